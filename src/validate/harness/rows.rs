//! The rows of one synthetic step, and what the tester would say of them.

use crate::model::{
    Block, Control, EndReason, Head, MAX_BLOCK_ROWS, OtherWord, RowWords, StepRecord, StepTrace, StepType,
};
use crate::transform::Tracer;
use chrono::{DateTime, NaiveDateTime};

/// The place of the wall clock among the channels.
pub(crate) const WALL_CLOCK: usize = 0;
/// The place of power.
pub(crate) const POWER: usize = 1;
/// The place of the running net capacity.
pub(crate) const TOTAL: usize = 2;
/// The place of the chamber's temperature.
pub(crate) const CHAMBER: usize = 3;
/// The place of the first of four counters of charge and energy, where they are not the step's own.
pub(crate) const COUNTED: usize = 4;

/// The rows of one step of Detail, as columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) step: i32,
    /// The cycler's own count, where it is not that of the sub-recipe.
    pub(crate) section: Option<i32>,
    /// Whether the file names no types.
    pub(crate) is_untyped: bool,
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
    /// What they say in words that the record does not.
    pub(crate) others: Vec<OtherWord>,
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

    /// Lets the integrals of the rows stand for capacity and energy, and what was counted for counters beside them.
    pub(super) fn integrate(&mut self, counted: &mut [f64; 4]) {
        let before = *counted;
        let [capacity, energy] = [&self.capacity_ah, &self.energy_wh].map(Clone::clone);
        let gained =
            |column: &[f64], sign: f64, from: f64| column.iter().map(|value| from + (sign * value).max(0.0)).collect();
        self.channels.push(gained(&capacity, 1.0, before[0]));
        self.channels.push(gained(&capacity, -1.0, before[1]));
        self.channels.push(gained(&energy, 1.0, before[2]));
        self.channels.push(gained(&energy, -1.0, before[3]));
        for (sum, column) in counted.iter_mut().zip(&self.channels[COUNTED..]) {
            *sum = column.last().copied().unwrap_or(*sum);
        }
        let power_w: Vec<f64> =
            self.current_a.iter().zip(&self.voltage_v).map(|(current, voltage)| current * voltage).collect();
        for (column, rate) in [(&mut self.capacity_ah, &self.current_a), (&mut self.energy_wh, &power_w)] {
            let mut sum = 0.0;
            for row in 0..rate.len() {
                if row > 0 {
                    sum += 0.5 * (rate[row - 1] + rate[row]) * (self.step_time_s[row] - self.step_time_s[row - 1])
                        / 3_600.0;
                }
                column[row] = sum;
            }
        }
    }

    /// Hands the rows on in blocks.
    pub(crate) fn blocks(&self, block_rows: usize, mut each: impl FnMut(&Block<'_>)) {
        for from in (0..self.len()).step_by(block_rows) {
            let range = from..self.len().min(from + block_rows);
            let channels: Vec<&[f64]> = self.channels.iter().map(|values| &values[range.clone()]).collect();
            each(&Block {
                step: self.step,
                first_sequence: from as u64,
                step_time_s: &self.step_time_s[range.clone()],
                test_time_s: &self.test_time_s[range.clone()],
                voltage_v: &self.voltage_v[range.clone()],
                current_a: &self.current_a[range.clone()],
                capacity_ah: &self.capacity_ah[range.clone()],
                energy_wh: &self.energy_wh[range.clone()],
                temperature_degc: &self.temperature_degc[range.clone()],
                channels: &channels,
                end_reasons: self.end_reasons.get(range.clone()).unwrap_or(&[]),
                last_status: None,
                lines: self.lines.get(range.clone()).unwrap_or(&[]),
            });
        }
    }

    /// What the rows say.
    pub(super) fn trace(&self, head: &Head, record: &StepRecord) -> StepTrace {
        let mut tracer = Tracer::new(head, self.step, Some(record));
        self.blocks(MAX_BLOCK_ROWS, |block| tracer.push(block));
        let mut trace = tracer.finish();
        if !self.others.is_empty() {
            trace.words = Some(Box::new(RowWords { others: self.others.clone(), statuses: None }));
        }
        trace
    }
}

fn wall_time(wall_s: f64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(wall_s as i64, 0).map(|time| time.naive_utc())
}

/// What the Step file says of a step.
pub(super) fn record(rows: &Rows, step_type: StepType, control: Control, line: u64) -> StepRecord {
    let last = |values: &[f64]| values.last().copied();
    StepRecord {
        tester_cycle: Some(1),
        section: rows.section.or(Some(1)),
        recipe_line: Some(rows.step),
        loop_pass: Some(1),
        step_type,
        control,
        original_step_type: format!("{step_type:?}").into(),
        start_time: rows.channels[WALL_CLOCK].first().copied().and_then(wall_time),
        duration_s: last(&rows.step_time_s).into(),
        voltage_end_v: last(&rows.voltage_v).into(),
        current_end_a: last(&rows.current_a).into(),
        power_end_w: last(&rows.channels[POWER]).into(),
        capacity_ah: last(&rows.capacity_ah).into(),
        energy_wh: last(&rows.energy_wh).into(),
        temperature_end_degc: last(&rows.temperature_degc).into(),
        chamber_temperature_end_degc: last(&rows.channels[CHAMBER]).into(),
        total_capacity_ah: last(&rows.channels[TOTAL]).into(),
        line: Some(line),
        ..StepRecord::unknown(rows.step)
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
    let mut record = StepRecord { end_reason, line: None, ..record(rows, step_type, control, 0) };
    if rows.is_untyped {
        record.original_step_type = "".into();
    }
    record
}
