//! CAP09 capacity-step-change (warning): two comparable full discharges in a row give very different capacities.
//!
//! Why it matters: a cell ages slowly. A sudden loss is an event (a short, a lost contact, an incomplete charge), and a
//! sudden gain is hardly ever the cell.
//!
//! How: each full discharge is compared with the last comparable one before it: alike in held current (10 %), temperature at
//! the start (3 K), the charge before it and both end voltages. More than 10 % less, or more than 5 % more, is a finding.
//! After a single outlier the next is compared with the one before it, too. Which discharges are full follows from SOC, so
//! there is no verdict where the capacity of any step is in doubt (CAP01, CAP05). Clean real tests stay below 0.6 %.
//!
//! What to do: look at the two discharges and the charges before them: was the cell full, did both end at the voltage
//! limit, is it the same cell?

use super::rows::number;
use super::support::at_record;
use crate::model::{Finding, FullDischarge, Severity, StepData};
use crate::validate::{Check, Context, Rule, TestView, Thresholds};

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
    let (Some(trace), Some(capacity_ah)) = (&step.trace, step.record.capacity_ah.get()) else { return true };
    let tolerance_ah = limits.cap05_capacity_ah + limits.cap05_relative * capacity_ah.abs();
    let counted = trace.capacity_end_ah.get().is_none_or(|rows_ah| (rows_ah - capacity_ah).abs() <= tolerance_ah);
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
        let all = &derived.full_discharges;
        for (at, discharge) in all.iter().enumerate().filter(|(_, discharge)| discharge.capacity_ah > 0.0) {
            let mut comparable = all[..at].iter().rev().filter(|other| other.group == discharge.group);
            let (last, before) = (comparable.next(), comparable.next());
            let capacity_ah = discharge.capacity_ah;
            let matches = |other: Option<&FullDischarge>| {
                other.is_some_and(|other| !self.is_step_change(capacity_ah, other.capacity_ah))
            };
            let Some(index) = test.steps.iter().position(|step| step.record.number == discharge.step) else { continue };
            if let Some(other) = last
                && !matches(last)
                && !matches(before)
            {
                let message = format!(
                    "this full discharge gives {} Ah, the comparable one before (step {}) {} Ah: {:+.1} %; look at both and \
                     at the charges before them",
                    number(capacity_ah),
                    other.step,
                    number(other.capacity_ah),
                    100.0 * (capacity_ah / other.capacity_ah - 1.0),
                );
                out.push(Finding {
                    column: Some("capacity_ah".to_owned()),
                    value: Some(number(capacity_ah)),
                    ..at_record(&CapacityStepChange, test, index, message)
                });
            }
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
        let mut derived = derived(steps, Vec::new());
        let full = |(step, duration_s): (i32, &f64)| FullDischarge {
            step,
            first_step: step,
            cycle: 1,
            capacity_ah: duration_s * 2.0 / 3600.0,
            current_held_a: Some(2.0),
            c_rate: Some(1.0),
            temperature_start_degc: Some(25.0),
            voltage_end_v: 2.5,
            charge_voltage_end_v: 3.6,
            charge_held_voltage: Some(true),
            elapsed_end_s: 0.0,
            group: 0,
        };
        derived.full_discharges = (2..).step_by(2).zip(durations_s).map(full).collect();
        bench.derived = Some(derived);
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
        bench.records[2].capacity_ah = 1.0.into();
        assert_eq!(steps(&bench), []);
    }

    #[test]
    fn what_is_not_comparable_is_not_compared() {
        let mut bench = discharges(&[3600.0, 3000.0]);
        if let Some(derived) = &mut bench.derived {
            derived.full_discharges[1].group = 1;
        }
        assert_eq!(steps(&bench), []);
    }
}
