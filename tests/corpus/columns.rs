//! Faults of a column, whichever rule answers: in each column of both files, in a cell, a step, or the whole file.

use crate::base::{BOTH, Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Place, Planted, Way, lines, step};
use crate::synth::Rng;
use battery_etl::model::Severity::Warning;

ways! {
    "columns" "a cell of Step" cell_of_step;
    "columns" "a text of Step" text_of_step;
    "columns" "a step of Detail scaled" scaled;
    "columns" "a step of Detail shifted" shifted;
    "columns" "a step of the other sign" other_sign;
    "columns" "a step that stands still" stuck;
    "columns" "two columns of Detail exchanged" exchanged_in_detail;
    "columns" "two columns of Step exchanged" exchanged_in_step;
    "columns" "Detail in another unit" unit_in_detail;
    "columns" "Step in another unit" unit_in_step;
    "columns" "both files in another unit" unit_in_both;
    "columns" "a column of Step shifted" shifted_in_step;
    "columns" "each row of Detail twice" all_twice;
    "columns" "rows of Detail once more" block_twice;
    "columns" "the Step file of another test" other_steps;
    "columns" "the dates of a file moved" dates_of_one;
}

/// Who may answer for a column of Step.
fn of_step(col: Col) -> &'static [&'static str] {
    match col {
        Col::Voltage | Col::Current => &["STP07"],
        Col::Energy => &["STP07", "CAP02"],
        Col::Capacity => &["CAP05"],
        Col::StepTime => &["TIM06", "TIM07"],
        Col::Duration => &["TIM07"],
        Col::Clock => &["STP09", "TIM07", "TIM04"],
        Col::Total => &["STP09", "CAP06"],
        Col::Kind => &["STP10", "STP04"],
        Col::Status => &["STP09", "STP05"],
        _ => &["STP09"],
    }
}

/// Who may answer for a column of Detail.
fn of_detail(col: Col) -> &'static [&'static str] {
    match col {
        Col::Voltage => &["VLT01", "VLT02", "VLT03", "VLT04", "CAP02", "CAP03", "STP07"],
        Col::Current => &["CUR01", "CUR02", "CUR03", "CAP01", "CAP02", "CAP03", "CAP10", "STP07"],
        Col::Power => &["CAP03", "STP09"],
        Col::Capacity => &["CAP01", "CAP04", "CAP05", "CAP06", "CAP10"],
        Col::Energy => &["CAP02", "CAP04", "CAP10", "STP07"],
        Col::Total => &["CAP06", "STP09"],
        Col::Temperature => &["TMP01", "TMP03", "TMP05", "STP09"],
        Col::StepTime => &["TIM01", "TIM02", "TIM03", "TIM05", "TIM06"],
        Col::TestTime => &["TIM01", "TIM02", "TIM03", "TIM04", "TIM05", "TIM07"],
        Col::Clock => &["TIM04", "TIM07", "STP09"],
        _ => &["STP09", "STP10"],
    }
}

const INTEGRALS: [Col; 5] = [Col::Voltage, Col::Current, Col::Power, Col::Capacity, Col::Energy];

/// A step with rows of which the current tells: long enough, and no coarse waveform.
fn telling(base: &Base, rng: &mut Rng) -> Option<StepRows> {
    let moves = |step: &StepRows| base.largest(Col::Capacity, step.first..step.active);
    let largest_ah = base.largest(Col::Capacity, 0..base.lines[1].len());
    let is = |step: &&StepRows| {
        let tells = step.has_direction() && step.row.is_some() && step.active - step.first > 8;
        tells && moves(step) > 0.05 * largest_ah
    };
    let steps: Vec<StepRows> = base.steps.iter().filter(is).cloned().collect();
    rng.one(&steps)
}

fn whole_file(file: Option<File>, answers: &'static [&'static str]) -> Planted {
    Planted::at(Warning, vec![Place { file, ..Place::default() }]).answers(answers)
}

fn cell_of_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let mut columns = INTEGRALS.to_vec();
    columns.extend([Col::StepTime, Col::Total, Col::Temperature, Col::RecipeLine, Col::LoopPass, Col::TesterCycle]);
    columns.extend([Col::ChargedAh, Col::DischargedAh, Col::ChargedWh, Col::DischargedWh]);
    columns.retain(|col| base.has(File::Step, *col));
    let col = rng.one(&columns)?;
    let rows: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some()).cloned().collect();
    let chosen = rng.one(&rows)?;
    let row = chosen.row?;
    let largest = base.numbers(File::Step, col).iter().fold(0.0, |max: f64, value| max.max(value.abs()));
    let by = match col {
        Col::RecipeLine | Col::LoopPass | Col::TesterCycle => rng.whole(1, 5) as f64,
        Col::Temperature => rng.sign() * rng.between(0.5, 20.0),
        Col::StepTime => rng.size(0.05, 1000.0),
        _ => rng.size(0.01, 0.5) * largest,
    };
    draft.add(File::Step, row, col, by);
    let line = base.line(File::Step, row);
    let mut planted = lines(Warning, File::Step, line, line).answers(of_step(col));
    if matches!(col, Col::ChargedAh | Col::DischargedAh | Col::ChargedWh | Col::DischargedWh | Col::Total) {
        planted.places[0].lines = Some((line, line + 1));
    } else {
        planted.places[0] = Place { step: Some(chosen.number), ..Place::default() };
    }
    Some(planted)
}

/// Another word of the same kind in a cell of text.
fn text_of_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let col = rng.one(&[Col::Kind, Col::Status, Col::Clock, Col::Duration])?;
    let is = |step: &&StepRows| {
        step.row.is_some() && step.flows() && Some(step.number) != base.steps.last().map(|s| s.number)
    };
    let steps: Vec<StepRows> = base.steps.iter().filter(is).cloned().collect();
    let chosen = rng.one(&steps)?;
    let row = chosen.row?;
    let was = base.cell(File::Step, row, col)?.to_owned();
    match col {
        Col::Clock => draft.move_clock(File::Step, row, (rng.sign() * rng.size(4.0, 1e6)) as i64)?,
        Col::Duration => {
            let days = rng.whole(1, 3);
            draft.set(File::Step, row, col, &format!("{:02}{}", days + 7, was.get(2..)?)).then_some(())?;
        }
        Col::Kind => draft.set(File::Step, row, col, "靜置").then_some(())?,
        _ => {
            let all = ["StepFinishByCut_T", "StepFinishByCut_V", "StepFinishByCut_I", "StepFinishByFunction"];
            let others: Vec<&str> = all.into_iter().filter(|word| *word != was).collect();
            draft.set(File::Step, row, col, rng.one(&others)?).then_some(())?;
        }
    }
    Some(step(Warning, chosen.number).answers(of_step(col)).besides(&["REF01"]))
}

fn scaled(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = telling(base, rng)?;
    let col = rng.one(&INTEGRALS)?;
    base.has(File::Detail, col).then_some(())?;
    let by = if rng.coin() { rng.between(1.03, 3.0) } else { rng.between(0.1, 0.97) };
    for row in chosen.first..chosen.end {
        draft.scale(File::Detail, row, col, by);
    }
    Some(step(Warning, chosen.number).answers(of_detail(col)))
}

fn shifted(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = telling(base, rng)?;
    let mut columns = INTEGRALS.to_vec();
    columns.extend([Col::Total, Col::StepTime, Col::TestTime, Col::Clock]);
    columns.retain(|col| base.has(File::Detail, *col));
    let col = rng.one(&columns)?;
    let by = match col {
        Col::StepTime | Col::TestTime | Col::Clock => {
            let rhythm_s = base.times()[chosen.first + 3] - base.times()[chosen.first + 2];
            (rng.size(2.0, 100.0) * rhythm_s.max(5.0)).ceil()
        }
        _ => rng.sign() * rng.size(0.05, 0.5) * base.largest(col, 0..base.lines[1].len()),
    };
    for row in chosen.first..chosen.end {
        if col == Col::Clock {
            draft.move_clock(File::Detail, row, by as i64)?;
        } else {
            draft.add(File::Detail, row, col, by);
        }
    }
    // What was shifted is seen where it begins, or where it ends.
    let first = base.line(File::Detail, chosen.first);
    let mut planted = lines(Warning, File::Detail, first, base.line(File::Detail, chosen.end)).answers(of_detail(col));
    if !matches!(col, Col::StepTime | Col::TestTime | Col::Total) {
        planted.places[0] = Place { step: Some(chosen.number), ..Place::default() };
    }
    Some(planted)
}

fn other_sign(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = telling(base, rng)?;
    let col = rng.one(&INTEGRALS)?;
    base.has(File::Detail, col).then_some(())?;
    for row in chosen.first..chosen.end {
        draft.scale(File::Detail, row, col, -1.0);
    }
    Some(step(Warning, chosen.number).answers(of_detail(col)))
}

fn stuck(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = telling(base, rng)?;
    let mut columns =
        vec![Col::Power, Col::Capacity, Col::Energy, Col::Total, Col::StepTime, Col::TestTime, Col::Clock];
    if base.name != "plateau" && chosen.does != Does::Hold {
        columns.push(Col::Voltage);
    }
    columns.retain(|col| base.has(File::Detail, *col));
    let col = rng.one(&columns)?;
    let from = rng.whole(chosen.first + 1, chosen.first + (chosen.active - chosen.first) / 2);
    let held = base.cell(File::Detail, from, col)?.to_owned();
    let moves = match col {
        Col::Clock => base.times()[chosen.last_active()] - base.times()[from] > 10.0,
        Col::StepTime | Col::TestTime => true,
        _ => {
            let values = &base.rows(col)[from..chosen.active];
            let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            high - low > 2e-3 * base.largest(col, 0..base.lines[1].len())
        }
    };
    moves.then_some(())?;
    for row in from..chosen.end {
        draft.set(File::Detail, row, col, &held);
    }
    let planted = step(Warning, chosen.number).answers(of_detail(col));
    // A total is off in its step, and off again where the next step goes on from it.
    Some(if col == Col::Total { planted.besides(&["CAP06"]) } else { planted })
}

fn exchange(draft: &mut Draft<'_>, file: File, (one, two): (Col, Col)) -> Option<()> {
    let (one, two) = (draft.base.column(file, one)?, draft.base.column(file, two)?);
    for row in 0..draft.sheets[file as usize].lines.len() {
        let mut cells = draft.cells(file, row);
        cells.swap(one, two);
        draft.set_cells(file, row, &cells);
    }
    Some(())
}

/// All that may be told of rows that hold each other's values.
const OF_VALUES: &[&str] = &[
    "VLT01", "VLT02", "CUR01", "CUR02", "CUR03", "CAP01", "CAP02", "CAP03", "CAP04", "CAP05", "CAP06", "CAP10",
    "STP07", "STP09", "REF01", "TIM01", "TIM05", "TIM06", "TIM04",
];

fn exchanged_in_detail(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let pairs = [
        (Col::Voltage, Col::Current),
        (Col::Current, Col::Power),
        (Col::Power, Col::Capacity),
        (Col::Capacity, Col::Energy),
        (Col::Energy, Col::Total),
        (Col::TestTime, Col::StepTime),
    ];
    exchange(draft, File::Detail, rng.one(&pairs)?)?;
    Some(whole_file(None, OF_VALUES))
}

fn exchanged_in_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let pairs = [
        (Col::Voltage, Col::Current),
        (Col::Current, Col::Energy),
        (Col::Energy, Col::Capacity),
        (Col::Capacity, Col::Power),
        (Col::Power, Col::ChargedAh),
        (Col::ChargedAh, Col::DischargedAh),
        (Col::DischargedAh, Col::ChargedWh),
        (Col::ChargedWh, Col::DischargedWh),
        (Col::DischargedWh, Col::Total),
    ];
    exchange(draft, File::Step, rng.one(&pairs)?)?;
    Some(whole_file(None, OF_VALUES))
}

/// A factor between units that a header does not tell.
const UNITS: [(Col, f64); 8] = [
    (Col::Voltage, 1e3),
    (Col::Current, 1e3),
    (Col::Power, 1e3),
    (Col::Capacity, 1e3),
    (Col::Energy, 1e3),
    (Col::Total, 1e3),
    (Col::StepTime, 1e3),
    (Col::Capacity, 3600.0),
];

fn in_unit(draft: &mut Draft<'_>, file: File, col: Col, by: f64) -> Option<()> {
    draft.base.has(file, col).then_some(())?;
    for row in 0..draft.sheets[file as usize].lines.len() {
        draft.scale(file, row, col, by);
    }
    Some(())
}

fn unit_in_detail(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (col, by) = rng.one(&UNITS)?;
    in_unit(draft, File::Detail, col, by)?;
    Some(whole_file(None, of_detail(col)).besides(&["REF01"]))
}

fn unit_in_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (col, by) = rng.one(&UNITS)?;
    in_unit(draft, File::Step, col, by)?;
    Some(whole_file(None, of_step(col)).besides(&["REF01"]))
}

fn unit_in_both(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (col, by) = rng.one(&UNITS[..5])?;
    in_unit(draft, File::Detail, col, by)?;
    in_unit(draft, File::Step, col, by)?;
    Some(whole_file(None, of_detail(col)).besides(&["REF01"]))
}

/// From some row on, as when two pieces were pasted.
fn shifted_in_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let columns = [Col::Voltage, Col::Current, Col::Energy, Col::Capacity, Col::Power, Col::Total, Col::Temperature];
    let col = rng.one(&columns)?;
    let at = base.column(File::Step, col)?;
    let count = base.lines[0].len();
    (count > 4).then_some(())?;
    // Each value stands one row too low.
    for row in (1..count).rev() {
        let mut cells = draft.cells(File::Step, row);
        cells[at].clone_from(&base.table(File::Step).rows[row - 1][at]);
        draft.set_cells(File::Step, row, &cells);
    }
    let told =
        base.numbers(File::Step, col).windows(2).any(|pair| (pair[1] - pair[0]).abs() > 0.02 * pair[0].abs().max(0.1));
    told.then(|| whole_file(None, of_step(col)).besides(&["REF01"]))
}

fn all_twice(draft: &mut Draft<'_>, _: &mut Rng) -> Option<Planted> {
    let sheet = draft.sheet(File::Detail);
    sheet.lines = sheet.lines.iter().flat_map(|line| [line.clone(), line.clone()]).collect();
    Some(whole_file(Some(File::Detail), &["TIM02", "STP03"]))
}

fn block_twice(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = telling(base, rng)?;
    let first = rng.whole(chosen.first, chosen.active - 4);
    let last = rng.whole(first + 1, chosen.active - 2);
    let block = draft.sheet(File::Detail).lines[first..=last].to_vec();
    draft.sheet(File::Detail).lines.splice((last + 1)..=last, block);
    Some(step(Warning, chosen.number).answers(&["TIM01", "TIM02"]))
}

fn other_steps(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let header = &base.table(File::Step).header;
    let is_other = |other: &&Base| {
        // Two tests by one recipe may begin alike.
        let times = |of: &Base, number: usize| of.numbers(File::Step, Col::StepTime).get(number).copied();
        let same = |number: usize| times(other, number) == times(base, number);
        other.name != base.name && other.table(File::Step).header == *header && !(0..3).any(same)
    };
    let others: Vec<&Base> = draft.bases.iter().filter(is_other).collect();
    let other = rng.one(&others)?;
    draft.sheet(File::Step).lines = other.lines[0].iter().map(|line| line.as_str().into()).collect();
    Some(whole_file(None, &["FMT09"]))
}

fn dates_of_one(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = rng.one(&BOTH)?;
    let by_s = (rng.sign() * rng.size(10.0, 3e8)) as i64;
    for row in 0..draft.sheets[file as usize].lines.len() {
        draft.move_clock(file, row, by_s)?;
    }
    Some(whole_file(None, &["STP09", "TIM07", "TIM04", "FMT09"]))
}
