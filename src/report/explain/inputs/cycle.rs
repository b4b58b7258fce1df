//! The inputs of a figure of a cycle, or of all cycles.

use super::{Input, Place};
use crate::model::{StepData, StepMetrics, StepType};

fn of(place: Place<'_>, number: i32) -> impl Iterator<Item = (&StepData, &StepMetrics)> {
    place.steps().filter(move |(_, metrics)| metrics.cycle == number)
}

/// What a cycle's discharge has that the one before has not.
pub(super) fn why_unbalanced(place: Place<'_>, number: i32, figure: &str) -> Option<Input> {
    let why = place.derived.unbalanced.iter().find(|(cycle, _)| *cycle == number)?.1;
    (figure == "balanced").then(|| Input::words("unlike the one before", Some(why)))
}

/// Of each charge its capacity, and how much of it came before the voltage was held.
pub(super) fn charges(place: Place<'_>, number: i32) -> Vec<Input> {
    let charges = of(place, number).filter(|(_, metrics)| metrics.step_type == StepType::Charge);
    let inputs = charges.flat_map(|(data, metrics)| {
        let record = &data.record;
        let whole = Input::read("capacity of the charge", metrics.capacity_ah.get(), "Ah");
        let crossing = data.trace.as_ref().and_then(|trace| trace.constant_voltage_start_ah.get());
        let until = record.constant_current_capacity_ah.get().or(crossing);
        let until = Input::read("of it until the voltage was held", until, "Ah");
        [
            place.files.of_step(whole, data, record.capacity_ah.get().is_some()),
            place.files.of_step(until, data, record.constant_current_capacity_ah.get().is_some()),
        ]
    });
    inputs.filter(|input| input.value.is_some()).collect()
}

/// The steps of a cycle, with what a figure takes of them.
pub(super) fn steps(place: Place<'_>, number: i32, figure: &str) -> Vec<Input> {
    let all: Vec<_> = of(place, number).collect();
    let soc = |what: &str, value: Option<f64>, step: &StepMetrics| Input::derived(what, value, "%", 2).of(step.step);
    match (figure, all.first(), all.last()) {
        ("soc_net_pct", Some((_, first)), Some((_, last))) => vec![
            soc("SOC at the start of its first step", first.soc_start_pct.get(), first),
            soc("SOC at the end of its last step", last.soc_end_pct.get(), last),
        ],
        ("temperature_max_degc", ..) => {
            let each = all.iter().map(|(data, metrics)| {
                let input = Input::read("highest temperature", metrics.temperature_max_degc.get(), "°C");
                place.files.of_step(input, data, false)
            });
            each.filter(|input| input.value.is_some()).collect()
        }
        _ => {
            let step = |(data, metrics): &(&StepData, &StepMetrics)| {
                let tester =
                    metrics.record.tester_cycle.map_or_else(String::new, |cycle| format!(", tester's cycle {cycle}"));
                let words = format!("{}{tester}", metrics.step_type.as_str());
                place.files.of_step(Input::words("step", Some(words)), data, true)
            };
            all.iter().map(step).collect()
        }
    }
}

/// What each complete cycle charged and discharged, and why an unbalanced one is left out.
pub(super) fn all(place: Place<'_>, figure: &str) -> Vec<Input> {
    let derived = place.derived;
    let is_energy = figure == "energy_efficiency_pct";
    let unit = if is_energy { "Wh" } else { "Ah" };
    let complete = derived.cycles.iter().filter(|cycle| cycle.complete);
    let inputs = complete.flat_map(|cycle| {
        let why = derived.unbalanced.iter().find(|(number, _)| *number == cycle.cycle).map(|(_, why)| *why);
        let says_nothing = is_energy && cycle.energy_efficiency_pct.get().is_none();
        let why = why.or(says_nothing.then_some("its energies cannot be held against one another"));
        let left_out = why.map_or_else(String::new, |why| format!(" (left out: {why})"));
        let what = |word: &str| format!("cycle {} {word}{left_out}", cycle.cycle);
        let (charged, discharged) = if is_energy {
            (cycle.charge_energy_wh, cycle.discharge_energy_wh)
        } else {
            (cycle.charge_capacity_ah, cycle.discharge_capacity_ah)
        };
        [
            Input::read(what("charged"), Some(charged), unit).of(cycle.first_step),
            Input::read(what("discharged"), Some(discharged), unit).of(cycle.last_step),
        ]
    });
    inputs.collect()
}
