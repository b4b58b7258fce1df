//! Basytec: twelve lines that begin with `~`, the header among them with one, no clock.

use super::print::general;
use super::row::{Row, Way};
use super::{Column, Other, below, table};
use crate::synth::pair::{Encoding, Style, Table};

const STYLE: Style =
    Style { encoding: Encoding::Windows1252, mark: false, line_end: "\r\n", delimiter: '\t', ..Style::CHROMA };

pub(super) const ALL: &[Other] = &[Other { style: STYLE, ending: "txt", ..Other::plain("basytec", "basytec", text) }];

fn text(rows: &[Row]) -> Table {
    let preamble = [
        "~Resultfile from Basytec Battery Test System",
        "~Date and Time of Data Converting: 05.09.2024 10:55:58",
        "~",
        "~Name of Test: synthetic",
        "~Battery: cell",
        "~Testplan: synthetic.pln",
        "~Testchannel: 1 CH01 XCTS_40",
        "~Start of Test: 04.09.2024 16:18:56",
        "~End of Test: 07.09.2024 16:18:56",
        "~Operator (Test): basytec",
        "~Operator (Data converting): basytec",
        "~",
    ];
    below(&preamble, table(COLUMNS, rows))
}

fn command(row: &Row) -> String {
    match row.way {
        Way::Rest => "Pause",
        Way::Charge => "Charge",
        Way::Discharge => "Discharge",
    }
    .to_owned()
}

fn number(value: f64) -> String {
    general(value, 15)
}

fn zero(_: &Row) -> String {
    "0".to_owned()
}

/// `Ah[Ah]` is what is in the cell since the test's start; `Line` is the recipe's.
const COLUMNS: &[Column] = &[
    ("~Time[s]", |r| number(r.test_s)),
    ("DataSet", |r| r.point.to_string()),
    ("t-Step[s]", |r| number(r.step_s)),
    ("t-Set[s]", |r| number(r.test_s)),
    ("t-Cyc[s]", |r| number(r.cycle_s)),
    ("Line", |r| (r.recipe + 2).to_string()),
    ("Command", command),
    ("U[V]", |r| number(r.voltage_v)),
    ("I[A]", |r| number(r.current_a)),
    ("P[W]", |r| number(r.power_w())),
    ("Ah[Ah]", |r| number(r.in_test.net_ah())),
    ("Ah-Cyc-Charge", |r| number(r.in_cycle.charged.ah)),
    ("Ah-Cyc-Discharge", |r| number(r.in_cycle.discharged.ah)),
    ("Ah-Cyc-Charge-0", |r| number(r.in_cycle.charged.ah)),
    ("Ah-Cyc-Discharge-0", |r| number(r.in_cycle.discharged.ah)),
    ("Ah-Step", |r| number(r.in_step.net_ah())),
    ("Wh[Wh]", |r| number(r.in_test.net_wh())),
    ("Wh-Cyc-Charge", |r| number(r.in_cycle.charged.wh)),
    ("Wh-Cyc-Discharge", |r| number(r.in_cycle.discharged.wh)),
    ("Wh-Cyc-Charge-0", |r| number(r.in_cycle.charged.wh)),
    ("Wh-Cyc-Discharge-0", |r| number(r.in_cycle.discharged.wh)),
    ("Wh-Step", |r| number(r.in_step.net_wh())),
    ("T1[°C]", |r| number(r.temperature_degc)),
    ("R-AC", zero),
    ("R-DC", zero),
    ("Level", |_| "1".to_owned()),
    ("Cyc-Count", |r| r.cycle.to_string()),
    ("Count", |_| "1".to_owned()),
    ("State", |r| if r.is_first { "0" } else { "1" }.to_owned()),
];
