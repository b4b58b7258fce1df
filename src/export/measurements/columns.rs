//! The columns of rows: those that every test has, and a test's further channels.

use crate::format::{Heading, Kind};
use crate::model::{self, ChannelKind, Head};
use crate::units::split_header;
use std::borrow::Cow;

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Step,
    Cycle,
    TesterCycle,
    StepType,
    Sequence,
    Relaxation,
    Measured(model::Column),
    Time,
    CRate,
    Soc,
    RecipeLine,
    Loop,
    Section,
    Duration,
    ConstantCurrentCapacity,
    /// The step's type in our words, and in the file's.
    TypeWords,
    /// Why the step ends, likewise, where it does; else that it runs.
    Status,
    /// The clock as seconds since 1970.
    ClockSeconds,
    Channel(usize),
}

const fn number(key: &'static str, title: &'static str, unit: &'static str, about: &'static str) -> Heading {
    Heading::number(key, title, unit, 6, about)
}

/// Those that every test has, in order.
static FIXED: [(Heading, Origin); 16] = [
    (Heading::new("step", "Step", Kind::Integer, "The executed step, counted by the tester"), Origin::Step),
    (Heading::new("cycle", "Cycle", Kind::Integer, "The cycle it is in, as it was detected"), Origin::Cycle),
    (
        Heading::new("tester_cycle", "Tester cycle", Kind::Integer, "The tester's own cycle counter"),
        Origin::TesterCycle,
    ),
    (
        Heading::new(
            "step_type",
            "Type",
            Kind::Text,
            "What the step does: charge, discharge, rest, waveform or unknown",
        ),
        Origin::StepType,
    ),
    (
        Heading::new("sequence", "Sequence", Kind::Integer, "The row's place in its step; the first is 0"),
        Origin::Sequence,
    ),
    (number("step_time_s", "Step time", "s", "Time since the step's start"), Origin::Measured(model::Column::StepTime)),
    (number("test_time_s", "Test time", "s", "Time since the test's start"), Origin::Measured(model::Column::TestTime)),
    (
        Heading::new(
            "time",
            "Time",
            Kind::Time,
            "The cycler's local clock: of the row where it logs one, else the step's start and the step time",
        ),
        Origin::Time,
    ),
    (number("voltage_v", "Voltage", "V", "Voltage"), Origin::Measured(model::Column::Voltage)),
    (number("current_a", "Current", "A", "Current, charge positive"), Origin::Measured(model::Column::Current)),
    (number("c_rate", "C-rate", "", "Current over the nominal capacity; a magnitude"), Origin::CRate),
    (
        number("capacity_ah", "Capacity", "Ah", "Capacity of the step so far, discharge negative"),
        Origin::Measured(model::Column::Capacity),
    ),
    (
        number("energy_wh", "Energy", "Wh", "Energy of the step so far, discharge negative"),
        Origin::Measured(model::Column::Energy),
    ),
    (number("soc_pct", "SOC", "%", "State of charge"), Origin::Soc),
    (
        number("temperature_degc", "Temperature", "°C", "The cell's temperature"),
        Origin::Measured(model::Column::Temperature),
    ),
    (
        Heading::new("relaxation", "Relaxation", Kind::Flag, "Whether it was logged after the step's end"),
        Origin::Relaxation,
    ),
];

/// The columns of a test, or those that every test has. The wall clock is no channel here: it is the column `time`.
pub(super) fn of(head: Option<&Head>) -> Vec<(Heading, Origin)> {
    let mut columns = FIXED.to_vec();
    let channels = head.iter().flat_map(|head| head.channels.iter().enumerate());
    for (at, channel) in channels.filter(|(_, channel)| channel.kind != ChannelKind::WallClock) {
        let column = named(channel, &|key| columns.iter().all(|(column, _)| column.key != key));
        columns.push((column, Origin::Channel(at)));
    }
    columns
}

/// The column of a channel, under a name that `is_free`.
pub(super) fn named(channel: &model::Channel, is_free: &dyn Fn(&str) -> bool) -> Heading {
    let (key, unit) = key(channel);
    let mut free = key.clone();
    let mut count = 1;
    while !is_free(&free) {
        count += 1;
        free = format!("{key}_{count}");
    }
    let mut column = number("", "", unit, "");
    column.key = Cow::Owned(free);
    column.title = Cow::Owned(channel.name.clone());
    column.about = Cow::Borrowed(about(channel.kind));
    column
}

/// The column of one of the seven that every block has.
pub(super) fn measured(wanted: model::Column) -> Option<Heading> {
    let own = |(column, origin): &(Heading, Origin)| (*origin == Origin::Measured(wanted)).then(|| column.clone());
    FIXED.iter().find_map(own)
}

/// The name of a channel's column, and its unit.
fn key(channel: &model::Channel) -> (String, &'static str) {
    match channel.kind {
        ChannelKind::Power => ("power_w".to_owned(), "W"),
        ChannelKind::TotalCapacity => ("total_capacity_ah".to_owned(), "Ah"),
        ChannelKind::ChamberTemperature => ("chamber_temperature_degc".to_owned(), "°C"),
        ChannelKind::Temperature => (format!("{}_degc", snake(split_header(&channel.name).0)), "°C"),
        ChannelKind::WallClock => ("clock_s".to_owned(), "s"),
        ChannelKind::Other => (snake(&channel.name), ""),
    }
}

fn about(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Power => "Power as the tester reports it, charge positive",
        ChannelKind::TotalCapacity => "The tester's running net capacity; it may restart",
        ChannelKind::ChamberTemperature => "The chamber's temperature",
        ChannelKind::Temperature => "A further sensor",
        ChannelKind::WallClock => "The cycler's local clock, in seconds since 1970",
        ChannelKind::Other => "A further column of the file, as it stands there",
    }
}

/// A header as a name: small letters and digits of any script, `_` between words.
fn snake(header: &str) -> String {
    let mut name = String::with_capacity(header.len());
    let mut after_small = false;
    for c in header.chars() {
        if c.is_alphanumeric() {
            if c.is_uppercase() && after_small {
                name.push('_');
            }
            after_small = c.is_lowercase();
            name.extend(c.to_lowercase());
        } else {
            after_small = false;
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
    }
    let name = name.trim_end_matches('_');
    if name.is_empty() { "channel".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_names() {
        for (header, name) in [
            ("Aux T2", "aux_t2"),
            ("dQ/dV(mAh/V)", "d_q_d_v_m_ah_v"),
            ("ACImp/Ohm", "acimp_ohm"),
            ("溫箱溫度", "溫箱溫度"),
            ("Var01", "var01"),
            ("=cmd|' /C calc'!A0", "cmd_c_calc_a0"),
            ("---", "channel"),
        ] {
            assert_eq!(snake(header), name, "{header}");
        }
        let channel = model::Channel { name: "Temperature T2 / degC".to_owned(), kind: ChannelKind::Temperature };
        assert_eq!(key(&channel), ("temperature_t2_degc".to_owned(), "°C"));
    }
}
