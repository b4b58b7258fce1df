//! Makes what a dialect's columns hold into what every block holds: executed steps with a number and a type, times since
//! the step's and the test's start, and capacity and energy of the step alone, zero at its start, positive in charge.

mod cut;
mod direction;
mod numbered;
mod times;
mod turn;
mod twice;

use super::counter::Begin;
use super::counters::{Counters, sign_of};
use super::spec::CurrentSign;
use super::types::step_type_of;
use super::{Dialect, Field, Plan, Rows, Segment, Sign};
use crate::model::{ChannelKind, Column, Control, Fault, StepType};
use numbered::Numbered;
use twice::Twice;

/// Rows of a step that tell its direction by their current; fewer at the end of a piece wait for the next one.
const TELLING_ROWS: usize = 64;
/// So many rows decide whether a file's currents are turned.
const VOTES: i64 = 3;
/// A later first row begins a file in the middle of a test.
const MIDDLE_S: f64 = 3_600.0;

/// The step at hand.
#[derive(Clone, Debug)]
struct Step {
    key: Segment,
    kind: (StepType, Control),
    /// The sign of its current, where that alone tells steps apart.
    direction: f64,
    last_step_time: f64,
    last_test_time: f64,
    tester_cycle: Option<i32>,
}

/// The state that is carried from piece to piece of one file.
#[derive(Clone, Debug)]
pub(crate) struct Rebase {
    dialect: &'static Dialect,
    /// Executed steps are told apart here.
    counts_steps: bool,
    path: String,
    header_line: u64,
    is_by_type: bool,
    /// Whether positive currents discharge; not known at first.
    turned: Option<bool>,
    capacity: Counters,
    energy: Counters,
    is_needed: bool,
    power: Option<usize>,
    clock: Option<usize>,
    has_step_time: bool,
    /// The step at hand has no time of its own: there is no such column, or its first row has none in it.
    derives_step_time: bool,
    has_test_time: bool,
    /// The columns that stay.
    width: usize,
    /// The column of end codes, and from which one on a row is its step's last.
    end_code: Option<(usize, f64)>,
    /// The columns of what rows say of their step: its duration, and its capacity at constant current.
    of_step: [Option<usize>; 2],
    /// The row before was its step's last.
    has_ended: bool,
    /// The largest current so far.
    scale_a: f64,
    step: Option<Step>,
    number: i32,
    last_active: StepType,
    test_clock: f64,
    step_clock: f64,
    step_test_time: f64,
    /// Where the steps before end, of a file that has no time of the test.
    tests_sum: f64,
    last_test_time: f64,
    held: Option<Rows>,
    /// The next rows are of another file of the test.
    is_new_file: bool,
    /// What its times are moved by.
    shift_s: f64,
    /// The last clock and time that were read.
    last_clock: f64,
    last_read_time: f64,
    /// The clock of the last row that is rebased.
    last_row_clock: f64,
    /// Magnitudes whose direction no column tells: the voltage does. Also the last voltage of the step before.
    by_voltage: bool,
    last_voltage: f64,
    /// How many currents were negative; that none is although the voltage falls was told.
    negatives: usize,
    is_unsigned_told: bool,
    /// Where rows are numbered.
    numbered: Option<Numbered>,
    /// Counters that stand in the file twice.
    twice: Vec<Twice>,
}

impl Rebase {
    /// For the rows of one file.
    #[must_use]
    pub(crate) fn new(plan: &Plan, path: &str) -> Self {
        let is_by_type = plan.sign == Some(Sign::ByType);
        let of_capacity = [Field::Capacity, Field::ChargeCapacity, Field::DischargeCapacity];
        let capacity = Counters::new(plan, Column::Capacity, of_capacity);
        let energy = Counters::new(plan, Column::Energy, [Field::Energy, Field::ChargeEnergy, Field::DischargeEnergy]);
        let counts_steps = plan.dialect.counts_steps(plan.role);
        let (has_step_time, has_test_time) = (plan.has(Field::StepTime), plan.has(Field::TestTime));
        let of_step = [Field::StepDuration, Field::ConstantCurrentCapacity];
        let of_step = of_step.map(|field| plan.column_of(field).map(|(slot, _)| slot));
        let is_done = capacity.is_done(plan, Field::Capacity) && energy.is_done(plan, Field::Energy);
        Self {
            dialect: plan.dialect,
            counts_steps,
            path: path.to_owned(),
            header_line: plan.header_line,
            is_by_type,
            turned: (plan.dialect.current != CurrentSign::Auto || plan.sign.is_some()).then_some(false),
            is_needed: of_step.iter().any(Option::is_some)
                || counts_steps
                || is_by_type
                || !is_done
                || !has_step_time
                || !has_test_time,
            capacity,
            energy,
            power: plan.slot_of(ChannelKind::Power),
            clock: plan.slot_of(ChannelKind::WallClock),
            has_step_time,
            derives_step_time: !has_step_time,
            has_test_time,
            width: super::SEVEN + plan.channels.len(),
            end_code: plan.column_of(Field::EndCode).map(|(slot, _)| slot).zip(plan.dialect.steps.end_at_least),
            of_step,
            has_ended: false,
            scale_a: 0.0,
            step: None,
            number: 0,
            last_active: StepType::Unknown,
            test_clock: f64::NAN,
            step_clock: f64::NAN,
            step_test_time: 0.0,
            tests_sum: 0.0,
            last_test_time: f64::NAN,
            held: None,
            is_new_file: false,
            shift_s: 0.0,
            last_clock: f64::NAN,
            last_read_time: f64::NAN,
            last_row_clock: f64::NAN,
            by_voltage: is_by_type && counts_steps,
            negatives: 0,
            is_unsigned_told: false,
            last_voltage: f64::NAN,
            numbered: Numbered::of(plan, path).filter(|_| counts_steps),
            twice: if counts_steps { Twice::of(plan, path) } else { Vec::new() },
        }
    }

    /// The rows that follow are of another file of the test: their time goes on, or begins anew and is shifted.
    pub(crate) fn goes_on(&mut self) {
        self.is_new_file = true;
        self.numbered.iter_mut().for_each(Numbered::goes_on);
    }

    /// Makes the time of the test go on where a file of it begins with an earlier one: by the clocks where there are any,
    /// else from where the file before ended. Its first row begins a step: what lies between is no part of one.
    fn join(&mut self, rows: &mut Rows) {
        let times = Column::TestTime as usize;
        if std::mem::take(&mut self.is_new_file) && self.has_test_time && rows.len() > 0 {
            let (first, clock) = (rows.columns[times][0], self.clock.map_or(f64::NAN, |slot| rows.columns[slot][0]));
            if first + self.shift_s < self.last_read_time {
                let passed = (clock - self.last_clock).max(0.0);
                self.shift_s = self.last_read_time - first + if passed.is_nan() { 0.0 } else { passed };
                // A step that is counted on goes on, too.
                let step_time = rows.columns[0][0];
                self.has_ended = !self.step.as_ref().is_some_and(|step| step_time >= step.last_step_time);
            }
        }
        if self.shift_s != 0.0 {
            rows.columns[times].iter_mut().for_each(|time| *time += self.shift_s);
        }
        let last = |slot: usize| rows.columns[slot].iter().rev().copied().find(|value| !value.is_nan());
        if let Some(clock) = self.clock.and_then(last) {
            self.last_clock = clock;
        }
        if let Some(time) = last(times).filter(|_| self.has_test_time) {
            self.last_read_time = time;
        }
    }

    /// Whether rows of this dialect need it at all.
    #[must_use]
    pub(crate) fn is_needed(&self) -> bool {
        self.is_needed
    }

    /// Rebases the next rows; `step_type` tells what a step does to the cell, where a summary says it. A few rows at the
    /// end may wait for those that follow.
    pub(crate) fn apply(&mut self, rows: Rows, step_type: impl Fn(&Segment) -> Option<StepType>) -> Rows {
        if !self.is_needed {
            return rows;
        }
        self.take(rows, step_type, false)
    }

    /// The rows that waited, when there are no more.
    pub(crate) fn finish(&mut self, step_type: impl Fn(&Segment) -> Option<StepType>) -> Option<Rows> {
        self.held.is_some().then(|| self.take(Rows::default(), step_type, true))
    }

    /// What is known once all rows went by: where rows are missing by their numbers, where a counter parts from its twin.
    pub(crate) fn lost(&mut self) -> Vec<Fault> {
        let lost = self.numbered.take().map_or_else(Vec::new, Numbered::lost);
        lost.into_iter().chain(std::mem::take(&mut self.twice).into_iter().filter_map(Twice::parted)).collect()
    }

    fn take(&mut self, rows: Rows, step_type: impl Fn(&Segment) -> Option<StepType>, is_last: bool) -> Rows {
        let mut rows = rows;
        if self.counts_steps {
            if rows.len() > 0 {
                self.join(&mut rows);
                self.scale(&rows);
                self.turn(&mut rows);
            }
            if let Some(mut held) = self.held.take() {
                held.append(rows);
                rows = held;
            }
            self.cut(&mut rows, is_last);
        }
        for index in 0..rows.segments.len() {
            let range = rows.range(index);
            if self.counts_steps {
                let kind = step_type_of(self.dialect, &rows.segments[index].step_type).0;
                self.sign_currents(&mut rows, range.clone(), kind);
            }
            let begins = self.step.as_ref().is_none_or(|step| step.key.step != rows.segments[index].step);
            if begins {
                self.begin(&mut rows, index, &step_type);
            }
            if let Some(step) = &self.step {
                rows.segments[index].kind = Some(step.kind);
            }
            let kind = self.step.as_ref().map_or(StepType::Unknown, |step| step.kind.0);
            if !self.counts_steps || self.by_voltage {
                self.sign_currents(&mut rows, range.clone(), kind);
            }
            if let Some(voltage) = rows.columns[Column::Voltage as usize][range.clone()].last() {
                self.last_voltage = *voltage;
            }
            if let Some(numbered) = &mut self.numbered {
                numbered.take(&rows, range.clone(), rows.segments[index].step);
            }
            self.times(&mut rows, range.clone());
            let said: Vec<Vec<f64>> = self.twice.iter().map(|twice| twice.said(&rows, range.clone())).collect();
            self.capacity.rows(&mut rows, range.clone(), kind);
            self.energy.rows(&mut rows, range.clone(), kind);
            for (twice, said) in self.twice.iter_mut().zip(&said) {
                twice.take(&rows, range.clone(), said, (rows.segments[index].step, kind));
            }
        }
        for (place, slot) in self.of_step.iter().enumerate() {
            let Some(column) = slot.and_then(|slot| rows.columns.get(slot)) else { continue };
            for segment in &mut rows.segments {
                segment.of_step[place] = column.get(segment.start).copied().filter(|value| value.is_finite());
            }
        }
        rows.columns.truncate(self.width);
        rows
    }

    fn scale(&mut self, rows: &Rows) {
        let current = &rows.columns.get(Column::Current as usize);
        let largest = current.map_or(0.0, |current| current.iter().fold(0.0, |max: f64, value| max.max(value.abs())));
        self.scale_a = self.scale_a.max(largest);
        let rest_a = self.rest_a();
        self.negatives += current.map_or(0, |current| current.iter().filter(|value| **value < -rest_a).count());
        // They have signs; one that is negative among others may be a wrong cell.
        self.by_voltage &= self.negatives < VOTES as usize;
    }

    /// Currents of at most this much are none.
    fn rest_a(&self) -> f64 {
        (self.scale_a * self.dialect.steps.rest_below_share).max(self.dialect.steps.rest_below_a)
    }

    fn begin(&mut self, rows: &mut Rows, index: usize, step_type: &impl Fn(&Segment) -> Option<StepType>) {
        let row = rows.segments[index].start;
        let segment = rows.segments[index].clone();
        let said = step_type_of(self.dialect, &segment.step_type);
        let kind = match step_type(&segment) {
            Some(kind) => (kind, said.1),
            None if said.0 == StepType::Unknown && self.counts_steps && !self.dialect.steps.is_unknown_otherwise => {
                (self.by_rows(rows, index), said.1)
            }
            None => said,
        };
        if said.0 == StepType::Unknown && kind.0 == StepType::Charge {
            self.tell_unsigned(rows, index);
        }
        let before = self.step.take();
        // The step begins where the one before ended; a file that begins in the middle of a test, at its first row.
        let first_s = if self.has_test_time { rows.columns[1][row] } else { 0.0 };
        self.tests_sum = if self.last_test_time.is_nan() { 0.0 } else { self.last_test_time };
        self.step_test_time = match self.last_test_time.is_nan() {
            true if first_s > MIDDLE_S => first_s,
            true => 0.0,
            false => self.last_test_time,
        };
        if let Some(clock) = self.clock {
            // Where a step's own time is not written, it begins with the last row before.
            let before_s = Some(self.last_row_clock).filter(|clock| self.counts_steps && !clock.is_nan());
            self.step_clock = before_s.unwrap_or(rows.columns[clock][row]);
            if self.test_clock.is_nan() {
                self.test_clock = rows.columns[clock][row];
            }
        }
        self.derives_step_time =
            !self.has_step_time || self.counts_steps && self.has_test_time && rows.columns[0][row].is_nan();
        let step_time = if self.derives_step_time { first_s - self.step_test_time } else { rows.columns[0][row] };
        let current = rows.columns[Column::Current as usize][row];
        let expected = if step_time.is_finite() && current.is_finite() { current * step_time / 3_600.0 } else { 0.0 };
        let begin = Begin {
            expected,
            is_new_cycle: before.as_ref().is_some_and(|before| before.tester_cycle != segment.tester_cycle),
            is_same_state: before.as_ref().is_some_and(|before| before.kind.0 == kind.0),
            is_same_direction: self.last_active == kind.0,
            from_first: !self.counts_steps,
            is_idle: false,
        };
        self.capacity.begin(rows, row, kind.0, expected, begin);
        let voltage = rows.columns[Column::Voltage as usize][row];
        self.energy.begin(rows, row, kind.0, expected * if voltage.is_finite() { voltage } else { 0.0 }, begin);
        if matches!(kind.0, StepType::Charge | StepType::Discharge | StepType::Waveform) {
            self.last_active = kind.0;
        }
        let tester_cycle = segment.tester_cycle;
        let current = if current.abs() <= self.rest_a() { 0.0 } else { sign_of(current) };
        let (last_step_time, last_test_time) =
            if self.counts_steps { times::last(rows, index) } else { (f64::NAN, f64::NAN) };
        self.step = Some(Step { key: segment, kind, direction: current, last_step_time, last_test_time, tester_cycle });
    }
}
