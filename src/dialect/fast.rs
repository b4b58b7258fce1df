//! The row reader for files without quotes and with a decimal point: nearly all files, and the hot loop of ingest.
//!
//! It reads the rows that hold no surprise. Any other row goes, alone, to the careful reader, which knows every fault.

use super::number::{each, is_sentinel, plain_decimal, short_cell};
use super::plan::Target;
use super::rows::RowReader;
use super::{Field, slow};

pub(super) fn read(reader: &mut RowReader<'_>, piece: &[u8], first_line: u64, unterminated: bool) {
    let plan = reader.plan;
    let prefix_fields = plan.targets.iter().take_while(|one| matches!(one, Target::Key(_) | Target::Skip)).count();
    let mut prefix: Vec<u8> = Vec::new();
    // Whether rows that begin like the one before are of no wanted step.
    let mut passes_by = false;
    let (mut start, mut line_number) = (0, first_line);
    while start < piece.len() {
        let end = memchr::memchr(b'\n', &piece[start..]).map_or(piece.len(), |at| start + at);
        let is_last = end == piece.len();
        let line = &piece[start..end];
        let row = line.strip_suffix(b"\r").unwrap_or(line);
        // A row, and what the file goes on with.
        let row_on = &piece[start..];
        start = end + 1;
        let careful = is_last && unterminated;
        if row.is_empty() || (passes_by && row.starts_with(&prefix)) {
            line_number += 1;
            continue;
        }
        if !careful && quick(reader, row, row_on, prefix_fields, &mut prefix) {
            reader.commit(line_number);
            passes_by = !prefix.is_empty() && !reader.is_wanted();
            line_number += 1;
        } else {
            passes_by = false;
            prefix.clear();
            line_number += slow::read(reader, line, line_number, careful).max(1);
        }
    }
}

/// Reads one row; `false` when anything about it is unusual, in which case nothing is kept.
fn quick(reader: &mut RowReader<'_>, row: &[u8], row_on: &[u8], prefix_fields: usize, prefix: &mut Vec<u8>) -> bool {
    let plan = reader.plan;
    let (delimiter, delimiters) = (plan.delimiter, each(plan.delimiter));
    reader.sentinels = 0;
    let mut at = 0;
    let mut field = 0;
    if !prefix.is_empty() && row.starts_with(prefix) {
        at = prefix.len();
        field = prefix_fields;
    }
    for target in &plan.targets[field..] {
        if at > row.len() {
            return false;
        }
        let rest = &row[at..];
        let used = match target {
            Target::Number { slot, conversion, required } => {
                let used = short_cell(&row_on[at..], delimiters).map(|used| used.min(rest.len()));
                let plain = used.and_then(|used| Some((plain_decimal(&row_on[at..], used)?, used)));
                let (value, used) = match plain {
                    // The sentinels are for the other way.
                    Some((value, used)) if value > -600_000.0 => (value, used),
                    _ => {
                        let Some((value, used)) = number(rest, delimiter, *required) else { return false };
                        reader.sentinels += u64::from(value.is_nan());
                        (value, used)
                    }
                };
                reader.values[*slot] = conversion.map_or(value, |conversion| conversion.apply(value));
                used
            }
            target => {
                let used = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
                if !text(reader, *target, &rest[..used]) {
                    return false;
                }
                used
            }
        };
        at += used + 1;
        field += 1;
        if field == prefix_fields && at <= row.len() {
            prefix.clear();
            prefix.extend_from_slice(&row[..at]);
        }
    }
    at == row.len() + 1
}

/// Any number at the beginning of `rest`, up to the delimiter or the end, and the bytes it takes.
fn number(rest: &[u8], delimiter: u8, required: bool) -> Option<(f64, usize)> {
    let ends = |used: usize| rest.get(used).is_none_or(|byte| *byte == delimiter);
    if ends(0) {
        return (!required).then_some((f64::NAN, 0));
    }
    let (value, used) = fast_float2::parse_partial::<f64, _>(rest).ok()?;
    if !ends(used) {
        return None;
    }
    if is_sentinel(value) {
        return (!required).then_some((f64::NAN, used));
    }
    Some((value, used))
}

/// Takes a cell that is no plain number; `false` when it is not as expected.
fn text(reader: &mut RowReader<'_>, target: Target, cell: &[u8]) -> bool {
    match target {
        Target::Key(field) => key(reader, field, cell),
        Target::Status => {
            reader.set_status(cell);
            !cell.is_empty()
        }
        Target::Clock { slot, conversion } => match reader.clock.parse(cell) {
            Some(seconds) => {
                reader.values[slot] = conversion.apply(seconds);
                true
            }
            None => false,
        },
        Target::Skip | Target::Number { .. } => true,
    }
}

/// Takes a cell that holds for a whole step.
pub(super) fn key(reader: &mut RowReader<'_>, field: Field, cell: &[u8]) -> bool {
    if field == Field::StepType {
        if reader.key.step_type.as_bytes() != cell {
            reader.key.step_type = String::from_utf8_lossy(cell).into_owned();
        }
        return true;
    }
    let number = std::str::from_utf8(cell).ok().and_then(|text| text.parse::<i32>().ok());
    match field {
        Field::Step => match number {
            Some(step) if step >= 0 => reader.key.step = step,
            _ => return false,
        },
        Field::TesterCycle => reader.key.tester_cycle = number,
        Field::Section => reader.key.section = number,
        Field::RecipeLine => reader.key.recipe_line = number,
        Field::LoopPass => reader.key.loop_pass = number,
        _ => {}
    }
    true
}
