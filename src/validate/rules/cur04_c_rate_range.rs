//! CUR04 c-rate-range (info): a step runs above the cell's rated current.
//!
//! Why it matters: beyond its rating a cell heats and ages in ways that the test may not be about. It may be meant so.
//!
//! How: the largest current of each charge and discharge is compared with the cell's rated maximum for that direction,
//! with 1 % for the tester's control. It runs only when the cell's rated currents are known.
//!
//! What to do: nothing if the test is meant so; otherwise check the recipe and the cell it ran on.

use super::rows::number;
use super::support::at_record;
use crate::model::{Finding, Severity, StepData, StepType};
use crate::validate::{Check, Context, Rule, TestView};

/// The rule.
pub(crate) struct CRateRange;

impl Rule for CRateRange {
    fn code(&self) -> &'static str {
        "CUR04"
    }

    fn name(&self) -> &'static str {
        "c-rate-range"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn source(&self) -> &'static str {
        include_str!("cur04_c_rate_range.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let limits = context.head.cell.as_ref().map(|cell| cell.limits).unwrap_or_default();
        if limits.current_charge_a_max.is_none() && limits.current_discharge_a_max.is_none() {
            return Err("the cell's rated currents are not known".to_owned());
        }
        Ok(Box::new(State {
            charge_a: limits.current_charge_a_max.map(f64::abs),
            discharge_a: limits.current_discharge_a_max.map(f64::abs),
            margin: 1.0 + context.thresholds.cur04_current_relative,
        }))
    }
}

struct State {
    charge_a: Option<f64>,
    discharge_a: Option<f64>,
    margin: f64,
}

impl State {
    fn rated_a(&self, step_type: StepType) -> Option<f64> {
        match step_type {
            StepType::Charge => self.charge_a,
            StepType::Discharge => self.discharge_a,
            StepType::Rest | StepType::Waveform | StepType::Unknown => None,
        }
    }
}

/// The largest current of a step: of its rows, or without them the one at its end.
fn largest_a(step: &StepData) -> Option<f64> {
    let rows_a = step.trace.as_ref().and_then(|trace| trace.current_abs_max_a.get());
    rows_a.or_else(|| step.record.current_end_a.get().map(f64::abs))
}

impl Check for State {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for (index, step) in test.steps.iter().enumerate() {
            let (Some(rated_a), Some(largest_a)) = (self.rated_a(step.record.step_type), largest_a(step)) else {
                continue;
            };
            if largest_a > self.margin * rated_a {
                let message = format!(
                    "the step runs at up to {} A, above the cell's rated {} A; check the recipe if that is not meant",
                    number(largest_a),
                    number(rated_a),
                );
                out.push(Finding {
                    column: Some("current_a".to_owned()),
                    value: Some(number(largest_a)),
                    ..at_record(&CRateRange, test, index, message)
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, CellLimits};
    use crate::validate::harness::Bench;

    fn rated(charge_a: f64, discharge_a: f64) -> Bench {
        let mut bench = Bench::cycle();
        let limits = CellLimits {
            current_charge_a_max: Some(charge_a),
            current_discharge_a_max: Some(discharge_a),
            ..CellLimits::default()
        };
        bench.head.cell = Some(Cell { limits, ..Cell::default() });
        bench
    }

    #[test]
    fn silent_up_to_the_rating() {
        assert!(rated(2.0, 1.99).findings(&CRateRange).is_empty());
    }

    #[test]
    fn a_step_above_the_rating_is_an_info() {
        let found = rated(1.5, 2.0).findings(&CRateRange);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].severity), (Some(2), Severity::Info));
    }

    #[test]
    fn without_ratings_it_cannot_run() {
        assert!(Bench::cycle().run(&CRateRange).is_err());
    }
}
