//! Loads many tests: in parallel where the database has many writers, each whole or not at all, a bad one stopping none.

use super::job::{IngestError, IngestOptions, Job, LoadOutcome, TestReport};
use super::load::{Connections, Load};
use super::progress::Progress;
use crate::model::{FileInfo, FileRole};
use crate::source::{self, Files};
use crate::store::{Actor, Database, RunOutcome, StoreError, Target};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

/// Loads every test, and gives what became of each, in the order of `jobs`.
///
/// # Errors
/// When the database cannot be reached any more. What goes wrong with one test is in its report.
pub fn ingest(
    mut database: Database,
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
) -> Result<Vec<TestReport>, StoreError> {
    let target = &database.target().clone();
    let run_id = database.begin_run(&options.actor)?;
    let actor = Actor { run_id: Some(run_id), ..options.actor.clone() };
    // SQLite has one writer: its tests are poured one at a time, each with all threads.
    let at_once = if target.has_many_writers() { options.jobs.clamp(1, jobs.len().max(1)) } else { 1 };
    let free = Mutex::new(vec![Connections::new(target, Some(database))]);
    let reports = Run { target, options, progress, actor: &actor, at_once, is_dry_run: false }.run(jobs, &free)?;
    let kept = free.into_inner().ok().and_then(|free| free.into_iter().find_map(|connections| connections.lookup));
    let mut database = kept.map_or_else(|| Database::connect(target), Ok)?;
    for (job, report) in jobs.iter().zip(&reports) {
        write_down_refused(&mut database, &actor, job, report)?;
    }
    let outcomes: Vec<RunOutcome> = reports.iter().map(outcome).collect();
    database.finish_run(run_id, &outcomes)?;
    // Once for all: after each of many small tests it would take longer than to load them.
    database.analyse(reports.iter().map(|report| report.measurements).sum());
    Ok(reports)
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
            Files::Single(_) => FileRole::Single,
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

/// Does all that `ingest` does but store: reads, checks, and says what would become of each test.
///
/// # Errors
/// When the database is there and cannot be read.
pub fn dry_run(
    target: &Target,
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
) -> Result<Vec<TestReport>, StoreError> {
    let at_once = options.jobs.clamp(1, jobs.len().max(1));
    let run = Run { target, options, progress, actor: &options.actor, at_once, is_dry_run: true };
    run.run(jobs, &Mutex::default())
}

/// What all tests of one run share.
struct Run<'a> {
    target: &'a Target,
    options: &'a IngestOptions,
    progress: &'a dyn Progress,
    actor: &'a Actor,
    at_once: usize,
    is_dry_run: bool,
}

impl Run<'_> {
    /// Does all tests; `free` are the connections of workers that have nothing to do.
    fn run(&self, jobs: &[Job], free: &Mutex<Vec<Connections>>) -> Result<Vec<TestReport>, StoreError> {
        if self.at_once == 1 {
            return jobs.iter().map(|job| self.one(job, free)).collect();
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.at_once)
            .build()
            .map_err(|error| StoreError::Stopped(error.to_string()))?;
        pool.install(|| jobs.par_iter().map(|job| self.one(job, free)).collect())
    }

    fn one(&self, job: &Job, free: &Mutex<Vec<Connections>>) -> Result<TestReport, StoreError> {
        let &Self { target, options, progress, actor, at_once, is_dry_run } = self;
        let waiting = free.lock().ok().and_then(|mut free| free.pop());
        let mut connections = match waiting {
            Some(connections) => connections,
            None => Connections::new(target, lookup(target, is_dry_run)?),
        };
        // A database takes rows more slowly than one thread parses them, and a server often shares its processors.
        let parsers = if is_dry_run && at_once == 1 { options.jobs.clamp(1, 2) } else { 1 };
        // One test alone may have two of the server's processes.
        let may_branch = at_once == 1 && options.jobs > 1;
        let load = Load { job, options, actor, is_dry_run, parsers, may_branch, progress };
        let report = timed(&load, &mut connections);
        if let Ok(mut free) = free.lock() {
            free.push(connections);
        }
        Ok(report)
    }
}

/// A connection to look things up; a dry run does not make a database that is not there.
fn lookup(target: &Target, is_dry_run: bool) -> Result<Option<Database>, StoreError> {
    if is_dry_run && !target.exists() {
        return Ok(None);
    }
    Database::open(target).map(Some)
}

fn timed(load: &Load<'_>, connections: &mut Connections) -> TestReport {
    let name = load.job.name();
    let started = Instant::now();
    let paths = load.job.candidate.files.paths();
    let bytes = paths.iter().filter_map(|path| source::stat(path).ok()).map(|(size, _)| size).sum();
    load.progress.begin(name, bytes);
    let result = if load.progress.is_stopped() { Err(IngestError::Interrupted) } else { load.run(connections) };
    let mut report = result.unwrap_or_else(|error| {
        let mut report = TestReport::new(name, LoadOutcome::Failed).because(error.to_string());
        report.is_passing = error.is_passing();
        report.is_interrupted = matches!(error, IngestError::Interrupted);
        report
    });
    report.seconds = started.elapsed().as_secs_f64();
    load.progress.end(name, report.outcome.as_str());
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
