//! Parquet: row groups of 131,072 rows, zstd, each column in the encoding that its values ask for. A thread of its own
//! encodes while the next rows are read.

mod cells;
mod chunk;
mod group;
mod schema;

use super::ExportError;
use super::batch::Batch;
use super::formats::{TableSpec, Writer};
use crate::format::{Column, FormatError, Value, json_line};
use cells::Held;
use group::Groups;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Batches that may wait for their encoding, beside the one that is encoded: memory is bounded.
const WAITING: usize = 1;

/// Rows of a batch that were copied, so that they may wait.
pub(super) struct Rows {
    len: usize,
    columns: Vec<Held>,
}

/// A Parquet file.
pub(super) struct ParquetFile<W> {
    columns: Vec<Column>,
    /// What the rows of each test stand on, as JSON.
    stands_on: BTreeMap<String, String>,
    name: &'static str,
    work: Option<Work<W>>,
}

struct Work<W> {
    rows: SyncSender<Message>,
    thread: JoinHandle<Result<W, ExportError>>,
}

enum Message {
    Rows(Rows),
    /// All is taken; what is said of the whole file.
    End(Vec<KeyValue>),
}

impl<W: Write + Send + 'static> ParquetFile<W> {
    pub(super) fn new(table: TableSpec, out: W) -> Result<Self, ExportError> {
        let (rows, taken) = sync_channel(WAITING);
        let groups = Groups::new(&table.columns, out)?;
        let thread = std::thread::Builder::new().name("parquet".to_owned()).spawn(move || encode(groups, &taken))?;
        let TableSpec { name, columns } = table;
        Ok(Self { columns, stands_on: BTreeMap::new(), name, work: Some(Work { rows, thread }) })
    }
}

/// What the thread does.
fn encode<W: Write + Send>(mut groups: Groups<W>, taken: &Receiver<Message>) -> Result<W, ExportError> {
    for message in taken {
        match message {
            Message::Rows(rows) => groups.take(rows)?,
            Message::End(said) => return groups.finish(said),
        }
    }
    // Who sends went away before the end: nobody wants the file.
    Err(ExportError::Refused("the export was given up".to_owned()))
}

impl<W> ParquetFile<W> {
    fn send(&mut self, message: Message) -> Result<(), ExportError> {
        let Some(work) = &self.work else { return Err(stopped()) };
        match work.rows.send(message) {
            Ok(()) => Ok(()),
            Err(_) => Err(self.end().err().unwrap_or_else(stopped)),
        }
    }

    /// What became of the thread.
    fn end(&mut self) -> Result<W, ExportError> {
        let Some(Work { rows, thread }) = self.work.take() else { return Err(stopped()) };
        drop(rows);
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).map_err(plain)
    }

    /// What is said of the whole file: what each column is, and what the rows of each test stand on.
    fn said(&self) -> Result<Vec<KeyValue>, ExportError> {
        let mut columns = Vec::new();
        let described = self.columns.iter().map(|column| {
            let said = [("unit", column.unit), ("about", &*column.about)];
            let said = said.into_iter().filter(|(_, text)| !text.is_empty());
            let said = said.map(|(name, text)| (name.into(), Value::text(text)));
            (column.key.as_ref(), Value::Object(said.collect()))
        });
        let described: Vec<(&str, Value)> = described.collect();
        json_line(described.iter().map(|(name, value)| (*name, value)), &mut columns)?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end().to_owned();
        let mut said = vec![
            KeyValue::new("battery_etl.table".to_owned(), self.name.to_owned()),
            KeyValue::new("battery_etl.columns".to_owned(), text(columns)),
        ];
        let tests = self.stands_on.iter().map(|(name, json)| {
            let mut key = Vec::new();
            json_line([("experiment", &Value::text(name.as_str()))].into_iter(), &mut key)?;
            Ok(format!("{},\"conventions\":{json}}}", text(key).trim_end_matches('}')))
        });
        let tests: Vec<String> = tests.collect::<Result<_, FormatError>>()?;
        said.push(KeyValue::new("battery_etl.experiments".to_owned(), format!("[{}]", tests.join(","))));
        Ok(said)
    }
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

fn stopped() -> ExportError {
    ExportError::Refused("writing the Parquet file has stopped".to_owned())
}

impl<W> Drop for ParquetFile<W> {
    /// Given up: the thread lets go of the output, which leaves nothing behind, before the program ends.
    fn drop(&mut self) {
        let _ = self.end();
    }
}

impl<W: Write + Send> Writer<W> for ParquetFile<W> {
    fn rows(&mut self, _: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        let columns = batch.columns.iter().map(Held::of).collect();
        self.send(Message::Rows(Rows { len: batch.len, columns }))
    }

    fn stands_on(&mut self, experiment: &str, conventions: &[(String, Value)]) {
        let mut json = Vec::new();
        let fields = conventions.iter().map(|(name, value)| (name.as_str(), value));
        // Into memory nothing fails.
        let _ = json_line(fields, &mut json);
        self.stands_on.insert(experiment.to_owned(), String::from_utf8_lossy(&json).trim_end().to_owned());
    }

    fn finish(mut self: Box<Self>) -> Result<W, ExportError> {
        let said = self.said()?;
        self.send(Message::End(said))?;
        self.end()
    }
}
