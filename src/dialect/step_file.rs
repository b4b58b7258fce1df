//! Reads a Step file: one record a step, and the faults.

use super::clock::{ClockReader, to_datetime};
use super::number::{Cell, cell};
use super::plan::{self, Plan};
use super::rebase::signed;
use super::{ColumnSpec, Field, Integrals, Words};
use crate::model::{Control, Fault, FaultKind, GatherExtras, StepRecord, StepType};
use crate::units::Conversion;
use std::sync::Arc;

/// Reads the rows of a Step file, piece by piece.
pub struct StepFileReader<'p> {
    plan: &'p Plan,
    path: &'p str,
    columns: Vec<Option<(&'static ColumnSpec, Conversion)>>,
    words: Words,
    extras: GatherExtras,
    clock: ClockReader,
    /// Whether any row so far has something in its last field.
    last_is_filled: bool,
    /// The steps, in file order.
    pub records: Vec<Arc<StepRecord>>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Sentinels that became missing.
    pub sentinels: u64,
}

/// Either a value or the fault in words: kind, column, value, message.
type Read<T> = Result<T, (FaultKind, usize, String)>;

/// Why a row is left out: kind, column, value, message.
type Problem = (FaultKind, Option<String>, Option<String>, String);

impl<'p> StepFileReader<'p> {
    /// For a file of this plan.
    #[must_use]
    pub fn new(plan: &'p Plan, path: &'p str) -> Self {
        let format = plan.dialect.formats().iter().find(|format| format.role == plan.role);
        let known = format.map_or(&[][..], |format| format.columns);
        let columns = plan
            .headers
            .iter()
            .map(|header| {
                let spec = plan::find(known, header)?;
                Some((spec, plan::conversion_of(spec, header).unwrap_or(Conversion::IDENTITY)))
            })
            .collect();
        let clock = ClockReader::new(plan.dialect.clock());
        Self {
            plan,
            path,
            columns,
            words: Words::default(),
            extras: GatherExtras::new(plan.headers.iter().map(String::as_str)),
            clock,
            last_is_filled: false,
            records: Vec::new(),
            faults: Vec::new(),
            sentinels: 0,
        }
    }

    /// Reads whole lines that begin at physical line `first_line`; `unterminated` says that they end the file without a
    /// line end.
    pub fn read(&mut self, piece: &[u8], first_line: u64, unterminated: bool) {
        super::slow::records(piece, self.plan.delimiter, first_line, unterminated, |record, line, cut| {
            self.row(record, line, cut);
        });
    }

    fn row(&mut self, cells: &csv::ByteRecord, line: u64, cut: bool) {
        let problem = if cells.len() == self.columns.len() {
            match self.record(cells, line) {
                Ok(_) if cut && self.looks_cut(cells) => {
                    let last = cells.len() - 1;
                    let message = "the last row has no line end, and its last field is not whole, as those above are; if \
                                   it is complete, end the file with a line end";
                    let found = String::from_utf8_lossy(&cells[last]).trim().to_owned();
                    let header = self.plan.headers[last].clone();
                    (FaultKind::TruncatedFile, Some(header), Some(found), message.to_owned())
                }
                Ok(record) => {
                    self.records.push(Arc::new(record));
                    self.last_is_filled |= cells.iter().next_back().is_some_and(|cell| !cell.trim_ascii().is_empty());
                    return;
                }
                Err((kind, index, expected)) => {
                    let found = String::from_utf8_lossy(&cells[index]).trim().to_owned();
                    let header = self.plan.headers[index].clone();
                    let message = format!(
                        "column `{header}` holds `{found}`, expected {expected}; correct it or export it again"
                    );
                    (kind, Some(header), Some(found), message)
                }
            }
        } else {
            let (found, expected) = (cells.len(), self.columns.len());
            let message = format!("{found} fields where the header has {expected}; correct the row or export it again");
            (FaultKind::RaggedRow, None, Some(found.to_string()), message)
        };
        self.reject(cells, line, cut, problem);
    }

    fn reject(&mut self, cells: &csv::ByteRecord, line: u64, cut: bool, problem: Problem) {
        let (mut kind, column, value, mut message) = problem;
        if cut {
            kind = FaultKind::TruncatedFile;
            message = format!("the file ends in the middle of a row: {message}");
        }
        let (file, line) = (self.path.to_owned(), Some(line));
        // A field too many before the step's number puts another number in its place.
        let follows = |step: &i32| self.records.last().is_none_or(|last| *step == last.number + 1);
        let step = self.step_of(cells).filter(|step| cells.len() == self.columns.len() || follows(step));
        self.faults.push(Fault { kind, file, line, line_end: None, step, column, value, message });
    }

    /// Whether the last field of a row without a line end lost something: it is empty where others are not, or ends in
    /// mid-number.
    fn looks_cut(&self, cells: &csv::ByteRecord) -> bool {
        let text = cells[cells.len() - 1].trim_ascii();
        if text.is_empty() { self.last_is_filled } else { text.ends_with(b".") }
    }

    fn step_of(&self, cells: &csv::ByteRecord) -> Option<i32> {
        let index = self.columns.iter().position(|one| one.is_some_and(|(spec, _)| spec.field == Field::Step))?;
        std::str::from_utf8(cells.get(index)?.trim_ascii()).ok()?.parse().ok()
    }

    fn record(&mut self, cells: &csv::ByteRecord, line: u64) -> Read<StepRecord> {
        let mut record = StepRecord { line: Some(line), ..StepRecord::unknown(0) };
        let mut clock_end = None;
        let mut clock_start = None;
        // Of a row that was left out.
        drop(self.extras.take());
        for index in 0..self.columns.len() {
            let text = cells[index].trim_ascii();
            let words = || String::from_utf8_lossy(text).into_owned();
            let Some((spec, conversion)) = self.columns[index] else {
                self.extra(index, &words());
                continue;
            };
            let whole = || words().parse::<i32>().ok();
            match spec.field {
                Field::Step => match whole() {
                    Some(step) if step >= 0 => record.number = step,
                    _ => return Err((FaultKind::BadNumber, index, "a whole number of 0 or more".to_owned())),
                },
                Field::TesterCycle => record.tester_cycle = whole(),
                Field::Section => record.section = whole(),
                Field::RecipeLine => record.recipe_line = whole(),
                Field::LoopPass => record.loop_pass = whole(),
                Field::StepType => record.original_step_type = self.words.share(&words()),
                Field::Status => record.status = Some(self.words.share(&words())),
                Field::Clock => clock_start = Some(self.clock_cell(text, index)?),
                Field::ClockEnd => clock_end = Some(self.clock_cell(text, index)?),
                Field::TesterSoc => {
                    record.tester_soc_pct = words().trim_end_matches('%').trim().parse().ok();
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

    fn clock_cell(&mut self, text: &[u8], index: usize) -> Read<f64> {
        let format = self.plan.dialect.clock();
        self.clock.parse(text).ok_or_else(|| (FaultKind::BadTimestamp, index, format.example().to_owned()))
    }

    fn number(&mut self, text: &[u8], index: usize, spec: &ColumnSpec, conversion: Conversion) -> Read<Option<f64>> {
        match cell(text, self.plan.decimal_comma) {
            Cell::Number(value) => Ok(Some(conversion.apply(value))),
            Cell::Sentinel | Cell::Empty if !spec.required => {
                self.sentinels += 1;
                Ok(None)
            }
            _ => Err((FaultKind::BadNumber, index, "a number".to_owned())),
        }
    }

    fn place(&mut self, record: &mut StepRecord, index: usize, field: Field, value: Option<f64>, text: &str) {
        let is_cell = self.plan.temperature_channel.as_deref() == Some(self.plan.headers[index].as_str());
        match field {
            Field::StepTime => record.duration_s = value,
            Field::Voltage => record.voltage_end_v = value,
            Field::VoltageStart => record.voltage_start_v = value,
            Field::Current => record.current_end_a = value,
            Field::Power => record.power_end_w = value,
            Field::Capacity => record.capacity_ah = value,
            Field::Energy => record.energy_wh = value,
            Field::TotalCapacity => record.total_capacity_ah = value,
            Field::ConstantCurrentCapacity => record.constant_current_capacity_ah = value,
            Field::Temperature | Field::ChamberTemperature if is_cell => record.temperature_end_degc = value,
            Field::ChamberTemperature => record.chamber_temperature_end_degc = value,
            _ => self.extra(index, text),
        }
    }

    /// Keeps a column that the dialect does not know, as it stands; a number has a point, whatever the file writes.
    fn extra(&mut self, index: usize, text: &str) {
        if !text.is_empty() && !self.plan.headers[index].is_empty() {
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
        (record.step_type, record.control) =
            dialect.step_type(&record.original_step_type).unwrap_or((StepType::Unknown, Control::Unknown));
        if dialect.has_end_reasons() {
            record.end_reason = record.status.as_deref().map(|status| dialect.end_reason(status));
        }
        record.start_time = start.and_then(to_datetime);
        if let (None, Some(start), Some(end)) = (record.duration_s, start, end) {
            record.duration_s = Some(end - start);
        }
        if dialect.step_integrals() == Integrals::StepMagnitude {
            record.capacity_ah = record.capacity_ah.map(|value| signed(value.abs(), record.step_type));
            record.energy_wh = record.energy_wh.map(|value| signed(value.abs(), record.step_type));
        }
    }
}
