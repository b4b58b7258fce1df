//! Direct-current resistance by two levels of current (IEC 61960-3): two discharges that follow each other without a rest.

use super::group::same_rate;
use crate::model::{StepMetrics, StepType};

/// The longest that either level may take in s: the standard has 10 s and 1 s.
const LONGEST_S: f64 = 60.5;

/// Two levels of current, and the resistance between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoLevels {
    /// The step at the lower current.
    pub first_step: i32,
    /// The step at the higher current.
    pub step: i32,
    /// The cycle.
    pub cycle: i32,
    /// SOC at the start of the higher in %.
    pub soc_pct: Option<f64>,
    /// Temperature there in °C.
    pub temperature_degc: Option<f64>,
    /// Currents at the end of either in A; magnitudes.
    pub currents_a: [f64; 2],
    /// Voltages at the end of either in V.
    pub voltages_v: [f64; 2],
    /// `(V1 - V2) / (I2 - I1)` in ohm.
    pub resistance_ohm: f64,
}

/// All pairs of short discharges without a rest between them, of which the second has the higher current.
#[must_use]
pub fn two_levels(steps: &[StepMetrics]) -> Vec<TwoLevels> {
    let level = |step: &StepMetrics| {
        let is_short = step.duration_s.get().is_some_and(|seconds| seconds > 0.0 && seconds <= LONGEST_S);
        let is_level = step.step_type == StepType::Discharge && is_short;
        is_level.then(|| step.current_end_a.get().map(f64::abs).zip(step.voltage_end_v.get())).flatten()
    };
    let pair = |pair: &[StepMetrics]| {
        let ((lower_a, first_v), (higher_a, second_v)) = (level(&pair[0])?, level(&pair[1])?);
        if higher_a <= lower_a || same_rate(higher_a, lower_a) {
            return None;
        }
        Some(TwoLevels {
            first_step: pair[0].step,
            step: pair[1].step,
            cycle: pair[1].cycle,
            soc_pct: pair[1].soc_start_pct.get(),
            temperature_degc: pair[1].temperature_start_degc.get(),
            currents_a: [lower_a, higher_a],
            voltages_v: [first_v, second_v],
            resistance_ohm: (first_v - second_v) / (higher_a - lower_a),
        })
    };
    steps.windows(2).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;

    #[test]
    fn two_discharges_without_a_rest_give_a_resistance() {
        let step = |step, seconds: f64, current: f64, voltage: f64| StepMetrics {
            step,
            step_type: StepType::Discharge,
            duration_s: seconds.into(),
            current_end_a: current.into(),
            voltage_end_v: voltage.into(),
            ..blank()
        };
        let steps = [step(1, 10.0, -0.4, 3.902), step(2, 1.0, -2.0, 3.836), blank(), step(4, 1.0, -4.0, 3.7)];
        let found = two_levels(&steps);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].first_step, found[0].step), (1, 2));
        assert!((found[0].resistance_ohm - 0.04125).abs() < 1e-12, "G10 of the reference numbers");
    }
}
