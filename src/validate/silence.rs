//! One cause, one finding: which findings of a rule leave those of another unsaid, and how far.

use super::TestView;
use crate::model::{FileRole, Finding, Severity, StepData};

/// How far a cause reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The steps it is in.
    Step,
    /// The steps it is in, and the step after.
    StepAndNext,
    /// The steps it is in, and all after.
    StepAndLater,
    /// The rows that it touches.
    Rows,
    /// Those, and the row before: of two rows at one instant either may be the wrong one, and readings that stood still end
    /// in the row that is wrong.
    RowsAndBefore,
    /// Those, and the rows on both sides.
    RowsAround,
    /// The steps whose last active row it touches.
    LastActiveRow,
    /// The steps in which it spans the end of the active part.
    ActiveEnd,
    /// Its file.
    File,
    /// The whole test.
    Test,
}

/// One line of the table.
struct Silence {
    causes: &'static [&'static str],
    effects: &'static [&'static str],
    reach: Reach,
    /// Only effects in such columns.
    column: fn(&str) -> bool,
    /// Only causes in such columns.
    cause_column: fn(&str) -> bool,
    /// Only causes that are at least so bad: the same rule has lesser things to say.
    least: Severity,
    /// Only effects that are at most so bad: a worse one is no mere effect.
    most: Severity,
}

impl Silence {
    fn has_cause(&self, finding: &Finding) -> bool {
        let column = finding.column.as_deref().unwrap_or_default();
        self.causes.contains(&finding.rule) && finding.severity >= self.least && (self.cause_column)(column)
    }

    fn has_effect(&self, finding: &Finding) -> bool {
        let column = finding.column.as_deref().unwrap_or_default();
        self.effects.contains(&finding.rule) && finding.severity <= self.most && (self.column)(column)
    }

    /// The same for effects that are at most so bad.
    const fn up_to(self, most: Severity) -> Self {
        Self { most, ..self }
    }

    /// The same for effects in such columns alone.
    const fn of(self, column: fn(&str) -> bool) -> Self {
        Self { column, ..self }
    }

    /// The same for causes in such columns alone.
    const fn by(self, cause_column: fn(&str) -> bool) -> Self {
        Self { cause_column, ..self }
    }

    /// The same for causes that are at least so bad.
    const fn from(self, least: Severity) -> Self {
        Self { least, ..self }
    }
}

const fn silence(causes: &'static [&'static str], effects: &'static [&'static str], reach: Reach) -> Silence {
    Silence {
        causes,
        effects,
        reach,
        column: is_any,
        cause_column: is_any,
        least: Severity::Info,
        most: Severity::Error,
    }
}

/// An error that makes the whole test say the same thing again.
const fn error_silences(causes: &'static [&'static str], effects: &'static [&'static str]) -> Silence {
    silence(causes, effects, Reach::Test).from(Severity::Error)
}

/// A row that was left out: only errors leave one out.
const fn dropped_row_silences(effects: &'static [&'static str], reach: Reach) -> Silence {
    silence(DROPPED_ROW, effects, reach).from(Severity::Error)
}

const DROPPED_ROW: &[&str] = &["FMT01", "FMT04", "FMT05", "FMT06", "FMT07"];
const CURRENT_AND_TEMPERATURE: &[&str] = &["CUR01", "CUR02", "CUR03", "CUR04", "TMP01", "TMP02", "TMP03"];

/// Rules that hold the rows of Detail against the steps of the Step file, or stand on both.
const JOINED: &[&str] = &[
    "TIM01", "TIM02", "TIM03", "TIM04", "TIM05", "TIM06", "TIM07", "STP01", "STP02", "STP03", "STP05", "STP07",
    "STP08", "STP09", "STP10", "VLT02", "VLT03", "VLT04", "CAP03", "CAP10", "TMP03", "TMP05", "CUR01", "CUR02",
    "CUR03", "CUR04", "TMP04", "CAP01", "CAP02", "CAP04", "CAP05", "CAP06", "CAP07", "CAP08", "CAP09", "REF01",
    "CAT01",
];

/// The table. Every cause was there before a rule was left out or graded by settings.
const TABLE: &[Silence] = &[
    dropped_row_silences(
        &["TIM03", "TIM05", "TIM06", "STP01", "STP02", "STP03", "STP07", "STP09", "CAP01", "CAP02", "CAP05"],
        Reach::Step,
    ),
    // What a dropped row added to the running total is missing from the step's end, or from the next step's start.
    dropped_row_silences(&["CAP06"], Reach::StepAndNext),
    // A file that breaks off lacks all that would follow.
    silence(&["FMT07"], &["STP01", "STP02", "STP03"], Reach::StepAndLater),
    error_silences(&["FMT08"], &["STP02"]),
    // Rows held against another test's steps are wrong in every way; so are times in another unit.
    error_silences(&["FMT09"], JOINED),
    error_silences(
        &["TIM04"],
        &[
            "TIM02", "TIM03", "TIM05", "TIM06", "TIM07", "STP07", "STP09", "CUR03", "VLT04", "TMP03", "TMP05", "CAP01",
            "CAP02", "CAP05", "CAP10",
        ],
    ),
    // Which row is a step's first and which its last active one is told by its step time.
    silence(&["TIM05"], &["TIM06", "STP07", "STP09", "CAP10"], Reach::Step),
    silence(&["TIM03"], &["CAP10"], Reach::RowsAndBefore),
    // A wrong elapsed time parts from the clock, and the next row returns to it.
    silence(&["TIM01"], &["TIM04"], Reach::Step),
    silence(&["TIM01"], &["TIM07"], Reach::StepAndNext),
    // A row out of its place leaves one free.
    silence(&["TIM01"], &["TIM03"], Reach::RowsAndBefore),
    silence(&["TIM01", "TIM02"], &["CAP04", "CAP06", "STP07", "STP09", "TIM06"], Reach::Step),
    // A clock is one clock, whoever looks at it: the rows come first, then the date that cannot be.
    silence(&["TIM04"], &["STP09", "TIM07"], Reach::Step).of(is_clock).from(Severity::Warning),
    // What a clock is off by at a step's end it is off by at the next step's start.
    silence(&["TIM04"], &["TIM07"], Reach::StepAndNext).from(Severity::Warning),
    silence(&["TIM07"], &["STP09"], Reach::Step).of(is_clock),
    // A clock that a spreadsheet wrote has no seconds.
    silence(&["FMT06"], &["STP09"], Reach::Test).of(is_clock).by(str::is_empty),
    silence(&["TIM06"], &["STP09"], Reach::Step),
    silence(&["TIM06"], &["TIM07"], Reach::Step).of(is_duration_or_status),
    // Of another type is another direction, and all that is counted from it.
    silence(&["STP10"], &["CUR01", "CUR02", "CUR03", "STP08", "STP09", "CAP04", "CAP10", "TMP05"], Reach::Step)
        .from(Severity::Error),
    error_silences(&["STP10"], &["REF01", "CAT01", "CAP07", "CAP08", "CAP09"]),
    silence(&["STP05"], &["STP09"], Reach::Step).of(is_status).from(Severity::Warning),
    // A last row out of order has no place in the step, and its share is missing from all that ends there.
    silence(&["TIM01"], &["CAP01", "CAP02"], Reach::LastActiveRow),
    silence(&["TIM01"], &["CAP06"], Reach::StepAndNext),
    // Of a step that stands twice only the first piece is joined.
    silence(
        &["STP03"],
        &["TIM05", "TIM06", "TIM07", "STP07", "STP09", "CAP01", "CAP02", "CAP05", "CAP06", "CAP10"],
        Reach::Step,
    ),
    silence(&["TIM01", "TIM02"], &["VLT02", "VLT04", "CUR03", "TMP03", "CAP03", "CAP10"], Reach::RowsAndBefore),
    silence(&["TIM03"], &["CAP01", "CAP02", "STP07"], Reach::Step),
    silence(&["TIM03"], &["TIM06", "CAP05", "STP09"], Reach::ActiveEnd),
    silence(&["TIM06"], &["CUR03", "STP07", "CAP01", "CAP02", "CAP10"], Reach::Step),
    silence(&["CUR02"], &["CUR03", "CAP01", "CAP02", "CAP10", "STP07"], Reach::Step),
    silence(&["VLT01", "VLT02", "VLT03", "VLT04"], &["CUR03", "CAP03"], Reach::Rows),
    // What a wrong row gives from the row before it, it gives to the next.
    silence(&["VLT01", "VLT02", "VLT03", "VLT04"], &["CAP10"], Reach::RowsAround),
    silence(CURRENT_AND_TEMPERATURE, &["CAP10"], Reach::RowsAround),
    // A level that jumps ends the readings before it, which stood still as a settled rest does.
    silence(&["VLT04"], &["VLT03"], Reach::RowsAndBefore),
    // It stays, so that the step's end and the first row of the next step are off by it, too.
    silence(&["VLT04"], &["STP07", "STP09", "CAP02", "CAP03", "CAP10", "VLT02"], Reach::StepAndNext),
    // So are the sums of energy to the test's end.
    silence(&["VLT04"], &["STP09"], Reach::StepAndLater).of(is_energy),
    // What no cell can have is no spike and no frozen reading besides.
    silence(&["VLT01"], &["VLT02", "VLT03", "VLT04"], Reach::RowsAndBefore),
    // Nor is the power that a step holds to be told from voltages that are no cell's.
    silence(&["VLT01"], &["CUR03"], Reach::Step),
    silence(&["VLT01", "VLT02", "VLT03"], &["STP07", "STP09"], Reach::LastActiveRow),
    silence(&["VLT01", "VLT02", "VLT03"], &["CAP02"], Reach::Step),
    silence(CURRENT_AND_TEMPERATURE, &["CAP03"], Reach::Rows),
    silence(CURRENT_AND_TEMPERATURE, &["STP07", "STP09"], Reach::LastActiveRow),
    silence(&["CAP03"], &["STP09"], Reach::LastActiveRow),
    // The tester's own reset, an info, is no break.
    silence(&["CAP06"], &["STP09"], Reach::StepAndLater).of(is_total).from(Severity::Warning),
    silence(&["CAP01", "CAP06"], &["STP09"], Reach::Step).of(is_sum),
    silence(&["CAP02"], &["STP09"], Reach::Step).of(is_energy),
    silence(&["CAP05", "STP07"], &["STP09"], Reach::Step).of(is_sum),
    // A word that nobody knows is not held against one that is known.
    silence(&["STP04"], &["STP10"], Reach::Step),
    silence(&["CUR01", "CUR03"], &["CAP01", "CAP02"], Reach::Step),
    // A counter that turns back, or jumps, says where; its end and the running total follow from it. An energy that turns
    // back is a cell that is wrong.
    silence(&["CAP04"], &["CAP10"], Reach::RowsAndBefore).by(is_no_energy),
    silence(&["CAP10"], &["CAP04"], Reach::RowsAndBefore).of(is_energy),
    silence(&["CAP04", "CAP10"], &["CAP01", "CAP02"], Reach::Step).up_to(Severity::Warning),
    silence(&["CAP01", "CAP02"], &["CAP10"], Reach::Step).from(Severity::Error),
    silence(&["CAP10"], &["CAP06"], Reach::StepAndNext),
    silence(&["CAP01"], &["CAP05", "CAP06"], Reach::Step),
    silence(&["CAP02"], &["STP07"], Reach::Step).of(is_energy),
    silence(&["CAP04", "CAP05"], &["CAP06"], Reach::StepAndNext),
    silence(&["CAP01", "CAP05"], &["CAP07", "CAP08"], Reach::Test),
    // What a cycle does not give back stays in SOC.
    silence(&["CAP07"], &["CAP08"], Reach::Test),
    // A capacity in another unit makes another discharge the reference, or none.
    error_silences(&["CAP01", "CAP05"], &["REF01", "CAT01"]),
    silence(&["TMP01", "TMP02"], &["TMP03"], Reach::Rows),
    // A reading that no sensor gives is no stuck sensor besides; one that is stuck says nothing of the cell.
    silence(&["TMP01"], &["TMP05"], Reach::Test),
    silence(&["TMP05"], &["TMP03"], Reach::Step),
    silence(&["TMP05"], &["TMP04"], Reach::Test),
    silence(&["TMP05"], &["STP09"], Reach::Test).of(is_temperature),
    silence(&["FMT10"], &["FMT03"], Reach::File),
];

/// What follows only where a cause is in all steps: one wrong step says nothing of what else is wrong in it.
const IN_ALL_STEPS: &[Silence] = &[
    silence(&["CAP01"], &["CAP02"], Reach::Test),
    // Another quantity in the column of the current: neither is it constant, nor does it tell where a pulse's rest begins.
    silence(&["CAP01"], &["CUR03"], Reach::Test).from(Severity::Error),
    silence(&["CUR02"], &["TIM06"], Reach::Test),
];

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
                if !silent[effect] && line.has_effect(&findings[effect]) {
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
    let mut flags = silent.iter();
    let before = findings.len();
    findings.retain(|_| !flags.next().is_some_and(|silent| *silent));
    (before - findings.len()) as u64
}

/// Takes out what follows from findings that stand for many: their cause is in the whole file.
pub(super) fn silence_everywhere(findings: &mut Vec<Finding>, shared: &[usize]) -> u64 {
    let causes: Vec<Finding> = shared.iter().map(|at| findings[*at].clone()).collect();
    let follows = |finding: &Finding| {
        TABLE
            .iter()
            .chain(IN_ALL_STEPS)
            .any(|line| line.has_effect(finding) && causes.iter().any(|cause| line.has_cause(cause)))
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

fn is_any(_column: &str) -> bool {
    true
}

fn is_energy(column: &str) -> bool {
    let lower = column.to_lowercase();
    lower.contains("energy") || lower.contains("能量") || lower.contains("wh")
}

fn is_no_energy(column: &str) -> bool {
    !is_energy(column)
}

fn is_temperature(column: &str) -> bool {
    column.contains("temperature") || column.contains("degc") || column.contains("Aux")
}

fn is_clock(column: &str) -> bool {
    matches!(column, "start_time" | "end_time") || column.contains("時間") || column.to_lowercase().contains("time")
}

fn is_status(column: &str) -> bool {
    column == "status"
}

fn is_duration_or_status(column: &str) -> bool {
    is_status(column) || matches!(column, "duration_s" | "end_time")
}

fn is_total(column: &str) -> bool {
    column.contains('總') || column.contains("total")
}

fn is_sum(column: &str) -> bool {
    column.contains("電量") || column.contains("capacity") || is_energy(column)
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
