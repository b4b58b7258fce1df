//! Faults of the temperatures.

use crate::base::{BOTH, Base, Col, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, rows, whole};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};
use battery_etl::model::{Cell, CellLimits};

ways! {
    "TMP01" "a temperature that no test has" impossible;
    "TMP01" "kelvin under °C" kelvin;
    "TMP01" "beyond the cell's own limits" beyond_limits;
    "TMP02" "a sensor that gives nothing for a while" disconnected;
    "TMP02" "a sensor that never reads" never_reads;
    "TMP03" "a jump within a minute" jump;
    "TMP03" "a reading far off at any spacing" spike;
    "TMP05" "a sensor that stands still while the chamber moves" stands_still;
    "TMP05" "a cell far from its chamber after a long rest" fahrenheit;
    "TMP04" "a discharge before the cell has settled" not_settled;
}

fn sensor(base: &Base, rng: &mut Rng) -> Option<Col> {
    let all = [Col::Temperature, Col::Further, Col::Chamber];
    rng.one(&all.into_iter().filter(|col| base.has(File::Detail, *col)).collect::<Vec<_>>())
}

/// One that hangs on something with a heat capacity: not the chamber's own.
fn body(base: &Base, rng: &mut Rng) -> Option<Col> {
    let all = [Col::Temperature, Col::Further];
    rng.one(&all.into_iter().filter(|col| base.has(File::Detail, *col)).collect::<Vec<_>>())
}

fn stretch(base: &Base, rng: &mut Rng) -> Option<(usize, usize)> {
    let step = rng.one(&base.steps)?;
    let first = rng.whole(step.first, step.end - 1);
    let count = if rng.coin() { 1 } else { rng.size(2.0, 200.0) as usize };
    Some((first, (first + count - 1).min(step.end - 1)))
}

fn impossible(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let (col, (first, last)) = (sensor(base, rng)?, stretch(base, rng)?);
    let degc = if rng.coin() { rng.size(150.5, 5000.0) } else { -rng.size(60.5, 400.0) };
    for row in first..=last {
        draft.put(File::Detail, row, col, degc);
    }
    Some(rows(base, Error, first, last).column(base, File::Detail, col))
}

fn kelvin(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let col = sensor(base, rng)?;
    for row in 0..base.lines[1].len() {
        draft.add(File::Detail, row, col, 273.15);
    }
    Some(rows(base, Error, 0, base.lines[1].len() - 1).of_no_step().column(base, File::Detail, col))
}

fn beyond_limits(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let degc = base.rows(Col::Temperature);
    let hottest = (0..degc.len()).max_by(|a, b| degc[*a].total_cmp(&degc[*b]))?;
    let limits =
        CellLimits { temperature_degc_max: Some(degc[hottest] - rng.between(0.05, 1.0)), ..CellLimits::default() };
    draft.cell = Some(Cell { limits, ..draft.known() });
    let mut planted = rows(base, Warning, hottest, hottest).of_no_step();
    // The range takes in all that is as hot.
    planted.places[0].lines = Some((1, base.line(File::Detail, degc.len())));
    Some(planted)
}

fn disconnected(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let (col, (first, last)) = (sensor(base, rng)?, stretch(base, rng)?);
    let text = rng.one(&["-600000", "--", "", "NaN", "9.9E37", "Inf"])?;
    for row in first..=last {
        draft.set(File::Detail, row, col, text);
    }
    draft.sheet(File::Detail).is_ended = true;
    Some(rows(base, Warning, first, last).column(base, File::Detail, col))
}

fn never_reads(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let col = sensor(base, rng)?;
    let text = rng.one(&["-600000", "--", "", "NaN"])?;
    for row in 0..base.lines[1].len() {
        draft.set(File::Detail, row, col, text);
    }
    draft.sheet(File::Detail).is_ended = true;
    Some(whole(Info, Some(File::Detail)).column(base, File::Detail, col))
}

fn jump(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let col = body(base, rng)?;
    let dense =
        |step: &&StepRows| step.len() > 6 && base.times()[step.first + 3] - base.times()[step.first + 2] <= 60.0;
    let steps: Vec<StepRows> = base.steps.iter().filter(dense).cloned().collect();
    let step = rng.one(&steps)?;
    let first = rng.whole(step.first + 1, step.end - 2);
    let before = base.rows(col)[first - 1];
    let by_k = rng.sign() * rng.size(5.2, 25.0) + before - base.rows(col)[first];
    let last = if rng.coin() { first } else { (first + rng.below(40)).min(step.end - 2) };
    let ends = |row: usize| (base.times()[row + 1] - base.times()[row]) <= 60.0;
    (ends(first - 1) && ends(last)).then_some(())?;
    for row in first..=last {
        draft.add(File::Detail, row, col, by_k);
    }
    // Told as it comes, or as it goes.
    Some(rows(base, Warning, first, last + 1).column(base, File::Detail, col))
}

fn spike(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let col = body(draft.base, rng)?;
    spike_of(draft, rng, col)
}

pub(crate) fn spike_of(draft: &mut Draft<'_>, rng: &mut Rng, col: Col) -> Option<Planted> {
    let base = draft.base;
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.len() > 2).cloned().collect();
    let step = rng.one(&steps)?;
    let row = rng.whole(step.first + 1, step.end - 2);
    let degc = base.rows(col);
    let (before, after) = (degc[row - 1], degc[row + 1]);
    let by_k = rng.size(10.2, 25.0);
    let value = if rng.coin() { before.max(after) + by_k } else { before.min(after) - by_k };
    ((-59.0..149.0).contains(&value)).then_some(())?;
    draft.put(File::Detail, row, col, value);
    Some(rows(base, Warning, row, row).column(base, File::Detail, col))
}

/// The chamber is set elsewhere from the rest before a full discharge on, to its end.
fn not_settled(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Chamber).then_some(())?;
    let (cell, chamber) = (base.rows(Col::Temperature), base.rows(Col::Chamber));
    let largest_ah = base.largest(Col::Capacity, 0..cell.len());
    let full = |step: &&StepRows| {
        let is_large = base.rows(Col::Capacity)[step.last_active()].abs() > 0.9 * largest_ah;
        let by_voltage = step.row.and_then(|row| base.cell(File::Step, row, Col::Status)) == Some("StepFinishByCut_V");
        let settled = (cell[step.first] - chamber[step.first]).abs() < 2.0;
        // A cell that stood still for hours is told as a stuck sensor.
        let moves = cell[step.first.saturating_sub(3)..=step.first].windows(2).any(|pair| pair[0] != pair[1]);
        by_voltage && is_large && settled && moves && base.rows(Col::Current)[step.first] < 0.0 && step.first > 0
    };
    let steps: Vec<StepRows> = base.steps.iter().filter(full).cloned().collect();
    let step = rng.one(&steps)?;
    let by_k = rng.sign() * rng.size(5.2, 40.0);
    for row in step.first..step.end {
        draft.add(File::Detail, row, Col::Chamber, by_k);
    }
    draft.add(File::Step, step.row?, Col::Chamber, by_k);
    let mut planted = rows(base, Info, step.first, step.first);
    (planted.places[0].lines, planted.places[0].file) = (None, None);
    Some(planted)
}

/// For more than an hour, in which the chamber or the cell moves by more than 3 K.
fn stands_still(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chamber = base.rows(Col::Chamber);
    let count = base.lines[1].len();
    (!chamber.is_empty()).then_some(())?;
    let (first, last) = (0..60).find_map(|_| {
        let first = rng.below(count);
        let after = (first..count).find(|row| base.times()[*row] - base.times()[first] > 4000.0)?;
        let last = (after + rng.below(60)).min(count - 1);
        let (low, high) =
            chamber[first..=last].iter().fold((f64::MAX, f64::MIN), |(l, h), degc| (l.min(*degc), h.max(*degc)));
        (high - low > 4.0 && last - first > 5).then_some((first, last))
    })?;
    let held = base.cell(File::Detail, first, Col::Temperature)?.to_owned();
    let stands = |row: &usize| base.cell(File::Detail, *row, Col::Temperature) == Some(&held);
    let first = (0..first).rev().take_while(stands).last().unwrap_or(first);
    for row in first..=last {
        draft.set(File::Detail, row, Col::Temperature, &held);
    }
    for step in base.steps.iter().filter(|step| (first..=last).contains(&step.last_active())) {
        step.row.map(|row| draft.set(File::Step, row, Col::Temperature, &held));
    }
    let mut planted = rows(base, Warning, first, last).of_no_step().column(base, File::Detail, Col::Temperature);
    // It wakes with a jump, and at another temperature capacities are not compared.
    planted.besides = &["CAP09"];
    planted.places[0].lines = Some((base.line(File::Detail, first), base.line(File::Detail, last) + 1));
    Some(planted)
}

/// The cell's sensor in degrees that no header tells of, in both files.
fn fahrenheit(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Chamber).then_some(())?;
    let rests = |step: &&StepRows| !step.flows() && base.times()[step.end - 1] - base.times()[step.first] > 7300.0;
    let far =
        |step: &StepRows| (base.rows(Col::Temperature)[step.end - 1] - base.rows(Col::Chamber)[step.end - 1]).abs();
    base.steps.iter().filter(rests).any(|step| far(step) < 2.0).then_some(())?;
    let (by, more) = rng.one(&[(1.8, 32.0), (1.0, 40.0)])?;
    for file in BOTH {
        for row in 0..base.lines[file as usize].len() {
            let degc = draft.get(file, row, Col::Temperature);
            if degc.is_finite() {
                draft.put(file, row, Col::Temperature, degc * by + more);
            }
        }
    }
    // Hot cells may leave what a test may have.
    Some(whole(Warning, None).besides(&["TMP01"]))
}
