//! HTML: one page of plain tables that opens anywhere, without a script.

use super::text::{human, shown_unit, with_unit};
use super::{Column, Entry, Format, FormatError, Kind, Layout, Sheet, Sheets, Value};
use std::io::Write;

/// One page.
pub(super) struct Html;

/// The look: as wide as there is room, headers that stay, light and dark.
const STYLE: &str = "\
:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem;max-width:none}\
h1{font-size:1.3rem}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}dl{display:grid;grid-template-columns:max-content 1fr;\
gap:.1rem 1rem;margin:.6rem 0}dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}.t{overflow-x:auto;max-width:100%}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:.3rem 0}\
th,td{padding:.15rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);text-align:left;\
white-space:nowrap}th{position:sticky;top:0;background:Canvas}.n{text-align:right}.p{white-space:normal;min-width:18rem}\
small{opacity:.75}p{max-width:60rem}@media print{.t{overflow:visible}}";

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>battery-etl</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        )?;
        for (index, sheet) in sheets.enumerate() {
            section(sheet?, index == 0, layout, out)?;
        }
        out.write_all(b"</main>\n</body>\n</html>\n")?;
        Ok(())
    }
}

fn section(sheet: Sheet<'_>, is_first: bool, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    if !sheet.title.is_empty() {
        let level = if is_first { "h1" } else { "h2" };
        writeln!(out, "<{level}>{}</{level}>", escape(&sheet.title))?;
    }
    let said: Vec<&Entry> = sheet.head.iter().filter(|entry| !entry.column.title.is_empty()).collect();
    if !said.is_empty() {
        writeln!(out, "<dl>")?;
        for Entry { column, value } in said {
            writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(column.title.trim()), escape(&with_unit(value, column)))?;
        }
        writeln!(out, "</dl>")?;
    }
    for table in sheet.tables.into_iter().filter(|table| table.audience.is_for_people(true)) {
        let shown: Vec<usize> = (0..table.columns.len())
            .filter(|&at| table.columns[at].kind != Kind::Structure || layout.all_columns)
            .collect();
        let name = table.name.replace('_', " ");
        writeln!(
            out,
            "<div class=\"t\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead><tr>",
            escape(&name)
        )?;
        for &at in &shown {
            let column = &table.columns[at];
            let unit = shown_unit(column);
            let unit = if unit.is_empty() { String::new() } else { format!(" <small>{}</small>", escape(unit)) };
            writeln!(
                out,
                "<th scope=\"col\"{} title=\"{}\">{}{unit}</th>",
                class(column),
                escape(&column.about),
                escape(&column.title)
            )?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")?;
        (table.rows)(&mut |row| {
            out.write_all(b"<tr>")?;
            for &at in &shown {
                let column = &table.columns[at];
                write!(out, "<td{}>{}</td>", class(column), escape(&cell(&row[at], column)))?;
            }
            out.write_all(b"</tr>\n")?;
            Ok(())
        })?;
        writeln!(out, "</tbody>\n</table>\n</div>")?;
    }
    if let Some(conventions) = &sheet.conventions {
        writeln!(out, "<p><small>Conventions: {}</small></p>", escape(&conventions.words))?;
    }
    for note in &sheet.notes {
        writeln!(out, "<p><small>Note: {}</small></p>", escape(note))?;
    }
    Ok(())
}

fn cell(value: &Value, column: &Column) -> String {
    human(value, column)
}

fn class(column: &Column) -> &'static str {
    match column.kind {
        Kind::Integer | Kind::Number | Kind::Duration => " class=\"n\"",
        Kind::Prose => " class=\"p\"",
        _ => "",
    }
}

/// A text as a page shows it.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;

    #[test]
    fn names_are_text_and_numbers_stand_at_the_right() {
        let columns = vec![
            Column::new("name", "Name", Kind::Text, "A \"name\""),
            Column::number("r_ohm", "R", "Ω", 2, "Resistance"),
        ];
        let rows = vec![vec![Value::text("</table><img onerror=x>"), Value::Number(0.012)], vec![Value::Missing; 2]];
        let mut sheets = std::iter::once(Ok(Sheet::list("t & u", Table::held("cells", columns, rows))));
        let mut out = Vec::new();
        Html.write(&mut sheets, &Layout::default(), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.contains("<h1>t &amp; u</h1>"), "{page}");
        assert!(page.contains("<td>&lt;/table&gt;&lt;img onerror=x&gt;</td><td class=\"n\">12.00</td>"), "{page}");
        assert!(page.contains("<td>–</td><td class=\"n\">–</td>"), "{page}");
    }
}
