//! CSV (RFC 4180): one header line, every digit, empty for missing; text that a spreadsheet would take for a formula is
//! disarmed.

use super::ExportError;
use super::batch::Batch;
use super::writer::{TableSpec, Writer};
use crate::format::CsvRows;
use std::io::Write;

/// A CSV file.
pub(super) struct CsvFile<W: Write> {
    rows: CsvRows<W>,
}

impl<W: Write> CsvFile<W> {
    /// Begins a file, with a mark of UTF-8 where it is asked for.
    pub(super) fn new(table: &TableSpec, bom: bool, mut out: W) -> Result<Self, ExportError> {
        if bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut rows = CsvRows::new(out);
        rows.header(table.columns.iter().map(|column| column.key.as_ref()))?;
        Ok(Self { rows })
    }
}

impl<W: Write> Writer<W> for CsvFile<W> {
    fn rows(&mut self, _: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        batch.each_row(|row| self.rows.row(row)).map_err(ExportError::from)
    }

    fn finish(self: Box<Self>) -> Result<W, ExportError> {
        Ok(self.rows.finish()?)
    }
}
