//! Faults of the two clocks and of the rows' order.

use crate::base::{Base, Col, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Place, Planted, Way, rows, step};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};
use std::ops::Range;

ways! {
    "TIM01" "two rows change places" swapped;
    "TIM01" "elapsed time goes back on a row" elapsed_back;
    "TIM01" "elapsed time goes back on a last row" last_back;
    "TIM01" "step time goes back on a row" step_time_back;
    "TIM01" "a row from the future" ahead;
    "TIM01" "a row moved down" moved;
    "TIM01" "the test's time starts again" restarted;
    "TIM02" "a row twice" twice;
    "TIM02" "another reading at one instant" two_readings;
    "TIM03" "rows taken out" gap;
    "TIM03" "rows taken out over the end of a pulse" gap_over_end;
    "TIM04" "the clock leaves for a row" clock_row;
    "TIM04" "the clock leaves for a step's first row" clock_first;
    "TIM04" "the clock leaves for some rows" clock_rows;
    "TIM04" "the clock is set" clock_set;
    "TIM04" "elapsed time in another unit" scale;
    "TIM04" "a wait between two steps" wait;
    "TIM05" "the first rows taken out" first_rows;
    "TIM05" "step time runs on from another step" runs_on;
    "TIM05" "step time never starts again" counts_on;
    "TIM05" "step time starts again in the step" starts_again;
    "TIM06" "another duration in Step" duration;
    "TIM06" "the last rows taken out" last_rows;
}

/// Rows inside a step: `margin` rows from its first and from its last active row.
fn inside(margin: usize) -> impl Fn(&StepRows) -> Range<usize> {
    move |step| step.first + margin..step.active.saturating_sub(margin).max(step.first + margin)
}

/// A random row inside a random step.
fn any_inside(draft: &Draft<'_>, rng: &mut Rng, margin: usize) -> Option<usize> {
    let steps: Vec<Range<usize>> =
        draft.base.steps.iter().map(inside(margin)).filter(|rows| !rows.is_empty()).collect();
    let rows = rng.one(&steps)?;
    Some(rng.whole(rows.start, rows.end - 1))
}

/// Whether time rises from each of these rows to the next.
fn rises(base: &Base, rows: Range<usize>) -> bool {
    base.times()[rows].windows(2).all(|pair| pair[1] > pair[0])
}

fn swapped(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 1)?;
    rises(draft.base, row - 1..row + 2).then_some(())?;
    draft.sheet(File::Detail).lines.swap(row, row + 1);
    Some(rows(draft.base, Error, row, row + 1))
}

fn back_by(base: &Base, rng: &mut Rng, row: usize, least_s: f64, most_s: f64) -> f64 {
    let interval_s = base.times()[row] - base.times()[row - 1];
    interval_s + rng.size(least_s, most_s.max(2.0 * least_s))
}

fn elapsed_back(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 2)?;
    let by_s = back_by(draft.base, rng, row, 0.02, 1e4);
    draft.add(File::Detail, row, Col::TestTime, -by_s);
    Some(rows(draft.base, Error, row, row))
}

fn last_back(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let long = |step: &&StepRows| step.active == step.end && step.len() > 4;
    let steps: Vec<StepRows> = draft.base.steps.iter().filter(long).cloned().collect();
    let row = rng.one(&steps)?.last_active();
    let by_s = back_by(draft.base, rng, row, 0.05, 1e4);
    draft.add(File::Detail, row, Col::TestTime, -by_s);
    Some(rows(draft.base, Error, row, row))
}

fn step_time_back(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 3)?;
    let times = draft.base.rows(Col::StepTime);
    let before_s = *times.get(row - 1)?;
    (before_s > 0.05).then_some(())?;
    draft.put(File::Detail, row, Col::StepTime, before_s - rng.between(0.02, before_s));
    Some(rows(draft.base, Error, row, row))
}

fn ahead(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 2)?;
    let next_s = draft.base.times()[row + 1];
    draft.put(File::Detail, row, Col::TestTime, next_s + rng.size(0.05, 1e4));
    // Either row may be called the wrong one.
    Some(rows(draft.base, Error, row, row + 1))
}

fn moved(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 1)?;
    let last = draft.base.step_of(row).active - 1;
    let to = (row + rng.whole(2, 9)).min(last);
    rises(draft.base, row - 1..to + 1).then_some(())?;
    draft.sheet(File::Detail).lines[row..=to].rotate_left(1);
    Some(rows(draft.base, Error, row, to))
}

fn restarted(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::StepTime).then_some(())?;
    let first = base.steps[rng.whole(1, base.steps.len() - 1)].first;
    let by_s = base.times()[first] - base.rows(Col::StepTime)[first];
    for row in first..base.lines[1].len() {
        draft.add(File::Detail, row, Col::TestTime, -by_s);
    }
    Some(rows(base, Error, first, first))
}

fn twice(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = rng.below(draft.base.lines[1].len());
    let times = rng.whole(1, 3);
    draft.repeat(File::Detail, row, times);
    let mut planted = rows(draft.base, Warning, row, row + times);
    planted.places[0].step = Some(draft.base.step_of(row).number);
    Some(planted)
}

fn two_readings(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 1)?;
    draft.repeat(File::Detail, row, 1);
    let at = row + rng.below(2);
    match rng.below(3) {
        0 => draft.add(File::Detail, at, Col::Voltage, rng.sign() * rng.size(1e-4, 0.5)),
        1 => draft.scale(File::Detail, at, Col::Current, rng.between(0.2, 0.9)),
        _ => draft.add(File::Detail, at, Col::Temperature, rng.sign() * rng.between(0.1, 30.0)),
    }
    let mut planted = rows(draft.base, Warning, row, row + 1);
    planted.places[0].step = Some(draft.base.step_of(row).number);
    Some(planted)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Whether the rows `gone` leave a gap as the rule has it.
fn is_gap(base: &Base, step: &StepRows, gone: &Range<usize>) -> bool {
    if gone.start < step.first + 2 || gone.end + 2 > step.end {
        return false;
    }
    let times: Vec<f64> =
        (step.first..step.end).filter(|row| !gone.contains(row)).map(|row| base.times()[row]).collect();
    let intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let at = gone.start - step.first - 1;
    let least_s = 3.0 * median(intervals.clone()).max(intervals[at - 1]).max(intervals[at + 1]);
    times.len() >= 5 && intervals[at] > 1.02 * least_s && intervals[at] > 1.02
}

fn take_out(draft: &mut Draft<'_>, gone: Range<usize>) -> Option<Planted> {
    let base = draft.base;
    is_gap(base, base.step_of(gone.start), &gone).then_some(())?;
    let planted = rows(base, Warning, gone.start - 1, gone.start);
    draft.remove(File::Detail, gone);
    Some(planted)
}

fn gap(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    (0..20).find_map(|_| {
        let start = any_inside(draft, rng, 2)?;
        let count = rng.size(3.0, 400.0) as usize;
        let gone = start..(start + count).min(draft.base.step_of(start).last_active() - 1).max(start);
        take_out(draft, gone)
    })
}

fn gap_over_end(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let pulses: Vec<StepRows> = draft.base.steps.iter().filter(|step| step.end > step.active + 5).cloned().collect();
    let pulse = rng.one(&pulses)?;
    (0..20).find_map(|_| {
        let start = pulse.last_active().saturating_sub(rng.below(200)).max(pulse.first + 2);
        take_out(draft, start..(pulse.active + rng.below(200)).min(pulse.end - 2))
    })
}

/// A jump of the clock that is one at any place of a step.
fn jump_s(base: &Base, rng: &mut Rng, row: usize) -> Option<i64> {
    let passed_s = base.rows(Col::StepTime).get(row)?;
    let least_s = 3.1 + 1e-4 * passed_s;
    Some((rng.sign() * rng.size(least_s, 1e5).ceil()) as i64)
}

fn clock_row(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 1)?;
    let by_s = jump_s(draft.base, rng, row)?;
    draft.move_clock(File::Detail, row, by_s)?;
    Some(rows(draft.base, Warning, row, row).column(draft.base, File::Detail, Col::Clock))
}

fn clock_first(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let steps: Vec<StepRows> = draft.base.steps.iter().skip(1).filter(|step| step.len() > 3).cloned().collect();
    let row = rng.one(&steps)?.first;
    let by_s = jump_s(draft.base, rng, row)?;
    draft.move_clock(File::Detail, row, by_s)?;
    Some(rows(draft.base, Warning, row, row))
}

fn clock_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let row = any_inside(draft, rng, 1)?;
    let last = (row + rng.whole(1, 30)).min(draft.base.step_of(row).last_active());
    let by_s = jump_s(draft.base, rng, last)?;
    for row in row..=last {
        draft.move_clock(File::Detail, row, by_s)?;
    }
    Some(rows(draft.base, Warning, row, last))
}

fn clock_set(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let row = any_inside(draft, rng, 1)?;
    let by_s = jump_s(base, rng, row)?;
    for row in row..base.lines[1].len() {
        draft.move_clock(File::Detail, row, by_s)?;
    }
    let number = base.step_of(row).number;
    for step in base.steps.iter().filter(|step| step.number > number) {
        step.row.map(|row| draft.move_clock(File::Step, row, by_s));
    }
    Some(rows(base, Warning, row, row))
}

fn scale(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Clock).then_some(())?;
    let (unit, factor) = rng.one(&[("milliseconds", 1e3), ("minutes", 1.0 / 60.0), ("hours", 1.0 / 3600.0)])?;
    let both = rng.coin();
    for row in 0..base.lines[1].len() {
        draft.scale(File::Detail, row, Col::TestTime, factor);
        if both {
            draft.scale(File::Detail, row, Col::StepTime, factor);
        }
    }
    for row in (0..base.lines[0].len()).filter(|_| both) {
        draft.scale(File::Step, row, Col::StepTime, factor);
    }
    let place = Place { file: Some(File::Detail), says: Some(unit.to_owned()), ..Place::default() };
    Some(Planted::at(Error, vec![place]))
}

fn wait(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let at = rng.whole(1, base.steps.len() - 1);
    let by_s = rng.size(8.0, 1e5) as i64;
    for row in base.steps[at].first..base.lines[1].len() {
        draft.move_clock(File::Detail, row, by_s)?;
    }
    for step in &base.steps[at..] {
        step.row.map(|row| draft.move_clock(File::Step, row, by_s));
    }
    Some(rows(base, Info, base.steps[at].first, base.steps[at].first))
}

fn first_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let times = base.rows(Col::StepTime);
    let cuts = |step: &StepRows| -> Option<Range<usize>> {
        let rest: Vec<f64> = times.get(step.first..step.end)?.windows(2).map(|pair| pair[1] - pair[0]).collect();
        (rest.len() > 6).then_some(())?;
        let least_s = 1.6 * median(rest);
        let first = (step.first + 1..step.active - 4).find(|row| times[*row] > least_s.max(1.05))?;
        Some(step.first..first)
    };
    let all: Vec<Range<usize>> = base.steps.iter().filter_map(cuts).collect();
    let gone = rng.one(&all)?;
    let line = base.line(File::Detail, gone.start);
    let mut planted = rows(base, Error, gone.start, gone.start);
    planted.places[0].lines = Some((line, line));
    draft.remove(File::Detail, gone);
    Some(planted)
}

fn runs_on(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::StepTime).then_some(())?;
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.len() > 2).cloned().collect();
    let step = rng.one(&steps)?;
    let rest: Vec<f64> = base.times()[step.first..step.end].windows(2).map(|pair| pair[1] - pair[0]).collect();
    let by_s = rng.size((1.6 * median(rest)).max(1.1), 1e5);
    for row in step.first..step.end {
        draft.add(File::Detail, row, Col::StepTime, by_s);
    }
    Some(rows(base, Error, step.first, step.first))
}

fn counts_on(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::StepTime).then_some(())?;
    let from = rng.whole(1, base.steps.len() - 1);
    let long = |step: &&StepRows| step.len() > 2;
    let first = base.steps[from..].iter().find(long)?.first;
    (base.times()[first] > 1500.0).then_some(())?;
    for row in base.steps[from].first..base.lines[1].len() {
        draft.put(File::Detail, row, Col::StepTime, base.times()[row]);
    }
    // Neighbouring steps are one finding.
    Some(rows(base, Error, first, base.lines[1].len() - 1))
}

fn starts_again(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let row = any_inside(draft, rng, 4)?;
    let times = base.rows(Col::StepTime);
    let by_s = times.get(row)? - 0.01;
    // It restarts when the next row is not yet where the one before was.
    (times[row + 1] - by_s < times[row - 1]).then_some(())?;
    for row in row..base.step_of(row).end {
        draft.add(File::Detail, row, Col::StepTime, -by_s);
    }
    Some(rows(base, Error, row, row))
}

fn duration(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some()).cloned().collect();
    let chosen = rng.one(&steps)?;
    let was_s = *base.numbers(File::Step, Col::StepTime).get(chosen.row?)?;
    let least_s = 4e-3 + 2e-6 * was_s;
    let by_s = rng.sign() * rng.size(least_s, was_s.max(2.0 * least_s));
    let is_s = ((was_s + by_s) * 1e3).round() / 1e3;
    // A shorter duration that ends at a sample of a rest contradicts nothing.
    let hits = base.rows(Col::StepTime)[chosen.first..chosen.end].iter().any(|time_s| (time_s - is_s).abs() < 6e-3);
    (is_s > 0.05 && !(hits && by_s < 0.0)).then_some(())?;
    draft.put(File::Step, chosen.row?, Col::StepTime, is_s);
    Some(step(Error, chosen.number))
}

/// The tester writes a row at the step's very end. Where it is lost, so is the end's capacity.
fn last_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let long = |step: &&StepRows| step.row.is_some() && step.active == step.end && step.len() > 8;
    let steps: Vec<StepRows> = draft.base.steps.iter().filter(long).cloned().collect();
    let chosen = rng.one(&steps)?;
    let count = rng.whole(1, 4);
    draft.base.has(File::Detail, Col::StepTime).then_some(())?;
    draft.remove(File::Detail, chosen.end - count..chosen.end);
    Some(step(Error, chosen.number))
}
