//! JSON: one document, the head's fields and then the lists; null for missing, doubles in their shortest exact form.

use super::parts::Headless;
use super::text::machine_time;
use super::{Content, Format, FormatError, Joint, Layout, PartHead, Sheet, Sheets, Value};
use std::io::Write;

/// One JSON document.
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn has_notes(&self) -> bool {
        false
    }

    fn joint(&self) -> Option<&dyn Joint> {
        Some(self)
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        if layout.of_tests {
            out.write_all(b"{\"experiments\":[")?;
        }
        for (index, sheet) in sheets.enumerate() {
            let sheet = sheet?;
            if layout.of_tests {
                out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            } else if index > 0 {
                out.write_all(b"\n")?;
            }
            document(sheet, out)?;
        }
        out.write_all(if layout.of_tests { b"\n]}\n" } else { b"\n" })?;
        Ok(())
    }
}

impl Joint for Json {
    fn begin(&self, title: Option<&str>, _: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        out.write_all(b"{\"title\":")?;
        value(&title.map(str::to_owned).into(), out)?;
        Ok(out.write_all(b",\"parts\":[")?)
    }

    fn part(
        &self,
        head: &PartHead,
        content: Content<'_, '_>,
        layout: &Layout,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        let Content::Sheets(sheets) = content else { return Ok(()) };
        out.write_all(if head.is_first { b"\n{\"report\":" } else { b",\n{\"report\":" })?;
        string(&head.kind, out)?;
        out.write_all(b",\"heading\":")?;
        value(&head.heading.clone().into(), out)?;
        out.write_all(b",")?;
        self.write(sheets, layout, &mut Headless::new(out))
    }

    fn end(&self, out: &mut dyn Write) -> Result<(), FormatError> {
        Ok(out.write_all(b"]}\n")?)
    }
}

/// One sheet as an object, a row a line.
fn document(sheet: Sheet<'_>, out: &mut dyn Write) -> Result<(), FormatError> {
    let mut first = true;
    let mut names = std::collections::BTreeSet::new();
    let mut next = |out: &mut dyn Write, name: &str| -> Result<(), FormatError> {
        debug_assert!(names.insert(name.to_owned()), "`{name}` stands twice");
        out.write_all(if std::mem::take(&mut first) { b"{\n  " } else { b",\n  " })?;
        string(name, out)?;
        out.write_all(b": ").map_err(FormatError::from)
    };
    if let Some(name) = &sheet.experiment {
        next(out, "experiment")?;
        string(name, out)?;
    }
    for entry in sheet.head.iter().filter(|entry| !entry.column.key.is_empty()) {
        next(out, &entry.column.key)?;
        value(&entry.value, out)?;
    }
    if let Some(conventions) = &sheet.conventions {
        next(out, "conventions")?;
        members(conventions.fields.iter().map(|(key, value)| (*key, value)), out)?;
    }
    for table in sheet.tables.into_iter().filter(|table| table.audience.is_for_documents()) {
        next(out, &table.name)?;
        out.write_all(b"[")?;
        let mut rows = 0_u64;
        (table.rows)(&mut |row| {
            out.write_all(if rows == 0 { b"\n    " } else { b",\n    " })?;
            rows += 1;
            members(table.columns.iter().map(|column| column.key.as_ref()).zip(row), out)
        })?;
        out.write_all(if rows == 0 { b"]" } else { b"\n  ]" })?;
    }
    out.write_all(if first { b"{}" } else { b"\n}" })?;
    Ok(())
}

/// Named values as an object on one line.
pub(super) fn members<'v>(
    fields: impl Iterator<Item = (&'v str, &'v Value)>,
    out: &mut dyn Write,
) -> Result<(), FormatError> {
    out.write_all(b"{")?;
    for (index, (name, field)) in fields.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        string(name, out)?;
        out.write_all(b":")?;
        value(field, out)?;
    }
    out.write_all(b"}")?;
    Ok(())
}

/// One value.
fn value(value: &Value, out: &mut dyn Write) -> Result<(), FormatError> {
    match value {
        Value::Missing => out.write_all(b"null")?,
        Value::Text(text) => string(text, out)?,
        Value::Integer(n) => write!(out, "{n}")?,
        Value::Number(x) | Value::Marked(x) => encode(x, out)?,
        Value::Flag(flag) => write!(out, "{flag}")?,
        Value::Time(time) => string(&machine_time(*time), out)?,
        Value::Instant(time) => string(&format!("{}Z", machine_time(*time)), out)?,
        Value::Object(fields) => return members(fields.iter().map(|(key, value)| (key.as_ref(), value)), out),
        Value::List(items) => {
            out.write_all(b"[")?;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.write_all(b",")?;
                }
                self::value(item, out)?;
            }
            out.write_all(b"]")?;
        }
    }
    Ok(())
}

fn string(text: &str, out: &mut dyn Write) -> Result<(), FormatError> {
    encode(&text, out)
}

fn encode<T: serde::Serialize>(value: &T, out: &mut dyn Write) -> Result<(), FormatError> {
    serde_json::to_writer(out, value).map_err(|error| FormatError::Write(error.into()))
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Footing, Heading, Kind, Table};
    use super::*;

    fn sheet(name: &str) -> Sheet<'static> {
        let columns = vec![Heading::new("step", "Step", Kind::Integer, ""), Heading::number("x_v", "X", "V", 3, "")];
        let rows = vec![vec![Value::Integer(1), Value::Number(0.1)], vec![Value::Integer(2), Value::Missing]];
        let reference = Entry { column: Heading::new("reference_step", "", Kind::Integer, ""), value: Value::Missing };
        Sheet {
            experiment: Some(name.to_owned()),
            head: vec![reference],
            conventions: Some(Footing::default()),
            ..Sheet::list("t", Table::held("steps", columns, rows))
        }
    }

    fn written(of_tests: bool, sheets: Vec<Sheet<'static>>) -> String {
        let mut out = Vec::new();
        let layout = Layout { of_tests, ..Layout::default() };
        Json.write(&mut sheets.into_iter().map(Ok), &layout, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_document_keeps_the_order_of_its_fields() {
        let text = written(false, vec![sheet("a\"\u{1b}")]);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["experiment"], "a\"\u{1b}");
        assert_eq!(read["steps"][1]["x_v"], serde_json::Value::Null);
        assert!(text.find("reference_step").unwrap() < text.find("conventions").unwrap());
        assert!(text.contains("{\"step\":1,\"x_v\":0.1}"), "{text}");
    }

    #[test]
    fn one_test_or_many_have_one_shape() {
        for count in 0..3 {
            let text = written(true, (0..count).map(|_| sheet("a")).collect());
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(read["experiments"].as_array().unwrap().len(), count);
        }
    }
}
