//! The limits that rules compare with, each named after its rule, each with a default measured on clean real tests.
//! Those in A, W, Ah and Wh are of a 20 Ah cell; each test takes its share of them.

use serde::{Deserialize, Serialize};

/// Declares the limits, each with what it is and its default, once.
macro_rules! thresholds {
    ($($(#[$doc:meta])* $name:ident = $default:expr;)*) => {
        /// The limits in force, as `[validate]` of battery-etl.toml may set them; what is not set keeps its default.
        #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
        #[serde(default)]
        pub struct Thresholds {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl Default for Thresholds {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }
    };
}

thresholds! {
    /// TIM03: an interval is a gap beyond this multiple of the rhythm and of both neighbouring intervals.
    tim03_rhythm_factor = 3.0;
    /// TIM03: no interval up to this many seconds is a gap.
    tim03_gap_s_min = 1.0;
    /// TIM03: how far intervals may differ in an even rhythm, relative to it.
    tim03_even_relative = 0.01;
    /// TIM03: how near to a whole multiple of an even rhythm an interval is rows lost.
    tim03_multiple_relative = 0.05;
    /// TIM04: how far wall clock and elapsed time may part inside a step, for clocks of whole seconds.
    tim04_jump_s = 2.0;
    /// TIM04: the same for clocks with fractions of a second.
    tim04_fine_jump_s = 0.1;
    /// TIM04: the same where rows are logged by changes: their clocks lag by up to 0.3 s in clean exports.
    tim04_fine_jump_of_changes_s = 0.5;
    /// TIM04: the same for each second since the step's start: two honest clocks drift apart.
    tim04_drift = 1e-4;
    /// TIM04: how far they may part between two steps.
    tim04_between_steps_s = 5.0;
    /// TIM05: a step's first step time may always be this large.
    tim05_first_s = 1.0;
    /// TIM05: and this multiple of the step's rhythm.
    tim05_rhythm_factor = 1.5;
    /// TIM06: how far the two durations may differ, in seconds.
    tim06_duration_s = 2e-3;
    /// TIM06: and for each second of the duration.
    tim06_duration_relative = 1e-6;
    /// STP07: how far the end voltages may differ.
    stp07_voltage_v = 1e-3;
    /// STP07: how far the end currents may differ.
    stp07_current_a = 1e-3;
    /// STP07: and for each ampere.
    stp07_current_relative = 1e-4;
    /// STP07: how far the energies may differ.
    stp07_energy_wh = 1e-4;
    /// STP07: and for each watt-hour.
    stp07_energy_relative = 1e-4;
    /// VLT01: how far beyond the cell's own limits a voltage may be.
    vlt01_limit_margin_v = 0.020;
    /// VLT01: and for how long beyond that, in seconds.
    vlt01_limit_s = 60.0;
    /// VLT02: how far a single reading may stand off both neighbours.
    vlt02_spike_v = 0.020;
    /// VLT02: a current beyond both its neighbours by this share of the step's largest explains the reading.
    vlt02_current_relative = 0.02;
    /// VLT03: from so many identical readings on the voltage may be frozen.
    vlt03_rows = 10.0;
    /// VLT03: a jump at their end counts beyond so many resolution steps.
    vlt03_resolution_steps = 5.0;
    /// VLT03: and beyond so many median changes of the step.
    vlt03_median_changes = 5.0;
    /// VLT03: up to the step's end, the share of its capacity that may pass meanwhile.
    vlt03_capacity_relative = 0.05;
    /// VLT03: from this resolution on, in volts, a plateau may stand still to the step's end.
    vlt03_resolution_v = 5e-4;
    /// VLT03: unless it is so many times as long as any other of the test.
    vlt03_plateaus = 3.0;
    /// VLT04: how far the voltage of a rest may jump.
    vlt04_rest_v = 5e-3;
    /// VLT04: how far the voltage may jump at constant current.
    vlt04_current_v = 0.020;
    /// VLT04: and this many times the largest of the changes around it.
    vlt04_changes = 10.0;
    /// VLT04: in so many seconds a rest settles; jumps in it are none.
    vlt04_settling_s = 60.0;
    /// CUR01: how much current a rest may carry.
    cur01_current_a = 1e-3;
    /// CUR01: and relative to the test's largest current.
    cur01_current_relative = 1e-4;
    /// CUR02: how much current may flow against a step's direction.
    cur02_current_a = 1e-3;
    /// CUR02: and relative to the step's largest current.
    cur02_current_relative = 1e-4;
    /// CUR03: how far a single row may stand off both neighbours, relative to the step's largest.
    cur03_spike_relative = 0.02;
    /// CUR03: how far a row of the constant part may be from its median.
    cur03_median_relative = 0.02;
    /// CUR03: in so many seconds a step settles; rows in it are not compared with the median.
    cur03_settling_s = 0.1;
    /// CUR03: how near to the step's end voltage the hold begins, whose current falls.
    cur03_hold_v = 5e-3;
    /// CUR04: how far above the rated current counts as the rated current.
    cur04_current_relative = 0.01;
    /// TMP01: no sensor of a cell reads less.
    tmp01_temperature_degc_min = -60.0;
    /// TMP01: no sensor of a cell reads more.
    tmp01_temperature_degc_max = 150.0;
    /// TMP03: how much a temperature may change between rows.
    tmp03_change_k = 5.0;
    /// TMP03: when they are no further apart than so many seconds.
    tmp03_change_s = 60.0;
    /// TMP03: how far a single row may stand off both neighbours at any spacing.
    tmp03_spike_k = 10.0;
    /// TMP03: a jump is beyond this many times the changes on both its sides.
    tmp03_changes = 3.0;
    /// TMP04: how far a settled cell may be from its chamber.
    tmp04_difference_k = 3.0;
    /// TMP05: from so many seconds on a channel that stands still may be stuck.
    tmp05_stuck_s = 3600.0;
    /// TMP05: while the chamber or another sensor moves by so much.
    tmp05_moves_k = 3.0;
    /// TMP05: or the cell is charged or discharged at this multiple of its capacity in an hour.
    tmp05_rate_c = 1.0;
    /// TMP05: how far a rested cell may be from its chamber.
    tmp05_difference_k = 10.0;
    /// TMP05: after so many seconds of rest.
    tmp05_rest_s = 7200.0;
    /// CAP01: how far a capacity may leave the sums of the samples.
    cap01_capacity_ah = 2e-5;
    /// CAP01: and relative to the capacity.
    cap01_relative = 5e-4;
    /// CAP01: no verdict where the sums are further apart than this share of the capacity.
    cap01_width_relative = 0.1;
    /// CAP01: beyond this share of the integral it is an error.
    cap01_error_relative = 0.2;
    /// CAP02: how far an energy may leave the sums of the samples.
    cap02_energy_wh = 2e-5;
    /// CAP02: and relative to the energy.
    cap02_relative = 5e-4;
    /// CAP02: no verdict where the sums are further apart than this share of the energy.
    cap02_width_relative = 0.1;
    /// CAP02: beyond this share of the integral it is an error.
    cap02_error_relative = 0.2;
    /// CAP03: how far power may be from voltage times current.
    cap03_power_w = 1e-3;
    /// CAP03: and relative to the power.
    cap03_relative = 1e-4;
    /// CAP04: how far capacity may run backwards.
    cap04_capacity_ah = 2e-6;
    /// CAP04: and relative to the capacity so far.
    cap04_relative = 1e-5;
    /// CAP05: how far the capacities of both files may differ.
    cap05_capacity_ah = 1e-5;
    /// CAP05: and relative to the capacity.
    cap05_relative = 1e-6;
    /// CAP06: how far the running total may leave the sum of the steps.
    cap06_capacity_ah = 1e-4;
    /// CAP06: and relative to the total.
    cap06_relative = 1e-6;
    /// CAP07: the least coulombic efficiency of a balanced cycle.
    cap07_efficiency_pct_min = 98.0;
    /// CAP07: the greatest.
    cap07_efficiency_pct_max = 102.0;
    /// CAP08: the least SOC.
    cap08_soc_pct_min = -3.0;
    /// CAP08: the greatest SOC.
    cap08_soc_pct_max = 103.0;
    /// CAP08: up to so many per cent a cycle it is a drift, no jump.
    cap08_drift_pct = 1.0;
    /// CAP09: how much less than the comparable discharge before a full discharge may give.
    cap09_down_relative = 0.10;
    /// CAP09: how much more.
    cap09_up_relative = 0.05;
    /// CAP10: how far an increment may leave what the rows give, relative to it.
    cap10_relative = 0.05;
    /// CAT01: how far the reference capacity may be from the nominal one, as a share of it.
    cat01_capacity_relative = 0.3;
    /// CAT01: no verdict for a reference colder than this.
    cat01_temperature_degc_min = 15.0;
    /// CAT01: no verdict for a reference warmer than this.
    cat01_temperature_degc_max = 35.0;
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
