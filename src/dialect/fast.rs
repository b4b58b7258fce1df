//! The row reader for files without quotes and with a decimal point: nearly all files, and the hot loop of ingest.
//!
//! It reads the rows that hold no surprise. Any other row goes, alone, to the careful reader, which knows every fault.

use super::Field;
use super::clock::Said;
use super::number::{duration, each, is_sentinel, plain_decimal, short_cell, short_duration};
use super::plan::Plan;
use super::row_reader::RowReader;
use super::seen::{note_absent, note_odd_clock};
use super::slow;
use super::target::{Plain, Target};

/// What the rows before said of the cells that rows begin with, behind those that nobody reads, such as a row's own number.
#[derive(Default)]
struct Prefix {
    text: Vec<u8>,
    /// The cells that it begins behind, and those that it ends before.
    from: usize,
    fields: usize,
    /// Columns of it that hold no value.
    absent: Vec<u32>,
}

impl Prefix {
    fn of(plan: &Plan) -> Self {
        let is_own_number = |at: usize| plan.specs[at].is_some_and(|spec| spec.field == Field::Record);
        let targets = &plan.targets;
        let from = (0..targets.len()).take_while(|at| targets[*at] == Target::Skip || is_own_number(*at)).count();
        let fields =
            from + targets[from..].iter().take_while(|one| matches!(one, Target::Key(_) | Target::Skip)).count();
        Self { from, fields, ..Self::default() }
    }

    /// Where it begins in a row; `None` in one of fewer cells.
    fn start(&self, row: &[u8], delimiter: u8) -> Option<usize> {
        let mut at = 0;
        for _ in 0..self.from {
            at += memchr::memchr(delimiter, &row[at..])? + 1;
        }
        Some(at)
    }

    /// Where it ends in a row that says the same.
    fn end(&self, row: &[u8], start: usize) -> Option<usize> {
        (!self.text.is_empty() && row[start..].starts_with(&self.text)).then(|| start + self.text.len())
    }
}

pub(super) fn read(reader: &mut RowReader<'_>, piece: &[u8], first_line: u64, unterminated: bool) {
    let plan = reader.plan;
    let mut prefix = Prefix::of(plan);
    // Whether rows that begin like the one before are of no wanted step.
    let mut passes_by = false;
    let (mut start, mut line_number) = (0, first_line);
    while start < piece.len() {
        let end = memchr::memchr(b'\n', &piece[start..]).map_or(piece.len(), |at| start + at);
        let is_last = end == piece.len();
        let line = &piece[start..end];
        let mut row = line.strip_suffix(b"\r").unwrap_or(line);
        // A row, and what the file goes on with.
        let row_on = &piece[start..];
        start = end + 1;
        let careful = is_last && unterminated;
        let says_the_same =
            |row| prefix.start(row, plan.delimiter).is_some_and(|start| prefix.end(row, start).is_some());
        if row.is_empty() || (passes_by && says_the_same(row)) {
            line_number += 1;
            continue;
        }
        if plan.passes_any_over()
            && let Some(other) = plan.passes_over(|at| row.split(|byte| *byte == plan.delimiter).nth(at))
        {
            reader.pass_over(other, line_number);
            line_number += 1;
            continue;
        }
        if plan.trailing {
            row = row.strip_suffix(&[plan.delimiter]).unwrap_or(row);
        }
        if !careful && quick(reader, row, row_on, &mut prefix) {
            reader.commit(line_number);
            passes_by = !prefix.text.is_empty() && !reader.is_wanted();
            line_number += 1;
        } else {
            passes_by = false;
            prefix.text.clear();
            line_number += slow::line(reader, line, line_number, careful).max(1);
        }
    }
}

/// Reads one row; `false` when anything about it is unusual, in which case nothing is kept.
fn quick(reader: &mut RowReader<'_>, row: &[u8], row_on: &[u8], prefix: &mut Prefix) -> bool {
    let plan = reader.plan;
    let (delimiter, delimiters) = (plan.delimiter, each(plan.delimiter));
    reader.row_seen.clear();
    let Some(start) = prefix.start(row, delimiter) else { return false };
    own_number(reader, row, prefix.from);
    let (mut at, mut field) = (start, prefix.from);
    if let Some(end) = prefix.end(row, start) {
        (at, field) = (end, prefix.fields);
        reader.row_seen.columns.extend_from_slice(&prefix.absent);
    }
    for target in &plan.targets[field..] {
        if at > row.len() {
            return false;
        }
        let rest = &row[at..];
        let used = match target {
            Target::Number { slot, conversion, required, plain } => {
                let used = short_cell(&row_on[at..], delimiters).map(|used| used.min(rest.len()));
                let found = used.and_then(|used| Some((plain_decimal(&row_on[at..], used)?, used)));
                let (value, used) = match found {
                    // The sentinels are for the other way.
                    Some((value, used)) if value > plain.above && value < plain.below => (value, used),
                    _ => {
                        let short = || used.and_then(|used| Some((short_duration(&row_on[at..], used)?, used)));
                        if plain.is_time
                            && let Some((seconds, used)) = short().or_else(|| time(rest, delimiter))
                        {
                            reader.values[*slot] = seconds;
                            at += used + 1;
                            field += 1;
                            continue;
                        }
                        let Some((value, used)) = number(rest, delimiter, *required, *plain) else {
                            return false;
                        };
                        if value.is_nan() {
                            note_absent(&mut reader.row_seen, &mut reader.rows.seen, field, &rest[..used]);
                        }
                        (value, used)
                    }
                };
                reader.values[*slot] = conversion.map_or(value, |conversion| conversion.apply(value));
                used
            }
            target => {
                let used = short_cell(&row_on[at..], delimiters).map(|used| used.min(rest.len()));
                let used = used.or_else(|| memchr::memchr(delimiter, rest)).unwrap_or(rest.len());
                if !text(reader, *target, field, &rest[..used]) {
                    return false;
                }
                used
            }
        };
        at += used + 1;
        field += 1;
        if field == prefix.fields && at <= row.len() {
            prefix.text.clear();
            prefix.text.extend_from_slice(&row[start..at]);
            prefix.absent.clone_from(&reader.row_seen.columns);
        }
    }
    at == row.len() + 1
}

/// Takes the number of a row among the cells before its keys, where it has one.
fn own_number(reader: &mut RowReader<'_>, row: &[u8], cells: usize) {
    let mut rest = row;
    for target in &reader.plan.targets[..cells] {
        let end = memchr::memchr(reader.plan.delimiter, rest).unwrap_or(rest.len());
        if let Target::Number { slot, .. } = target {
            reader.values[*slot] = fast_float2::parse(&rest[..end]).unwrap_or(f64::NAN);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}

/// Any number at the beginning of `rest`, up to the delimiter or the end, and the bytes it takes. Where none is required,
/// whatever is none is missing.
fn number(rest: &[u8], delimiter: u8, required: bool, plain: Plain) -> Option<(f64, usize)> {
    let parsed = fast_float2::parse_partial::<f64, _>(rest).ok();
    let (value, used) = match parsed.filter(|(_, used)| rest.get(*used).is_none_or(|byte| *byte == delimiter)) {
        Some(number) => number,
        // A blank beside a number is for the careful reader.
        None if required || rest.first() == Some(&b' ') => return None,
        None => {
            let used = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            if rest[..used].last() == Some(&b' ') {
                return None;
            }
            (f64::NAN, used)
        }
    };
    if is_sentinel(value) || plain.is_absent(value) {
        return (!required).then_some((f64::NAN, used));
    }
    Some((value, used))
}

/// Hours, minutes and seconds at the beginning of `rest`, and the bytes they take.
fn time(rest: &[u8], delimiter: u8) -> Option<(f64, usize)> {
    let used = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
    let cell = &rest[..used];
    memchr::memchr(b':', cell)?;
    Some((duration(cell)?, used))
}

/// Takes a cell that is no plain number; `false` when it is not as expected.
fn text(reader: &mut RowReader<'_>, target: Target, column: usize, cell: &[u8]) -> bool {
    match target {
        Target::Key(field) => reader.set_key(field, column, cell),
        Target::Status => {
            reader.set_status(cell);
            !cell.is_empty()
        }
        Target::Clock { slot, conversion } => {
            if let Some(seconds) = reader.clock.native(cell) {
                reader.values[slot] = conversion.apply(seconds);
                return true;
            }
            match reader.clock.read(cell) {
                Said::Odd(seconds) => {
                    reader.values[slot] = conversion.apply(seconds);
                    note_odd_clock(&mut reader.row_seen, &mut reader.rows.seen, cell);
                }
                Said::Missing => reader.values[slot] = f64::NAN,
                _ => return false,
            }
            true
        }
        Target::Skip | Target::Number { .. } => true,
    }
}
