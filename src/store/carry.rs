//! Carrying an experiment whole from one database into another: rows, steps, files, findings, what people said and amended.

use super::anew::Deriver;
use super::audit::{Actor, AuditEvent};
use super::file::StoredFile;
use super::row::text;
use super::schema::{corrections, experiments, machines, merges, steps};
use super::supersedes::Place;
use super::{
    Amendments, CellRecord, Database, Doing, Experiment, Finish, LoadMode, LoadPlan, Loader, Machine, Metadata, Seen,
    SharedDatabase, StoreError, StoredTest,
};
use crate::model::{
    Block, Columns, Finding, Head, RowsFold, StepData, StepSet, Test, TestError, content_digest, steps_digest,
};
use diesel::prelude::*;
use std::sync::PoisonError;

/// What stands beside the rows and steps of an experiment, and is no part of its files.
#[derive(Debug, Default)]
pub struct Beside {
    metadata: Metadata,
    machine: Option<Machine>,
    findings: Vec<Finding>,
    amendments: Amendments,
    notes: Vec<(i32, String)>,
    history: Vec<AuditEvent>,
    files: Vec<StoredFile>,
    place: Place,
}

/// What became of an experiment that was to be carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// It is there now.
    Loaded {
        /// Its rows there.
        rows: u64,
        /// The digest of all it holds.
        content_digest: String,
    },
    /// The same data is there already, under this name.
    Known(String),
}

impl Beside {
    fn read(database: &mut Database, experiment: &Experiment) -> Result<Self, StoreError> {
        let id = experiment.id;
        let named = |name: &Option<String>, all: Vec<super::Project>| {
            all.into_iter().find(|one| Some(&one.name) == name.as_ref())
        };
        let project = named(&experiment.project, database.projects()?);
        let cell: Option<CellRecord> = match &experiment.cell {
            Some(name) => database.cell(name)?,
            None => None,
        };
        let machine = database.machines()?.into_iter().find(|one| Some(&one.name) == experiment.machine.as_ref());
        let of_cell = experiment.battery_type == experiment.chemistry;
        Ok(Self {
            metadata: Metadata {
                project,
                cell,
                machine: experiment.machine.clone(),
                operator: experiment.operator.clone(),
                battery_type: experiment.battery_type.clone().filter(|_| !of_cell),
                description: experiment.description.clone(),
                tags: experiment.tags.clone(),
            },
            machine,
            findings: database.findings(id)?,
            amendments: database.amendments(id)?,
            notes: database.step_notes(id)?,
            history: database.events_of("experiment", id)?,
            files: database.stored_files(id)?,
            place: database.place(experiment)?,
        })
    }
}

/// Carries an experiment into another database, all of it or nothing. Its figures are derived there, from the same steps
/// under the same conventions. Gives the connection back, and words about what people said otherwise there.
///
/// # Errors
/// When another experiment has its name there, or either database refuses; then nothing is changed.
pub fn carry(
    from: &SharedDatabase,
    (name, called): (&str, Option<&str>),
    mut to: Database,
    actor: &Actor,
    derive: &Deriver<'_>,
) -> Result<(Database, Carried, Vec<String>), StoreError> {
    let mut ready = match Ready::of(from, (name, called), &mut to)? {
        Ok(ready) => ready,
        Err(known) => return Ok((to, Carried::Known(known), Vec::new())),
    };
    let notes = to.metadata_notes(&ready.beside.metadata)?;
    let plan = LoadPlan {
        name: called.unwrap_or(name).to_owned(),
        mode: LoadMode::New,
        seen: Seen::default(),
        channels: ready.head.channels.clone(),
        actor: actor.clone(),
    };
    let mut loader = Loader::begin(to, plan)?;
    if let Err(error) = ready.read(&mut |block| loader.push(block)) {
        drop(loader.abandon());
        return Err(error);
    }
    let poured = loader.end()?;
    let Ready { test, experiment, beside, head, rows_digest, .. } = &mut ready;
    let data = test.steps().map_err(stopped)?;
    let derived = derive(head, data).map_err(stopped)?;
    let (to, loaded) = poured.keep(&Finish {
        head: &Head { thinned_s: experiment.thinned_s, ..head.clone() },
        steps: data,
        derived: &derived,
        derive,
        findings: &beside.findings,
        metadata: &beside.metadata,
        beside: Some(&*beside),
        rows_digest,
        source_rows: experiment.source_rows,
        step_selection: experiment.step_selection.as_deref(),
        options: "{}",
    })?;
    let carried = Carried::Loaded { rows: loaded.stored_rows, content_digest: ready.content_digest };
    Ok((to, carried, notes))
}

/// What [`carry`] would do: everything is read and checked, and nothing is written.
///
/// # Errors
/// As [`carry`].
pub fn try_carry(
    from: &SharedDatabase,
    (name, called): (&str, Option<&str>),
    to: &mut Database,
) -> Result<(Carried, Vec<String>), StoreError> {
    let mut ready = match Ready::of(from, (name, called), to)? {
        Ok(ready) => ready,
        Err(known) => return Ok((Carried::Known(known), Vec::new())),
    };
    let notes = to.metadata_notes(&ready.beside.metadata)?;
    ready.read(&mut |_| Ok(()))?;
    let carried = Carried::Loaded { rows: ready.experiment.stored_rows, content_digest: ready.content_digest };
    Ok((carried, notes))
}

/// An experiment that is not there yet, and may come.
struct Ready {
    test: StoredTest,
    experiment: Experiment,
    beside: Beside,
    head: Head,
    rows_digest: String,
    content_digest: String,
}

impl Ready {
    /// Looks at both sides; gives the name of the experiment that holds the same there, if one does.
    fn of(
        from: &SharedDatabase,
        (name, called): (&str, Option<&str>),
        to: &mut Database,
    ) -> Result<Result<Self, String>, StoreError> {
        let mut test = StoredTest::open_as_loaded(from, name)?;
        let experiment = test.experiment().clone();
        let unfinished = || StoreError::integrity(name, "its load was never completed; it cannot be carried");
        let (Some(rows_digest), Some(steps_digest)) = (&experiment.rows_digest, &experiment.steps_digest) else {
            return Err(unfinished());
        };
        let (rows_digest, content_digest) = (rows_digest.clone(), content_digest(rows_digest, steps_digest));
        let called = called.unwrap_or(&experiment.name);
        check_name(called)?;
        if let Some(there) = to.known(&experiment, &content_digest)? {
            return Ok(Err(there.name));
        }
        if to.find_experiment(called)?.is_some() {
            return Err(StoreError::Conflict(format!(
                "another experiment `{called}` is there; `battery-etl catalog import --name {name} --as NEW` takes this one \
                 under another name"
            )));
        }
        let read = |from: &mut Database| Beside::read(from, &experiment);
        let beside = from.lock().unwrap_or_else(PoisonError::into_inner).read(read)?;
        let mut head = test.head().map_err(stopped)?.clone();
        if let Some(cell) = &beside.metadata.cell {
            let known = to.cell(&cell.name)?;
            head.cell = Some(known.map_or_else(|| cell.clone(), |known| known.or(cell.clone())).cell());
        }
        Ok(Ok(Self { test, experiment, beside, head, rows_digest, content_digest }))
    }

    /// Reads all its rows once, and makes sure that they are those that were loaded.
    fn read(&mut self, each: &mut dyn FnMut(&Block<'_>) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut fold = RowsFold::new(&self.head);
        let read = self.test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
            fold.push(block);
            Ok(each(block)?)
        });
        read.map_err(stopped)?;
        let data = self.test.steps().map_err(stopped)?;
        is_what_was_loaded(&self.experiment, data, &fold)?;
        self.beside.amendments.check(data).map_err(|why| StoreError::integrity(&self.experiment.name, why))
    }
}

/// Whether rows and steps are those that were loaded: what was changed since, by whatever hand, is not carried on.
fn is_what_was_loaded(experiment: &Experiment, data: &[StepData], fold: &RowsFold) -> Result<(), StoreError> {
    let steps = steps_digest(data.iter().map(|step| step.record.as_ref()));
    let same_steps = experiment.steps_digest.as_deref() == Some(steps.as_str());
    let same_rows = !experiment.is_whole() || experiment.rows_digest.as_deref() == Some(fold.digest().as_str());
    if same_steps && same_rows && fold.rows() == experiment.stored_rows {
        return Ok(());
    }
    let what = if same_steps { "its rows are" } else { "its steps are" };
    Err(StoreError::integrity(
        &experiment.name,
        format!("{what} not what was loaded: the digest differs; nothing of it is taken"),
    ))
}

/// A name is a text of one line.
fn check_name(name: &str) -> Result<(), StoreError> {
    if name.chars().any(char::is_control) {
        let problem = format!("{name:?} is no name: it must be a text of one line");
        return Err(StoreError::Value { field: "name".to_owned(), problem });
    }
    Ok(())
}

fn stopped(error: TestError) -> StoreError {
    match error.0.downcast::<StoreError>() {
        Ok(error) => *error,
        Err(error) => StoreError::Stopped(error.to_string()),
    }
}

impl Database {
    /// The experiment that is here of what is to be carried: of one that was replaced also one that was, too.
    fn known(&mut self, carried: &Experiment, digest: &str) -> Result<Option<Experiment>, StoreError> {
        if !carried.was_replaced() {
            return self.experiment_by_digest(digest);
        }
        let there = self.id_of_content(digest)?;
        there.map_or(Ok(None), |id| self.experiment_by_id(id))
    }

    /// Stores what stands beside an experiment that is carried, inside the transaction of its load.
    pub(super) fn put_beside(&mut self, id: i32, beside: &Beside) -> Result<(), StoreError> {
        let doing = "storing what people said of it";
        for one in &beside.amendments.corrections {
            let values = (
                corrections::experiment_id.eq(id),
                corrections::step.eq(one.step),
                corrections::field.eq(&one.field),
                corrections::value.eq(&one.value),
                corrections::reason.eq(&one.reason),
                corrections::who.eq(&one.who),
                corrections::created_at.eq(one.created_at),
                corrections::withdrawn_at.eq(one.withdrawn_at),
            );
            diesel::insert_into(corrections::table).values(values).execute(&mut self.connection).doing(doing)?;
        }
        for one in &beside.amendments.merges {
            let values = (
                merges::experiment_id.eq(id),
                merges::first_step.eq(one.first_step),
                merges::last_step.eq(one.last_step),
                merges::reason.eq(&one.reason),
                merges::who.eq(&one.who),
                merges::created_at.eq(one.created_at),
                merges::withdrawn_at.eq(one.withdrawn_at),
            );
            diesel::insert_into(merges::table).values(values).execute(&mut self.connection).doing(doing)?;
        }
        for (step, note) in &beside.notes {
            diesel::update(steps::table.find((id, *step)))
                .set(steps::note.eq(text("note", note)?))
                .execute(&mut self.connection)
                .doing(doing)?;
        }
        if let Some(machine) = &beside.machine {
            let is_new = machines::name
                .eq(&machine.name)
                .and(machines::model_number.is_null())
                .and(machines::description.is_null());
            diesel::update(machines::table.filter(is_new))
                .set((machines::model_number.eq(&machine.model_number), machines::description.eq(&machine.description)))
                .execute(&mut self.connection)
                .doing(doing)?;
        }
        Ok(())
    }

    /// Stores its files as they stand in the other database, earlier states of those that have grown among them.
    pub(super) fn put_files_of(&mut self, id: i32, beside: &Beside) -> Result<(), StoreError> {
        self.put_stored_files(id, &beside.files)
    }

    /// Stores where it stands among others, once it is known by its content.
    pub(super) fn put_place_of(&mut self, id: i32, beside: &Beside) -> Result<(), StoreError> {
        self.put_place(id, &beside.place)
    }

    /// Takes over what the audit of the other database has of an experiment, as it stands there.
    pub(super) fn put_history(&mut self, id: i32, beside: &Beside) -> Result<(), StoreError> {
        beside.history.iter().try_for_each(|event| self.put_event(id, event))
    }

    /// Makes one file of an embedded database that was written to: nothing stands beside it any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn seal(mut self) -> Result<(), StoreError> {
        use diesel::connection::SimpleConnection;
        if let super::connection::AnyConnection::Sqlite(sqlite) = &mut self.connection {
            sqlite
                .batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
                .doing("closing the file")?;
        }
        Ok(())
    }

    /// The names of all experiments, also of those that were replaced, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_experiment_names(&mut self) -> Result<Vec<String>, StoreError> {
        let names = experiments::table.order(experiments::name).select(experiments::name);
        names.load(&mut self.connection).doing("listing the experiments")
    }

    /// The names of the experiments that were not replaced, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn experiment_names(&mut self) -> Result<Vec<String>, StoreError> {
        experiments::table
            .filter(experiments::superseded_by_id.is_null())
            .order(experiments::name)
            .select(experiments::name)
            .load(&mut self.connection)
            .doing("listing the experiments")
    }
}
