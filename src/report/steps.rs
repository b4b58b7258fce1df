//! `report steps`: one row for each executed step.

use super::{Options, Report, ReportError, Subject};
use crate::fields::STEPS;
use crate::format::{Field, Heading, Sheet};
use crate::model::StepMetrics;

/// One row a step.
pub(super) struct Steps;

impl Report for Steps {
    fn name(&self) -> &'static str {
        "steps"
    }

    fn about(&self) -> &'static str {
        "every executed step: type, duration, C-rate, SOC, voltages, capacity, temperatures, OCV"
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("steps", Field::columns(STEPS))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let keep = |step: &StepMetrics| options.filter.step(step, min_rest_s);
        let mut sheet = subject.list("steps", STEPS, &subject.derived.steps, keep, options);
        for (number, note) in subject.test.step_notes()? {
            if subject.derived.steps.iter().any(|step| step.step == number && keep(step)) {
                sheet.notes.push(format!("step {number}: {note}"));
            }
        }
        Ok(sheet)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::format::Value;
    use crate::model::{StepRecord, StepType};
    use std::sync::Arc;

    /// A step of which only number and type are known.
    pub(in crate::report) fn step(number: i32, step_type: StepType) -> StepMetrics {
        let record = StepRecord { step_type, ..StepRecord::unknown(number) };
        StepMetrics::of(&Arc::new(record))
    }

    #[test]
    fn fields_are_those_of_the_contract() {
        let keys: Vec<&str> = STEPS.iter().map(|field| field.column.key.as_ref()).collect();
        let contract = "step cycle tester_cycle recipe_line loop step_type original_step_type status start_time \
            duration_s previous_step_s rest_before_s voltage_start_v voltage_end_v voltage_min_v voltage_max_v \
            current_mean_a current_end_a capacity_ah energy_wh power_end_w temperature_start_degc temperature_end_degc \
            temperature_min_degc temperature_max_degc c_rate c_rate_mean c_rate_end soc_start_pct soc_end_pct \
            ocv_start_v measurements relaxation_rows";
        assert_eq!(keys, contract.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn a_value_stands_under_its_own_name() {
        let row = Field::row(STEPS, &StepMetrics { energy_wh: (-3.5).into(), ..step(4, StepType::Discharge) });
        let at = |key: &str| STEPS.iter().position(|field| field.column.key == key).unwrap();
        assert_eq!(row[at("step")], Value::Integer(4));
        assert_eq!(row[at("energy_wh")], Value::Number(-3.5));
        assert_eq!(row[at("step_type")], Value::text("discharge"));
        assert!(row[at("capacity_ah")].is_missing());
    }
}
