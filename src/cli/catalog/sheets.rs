//! The lists of the catalog as tables.

use crate::fields::STEPS;
use crate::format::{Audience, Field, FormatError, Heading, Kind, Rank, RowSource, Table, Value};
use crate::model::{Finding, SeverityCounts};
use crate::report::{HEALTH_FIELDS, Health, StepFilter};
use crate::store::{
    Amendments, CellRecord, Correction, Database, Experiment, FileListing, Filter, Machine, Merge, Project, RunListing,
    StepListing, StoreError,
};
use std::collections::HashMap;

fn text(key: &'static str, title: &'static str) -> Heading {
    Heading::new(key, title, Kind::Text, "")
}

fn prose(key: &'static str, title: &'static str) -> Heading {
    Heading::new(key, title, Kind::Prose, "")
}

/// What names the row.
fn name(key: &'static str, title: &'static str) -> Heading {
    text(key, title).rank(Rank::Name)
}

/// What few look at.
fn asked(key: &'static str, title: &'static str) -> Heading {
    text(key, title).rank(Rank::Asked)
}

fn count(key: &'static str, title: &'static str) -> Heading {
    Heading::new(key, title, Kind::Integer, "")
}

fn time(key: &'static str, title: &'static str) -> Heading {
    Heading::new(key, title, Kind::Time, "")
}

fn number(key: &'static str, title: &'static str, unit: &'static str, decimals: u8) -> Heading {
    Heading::number(key, title, unit, decimals, "")
}

pub(super) fn instant(moment: chrono::NaiveDateTime) -> Value {
    Value::Instant(moment)
}

/// The columns of an experiment.
pub(super) fn experiment_columns() -> Vec<Heading> {
    vec![
        count("id", "No.").rank(Rank::Name),
        name("name", "Name"),
        prose("description", "Description"),
        text("project", "Project").brief(),
        text("cell", "Cell").brief(),
        text("chemistry", "Chemistry"),
        text("machine", "Machine"),
        text("operator", "Operator"),
        prose("tags", "Tags"),
        time("start_time", "Start").brief(),
        time("end_time", "End"),
        text("dialect", "Format"),
        number("thinned_s", "Thinned to", "s", 1),
        prose("step_selection", "Steps loaded"),
        count("source_measurements", "Rows of the files"),
        count("measurements", "Rows").brief(),
        asked("content_digest", "Content digest"),
        count("supersedes_id", "Supersedes"),
        count("superseded_by_id", "Superseded by"),
        time("created_at", "Loaded"),
        time("updated_at", "Changed"),
    ]
}

/// An experiment under them.
pub(super) fn experiment_row(one: &Experiment) -> Vec<Value> {
    vec![
        one.id.into(),
        one.name.clone().into(),
        one.description.clone().into(),
        one.project.clone().into(),
        one.cell.clone().into(),
        one.battery_type.clone().into(),
        one.machine.clone().into(),
        one.operator.clone().into(),
        if one.tags.is_empty() { Value::Missing } else { one.tags.join(", ").into() },
        one.start_time.into(),
        one.end_time.into(),
        one.dialect.clone().into(),
        one.thinned_s.into(),
        one.step_selection.clone().into(),
        one.source_rows.into(),
        one.stored_rows.into(),
        one.content_digest.clone().into(),
        one.supersedes_id.into(),
        one.superseded_by_id.into(),
        instant(one.created_at),
        instant(one.updated_at),
    ]
}

/// The experiments with their findings and, where they are given, how their cells fared.
pub(super) fn experiments(
    all: &[Experiment],
    found: &HashMap<i32, SeverityCounts>,
    health: Option<&[Health]>,
) -> Table<'static> {
    let mut columns = experiment_columns();
    columns.extend([count("errors", "Errors").brief(), count("warnings", "Warnings").brief(), count("infos", "Infos")]);
    if health.is_some() {
        columns.extend(Field::columns(HEALTH_FIELDS));
    }
    let row = |(at, one): (usize, &Experiment)| {
        let counts = found.get(&one.id).copied().unwrap_or_default();
        let mut row = experiment_row(one);
        row.extend([counts.error.into(), counts.warning.into(), counts.info.into()]);
        row.extend(health.iter().flat_map(|all| Field::row(HEALTH_FIELDS, &all[at])));
        row
    };
    Table::held("experiments", columns, all.iter().enumerate().map(row).collect())
}

pub(super) fn cells(all: &[(CellRecord, u64)]) -> Table<'static> {
    let columns = vec![
        name("name", "Name"),
        text("manufacturer", "Manufacturer"),
        text("chemistry", "Chemistry").brief(),
        text("configuration", "Configuration"),
        count("cells_in_series", "In series"),
        number("active_mass_g", "Active mass", "g", 3),
        text("form_factor", "Form").brief(),
        number("nominal_capacity_ah", "Nominal capacity", "Ah", 3).brief(),
        number("nominal_voltage_v", "Nominal voltage", "V", 3).brief(),
        number("voltage_min_v", "Voltage min", "V", 3),
        number("voltage_max_v", "Voltage max", "V", 3),
        number("current_charge_max_a", "Charge current max", "A", 2),
        number("current_discharge_max_a", "Discharge current max", "A", 2),
        number("temperature_min_degc", "Temperature min", "°C", 1),
        number("temperature_max_degc", "Temperature max", "°C", 1),
        text("serial_number", "Serial number"),
        text("batch", "Batch"),
        text("date_received", "Received"),
        prose("notes", "Notes"),
        count("experiments", "Experiments").brief(),
    ];
    let row = |(one, experiments): &(CellRecord, u64)| {
        vec![
            one.name.clone().into(),
            one.manufacturer.clone().into(),
            one.chemistry.clone().into(),
            one.configuration.clone().into(),
            one.cells_in_series.into(),
            one.active_mass_g.into(),
            one.form_factor.clone().into(),
            one.nominal_capacity_ah.into(),
            one.nominal_voltage_v.into(),
            one.voltage_v_min.into(),
            one.voltage_v_max.into(),
            one.current_charge_a_max.into(),
            one.current_discharge_a_max.into(),
            one.temperature_degc_min.into(),
            one.temperature_degc_max.into(),
            one.serial_number.clone().into(),
            one.batch.clone().into(),
            one.date_received.map(|date| date.to_string()).into(),
            one.notes.clone().into(),
            (*experiments).into(),
        ]
    };
    Table::held("cells", columns, all.iter().map(row).collect())
}

pub(super) fn machines(all: &[(Machine, u64)]) -> Table<'static> {
    let columns = vec![
        name("name", "Name"),
        text("model_number", "Model").brief(),
        prose("description", "Description").brief(),
        count("experiments", "Experiments").brief(),
    ];
    let row = |(one, experiments): &(Machine, u64)| {
        let model = one.model_number.clone().into();
        vec![one.name.clone().into(), model, one.description.clone().into(), (*experiments).into()]
    };
    Table::held("machines", columns, all.iter().map(row).collect())
}

pub(super) fn projects(all: &[(Project, u64)]) -> Table<'static> {
    let columns = vec![
        name("name", "Name"),
        prose("description", "Description").brief(),
        text("start_date", "Start").brief(),
        count("experiments", "Experiments").brief(),
    ];
    let row = |(one, experiments): &(Project, u64)| {
        let start = one.start_date.map(|date| date.to_string()).into();
        vec![one.name.clone().into(), one.description.clone().into(), start, (*experiments).into()]
    };
    Table::held("projects", columns, all.iter().map(row).collect())
}

pub(super) fn operators(all: &[(String, u64)]) -> Table<'static> {
    let columns = vec![name("name", "Name"), count("experiments", "Experiments").brief()];
    let row = |(one, experiments): &(String, u64)| vec![one.clone().into(), (*experiments).into()];
    Table::held("operators", columns, all.iter().map(row).collect())
}

/// What was corrected of an experiment; people see it where there is any.
pub(super) fn corrections(amended: &Amendments) -> Table<'static> {
    let columns = vec![
        count("correction", "Correction").brief(),
        count("step", "Step").brief(),
        text("field", "Field").brief(),
        prose("value", "Value").brief(),
        prose("reason", "Reason").brief(),
        text("who", "Who").brief(),
        time("created_at", "When"),
        time("withdrawn_at", "Withdrawn").brief(),
    ];
    let row = |one: &Correction| {
        vec![
            one.id.into(),
            one.step.into(),
            one.field.clone().into(),
            one.value.clone().into(),
            one.reason.clone().into(),
            one.who.clone().into(),
            instant(one.created_at),
            one.withdrawn_at.map_or(Value::Missing, instant),
        ]
    };
    where_any(Table::held("corrections", columns, amended.corrections.iter().map(row).collect()), &amended.corrections)
}

/// Which of its steps are one.
pub(super) fn merges(amended: &Amendments) -> Table<'static> {
    let columns = vec![
        count("merge", "Merge").brief(),
        count("first_step", "First step").brief(),
        count("last_step", "Last step").brief(),
        prose("reason", "Reason").brief(),
        text("who", "Who").brief(),
        time("created_at", "When"),
        time("withdrawn_at", "Withdrawn").brief(),
    ];
    let row = |one: &Merge| {
        vec![
            one.id.into(),
            one.first_step.into(),
            one.last_step.into(),
            one.reason.clone().into(),
            one.who.clone().into(),
            instant(one.created_at),
            one.withdrawn_at.map_or(Value::Missing, instant),
        ]
    };
    where_any(Table::held("merges", columns, amended.merges.iter().map(row).collect()), &amended.merges)
}

/// The notes of its steps.
pub(super) fn notes(all: &[(i32, String)]) -> Table<'static> {
    let columns = vec![count("step", "Step").brief(), prose("note", "Note").brief()];
    let row = |(step, note): &(i32, String)| vec![(*step).into(), note.clone().into()];
    where_any(Table::held("notes", columns, all.iter().map(row).collect()), all)
}

fn where_any<T>(mut table: Table<'static>, all: &[T]) -> Table<'static> {
    if all.is_empty() {
        table.audience = Audience::Machines;
    }
    table
}

pub(super) fn files(all: &[FileListing]) -> Table<'static> {
    let columns = vec![
        text("experiment", "Experiment").brief(),
        text("role", "Part").brief(),
        name("name", "File"),
        asked("path", "Path"),
        asked("blake3", "blake3"),
        count("size_bytes", "Bytes").brief(),
        time("modified_at", "Modified"),
        text("encoding", "Encoding"),
        text("dialect", "Format").brief(),
        count("rows", "Rows").brief(),
        count("sentinels", "Sentinels"),
        count("rejected_rows", "Rows refused").brief(),
        asked("tool_version", "Read by version"),
        text("outcome", "Outcome").brief(),
        prose("message", "Message"),
        time("processed_at", "Read"),
    ];
    let row = |one: &FileListing| {
        vec![
            one.experiment.clone().into(),
            one.role.clone().into(),
            one.name.clone().into(),
            one.path.clone().into(),
            one.blake3.clone().into(),
            one.size.into(),
            one.modified_at.map_or(Value::Missing, instant),
            one.encoding.clone().into(),
            one.dialect.clone().into(),
            one.row_count.into(),
            one.sentinels.into(),
            one.rejected_rows.into(),
            one.tool_version.clone().into(),
            one.outcome.clone().into(),
            one.message.clone().into(),
            instant(one.processed_at),
        ]
    };
    Table::held("files", columns, all.iter().map(row).collect())
}

pub(super) fn runs(all: &[RunListing]) -> Table<'static> {
    let columns = vec![
        count("id", "No.").rank(Rank::Name),
        time("started_at", "Began").brief(),
        time("finished_at", "Ended"),
        text("who", "Who").brief(),
        prose("command", "Command").brief(),
        asked("tool_version", "Version"),
        count("loaded", "Loaded").brief(),
        count("skipped", "Skipped").brief(),
        count("rejected", "Rejected").brief(),
        count("failed", "Failed").brief(),
    ];
    let row = |one: &RunListing| {
        vec![
            one.id.into(),
            instant(one.started_at),
            one.finished_at.map_or(Value::Missing, instant),
            one.who.clone().into(),
            one.command.clone().into(),
            one.tool_version.clone().into(),
            one.loaded.into(),
            one.skipped.into(),
            one.rejected.into(),
            one.failed.into(),
        ]
    };
    Table::held("runs", columns, all.iter().map(row).collect())
}

pub(super) fn findings(all: &[Finding]) -> Table<'static> {
    let columns = vec![
        name("rule", "Rule"),
        text("name", "Name").brief(),
        text("severity", "Severity").brief(),
        asked("file", "File"),
        count("line", "Line").brief(),
        count("line_end", "to line"),
        count("step", "Step").brief(),
        text("column", "Column"),
        prose("value", "Value"),
        prose("message", "Message").brief(),
    ];
    let row = |one: &Finding| {
        vec![
            one.rule.into(),
            one.name.into(),
            one.severity.as_str().into(),
            one.file.clone().into(),
            one.line.into(),
            one.line_end.into(),
            one.step.into(),
            one.column.clone().into(),
            one.value.clone().into(),
            one.message.clone().into(),
        ]
    };
    Table::held("findings", columns, all.iter().map(row).collect())
}

/// The steps stream from the database; the predicate sees to what the query leaves open (several types).
pub(super) fn steps(mut database: Database, filter: Filter, predicate: StepFilter, min_rest_s: f64) -> Table<'static> {
    let mut columns = vec![name("experiment", "Experiment")];
    columns.extend(Field::columns(STEPS));
    columns.push(prose("note", "Note"));
    let rows: RowSource<'static> = Box::new(move |sink| {
        let mut refused = None;
        let done = database.list_steps(&filter, &mut |one: StepListing| {
            if !predicate.step(&one.metrics, min_rest_s) {
                return Ok(());
            }
            let mut row = vec![Value::Text(one.experiment)];
            row.extend(Field::row(STEPS, &one.metrics));
            row.push(one.note.into());
            sink(&row).map_err(|error| {
                refused = Some(error);
                StoreError::Stopped("the output ended".to_owned())
            })
        });
        match (refused, done) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(FormatError::Rows(Box::new(error))),
            (None, Ok(())) => Ok(()),
        }
    });
    Table::streamed("steps", columns, rows)
}
