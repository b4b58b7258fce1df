//! Faults of the clock on the wall against the elapsed time, and rows that a rhythm misses.

use crate::base::{BOTH, Base, Col, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, rows, step, whole};
use crate::synth::Rng;
use battery_etl::model::Severity::Warning;
use chrono::{NaiveDateTime, Utc};

ways! {
    "TIM07" "a date before there were testers" before_2000;
    "TIM07" "a date after the file" after_the_file;
    "TIM07" "elapsed time that jumps between steps while the clock does not" elapsed_jumps;
    "TIM07" "a Step file alone whose durations are in another unit" durations_alone;
    "TIM07" "a duration that its own text contradicts" duration_text;
    "TIM03" "a row lost from an even rhythm" lost_one;
    "TIM03" "rows lost from an even rhythm" lost_some;
}

fn start(base: &Base) -> Option<i64> {
    let clock = base.cell(File::Detail, 0, Col::Clock)?;
    Some(NaiveDateTime::parse_from_str(clock, "%m/%d/%Y %H:%M:%S").ok()?.and_utc().timestamp())
}

fn move_both(draft: &mut Draft<'_>, by_s: i64) -> Option<Planted> {
    for file in BOTH {
        for row in 0..draft.sheets[file as usize].lines.len() {
            draft.move_clock(file, row, by_s)?;
        }
    }
    Some(whole(Warning, None))
}

fn before_2000(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let to = if rng.coin() { 86_400 } else { rng.whole(86_400, 910_000_000) as i64 };
    let by_s = to - start(draft.base)?;
    move_both(draft, by_s)
}

fn after_the_file(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let to = Utc::now().timestamp() + rng.size(2e5, 3e8) as i64;
    let by_s = to - start(draft.base)?;
    move_both(draft, by_s)
}

fn elapsed_jumps(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Clock).then_some(())?;
    let at = rng.whole(1, base.steps.len() - 1);
    let by_s = rng.size(7.0, 1e5).round();
    for row in base.steps[at].first..base.lines[1].len() {
        draft.add(File::Detail, row, Col::TestTime, by_s);
    }
    Some(step(Warning, base.steps[at].number))
}

fn durations_alone(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    (base.has(File::Step, Col::Clock) && base.lines[0].len() > 3).then_some(())?;
    draft.sheet(File::Detail).is_absent = true;
    let by = rng.one(&[1000.0, 1.0 / 60.0, 1.0 / 3600.0])?;
    for row in 0..base.lines[0].len() {
        draft.scale(File::Step, row, Col::StepTime, by);
    }
    Some(whole(Warning, Some(File::Step)).besides(&["REF01"]))
}

fn duration_text(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some()).cloned().collect();
    let chosen = rng.one(&steps)?;
    let was_s = *base.numbers(File::Step, Col::StepTime).get(chosen.row?)?;
    let is_s = was_s * rng.one(&[60.0, 1.0 / 60.0, 3600.0, 0.5])?;
    ((is_s - was_s).abs() > 6.0).then_some(())?;
    draft.set(File::Step, chosen.row?, Col::Duration, &crate::synth::duration(is_s)).then_some(())?;
    Some(step(Warning, chosen.number))
}

/// Places with five even intervals on both sides of so many rows.
fn even(base: &Base, count: usize) -> Vec<usize> {
    let times = base.times();
    let is_even = |from: usize, to: usize| {
        let intervals: Vec<f64> = times[from..=to].windows(2).map(|pair| pair[1] - pair[0]).collect();
        let mean_s = (times[to] - times[from]) / intervals.len() as f64;
        mean_s > 0.0 && intervals.iter().all(|interval_s| (interval_s / mean_s - 1.0).abs() < 5e-3)
    };
    let of_step = |step: &StepRows| {
        let (first, last) = (step.first + 6, (step.active).saturating_sub(7 + count));
        (first..last.max(first)).filter(move |row| is_even(row - 6, row + count + 5)).collect::<Vec<_>>()
    };
    base.steps.iter().flat_map(of_step).collect()
}

fn lose(draft: &mut Draft<'_>, rng: &mut Rng, count: usize) -> Option<Planted> {
    let base = draft.base;
    let row = rng.one(&even(base, count))?;
    let planted = rows(base, Warning, row - 1, row);
    draft.remove(File::Detail, row..row + count);
    Some(planted)
}

fn lost_one(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    lose(draft, rng, 1)
}

fn lost_some(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let count = rng.whole(2, 8);
    lose(draft, rng, count)
}
