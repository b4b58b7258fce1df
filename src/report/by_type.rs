//! Steps by type: how many, how long, how much, within which rates, SOC and temperatures.

use super::filter::Range;
use crate::fields::{brief, duration, integer, name, number, text};
use crate::format::Field;
use crate::model::{StepMetrics, StepType};

/// The steps of one type together.
pub(super) struct ByType {
    step_type: StepType,
    steps: usize,
    duration_s: Option<f64>,
    capacity_ah: Option<f64>,
    energy_wh: Option<f64>,
    c_rate: Option<Range>,
    soc_pct: Option<Range>,
    temperature_degc: Option<Range>,
}

/// What is said of one, in order.
pub(super) static FIELDS: &[Field<ByType>] = &[
    name(text("step_type", "Type", "What the steps do", |r| r.step_type.as_str().into())),
    brief(integer("steps", "Steps", "How many", |r| r.steps.into())),
    brief(duration("duration_s", "Duration", "Together", |r| r.duration_s.into())),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Together, signed", |r| r.capacity_ah.into())),
    brief(number("energy_wh", "Energy", "Wh", 4, "Together, signed", |r| r.energy_wh.into())),
    brief(number("c_rate_min", "C-rate min", "", 3, "Lowest C-rate", |r| r.c_rate.map(|range| range.min).into())),
    brief(number("c_rate_max", "C-rate max", "", 3, "Highest C-rate", |r| r.c_rate.map(|range| range.max).into())),
    brief(number("soc_min_pct", "SOC min", "%", 1, "Lowest SOC", |r| r.soc_pct.map(|range| range.min).into())),
    brief(number("soc_max_pct", "SOC max", "%", 1, "Highest SOC", |r| r.soc_pct.map(|range| range.max).into())),
    brief(number("temperature_min_degc", "Temperature min", "°C", 2, "Lowest temperature", |r| {
        r.temperature_degc.map(|range| range.min).into()
    })),
    brief(number("temperature_max_degc", "Temperature max", "°C", 2, "Highest temperature", |r| {
        r.temperature_degc.map(|range| range.max).into()
    })),
];

/// The types that occur, in the order of declaration.
pub(super) fn by_type(steps: &[&StepMetrics]) -> Vec<ByType> {
    let of = |step_type| {
        let own: Vec<&StepMetrics> = steps.iter().copied().filter(|step| step.step_type == step_type).collect();
        (!own.is_empty()).then(|| ByType {
            step_type,
            steps: own.len(),
            duration_s: sum(own.iter().map(|step| step.duration_s.get())),
            capacity_ah: sum(own.iter().map(|step| step.capacity_ah.get())),
            energy_wh: sum(own.iter().map(|step| step.energy_wh.get())),
            c_rate: span(own.iter().map(|step| step.c_rate.get())),
            soc_pct: soc_span(&own),
            temperature_degc: temperature_span(&own),
        })
    };
    StepType::ALL.iter().copied().filter_map(of).collect()
}

/// The sum of what there is; `None` when there is nothing.
pub(super) fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().fold(None, |sum: Option<f64>, value| Some(sum.unwrap_or(0.0) + value))
}

/// The least and the greatest of what there is.
pub(super) fn span(values: impl Iterator<Item = Option<f64>>) -> Option<Range> {
    values.flatten().fold(None, |range: Option<Range>, value| {
        let range = range.unwrap_or(Range { min: value, max: value });
        Some(Range { min: range.min.min(value), max: range.max.max(value) })
    })
}

/// SOC at the starts and ends of steps.
pub(super) fn soc_span(steps: &[&StepMetrics]) -> Option<Range> {
    span(steps.iter().flat_map(|step| [step.soc_start_pct.get(), step.soc_end_pct.get()]))
}

/// Temperature over steps; their ends where there are no rows.
pub(super) fn temperature_span(steps: &[&StepMetrics]) -> Option<Range> {
    let of = |step: &&StepMetrics| {
        let either = |extreme: Option<f64>| extreme.or(step.temperature_end_degc.get());
        [either(step.temperature_min_degc.get()), either(step.temperature_max_degc.get())]
    };
    span(steps.iter().flat_map(of))
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::step;
    use super::*;
    use crate::format::Value;

    #[test]
    fn types_are_summed_apart_and_missing_stays_missing() {
        let mut steps = [step(1, StepType::Rest), step(2, StepType::Discharge), step(3, StepType::Discharge)];
        (steps[1].capacity_ah, steps[2].capacity_ah) = ((-1.5).into(), (-2.0).into());
        (steps[1].soc_start_pct, steps[2].soc_end_pct) = (98.0.into(), 1.0.into());
        let types = by_type(&steps.iter().collect::<Vec<_>>());
        let rows: Vec<_> = types.iter().map(|one| Field::row(FIELDS, one)).collect();
        assert_eq!(rows[0][..4], [Value::text("discharge"), Value::Integer(2), Value::Missing, Value::Number(-3.5)]);
        assert_eq!(rows[0][7..9], [Value::Number(1.0), Value::Number(98.0)]);
        assert_eq!(rows[1][..4], [Value::text("rest"), Value::Integer(1), Value::Missing, Value::Missing]);
    }
}
