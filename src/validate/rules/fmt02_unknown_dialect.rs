//! A file whose header matches no known format of a cycler.
//!
//! Why it matters: Columns are read by name. A header that nobody knows cannot be read without guessing, and a guess
//! puts volts into amperes.
//!
//! How: The header is compared with every dialect; the finding names the closest one and all that is missing from it.
//!
//! What to do: Check that the file is a cycler's export and that its header line is whole. `battery-etl dialects list`
//! shows what is known, `--dialect NAME` forces one, and a small TOML file describes a new one.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT02.
pub(crate) struct UnknownDialect;

impl Rule for UnknownDialect {
    fn code(&self) -> &'static str {
        "FMT02"
    }

    fn name(&self) -> &'static str {
        "unknown-dialect"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt02_unknown_dialect.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::UnknownDialect)))
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
        assert_eq!(bench.findings(&UnknownDialect), []);
        bench.add_fault(FaultKind::UnknownDialect, 9);
        let found = bench.findings(&UnknownDialect);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT02", Some(9)));
    }
}
