//! The increments of a counter from row to row, held against what the rows' current (and voltage) allow.

use super::counter::Counter;
use super::rows::{Place, Run};
use crate::model::Block;
use crate::validate::StepView;

/// A row as the next one needs it.
#[derive(Clone, Copy, Debug)]
struct Row {
    place: Place,
    value: f64,
    current_a: f64,
    voltage_v: f64,
}

/// An increment beside what the rows give.
#[derive(Clone, Copy, Debug)]
struct Judged {
    /// How far it is outside its bracket, beyond what it may be.
    excess: f64,
    /// How far it is from the middle of the bracket.
    surprise: f64,
    /// Whether it is large enough for its share to be more than printed digits.
    is_telling: bool,
}

/// Rows that changed by what no current gave.
#[derive(Clone, Copy, Debug)]
struct Off {
    run: Run,
    /// The row before the last.
    before: Place,
    /// By how much in all.
    surprise: f64,
}

/// The increments of one counter.
pub(crate) struct Increments {
    pub(crate) counter: Counter,
    relative: f64,
    /// One printed digit of the times in s.
    pub(crate) digit_s: f64,
    /// Two printed digits of the rows at hand.
    pub(crate) digits: f64,
    /// What one printed digit of the current amounts to in an hour, where it is as coarse as what is counted.
    pub(crate) digit_rate: f64,
    last: Option<Row>,
    /// The first row of a step, where its value is not what flowed before it, and by how much.
    first: Option<(Row, f64)>,
    open: Option<Off>,
    found: Vec<Found>,
    /// How many rows carried enough to show a scale, and how many were off for good.
    telling: u64,
    hits: u64,
}

/// Rows that were off, in all by how much, and whether later rows undo it.
#[derive(Clone, Copy, Debug)]
struct Found {
    run: Run,
    surprise: f64,
    undone: bool,
}

/// So many places of one step are kept.
const FOUND_MAX: usize = 256;
/// Testers print values with so many significant digits at least: two digits relative to the value.
const DIGITS_RELATIVE: f64 = 2e-6;
/// Times are printed to the millisecond at best, and an interval is the difference of two.
const INTERVAL_S: f64 = 1e-3;
/// Rows off that are so near to those before belong to them, if they undo them.
const NEAR_ROWS: u64 = 3;
/// What is left of two surprises that undo one another.
const UNDONE_RELATIVE: f64 = 0.25;

impl Increments {
    /// For one counter; `relative` is how far an increment may leave its bracket.
    pub(crate) const fn new(counter: Counter, relative: f64) -> Self {
        Self {
            counter,
            relative,
            digit_s: 0.0,
            digits: 0.0,
            digit_rate: 0.0,
            last: None,
            first: None,
            open: None,
            found: Vec::new(),
            telling: 0,
            hits: 0,
        }
    }

    /// Begins a step.
    pub(crate) fn restart(&mut self) {
        (self.last, self.first, self.open) = (None, None, None);
        self.found.clear();
        (self.telling, self.hits) = (0, 0);
    }

    fn row(block: &Block<'_>, values: &[f64], row: usize) -> Row {
        let value = values[row];
        let (current_a, voltage_v) = (block.current_a[row], block.voltage_v[row]);
        Row { place: Place::of(block, row), value, current_a, voltage_v }
    }

    #[inline]
    fn judge(&self, interval_s: f64, before: [f64; 3], next: [f64; 3]) -> Judged {
        let ([value0, current0, voltage0], [value1, current1, voltage1]) = (before, next);
        let rates = match self.counter {
            Counter::Capacity => [current0, current1, current0, current1],
            Counter::Energy => [current0 * voltage0, current1 * voltage1, current0 * voltage1, current1 * voltage0],
        };
        let low = rates[0].min(rates[1]).min(rates[2].min(rates[3]));
        let high = rates[0].max(rates[1]).max(rates[2].max(rates[3]));
        let steepest = low.abs().max(high.abs()) / 3600.0;
        let (low, high) = (low * interval_s / 3600.0, high * interval_s / 3600.0);
        let increment = value1 - value0;
        let outside = (low - increment).max(increment - high)
            - steepest * self.digit_s.max(INTERVAL_S)
            - self.digit_rate * interval_s / 3600.0;
        let printed = self.digits + DIGITS_RELATIVE * value0.abs().max(value1.abs());
        let share = self.relative * steepest * interval_s;
        Judged {
            excess: outside - share.max(printed),
            surprise: increment - f64::midpoint(low, high),
            is_telling: share > printed,
        }
    }

    /// How many rows of a block tell, when none is off; in one pass without branches.
    fn calm(&self, block: &Block<'_>, values: &[f64]) -> Option<u64> {
        let last = self.last.filter(|_| self.open.is_none() && self.first.is_none())?;
        let times_s = block.step_time_s;
        let three = |row: usize| [values[row], block.current_a[row], block.voltage_v[row]];
        let begins = self.judge(times_s[0] - last.place.time_s, [last.value, last.current_a, last.voltage_v], three(0));
        let (mut calm, mut telling) = (begins.excess <= 0.0, u64::from(begins.is_telling));
        for row in 1..block.len() {
            let judged = self.judge(times_s[row] - times_s[row - 1], three(row - 1), three(row));
            calm &= judged.excess <= 0.0;
            telling += u64::from(judged.is_telling);
        }
        calm.then_some(telling)
    }

    /// Takes the next rows in; `values` is what the counter holds in them.
    pub(crate) fn take(&mut self, block: &Block<'_>, values: &[f64]) {
        let Some(end) = block.len().checked_sub(1) else { return };
        if let Some(telling) = self.calm(block, values) {
            self.telling += telling;
            self.last = Some(Self::row(block, values, end));
            return;
        }
        for row in 0..block.len() {
            let next = Self::row(block, values, row);
            if !next.value.is_nan() && !next.current_a.is_nan() {
                self.next(next);
            }
        }
    }

    fn next(&mut self, next: Row) {
        let Some(last) = self.last.replace(next) else {
            self.begin(next);
            return;
        };
        let interval_s = next.place.time_s - last.place.time_s;
        let three = |row: Row| [row.value, row.current_a, row.voltage_v];
        let Judged { excess, surprise, is_telling } = self.judge(interval_s, three(last), three(next));
        self.telling += u64::from(is_telling);
        let first = self.first.take();
        if excess.is_nan() || excess <= 0.0 || interval_s < 0.0 {
            self.close();
            return;
        }
        self.hits += 1;
        if let Some((first, first_off)) = first
            && (first_off + surprise).abs() <= UNDONE_RELATIVE * surprise.abs()
        {
            self.hits -= 1;
            self.add(Run::one(first.place, first.value, first_off.abs()), 0.0, true);
            return;
        }
        match &mut self.open {
            Some(open) => {
                open.before = open.run.last;
                open.run.extend(next.place, next.value, surprise.abs());
                open.surprise += surprise;
                // A cell and the row after it, which undoes it, are one; the next row may begin another.
                if open.surprise.abs() <= UNDONE_RELATIVE * open.run.badness {
                    self.close();
                }
            }
            open => {
                let run = Run::one(next.place, next.value, surprise.abs());
                *open = Some(Off { run, before: next.place, surprise });
            }
        }
    }

    /// The step's first row: what flowed before it is little, and bounded by its own current.
    fn begin(&mut self, first: Row) {
        let start = [0.0, 0.0, first.voltage_v];
        let judged = self.judge(first.place.time_s, start, [first.value, 2.0 * first.current_a, first.voltage_v]);
        self.first = (judged.excess > 0.0).then_some((first, judged.surprise));
    }

    /// Rows off are over: those that were undone end with the row before the last.
    fn close(&mut self) {
        let Some(mut off) = self.open.take() else { return };
        if off.run.rows > 1 && off.surprise.abs() <= UNDONE_RELATIVE * off.run.badness {
            self.hits -= off.run.rows;
            off.run.last = off.before;
            off.run.rows -= 1;
            self.add(off.run, 0.0, true);
            return;
        }
        // A level that returns later is one finding up to its return, and so is a counter that wavers or lags here and there.
        let is_near = self.found.last().is_some_and(|last| off.run.first.row <= last.run.last.row + NEAR_ROWS);
        if (off.run.rows == 1 || is_near)
            && let Some(at) = self.returned(off.surprise)
        {
            let undone: u64 = self.found[at..].iter().filter(|found| !found.undone).map(|found| found.run.rows).sum();
            self.hits -= undone + off.run.rows;
            self.found.truncate(at + 1);
            let found = &mut self.found[at];
            found.undone = true;
            found.run.last = if off.run.rows == 1 { off.before_first() } else { off.before };
            found.run.rows = found.run.last.row - found.run.first.row + 1;
            return;
        }
        self.add(off.run, off.surprise, false);
    }

    /// Since which of those found a surprise takes back what they were off by.
    fn returned(&self, surprise: f64) -> Option<usize> {
        let mut left = surprise;
        let since = self.found.iter().enumerate().rev().filter(|(_, found)| !found.undone).map(|(at, found)| {
            left += found.surprise;
            (at, left.abs())
        });
        let (at, left) = since.min_by(|a, b| a.1.total_cmp(&b.1))?;
        (left <= UNDONE_RELATIVE * surprise.abs()).then_some(at)
    }

    fn add(&mut self, run: Run, surprise: f64, undone: bool) {
        // What wavers is wrong again right after it came back.
        if let Some(last) = self.found.last_mut().filter(|last| undone && last.undone)
            && run.first.row <= last.run.last.row + 2
        {
            let rows = run.last.row - last.run.first.row + 1;
            last.run = Run { first: last.run.first, rows, ..run };
        } else if self.found.len() < FOUND_MAX {
            self.found.push(Found { run, surprise, undone });
        }
    }

    /// The rows of the step that are off. A step where most are and stay has another unit or scale, and so has a stretch that
    /// nothing undoes: that is another rule's. A counter that is back where it has to be by the end has neither.
    pub(crate) fn finish(&mut self, step: &StepView<'_>) -> Vec<Run> {
        self.close();
        let is_scale = |share: u64| self.hits > 4 && share * self.hits > self.telling;
        if is_scale(2) {
            return Vec::new();
        }
        let end_differs = self.is_end_contradicted(step);
        let is_left = |Found { run, undone, .. }: &Found| {
            let is_last = step.trace.is_some_and(|trace| run.first.row + 1 == trace.active_rows);
            (is_scale(5) && !undone) || (is_last && end_differs)
        };
        self.found.iter().filter(|found| !is_left(found)).map(|found| found.run).collect()
    }

    /// Whether the Step file has another end than the rows: then the last row is another rule's.
    fn is_end_contradicted(&self, step: &StepView<'_>) -> bool {
        let Some(trace) = step.trace.filter(|_| step.record.line.is_some()) else { return false };
        let ends = match self.counter {
            Counter::Capacity => trace.capacity_end_ah.get().zip(step.record.capacity_ah.get()),
            Counter::Energy => trace.energy_end_wh.get().zip(step.record.energy_wh.get()),
        };
        ends.is_some_and(|(rows, said)| (rows - said).abs() > self.digits + DIGITS_RELATIVE * said.abs())
    }
}

impl Off {
    /// The place before its first row.
    fn before_first(&self) -> Place {
        let first = self.run.first;
        Place { row: first.row.saturating_sub(1), line: first.line.map(|line| line - 1), ..first }
    }
}
