//! How a value stands in a static table: the same as `formatValue` of client/tablemodel.js.

use super::data::{Kind, TableColumn, Value};

/// What stands where a value is missing.
pub(super) const DASH: &str = "–";

/// A value of a column as text.
#[must_use]
pub(crate) fn show(column: &TableColumn, value: &Value, marked: bool) -> String {
    let text = match value {
        Value::Missing => return DASH.to_owned(),
        Value::Flag(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Text(text) if text.is_empty() => return DASH.to_owned(),
        Value::Text(text) if column.kind == Kind::Time => text.replace('T', " "),
        Value::Text(text) => text.clone(),
        Value::Integer(value) if column.kind == Kind::Integer => value.to_string(),
        Value::Integer(value) => number(column, *value as f64),
        Value::Number(value) => match value.get() {
            None => return DASH.to_owned(),
            Some(value) => number(column, value),
        },
    };
    if marked { format!("*{text}") } else { text }
}

/// The unit as it is shown.
#[must_use]
pub(super) fn unit(column: &TableColumn) -> &str {
    match column.unit.as_str() {
        _ if column.kind == Kind::Duration => "",
        "Ω" => "mΩ",
        unit => unit,
    }
}

fn number(column: &TableColumn, value: f64) -> String {
    match column.kind {
        Kind::Duration => duration(value),
        Kind::Integer if value.fract() == 0.0 => format!("{value:.0}"),
        _ if column.unit == "Ω" => fixed(value * 1000.0, column.decimals),
        _ => fixed(value, column.decimals),
    }
}

/// So many digits behind the point; a half goes away from zero, and zero has no sign.
fn fixed(value: f64, decimals: u8) -> String {
    let digits = usize::from(decimals);
    if value != 0.0 && !(1e-15..1e15).contains(&value.abs()) {
        return format!("{value:.4e}");
    }
    let scaled = value.abs() * 10_f64.powi(i32::from(decimals));
    let value = if scaled.fract() == 0.5 { value * (1.0 + f64::EPSILON) } else { value };
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(plain) if plain.bytes().all(|byte| byte == b'0' || byte == b'.') => plain.to_owned(),
        _ => text,
    }
}

/// Seconds as h:mm:ss.d.
fn duration(seconds: f64) -> String {
    let tenths = (seconds.abs() * 10.0).round() as u64;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let sign = if seconds < 0.0 && tenths > 0 { "-" } else { "" };
    format!("{sign}{}:{:02}:{:02}.{tenth}", whole / 3600, whole / 60 % 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Number;

    fn column(kind: Kind, unit: &str, decimals: u8) -> TableColumn {
        let (key, title, about) = (String::new(), String::new(), String::new());
        TableColumn { key, title, unit: unit.to_owned(), kind, decimals, about, brief: true }
    }

    #[test]
    fn values_as_the_client_shows_them() {
        let cases = [
            (Kind::Number, "V", 3, 3.2999, "3.300"),
            (Kind::Number, "A", 1, -0.04, "0.0"),
            (Kind::Number, "Ω", 2, 0.012_345, "12.35"),
            (Kind::Number, "", 2, 0.125, "0.13"),
            (Kind::Duration, "s", 1, 3661.25, "1:01:01.3"),
            (Kind::Number, "", 2, f64::NAN, "–"),
        ];
        for (kind, unit, decimals, value, text) in cases {
            assert_eq!(show(&column(kind, unit, decimals), &Value::Number(Number(value)), false), text);
        }
        assert_eq!(show(&column(Kind::Integer, "", 0), &Value::Integer(-3), true), "*-3");
        assert_eq!(
            show(&column(Kind::Time, "", 0), &Value::Text("2024-01-02T03:04:05".into()), false),
            "2024-01-02 03:04:05"
        );
    }
}
