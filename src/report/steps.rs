//! `report steps`: one row for each executed step.

use super::fields::{brief, duration, integer, name, number, text, time};
use super::{Options, Report, ReportError, Subject};
use crate::format::{Column, Field, Sheet};
use crate::model::StepMetrics;

/// One row a step.
pub(super) struct Steps;

/// What is said of one, in order.
pub static FIELDS: &[Field<StepMetrics>] = &[
    name(integer("step", "Step", "The executed step, counted by the tester", |r| r.step.into())),
    brief(integer("cycle", "Cycle", "The cycle it is in", |r| r.cycle.into())),
    integer("tester_cycle", "Tester cycle", "The tester's own cycle counter", |r| r.tester_cycle.into()),
    integer("recipe_line", "Recipe line", "The line of the recipe it executes", |r| r.recipe_line.into()),
    integer("loop", "Loop", "The pass of the loop around it", |r| r.loop_pass.into()),
    brief(text("step_type", "Type", "What it does: charge, discharge, rest, waveform or unknown", |r| {
        r.step_type.as_str().into()
    })),
    text("original_step_type", "Original type", "The file's own word for it", |r| r.original_step_type.as_ref().into()),
    text("status", "Status", "The file's own word for its end", |r| r.status.as_deref().into()),
    brief(time("start_time", "Start", "When it began, by the cycler's local clock", |r| r.start_time.into())),
    brief(duration("duration_s", "Duration", "How long it took", |r| r.duration_s.into())),
    duration("previous_step_s", "Previous step", "How long the step before took", |r| r.previous_step_s.into()),
    duration("rest_before_s", "Rest before", "Unbroken rest before; 0 after any other step", |r| {
        r.rest_before_s.into()
    }),
    number("voltage_start_v", "Voltage start", "V", 4, "Voltage of the first active row", |r| r.voltage_start_v.into()),
    brief(number("voltage_end_v", "Voltage end", "V", 4, "Voltage at the end", |r| r.voltage_end_v.into())),
    number("voltage_min_v", "Voltage min", "V", 4, "Lowest voltage of the active rows", |r| r.voltage_min_v.into()),
    number("voltage_max_v", "Voltage max", "V", 4, "Highest voltage of the active rows", |r| r.voltage_max_v.into()),
    number("current_mean_a", "Current mean", "A", 3, "Capacity over duration", |r| r.current_mean_a.into()),
    number("current_end_a", "Current end", "A", 3, "Current at the end", |r| r.current_end_a.into()),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Capacity of this step alone, discharge negative", |r| {
        r.capacity_ah.into()
    })),
    brief(number("energy_wh", "Energy", "Wh", 4, "Energy of this step alone, discharge negative", |r| {
        r.energy_wh.into()
    })),
    number("power_end_w", "Power end", "W", 3, "Power at the end", |r| r.power_end_w.into()),
    brief(number(
        "temperature_start_degc",
        "Temperature start",
        "°C",
        1,
        "Temperature of the first active row",
        |r| r.temperature_start_degc.into(),
    )),
    number("temperature_end_degc", "Temperature end", "°C", 1, "Temperature at the end", |r| {
        r.temperature_end_degc.into()
    }),
    number("temperature_min_degc", "Temperature min", "°C", 1, "Lowest temperature of the active rows", |r| {
        r.temperature_min_degc.into()
    }),
    brief(number("temperature_max_degc", "Temperature max", "°C", 1, "Highest temperature of the active rows", |r| {
        r.temperature_max_degc.into()
    })),
    brief(number(
        "c_rate",
        "C-rate",
        "",
        3,
        "Largest current of the active rows over the nominal capacity; a magnitude",
        |r| r.c_rate.into(),
    )),
    number("c_rate_mean", "C-rate mean", "", 3, "Mean current over the nominal capacity; a magnitude", |r| {
        r.c_rate_mean.into()
    }),
    number("c_rate_end", "C-rate end", "", 3, "Current at the end over the nominal capacity; a magnitude", |r| {
        r.c_rate_end.into()
    }),
    brief(number("soc_start_pct", "SOC start", "%", 2, "State of charge at the start", |r| r.soc_start_pct.into())),
    brief(number("soc_end_pct", "SOC end", "%", 2, "State of charge at the end", |r| r.soc_end_pct.into())),
    brief(number("ocv_start_v", "OCV", "V", 4, "End voltage of the rest immediately before", |r| r.ocv_start_v.into())),
    integer("measurements", "Rows", "Rows of the step; none without its Detail file", |r| r.measurements.into()),
    integer("relaxation_rows", "Relaxation rows", "Rows logged after its end while the cell relaxed", |r| {
        r.relaxation_rows.into()
    }),
];

impl Report for Steps {
    fn name(&self) -> &'static str {
        "steps"
    }

    fn about(&self) -> &'static str {
        "every executed step: type, duration, C-rate, SOC, voltages, capacity, temperatures, OCV"
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Column>)> {
        vec![("steps", Field::columns(FIELDS))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let keep = |step: &StepMetrics| options.filter.step(step, min_rest_s);
        Ok(subject.list("steps", FIELDS, &subject.derived.steps, keep, options))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::format::Value;
    use crate::model::StepType;

    /// A step of which only number and type are known.
    pub(in crate::report) fn step(number: i32, step_type: StepType) -> StepMetrics {
        StepMetrics {
            step: number,
            cycle: 1,
            tester_cycle: None,
            recipe_line: None,
            loop_pass: None,
            step_type,
            original_step_type: std::sync::Arc::default(),
            status: None,
            start_time: None,
            duration_s: None,
            previous_step_s: None,
            rest_before_s: None,
            voltage_start_v: None,
            voltage_end_v: None,
            voltage_min_v: None,
            voltage_max_v: None,
            current_mean_a: None,
            current_end_a: None,
            capacity_ah: None,
            energy_wh: None,
            power_end_w: None,
            temperature_start_degc: None,
            temperature_end_degc: None,
            temperature_min_degc: None,
            temperature_max_degc: None,
            c_rate: None,
            c_rate_mean: None,
            c_rate_end: None,
            soc_start_pct: None,
            soc_end_pct: None,
            ocv_start_v: None,
            measurements: None,
            relaxation_rows: None,
            full_discharge: false,
        }
    }

    #[test]
    fn fields_are_those_of_the_contract() {
        let keys: Vec<&str> = FIELDS.iter().map(|field| field.column.key.as_ref()).collect();
        let contract = "step cycle tester_cycle recipe_line loop step_type original_step_type status start_time \
            duration_s previous_step_s rest_before_s voltage_start_v voltage_end_v voltage_min_v voltage_max_v \
            current_mean_a current_end_a capacity_ah energy_wh power_end_w temperature_start_degc temperature_end_degc \
            temperature_min_degc temperature_max_degc c_rate c_rate_mean c_rate_end soc_start_pct soc_end_pct \
            ocv_start_v measurements relaxation_rows";
        assert_eq!(keys, contract.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn a_value_stands_under_its_own_name() {
        let row = Field::row(FIELDS, &StepMetrics { energy_wh: Some(-3.5), ..step(4, StepType::Discharge) });
        let at = |key: &str| FIELDS.iter().position(|field| field.column.key == key).unwrap();
        assert_eq!(row[at("step")], Value::Integer(4));
        assert_eq!(row[at("energy_wh")], Value::Number(-3.5));
        assert_eq!(row[at("step_type")], Value::text("discharge"));
        assert!(row[at("capacity_ah")].is_missing());
    }
}
