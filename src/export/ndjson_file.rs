//! NDJSON: one object a line, every digit, null for missing.

use super::ExportError;
use super::batch::Batch;
use super::writer::{TableSpec, Writer};
use crate::format::{Value, json_line};
use std::io::Write;

/// A file of JSON lines.
pub(super) struct NdJsonFile<W> {
    table: TableSpec,
    out: W,
}

impl<W: Write> NdJsonFile<W> {
    pub(super) fn new(table: TableSpec, out: W) -> Self {
        Self { table, out }
    }
}

impl<W: Write> Writer<W> for NdJsonFile<W> {
    fn rows(&mut self, _: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        let Self { table, out } = self;
        let write = |row: &[Value]| {
            let keys = table.columns.iter().map(|column| column.key.as_ref());
            json_line(keys.zip(row), out)
        };
        batch.each_row(write).map_err(ExportError::from)
    }

    fn finish(mut self: Box<Self>) -> Result<W, ExportError> {
        self.out.flush()?;
        Ok(self.out)
    }
}
