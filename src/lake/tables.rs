//! The tables of a lake: their columns, and their rows of one test. What reports list is listed here likewise, so that a new
//! field is a new column.

use super::SCHEMA_VERSION;
use super::kept::{Held, Kept, kept};
use super::step;
use super::whole::Whole;
use crate::export::block_columns;
use crate::fields::{CYCLES, FINDINGS, PULSES, STEPS};
use crate::format::{Field, Heading, Kind, Value};
use crate::model::{self, Cell, CellLimits, Channel, FileInfo, Finding, SeverityCounts};
use crate::store::{self, Metadata};

/// The column that every table begins with.
pub(super) fn test() -> Heading {
    Heading::new("test", "Test", Kind::Text, "The test: the first 32 digits of its content's digest")
}

/// A list of one test: its name, its columns without the test, and its rows.
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Heading>,
    pub(super) rows: Box<dyn Iterator<Item = Vec<Value>>>,
}

/// As the lake has it: moments are by a clock without a zone, and so texts.
fn plain(mut columns: Vec<Heading>) -> Vec<Heading> {
    for column in columns.iter_mut().filter(|column| column.kind == Kind::Time) {
        column.kind = Kind::Text;
    }
    columns
}

/// The columns of the rows, without the test.
pub(super) fn measurements(channels: &[Channel]) -> Vec<Heading> {
    let before = vec![
        test(),
        Heading::new("step", "Step", Kind::Integer, "The executed step, counted by the tester"),
        Heading::new("sequence", "Sequence", Kind::Integer, "The row's place in its step; the first is 0"),
        Heading::new(
            "line",
            "Line",
            Kind::Integer,
            "Its physical line in the file; of later files of a test, above 2^40",
        ),
    ];
    block_columns(before, channels).split_off(1)
}

/// What is known of a cell.
pub(super) fn cell() -> Vec<Kept<Cell>> {
    kept![Cell "" "Of the cell"; chemistry "", configuration "", nominal_capacity_ah "Ah", active_mass_g "g"]
        .into_iter()
        .map(|mut kept| {
            if kept.column.key == "nominal_capacity_ah" {
                kept.column.key = "cell_nominal_capacity_ah".into();
            }
            kept
        })
        .collect()
}

/// The limits of a cell.
pub(super) fn limits() -> Vec<Kept<CellLimits>> {
    kept![CellLimits "cell_" "A limit of the cell"; voltage_v_min "V", voltage_v_max "V", current_charge_a_max "A",
        current_discharge_a_max "A", temperature_degc_min "°C", temperature_degc_max "°C"]
}

/// What reading a file found.
pub(super) fn file() -> Vec<Kept<FileInfo>> {
    kept![FileInfo "" "Of the file"; name "", blake3 "", size "", encoding "", rows "", sentinels "", rejected_rows ""]
}

/// Every list of a test but its rows.
pub(super) fn all(whole: &Whole<'_>) -> Vec<List> {
    let derived = whole.derived;
    let rows = |rows: Vec<Vec<Value>>| Box::new(rows.into_iter()) as Box<dyn Iterator<Item = Vec<Value>>>;
    vec![
        files(whole),
        steps(whole),
        List {
            name: "cycles",
            columns: plain(Field::columns(CYCLES)),
            rows: rows(derived.cycles.iter().map(|cycle| Field::row(CYCLES, cycle)).collect()),
        },
        List {
            name: "pulses",
            columns: plain(Field::columns(PULSES)),
            rows: rows(derived.pulses.iter().map(|pulse| Field::row(PULSES, pulse)).collect()),
        },
        findings(whole),
        tests(whole),
    ]
}

fn steps(whole: &Whole<'_>) -> List {
    let kept = step::Row::new();
    let rows: Vec<Vec<Value>> = whole
        .steps
        .iter()
        .zip(&whole.derived.steps)
        .map(|(data, metrics)| {
            let mut row = Field::row(STEPS, metrics);
            row.extend(kept.of(data));
            row
        })
        .collect();
    let columns = plain(Field::columns(STEPS)).into_iter().chain(step::columns()).collect();
    List { name: "steps", columns, rows: Box::new(rows.into_iter()) }
}

/// A place in a list, where nothing else says the order.
fn place() -> Heading {
    Heading::new("sequence", "", Kind::Integer, "The place in the list; the first is 0")
}

fn files(whole: &Whole<'_>) -> List {
    let mut columns = vec![
        place(),
        Heading::new("role", "", Kind::Text, "step, detail or single"),
        Heading::new("delimiter", "", Kind::Text, "What stands between its cells"),
    ];
    let fields = file();
    columns.extend(fields.iter().map(|kept| kept.column.clone()));
    let row = |(at, file): (usize, &FileInfo)| {
        let mut row = vec![at.into(), file.role.as_str().into(), file.delimiter.to_string().into()];
        row.extend(fields.iter().map(|kept| (kept.get)(file)));
        row
    };
    let rows: Vec<Vec<Value>> = whole.head.files.iter().enumerate().map(row).collect();
    List { name: "files", columns, rows: Box::new(rows.into_iter()) }
}

fn findings(whole: &Whole<'_>) -> List {
    let columns = std::iter::once(place()).chain(plain(Field::columns(FINDINGS))).collect();
    let named = |finding: &Finding| Finding {
        file: finding.file.as_deref().map(|file| without_folders(file, whole)),
        message: without_folders(&finding.message, whole),
        ..finding.clone()
    };
    let rows = whole.findings.iter().map(named).enumerate().map(|(at, finding)| {
        let mut row = vec![at.into()];
        row.extend(Field::row(FINDINGS, &finding));
        row
    });
    let rows: Vec<_> = rows.collect();
    List { name: "findings", columns, rows: Box::new(rows.into_iter()) }
}

/// A text that names files by their names alone: where they lay is of no worth elsewhere, and the same test is the same
/// wherever it lies.
fn without_folders(text: &str, whole: &Whole<'_>) -> String {
    whole.head.files.iter().filter(|file| file.path != file.name).fold(text.to_owned(), |text, file| {
        if text.contains(&file.path) { text.replace(&file.path, &file.name) } else { text }
    })
}

/// A further channel, as JSON has it.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct ChannelSaid {
    /// The header.
    pub(super) name: String,
    /// What it holds.
    pub(super) kind: String,
    /// Its column in the table of rows.
    pub(super) column: String,
}

fn channels(all: &[Channel]) -> Value {
    let columns = measurements(all);
    let first = columns.len() - all.len();
    let said: Vec<ChannelSaid> = all
        .iter()
        .zip(&columns[first..])
        .map(|(channel, column)| ChannelSaid {
            name: channel.name.clone(),
            kind: channel.kind.as_str().to_owned(),
            column: column.key.to_string(),
        })
        .collect();
    serde_json::to_string(&said).ok().into()
}

/// What people say of a test, and no report needs.
fn said_of(metadata: &Metadata) -> [(Heading, Value); 5] {
    let (cell, project) = (metadata.cell.as_ref(), metadata.project.as_ref());
    let text = |key, about, value: Option<&str>| (Heading::new(key, "", Kind::Text, about), value.into());
    let voltage = Heading::number("cell_nominal_voltage_v", "", "V", 6, "The cell's nominal voltage");
    let began = project.and_then(|project| project.start_date).map(|date| date.to_string());
    [
        text("cell_form_factor", "The cell's form", cell.and_then(|cell| cell.form_factor.as_deref())),
        (voltage, cell.and_then(|cell| cell.nominal_voltage_v).into()),
        text("cell_serial_number", "The cell's serial number", cell.and_then(|cell| cell.serial_number.as_deref())),
        text("description", "The test in words", metadata.description.as_deref()),
        text("project_start_date", "When the project began", began.as_deref()),
    ]
}

/// A test as one row: a name, its column, its cell.
fn tests(whole: &Whole<'_>) -> List {
    let (mut columns, mut row) = (Vec::new(), Vec::new());
    let mut say = |column: Heading, value: Value| {
        columns.push(column);
        row.push(value);
    };
    let (head, derived) = (whole.head, whole.derived);
    let text = |key, about| Heading::new(key, "", Kind::Text, about);
    let whole_number = |key, about| Heading::new(key, "", Kind::Integer, about);
    say(text("name", "What it is called"), head.name.as_str().into());
    say(text("cell", "The cell's name"), head.cell.as_ref().map(|cell| cell.name.as_str()).into());
    for kept in cell() {
        // Of a test without a cell the chemistry may be known all the same.
        let own = whole.metadata.battery_type.as_deref().filter(|_| kept.column.key == "chemistry");
        let value = head.cell.as_ref().map_or(own.into(), kept.get);
        say(kept.column, value);
    }
    say(text("project", "The project's name"), head.project.as_deref().into());
    say(text("machine", "The machine's name"), head.machine.as_deref().into());
    say(text("operator", "Who ran it"), head.operator.as_deref().into());
    let starts = whole.steps.iter().find_map(|step| step.record.start_time);
    say(text("started_at", "When it began, by the cycler's local clock"), Held::value(&starts));
    say(whole_number("steps", "Its executed steps"), whole.steps.len().into());
    say(whole_number("cycles", "Its cycles"), derived.cycles.len().into());
    say(whole_number("pulses", "Its pulses"), derived.pulses.len().into());
    say(whole_number("rows", "Its rows"), whole.rows.into());
    let nominal = derived.nominal;
    let column = Heading::number("nominal_capacity_ah", "", "Ah", 6, "Its nominal capacity, on which C-rates stand");
    say(column, nominal.map(|(capacity_ah, _)| capacity_ah).into());
    let column = text("nominal_capacity_source", "Where that is from: flag, cell or reference");
    say(column, nominal.map(|(_, source)| source.as_str()).into());
    let column = whole_number("reference_step", "The step that SOC stands on");
    say(column, derived.reference.map(|reference| reference.step).into());
    let counts = SeverityCounts::of(whole.findings);
    for (key, count) in [("errors", counts.error), ("warnings", counts.warning), ("infos", counts.info)] {
        say(whole_number(key, "How many findings of this severity it has"), count.into());
    }
    say(text("dialect", "The format of its files"), head.dialect.as_str().into());
    let flag = |key, about| Heading::new(key, "", Kind::Flag, about);
    say(flag("has_end_reasons", "Whether the tester says why steps end"), head.has_end_reasons.into());
    say(flag("has_rows", "Whether it has rows, not steps alone"), head.has_rows.into());
    say(
        text("temperature_channel", "The header of the cell's temperature"),
        head.temperature_channel.as_deref().into(),
    );
    say(
        text("channels", "Its further channels: header, kind, and column of its rows, as JSON"),
        channels(&head.channels),
    );
    say(text("conventions", "How it was derived, as JSON"), store::write_conventions(&head.conventions).ok().into());
    for kept in limits() {
        say(kept.column, head.cell.as_ref().map_or(Value::Missing, |cell| (kept.get)(&cell.limits)));
    }
    for (column, value) in said_of(whole.metadata) {
        say(column, value);
    }
    say(text("content_digest", "The digest of all its content"), whole.digest.into());
    say(text("rows_digest", "The digest of its rows"), whole.rows_digest.into());
    for (column, sum) in model::Column::ALL.into_iter().zip(whole.sums) {
        let mut said = Heading::number("", "", "", 6, "The sum of the rows' values, in their order");
        said.key = format!("{}_sum", column.name()).into();
        say(said, sum.into());
    }
    say(text("tool_version", "The version of battery-etl that wrote it"), env!("CARGO_PKG_VERSION").into());
    say(whole_number("schema_version", "The version of the tables"), Value::Integer(SCHEMA_VERSION));
    List { name: "tests", columns, rows: Box::new(std::iter::once(row)) }
}
