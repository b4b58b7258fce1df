//! Which rows findings touch, told by their lines.

use super::counts;
use crate::model::{Block, FileRole, Finding, Head, StepData};
use std::collections::HashMap;

/// The lines that findings name in the file of the rows.
pub(super) struct Touched {
    /// Disjoint ranges in rising order.
    ranges: Vec<(u64, u64)>,
    /// The line of each step's first row, for rows that do not say theirs.
    first_lines: HashMap<i32, u64>,
}

impl Touched {
    pub(super) fn new(findings: &[Finding], head: &Head, steps: &[StepData]) -> Self {
        let is_rows = |role: FileRole| matches!(role, FileRole::Detail | FileRole::Single);
        let path = head.files.iter().find(|file| is_rows(file.role)).map(|file| file.path.as_str());
        let of_rows = findings.iter().filter(|finding| counts(finding) && finding.file.as_deref() == path);
        let lines = of_rows.filter_map(|finding| {
            let line = finding.line?;
            Some((line, finding.line_end.unwrap_or(line).max(line)))
        });
        let first = |data: &StepData| Some((data.record.number, data.trace.as_ref()?.first_line?));
        Self { ranges: joined(lines.collect()), first_lines: steps.iter().filter_map(first).collect() }
    }

    /// How many rows of a block are touched; `None` when their lines cannot be told.
    pub(super) fn count(&self, block: &Block<'_>) -> Option<u64> {
        if block.lines.is_empty() {
            // Rows of a database do not carry lines: in a step they follow each other, as long as none was dropped.
            let first = self.first_lines.get(&block.step)? + block.first_sequence;
            let last = first + block.len() as u64 - 1;
            let shared = |&(from, to): &(u64, u64)| (to.min(last) + 1).saturating_sub(from.max(first));
            return Some(self.ranges.iter().map(shared).sum());
        }
        let is_touched = |line: u64| {
            let at = self.ranges.partition_point(|(_, to)| *to < line);
            self.ranges.get(at).is_some_and(|(from, _)| *from <= line)
        };
        if self.ranges.is_empty() {
            return Some(0);
        }
        Some(block.lines.iter().filter(|line| is_touched(**line)).count() as u64)
    }
}

/// Ranges without overlaps.
fn joined(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    ranges.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block<'a>(lines: &'a [u64], values: &'a [f64]) -> Block<'a> {
        Block {
            step: 1,
            first_sequence: 4,
            step_time_s: values,
            test_time_s: values,
            voltage_v: values,
            current_a: values,
            capacity_ah: values,
            energy_wh: values,
            temperature_degc: values,
            channels: &[],
            end_reasons: &[],
            last_status: None,
            lines,
        }
    }

    #[test]
    fn a_row_that_two_findings_name_counts_once() {
        let ranges = joined(vec![(5, 9), (2, 3), (9, 12), (20, 20)]);
        assert_eq!(ranges, [(2, 3), (5, 12), (20, 20)]);
        let touched = Touched { ranges, first_lines: HashMap::from([(1, 1)]) };
        assert_eq!(touched.count(&block(&[2, 4, 5, 12, 13, 20], &[0.0; 6])), Some(4));
        // Lines 5 to 10, told by the place in the step.
        assert_eq!(touched.count(&block(&[], &[0.0; 6])), Some(6));
        let unknown = Touched { ranges: vec![(1, 9)], first_lines: HashMap::new() };
        assert_eq!(unknown.count(&block(&[], &[0.0; 6])), None);
    }
}
