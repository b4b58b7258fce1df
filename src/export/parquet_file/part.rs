//! Parts: the rows of one test as Parquet files that say which test they are of, though that is known only when all of
//! them went by. Until then they wait, encoded; then the first column is put before the others.

use super::super::ExportError;
use super::super::batch::Batch;
use super::chunk::Chunk;
use super::encoder::Encoder;
use super::group::{Encoded, Groups};
use super::schema::{Encodings, schema};
use super::spool::{Group, Spool};
use super::{described, plain};
use crate::format::Heading;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result as Encoding};
use parquet::file::metadata::{ColumnChunkMetaData, KeyValue};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::SchemaDescriptor;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Room for what is said at the end of a file, for each column of a row group.
const FOOTER: u64 = 512;

/// What a column holds in a part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bounds {
    /// The column.
    pub name: String,
    /// Its least and its greatest value, where it has values and they can be said.
    pub ends: Option<(Bound, Bound)>,
    /// Whether it has values whose ends cannot be said.
    pub is_open: bool,
    /// How many values are missing.
    pub missing: u64,
}

/// An end of the values of a column.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Bound {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A text, or what none is less than, or more than.
    Text(String),
}

/// A part that is written.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// The blake3 of its bytes, in hex.
    pub blake3: String,
    /// What its columns hold.
    pub bounds: Vec<Bounds>,
}

/// Takes the rows of a table of one test; `columns[0]` is the test, whose name comes last.
pub(crate) struct Spooled {
    table: &'static str,
    columns: Vec<Heading>,
    schema: SchemaDescriptor,
    encoder: Encoder<Spool>,
    folder: PathBuf,
}

impl Spooled {
    /// Rows wait in this folder.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub(crate) fn new(table: &'static str, columns: Vec<Heading>, folder: &Path) -> Result<Self, ExportError> {
        let schema = SchemaDescriptor::new(schema(&columns)?);
        let groups = Groups::new(&columns[1..], &schema.columns()[1..], Spool::new(folder)?)?;
        Ok(Self { table, columns, schema, encoder: Encoder::begin(groups)?, folder: folder.to_owned() })
    }

    /// The table.
    pub(crate) fn table(&self) -> &'static str {
        self.table
    }

    /// Its columns, the test first.
    pub(crate) fn columns(&self) -> &[Heading] {
        &self.columns
    }

    /// Takes rows, without the test.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn take(&mut self, batch: &Batch<'_>) -> Result<(), ExportError> {
        self.encoder.take(batch)
    }

    /// All rows are taken: makes parts of them, none larger than `limit` bytes unless a row group alone is.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn finish(self, test: &str, limit: u64) -> Result<Vec<Part>, ExportError> {
        let Self { table, columns, schema, encoder, folder } = self;
        let mut spool = encoder.finish()?;
        let mut named = Named { test: test.into(), schema: &schema, columns: &columns, made: HashMap::new() };
        let mut said = described(table, &columns, false)?;
        said.push(KeyValue::new("battery_etl.test".to_owned(), test.to_owned()));
        let mut parts = Vec::new();
        for groups in split(spool.take_groups(), columns.len() as u64 * FOOTER, limit) {
            let path = folder.join(format!("{table}-{:02}.parquet", parts.len()));
            parts.push(named.part(groups, &mut spool, path, &said).map_err(plain)?);
        }
        Ok(parts)
    }
}

/// The row groups of each part.
fn split(groups: Vec<Group>, footer: u64, limit: u64) -> Vec<Vec<Group>> {
    let mut parts: Vec<(u64, Vec<Group>)> = Vec::new();
    for group in groups {
        let bytes = group.bytes() + footer;
        match parts.last_mut() {
            Some((length, part)) if *length + bytes <= limit => {
                *length += bytes;
                part.push(group);
            }
            _ => parts.push((bytes, vec![group])),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Puts the test before the other columns.
struct Named<'a> {
    test: ByteArray,
    schema: &'a SchemaDescriptor,
    columns: &'a [Heading],
    /// Its column in a row group of so many rows: nearly all have as many.
    made: HashMap<u64, Encoded>,
}

impl Named<'_> {
    fn part(
        &mut self,
        groups: Vec<Group>,
        spool: &mut Spool,
        path: PathBuf,
        said: &[KeyValue],
    ) -> Result<Part, ExportError> {
        let out = Hashing::new(File::create_new(&path)?);
        let mut file = SerializedFileWriter::new(out, self.schema.root_schema_ptr(), Encodings::new()?.file)?;
        let rows = groups.iter().map(Group::rows).sum();
        let mut bounds: Vec<Bounds> = Vec::new();
        // Of one row group the manifest says the bounds: here they would be said again for each of a hundred columns.
        let is_one = groups.len() == 1;
        for group in groups {
            let mut into = file.next_row_group()?;
            let (bytes, closed) = self.column(group.rows())?;
            let mut of_group = vec![of_column(&self.columns[0], &closed.metadata)];
            into.append_column(&bytes, closed)?;
            spool.columns(group, |(bytes, mut closed)| {
                let column = &self.columns[of_group.len()];
                of_group.push(of_column(column, &closed.metadata));
                if is_one && column.key != "step" {
                    closed.metadata = brief(closed.metadata)?;
                }
                into.append_column(&bytes, closed)
            })?;
            into.close()?;
            bounds = if bounds.is_empty() { of_group } else { bounds.into_iter().zip(of_group).map(join).collect() };
        }
        said.iter().for_each(|said| file.append_key_value_metadata(said.clone()));
        let (bytes, blake3) = file.into_inner()?.finish()?;
        Ok(Part { path, bytes, rows, blake3, bounds })
    }

    /// The column of the test in a row group of so many rows.
    fn column(&mut self, rows: u64) -> Encoding<Encoded> {
        if let Some((bytes, closed)) = self.made.get(&rows) {
            return Ok((bytes.clone(), closed.clone()));
        }
        let words = Encodings::new()?.of(&self.columns[0], true);
        let mut chunk = Chunk::new(self.schema.column(0), words);
        let ColumnWriter::ByteArrayColumnWriter(column) = &mut chunk.writer else {
            return Err(ParquetError::General("the test is no text".to_owned()));
        };
        let (values, levels) = (vec![self.test.clone(); rows as usize], vec![1; rows as usize]);
        column.write_batch(&values, Some(&levels), None)?;
        let made = chunk.close()?;
        self.made.insert(rows, made.clone());
        Ok(made)
    }
}

/// A column without what only saves readers a look into it.
fn brief(column: ColumnChunkMetaData) -> Encoding<ColumnChunkMetaData> {
    let brief = column.into_builder().clear_statistics().clear_page_encoding_stats();
    brief.set_definition_level_histogram(None).build()
}

fn of_column(column: &Heading, chunk: &ColumnChunkMetaData) -> Bounds {
    let statistics = chunk.statistics();
    let text = |bytes: &ByteArray| std::str::from_utf8(bytes.data()).ok().map(|text| Bound::Text(text.to_owned()));
    let number = |value: f64| Some(value).filter(|value| value.is_finite()).map(Bound::Number);
    let ends = match statistics {
        Some(Statistics::Boolean(of)) => {
            of.min_opt().zip(of.max_opt()).map(|(a, b)| (Bound::Flag(*a), Bound::Flag(*b)))
        }
        Some(Statistics::Int64(of)) => {
            of.min_opt().zip(of.max_opt()).map(|(a, b)| (Bound::Whole(*a), Bound::Whole(*b)))
        }
        Some(Statistics::Double(of)) => of.min_opt().zip(of.max_opt()).and_then(|(a, b)| number(*a).zip(number(*b))),
        Some(Statistics::ByteArray(of)) => of.min_opt().zip(of.max_opt()).and_then(|(a, b)| text(a).zip(text(b))),
        _ => None,
    };
    let missing = statistics.and_then(Statistics::null_count_opt).unwrap_or(0);
    let is_open = ends.is_none() && i64::try_from(missing) != Ok(chunk.num_values());
    Bounds { name: column.key.to_string(), ends, is_open, missing }
}

/// The bounds of both.
fn join((one, other): (Bounds, Bounds)) -> Bounds {
    let (missing, is_open) = (one.missing + other.missing, one.is_open || other.is_open);
    let ends = match (one.ends, other.ends) {
        (Some((low, high)), Some((other_low, other_high))) => {
            let low = if less(&other_low, &low) { other_low } else { low };
            let high = if less(&high, &other_high) { other_high } else { high };
            Some((low, high))
        }
        // A row group in which all are missing has no ends.
        (one, other) => one.or(other),
    };
    Bounds { name: one.name, ends: ends.filter(|_| !is_open), is_open, missing }
}

fn less(one: &Bound, other: &Bound) -> bool {
    match (one, other) {
        (Bound::Flag(one), Bound::Flag(other)) => one < other,
        (Bound::Whole(one), Bound::Whole(other)) => one < other,
        (Bound::Number(one), Bound::Number(other)) => one < other,
        (Bound::Text(one), Bound::Text(other)) => one < other,
        _ => false,
    }
}

/// A file whose bytes are counted and hashed on their way.
struct Hashing {
    out: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Hashing {
    fn new(file: File) -> Self {
        Self { out: BufWriter::with_capacity(1 << 17, file), hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// All is written, and on the disk.
    fn finish(self) -> std::io::Result<(u64, String)> {
        let file = self.out.into_inner()?;
        file.sync_all()?;
        Ok((self.bytes, self.hasher.finalize().to_hex().to_string()))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
