//! The rows of one synthetic step, and what the tester would say of them.

use crate::model::{Control, EndReason, StepRecord, StepTrace, StepType};
use chrono::{DateTime, NaiveDateTime};

/// The place of the wall clock among the channels.
pub(crate) const WALL_CLOCK: usize = 0;
/// The place of power.
pub(crate) const POWER: usize = 1;
/// The place of the running net capacity.
pub(crate) const TOTAL: usize = 2;
/// The place of the chamber's temperature.
pub(crate) const CHAMBER: usize = 3;
/// The rows of one step of Detail, as columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) step: i32,
    pub(crate) step_time_s: Vec<f64>,
    pub(crate) test_time_s: Vec<f64>,
    pub(crate) voltage_v: Vec<f64>,
    pub(crate) current_a: Vec<f64>,
    pub(crate) capacity_ah: Vec<f64>,
    pub(crate) energy_wh: Vec<f64>,
    pub(crate) temperature_degc: Vec<f64>,
    /// Wall clock, power, total capacity, chamber temperature: at [`WALL_CLOCK`], [`POWER`], [`TOTAL`], [`CHAMBER`].
    pub(crate) channels: Vec<Vec<f64>>,
    pub(crate) end_reasons: Vec<EndReason>,
    pub(crate) lines: Vec<u64>,
}

impl Rows {
    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.step_time_s.len()
    }

    /// Takes a row out, as if it were missing in the file; lines keep their numbers.
    pub(crate) fn remove(&mut self, row: usize) {
        for column in self.columns() {
            column.remove(row);
        }
        self.end_reasons.remove(row);
        self.lines.remove(row);
    }

    /// Repeats a row right after itself; the lines of later rows of this step move on by one.
    pub(crate) fn repeat(&mut self, row: usize) {
        for column in self.columns() {
            column.insert(row + 1, column[row]);
        }
        self.end_reasons.insert(row + 1, self.end_reasons[row]);
        let line = self.lines[row];
        self.lines.insert(row + 1, line);
        for line in &mut self.lines[row + 1..] {
            *line += 1;
        }
    }

    /// Swaps two rows; lines stay in order.
    pub(crate) fn swap(&mut self, a: usize, b: usize) {
        for column in self.columns() {
            column.swap(a, b);
        }
        self.end_reasons.swap(a, b);
    }

    /// Every column of values.
    pub(crate) fn columns(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        [
            &mut self.step_time_s,
            &mut self.test_time_s,
            &mut self.voltage_v,
            &mut self.current_a,
            &mut self.capacity_ah,
            &mut self.energy_wh,
            &mut self.temperature_degc,
        ]
        .into_iter()
        .chain(self.channels.iter_mut())
    }

    /// What the rows say, folded the plain way: active up to `duration_s` + 1 ms, the rest relaxation if without current.
    pub(super) fn trace(&self, duration_s: Option<f64>) -> StepTrace {
        let limit_s = duration_s.unwrap_or(f64::INFINITY) + 1e-3;
        let mut active = self.step_time_s.iter().take_while(|time_s| **time_s <= limit_s).count();
        let duration_contradicted = self.current_a[active..].iter().any(|current_a| current_a.abs() > 1e-3);
        if duration_contradicted || active == 0 {
            active = self.len();
        }
        let fold = |values: &[f64], pick: fn(f64, f64) -> f64| values[..active].iter().copied().reduce(pick);
        let last = active.checked_sub(1);
        let at_end = |values: &[f64]| last.map(|last| values[last]);
        StepTrace {
            step: self.step,
            rows: self.len() as u64,
            relaxation_rows: (self.len() - active) as u64,
            duration_contradicted,
            first_line: self.lines.first().copied(),
            last_active_line: last.and_then(|last| self.lines.get(last)).copied(),
            test_time_start_s: self.test_time_s.first().copied(),
            test_time_end_s: self.test_time_s.last().copied(),
            step_time_end_s: at_end(&self.step_time_s),
            voltage_start_v: self.voltage_v.first().copied(),
            voltage_end_v: at_end(&self.voltage_v),
            voltage_min_v: fold(&self.voltage_v, f64::min),
            voltage_max_v: fold(&self.voltage_v, f64::max),
            current_end_a: at_end(&self.current_a),
            current_abs_max_a: fold(&self.current_a, |a, b| a.abs().max(b.abs())).map(f64::abs),
            power_end_w: at_end(&self.channels[POWER]),
            capacity_end_ah: at_end(&self.capacity_ah),
            energy_end_wh: at_end(&self.energy_wh),
            temperature_start_degc: self.temperature_degc.first().copied(),
            temperature_end_degc: at_end(&self.temperature_degc),
            temperature_min_degc: fold(&self.temperature_degc, f64::min),
            temperature_max_degc: fold(&self.temperature_degc, f64::max),
            chamber_temperature_start_degc: self.channels[CHAMBER].first().copied(),
            active_rows: active as u64,
            ..StepTrace::default()
        }
    }
}

fn wall_time(wall_s: f64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(wall_s as i64, 0).map(|time| time.naive_utc())
}

/// What the Step file says of a step.
pub(super) fn record(rows: &Rows, step_type: StepType, control: Control, line: u64) -> StepRecord {
    let last = |values: &[f64]| values.last().copied();
    StepRecord {
        number: rows.step,
        tester_cycle: Some(1),
        section: Some(1),
        recipe_line: Some(rows.step),
        loop_pass: Some(1),
        step_type,
        control,
        original_step_type: format!("{step_type:?}"),
        status: None,
        end_reason: None,
        start_time: rows.channels[WALL_CLOCK].first().copied().and_then(wall_time),
        duration_s: last(&rows.step_time_s),
        voltage_start_v: None,
        voltage_end_v: last(&rows.voltage_v),
        current_end_a: last(&rows.current_a),
        power_end_w: last(&rows.channels[POWER]),
        capacity_ah: last(&rows.capacity_ah),
        energy_wh: last(&rows.energy_wh),
        temperature_end_degc: last(&rows.temperature_degc),
        chamber_temperature_end_degc: last(&rows.channels[CHAMBER]),
        constant_current_capacity_ah: None,
        total_capacity_ah: last(&rows.channels[TOTAL]),
        tester_soc_pct: None,
        extras: Vec::new(),
        line: Some(line),
    }
}

/// What a reader makes of a step that only Detail has.
pub(super) fn detail_record(rows: &Rows) -> StepRecord {
    let (step_type, control) = match rows.current_a.last().copied().unwrap_or(0.0) {
        current_a if current_a > 0.0 => (StepType::Charge, Control::ConstantCurrent),
        current_a if current_a < 0.0 => (StepType::Discharge, Control::ConstantCurrent),
        _ => (StepType::Rest, Control::Rest),
    };
    let end_reason = rows.end_reasons.last().copied();
    StepRecord { end_reason, line: None, ..record(rows, step_type, control, 0) }
}
