//! The Battery Data Format with its readable and its machine names.

use super::neware::text;
use super::print::double;
use super::{Column, Digits, Near, Other, table};

/// Charge and energy are integrals: counters may count since whatever moment.
const INTEGRATED: Digits = Digits { charge_ah: Near::INTEGRAL, energy_wh: Near::INTEGRAL, ..Digits::ALL };

pub(super) const ALL: &[Other] = &[
    Other { ending: "bdf.csv", digits: INTEGRATED, ..Other::plain("bdf", "bdf", |rows| table(READABLE, rows)) },
    Other { ending: "bdf.csv", digits: INTEGRATED, ..Other::plain("bdf-machine", "bdf", |rows| table(MACHINE, rows)) },
];

const READABLE: &[Column] = &[
    ("Test Time / s", |r| double(r.test_s)),
    ("Voltage / V", |r| double(r.voltage_v)),
    ("Current / A", |r| double(r.current_a)),
    ("Unix Time / s", |r| double(r.clock_ms() as f64 / 1e3)),
    ("Cycle Count / 1", |r| r.cycle.to_string()),
    ("Step Count / 1", |r| r.step.to_string()),
    ("Ambient Temperature / degC", |r| double(r.chamber_degc)),
    ("Step ID", |r| r.recipe.to_string()),
    ("Step Type", |r| text(r.kind).0.to_owned()),
    ("Record Index / 1", |r| r.point.to_string()),
    ("Step Time / s", |r| double(r.step_s)),
    ("Charging Capacity / Ah", |r| double(r.in_test.charged.ah)),
    ("Discharging Capacity / Ah", |r| double(r.in_test.discharged.ah)),
    ("Net Capacity / Ah", |r| double(r.in_test.net_ah())),
    ("Charging Energy / Wh", |r| double(r.in_test.charged.wh)),
    ("Discharging Energy / Wh", |r| double(r.in_test.discharged.wh)),
    ("Power / W", |r| double(r.power_w())),
    ("Temperature T1 / degC", |r| double(r.temperature_degc)),
];

/// No type and no clock; counters of the cycle.
const MACHINE: &[Column] = &[
    ("test_time_second", |r| double(r.test_s)),
    ("voltage_volt", |r| double(r.voltage_v)),
    ("current_ampere", |r| double(r.current_a)),
    ("cycle_count", |r| r.cycle.to_string()),
    ("step_count", |r| r.step.to_string()),
    ("step_index", |r| r.recipe.to_string()),
    ("charging_capacity_ah", |r| double(r.in_cycle.charged.ah)),
    ("discharging_capacity_ah", |r| double(r.in_cycle.discharged.ah)),
    ("ambient_temperature_celsius", |r| double(r.chamber_degc)),
    ("temperature_t1_celsius", |r| double(r.temperature_degc)),
];
