//! One cause, one finding: which findings of a rule leave those of another unsaid, and how far.

mod cycles;
mod table;

use super::TestView;
use crate::model::{Alike, FileRole, Finding, Severity, StepData};
use std::collections::{HashMap, HashSet};
use table::{IN_ALL_STEPS, Reach, Silence, TABLE};

/// Where neither capacity nor power fits, the current is wrong, and of course the energy does not fit it either.
const WRONG_CURRENT: [&str; 2] = ["CAP01", "CAP03"];

/// Where a finding is: its steps and its lines.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: Option<&'a str>,
    lines: Option<(u64, u64)>,
    steps: Option<(i32, i32)>,
}

/// Takes out the findings whose cause another finding names already, and counts them.
///
/// What is taken out still silences in its turn: an effect of an effect has the same cause.
pub(super) fn silence_effects(findings: &mut Vec<Finding>, test: &TestView<'_>) -> u64 {
    let places: Vec<Place<'_>> = findings.iter().map(|finding| place(finding, test)).collect();
    let mut silent = vec![false; findings.len()];
    for line in TABLE {
        if !findings.iter().any(|finding| line.has_effect(finding)) {
            continue;
        }
        for cause in (0..findings.len()).filter(|&at| line.has_cause(&findings[at])) {
            for effect in 0..findings.len() {
                if !silent[effect] && line.explains(&findings[cause], &findings[effect]) {
                    silent[effect] = reaches(line.reach, &places[cause], &places[effect], test.steps);
                }
            }
        }
    }
    for effect in (0..findings.len()).filter(|&at| findings[at].rule == "CAP02") {
        let has = |rule: &str| {
            let is = |(cause, place)| cause == rule && reaches(Reach::Step, place, &places[effect], test.steps);
            findings.iter().map(|finding| finding.rule).zip(&places).any(is)
        };
        silent[effect] |= WRONG_CURRENT.iter().all(|rule| has(rule));
    }
    shifted(findings, &mut silent);
    cycles::of_efficiency(findings, &mut silent, test.derived);
    let mut flags = silent.iter();
    let before = findings.len();
    findings.retain(|_| !flags.next().is_some_and(|silent| *silent));
    (before - findings.len()) as u64
}

/// How near the end of a later step is to the level before it, by the jump, and on top of that.
const LEVEL_RELATIVE: f64 = 0.1;
const LEVEL_V: f64 = 1e-3;

/// Marks what follows from a voltage that jumped to another level and stays there: steps after it that end off by as much,
/// and the power and energy of those steps.
fn shifted(findings: &[Finding], silent: &mut [bool]) {
    let by = |finding: &Finding| match finding.alike {
        Some(Alike::Numbers { expected, found }) => Some((finding.step?, found - expected)),
        _ => None,
    };
    let stays = |finding: &&Finding| finding.rule == "VLT04" && finding.line_end.is_none();
    let jumps: Vec<(i32, f64)> = findings.iter().filter(stays).filter_map(by).collect();
    let is_level = |(step, off_v): (i32, f64)| {
        let level_v: f64 = jumps.iter().filter(|jump| jump.0 < step).map(|jump| jump.1).sum();
        level_v != 0.0 && (off_v - level_v).abs() <= LEVEL_V + LEVEL_RELATIVE * level_v.abs()
    };
    let is_end = |finding: &&Finding| finding.rule == "STP07" && finding.column.as_deref() == Some("voltage_v");
    let ends = findings.iter().filter(is_end).filter_map(by).filter(|end| is_level(*end));
    let steps: HashSet<i32> = ends.map(|(step, _)| step).collect();
    for (finding, silent) in findings.iter().zip(silent) {
        let is_effect = ["STP07", "CAP02", "CAP03"].contains(&finding.rule) && finding.severity <= Severity::Warning;
        *silent |= is_effect && finding.step.is_some_and(|step| steps.contains(&step));
    }
}

/// Takes out what follows from findings that stand for many: their cause is in the whole file. What follows in rows was
/// taken out row by row, unless `more` findings of the cause were counted and not kept.
pub(super) fn silence_everywhere(
    findings: &mut Vec<Finding>,
    shared: &[usize],
    more: &HashMap<&'static str, u64>,
) -> u64 {
    let causes: Vec<Finding> = shared.iter().map(|at| findings[*at].clone()).collect();
    let follows = |finding: &Finding| {
        let is_cause = |line: &Silence, cause: &Finding| {
            line.explains(cause, finding) && (!line.reach.is_of_rows() || more.contains_key(cause.rule))
        };
        let mut lines = TABLE.iter().chain(IN_ALL_STEPS).filter(|line| line.has_effect(finding));
        lines.any(|line| causes.iter().any(|cause| is_cause(line, cause)))
    };
    let before = findings.len();
    findings.retain(|finding| !follows(finding));
    (before - findings.len()) as u64
}

fn reaches(reach: Reach, cause: &Place<'_>, effect: &Place<'_>, steps: &[StepData]) -> bool {
    let (Some(cause_steps), Some(effect_steps)) = (cause.steps, effect.steps) else {
        return match reach {
            Reach::Test => true,
            Reach::File => cause.file == effect.file,
            Reach::Rows => lines_meet(cause, effect, [0, 0]),
            Reach::RowsAndBefore => lines_meet(cause, effect, [1, 0]),
            Reach::RowsAround => lines_meet(cause, effect, [1, 1]),
            _ => false,
        };
    };
    let in_step = cause_steps.0 <= effect_steps.1 && effect_steps.0 <= cause_steps.1;
    match reach {
        Reach::Step => in_step,
        Reach::StepAndNext => cause_steps.0 <= effect_steps.1 && effect_steps.0 <= cause_steps.1.saturating_add(1),
        Reach::StepAndLater => effect_steps.1 >= cause_steps.0,
        // Without lines (rows read from a database) the step is as near as one can say.
        Reach::Rows | Reach::RowsAndBefore | Reach::RowsAround if cause.lines.is_none() || effect.lines.is_none() => {
            in_step
        }
        Reach::Rows => lines_meet(cause, effect, [0, 0]),
        Reach::RowsAndBefore => lines_meet(cause, effect, [1, 0]),
        Reach::RowsAround => lines_meet(cause, effect, [1, 1]),
        Reach::LastActiveRow => in_step && touches_active_end(cause, effect_steps.0, steps, 0),
        // A gap may be told by the row before it, or by the row after.
        Reach::ActiveEnd => in_step && touches_active_end(cause, effect_steps.0, steps, 1),
        Reach::File => cause.file == effect.file,
        Reach::Test => true,
    }
}

fn lines_meet(cause: &Place<'_>, effect: &Place<'_>, [before, after]: [u64; 2]) -> bool {
    let (Some(a), Some(b)) = (cause.lines, effect.lines) else { return false };
    cause.file == effect.file && a.0 <= b.1 + before && b.0 <= a.1 + after
}

fn touches_active_end(cause: &Place<'_>, step: i32, steps: &[StepData], slack: u64) -> bool {
    let trace = steps.iter().find(|data| data.record.number == step).and_then(|data| data.trace.as_ref());
    let (Some((from, to)), Some(end)) = (cause.lines, trace.and_then(|trace| trace.last_active_line)) else {
        return true;
    };
    from <= end.saturating_add(slack) && end <= to
}

fn place<'a>(finding: &'a Finding, test: &TestView<'_>) -> Place<'a> {
    let lines = finding.line.map(|line| (line, finding.line_end.unwrap_or(line)));
    let file = finding.file.as_deref();
    let last = |first: i32| {
        finding.line_end.and_then(|end| steps_at(file, (end, end), test)).map_or(first, |at| at.0.max(first))
    };
    let steps = finding.step.map(|step| (step, last(step))).or_else(|| steps_at(file, lines?, test));
    Place { file, lines, steps }
}

/// The steps that a place without a step number can be of: a row that cannot be read does not say its step.
fn steps_at(file: Option<&str>, lines: (u64, u64), test: &TestView<'_>) -> Option<(i32, i32)> {
    let is_step_file = file.is_some() && file == test.step_file && test.step_file != test.detail_file;
    let role = if is_step_file { FileRole::Step } else { FileRole::Detail };
    let numbered = || {
        test.steps.iter().filter_map(|data| {
            let line = match role {
                FileRole::Step => data.record.line,
                _ => data.trace.as_ref().and_then(|trace| trace.first_line),
            };
            line.map(|line| (line, data.record.number))
        })
    };
    let before = numbered().filter(|(line, _)| *line <= lines.0).max_by_key(|(line, _)| *line);
    let after = numbered().filter(|(line, _)| *line > lines.1).min_by_key(|(line, _)| *line);
    let first = before.map(|(_, step)| step);
    let last = after.map(|(_, step)| step);
    match role {
        // A Step row that is missing is the one between its neighbours.
        FileRole::Step => {
            let from = first.map_or(i32::MIN, |step| step.saturating_add(1));
            let to = last.map_or(i32::MAX, |step| step.saturating_sub(1));
            (from <= to).then_some((from, to))
        }
        // A Detail row is of the step before it, or of the one after.
        _ => Some((first.or(last)?, last.or(first)?)),
    }
}

#[cfg(test)]
mod tests;
