//! Two columns of one name.
//!
//! Why it matters: Columns are found by name; which of the two is meant nobody can tell, and they may differ.
//!
//! How: Every header must be unique within its file, after spaces around it are removed.
//!
//! What to do: Remove or rename one of the columns in the cycler's export template.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT10.
pub(crate) struct DuplicateColumn;

impl Rule for DuplicateColumn {
    fn code(&self) -> &'static str {
        "FMT10"
    }

    fn name(&self) -> &'static str {
        "duplicate-column"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt10_duplicate_column.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::DuplicateColumn)))
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
        assert_eq!(bench.findings(&DuplicateColumn), []);
        bench.add_fault(FaultKind::DuplicateColumn, 9);
        let found = bench.findings(&DuplicateColumn);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT10", Some(9)));
    }
}
