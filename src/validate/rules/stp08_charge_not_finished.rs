//! A charge before a capacity check that was ended by time, not by its cut-off current.
//!
//! Why it matters: the capacity of a discharge says something about the cell only when the cell was full before. A
//! charge that ran out of time leaves it short, and the discharge looks like a loss of capacity.
//!
//! How: a constant-current, constant-voltage charge that ended by time, and after it, with nothing but rests between, a
//! discharge that ended by its voltage limit.
//!
//! What to do: do not count this discharge as a capacity check; give the charge more time in the recipe.

use super::support::{at_record, number};
use crate::model::{Control, EndReason, Finding, Severity, StepType};
use crate::validate::{Check, Context, Rule, TestView};

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

impl Check for Charges {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        // The last charge or discharge so far, if it is a charge that ran out of time.
        let mut unfinished: Option<usize> = None;
        for (index, data) in test.steps.iter().enumerate() {
            let record = &data.record;
            match record.step_type {
                StepType::Rest => {}
                StepType::Charge => {
                    let timed_out =
                        record.control == Control::ConstantCurrentVoltage && record.end_reason == Some(EndReason::Time);
                    unfinished = timed_out.then_some(index);
                }
                StepType::Discharge | StepType::Waveform | StepType::Unknown => {
                    let full_looking =
                        record.step_type == StepType::Discharge && record.end_reason == Some(EndReason::Voltage);
                    if let Some(charge) = unfinished.take().filter(|_| full_looking) {
                        let current_a = test.steps[charge].record.current_end_a;
                        let at = current_a.map_or_else(String::new, |a| format!(" at {} A", number(a)));
                        let message = format!(
                            "the charge ended by time{at}, not by its cut-off current, so the discharge of step {} is no \
                             capacity check",
                            record.number
                        );
                        out.push(at_record(&ChargeNotFinished, test, charge, message));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    fn test(end: EndReason) -> Bench {
        let charge =
            Bench::new().rest(600.0).step(StepType::Charge, Control::ConstantCurrentVoltage, 3600.0, 60.0, 2.0);
        let mut bench = charge;
        bench.set_end(end);
        bench.rest(600.0).discharge(3600.0, 2.0).rest(600.0).discharge(60.0, 2.0)
    }

    #[test]
    fn a_charge_that_reached_its_cut_off_is_silent() {
        assert_eq!(test(EndReason::Current).findings(&ChargeNotFinished), []);
        assert_eq!(Bench::cycle().findings(&ChargeNotFinished), []);
    }

    #[test]
    fn a_charge_that_ran_out_of_time_is_one_info() {
        let found = test(EndReason::Time).findings(&ChargeNotFinished);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(3)));
        assert!(found[0].message.contains("discharge of step 4"), "{}", found[0].message);
    }
}
