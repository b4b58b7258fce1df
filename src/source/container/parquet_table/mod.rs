//! Parquet tables (BDF and others) as tables of text.
//!
//! Each column is read by its own reader, some thousand rows at a time; of a row group one page of each column is held.

mod column;
mod pages;
mod source;
mod value;

use super::cell::push_text;
use super::guard::guarded;
use super::table::{Problem, Source, Table};
use column::ParquetColumn;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use source::{Chunks, Watch};
use std::sync::Arc;

/// Rows of a batch.
const BATCH: usize = 2048;

/// Opens the table in a Parquet file.
pub(crate) fn open(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Result<Box<dyn Table>, Problem> {
    let file = open_file()?;
    let metadata = guarded("Parquet footer", || {
        let chunks = Chunks::new(file, Watch::Nothing)?;
        let reader = SerializedFileReader::new(chunks).map_err(|error| problem("footer", error))?;
        Ok(Arc::new(reader.metadata().clone()))
    })?;
    let chunks = Arc::new(Chunks::new(open_file()?, Watch::Pages)?);
    let mut columns = Vec::new();
    let mut left_out = Vec::new();
    for (index, described) in metadata.file_metadata().schema_descr().columns().iter().enumerate() {
        match ParquetColumn::new(index, described.clone()) {
            Ok(column) => columns.push(column),
            Err(why) => left_out.push((described.path().string(), why)),
        }
    }
    if columns.is_empty() {
        let why = left_out.first().map_or("it has no columns".into(), |(name, why)| format!("{name} is {why}"));
        return Err(Problem::Refused {
            what: format!("no column of the Parquet file is read: {why}"),
            way_out: "write plain columns of numbers".into(),
        });
    }
    check(&metadata)?;
    left_out.reverse(); // the last is told first
    let next = Next::Preamble(left_out);
    Ok(Box::new(Rows { chunks, metadata, columns, group: 0, left_in_group: 0, batch: 0, at: 0, next }))
}

/// Says at once what could not be read later.
fn check(metadata: &ParquetMetaData) -> Result<(), Problem> {
    use parquet::basic::Compression;
    for (group, described) in metadata.row_groups().iter().enumerate() {
        if described.num_rows() < 0 {
            return Err(Problem::Damaged(format!("Parquet row group {}: {} rows", group + 1, described.num_rows())));
        }
        for column in described.columns() {
            let codec = column.compression();
            if !matches!(
                codec,
                Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) | Compression::ZSTD(_)
            ) {
                return Err(Problem::Refused {
                    what: format!("column {} of the Parquet file is packed by {codec}", column.column_path().string()),
                    way_out: "write it with snappy, zstd or gzip".into(),
                });
            }
        }
    }
    Ok(())
}

/// What the library says, and where.
fn problem(place: &str, error: ParquetError) -> Problem {
    let error = match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) if error.raw_os_error().is_some() => return Problem::Io(*error),
            Ok(error) => return damaged(place, &*error),
            Err(other) => return damaged(place, &*other),
        },
        error => error,
    };
    if error.to_string().contains("encrypted") {
        return Problem::Refused {
            what: "the Parquet file is encrypted".into(),
            way_out: "write it without encryption".into(),
        };
    }
    damaged(place, &error)
}

fn damaged(place: &str, error: &dyn std::error::Error) -> Problem {
    Problem::Damaged(format!("Parquet {place}: {error}; copy it again"))
}

/// What comes before the rows.
enum Next {
    /// A line for each column that is left out, and why.
    Preamble(Vec<(String, &'static str)>),
    Header,
    Rows,
    /// The end, or a problem was told.
    Nothing,
}

struct Rows {
    chunks: Arc<Chunks>,
    metadata: Arc<ParquetMetaData>,
    columns: Vec<ParquetColumn>,
    /// The number of the row group that is read, from 1.
    group: usize,
    left_in_group: u64,
    /// Rows of the batch, and the next one.
    batch: usize,
    at: usize,
    next: Next,
}

impl Rows {
    /// Reads the next batch of each column; `false` at the end of the file.
    fn more(&mut self) -> Result<bool, Problem> {
        while self.left_in_group == 0 {
            let Some(group) = self.metadata.row_groups().get(self.group) else { return Ok(false) };
            self.group += 1;
            self.left_in_group = group.num_rows() as u64;
            for column in &mut self.columns {
                let place = place(column, self.group);
                guarded(&format!("Parquet {place}"), || {
                    column.begin(&self.chunks, group).map_err(|error| problem(&place, error))
                })?;
            }
        }
        let count = BATCH.min(usize::try_from(self.left_in_group).unwrap_or(BATCH));
        let group = &self.metadata.row_groups()[self.group - 1];
        for column in &mut self.columns {
            let place = place(column, self.group);
            let read =
                guarded(&format!("Parquet {place}"), || column.read(count).map_err(|error| problem(&place, error)))?;
            if !read {
                let rows = group.num_rows();
                return Err(Problem::Damaged(format!(
                    "Parquet {place}: fewer values than its {rows} rows; copy it again"
                )));
            }
        }
        self.left_in_group -= count as u64;
        (self.batch, self.at) = (count, 0);
        Ok(true)
    }

    fn row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        if self.at == self.batch && !self.more()? {
            return Ok(false);
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            if index > 0 {
                into.push(b'\t');
            }
            column.push_next(into);
        }
        into.push(b'\n');
        self.at += 1;
        Ok(true)
    }
}

/// Where in the file a column is read.
fn place(column: &ParquetColumn, group: usize) -> String {
    format!("column {}, row group {group}", column.name())
}

impl Table for Rows {
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        match &mut self.next {
            Next::Preamble(left_out) => match left_out.pop() {
                Some((name, why)) => {
                    into.extend_from_slice(b"# left out\t");
                    push_text(into, &format!("{name} ({why})"));
                    into.push(b'\n');
                    Ok(true)
                }
                None => {
                    self.next = Next::Header;
                    self.next_line(into)
                }
            },
            Next::Header => {
                for (index, column) in self.columns.iter().enumerate() {
                    if index > 0 {
                        into.push(b'\t');
                    }
                    push_text(into, column.name());
                }
                into.push(b'\n');
                self.next = Next::Rows;
                Ok(true)
            }
            Next::Rows => {
                let row = self.row(into);
                if !matches!(row, Ok(true)) {
                    self.next = Next::Nothing;
                }
                row
            }
            Next::Nothing => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::basic::{Compression, Encoding, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::io::Cursor;

    const ROWS: i64 = 3000;

    /// Two row groups of times, voltages with nulls, texts, and a list.
    fn file(compression: Compression, encoding: Option<Encoding>) -> Vec<u8> {
        let schema = "message test { required int64 time (TIMESTAMP(MICROS,true)); optional double voltage; \
                      optional binary state (UTF8); repeated int64 list; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut properties =
            WriterProperties::builder().set_compression(compression).set_data_page_row_count_limit(500);
        if let Some(encoding) = encoding {
            properties = properties.set_dictionary_enabled(false).set_column_encoding("state".into(), encoding);
        }
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
        for group in 0..2 {
            let rows = group * ROWS..(group + 1) * ROWS;
            let held: Vec<i16> = rows.clone().map(|row| i16::from(row % 3 != 0)).collect();
            let some = || rows.clone().filter(|row| row % 3 != 0);
            let mut group = writer.next_row_group().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            let times: Vec<i64> = rows.clone().map(|row| row * 500_000).collect();
            column.typed::<Int64Type>().write_batch(&times, None, None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            let voltages: Vec<f64> = some().map(|row| row as f64 / 1000.0).collect();
            column.typed::<DoubleType>().write_batch(&voltages, Some(&held), None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            let states: Vec<ByteArray> = some().map(|row| format!("state {row}").into_bytes().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&states, Some(&held), None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            let none = vec![0; held.len()];
            column.typed::<Int64Type>().write_batch(&[], Some(&none), Some(&none)).unwrap();
            column.close().unwrap();
            group.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<String, String> {
        let open_file = || Ok(Box::new(Cursor::new(bytes.to_vec())) as Box<dyn Source>);
        let mut text = Vec::new();
        let mut table = open(&open_file).map_err(|problem| problem.to_string())?;
        while table.next_line(&mut text).map_err(|problem| problem.to_string())? {}
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn rows_are_read_whatever_packs_them() {
        let mut wanted = "# left out\tlist (a list)\ntime\tvoltage\tstate\n".to_owned();
        for row in 0..2 * ROWS {
            let mut time = Vec::new();
            super::super::cell::push_date_time(&mut time, row / 2);
            let time = format!("{}.{}00000", String::from_utf8(time).unwrap(), row % 2 * 5);
            wanted += &match row % 3 {
                0 => format!("{time}\t\t\n"),
                _ => format!("{time}\t{}\tstate {row}\n", row as f64 / 1000.0),
            };
        }
        for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())] {
            for encoding in [None, Some(Encoding::DELTA_BYTE_ARRAY), Some(Encoding::DELTA_LENGTH_BYTE_ARRAY)] {
                assert!(read(&file(compression, encoding)).unwrap() == wanted, "{compression} {encoding:?}");
            }
        }
    }

    #[test]
    fn damage_is_told_with_its_place() {
        let whole = file(Compression::SNAPPY, None);
        let mut places = 0;
        for at in (0..whole.len()).step_by(whole.len() / 300) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x81;
            if let Err(said) = read(&bytes) {
                places += usize::from(said.contains("column ") && said.contains("row group "));
            }
            assert!(read(&whole[..at]).is_err(), "cut at {at}");
        }
        assert!(places > 50, "{places}");
    }
}
