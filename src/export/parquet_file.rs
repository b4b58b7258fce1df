//! Parquet: row groups of 131,072 rows, zstd, each column in the encoding that its values ask for. A thread of its own
//! encodes while the next rows are read.

mod cells;
mod chunk;
mod encoder;
mod group;
mod part;
mod schema;
mod spool;

pub(crate) use part::{Bounds, Part, Spooled};

use super::ExportError;
use super::batch::Batch;
use super::writer::{TableSpec, Writer};
use crate::format::{FormatError, Heading, Value, json_line};
use cells::Held;
use encoder::Encoder;
use group::Groups;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::writer::SerializedFileWriter;
use schema::{Encodings, schema};
use std::collections::BTreeMap;
use std::io::Write;

/// Rows of a batch that were copied, so that they may wait.
pub(super) struct Rows {
    len: usize,
    columns: Vec<Held>,
}

impl Rows {
    fn of(batch: &Batch<'_>) -> Self {
        Self { len: batch.len, columns: batch.columns.iter().map(Held::of).collect() }
    }
}

/// A Parquet file.
pub(super) struct ParquetFile<W: Write + Send + 'static> {
    columns: Vec<Heading>,
    /// What the rows of each test stand on, as JSON.
    stands_on: BTreeMap<String, String>,
    name: &'static str,
    encoder: Encoder<SerializedFileWriter<W>>,
}

impl<W: Write + Send + 'static> ParquetFile<W> {
    pub(super) fn new(table: TableSpec, out: W) -> Result<Self, ExportError> {
        let TableSpec { name, columns } = table;
        let file = SerializedFileWriter::new(out, schema(&columns)?, Encodings::new()?.file)?;
        let described = file.schema_descr().columns().to_vec();
        let encoder = Encoder::begin(Groups::new(&columns, &described, file)?)?;
        Ok(Self { columns, stands_on: BTreeMap::new(), name, encoder })
    }

    /// What is said of the whole file: what each column is, and what the rows of each test stand on.
    fn said(&self) -> Result<Vec<KeyValue>, ExportError> {
        let mut said = described(self.name, &self.columns, true)?;
        let tests = self.stands_on.iter().map(|(name, json)| {
            let mut key = Vec::new();
            json_line([("experiment", &Value::text(name.as_str()))].into_iter(), &mut key)?;
            Ok(format!("{},\"conventions\":{json}}}", text(&key).trim_end_matches('}')))
        });
        let tests: Vec<String> = tests.collect::<Result<_, FormatError>>()?;
        said.push(KeyValue::new("battery_etl.experiments".to_owned(), format!("[{}]", tests.join(","))));
        Ok(said)
    }
}

/// A line of JSON without its end.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

/// What a file says of its table: the name, and of each column its unit and, where wanted, what it holds.
fn described(name: &str, columns: &[Heading], with_about: bool) -> Result<Vec<KeyValue>, ExportError> {
    let mut json = Vec::new();
    let described = columns.iter().map(|column| {
        let said = [("unit", column.unit), ("about", if with_about { &*column.about } else { "" })];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        let said = said.map(|(name, text)| (name.into(), Value::text(text)));
        (column.key.as_ref(), Value::Object(said.collect()))
    });
    let described = described.filter(|(_, said)| with_about || !matches!(said, Value::Object(said) if said.is_empty()));
    let described: Vec<(&str, Value)> = described.collect();
    json_line(described.iter().map(|(name, value)| (*name, value)), &mut json)?;
    Ok(vec![
        KeyValue::new("battery_etl.table".to_owned(), name.to_owned()),
        KeyValue::new("battery_etl.columns".to_owned(), text(&json)),
    ])
}

/// A closed output is told as such.
fn plain(error: ExportError) -> ExportError {
    match error {
        ExportError::Parquet(ParquetError::External(cause)) => match cause.downcast::<std::io::Error>() {
            Ok(error) => (*error).into(),
            Err(cause) => ExportError::Parquet(ParquetError::External(cause)),
        },
        other => other,
    }
}

impl<W: Write + Send> Writer<W> for ParquetFile<W> {
    fn rows(&mut self, _: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        self.encoder.take(batch)
    }

    fn stands_on(&mut self, experiment: &str, conventions: &[(String, Value)]) {
        let mut json = Vec::new();
        let fields = conventions.iter().map(|(name, value)| (name.as_str(), value));
        // Into memory nothing fails.
        let _ = json_line(fields, &mut json);
        self.stands_on.insert(experiment.to_owned(), text(&json));
    }

    fn finish(self: Box<Self>) -> Result<W, ExportError> {
        let said = self.said()?;
        let mut file = self.encoder.finish()?;
        said.into_iter().for_each(|said| file.append_key_value_metadata(said));
        file.into_inner().map_err(|error| plain(error.into()))
    }
}
