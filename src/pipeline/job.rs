//! What is to be loaded and how, and what became of it.

use super::busy::Busy;
use super::check::CheckOptions;
use super::read::ReadOptions;
use crate::model::{Cell, Conventions, SeverityCounts, StepSet, TestError};
use crate::source::{Candidate, SourceError};
use crate::store::{Actor, Experiment, Metadata, StoreError};
use crate::transform::thin::Thinning;
use crate::validate::{FailOn, Outcome};
use std::path::PathBuf;
use std::sync::Arc;

/// One test to be loaded.
#[derive(Clone)]
pub struct Job {
    /// Its files.
    pub candidate: Candidate,
    /// Where it is, when it is no files but an experiment of the original.
    pub adopted: Option<Adopt>,
    /// How they are read; the name, when given, is the experiment's.
    pub read: ReadOptions,
    /// What a person or the settings say of it.
    pub metadata: Metadata,
    /// What was typed of it alone: a test that is loaded takes that too.
    pub typed: Typed,
    /// Why it is not even looked at: another input of the run has its name.
    pub refusal: Option<String>,
}

/// An experiment in a database of the original.
#[derive(Clone, Debug)]
pub struct Adopt {
    /// The file.
    pub file: PathBuf,
    /// The experiment's number in it.
    pub number: i64,
}

/// What was typed of one test, by flags or in a manifest.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// What it belongs to.
    pub metadata: Metadata,
    /// The nominal capacity in Ah.
    pub nominal_capacity_ah: Option<f64>,
    /// The reference step.
    pub reference_step: Option<i32>,
    /// How its figures are derived, without what the settings say.
    pub conventions: Conventions,
}

impl Job {
    /// The experiment's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.read.name.as_deref().unwrap_or(&self.candidate.name)
    }

    /// Whether a person, a manifest or another database named it; else its name is that of its files.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.read.name.is_some()
    }
}

/// How a batch is loaded.
#[derive(Clone)]
pub struct IngestOptions {
    /// The rules and their limits, which depend on the cell.
    pub check: Arc<dyn Fn(Option<&Cell>) -> CheckOptions + Send + Sync>,
    /// From which severity on a test is not loaded.
    pub fail_on: FailOn,
    /// Whether other content of the same name is replaced.
    pub replace: bool,
    /// Whether the rows of what is replaced are dropped.
    pub discard: bool,
    /// The steps whose rows are loaded, and the words they were asked for in.
    pub steps: Option<(StepSet, String)>,
    /// How rows are thinned.
    pub thinning: Thinning,
    /// How many tests are loaded at once, and how many threads parse a single one.
    pub jobs: usize,
    /// The options as JSON, kept beside the files.
    pub options: String,
    /// Who loads.
    pub actor: Actor,
}

/// What became of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadOutcome {
    /// It is new and loaded.
    Loaded,
    /// It had grown and was extended.
    Appended,
    /// It was there, and something that was missing of it was filled in.
    Updated,
    /// It was there.
    Skipped,
    /// It replaced another of its name.
    Replaced,
    /// Its data is wrong, or contradicts what is loaded.
    Rejected,
    /// It could not be read or stored.
    Failed,
}

impl LoadOutcome {
    /// The word for machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loaded => "loaded",
            Self::Appended => "appended",
            Self::Updated => "updated",
            Self::Skipped => "skipped",
            Self::Replaced => "replaced",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }
}

/// What became of one test of a batch.
#[derive(Clone, Debug)]
pub struct TestReport {
    /// The experiment's name.
    pub name: String,
    /// What became of it.
    pub outcome: LoadOutcome,
    /// Its number in the database.
    pub experiment_id: Option<i32>,
    /// Executed steps.
    pub steps: u64,
    /// Rows in the database afterwards; with `--dry-run` those that would be.
    pub measurements: u64,
    /// How many findings.
    pub counts: SeverityCounts,
    /// Seconds it took.
    pub seconds: f64,
    /// Why, where it was not loaded; what a person should know, where it was.
    pub message: Option<String>,
    /// Notes for the person: near misses of names, why something is missing.
    pub notes: Vec<String>,
    /// The findings.
    pub found: Option<Outcome>,
    /// Whether trying again may help.
    pub is_passing: bool,
    /// Whether a signal ended it.
    pub is_interrupted: bool,
    /// From when to when its cell was in it, if it is, or in a dry run would be, loaded.
    pub(super) busy: Option<Busy>,
}

impl TestReport {
    pub(super) fn new(name: &str, outcome: LoadOutcome) -> Self {
        Self {
            name: name.to_owned(),
            outcome,
            experiment_id: None,
            steps: 0,
            measurements: 0,
            counts: SeverityCounts::default(),
            seconds: 0.0,
            message: None,
            notes: Vec::new(),
            found: None,
            is_passing: false,
            is_interrupted: false,
            busy: None,
        }
    }

    pub(super) fn because(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    pub(super) fn found(mut self, found: Outcome) -> Self {
        self.steps = found.steps;
        self.counts = found.counts();
        self.found = Some(found);
        self
    }
}

/// Where the way of a test ends before it is stored.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// What becomes of it is decided: there is nothing to store, or it may not be.
    #[error("{}", .0.message.as_deref().unwrap_or_default())]
    Decided(Box<TestReport>),
    /// What is loaded under its name is another test.
    #[error("{}", .0.message.as_deref().unwrap_or_default())]
    Other(Box<TestReport>),
    #[error("the same data is loaded")]
    Same(Box<(Experiment, Outcome)>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("{0}")]
    Test(TestError),
    #[error("interrupted; nothing of this test was kept")]
    Interrupted,
}

impl From<TestReport> for Stop {
    fn from(report: TestReport) -> Self {
        Self::Decided(Box::new(report))
    }
}

impl From<TestError> for Stop {
    fn from(error: TestError) -> Self {
        match error.0.downcast::<Self>().map_err(<dyn std::error::Error + Send + Sync>::downcast::<StoreError>) {
            Ok(stop) => *stop,
            Err(Ok(error)) => Self::Store(*error),
            Err(Err(other)) => Self::Test(TestError(other)),
        }
    }
}

impl Stop {
    /// What became of the test of this name.
    pub(super) fn report(self, name: &str) -> TestReport {
        let is_passing = match &self {
            Self::Store(error) => error.is_passing(),
            Self::Source(error) => error.is_passing(),
            Self::Test(error) => error.0.downcast_ref::<SourceError>().is_some_and(SourceError::is_passing),
            Self::Decided(_) | Self::Other(_) | Self::Same(_) | Self::Interrupted => false,
        };
        let is_interrupted = matches!(self, Self::Interrupted);
        match self {
            Self::Decided(report) | Self::Other(report) => *report,
            stop => TestReport {
                is_passing,
                is_interrupted,
                ..TestReport::new(name, LoadOutcome::Failed).because(stop.to_string())
            },
        }
    }
}
