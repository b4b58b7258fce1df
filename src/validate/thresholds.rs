//! The limits that rules compare with, each named after its rule, each with a default measured on clean real tests.

use serde::Deserialize;

/// The limits in force, as `[validate]` of battery-etl.toml may set them; what is not set keeps its default.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// TIM03: an interval is a gap beyond this multiple of the rhythm and of both neighbouring intervals.
    pub tim03_rhythm_factor: f64,
    /// TIM03: no interval up to this many seconds is a gap.
    pub tim03_gap_s_min: f64,
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
