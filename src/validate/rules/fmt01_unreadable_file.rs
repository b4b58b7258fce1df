//! A file that cannot be decoded or decompressed, or that holds control bytes.
//!
//! Why it matters: Bytes that do not decode are lost data: a replaced character could be a digit, and a NUL byte is the
//! mark of a disk or a copy that failed. Nothing is guessed.
//!
//! How: The encoding is found from the byte order mark, then from the bytes; every byte that does not fit it, every
//! control byte other than tab and line end, and every archive that ends early or does not unpack is a finding at its
//! line.
//!
//! What to do: Export or copy the file again. If it is sound and in an unusual encoding, name that with `--encoding`.

use super::support::FaultCheck;
use crate::model::{FaultKind, Severity};
use crate::validate::{Check, Context, Rule};

/// FMT01.
pub(crate) struct UnreadableFile;

impl Rule for UnreadableFile {
    fn code(&self) -> &'static str {
        "FMT01"
    }

    fn name(&self) -> &'static str {
        "unreadable-file"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt01_unreadable_file.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(FaultCheck::new(&Self, FaultKind::UnreadableFile)))
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
        assert_eq!(bench.findings(&UnreadableFile), []);
        bench.add_fault(FaultKind::UnreadableFile, 9);
        let found = bench.findings(&UnreadableFile);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].line), ("FMT01", Some(9)));
    }
}
