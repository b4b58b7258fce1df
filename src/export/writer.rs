//! What takes rows and makes a file of them.

use super::ExportError;
use super::batch::Batch;
use crate::format::{Heading, Value};

/// A table as a file holds it.
#[derive(Clone, Debug)]
pub(crate) struct TableSpec {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Heading>,
}

/// Takes the rows of one or several tables, and makes a file of them.
pub(crate) trait Writer<W> {
    /// Takes rows of the table at this place.
    ///
    /// # Errors
    /// When they cannot be written, or the format cannot hold them.
    fn rows(&mut self, table: usize, batch: &Batch<'_>) -> Result<(), ExportError>;

    /// Keeps what the rows of a test stand on, where the format has a place for it.
    fn stands_on(&mut self, _experiment: &str, _conventions: &[(String, Value)]) {}

    /// All is taken: writes what is left, and gives the output back.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(self: Box<Self>) -> Result<W, ExportError>;
}
