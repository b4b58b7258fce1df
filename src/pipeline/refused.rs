//! The words for tests that are not loaded, whatever the database holds.

use super::load_sink::Disorder;
use crate::model::{FileRole, Head};
use crate::validate::{Outcome, path_of};

/// The words for a test with findings that fail.
pub(super) fn refused(found: &Outcome) -> String {
    let counts = found.counts();
    let many = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!(
        "not loaded: {}, {}; correct the files, or see `battery-etl validate` and --fail-on",
        many(counts.error, "error"),
        many(counts.warning, "warning")
    )
}

/// The words for rows that no database has a place for, whatever --fail-on says.
pub(super) fn misplaced(head: &Head, disorder: &Disorder) -> String {
    let Disorder { line, step, after } = disorder;
    let file = path_of(head, FileRole::Detail).or_else(|| path_of(head, FileRole::Single)).unwrap_or(&head.name);
    let line = line.map_or_else(String::new, |line| format!(":{line}"));
    format!(
        "not loaded: {file}{line}: rows of step {step} come after rows of step {after}; rows stand in the order of their \
         steps, so export the test again"
    )
}
