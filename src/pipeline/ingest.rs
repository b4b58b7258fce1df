//! Loads many tests: in parallel where the database has many writers, each whole or not at all, a bad one stopping none.

use super::job::{IngestOptions, Job, LoadOutcome, Stop, TestReport};
use super::load::Load;
use super::overlap::{self, Cells};
use super::pool::Pool;
use super::progress::Progress;
use crate::model::{FileInfo, FileRole};
use crate::source::{self, Files};
use crate::store::{Actor, Database, RunOutcome, StoreError};
use rayon::prelude::*;
use std::path::Path;
use std::time::Instant;

/// What a run did.
pub struct Ingested {
    /// What became of each test, in their order.
    pub reports: Vec<TestReport>,
    /// Why the run itself could not be written down at its end; what was loaded is loaded all the same.
    pub unrecorded: Option<StoreError>,
}

/// Loads every test, and gives what became of each.
///
/// # Errors
/// When the run cannot be begun. What goes wrong with one test is in its report.
pub fn ingest(
    mut database: Database,
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
) -> Result<Ingested, StoreError> {
    let run_id = database.begin_run(&options.actor)?;
    let actor = Actor { run_id: Some(run_id), ..options.actor.clone() };
    // SQLite has one writer: its tests are poured one at a time, each with all threads.
    let has_many_writers = database.target().has_many_writers();
    let at_once = if has_many_writers { options.jobs.clamp(1, jobs.len().max(1)) } else { 1 };
    let cells = Cells::of(&mut database)?;
    let pool = Pool::new(database, at_once);
    let run =
        Run { pool: Some(&pool), cells: Some(cells), options, progress, actor: &actor, at_once, is_dry_run: false };
    let mut reports = run.run(jobs)?;
    let changed = overlap::compare(&mut reports, options);
    let unrecorded = record(&pool, &actor, jobs, &reports, &changed).err();
    Ok(Ingested { reports, unrecorded })
}

/// Writes down what became of each test of a run, and what was found of those that changed when all were loaded.
fn record(
    pool: &Pool,
    actor: &Actor,
    jobs: &[Job],
    reports: &[TestReport],
    changed: &[usize],
) -> Result<(), StoreError> {
    let mut database = pool.take()?;
    for report in changed.iter().map(|at| &reports[*at]) {
        if let (Some(id), Some(found)) = (report.experiment_id, &report.found) {
            database.replace_findings(id, &found.findings)?;
        }
    }
    for (job, report) in jobs.iter().zip(reports) {
        write_down_refused(&mut database, actor, job, report)?;
    }
    let outcomes: Vec<RunOutcome> = reports.iter().map(outcome).collect();
    database.finish_run(actor.run_id.unwrap_or_default(), &outcomes)?;
    // Once for all: after each of many small tests it would take longer than to load them.
    database.settle(reports.iter().map(|report| report.measurements).sum());
    Ok(())
}

/// Keeps which files did not become an experiment, and why. What may pass, or was interrupted, is not written down.
fn write_down_refused(
    database: &mut Database,
    actor: &Actor,
    job: &Job,
    report: &TestReport,
) -> Result<(), StoreError> {
    let is_refused = matches!(report.outcome, LoadOutcome::Rejected | LoadOutcome::Failed);
    if !is_refused || report.is_passing || report.is_interrupted {
        return Ok(());
    }
    let file = |path: &Path| {
        let role = match &job.candidate.files {
            Files::Pair { step, .. } if step != path => FileRole::Detail,
            Files::Pair { .. } | Files::Step(_) => FileRole::Step,
            Files::Detail(_) => FileRole::Detail,
            Files::Single(_) | Files::Series(_) => FileRole::Single,
        };
        let (size, modified) = source::stat(path).unwrap_or_default();
        FileInfo {
            role,
            path: path.display().to_string(),
            name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            blake3: source::fingerprint(path).map_or_else(|_| String::new(), |found| found.blake3),
            size,
            modified_at: modified.map(source::utc),
            encoding: String::new(),
            delimiter: ' ',
            rows: 0,
            sentinels: 0,
            rejected_rows: 0,
        }
    };
    let files: Vec<FileInfo> = job.candidate.files.paths().into_iter().map(file).collect();
    let why = report.message.as_deref().unwrap_or_default();
    database.record_refused_files(actor, &files, report.outcome.as_str(), why)
}

/// Does all that `ingest` does but store: reads, checks, and says what would become of each test, beside what is in the
/// database, if there is one.
///
/// # Errors
/// When there can be no threads.
pub fn dry_run(
    database: Option<Database>,
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
) -> Result<Vec<TestReport>, StoreError> {
    let at_once = options.jobs.clamp(1, jobs.len().max(1));
    let (mut database, actor) = (database, &options.actor);
    let cells = database.as_mut().map(Cells::of).transpose()?;
    let pool = database.map(|database| Pool::new(database, at_once));
    let run = Run { pool: pool.as_ref(), cells, options, progress, actor, at_once, is_dry_run: true };
    let mut reports = run.run(jobs)?;
    overlap::compare(&mut reports, options);
    Ok(reports)
}

/// What all tests of one run share.
struct Run<'a> {
    /// `None` without a database to look into.
    pool: Option<&'a Pool>,
    cells: Option<Cells>,
    options: &'a IngestOptions,
    progress: &'a dyn Progress,
    actor: &'a Actor,
    at_once: usize,
    is_dry_run: bool,
}

impl Run<'_> {
    fn run(&self, jobs: &[Job]) -> Result<Vec<TestReport>, StoreError> {
        side_by_side(jobs, self.at_once, |job| self.one(job))
    }

    fn one(&self, job: &Job) -> TestReport {
        let started = Instant::now();
        let mut report = told(job, self.progress, || self.load(job));
        report.seconds = started.elapsed().as_secs_f64();
        report
    }

    fn load(&self, job: &Job) -> Result<TestReport, Stop> {
        if self.progress.is_stopped() {
            return Err(Stop::Interrupted);
        }
        let &Self { pool, ref cells, options, actor, at_once, progress, is_dry_run } = self;
        // A database takes rows more slowly than one thread parses them, and a server often shares its processors.
        let parsers = if is_dry_run && at_once == 1 { options.jobs.clamp(1, 2) } else { 1 };
        let (name, cells) = (job.name(), cells.as_ref());
        let load = Load { job, name, renamed: &[], options, cells, actor, is_dry_run, parsers, progress };
        let mut database = pool.map(Pool::take).transpose()?;
        let loaded = load.run(&mut database, pool);
        if let Some(pool) = pool {
            pool.put(database);
        }
        loaded
    }
}

/// Does something with each test, so many at once; gives what became of each, in their order.
pub(super) fn side_by_side<T: Send>(
    jobs: &[Job],
    at_once: usize,
    one: impl Fn(&Job) -> T + Sync,
) -> Result<Vec<T>, StoreError> {
    if at_once == 1 {
        return Ok(jobs.iter().map(one).collect());
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(at_once)
        .build()
        .map_err(|error| StoreError::Stopped(error.to_string()))?;
    Ok(pool.install(|| jobs.par_iter().map(&one).collect()))
}

/// Does something with a test while the person sees how far it is.
pub(super) fn told(job: &Job, progress: &dyn Progress, work: impl FnOnce() -> Result<TestReport, Stop>) -> TestReport {
    let name = job.name();
    let paths = job.candidate.files.paths();
    let bytes = paths.iter().filter_map(|path| source::stat(path).ok()).map(|(size, _)| size).sum();
    progress.begin(name, bytes);
    let report = work().unwrap_or_else(|stop| stop.report(name));
    progress.end(name, report.outcome.as_str());
    report
}

fn outcome(report: &TestReport) -> RunOutcome {
    RunOutcome {
        name: report.name.clone(),
        outcome: report.outcome.as_str().to_owned(),
        experiment_id: report.experiment_id,
        message: report.message.clone(),
        duration_s: report.seconds,
    }
}
