//! Finds single rows that stand beyond both their neighbours, while rows flow by in blocks of any size.

use super::rows::Place;
use crate::model::{Block, EndReason};

/// A row with its neighbours, standing beyond both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row3 {
    pub(crate) place: Place,
    /// The row after this one.
    pub(crate) next_time_s: f64,
    /// Whether this row's status says that the step ended with it.
    pub(crate) has_ended: bool,
    pub(crate) before: f64,
    pub(crate) value: f64,
    pub(crate) after: f64,
    /// How far beyond the nearer neighbour; positive.
    pub(crate) height: f64,
    /// How far a second quantity (`beside`) stands beyond both its neighbours in the same direction; not positive when
    /// it does not.
    pub(crate) beside_signed: f64,
}

impl Row3 {
    /// How far the row is from the middle of its neighbours. Beside a spike on a slope a neighbour may seem to stand out as
    /// far as the spike itself, but it bends only half as much.
    fn bend(&self) -> f64 {
        (self.value - f64::midpoint(self.before, self.after)).abs()
    }
}

/// A row kept until the step's end, when the step's largest values are known.
pub(crate) type Candidate = Row3;

#[derive(Clone, Copy, Debug)]
struct Kept {
    place: Place,
    value: f64,
    beside: f64,
    has_ended: bool,
}

/// The last two rows, so that a row is judged when the next is there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    before: Option<(f64, f64)>,
    middle: Option<Kept>,
}

impl Window {
    /// Forgets all: a step begins and the row before it is no neighbour.
    pub(crate) fn restart(&mut self) {
        *self = Self::default();
    }

    /// Gives the first row of the step a left neighbour.
    pub(crate) fn seed(&mut self, value: f64, beside: f64) {
        self.before = Some((value, beside));
    }

    /// Takes the rows of a block in; `found` gets each row that stands more than `least` beyond both neighbours.
    pub(crate) fn slide(
        &mut self,
        block: &Block<'_>,
        values: &[f64],
        besides: &[f64],
        least: f64,
        mut found: impl FnMut(&Row3),
    ) {
        let rows = values.len().min(besides.len());
        // The first two rows have neighbours in the block before.
        for row in 0..rows.min(2) {
            self.step(block, row, values[row], besides[row], least, &mut found);
        }
        if rows <= 2 {
            return;
        }
        for row in 1..rows - 1 {
            let (before, value, after) = (values[row - 1], values[row], values[row + 1]);
            let (left, right) = (value - before, value - after);
            if (left > least && right > least) || (left < -least && right < -least) {
                let middle =
                    Kept { place: Place::of(block, row), value, beside: besides[row], has_ended: ended(block, row) };
                let next = (after, besides[row + 1], block.step_time_s[row + 1]);
                found(&three((before, besides[row - 1]), middle, next));
            }
        }
        let last = rows - 1;
        self.before = Some((values[last - 1], besides[last - 1]));
        self.middle = Some(Kept {
            place: Place::of(block, last),
            value: values[last],
            beside: besides[last],
            has_ended: ended(block, last),
        });
    }

    fn step(
        &mut self,
        block: &Block<'_>,
        row: usize,
        value: f64,
        beside: f64,
        least: f64,
        found: &mut impl FnMut(&Row3),
    ) {
        // Row 1 of a block is judged in the loop when a row 2 is there; here only the row before it is.
        if let (Some(before), Some(middle)) = (self.before, self.middle) {
            let (left, right) = (middle.value - before.0, middle.value - value);
            if (left > least && right > least) || (left < -least && right < -least) {
                found(&three(before, middle, (value, beside, block.step_time_s[row])));
            }
        }
        if let Some(middle) = self.middle {
            self.before = Some((middle.value, middle.beside));
        }
        self.middle = Some(Kept { place: Place::of(block, row), value, beside, has_ended: ended(block, row) });
    }
}

fn ended(block: &Block<'_>, row: usize) -> bool {
    block.end_reasons.get(row).is_some_and(|reason| *reason != EndReason::Running)
}

fn three(before: (f64, f64), middle: Kept, (after, beside_after, next_time_s): (f64, f64, f64)) -> Row3 {
    let (left, right) = (middle.value - before.0, middle.value - after);
    let sign = left.signum();
    Row3 {
        place: middle.place,
        next_time_s,
        has_ended: middle.has_ended,
        before: before.0,
        value: middle.value,
        after,
        height: left.abs().min(right.abs()),
        beside_signed: (sign * (middle.beside - before.1)).min(sign * (middle.beside - beside_after)),
    }
}

/// How many candidates of one step are kept; more than that is no matter of single rows.
const CANDIDATES_MAX: usize = 256;

/// The candidates of one step; of two neighbouring ones the larger stays.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    kept: Vec<Candidate>,
}

impl Candidates {
    /// Another step begins.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    /// Keeps a candidate; when there are too many, the lowest goes.
    pub(crate) fn offer(&mut self, next: &Row3) {
        if let Some(last) = self.kept.last_mut()
            && last.place.row + 1 == next.place.row
        {
            if next.bend() > last.bend() {
                *last = *next;
            }
            return;
        }
        if self.kept.len() >= CANDIDATES_MAX {
            let heights = self.kept.iter().map(|kept| kept.height).enumerate();
            let Some((lowest, height)) = heights.min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
            if next.height <= height {
                return;
            }
            self.kept.remove(lowest);
        }
        self.kept.push(*next);
    }

    /// All of them, in order.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Candidate> + '_ {
        self.kept.drain(..)
    }
}
