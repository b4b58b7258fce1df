//! A charge before a capacity check that was ended by time, not by its cut-off current.
//!
//! Why it matters: the capacity of a discharge says something about the cell only when the cell was full before. A
//! charge that ran out of time leaves it short, and the discharge looks like a loss of capacity.
//!
//! How: a charge that ended by time while more than a tenth of the nominal capacity in amperes (C/10) still flowed, and
//! after it, with nothing but rests between, a full discharge, or one to its limit that gives nearly as much as the
//! reference: for want of a full charge alone it is none. The current at its end is the Step file's.
//!
//! What to do: do not count this discharge as a capacity check; give the charge more time in the recipe.

use super::support::{at_record, number};
use crate::model::{EndReason, Finding, Severity, StepRecord, StepType};
use crate::validate::{Check, Context, Rule, TestView};
use std::collections::HashSet;

/// STP08.
pub(crate) struct ChargeNotFinished;

impl Rule for ChargeNotFinished {
    fn code(&self) -> &'static str {
        "STP08"
    }

    fn name(&self) -> &'static str {
        "charge-not-finished"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn source(&self) -> &'static str {
        include_str!("stp08_charge_not_finished.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_end_reasons {
            return Err("the tester gives no status of the ends of steps".into());
        }
        Ok(Box::new(Charges))
    }
}

struct Charges;

/// A discharge of so much of the reference capacity is nearly full, as for the choice of the reference.
const NEARLY_FULL: f64 = 0.9;

/// The share of the nominal capacity that counts as current still flowing: C/10.
const FLOWING: f64 = 0.1;

impl Check for Charges {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(derived) = test.derived else { return };
        let Some((nominal_ah, _)) = derived.nominal else { return };
        let mut full: HashSet<i32> =
            derived.steps.iter().filter(|step| step.full_discharge).map(|step| step.step).collect();
        let least_ah = NEARLY_FULL * derived.reference.map_or(f64::INFINITY, |reference| reference.capacity_ah.abs());
        let is_nearly_full = |record: &&StepRecord| {
            record.step_type == StepType::Discharge
                && matches!(record.end_reason, Some(EndReason::Voltage | EndReason::Current))
                && record.capacity_ah.get().is_some_and(|capacity_ah| capacity_ah.abs() >= least_ah)
        };
        full.extend(test.steps.iter().map(|data| &*data.record).filter(is_nearly_full).map(|record| record.number));
        // The last charge or discharge so far, if it is a charge that ran out of time.
        let mut unfinished: Option<(usize, f64)> = None;
        for (index, data) in test.steps.iter().enumerate() {
            let record = &data.record;
            let discharges = index > 0 && test.steps[index - 1].record.step_type == StepType::Discharge;
            match record.step_type {
                // A discharge that is over took what the charge had given.
                StepType::Rest => unfinished = unfinished.filter(|_| !discharges),
                StepType::Charge => {
                    let current_a = record.current_end_a.get().map_or(0.0, f64::abs);
                    let timed_out = record.end_reason == Some(EndReason::Time) && current_a > FLOWING * nominal_ah;
                    unfinished = timed_out.then_some((index, current_a));
                }
                StepType::Discharge | StepType::Waveform | StepType::Unknown => {
                    // Several steps may be one discharge; its last one is the full one.
                    if !full.contains(&record.number) {
                        continue;
                    }
                    let Some((charge, current_a)) = unfinished.take() else { continue };
                    let message = format!(
                        "the charge ended by time while {} A still flowed, so the full discharge of step {} may give less \
                         than a full cell's capacity",
                        number(current_a),
                        record.number
                    );
                    out.push(at_record(&ChargeNotFinished, test, charge, message));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{derived, metrics};
    use super::*;
    use crate::model::{Control, Derived, NominalSource};
    use crate::validate::harness::Bench;

    /// A charge, a full discharge, another discharge.
    fn test(end: EndReason, nominal_ah: f64) -> Bench {
        let mut bench =
            Bench::new().rest(600.0).step(StepType::Charge, Control::ConstantCurrentVoltage, 3600.0, 60.0, 2.0);
        bench.set_end(end);
        let mut bench = bench.rest(600.0).discharge(3600.0, 2.0).rest(600.0).discharge(60.0, 2.0);
        let steps = bench.records.iter().map(|record| metrics(record, record.number == 4)).collect();
        let nominal = Some((nominal_ah, NominalSource::Flag));
        bench.derived = Some(Derived { nominal, ..derived(steps, Vec::new()) });
        bench
    }

    #[test]
    fn a_charge_that_reached_its_cut_off_or_carried_next_to_nothing_is_silent() {
        assert_eq!(test(EndReason::Current, 2.0).findings(&ChargeNotFinished), []);
        assert_eq!(test(EndReason::Time, 20.0).findings(&ChargeNotFinished), []);
    }

    #[test]
    fn a_charge_that_ran_out_of_time_before_a_full_discharge_is_one_info() {
        let mut bench = test(EndReason::Time, 19.0);
        let found = bench.findings(&ChargeNotFinished);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(3)));
        assert!(found[0].message.contains("2 A still flowed"), "{}", found[0].message);
        assert!(found[0].message.contains("discharge of step 4"), "{}", found[0].message);
        if let Some(derived) = &mut bench.derived {
            derived.steps[3].full_discharge = false;
        }
        assert_eq!(bench.findings(&ChargeNotFinished), []);
    }
}
