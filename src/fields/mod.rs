//! What can be said of a step, a cycle, a pulse: each field's name, unit, decimals and meaning, and how it is read. Reports,
//! the catalog, figures and exports all read these tables, so that a new quantity is declared once.

mod cycles;
mod findings;
mod pulses;
mod steps;

pub(crate) use cycles::CYCLES;
pub(crate) use findings::FINDINGS;
pub(crate) use pulses::PULSES;
pub(crate) use steps::STEPS;

use crate::format::{Field, Heading, Kind, Rank, Value};

/// A whole number.
pub(crate) const fn integer<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::new(key, title, Kind::Integer, about), get }
}

/// Words.
pub(crate) const fn text<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::new(key, title, Kind::Text, about), get }
}

/// A moment.
pub(crate) const fn time<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::new(key, title, Kind::Time, about), get }
}

/// Yes or no.
pub(crate) const fn flag<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::new(key, title, Kind::Flag, about), get }
}

/// A number with its unit and the decimals shown.
pub(crate) const fn number<T>(
    key: &'static str,
    title: &'static str,
    unit: &'static str,
    decimals: u8,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::number(key, title, unit, decimals, about), get }
}

/// Seconds, which people read as h:mm:ss.
pub(crate) const fn duration<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    let mut column = Heading::number(key, title, "s", 1, about);
    column.kind = Kind::Duration;
    Field { column, get }
}

/// Resistance, which people read in mΩ.
pub(crate) const fn resistance<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Heading::number(key, title, "Ω", 3, about), get }
}

/// The same, of another rank.
const fn ranked<T>(mut field: Field<T>, rank: Rank) -> Field<T> {
    field.column.rank = rank;
    field
}

/// The same, naming its row.
pub(crate) const fn name<T>(field: Field<T>) -> Field<T> {
    ranked(field, Rank::Name)
}

/// The same, shown before others.
pub(crate) const fn brief<T>(field: Field<T>) -> Field<T> {
    ranked(field, Rank::Brief)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys<T>(fields: &'static [Field<T>]) -> Vec<&'static str> {
        fields.iter().map(|field| field.column.key.as_ref()).collect()
    }

    #[test]
    fn fields_are_those_of_the_contract() {
        let cycles = "cycle tester_cycle first_step last_step complete balanced soc_net_pct charge_capacity_ah \
            discharge_capacity_ah charge_energy_wh discharge_energy_wh coulombic_efficiency_pct energy_efficiency_pct \
            equivalent_full_cycles full_discharge_step full_discharge_capacity_ah soh_pct soh_baseline_step \
            discharge_c_rate discharge_temperature_start_degc voltage_mean_charge_v voltage_mean_discharge_v \
            hysteresis_v cv_share_pct temperature_max_degc";
        assert_eq!(keys(CYCLES), cycles.split_whitespace().collect::<Vec<_>>());
        let pulses = "step cycle direction purpose soc_pct temperature_degc current_mean_a c_rate rest_before_s ocv_v \
            ocv_settled duration_s r0_time_s r0_ohm r_100ms_ohm r_1s_ohm r_10s_ohm r_end_ohm power_capability_10s_w";
        assert_eq!(keys(PULSES), pulses.split_whitespace().collect::<Vec<_>>());
    }
}
