//! Faults of what Step says and Detail says otherwise: the row's end, its words, its sums, its type.

use crate::base::{Base, Col, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Place, Planted, Way, lines, rows, step};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Warning};

ways! {
    "STP09" "another end status" status;
    "STP09" "another place in the recipe" recipe;
    "STP09" "another power" power;
    "STP09" "another running total" total;
    "STP09" "another temperature" temperature;
    "STP09" "another start" clock;
    "STP09" "another sum" sum;
    "STP10" "another type in the rows" type_in_rows;
    "STP10" "another type in Step" type_in_step;
    "STP10" "a type that changes in the step" type_changes;
    "STP10" "a discharge without a current" no_current;
}

pub(crate) fn summed(base: &Base, rng: &mut Rng, is: impl Fn(&StepRows) -> bool) -> Option<StepRows> {
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some() && is(step)).cloned().collect();
    rng.one(&steps)
}

fn status(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Status).then_some(())?;
    let chosen = summed(base, rng, |step| step.does != crate::base::Does::Chamber)?;
    let was = base.cell(File::Step, chosen.row?, Col::Status)?;
    let all = ["StepFinishByCut_T", "StepFinishByCut_V", "StepFinishByCut_I", "StepFinishByFunction"];
    let others: Vec<&str> = all.into_iter().filter(|word| *word != was).collect();
    draft.set(File::Step, chosen.row?, Col::Status, rng.one(&others)?);
    let planted = step(Warning, chosen.number);
    // Another end makes another reference, or none.
    Some(if chosen.flows() { planted.besides(&["REF01"]) } else { planted })
}

fn recipe(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = summed(base, rng, |_| true)?;
    let col = rng.one(&[Col::RecipeLine, Col::LoopPass, Col::TesterCycle])?;
    base.has(File::Step, col).then_some(())?;
    draft.add(File::Step, chosen.row?, col, rng.whole(1, 9) as f64);
    Some(step(Warning, chosen.number))
}

fn power(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = summed(base, rng, StepRows::flows)?;
    let was = base.numbers(File::Step, Col::Power).get(chosen.row?)?.abs();
    draft.add(File::Step, chosen.row?, Col::Power, rng.sign() * rng.size(0.005, 0.9) * was);
    (was > 1e-3).then(|| step(Warning, chosen.number))
}

fn at_row(base: &Base, row: usize) -> Planted {
    // Held against the rows before, the row after is as wrong.
    let line = base.line(File::Step, row);
    lines(Warning, File::Step, line, line + 1)
}

fn total(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = summed(base, rng, |_| true)?;
    base.has(File::Step, Col::Total).then_some(())?;
    let largest = base.largest(Col::Capacity, 0..base.lines[1].len());
    draft.add(File::Step, chosen.row?, Col::Total, rng.sign() * rng.size(1e-3, 1.0) * largest);
    Some(at_row(base, chosen.row?).answers(&["CAP06"]))
}

fn temperature(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let chosen = summed(base, rng, |_| true)?;
    draft.add(File::Step, chosen.row?, Col::Temperature, rng.sign() * rng.size(0.3, 30.0));
    Some(step(Warning, chosen.number))
}

fn clock(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = summed(base, rng, |_| true)?;
    draft.move_clock(File::Step, chosen.row?, (rng.sign() * rng.size(4.0, 1e6)) as i64)?;
    Some(step(Warning, chosen.number).answers(&["TIM07"]))
}

fn sum(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let col = rng.one(&[Col::ChargedAh, Col::DischargedAh, Col::ChargedWh, Col::DischargedWh])?;
    base.has(File::Step, col).then_some(())?;
    let chosen = summed(base, rng, |_| true)?;
    let largest = base.numbers(File::Step, col).iter().fold(0.0, |max: f64, value| max.max(value.abs()));
    draft.add(File::Step, chosen.row?, col, rng.sign() * rng.size(3e-3, 1.0) * largest);
    Some(at_row(base, chosen.row?))
}

/// The word for the other direction.
fn reversed(text: &str) -> Option<String> {
    let words = [("充電", "放電"), ("Charge", "Discharge"), ("Discharge", "Charge")];
    if text.contains("放電") {
        return Some(text.replace("放電", "充電"));
    }
    if text.contains("Discharge") {
        return Some(text.replace("Discharge", "Charge"));
    }
    words.iter().find(|(one, _)| text.contains(one)).map(|(one, other)| text.replace(one, other))
}

fn type_in_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let chosen = summed(base, rng, |_| true)?;
    let text = base.cell(File::Detail, chosen.first, Col::Kind)?;
    let text = reversed(text).unwrap_or_else(|| "CC放電".to_owned());
    for row in chosen.first..chosen.end {
        draft.set(File::Detail, row, Col::Kind, &text);
    }
    Some(step(Error, chosen.number))
}

fn type_in_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let chosen = summed(base, rng, StepRows::has_direction)?;
    let text = reversed(base.cell(File::Step, chosen.row?, Col::Kind)?)?;
    draft.set(File::Step, chosen.row?, Col::Kind, &text);
    Some(step(Error, chosen.number).answers(&["CUR02"]).besides(&["REF01"]))
}

fn type_changes(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let chosen = summed(base, rng, |step| step.len() > 4)?;
    let from = rng.whole(chosen.first + 1, chosen.end - 1);
    let to = rng.whole(from, chosen.end - 1);
    let text = base.cell(File::Detail, from, Col::Kind)?;
    let text = reversed(text).unwrap_or_else(|| "CC充電".to_owned());
    for row in from..=to {
        draft.set(File::Detail, row, Col::Kind, &text);
    }
    let mut planted = rows(base, Error, from, to);
    planted.places[0] = Place { step: Some(chosen.number), ..Place::default() };
    Some(planted)
}

/// A rest under the name of a discharge, in both files.
fn no_current(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let chosen = summed(base, rng, |step| step.does == crate::base::Does::Rest && step.len() > 3)?;
    let text = rng.one(&["CC放電", "CC充電"])?;
    draft.set(File::Step, chosen.row?, Col::Kind, text);
    for row in chosen.first..chosen.end {
        draft.set(File::Detail, row, Col::Kind, text);
    }
    Some(step(Warning, chosen.number))
}
