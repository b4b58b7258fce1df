//! The end of a load: everything beside the rows, and the audit.

use super::audit::{Actor, Change};
use super::bulk::{StepTally, Tally};
use super::database::BATCH;
use super::file::FileOutcome;
use super::row::{number, text};
use super::schema::{experiments, loaded_steps};
use super::{
    Beside, Database, Deriver, Doing, Experiment, LoadMode, LoadPlan, Loaded, Metadata, StoreError, json, put_all,
};
use crate::model::{Derived, Finding, Head, StepData, StepRecord, content_digest, steps_digest};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use serde_json::{Value, json as value};

/// All of an experiment but its rows.
pub struct Finish<'a> {
    /// What it is; `thinned_s`, `conventions` and the files, in full (`blake3` known), are kept.
    pub head: &'a Head,
    /// Its executed steps, in order.
    pub steps: &'a [StepData],
    /// All that was derived.
    pub derived: &'a Derived,
    /// How it is derived anew, where people have amended the steps.
    pub derive: &'a Deriver<'a>,
    /// What validation found.
    pub findings: &'a [Finding],
    /// What a person said of it.
    pub metadata: &'a Metadata,
    /// What stands beside it in the database that it is carried from.
    pub beside: Option<&'a Beside>,
    /// The digest of all rows of the files, before thinning ([`crate::model::RowsFold`]).
    pub rows_digest: &'a str,
    /// The number of all rows of the files.
    pub source_rows: u64,
    /// The steps whose rows were asked for, as they were asked for; `None` for all.
    pub step_selection: Option<&'a str>,
    /// The options of the load as JSON, kept beside the files; of what is carried they stand there already.
    pub options: &'a str,
}

impl Finish<'_> {
    /// The digest of all it holds.
    pub(super) fn content_digest(&self) -> String {
        content_digest(self.rows_digest, &steps_digest(self.steps.iter().map(|step| step.record.as_ref())))
    }
}

/// What was poured of one step.
#[derive(Clone, Copy, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = loaded_steps, treat_none_as_default_value = false)]
struct LoadedRow {
    experiment_id: i32,
    step: i32,
    rows: i64,
    voltage_v_sum: f64,
    current_a_sum: f64,
    capacity_ah_sum: f64,
    voltage_v_magnitude: f64,
    current_a_magnitude: f64,
    capacity_ah_magnitude: f64,
}

impl Database {
    /// Completes the experiment inside the transaction of its load.
    pub(super) fn complete(
        &mut self,
        id: i32,
        plan: &LoadPlan,
        poured: &Tally,
        finish: &Finish<'_>,
    ) -> Result<Loaded, StoreError> {
        self.same_cell(plan)?;
        let before = match &plan.mode {
            LoadMode::Append { .. } => self.experiment_by_id(id)?.as_ref().map(summary),
            LoadMode::New | LoadMode::Replace { .. } => None,
        };
        self.put_tally(id, poured)?;
        // What grows has rows that were poured before.
        let stored_rows = if before.is_some() { rows_of(&self.poured(id)?) } else { rows_of(poured) };
        self.put_channels(id, &finish.head.channels)?;
        let changed_from = match &plan.mode {
            LoadMode::Append { from_step, .. } => self.outgrow_traces(id, *from_step, finish.steps)?,
            LoadMode::New | LoadMode::Replace { .. } => i32::MIN,
        };
        self.put_records(id, finish.steps)?;
        self.put_traces(id, changed_from, finish.steps)?;
        self.put_derived(id, &finish.head.conventions, finish.derived)?;
        if let Some(beside) = finish.beside {
            self.put_beside(id, beside)?;
        }
        if !self.in_force(id)?.is_empty() {
            // The files know nothing of what was amended.
            self.derive_anew(id, None, finish.derive)?;
        }
        self.put_findings(id, finish.findings)?;
        if before.is_some() {
            self.outgrow_files(id)?;
        }
        match finish.beside {
            Some(beside) => self.put_files_of(id, beside)?,
            None => self.put_files(id, plan, finish)?,
        }
        self.put_metadata(id, finish.metadata)?;
        self.put_contents(id, &plan.actor, stored_rows, finish)?;
        let after = self.experiment_by_id(id)?.as_ref().map(summary);
        let action = match (&before, finish.beside) {
            (Some(_), _) => "append",
            (None, Some(_)) => "import",
            (None, None) => "load",
        };
        if let Some(beside) = finish.beside {
            self.put_history(id, beside)?;
            self.put_place_of(id, beside)?;
        }
        let change = Change { before, after, ..Change::of("experiment", id, &plan.name, action) };
        self.put_audit(&plan.actor, &change)?;
        Ok(Loaded { experiment_id: id, stored_rows: stored_rows.unsigned_abs() })
    }

    fn put_files(&mut self, id: i32, plan: &LoadPlan, finish: &Finish<'_>) -> Result<(), StoreError> {
        let became = FileOutcome {
            experiment_id: Some(id),
            dialect: &finish.head.dialect,
            options: finish.options,
            outcome: "loaded",
            message: None,
        };
        finish.head.files.iter().try_for_each(|file| self.put_file(&plan.actor, file, &became))
    }

    fn put_tally(&mut self, id: i32, tally: &Tally) -> Result<(), StoreError> {
        for batch in tally.chunks(BATCH) {
            let rows: Vec<_> = batch.iter().map(|step| LoadedRow::of(id, step)).collect();
            put_all!(self, loaded_steps::table, rows).doing("storing the counts")?;
        }
        Ok(())
    }

    /// The rows that are stored of the steps before one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rows_before(&mut self, id: i32, step: i32) -> Result<u64, StoreError> {
        let rows: Vec<i64> = loaded_steps::table
            .filter(loaded_steps::experiment_id.eq(id).and(loaded_steps::step.lt(step)))
            .select(loaded_steps::rows)
            .load(&mut self.connection)
            .doing("counting the rows that stay")?;
        Ok(rows.iter().sum::<i64>().unsigned_abs())
    }

    /// What was poured of each step, in order.
    pub(super) fn poured(&mut self, id: i32) -> Result<Tally, StoreError> {
        let rows: Vec<LoadedRow> = loaded_steps::table
            .filter(loaded_steps::experiment_id.eq(id))
            .order(loaded_steps::step)
            .select(LoadedRow::as_select())
            .load(&mut self.connection)
            .doing("reading the counts")?;
        Ok(rows.iter().map(LoadedRow::tally).collect())
    }

    pub(super) fn put_metadata(&mut self, id: i32, metadata: &Metadata) -> Result<(), StoreError> {
        let ids = self.ensure_metadata(metadata)?;
        let words = |field: &str, value: &Option<String>| value.as_deref().map(|words| text(field, words)).transpose();
        let tags = if metadata.tags.is_empty() { None } else { Some(json::write(&metadata.tags)?) };
        // What is left out stays as it is: `None` changes nothing.
        let set = (
            ids.project.map(|id| experiments::project_id.eq(id)),
            ids.cell.map(|id| experiments::cell_id.eq(id)),
            ids.machine.map(|id| experiments::machine_id.eq(id)),
            ids.operator.map(|id| experiments::operator_id.eq(id)),
            words("battery type", &metadata.battery_type)?.map(|words| experiments::battery_type.eq(words)),
            words("description", &metadata.description)?.map(|words| experiments::description.eq(words)),
            tags.map(|tags| experiments::tags.eq(tags)),
            experiments::updated_at.eq(super::clock::now()),
        );
        diesel::update(experiments::table.find(id))
            .set(set)
            .execute(&mut self.connection)
            .doing("storing what was said of it")?;
        Ok(())
    }

    fn put_contents(
        &mut self,
        id: i32,
        actor: &Actor,
        stored_rows: i64,
        finish: &Finish<'_>,
    ) -> Result<(), StoreError> {
        let head = finish.head;
        let records = || finish.steps.iter().map(|step| step.record.as_ref());
        let steps = steps_digest(records());
        let content = content_digest(finish.rows_digest, &steps);
        if let Some(other) = self.experiment_by_digest(&content)?.filter(|other| other.id != id) {
            return Err(same_content(Some(&other.name)));
        }
        let set = (
            (
                experiments::start_time.eq(records().find_map(|record| record.start_time)),
                experiments::end_time.eq(records().filter_map(end_time).next_back()),
                experiments::dialect.eq(&head.dialect),
                experiments::has_end_reasons.eq(head.has_end_reasons),
                experiments::has_rows.eq(head.has_rows),
                experiments::temperature_channel.eq(&head.temperature_channel),
                experiments::thinned_s.eq(number(head.thinned_s)),
            ),
            experiments::step_selection.eq(finish.step_selection),
            experiments::source_rows.eq(finish.source_rows as i64),
            experiments::stored_rows.eq(stored_rows),
            experiments::rows_digest.eq(finish.rows_digest),
            experiments::steps_digest.eq(&steps),
            experiments::content_digest.eq(&content),
            experiments::run_id.eq(actor.run_id),
            experiments::updated_at.eq(super::clock::now()),
        );
        let stored = diesel::update(experiments::table.find(id)).set(set).execute(&mut self.connection);
        match stored {
            Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(same_content(None)),
            other => other.map(drop).doing("storing the experiment"),
        }
    }
}

/// The number of all rows.
pub(super) fn rows_of(tally: &Tally) -> i64 {
    tally.iter().map(|step| step.rows).sum()
}

fn same_content(name: Option<&str>) -> StoreError {
    let name = name.map_or_else(|| "another experiment".to_owned(), |name| format!("`{name}`"));
    StoreError::Conflict(format!("the same data is loaded as {name}"))
}

fn end_time(record: &StepRecord) -> Option<NaiveDateTime> {
    let duration_s = record.duration_s.get().filter(|duration_s| (0.0..1e11).contains(duration_s))?;
    record.start_time?.checked_add_signed(TimeDelta::microseconds((duration_s * 1e6).round() as i64))
}

/// What the audit keeps of an experiment.
pub(super) fn summary(experiment: &Experiment) -> Value {
    value!({
        "id": experiment.id,
        "name": experiment.name,
        "project": experiment.project,
        "cell": experiment.cell,
        "machine": experiment.machine,
        "operator": experiment.operator,
        "battery_type": experiment.battery_type,
        "description": experiment.description,
        "tags": experiment.tags,
        "source_rows": experiment.source_rows,
        "stored_rows": experiment.stored_rows,
        "thinned_s": experiment.thinned_s,
        "step_selection": experiment.step_selection,
        "rows_digest": experiment.rows_digest,
        "steps_digest": experiment.steps_digest,
        "content_digest": experiment.content_digest,
    })
}

impl LoadedRow {
    fn of(experiment_id: i32, step: &StepTally) -> Self {
        let [voltage_v_sum, current_a_sum, capacity_ah_sum] = step.sums;
        let [voltage_v_magnitude, current_a_magnitude, capacity_ah_magnitude] = step.magnitudes;
        Self {
            experiment_id,
            step: step.step,
            rows: step.rows,
            voltage_v_sum,
            current_a_sum,
            capacity_ah_sum,
            voltage_v_magnitude,
            current_a_magnitude,
            capacity_ah_magnitude,
        }
    }

    fn tally(&self) -> StepTally {
        StepTally {
            step: self.step,
            rows: self.rows,
            sums: [self.voltage_v_sum, self.current_a_sum, self.capacity_ah_sum],
            magnitudes: [self.voltage_v_magnitude, self.current_a_magnitude, self.capacity_ah_magnitude],
        }
    }
}
