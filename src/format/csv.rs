//! CSV (RFC 4180): one header line, full precision, empty for missing, the experiment first.

use super::text::{machine, neutral, push_machine};
use super::{Entry, Format, FormatError, Layout, Record, Sheet, Sheets, Value};
use std::io::Write;

/// Comma-separated values.
pub(super) struct Csv;

/// Rows on their way into a CSV file, one after the other.
pub(crate) struct CsvRows<W: Write> {
    writer: ::csv::Writer<W>,
    cell: String,
}

impl<W: Write> CsvRows<W> {
    /// Into this output.
    pub(crate) fn new(out: W) -> Self {
        let writer = ::csv::WriterBuilder::new().flexible(false).buffer_capacity(1 << 16).from_writer(out);
        Self { writer, cell: String::new() }
    }

    /// Writes the header line.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn header<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<(), FormatError> {
        // A name may be a header of somebody's file.
        self.writer.write_record(names.map(|name| neutral(name).into_owned())).map_err(error)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the output cannot be written, or the row has another length than the header.
    pub(crate) fn row(&mut self, row: &[Value]) -> Result<(), FormatError> {
        for value in row {
            self.cell.clear();
            push_machine(value, &mut self.cell);
            self.writer.write_field(&self.cell).map_err(error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(error)
    }

    /// All is written: gives the output back.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn finish(mut self) -> Result<W, FormatError> {
        self.writer.flush()?;
        self.writer.into_inner().map_err(|error| FormatError::Write(error.into_error()))
    }
}

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn has_notes(&self) -> bool {
        false
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, _: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        let mut header: Option<Vec<String>> = None;
        for sheet in sheets {
            let mut writer = ::csv::WriterBuilder::new().flexible(false).from_writer(&mut *out);
            let sheet = sheet?;
            let (names, flat_at) = (names(&sheet), sheet.flat());
            if header.as_ref() != Some(&names) {
                writer.write_record(&names).map_err(error)?;
                header = Some(names);
            }
            let experiment = sheet.experiment.map(|name| machine(&Value::Text(name)));
            if sheet.record == Record::Head {
                let cells = flat(&sheet.head).into_iter().map(|(_, value)| machine(value));
                writer.write_record(experiment.into_iter().chain(cells)).map_err(error)?;
            } else if let Some(table) = flat_at.and_then(|at| sheet.tables.into_iter().nth(at)) {
                let mut record = ::csv::StringRecord::new();
                (table.rows)(&mut |row| {
                    record.clear();
                    experiment.iter().for_each(|name| record.push_field(name));
                    row.iter().for_each(|value| record.push_field(&machine(value)));
                    writer.write_record(&record).map_err(error)
                })?;
            }
            writer.flush()?;
        }
        Ok(())
    }
}

/// The header: the experiment where there is one, then the columns of the records.
fn names(sheet: &Sheet<'_>) -> Vec<String> {
    let first = sheet.experiment.iter().map(|_| "experiment".to_owned());
    match (sheet.record, sheet.flat().map(|at| &sheet.tables[at])) {
        (Record::Row, Some(table)) => first.chain(table.columns.iter().map(|column| column.key.to_string())).collect(),
        _ => first.chain(flat(&sheet.head).into_iter().map(|(key, _)| key)).collect(),
    }
}

/// The head as one record: a structure becomes a column for each of its fields; lists are for JSON.
fn flat(head: &[Entry]) -> Vec<(String, &Value)> {
    let mut cells = Vec::new();
    for Entry { column, value } in head.iter().filter(|entry| !entry.column.key.is_empty()) {
        match value {
            Value::List(_) => {}
            Value::Object(fields) => {
                cells.extend(fields.iter().map(|(key, value)| (format!("{}_{key}", column.key), value)));
            }
            value => cells.push((column.key.to_string(), value)),
        }
    }
    cells
}

fn error(error: ::csv::Error) -> FormatError {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => FormatError::Write(error),
        other => FormatError::Rows(format!("a row does not fit its header: {other:?}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Heading, Kind, Table};
    use super::*;

    fn sheet() -> Sheet<'static> {
        let columns = vec![
            Heading::new("step", "Step", Kind::Integer, ""),
            Heading::new("status", "Status", Kind::Text, ""),
            Heading::number("capacity_ah", "Capacity", "Ah", 3, ""),
        ];
        let rows = vec![
            vec![Value::Integer(1), Value::text("=cmd|x"), Value::Number(-2.0 / 3.0)],
            vec![Value::Integer(2), Value::text("a,\"b\""), Value::Missing],
        ];
        Sheet { experiment: Some("t".into()), ..Sheet::list("t", Table::held("steps", columns, rows)) }
    }

    #[test]
    fn one_header_for_all_and_formulas_disarmed() {
        let mut out = Vec::new();
        let mut sheets = [Ok(sheet()), Ok(sheet())].into_iter();
        Csv.write(&mut sheets, &Layout::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows = "t,1,'=cmd|x,-0.6666666666666666\nt,2,\"a,\"\"b\"\"\",\n";
        assert_eq!(text, format!("experiment,step,status,capacity_ah\n{rows}{rows}"));
    }
}
