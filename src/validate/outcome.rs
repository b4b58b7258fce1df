//! What validating one test found, and what a whole run comes to.

use super::waiver::Waiver;
use crate::model::{Finding, Severity, SeverityCounts};

/// A rule that could not run on a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRun {
    /// Its code.
    pub rule: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is absent.
    pub reason: String,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pardon {
    /// The baseline knows it.
    Baseline,
    /// A person waived it, for this reason.
    Waived(String),
}

/// What validating one test found.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Outcome {
    /// The experiment's name.
    pub experiment: String,
    /// The dialect's name; empty when none was found.
    pub dialect: String,
    /// The paths of its files as given.
    pub files: Vec<String>,
    /// Executed steps seen.
    pub steps: u64,
    /// Rows of samples seen.
    pub measurements: u64,
    /// What counts, in order of file, line, step and code.
    pub findings: Vec<Finding>,
    /// What was found but does not count, and why.
    pub pardoned: Vec<(Finding, Pardon)>,
    /// How many further findings had a cause that is listed already.
    pub silenced: u64,
    /// The selected rules that ran, by code.
    pub run: Vec<&'static str>,
    /// The selected rules that could not, and why.
    pub not_run: Vec<NotRun>,
}

impl Outcome {
    /// How many findings count, by severity.
    #[must_use]
    pub fn counts(&self) -> SeverityCounts {
        SeverityCounts::of(&self.findings)
    }

    /// Whether anything was there to be checked, and a rule to check it.
    #[must_use]
    pub fn was_checked(&self) -> bool {
        !self.findings.is_empty() || !self.pardoned.is_empty() || (self.steps > 0 && !self.run.is_empty())
    }
}

/// From which severity on a finding fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Errors fail.
    #[default]
    Error,
    /// Warnings and errors fail.
    Warning,
    /// No finding fails.
    Never,
}

impl FailOn {
    /// As `--fail-on` takes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Never => "never",
        }
    }

    /// What a word of `--fail-on` means.
    ///
    /// # Errors
    /// The words that there are, when it is none of them.
    pub fn of(word: &str) -> Result<Self, String> {
        let all = [Self::Error, Self::Warning, Self::Never];
        all.into_iter().find(|one| one.as_str() == word).ok_or_else(|| "must be error, warning or never".to_owned())
    }

    /// Whether a finding of this severity fails the run.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }
}

/// What a run comes to. It is the same whatever the format it is said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that could be checked was, and nothing was found that counts.
    Clean,
    /// There are findings, none at or above what fails.
    Passed,
    /// There are findings at or above what fails.
    Failed,
    /// In some test nothing could be checked, which is not clean.
    NothingChecked,
}

impl Verdict {
    /// The word for machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NothingChecked => "nothing-checked",
        }
    }

    /// The exit status that says it to scripts.
    #[must_use]
    pub const fn status(self) -> u8 {
        match self {
            Self::Clean | Self::Passed => 0,
            Self::Failed => 1,
            Self::NothingChecked => 2,
        }
    }
}

/// An entry of the baseline that nothing answers to any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The rule's code.
    pub rule: String,
    /// Where it was, in words.
    pub place: String,
}

/// A whole run, as the writers say it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The tests, in the order in which they were given.
    pub tests: Vec<Outcome>,
    /// From which severity on a finding fails the run.
    pub fail_on: FailOn,
    /// Entries of the baseline without a finding.
    pub stale: Vec<Stale>,
    /// Waivers that ended before today; they pardon nothing.
    pub expired: Vec<Waiver>,
    /// Waivers that fit no finding of this run.
    pub unused: Vec<Waiver>,
    /// The conventions in force, for the heads of documents: names and values.
    pub conventions: serde_json::Map<String, serde_json::Value>,
}

impl Run {
    /// How many findings count, by severity.
    #[must_use]
    pub fn counts(&self) -> SeverityCounts {
        SeverityCounts::of(self.tests.iter().flat_map(|test| &test.findings))
    }

    /// What the run comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let fails = |test: &Outcome| test.findings.iter().any(|finding| self.fail_on.fails(finding.severity));
        if self.tests.is_empty() || !self.tests.iter().all(Outcome::was_checked) {
            Verdict::NothingChecked
        } else if self.tests.iter().any(fails) {
            Verdict::Failed
        } else if self.tests.iter().any(|test| !test.findings.is_empty()) {
            Verdict::Passed
        } else {
            Verdict::Clean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;

    fn run(findings: Vec<Finding>, fail_on: FailOn) -> Run {
        let test = Outcome { steps: 3, run: vec!["TIM01"], findings, ..Outcome::default() };
        Run { tests: vec![test], fail_on, ..Run::default() }
    }

    #[test]
    fn the_verdict_follows_the_severity_that_fails() {
        let warning = vec![finding("STP01", Severity::Warning)];
        assert_eq!(run(vec![], FailOn::Warning).verdict(), Verdict::Clean);
        assert_eq!(run(warning.clone(), FailOn::Error).verdict(), Verdict::Passed);
        assert_eq!(run(warning.clone(), FailOn::Warning).verdict(), Verdict::Failed);
        assert_eq!(run(vec![finding("FMT04", Severity::Error)], FailOn::Never).verdict(), Verdict::Passed);
    }

    #[test]
    fn nothing_checked_is_not_clean() {
        assert_eq!(Run::default().verdict(), Verdict::NothingChecked);
        let mut empty = run(vec![], FailOn::Never);
        empty.tests[0].steps = 0;
        assert_eq!(empty.verdict().status(), 2);
        let mut idle = run(vec![], FailOn::Error);
        idle.tests[0].run.clear();
        assert_eq!(idle.verdict(), Verdict::NothingChecked);
    }
}
