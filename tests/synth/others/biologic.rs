//! BioLogic: the text of BT-Lab with point and with comma, and EC-Lab's table with semicolons.

use super::print::{american_ms, double, three_digit_exponent};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, table};
use crate::synth::executed::Moved;
use crate::synth::pair::{Encoding, Style, Table};

const POINT: Style =
    Style { encoding: Encoding::Windows1252, mark: false, line_end: "\r\n", delimiter: '\t', ..Style::CHROMA };
const COMMA: Style = Style { decimal_comma: true, ..POINT };
const SEMICOLON: Style = Style { mark: false, delimiter: ';', line_end: "\n", ..Style::CHROMA };

/// Its counters of energy begin anew with each half cycle and are not read: energies are integrals.
const DIGITS: Digits = Digits { energy_wh: Near::INTEGRAL, ..Digits::ALL };

pub(super) const ALL: &[Other] = &[
    Other { digits: DIGITS, style: POINT, ending: "mpt", ..Other::plain("biologic", "biologic", text) },
    Other { digits: DIGITS, style: COMMA, ending: "mpt", ..Other::plain("biologic-comma", "biologic", text) },
    // Where clocks stand for times, the moment at which the test began before its first row is not told.
    Other {
        digits: Digits { time_s: Near::printed(0.011), ..DIGITS },
        style: SEMICOLON,
        ..Other::plain("biologic-csv", "biologic", |rows| table(CSV, rows))
    },
];

fn single(value: f64) -> String {
    three_digit_exponent(value, 7)
}

fn precise(value: f64) -> String {
    three_digit_exponent(value, 15)
}

/// The header ends in a tab, rows do not.
fn text(rows: &[Row]) -> Table {
    const LINES: [&str; 14] = [
        "",
        "Modulo Bat",
        "",
        "Run on channel : A1 (SN 0000)",
        "User : ",
        "Ecell ctrl range : min = 0.00 V, max = 9.00 V",
        "Safety Limits :",
        "\tTemperature max = 70.00 °C",
        "Acquisition started on : 09/04/2024 16:18:56.000",
        "Electrode surface area : 0.001 cm²",
        "Battery capacity : 2.000 A.h",
        "Cycle Definition : Charge/Discharge alternance",
        "Ns                  0                   1                   2                   ",
        "",
    ];
    let mut table = table(TEXT, rows);
    table.header.push(String::new());
    table.preamble = vec!["BT-Lab ASCII FILE".to_owned(), format!("Nb header lines : {}", LINES.len() + 3)];
    table.preamble.extend(LINES.map(str::to_owned));
    table
}

/// What a half cycle counts: it goes on over rests and begins anew when the current turns.
fn half(row: &Row, way: Way) -> Moved {
    if row.half == way { row.one_way } else { Moved::default() }
}

/// Cycles begin with 0, as the sequences do.
const TEXT: &[Column] = &[
    ("Ns changes", |r| i32::from(r.is_first && r.step > 1).to_string()),
    ("Ns", |r| (r.recipe - 1).to_string()),
    ("time/s", |r| precise(r.test_s)),
    ("Ecell/V", |r| single(r.voltage_v)),
    ("I/mA", |r| single(r.current_a * 1e3)),
    ("(Q-Qo)/mA.h", |r| precise(r.in_test.net_ah() * 1e3)),
    ("Energy charge/W.h", |r| precise(half(r, Way::Charge).wh)),
    ("Energy discharge/W.h", |r| precise(half(r, Way::Discharge).wh)),
    ("step time/s", |r| precise(r.step_s)),
    ("Q discharge/mA.h", |r| precise(half(r, Way::Discharge).ah * 1e3)),
    ("Q charge/mA.h", |r| precise(half(r, Way::Charge).ah * 1e3)),
    ("Capacity/mA.h", |r| precise(r.one_way.ah * 1e3)),
    ("cycle number", |r| precise(f64::from(r.cycle - 1))),
    ("P/W", |r| single(r.power_w())),
    ("R/Ohm", |r| single(if r.current_a == 0.0 { 0.0 } else { r.voltage_v / r.current_a })),
    ("Temperature/°C", |r| single(r.temperature_degc)),
];

/// Clocks stand under the name of seconds; the first column has no name.
const CSV: &[Column] = &[
    ("", |r| (r.point - 1).to_string()),
    ("mode", |r| if r.way == Way::Rest { "7" } else { "53" }.to_owned()),
    ("ox", |r| if r.way == Way::Rest { "7" } else { "53" }.to_owned()),
    ("error", |_| "7".to_owned()),
    ("time/s", american_ms),
    ("Ecell/V", |r| double(r.voltage_v)),
    ("dq/mA.h", |_| "0.0".to_owned()),
    ("I/mA", |r| double(r.current_a * 1e3)),
    ("(Q-Qo)/mA.h", |r| double(r.in_test.net_ah() * 1e3)),
    ("x", |_| "0.0".to_owned()),
    ("control/V", |_| "0.0".to_owned()),
    ("control/mA", |_| "0.0".to_owned()),
    ("control changes", |_| "7".to_owned()),
    ("dQ/mA.h", |_| String::new()),
    ("cycle number", |r| (r.cycle - 1).to_string()),
    ("DQ/mA.h", |_| String::new()),
    ("Ns changes", |_| "7".to_owned()),
    ("I Range", |_| "115".to_owned()),
    ("Tech Num", |_| "1".to_owned()),
    ("End buf", |_| String::new()),
    ("counter inc.", |_| "7".to_owned()),
    ("P/W", |r| double(r.power_w())),
    ("Energy charge/W.h", |r| double(half(r, Way::Charge).wh)),
    ("Energy discharge/W.h", |r| double(half(r, Way::Discharge).wh)),
    ("Ns", |r| (r.recipe - 1).to_string()),
    ("Efficiency/%", |_| String::new()),
    ("Temperature/°C", |r| double(r.temperature_degc)),
];
