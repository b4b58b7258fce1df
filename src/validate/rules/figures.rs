//! Derived figures of a synthetic test, for the unit tests of the rules that judge them.

use crate::model::{Cycle, Derived, Maybe, StepMetrics, StepRecord};
use std::sync::Arc;

/// The figures of a step as its record gives them; the rate is 1 C and the temperature 25 °C.
pub(crate) fn metrics(record: &StepRecord, full_discharge: bool) -> StepMetrics {
    StepMetrics {
        duration_s: record.duration_s,
        voltage_end_v: record.voltage_end_v,
        current_end_a: record.current_end_a,
        capacity_ah: record.capacity_ah,
        energy_wh: record.energy_wh,
        temperature_start_degc: 25.0.into(),
        temperature_end_degc: 25.0.into(),
        c_rate: 1.0.into(),
        full_discharge,
        ..StepMetrics::of(&Arc::new(record.clone()))
    }
}

/// A complete and balanced cycle.
pub(crate) fn cycle(cycle: i32, steps: (i32, i32), coulombic_efficiency_pct: f64) -> Cycle {
    Cycle {
        cycle,
        tester_cycle: Some(1),
        first_step: steps.0,
        last_step: steps.1,
        complete: true,
        balanced: true,
        soc_net_pct: 0.0.into(),
        charge_capacity_ah: 2.0,
        discharge_capacity_ah: 0.02 * coulombic_efficiency_pct,
        charge_energy_wh: 7.0,
        discharge_energy_wh: 6.8,
        coulombic_efficiency_pct: coulombic_efficiency_pct.into(),
        energy_efficiency_pct: 97.0.into(),
        equivalent_full_cycles: 1.0.into(),
        full_discharge_step: None,
        full_discharge_capacity_ah: Maybe::NONE,
        soh_pct: Maybe::NONE,
        soh_baseline_step: None,
        discharge_c_rate: 1.0.into(),
        discharge_temperature_start_degc: 25.0.into(),
        voltage_mean_charge_v: Maybe::NONE,
        voltage_mean_discharge_v: Maybe::NONE,
        hysteresis_v: Maybe::NONE,
        cv_share_pct: Maybe::NONE,
        temperature_max_degc: Maybe::NONE,
    }
}

/// All of them together.
pub(crate) fn derived(steps: Vec<StepMetrics>, cycles: Vec<Cycle>) -> Derived {
    Derived { steps, cycles, ..Derived::default() }
}
