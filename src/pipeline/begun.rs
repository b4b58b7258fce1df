//! A test that goes on under another name: cyclers write each export of a running test into a file of its own. Where the rows
//! of a new file begin with all those of a test that is loaded, it is that test, grown; where they are the first rows of one,
//! it is an earlier export of it.
//!
//! What a test is looked for by is how it begins, so that few others are held against it, each by a digest that is taken on
//! the way.

use super::job::{LoadOutcome, Stop, TestReport};
use super::load::{Load, Read};
use crate::model::{Block, RowsFold, StepRecord, TestError};
use crate::store::{self, Database, StoreError};
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Fewer rows may be alike by chance: of two cells that rest, or of two that are not even connected.
const LEAST_ROWS: u64 = 100;

/// How a test begins: its dialect, and its clock or else its first row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Beginning {
    dialect: String,
    /// In microseconds, as databases keep it.
    start_us: Option<i64>,
    first_row: Option<[u64; 2]>,
}

impl Beginning {
    fn new(dialect: &str, start_time: Option<NaiveDateTime>, first_row: [Option<f64>; 2]) -> Self {
        let bits = first_row.map(|value| (value.unwrap_or(f64::NAN) + 0.0).to_bits());
        let start_us = start_time.map(|time| time.and_utc().timestamp_micros());
        Self { dialect: dialect.to_owned(), start_us, first_row: start_us.is_none().then_some(bits) }
    }
}

/// A test as far as it is loaded.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) name: String,
    rows: u64,
    digest: String,
    /// It would be loaded by this run, which is tried alone.
    is_tried: bool,
}

/// The tests that are loaded, by how they began: those from before the command, and those of it.
#[derive(Default)]
pub(super) struct Begun(Mutex<HashMap<Beginning, Vec<Stage>>>);

impl Begun {
    pub(super) fn of(database: &mut Database) -> Result<Self, StoreError> {
        let begun = Self::default();
        for test in database.begun(LEAST_ROWS)? {
            let store::Begun { name, dialect, start_time, test_time_s, voltage_v, rows, rows_digest } = test;
            let beginning = Beginning::new(&dialect, start_time, [test_time_s, voltage_v]);
            begun.put(beginning, Stage { name, rows: rows.unsigned_abs(), digest: rows_digest, is_tried: false });
        }
        Ok(begun)
    }

    fn put(&self, beginning: Beginning, stage: Stage) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(beginning).or_default().push(stage);
    }

    fn like(&self, beginning: &Beginning) -> Vec<Stage> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(beginning).cloned().unwrap_or_default()
    }
}

/// Holds the rows of a new test against those of the tests that began like it, while they go by.
pub(super) struct Seeker<'a> {
    begun: &'a Begun,
    dialect: String,
    /// Whether it stops where it is known which test this is.
    ends: bool,
    beginning: Option<Beginning>,
    first_row: [Option<f64>; 2],
    /// Tests of more rows than went by.
    longer: Vec<Stage>,
    /// The longest of those whose rows went by.
    found: Option<Stage>,
    /// The first row in which a current flows.
    flows_at: Option<u64>,
    /// The digest of so many rows as are no chance.
    least: Option<String>,
}

impl Seeker<'_> {
    /// Rows come next.
    pub(super) fn before(&mut self, record: &StepRecord, block: &Block<'_>, fold: &mut RowsFold) {
        if self.beginning.is_none() && !block.is_empty() {
            let first_row = [block.test_time_s[0], block.voltage_v[0]];
            self.first_row = first_row.map(|value| Some(value).filter(|value| !value.is_nan()));
            let beginning = Beginning::new(&self.dialect, record.start_time, self.first_row);
            self.longer = self.begun.like(&beginning);
            if !self.longer.is_empty() {
                self.longer.iter().map(|stage| stage.rows).chain([LEAST_ROWS]).for_each(|rows| fold.mark(rows));
            }
            self.beginning = Some(beginning);
        }
        if self.flows_at.is_none() {
            let at = block.current_a.iter().position(|current| current.abs() > 0.0);
            self.flows_at = at.map(|at| fold.rows() + at as u64);
        }
    }

    /// They are folded.
    pub(super) fn after(&mut self, fold: &RowsFold) -> Result<(), TestError> {
        let rows = fold.rows();
        if self.least.is_none() {
            self.least = fold.digest_at(LEAST_ROWS).map(str::to_owned);
        }
        let (past, longer) = std::mem::take(&mut self.longer).into_iter().partition(|stage| stage.rows <= rows);
        self.longer = longer;
        let past: Vec<Stage> = past;
        let same = past.into_iter().filter(|stage| {
            fold.digest_at(stage.rows) == Some(&stage.digest) && self.flows_at.is_some_and(|at| at < stage.rows)
        });
        self.found = self.found.take().into_iter().chain(same).max_by_key(|stage| stage.rows);
        match &self.found {
            Some(stage) if self.ends && !stage.is_tried && self.longer.is_empty() && stage.rows < rows => {
                Err(TestError(Box::new(Stop::GoesOn(stage.name.clone()))))
            }
            _ => Ok(()),
        }
    }

    /// All rows went by.
    pub(super) fn end(self, fold: &RowsFold) -> Option<Sought> {
        let Self { ends, beginning, first_row, longer, found, flows_at, least, .. } = self;
        let least = least.filter(|_| flows_at.is_some());
        Some(Sought { ends, beginning: beginning?, first_row, longer, found, rows: fold.rows(), least })
    }
}

/// What was found of a new test when all its rows had gone by.
pub(super) struct Sought {
    ends: bool,
    beginning: Beginning,
    first_row: [Option<f64>; 2],
    longer: Vec<Stage>,
    found: Option<Stage>,
    rows: u64,
    /// The digest of its first rows, where they are no chance.
    least: Option<String>,
}

impl Load<'_> {
    /// What looks for the test that a new one goes on with. Who names it, or replaces, says what it is.
    pub(super) fn seeker(&self, dialect: &str) -> Option<Seeker<'_>> {
        let begun = self.begun.filter(|_| self.job.adopted.is_none())?;
        Some(Seeker {
            begun,
            dialect: dialect.to_owned(),
            ends: !self.job.is_named() && !self.options.replace,
            beginning: None,
            first_row: [None; 2],
            longer: Vec::new(),
            found: None,
            flows_at: None,
            least: None,
        })
    }

    /// Whether a new test is a test that is loaded, with more rows or with fewer.
    pub(super) fn is_of_another(&self, database: &mut Database, read: &Read) -> Result<(), Stop> {
        let Some(sought) = read.sought.as_ref().filter(|sought| sought.ends) else { return Ok(()) };
        if let Some(stage) = sought.found.as_ref().filter(|stage| !stage.is_tried) {
            return Err(Stop::GoesOn(stage.name.clone()));
        }
        let Some(least) = &sought.least else { return Ok(()) };
        for stage in &sought.longer {
            let Some(there) = database.find_experiment(&stage.name)? else { continue };
            let digests = [(LEAST_ROWS, least.as_str()), (sought.rows, &read.rows_digest)];
            if database.begins_with(&there, sought.first_row, &digests)? {
                let mut report = TestReport::new(self.name, LoadOutcome::Skipped).because(format!(
                    "its {} rows are the first of `{}`, which is loaded and has more; --name loads it as a test of its own",
                    sought.rows, stage.name
                ));
                report.experiment_id = Some(there.id);
                return Err(report.into());
            }
        }
        Ok(())
    }

    /// It is loaded: another of this run may go on with it.
    pub(super) fn has_begun(&self, read: &Read) {
        if let (Some(begun), Some(sought)) = (self.begun, &read.sought)
            && read.source_rows >= LEAST_ROWS
        {
            let tried = sought.found.as_ref().filter(|stage| stage.is_tried && sought.ends);
            begun.put(
                sought.beginning.clone(),
                Stage {
                    name: tried.map_or(self.name, |stage| &stage.name).to_owned(),
                    rows: read.source_rows,
                    digest: read.rows_digest.clone(),
                    is_tried: self.is_dry_run,
                },
            );
        }
    }

    /// The words for a test that goes on with another, and became what it is all the same; where that is only tried, what it
    /// would become.
    pub(super) fn told_of_another(&self, report: &mut TestReport, read: Option<&Sought>) {
        let own = self.job.name();
        if self.goes_on {
            let words =
                format!("`{own}` begins with all its rows and extends it; --name loads that as a test of its own");
            report.notes.push(words);
        }
        let Some((sought, stage)) = read.and_then(|sought| Some((sought, sought.found.as_ref()?))) else { return };
        if sought.ends {
            (report.name, report.outcome) = (stage.name.clone(), LoadOutcome::Appended);
            return;
        }
        report.notes.push(format!(
            "its first {} rows are those of `{}`, which stays as it is: this is a test of its own, as it was asked for",
            stage.rows, stage.name
        ));
    }
}
