//! PEC: seconds, millivolts and milliamperes; and the later form with clocks of hours and names of instructions.

use super::print::{american, general, hours};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, below, table};
use crate::synth::pair::Table;

const DIGITS: Digits = Digits { temperature_degc: Some(Near::printed(0.01)), ..Digits::ALL };

pub(super) const ALL: &[Other] = &[
    Other { digits: DIGITS, ..Other::plain("pec", "pec", first) },
    Other { digits: DIGITS, ..Other::plain("pec-hours", "pec", second) },
];

fn first(rows: &[Row]) -> Table {
    let preamble = [
        "Request Year:,2024",
        "Test:,1",
        "Test Description:,",
        "TestRegime Name:,synthetic",
        "TestRegime CellSize:,Default cellsize",
        "Number Of Cells:,1",
        "Variable names:",
        "LotID:,",
        "Start Time:,09/04/2024 16:18:56",
        "End Time:,1/1/0001 0:00",
        "Operator Instructions:,none, as it is synthetic",
        "#RESULTS CHECK",
        "ReqYear,Test,CellNr,Type,Value,Reason,",
        "2024,1,1,1,3272,3,",
        "#END RESULTS CHECK",
    ];
    below(&preamble, table(SECONDS, rows))
}

fn second(rows: &[Row]) -> Table {
    let preamble = [
        "Request Year:,2024",
        "Test:,2",
        "Test Description:,",
        "TestRegime Name:,synthetic",
        "TestRegime CellSize:,2000 mAh",
        "Parameter names:,C-Rate (mAh),Mass (kg),Peak power (W)",
        "Parameter values:,2000,0.04,20",
        "Finish Date:,01/01/0001 00:00:00",
        "Finish Date Format:,G",
        "Start Time:,09/04/2024 16:18:56",
        "Start Time Format:,G",
        "Operator Instructions:,",
    ];
    below(&preamble, table(HOURS, rows))
}

fn in_cycle(row: &Row, way: Way) -> f64 {
    if row.way == way { row.cycle_s } else { 0.0 }
}

/// 5 begins a step, 3 and 2 end one, 30 is time.
fn reason(row: &Row) -> String {
    match (row.is_first, row.is_last) {
        (true, _) => "5",
        (_, true) => "3",
        _ => "30",
    }
    .to_owned()
}

fn instruction(row: &Row) -> String {
    match row.way {
        Way::Rest => "Idle",
        Way::Charge => "Charge",
        Way::Discharge => "Discharge",
    }
    .to_owned()
}

/// Steps begin with 0; energies are called capacities; a delimiter ends each row but not the header.
const SECONDS: &[Column] = &[
    ("Test", |_| "1".to_owned()),
    ("Cell", |_| "1".to_owned()),
    ("Rack", |_| "SBT0550".to_owned()),
    ("Shelf", |_| "001".to_owned()),
    ("Position", |_| "1".to_owned()),
    ("Cell ID", |_| String::new()),
    ("Step", |r| (r.recipe - 1).to_string()),
    ("Cycle", |r| (r.cycle - 1).to_string()),
    ("Total Time (Seconds)", |r| general(r.test_s, 12)),
    ("Load On Time (Seconds)", |_| "0".to_owned()),
    ("Step Time (Seconds)", |r| general(r.step_s, 12)),
    ("Cycle Charge Time (Seconds)", |r| general(in_cycle(r, Way::Charge), 12)),
    ("Cycle Discharge Time (Seconds)", |r| general(in_cycle(r, Way::Discharge), 12)),
    ("Real Time", american),
    ("Position Start Time", |_| "09/04/2024 16:18:56".to_owned()),
    ("Voltage (mV)", |r| general(r.voltage_v * 1e3, 8)),
    ("Current (mA)", |r| general(r.current_a * 1e3, 8)),
    ("Charge Capacity (mAh)", |r| general(r.in_cycle.charged.ah * 1e3, 9)),
    ("Discharge Capacity (mAh)", |r| general(r.in_cycle.discharged.ah * 1e3, 9)),
    ("Charge Capacity (mWh)", |r| general(r.in_cycle.charged.wh * 1e3, 9)),
    ("Discharge Capacity (mWh)", |r| general(r.in_cycle.discharged.wh * 1e3, 9)),
    ("ReasonCode", reason),
    ("50% DoD (mV)", |_| "0".to_owned()),
    ("PeakPower 1 (W)", |_| "0".to_owned()),
    ("Ambient temperature (°C)", |r| general(r.chamber_degc, 4)),
    ("Cell surface temperature (°C)", |r| general(r.temperature_degc, 4)),
];

const HOURS: &[Column] = &[
    ("Test", |_| "2".to_owned()),
    ("Cell", |_| "1".to_owned()),
    ("Rack", |_| "ACT4".to_owned()),
    ("Shelf", |_| "014".to_owned()),
    ("Position", |_| "1".to_owned()),
    ("Cell ID", |_| "000001_1_1_1_1".to_owned()),
    ("Step", |r| (r.recipe - 1).to_string()),
    ("Instruction Name", instruction),
    ("Cycle", |r| (r.cycle - 1).to_string()),
    ("Total Time (Hours in hh:mm:ss.xxx)", |r| hours(r.test_s)),
    ("Load On Time (Hours in hh:mm:ss.xxx)", |_| "00:00:00.000".to_owned()),
    ("Step Time (Seconds)", |r| general(r.step_s, 12)),
    ("Cycle Charge Time (Hours in hh:mm:ss.xxx)", |r| hours(in_cycle(r, Way::Charge))),
    ("Cycle Discharge Time (Hours in hh:mm:ss.xxx)", |r| hours(in_cycle(r, Way::Discharge))),
    ("Real Time", american),
    ("Position Start Time", |_| "09/04/2024 16:18:56".to_owned()),
    ("Voltage (V)", |r| general(r.voltage_v, 8)),
    ("Current (A)", |r| general(r.current_a, 8)),
    ("Charge Capacity (mAh)", |r| general(r.in_cycle.charged.ah * 1e3, 9)),
    ("Discharge Capacity (mAh)", |r| general(r.in_cycle.discharged.ah * 1e3, 9)),
    ("Charge Energy (mWh)", |r| general(r.in_cycle.charged.wh * 1e3, 9)),
    ("Discharge Energy (mWh)", |r| general(r.in_cycle.discharged.wh * 1e3, 9)),
    ("ReasonCode", reason),
    ("50% DoD (mV)", |_| String::new()),
    ("Coulombic Efficiency", |_| String::new()),
    ("Temp (°C)", |r| general(r.temperature_degc, 4)),
    ("Station Temperature (°C)", |r| general(r.chamber_degc, 4)),
    ("", |_| String::new()),
];
