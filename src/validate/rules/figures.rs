//! Derived figures of a synthetic test, for the unit tests of the rules that judge them.

use crate::model::{Cycle, Derived, StepMetrics, StepRecord};

/// The figures of a step as its record gives them; the rate is 1 C and the temperature 25 °C.
pub(crate) fn metrics(record: &StepRecord, full_discharge: bool) -> StepMetrics {
    StepMetrics {
        step: record.number,
        cycle: 1,
        tester_cycle: record.tester_cycle,
        recipe_line: record.recipe_line,
        loop_pass: record.loop_pass,
        step_type: record.step_type,
        original_step_type: record.original_step_type.clone(),
        status: record.status.clone(),
        start_time: record.start_time,
        duration_s: record.duration_s,
        previous_step_s: None,
        rest_before_s: None,
        voltage_start_v: None,
        voltage_end_v: record.voltage_end_v,
        voltage_min_v: None,
        voltage_max_v: None,
        current_mean_a: None,
        current_end_a: record.current_end_a,
        capacity_ah: record.capacity_ah,
        energy_wh: record.energy_wh,
        power_end_w: None,
        temperature_start_degc: Some(25.0),
        temperature_end_degc: Some(25.0),
        temperature_min_degc: None,
        temperature_max_degc: None,
        c_rate: Some(1.0),
        c_rate_mean: None,
        c_rate_end: None,
        soc_start_pct: None,
        soc_end_pct: None,
        ocv_start_v: None,
        measurements: None,
        relaxation_rows: None,
        full_discharge,
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
        soc_net_pct: Some(0.0),
        charge_capacity_ah: 2.0,
        discharge_capacity_ah: 0.02 * coulombic_efficiency_pct,
        charge_energy_wh: 7.0,
        discharge_energy_wh: 6.8,
        coulombic_efficiency_pct: Some(coulombic_efficiency_pct),
        energy_efficiency_pct: Some(97.0),
        equivalent_full_cycles: Some(1.0),
        full_discharge_step: None,
        full_discharge_capacity_ah: None,
        soh_pct: None,
        soh_baseline_step: None,
        discharge_c_rate: Some(1.0),
        discharge_temperature_start_degc: Some(25.0),
        voltage_mean_charge_v: None,
        voltage_mean_discharge_v: None,
        hysteresis_v: None,
        cv_share_pct: None,
        temperature_max_degc: None,
    }
}

/// All of them together.
pub(crate) fn derived(steps: Vec<StepMetrics>, cycles: Vec<Cycle>) -> Derived {
    Derived { steps, cycles, ..Derived::default() }
}
