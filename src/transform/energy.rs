//! Whether what a cycle gives back of its energy can be held against what it took: not of a symmetric cell, and not of a half
//! cell that is counted from its other electrode.

use crate::model::{StepMetrics, StepType};

/// Of a step with less than this share of the cycle's largest capacity the direction tells nothing.
const TELLING_SHARE: f64 = 0.01;
/// A voltage may fall below zero by this share of what it rises above: a cell that was discharged too far is no symmetric one.
const BELOW_SHARE: f64 = 0.05;
/// Voltages within this of one another neither rise nor fall.
const LEVEL_V: f64 = 0.01;

/// The voltage changes its sign with the current: such a cell takes up energy both ways.
pub(super) const SYMMETRIC: &str = "the voltage changes its sign, so that the cell takes up energy both ways, as a symmetric \
                                    cell does";
/// The energy of a charge is less than that of the discharge after it.
pub(super) const OTHER_ELECTRODE: &str = "charges lower the voltage and discharges raise it, as of a half cell that is counted \
                                          from its other electrode; --sign discharge-positive turns it";

/// Why the energy efficiency of a cycle of these steps says nothing; `None` where it says something.
pub(super) fn no_efficiency(steps: &[StepMetrics]) -> Option<&'static str> {
    let flows = |step: &StepMetrics| matches!(step.step_type, StepType::Charge | StepType::Discharge);
    let capacity = |step: &StepMetrics| step.capacity_ah.get().map_or(0.0, f64::abs);
    let largest = steps.iter().filter(|step| flows(step)).map(capacity).fold(0.0, f64::max);
    let telling = || steps.iter().filter(|step| flows(step) && capacity(step) >= TELLING_SHARE * largest);
    let is_below = |step: &StepMetrics| {
        let takes_other_way =
            step.energy_wh.get().zip(step.capacity_ah.get()).is_some_and(|(energy, charge)| energy * charge < 0.0);
        let ends = step.voltage_min_v.get().zip(step.voltage_max_v.get());
        takes_other_way || ends.is_some_and(|(least, most)| least < -BELOW_SHARE * most.abs())
    };
    if telling().any(is_below) {
        return Some(SYMMETRIC);
    }
    // How much flowed while the voltage rose, less what flowed while it fell.
    let rise = |step_type: StepType| {
        let of_type = telling().filter(|step| step.step_type == step_type);
        let one = |step: &StepMetrics| {
            let change =
                step.voltage_end_v.get().zip(step.voltage_start_v.get()).map_or(0.0, |(end, start)| end - start);
            if change.abs() <= LEVEL_V { 0.0 } else { capacity(step).copysign(change) }
        };
        of_type.map(one).sum::<f64>()
    };
    (rise(StepType::Charge) < 0.0 && rise(StepType::Discharge) > 0.0).then_some(OTHER_ELECTRODE)
}

/// The cycles without an energy efficiency, and why, in a sentence for each reason.
pub(super) fn notes(without: &[(i32, &'static str)]) -> Vec<String> {
    let of = |reason: &'static str| {
        let cycles: Vec<String> =
            without.iter().filter(|(_, why)| *why == reason).map(|(cycle, _)| cycle.to_string()).collect();
        let which = match cycles.as_slice() {
            [] => return None,
            [one] => format!("cycle {one}"),
            many => format!("{} cycles, from {} on", many.len(), many[0]),
        };
        Some(format!("no energy efficiency of {which}: {reason}"))
    };
    [SYMMETRIC, OTHER_ELECTRODE].into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;

    /// A step that moves so much between two voltages, at the mean of both.
    fn step(capacity_ah: f64, [start_v, end_v]: [f64; 2]) -> StepMetrics {
        StepMetrics {
            step_type: if capacity_ah > 0.0 { StepType::Charge } else { StepType::Discharge },
            capacity_ah: capacity_ah.into(),
            energy_wh: (capacity_ah * f64::midpoint(start_v, end_v)).into(),
            voltage_start_v: start_v.into(),
            voltage_end_v: end_v.into(),
            voltage_min_v: start_v.min(end_v).into(),
            voltage_max_v: start_v.max(end_v).into(),
            ..blank()
        }
    }

    #[test]
    fn a_full_cell_has_one_and_a_symmetric_one_has_none() {
        assert_eq!(no_efficiency(&[step(1.0, [3.0, 4.2]), step(-1.0, [4.1, 2.5])]), None);
        let lithium = [step(1e-3, [0.02, 0.05]), step(-1e-3, [-0.02, -0.06])];
        assert_eq!(no_efficiency(&lithium), Some(SYMMETRIC));
        let graphite = [step(1e-3, [-0.5, 0.5]), step(-1e-3, [0.5, -0.5])];
        assert_eq!(no_efficiency(&graphite), Some(SYMMETRIC));
        // One that was discharged too far for a moment, and a first row of nothing.
        let far = [step(1.0, [3.0, 4.2]), step(-1.0, [4.1, 2.5]), step(-0.002, [2.5, -0.1])];
        assert_eq!(no_efficiency(&far), None);
    }

    #[test]
    fn a_half_cell_counted_from_the_other_electrode_has_none() {
        let graphite = [step(1.0, [1.5, 0.01]), step(-0.98, [0.1, 1.5])];
        assert_eq!(no_efficiency(&graphite), Some(OTHER_ELECTRODE));
        let turned = [step(0.98, [0.1, 1.5]), step(-1.0, [1.5, 0.01])];
        assert_eq!(no_efficiency(&turned), None);
        assert_eq!(no_efficiency(&[step(1.0, [1.5, 0.01])]), None, "of a charge alone nothing is known");
    }

    #[test]
    fn each_reason_is_said_once() {
        let said = notes(&[(1, SYMMETRIC), (2, SYMMETRIC), (5, OTHER_ELECTRODE)]);
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("no energy efficiency of 2 cycles, from 1 on: ") && said[1].contains("cycle 5"));
        assert!(notes(&[]).is_empty());
    }
}
