//! A test that is read from the database.

use super::merge::Parts;
use super::reading::Reading;
use super::{Amendments, Database, Entity, Experiment, StoreError};
use crate::model::{
    Block, Cell, Columns, Conventions, Derived, Finding, Head, Origin, StepData, StepSet, Test, TestError,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A database that several tests are read from, one at a time.
pub type SharedDatabase = Arc<Mutex<Database>>;

/// An experiment as a [`Test`]: it gives the bits that its files gave. Its blocks hold no statuses: those of
/// the rows follow from the steps and their traces.
#[derive(Debug)]
pub struct StoredTest {
    database: SharedDatabase,
    experiment: Experiment,
    head: Head,
    steps: Vec<StepData>,
    /// How the rows of steps that are one are read.
    parts: Parts,
    derived: Derived,
    stored: Conventions,
}

fn lock(database: &SharedDatabase) -> MutexGuard<'_, Database> {
    // A panic elsewhere leaves at worst an open transaction, which the next use takes back.
    let mut database = database.lock().unwrap_or_else(PoisonError::into_inner);
    database.roll_back();
    database
}

impl StoredTest {
    /// Opens the experiment of a name, or of a number as `catalog` prints it.
    ///
    /// # Errors
    /// When there is none, or the database cannot be read.
    pub fn open(database: &SharedDatabase, name: &str) -> Result<Self, StoreError> {
        Self::read(database, name, |_| {})
    }

    /// The same as it was loaded, without what people amended: for rules that judge the tester, and to carry it.
    ///
    /// # Errors
    /// Likewise.
    pub fn open_as_loaded(database: &SharedDatabase, name: &str) -> Result<Self, StoreError> {
        Self::read(database, name, |amendments| *amendments = Amendments::default())
    }

    fn read(database: &SharedDatabase, name: &str, but: fn(&mut Amendments)) -> Result<Self, StoreError> {
        lock(database).read(|connection| {
            let experiment = connection.experiment(name)?;
            let mut amendments = connection.in_force(experiment.id)?;
            but(&mut amendments);
            let (steps, parts) = amendments.apply(connection.steps_as_loaded(experiment.id)?)?;
            let (stored, derived) = connection.derived(experiment.id, &steps)?;
            let head = Head { amended: amendments.words(), ..connection.head(&experiment, stored.clone())? };
            Ok(Self { database: Arc::clone(database), experiment, head, steps, parts, derived, stored })
        })
    }

    /// The experiment as the catalog has it.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// Asks for other conventions than those of the load; what is stored is not changed.
    pub fn set_conventions(&mut self, conventions: Conventions) {
        self.head.conventions = conventions;
    }

    /// What is known of the cell now; what is stored is not changed.
    pub fn set_cell(&mut self, cell: Cell) {
        self.head.cell = Some(cell);
    }

    /// What was derived at loading; `None` when other conventions are asked for, so that it must be derived anew.
    #[must_use]
    pub fn stored_derived(&self) -> Option<&Derived> {
        (self.head.conventions == self.stored).then_some(&self.derived)
    }
}

impl Test for StoredTest {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        Ok(&self.steps)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        Ok(lock(&self.database).findings(self.experiment.id)?)
    }

    fn step_notes(&mut self) -> Result<Vec<(i32, String)>, TestError> {
        Ok(lock(&self.database).step_notes(self.experiment.id)?)
    }

    fn blocks(
        &mut self,
        columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let first_lines: HashMap<i32, u64> =
            self.steps.iter().filter_map(|step| Some((step.record.number, step.trace.as_ref()?.first_line?))).collect();
        let wanted = match steps {
            StepSet::Only(wanted) if !self.parts.is_empty() => {
                let parts = wanted.iter().flat_map(|step| self.parts.parts_of(*step));
                StepSet::Only(
                    wanted
                        .iter()
                        .copied()
                        .chain(parts)
                        .filter(|step| wanted.contains(&self.parts.whole(*step)))
                        .collect(),
                )
            }
            other => other.clone(),
        };
        let reading = Reading {
            experiment: &self.experiment,
            channels: self.head.channels.len(),
            first_lines: &first_lines,
            columns,
            steps: &wanted,
        };
        let parts = &self.parts;
        let mut database = lock(&self.database);
        database.begin_read()?;
        let done = database
            .unchanged(&self.experiment)
            .map_err(TestError::from)
            .and_then(|()| database.read_blocks(&reading, &mut |block| parts.hand(block, each)));
        database.roll_back();
        done
    }
}

impl Database {
    /// What an experiment is, under the conventions given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn head(&mut self, experiment: &Experiment, conventions: Conventions) -> Result<Head, StoreError> {
        let cell = match &experiment.cell {
            Some(name) => self.cell(name)?.map(|cell| cell.cell()),
            None => None,
        };
        Ok(Head {
            name: experiment.name.clone(),
            origin: Origin::Database,
            dialect: experiment.dialect.clone(),
            has_end_reasons: experiment.has_end_reasons,
            has_rows: experiment.has_rows,
            channels: self.channels(experiment.id)?,
            temperature_channel: experiment.temperature_channel.clone(),
            thinned_s: experiment.thinned_s,
            cell,
            project: experiment.project.clone(),
            machine: experiment.machine.clone(),
            operator: experiment.operator.clone(),
            amended: self.in_force(experiment.id)?.words(),
            conventions,
            files: self.experiment_files(experiment.id)?,
        })
    }

    /// Makes sure that an experiment is what it was when it was opened.
    pub(super) fn unchanged(&mut self, was: &Experiment) -> Result<(), StoreError> {
        let is = self.experiment_by_id(was.id)?;
        if is.is_some_and(|is| is.content_digest == was.content_digest && is.stored_rows == was.stored_rows) {
            return Ok(());
        }
        let last = self.last_change(Entity::Experiment, was.id);
        let name = &was.name;
        Err(StoreError::Changed(format!(
            "experiment `{name}` was changed while it was being read{last}; run the command again"
        )))
    }
}
