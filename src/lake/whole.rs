//! A test once it was read, as the tables take it.

use crate::model::{Derived, Finding, Head, StepData};
use crate::store::Metadata;

/// All that is known of a test once it was read.
pub(crate) struct Whole<'a> {
    /// About it.
    pub head: &'a Head,
    /// What people said of it when it was loaded.
    pub metadata: &'a Metadata,
    /// Its steps.
    pub steps: &'a [StepData],
    /// What is derived of it.
    pub derived: &'a Derived,
    /// What was found.
    pub findings: &'a [Finding],
    /// The digest of its content, in hex.
    pub digest: &'a str,
    /// That of its rows.
    pub rows_digest: &'a str,
    /// How many rows it has.
    pub rows: u64,
    /// The sums of the seven columns; filled in by who writes.
    pub sums: [f64; 7],
}
