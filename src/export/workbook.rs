//! A workbook for Excel: a sheet for each table; what is more than a sheet holds goes on in the next.

use super::ExportError;
use super::batch::Batch;
use super::writer::{TableSpec, Writer};
use crate::format::{Heading, Kind, Value, data, machine};
use chrono::NaiveDateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook as Book, Worksheet, XlsxError};
use std::io::{Seek as _, Write};

/// The rows of a sheet, its header among them.
const ROWS: u32 = 1_048_576;
/// The columns of a sheet.
const COLUMNS: usize = 16_384;
/// The characters of a cell.
const CHARACTERS: usize = 32_767;

/// A workbook. Rows go to temporary files, so that memory is bounded.
pub(super) struct Workbook<W> {
    book: Book,
    tables: Vec<Sheets>,
    styles: Styles,
    out: W,
}

/// The sheets of a table.
struct Sheets {
    table: TableSpec,
    /// The place of the last of them in the workbook.
    place: usize,
    count: u32,
    /// The next row of it.
    row: u32,
}

struct Styles {
    header: Format,
    moment: Format,
}

impl<W: Write> Workbook<W> {
    pub(super) fn new(tables: Vec<TableSpec>, out: W) -> Result<Self, ExportError> {
        let styles = Styles {
            header: Format::new().set_bold(),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
        };
        let mut book = Book::new();
        // No clock is in an output: the same rows give the same bytes.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let mut workbook = Self { book, tables: Vec::new(), styles, out };
        for table in tables {
            if table.columns.len() > COLUMNS {
                let message = format!(
                    "{} has {} columns, and a sheet of a workbook {COLUMNS}; name some with --columns, or write Parquet",
                    table.name,
                    table.columns.len()
                );
                return Err(ExportError::Refused(message));
            }
            let (place, row) = (workbook.tables.len(), 0);
            workbook.tables.push(Sheets { table, place, count: 0, row });
        }
        // All sheets are there before the first goes on in another, which then comes last.
        for at in 0..workbook.tables.len() {
            workbook.begin(at, at)?;
        }
        Ok(workbook)
    }

    /// Begins a sheet of a table: its header.
    fn begin(&mut self, table: usize, place: usize) -> Result<(), ExportError> {
        let Self { book, tables, styles, .. } = self;
        let sheets = &mut tables[table];
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheets.count += 1;
        sheets.place = place;
        let name = sheets.table.name;
        sheet.set_name(if sheets.count == 1 { name.to_owned() } else { format!("{name} {}", sheets.count) })?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(&sheets.table.columns) {
            sheet.set_column_width(at, width(column))?;
        }
        for (at, column) in (0_u16..).zip(&sheets.table.columns) {
            sheet.write_string_with_format(0, at, column.key.as_ref(), &styles.header)?;
        }
        sheets.row = 1;
        Ok(())
    }
}

/// The width of a column in characters.
fn width(column: &Heading) -> f64 {
    let least: usize = match column.kind {
        Kind::Time => 24,
        Kind::Prose | Kind::Structure => 40,
        _ => 10,
    };
    (column.key.chars().count() + 2).clamp(least, 60) as f64
}

impl<W: Write> Writer<W> for Workbook<W> {
    fn rows(&mut self, table: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        batch.each_row(|row| {
            if self.tables[table].row == ROWS {
                let place = self.tables.iter().map(|sheets| sheets.count as usize).sum();
                self.begin(table, place)?;
            }
            let Self { book, tables, styles, .. } = self;
            let sheets = &mut tables[table];
            let sheet = book.worksheet_from_index(sheets.place)?;
            for (at, value) in (0_u16..).zip(row) {
                cell(sheet, (sheets.row, at), value, styles)?;
            }
            sheets.row += 1;
            Ok(())
        })
    }

    fn finish(mut self: Box<Self>) -> Result<W, ExportError> {
        // A workbook is put together by going back and forth in it; the output may be a pipe.
        let mut file = tempfile::tempfile().map_err(of_temporary)?;
        self.book.save_to_writer(&mut file).map_err(|error| match error {
            XlsxError::IoError(error) => of_temporary(error).into(),
            error => ExportError::from(error),
        })?;
        file.rewind()?;
        std::io::copy(&mut file, &mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Says where the file is that nobody named.
fn of_temporary(error: std::io::Error) -> std::io::Error {
    let folder = std::env::temp_dir();
    std::io::Error::new(error.kind(), format!("the folder for temporary files, {}: {error}", folder.display()))
}

fn cell(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, styles: &Styles) -> Result<(), ExportError> {
    match value {
        Value::Missing => {}
        Value::Integer(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Value::Number(number) | Value::Marked(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Value::Time(time) | Value::Instant(time) => match serial(*time) {
            Some(days) => {
                sheet.write_number_with_format(row, column, days, &styles.moment)?;
            }
            None => {
                sheet.write_string(row, column, machine(value))?;
            }
        },
        Value::Text(text) => {
            // Text is text there, whatever it begins with.
            sheet.write_string(row, column, fitting(&data(text)))?;
        }
        Value::Object(_) | Value::List(_) => {
            sheet.write_string(row, column, fitting(&machine(value)))?;
        }
    }
    Ok(())
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> String {
    if text.chars().count() <= CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(CHARACTERS - 1).chain(std::iter::once('…')).collect()
}

/// A moment as a workbook counts it: days since 1899-12-30. It knows none before March 1900 that all programs agree on.
fn serial(time: NaiveDateTime) -> Option<f64> {
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    let days = (time - epoch).num_microseconds()? as f64 / 86_400e6;
    (61.0..2_958_466.0).contains(&days).then_some(days)
}
