//! Layouts 14, 16 and 17: voltage and current of each row in `data.ndc`, times and counters of some rows in
//! `data_runInfo.ndc`, steps in `data_step.ndc`. The three are read side by side.

use super::super::neware::clock::{self, Date};
use super::super::neware::counter::Counter;
use super::super::neware::number::Number;
use super::super::neware::row::{Row, RowTable, Rows};
use super::super::neware::{f32_at, i32_at, u8_at, u16_at, u32_at, u64_at};
use super::super::table::{Problem, Table};
use super::archive::Archive;
use super::channels::Channels;
use super::pages::Pages;
use super::test_info::TestInfo;
use std::collections::VecDeque;

/// A voltage and a current.
const DATA_LENGTH: usize = 8;
/// Records further apart than this are not looked ahead to.
const AHEAD: u64 = 1 << 16;
/// What the next record counted, as a share of what the rows up to it gave by their currents: within these it is laid on
/// them alike, as what sampling leaves open; else something else happened between them.
const SHARES: std::ops::RangeInclusive<f64> = 0.8..=1.25;

/// The units of a layout.
#[derive(Clone, Copy, Debug)]
struct Units {
    volt: f64,
    ampere: f64,
    /// An ampere hour and a watt hour, in what the counters count.
    hour: f64,
}

impl Units {
    const fn of(layout: u16) -> Self {
        match layout {
            16 => Self { volt: 1e4, ampere: 1e3, hour: 3.6e6 },
            _ => Self { volt: 1.0, ampere: 1.0, hour: 1.0 },
        }
    }
}

impl Units {
    /// What a row adds to which counters, of charge and of energy.
    fn gained(&self, voltage: f32, current: f32, passed_ms: i64) -> [(usize, f64); 2] {
        // The hour's unit is mAs where the current is mA, and Ah where it is A.
        let time = passed_ms as f64 / if self.hour == 1.0 { 3.6e6 } else { 1e3 };
        let charge = f64::from(current.abs()) * time;
        let energy = (charge * f64::from(voltage) / self.volt).abs();
        let way = usize::from(current < 0.0);
        [(way, charge), (way + 2, energy)]
    }
}

/// Opens a test that is split.
pub(super) fn open(archive: &Archive<'_>, info: &TestInfo, layout: u16) -> Result<Box<dyn Table>, Problem> {
    let (run_length, step_length) = if layout == 14 { (55, 37) } else { (100, 100) };
    let data = Pages::open(archive, "data.ndc", 1, layout, DATA_LENGTH)?;
    let mut run = Runs::open(Pages::open(archive, "data_runInfo.ndc", 18, layout, run_length)?)?;
    let steps =
        StepTable { pages: Pages::open(archive, "data_step.ndc", 7, layout, step_length)?, count: 0, step: None };
    let channels = Channels::open(archive, info, layout)?;
    let names = channels.names.clone();
    let first_row_s = run.next.map(|run| run.clock_ms.div_euclid(1000));
    let offset_s = info.local_start_s.zip(first_row_s).and_then(|(start, first)| clock::offset_s(start, first));
    run.offset_ms = offset_s.unwrap_or(0) * 1000;
    let (units, ahead) = (Units::of(layout), VecDeque::new());
    let rows = SplitRows { data, ahead, run, steps, channels, units, part: Part::default() };
    Ok(Box::new(RowTable::begin(&info.preamble, true, &names, rows)?))
}

/// A record of `data_runInfo.ndc`.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    step_time_ms: i64,
    counters: [f64; 4],
    /// Since the row before; rows without a record go on with it.
    spacing_ms: i64,
    clock_ms: i64,
    step: u32,
    row: u64,
}

impl Run {
    fn of(slot: &[u8]) -> Self {
        Self {
            step_time_ms: i64::from(u32_at(slot, 0)),
            counters: [5, 9, 13, 17].map(|offset| f64::from(f32_at(slot, offset))),
            spacing_ms: i64::from(i32_at(slot, 29)).max(0),
            clock_ms: i64::from(u32_at(slot, 33)) * 1000 + i64::from(u16_at(slot, 45)),
            step: u32_at(slot, 37),
            row: u64::from(u32_at(slot, 41)),
        }
    }
}

/// The records of `data_runInfo.ndc`, with a look ahead.
struct Runs {
    pages: Pages,
    next: Option<Run>,
    /// Local time less UTC.
    offset_ms: i64,
}

impl Runs {
    fn open(pages: Pages) -> Result<Self, Problem> {
        let mut runs = Self { pages, next: None, offset_ms: 0 };
        runs.advance()?;
        Ok(runs)
    }

    fn advance(&mut self) -> Result<(), Problem> {
        self.next = self.pages.next()?.map(|(_, slot)| Run::of(slot));
        Ok(())
    }

    /// The record that counts for a row, if a new one does: of two for one row the first. `last` is the row of the
    /// record before.
    fn up_to(&mut self, row: u64, mut last: Option<u64>) -> Result<Option<Run>, Problem> {
        let mut found = None;
        while let Some(next) = self.next.filter(|next| next.row <= row) {
            if last.is_none_or(|last| next.row > last) {
                last = Some(next.row);
                found = Some(next);
            }
            self.advance()?;
        }
        Ok(found)
    }
}

/// A record of `data_step.ndc`.
#[derive(Clone, Copy, Debug)]
struct Step {
    cycle: u64,
    recipe: u32,
    code: u8,
    start_ms: i64,
}

/// The executed steps, in order.
struct StepTable {
    pages: Pages,
    count: u32,
    step: Option<Step>,
}

impl StepTable {
    /// The executed step of a number; numbers must rise. None where the file has none, as of a test that ran on.
    fn step(&mut self, number: u32) -> Result<Option<Step>, Problem> {
        if number < self.count {
            let what = format!("step {number} comes again after step {}", self.count);
            return Err(self.pages.damaged(&what));
        }
        while self.count < number {
            let Some((_, slot)) = self.pages.next()? else { return Ok(None) };
            self.count += 1;
            self.step = Some(Step {
                cycle: u64::from(u32_at(slot, 0)) + 1,
                recipe: u32_at(slot, 4),
                code: u8_at(slot, 24),
                start_ms: i64::try_from(u64_at(slot, 25)).unwrap_or(i64::MAX),
            });
        }
        Ok(self.step)
    }
}

/// Where the rows stand: the record that holds for them, and what has been counted since.
#[derive(Default)]
struct Part {
    run: Option<Run>,
    step: Option<Step>,
    /// The cycle of the last step that had one.
    cycle: Option<u64>,
    counters: [Counter; 4],
    amounts: [f64; 4],
    /// By what that which the currents give is multiplied, up to the next record.
    shares: [f64; 4],
    total_ms: i64,
    /// Total time where the step began, for a step that the file does not list.
    start_ms: i64,
}

struct SplitRows {
    data: Pages,
    /// Rows up to the next record, each with its voltage and current.
    ahead: VecDeque<(u64, f32, f32)>,
    run: Runs,
    steps: StepTable,
    channels: Channels,
    units: Units,
    part: Part,
}

impl Rows for SplitRows {
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        if self.ahead.is_empty() && !self.read()? {
            return Ok(false);
        }
        let Some((row, voltage, current)) = self.ahead.pop_front() else { return Ok(false) };
        match self.run.up_to(row, self.part.run.map(|run| run.row))? {
            Some(run) => {
                self.begin_part(run)?;
                self.look_ahead(run)?;
            }
            None => self.go_on(voltage, current),
        }
        self.row(row, voltage, current).write(true, into);
        self.channels.write(row, into)?;
        Ok(true)
    }
}

impl SplitRows {
    /// Reads one more row ahead; `false` at the end.
    fn read(&mut self) -> Result<bool, Problem> {
        let Some((place, slot)) = self.data.next()? else { return Ok(false) };
        self.ahead.push_back((place + 1, f32_at(slot, 0), f32_at(slot, 4)));
        Ok(true)
    }

    /// Finds out by which share the counters of the next record differ from what the currents up to it give.
    fn look_ahead(&mut self, run: Run) -> Result<(), Problem> {
        self.part.shares = [1.0; 4];
        let Some(next) = self.run.next.filter(|next| next.step == run.step && next.row - run.row <= AHEAD) else {
            return Ok(());
        };
        while self.ahead.back().map_or(run.row, |last| last.0) < next.row && self.read()? {}
        let before_ms = run.spacing_ms.saturating_mul((next.row - run.row) as i64 - 1);
        let last_ms = (next.step_time_ms - run.step_time_ms).saturating_sub(before_ms).max(0);
        let mut sums = [0.0; 4];
        for (row, voltage, current) in self.ahead.iter().filter(|row| row.0 <= next.row) {
            let passed_ms = if *row == next.row { last_ms } else { run.spacing_ms };
            for (index, more) in self.units.gained(*voltage, *current, passed_ms) {
                sums[index] += more;
            }
        }
        let part = &mut self.part;
        for (index, share) in part.shares.iter_mut().enumerate() {
            let whole = part.counters[index].foresee(next.counters[index]);
            let own = whole.map(|whole| (whole - part.amounts[index]) / sums[index]);
            // What single precision leaves open is no difference.
            *share = own.filter(|own| SHARES.contains(own) && (own - 1.0).abs() > 1e-6).unwrap_or(1.0);
        }
        Ok(())
    }

    /// A record holds from here on.
    fn begin_part(&mut self, run: Run) -> Result<(), Problem> {
        let part = &mut self.part;
        if part.run.is_none_or(|before| before.step != run.step) {
            part.counters = [Counter::default(); 4];
            part.amounts = [0.0; 4];
            part.step = self.steps.step(run.step)?;
            part.start_ms = part.step.map_or(part.total_ms, |step| step.start_ms);
            part.cycle = part.step.map(|step| step.cycle).or(part.cycle);
        }
        for ((amount, counter), value) in part.amounts.iter_mut().zip(&mut part.counters).zip(run.counters) {
            *amount = amount.max(counter.follow(value));
        }
        part.run = Some(run);
        Ok(())
    }

    /// A row without a record: the counters go on with the current, up to what the next record of the step says.
    fn go_on(&mut self, voltage: f32, current: f32) {
        let Some(run) = self.part.run else { return };
        let next = self.run.next.filter(|next| next.step == run.step);
        for (index, more) in self.units.gained(voltage, current, run.spacing_ms) {
            let more = more * self.part.shares[index];
            let (amount, counter) = (&mut self.part.amounts[index], &self.part.counters[index]);
            let most = next.and_then(|next| counter.foresee(next.counters[index])).unwrap_or(f64::INFINITY);
            if more.is_finite() {
                *amount = (*amount + more).min(most).max(*amount);
            }
        }
    }

    fn row(&mut self, data_point: u64, voltage: f32, current: f32) -> Row {
        let units = self.units;
        let part = &mut self.part;
        let scaled =
            |value: f32, unit: f64| Number::Single(if unit == 1.0 { value } else { (f64::from(value) / unit) as f32 });
        let row = Row {
            data_point,
            cycle: part.cycle,
            current_a: scaled(current, units.ampere),
            voltage_v: scaled(voltage, units.volt),
            ..Row::default()
        };
        let Some(run) = part.run else { return row };
        let since_ms = (data_point.saturating_sub(run.row) as i64).saturating_mul(run.spacing_ms);
        let step_time_ms = run.step_time_ms.saturating_add(since_ms);
        part.total_ms = part.start_ms.saturating_add(step_time_ms);
        Row {
            step_number: Some(u64::from(run.step)),
            step_index: part.step.map(|step| step.recipe),
            step_type: part.step.map(|step| step.code),
            step_time_s: Number::Scaled { count: step_time_ms, digits: 3 },
            total_time_s: Number::Scaled { count: part.total_ms, digits: 3 },
            amounts: part.amounts.map(|amount| Number::Single((amount / units.hour) as f32)),
            date: Date::Millis(run.clock_ms.saturating_add(since_ms).saturating_add(self.run.offset_ms)),
            ..row
        }
    }
}

#[cfg(test)]
mod tests;
