//! The inputs of what stands on full discharges, and the pulse that is told of.

use super::super::super::Health;
use super::super::formulas::Flow;
use super::{Input, Place};
use crate::format::rounded;
use crate::model::{FullDischarge, Pulse, SohBaseline};
use crate::transform::soh::baseline;

/// The pulse that the overview tells of.
pub(super) fn pulse(place: Place<'_>, figure: &str) -> Option<Pulse> {
    let health = Health::of(place.derived);
    if figure.contains("discharge") { health.discharge } else { health.charge }
}

/// All full discharges.
pub(super) fn runs(place: Place<'_>) -> Vec<Input> {
    let all = place.derived.full_discharges.iter();
    all.map(|full| run(place, full, &format!("full discharge of group {}", full.group + 1))).collect()
}

fn run(place: Place<'_>, full: &FullDischarge, what: &str) -> Input {
    let rate = full.c_rate.map_or_else(String::new, |rate| format!(", {rate:.3} C"));
    let from = full.temperature_start_degc.map_or_else(String::new, |degc| format!(", from {} °C", rounded(degc, 1)));
    let input = Input::read(format!("{what}{rate}{from}"), Some(full.capacity_ah), "Ah");
    match place.step(full.step) {
        Some((data, _)) => place.files.of_step(input, data, data.record.capacity_ah.get().is_some()),
        None => input,
    }
}

/// The full discharges that SOH and fade of the overview are reckoned from, and what is 100 %.
pub(super) fn told(place: Place<'_>, figure: &str) -> Vec<Input> {
    let derived = place.derived;
    let Some(group) = Health::of(derived).last.map(|last| last.group) else { return Vec::new() };
    let full = |step: i32| derived.full_discharges.iter().find(|one| one.step == step && one.group == group);
    let has_soh = derived.cycles.iter().filter(|cycle| cycle.soh_pct.get().is_some());
    let all: Vec<&FullDischarge> = has_soh.filter_map(|cycle| full(cycle.full_discharge_step?)).collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
    let mut inputs = Vec::new();
    if figure == "fade_pct" {
        inputs.push(run(place, first, "first of the group"));
    }
    inputs.push(run(place, last, "last of the group"));
    inputs.extend(base(place, group));
    inputs
}

/// What is 100 % of a group.
fn base(place: Place<'_>, group: usize) -> Option<Input> {
    let derived = place.derived;
    let which = place.head.conventions.soh_baseline;
    if which == SohBaseline::Nominal {
        return place.nominal();
    }
    let found = baseline(which, &derived.full_discharges, group, derived.nominal.map(|(nominal, _)| nominal))?;
    let full = derived.full_discharges.iter().find(|one| Some(one.step) == found.step)?;
    Some(run(place, full, "baseline, 100 % SOH"))
}

/// The full discharge of a cycle, and what is 100 % where SOH is asked for; without one its discharges.
pub(super) fn of_cycle(place: Place<'_>, number: i32, figure: &str) -> Vec<Input> {
    let derived = place.derived;
    let step = derived.cycles.iter().find(|cycle| cycle.cycle == number).and_then(|cycle| cycle.full_discharge_step);
    let Some(full) = derived.full_discharges.iter().find(|one| Some(one.step) == step) else {
        return place.flows(&[Flow::DischargedAh], |step| step.cycle == number);
    };
    let mut inputs = vec![run(place, full, "full discharge of the cycle")];
    if figure.starts_with("soh") {
        inputs.extend(base(place, full.group));
    }
    inputs
}
