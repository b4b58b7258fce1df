//! LAND: the record sheet as text, and LANDT's table. Its capacity is a magnitude that runs on until the current turns.

use super::print::{american, fixed, iso};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, below, table};
use crate::synth::pair::{Style, Table};
use crate::synth::script::Kind;

const TABS: Style = Style { mark: false, delimiter: '\t', line_end: "\n", ..Style::CHROMA };
const MARKED: Style = Style { line_end: "\r\n", ..Style::CHROMA };
const WHOLE_DEGREES: Digits = Digits { temperature_degc: Some(Near::printed(0.05)), ..Digits::ALL };

pub(super) const ALL: &[Other] = &[
    Other {
        style: TABS,
        ending: "txt",
        digits: WHOLE_DEGREES,
        ..Other::plain("land", "land", |rows| table(LAND, rows))
    },
    Other { style: MARKED, ..Other::plain("landt", "landt", landt) },
];

/// The cell's lines have fewer cells than the table.
fn landt(rows: &[Row]) -> Table {
    below(&["cell model:,synthetic,,", "cell id:,0001"], table(LANDT, rows))
}

/// `Rate` is a constant current; what a held voltage is called is not known from a file.
fn state(row: &Row) -> String {
    match (row.way, row.kind) {
        (Way::Rest, _) => "R",
        (Way::Charge, Kind::ChargeHold) => "C_CV",
        (Way::Charge, _) => "RateC",
        (Way::Discharge, _) => "RateD",
    }
    .to_owned()
}

/// One column has no name.
const LAND: &[Column] = &[
    ("Record", |r| r.point.to_string()),
    ("TestTime/Sec", |r| fixed(r.test_s, 3)),
    ("StepTime/Sec", |r| fixed(r.step_s, 3)),
    ("Current/mA", |r| fixed(r.current_a * 1e3, 5)),
    ("Capacity/mAh", |r| fixed(r.one_way.ah * 1e3, 5)),
    ("SpeCap/mAh/g", |_| "0".to_owned()),
    ("SOC|DOD/%", |_| "0".to_owned()),
    ("Voltage/V", |r| fixed(r.voltage_v, 6)),
    ("Energy/mWh", |r| fixed(r.one_way.wh * 1e3, 5)),
    ("SpeEnergy/Wh/kg", |_| "0".to_owned()),
    ("AuxTemp/dC.", |r| fixed(r.temperature_degc, 1)),
    ("AuxVolt/V", |_| "-".to_owned()),
    ("SysTime", iso),
    ("", |_| String::new()),
    ("Cycle-Index", |r| r.cycle.to_string()),
    ("Step-Index", |r| r.step.to_string()),
    ("Step-State", state),
];

/// What is called ISO is no such clock.
const LANDT: &[Column] = &[
    ("test_time_s", |r| fixed(r.test_s, 3)),
    ("voltage_V", |r| fixed(r.voltage_v, 6)),
    ("current_A", |r| fixed(r.current_a, 8)),
    ("cycle_index", |r| r.cycle.to_string()),
    ("step_index", |r| r.recipe.to_string()),
    ("step_time_s", |r| fixed(r.step_s, 3)),
    ("channel_index", |_| "1".to_owned()),
    ("date_time_iso_string", american),
    ("charge_capacity_Ah", |r| fixed(r.in_step.charged.ah, 8)),
    ("discharge_capacity_Ah", |r| fixed(r.in_step.discharged.ah, 8)),
    ("charge_energy_Wh", |r| fixed(r.in_step.charged.wh, 8)),
    ("discharge_energy_Wh", |r| fixed(r.in_step.discharged.wh, 8)),
    ("temperature_1_C", |r| fixed(r.temperature_degc, 2)),
    ("step_name", |r| name(r.kind).to_owned()),
];

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Rest | Kind::Chamber => "Rest",
        Kind::Charge => "CC_Chg",
        Kind::ChargeHold => "CCCV_Chg",
        Kind::Hold => "CV_Chg",
        Kind::Discharge => "CC_DChg",
        Kind::DischargeHold => "CCCV_DChg",
        Kind::PowerCharge | Kind::PulseCharge => "CP_Chg",
        Kind::PowerDischarge | Kind::PulseDischarge => "CP_DChg",
        Kind::Waveform => "SIM",
    }
}
