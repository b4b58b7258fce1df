//! A fault: something in the bytes or rows of a file that could not be read as it stands.

use super::Severity;
use super::step::names;

/// What kind of fault; each becomes a finding of the rule of the same meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// FMT01: cannot be decoded or decompressed, or holds control bytes.
    UnreadableFile,
    /// FMT02: the header matches no dialect.
    UnknownDialect,
    /// FMT03: a required column is absent.
    MissingColumn,
    /// FMT04: too few or too many fields.
    RaggedRow,
    /// FMT05: no number where a required one stands.
    BadNumber,
    /// FMT06: an impossible date or time.
    BadTimestamp,
    /// FMT07: the file ends in mid-row.
    TruncatedFile,
    /// FMT08: no rows.
    EmptyFile,
    /// FMT09: two files that are not of the same test.
    UnpairedFile,
    /// FMT10: two columns of one name.
    DuplicateColumn,
    /// TIM03: rows are missing, by the number that the file gives each.
    SamplingGap,
}
names!(FaultKind {
    UnreadableFile => "unreadable-file", UnknownDialect => "unknown-dialect", MissingColumn => "missing-column",
    RaggedRow => "ragged-row", BadNumber => "bad-number", BadTimestamp => "bad-timestamp",
    TruncatedFile => "truncated-file", EmptyFile => "empty-file", UnpairedFile => "unpaired-file",
    DuplicateColumn => "duplicate-column", SamplingGap => "sampling-gap",
});

/// One fault at one place. A reader gives records and faults; the caller decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// The file's path as given.
    pub file: String,
    /// The physical line; the first is 1.
    pub line: Option<u64>,
    /// The last line, when neighbouring rows share the cause.
    pub line_end: Option<u64>,
    /// The executed step, where it is known.
    pub step: Option<i32>,
    /// The column's header.
    pub column: Option<String>,
    /// What was found.
    pub value: Option<String>,
    /// How bad, where it is not what the rule says.
    pub severity: Option<Severity>,
    /// What is wrong, what was expected, and what to do.
    pub message: String,
}

impl Fault {
    /// A fault of a file, of which no place is known yet.
    #[must_use]
    pub fn new(kind: FaultKind, file: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            file: file.to_owned(),
            line: None,
            line_end: None,
            step: None,
            column: None,
            value: None,
            severity: None,
            message: message.into(),
        }
    }

    /// The same, as bad as this.
    #[must_use]
    pub fn at(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}
