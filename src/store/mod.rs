//! PostgreSQL and SQLite: what is stored, poured, read back, listed and checked.

mod audit;
mod bulk;
mod catalog;
mod cell;
mod channel;
mod check;
mod clock;
mod complete;
mod connection;
mod cycle;
mod database;
mod derivation;
mod error;
mod experiment;
mod file;
mod filter;
mod finding;
mod json;
mod load;
mod machine;
mod metadata;
mod migrate;
mod names;
mod operator;
mod project;
mod reading;
mod room;
mod row;
mod run;
mod schema;
mod step;
mod stored_test;
mod target;
#[cfg(test)]
mod tests;

pub use audit::{Actor, AuditEvent};
pub use catalog::{FileListing, RunListing, StepListing};
pub use cell::{CHEMISTRIES, CONFIGURATIONS, CellRecord, FORM_FACTORS, chemistry};
pub use check::{CheckDepth, CheckReport};
pub use complete::Finish;
pub use database::Database;
pub use error::StoreError;
pub use experiment::Experiment;
pub use file::{KnownFile, LoadedFile};
pub use filter::{Filter, Range};
pub use load::{LoadMode, LoadPlan, Loaded, Loader};
pub use machine::Machine;
pub use metadata::Metadata;
pub use migrate::SchemaStatus;
pub use project::Project;
pub use run::RunOutcome;
pub use stored_test::{SharedDatabase, StoredTest};
pub use target::{PostgresUrl, Target};

use database::on_backend;
use error::Doing;
