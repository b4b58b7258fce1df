//! Digatron: the Battery Manager's table with `#unit`, and the BTS-600's with a row of units.

use super::print::{american_twelve, fixed, general, hours, iso};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, below, table};
use crate::synth::pair::{Style, Table};

const MARKED: Style = Style { line_end: "\r\n", ..Style::CHROMA };
/// All have five decimals.
const FIVE: Digits = Digits {
    voltage_v: Near::printed(5e-6),
    current_a: Near::printed(5e-6),
    charge_ah: Near::printed(1e-5),
    energy_wh: Near::printed(1e-5),
    ..Digits::ALL
};

pub(super) const ALL: &[Other] = &[
    // Milliseconds under the name of seconds.
    Other { style: MARKED, says: &["FMT05"], ..Other::plain("digatron", "digatron", |rows| table(MANAGER, rows)) },
    Other { digits: FIVE, ..Other::plain("digatron-bts", "digatron-bts", bts) },
];

fn status(row: &Row) -> String {
    match row.way {
        Way::Rest => "PAU",
        Way::Charge => "CHA",
        Way::Discharge => "DCH",
    }
    .to_owned()
}

/// Fractions of a second only where there are some.
fn with_offset(row: &Row) -> String {
    let ms = row.clock_ms().rem_euclid(1000);
    let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}") };
    format!("{}{fraction}+02:00", iso(row).replace(' ', "T"))
}

/// The unit of charge is spelled in two ways; what counts in a step is a magnitude.
const MANAGER: &[Column] = &[
    ("Step", |r| r.recipe.to_string()),
    ("Status", status),
    ("Timestamp", with_offset),
    ("Program Duration#s", |r| fixed(r.test_s * 1e3, 0)),
    ("Step Duration#s", |r| fixed(r.step_s * 1e3, 0)),
    ("Cycle", |r| r.cycle.to_string()),
    ("Cycle Level", |_| "1".to_owned()),
    ("AhCha#AH", |r| general(r.in_test.charged.ah, 9)),
    ("AhDch#Ah", |r| general(r.in_test.discharged.ah, 9)),
    ("AhStep#Ah", |r| general(r.step_ah(), 9)),
    ("AhAccu#Ah", |r| general(r.in_test.net_ah(), 9)),
    ("WhCha#Wh", |r| general(r.in_test.charged.wh, 9)),
    ("WhDch#Wh", |r| general(r.in_test.discharged.wh, 9)),
    ("WhStep#Wh", |r| general(r.step_wh(), 9)),
    ("WhAccu#Wh", |r| general(r.in_test.net_wh(), 9)),
    ("Voltage#V", |r| general(r.voltage_v, 8)),
    ("Current#A", |r| general(r.current_a, 8)),
    ("Tenv#degC", |r| general(r.chamber_degc, 5)),
    ("T1#degC", |r| general(r.temperature_degc, 5)),
];

/// A row of units below the header; both, and each row, end in a delimiter.
fn bts(rows: &[Row]) -> Table {
    const UNITS: &str = ",,,,,,,,[V],[A],[C],[Ah],[Wh],[Cnt],";
    let mut preamble = vec!["Digatron Power Electronics BTS-600", "", "Test,synthetic", "Circuit,1"];
    preamble.extend(["Program,synthetic", "Start Time,9/4/2024 4:18:56 PM", "Nominal Capacity,2", "Operator,", ""]);
    preamble.extend(std::iter::repeat_n("Comment,", 18));
    preamble.push("");
    let mut table = below(&preamble, table(BTS, rows));
    table.rows.insert(0, UNITS.split(',').map(str::to_owned).collect());
    table
}

const BTS: &[Column] = &[
    ("Time Stamp", american_twelve),
    ("Step", |r| r.recipe.to_string()),
    ("Status", status),
    ("Prog Time", |r| hours(r.test_s)),
    ("Step Time", |r| hours(r.step_s)),
    ("Cycle", |r| r.cycle.to_string()),
    ("Cycle Level", |_| "0".to_owned()),
    ("Procedure", |_| "synthetic".to_owned()),
    ("Voltage", |r| fixed(r.voltage_v, 5)),
    ("Current", |r| fixed(r.current_a, 5)),
    ("Temperature", |r| fixed(r.temperature_degc, 2)),
    ("Capacity", |r| fixed(r.in_test.net_ah(), 5)),
    ("WhAccu", |r| fixed(r.in_test.net_wh(), 5)),
    ("Cnt", |r| r.point.to_string()),
    ("", |_| String::new()),
];
