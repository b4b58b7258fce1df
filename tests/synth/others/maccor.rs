//! Maccor: text, the table of MIMS, the European text. Currents are magnitudes.

use super::print::{american, american_twelve, days, fixed, month_twelve};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, below, table};
use crate::synth::pair::{Encoding, Style, Table};

const TEXT: Style =
    Style { encoding: Encoding::Windows1252, mark: false, line_end: "\r\n", delimiter: '\t', ..Style::CHROMA };
const COMMA: Style = Style { decimal_comma: true, ..TEXT };
/// Currents, capacities and energies have five decimals.
const FIVE: Digits = Digits {
    voltage_v: Near::printed(5e-6),
    current_a: Near::printed(5e-6),
    charge_ah: Near::printed(5e-6),
    energy_wh: Near::printed(1e-5),
    ..Digits::ALL
};
/// All have three, and nothing tells which way the current flows.
const THREE: Digits = Digits {
    voltage_v: Near::printed(5e-4),
    current_a: Near::printed(5e-4),
    charge_ah: Near::printed(5e-4),
    energy_wh: Near::printed(5e-4),
    has_sign: false,
    ..Digits::ALL
};
/// Minutes with six decimals; voltages with four.
const MINUTES: Digits = Digits { voltage_v: Near::printed(5e-5), temperature_degc: None, ..Digits::ALL };

pub(super) const ALL: &[Other] = &[
    Other { style: TEXT, ending: "txt", digits: FIVE, ..Other::plain("maccor", "maccor", text) },
    Other { digits: THREE, ..Other::plain("maccor-csv", "maccor", mims) },
    // Minutes under the name of a time.
    Other {
        style: COMMA,
        ending: "txt",
        digits: MINUTES,
        says: &["FMT05"],
        ..Other::plain("maccor-eu", "maccor", european)
    },
];

fn text(rows: &[Row]) -> Table {
    let preamble = [
        "Today's Date:\t05 September 2024\tDate of Test:\t04 September 2024, 4:18:56 PM",
        "    Filename:\tsynthetic\tTester Channel:\t1",
        "Procedure:\tsynthetic.000\tDescription:",
    ];
    below(&preamble, table(MACCOR, rows))
}

fn mims(rows: &[Row]) -> Table {
    below(&["Today's Date ,05-Sep-24", "Date of Test:,04-Sep-24 4:18:56 PM"], table(MIMS, rows))
}

/// A line without anything stands below the header, and rows have one cell more than it.
fn european(rows: &[Row]) -> Table {
    let preamble = [
        "Name:\tsynthetic.001",
        "Channel:\t1",
        "Tester\tMaccor #1",
        "Procedure\tsynthetic.000",
        "Description\tsynthetic   \u{4}  \u{3} ÿÿÿ",
        "Started\t9/4/2024 4:18:56 PM",
        "SCap\t2,000",
        "C Rate\t1,000",
        "Ch. max. V\t6,00 V",
        "DisCh. min. V\t0,00 V",
        "Ch. max. I\t5,000 A",
        "DisCh. max. I\t5,000 A",
        "",
    ];
    let mut table = below(&preamble, table(EUROPEAN, rows));
    for row in &mut table.rows {
        row.push(String::new());
    }
    table.rows.insert(0, vec![String::new()]);
    table
}

/// C, D or R.
fn state(row: &Row) -> String {
    match row.way {
        Way::Rest => "R",
        Way::Charge => "C",
        Way::Discharge => "D",
    }
    .to_owned()
}

/// 128 and above end a step, by time, current or voltage.
fn end_state(row: &Row) -> String {
    match (row.is_last, row.is_first, row.way) {
        (true, _, Way::Rest) => "129",
        (true, _, Way::Charge) => "132",
        (true, _, Way::Discharge) => "133",
        (_, true, _) => "0",
        _ => "1",
    }
    .to_owned()
}

fn zeros(_: &Row) -> String {
    "0.00000".to_owned()
}

/// The second sensor is no sensor.
const MACCOR: &[Column] = &[
    ("Rec#", |r| r.point.to_string()),
    ("Cyc#", |r| r.cycle.to_string()),
    ("Step", |r| r.recipe.to_string()),
    ("TestTime", |r| days(r.test_s)),
    ("StepTime", |r| days(r.step_s)),
    ("Amp-hr", |r| fixed(r.step_ah(), 5)),
    ("Watt-hr", |r| fixed(r.step_wh(), 5)),
    ("Amps", |r| fixed(r.current_a.abs(), 5)),
    ("Volts", |r| fixed(r.voltage_v, 5)),
    ("State", state),
    ("ES", end_state),
    ("DPt Time", american),
    ("ACImp/Ohms", zeros),
    ("DCIR/Ohms", zeros),
    ("Aux #1", |r| fixed(r.temperature_degc, 5)),
    (" Units", |_| " C  ".to_owned()),
    ("Aux #2", |_| "-2526.14868".to_owned()),
    (" Units", |_| " C  ".to_owned()),
    ("VAR1", zeros),
    ("VAR2", zeros),
];

/// Steps are counted as they are run.
const MIMS: &[Column] = &[
    ("Rec", |r| r.point.to_string()),
    ("Cycle C", |r| r.cycle.to_string()),
    ("Step", |r| r.step.to_string()),
    ("Test Time (sec)", |r| fixed(r.test_s, 4)),
    ("Step Time (sec)", |r| fixed(r.step_s, 4)),
    ("Capacity", |r| fixed(r.step_ah(), 3)),
    ("Energy", |r| fixed(r.step_wh(), 3)),
    ("Current", |r| fixed(r.current_a.abs(), 3)),
    ("Voltage", |r| fixed(r.voltage_v, 3)),
    ("DPT Time", month_twelve),
    ("Temp 1", |r| fixed(r.temperature_degc, 4)),
];

/// Times are minutes, and do not say so.
const EUROPEAN: &[Column] = &[
    ("Rec", |r| r.point.to_string()),
    ("Cycle P", |_| "0".to_owned()),
    ("Cycle C", |r| r.cycle.to_string()),
    ("Step", |r| r.recipe.to_string()),
    ("TestTime", |r| fixed(r.test_s / 60.0, 6)),
    ("StepTime", |r| fixed(r.step_s / 60.0, 6)),
    ("Cap. [Ah]", |r| fixed(r.step_ah(), 8)),
    ("Ener. [Wh]", |r| fixed(r.step_wh(), 8)),
    ("Current [A]", |r| fixed(r.current_a.abs(), 8)),
    ("Voltage [V]", |r| fixed(r.voltage_v, 4)),
    ("Md", state),
    ("ES", end_state),
    ("DPT Time", american_twelve),
    ("VAR1", |_| "0.0000".to_owned()),
];
