//! Thinning: at most one sample in an interval of each step, always its first and last; pulses are never thinned.

use crate::model::{Block, Column, PULSE_TOLERANCE_S, TestError};

/// How rows are thinned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Thinning {
    /// Not at all.
    #[default]
    None,
    /// At most one sample in this many seconds.
    Interval(f64),
    /// By the number of rows: up to 1,000 none, 10,000 1 s, 100,000 10 s, more 60 s.
    Auto,
}

impl Thinning {
    /// The interval in s for a test of so many rows.
    #[must_use]
    pub fn interval_s(self, rows: u64) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Interval(seconds) => Some(seconds),
            Self::Auto => match rows {
                0..=1_000 => None,
                1_001..=10_000 => Some(1.0),
                10_001..=100_000 => Some(10.0),
                _ => Some(60.0),
            },
        }
    }
}

/// Passes on the rows that are kept, as blocks.
#[derive(Debug)]
pub struct Thinner {
    interval_s: f64,
    step: Option<i32>,
    last_kept_s: f64,
    kept: u64,
    /// The last row seen, when it was not kept: it may be the step's last.
    pending: Option<Row>,
}

/// One row, taken out of its block.
#[derive(Debug)]
struct Row {
    values: [f64; Column::COUNT],
    channels: Vec<f64>,
    line: Option<u64>,
}

impl Thinner {
    /// Keeps at most one row in so many seconds.
    #[must_use]
    pub fn new(interval_s: f64) -> Self {
        Self { interval_s, step: None, last_kept_s: 0.0, kept: 0, pending: None }
    }

    /// Takes the next rows; `is_short` says that the step is a pulse and is kept whole.
    ///
    /// # Errors
    /// Whatever `each` returns.
    pub fn push(
        &mut self,
        block: &Block<'_>,
        is_short: bool,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        if self.step != Some(block.step) {
            self.end(each)?;
            self.step = Some(block.step);
            self.kept = 0;
        }
        let mut rows = Rows::new(block.step, self.kept, block.channels.len());
        for row in 0..block.len() {
            let time = block.step_time_s[row];
            let is_first = self.kept + rows.len() == 0;
            if is_first || is_short || time - self.last_kept_s >= self.interval_s {
                rows.push(&Row::of(block, row));
                self.last_kept_s = time;
                self.pending = None;
            } else if row + 1 == block.len() {
                self.pending = Some(Row::of(block, row));
            }
        }
        self.kept += rows.len();
        rows.hand_on(each)
    }

    /// The step is over: its last row is kept.
    ///
    /// # Errors
    /// Whatever `each` returns.
    pub fn end(&mut self, each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>) -> Result<(), TestError> {
        let (Some(row), Some(step)) = (self.pending.take(), self.step) else { return Ok(()) };
        let mut rows = Rows::new(step, self.kept, row.channels.len());
        rows.push(&row);
        self.kept += 1;
        rows.hand_on(each)
    }
}

/// Whether a step of this duration is kept whole, as a pulse is.
#[must_use]
pub fn is_short(duration_s: Option<f64>, is_rest: bool, pulse_max_s: f64) -> bool {
    !is_rest && duration_s.is_some_and(|duration| duration <= pulse_max_s + PULSE_TOLERANCE_S)
}

impl Row {
    fn of(block: &Block<'_>, row: usize) -> Self {
        Self {
            values: block.columns().map(|column| column[row]),
            channels: block.channels.iter().map(|column| column[row]).collect(),
            line: block.line(row),
        }
    }
}

/// Kept rows as columns.
struct Rows {
    step: i32,
    first_sequence: u64,
    columns: [Vec<f64>; Column::COUNT],
    channels: Vec<Vec<f64>>,
    lines: Vec<u64>,
}

impl Rows {
    fn new(step: i32, first_sequence: u64, channels: usize) -> Self {
        let (columns, lines) = (std::array::from_fn(|_| Vec::new()), Vec::new());
        Self { step, first_sequence, columns, channels: vec![Vec::new(); channels], lines }
    }

    fn len(&self) -> u64 {
        self.columns[0].len() as u64
    }

    fn push(&mut self, row: &Row) {
        for (column, value) in self.columns.iter_mut().zip(row.values) {
            column.push(value);
        }
        for (column, value) in self.channels.iter_mut().zip(&row.channels) {
            column.push(*value);
        }
        self.lines.extend(row.line);
    }

    fn hand_on(&self, each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>) -> Result<(), TestError> {
        if self.columns[0].is_empty() {
            return Ok(());
        }
        let channels: Vec<&[f64]> = self.channels.iter().map(Vec::as_slice).collect();
        let columns = self.columns.each_ref().map(Vec::as_slice);
        each(&Block { lines: &self.lines, ..Block::of(self.step, self.first_sequence, columns, &channels) })
    }
}
