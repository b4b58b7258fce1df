//! Faults of the current.

use crate::base::{Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, rows, step};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};
use battery_etl::model::{Cell, CellLimits};

ways! {
    "CUR01" "a row with current in a rest" row_at_rest;
    "CUR01" "a rest with an offset" offset_at_rest;
    "CUR02" "a row of the other sign" row_wrong;
    "CUR02" "a whole step of the other sign" step_wrong;
    "CUR02" "a little current the wrong way" little_wrong;
    "CUR03" "a row beyond its neighbours" spike;
    "CUR03" "a row of the hold beyond its neighbours" spike_in_hold;
    "CUR03" "rows off the constant" off_constant;
    "CUR04" "above the rated current" above_rated;
}

fn steps(base: &Base, is: impl Fn(&StepRows) -> bool) -> Vec<StepRows> {
    base.steps.iter().filter(|step| is(step)).cloned().collect()
}

fn least_at_rest_a(base: &Base) -> f64 {
    1.1 * (1e-4 * base.largest(Col::Current, 0..base.lines[1].len())).max(1e-3)
}

fn row_at_rest(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let step = rng.one(&steps(draft.base, |step| !step.flows() && step.len() > 1))?;
    let row = rng.whole(step.first + 1, step.end - 1);
    let current_a = rng.sign() * rng.size(least_at_rest_a(draft.base), 5.0);
    draft.put(File::Detail, row, Col::Current, current_a);
    Some(rows(draft.base, Warning, row, row))
}

/// In both files, as an offset of the tester's zero would be.
fn offset_at_rest(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let step = rng.one(&steps(base, |step| !step.flows() && step.len() > 2))?;
    let current_a = rng.sign() * rng.size(least_at_rest_a(base), 0.5);
    for row in step.first..step.end {
        draft.put(File::Detail, row, Col::Current, current_a);
        draft.put(File::Detail, row, Col::Power, current_a * base.rows(Col::Voltage)[row]);
    }
    step.row.map(|row| draft.put(File::Step, row, Col::Current, current_a));
    // The charge that the offset moves is not in the capacity.
    Some(rows(base, Warning, step.first + 1, step.end - 1).besides(&["CAP01", "CAP02"]))
}

fn row_wrong(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let step = rng.one(&steps(draft.base, StepRows::has_direction))?;
    let first = rng.whole(step.first, step.last_active());
    let last = if rng.coin() { first } else { (first + rng.below(20)).min(step.last_active()) };
    for row in first..=last {
        draft.scale(File::Detail, row, Col::Current, -1.0);
    }
    Some(rows(draft.base, Error, first, last))
}

fn step_wrong(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let step = rng.one(&steps(draft.base, StepRows::has_direction))?;
    let power = rng.coin();
    for row in step.first..step.active {
        draft.scale(File::Detail, row, Col::Current, -1.0);
        if power {
            draft.scale(File::Detail, row, Col::Power, -1.0);
        }
    }
    if let (true, Some(row)) = (rng.coin(), step.row) {
        draft.scale(File::Step, row, Col::Current, -1.0);
    }
    Some(rows(draft.base, Error, step.first, step.last_active()))
}

fn little_wrong(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let step = rng.one(&steps(base, |step| step.has_direction() && step.len() > 4))?;
    let row = rng.whole(step.first + 1, step.last_active() - 1);
    let largest_a = base.largest(Col::Current, step.first..step.active);
    let sign = base.rows(Col::Current)[row].signum();
    let against_a = rng.size(1.1 * (1e-4 * largest_a).max(1e-3), 0.2 * largest_a);
    draft.put(File::Detail, row, Col::Current, -sign * against_a);
    Some(rows(base, Error, row, row))
}

/// What the step holds constant: its current, or its power.
fn held(base: &Base, step: &StepRows, row: usize) -> f64 {
    let current_a = base.rows(Col::Current)[row];
    if step.does == Does::Power { current_a * base.rows(Col::Voltage)[row] } else { current_a }
}

/// Lifts a row beyond both neighbours; up to the step's largest (after the change) times `share`.
fn lift(draft: &mut Draft<'_>, rng: &mut Rng, step: &StepRows, row: usize) -> Option<Planted> {
    let base = draft.base;
    let sign = base.rows(Col::Current)[row].signum();
    let largest = (step.first..step.active).map(|row| held(base, step, row).abs()).fold(0.0, f64::max);
    let (before, after) = (held(base, step, row - 1) * sign, held(base, step, row + 1) * sign);
    // On a steeper course than the spike itself its neighbour stands out as far.
    let two_before = held(base, step, (row - 1).max(step.first + 1) - 1) * sign;
    let by = (rng.size(0.022, 0.8) * largest).max(1.2 * (two_before - before).abs());
    let up = before.max(after) + by;
    let down = before.min(after) - by;
    // A higher row is itself the largest.
    let value = if rng.coin() && down > 0.01 * largest { down } else { up + 0.021 * (up - largest).max(0.0) };
    let volts = if step.does == Does::Power { base.rows(Col::Voltage)[row] } else { 1.0 };
    draft.put(File::Detail, row, Col::Current, sign * value / volts);
    Some(rows(base, Warning, row, row))
}

fn spike(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let step = rng.one(&steps(draft.base, |step| step.has_direction() && step.active - step.first > 4))?;
    let row = rng.whole(step.first + 1, step.last_active() - 1);
    lift(draft, rng, &step, row)
}

fn spike_in_hold(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let step = rng.one(&steps(base, |step| step.does == Does::Hold && step.active - step.first > 8))?;
    let end_v = base.rows(Col::Voltage)[step.last_active()];
    let hold = (step.first..step.active).find(|row| (base.rows(Col::Voltage)[*row] - end_v).abs() < 5e-3)?;
    (hold + 2 < step.last_active()).then_some(())?;
    let row = rng.whole(hold + 1, step.last_active() - 1);
    lift(draft, rng, &step, row)
}

/// Rows of the constant part, fewer than half of it.
fn off_constant(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let constant = |step: &StepRows| matches!(step.does, Does::Constant | Does::Power) && step.active - step.first > 12;
    let step = rng.one(&steps(base, constant))?;
    let (first, last) = (step.first + 1, step.last_active() - 1);
    let count = rng.whole(2, (last - first) / 3);
    let from = rng.whole(first, last - count);
    // Within the first 0.1 s a step settles.
    (base.times()[from] - base.times()[step.first] > 0.12).then_some(())?;
    let factor = 1.0 + rng.sign() * rng.size(0.025, 0.5);
    for row in from..from + count {
        draft.scale(File::Detail, row, Col::Current, factor);
    }
    Some(rows(base, Warning, from, from + count - 1))
}

fn above_rated(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = rng.one(&steps(base, |step| step.flows() && step.row.is_some()))?;
    let largest_a = base.largest(Col::Current, chosen.first..chosen.active);
    let rated_a = Some(largest_a / rng.between(1.02, 3.0));
    let charges = base.rows(Col::Current)[chosen.first] > 0.0;
    let limits = if charges {
        CellLimits { current_charge_a_max: rated_a, ..CellLimits::default() }
    } else {
        CellLimits { current_discharge_a_max: rated_a, ..CellLimits::default() }
    };
    draft.cell = Some(Cell { limits, ..draft.known() });
    // Where many steps are above it, the first is named.
    let above = |step: &&StepRows| {
        let rows = base.rows(Col::Current);
        let largest_a = base.largest(Col::Current, step.first..step.active);
        step.has_direction() && (rows[step.first] > 0.0) == charges && Some(largest_a) > rated_a.map(|a| 1.011 * a)
    };
    Some(step(Info, base.steps.iter().find(above)?.number))
}
