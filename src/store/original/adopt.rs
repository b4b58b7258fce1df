//! What the experiments of the original belong to, put beside what is there.

use super::super::audit::{Actor, Change};
use super::super::schema::machines;
use super::super::{CellRecord, Database, Doing, Machine, Project, StoreError};
use diesel::prelude::*;

/// The projects, cells, machines and operators of the original, also those that no experiment has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Projects.
    pub projects: Vec<Project>,
    /// Cells.
    pub cells: Vec<CellRecord>,
    /// Cyclers.
    pub machines: Vec<Machine>,
    /// Who ran the tests.
    pub operators: Vec<String>,
}

/// How many of each are new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Adopted {
    pub projects: usize,
    pub cells: usize,
    pub machines: usize,
    pub operators: usize,
}

impl Catalogue {
    /// What is not there yet.
    fn without(&self, database: &mut Database) -> Result<Self, StoreError> {
        let projects: Vec<_> = database.projects()?.into_iter().map(|one| one.name).collect();
        let cells: Vec<_> = database.cells()?.into_iter().map(|one| one.name).collect();
        let machines: Vec<_> = database.machines()?.into_iter().map(|one| one.name).collect();
        let operators = database.operators()?;
        Ok(Self {
            projects: self.projects.iter().filter(|one| !projects.contains(&one.name)).cloned().collect(),
            cells: self.cells.iter().filter(|one| !cells.contains(&one.name)).cloned().collect(),
            machines: self.machines.iter().filter(|one| !machines.contains(&one.name)).cloned().collect(),
            operators: self.operators.iter().filter(|one| !operators.contains(one)).cloned().collect(),
        })
    }

    /// How many of each.
    #[must_use]
    pub fn counts(&self) -> Adopted {
        Adopted {
            projects: self.projects.len(),
            cells: self.cells.len(),
            machines: self.machines.len(),
            operators: self.operators.len(),
        }
    }
}

impl Database {
    /// How many of each would be added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn would_adopt(&mut self, catalogue: &Catalogue) -> Result<Adopted, StoreError> {
        Ok(catalogue.without(self)?.counts())
    }

    /// Adds what is not there and fills in what is missing of the rest, all of it or nothing; each addition is audited.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn adopt(&mut self, catalogue: &Catalogue, actor: &Actor) -> Result<Adopted, StoreError> {
        self.write("adopting what experiments belong to", |database| {
            let new = catalogue.without(database)?;
            let mut added = Vec::new();
            for project in &catalogue.projects {
                let id = database.ensure_project(project)?;
                added.extend(new.projects.contains(project).then(|| ("project", id, project.name.clone())));
            }
            for cell in &catalogue.cells {
                let id = database.ensure_cell(cell)?;
                added.extend(new.cells.contains(cell).then(|| ("cell", id, cell.name.clone())));
            }
            for machine in &catalogue.machines {
                let id = database.ensure_machine(&machine.name)?;
                database.fill_machine(id, machine)?;
                added.extend(new.machines.contains(machine).then(|| ("machine", id, machine.name.clone())));
            }
            for operator in &catalogue.operators {
                let id = database.ensure_operator(operator)?;
                added.extend(new.operators.contains(operator).then(|| ("operator", id, operator.clone())));
            }
            for (entity, id, name) in &added {
                let after = Some(serde_json::json!({ "name": name }));
                let change = Change { after, ..Change::of(entity, *id, name, "add") };
                database.put_audit(actor, &change)?;
            }
            Ok(new.counts())
        })
    }

    /// Fills in what is not said of a machine.
    fn fill_machine(&mut self, id: i32, said: &Machine) -> Result<(), StoreError> {
        let doing = "storing the machine";
        let place = machines::table.find(id);
        let have: Machine = place.select(Machine::as_select()).first(&mut self.connection).doing(doing)?;
        let words = |field: &str, have: &Option<String>, said: &Option<String>| match (have, said) {
            (None, Some(said)) => super::super::row::text(field, said).map(Some),
            _ => Ok(have.clone()),
        };
        let filled = Machine {
            model_number: words("model number", &have.model_number, &said.model_number)?,
            description: words("description", &have.description, &said.description)?,
            name: have.name.clone(),
        };
        if filled != have {
            let set = (
                machines::model_number.eq(filled.model_number),
                machines::description.eq(filled.description),
                machines::updated_at.eq(super::super::clock::now()),
            );
            diesel::update(place).set(set).execute(&mut self.connection).doing(doing)?;
        }
        Ok(())
    }
}
