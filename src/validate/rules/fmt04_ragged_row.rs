//! A row with too few or too many fields.
//!
//! Why it matters: From the missing or surplus field on, every value stands under another header. Such a row is
//! dropped, never shifted into place.
//!
//! How: Each row must have as many fields as the header. Neighbouring ragged rows are one finding.
//!
//! What to do: Look at the line: a delimiter inside a text without quotes, two rows on one line, or a line that was
//! cut. Export the file again.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT04.
pub(crate) struct RaggedRow;

impl Rule for RaggedRow {
    fn code(&self) -> &'static str {
        "FMT04"
    }

    fn name(&self) -> &'static str {
        "ragged-row"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt04_ragged_row.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::RaggedRow)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn only_its_own_fault_is_a_finding() {
        let mut bench = Bench::cycle();
        bench.add_fault(FaultKind::BadNumber, 7);
        assert_eq!(bench.findings(&RaggedRow), []);
        bench.add_fault(FaultKind::RaggedRow, 9);
        let found = bench.findings(&RaggedRow);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT04", Some(9)));
    }
}
