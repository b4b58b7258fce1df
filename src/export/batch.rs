//! Rows as columns: what a table gives and a format takes, some thousand rows at a time.

use crate::format::Value;
use chrono::{DateTime, NaiveDateTime};

/// Rows that belong together, as columns of equal length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batch<'a> {
    /// How many rows.
    pub len: usize,
    /// The cells of each column.
    pub columns: &'a [Cells<'a>],
}

/// The cells of one column of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cells<'a> {
    /// The same in every row.
    Same(&'a Value),
    /// Whole numbers that go up by one from here.
    CountedFrom(u64),
    /// Whole numbers; 0 is missing.
    Wholes(&'a [u64]),
    /// Numbers; what is not finite is missing.
    Numbers(&'a [f64]),
    /// Moments in seconds since 1970 by a clock without a zone; what is not finite is missing.
    Moments(&'a [f64]),
    /// Yes in this many first rows, no in the rest, or the other way round.
    NoUpTo(usize),
    /// The same in every row, but for two.
    SameBut {
        /// What most rows hold.
        usual: &'a Value,
        /// What two hold.
        other: &'a Value,
        /// Which they are; a place that no row has is none.
        at: [usize; 2],
    },
    /// One value a row.
    Values(&'a [Value]),
}

/// The moment that so many seconds since 1970 are, to the microsecond: a double holds no more of our years.
pub(super) fn micros(seconds: f64) -> Option<i64> {
    // Beyond the years that a date can have there is none.
    (seconds.abs() < 8.0e12).then(|| (seconds * 1e6).round() as i64)
}

fn moment(seconds: f64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_micros(micros(seconds)?).map(|moment| moment.naive_utc())
}

impl Cells<'_> {
    /// The cell of a row.
    pub(super) fn value(&self, row: usize) -> Value {
        match self {
            Self::Same(value) => (*value).clone(),
            Self::CountedFrom(first) => (first + row as u64).into(),
            Self::Wholes(wholes) => Some(wholes[row]).filter(|whole| *whole > 0).into(),
            Self::Numbers(numbers) => numbers[row].into(),
            Self::Moments(seconds) => moment(seconds[row]).into(),
            Self::NoUpTo(rows) => (row >= *rows).into(),
            Self::SameBut { usual, other, at } => (if at.contains(&row) { *other } else { *usual }).clone(),
            Self::Values(values) => values[row].clone(),
        }
    }
}

impl Cells<'_> {
    /// Those of some rows.
    fn part(&self, rows: std::ops::Range<usize>) -> Self {
        match *self {
            Self::Same(value) => Self::Same(value),
            Self::CountedFrom(first) => Self::CountedFrom(first + rows.start as u64),
            Self::Wholes(wholes) => Self::Wholes(&wholes[rows]),
            Self::Numbers(numbers) => Self::Numbers(&numbers[rows]),
            Self::Moments(moments) => Self::Moments(&moments[rows]),
            Self::NoUpTo(count) => Self::NoUpTo(count.saturating_sub(rows.start)),
            Self::SameBut { usual, other, at } => {
                let from_here = |at: usize| at.checked_sub(rows.start).unwrap_or(usize::MAX);
                Self::SameBut { usual, other, at: at.map(from_here) }
            }
            Self::Values(values) => Self::Values(&values[rows]),
        }
    }

    /// Whether all rows have the same value.
    fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

impl<'a> Batch<'a> {
    /// The whole number of a column in its first row, and the rows that share it, with the column left out where it is to be;
    /// each such run.
    pub(crate) fn runs<E>(
        &self,
        column: usize,
        mut each: impl FnMut(Option<i64>, usize, Vec<Cells<'a>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let cells = &self.columns[column];
        let number = |row: usize| match cells.value(row) {
            Value::Integer(number) => Some(number),
            _ => None,
        };
        let mut from = 0;
        while from < self.len {
            let first = number(from);
            let until = if cells.is_same() {
                self.len
            } else {
                (from..self.len).find(|row| number(*row) != first).unwrap_or(self.len)
            };
            each(first, until - from, self.columns.iter().map(|cells| cells.part(from..until)).collect())?;
            from = until;
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// The rows one after the other, for formats that write so. Cells that are the same all the way are made once.
    pub(super) fn each_row<E>(&self, mut each: impl FnMut(&[Value]) -> Result<(), E>) -> Result<(), E> {
        let mut cells: Vec<Value> = Vec::with_capacity(self.columns.len());
        for row in 0..self.len {
            if row == 0 {
                cells.extend(self.columns.iter().map(|column| column.value(row)));
            } else {
                for (cell, column) in cells.iter_mut().zip(self.columns) {
                    if !matches!(column, Cells::Same(_)) {
                        *cell = column.value(row);
                    }
                }
            }
            each(&cells)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_across() {
        let (word, values) = (Value::text("a"), [Value::Missing, Value::Integer(3)]);
        let columns = [
            Cells::Same(&word),
            Cells::CountedFrom(7),
            Cells::Numbers(&[f64::NAN, -0.0]),
            Cells::Moments(&[f64::NAN, 1.5]),
            Cells::NoUpTo(1),
            Cells::Values(&values),
        ];
        let mut rows = Vec::new();
        Batch { len: 2, columns: &columns }
            .each_row(|row| {
                rows.push(row.to_vec());
                Ok::<(), ()>(())
            })
            .unwrap();
        let flags = [Value::Flag(false), Value::Flag(true)];
        assert_eq!(rows[0][..4], [Value::text("a"), Value::Integer(7), Value::Missing, Value::Missing]);
        assert_eq!(rows[1][..3], [Value::text("a"), Value::Integer(8), Value::Number(0.0)]);
        assert_eq!(rows[1][3], Value::Time(DateTime::from_timestamp_millis(1500).unwrap().naive_utc()));
        assert_eq!([&rows[0][4], &rows[1][4]], [&flags[0], &flags[1]]);
        assert_eq!(rows[1][5], Value::Integer(3));
        assert_eq!(micros(1e300), None);
    }
}
