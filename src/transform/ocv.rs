//! Open-circuit voltages: the ends of rests, after charge and after discharge.

use crate::model::{StepMetrics, StepType};

/// A step with less capacity in Ah than this moves no charge.
const LEAST_AH: f64 = 1e-9;

/// The end of an unbroken run of rests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestEnd {
    /// Its last step.
    pub step: i32,
    /// Its cycle.
    pub cycle: i32,
    /// How long all of it took in s.
    pub rest_s: f64,
    /// SOC at its end in %.
    pub soc_pct: Option<f64>,
    /// Voltage at its end in V.
    pub ocv_v: f64,
    /// The cell's temperature at its end in °C.
    pub temperature_degc: Option<f64>,
    /// What moved charge before it; `None` when nothing did.
    pub branch: Option<StepType>,
    /// Runs of rests between which charge went one way have one number.
    pub sweep: usize,
}

/// The ends of runs of rests that took at least so long.
#[must_use]
pub fn rest_ends(steps: &[StepMetrics], min_rest_s: f64) -> Vec<RestEnd> {
    let mut ends = Vec::new();
    let (mut branch, mut rest_s, mut sweep) = (None, 0.0, 0);
    for (at, step) in steps.iter().enumerate() {
        if step.step_type != StepType::Rest {
            let is_idle = step.capacity_ah.get().is_some_and(|capacity| capacity.abs() <= LEAST_AH);
            if matches!(step.step_type, StepType::Charge | StepType::Discharge) && !is_idle {
                if branch.is_some_and(|branch| branch != step.step_type) {
                    sweep += 1;
                }
                branch = Some(step.step_type);
            }
            rest_s = 0.0;
            continue;
        }
        rest_s += step.duration_s.get().unwrap_or(0.0);
        let is_last = steps.get(at + 1).is_none_or(|next| next.step_type != StepType::Rest);
        if let (true, Some(ocv_v)) = (is_last && rest_s >= min_rest_s, step.voltage_end_v.get()) {
            ends.push(RestEnd {
                step: step.step,
                cycle: step.cycle,
                rest_s,
                soc_pct: step.soc_end_pct.get(),
                ocv_v,
                temperature_degc: step.temperature_end_degc.get(),
                branch,
                sweep,
            });
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;

    #[test]
    fn ends_of_long_rests_and_what_came_before() {
        let rest = |step, seconds: f64, ocv: f64| StepMetrics {
            step,
            duration_s: seconds.into(),
            voltage_end_v: ocv.into(),
            soc_end_pct: 50.0.into(),
            ..blank()
        };
        let moved = |step, step_type, ah: f64| StepMetrics { step, step_type, capacity_ah: ah.into(), ..blank() };
        let steps = [
            rest(1, 1800.0, 3.2),
            moved(2, StepType::Charge, 1.0),
            rest(3, 900.0, 3.4),
            rest(4, 900.0, 3.3),
            moved(5, StepType::Discharge, -1.0),
            rest(6, 60.0, 3.1),
            moved(7, StepType::Discharge, 0.0),
            rest(8, 3600.0, 3.0),
        ];
        let ends = rest_ends(&steps, 1800.0);
        let said: Vec<_> = ends.iter().map(|end| (end.step, end.ocv_v, end.branch, end.sweep)).collect();
        assert_eq!(
            said,
            [(1, 3.2, None, 0), (4, 3.3, Some(StepType::Charge), 0), (8, 3.0, Some(StepType::Discharge), 1)]
        );
        assert_eq!(ends[1].rest_s, 1800.0);
    }
}
