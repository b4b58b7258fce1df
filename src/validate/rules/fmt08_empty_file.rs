//! A file without a single row of data.
//!
//! Why it matters: It loads as a test in which nothing happened, and hides that the export failed.
//!
//! How: The file has no bytes, or a header and no rows.
//!
//! What to do: Export again; if the test really has not begun, leave the file out.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT08.
pub(crate) struct EmptyFile;

impl Rule for EmptyFile {
    fn code(&self) -> &'static str {
        "FMT08"
    }

    fn name(&self) -> &'static str {
        "empty-file"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt08_empty_file.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::EmptyFile)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn only_its_own_fault_is_a_finding() {
        let mut bench = Bench::cycle();
        bench.add_fault(FaultKind::RaggedRow, 7);
        assert_eq!(bench.findings(&EmptyFile), []);
        bench.add_fault(FaultKind::EmptyFile, 9);
        let found = bench.findings(&EmptyFile);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT08", Some(9)));
    }
}
