//! Loads one test: all of it or nothing, what is there already recognised, what has grown extended.

use super::check::{Checked, check_files, outcome_of};
use super::file_test::FileTest;
use super::growth;
use super::job::{IngestError, IngestOptions, Job, LoadOutcome, TestReport};
use super::known::{keep_what_was_set, other_tests, stored_conventions};
use super::load_sink::{Changed, Grown, LoadSink};
use super::open::OpenError;
use super::progress::Progress;
use crate::model::{Derived, TestError, content_digest, steps_digest};
use crate::store::{Actor, CellRecord, Database, Experiment, Finish, LoadMode, LoadPlan, Loader, StoreError, Target};
use crate::validate::Outcome;
use std::sync::Arc;
use std::thread::JoinHandle;

/// The connections of one worker: one to look things up, one that loads.
pub(super) struct Connections {
    target: Target,
    pub(super) lookup: Option<Database>,
    spare: Option<Database>,
    opening: Option<JoinHandle<Result<Database, StoreError>>>,
}

impl Connections {
    /// Both are opened when they are needed; a dry run may have none to look into.
    pub(super) fn new(target: &Target, lookup: Option<Database>) -> Self {
        Self { target: target.clone(), lookup, spare: None, opening: None }
    }

    /// Begins to open the one that loads, while the files are opened.
    fn prepare(&mut self) {
        if self.spare.is_none() && self.opening.is_none() && self.target.has_many_writers() {
            let target = self.target.clone();
            // Its schema was looked at with the first.
            let open = move || Database::connect(&target);
            self.opening = std::thread::Builder::new().name("connect".to_owned()).spawn(open).ok();
        }
    }

    fn loading(&mut self) -> Result<Database, StoreError> {
        if let Some(database) = self.spare.take() {
            return Ok(database);
        }
        let opened = self.opening.take().and_then(|thread| thread.join().ok());
        opened.unwrap_or_else(|| Database::connect(&self.target))
    }
}

/// One test on its way.
pub(super) struct Load<'a> {
    pub(super) job: &'a Job,
    pub(super) options: &'a IngestOptions,
    pub(super) actor: &'a Actor,
    pub(super) is_dry_run: bool,
    pub(super) parsers: usize,
    pub(super) may_branch: bool,
    pub(super) progress: &'a dyn Progress,
}

/// What is decided before the rows go by.
struct Decision {
    mode: LoadMode,
    grown: Option<Grown>,
    existing: Option<Experiment>,
}

impl Load<'_> {
    /// Loads it.
    pub(super) fn run(&self, connections: &mut Connections) -> Result<TestReport, IngestError> {
        // Another process may load the same test between our look and our lock: then look again.
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(connections) {
                Err(IngestError::Store(StoreError::Conflict(_))) if tries < 3 => {}
                result => return result,
            }
        }
    }

    fn attempt(&self, connections: &mut Connections) -> Result<TestReport, IngestError> {
        let name = self.job.name();
        if let Some(report) = self.known(connections)? {
            return Ok(report);
        }
        if !self.is_dry_run {
            connections.prepare();
        }
        let (existing, mut notes) = match &mut connections.lookup {
            Some(database) => (database.find_experiment(name)?, database.metadata_notes(&self.job.metadata)?),
            None => (None, Vec::new()),
        };
        let mut test = match self.open(connections, existing.as_ref())? {
            Ok(test) => test,
            Err(report) => return Ok(*report),
        };
        let thinned_s = match self.options.thinning {
            super::job::Thinning::Auto => {
                let (head, _) = test.whole().map_err(IngestError::Test)?;
                self.options.thinning.interval_s(head.files.iter().map(|file| file.rows).max().unwrap_or(0))
            }
            fixed => fixed.interval_s(0),
        };
        let decision = match self.decide(connections, existing, thinned_s)? {
            Ok(decision) => decision,
            Err(report) => return Ok(*report),
        };
        let outcome = self.pour(connections, &mut test, thinned_s, decision)?;
        notes.extend(outcome.notes.iter().cloned());
        Ok(TestReport { notes, ..outcome })
    }

    /// Opens the files; what is wrong with them becomes a report.
    fn open(
        &self,
        connections: &mut Connections,
        existing: Option<&Experiment>,
    ) -> Result<Result<FileTest, Box<TestReport>>, IngestError> {
        let mut read = self.job.read.clone();
        read.parsers = self.parsers;
        if let (Some(database), Some(cell)) = (&mut connections.lookup, &self.job.metadata.cell) {
            let known = database.cell(&cell.name)?.map_or_else(|| cell.clone(), |known| known.or(cell.clone()));
            read.cell = Some(known.cell());
        } else {
            read.cell = self.job.metadata.cell.as_ref().map(CellRecord::cell);
        }
        if let (Some(database), Some(existing)) = (&mut connections.lookup, existing.filter(|_| !self.options.replace))
        {
            keep_what_was_set(&mut read.conventions, stored_conventions(database, existing)?);
        }
        match FileTest::open(&self.job.candidate, read) {
            Ok(test) => Ok(Ok(test)),
            Err(OpenError::Usage(words)) => Err(IngestError::Test(TestError(words.into()))),
            Err(error) => {
                let files: Vec<String> =
                    self.job.candidate.files.paths().iter().map(|path| path.display().to_string()).collect();
                match (outcome_of(&error, self.job.name(), &files, &(self.options.check)(None).selection), error) {
                    (Some(found), _) => {
                        let report = TestReport::new(self.job.name(), LoadOutcome::Rejected).because(refused(&found));
                        Ok(Err(Box::new(report.found(found))))
                    }
                    (None, OpenError::Source(error)) => Err(error.into()),
                    (None, error) => Err(IngestError::Test(error.into())),
                }
            }
        }
    }

    /// What becomes of what is there under this name.
    fn decide(
        &self,
        connections: &mut Connections,
        existing: Option<Experiment>,
        thinned_s: Option<f64>,
    ) -> Result<Result<Decision, Box<TestReport>>, IngestError> {
        let Some(existing) = existing else {
            return Ok(Ok(Decision { mode: LoadMode::New, grown: None, existing: None }));
        };
        if self.options.replace {
            let mode = LoadMode::Replace { experiment_id: existing.id };
            return Ok(Ok(Decision { mode, grown: None, existing: Some(existing) }));
        }
        let selection = self.options.steps.as_ref().map(|(_, words)| words.as_str());
        if existing.thinned_s != thinned_s || existing.step_selection.as_deref() != selection {
            let said = |interval: Option<f64>| interval.map_or("all rows".to_owned(), |s| format!("a row in {s} s"));
            return Ok(Err(Box::new(self.refused(
                &existing,
                &format!(
                    "it was loaded with {} of {}, this would be {} of {}",
                    said(existing.thinned_s),
                    existing.step_selection.as_deref().map_or("all steps".to_owned(), |words| format!("steps {words}")),
                    said(thinned_s),
                    selection.map_or("all steps".to_owned(), |words| format!("steps {words}")),
                ),
            ))));
        }
        let Some(database) = &mut connections.lookup else {
            return Ok(Ok(Decision { mode: LoadMode::New, grown: None, existing: Some(existing) }));
        };
        let from_step = growth::last_with_rows(&database.steps(existing.id)?);
        let mode =
            LoadMode::Append { experiment_id: existing.id, from_step, content_digest: existing.content_digest.clone() };
        let digest = existing.rows_digest.clone().filter(|_| existing.source_rows > 0);
        let grown = Some(Grown { rows: existing.source_rows, digest, from_step });
        Ok(Ok(Decision { mode, grown, existing: Some(existing) }))
    }

    fn refused(&self, existing: &Experiment, why: &str) -> TestReport {
        let mut report = TestReport::new(self.job.name(), LoadOutcome::Rejected).because(format!(
            "experiment `{}` is loaded with other content: {why}; give --replace to load this instead (the old one is \
             kept in the history), or --name for another name",
            existing.name
        ));
        report.experiment_id = Some(existing.id);
        report
    }

    /// Reads, checks, derives and pours; then keeps all of it, or nothing.
    fn pour(
        &self,
        connections: &mut Connections,
        test: &mut FileTest,
        thinned_s: Option<f64>,
        decision: Decision,
    ) -> Result<TestReport, IngestError> {
        let Decision { mode, grown, existing } = decision;
        let plan = LoadPlan {
            name: self.job.name().to_owned(),
            mode: mode.clone(),
            channels: test.about().channels.clone(),
            actor: self.actor.clone(),
            may_branch: self.may_branch,
        };
        let loader = if self.is_dry_run { None } else { Some(Loader::begin(connections.loading()?, plan)?) };
        let steps = self.options.steps.as_ref().map(|(steps, _)| steps);
        let mut sink = LoadSink::new(test.about(), loader, thinned_s, steps, grown, self.progress);
        let mut check = (self.options.check)(test.about().cell.as_ref());
        if let Some(database) = &mut connections.lookup {
            check.others = Some(other_tests(database, test.about().cell.as_ref(), self.job.name())?);
        }
        let name = self.job.name();
        let advance = |bytes| self.progress.advance(name, bytes);
        let checked = match check_files(test, &check, &mut sink, &advance) {
            Ok(checked) => checked,
            Err(error) => {
                connections.spare = sink.loader.and_then(Loader::abandon);
                return self.stopped(error, existing.as_ref());
            }
        };
        let LoadSink { loader, fold, poured, .. } = &mut sink;
        let (loader, rows_digest, source_rows, poured) = (loader.take(), fold.digest(), fold.rows(), *poured);
        let met_all = sink.met_all();
        let refusal = self.refusal(connections, test, &checked.outcome, existing.as_ref(), met_all, &rows_digest)?;
        if let Some(report) = refusal {
            connections.spare = loader.and_then(Loader::abandon);
            return Ok(report.found(checked.outcome));
        }
        let kept = Kept { thinned_s, rows_digest: &rows_digest, source_rows };
        let (id, rows) = match loader {
            None => (None, poured),
            Some(loader) => self.finish(connections, test, loader, &checked, &kept)?,
        };
        let outcome = match mode {
            LoadMode::New => LoadOutcome::Loaded,
            LoadMode::Append { .. } => LoadOutcome::Appended,
            LoadMode::Replace { .. } => LoadOutcome::Replaced,
        };
        let mut report = TestReport::new(name, outcome).found(checked.outcome);
        (report.experiment_id, report.measurements) = (id, rows);
        report.notes = checked.derived.map(|derived| derived.notes).unwrap_or_default();
        report.notes.extend(self.absent_steps(test)?);
        if self.is_dry_run {
            report.message = Some("dry run: nothing was stored".to_owned());
        }
        Ok(report)
    }

    /// Why a test that was read to its end is not kept; `None` when it is.
    fn refusal(
        &self,
        connections: &mut Connections,
        test: &mut FileTest,
        found: &Outcome,
        existing: Option<&Experiment>,
        met_all: bool,
        rows_digest: &str,
    ) -> Result<Option<TestReport>, IngestError> {
        let name = self.job.name();
        let digest = content_digest(rows_digest, &steps_digest(test.records().iter().map(Arc::as_ref)));
        if let Some(database) = &mut connections.lookup {
            let is_replaced = |same: &Experiment| existing.is_some_and(|existing| existing.id == same.id);
            let same = database.experiment_by_digest(&digest)?;
            let is_anew = match same.as_ref().filter(|same| self.options.replace && is_replaced(same)) {
                Some(same) => self.is_anew(database, same)?,
                None => false,
            };
            if let Some(same) = same.filter(|_| !is_anew) {
                let mut report = TestReport::new(name, LoadOutcome::Skipped)
                    .because(format!("the same data is loaded as `{}`, from other bytes", same.name));
                report.experiment_id = Some(same.id);
                return Ok(Some(report));
            }
            if let Some(existing) = existing.filter(|_| !self.options.replace) {
                let (_, steps) = test.whole().map_err(IngestError::Test)?;
                let old = database.steps(existing.id)?;
                let why = if met_all {
                    growth::compare_steps(&old, steps).err()
                } else {
                    Some("it has more rows than the files".to_owned())
                };
                if let Some(why) = why {
                    return Ok(Some(self.refused(existing, &why)));
                }
            }
        }
        if found.findings.iter().any(|finding| self.options.fail_on.fails(finding.severity)) {
            return Ok(Some(TestReport::new(name, LoadOutcome::Rejected).because(refused(found))));
        }
        Ok(None)
    }

    fn finish(
        &self,
        connections: &mut Connections,
        test: &mut FileTest,
        loader: Loader,
        checked: &Checked,
        kept: &Kept<'_>,
    ) -> Result<(Option<i32>, u64), IngestError> {
        let (head, steps) = test.whole().map_err(IngestError::Test)?;
        let head = crate::model::Head { thinned_s: kept.thinned_s, ..head.clone() };
        let nothing = Derived::default();
        let (database, loaded) = loader.finish(&Finish {
            head: &head,
            steps,
            derived: checked.derived.as_ref().unwrap_or(&nothing),
            findings: &checked.outcome.findings,
            metadata: &self.job.metadata,
            rows_digest: kept.rows_digest,
            source_rows: kept.source_rows,
            step_selection: self.options.steps.as_ref().map(|(_, words)| words.as_str()),
            options: &self.options.options,
        })?;
        connections.spare = Some(database);
        Ok((Some(loaded.experiment_id), loaded.stored_rows))
    }

    /// Why the pass ended early.
    fn stopped(&self, error: TestError, existing: Option<&Experiment>) -> Result<TestReport, IngestError> {
        if error.0.is::<Changed>()
            && let Some(existing) = existing
        {
            return Ok(self.refused(existing, "its rows are not the first rows of this file"));
        }
        if error.0.is::<IngestError>() {
            return Err(IngestError::Interrupted);
        }
        Err(match error.0.downcast::<StoreError>() {
            Ok(error) => IngestError::Store(*error),
            Err(other) => IngestError::Test(TestError(other)),
        })
    }
}

/// The words for a test with findings that fail.
fn refused(found: &Outcome) -> String {
    let counts = found.counts();
    let many = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!(
        "not loaded: {}, {}; correct the files, or see `battery-etl validate` and --fail-on",
        many(counts.error, "error"),
        many(counts.warning, "warning")
    )
}

/// What the pass told of what is kept.
struct Kept<'a> {
    thinned_s: Option<f64>,
    rows_digest: &'a str,
    source_rows: u64,
}
