//! Makes what a dialect's columns hold into what every block holds: times since the step's and the test's start, and
//! capacity and energy of the step alone, zero at its start, signed by its type.

use super::{Field, Integrals, Plan, Rows, Segment, Sign};
use crate::model::{ChannelKind, StepType};

/// The state that is carried from piece to piece of one file.
#[derive(Clone, Debug)]
pub(crate) struct Rebase {
    integrals: Integrals,
    /// The type gives the sign of currents and powers too; the slot of the power.
    is_by_type: bool,
    power: Option<usize>,
    has_step_time: bool,
    has_test_time: bool,
    clock: Option<usize>,
    step: Option<i32>,
    test_clock: f64,
    step_clock: f64,
    step_test_time: f64,
    last_test_time: f64,
    first: [f64; 2],
}

impl Rebase {
    /// For the rows of one file.
    #[must_use]
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            integrals: match plan.dialect.sample_integrals() {
                Integrals::StepSigned if plan.sign == Some(Sign::ByType) => Integrals::StepMagnitude,
                declared => declared,
            },
            is_by_type: plan.sign == Some(Sign::ByType),
            power: plan.slot_of(ChannelKind::Power),
            has_step_time: plan.has(Field::StepTime),
            has_test_time: plan.has(Field::TestTime),
            clock: plan.slot_of(ChannelKind::WallClock),
            step: None,
            test_clock: f64::NAN,
            step_clock: f64::NAN,
            step_test_time: 0.0,
            last_test_time: f64::NAN,
            first: [f64::NAN; 2],
        }
    }

    /// Whether rows of this dialect need it at all.
    #[must_use]
    pub(crate) fn is_needed(&self) -> bool {
        self.integrals != Integrals::StepSigned || !self.has_step_time || !self.has_test_time
    }

    /// Rebases the next rows in place; `step_type` tells what a step does to the cell.
    pub(crate) fn apply(&mut self, rows: &mut Rows, step_type: impl Fn(&Segment) -> StepType) {
        if !self.is_needed() {
            return;
        }
        for index in 0..rows.segments.len() {
            let range = rows.range(index);
            let segment = &rows.segments[index];
            let kind = step_type(segment);
            if self.step != Some(segment.step) {
                self.begin(segment.step, rows, range.start);
            }
            self.times(rows, range.clone());
            self.charges(rows, range, kind);
        }
    }

    fn begin(&mut self, step: i32, rows: &Rows, row: usize) {
        self.step = Some(step);
        // The step begins where the one before ended; a file that begins in the middle of a test, at its first row.
        let first_s = if self.has_test_time { rows.columns[1][row] } else { 0.0 };
        self.step_test_time = match self.last_test_time.is_nan() {
            true if first_s > MIDDLE_S => first_s,
            true => 0.0,
            false => self.last_test_time,
        };
        self.first = [rows.columns[4][row], rows.columns[5][row]];
        if let Some(clock) = self.clock {
            self.step_clock = rows.columns[clock][row];
            if self.test_clock.is_nan() {
                self.test_clock = self.step_clock;
            }
        }
    }

    fn times(&mut self, rows: &mut Rows, range: std::ops::Range<usize>) {
        for row in range {
            let clock = self.clock.map_or(f64::NAN, |slot| rows.columns[slot][row]);
            if !self.has_step_time {
                rows.columns[0][row] = if self.has_test_time {
                    // To the microsecond: the difference of two decimals is none.
                    ((rows.columns[1][row] - self.step_test_time) * 1e6).round() / 1e6
                } else {
                    clock - self.step_clock
                };
            }
            if !self.has_test_time {
                rows.columns[1][row] =
                    if clock.is_nan() { self.step_test_time + rows.columns[0][row] } else { clock - self.test_clock };
            }
            self.last_test_time = rows.columns[1][row];
        }
    }

    fn charges(&self, rows: &mut Rows, range: std::ops::Range<usize>, kind: StepType) {
        if self.integrals == Integrals::StepSigned {
            return;
        }
        for (slot, first) in [(4, self.first[0]), (5, self.first[1])] {
            let base = if self.integrals == Integrals::Running { first } else { 0.0 };
            for value in &mut rows.columns[slot][range.clone()] {
                *value = signed((*value - base).abs(), kind);
            }
        }
        if self.is_by_type {
            for slot in [Some(3), self.power].into_iter().flatten() {
                rows.columns[slot][range.clone()].iter_mut().for_each(|value| *value = signed(value.abs(), kind));
            }
        }
    }
}

/// A later first row begins a file in the middle of a test.
const MIDDLE_S: f64 = 3_600.0;

/// A magnitude with the sign of the step's direction; missing where nothing tells it.
pub(super) fn signed(magnitude: f64, kind: StepType) -> f64 {
    match kind {
        StepType::Discharge if magnitude != 0.0 => -magnitude,
        StepType::Unknown if magnitude != 0.0 => f64::NAN,
        _ => magnitude,
    }
}
