//! The offending line, read again and shown with a caret under the value.

use super::plain::plain;
use crate::dialect::{self, Field};
use crate::model::Finding;
use crate::source::Input;
use crate::units::split_header;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The header stands within this many lines.
pub(super) const HEADER_LINES: u64 = 40;
/// At most this many characters of a line are shown.
const WIDTH: usize = 110;

/// Reads physical lines of a file again; what cannot be read is left out, for it is only shown.
#[must_use]
pub fn fetch_lines(path: &str, encoding: Option<&str>, lines: &BTreeSet<u64>) -> BTreeMap<u64, String> {
    let mut found = BTreeMap::new();
    let (Some(&last), Ok(mut input)) = (lines.last(), Input::open(Path::new(path), encoding)) else { return found };
    input.without_hash();
    let (mut text, mut next_text, mut first_line) = (Vec::new(), Vec::new(), 1);
    while first_line <= last {
        let next = input.next_chunk(&mut next_text).ok().flatten();
        // How many lines a chunk has is told by the one behind it: most hold none that is asked for.
        let end = next.map_or(u64::MAX, |next| next.first_line);
        if lines.range(first_line..end).next().is_some() {
            take_lines(&String::from_utf8_lossy(&text), first_line, lines, &mut found);
        }
        let Some(next) = next else { break };
        first_line = next.first_line;
        std::mem::swap(&mut text, &mut next_text);
    }
    found
}

/// Takes those lines of a text that are asked for.
fn take_lines(text: &str, first_line: u64, lines: &BTreeSet<u64>, found: &mut BTreeMap<u64, String>) {
    let mut wanted = lines.range(first_line..).peekable();
    for (number, line) in (first_line..).zip(physical_lines(text)) {
        let Some(next) = wanted.peek() else { return };
        if **next == number {
            found.insert(number, line.to_owned());
            wanted.next();
        }
    }
}

/// Lines as they are counted: ended by LF, CRLF, or a CR alone.
fn physical_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let now = rest?;
        let Some(end) = now.bytes().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(now);
        };
        let skip = if now[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&now[end + skip..]).filter(|next| !next.is_empty());
        Some(&now[..end])
    })
}

/// A line as it is shown, and the caret under it where the place of the value is known.
pub(super) fn shown(
    finding: &Finding,
    dialect: &str,
    lines: &BTreeMap<u64, String>,
) -> Option<(String, Option<String>)> {
    let line = lines.get(&finding.line?)?;
    let headers = lines.range(..=HEADER_LINES).map(|(_, header)| header.as_str());
    let span = span(finding, dialect, line, headers);
    let (text, carets) = window(line, span);
    Some((text, carets))
}

/// The bytes of the offending value: the column's field, or the field that holds the value and is alone in that.
fn span<'h>(
    finding: &Finding,
    dialect: &str,
    line: &str,
    mut headers: impl Iterator<Item = &'h str>,
) -> Option<(usize, usize)> {
    let spans = fields(line);
    if let Some(column) = finding.column.as_deref()
        && let Some(at) = headers.find_map(|header| column_at(header, column, dialect))
    {
        return spans.get(at).copied();
    }
    let value = finding.value.as_deref()?;
    let mut same = spans.into_iter().filter(|&(from, to)| line[from..to].trim().trim_matches('"') == value);
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

/// Which field of a header is a column, by the header's own words or by what the dialect says it holds.
fn column_at(header: &str, column: &str, dialect: &str) -> Option<usize> {
    let names: Vec<&str> =
        fields(header).into_iter().map(|(from, to)| header[from..to].trim().trim_matches('"')).collect();
    if let Some(at) = names.iter().position(|name| *name == column) {
        return Some(at);
    }
    let wanted = held(column)?;
    let formats = dialect::by_name(dialect)?.formats();
    names.iter().position(|name| {
        let bare = split_header(name).0;
        let mut specs = formats.iter().flat_map(|format| &format.columns).filter(|spec| spec.field == wanted);
        specs.any(|spec| spec.names.iter().any(|own| own == bare || own == name))
    })
}

/// What a column that rules call by our own name holds.
fn held(column: &str) -> Option<Field> {
    Some(match column {
        "voltage_v" => Field::Voltage,
        "current_a" => Field::Current,
        "capacity_ah" => Field::Capacity,
        "energy_wh" => Field::Energy,
        "power_w" => Field::Power,
        "total_capacity_ah" => Field::TotalCapacity,
        "test_time_s" => Field::TestTime,
        "step_time_s" | "duration_s" => Field::StepTime,
        "temperature_degc" => Field::Temperature,
        "chamber_temperature_degc" => Field::ChamberTemperature,
        "wall_clock_s" | "start_time" => Field::Clock,
        "step" => Field::Step,
        "step_type" => Field::StepType,
        "status" => Field::Status,
        _ => return None,
    })
}

/// The byte ranges of a line's fields, by the delimiter that it has most of; quotes are respected.
fn fields(line: &str) -> Vec<(usize, usize)> {
    let delimiter = [b',', b';', b'\t', b'|']
        .into_iter()
        .max_by_key(|delimiter| line.bytes().filter(|byte| byte == delimiter).count())
        .unwrap_or(b',');
    let (mut spans, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in line.bytes().enumerate() {
        quoted ^= byte == b'"';
        if byte == delimiter && !quoted {
            spans.push((from, at));
            from = at + 1;
        }
    }
    spans.push((from, line.len()));
    spans
}

/// The part of a line around the span, and carets under the span.
fn window(line: &str, span: Option<(usize, usize)>) -> (String, Option<String>) {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let place = |byte: usize| characters.partition_point(|(at, _)| *at < byte);
    let (from, to) = span.map_or((0, 0), |(from, to)| (place(from), place(to)));
    let start = if characters.len() <= WIDTH || to <= WIDTH { 0 } else { from.saturating_sub(WIDTH / 2) };
    let end = characters.len().min(start + WIDTH);
    let text: String = characters[start..end].iter().map(|(_, c)| *c).collect();
    let ahead = if start > 0 { "…" } else { "" };
    let behind = if end < characters.len() { "…" } else { "" };
    let shown = plain(&text).into_owned();
    let carets = span.map(|_| {
        let side = |range: &[(usize, char)]| {
            let text: String = range.iter().map(|(_, c)| *c).collect();
            plain(&text).chars().map(columns).sum::<usize>()
        };
        let before = ahead.chars().count() + side(&characters[start..from.clamp(start, end)]);
        let under = side(&characters[from.clamp(start, end)..to.clamp(start, end)]).max(1);
        format!("{}{}", " ".repeat(before), "^".repeat(under))
    });
    (format!("{ahead}{shown}{behind}"), carets)
}

/// How many columns of a terminal a character takes: East Asian wide ones take two.
fn columns(c: char) -> usize {
    let wide = matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD);
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::finding;
    use super::*;
    use crate::model::Severity;

    fn excerpt(header: &str, line: &str, column: &str, value: &str) -> (String, Option<String>) {
        let lines = BTreeMap::from([(1, header.to_owned()), (9, line.to_owned())]);
        let found = Finding {
            line: Some(9),
            column: Some(column.into()),
            value: Some(value.into()),
            ..finding("FMT05", Severity::Error)
        };
        shown(&found, "chroma-lex-zh", &lines).unwrap()
    }

    #[test]
    fn the_caret_stands_under_the_value() {
        let (line, caret) = excerpt("工步,電壓(V)", "CC放電,abc", "電壓(V)", "abc");
        assert_eq!((line.as_str(), caret.as_deref()), ("CC放電,abc", Some("       ^^^")));
        let (_, by_our_name) = excerpt("工步,電壓(V)", "3,4.5", "voltage_v", "4.5");
        assert_eq!(by_our_name.as_deref(), Some("  ^^^"));
        let (_, by_value) = excerpt("a;b", "7;8.25", "nothing such", "8.25");
        assert_eq!(by_value.as_deref(), Some("  ^^^^"));
        assert_eq!(excerpt("a;b", "7;7", "nothing such", "7").1, None);
    }

    #[test]
    fn a_long_line_is_shown_around_the_value() {
        let long = format!("{},\u{1b}x,{}", "1".repeat(300), "2".repeat(300));
        let (line, caret) = excerpt("a,b,c", &long, "b", "");
        assert!(line.starts_with('…') && line.ends_with('…') && line.contains("\\u{1b}x"), "{line}");
        let at = caret.unwrap().find('^').unwrap();
        assert_eq!(line.chars().skip(at).take(7).collect::<String>(), "\\u{1b}x");
    }

    #[test]
    fn lines_are_counted_by_any_line_end() {
        let lines: Vec<_> = physical_lines("a\r\nb\rc\n\nd").collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
    }
}
