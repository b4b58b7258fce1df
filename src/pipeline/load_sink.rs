//! What listens while a test is loaded: digests every row, and pours the rows that are wanted.

use super::job::Stop;
use super::progress::Progress;
use super::walk::Sink;
use crate::model::{Block, Head, RowsFold, StepData, StepRecord, StepSet, StepType, TestError};
use crate::store::{Experiment, Loader};
use crate::transform::thin::{Thinner, is_short};
use crate::validate::cat02;

/// What the rows that are loaded already must be.
pub(super) struct Grown {
    pub(super) rows: u64,
    pub(super) digest: Option<String>,
    /// Rows of steps before this one stay as they are.
    pub(super) from_step: i32,
}

impl Grown {
    /// The rows of an experiment, none of which stays.
    pub(super) fn of(existing: &Experiment) -> Self {
        let digest = existing.rows_digest.clone().filter(|_| existing.source_rows > 0);
        Self { rows: existing.source_rows, digest, from_step: i32::MIN }
    }
}

/// The rows are not those that are loaded, continued.
#[derive(Debug, thiserror::Error)]
#[error("the rows differ from those that are loaded")]
pub(super) struct Changed;

/// The listener.
pub(super) struct LoadSink<'a> {
    pub(super) loader: Option<Loader>,
    pub(super) fold: RowsFold,
    thinner: Option<Thinner>,
    steps: Option<&'a StepSet>,
    grown: Option<Grown>,
    progress: &'a dyn Progress,
    pulse_max_s: f64,
    /// Rows that were, or in a dry run would be, poured.
    pub(super) poured: u64,
    last_step: i32,
    pub(super) disorder: Option<Disorder>,
    pub(super) clock: cat02::LastClock,
}

/// Rows that come after those of a later step: no database has a place for them.
pub(super) struct Disorder {
    pub(super) line: Option<u64>,
    pub(super) step: i32,
    pub(super) after: i32,
}

impl<'a> LoadSink<'a> {
    pub(super) fn new(
        head: &Head,
        loader: Option<Loader>,
        thinned_s: Option<f64>,
        steps: Option<&'a StepSet>,
        grown: Option<Grown>,
        progress: &'a dyn Progress,
    ) -> Self {
        let mut fold = RowsFold::new(head);
        if let Some(grown) = &grown {
            fold.mark(grown.rows);
        }
        let thinner = thinned_s.map(Thinner::new);
        Self {
            loader,
            fold,
            thinner,
            steps,
            grown,
            progress,
            pulse_max_s: head.conventions.pulse_max_s,
            poured: 0,
            last_step: i32::MIN,
            disorder: None,
            clock: cat02::LastClock::of(head),
        }
    }

    /// Compares the rows that are loaded with the first of the new as soon as so many went by.
    fn compare(&mut self) -> Result<(), TestError> {
        let Some(grown) = self.grown.as_mut().filter(|grown| grown.digest.is_some()) else { return Ok(()) };
        if self.fold.rows() >= grown.rows {
            if self.fold.digest_at(grown.rows) != grown.digest.as_deref() {
                return Err(TestError(Box::new(Changed)));
            }
            grown.digest = None;
        }
        Ok(())
    }

    /// Whether all rows that are loaded were met again.
    pub(super) fn met_all(&self) -> bool {
        self.grown.as_ref().is_none_or(|grown| grown.digest.is_none())
    }

    fn is_wanted(&self, step: i32) -> bool {
        self.steps.is_none_or(|steps| steps.contains(step))
            && self.grown.as_ref().is_none_or(|grown| step >= grown.from_step)
    }
}

fn pour(loader: &mut Option<Loader>, poured: &mut u64, block: &Block<'_>) -> Result<(), TestError> {
    *poured += block.len() as u64;
    match loader {
        Some(loader) => loader.push(block).map_err(|error| TestError(Box::new(error))),
        None => Ok(()),
    }
}

impl Sink for LoadSink<'_> {
    fn block(&mut self, record: &StepRecord, _previous: Option<&StepData>, block: &Block<'_>) -> Result<(), TestError> {
        if self.progress.is_stopped() {
            return Err(TestError(Box::new(Stop::Interrupted)));
        }
        self.fold.push(block);
        self.clock.push(block);
        self.compare()?;
        if block.step < self.last_step && self.disorder.is_none() {
            self.disorder = Some(Disorder { line: block.line(0), step: block.step, after: self.last_step });
        }
        self.last_step = block.step;
        // The rest is read only for what there is to say of it.
        if self.disorder.is_some() || !self.is_wanted(block.step) {
            return Ok(());
        }
        let Self { loader, poured, thinner, pulse_max_s, .. } = self;
        match thinner {
            None => pour(loader, poured, block),
            Some(thinner) => {
                let keep_all = is_short(record.duration_s.get(), record.step_type == StepType::Rest, *pulse_max_s);
                thinner.push(block, keep_all, &mut |kept| pour(loader, poured, kept))
            }
        }
    }

    fn step_end(&mut self, _step: &StepData, _previous: Option<&StepData>) -> Result<(), TestError> {
        let Self { loader, poured, thinner, disorder, .. } = self;
        match thinner {
            Some(thinner) if disorder.is_none() => thinner.end(&mut |kept| pour(loader, poured, kept)),
            _ => Ok(()),
        }
    }
}
