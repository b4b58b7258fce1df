//! The rows of one piece of a Detail file, as columns.

use super::Seen;
use crate::model::{Control, EndReason, Fault, StepType};

/// The columns that every block has.
pub(crate) const SEVEN: usize = crate::model::Column::COUNT;

/// A run of rows of one step that say the same of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Segment {
    /// The index of its first row.
    pub start: usize,
    /// The executed step's number.
    pub step: i32,
    /// The tester's cycle.
    pub tester_cycle: Option<i32>,
    /// The recipe's section.
    pub section: Option<i32>,
    /// The line in the recipe.
    pub recipe_line: Option<i32>,
    /// The loop's pass.
    pub loop_pass: Option<i32>,
    /// The text of its type; empty where the dialect has none in its rows.
    pub step_type: String,
    /// The status text of its last row.
    pub last_status: Option<String>,
    /// The step's duration in s and its capacity at constant current in Ah, where its rows say it.
    pub of_step: [Option<f64>; 2],
    /// What it does to the cell, where that was found out from the rows.
    pub kind: Option<(StepType, Control)>,
}

impl Segment {
    /// Whether a row with this key goes on with it.
    pub(super) fn is_said_by(&self, key: &Self) -> bool {
        self.step == key.step
            && self.recipe_line == key.recipe_line
            && self.loop_pass == key.loop_pass
            && self.tester_cycle == key.tester_cycle
            && self.section == key.section
            && self.step_type == key.step_type
    }
}

/// Rows as columns, in file order, with the faults of those that could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// The seven columns and then the further channels; NaN is missing.
    pub columns: Vec<Vec<f64>>,
    /// The meaning of each row's status; empty where the dialect has none.
    pub end_reasons: Vec<EndReason>,
    /// The physical line of each row.
    pub lines: Vec<u64>,
    /// Where steps begin.
    pub segments: Vec<Segment>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Cells that became missing, and clocks that are spelled otherwise.
    pub seen: Seen,
    /// Rows that were dropped.
    pub rejected: u64,
}

impl Rows {
    /// The number of rows.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Takes the rows from `at` on out of it, where a segment begins; what was said of them stays.
    #[must_use]
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let first = self.segments.partition_point(|segment| segment.start < at);
        let mut segments = self.segments.split_off(first);
        segments.iter_mut().for_each(|segment| segment.start -= at);
        Self {
            columns: self.columns.iter_mut().map(|column| column.split_off(at)).collect(),
            end_reasons: if self.end_reasons.is_empty() { Vec::new() } else { self.end_reasons.split_off(at) },
            lines: self.lines.split_off(at),
            segments,
            ..Self::default()
        }
    }

    /// Puts the rows that follow behind it.
    pub(super) fn append(&mut self, mut later: Self) {
        let rows = self.len();
        if later.columns.is_empty() {
            later.columns.resize(self.columns.len(), Vec::new());
        }
        for (column, more) in self.columns.iter_mut().zip(&mut later.columns) {
            column.append(more);
        }
        self.end_reasons.append(&mut later.end_reasons);
        self.lines.append(&mut later.lines);
        later.segments.iter_mut().for_each(|segment| segment.start += rows);
        self.segments.append(&mut later.segments);
        self.faults.append(&mut later.faults);
        self.seen.join(later.seen);
        self.rejected += later.rejected;
    }

    /// The rows of segment `index`.
    #[must_use]
    pub(crate) fn range(&self, index: usize) -> std::ops::Range<usize> {
        let end = self.segments.get(index + 1).map_or(self.lines.len(), |next| next.start);
        self.segments[index].start..end
    }
}
