//! Row groups: their columns are encoded side by side, and then put behind each other.

use super::super::ExportError;
use super::Rows;
use super::cells::Scratch;
use super::chunk::Chunk;
use super::schema::{Encodings, schema};
use crate::format::Column;
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::writer::SerializedFileWriter;
use std::collections::HashSet;
use std::io::Write;

/// The rows of a row group.
const GROUP: usize = 131_072;
/// The values of one, where a table is so wide that it must be shorter: memory is bounded.
const VALUES: usize = 8 << 20;
/// The fewest rows of one.
const LEAST: usize = 1_024;
/// The rows by which it is told whether the numbers of a column repeat.
const LOOKED_AT: usize = 16_384;
/// They do if the values are at most one in so many rows.
const REPEATS: usize = 4;

/// Takes rows, and writes a row group whenever there are enough.
pub(super) struct Groups<W: Write + Send> {
    columns: Vec<Column>,
    /// The rows of a row group.
    rows: usize,
    file: SerializedFileWriter<W>,
    encodings: Encodings,
    /// The first rows of a row group, until it is told how its columns are encoded.
    first: Vec<Rows>,
    waiting: usize,
    /// The columns of the row group that grows, and its rows.
    open: Option<(Vec<Chunk>, usize)>,
    scratch: Scratch,
}

impl<W: Write + Send> Groups<W> {
    pub(super) fn new(columns: &[Column], out: W) -> Result<Self> {
        let encodings = Encodings::new()?;
        let file = SerializedFileWriter::new(out, schema(columns)?, encodings.file.clone())?;
        let rows = GROUP.min(VALUES / columns.len().max(1)).max(LEAST);
        let (columns, scratch) = (columns.to_vec(), Scratch::default());
        Ok(Self { columns, rows, file, encodings, first: Vec::new(), waiting: 0, open: None, scratch })
    }

    /// Takes rows.
    pub(super) fn take(&mut self, rows: Rows) -> Result<()> {
        if self.open.is_some() {
            return self.encode(&rows);
        }
        self.waiting += rows.len;
        self.first.push(rows);
        if self.waiting >= LOOKED_AT.min(self.rows) { self.begin() } else { Ok(()) }
    }

    /// All is taken: writes what is left.
    pub(super) fn finish(mut self, said: Vec<KeyValue>) -> std::result::Result<W, ExportError> {
        self.begin()?;
        self.end()?;
        said.into_iter().for_each(|said| self.file.append_key_value_metadata(said));
        Ok(self.file.into_inner()?)
    }

    /// Begins a row group with the rows that wait, if there are any.
    fn begin(&mut self) -> Result<()> {
        let first = std::mem::take(&mut self.first);
        self.waiting = 0;
        first.iter().try_for_each(|rows| {
            if self.open.is_none() {
                self.open = Some((self.chunks(&first), 0));
            }
            self.encode(rows)
        })
    }

    /// The columns of a row group that begins with these rows.
    fn chunks(&self, first: &[Rows]) -> Vec<Chunk> {
        let count: usize = first.iter().map(|rows| rows.len).sum();
        let most = count / REPEATS;
        let described = self.file.schema_descr().columns().iter();
        let chunks = self.columns.iter().zip(described).enumerate().map(|(at, (column, described))| {
            let mut known = HashSet::new();
            first.iter().for_each(|rows| rows.columns[at].distinct(&mut known, most));
            Chunk::new(described.clone(), self.encodings.of(column, known.len() <= most))
        });
        chunks.collect()
    }

    /// Encodes rows; those that the row group has no room for begin the next.
    fn encode(&mut self, rows: &Rows) -> Result<()> {
        let mut done = 0;
        while done < rows.len {
            if self.open.is_none() {
                self.open = Some((self.chunks(std::slice::from_ref(rows)), 0));
            }
            let Some((chunks, count)) = &mut self.open else { return Ok(()) };
            let until = rows.len.min(done + self.rows - *count);
            for (chunk, cells) in chunks.iter_mut().zip(&rows.columns) {
                self.scratch.write(cells, done..until, &mut chunk.writer)?;
            }
            *count += until - done;
            done = until;
            if *count == self.rows {
                self.end()?;
            }
        }
        Ok(())
    }

    /// Ends the row group that grows.
    fn end(&mut self) -> Result<()> {
        let Some((chunks, _)) = self.open.take() else { return Ok(()) };
        let mut group = self.file.next_row_group()?;
        for chunk in chunks {
            let (bytes, closed) = chunk.close()?;
            group.append_column(&bytes, closed)?;
        }
        group.close()?;
        Ok(())
    }
}
