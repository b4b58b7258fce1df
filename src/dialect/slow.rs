//! The row reader that knows every fault: quoted fields, decimal commas, ragged rows, bad numbers, cut ends.

use super::Field;
use super::clock::Said;
use super::number::{Cell, cell, duration};
use super::plan::Plan;
use super::records::records;
use super::row_reader::RowReader;
use super::seen::{note_absent, note_odd_clock};
use super::target::Target;
use crate::model::{Fault, FaultKind, Severity};

/// Reads whole records; gives how many physical lines they took.
pub(super) fn read(reader: &mut RowReader<'_>, piece: &[u8], first_line: u64, unterminated: bool) -> u64 {
    records(piece, reader.plan.delimiter, first_line, unterminated, |record, line, cut| one(reader, record, line, cut))
}

/// Reads one line that holds no quote; gives how many physical lines it takes.
pub(super) fn line(reader: &mut RowReader<'_>, text: &[u8], line: u64, unterminated: bool) -> u64 {
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    if memchr::memchr(b'\r', text).is_some() {
        return read(reader, text, line, unterminated);
    }
    let mut record = std::mem::take(&mut reader.record);
    record.clear();
    text.split(|byte| *byte == reader.plan.delimiter).for_each(|field| record.push_field(field));
    one(reader, &record, line, unterminated);
    reader.record = record;
    1
}

/// Why a row is left out.
pub(super) enum Problem {
    /// It has too few or too many fields.
    Ragged,
    /// A column holds something else than this.
    Expected(FaultKind, usize, &'static str),
    /// The header stands there again.
    HeaderAgain,
    /// Its last field lost its end.
    Cut,
}

/// Whether nothing but delimiters stands in a row, as spreadsheets write below a table.
pub(super) fn is_blank(record: &csv::ByteRecord) -> bool {
    record.iter().all(|field| field.trim_ascii().is_empty())
}

/// The number of fields of a row, without the empty one behind a last delimiter that is the file's habit.
pub(super) fn fields(record: &csv::ByteRecord, plan: &Plan) -> usize {
    let is_habit = plan.trailing && record.len() == plan.targets.len() + 1 && record[record.len() - 1].is_empty();
    record.len() - usize::from(is_habit)
}

/// Whether a row is the header itself.
pub(super) fn is_header(record: &csv::ByteRecord, plan: &Plan) -> bool {
    plan.headers.iter().zip(record).all(|(header, field)| header.as_bytes() == field.trim_ascii())
}

impl Problem {
    /// The fault in words; `found` is what the header's column holds.
    pub(super) fn fault(&self, plan: &Plan, path: &str, record: &csv::ByteRecord) -> Fault {
        let header = |index: usize| plan.headers.get(index).cloned();
        let found = |index: usize| String::from_utf8_lossy(record.get(index).unwrap_or_default()).trim().to_owned();
        match self {
            Self::Ragged => {
                let message = format!(
                    "{} fields where the header has {}; a delimiter is missing or too many: correct the row",
                    record.len(),
                    plan.targets.len()
                );
                Fault { value: Some(record.len().to_string()), ..Fault::new(FaultKind::RaggedRow, path, message) }
            }
            Self::HeaderAgain => {
                let message = "the header stands here again, as when two exports were put together; this line is left \
                               out: export each test into a file of its own";
                Fault { value: Some(found(0)), column: header(0), ..Fault::new(FaultKind::BadNumber, path, message) }
            }
            Self::Cut => {
                let last = plan.targets.len() - 1;
                let message = "the last row has no line end, and its last field is not whole, as those above are; if it \
                               is complete, end the file with a line end";
                let (column, value) = (header(last), Some(found(last)));
                Fault { column, value, ..Fault::new(FaultKind::TruncatedFile, path, message) }
            }
            Self::Expected(kind, index, expected) => {
                let (column, value) = (header(*index).unwrap_or_default(), found(*index));
                let holds = if value.is_empty() { "is empty".to_owned() } else { format!("holds `{value}`") };
                let message = format!(
                    "column `{column}` {holds}, expected {expected}; correct the cell or export the file again"
                );
                Fault { column: Some(column), value: Some(value), ..Fault::new(*kind, path, message) }
            }
        }
    }

    fn place(&self) -> (FaultKind, Option<usize>) {
        match self {
            Self::Ragged => (FaultKind::RaggedRow, None),
            Self::HeaderAgain => (FaultKind::BadNumber, Some(0)),
            Self::Cut => (FaultKind::TruncatedFile, None),
            Self::Expected(kind, index, _) => (*kind, Some(*index)),
        }
    }

    /// What it is when the file ends in this row.
    pub(super) fn cut_short(self, fault: &mut Fault) {
        if !matches!(self, Self::Cut) {
            fault.kind = FaultKind::TruncatedFile;
            fault.message = format!("the file ends in the middle of a row: {}", fault.message);
        }
    }
}

fn one(reader: &mut RowReader<'_>, record: &csv::ByteRecord, line: u64, cut: bool) {
    reader.row_seen.clear();
    if is_blank(record) {
        return;
    }
    if let Some(other) = reader.plan.passes_over(|at| record.get(at)) {
        reader.pass_over(other, line);
        return;
    }
    let padded;
    let record = match pad(reader.plan, record) {
        Some(whole) => {
            padded = whole;
            &padded
        }
        None => record,
    };
    match row(reader, record, line, cut) {
        Ok(()) => reader.commit(line),
        Err(problem) => {
            reader.rows.rejected += 1;
            let step = step_of(reader, record);
            // A field too many before the step's number puts another number in its place.
            let follows = |step: &i32| {
                let last = reader.rows.segments.last();
                last.is_none_or(|last| (0..=1).contains(&(step - last.step)))
            };
            let step = step.filter(|step| !matches!(problem, Problem::Ragged) || follows(step));
            if !cut && prolongs(reader, &problem, step, line) {
                return;
            }
            let mut fault = problem.fault(reader.plan, reader.path, record);
            (fault.line, fault.step) = (Some(line), step);
            if cut {
                problem.cut_short(&mut fault);
            }
            reader.rows.faults.push(fault);
        }
    }
}

/// A row whose last cells were left out, as some cyclers do, with empty ones in their place.
fn pad(plan: &Plan, record: &csv::ByteRecord) -> Option<csv::ByteRecord> {
    let width = plan.targets.len();
    if !plan.dialect.text.is_ragged || record.len() >= width {
        return None;
    }
    let mut whole = record.clone();
    (record.len()..width).for_each(|_| whole.push_field(b""));
    Some(whole)
}

/// Makes the fault of the row before reach to this row, if it is the same: a file of bad rows is no file of words.
fn prolongs(reader: &mut RowReader<'_>, problem: &Problem, step: Option<i32>, line: u64) -> bool {
    let (kind, index) = problem.place();
    let column = index.and_then(|index| reader.plan.headers.get(index));
    let Some(last) = reader.rows.faults.last_mut() else { return false };
    let is_same = last.kind == kind
        && last.severity.is_none()
        && last.step == step
        && last.column.as_ref() == column
        && last.line_end.or(last.line) == Some(line - 1);
    if is_same {
        last.line_end = Some(line);
    }
    is_same
}

fn row(reader: &mut RowReader<'_>, record: &csv::ByteRecord, line: u64, cut: bool) -> Result<(), Problem> {
    let plan = reader.plan;
    if fields(record, plan) != plan.targets.len() {
        return Err(Problem::Ragged);
    }
    // A date alone is the midnight that it begins with, if that is where the rows before lead to.
    let mut midnight = None;
    for (index, target) in plan.targets.iter().enumerate() {
        let text = record[index].trim_ascii();
        match *target {
            Target::Skip => {}
            Target::Key(field) => {
                if !reader.set_key(field, index, text) {
                    let expected = Problem::Expected(FaultKind::BadNumber, index, "a whole number of 0 or more");
                    return Err(if is_header(record, plan) { Problem::HeaderAgain } else { expected });
                }
            }
            Target::Status => reader.set_status(text),
            Target::Clock { slot, conversion } => {
                let said = reader.clock.read(text);
                let seconds = clock(reader, said, text, index, line)?;
                reader.values[slot] = conversion.apply(seconds);
                if let Said::DateAlone(seconds) = said {
                    midnight = Some((slot, seconds));
                }
            }
            Target::Number { slot, plain, .. } if plain.is_time && text.contains(&b':') => match duration(text) {
                Some(seconds) => reader.values[slot] = seconds,
                None => return Err(Problem::Expected(FaultKind::BadNumber, index, "hours, minutes and seconds")),
            },
            Target::Number { slot, conversion, required, plain } => match cell(text, plan.decimal_comma) {
                Cell::Number(value) if !plain.is_absent(value) => {
                    reader.values[slot] = conversion.map_or(value, |conversion| conversion.apply(value));
                }
                _ if !required => {
                    reader.values[slot] = f64::NAN;
                    note_absent(&mut reader.row_seen, &mut reader.rows.seen, index, text);
                }
                _ => return Err(Problem::Expected(FaultKind::BadNumber, index, "a number")),
            },
        }
    }
    if let Some((slot, seconds)) = midnight.filter(|(_, seconds)| reader.leads_to(*seconds)) {
        reader.values[slot] = seconds;
    }
    if cut && looks_cut(reader, record) { Err(Problem::Cut) } else { Ok(()) }
}

/// Takes what a cell of the clock says. Where time is also counted from the start, a clock that is none is missing, and said.
fn clock(reader: &mut RowReader<'_>, said: Said, text: &[u8], index: usize, line: u64) -> Result<f64, Problem> {
    match said {
        Said::Native(seconds) => return Ok(seconds),
        Said::Missing => return Ok(f64::NAN),
        Said::Odd(seconds) => {
            note_odd_clock(&mut reader.row_seen, &mut reader.rows.seen, text);
            return Ok(seconds);
        }
        Said::DateAlone(_) | Said::Bad => {}
    }
    let plan = reader.plan;
    let expected = Problem::Expected(FaultKind::BadTimestamp, index, plan.dialect.clock().example());
    if !plan.has(Field::TestTime) && !plan.has(Field::StepTime) {
        return Err(if is_header_cell(plan, index, text) { Problem::HeaderAgain } else { expected });
    }
    if let Said::DateAlone(_) = said {
        note_odd_clock(&mut reader.row_seen, &mut reader.rows.seen, text);
        return Ok(f64::NAN);
    }
    if is_header_cell(plan, index, text) {
        return Err(Problem::HeaderAgain);
    }
    let found = String::from_utf8_lossy(text).into_owned();
    let column = plan.headers[index].clone();
    let message = format!(
        "column `{column}` holds `{found}`, which is no date and time such as {}; the row is kept, its clock is missing: \
         correct the cell or export the file again",
        plan.dialect.clock().example()
    );
    let step = (reader.key.step > 0).then_some(reader.key.step);
    let fault = Fault {
        line: Some(line),
        step,
        column: Some(column),
        value: Some(found),
        ..Fault::new(FaultKind::BadTimestamp, reader.path, message)
    };
    let fault = fault.at(Severity::Warning);
    match reader.rows.faults.last_mut() {
        Some(last)
            if last.column == fault.column && last.step == step && last.line_end.or(last.line) == Some(line - 1) =>
        {
            last.line_end = Some(line);
        }
        _ => reader.rows.faults.push(fault),
    }
    Ok(f64::NAN)
}

fn is_header_cell(plan: &Plan, index: usize, text: &[u8]) -> bool {
    plan.headers[index].as_bytes() == text
}

/// How many digits stand behind the point.
pub(super) fn decimals(text: &[u8], point: u8) -> usize {
    text.iter().position(|byte| *byte == point).map_or(0, |at| text.len() - at - 1)
}

/// Whether the last field of a row without a line end lost digits: the column's other values all show more decimals.
fn looks_cut(reader: &RowReader<'_>, record: &csv::ByteRecord) -> bool {
    let Some(last) = reader.plan.targets.last() else { return false };
    let text = record[reader.plan.targets.len() - 1].trim_ascii();
    let point = if reader.plan.decimal_comma { b',' } else { b'.' };
    match *last {
        Target::Number { slot, .. } => {
            let column = &reader.rows.columns[slot];
            let above = column.iter().rev().take(50).copied().filter(|value| !value.is_nan());
            if text.is_empty() {
                return above.clone().next().is_some();
            }
            if !matches!(cell(text, point == b','), Cell::Number(_)) {
                return is_cut_number(text, point);
            }
            // A few rows may all have had more digits by chance.
            let is_told = above.clone().count() >= 30;
            let fewest = above.map(|value| decimals(value.to_string().as_bytes(), b'.')).min().filter(|_| is_told);
            is_cut_number(text, point)
                || fewest.is_some_and(|fewest| decimals(text, point) < fewest)
                || is_told && falls_short(&column[column.len().saturating_sub(50)..], text, point)
        }
        Target::Status => reader.reason == crate::model::EndReason::Unknown,
        _ => false,
    }
}

/// Whether a last number of fewer decimals than nearly all above it is far from them, as 24 is from 24.97: values that are
/// whole by chance stand among those above, too, but where they lead. Zero is where a current may end.
fn falls_short(above: &[f64], text: &[u8], point: u8) -> bool {
    let decimals_of = |value: &f64| decimals(value.to_string().as_bytes(), b'.');
    let (own, Cell::Number(value)) = (decimals(text, point), cell(text, point == b',')) else { return false };
    let more = above.iter().filter(|value| decimals_of(value) > own).count();
    let largest = above.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
    let far = above.last().is_some_and(|last| (value - last).abs() > CUT_CHANGES * largest);
    value != 0.0 && far && more * 10 >= above.len() * 9
}

/// A last number this many times as far from the one above as those are from one another lost its digits.
const CUT_CHANGES: f64 = 3.0;

/// Whether a number breaks off: at its point, its sign or its exponent.
pub(super) fn is_cut_number(text: &[u8], point: u8) -> bool {
    let is_number =
        text.first().is_some_and(|first| first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.' | b','));
    is_number && text.last().is_some_and(|last| *last == point || matches!(last, b'-' | b'+' | b'e' | b'E'))
}

/// The step of a row, as far as it can be told, so that faults name it.
fn step_of(reader: &RowReader<'_>, record: &csv::ByteRecord) -> Option<i32> {
    let index = reader.plan.targets.iter().position(|target| *target == Target::Key(Field::Step))?;
    super::number::whole(record.get(index)?).filter(|step| *step >= 0)
}
