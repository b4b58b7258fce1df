//! The table of causes and effects: which rule leaves which unsaid, and how far.

use crate::model::{Finding, Severity};

/// How far a cause reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
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
pub(super) struct Silence {
    pub(super) causes: &'static [&'static str],
    pub(super) effects: &'static [&'static str],
    pub(super) reach: Reach,
    /// Only effects in such columns.
    column: fn(&str) -> bool,
    /// Only causes in such columns.
    cause_column: fn(&str) -> bool,
    /// Only causes in one row.
    is_alone: bool,
    /// Only effects in the very column of the cause: one sensor says nothing of another.
    is_same_column: bool,
    /// Only causes that are at least so bad: the same rule has lesser things to say.
    least: Severity,
    /// Only effects that are at most so bad: a worse one is no mere effect.
    most: Severity,
}

impl Reach {
    /// Whether it reaches rows: a cause in many steps reaches no rows but its own.
    pub(super) const fn is_of_rows(self) -> bool {
        matches!(self, Self::Rows | Self::RowsAndBefore | Self::RowsAround | Self::LastActiveRow | Self::ActiveEnd)
    }
}

impl Silence {
    pub(super) fn has_cause(&self, finding: &Finding) -> bool {
        let column = finding.column.as_deref().unwrap_or_default();
        let is_cause = self.causes.contains(&finding.rule) && finding.severity >= self.least;
        is_cause && (self.cause_column)(column) && !(self.is_alone && finding.line_end.is_some())
    }

    pub(super) fn has_effect(&self, finding: &Finding) -> bool {
        let column = finding.column.as_deref().unwrap_or_default();
        self.effects.contains(&finding.rule) && finding.severity <= self.most && (self.column)(column)
    }

    /// Whether the one may be what follows from the other, wherever they are.
    pub(super) fn explains(&self, cause: &Finding, effect: &Finding) -> bool {
        self.has_cause(cause) && self.has_effect(effect) && !(self.is_same_column && cause.column != effect.column)
    }

    /// The same for effects in the cause's own column alone.
    const fn in_its_column(self) -> Self {
        Self { is_same_column: true, ..self }
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

    /// The same for causes in one row alone.
    const fn alone(self) -> Self {
        Self { is_alone: true, ..self }
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
        is_alone: false,
        is_same_column: false,
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
pub(super) const TABLE: &[Silence] = &[
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
    // Nor does anything last as long as it says.
    silence(&["TIM01"], &["TMP05"], Reach::Step),
    // Where the elapsed time jumps and the clock does not, no rows are lost.
    silence(&["TIM04"], &["TIM03"], Reach::RowsAround).from(Severity::Warning),
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
    // A wrong number displaces what follows it, and the step whose number it should be has no rows.
    silence(&["STP03"], &["STP03"], Reach::RowsAround).by(is_number).of(str::is_empty),
    silence(&["STP03"], &["STP01", "STP02", "STP05", "STP10"], Reach::Step),
    // A step that is missing takes its rows with it.
    silence(&["STP03"], &["TIM03"], Reach::RowsAround),
    // Nor is what it moved in any sum, nor is it the full discharge that it may have been.
    silence(&["STP03"], &["REF01", "CAT01", "CAP07", "CAP08", "CAP09"], Reach::Test).from(Severity::Error),
    // Of a step that stands twice only the first piece is joined.
    silence(
        &["STP03"],
        &["TIM05", "TIM06", "TIM07", "STP07", "STP09", "CAP01", "CAP02", "CAP05", "CAP06", "CAP10"],
        Reach::Step,
    ),
    silence(&["TIM01"], &["CAP10"], Reach::RowsAround),
    silence(&["TIM01", "TIM02"], &["VLT02", "VLT04", "CUR03", "TMP03", "CAP03", "CAP10"], Reach::RowsAndBefore),
    silence(&["TIM03"], &["CAP01", "CAP02", "STP07"], Reach::Step),
    silence(&["TIM03"], &["TIM06", "CAP05", "STP09"], Reach::ActiveEnd),
    // Where the last rows are lost, so is where the counters ended.
    silence(&["TIM06"], &["CUR03", "STP07", "CAP01", "CAP02", "CAP05", "CAP10"], Reach::Step),
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
    // A row may be so far off that its step is off grossly; a stretch that makes it so is another quantity.
    silence(&["CUR01", "CUR03"], &["CAP01", "CAP02"], Reach::Step).up_to(Severity::Warning),
    silence(&["CUR01", "CUR03"], &["CAP01", "CAP02"], Reach::Step).alone(),
    // A counter that turns back, or jumps, says where; its end and the running total follow from it. An energy that turns
    // back is a cell that is wrong.
    silence(&["CAP04"], &["CAP10"], Reach::RowsAndBefore).by(is_no_energy),
    silence(&["CAP10"], &["CAP04"], Reach::RowsAround).of(is_energy),
    silence(&["CAP04", "CAP10"], &["CAP01", "CAP02"], Reach::Step).up_to(Severity::Warning),
    silence(&["CAP01", "CAP02"], &["CAP10"], Reach::Step).from(Severity::Error),
    silence(&["CAP10"], &["CAP06"], Reach::StepAndNext),
    silence(&["CAP01"], &["CAP05", "CAP06"], Reach::Step),
    silence(&["CAP02"], &["STP07"], Reach::Step).of(is_energy),
    silence(&["CAP04", "CAP05"], &["CAP06"], Reach::StepAndNext),
    silence(&["CAP01", "CAP05"], &["CAP07", "CAP08"], Reach::Test),
    // What a cycle does not give back stays in SOC; what only informs is looked at cycle by cycle.
    silence(&["CAP07"], &["CAP08"], Reach::Test).from(Severity::Warning),
    // A capacity in another unit makes another discharge the reference, or none.
    error_silences(&["CAP01", "CAP05"], &["REF01", "CAT01"]),
    silence(&["TMP01", "TMP02"], &["TMP03"], Reach::Rows).in_its_column(),
    // A reading that no sensor gives is no stuck sensor besides, nor does it show that another one should have moved.
    silence(&["TMP01"], &["TMP05"], Reach::Test),
    // A level of a sensor that stays is at the step's end, too.
    silence(&["TMP03"], &["STP09"], Reach::Step).in_its_column(),
    silence(&["TMP05"], &["TMP03"], Reach::Step).in_its_column(),
    silence(&["TMP05"], &["TMP04"], Reach::Test).in_its_column(),
    silence(&["TMP05"], &["STP09"], Reach::Test).in_its_column(),
    silence(&["FMT10"], &["FMT03"], Reach::File),
];

/// What follows only where a cause is in all steps: one wrong step says nothing of what else is wrong in it.
pub(super) const IN_ALL_STEPS: &[Silence] = &[
    silence(&["CAP01"], &["CAP02"], Reach::Test),
    // Another quantity in the column of the current: neither is it constant, nor does it tell where a pulse's rest begins.
    silence(&["CAP01"], &["CUR03"], Reach::Test).from(Severity::Error),
    silence(&["CUR02"], &["TIM06"], Reach::Test),
    // Where all is counted the other way round, so are the counters and what is derived from them.
    silence(&["CUR02"], &["CAP04", "CAP07", "CAP08"], Reach::Test),
    // A column that holds another quantity fits here and there; and no rate is known by such a current.
    silence(&["CAP01"], &["CAP01", "TMP05"], Reach::Test).from(Severity::Error).up_to(Severity::Warning),
    silence(&["CAP02"], &["CAP02"], Reach::Test).from(Severity::Error).up_to(Severity::Warning),
    // Where the other file says in which unit a column is, its product need not.
    silence(&["STP07"], &["CAP03"], Reach::Test).by(is_end),
];

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

fn is_clock(column: &str) -> bool {
    matches!(column, "start_time" | "end_time") || column.contains("時間") || column.to_lowercase().contains("time")
}

fn is_number(column: &str) -> bool {
    column == "step"
}

fn is_end(column: &str) -> bool {
    matches!(column, "voltage_v" | "current_a")
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
