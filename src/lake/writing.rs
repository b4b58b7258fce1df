//! Writes the parts of one test while its rows go by.

use super::LakeError;
use super::tables::{self, List};
use super::whole::Whole;
use crate::export::{Batch, Cells, Part, Spooled};
use crate::format::{Heading, Value};
use crate::model::{Block, Head};
use std::path::Path;

/// The largest that a part may be, in bytes.
const LARGEST: u64 = 128 << 20;
/// Rows of a list that are handed on together.
const ROWS: usize = 4_096;
/// Digits of the content's digest by which a test is known.
const DIGITS: usize = 32;

/// A table of a test that is written.
pub(crate) struct Written {
    /// The table.
    pub table: &'static str,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// The parts of one test on their way.
pub(crate) struct Writing {
    rows: Spooled,
    folder: std::path::PathBuf,
    sums: [f64; 7],
    limit: u64,
}

/// The name by which a test is known in a lake.
pub(crate) fn test_of(digest: &str) -> &str {
    digest.get(..DIGITS).unwrap_or(digest)
}

impl Writing {
    /// Of a test that is open; the parts are written into this folder, which is the test's own.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub(crate) fn begin(head: &Head, folder: &Path) -> Result<Self, LakeError> {
        Self::with(head, folder, LARGEST)
    }

    /// The same with parts of at most so many bytes.
    pub(super) fn with(head: &Head, folder: &Path, limit: u64) -> Result<Self, LakeError> {
        let columns = std::iter::once(tables::test()).chain(tables::measurements(&head.channels)).collect();
        let rows = Spooled::new("measurements", columns, folder)?;
        Ok(Self { rows, folder: folder.to_owned(), sums: [0.0; 7], limit })
    }

    /// Its next rows.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn block(&mut self, block: &Block<'_>) -> Result<(), LakeError> {
        let (step, missing) = (block.step.into(), Value::Missing);
        let lines = if block.lines.is_empty() { Cells::Same(&missing) } else { Cells::Wholes(block.lines) };
        let mut cells = vec![Cells::Same(&step), Cells::CountedFrom(block.first_sequence), lines];
        for (sum, values) in self.sums.iter_mut().zip(block.columns()) {
            *sum = values.iter().filter(|value| value.is_finite()).fold(*sum, |sum, value| sum + value);
            cells.push(Cells::Numbers(values));
        }
        cells.extend(block.channels.iter().map(|values| Cells::Numbers(values)));
        Ok(self.rows.take(&Batch { len: block.len(), columns: &cells })?)
    }

    /// The test is read to its end: its parts.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn keep(self, whole: &Whole<'_>) -> Result<Vec<Written>, LakeError> {
        let Self { rows, folder, sums, limit } = self;
        let test = test_of(whole.digest);
        let whole = Whole { sums, ..*whole };
        let mut written = Vec::new();
        let mut end = |table: Spooled| {
            let (name, columns) = (table.table(), table.columns().to_vec());
            let parts = table.finish(test, limit)?;
            written.push(Written { table: name, columns, parts });
            Ok::<_, LakeError>(())
        };
        end(rows)?;
        for List { name, columns, mut rows } in tables::all(&whole) {
            let count = columns.len();
            let columns = std::iter::once(tables::test()).chain(columns).collect();
            let mut table = Spooled::new(name, columns, &folder)?;
            loop {
                let mut cells: Vec<Vec<Value>> = vec![Vec::with_capacity(ROWS); count];
                let mut len = 0;
                for row in rows.by_ref().take(ROWS) {
                    cells.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
                    len += 1;
                }
                if len == 0 {
                    break;
                }
                let cells: Vec<Cells<'_>> = cells.iter().map(|column| Cells::Values(column)).collect();
                table.take(&Batch { len, columns: &cells })?;
            }
            end(table)?;
        }
        Ok(written)
    }
}
