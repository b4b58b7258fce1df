//! Values as words: numbers by their decimals, text without what could steer a terminal or a spreadsheet.

use super::{Heading, Kind, Value};
use chrono::{NaiveDateTime, Timelike};
use std::borrow::Cow;

/// What stands where there is no value.
pub(super) const MISSING: &str = "–";

/// Whether a character is not seen itself, but turns the direction of the text around it, or joins or parts letters.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text from a file, fit for a terminal: line ends and tabs become spaces, other control characters go, and what is not
/// seen or turns the text around it is shown by its number, so that no name looks like another.
#[must_use]
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_turning) {
        return data(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in data(text).chars() {
        if is_turning(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// A text from a file, fit for a cell of data: line ends and tabs become spaces, other control characters go.
pub(crate) fn data(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let spaced = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
    Cow::Owned(spaced.filter(|c| !c.is_control()).collect())
}

/// Whether a text is a number and nothing else: what a file had in a cell, say.
fn is_number(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    text.chars().all(plain) && text.parse::<f64>().is_ok()
}

/// A text, fit for a CSV cell: one that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    let cell = data(text);
    // What is not seen, a tab or a line end before a formula does not keep a spreadsheet from it.
    let seen = cell.trim_start_matches(is_turning);
    let is_formula = text.starts_with(['\t', '\r']) || seen.starts_with(['=', '+', '-', '@']) && !is_number(seen);
    if is_formula { Cow::Owned(format!("'{cell}")) } else { cell }
}

/// The shortest text that reads back as the same double.
#[must_use]
pub(crate) fn number(value: f64) -> String {
    let mut text = String::new();
    push_number(value, &mut text);
    text
}

/// A moment as machines read it: `2025-02-20T14:03:07.5`.
pub(super) fn machine_time(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// Puts a value as a machine reads it behind a text: as [`machine`], without a text of its own for numbers.
pub(super) fn push_machine(value: &Value, into: &mut String) {
    use std::fmt::Write as _;
    // Writing into a text does not fail.
    let _ = match value {
        Value::Missing => Ok(()),
        Value::Text(text) => into.write_str(&neutral(text)),
        Value::Integer(n) => write!(into, "{n}"),
        Value::Number(x) | Value::Marked(x) => {
            push_number(*x, into);
            Ok(())
        }
        other => into.write_str(&machine(other)),
    };
}

/// Puts the shortest text that reads back as the same double behind a text.
fn push_number(value: f64, into: &mut String) {
    use std::fmt::Write as _;
    let size = value.abs();
    let _ =
        if size != 0.0 && !(1e-5..1e16).contains(&size) { write!(into, "{value:e}") } else { write!(into, "{value}") };
}

/// A value as a machine reads it in a flat cell.
#[must_use]
pub(crate) fn machine(value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Text(text) => neutral(text).into_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Number(x) | Value::Marked(x) => number(*x),
        Value::Flag(flag) => flag.to_string(),
        Value::Time(time) => machine_time(*time),
        Value::Instant(time) => format!("{}Z", machine_time(*time)),
        Value::List(items) => items.iter().map(machine).collect::<Vec<_>>().join(";"),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| format!("{key}={}", machine(value))).collect::<Vec<_>>().join(";")
        }
    }
}

/// A value as a person reads it, without its unit.
pub(super) fn human(value: &Value, column: &Heading) -> String {
    match value {
        Value::Missing => MISSING.to_owned(),
        Value::Text(text) => clean(text).into_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Number(x) if column.kind == Kind::Duration => clock(*x),
        Value::Number(x) if column.kind == Kind::Structure => number(*x),
        Value::Number(x) => rounded(if column.unit == OHM { *x * 1e3 } else { *x }, column.decimals),
        Value::Marked(x) => format!("*{}", human(&Value::Number(*x), column)),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Time(time) => human_time(*time),
        Value::Instant(time) => format!("{} UTC", human_time(*time)),
        Value::List(items) => items.iter().map(|item| human(item, column)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let said =
                fields.iter().map(|(key, value)| format!("{} {}", clean(key).replace('_', " "), human(value, column)));
            said.collect::<Vec<_>>().join(", ")
        }
    }
}

/// The unit of resistance, for machines; people read mΩ.
const OHM: &str = "Ω";

/// The unit as people read it.
pub(super) fn shown_unit(column: &Heading) -> &'static str {
    match column.unit {
        _ if column.kind == Kind::Duration => "h:mm:ss",
        OHM => "mΩ",
        unit => unit,
    }
}

/// A value with its unit, for a line of its own.
pub(super) fn with_unit(value: &Value, column: &Heading) -> String {
    let text = human(value, column);
    let unit = shown_unit(column);
    // What is written h:mm:ss says so itself.
    if unit.is_empty() || value.is_missing() || column.kind == Kind::Duration { text } else { format!("{text} {unit}") }
}

/// Seconds as h:mm:ss; tenths only below a minute, where they matter.
fn clock(seconds: f64) -> String {
    let tenths = (seconds.abs() * 10.0).round() as u64;
    let (whole, tenth) = if tenths < 600 { (tenths / 10, tenths % 10) } else { (seconds.abs().round() as u64, 0) };
    let sign = if seconds < 0.0 && tenths > 0 { "-" } else { "" };
    let fraction = if tenth > 0 { format!(".{tenth}") } else { String::new() };
    format!("{sign}{}:{:02}:{:02}{fraction}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// Rounded for display; what rounds to nothing has no sign.
#[must_use]
pub(crate) fn rounded(value: f64, decimals: u8) -> String {
    let text = format!("{value:.*}", usize::from(decimals));
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        _ => text,
    }
}

#[must_use]
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn human_time(time: NaiveDateTime) -> String {
    let pattern = if time.nanosecond() == 0 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M:%S%.3f" };
    time.format(pattern).to_string()
}

/// Whether the column's values stand at the right, so that their digits stand below each other.
pub(super) fn is_right(column: &Heading) -> bool {
    matches!(column.kind, Kind::Integer | Kind::Number | Kind::Duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_taken_out() {
        assert_eq!(clean("CC放電"), "CC放電");
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd\u{9b}e"), "a[31mb\\u{202e}c de");
        assert_eq!(neutral("a\u{1b}b\u{202e}c"), "ab\u{202e}c");
    }

    #[test]
    fn formulas_are_neutralised() {
        assert_eq!(neutral("=1+1"), "'=1+1");
        assert_eq!(neutral("@x"), "'@x");
        assert_eq!(["-8.5", "+1e3", "-1+1"].map(neutral), ["-8.5", "+1e3", "'-1+1"]);
        assert_eq!(neutral("\t=1"), "' =1");
        assert_eq!(neutral("\r-1"), "' -1");
        assert_eq!(neutral("rest"), "rest");
        assert_eq!(neutral("\u{200b}=1"), "'\u{200b}=1");
        assert_eq!(machine(&Value::of(-8.5)), "-8.5");
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        for x in [0.1 + 0.2, 1e-7, 3.0, -2.5e300, 209.222_932, 1e16] {
            assert_eq!(number(x).parse::<f64>().unwrap(), x);
        }
        assert_eq!(number(3.0), "3");
        assert_eq!(Value::of(f64::NAN), Value::Missing);
        assert_eq!(Value::of(-0.0), Value::Number(0.0));
    }

    #[test]
    fn people_read_milliohms_and_clocks() {
        let ohm = Heading::number("r0_ohm", "R0", "Ω", 3, "");
        assert_eq!(with_unit(&Value::Number(0.030_006_7), &ohm), "30.007 mΩ");
        let mut duration = Heading::number("duration_s", "Duration", "s", 1, "");
        duration.kind = Kind::Duration;
        let said =
            [(0.05, "0:00:00.1"), (10.0, "0:00:10"), (59.97, "0:01:00"), (3599.6, "1:00:00"), (360_000.0, "100:00:00")];
        for (seconds, text) in said {
            assert_eq!(with_unit(&Value::Number(seconds), &duration), text);
        }
    }

    #[test]
    fn rounding_leaves_no_negative_nothing() {
        assert_eq!(rounded(-0.0004, 3), "0.000");
        assert_eq!(rounded(-0.0006, 3), "-0.001");
    }
}
