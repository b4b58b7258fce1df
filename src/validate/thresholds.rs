//! The limits that rules compare with, each named after its rule, each with a default measured on clean real tests.
//! Those in A, W, Ah and Wh are of a 20 Ah cell; each test takes its share of them.

use serde::{Deserialize, Serialize};

/// The limits in force, as `[validate]` of battery-etl.toml may set them; what is not set keeps its default.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Thresholds {
    /// TIM03: an interval is a gap beyond this multiple of the rhythm and of both neighbouring intervals.
    pub tim03_rhythm_factor: f64,
    /// TIM03: no interval up to this many seconds is a gap.
    pub tim03_gap_s_min: f64,
    /// TIM03: how far intervals may differ in an even rhythm, relative to it.
    pub tim03_even_relative: f64,
    /// TIM03: how near to a whole multiple of an even rhythm an interval is rows lost.
    pub tim03_multiple_relative: f64,
    /// TIM04: how far wall clock and elapsed time may part inside a step, for clocks of whole seconds.
    pub tim04_jump_s: f64,
    /// TIM04: the same for clocks with fractions of a second.
    pub tim04_fine_jump_s: f64,
    /// TIM04: the same for each second since the step's start: two honest clocks drift apart.
    pub tim04_drift: f64,
    /// TIM04: how far they may part between two steps.
    pub tim04_between_steps_s: f64,
    /// TIM05: a step's first step time may always be this large.
    pub tim05_first_s: f64,
    /// TIM05: and this multiple of the step's rhythm.
    pub tim05_rhythm_factor: f64,
    /// TIM06: how far the two durations may differ, in seconds.
    pub tim06_duration_s: f64,
    /// TIM06: and for each second of the duration.
    pub tim06_duration_relative: f64,
    /// STP07: how far the end voltages may differ.
    pub stp07_voltage_v: f64,
    /// STP07: how far the end currents may differ.
    pub stp07_current_a: f64,
    /// STP07: and for each ampere.
    pub stp07_current_relative: f64,
    /// STP07: how far the energies may differ.
    pub stp07_energy_wh: f64,
    /// STP07: and for each watt-hour.
    pub stp07_energy_relative: f64,
    /// VLT01: how far beyond the cell's own limits a voltage may be.
    pub vlt01_limit_margin_v: f64,
    /// VLT01: and for how long beyond that, in seconds.
    pub vlt01_limit_s: f64,
    /// VLT02: how far a single reading may stand off both neighbours.
    pub vlt02_spike_v: f64,
    /// VLT02: a current beyond both its neighbours by this share of the step's largest explains the reading.
    pub vlt02_current_relative: f64,
    /// VLT03: from so many identical readings on the voltage may be frozen.
    pub vlt03_rows: f64,
    /// VLT03: a jump at their end counts beyond so many resolution steps.
    pub vlt03_resolution_steps: f64,
    /// VLT03: and beyond so many median changes of the step.
    pub vlt03_median_changes: f64,
    /// VLT03: up to the step's end, the share of its capacity that may pass meanwhile.
    pub vlt03_capacity_relative: f64,
    /// VLT03: from this resolution on, in volts, a plateau may stand still to the step's end.
    pub vlt03_resolution_v: f64,
    /// VLT03: unless it is so many times as long as any other of the test.
    pub vlt03_plateaus: f64,
    /// VLT04: how far the voltage of a rest may jump.
    pub vlt04_rest_v: f64,
    /// VLT04: how far the voltage may jump at constant current.
    pub vlt04_current_v: f64,
    /// VLT04: and this many times the largest of the changes around it.
    pub vlt04_changes: f64,
    /// VLT04: in so many seconds a rest settles; jumps in it are none.
    pub vlt04_settling_s: f64,
    /// CUR01: how much current a rest may carry.
    pub cur01_current_a: f64,
    /// CUR01: and relative to the test's largest current.
    pub cur01_current_relative: f64,
    /// CUR02: how much current may flow against a step's direction.
    pub cur02_current_a: f64,
    /// CUR02: and relative to the step's largest current.
    pub cur02_current_relative: f64,
    /// CUR03: how far a single row may stand off both neighbours, relative to the step's largest.
    pub cur03_spike_relative: f64,
    /// CUR03: how far a row of the constant part may be from its median.
    pub cur03_median_relative: f64,
    /// CUR03: in so many seconds a step settles; rows in it are not compared with the median.
    pub cur03_settling_s: f64,
    /// CUR03: how near to the step's end voltage the hold begins, whose current falls.
    pub cur03_hold_v: f64,
    /// CUR04: how far above the rated current counts as the rated current.
    pub cur04_current_relative: f64,
    /// TMP01: no sensor of a cell reads less.
    pub tmp01_temperature_degc_min: f64,
    /// TMP01: no sensor of a cell reads more.
    pub tmp01_temperature_degc_max: f64,
    /// TMP03: how much a temperature may change between rows.
    pub tmp03_change_k: f64,
    /// TMP03: when they are no further apart than so many seconds.
    pub tmp03_change_s: f64,
    /// TMP03: how far a single row may stand off both neighbours at any spacing.
    pub tmp03_spike_k: f64,
    /// TMP03: a jump is beyond this many times the changes on both its sides.
    pub tmp03_changes: f64,
    /// TMP04: how far a settled cell may be from its chamber.
    pub tmp04_difference_k: f64,
    /// TMP05: from so many seconds on a channel that stands still may be stuck.
    pub tmp05_stuck_s: f64,
    /// TMP05: while the chamber or another sensor moves by so much.
    pub tmp05_moves_k: f64,
    /// TMP05: or the cell is charged or discharged at this multiple of its capacity in an hour.
    pub tmp05_rate_c: f64,
    /// TMP05: how far a rested cell may be from its chamber.
    pub tmp05_difference_k: f64,
    /// TMP05: after so many seconds of rest.
    pub tmp05_rest_s: f64,
    /// CAP01: how far a capacity may leave the sums of the samples.
    pub cap01_capacity_ah: f64,
    /// CAP01: and relative to the capacity.
    pub cap01_relative: f64,
    /// CAP01: no verdict where the sums are further apart than this share of the capacity.
    pub cap01_width_relative: f64,
    /// CAP01: beyond this share of the integral it is an error.
    pub cap01_error_relative: f64,
    /// CAP02: how far an energy may leave the sums of the samples.
    pub cap02_energy_wh: f64,
    /// CAP02: and relative to the energy.
    pub cap02_relative: f64,
    /// CAP02: no verdict where the sums are further apart than this share of the energy.
    pub cap02_width_relative: f64,
    /// CAP02: beyond this share of the integral it is an error.
    pub cap02_error_relative: f64,
    /// CAP03: how far power may be from voltage times current.
    pub cap03_power_w: f64,
    /// CAP03: and relative to the power.
    pub cap03_relative: f64,
    /// CAP04: how far capacity may run backwards.
    pub cap04_capacity_ah: f64,
    /// CAP04: and relative to the capacity so far.
    pub cap04_relative: f64,
    /// CAP05: how far the capacities of both files may differ.
    pub cap05_capacity_ah: f64,
    /// CAP05: and relative to the capacity.
    pub cap05_relative: f64,
    /// CAP06: how far the running total may leave the sum of the steps.
    pub cap06_capacity_ah: f64,
    /// CAP06: and relative to the total.
    pub cap06_relative: f64,
    /// CAP07: the least coulombic efficiency of a balanced cycle.
    pub cap07_efficiency_pct_min: f64,
    /// CAP07: the greatest.
    pub cap07_efficiency_pct_max: f64,
    /// CAP08: the least SOC.
    pub cap08_soc_pct_min: f64,
    /// CAP08: the greatest SOC.
    pub cap08_soc_pct_max: f64,
    /// CAP08: up to so many per cent a cycle it is a drift, no jump.
    pub cap08_drift_pct: f64,
    /// CAP09: how much less than the comparable discharge before a full discharge may give.
    pub cap09_down_relative: f64,
    /// CAP09: how much more.
    pub cap09_up_relative: f64,
    /// CAP10: how far an increment may leave what the rows give, relative to it.
    pub cap10_relative: f64,
    /// CAT01: how far the reference capacity may be from the nominal one, as a share of it.
    pub cat01_capacity_relative: f64,
    /// CAT01: no verdict for a reference colder than this.
    pub cat01_temperature_degc_min: f64,
    /// CAT01: no verdict for a reference warmer than this.
    pub cat01_temperature_degc_max: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            tim03_rhythm_factor: 3.0,
            tim03_gap_s_min: 1.0,
            tim03_even_relative: 0.01,
            tim03_multiple_relative: 0.05,
            tim04_jump_s: 2.0,
            tim04_fine_jump_s: 0.1,
            tim04_drift: 1e-4,
            tim04_between_steps_s: 5.0,
            tim05_first_s: 1.0,
            tim05_rhythm_factor: 1.5,
            tim06_duration_s: 2e-3,
            tim06_duration_relative: 1e-6,
            stp07_voltage_v: 1e-3,
            stp07_current_a: 1e-3,
            stp07_current_relative: 1e-4,
            stp07_energy_wh: 1e-4,
            stp07_energy_relative: 1e-4,
            vlt01_limit_margin_v: 0.020,
            vlt01_limit_s: 60.0,
            vlt02_spike_v: 0.020,
            vlt02_current_relative: 0.02,
            vlt03_rows: 10.0,
            vlt03_resolution_steps: 5.0,
            vlt03_median_changes: 5.0,
            vlt03_capacity_relative: 0.05,
            vlt03_resolution_v: 5e-4,
            vlt03_plateaus: 3.0,
            vlt04_rest_v: 5e-3,
            vlt04_current_v: 0.020,
            vlt04_changes: 10.0,
            vlt04_settling_s: 60.0,
            cur01_current_a: 1e-3,
            cur01_current_relative: 1e-4,
            cur02_current_a: 1e-3,
            cur02_current_relative: 1e-4,
            cur03_spike_relative: 0.02,
            cur03_median_relative: 0.02,
            cur03_settling_s: 0.1,
            cur03_hold_v: 5e-3,
            cur04_current_relative: 0.01,
            tmp01_temperature_degc_min: -60.0,
            tmp01_temperature_degc_max: 150.0,
            tmp03_change_k: 5.0,
            tmp03_change_s: 60.0,
            tmp03_spike_k: 10.0,
            tmp03_changes: 3.0,
            tmp04_difference_k: 3.0,
            tmp05_stuck_s: 3600.0,
            tmp05_moves_k: 3.0,
            tmp05_rate_c: 1.0,
            tmp05_difference_k: 10.0,
            tmp05_rest_s: 7200.0,
            cap01_capacity_ah: 2e-5,
            cap01_relative: 5e-4,
            cap01_width_relative: 0.1,
            cap01_error_relative: 0.2,
            cap02_energy_wh: 2e-5,
            cap02_relative: 5e-4,
            cap02_width_relative: 0.1,
            cap02_error_relative: 0.2,
            cap03_power_w: 1e-3,
            cap03_relative: 1e-4,
            cap04_capacity_ah: 2e-6,
            cap04_relative: 1e-5,
            cap05_capacity_ah: 1e-5,
            cap05_relative: 1e-6,
            cap06_capacity_ah: 1e-4,
            cap06_relative: 1e-6,
            cap07_efficiency_pct_min: 98.0,
            cap07_efficiency_pct_max: 102.0,
            cap08_soc_pct_min: -3.0,
            cap08_soc_pct_max: 103.0,
            cap08_drift_pct: 1.0,
            cap09_down_relative: 0.10,
            cap09_up_relative: 0.05,
            cap10_relative: 0.05,
            cat01_capacity_relative: 0.3,
            cat01_temperature_degc_min: 15.0,
            cat01_temperature_degc_max: 35.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_keeps_its_default() {
        let set: Thresholds = toml::from_str("tim03_rhythm_factor = 5.0").unwrap();
        assert_eq!(set, Thresholds { tim03_rhythm_factor: 5.0, ..Thresholds::default() });
    }
}
