//! A date or a time that cannot be.
//!
//! Why it matters: A wall clock that reads 25:61, or the thirteenth month, is a sign that the column holds something
//! else or that days and months were swapped by another program.
//!
//! How: Every timestamp must be one that exists. Dates that a spreadsheet wrote anew are read in the one order of day,
//! month and year that fits the elapsed time, and an info says so; when none fits, or two do, the clock is missing, with
//! one warning. A single cell that is no time is missing, with a warning. It is an error only in a file whose time is told
//! by the clock alone. Neighbouring rows with the same cause are one finding.
//!
//! What to do: Look at the line, and name the format with `--date-format`. A file that was saved by a spreadsheet often
//! has its dates rewritten: export from the cycler again.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT06.
pub(crate) struct BadTimestamp;

impl Rule for BadTimestamp {
    fn code(&self) -> &'static str {
        "FMT06"
    }

    fn name(&self) -> &'static str {
        "bad-timestamp"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt06_bad_timestamp.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::BadTimestamp)))
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
        assert_eq!(bench.findings(&BadTimestamp), []);
        bench.add_fault(FaultKind::BadTimestamp, 9);
        let found = bench.findings(&BadTimestamp);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT06", Some(9)));
    }
}
