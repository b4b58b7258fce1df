//! A finding: one cause at one place.

use super::step::names;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A person should look.
    Warning,
    /// The data is wrong or lost.
    Error,
}
names!(Severity { Info => "info", Warning => "warning", Error => "error" });

/// By what findings of one rule may be alike: many that are have one cause.
#[derive(Clone, Debug, PartialEq)]
pub enum Alike {
    /// By the way from what was expected to what was found: a factor, an offset, a unit.
    Numbers {
        /// What was expected.
        expected: f64,
        /// What was found.
        found: f64,
    },
    /// By what was found, in words.
    Words(String),
}

impl Alike {
    /// What was expected, and what was found.
    #[must_use]
    pub const fn numbers(expected: f64, found: f64) -> Option<Self> {
        Some(Self::Numbers { expected, found })
    }
}

/// One cause, found by a rule. Unknown fields are left out of every output.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's code, `TIM01`.
    pub rule: &'static str,
    /// The rule's name, `time-reversal`.
    pub name: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The file's path as given.
    pub file: Option<String>,
    /// The physical line; the first is 1.
    pub line: Option<u64>,
    /// The last line of the range, where it is one.
    pub line_end: Option<u64>,
    /// The executed step's number.
    pub step: Option<i32>,
    /// The column's header.
    pub column: Option<String>,
    /// What was found there.
    pub value: Option<String>,
    /// What is wrong, what was expected, and what to do.
    pub message: String,
    /// By what it may be like others of its rule. In no output, and not stored.
    pub alike: Option<Alike>,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct SeverityCounts {
    pub error: u64,
    pub warning: u64,
    pub info: u64,
}

impl SeverityCounts {
    /// Counts findings.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Info => counts.info += 1,
            }
        }
        counts
    }
}
