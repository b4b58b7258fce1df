//! The database of the original, the dashboard that came before: read by the names of its columns, never written.
//!
//! Its installations differ: what a table lacks is told, and only what nothing can be made without is asked for.

mod adopt;
mod entities;
mod experiments;
mod rows;
mod step;
mod tables;
#[cfg(test)]
mod tests;
mod the_test;

pub use adopt::{Adopted, Catalogue};
pub use experiments::OriginalExperiment;
pub use the_test::OriginalTest;

use super::error::is_passing_text;
use super::open::{is_for_reading_alone, uri};
use super::{StoreError, Target};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use std::path::Path;
use tables::Tables;

/// The open database.
pub struct Original {
    connection: SqliteConnection,
    tables: Tables,
}

impl Original {
    /// Opens it, to be read and nothing else.
    ///
    /// # Errors
    /// When there is no such file, or it is no database of the original.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        let no_file = |source| StoreError::File { path: shown.clone(), source };
        std::fs::File::open(path).map_err(no_file)?;
        if path.is_dir() {
            return Err(no_file(std::io::Error::other("it is a folder; name the file that the dashboard wrote")));
        }
        let text = path
            .to_str()
            .ok_or_else(|| StoreError::Target { found: shown.clone(), why: "the path is not UTF-8".to_owned() })?;
        let way = if is_for_reading_alone(path) { "immutable=1" } else { "mode=ro" };
        let failed = |message: String| {
            let passing = is_passing_text(&message);
            let way_out = if passing { "" } else { "; name the file that the dashboard wrote" };
            StoreError::Connect { target: Target::sqlite(path), message: format!("{message}{way_out}"), passing }
        };
        let mut connection = SqliteConnection::establish(&format!("file:{}?{way}", uri(text)))
            .map_err(|error| failed(error.to_string()))?;
        connection
            .batch_execute(
                // One state of it is read, whatever the dashboard writes meanwhile.
                "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -2048; BEGIN",
            )
            .map_err(|error| failed(error.to_string()))?;
        let tables = Tables::read(&mut connection, &shown)?;
        Ok(Self { connection, tables })
    }

    /// What this installation lacks of what is looked for, as `table.column`.
    #[must_use]
    pub fn absent(&self) -> &[String] {
        &self.tables.absent
    }

    /// The tables that are there and are not taken over.
    #[must_use]
    pub fn left(&self) -> &[String] {
        &self.tables.left
    }
}
