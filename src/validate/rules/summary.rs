//! What the summary of a step is held against: the end of its rows, and the summaries before it.

use super::stp09_summary_mismatch::{Difference, column_of, differing, size, summary};
use super::support::values;
use crate::dialect::number_of;
use crate::model::{Block, ChannelKind, Head, StepData, StepRecord, StepTrace, StepType};
use crate::transform::DURATION_TOLERANCE_S;
use crate::units::{Quantity, conversion, split_header};
use crate::validate::Thresholds;
use crate::validate::digits::{Digits, Printed};
use crate::validate::scale::DIGITS;
use chrono::TimeDelta;
use std::sync::Arc;

/// Clocks of whole seconds differ by less than this.
const CLOCK_S: f64 = 2.0;
/// And for each second since the step's start.
const CLOCK_DRIFT: f64 = 1e-4;
/// Temperatures are printed with two decimals.
const TEMPERATURE_K: f64 = 0.02;
/// Further sensors are read at another instant.
const FURTHER_K: f64 = 0.15;
/// Two digits of a value that is printed with six.
const SIX_DIGITS: f64 = 2e-6;
/// No tester prints a summary more coarsely, in A, W, Ah or Wh.
const DECIMALS_MIN: u8 = 3;
/// Sums lose decimals as they grow, in Ah or Wh on a cell of 20 Ah.
const SUM: f64 = 1e-4;

/// The channels at the end of the rows of one step.
#[derive(Clone, Debug, Default)]
struct Row {
    test_time_s: f64,
    step_time_s: f64,
    channels: Vec<f64>,
}

/// Follows the further channels to the last active row of a step.
#[derive(Debug)]
pub(super) struct Ends {
    clock: Option<usize>,
    total: Option<usize>,
    chamber: Option<usize>,
    sensors: Vec<usize>,
    /// Of power and running total in the Step file.
    printed: [Printed; 2],
    limit_s: f64,
    is_over: bool,
    /// Step time and clock of the first row.
    first: Option<(f64, f64)>,
    /// By how much the clock of the rows was set inside the steps so far.
    set_s: f64,
    active: Row,
    last: Row,
}

impl Ends {
    pub(super) fn has_total(head: &Head) -> bool {
        head.channels.iter().any(|channel| channel.kind == ChannelKind::TotalCapacity)
    }

    pub(super) fn new(head: &Head, records: &[Arc<StepRecord>]) -> Self {
        let find = |kind| head.channels.iter().position(|channel| channel.kind == kind);
        let is_sensor = |at: &usize| head.channels[*at].kind == ChannelKind::Temperature;
        Self {
            clock: find(ChannelKind::WallClock),
            total: find(ChannelKind::TotalCapacity),
            chamber: find(ChannelKind::ChamberTemperature),
            sensors: (0..head.channels.len()).filter(is_sensor).collect(),
            printed: [
                Digits::of_few(records.iter().filter_map(|record| record.power_end_w.get()), DECIMALS_MIN),
                Digits::of_few(records.iter().filter_map(|record| record.total_capacity_ah.get()), DECIMALS_MIN),
            ],
            limit_s: f64::INFINITY,
            is_over: false,
            first: None,
            set_s: 0.0,
            active: Row::default(),
            last: Row::default(),
        }
    }

    /// Another step begins.
    pub(super) fn clear(&mut self, record: &StepRecord) {
        self.limit_s = record.duration_s.get().map_or(f64::INFINITY, |duration_s| duration_s + DURATION_TOLERANCE_S);
        (self.is_over, self.first) = (false, None);
        self.active.channels.clear();
        self.last.channels.clear();
    }

    /// Rows of it go by.
    pub(super) fn take(&mut self, block: &Block<'_>) {
        if block.is_empty() {
            return;
        }
        if self.first.is_none()
            && let Some(clock) = self.clock.and_then(|at| values(block, at))
        {
            self.first = Some((block.step_time_s[0], clock[0]));
        }
        if !self.is_over {
            let over = block.step_time_s.iter().position(|time_s| *time_s > self.limit_s);
            self.is_over = over.is_some();
            if let Some(row) = over.unwrap_or(block.len()).checked_sub(1) {
                self.active.set(block, row);
            }
        }
        self.last.set(block, block.len() - 1);
    }

    /// Holds the step's summary against its last active row.
    pub(super) fn compare(
        &mut self,
        head: &Head,
        record: &StepRecord,
        trace: &StepTrace,
        limits: &Thresholds,
        out: &mut Vec<Difference>,
    ) {
        let row =
            if trace.duration_contradicted || self.active.channels.is_empty() { &self.last } else { &self.active };
        let at = (record.number, record.line);
        let value =
            |channel: Option<usize>| channel.and_then(|at| row.channels.get(at)).copied().filter(|v| !v.is_nan());
        let mut push = |column: &str, pair, tolerance| out.extend(differing(at, column, pair, tolerance, "in Detail"));
        let power = trace.power_end_w.get().or(record.power_end_w.get()).map_or(0.0, f64::abs);
        push(
            "power_w",
            (trace.power_end_w.get(), record.power_end_w.get()),
            two_digits(self.printed[0], power) + SIX_DIGITS * power,
        );
        if let Some(total) = self.total {
            let said = record.total_capacity_ah;
            let size_ah = said.get().map_or(0.0, f64::abs);
            let tolerance = two_digits(self.printed[1], size_ah) + limits.cap06_relative.max(SIX_DIGITS) * size_ah;
            push(column_of(head, total), (value(self.total), said.get()), tolerance);
        }
        push(
            head.temperature_channel.as_deref().unwrap_or("temperature_degc"),
            (trace.temperature_end_degc.get(), record.temperature_end_degc.get()),
            TEMPERATURE_K,
        );
        if let Some(chamber) = self.chamber {
            push(
                column_of(head, chamber),
                (value(self.chamber), record.chamber_temperature_end_degc.get()),
                TEMPERATURE_K,
            );
        }
        for sensor in &self.sensors {
            let column = column_of(head, *sensor);
            let said = record.extras.get(column).and_then(number_of);
            let further = differing(at, column, (value(Some(*sensor)), said), FURTHER_K, "in Detail");
            out.extend(further.map(|difference| Difference { is_further: true, ..difference }));
        }
        self.set_s = self.clocks(record, row, out);
    }

    /// Start, and start plus duration, on the clock. A clock that was set inside a step is told there, and stays: gives by how
    /// much it was set so far.
    fn clocks(&self, record: &StepRecord, row: &Row, out: &mut Vec<Difference>) -> f64 {
        let (Some(start), Some((step_time_s, clock_s))) = (record.start_time, self.first) else { return self.set_s };
        let said_s = start.and_utc().timestamp_micros() as f64 / 1e6;
        // A step's first row, 0.01 s after its start, shows the second in which the step began.
        let before_s = if step_time_s < 1.0 { 0.0 } else { step_time_s };
        let (rows_s, end_s) = (clock_s - before_s, self.clock.and_then(|at| row.channels.get(at)).copied());
        let show = |seconds: f64| {
            let whole = start + TimeDelta::microseconds(((seconds - said_s) * 1e6).round() as i64);
            whole.format("%Y-%m-%d %H:%M:%S").to_string()
        };
        let mut push = |column: &str, expected: f64, found: f64| {
            out.push(Difference {
                step: record.number,
                line: record.line,
                column: column.into(),
                pair: Some((expected, found)),
                value: show(found),
                words: format!("{column} is {} in Step, {} by the rows in Detail", show(found), show(expected)),
                is_further: false,
            });
        };
        let ahead_s = rows_s - said_s;
        let set_s = if ahead_s.abs() <= CLOCK_S { 0.0 } else { self.set_s };
        if (ahead_s - set_s).abs() > CLOCK_S {
            push("start_time", rows_s, said_s);
        } else if let (Some(end_s), Some(duration_s)) = (end_s, record.duration_s.get()) {
            // The last active row stands a little before the duration's end where rows are lost, which is TIM06's.
            let expected = end_s + (duration_s - row.step_time_s).max(0.0) - set_s;
            let by_s = expected - said_s - duration_s;
            if by_s.abs() > CLOCK_S + CLOCK_DRIFT * duration_s {
                push("end_time", expected, said_s + duration_s);
                return set_s + by_s;
            }
        }
        set_s
    }
}

/// Two printed digits of a value.
fn two_digits(printed: Printed, value: f64) -> f64 {
    DIGITS * printed.digit_at(value)
}

impl Row {
    fn set(&mut self, block: &Block<'_>, row: usize) {
        (self.test_time_s, self.step_time_s) = (block.test_time_s[row], block.step_time_s[row]);
        self.channels.clear();
        self.channels.extend(block.channels.iter().map(|channel| channel[row]));
    }
}

/// What one sum counts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counts {
    Charge,
    Discharge,
    ChargeEnergy,
    DischargeEnergy,
    Net,
}

/// The columns of the Step file that hold sums since the section's start.
#[derive(Debug)]
pub(super) struct Sums {
    columns: Vec<(Arc<str>, Counts, f64)>,
}

impl Sums {
    /// Finds the columns; `with_total` says that the running total has no rows to be held against.
    pub(super) fn of(records: &[Arc<StepRecord>], with_total: bool) -> Self {
        let mut columns: Vec<(Arc<str>, Counts, f64)> = Vec::new();
        if let Some(record) = records.iter().find(|record| record.extras.iter().next().is_some()) {
            for (header, _) in record.extras.iter() {
                let (name, unit) = split_header(header);
                let (counts, quantity) = match name {
                    "充電電量" => (Counts::Charge, Quantity::Capacity),
                    "放電電量" => (Counts::Discharge, Quantity::Capacity),
                    "充電能量" => (Counts::ChargeEnergy, Quantity::Energy),
                    "放電能量" => (Counts::DischargeEnergy, Quantity::Energy),
                    _ => continue,
                };
                if let Some(conversion) = unit.and_then(|unit| conversion(quantity, unit)) {
                    columns.push((header.into(), counts, conversion.apply(1.0)));
                }
            }
        }
        if with_total {
            columns.push(("total_capacity_ah".into(), Counts::Net, 1.0));
        }
        Self { columns }
    }

    /// Holds each sum against the one before and what the step itself moved.
    pub(super) fn compare(&self, steps: &[StepData], limits: &Thresholds, out: &mut Vec<Difference>) {
        let size = size(steps.iter().map(|step| step.record.capacity_ah.get()));
        let tolerance = (SUM * size).max(SIX_DIGITS);
        for (header, counts, factor) in &self.columns {
            let sum = |record: &StepRecord| match counts {
                Counts::Net => record.total_capacity_ah.get(),
                _ => record.extras.get(header).and_then(number_of).map(|value| value * factor),
            };
            let records = || steps.iter().filter_map(summary);
            let printed = [
                Digits::of_few(records().filter_map(|record| Some(sum(record)? / factor)), DECIMALS_MIN),
                Digits::of_few(records().filter_map(|record| moved(record, *counts)), DECIMALS_MIN),
            ];
            let tolerance = tolerance.max(limits.cap06_capacity_ah * size);
            let tolerance_at = |value: f64, own: f64| {
                let digits = factor * two_digits(printed[0], value / factor) + two_digits(printed[1], own);
                tolerance.max(digits)
            };
            column(steps, (header, *counts), &sum, &tolerance_at, out);
        }
    }
}

/// The differences of one column of sums.
fn column(
    steps: &[StepData],
    (header, counts): (&str, Counts),
    sum: &dyn Fn(&StepRecord) -> Option<f64>,
    tolerance_at: &dyn Fn(f64, f64) -> f64,
    out: &mut Vec<Difference>,
) {
    // The sum so far, of which step and section, and what it would be if the last one found had been right.
    let mut before: Option<(&StepRecord, f64, Option<f64>)> = None;
    // The tester's counters have seven digits of all that went through them.
    let mut through = 0.0;
    for step in steps {
        let Some(record) = summary(step) else {
            before = None;
            continue;
        };
        let (Some(found), Some(own)) = (sum(record), moved(record, counts)) else {
            before = None;
            continue;
        };
        through += own.abs();
        let base = match before {
            // A number before the first is a wrong one.
            _ if record.number == 1 => Some((0.0, None)),
            None => None,
            Some((last, ..)) if last.number + 1 != record.number => None,
            // Unless the sum goes on: then it is the section that is wrong.
            Some((last, sum, _)) if last.section != record.section => Some((0.0, Some(sum))),
            Some((_, sum, other)) => Some((sum, other)),
        };
        let Some((right, other)) = base else {
            before = Some((record, found, None));
            continue;
        };
        let largest = found.abs().max(right.abs());
        let within = tolerance_at(largest, own) + SIX_DIGITS * largest.max(0.5 * through);
        let (expected, otherwise) = (right + own, other.map(|other| other + own));
        // After a wrong row the sums go on from the right one, or from the wrong one.
        if (found - expected).abs() <= within || otherwise.is_some_and(|other| (found - other).abs() <= within) {
            before = Some((record, found, None));
            continue;
        }
        let at = (record.number, record.line);
        let from = "by the rows above and what the step moved";
        out.extend(differing(at, header, (Some(expected), Some(found)), within, from).map(|difference| {
            // What many rows have in common is in what they add.
            Difference { pair: Some((own, found - right)), ..difference }
        }));
        before = Some((record, expected, Some(found)));
    }
}

/// What a step adds to a sum; `None` where that does not follow from its net capacity.
fn moved(record: &StepRecord, counts: Counts) -> Option<f64> {
    let net = match counts {
        Counts::Charge | Counts::Discharge | Counts::Net => record.capacity_ah.get()?,
        Counts::ChargeEnergy | Counts::DischargeEnergy => record.energy_wh.get()?,
    };
    if counts == Counts::Net {
        return Some(net);
    }
    let into = matches!(counts, Counts::Charge | Counts::ChargeEnergy);
    match record.step_type {
        StepType::Charge => Some(if into { net } else { 0.0 }),
        StepType::Discharge => Some(if into { 0.0 } else { -net }),
        StepType::Rest => Some(0.0),
        StepType::Waveform | StepType::Unknown => None,
    }
}
