//! The constant part of a step: its median, and the stretches of rows that are off it.

use super::classes::Level;
use super::electrochemistry::cells_in_series;
use super::rows::{Active, Place, Run, Runs};
use crate::model::{Block, Control};
use crate::validate::{StepView, Thresholds};

/// How many stretches off the median are kept for a step.
const STRETCHES_MAX: usize = 64;
/// Rows are looked at from this share of the limit on, since the level so far is not yet the median of all.
const LOOK_RELATIVE: f64 = 0.75;
/// How well the last active row and the Step file must agree for the hold to be known.
const END_V: f64 = 1e-3;

/// What one step holds constant: its current, or voltage times current.
#[derive(Debug)]
pub(crate) struct Constant {
    level: Level,
    /// The places of the first values, which come before the level is known.
    early: Vec<(Place, f64)>,
    runs: Runs,
    /// How far the first row of the open run is off.
    begun_off: f64,
    stretches: Vec<Run>,
    /// The step's end voltage, where its hold begins; `None` for steps without a hold.
    hold_v: Option<f64>,
    over: bool,
    /// The sequence of the hold's first row, once it is reached.
    held_from: Option<u64>,
    /// How far the last row of the open run is off.
    last_off: f64,
    /// Whether a row follows the constant part within the active rows.
    followed: bool,
    /// A row off the level counts only when another active row follows: the last one is compared with the Step file.
    waiting: Option<(Place, f64)>,
    /// The rows at the level so far, which may turn out to be off the median: the runs that are over, and where the one
    /// at hand began.
    at_level: Vec<(Place, Place)>,
    since: Option<Place>,
    /// The last row compared in the block before.
    block_end: Option<Place>,
}

impl Constant {
    /// For the steps of one test.
    pub(crate) fn new() -> Self {
        Self {
            level: Level::new(),
            early: Vec::new(),
            runs: Runs::default(),
            begun_off: 0.0,
            stretches: Vec::new(),
            hold_v: None,
            over: true,
            held_from: None,
            last_off: 0.0,
            followed: false,
            waiting: None,
            at_level: Vec::new(),
            since: None,
            block_end: None,
        }
    }

    /// Begins a step.
    pub(crate) fn restart(&mut self, step: &StepView<'_>) {
        self.level.clear();
        self.early.clear();
        self.runs = Runs::default();
        self.stretches.clear();
        self.at_level.clear();
        (self.waiting, self.since, self.block_end) = (None, None, None);
        self.followed = false;
        self.held_from = None;
        let control = step.record.control;
        self.hold_v = if control == Control::ConstantCurrent { None } else { step.record.voltage_end_v.get() };
        // Without a known control nothing is known to be constant; without an end voltage the hold cannot be told.
        let unknown = matches!(control, Control::ConstantVoltage | Control::Unknown | Control::Rest | Control::Chamber);
        self.over = unknown || (self.hold_v.is_none() && control == Control::ConstantCurrentVoltage);
    }

    /// Takes the next rows in.
    pub(crate) fn take(&mut self, block: &Block<'_>, values: &[f64], active: Active, limits: &Thresholds) {
        if self.over {
            return;
        }
        for (row, &value) in values.iter().enumerate() {
            let time_s = block.step_time_s[row];
            let holds = self.hold_v.is_some_and(|hold_v| {
                (block.voltage_v[row] - hold_v).abs() <= limits.cur03_hold_v * cells_in_series(hold_v)
            });
            self.over = holds || !active.contains(time_s);
            self.followed = !self.over || (holds && active.contains(time_s));
            if self.followed {
                self.release();
            }
            if self.over {
                self.held_from = holds.then_some(block.first_sequence + row as u64);
                self.block_end = row.checked_sub(1).map_or(self.block_end, |row| Some(Place::of(block, row)));
                return;
            }
            if time_s > limits.cur03_settling_s && block.first_sequence + row as u64 > 0 && !value.is_nan() {
                self.compare(block, row, value, limits);
            }
        }
        self.block_end = block.len().checked_sub(1).map(|last| Place::of(block, last));
    }

    #[inline]
    fn compare(&mut self, block: &Block<'_>, row: usize, value: f64, limits: &Thresholds) {
        if let Some(level) = self.level.so_far() {
            self.level.push(value);
            if off(value, level) > LOOK_RELATIVE * limits.cur03_median_relative {
                self.leaves(row.checked_sub(1).map_or(self.block_end, |row| Some(Place::of(block, row))));
                self.waiting = Some((Place::of(block, row), value));
            } else if self.since.is_none() {
                self.since = Some(Place::of(block, row));
            }
            return;
        }
        let place = Place::of(block, row);
        self.early.push((place, value));
        if self.level.push(value) {
            self.settle(limits);
        }
    }

    /// The level is known: the first values are compared with it. The last of them waits for its follower.
    fn settle(&mut self, limits: &Thresholds) {
        let Some(level) = self.level.so_far().or_else(|| self.level.median()) else { return };
        let least = LOOK_RELATIVE * limits.cur03_median_relative;
        let mut before = None;
        for (place, value) in std::mem::take(&mut self.early) {
            self.release();
            if off(value, level) > least {
                self.leaves(before);
                self.waiting = Some((place, value));
            } else {
                self.since.get_or_insert(place);
            }
            before = Some(place);
        }
    }

    /// The rows at the level end with `last`.
    fn leaves(&mut self, last: Option<Place>) {
        if let (Some(first), Some(last)) = (self.since.take(), last)
            && self.at_level.len() < STRETCHES_MAX
        {
            self.at_level.push((first, last));
        }
    }

    #[inline]
    fn release(&mut self) {
        if let Some((place, value)) = self.waiting.take() {
            let level = self.level.so_far().or_else(|| self.level.median()).unwrap_or(value);
            if self.runs.open().is_none_or(|run| run.last.row + 1 != place.row) {
                self.begun_off = off(value, level);
            }
            self.last_off = off(value, level);
            if let Some(run) = self.runs.hit(place, value, off(value, level)) {
                self.store(run);
            }
        }
    }

    /// Whether the open run is the beginning of the hold's taper, which a soft control starts before the end voltage is
    /// reached: it leads up to the hold (`row` is its first row), below the level, and ever further.
    fn is_taper(&self, row: u64) -> bool {
        let level = self.level.so_far().or_else(|| self.level.median()).unwrap_or(0.0);
        self.runs.open().is_some_and(|run| {
            let leads_up = run.last.row + 1 == row && self.last_off >= run.badness;
            leads_up && run.value.abs() < level.abs() && self.begun_off < 0.5 * run.badness.max(f64::MIN_POSITIVE)
        })
    }

    fn store(&mut self, run: Run) {
        if self.stretches.len() < STRETCHES_MAX {
            self.stretches.push(run);
        }
    }

    /// The stretches off the median of all, with that median.
    pub(crate) fn finish(&mut self, step: &StepView<'_>, limits: &Thresholds) -> Vec<(Run, f64)> {
        // Where the Step file's end voltage is not that of the rows, the hold began elsewhere, and STP07 speaks.
        let end_v = step.trace.and_then(|trace| trace.voltage_end_v.get());
        let known = self.hold_v.zip(end_v).is_none_or(|(said_v, rows_v)| (said_v - rows_v).abs() <= END_V);
        let Some(median) = self.level.median().filter(|median| known && *median != 0.0) else { return Vec::new() };
        let level = self.level.so_far().unwrap_or(median);
        if self.level.so_far().is_none() {
            self.settle(limits);
            if self.over && self.followed {
                self.release();
            }
        }
        let tapers = self.held_from.is_some_and(|row| self.is_taper(row));
        if let Some(run) = self.runs.close().filter(|_| !tapers) {
            self.store(run);
        }
        let far = |value: f64| off(value, median) > limits.cur03_median_relative;
        let mut found = Vec::new();
        // The level of the first rows was not what the step mostly had: then those at the level are off.
        if far(level) {
            self.leaves(self.block_end);
            let run = |(first, last): (Place, Place)| {
                let rows = last.row - first.row + 1;
                Run { first, last, rows, value: level, badness: off(level, median) }
            };
            found.extend(self.at_level.drain(..).map(run));
        }
        found.extend(self.stretches.drain(..).filter(|run| far(run.value)));
        found.into_iter().map(|run| (run, median)).collect()
    }
}

#[inline]
fn off(value: f64, level: f64) -> f64 {
    (value / level - 1.0).abs()
}
