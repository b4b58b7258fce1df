//! Row groups: their columns are encoded side by side, and then put behind each other.

use super::Rows;
use super::chunk::Chunk;
use super::schema::Encodings;
use crate::format::Heading;
use bytes::Bytes;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnDescPtr;
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

/// A column of a row group, encoded, and what is said of it.
pub(super) type Encoded = (Bytes, ColumnCloseResult);

/// Takes the row groups that are full.
pub(super) trait Ending: Send {
    /// Takes one.
    fn group(&mut self, columns: Vec<Encoded>) -> Result<()>;
}

impl<W: Write + Send> Ending for SerializedFileWriter<W> {
    fn group(&mut self, columns: Vec<Encoded>) -> Result<()> {
        let mut group = self.next_row_group()?;
        for (bytes, closed) in columns {
            group.append_column(&bytes, closed)?;
        }
        group.close()?;
        Ok(())
    }
}

/// Takes rows, and hands on a row group whenever there are enough.
pub(super) struct Groups<E> {
    columns: Vec<Heading>,
    described: Vec<ColumnDescPtr>,
    /// The rows of a row group.
    rows: usize,
    ending: E,
    encodings: Encodings,
    /// The first rows of a row group, until it is told how its columns are encoded, each with the first of them that is not
    /// encoded yet.
    first: VecDeque<(Rows, usize)>,
    waiting: usize,
    /// The columns of the row group that grows, and its rows.
    open: Option<(Vec<Chunk>, usize)>,
}

impl<E: Ending> Groups<E> {
    /// For rows of these columns, of which each is described.
    pub(super) fn new(columns: &[Heading], described: &[ColumnDescPtr], ending: E) -> Result<Self> {
        Ok(Self {
            rows: GROUP.min(VALUES / columns.len().max(1)).max(LEAST),
            columns: columns.to_vec(),
            described: described.to_vec(),
            ending,
            encodings: Encodings::new()?,
            first: VecDeque::new(),
            waiting: 0,
            open: None,
        })
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

    /// All is taken: hands on what is left.
    pub(super) fn finish(mut self) -> Result<E> {
        while !self.first.is_empty() {
            self.begin()?;
        }
        self.end()?;
        Ok(self.ending)
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
        // Of so many and no more, in whatever pieces they came.
        let looked_at = self.waiting.min(LOOKED_AT).min(self.rows);
        let most = looked_at / REPEATS;
        let chunks = self.columns.iter().zip(&self.described).enumerate().map(|(at, (column, described))| {
            let mut known = HashSet::new();
            let mut left = looked_at;
            for (rows, from) in &self.first {
                let until = rows.len.min(from + left);
                rows.columns[at].distinct(*from..until, &mut known, most);
                left -= until - from;
            }
            // Without a value there is nothing to repeat.
            let repeats = !known.is_empty() && known.len() <= most;
            Chunk::new(described.clone(), self.encodings.of(column, repeats))
        });
        chunks.collect()
    }

    /// Encodes rows from one on, as far as the row group has room for them; gives the first that it has none for.
    fn encode(&mut self, rows: &Rows, from: usize) -> Result<usize> {
        let Some((chunks, count)) = &mut self.open else { return Ok(from) };
        let until = rows.len.min(from + self.rows - *count);
        for (chunk, cells) in chunks.iter_mut().zip(&rows.columns) {
            chunk.take(cells, from..until)?;
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
        let columns = chunks.into_iter().map(Chunk::close).collect::<Result<_>>()?;
        self.ending.group(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Held;
    use super::super::schema::schema;
    use super::*;
    use crate::format::Kind;
    use parquet::basic::Encoding;
    use parquet::file::metadata::RowGroupMetaData;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn equal_rows_are_equal_bytes_in_whatever_pieces_they_come() {
        let kinds = [Kind::Number, Kind::Number, Kind::Integer, Kind::Flag, Kind::Text];
        let columns: Vec<Heading> = ["a", "b", "c", "d", "e"]
            .into_iter()
            .zip(kinds)
            .map(|(name, kind)| Heading::new(name, name, kind, ""))
            .collect();
        let written = |length: usize| {
            let file = SerializedFileWriter::new(Vec::new(), schema(&columns).unwrap(), Encodings::new().unwrap().file);
            let file = file.unwrap();
            let described = file.schema_descr().columns().to_vec();
            let mut groups = Groups::new(&columns, &described, file).unwrap();
            let all: Vec<usize> = (0..150_000).collect();
            for rows in all.chunks(length) {
                let numbers = |of: fn(usize) -> f64| Held::Numbers(rows.iter().map(|row| of(*row)).collect());
                // The first repeats, but no longer where the second look begins; the second has gaps.
                let repeats = |row: usize| if row < 16_390 { (row % 97) as f64 } else { (row as f64).sqrt() };
                let columns = vec![
                    numbers(repeats),
                    numbers(|row| if row % 7 == 0 { f64::NAN } else { (row as f64).cbrt() }),
                    Held::CountedFrom(rows[0] as u64),
                    Held::NoUpTo(70_000_usize.saturating_sub(rows[0])),
                    Held::Values(rows.iter().map(|row| crate::format::Value::text(format!("{}", row / 3))).collect()),
                ];
                groups.take(Rows { len: rows.len(), columns }).unwrap();
            }
            groups.finish().unwrap().into_inner().unwrap()
        };
        let whole = written(150_000);
        for length in [1_000, 4_097, 16_383] {
            assert!(written(length) == whole, "pieces of {length}");
        }
    }

    #[test]
    fn a_row_group_that_begins_with_a_short_step_is_encoded_as_its_rows_ask_for() {
        let columns = [Heading::new("temperature_degc", "Temperature", Kind::Number, "")];
        let encodings = Encodings::new().unwrap();
        let file = SerializedFileWriter::new(Vec::new(), schema(&columns).unwrap(), encodings.file).unwrap();
        let described = file.schema_descr().columns().to_vec();
        let mut groups = Groups::new(&columns, &described, file).unwrap();
        let mut give = |len: usize, value: &dyn Fn(usize) -> f64| {
            groups.take(Rows { len, columns: vec![Held::Numbers((0..len).map(value).collect())] }).unwrap();
        };
        let repeating = |row: usize| (row % 97) as f64;
        (0..8).for_each(|_| give(16_383, &repeating));
        give(20, &|row| (row as f64).sqrt());
        (0..9).for_each(|_| give(16_384, &repeating));
        let bytes = Bytes::from(groups.finish().unwrap().into_inner().unwrap());
        let file = SerializedFileReader::new(bytes).unwrap();
        let of = |group: usize| file.metadata().row_group(group).column(0).encodings().collect::<Vec<_>>();
        let rows: Vec<i64> = file.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        assert_eq!(rows, [131_072, 131_072, 8 * 16_383 + 20 + 9 * 16_384 - 2 * 131_072]);
        for group in 0..3 {
            assert!(of(group).contains(&Encoding::RLE_DICTIONARY), "{group}: {:?}", of(group));
            assert!(!of(group).contains(&Encoding::BYTE_STREAM_SPLIT), "{group}: {:?}", of(group));
        }
    }
}
