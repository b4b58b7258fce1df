//! Rows on their way to or from the database: a block that owns its columns.

use super::RowValues;
use crate::model::{Block, Column, stored_block_rows};

/// At most [`stored_block_rows`] consecutive rows of one step. Blocks of the database begin at whole multiples of that.
#[derive(Debug)]
pub(in crate::store) struct Rows {
    pub(in crate::store) step: i32,
    pub(in crate::store) first: i32,
    /// The seven columns, then the channels.
    pub(in crate::store) columns: Vec<Vec<f64>>,
    /// Empty, or a line for each row.
    pub(in crate::store) lines: Vec<u64>,
}

impl Rows {
    pub(in crate::store) fn new(channels: usize) -> Self {
        Self { step: 0, first: 0, columns: vec![Vec::new(); Column::COUNT + channels], lines: Vec::new() }
    }

    pub(in crate::store) fn len(&self) -> usize {
        self.columns[0].len()
    }

    /// Whether there is no room for another row.
    pub(in crate::store) fn is_full(&self) -> bool {
        self.len() == self.most()
    }

    fn most(&self) -> usize {
        stored_block_rows(self.columns.len() - Column::COUNT)
    }

    pub(in crate::store) fn begin(&mut self, step: i32, first: i32) {
        (self.step, self.first) = (step, first);
        self.columns.iter_mut().for_each(Vec::clear);
        self.lines.clear();
    }

    /// Takes as many rows from `from` on as there is room for; gives their number.
    pub(in crate::store) fn take(&mut self, block: &Block<'_>, from: usize) -> usize {
        let count = (block.len() - from).min(self.most() - self.len());
        let own = block.columns();
        for (column, values) in self.columns.iter_mut().zip(own.iter().chain(block.channels)) {
            column.extend_from_slice(&values[from..from + count]);
        }
        if !block.lines.is_empty() {
            self.lines.extend_from_slice(&block.lines[from..from + count]);
        }
        count
    }

    /// Appends a row that was read.
    pub(in crate::store) fn push(&mut self, values: RowValues) {
        let values: [Option<f64>; Column::COUNT] =
            [values.0, values.1, values.2, values.3, values.4, values.5, values.6];
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value.unwrap_or(f64::NAN));
        }
    }

    /// The rows as a block. `channels` is working memory for the slices.
    pub(in crate::store) fn block<'a>(&'a self, channels: &'a [&'a [f64]]) -> Block<'a> {
        let columns = std::array::from_fn(|column| self.columns[column].as_slice());
        Block { lines: &self.lines, ..Block::of(self.step, self.first as u64, columns, channels) }
    }
}
