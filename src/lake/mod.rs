//! A lake: tests as Parquet parts of a few Delta tables, which an engine writes for thousands of tests and many programs
//! read. Here the parts of one test are written, and read back as a [`crate::model::Test`] from a folder. Who commits
//! parts, compacts them and takes them away is another program.

mod action;
mod active;
mod checkpoint;
mod error;
mod kept;
mod lake_test;
mod listing;
mod log;
mod manifest;
mod parquet_file;
mod rows;
mod stats;
mod step;
mod tables;
#[cfg(test)]
mod tests;
mod whole;
mod writing;

pub(crate) use error::LakeError;
pub(crate) use lake_test::LakeTest;
pub(crate) use listing::{Lake, Listed};
pub(crate) use manifest::{Manifest, PartLine};
pub(crate) use whole::Whole;
pub(crate) use writing::{Writing, Written, test_of};

/// The version of the tables: one that a reader does not know is refused.
pub(crate) const SCHEMA_VERSION: i64 = 1;
