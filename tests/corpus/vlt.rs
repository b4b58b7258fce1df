//! Faults of the voltage.

use crate::base::{Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, rows};
use crate::rewrite::sums;
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Warning};
use battery_etl::model::{Cell, CellLimits};

ways! {
    "VLT01" "a voltage that no cell has" impossible;
    "VLT01" "a voltage that the chemistry has not" not_of_the_chemistry;
    "VLT01" "a slip of the unit" slip;
    "VLT01" "beyond the cell's own limits" beyond_limits;
    "VLT02" "a spike" spike;
    "VLT02" "a spike on a first row" spike_on_first;
    "VLT03" "frozen for a while" frozen;
    "VLT03" "frozen to the step's end" frozen_to_end;
    "VLT04" "a rest that jumps to another level" level_at_rest;
    "VLT04" "a constant current that jumps to another level" level_under_current;
}

/// A stretch of rows in one step: often one row, at times many.
fn stretch(draft: &Draft<'_>, rng: &mut Rng) -> Option<(usize, usize)> {
    let step = rng.one(&draft.base.steps)?;
    let first = rng.whole(step.first, step.end - 1);
    let count = if rng.coin() { 1 } else { rng.size(2.0, 200.0) as usize };
    Some((first, (first + count - 1).min(step.end - 1)))
}

fn set_all(draft: &mut Draft<'_>, (first, last): (usize, usize), voltage_v: f64) -> Planted {
    for row in first..=last {
        draft.put(File::Detail, row, Col::Voltage, voltage_v);
    }
    rows(draft.base, Error, first, last)
}

fn impossible(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    // Of a module nobody knows how many cells it has.
    let is_module = draft.known().configuration.as_deref() == Some("module");
    (!is_module).then_some(())?;
    let at = stretch(draft, rng)?;
    let voltage_v = if rng.coin() { rng.size(5.51, 1e4) } else { -rng.size(0.51, 1e3) };
    Some(set_all(draft, at, voltage_v))
}

fn not_of_the_chemistry(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    draft.known().configuration.is_none().then_some(())?;
    let volts = base.rows(Col::Voltage);
    let (low_v, high_v) = volts.iter().fold((9.0_f64, 0.0_f64), |(low, high), v| (low.min(*v), high.max(*v)));
    let all = [("NMC", 1.5, 4.6), ("LFP", 1.5, 4.2), ("LNMO", 1.5, 5.2), ("SIB", 1.0, 4.5), ("LCO", 1.5, 4.6)];
    let fitting: Vec<_> = all.into_iter().filter(|(_, low, high)| low_v > *low && high_v < *high).collect();
    let (chemistry, low, high) = rng.one(&fitting)?;
    draft.cell = Some(Cell { chemistry: Some(chemistry.into()), ..draft.known() });
    let at = stretch(draft, rng)?;
    let voltage_v = if rng.coin() { high + rng.size(0.01, 3.0) } else { rng.between(0.0, low - 0.01) };
    Some(set_all(draft, at, voltage_v))
}

fn slip(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (first, last) = stretch(draft, rng)?;
    let factor = rng.one(&[1000.0, 0.001])?;
    // The very first row has no neighbour that tells a small reading from a slip.
    (first > 0 && draft.base.rows(Col::Voltage)[first - 1] > 1.2).then_some(())?;
    for row in first..=last {
        draft.scale(File::Detail, row, Col::Voltage, factor);
    }
    Some(rows(draft.base, Error, first, last))
}

/// The limit is set a little below what a rest held for long.
fn beyond_limits(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let is_long = |step: &&StepRows| {
        let lasts_s = base.times()[step.end - 1] - base.times()[step.first];
        !step.flows() && lasts_s > 300.0
    };
    let volts = base.rows(Col::Voltage);
    let least = |step: &StepRows| volts[step.first..step.end].iter().copied().fold(f64::INFINITY, f64::min);
    let highest = base.steps.iter().filter(is_long).max_by(|a, b| least(a).total_cmp(&least(b)))?;
    let voltage_v_max = Some(least(highest) - 0.021 - rng.between(0.0, 0.005));
    let limits = CellLimits { voltage_v_max, ..CellLimits::default() };
    draft.cell = Some(Cell { limits, ..draft.known() });
    let mut planted = rows(base, Warning, highest.first, highest.end - 1).of_no_step();
    // All that is above is one finding each: the range may begin in the charge before.
    planted.places[0].lines = Some((1, base.line(File::Detail, volts.len())));
    Some(planted)
}

/// How far a row may be lifted above (or sunk below) both neighbours by `by`.
fn beyond_both(before_v: f64, after_v: f64, sign: f64, by: f64) -> f64 {
    if sign > 0.0 { before_v.max(after_v) + by } else { before_v.min(after_v) - by }
}

fn spike(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let volts = base.rows(Col::Voltage);
    // A load that changes between the rows has no verdict.
    let is = |step: &&StepRows| step.len() > 3 && step.does != Does::Waveform;
    let steps: Vec<StepRows> = base.steps.iter().filter(is).cloned().collect();
    let step = rng.one(&steps)?;
    let row = rng.whole(step.first + 1, step.end - 2);
    (row != step.last_active()).then_some(())?;
    let value_v = beyond_both(volts[row - 1], volts[row + 1], rng.sign(), rng.size(0.0205, 0.8));
    follows_not(base, row, value_v)?;
    draft.put(File::Detail, row, Col::Voltage, value_v);
    Some(rows(base, Warning, row, row))
}

/// The current of the row must be no reason for it.
fn follows_not(base: &Base, row: usize, value_v: f64) -> Option<()> {
    let (volts, amperes) = (base.rows(Col::Voltage), base.rows(Col::Current));
    let sign = (value_v - volts[row - 1]).signum();
    let beyond = (sign * (amperes[row] - amperes[row - 1])).min(sign * (amperes[row] - amperes[row + 1]));
    (beyond <= 0.0 && (0.3..5.2).contains(&value_v)).then_some(())
}

fn spike_on_first(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let volts = base.rows(Col::Voltage);
    let long =
        |step: &&StepRows| step.len() > 3 && step.first > 0 && base.times()[step.first] > base.times()[step.first - 1];
    let steps: Vec<StepRows> = base.steps.iter().filter(long).cloned().collect();
    let row = rng.one(&steps)?.first;
    let value_v = beyond_both(volts[row - 1], volts[row + 1], rng.sign(), rng.size(0.0205, 0.8));
    follows_not(base, row, value_v)?;
    draft.put(File::Detail, row, Col::Voltage, value_v);
    // Beyond what a cell can have it is told as that.
    Some(rows(base, Warning, row, row).answers(&["VLT01"]))
}

fn changes(base: &Base, step: &StepRows) -> Vec<f64> {
    base.rows(Col::Voltage)[step.first..step.end].windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect()
}

fn resolution_v(base: &Base) -> f64 {
    let all = base.steps.iter().flat_map(|step| changes(base, step));
    all.filter(|change| *change > 1e-9).fold(f64::INFINITY, f64::min)
}

fn frozen(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let volts = base.rows(Col::Voltage);
    let least_v = 5.5 * resolution_v(base);
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.active - step.first > 16).cloned().collect();
    let (first, last) = (0..60).find_map(|_| {
        let step = rng.one(&steps)?;
        let first = rng.whole(step.first + 1, step.active - 13);
        let last = (first + rng.size(9.0, 300.0) as usize).min(step.last_active() - 2);
        let mut changes = changes(base, &step);
        changes[first - step.first..last - step.first].fill(0.0);
        changes.sort_by(f64::total_cmp);
        let jump_v = (volts[last + 1] - volts[first]).abs();
        // Neither a hold nor a jump of the current may explain it.
        let amperes = base.rows(Col::Current);
        let steady = (amperes[last + 1] - amperes[last]).abs() <= 0.015 * amperes[last].abs();
        let even = base.times()[last + 1] - base.times()[last] <= 2.5 * (base.times()[last] - base.times()[last - 1]);
        let holds = step.does == Does::Hold && (volts[first] - volts[step.last_active()]).abs() < 0.01;
        let is_it = jump_v > least_v && jump_v > 6.0 * changes[changes.len() / 2] && steady && even && !holds;
        (last >= first + 9 && is_it).then_some((first, last))
    })?;
    let value_v = volts[first];
    for row in first..=last {
        draft.put(File::Detail, row, Col::Voltage, value_v);
    }
    // In a settled rest it is its end that is told, as a level that jumps.
    Some(rows(base, Warning, first, last + 1).answers(&["VLT04"]))
}

fn frozen_to_end(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    // At a coarse resolution a plateau stands still of itself.
    (resolution_v(base) < 5e-4).then_some(())?;
    let long = |step: &&StepRows| step.active - step.first > 30 && matches!(step.does, Does::Constant | Does::Power);
    let steps: Vec<StepRows> = base.steps.iter().filter(long).cloned().collect();
    let step = rng.one(&steps)?;
    let last = step.last_active();
    let capacity = base.rows(Col::Capacity);
    let first = rng.whole(step.first + 1, last - 11);
    let passes = (capacity[last] - capacity[first]).abs() > 0.055 * (capacity[last] - capacity[step.first]).abs();
    passes.then_some(())?;
    let value_v = base.rows(Col::Voltage)[first];
    for row in first..=last {
        draft.put(File::Detail, row, Col::Voltage, value_v);
    }
    Some(rows(base, Warning, first, last))
}

/// The size of a jump that no change around it explains.
fn level_v(base: &Base, rng: &mut Rng, row: usize, least_v: f64) -> f64 {
    let volts = base.rows(Col::Voltage);
    let around = (row - 5..row + 5).map(|at| (volts[at] - volts[at - 1]).abs()).fold(0.0, f64::max);
    rng.sign() * rng.size(1.15 * least_v.max(10.0 * around), 0.3_f64.max(15.0 * around))
}

/// Lifts the voltage from a row to the end of a step, in both files.
fn lift(draft: &mut Draft<'_>, step: &StepRows, from: usize, by_v: f64) {
    let base = draft.base;
    let (amperes, capacity) = (base.rows(Col::Current), base.rows(Col::Capacity));
    let more_wh = |row: usize| by_v * (capacity[row] - capacity[from]);
    for (row, ampere) in amperes.iter().enumerate().take(step.end).skip(from) {
        draft.add(File::Detail, row, Col::Voltage, by_v);
        if step.flows() && row < step.active {
            draft.add(File::Detail, row, Col::Power, by_v * ampere);
        }
        draft.add(File::Detail, row, Col::Energy, more_wh(row.min(step.last_active())));
    }
    let Some(row) = step.row else { return };
    let last = step.last_active();
    for col in [Col::Voltage, Col::Power, Col::Energy] {
        let value = draft.get(File::Detail, last, col);
        if value.is_finite() {
            draft.put(File::Step, row, col, value);
        }
    }
    if step.flows() {
        let charges = amperes[step.first] > 0.0;
        for later in row..base.lines[0].len() {
            sums(draft, later, charges, 0.0, more_wh(last));
        }
    }
}

/// A contact, or a recalibration: the rests that follow without a break are lifted, too.
fn level_at_rest(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let long = |step: &&StepRows| !step.flows() && step.row.is_some() && step.len() > 14;
    let steps: Vec<StepRows> = base.steps.iter().filter(long).cloned().collect();
    let step = rng.one(&steps)?;
    let settled = |row: &usize| base.times()[*row] - base.times()[step.first] > 61.0;
    let first = (step.first + 6..step.end - 6).find(settled)?;
    let row = rng.whole(first, step.end - 6);
    let by_v = level_v(base, rng, row, 5e-3);
    lift(draft, &step, row, by_v);
    for rest in base.steps.iter().skip_while(|rest| rest.number <= step.number).take_while(|rest| !rest.flows()) {
        lift(draft, rest, rest.first, by_v);
    }
    Some(rows(base, Warning, row, row))
}

fn level_under_current(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    (base.has(File::Detail, Col::StepTime) && base.is_chroma()).then_some(())?;
    let long = |step: &&StepRows| step.does == Does::Constant && step.row.is_some() && step.active - step.first > 24;
    let steps: Vec<StepRows> = base.steps.iter().filter(long).cloned().collect();
    let step = rng.one(&steps)?;
    let row = rng.whole(step.first + 8, step.active - 8);
    let by_v = level_v(base, rng, row, 20e-3);
    // What no cell of the chemistry has is told as that.
    let reaches = |at: usize| base.rows(Col::Voltage)[at] + by_v;
    (row..step.end).all(|at| (1.6..4.1).contains(&reaches(at))).then_some(())?;
    // What falls as fast as a spike is one.
    let volts = base.rows(Col::Voltage);
    ((volts[row + 1] - volts[row]).abs() < 0.015).then_some(())?;
    lift(draft, &step, row, by_v);
    Some(rows(base, Warning, row, row))
}
