//! A table for a terminal: as wide as there is room, numbers at the right, units in the header.

use super::text::{clean, human, is_right, with_unit};
use super::{Column, Entry, Format, FormatError, Layout, Sheet, Sheets, Table, Value};
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, LineStyle, TableStyle};
use std::io::Write;

/// Rows that are laid out together; longer lists become tables below each other, so that memory stays bounded.
const ROWS_TOGETHER: usize = 4096;

/// A line below the header and none between the rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table for people.
pub(super) struct TextTable;

impl Format for TextTable {
    fn name(&self) -> &'static str {
        "table"
    }

    fn about(&self) -> &'static str {
        "a table for the terminal"
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

/// The width of the terminal that stdout is; `None` when it is none.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}

fn section(sheet: Sheet<'_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    if !sheet.title.is_empty() {
        let (bold, plain) = if layout.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        writeln!(out, "{bold}{}{plain}", clean(&sheet.title))?;
    }
    head(&sheet.head, out)?;
    let mut hidden = 0;
    for table in sheet.tables.into_iter().filter(|table| layout.all_columns || !table.aside) {
        writeln!(out)?;
        let more = table.columns.iter().filter(|column| !layout.all_columns && !column.brief).count();
        if rows(table, layout, out)? {
            hidden += more;
        }
    }
    if hidden > 0 || sheet.conventions.is_some() {
        writeln!(out)?;
    }
    if hidden > 0 {
        let columns = if hidden == 1 { "column" } else { "columns" };
        wrapped(&format!("{hidden} more {columns}: --columns all, or another --format"), layout, out)?;
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
fn head(entries: &[Entry], out: &mut dyn Write) -> Result<(), FormatError> {
    let shown: Vec<&Entry> = entries.iter().filter(|entry| !entry.column.title.is_empty()).collect();
    let width = shown.iter().map(|entry| entry.column.title.chars().count()).max().unwrap_or(0);
    for Entry { column, value } in shown {
        writeln!(out, "  {:width$}  {}", column.title, with_unit(value, column))?;
    }
    Ok(())
}

/// Writes the rows; gives whether there were any.
fn rows(table: Table<'_>, layout: &Layout, out: &mut dyn Write) -> Result<bool, FormatError> {
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|&at| layout.all_columns || table.columns[at].brief).collect();
    let columns = &table.columns;
    let mut page = page(columns, &shown, layout);
    let mut any = false;
    (table.rows)(&mut |row: &[Value]| {
        any = true;
        page.add_row(shown.iter().map(|&at| human(&row[at], &columns[at])));
        if page.row_count() == ROWS_TOGETHER {
            let full = std::mem::replace(&mut page, self::page(columns, &shown, layout));
            writeln!(out, "{}", full.trim_fmt())?;
        }
        Ok(())
    })?;
    if !any {
        writeln!(out, "  no {}", table.name.replace('_', " "))?;
    } else if !page.is_empty() {
        writeln!(out, "{}", page.trim_fmt())?;
    }
    Ok(any)
}

/// An empty page with its header.
fn page(columns: &[Column], shown: &[usize], layout: &Layout) -> comfy_table::Table {
    let mut page = comfy_table::Table::new();
    page.load_style(STYLE);
    if layout.color {
        page.enforce_styling();
    } else {
        page.force_no_tty();
    }
    if let Some(width) = layout.width {
        page.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    page.set_header(shown.iter().map(|&at| {
        let column = &columns[at];
        let unit = if column.unit.is_empty() { String::new() } else { format!("\n{}", column.unit) };
        let cell = Cell::new(format!("{}{unit}", column.title));
        let cell = if layout.color { cell.add_attribute(Attribute::Bold) } else { cell };
        cell.set_alignment(if is_right(column) { CellAlignment::Right } else { CellAlignment::Left })
    }));
    for (place, &at) in shown.iter().enumerate() {
        if is_right(&columns[at])
            && let Some(column) = page.column_mut(place)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    page
}

/// A paragraph broken at words, its further lines indented.
fn wrapped(text: &str, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let width = layout.width.map_or(usize::MAX, usize::from);
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            write!(out, "\n  {word}")?;
            used = 2 + length;
        } else {
            write!(out, "{}{word}", if used > 0 { " " } else { "" })?;
            used += length + usize::from(used > 0);
        }
    }
    writeln!(out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    fn written(width: Option<u16>, rows: usize) -> String {
        let columns = vec![
            Column::new("step", "Step", Kind::Integer, "").brief(),
            Column::new("status", "Status", Kind::Text, "").brief(),
            Column::number("voltage_end_v", "End", "V", 3, "").brief(),
            Column::number("power_end_w", "Power", "W", 3, ""),
        ];
        let rows = (0..rows)
            .map(|n| vec![Value::from(n), Value::text("\u{1b}[31mred words"), Value::Missing, Value::Number(1.0)])
            .collect();
        let mut sheets = std::iter::once(Ok(Sheet::list("T", Table::held("steps", columns, rows))));
        let mut out = Vec::new();
        TextTable.write(&mut sheets, &Layout { width, ..Layout::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_is_harmless_and_units_stand_in_the_header() {
        let text = written(None, 1);
        assert!(!text.contains('\u{1b}'), "{text}");
        assert!(text.contains('–') && text.contains('V') && !text.contains("Power"), "{text}");
        assert!(text.contains("1 more column:"), "{text}");
    }

    #[test]
    fn a_narrow_terminal_is_kept_to() {
        let text = written(Some(30), 3);
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
    }

    #[test]
    fn nothing_is_said_in_words() {
        assert!(written(None, 0).contains("no steps"));
    }

    #[test]
    fn long_lists_are_cut_into_pages() {
        let text = written(None, ROWS_TOGETHER + 1);
        assert_eq!(text.lines().filter(|line| line.contains("Status")).count(), 2);
    }
}
