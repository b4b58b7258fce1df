//! CAP07 coulombic-efficiency-range (warning; info where conditions differ): a cycle gives back too much or too little.
//!
//! Why it matters: a lithium-ion cell returns nearly all the charge it took. An efficiency well off 100 % over a balanced
//! cycle is a leak, a wrong counter or missing steps, not the cell.
//!
//! How: the coulombic efficiency of each cycle that is complete (a charge and a discharge swing) and balanced (it ends as it
//! began: by a discharge like the one before it, to the same limit, at the same rate and temperature) must lie within 98 and
//! 102 %. Where its charge and its discharge ran at different temperatures (3 K) or rates (10 %) it is an info, and so is
//! less than 98 % in a test's first three cycles: that is formation. Where the cell's temperature is itself wrong (TMP05) the
//! chamber's tells whether they differ, and where there is none it is an info.
//!
//! What to do: look for missing steps and at the capacity of the cycle's steps (CAP01, CAP05); then at the cell.

use super::rows::number;
use super::support::at_record;
use crate::model::{Cycle, Derived, Finding, Severity, StepMetrics, StepType};
use crate::validate::{Check, Context, Rule, TestView};

/// The rule.
pub(crate) struct CoulombicEfficiencyRange;

impl Rule for CoulombicEfficiencyRange {
    fn code(&self) -> &'static str {
        "CAP07"
    }

    fn name(&self) -> &'static str {
        "coulombic-efficiency-range"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap07_coulombic_efficiency_range.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let limits = context.thresholds;
        Ok(Box::new(State { range_pct: limits.cap07_efficiency_pct_min..=limits.cap07_efficiency_pct_max }))
    }
}

struct State {
    range_pct: std::ops::RangeInclusive<f64>,
}

/// A new cell loses charge in so many first cycles.
const FORMATION_CYCLES: usize = 3;
/// Temperatures within so many kelvin are the same, as for comparable discharges.
pub(crate) const BAND_K: f64 = 3.0;
/// Rates within this share of each other are the same, as for comparable discharges.
pub(super) const BAND_RELATIVE: f64 = 0.1;

/// Whether two values are known and further apart than `band`.
pub(super) fn are_apart(a: Option<f64>, b: Option<f64>, band: impl Fn(f64, f64) -> f64) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() > band(a, b))
}

/// Whether the rates of two steps are known to differ.
pub(super) fn rates_differ(a: &StepMetrics, b: &StepMetrics) -> bool {
    are_apart(a.c_rate.get(), b.c_rate.get(), |a, b| BAND_RELATIVE * a.max(b))
}

/// Whether the temperatures at which two steps started are known to differ.
pub(super) fn temperatures_differ(a: &StepMetrics, b: &StepMetrics) -> bool {
    are_apart(a.temperature_start_degc.get(), b.temperature_start_degc.get(), |_, _| BAND_K)
}

/// The step of a type that moved the most charge in a cycle.
fn main_step<'a>(derived: &'a Derived, cycle: &Cycle, step_type: StepType) -> Option<&'a StepMetrics> {
    let from = derived.steps.partition_point(|step| step.step < cycle.first_step);
    let steps = derived.steps[from..].iter().take_while(|step| step.step <= cycle.last_step);
    let steps = steps.filter(|step| step.step_type == step_type);
    steps.max_by(|a, b| {
        let charge_ah = |step: &StepMetrics| step.capacity_ah.get().map_or(0.0, f64::abs);
        charge_ah(a).total_cmp(&charge_ah(b))
    })
}

impl Check for State {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(derived) = test.derived else { return };
        let cycles = derived.cycles.iter().enumerate().filter(|(_, cycle)| cycle.complete && cycle.balanced);
        for (nth, cycle) in cycles {
            let Some(efficiency_pct) = cycle.coulombic_efficiency_pct.get() else { continue };
            if self.range_pct.contains(&efficiency_pct) {
                continue;
            }
            let charge = main_step(derived, cycle, StepType::Charge);
            let pair = charge.zip(main_step(derived, cycle, StepType::Discharge));
            let differ = pair.is_some_and(|(a, b)| rates_differ(a, b) || temperatures_differ(a, b));
            let is_formation = nth < FORMATION_CYCLES && efficiency_pct < *self.range_pct.start();
            let advice = if differ {
                "its charge and discharge ran at different temperatures or rates, which explains it"
            } else if is_formation {
                "in a test's first cycles that may be formation"
            } else {
                "look for missing steps and wrong capacities, then at the cell"
            };
            let message = format!(
                "cycle {} (steps {} to {}) has a coulombic efficiency of {efficiency_pct:.2} %, outside {} to {} %; {advice}",
                cycle.cycle,
                cycle.first_step,
                cycle.last_step,
                number(*self.range_pct.start()),
                number(*self.range_pct.end()),
            );
            let index = test.steps.iter().position(|step| step.record.number == cycle.first_step);
            out.push(Finding {
                severity: if differ || is_formation { Severity::Info } else { Severity::Warning },
                column: Some("coulombic_efficiency_pct".to_owned()),
                value: Some(number(efficiency_pct)),
                ..at_record(&CoulombicEfficiencyRange, test, index.unwrap_or(usize::MAX), message)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{cycle, derived, metrics};
    use super::*;
    use crate::validate::harness::Bench;

    fn with(efficiency_pct: f64) -> Bench {
        let mut bench = Bench::cycle();
        let steps = bench.records.iter().map(|record| metrics(record, false)).collect();
        // The first three cycles may be formation.
        let first = (1..=3).map(|n| cycle(n, (1, 1), 99.9));
        bench.derived = Some(derived(steps, first.chain([cycle(4, (1, 5), efficiency_pct)]).collect()));
        bench
    }

    #[test]
    fn silent_near_a_hundred_or_unbalanced() {
        assert!(with(99.7).findings(&CoulombicEfficiencyRange).is_empty());
        let mut bench = with(116.0);
        bench.derived.as_mut().unwrap().cycles[3].balanced = false;
        assert!(bench.findings(&CoulombicEfficiencyRange).is_empty());
    }

    #[test]
    fn a_balanced_cycle_far_off_is_a_warning() {
        for efficiency_pct in [97.5, 103.0] {
            let found = with(efficiency_pct).findings(&CoulombicEfficiencyRange);
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].severity, found[0].step), (Severity::Warning, Some(1)));
        }
    }

    #[test]
    fn a_loss_in_the_first_cycles_is_an_info_and_a_gain_is_not() {
        for (efficiency_pct, severity) in [(88.0, Severity::Info), (110.0, Severity::Warning)] {
            let mut bench = with(99.9);
            if let Some(derived) = &mut bench.derived {
                derived.cycles[1] = cycle(2, (1, 5), efficiency_pct);
            }
            let found = bench.findings(&CoulombicEfficiencyRange);
            assert_eq!(found.iter().map(|found| found.severity).collect::<Vec<_>>(), [severity]);
        }
    }

    #[test]
    fn other_conditions_make_it_an_info() {
        let mut bench = with(97.5);
        bench.derived.as_mut().unwrap().steps[3].temperature_start_degc = 0.0.into();
        assert_eq!(bench.findings(&CoulombicEfficiencyRange)[0].severity, Severity::Info);
        let mut bench = with(97.5);
        bench.derived.as_mut().unwrap().steps[3].c_rate = 5.0.into();
        assert_eq!(bench.findings(&CoulombicEfficiencyRange)[0].severity, Severity::Info);
    }
}
