//! What is said of a test: by a person, by the settings, by its file, and by what is loaded of it.

use super::load::Load;
use crate::model::{Cell, Head};
use crate::store::{CellRecord, Experiment, Metadata};

/// A cell of which nothing is said but its name.
pub(super) fn named(name: &str) -> CellRecord {
    CellRecord { name: name.to_owned(), ..CellRecord::default() }
}

/// A cell as a file tells of it.
pub(super) fn of_file(cell: &Cell) -> CellRecord {
    CellRecord { active_mass_g: cell.active_mass_g, ..named(&cell.name) }
}

impl Load<'_> {
    /// What is said of the test: what a test has that is loaded stays, unless something else is typed; settings, and the file
    /// that names its cell, fill what it has not.
    pub(super) fn metadata(&self, head: &Head, existing: Option<&Experiment>) -> Metadata {
        let (mut metadata, typed) = (self.job.metadata.clone(), &self.job.typed.metadata);
        metadata.cell = metadata.cell.or_else(|| head.cell.as_ref().map(of_file));
        if let Some(existing) = existing {
            fn keep<T>(said: &mut Option<T>, typed: Option<T>, has: Option<&String>) {
                if has.is_some() {
                    *said = typed;
                }
            }
            keep(&mut metadata.project, typed.project.clone(), existing.project.as_ref());
            keep(&mut metadata.machine, typed.machine.clone(), existing.machine.as_ref());
            keep(&mut metadata.operator, typed.operator.clone(), existing.operator.as_ref());
            keep(&mut metadata.cell, typed.cell.clone(), existing.cell.as_ref());
        }
        metadata
    }
}
