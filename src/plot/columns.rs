//! The columns that `custom` can draw: of rows, steps, cycles and pulses, by the names under which they are exported.

use crate::fields::{CYCLES, PULSES, STEPS};
use crate::format::{Field, Kind, Value};
use crate::model::Column;

/// A table whose columns can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Table {
    Steps,
    Cycles,
    Pulses,
    Measurements,
}

impl Table {
    /// Every table, in the order in which columns are looked up; those that are small come first.
    pub(crate) const ALL: [Self; 4] = [Self::Steps, Self::Cycles, Self::Pulses, Self::Measurements];

    /// Its name.
    #[must_use]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Cycles => "cycles",
            Self::Pulses => "pulses",
            Self::Measurements => "measurements",
        }
    }
}

/// The number that a field has of a record; none of words, moments and flags.
pub(super) fn number<T>(field: &Field<T>, record: &T) -> Option<f64> {
    match (field.get)(record) {
        Value::Integer(number) => Some(number as f64),
        Value::Number(number) | Value::Marked(number) => Some(number),
        _ => None,
    }
}

fn is_number<T>(field: &Field<T>) -> bool {
    matches!(field.column.kind, Kind::Integer | Kind::Number | Kind::Duration)
}

/// The numeric field of a name.
pub(super) fn numeric<T>(fields: &'static [Field<T>], name: &str) -> Option<&'static Field<T>> {
    fields.iter().find(|field| field.column.key == name && is_number(field))
}

fn names<T>(fields: &'static [Field<T>], wanted: impl Fn(&Field<T>) -> bool) -> Vec<&'static str> {
    fields.iter().filter(|field| wanted(field)).map(|field| field.column.key.as_ref()).collect()
}

/// The columns of rows; further channels are there under their own names.
pub(super) const ROWS: [&str; 11] = [
    Column::TestTime.name(),
    Column::StepTime.name(),
    Column::Voltage.name(),
    Column::Current.name(),
    "power_w",
    Column::Capacity.name(),
    Column::Energy.name(),
    Column::Temperature.name(),
    "soc_pct",
    "step",
    "cycle",
];

/// The names of a table's columns of words, by which its records can be coloured.
pub(super) fn text_names(table: Table) -> Vec<&'static str> {
    match table {
        Table::Steps => names(STEPS, |field| field.column.kind == Kind::Text),
        Table::Cycles => names(CYCLES, |field| field.column.kind == Kind::Text),
        Table::Pulses => names(PULSES, |field| field.column.kind == Kind::Text),
        Table::Measurements => Vec::new(),
    }
}

/// The names of a table's numeric columns.
#[must_use]
pub(crate) fn column_names(table: Table) -> Vec<&'static str> {
    match table {
        Table::Steps => names(STEPS, is_number),
        Table::Cycles => names(CYCLES, is_number),
        Table::Pulses => names(PULSES, is_number),
        Table::Measurements => ROWS.to_vec(),
    }
}

/// The names of all columns of a table, also of those that hold no numbers.
#[must_use]
pub(crate) fn field_names(table: Table) -> Vec<&'static str> {
    match table {
        Table::Steps => names(STEPS, |_| true),
        Table::Cycles => names(CYCLES, |_| true),
        Table::Pulses => names(PULSES, |_| true),
        Table::Measurements => ROWS.to_vec(),
    }
}

/// The label of an axis from a column's name: `voltage_end_v` is `Voltage end / V`.
pub(super) fn label(name: &str) -> String {
    const UNITS: [(&str, &str); 10] = [
        ("_degc", "°C"),
        ("_pct", "%"),
        ("_ohm", "Ω"),
        ("_ah", "Ah"),
        ("_wh", "Wh"),
        ("_v", "V"),
        ("_a", "A"),
        ("_w", "W"),
        ("_s", "s"),
        ("_rate", "C"),
    ];
    let unit = UNITS.iter().find(|(ending, _)| name.ends_with(ending));
    let words = match unit {
        Some((ending, _)) if *ending != "_rate" => &name[..name.len() - ending.len()],
        _ => name,
    };
    let words = words.replace("c_rate", "C-rate").replace('_', " ");
    let words = words.replace("soc", "SOC").replace("ocv", "OCV").replace("soh", "SOH");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let words = format!("{first}{}", letters.as_str());
    unit.map_or(words.clone(), |(_, unit)| format!("{words} / {unit}"))
}

/// A value of a column as the legend says it: `temperature 25 °C`.
pub(super) fn with_value(name: &str, value: &str) -> String {
    let label = label(name);
    let (words, unit) = label.split_once(" / ").map_or((label.as_str(), ""), |(words, unit)| (words, unit));
    let mut letters = words.chars();
    let second_is_small = words.chars().nth(1).is_some_and(char::is_lowercase);
    let first = letters.next().map(|c| if second_is_small { c.to_lowercase().to_string() } else { c.to_string() });
    format!("{}{} {value} {unit}", first.unwrap_or_default(), letters.as_str()).trim_end().to_owned()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn labels_carry_their_unit() {
        assert_eq!(label("voltage_end_v"), "Voltage end / V");
        assert_eq!(label("soc_start_pct"), "SOC start / %");
        assert_eq!(label("r_10s_ohm"), "R 10s / Ω");
        assert_eq!(label("c_rate"), "C-rate / C");
        assert_eq!(label("discharge_c_rate"), "Discharge C-rate / C");
        assert_eq!(with_value("temperature_degc", "25"), "temperature 25 °C");
        assert_eq!(with_value("cycle", "3"), "cycle 3");
        assert_eq!(label("cycle"), "Cycle");
        assert_eq!(label("功率"), "功率");
    }
}
