//! When the rows went by that findings name: what "Show" on a page zooms to.

use crate::model::{Block, FileRole, Finding, Head, StepData, StepTrace};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The lines that findings name in the file of the rows, each with the time of its row once that has gone by. They are
/// told by a row's place in its step, so that a test from a database, whose rows do not say their lines, gives the same.
pub(super) struct Located<'a> {
    /// The file of the rows.
    path: Option<&'a str>,
    times_s: BTreeMap<u64, Option<f64>>,
    /// The lines of each step between whose rows no line was left out.
    lines: HashMap<i32, Range<u64>>,
}

impl<'a> Located<'a> {
    pub(super) fn new(findings: &[Finding], head: &'a Head, steps: &[StepData]) -> Self {
        let is_rows = |role: FileRole| matches!(role, FileRole::Detail | FileRole::Single);
        let path = head.files.iter().find(|file| is_rows(file.role)).map(|file| file.path.as_str());
        let of_rows = findings.iter().filter(|finding| path.is_some() && finding.file.as_deref() == path);
        let lines = of_rows.flat_map(|finding| finding.line.into_iter().chain(finding.line_end));
        Self { path, times_s: lines.map(|line| (line, None)).collect(), lines: lines_of(steps) }
    }

    /// Takes the next rows of the test.
    pub(super) fn take(&mut self, block: &Block<'_>) {
        let Some(lines) = self.lines.get(&block.step) else { return };
        let first = lines.start + block.first_sequence;
        let end = lines.end.min(first + block.len() as u64);
        if first < end {
            for (line, time_s) in self.times_s.range_mut(first..end) {
                *time_s = block.test_time_s.get((line - first) as usize).copied();
            }
        }
    }

    /// From when to when the rows of a finding are; `None` where that is not known.
    pub(super) fn window(&self, finding: &Finding) -> Option<(f64, f64)> {
        let line = finding.line.filter(|_| self.path.is_some() && finding.file.as_deref() == self.path)?;
        let at = |line: u64| self.times_s.get(&line).copied().flatten().filter(|time_s| time_s.is_finite());
        let from_s = at(line)?;
        Some((from_s, finding.line_end.and_then(at).map_or(from_s, |to_s| to_s.max(from_s))))
    }
}

/// The lines of each step, as far as they follow each other: all of them where the next step begins behind them, else
/// those of its active rows.
fn lines_of(steps: &[StepData]) -> HashMap<i32, Range<u64>> {
    let traces: Vec<(i32, &StepTrace)> =
        steps.iter().filter_map(|step| Some((step.record.number, step.trace.as_ref()?))).collect();
    let next = |at: usize| traces.get(at + 1).and_then(|(_, trace)| trace.first_line);
    let lines = traces.iter().enumerate().filter_map(|(at, (step, trace))| {
        let first = trace.first_line?;
        let active = trace.last_active_line.map(|last| last + 1).filter(|end| *end == first + trace.active_rows);
        let all = next(at).filter(|next| *next == first + trace.rows);
        Some((*step, first..all.or(active)?))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    fn finding(line: u64, line_end: Option<u64>) -> Finding {
        Finding {
            rule: "TIM01",
            name: "time-reversal",
            severity: Severity::Error,
            file: Some("d.csv".to_owned()),
            line: Some(line),
            line_end,
            step: Some(1),
            column: None,
            value: None,
            message: String::new(),
            alike: None,
        }
    }

    #[test]
    fn a_finding_is_where_its_rows_are() {
        let findings = [finding(3, Some(6)), finding(4, None), finding(7, None), finding(99, None)];
        let lines = findings.iter().flat_map(|finding| finding.line.into_iter().chain(finding.line_end));
        let mut located = Located {
            path: Some("d.csv"),
            times_s: lines.map(|line| (line, None)).collect(),
            lines: HashMap::from([(1, 2..5), (2, 5..7)]),
        };
        located.take(&Block::of(1, 0, [&[0.0, 1.0]; 7], &[]));
        located.take(&Block::of(1, 2, [&[2.0]; 7], &[]));
        // Of step 2 only the active rows are known to follow each other; those of step 3 are not.
        located.take(&Block::of(2, 0, [&[10.0, 11.0, 12.0]; 7], &[]));
        located.take(&Block::of(3, 0, [&[20.0]; 7], &[]));
        let seen = findings.clone().map(|finding| located.window(&finding));
        assert_eq!(seen, [Some((1.0, 11.0)), Some((2.0, 2.0)), None, None]);
        let other = Finding { file: Some("s.csv".to_owned()), ..finding(3, None) };
        assert_eq!(located.window(&other), None, "a line of another file");
    }
}
