//! CAP09 capacity-step-change (warning): two comparable full discharges in a row give very different capacities.
//!
//! Why it matters: a cell ages slowly. A sudden loss is an event (a short, a lost contact, an incomplete charge), and a
//! sudden gain is hardly ever the cell.
//!
//! How: each full discharge is compared with the last one before it at the same rate (10 %) and the same starting
//! temperature (3 K): more than 10 % less, or more than 5 % more, is a finding. After a single outlier the next is
//! compared with the one before it, too. Which discharges are full follows from SOC, so there is no verdict where the
//! capacity of any step is in doubt (CAP01, CAP05). Clean real tests stay below 0.6 %.
//!
//! What to do: look at the two discharges and the charges before them: was the cell full, did both end at the voltage
//! limit, is it the same cell?

use super::cap07_coulombic_efficiency_range::{rates_differ, temperatures_differ};
use super::rows::number;
use super::support::at_record;
use crate::model::{Finding, Severity, StepData, StepMetrics};
use crate::validate::{Check, Context, Rule, TestView, Thresholds};
use std::collections::HashMap;

/// The rule.
pub(crate) struct CapacityStepChange;

impl Rule for CapacityStepChange {
    fn code(&self) -> &'static str {
        "CAP09"
    }

    fn name(&self) -> &'static str {
        "capacity-step-change"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap09_capacity_step_change.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(State { limits: context.thresholds.clone() }))
    }
}

struct State {
    limits: Thresholds,
}

/// A capacity further from the trapezoids of its own rows than this share of the reference shifts SOC visibly.
const DOUBT_RELATIVE: f64 = 0.02;

/// Whether the capacity of a step is that of its rows, as far as there are rows: otherwise CAP01 or CAP05 speaks.
fn is_sound(step: &StepData, reference_ah: f64, limits: &Thresholds) -> bool {
    let (Some(trace), Some(capacity_ah)) = (&step.trace, step.record.capacity_ah) else { return true };
    let tolerance_ah = limits.cap05_capacity_ah + limits.cap05_relative * capacity_ah.abs();
    let counted = trace.capacity_end_ah.is_none_or(|rows_ah| (rows_ah - capacity_ah).abs() <= tolerance_ah);
    let flows = trace.integral_charge_ah != 0.0 || trace.integral_discharge_ah != 0.0;
    let off_ah = trace.integral_charge_ah - trace.integral_discharge_ah - capacity_ah;
    counted && (!flows || off_ah.abs() <= DOUBT_RELATIVE * reference_ah)
}

impl State {
    fn is_step_change(&self, capacity_ah: f64, before_ah: f64) -> bool {
        let change = capacity_ah / before_ah - 1.0;
        change < -self.limits.cap09_down_relative || change > self.limits.cap09_up_relative
    }
}

impl Check for State {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(derived) = test.derived else { return };
        let reference_ah = derived.reference.map_or(f64::INFINITY, |reference| reference.capacity_ah);
        if !test.steps.iter().all(|step| is_sound(step, reference_ah, &self.limits)) {
            return;
        }
        let full = derived.steps.iter().filter(|metrics| metrics.full_discharge);
        let full: HashMap<i32, &StepMetrics> = full.map(|metrics| (metrics.step, metrics)).collect();
        let mut seen: Vec<(&StepMetrics, f64)> = Vec::new();
        for (index, step) in test.steps.iter().enumerate() {
            let Some(&metrics) = full.get(&step.record.number) else { continue };
            let Some(capacity_ah) = metrics.capacity_ah.map(f64::abs).filter(|capacity_ah| *capacity_ah > 0.0) else {
                continue;
            };
            let alike = |other: &StepMetrics| !rates_differ(metrics, other) && !temperatures_differ(metrics, other);
            let mut comparable = seen.iter().rev().filter(|(other, _)| alike(other));
            let (last, before) = (comparable.next(), comparable.next());
            let matches = |other: Option<&(&StepMetrics, f64)>| {
                other.is_some_and(|(_, before_ah)| !self.is_step_change(capacity_ah, *before_ah))
            };
            if let Some((other, before_ah)) = last
                && !matches(last)
                && !matches(before)
            {
                let message = format!(
                    "this full discharge gives {} Ah, the comparable one before (step {}) {} Ah: {:+.1} %; look at both and \
                     at the charges before them",
                    number(capacity_ah),
                    other.step,
                    number(*before_ah),
                    100.0 * (capacity_ah / before_ah - 1.0),
                );
                out.push(Finding {
                    column: Some("capacity_ah".to_owned()),
                    value: Some(number(capacity_ah)),
                    ..at_record(&CapacityStepChange, test, index, message)
                });
            }
            seen.push((metrics, capacity_ah));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{derived, metrics};
    use super::*;
    use crate::validate::harness::Bench;

    /// Full discharges of the given durations at 2 A, each after a charge.
    fn discharges(durations_s: &[f64]) -> Bench {
        let mut bench = Bench::new();
        for duration_s in durations_s {
            bench = bench.charge(3600.0, 2.0).discharge(*duration_s, 2.0);
        }
        let steps = bench.records.iter().map(|record| metrics(record, record.number % 2 == 0)).collect();
        bench.derived = Some(derived(steps, Vec::new()));
        bench
    }

    fn steps(bench: &Bench) -> Vec<Option<i32>> {
        bench.findings(&CapacityStepChange).iter().map(|finding| finding.step).collect()
    }

    #[test]
    fn silent_on_slow_fade() {
        assert_eq!(steps(&discharges(&[3600.0, 3590.0, 3300.0, 3350.0])), []);
    }

    #[test]
    fn a_sudden_loss_or_gain_is_found_once() {
        let loss = discharges(&[3600.0, 3600.0, 3000.0, 3000.0]).findings(&CapacityStepChange);
        assert_eq!((loss.len(), loss[0].step, loss[0].line), (1, Some(6), Some(7)));
        assert!(loss[0].message.contains("-16.7 %"), "{}", loss[0].message);
        assert_eq!(steps(&discharges(&[3000.0, 3000.0, 3300.0, 3300.0])), [Some(6)]);
        assert_eq!(steps(&discharges(&[3600.0, 3600.0, 3000.0, 3600.0])), [Some(6)]);
    }

    #[test]
    fn no_verdict_where_a_capacity_is_in_doubt() {
        let mut bench = discharges(&[3600.0, 3600.0, 3000.0]);
        bench.records[2].capacity_ah = Some(1.0);
        assert_eq!(steps(&bench), []);
    }

    #[test]
    fn other_conditions_are_not_compared() {
        let mut bench = discharges(&[3600.0, 3000.0]);
        bench.derived.as_mut().unwrap().steps[3].temperature_start_degc = Some(-10.0);
        assert_eq!(steps(&bench), []);
    }
}
