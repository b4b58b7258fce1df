//! Text, NaN, infinity, a sentinel or nothing where a required number stands.
//!
//! Why it matters: The step, its times, voltage, current and capacity must be numbers in every row; one that is not
//! makes the row unusable, and it is dropped.
//!
//! How: Required columns must hold a finite number. In all other columns whatever is none, and the numbers that cyclers
//! write for "no value" (-600000, 9.9E37; of temperatures also -2500, 6553.5, 850, 1372, 3276.7), become missing values:
//! one info for the column tells how many and the first. Neighbouring rows with the same bad column are one finding.
//!
//! What to do: Look at the value: a decimal comma, a spreadsheet's error text, or a sensor that was not read. Export
//! again, or correct the source.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT05.
pub(crate) struct BadNumber;

impl Rule for BadNumber {
    fn code(&self) -> &'static str {
        "FMT05"
    }

    fn name(&self) -> &'static str {
        "bad-number"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt05_bad_number.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::BadNumber)))
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
        assert_eq!(bench.findings(&BadNumber), []);
        bench.add_fault(FaultKind::BadNumber, 9);
        let found = bench.findings(&BadNumber);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT05", Some(9)));
    }
}
