//! The columns that `custom` can draw: of rows, steps, cycles and pulses, by the names under which they are exported.

use crate::model::{Cycle, Pulse, StepMetrics};

/// A table whose columns can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Table {
    Steps,
    Cycles,
    Pulses,
    Measurements,
}

impl Table {
    /// Every table, in the order in which columns are looked up; those that are small come first.
    pub const ALL: [Self; 4] = [Self::Steps, Self::Cycles, Self::Pulses, Self::Measurements];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Cycles => "cycles",
            Self::Pulses => "pulses",
            Self::Measurements => "measurements",
        }
    }
}

/// A numeric column of a record.
pub(super) type Column<T> = (&'static str, fn(&T) -> Option<f64>);

macro_rules! columns {
    ($name:ident, $record:ty, $($column:ident: $how:ident),+ $(,)?) => {
        /// Its numeric columns.
        pub(super) const $name: &[Column<$record>] = &[$((stringify!($column), |r| columns!(@ $how r.$column))),+];
    };
    (@ some $value:expr) => { $value };
    (@ float $value:expr) => { Some($value) };
    (@ int $value:expr) => { Some(f64::from($value)) };
    (@ maybe_int $value:expr) => { $value.map(f64::from) };
    (@ maybe_count $value:expr) => { $value.map(|count| count as f64) };
}

columns!(
    STEPS, StepMetrics, step: int, cycle: int, tester_cycle: maybe_int, recipe_line: maybe_int, loop_pass: maybe_int,
    duration_s: some, previous_step_s: some, rest_before_s: some, voltage_start_v: some, voltage_end_v: some,
    voltage_min_v: some, voltage_max_v: some, current_mean_a: some, current_end_a: some, capacity_ah: some,
    energy_wh: some, power_end_w: some, temperature_start_degc: some, temperature_end_degc: some,
    temperature_min_degc: some, temperature_max_degc: some, c_rate: some, c_rate_mean: some, c_rate_end: some,
    soc_start_pct: some, soc_end_pct: some, ocv_start_v: some, measurements: maybe_count, relaxation_rows: maybe_count,
);
columns!(
    CYCLES, Cycle, cycle: int, tester_cycle: maybe_int, first_step: int, last_step: int, soc_net_pct: some,
    charge_capacity_ah: float, discharge_capacity_ah: float, charge_energy_wh: float, discharge_energy_wh: float,
    coulombic_efficiency_pct: some, energy_efficiency_pct: some, equivalent_full_cycles: some,
    full_discharge_capacity_ah: some, soh_pct: some,
    discharge_c_rate: some, discharge_temperature_start_degc: some, voltage_mean_charge_v: some,
    voltage_mean_discharge_v: some, hysteresis_v: some, cv_share_pct: some, temperature_max_degc: some,
);
columns!(
    PULSES, Pulse, step: int, cycle: int, soc_pct: some, temperature_degc: some, current_mean_a: some, c_rate: some,
    rest_before_s: some, ocv_v: float, duration_s: some, r0_time_s: some, r0_ohm: some, r_100ms_ohm: some, r_1s_ohm: some,
    r_10s_ohm: some, r_end_ohm: some, power_capability_10s_w: some,
);

/// The columns of rows; further channels are there under their own names.
pub(super) const ROWS: [&str; 11] = [
    "test_time_s",
    "step_time_s",
    "voltage_v",
    "current_a",
    "power_w",
    "capacity_ah",
    "energy_wh",
    "temperature_degc",
    "soc_pct",
    "step",
    "cycle",
];

/// The text columns by which records can be coloured.
pub(super) const TEXTS: [(Table, &str); 5] = [
    (Table::Steps, "step_type"),
    (Table::Steps, "original_step_type"),
    (Table::Steps, "status"),
    (Table::Pulses, "direction"),
    (Table::Pulses, "purpose"),
];

/// The names of a table's numeric columns.
#[must_use]
pub fn column_names(table: Table) -> Vec<&'static str> {
    match table {
        Table::Steps => STEPS.iter().map(|column| column.0).collect(),
        Table::Cycles => CYCLES.iter().map(|column| column.0).collect(),
        Table::Pulses => PULSES.iter().map(|column| column.0).collect(),
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
