//! A required column that is absent from the Step or the Detail file.
//!
//! Why it matters: Without it a step, its time, its voltage, its current or its capacity is not known, and all that is
//! derived from them would be wrong.
//!
//! How: Every required column of both files is looked up by its header, in any order. Each absent one is a finding, all
//! in one run, with the nearest header that was found.
//!
//! What to do: Export again with the column switched on. If the header was renamed by hand, give it its old name back.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT03.
pub(crate) struct MissingColumn;

impl Rule for MissingColumn {
    fn code(&self) -> &'static str {
        "FMT03"
    }

    fn name(&self) -> &'static str {
        "missing-column"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt03_missing_column.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::MissingColumn)))
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
        assert_eq!(bench.findings(&MissingColumn), []);
        bench.add_fault(FaultKind::MissingColumn, 9);
        let found = bench.findings(&MissingColumn);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT03", Some(9)));
    }
}
