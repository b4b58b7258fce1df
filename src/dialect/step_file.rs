//! Reads a Step file: one record a step, and the faults.

use super::Sign;
use super::clock::{ClockReader, Said, to_datetime};
use super::counters::signed;
use super::number::{Cell, cell, duration, is_temperature_sentinel, whole};
use super::plan::Plan;
use super::records::records;
use super::seen::{RowSeen, note_absent, note_odd_clock};
use super::slow::{Problem, decimals, fields, is_blank, is_cut_number, is_header};
use super::types::{by_current, step_type_of};
use super::{ColumnSpec, CounterSign, Field, Seen, Words, target};
use crate::model::{Fault, FaultKind, GatherExtras, Severity, StepRecord, StepType};
use crate::units::{Conversion, Quantity};
use std::sync::Arc;

/// Reads the rows of a Step file, piece by piece.
pub(crate) struct StepFileReader<'p> {
    plan: &'p Plan,
    path: &'p str,
    columns: Vec<Option<(&'static ColumnSpec, Conversion)>>,
    /// Its capacities and energies are magnitudes.
    is_magnitude: bool,
    words: Words,
    extras: GatherExtras,
    clock: ClockReader,
    /// What the last fields of the rows above hold.
    above: Above,
    row_seen: RowSeen,
    /// The steps, in file order.
    pub records: Vec<Arc<StepRecord>>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Rows that were left out.
    pub rejected: u64,
    /// Cells that became missing, and clocks that are spelled otherwise.
    pub seen: Seen,
}

/// What the last fields of the rows above hold, by which one that was cut is told.
#[derive(Debug, Default)]
struct Above {
    /// Rows whose last field is not empty.
    filled: u64,
    /// The fewest decimals of those that are numbers, and how many are.
    decimals: usize,
    numbers: u64,
}

impl Above {
    fn take(&mut self, text: &[u8], point: u8) {
        self.filled += u64::from(!text.is_empty());
        if matches!(cell(text, point == b','), Cell::Number(_)) {
            let decimals = decimals(text, point);
            self.decimals = if self.numbers == 0 { decimals } else { self.decimals.min(decimals) };
            self.numbers += 1;
        }
    }

    /// Whether a field at the very end of a file lost something: it is empty where others are not, it breaks off, or it has
    /// fewer decimals than any above.
    fn is_more_than(&self, text: &[u8], point: u8) -> bool {
        let is_short = self.numbers >= 3 && decimals(text, point) < self.decimals;
        if text.is_empty() { self.filled > 0 } else { is_short || is_cut_number(text, point) }
    }
}

impl<'p> StepFileReader<'p> {
    /// For a file of this plan.
    #[must_use]
    pub(crate) fn new(plan: &'p Plan, path: &'p str) -> Self {
        let conversion = |spec, header| target::conversion_of(spec, header, plan.sign).unwrap_or(Conversion::IDENTITY);
        let known = plan.headers.iter().zip(&plan.specs);
        let columns = known.map(|(header, spec)| spec.map(|spec| (spec, conversion(spec, header)))).collect();
        let clock = ClockReader::new(plan.dialect.clock(), plan.reading);
        let is_magnitude = |spec: &&ColumnSpec| spec.field == Field::Capacity && spec.sign == CounterSign::StepType;
        Self {
            plan,
            path,
            columns,
            is_magnitude: plan.specs.iter().flatten().any(is_magnitude),
            words: Words::default(),
            extras: GatherExtras::new(plan.headers.iter().map(String::as_str)),
            clock,
            above: Above::default(),
            row_seen: RowSeen::default(),
            records: Vec::new(),
            faults: Vec::new(),
            rejected: 0,
            seen: Seen::default(),
        }
    }

    /// Reads whole lines that begin at physical line `first_line`; `unterminated` says that they end the file without a
    /// line end.
    pub(crate) fn read(&mut self, piece: &[u8], first_line: u64, unterminated: bool) {
        records(piece, self.plan.delimiter, first_line, unterminated, |record, line, cut| {
            self.row(record, line, cut);
        });
    }

    fn row(&mut self, cells: &csv::ByteRecord, line: u64, cut: bool) {
        self.row_seen.clear();
        // Of a row that was left out.
        self.extras.clear();
        if is_blank(cells) {
            return;
        }
        let point = if self.plan.decimal_comma { b',' } else { b'.' };
        let problem = if fields(cells, self.plan) == self.columns.len() {
            let last = cells[self.columns.len() - 1].trim_ascii();
            match self.record(cells, line) {
                Ok(_) if cut && self.above.is_more_than(last, point) => Problem::Cut,
                Ok(record) => {
                    self.records.push(Arc::new(record));
                    self.row_seen.commit(&mut self.seen, line);
                    self.above.take(last, point);
                    return;
                }
                Err(_) if is_header(cells, self.plan) => Problem::HeaderAgain,
                Err(problem) => problem,
            }
        } else {
            Problem::Ragged
        };
        self.rejected += 1;
        let mut fault = problem.fault(self.plan, self.path, cells);
        // A field too many before the step's number puts another number in its place.
        let follows = |step: &i32| self.records.last().is_none_or(|last| *step == last.number + 1);
        let step = self.step_of(cells).filter(|step| !matches!(problem, Problem::Ragged) || follows(step));
        (fault.line, fault.step) = (Some(line), step);
        if cut {
            problem.cut_short(&mut fault);
        }
        self.faults.push(fault);
    }

    fn step_of(&self, cells: &csv::ByteRecord) -> Option<i32> {
        let index = self.columns.iter().position(|one| one.is_some_and(|(spec, _)| spec.field == Field::Step))?;
        whole(cells.get(index)?)
    }

    fn record(&mut self, cells: &csv::ByteRecord, line: u64) -> Result<StepRecord, Problem> {
        let mut record = StepRecord { line: Some(line), ..StepRecord::unknown(0) };
        let (mut clock_start, mut clock_end) = (None, None);
        for index in 0..self.columns.len() {
            let text = cells[index].trim_ascii();
            let words = || String::from_utf8_lossy(text).trim().to_owned();
            let Some((spec, conversion)) = self.columns[index] else {
                self.extra(index, &words());
                continue;
            };
            match spec.field {
                Field::Step => match whole(text) {
                    Some(step) if step >= 0 => record.number = step,
                    _ => return Err(Problem::Expected(FaultKind::BadNumber, index, "a whole number of 0 or more")),
                },
                Field::TesterCycle => record.tester_cycle = self.count(text, index),
                Field::Section => record.section = self.count(text, index),
                Field::RecipeLine => record.recipe_line = self.count(text, index),
                Field::LoopPass => record.loop_pass = self.count(text, index),
                Field::StepType => record.original_step_type = self.words.share(&words()),
                Field::Status => record.status = Some(self.words.share(&words())),
                Field::Clock => clock_start = self.clock_cell(text, index, line)?,
                Field::ClockEnd => clock_end = self.clock_cell(text, index, line)?,
                Field::TesterSoc => {
                    record.tester_soc_pct = words().trim_end_matches('%').trim().parse().ok().into();
                    self.extra(index, &words());
                }
                Field::Counter => self.extra(index, &words()),
                _ => {
                    let value = self.number(text, index, spec, conversion)?;
                    self.place(&mut record, index, spec.field, value, &words());
                }
            }
        }
        record.extras = self.extras.take();
        self.complete(&mut record, clock_start, clock_end);
        Ok(record)
    }

    /// A count that nothing stands on; what is none is missing.
    fn count(&mut self, text: &[u8], index: usize) -> Option<i32> {
        let count = whole(text);
        if count.is_none() {
            note_absent(&mut self.row_seen, &mut self.seen, index, text);
        }
        count
    }

    /// A clock; where durations stand beside it, one that is none is missing, and said.
    fn clock_cell(&mut self, text: &[u8], index: usize, line: u64) -> Result<Option<f64>, Problem> {
        let said = self.clock.read(text);
        match said {
            Said::Native(seconds) => return Ok(Some(seconds)),
            Said::Missing => return Ok(None),
            Said::Odd(_) | Said::DateAlone(_) => note_odd_clock(&mut self.row_seen, &mut self.seen, text),
            Said::Bad => {}
        }
        match said {
            Said::Odd(seconds) => Ok(Some(seconds)),
            // A step that began at midnight, unless the one before says otherwise.
            Said::DateAlone(midnight) => Ok(Some(midnight).filter(|midnight| self.leads_to(*midnight))),
            _ if !self.plan.has(Field::StepTime) || self.plan.headers[index].as_bytes() == text => {
                Err(Problem::Expected(FaultKind::BadTimestamp, index, self.plan.dialect.clock().example()))
            }
            _ => {
                let found = String::from_utf8_lossy(text).into_owned();
                let column = self.plan.headers[index].clone();
                let message = format!(
                    "column `{column}` holds `{found}`, which is no date and time such as {}; the step is kept, its start \
                     is missing: correct the cell or export the file again",
                    self.plan.dialect.clock().example()
                );
                let fault = Fault::new(FaultKind::BadTimestamp, self.path, message).at(Severity::Warning);
                self.faults.push(Fault { line: Some(line), column: Some(column), value: Some(found), ..fault });
                Ok(None)
            }
        }
    }

    /// Whether the step before ended near this time of the clock.
    fn leads_to(&self, seconds: f64) -> bool {
        let end = |last: &Arc<StepRecord>| Some(last.start_time?.and_utc().timestamp() as f64 + last.duration_s.get()?);
        self.records.last().and_then(end).is_none_or(|before| (before - seconds).abs() <= 3_600.0)
    }

    fn number(
        &mut self,
        text: &[u8],
        index: usize,
        spec: &ColumnSpec,
        conversion: Conversion,
    ) -> Result<Option<f64>, Problem> {
        if spec.quantity == Some(Quantity::Time)
            && let Some(seconds) = duration(text)
        {
            return Ok(Some(seconds));
        }
        let is_temperature = spec.quantity == Some(Quantity::Temperature);
        match cell(text, self.plan.decimal_comma) {
            Cell::Number(value) if !(is_temperature && is_temperature_sentinel(value)) => {
                Ok(Some(conversion.apply(value)))
            }
            _ if !spec.required => {
                note_absent(&mut self.row_seen, &mut self.seen, index, text);
                Ok(None)
            }
            _ => Err(Problem::Expected(FaultKind::BadNumber, index, "a number")),
        }
    }

    fn place(&mut self, record: &mut StepRecord, index: usize, field: Field, value: Option<f64>, text: &str) {
        let is_cell = self.plan.temperature_channel.as_deref() == Some(self.plan.headers[index].as_str());
        match field {
            Field::StepTime => record.duration_s = value.into(),
            Field::Voltage => record.voltage_end_v = value.into(),
            Field::VoltageStart => record.voltage_start_v = value.into(),
            Field::Current => record.current_end_a = value.into(),
            Field::Power => record.power_end_w = value.into(),
            Field::Capacity => record.capacity_ah = value.into(),
            Field::Energy => record.energy_wh = value.into(),
            Field::TotalCapacity => record.total_capacity_ah = value.into(),
            Field::ConstantCurrentCapacity => record.constant_current_capacity_ah = value.into(),
            Field::Temperature | Field::ChamberTemperature if is_cell => record.temperature_end_degc = value.into(),
            Field::ChamberTemperature => record.chamber_temperature_end_degc = value.into(),
            _ => self.extra(index, text),
        }
    }

    /// Keeps a column that the dialect does not know, as it stands; a number has a point, whatever the file writes.
    fn extra(&mut self, index: usize, text: &str) {
        let header = &self.plan.headers[index];
        // The second of two columns of one name would stand in the way of the first.
        let is_first = self.plan.headers.iter().position(|other| other == header) == Some(index);
        if !text.is_empty() && !header.is_empty() && is_first {
            let is_comma = self.plan.decimal_comma && matches!(cell(text.as_bytes(), true), Cell::Number(_));
            if is_comma {
                self.extras.push(index, &text.replace(',', "."));
            } else {
                self.extras.push(index, text);
            }
        }
    }

    /// Fills in what follows from the rest: type, end reason, times, signs.
    fn complete(&self, record: &mut StepRecord, start: Option<f64>, end: Option<f64>) {
        let dialect = self.plan.dialect;
        (record.step_type, record.control) = step_type_of(dialect, &record.original_step_type);
        let is_by_type = self.plan.sign == Some(Sign::ByType);
        if record.step_type == StepType::Unknown && !is_by_type {
            record.step_type = by_current(record.current_end_a.get());
        }
        if dialect.has_end_reasons() {
            record.end_reason = record.status.as_deref().map(|status| dialect.end_reason(status));
        }
        record.start_time = start.and_then(to_datetime);
        if let (None, Some(start), Some(end)) = (record.duration_s.get(), start, end) {
            record.duration_s = (end - start).into();
        }
        let kind = record.step_type;
        let by_type = |value: Option<f64>| value.map(|value| signed(value.abs(), kind)).filter(|value| !value.is_nan());
        if is_by_type {
            record.current_end_a = by_type(record.current_end_a.get()).into();
            record.power_end_w = by_type(record.power_end_w.get()).into();
        }
        if is_by_type || self.is_magnitude {
            record.capacity_ah = by_type(record.capacity_ah.get()).into();
            record.energy_wh = by_type(record.energy_wh.get()).into();
        }
    }
}
