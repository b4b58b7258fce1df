//! The exit statuses, and errors that know theirs.

use crate::export::ExportError;
use crate::format::FormatError;
use crate::model::TestError;
use crate::pipeline::OpenError;
use crate::plot::PlotError;
use crate::report::ReportError;
use crate::source::SourceError;
use crate::store::StoreError;
use std::fmt;

/// How a command ended. The worst of a batch wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Status {
    /// Done and clean.
    #[default]
    Done,
    /// The data has findings, or part of the inputs was rejected.
    Findings,
    /// A passing state: try again.
    TryAgain,
    /// Wrong usage or configuration, or the work could not be done.
    Failed,
}

impl Status {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Failed => 2,
            Self::TryAgain => 75,
        }
    }
}

/// An error with its exit status and the way out.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: Status,
    message: String,
    pub(crate) hints: Vec<String>,
}

impl Failure {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hints: Vec::new() }
    }

    /// Wrong usage or configuration, or work that cannot be done.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Failed, message)
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The exit status of an error, by the first in its chain that knows; and what it suggests.
pub(crate) fn of(error: &anyhow::Error) -> (Status, Vec<String>) {
    for cause in error.chain() {
        if let Some(known) = of_cause(cause) {
            return known;
        }
    }
    (Status::Failed, Vec::new())
}

/// The words of an error and of its causes, each said once: many say their cause in their own words.
pub(crate) fn words(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.is_empty() {
            words = cause;
        } else if !words.contains(&cause) {
            words = format!("{words}: {cause}");
        }
    }
    words
}

fn of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<(Status, Vec<String>)> {
    let plain = |status| Some((status, Vec::new()));
    if let Some(failure) = cause.downcast_ref::<Failure>() {
        return Some((failure.status, failure.hints.clone()));
    }
    if let Some(error) = cause.downcast_ref::<SourceError>() {
        return plain(of_source(error));
    }
    if let Some(error) = cause.downcast_ref::<OpenError>() {
        return plain(match error {
            OpenError::Source(error) => of_source(error),
            OpenError::Faults(_) => Status::Findings,
            OpenError::Usage(_) => Status::Failed,
        });
    }
    if let Some(error) = cause.downcast_ref::<StoreError>() {
        return plain(if error.is_passing() { Status::TryAgain } else { Status::Failed });
    }
    if let Some(error) = cause.downcast_ref::<PlotError>() {
        return match error {
            PlotError::Test(error) => of_cause(error.0.as_ref()),
            _ => plain(Status::Failed),
        };
    }
    if let Some(error) = cause.downcast_ref::<ExportError>() {
        return match error {
            ExportError::Test(error) => of_cause(error.0.as_ref()),
            ExportError::Report(error) => of_cause(error),
            _ => plain(Status::Failed),
        };
    }
    if let Some(error) = cause.downcast_ref::<TestError>() {
        return of_cause(error.0.as_ref());
    }
    match cause.downcast_ref::<ReportError>() {
        Some(ReportError::Test(error)) => of_cause(error.0.as_ref()),
        Some(ReportError::Derive(_)) => plain(Status::Failed),
        None => None,
    }
}

/// What lies in the bytes rejects an input; what lies in the system may pass, or stops the work.
fn of_source(error: &SourceError) -> Status {
    match error {
        error if error.is_passing() => Status::TryAgain,
        error if error.fault().is_some() => Status::Findings,
        _ => Status::Failed,
    }
}

/// Whether an error is only that the reader of the output went away.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<FormatError>().is_some_and(FormatError::is_broken_pipe)
            || cause.downcast_ref::<ExportError>().is_some_and(ExportError::is_broken_pipe)
            || cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_a_batch_wins() {
        let mut all = [Status::Findings, Status::Failed, Status::Done, Status::TryAgain];
        all.sort();
        assert_eq!(all.map(Status::code), [0, 1, 75, 2]);
    }

    #[test]
    fn an_error_keeps_its_status_through_its_context() {
        let error = anyhow::Error::new(Failure::new(Status::TryAgain, "locked").hint("wait")).context("while loading");
        assert_eq!(of(&error), (Status::TryAgain, vec!["wait".to_owned()]));
        let faults = anyhow::Error::new(OpenError::Faults(Vec::new()));
        assert_eq!(of(&faults).0, Status::Findings);
        assert_eq!(words(&error), "while loading: locked");
        let twice = anyhow::Error::new(std::io::Error::other("full")).context("a.db: full");
        assert_eq!(words(&twice), "a.db: full");
        let pipe = anyhow::Error::new(FormatError::Write(std::io::ErrorKind::BrokenPipe.into()));
        assert!(is_broken_pipe(&pipe));
    }
}
