//! A table for a terminal: as wide as there is room, numbers at the right, units in the header.

mod grid;

use super::text::{capital, clean, with_unit};
use super::{Content, Entry, Format, FormatError, Joint, Kind, Layout, PartHead, Sheet, Sheets};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Sentences keep to this width where no terminal says how wide it is.
const PAGE: usize = 120;

/// A table for people.
pub(super) struct TextTable;

impl Format for TextTable {
    fn name(&self) -> &'static str {
        "table"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
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

impl Joint for TextTable {
    fn begin(&self, title: Option<&str>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        let Some(title) = title else { return Ok(()) };
        underlined(title, "=", layout, out)?;
        Ok(writeln!(out)?)
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
            underlined(heading, "-", layout, out)?;
            writeln!(out)?;
        }
        match content {
            Content::Sheets(sheets) => self.write(sheets, layout, out),
            Content::Picture { about: words, .. } | Content::Words(words) => wrapped(words, layout, out),
        }
    }
}

/// A heading, with a line below it.
fn underlined(text: &str, line: &str, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let (bold, plain) = if layout.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let text = clean(text);
    writeln!(out, "{bold}{text}{plain}\n{}", line.repeat(wide(&text).min(page(layout))))?;
    Ok(())
}

/// The width of the terminal that stdout is; `None` when it is none.
#[must_use]
pub(crate) fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}

fn section(sheet: Sheet<'_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    if !sheet.title.is_empty() {
        let (bold, plain) = if layout.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        writeln!(out, "{bold}{}{plain}", clean(&sheet.title))?;
    }
    head(&sheet.head, layout, out)?;
    let mut left_out: Vec<String> = Vec::new();
    let several = sheet.tables.iter().filter(|table| table.audience.is_for_people(false)).count() > 1;
    for table in sheet.tables.into_iter().filter(|table| table.audience.is_for_people(layout.all_columns)) {
        writeln!(out)?;
        let name = table.name.replace('_', " ");
        if several {
            writeln!(out, "{}", capital(&name))?;
        }
        let written = grid::write(table, layout, out)?;
        if written.rows == 0 {
            writeln!(out, "  no {name}")?;
        } else {
            left_out.extend(written.left_out);
        }
    }
    left_out.sort_unstable();
    left_out.dedup();
    if !left_out.is_empty() || sheet.conventions.is_some() {
        writeln!(out)?;
    }
    if !left_out.is_empty() {
        let columns = if left_out.len() == 1 { "column" } else { "columns" };
        let said = format!("{} more {columns}: --columns all ({})", left_out.len(), left_out.join(", "));
        wrapped(&said, layout, out)?;
    }
    if let Some(conventions) = &sheet.conventions {
        wrapped(&format!("Conventions: {}", clean(&conventions.words)), layout, out)?;
    }
    for note in &sheet.notes {
        wrapped(&format!("Note: {}", clean(note)), layout, out)?;
    }
    Ok(())
}

/// The head: a line for each value, the values below each other.
fn head(entries: &[Entry], layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let shown: Vec<&Entry> = entries.iter().filter(|entry| !entry.column.title.is_empty()).collect();
    let width = shown.iter().map(|entry| wide(&entry.column.title)).max().unwrap_or(0);
    let room = page(layout).saturating_sub(width + 4);
    for Entry { column, value } in shown {
        let text = with_unit(value, column);
        let lines = if column.kind == Kind::Prose { fill(&text, room) } else { vec![text] };
        for (at, line) in lines.iter().enumerate() {
            let title = if at == 0 { column.title.as_ref() } else { "" };
            writeln!(out, "  {}  {line}", pad(title, width, false))?;
        }
    }
    Ok(())
}

/// The width that sentences keep to.
fn page(layout: &Layout) -> usize {
    layout.width.map_or(PAGE, usize::from)
}

/// A paragraph broken at words, its further lines indented.
fn wrapped(text: &str, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let mut lines = fill(text, page(layout)).into_iter();
    writeln!(out, "{}", lines.next().unwrap_or_default())?;
    let rest = lines.collect::<Vec<_>>().join(" ");
    if !rest.is_empty() {
        fill(&rest, page(layout).saturating_sub(2)).iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    Ok(())
}

/// How many places a text takes in a terminal.
fn wide(text: &str) -> usize {
    text.width()
}

/// The text with spaces to the width, behind it or before it.
fn pad(text: &str, width: usize, right: bool) -> String {
    let spaces = " ".repeat(width.saturating_sub(wide(text)));
    if right { format!("{spaces}{text}") } else { format!("{text}{spaces}") }
}

/// A text as lines of at most the width, broken at its spaces alone.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let length = wide(word);
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if used + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                used += 1;
            }
            _ => {
                lines.push(word.to_owned());
                used = 0;
            }
        }
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests;
