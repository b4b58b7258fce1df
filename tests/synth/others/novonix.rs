//! Novonix UHPC: sections, times in hours, step types as codes, counters that rise in charge and fall in discharge.

use super::print::{fixed, iso};
use super::row::Row;
use super::{Column, Other, below, table};
use crate::synth::pair::Table;
use crate::synth::script::Kind;

/// 1e-7 h is 0.36 ms.
pub(super) const ALL: &[Other] = &[Other::plain("novonix", "novonix", text)];

fn text(rows: &[Row]) -> Table {
    let preamble = [
        "[Summary]",
        "Novonix UHPC data file",
        "Novonix",
        "Channel: 01",
        "Cell: synthetic_CH01.csv",
        "Serial Number: ",
        "Description: synthetic",
        "Protocol:",
        "Mass (g): 1.000",
        "Capacity (Ah): 2",
        "Area (cm2): 1.000",
        "CellID: ",
        "DC Offset Voltage (V): 0.00000",
        "Started: 2024-09-04 16:18:56",
        "Version: 2.13.0",
        "[End Summary]",
        "[Protocol]",
        r#"{"Version":"UHPC Control: 2.13.0","ProtocolStepList":[{"StepType":3,"StepConditions":[{"ConditionType":"End step"}]}]}"#,
        "[End Protocol]",
        "[Data]",
    ];
    below(&preamble, table(COLUMNS, rows))
}

fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Rest | Kind::Chamber => "0",
        Kind::Charge | Kind::PowerCharge | Kind::PulseCharge | Kind::Waveform => "1",
        Kind::Discharge | Kind::PowerDischarge | Kind::PulseDischarge => "2",
        Kind::ChargeHold => "7",
        Kind::Hold => "8",
        Kind::DischargeHold => "9",
    }
}

const COLUMNS: &[Column] = &[
    ("Date and Time", iso),
    ("Cycle Number", |r| r.cycle.to_string()),
    ("Step Type", |r| code(r.kind).to_owned()),
    ("Run Time (h)", |r| fixed(r.test_s / 3600.0, 7)),
    ("Step Time (h)", |r| fixed(r.step_s / 3600.0, 7)),
    ("Current (A)", |r| fixed(r.current_a, 8)),
    ("Potential (V)", |r| fixed(r.voltage_v, 8)),
    ("Capacity (Ah)", |r| fixed(r.in_test.net_ah(), 8)),
    ("Temperature (°C)", |r| fixed(r.temperature_degc, 3)),
    ("Circuit Temperature (°C)", |r| fixed(r.chamber_degc + 0.6, 3)),
    ("Energy (Wh)", |r| fixed(r.in_test.net_wh(), 8)),
    ("dVdt (V/h)", |_| "0.00000000".to_owned()),
    ("dIdt (A/h)", |_| "0.00000000".to_owned()),
    ("Step Number", |r| r.recipe.to_string()),
    ("Step position", |r| {
        if r.is_first {
            "1"
        } else if r.is_last {
            "2"
        } else {
            "0"
        }
        .to_owned()
    }),
    ("Power(W)", |r| fixed(r.power_w(), 8)),
];
