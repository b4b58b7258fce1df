//! Markdown: pipe tables for issues and pull requests, every cell escaped.

use super::text::{capital, human, is_right, shown_unit, with_unit};
use super::{Content, Entry, Format, FormatError, Heading, Joint, Layout, PartHead, Sheet, Sheets, Table};
use std::io::Write;

/// Pipe tables.
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn joint(&self) -> Option<&dyn Joint> {
        Some(self)
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        for (index, sheet) in sheets.enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            section(sheet?, layout, out)?;
        }
        Ok(())
    }
}

impl Joint for Markdown {
    fn begin(&self, title: Option<&str>, _: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        title.map_or(Ok(()), |title| Ok(writeln!(out, "# {}\n", escape(title))?))
    }

    fn part(
        &self,
        head: &PartHead,
        content: Content<'_, '_>,
        layout: &Layout,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        if !head.is_first {
            writeln!(out)?;
        }
        if let Some(heading) = &head.heading {
            writeln!(out, "## {}\n", escape(heading))?;
        }
        let depth = layout.depth + usize::from(head.heading.is_some());
        match content {
            Content::Sheets(sheets) => self.write(sheets, &Layout { depth, ..*layout }, out),
            Content::Picture { about: words, .. } | Content::Words(words) => Ok(writeln!(out, "{}", escape(words))?),
        }
    }
}

fn section(sheet: Sheet<'_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    if !sheet.title.is_empty() {
        writeln!(out, "##{} {}", "#".repeat(layout.depth), escape(&sheet.title))?;
    }
    if !sheet.head.is_empty() {
        writeln!(out)?;
    }
    for Entry { column, value } in sheet.head.iter().filter(|entry| !entry.column.title.is_empty()) {
        writeln!(out, "- {}: {}", escape(&column.title), escape(&with_unit(value, column)))?;
    }
    let several = sheet.tables.iter().filter(|table| table.audience.is_for_people(layout.all_columns)).count() > 1;
    for table in sheet.tables.into_iter().filter(|table| table.audience.is_for_people(layout.all_columns)) {
        list(table, several, layout, out)?;
    }
    if let Some(conventions) = &sheet.conventions {
        writeln!(out, "\nConventions: {}", escape(&conventions.words))?;
    }
    for note in &sheet.notes {
        writeln!(out, "\nNote: {}", escape(note))?;
    }
    Ok(())
}

/// A list as a table, named where it is one of several; one without rows is a line.
fn list(table: Table<'_>, several: bool, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let Table { name, columns, rows, .. } = table;
    let name = name.replace('_', " ");
    let is_shown = |column: &&Heading| layout.all_columns || column.is_brief();
    let shown: Vec<(usize, &Heading)> = columns.iter().enumerate().filter(|(_, column)| is_shown(column)).collect();
    let mut begun = false;
    writeln!(out)?;
    rows(&mut |row| {
        if !begun {
            if several {
                writeln!(out, "**{}**\n", escape(&capital(&name)))?;
            }
            let heads = shown.iter().map(|(_, column)| escape(&heading(column)));
            writeln!(out, "| {} |", heads.collect::<Vec<_>>().join(" | "))?;
            let rules = shown.iter().map(|(_, column)| if is_right(column) { "---:" } else { "---" });
            writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
            begun = true;
        }
        let cells = shown.iter().map(|&(at, column)| escape(&human(&row[at], column)));
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | ")).map_err(FormatError::from)
    })?;
    if !begun {
        writeln!(out, "no {}", escape(&name))?;
    }
    Ok(())
}

/// The title with its unit.
fn heading(column: &Heading) -> String {
    let unit = shown_unit(column);
    if unit.is_empty() { column.title.to_string() } else { format!("{} / {unit}", column.title) }
}

/// A text whose every character stands for itself.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in super::clean(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Value};
    use super::*;

    #[test]
    fn no_cell_leaves_its_cell() {
        let columns = vec![
            Heading::new("status", "Status", Kind::Text, "").brief(),
            Heading::number("voltage_v", "Voltage", "V", 3, "").brief(),
            Heading::new("hidden", "Hidden", Kind::Text, ""),
        ];
        let rows = vec![vec![Value::text("a|b\n<script>"), Value::Number(3.2), Value::Missing]];
        let mut sheets = std::iter::once(Ok(Sheet::list("T", Table::held("x", columns, rows))));
        let mut out = Vec::new();
        Markdown.write(&mut sheets, &Layout::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "## T\n\n| Status | Voltage / V |\n| --- | ---: |\n| a\\|b &lt;script&gt; | 3.200 |\n");
    }

    #[test]
    fn several_lists_have_their_names_and_an_empty_one_no_header() {
        let table = |name, rows| Table::held(name, vec![Heading::new("a", "A", Kind::Text, "").brief()], rows);
        let mut sheet = Sheet::list("T", table("end_of_life", Vec::new()));
        sheet.tables.push(table("points", vec![vec![Value::text("x")]]));
        let mut out = Vec::new();
        Markdown.write(&mut std::iter::once(Ok(sheet)), &Layout::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "## T\n\nno end of life\n\n**Points**\n\n| A |\n| --- |\n| x |\n");
    }
}
