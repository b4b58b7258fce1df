//! Reads tests once for who keeps them elsewhere than in a database: each is checked and judged as an ingest does, while
//! its rows are handed on.

use super::check::check_files;
use super::ingest::{side_by_side, told};
use super::job::{IngestOptions, Job, LoadOutcome, Stop, TestReport};
use super::load::{Load, Read};
use super::load_sink::LoadSink;
use super::progress::Progress;
use super::walk::Sink;
use crate::model::{Block, Derived, Finding, Head, StepData, StepRecord, TestError, content_digest, steps_digest};
use crate::store::StoreError;
use std::sync::Arc;

/// Takes a test whose rows go by once.
pub trait Keeper {
    /// It is open, and its rows come.
    ///
    /// # Errors
    /// When they cannot be taken.
    fn begin(&mut self, head: &Head) -> Result<(), TestError>;

    /// Its next rows.
    ///
    /// # Errors
    /// When they cannot be taken.
    fn block(&mut self, block: &Block<'_>) -> Result<(), TestError>;

    /// It was read to its end, and nothing is against it.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn keep(&mut self, test: &Once<'_>) -> Result<(), TestError>;
}

/// A test that was read to its end.
pub struct Once<'a> {
    /// About it.
    pub head: &'a Head,
    /// Its steps.
    pub steps: &'a [StepData],
    /// What is derived of it.
    pub derived: &'a Derived,
    /// What was found.
    pub findings: &'a [Finding],
    /// The digest of its content, in hex.
    pub digest: &'a str,
    /// That of its rows.
    pub rows_digest: &'a str,
    /// How many rows it has.
    pub rows: u64,
}

/// Reads every test, each with a keeper of its own, and gives what became of it.
///
/// # Errors
/// When there can be no threads. What goes wrong with one test is in its report.
pub fn read_each<K: Keeper + Send>(
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
    keeper: impl Fn(&Job) -> K + Sync,
) -> Result<Vec<(TestReport, K)>, StoreError> {
    let at_once = options.jobs.clamp(1, jobs.len().max(1));
    let parsers = if at_once == 1 { options.jobs.clamp(1, 2) } else { 1 };
    side_by_side(jobs, at_once, |job| {
        let mut keeper = keeper(job);
        let load = Load {
            job,
            name: job.name(),
            renamed: &[],
            options,
            cells: None,
            actor: &options.actor,
            is_dry_run: true,
            parsers,
            progress,
        };
        let report = told(job, progress, || load.hand_on(&mut keeper));
        (report, keeper)
    })
}

impl Load<'_> {
    /// Reads the test once, and hands it on.
    fn hand_on(&self, keeper: &mut dyn Keeper) -> Result<TestReport, Stop> {
        if self.progress.is_stopped() {
            return Err(Stop::Interrupted);
        }
        if let Some(why) = &self.job.refusal {
            return Ok(TestReport::new(self.name, LoadOutcome::Rejected).because(why));
        }
        let mut before = self.look(None)?;
        keeper.begin(before.test.about())?;
        let load = LoadSink::new(before.test.about(), None, None, None, None, self.progress);
        let mut both = Both { load, keeper };
        let advance = |bytes| self.progress.advance(self.job.name(), bytes);
        let checked = check_files(before.test.as_mut(), &before.check, &mut both, &advance)?;
        let Both { load, keeper } = both;
        let read = Read {
            checked,
            rows_digest: load.fold.digest(),
            source_rows: load.fold.rows(),
            poured: load.poured,
            met_all: true,
            disorder: load.disorder,
            last_clock_s: load.clock.last_s,
        };
        self.judge(None, &mut before, &read)?;
        let digest = content_digest(&read.rows_digest, &steps_digest(before.test.records().iter().map(Arc::as_ref)));
        let (head, steps) = before.test.whole()?;
        let nothing = Derived::default();
        keeper.keep(&Once {
            head,
            steps,
            derived: read.checked.derived.as_ref().unwrap_or(&nothing),
            findings: &read.checked.outcome.findings,
            digest: &digest,
            rows_digest: &read.rows_digest,
            rows: read.source_rows,
        })?;
        self.report(before, read)
    }
}

/// Digests the rows, and hands them on as long as they are in order.
struct Both<'a, 'k> {
    load: LoadSink<'a>,
    keeper: &'k mut dyn Keeper,
}

impl Sink for Both<'_, '_> {
    fn block(&mut self, record: &StepRecord, previous: Option<&StepData>, block: &Block<'_>) -> Result<(), TestError> {
        self.load.block(record, previous, block)?;
        if self.load.disorder.is_some() { Ok(()) } else { self.keeper.block(block) }
    }
}
