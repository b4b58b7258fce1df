//! HTML: one page of plain tables that opens anywhere, without a script.

use super::text::{capital, human, shown_unit, with_unit};
use super::{Content, Entry, Format, FormatError, Heading, Joint, Kind, Layout, PartHead, Sheet, Sheets, Table};
use std::io::Write;

/// One page.
pub(super) struct Html;

/// The look: as wide as there is room, headers that stay, light and dark.
const STYLE: &str = "\
:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem;max-width:none}\
h1{font-size:1.3rem}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}dl{display:grid;grid-template-columns:max-content 1fr;\
gap:.1rem 1rem;margin:.6rem 0}dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}.t{overflow-x:auto;max-width:100%;\
margin:.7rem 0}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:.3rem 0}\
th,td{padding:.15rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);text-align:left;\
vertical-align:top;white-space:nowrap}th{position:sticky;top:0;background:Canvas}.n{text-align:right}.p{white-space:normal;min-width:18rem}\
small{opacity:.75}p{max-width:60rem}@page{size:A4;margin:14mm 12mm}@media print{body{margin:0;font-size:9pt}\
.t{overflow:visible}table{font-size:6.5pt}th,td{padding:1pt 3pt 1pt 0;overflow-wrap:anywhere}\
th{position:static;white-space:normal}td:not(.n){white-space:normal}tr{break-inside:avoid}}";

/// Of a document of several parts: they are parted, and figures are as wide as there is room.
const OF_PARTS: &str = "\
section+section{margin-top:2rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}figure{margin:.6rem 0;max-width:64rem}\
figure svg{max-width:100%;height:auto;display:block}@media screen and (max-width:40rem){figure svg{max-width:none;width:40rem}}\
figcaption{font-size:.85rem;opacity:.75}@media print{figure{break-inside:avoid}}";

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn joint(&self) -> Option<&dyn Joint> {
        Some(self)
    }

    fn write(&self, sheets: &mut Sheets<'_, '_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        open("battery-etl", "", out)?;
        for (index, sheet) in sheets.enumerate() {
            section(sheet?, if index == 0 { "h1" } else { "h2" }, layout, out)?;
        }
        close(out)
    }
}

impl Joint for Html {
    fn shows_pictures(&self) -> bool {
        true
    }

    fn begin(&self, title: Option<&str>, _: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
        open(title.unwrap_or("battery-etl"), OF_PARTS, out)?;
        title.map_or(Ok(()), |title| Ok(writeln!(out, "<h1>{}</h1>", escape(title))?))
    }

    fn part(
        &self,
        head: &PartHead,
        content: Content<'_, '_>,
        layout: &Layout,
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        writeln!(out, "<section>")?;
        if let Some(heading) = &head.heading {
            writeln!(out, "<h2>{}</h2>", escape(heading))?;
        }
        let level = if head.heading.is_some() { "h3" } else { "h2" };
        match content {
            Content::Sheets(sheets) => {
                for sheet in sheets {
                    section(sheet?, level, layout, out)?;
                }
            }
            Content::Picture { svg, about } => {
                // On a phone it is as large as its letters need, and scrolls by itself.
                let (open, about) = ("class=\"t\" tabindex=\"0\" role=\"region\" aria-label=\"figure\"", escape(about));
                writeln!(out, "<figure><div {open}>{svg}</div>\n<figcaption>{about}</figcaption>\n</figure>")?;
            }
            Content::Words(words) => writeln!(out, "<p>{}</p>", escape(words))?,
        }
        Ok(writeln!(out, "</section>")?)
    }

    fn end(&self, out: &mut dyn Write) -> Result<(), FormatError> {
        close(out)
    }
}

/// What stands before everything.
fn open(title: &str, more: &str, out: &mut dyn Write) -> Result<(), FormatError> {
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>{STYLE}{more}</style>\n</head>\n<body>\n<main>\n",
        escape(title)
    )?;
    Ok(())
}

fn close(out: &mut dyn Write) -> Result<(), FormatError> {
    Ok(out.write_all(b"</main>\n</body>\n</html>\n")?)
}

fn section(sheet: Sheet<'_>, level: &str, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    if !sheet.title.is_empty() {
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
        list(table, layout, out)?;
    }
    if let Some(conventions) = &sheet.conventions {
        writeln!(out, "<p><small>Conventions: {}</small></p>", escape(&conventions.words))?;
    }
    for note in &sheet.notes {
        writeln!(out, "<p><small>Note: {}</small></p>", escape(note))?;
    }
    Ok(())
}

/// A list as a table. One without rows is a line where a person is told of it anyway, else nothing: never a bare header.
fn list(table: Table<'_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError> {
    let Table { name, columns, rows, audience } = table;
    let name = name.replace('_', " ");
    let is_shown = |column: &&Heading| column.kind != Kind::Structure || layout.all_columns;
    let shown: Vec<(usize, &Heading)> = columns.iter().enumerate().filter(|(_, column)| is_shown(column)).collect();
    let mut begun = false;
    rows(&mut |row| {
        if !begun {
            header(&escape(&capital(&name)), &shown, out)?;
            begun = true;
        }
        out.write_all(b"<tr>")?;
        for &(at, column) in &shown {
            write!(out, "<td{}>{}</td>", class(column), escape(&human(&row[at], column)))?;
        }
        Ok(out.write_all(b"</tr>\n")?)
    })?;
    if begun {
        writeln!(out, "</tbody>\n</table>\n</div>")?;
    } else if audience.is_for_people(false) {
        writeln!(out, "<p>no {}</p>", escape(&name))?;
    }
    Ok(())
}

/// What stands above the rows of a list.
fn header(name: &str, columns: &[(usize, &Heading)], out: &mut dyn Write) -> Result<(), FormatError> {
    writeln!(
        out,
        "<div class=\"t\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table>\n\
         <caption>{name}</caption>\n<thead><tr>"
    )?;
    for (_, column) in columns {
        let unit = shown_unit(column);
        let unit = if unit.is_empty() { String::new() } else { format!(" <small>{}</small>", escape(unit)) };
        let (class, about, title) = (class(column), escape(&column.about), escape(&column.title));
        writeln!(out, "<th scope=\"col\"{class} title=\"{about}\">{title}{unit}</th>")?;
    }
    Ok(writeln!(out, "</tr></thead>\n<tbody>")?)
}

fn class(column: &Heading) -> &'static str {
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
    use super::super::{Audience, Value};
    use super::*;

    #[test]
    fn names_are_text_and_numbers_stand_at_the_right() {
        let columns = vec![
            Heading::new("name", "Name", Kind::Text, "A \"name\""),
            Heading::number("r_ohm", "R", "Ω", 2, "Resistance"),
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

    #[test]
    fn a_list_without_rows_is_a_line_or_nothing() {
        let list = |audience| {
            let columns = vec![Heading::new("name", "Name", Kind::Text, "")];
            let table = Table::held("end_of_life", columns, Vec::new()).told(audience);
            let mut out = Vec::new();
            Html.write(&mut std::iter::once(Ok(Sheet::list("t", table))), &Layout::default(), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let told = list(Audience::All);
        assert!(told.contains("<p>no end of life</p>") && !told.contains("<th"), "{told}");
        let untold = list(Audience::Machines);
        assert!(!untold.contains("end of life") && !untold.contains("<th"), "{untold}");
    }
}
