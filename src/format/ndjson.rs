//! NDJSON: one object a line, the experiment in each, so that files can be put behind each other.

use super::json::members;
use super::parts::Opening;
use super::{Content, Format, FormatError, Joint, Layout, PartHead, Record, Sheets, Value};
use std::io::Write;

/// One JSON object a line.
pub(super) struct NdJson;

/// Writes named values as an object on a line of its own.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn json_line<'v>(
    fields: impl Iterator<Item = (&'v str, &'v Value)>,
    out: &mut dyn Write,
) -> Result<(), FormatError> {
    members(fields, out)?;
    Ok(out.write_all(b"\n")?)
}

impl Format for NdJson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ndjson", "jsonl"]
    }

    fn has_notes(&self) -> bool {
        false
    }

    fn joint(&self) -> Option<&dyn Joint> {
        Some(self)
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, _: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        for sheet in sheets {
            let sheet = sheet?;
            let (flat_at, experiment) = (sheet.flat(), sheet.experiment.map(Value::Text));
            if sheet.record == Record::Head {
                let head = sheet.head.iter().filter(|entry| !entry.column.key.is_empty());
                let head = head.map(|entry| (entry.column.key.as_ref(), &entry.value));
                json_line(experiment.iter().map(|name| ("experiment", name)).chain(head), out)?;
            } else if let Some(table) = flat_at.and_then(|at| sheet.tables.into_iter().nth(at)) {
                (table.rows)(&mut |row| {
                    let cells = table.columns.iter().map(|column| column.key.as_ref()).zip(row);
                    json_line(experiment.iter().map(|name| ("experiment", name)).chain(cells), out)
                })?;
            }
        }
        Ok(())
    }
}

/// Each line says of which part it is.
impl Joint for NdJson {
    fn begin(&self, _: Option<&str>, _: &Layout, _: &mut dyn Write) -> Result<(), FormatError> {
        Ok(())
    }

    fn part(
        &self,
        head: &PartHead,
        content: Content<'_, '_>,
        layout: &Layout,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        let Content::Sheets(sheets) = content else { return Ok(()) };
        // The name of a kind is a plain word.
        let text = format!("\"part\":{},\"report\":\"{}\",", head.number, head.kind);
        self.write(sheets, layout, &mut Opening::new(out, text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Heading, Kind, Sheet, Table};
    use super::*;

    #[test]
    fn every_line_is_an_object() {
        let columns = vec![Heading::new("name", "Name", Kind::Text, "")];
        let rows = vec![vec![Value::text("a\nb")], vec![Value::Missing]];
        let mut sheets = std::iter::once(Ok(Sheet::list("t", Table::held("cells", columns, rows))));
        let mut out = Vec::new();
        NdJson.write(&mut sheets, &Layout::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"name\":\"a\\nb\"}\n{\"name\":null}\n");
    }
}
