//! The row reader that knows every fault: quoted fields, decimal commas, ragged rows, bad numbers, cut ends.

use super::Field;
use super::fast;
use super::number::{Cell, cell};
use super::plan::Target;
use super::rows::RowReader;
use crate::model::{Fault, FaultKind};

/// Reads whole records; gives how many physical lines they took.
pub(super) fn read(reader: &mut RowReader<'_>, piece: &[u8], first_line: u64, unterminated: bool) -> u64 {
    records(piece, reader.plan.delimiter, first_line, unterminated, |record, line, cut| one(reader, record, line, cut))
}

/// Hands each record of a piece to `each`, with its physical line and whether the file ends in it without a line end;
/// gives how many physical lines the piece has.
pub(super) fn records(
    piece: &[u8],
    delimiter: u8,
    first_line: u64,
    unterminated: bool,
    mut each: impl FnMut(&csv::ByteRecord, u64, bool),
) -> u64 {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(piece);
    let mut record = csv::ByteRecord::new();
    let (mut line, mut at) = (first_line, 0);
    while let Ok(true) = reader.read_byte_record(&mut record) {
        // Blank lines before a record are skipped without a word: the record begins behind them.
        let end = reader.position().byte() as usize;
        let blank = piece[at..end].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_ends(piece, at, at + blank);
        each(&record, line, unterminated && end >= piece.len());
        line += line_ends(piece, at + blank, end);
        at = end;
    }
    line + line_ends(piece, at, piece.len()) - first_line
}

/// Line ends (LF, CRLF, or a CR alone) between two places of a text.
fn line_ends(text: &[u8], from: usize, to: usize) -> u64 {
    let ends = |index: &usize| match text[*index] {
        b'\n' => true,
        b'\r' => text.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    (from..to).filter(ends).count() as u64
}

fn one(reader: &mut RowReader<'_>, record: &csv::ByteRecord, line: u64, cut: bool) {
    reader.sentinels = 0;
    match row(reader, record, line, cut) {
        Ok(()) => reader.commit(line),
        Err(mut fault) => {
            if cut && matches!(fault.kind, FaultKind::RaggedRow | FaultKind::BadNumber | FaultKind::BadTimestamp) {
                fault.kind = FaultKind::TruncatedFile;
                fault.message = format!("the file ends in the middle of a row: {}; export it again", fault.message);
            }
            reader.rows.rejected += 1;
            reader.rows.faults.push(fault);
        }
    }
}

fn row(reader: &mut RowReader<'_>, record: &csv::ByteRecord, line: u64, cut: bool) -> Result<(), Fault> {
    let plan = reader.plan;
    let expected = plan.targets.len();
    let step = step_of(reader, record);
    if record.len() != expected {
        let message = format!(
            "{} fields where the header has {expected}; a delimiter is missing or too many: correct the row",
            record.len()
        );
        // A field too many before the step's number puts another number in its place.
        let step =
            step.filter(|step| reader.rows.segments.last().is_none_or(|last| (0..=1).contains(&(step - last.step))));
        let mut fault = fault(reader, FaultKind::RaggedRow, line, step, None, message);
        fault.value = Some(record.len().to_string());
        return Err(fault);
    }
    for (index, target) in plan.targets.iter().enumerate() {
        let text = record[index].trim_ascii();
        match *target {
            Target::Skip => {}
            Target::Key(field) => {
                if !fast::key(reader, field, text) {
                    return Err(bad(reader, line, step, index, text, "a whole number of 0 or more"));
                }
            }
            Target::Status => reader.set_status(text),
            Target::Clock { slot, conversion } => match reader.clock.parse(text) {
                Some(seconds) => reader.values[slot] = conversion.apply(seconds),
                None => return Err(bad_clock(reader, line, step, index, text)),
            },
            Target::Number { slot, conversion, required } => match cell(text, plan.decimal_comma) {
                Cell::Number(value) => {
                    reader.values[slot] = conversion.map_or(value, |conversion| conversion.apply(value));
                }
                Cell::Sentinel | Cell::Empty if !required => missing(reader, slot),
                Cell::Bad if !required && is_unknown_channel(plan, slot) => missing(reader, slot),
                _ => return Err(bad(reader, line, step, index, text, "a number")),
            },
        }
    }
    if cut && looks_cut(reader, record) {
        let message = "the last row has no line end, and its last field is shorter than in the rows above; if it is \
                       complete, end the file with a line end";
        let last = expected - 1;
        let mut fault = fault(reader, FaultKind::TruncatedFile, line, step, Some(last), message.to_owned());
        fault.value = Some(String::from_utf8_lossy(&record[last]).into_owned());
        return Err(fault);
    }
    Ok(())
}

fn missing(reader: &mut RowReader<'_>, slot: usize) {
    reader.values[slot] = f64::NAN;
    reader.sentinels += 1;
}

/// Whether a slot is a column that the dialect does not know; text in it is no fault.
fn is_unknown_channel(plan: &super::Plan, slot: usize) -> bool {
    slot.checked_sub(super::SEVEN)
        .and_then(|channel| plan.channels.get(channel))
        .is_some_and(|channel| channel.kind == crate::model::ChannelKind::Other)
}

fn decimals(text: &[u8], point: u8) -> usize {
    text.iter().position(|byte| *byte == point).map_or(0, |at| text.len() - at - 1)
}

/// Whether the last field of a row without a line end lost digits: the column's other values all show more decimals.
fn looks_cut(reader: &RowReader<'_>, record: &csv::ByteRecord) -> bool {
    let Some(last) = reader.plan.targets.last() else { return false };
    let text = record[record.len() - 1].trim_ascii();
    let point = if reader.plan.decimal_comma { b',' } else { b'.' };
    match *last {
        Target::Number { slot, .. } => {
            let column = &reader.rows.columns[slot];
            let above = column.iter().rev().take(50).copied().filter(|value| !value.is_nan());
            if text.is_empty() {
                return above.clone().next().is_some();
            }
            // A few rows may all have had more digits by chance.
            let is_told = above.clone().count() >= 30;
            let fewest = above.map(|value| decimals(value.to_string().as_bytes(), b'.')).min().filter(|_| is_told);
            text.ends_with(&[point]) || fewest.is_some_and(|fewest| decimals(text, point) < fewest)
        }
        Target::Status => reader.reason == crate::model::EndReason::Unknown,
        _ => false,
    }
}

/// The step of a row, as far as it can be told, so that faults name it.
fn step_of(reader: &RowReader<'_>, record: &csv::ByteRecord) -> Option<i32> {
    let index = reader.plan.targets.iter().position(|target| *target == Target::Key(Field::Step))?;
    std::str::from_utf8(record.get(index)?.trim_ascii()).ok()?.parse().ok()
}

fn bad(reader: &RowReader<'_>, line: u64, step: Option<i32>, index: usize, text: &[u8], expected: &str) -> Fault {
    let found = String::from_utf8_lossy(text).into_owned();
    let header = &reader.plan.headers[index];
    let message = if found.is_empty() {
        format!("column `{header}` is empty, expected {expected}; correct the cell or export the file again")
    } else {
        format!("column `{header}` holds `{found}`, expected {expected}; correct the cell or export the file again")
    };
    let mut fault = fault(reader, FaultKind::BadNumber, line, step, Some(index), message);
    fault.value = Some(found);
    fault
}

fn bad_clock(reader: &RowReader<'_>, line: u64, step: Option<i32>, index: usize, text: &[u8]) -> Fault {
    let found = String::from_utf8_lossy(text).into_owned();
    let message = format!(
        "column `{}` holds `{found}`, which is no date and time; expected {}",
        reader.plan.headers[index],
        reader.plan.dialect.clock().example()
    );
    let mut fault = fault(reader, FaultKind::BadTimestamp, line, step, Some(index), message);
    fault.value = Some(found);
    fault
}

fn fault(
    reader: &RowReader<'_>,
    kind: FaultKind,
    line: u64,
    step: Option<i32>,
    index: Option<usize>,
    message: String,
) -> Fault {
    Fault {
        kind,
        file: reader.path.to_owned(),
        line: Some(line),
        line_end: None,
        step,
        column: index.map(|index| reader.plan.headers[index].clone()),
        value: None,
        message,
    }
}
