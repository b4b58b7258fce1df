//! Faults of the counters between two rows: a single wrong cell, a counter that stands still and catches up.

use crate::base::{Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, rows};
use crate::synth::Rng;
use battery_etl::model::Severity::Warning;

ways! {
    "CAP10" "a single wrong capacity" capacity_cell;
    "CAP10" "a single wrong energy" energy_cell;
    "CAP10" "a capacity that stands still and catches up" capacity_waits;
    "CAP10" "an energy that stands still and catches up" energy_waits;
    "CAP10" "a first capacity that is not from zero" first_capacity;
}

/// Rows on which two printed digits are little beside the increment, at a current that hardly moves.
fn steady(base: &Base, step: &StepRows, col: Col) -> Vec<usize> {
    let (amperes, volts, values) = (base.rows(Col::Current), base.rows(Col::Voltage), base.rows(col));
    let alike = |one: f64, two: f64| (one - two).abs() < 5e-3 * one.abs();
    let is = |row: &usize| {
        let (row, before) = (*row, *row - 1);
        let more = (values[row] - values[before]).abs();
        alike(amperes[row], amperes[before]) && alike(volts[row], volts[before]) && more > 6e-5
    };
    (step.first + 2..step.last_active().max(step.first + 2)).filter(is).collect()
}

pub(crate) fn of_steady_steps(base: &Base, rng: &mut Rng, col: Col) -> Option<(StepRows, Vec<usize>)> {
    (base.is_chroma() || base.has(File::Detail, Col::StepTime)).then_some(())?;
    let is = |step: &&StepRows| step.has_direction() && step.does != Does::Power;
    let steps: Vec<(StepRows, Vec<usize>)> =
        base.steps.iter().filter(is).map(|step| (step.clone(), steady(base, step, col))).collect();
    let long: Vec<_> = steps.into_iter().filter(|(_, rows)| rows.len() > 12).collect();
    rng.one(&long)
}

fn cell(draft: &mut Draft<'_>, rng: &mut Rng, col: Col) -> Option<Planted> {
    let base = draft.base;
    let (_, steady) = of_steady_steps(base, rng, col)?;
    let row = rng.one(&steady)?;
    let more = base.rows(col)[row] - base.rows(col)[row - 1];
    draft.add(File::Detail, row, col, rng.sign() * rng.size(0.3, 30.0) * more);
    // Beyond its neighbours it runs backwards, too.
    Some(rows(base, Warning, row, row + 1).answers(&["CAP04"]))
}

fn capacity_cell(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    cell(draft, rng, Col::Capacity)
}

fn energy_cell(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    cell(draft, rng, Col::Energy)
}

fn waits(draft: &mut Draft<'_>, rng: &mut Rng, col: Col) -> Option<Planted> {
    let base = draft.base;
    let (step, steady) = of_steady_steps(base, rng, col)?;
    let first = rng.one(&steady)?;
    let last = (first + rng.below(12)).min(step.last_active() - 1);
    steady.contains(&last).then_some(())?;
    let held = base.cell(File::Detail, first - 1, col)?.to_owned();
    for row in first..=last {
        draft.set(File::Detail, row, col, &held);
    }
    Some(rows(base, Warning, first, last + 1))
}

fn capacity_waits(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    waits(draft, rng, Col::Capacity)
}

fn energy_waits(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    waits(draft, rng, Col::Energy)
}

fn first_capacity(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let (step, _) = of_steady_steps(base, rng, Col::Capacity)?;
    let by = base.rows(Col::Capacity)[step.last_active()] * rng.size(0.02, 0.8);
    draft.add(File::Detail, step.first, Col::Capacity, by);
    Some(rows(base, Warning, step.first, step.first + 1).answers(&["CAP04"]))
}
