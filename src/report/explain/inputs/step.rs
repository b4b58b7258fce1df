//! The inputs of a figure of a step or a pulse.

use super::super::formulas::{Moment, Part};
use super::{Input, Place};
use crate::fields::STEPS;
use crate::format::Value;
use crate::model::{Conventions, Direction, StepData, StepMetrics, StepRecord, StepTrace, StepType};
use crate::transform::{pulse_limits, soc};

/// Quantities of a step.
pub(super) fn parts(place: Place<'_>, parts: &[Part], number: i32) -> Vec<Input> {
    parts.iter().filter_map(|part| one(place, *part, number)).filter(|input| input.value.is_some()).collect()
}

fn one(place: Place<'_>, part: Part, number: i32) -> Option<Input> {
    let (data, metrics) = place.step(number)?;
    let of_step = |input, in_record| Some(place.files.of_step(input, data, in_record));
    let record = &data.record;
    match part {
        Part::Held => match data.trace.as_ref() {
            Some(trace) => of_step(Input::read("held current", trace.current_held_a.get(), "A"), false),
            None => one(place, Part::CurrentEnd, number),
        },
        Part::Capacity => {
            of_step(Input::read("capacity", metrics.capacity_ah.get(), "Ah"), record.capacity_ah.get().is_some())
        }
        Part::Duration => {
            of_step(Input::read("duration", metrics.duration_s.get(), "s"), record.duration_s.get().is_some())
        }
        Part::CurrentEnd => {
            let input = Input::read("current at the end", metrics.current_end_a.get(), "A");
            of_step(input, record.current_end_a.get().is_some())
        }
        Part::SocStart => Some(Input::derived("SOC at the start", metrics.soc_start_pct.get(), "%", 2).of(number)),
        Part::SocEnd => Some(Input::derived("SOC at the end", metrics.soc_end_pct.get(), "%", 2).of(number)),
        Part::ChargeToEnd => Some(charge_to(place, "charge summed to the end of the step", number)),
        Part::ChargeToReference => {
            let reference = place.derived.reference?.step;
            Some(charge_to(place, "charge summed to the end of the reference step", reference))
        }
        Part::RestBefore => Some(Input::read("rest before", metrics.rest_before_s.get(), "s").of(number)),
        Part::Nominal => place.nominal(),
        Part::Reference => place.reference(),
    }
}

fn charge_to(place: Place<'_>, what: &str, number: i32) -> Input {
    let derived = place.derived;
    let at = derived.steps.iter().position(|step| step.step == number);
    let sum = at.and_then(|at| soc::sums(&derived.steps)[at]);
    Input::read(what, sum, "Ah").of(number)
}

/// The figure itself, where it stands.
pub(super) fn own(place: Place<'_>, number: i32, figure: &str) -> Option<Input> {
    let (data, metrics) = place.step(number)?;
    // A pulse has a few of its step's quantities under names of its own.
    let key = match figure {
        "temperature_degc" => "temperature_start_degc",
        "direction" => "step_type",
        same => same,
    };
    let field = STEPS.iter().find(|field| field.column.key == key)?;
    let what = field.column.title.to_lowercase();
    let input = match (field.get)(metrics) {
        Value::Missing => return None,
        Value::Number(value) | Value::Marked(value) => Input::read(what, Some(value), field.column.unit),
        other => Input::words(what, Some(other)),
    };
    Some(place.files.of_step(input, data, is_in_record(&data.record, key)))
}

/// Whether the tester's record of a step has a quantity.
fn is_in_record(record: &StepRecord, key: &str) -> bool {
    match key {
        "capacity_ah" => record.capacity_ah.get().is_some(),
        "energy_wh" => record.energy_wh.get().is_some(),
        "duration_s" => record.duration_s.get().is_some(),
        "voltage_end_v" => record.voltage_end_v.get().is_some(),
        "current_end_a" => record.current_end_a.get().is_some(),
        "power_end_w" => record.power_end_w.get().is_some(),
        "temperature_end_degc" => record.temperature_end_degc.get().is_some(),
        // Of the rows alone.
        "measurements" | "relaxation_rows" => false,
        of_rows => !["_start_v", "_start_degc", "_min_v", "_max_v", "_min_degc", "_max_degc"]
            .iter()
            .any(|end| of_rows.ends_with(end)),
    }
}

/// The step before a step; of an unbroken rest all of its steps.
pub(super) fn before(place: Place<'_>, number: i32, figure: &str) -> Vec<Input> {
    let own = place.steps().take_while(|(data, _)| data.record.number != number).collect::<Vec<_>>();
    let earlier = || own.iter().rev().copied();
    let is_rest = |metrics: &StepMetrics| metrics.step_type == StepType::Rest;
    let duration = |(data, metrics): (&StepData, &StepMetrics)| {
        let what = format!("duration of the {} before", metrics.step_type.as_str());
        place.files.of_step(
            Input::read(what, metrics.duration_s.get(), "s"),
            data,
            data.record.duration_s.get().is_some(),
        )
    };
    match figure {
        "previous_step_s" => earlier().take(1).map(duration).collect(),
        "rest_before_s" => {
            let rests: Vec<Input> = earlier().take_while(|step| is_rest(step.1)).map(duration).collect();
            let none = |(data, metrics): (&StepData, &StepMetrics)| {
                let input = Input::words("step before", Some(metrics.step_type.as_str()));
                place.files.of_step(input, data, true)
            };
            if rests.is_empty() { earlier().take(1).map(none).collect() } else { rests }
        }
        _ => earlier().take(1).map(|(data, metrics)| voltage_before(place, data, metrics)).collect(),
    }
}

fn voltage_before(place: Place<'_>, data: &StepData, metrics: &StepMetrics) -> Input {
    let what = format!("voltage at the end of the {} before", metrics.step_type.as_str());
    let in_record = data.record.voltage_end_v.get().is_some();
    place.files.of_step(Input::read(what, metrics.voltage_end_v.get(), "V"), data, in_record)
}

/// Voltage and current of a pulse at a time, and the voltage before it.
pub(super) fn sample(place: Place<'_>, moment: Moment, number: i32) -> Vec<Input> {
    let Some((data, _)) = place.step(number) else { return Vec::new() };
    let trace = data.trace.as_ref();
    let samples = trace.and_then(|trace| trace.samples.as_deref()).copied().unwrap_or_default();
    let (at, sample) = match moment {
        Moment::First => ("at the first row that carries the current", samples.first),
        Moment::Tenth => ("at 0.1 s", samples.at_100ms),
        Moment::Second => ("at 1 s", samples.at_1s),
        Moment::TenSeconds => ("at 10 s", samples.at_10s),
        Moment::End => ("at the last active row", trace.map(StepTrace::pulse_end).unwrap_or_default()),
    };
    let mut all = Vec::new();
    if sample.is_there() {
        all.push(Input::read(format!("voltage {at}"), sample.voltage_v.get(), "V"));
        all.push(Input::read(format!("current {at}"), sample.current_a.get(), "A"));
        if matches!(moment, Moment::First | Moment::End) {
            all.push(Input::read("time of that row", sample.step_time_s.get(), "s"));
        }
    }
    let mut all: Vec<Input> = all.into_iter().map(|input| place.files.of_step(input, data, false)).collect();
    all.extend(before(place, number, "ocv_v"));
    all
}

/// The same of the pulse that the overview tells of, and why it is that one.
pub(super) fn told(place: Place<'_>, moment: Moment, number: i32) -> Vec<Input> {
    let mut all = sample(place, moment, number);
    all.extend(parts(place, &[Part::SocStart], number));
    all.extend(own(place, number, "temperature_start_degc"));
    all
}

/// What the power that a pulse allows stands on.
pub(super) fn power(place: Place<'_>, number: i32) -> Vec<Input> {
    let Some(pulse) = place.derived.pulses.iter().find(|pulse| pulse.step == number) else { return Vec::new() };
    let mut all = sample(place, Moment::TenSeconds, number);
    let what = if pulse.ocv_settled { "OCV: the end of the rest" } else { "OCV between settled rests" };
    all.push(Input::read(what, pulse.power_ocv_v.get(), "V").of(number));
    let (lowest_v, highest_v) = pulse_limits(place.head);
    let (what, limit_v, asked) = match pulse.direction {
        Direction::Charge => ("V_max", highest_v, is_asked(&place.head.conventions, Direction::Charge)),
        Direction::Discharge => ("V_min", lowest_v, is_asked(&place.head.conventions, Direction::Discharge)),
    };
    let whose = if asked { "as asked for" } else { "the cell's" };
    all.push(Input::read(format!("{what}, {whose}"), limit_v, "V"));
    all.retain(|input| input.value.is_some());
    all
}

fn is_asked(conventions: &Conventions, direction: Direction) -> bool {
    match direction {
        Direction::Charge => conventions.voltage_max_v.is_some(),
        Direction::Discharge => conventions.voltage_min_v.is_some(),
    }
}

/// A pulse and the one before it: whether it undoes that.
pub(super) fn with_the_one_before(place: Place<'_>, number: i32) -> Vec<Input> {
    let pulses = &place.derived.pulses;
    let at = pulses.iter().position(|pulse| pulse.step == number);
    let both = at.map(|at| &pulses[at.saturating_sub(1)..=at]).unwrap_or_default();
    both.iter().flat_map(|pulse| parts(place, &[Part::Capacity, Part::Held], pulse.step)).collect()
}
