//! The counters of charge, and of energy, of a file: one or two columns, or none, made into the step's own.

use super::counter::{Begin, Counter};
use super::{CounterSign, Field, Plan, Resets, Rows, Sign};
use crate::model::{Column, StepType};
use std::ops::Range;

/// The counters of charge, or of energy.
#[derive(Clone, Debug)]
pub(super) struct Counters {
    /// Where the step's own goes.
    slot: usize,
    pub(super) charge: Option<Counter>,
    pub(super) discharge: Option<Counter>,
    /// One counter for both directions, and whether it is a magnitude.
    both: Option<(Counter, CounterSign)>,
    /// Of one magnitude in a step of both directions: what was gained up to the row before, and its sum with signs.
    mixed: (f64, f64),
    /// Of energies: the voltage was negative in this step, where what goes in and what comes out change places.
    is_below: bool,
    /// Where there is no counter: time, current and voltage of the row before, and the integral so far.
    integral: Option<[f64; 4]>,
}

impl Counters {
    pub(super) fn new(plan: &Plan, column: Column, [both, charge, discharge]: [Field; 3]) -> Self {
        let is_by_type = plan.sign == Some(Sign::ByType);
        let counter = |field: Field, is_signed: bool| {
            plan.column_of(field).map(|(slot, spec)| Counter::new(slot, spec.resets, is_signed))
        };
        let (charge, discharge) = (counter(charge, false), counter(discharge, false));
        let both = plan.column_of(both).filter(|_| charge.is_none() && discharge.is_none()).map(|(slot, spec)| {
            let sign = if is_by_type { CounterSign::StepType } else { spec.sign };
            // Where steps are numbered in the file, a fall inside one is a fault and no restart.
            let may_fall = sign == CounterSign::Signed || !plan.dialect.counts_steps(plan.role);
            (Counter::new(slot, spec.resets, may_fall), sign)
        });
        let has_none = charge.is_none() && discharge.is_none() && both.is_none();
        let integral = (has_none && plan.dialect.counts_steps(plan.role)).then_some([f64::NAN; 4]);
        Self { slot: column as usize, charge, discharge, both, mixed: (0.0, 0.0), is_below: false, integral }
    }

    /// Whether the column of the step's own already holds it.
    pub(super) fn is_done(&self, plan: &Plan, field: Field) -> bool {
        match plan.column_of(field) {
            _ if self.charge.is_some() || self.discharge.is_some() => false,
            None => true,
            Some((_, spec)) => spec.resets == Resets::Step && spec.sign == CounterSign::Signed,
        }
    }

    pub(super) fn begin(&mut self, rows: &Rows, row: usize, kind: StepType, expected: f64, begin: Begin) {
        self.mixed = (0.0, 0.0);
        self.is_below = false;
        if let Some(integral) = &mut self.integral {
            *integral = [f64::NAN, f64::NAN, f64::NAN, 0.0];
        }
        let is_idle = |other: StepType| kind == StepType::Rest || kind == other;
        if let Some(counter) = &mut self.charge {
            let own = Begin { expected: expected.max(0.0), is_idle: is_idle(StepType::Discharge), ..begin };
            counter.begin(rows.columns[counter.slot][row].abs(), &own);
        }
        if let Some(counter) = &mut self.discharge {
            let own = Begin { expected: (-expected).max(0.0), is_idle: is_idle(StepType::Charge), ..begin };
            counter.begin(rows.columns[counter.slot][row].abs(), &own);
        }
        if let Some((counter, sign)) = &mut self.both {
            let expected = if *sign == CounterSign::Signed { expected } else { expected.abs() };
            counter
                .begin(rows.columns[counter.slot][row], &Begin { expected, is_idle: kind == StepType::Rest, ..begin });
        }
    }

    pub(super) fn rows(&mut self, rows: &mut Rows, range: Range<usize>, kind: StepType) {
        if self.integral.is_some() {
            return self.integrate(rows, range);
        }
        for row in range {
            let gained = |counter: &mut Option<Counter>| match counter {
                // Some write what was discharged as a negative number.
                Some(counter) => counter.gained(rows.columns[counter.slot][row].abs()),
                None => 0.0,
            };
            let is_by_type = matches!(self.both, Some((_, CounterSign::StepType)));
            let value = match &mut self.both {
                None if self.charge.is_none() && self.discharge.is_none() => return,
                None => gained(&mut self.charge) - gained(&mut self.discharge),
                Some((counter, CounterSign::Signed)) => {
                    rows.columns[self.slot][row] = counter.gained(rows.columns[counter.slot][row]);
                    continue;
                }
                Some((counter, CounterSign::StepType)) => counter.gained(rows.columns[counter.slot][row]).abs(),
            };
            rows.columns[self.slot][row] = self.with_sign(value, rows, row, (kind, is_by_type));
        }
    }
}

impl Counters {
    /// What was gained up to a row, with its sign: that of the step's direction where it is a magnitude (`is_by_type`). Where
    /// the step has no one direction each change has that of its row's current; of energies, below 0 V, the other one.
    fn with_sign(&mut self, value: f64, rows: &Rows, row: usize, (kind, is_by_type): (StepType, bool)) -> f64 {
        if value.is_nan() {
            return value;
        }
        let at = |column: Column| rows.columns[column as usize][row];
        self.is_below |= self.slot == Column::Energy as usize && at(Column::Voltage) < 0.0;
        let (before, sum) = self.mixed;
        let direction = match kind {
            StepType::Charge => 1.0,
            StepType::Discharge => -1.0,
            _ => sign_of(at(Column::Current)),
        };
        let sum = match kind {
            _ if self.is_below => sum + (value - before).abs() * direction * sign_of(at(Column::Voltage)),
            _ if !is_by_type => value,
            StepType::Charge | StepType::Discharge | StepType::Rest => signed(value, kind),
            _ => sum + (value - before) * direction,
        };
        self.mixed = (value, sum);
        sum
    }

    /// The integral of the current, or of the power, by trapezoids between rows of the step.
    pub(super) fn integrate(&mut self, rows: &mut Rows, range: Range<usize>) {
        let Some([time, current, voltage, sum]) = &mut self.integral else { return };
        for row in range {
            let value = |column: Column| rows.columns[column as usize][row];
            let is_energy = self.slot == Column::Energy as usize;
            let now = [value(Column::StepTime), value(Column::Current), value(Column::Voltage)];
            if now.iter().all(|value| !value.is_nan()) {
                let [now_time, now_current, now_voltage] = now;
                let (before, after) =
                    if is_energy { (*current * *voltage, now_current * now_voltage) } else { (*current, now_current) };
                let gained = 0.5 * (before + after) * (now_time - *time) / 3_600.0;
                if !gained.is_nan() {
                    *sum += gained;
                }
                (*time, *current, *voltage) = (now_time, now_current, now_voltage);
            }
            rows.columns[self.slot][row] = *sum;
        }
    }
}

/// The sign of a number; of none, zero.
pub(super) fn sign_of(value: f64) -> f64 {
    if value > 0.0 {
        1.0
    } else if value < 0.0 {
        -1.0
    } else {
        0.0
    }
}

/// A magnitude with the sign of the step's direction; missing where nothing tells it.
pub(super) fn signed(magnitude: f64, kind: StepType) -> f64 {
    match kind {
        StepType::Discharge if magnitude != 0.0 => -magnitude,
        StepType::Unknown if magnitude != 0.0 => f64::NAN,
        _ => magnitude,
    }
}
