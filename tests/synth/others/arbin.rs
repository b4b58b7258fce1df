//! Arbin: MITS 8, the older MITS Pro, and a table that names no unit.

use super::print::{american_ms, double, general, iso};
use super::{Column, Digits, Other, table};
use crate::synth::pair::Style;

const NO_TEMPERATURE: Digits = Digits { temperature_degc: None, ..Digits::ALL };
const MARKED: Style = Style { line_end: "\r\n", ..Style::CHROMA };
const CRLF: Style = Style { mark: false, line_end: "\r\n", ..Style::CHROMA };

pub(super) const ALL: &[Other] = &[
    Other { style: MARKED, ..Other::plain("arbin", "arbin", |rows| table(MITS_8, rows)) },
    Other { digits: NO_TEMPERATURE, ..Other::plain("arbin-old", "arbin", |rows| table(OLD, rows)) },
    Other { style: CRLF, ..Other::plain("arbin-nounits", "arbin", |rows| table(NO_UNITS, rows)) },
];

/// A tab stands before each date; counters restart with the cycle.
const MITS_8: &[Column] = &[
    ("Data Point", |r| r.point.to_string()),
    ("Date Time", |r| format!("\t{}", american_ms(r))),
    ("Test Time (s)", |r| general(r.test_s, 10)),
    ("Step Time (s)", |r| general(r.step_s, 8)),
    ("Cycle Index", |r| r.cycle.to_string()),
    ("Step Index", |r| r.recipe.to_string()),
    ("TC_Counter1", |_| "0".to_owned()),
    ("TC_Counter2", |_| "0".to_owned()),
    ("TC_Counter3", |_| "0".to_owned()),
    ("Current (A)", |r| general(r.current_a, 7)),
    ("Voltage (V)", |r| general(r.voltage_v, 7)),
    ("Power (W)", |r| general(r.power_w(), 10)),
    ("Charge Capacity (Ah)", |r| general(r.in_cycle.charged.ah, 9)),
    ("Discharge Capacity (Ah)", |r| general(r.in_cycle.discharged.ah, 9)),
    ("Charge Energy (Wh)", |r| general(r.in_cycle.charged.wh, 9)),
    ("Discharge Energy (Wh)", |r| general(r.in_cycle.discharged.wh, 9)),
    ("Capacity (Ah)", |r| general(r.step_ah(), 9)),
    ("mAh/g", |_| "0".to_owned()),
    ("ACR (Ohm)", |_| String::new()),
    ("dV/dt (V/s)", |_| "0".to_owned()),
    ("Internal Resistance (Ohm)", |_| String::new()),
    ("dQ/dV (Ah/V)", |_| String::new()),
    ("dV/dQ (V/Ah)", |_| String::new()),
    ("Aux_Temperature_1 (C)", |r| general(r.temperature_degc, 7)),
    ("Aux_dT/dt_1 (C/s)", |_| "0".to_owned()),
];

/// Counters run through the test.
const OLD: &[Column] = &[
    ("Data_Point", |r| r.point.to_string()),
    ("Test_Time(s)", |r| double(r.test_s)),
    ("Date_Time", iso),
    ("Step_Time(s)", |r| double(r.step_s)),
    ("Step_Index", |r| r.recipe.to_string()),
    ("Cycle_Index", |r| r.cycle.to_string()),
    ("Current(A)", |r| double(r.current_a)),
    ("Voltage(V)", |r| double(r.voltage_v)),
    ("Charge_Capacity(Ah)", |r| double(r.in_test.charged.ah)),
    ("Discharge_Capacity(Ah)", |r| double(r.in_test.discharged.ah)),
    ("Charge_Energy(Wh)", |r| double(r.in_test.charged.wh)),
    ("Discharge_Energy(Wh)", |r| double(r.in_test.discharged.wh)),
    ("dV/dt(V/s)", |_| "0.0".to_owned()),
    ("Internal_Resistance(Ohm)", |_| "0.0".to_owned()),
    ("Is_FC_Data", |_| "0".to_owned()),
    ("AC_Impedance(Ohm)", |_| "0".to_owned()),
    ("ACI_Phase_Angle(Deg)", |_| "0".to_owned()),
];

/// Seconds since 1970, keys as fractions that begin with 0.
const NO_UNITS: &[Column] = &[
    ("Data_Point", |r| (r.point - 1).to_string()),
    ("Test_Time", |r| double(r.test_s)),
    ("DateTime", |r| double(r.clock_ms() as f64 / 1e3)),
    ("Step_Time", |r| double(r.step_s)),
    ("Step_Index", |r| double(f64::from(r.recipe - 1))),
    ("Cycle_Index", |r| double(f64::from(r.cycle - 1))),
    ("Current", |r| general(r.current_a, 8)),
    ("Voltage", |r| general(r.voltage_v, 8)),
    ("Charge_Capacity", |r| general(r.in_cycle.charged.ah, 8)),
    ("Discharge_Capacity", |r| general(r.in_cycle.discharged.ah, 8)),
    ("Charge_Energy", |r| general(r.in_cycle.charged.wh, 8)),
    ("Discharge_Energy", |r| general(r.in_cycle.discharged.wh, 8)),
    ("dV/dt", |_| "0.0".to_owned()),
    ("Internal_Resistance", |_| "0.0".to_owned()),
    ("Temperature", |r| general(r.temperature_degc, 8)),
];
