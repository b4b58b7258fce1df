//! What a person says later of an experiment that is loaded: what is missing is filled in, what differs is told.

use super::audit::{Actor, Change};
use super::complete::summary;
use super::{CellRecord, Database, Experiment, Metadata, StoreError};
use crate::model::{Conventions, Derived};
use serde_json::json;

/// What metadata would do to an experiment that is loaded, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supplement {
    /// What is missing and would be filled in.
    pub filled: Vec<String>,
    /// What is there and says otherwise.
    pub differs: Vec<String>,
}

impl Supplement {
    /// Compares what is said of one thing with what is there.
    pub fn look<T: PartialEq + std::fmt::Display>(&mut self, what: &str, have: Option<T>, said: Option<T>) {
        match (have, said) {
            (None, Some(said)) => self.filled.push(format!("{what} `{said}`")),
            (Some(have), Some(said)) if have != said => {
                self.differs.push(format!("its {what} is `{have}`, not `{said}`"));
            }
            _ => {}
        }
    }

    fn look_at_cell(&mut self, have: &CellRecord, said: &CellRecord) {
        fn words(text: Option<&String>) -> Option<&str> {
            text.map(String::as_str)
        }
        self.look("cell's chemistry", words(have.chemistry.as_ref()), words(said.chemistry.as_ref()));
        self.look("cell's form factor", words(have.form_factor.as_ref()), words(said.form_factor.as_ref()));
        self.look("cell's serial number", words(have.serial_number.as_ref()), words(said.serial_number.as_ref()));
        self.look("cell's nominal capacity in Ah", have.nominal_capacity_ah, said.nominal_capacity_ah);
        self.look("cell's nominal voltage in V", have.nominal_voltage_v, said.nominal_voltage_v);
    }
}

impl Database {
    /// What `said` would fill in of an experiment, and where it says otherwise. Changes nothing.
    ///
    /// # Errors
    /// When the database cannot be read, or a value is none that it takes.
    pub fn supplement(&mut self, experiment: &Experiment, said: &Metadata) -> Result<Supplement, StoreError> {
        let mut found = Supplement::default();
        let project = said.project.as_ref();
        found.look("project", experiment.project.as_deref(), project.map(|project| project.name.as_str()));
        if let Some(project) = project
            && let Some(have) = self.projects()?.into_iter().find(|have| have.name == project.name)
        {
            found.look("project's start date", have.start_date, project.start_date);
        }
        if let Some(cell) = &said.cell {
            let cell = cell.checked()?;
            found.look("cell", experiment.cell.as_deref(), Some(cell.name.as_str()));
            if let Some(have) = self.cell(&cell.name)? {
                found.look_at_cell(&have, &cell);
            }
        }
        found.look("machine", experiment.machine.as_deref(), said.machine.as_deref());
        found.look("operator", experiment.operator.as_deref(), said.operator.as_deref());
        found.look("battery type", experiment.battery_type.as_deref(), said.battery_type.as_deref());
        found.look("description", experiment.description.as_deref(), said.description.as_deref());
        Ok(found)
    }

    /// Fills in what `said` says, and with other conventions stores what is derived anew: all in one transaction, with the
    /// audit. `filled` is what is filled in, in words.
    ///
    /// # Errors
    /// When another has changed the experiment meanwhile, or the database refuses; then nothing is changed.
    pub fn fill_in(
        &mut self,
        experiment: &Experiment,
        said: &Metadata,
        anew: Option<(&Conventions, &Derived)>,
        filled: &[String],
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let id = experiment.id;
        self.write("filling in what was missing", |database| {
            database.unchanged(experiment)?;
            database.put_metadata(id, said)?;
            if let Some((conventions, derived)) = anew {
                database.put_derived(id, conventions, derived)?;
            }
            let after = database.experiment_by_id(id)?.as_ref().map(summary);
            let change = Change {
                before: Some(summary(experiment)),
                after: Some(json!({ "experiment": after, "filled_in": filled })),
                ..Change::of("experiment", id, &experiment.name, "edit")
            };
            database.put_audit(actor, &change)
        })
    }
}
