//! Loads one test: all of it or nothing, what is there already recognised, what has grown extended.

use super::busy::Busy;
use super::check::{CheckOptions, Checked, check_files, outcome_of};
use super::file_test::FileTest;
use super::flow::{Adoption, Flow};
use super::growth;
use super::job::{IngestOptions, Job, LoadOutcome, Stop, TestReport};
use super::known::kept_words;
use super::load_sink::{Changed, Disorder, Grown, LoadSink};
use super::open::OpenError;
use super::overlap::Cells;
use super::pool::Pool;
use super::progress::Progress;
use super::read::ReadOptions;
use super::refused::{misplaced, refused};
use super::said::{named, of_file};
use crate::model::{Derived, Head, StepData, TestError, content_digest, steps_digest};
use crate::store::{
    Actor, CellRecord, Database, Experiment, Finish, LoadMode, LoadPlan, Loader, Metadata, Poured, Seen, StoreError,
};
use crate::transform;
use crate::transform::thin::Thinning;
use std::sync::Arc;

/// One test on its way.
pub(super) struct Load<'a> {
    pub(super) job: &'a Job,
    /// The experiment's name: the job's, or what was renamed from it.
    pub(super) name: &'a str,
    /// What was renamed from that name, as it was when it was looked for.
    pub(super) renamed: &'a [String],
    pub(super) options: &'a IngestOptions,
    /// The tests of each cell; none without a database.
    pub(super) cells: Option<&'a Cells>,
    pub(super) actor: &'a Actor,
    pub(super) is_dry_run: bool,
    pub(super) parsers: usize,
    pub(super) progress: &'a dyn Progress,
}

/// What is known before the rows go by.
pub(super) struct Before {
    pub(super) test: Box<dyn Flow>,
    pub(super) check: CheckOptions,
    /// What is said of it, by a person or by its file.
    metadata: Metadata,
    /// What is loaded under this name.
    existing: Option<Experiment>,
    mode: LoadMode,
    /// Rows that are loaded and stay as they are.
    kept: u64,
    thinned_s: Option<f64>,
    /// What is replaced is called so from then on.
    old_name: Option<String>,
    /// What the plan rests on.
    seen: Seen,
    /// For the person, beside what became of it.
    notes: Vec<String>,
    /// The refusal of half of a test that is loaded, unless its content is the same.
    half: Option<TestReport>,
}

/// A test that is open, and what is to be said of it.
type Opened = (Box<dyn Flow>, Vec<String>);

/// What is known after the rows went by.
pub(super) struct Read {
    pub(super) checked: Checked,
    pub(super) rows_digest: String,
    pub(super) source_rows: u64,
    /// Rows that were, or in a dry run would be, poured.
    pub(super) poured: u64,
    /// Whether all rows that are loaded were met again.
    pub(super) met_all: bool,
    pub(super) disorder: Option<Disorder>,
    /// The latest wall clock of the rows.
    pub(super) last_clock_s: f64,
}

impl Load<'_> {
    /// Loads it, by the one connection of its worker: lent to the load, it comes back unless it broke. A dry run may have none.
    pub(super) fn run(&self, database: &mut Option<Database>, pool: Option<&Pool>) -> Result<TestReport, Stop> {
        if let Some(why) = &self.job.refusal {
            return Ok(TestReport::new(self.name, LoadOutcome::Rejected).because(why));
        }
        // Another process may load the same test between our look and our lock: then look again.
        let mut tries = 1;
        loop {
            match self.as_renamed(database) {
                Err(Stop::Store(StoreError::Conflict(_) | StoreError::Changed(_))) if tries < 3 => tries += 1,
                result => return result,
            }
            if let (None, Some(pool)) = (&database, pool) {
                *database = Some(pool.again()?);
            }
        }
    }

    pub(super) fn attempt(&self, database: &mut Option<Database>) -> Result<TestReport, Stop> {
        let mut before = self.look(database.as_mut())?;
        let loader = match database.take_if(|_| !self.is_dry_run) {
            Some(database) => Some(self.begin(database, &before)?),
            None => None,
        };
        let (read, loader) = self.read(&mut before, loader);
        let read = match read {
            Ok(read) => read,
            Err(stop) => {
                *database = database.take().or_else(|| loader.and_then(Loader::abandon));
                return Err(stop);
            }
        };
        let Some(loader) = loader else {
            self.judge(database.as_mut(), &mut before, &read)?;
            return self.report(before, read);
        };
        let mut poured = loader.end()?;
        match self.judge(Some(poured.database()), &mut before, &read) {
            Ok(()) => self.keep(poured, before, read, database),
            Err(stop) => {
                *database = Some(poured.abandon());
                Err(stop)
            }
        }
    }

    /// Looks at what is there, opens the files, and decides what is to be done.
    pub(super) fn look(&self, mut database: Option<&mut Database>) -> Result<Before, Stop> {
        let mut seen = self.seen(database.as_deref_mut())?;
        let half = self.known(database.as_deref_mut())?;
        let (mut existing, mut notes, mut old_name) = (None, Vec::new(), None);
        if let Some(database) = database.as_deref_mut() {
            existing = database.find_experiment(self.name)?;
            if existing.is_none() && self.is_renamed() {
                let words =
                    format!("experiment `{}` was renamed or deleted meanwhile; run the command again", self.name);
                return Err(StoreError::Changed(words).into());
            }
            if let Some(existing) = existing.as_ref().filter(|_| self.options.replace) {
                old_name = Some(database.name_when_replaced(existing)?);
                notes.extend(kept_words(&self.job.typed.conventions, &database.conventions(existing.id)?));
            }
        }
        let (mut test, told) = self.open(database.as_deref_mut(), existing.as_ref())?;
        notes.extend(told);
        let metadata = self.metadata(test.about(), existing.as_ref());
        seen.changed_at = existing.as_ref().map(|existing| existing.updated_at);
        let cell = metadata.cell.clone().or_else(|| existing.as_ref()?.cell.as_deref().map(named));
        if let Some(database) = database.as_deref_mut() {
            if let Some(said) = cell {
                let known = database.cell(&said.name)?;
                seen.cell = Some((said.clone(), said.with_known(known)));
            }
            notes.splice(0..0, database.metadata_notes(&metadata)?);
        }
        let thinned_s = match self.options.thinning {
            Thinning::Auto => {
                let (head, _) = test.whole()?;
                self.options.thinning.interval_s(head.files.iter().map(|file| file.rows).max().unwrap_or(0))
            }
            fixed => fixed.interval_s(0),
        };
        let (mut mode, mut kept) = (LoadMode::New, 0);
        if let (Some(database), Some(existing)) = (database, &existing) {
            mode = self.mode(database, existing, thinned_s)?;
            if let LoadMode::Append { from_step, .. } = mode {
                kept = database.rows_before(existing.id, from_step)?;
            }
        }
        let mut check = (self.options.check)(test.about().cell.as_ref());
        check.others = self.cells.map(|cells| cells.others(test.about().cell.as_ref(), self.name));
        Ok(Before { test, check, metadata, existing, mode, kept, thinned_s, old_name, seen, notes, half })
    }

    /// Opens the files; what is wrong with them becomes a report.
    pub(super) fn open(
        &self,
        mut database: Option<&mut Database>,
        existing: Option<&Experiment>,
    ) -> Result<Opened, Stop> {
        let mut read = ReadOptions { parsers: self.parsers, name: Some(self.name.to_owned()), ..self.job.read.clone() };
        let said = self.job.metadata.cell.clone();
        let said = said.or_else(|| existing.and_then(|existing| existing.cell.as_deref()).map(named));
        read.cell = said.as_ref().map(CellRecord::cell);
        if let Some(database) = database.as_deref_mut() {
            if let Some(said) = said {
                let known = database.cell(&said.name)?;
                read.cell = Some(said.with_known(known));
            }
            if let Some(existing) = existing {
                read.conventions = self.conventions(database.conventions(existing.id)?);
            }
        }
        if let Some(adopted) = &self.job.adopted {
            let paths = self.job.candidate.files.paths();
            let path = paths.first().copied().unwrap_or(&adopted.file);
            let test = Adoption::open(path, (&adopted.file, adopted.number), &read)?;
            let notes = test.notes().to_vec();
            return Ok((Box::new(test), notes));
        }
        let mut opened = FileTest::open(&self.job.candidate, read.clone());
        if let (Ok(test), Some(database), None) = (&opened, database, &read.cell)
            && let Some(said) = &test.about().cell
            && let Some(known) = database.cell(&said.name)?
        {
            // The cell that the file names is known: it is read with all that is known of it.
            read.cell = Some(of_file(said).with_known(Some(known)));
            opened = FileTest::open(&self.job.candidate, read);
        }
        let error = match opened {
            Ok(test) => return Ok((Box::new(test), Vec::new())),
            Err(error) => error,
        };
        let files: Vec<String> =
            self.job.candidate.files.paths().iter().map(|path| path.display().to_string()).collect();
        if let Some(found) = outcome_of(&error, self.name, &files, &(self.options.check)(None).selection) {
            let report = TestReport::new(self.name, LoadOutcome::Rejected).because(refused(&found));
            return Err(report.found(found).into());
        }
        Err(match error {
            OpenError::Source(error) => error.into(),
            OpenError::Usage(words) => Stop::Test(TestError(words.into())),
            error @ OpenError::Faults(_) => Stop::Test(error.into()),
        })
    }

    /// What becomes of what is there under this name.
    fn mode(&self, database: &mut Database, existing: &Experiment, thinned_s: Option<f64>) -> Result<LoadMode, Stop> {
        if self.options.replace {
            return Ok(LoadMode::Replace { experiment_id: existing.id, discard: self.options.discard });
        }
        let selection = self.options.steps.as_ref().map(|(_, words)| words.as_str());
        if existing.thinned_s != thinned_s || existing.step_selection.as_deref() != selection {
            let said = |interval: Option<f64>| interval.map_or("all rows".to_owned(), |s| format!("a row in {s} s"));
            let steps = |words: Option<&str>| words.map_or("all steps".to_owned(), |words| format!("steps {words}"));
            let why = format!(
                "it was loaded with {} of {}, this would be {} of {}",
                said(existing.thinned_s),
                steps(existing.step_selection.as_deref()),
                said(thinned_s),
                steps(selection),
            );
            return Err(Stop::Other(Box::new(self.other_content(existing, &why))));
        }
        if let Some(report) = self.contradiction(database, existing)? {
            return Err(report.into());
        }
        Ok(LoadMode::Append {
            experiment_id: existing.id,
            from_step: database.last_step_with_rows(existing.id)?.unwrap_or(i32::MIN),
            content_digest: existing.content_digest.clone(),
        })
    }

    fn begin(&self, database: Database, before: &Before) -> Result<Loader, StoreError> {
        let plan = LoadPlan {
            name: self.name.to_owned(),
            mode: before.mode.clone(),
            channels: before.test.about().channels.clone(),
            actor: self.actor.clone(),
            seen: before.seen.clone(),
        };
        Loader::begin(database, plan)
    }

    /// Reads and checks the rows, derives from them, and pours them.
    fn read(&self, before: &mut Before, loader: Option<Loader>) -> (Result<Read, Stop>, Option<Loader>) {
        let grown = match (&before.mode, &before.existing) {
            (LoadMode::Append { from_step, .. }, Some(existing)) => {
                Some(Grown { from_step: *from_step, ..Grown::of(existing) })
            }
            _ => None,
        };
        let steps = self.options.steps.as_ref().map(|(steps, _)| steps);
        let mut sink = LoadSink::new(before.test.about(), loader, before.thinned_s, steps, grown, self.progress);
        let advance = |bytes| self.progress.advance(self.job.name(), bytes);
        let checked = check_files(before.test.as_mut(), &before.check, &mut sink, &advance);
        let read = match checked {
            Ok(checked) => Ok(Read {
                checked,
                rows_digest: sink.fold.digest(),
                source_rows: sink.fold.rows(),
                poured: sink.poured,
                met_all: sink.met_all(),
                disorder: sink.disorder,
                last_clock_s: sink.clock.last_s,
            }),
            Err(error) => Err(match &before.existing {
                Some(existing) if error.0.is::<Changed>() => {
                    let why = "its rows are not the first rows of this file";
                    Stop::Other(Box::new(self.other_content(existing, why)))
                }
                _ => error.into(),
            }),
        };
        (read, sink.loader)
    }

    /// Whether a test that was read to its end may be kept.
    pub(super) fn judge(&self, database: Option<&mut Database>, before: &mut Before, read: &Read) -> Result<(), Stop> {
        let (name, found) = (self.name, &read.checked.outcome);
        let rejected = |why: String| {
            let report = TestReport::new(name, LoadOutcome::Rejected).because(why);
            Err(Stop::from(report.found(found.clone())))
        };
        if let Some(disorder) = &read.disorder {
            return rejected(misplaced(before.test.about(), disorder));
        }
        let digest = content_digest(&read.rows_digest, &steps_digest(before.test.records().iter().map(Arc::as_ref)));
        if let Some(database) = database {
            let is_replaced =
                |same: &Experiment| before.existing.as_ref().is_some_and(|existing| existing.id == same.id);
            if let Some(same) = database.experiment_by_digest(&digest)? {
                let is_anew = self.options.replace && is_replaced(&same) && self.is_anew(database, &same)?;
                if !is_anew {
                    return Err(Stop::Same(Box::new((same, found.clone()))));
                }
            }
            if let Some(half) = &before.half {
                return Err(half.clone().found(found.clone()).into());
            }
            if let Some(existing) = before.existing.as_ref().filter(|_| !self.options.replace)
                && let Err(why) = growth::has_grown(database, existing, before.test.as_mut(), read.met_all)?
            {
                return Err(Stop::Other(Box::new(self.other_content(existing, &why).found(found.clone()))));
            }
            if let (LoadMode::Append { experiment_id, .. }, (_, steps)) = (&before.mode, before.test.whole()?) {
                before.notes.extend(database.outgrown_corrections(*experiment_id, steps)?);
            }
        }
        if found.findings.iter().any(|finding| self.options.fail_on.fails(finding.severity)) {
            return rejected(refused(found));
        }
        Ok(())
    }

    /// Stores all else beside the rows, and commits.
    fn keep(
        &self,
        mut poured: Poured,
        mut before: Before,
        read: Read,
        database: &mut Option<Database>,
    ) -> Result<TestReport, Stop> {
        if let (Some(old), true) = (&before.existing, before.old_name.is_some()) {
            before.old_name = poured.database().experiment_by_id(old.id)?.map(|old| old.name);
        }
        let (head, steps) = before.test.whole()?;
        let derive = |head: &Head, steps: &[StepData]| Ok(transform::derive(head, steps)?);
        let (open, loaded) = poured.keep(&Finish {
            head: &Head { thinned_s: before.thinned_s, ..head.clone() },
            steps,
            derived: read.checked.derived.as_ref().unwrap_or(&Derived::default()),
            derive: &derive,
            findings: &read.checked.outcome.findings,
            metadata: &before.metadata,
            beside: None,
            rows_digest: &read.rows_digest,
            source_rows: read.source_rows,
            step_selection: self.options.steps.as_ref().map(|(_, words)| words.as_str()),
            options: &self.options.options,
        })?;
        *database = Some(open);
        let mut report = self.report(before, read)?;
        (report.experiment_id, report.measurements) = (Some(loaded.experiment_id), loaded.stored_rows);
        Ok(report)
    }

    /// What became of a test that is, or in a dry run would be, kept.
    pub(super) fn report(&self, before: Before, read: Read) -> Result<TestReport, Stop> {
        let Before { mut test, mode, kept, notes, existing, old_name, .. } = before;
        let outcome = match mode {
            LoadMode::New => LoadOutcome::Loaded,
            LoadMode::Append { .. } => LoadOutcome::Appended,
            LoadMode::Replace { .. } => LoadOutcome::Replaced,
        };
        let mut report = TestReport::new(self.name, outcome).found(read.checked.outcome);
        let (head, steps) = test.whole()?;
        report.busy = Busy::of(head, steps, read.last_clock_s);
        report.measurements = kept + read.poured;
        report.message = existing.zip(old_name).map(|(old, name)| self.instead_of(&old, &name));
        report.notes = notes;
        report.notes.extend(self.is_renamed().then(|| format!("`{}` was renamed to it", self.job.name())));
        report.notes.extend(read.checked.derived.into_iter().flat_map(|derived| derived.notes));
        report.notes.extend(self.absent_steps(test.as_mut())?);
        Ok(report)
    }
}
