//! The fields of a cycle.

use super::{brief, flag, integer, name, number};
use crate::format::{Field, Value};
use crate::model::Cycle;

/// What can be said of one, in order.
pub(crate) static CYCLES: &[Field<Cycle>] = &[
    name(integer("cycle", "Cycle", "The cycle", |r| r.cycle.into())),
    integer("tester_cycle", "Tester cycle", "The tester's own counter", |r| r.tester_cycle.into()),
    integer("first_step", "First step", "Its first step", |r| r.first_step.into()),
    integer("last_step", "Last step", "Its last step", |r| r.last_step.into()),
    flag("complete", "Complete", "Whether it holds a charge and a discharge swing", |r| r.complete.into()),
    brief(flag("balanced", "Balanced", "Whether the discharges before it and at its end are alike", |r| {
        r.balanced.into()
    })),
    number("soc_net_pct", "SOC net", "%", 2, "SOC at its end less SOC at its start", |r| r.soc_net_pct.into()),
    brief(number("charge_capacity_ah", "Charge", "Ah", 4, "Capacity charged", |r| r.charge_capacity_ah.into())),
    brief(number("discharge_capacity_ah", "Discharge", "Ah", 4, "Capacity discharged", |r| {
        r.discharge_capacity_ah.into()
    })),
    number("charge_energy_wh", "Charge energy", "Wh", 4, "Energy charged", |r| r.charge_energy_wh.into()),
    number("discharge_energy_wh", "Discharge energy", "Wh", 4, "Energy discharged", |r| r.discharge_energy_wh.into()),
    brief(number(
        "coulombic_efficiency_pct",
        "CE",
        "%",
        3,
        "Discharge over charge capacity of a complete cycle",
        |r| Value::from(r.coulombic_efficiency_pct).marked(!r.balanced),
    )),
    brief(number("energy_efficiency_pct", "EE", "%", 3, "Discharge over charge energy of a complete cycle", |r| {
        Value::from(r.energy_efficiency_pct).marked(!r.balanced)
    })),
    number(
        "equivalent_full_cycles",
        "EFC",
        "",
        2,
        "Throughput since the start of the test over twice the nominal capacity",
        |r| r.equivalent_full_cycles.into(),
    ),
    integer("full_discharge_step", "Full discharge", "The step that is its full discharge", |r| {
        r.full_discharge_step.into()
    }),
    brief(number("full_discharge_capacity_ah", "Full capacity", "Ah", 4, "Capacity of its full discharge", |r| {
        r.full_discharge_capacity_ah.into()
    })),
    brief(number("soh_pct", "SOH", "%", 2, "Capacity of its full discharge over the baseline's", |r| r.soh_pct.into())),
    integer("soh_baseline_step", "SOH baseline", "The full discharge that is 100 % SOH", |r| {
        r.soh_baseline_step.into()
    }),
    brief(number("discharge_c_rate", "Discharge C-rate", "", 3, "C-rate of its discharge", |r| {
        r.discharge_c_rate.into()
    })),
    brief(number(
        "discharge_temperature_start_degc",
        "Discharge from",
        "°C",
        1,
        "Temperature at the start of its discharge",
        |r| r.discharge_temperature_start_degc.into(),
    )),
    number("voltage_mean_charge_v", "Mean charge", "V", 4, "Energy over capacity of its charges", |r| {
        r.voltage_mean_charge_v.into()
    }),
    number("voltage_mean_discharge_v", "Mean discharge", "V", 4, "Energy over capacity of its discharges", |r| {
        r.voltage_mean_discharge_v.into()
    }),
    number("hysteresis_v", "Hysteresis", "V", 4, "Mean charge less mean discharge voltage", |r| r.hysteresis_v.into()),
    number("cv_share_pct", "CV share", "%", 2, "Share of the charge at constant voltage", |r| r.cv_share_pct.into()),
    brief(number("temperature_max_degc", "Temperature max", "°C", 1, "Highest temperature", |r| {
        r.temperature_max_degc.into()
    })),
];
