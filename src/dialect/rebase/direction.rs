//! Which way the current of a step flows: by its sign, by the voltage, by the step's type.

use super::Rebase;
use crate::dialect::Rows;
use crate::dialect::counters::{sign_of, signed};
use crate::model::{Column, Fault, FaultKind, Severity, StepType};
use std::ops::Range;

/// Both directions of a step that has at most this share of one of them are one.
const OTHER_WAY_SHARE: f64 = 0.05;
/// A step in which a current flows in so few rows, and in less than one of so many, is a rest.
const REST_ROWS_MAX: usize = 3;
const REST_ROWS: usize = 10;
/// A voltage that falls by more than this is no charge's.
const FALL_V: f64 = 0.05;
/// One that changes by no more is held.
const HELD_V: f64 = 0.005;
/// Currents against their step's type are wrong cells where at least so many go with it for each.
const WITH: usize = 8;

impl Rebase {
    /// Gives magnitudes the sign of what their step does; of other cyclers' rests and unknown types they stay, and
    /// so do those that have it but for a few, so that validation sees these.
    pub(super) fn sign_currents(&self, rows: &mut Rows, range: Range<usize>, kind: StepType) {
        if !self.is_by_type || self.counts_steps && !matches!(kind, StepType::Charge | StepType::Discharge) {
            return;
        }
        let have_signs = have_signs(&rows.columns[Column::Current as usize][range.clone()], kind);
        if self.counts_steps && have_signs {
            return;
        }
        for slot in [Some(Column::Current as usize), self.power].into_iter().flatten() {
            rows.columns[slot][range.clone()].iter_mut().for_each(|value| *value = signed(value.abs(), kind));
        }
    }

    /// What a step does by the currents of its rows, as far as they are at hand.
    pub(super) fn by_rows(&mut self, rows: &Rows, index: usize) -> StepType {
        let number = rows.segments[index].step;
        let of_step = (index..rows.segments.len()).take_while(|at| rows.segments[*at].step == number);
        let end = of_step.last().map_or(0, |at| rows.range(at).end);
        let rest_a = self.rest_a();
        let currents = &rows.columns[Column::Current as usize][rows.segments[index].start..end];
        let (mut charge, mut discharge, mut active) = (0.0, 0.0, 0);
        for current in currents {
            if *current > rest_a {
                charge += current;
            } else if *current < -rest_a {
                discharge -= current;
            }
            active += usize::from(current.abs() > rest_a);
        }
        // A current in a few rows of a rest is told as one that flows at rest.
        if active <= REST_ROWS_MAX && active * REST_ROWS < currents.len() {
            return StepType::Rest;
        }
        // One negative current says that they have signs.
        self.by_voltage &= discharge == 0.0;
        match (charge, discharge) {
            (0.0, 0.0) => StepType::Rest,
            _ if self.by_voltage => {
                self.by_voltages(&rows.columns[Column::Voltage as usize][rows.segments[index].start..end])
            }
            (charge, discharge) if charge.min(discharge) > OTHER_WAY_SHARE * charge.max(discharge) => {
                StepType::Waveform
            }
            (charge, discharge) if charge > discharge => StepType::Charge,
            _ => StepType::Discharge,
        }
    }

    /// Says that currents seem to have no sign: none is negative, and the voltage falls while one flows.
    pub(super) fn tell_unsigned(&mut self, rows: &mut Rows, index: usize) {
        let range = rows.range(index);
        let voltages = &rows.columns[Column::Voltage as usize][range.clone()];
        let falls = voltages.first().zip(voltages.last()).is_some_and(|(first, last)| first - last > FALL_V);
        if !falls || self.negatives > 0 || !self.counts_steps || std::mem::replace(&mut self.is_unsigned_told, true) {
            return;
        }
        let message = "no current is negative so far, and here the voltage falls while one flows: it is taken for a charge; if \
                       the currents have no sign, say --sign by-type";
        let fault = Fault::new(FaultKind::BadNumber, &self.path, message).at(Severity::Warning);
        rows.faults.push(Fault { line: rows.lines.get(range.start).copied(), ..fault });
    }

    /// What a step that carries a current does, by the voltages of its rows: a charge raises them, from the step before on.
    fn by_voltages(&self, voltages: &[f64]) -> StepType {
        let first = if self.last_voltage.is_nan() { voltages.first() } else { Some(&self.last_voltage) };
        let rises = voltages.last().zip(first).map_or(0.0, |(last, first)| last - first);
        // One that is held goes on as the step before.
        let before = self.step.as_ref().map_or(StepType::Unknown, |step| step.kind.0);
        if rises.abs() <= HELD_V && matches!(before, StepType::Charge | StepType::Discharge) {
            return before;
        }
        match sign_of(rises) {
            1.0 => StepType::Charge,
            -1.0 => StepType::Discharge,
            _ => StepType::Unknown,
        }
    }
}

/// Whether currents have signs of their own: a few go against the step's type, most with it.
fn have_signs(currents: &[f64], kind: StepType) -> bool {
    let direction = if kind == StepType::Discharge { -1.0 } else { 1.0 };
    let with = currents.iter().filter(|current| **current * direction > 0.0).count();
    let against = currents.iter().filter(|current| **current * direction < 0.0).count();
    against > 0 && against * WITH <= with
}
