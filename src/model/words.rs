//! What the rows of a step say in words, where it is not what the step's record says.

use super::step::names;
use super::{EndReason, StepRecord, StepTrace};

/// A column of words, or of counts, that holds for a whole step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    /// The step's type.
    StepType,
    /// The status of the last row.
    Status,
    /// The line in the recipe.
    RecipeLine,
    /// The loop's pass.
    LoopPass,
    /// The tester's cycle.
    TesterCycle,
    /// The recipe's section.
    Section,
}
names!(Word {
    StepType => "step_type", Status => "status", RecipeLine => "recipe_line", LoopPass => "loop_pass",
    TesterCycle => "tester_cycle", Section => "section",
});

/// Neighbouring rows that say something else than the record of their step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWord {
    /// In which column.
    pub word: Word,
    /// What they say.
    pub value: String,
    /// The physical line of the first.
    pub line: u64,
    /// The physical line of the last.
    pub line_end: u64,
}

/// Neighbouring rows with one status that is not that the step runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusRun {
    /// What it means.
    pub reason: EndReason,
    /// The physical line of the first.
    pub line: u64,
    /// The physical line of the last.
    pub line_end: u64,
}

/// What the rows of a step say in words, where it does not follow from the step's record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowWords {
    /// What is not as in the record, in the order of the rows.
    pub others: Vec<OtherWord>,
    /// The rows whose status is not that the step runs; `None` where these are the last row and the last active row, and
    /// end as the record does.
    pub statuses: Option<Vec<StatusRun>>,
}

impl StatusRun {
    /// The runs of a step whose rows end as its record does: at its last active row, and at its last row.
    #[must_use]
    pub fn as_said(record: &StepRecord, trace: &StepTrace, last_line: u64) -> Vec<Self> {
        let Some(reason) = record.end_reason.filter(|reason| *reason != EndReason::Running) else { return Vec::new() };
        let active = trace.last_active_line.filter(|line| *line != last_line);
        active.into_iter().chain([last_line]).map(|line| Self { reason, line, line_end: line }).collect()
    }
}
