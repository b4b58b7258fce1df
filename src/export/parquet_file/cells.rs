//! Cells that wait for their encoding, and how they come into a column.

use super::super::batch::{Cells, micros};
use crate::format::{Value, machine};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use std::collections::HashSet;
use std::ops::Range;

/// The cells of a column, copied.
pub(super) enum Held {
    Same(Value),
    CountedFrom(u64),
    Wholes(Vec<u64>),
    Numbers(Vec<f64>),
    Moments(Vec<f64>),
    NoUpTo(usize),
    SameBut { usual: Value, other: Value, at: [usize; 2] },
    Values(Vec<Value>),
}

/// What is there of the last rows of a column, and which rows have it, until there are enough to be encoded together.
#[derive(Default)]
pub(super) struct Scratch {
    doubles: Vec<f64>,
    longs: Vec<i64>,
    flags: Vec<bool>,
    texts: Vec<ByteArray>,
    levels: Vec<i16>,
}

impl Held {
    pub(super) fn of(cells: &Cells<'_>) -> Self {
        match cells {
            Cells::Same(value) => Self::Same((*value).clone()),
            Cells::CountedFrom(first) => Self::CountedFrom(*first),
            Cells::Wholes(wholes) => Self::Wholes(wholes.to_vec()),
            Cells::Numbers(numbers) => Self::Numbers(numbers.to_vec()),
            Cells::Moments(moments) => Self::Moments(moments.to_vec()),
            Cells::NoUpTo(rows) => Self::NoUpTo(*rows),
            Cells::SameBut { usual, other, at } => {
                Self::SameBut { usual: (*usual).clone(), other: (*other).clone(), at: *at }
            }
            Cells::Values(values) => Self::Values(values.to_vec()),
        }
    }

    /// Adds the numbers of rows to those that are known; beyond so many they are not counted on.
    pub(super) fn distinct(&self, rows: Range<usize>, known: &mut HashSet<u64>, most: usize) {
        match self {
            Self::Numbers(numbers) => {
                let mut numbers = numbers[rows].iter().filter(|number| number.is_finite());
                while known.len() <= most {
                    let Some(number) = numbers.next() else { break };
                    known.insert(number.to_bits());
                }
            }
            Self::Values(values) => known.extend(values[rows].iter().filter_map(double).map(f64::to_bits)),
            Self::Same(_)
            | Self::CountedFrom(_)
            | Self::Wholes(_)
            | Self::Moments(_)
            | Self::NoUpTo(_)
            | Self::SameBut { .. } => {}
        }
    }

    fn whole(&self, row: usize) -> Option<i64> {
        match self {
            Self::Same(value) => long(value),
            Self::CountedFrom(first) => i64::try_from(first + row as u64).ok(),
            Self::Wholes(wholes) => i64::try_from(wholes[row]).ok().filter(|whole| *whole > 0),
            Self::Moments(moments) => micros(moments[row]),
            Self::Values(values) => long(&values[row]),
            Self::Numbers(_) | Self::NoUpTo(_) | Self::SameBut { .. } => None,
        }
    }

    fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Same(value) => double(value),
            Self::Values(values) => double(&values[row]),
            // Those go a way of their own.
            Self::Numbers(_)
            | Self::CountedFrom(_)
            | Self::Wholes(_)
            | Self::Moments(_)
            | Self::NoUpTo(_)
            | Self::SameBut { .. } => None,
        }
    }

    fn flag(&self, row: usize) -> Option<bool> {
        match self {
            Self::NoUpTo(rows) => Some(row >= *rows),
            Self::Same(Value::Flag(flag)) => Some(*flag),
            Self::Values(values) => match &values[row] {
                Value::Flag(flag) => Some(*flag),
                _ => None,
            },
            _ => None,
        }
    }

    fn text(&self, row: usize) -> Option<ByteArray> {
        match self {
            Self::Same(value) => words(value),
            Self::SameBut { usual, other, at } => words(if at.contains(&row) { other } else { usual }),
            Self::Values(values) => words(&values[row]),
            _ => None,
        }
    }
}

fn double(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) | Value::Marked(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn long(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Time(time) | Value::Instant(time) => Some(time.and_utc().timestamp_micros()),
        _ => None,
    }
}

fn words(value: &Value) -> Option<ByteArray> {
    match value {
        Value::Missing => None,
        Value::Text(text) => Some(text.as_bytes().to_vec().into()),
        other => Some(machine(other).into_bytes().into()),
    }
}

/// Adds what is there, and which rows have it.
fn gather<T>(rows: Range<usize>, get: impl Fn(usize) -> Option<T>, values: &mut Vec<T>, levels: &mut Vec<i16>) {
    for value in rows.map(get) {
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
}

/// The same of numbers, which are nearly always there.
fn finite(numbers: &[f64], values: &mut Vec<f64>, levels: &mut Vec<i16>) {
    let new = levels.len();
    levels.extend(numbers.iter().map(|number| i16::from(number.is_finite())));
    // Without the sign of zero, as everywhere.
    if levels[new..].iter().all(|level| *level == 1) {
        values.extend(numbers.iter().map(|number| number + 0.0));
    } else {
        values.extend(numbers.iter().filter(|number| number.is_finite()).map(|number| number + 0.0));
    }
}

impl Scratch {
    /// How many rows are gathered.
    pub(super) fn len(&self) -> usize {
        self.levels.len()
    }

    /// Gathers rows of cells for a column.
    pub(super) fn take(&mut self, held: &Held, rows: Range<usize>, into: &ColumnWriter<'_>) -> Result<()> {
        let Self { doubles, longs, flags, texts, levels } = self;
        match into {
            ColumnWriter::DoubleColumnWriter(_) => match held {
                Held::Numbers(numbers) => finite(&numbers[rows], doubles, levels),
                held => gather(rows, |row| held.number(row), doubles, levels),
            },
            ColumnWriter::Int64ColumnWriter(_) => gather(rows, |row| held.whole(row), longs, levels),
            ColumnWriter::BoolColumnWriter(_) => gather(rows, |row| held.flag(row), flags, levels),
            ColumnWriter::ByteArrayColumnWriter(_) => gather(rows, |row| held.text(row), texts, levels),
            _ => return Err(not_written()),
        }
        Ok(())
    }

    /// Puts what is gathered into the column.
    pub(super) fn flush(&mut self, into: &mut ColumnWriter<'_>) -> Result<()> {
        let Self { doubles, longs, flags, texts, levels } = self;
        match into {
            ColumnWriter::DoubleColumnWriter(column) => column.write_batch(doubles, Some(levels), None)?,
            ColumnWriter::Int64ColumnWriter(column) => column.write_batch(longs, Some(levels), None)?,
            ColumnWriter::BoolColumnWriter(column) => column.write_batch(flags, Some(levels), None)?,
            ColumnWriter::ByteArrayColumnWriter(column) => column.write_batch(texts, Some(levels), None)?,
            _ => return Err(not_written()),
        };
        doubles.clear();
        longs.clear();
        flags.clear();
        texts.clear();
        levels.clear();
        Ok(())
    }
}

fn not_written() -> ParquetError {
    ParquetError::General("a column of a type that is not written".to_owned())
}
