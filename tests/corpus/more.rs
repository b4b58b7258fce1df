//! Further faults of cells and counters. They stand last, so that the cases of all others stay what they were.

use crate::base::{Col, File};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::increments::of_steady_steps;
use crate::judge::{Planted, Way, lines, rows};
use crate::stp::any_step;
use crate::summary::summed;
use crate::synth::Rng;
use crate::tmp::spike_of;
use battery_etl::model::Severity::{Error, Warning};

ways! {
    "STP03" "a wrong number in a row of Step" summary_misnumbered;
    "STP03" "a wrong number in a row of Detail" row_misnumbered;
    "STP10" "rows without a type" no_type;
    "CAP10" "a counter wrong over most of a step" wrong_over_most;
    "TMP03" "a reading of the chamber far off" chamber_spike;
}

/// A number that no step has, or the one before.
fn wrong_number(rng: &mut Rng, number: i32) -> String {
    let of_none = [number * 10, number * 1000, number + 500, 0];
    if rng.coin() { (number - 1).to_string() } else { rng.one(&of_none).unwrap_or_default().to_string() }
}

/// One cell is one finding.
fn summary_misnumbered(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |step| step.number > 1)?;
    let row = chosen.row?;
    let text = wrong_number(rng, chosen.number);
    draft.set(File::Step, row, Col::Step, &text);
    let line = draft.base.line(File::Step, row);
    Some(lines(Error, File::Step, line, line))
}

fn row_misnumbered(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |step| step.number > 1 && step.len() > 4)?;
    let row = rng.whole(chosen.first + 1, chosen.end - 2);
    let text = if rng.coin() { (chosen.number + 1).to_string() } else { wrong_number(rng, chosen.number) };
    draft.set(File::Detail, row, Col::Step, &text);
    let line = draft.base.line(File::Detail, row);
    Some(lines(Error, File::Detail, line, line))
}

fn no_type(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Kind).then_some(())?;
    let chosen = summed(base, rng, |step| step.len() > 4)?;
    let (from, to) = if rng.coin() {
        (chosen.first, chosen.end - 1)
    } else {
        let row = rng.whole(chosen.first, chosen.end - 1);
        (row, row)
    };
    for row in from..=to {
        draft.set(File::Detail, row, Col::Kind, "");
    }
    Some(rows(base, Error, from, to))
}

/// It stands still, or counts another share, over most of a step, and is right again by its end.
fn wrong_over_most(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let col = if rng.coin() { Col::Capacity } else { Col::Energy };
    let (step, _) = of_steady_steps(base, rng, col)?;
    let (length, stands) = (step.active - step.first, rng.coin());
    let (first, last) = (step.first + length / 6 + 1, step.last_active() - rng.whole(1, length / 6 + 1));
    let (values, by) = (base.rows(col), rng.between(0.5, 0.9));
    for row in first..=last {
        let lags = values[first - 1] + by * (values[row] - values[first - 1]);
        draft.put(File::Detail, row, col, if stands { values[first - 1] } else { lags });
    }
    Some(rows(base, Warning, first, last + 1))
}

fn chamber_spike(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    draft.base.has(File::Detail, Col::Chamber).then_some(())?;
    spike_of(draft, rng, Col::Chamber)
}
