//! A file that ends in the middle of a row.
//!
//! Why it matters: What is missing after the cut is not known: it can be half a number or half a test. The cut row is
//! dropped, since 3.6 may have been 3.65.
//!
//! How: The last row has no line end and too few fields, or an empty last field where the rows above have one, or a
//! number that was cut. A complete last row without a line end is fine.
//!
//! What to do: Copy or export the file again, after the cycler has finished writing it.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT07.
pub(crate) struct TruncatedFile;

impl Rule for TruncatedFile {
    fn code(&self) -> &'static str {
        "FMT07"
    }

    fn name(&self) -> &'static str {
        "truncated-file"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt07_truncated_file.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::TruncatedFile)))
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
        assert_eq!(bench.findings(&TruncatedFile), []);
        bench.add_fault(FaultKind::TruncatedFile, 9);
        let found = bench.findings(&TruncatedFile);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT07", Some(9)));
    }
}
