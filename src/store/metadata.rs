//! What a person says of a test beside its files, and the near misses in it.

use super::{CellRecord, Database, Filter, Project, StoreError};
use crate::model::{is_near, nearest};

/// What is said of a test. What is left out stays as it is, or missing.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Metadata {
    /// The project; added if it is not there.
    pub project: Option<Project>,
    /// The cell; added if it is not there, and only filled where it says nothing if it is.
    pub cell: Option<CellRecord>,
    /// The cycler's name; added if it is not there.
    pub machine: Option<String>,
    /// Who ran it; added if not there.
    pub operator: Option<String>,
    /// The chemistry, where it is not the cell's.
    pub battery_type: Option<String>,
    /// In words.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}

/// The numbers of what [`Metadata`] names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MetadataIds {
    pub(super) project: Option<i32>,
    pub(super) cell: Option<i32>,
    pub(super) machine: Option<i32>,
    pub(super) operator: Option<i32>,
}

impl Database {
    /// Words for the person about names that are new but near to one that is there, and about values of a cell that
    /// differ from those it has. Changes nothing, so that a dry run can say the same.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn metadata_notes(&mut self, metadata: &Metadata) -> Result<Vec<String>, StoreError> {
        let mut notes = Vec::new();
        let mut look = |what: &str, name: &str, all: &[String]| {
            if !all.iter().any(|have| have == name)
                && let Some(near) = all.iter().find(|have| is_near(have, name))
            {
                notes.push(format!("{what} `{name}` is new; did you mean `{near}`?"));
            }
        };
        if let Some(project) = &metadata.project {
            let all: Vec<_> = self.projects()?.into_iter().map(|project| project.name).collect();
            look("project", &project.name, &all);
        }
        if let Some(machine) = &metadata.machine {
            let all: Vec<_> = self.machines()?.into_iter().map(|machine| machine.name).collect();
            look("machine", machine, &all);
        }
        if let Some(operator) = &metadata.operator {
            look("operator", operator, &self.operators()?);
        }
        if let Some(cell) = &metadata.cell {
            let all: Vec<_> = self.cells()?.into_iter().map(|cell| cell.name).collect();
            look("cell", &cell.name, &all);
            let cell = cell.checked()?;
            if let Some(have) = self.cell(&cell.name)?
                && have.clone().or(cell.clone()) != cell.clone().or(have)
            {
                notes.push(format!(
                    "cell `{}` is known with other values, which stay; `battery-etl catalog edit` changes them",
                    cell.name
                ));
            }
        }
        Ok(notes)
    }

    /// Makes sure that what a filter names is there: a slip of the pen would find nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] with the nearest name; when the database cannot be read.
    pub fn require_names(&mut self, filter: &Filter) -> Result<(), StoreError> {
        let look = |what: &'static str, name: &Option<String>, all: Vec<String>| match name {
            Some(name) if !all.contains(name) => Err(StoreError::NotFound {
                what,
                name: name.clone(),
                nearest: nearest(name, all.iter().map(String::as_str)).map(str::to_owned),
            }),
            _ => Ok(()),
        };
        look("project", &filter.project, self.projects()?.into_iter().map(|project| project.name).collect())?;
        look("cell", &filter.cell, self.cells()?.into_iter().map(|cell| cell.name).collect())?;
        look("machine", &filter.machine, self.machines()?.into_iter().map(|machine| machine.name).collect())?;
        look("operator", &filter.operator, self.operators()?)
    }

    /// Adds what is not there, inside the transaction of a load.
    pub(super) fn ensure_metadata(&mut self, metadata: &Metadata) -> Result<MetadataIds, StoreError> {
        Ok(MetadataIds {
            project: metadata.project.as_ref().map(|project| self.ensure_project(project)).transpose()?,
            cell: metadata.cell.as_ref().map(|cell| self.ensure_cell(cell)).transpose()?,
            machine: metadata.machine.as_deref().map(|name| self.ensure_machine(name)).transpose()?,
            operator: metadata.operator.as_deref().map(|name| self.ensure_operator(name)).transpose()?,
        })
    }
}
