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
use std::collections::{HashSet, VecDeque};
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
    /// The first rows of a row group, until it is told how its columns are encoded, each with the first of them that is not
    /// encoded yet.
    first: VecDeque<(Rows, usize)>,
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
        Ok(Self { columns, rows, file, encodings, first: VecDeque::new(), waiting: 0, open: None, scratch })
    }

    /// Takes rows.
    pub(super) fn take(&mut self, rows: Rows) -> Result<()> {
        let done = if self.open.is_some() { self.encode(&rows, 0)? } else { 0 };
        if done < rows.len {
            self.waiting += rows.len - done;
            self.first.push_back((rows, done));
        }
        while self.open.is_none() && self.waiting >= LOOKED_AT.min(self.rows) {
            self.begin()?;
        }
        Ok(())
    }

    /// All is taken: writes what is left.
    pub(super) fn finish(mut self, said: Vec<KeyValue>) -> std::result::Result<W, ExportError> {
        while !self.first.is_empty() {
            self.begin()?;
        }
        self.end()?;
        said.into_iter().for_each(|said| self.file.append_key_value_metadata(said));
        Ok(self.file.into_inner()?)
    }

    /// Begins a row group with the rows that wait; those that it has no room for wait for the next.
    fn begin(&mut self) -> Result<()> {
        self.open = Some((self.chunks(), 0));
        while self.open.is_some() {
            let Some((rows, from)) = self.first.pop_front() else { break };
            let done = self.encode(&rows, from)?;
            self.waiting -= done - from;
            if done < rows.len {
                self.first.push_front((rows, done));
            }
        }
        Ok(())
    }

    /// The columns of a row group that begins with the rows that wait.
    fn chunks(&self) -> Vec<Chunk> {
        let most = self.waiting / REPEATS;
        let described = self.file.schema_descr().columns().iter();
        let chunks = self.columns.iter().zip(described).enumerate().map(|(at, (column, described))| {
            let mut known = HashSet::new();
            self.first.iter().for_each(|(rows, from)| rows.columns[at].distinct(*from, &mut known, most));
            Chunk::new(described.clone(), self.encodings.of(column, known.len() <= most))
        });
        chunks.collect()
    }

    /// Encodes rows from one on, as far as the row group has room for them; gives the first that it has none for.
    fn encode(&mut self, rows: &Rows, from: usize) -> Result<usize> {
        let Some((chunks, count)) = &mut self.open else { return Ok(from) };
        let until = rows.len.min(from + self.rows - *count);
        for (chunk, cells) in chunks.iter_mut().zip(&rows.columns) {
            self.scratch.write(cells, from..until, &mut chunk.writer)?;
        }
        *count += until - from;
        if *count == self.rows {
            self.end()?;
        }
        Ok(until)
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

#[cfg(test)]
mod tests {
    use super::super::cells::Held;
    use super::*;
    use crate::format::Kind;
    use parquet::basic::Encoding;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn a_row_group_that_begins_with_a_short_step_is_encoded_as_its_rows_ask_for() {
        let columns = [Column::new("temperature_degc", "Temperature", Kind::Number, "")];
        let mut groups = Groups::new(&columns, Vec::new()).unwrap();
        let mut give = |len: usize, value: &dyn Fn(usize) -> f64| {
            groups.take(Rows { len, columns: vec![Held::Numbers((0..len).map(value).collect())] }).unwrap();
        };
        let repeating = |row: usize| (row % 97) as f64;
        (0..8).for_each(|_| give(16_383, &repeating));
        give(20, &|row| (row as f64).sqrt());
        (0..9).for_each(|_| give(16_384, &repeating));
        let bytes = bytes::Bytes::from(groups.finish(Vec::new()).unwrap());
        let file = SerializedFileReader::new(bytes).unwrap();
        let of = |group: usize| file.metadata().row_group(group).column(0).encodings().collect::<Vec<_>>();
        let rows: Vec<i64> = file.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(rows, [131_072, 131_072, 8 * 16_383 + 20 + 9 * 16_384 - 2 * 131_072]);
        for group in 0..3 {
            assert!(of(group).contains(&Encoding::RLE_DICTIONARY), "{group}: {:?}", of(group));
            assert!(!of(group).contains(&Encoding::BYTE_STREAM_SPLIT), "{group}: {:?}", of(group));
        }
    }
}
