//! The Step file says something else of a step than its rows in Detail do, or than its own earlier rows.
//!
//! Why it matters: the tester writes these values twice, in the same moment. Where they differ, one of the files was
//! edited, or a row belongs to another step, cycle or test; start times, running totals and temperatures are then wrong.
//!
//! How: the status, the line in the recipe, the loop's pass, the tester's cycle and the section must be those of the rows;
//! power, running total and every temperature at the step's end those of its last active row; the start on the clock, and
//! start plus duration, those of the first and last active row within 2 s. The charge and discharge sums, and without
//! Detail the running total, must grow from row to row of the Step file by the step's own capacity and energy, as long as
//! the section stays; no verdict across a step that is missing. All that differs in a step is one finding; what differs
//! alike in many steps is one finding for all.
//!
//! What to do: look which of the files is right, and export both again, at the same time.

use super::rows::number;
use super::summary::{Ends, Sums};
use super::support::{finding, path};
use crate::model::{Alike, FileRole, Finding, Head, OtherWord, StepData, StepRecord, StepTrace, Word};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::collections::HashSet;
use std::sync::Arc;

/// STP09.
pub(crate) struct SummaryMismatch;

impl Rule for SummaryMismatch {
    fn code(&self) -> &'static str {
        "STP09"
    }

    fn name(&self) -> &'static str {
        "summary-mismatch"
    }

    fn severity(&self) -> crate::model::Severity {
        crate::model::Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("stp09_summary_mismatch.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        let has_total_rows = context.head.has_rows && Ends::has_total(context.head);
        Ok(Box::new(Summaries {
            thresholds: context.thresholds.clone(),
            summaries: context.records.iter().map(|record| record.number).collect(),
            ends: Ends::new(context.head),
            sums: Sums::of(context.records, !has_total_rows),
            found: Vec::new(),
        }))
    }
}

/// A quantity of the Step file that is not what it should be.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) step: i32,
    pub(super) line: Option<u64>,
    pub(super) column: Arc<str>,
    /// What it should be, and what it is, where these are numbers.
    pub(super) pair: Option<(f64, f64)>,
    /// What it is.
    pub(super) value: String,
    /// Both, in words.
    pub(super) words: String,
}

struct Summaries {
    thresholds: Thresholds,
    summaries: HashSet<i32>,
    ends: Ends,
    sums: Sums,
    found: Vec<Difference>,
}

/// Differences kept of one test; what is beyond is alike.
const DIFFERENCES_MAX: usize = 20_000;

impl Check for Summaries {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.ends.clear(step.record);
    }

    fn block(&mut self, _step: &StepView<'_>, block: &crate::model::Block<'_>, _out: &mut Vec<Finding>) {
        self.ends.take(block);
    }

    fn step_end(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let Some(trace) = step.trace.filter(|_| self.summaries.contains(&step.record.number)) else { return };
        if self.found.len() < DIFFERENCES_MAX {
            self.words(step.record, trace);
            self.ends.compare(step.head, step.record, trace, &self.thresholds, &mut self.found);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.sums.compare(test.steps, &self.thresholds, &mut self.found);
        self.tell(test, out);
    }
}

impl Summaries {
    /// What the rows say in words.
    fn words(&mut self, record: &StepRecord, trace: &StepTrace) {
        let others = trace.words.iter().flat_map(|words| &words.others);
        let mut told = HashSet::new();
        for other in others.filter(|other| other.word != Word::StepType && told.insert(other.word)) {
            let said = said(record, other.word);
            let where_ = if is_whole(trace, other) || other.word == Word::Status {
                String::new()
            } else {
                format!(" (lines {} to {})", other.line, other.line_end)
            };
            self.found.push(Difference {
                step: record.number,
                line: record.line,
                column: other.word.as_str().into(),
                pair: said.parse().ok().zip(other.value.parse().ok()).map(|(said, found): (f64, f64)| (found, said)),
                value: said.clone(),
                words: format!("{} is {said} in Step, {} in Detail{where_}", other.word.as_str(), other.value),
            });
        }
    }

    /// Tells what differs: what one column has in many steps by itself, the rest step by step.
    fn tell(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.found.sort_by_key(|difference| difference.step);
        let file = path(test.head, FileRole::Step).or_else(|| path(test.head, FileRole::Single));
        let many = (test.steps.len() / 10).max(3);
        let steps_with = |column: &str| self.found.iter().filter(|one| &*one.column == column).count();
        let common: HashSet<Arc<str>> = self
            .found
            .iter()
            .map(|one| &one.column)
            .collect::<HashSet<_>>()
            .into_iter()
            .filter(|column| steps_with(column) >= many)
            .map(Arc::clone)
            .collect();
        for difference in self.found.iter().filter(|one| common.contains(&one.column)) {
            out.push(self::tell(file, std::slice::from_ref(&difference)));
        }
        let rest: Vec<&Difference> = self.found.iter().filter(|one| !common.contains(&one.column)).collect();
        for step in rest.chunk_by(|a, b| a.step == b.step) {
            out.push(self::tell(file, step));
        }
    }
}

fn tell(file: Option<&str>, all: &[&Difference]) -> Finding {
    let first = all[0];
    let words: Vec<&str> = all.iter().map(|one| one.words.as_str()).collect();
    Finding {
        file: file.map(str::to_owned),
        line: first.line,
        step: Some(first.step),
        column: Some(first.column.to_string()),
        value: Some(first.value.clone()),
        alike: first.pair.map_or_else(|| Some(Alike::Words(first.words.clone())), |(a, b)| Alike::numbers(a, b)),
        ..finding(
            &SummaryMismatch,
            format!("step {}: {}; look which is right, and export both files again", first.step, words.join("; ")),
        )
    }
}

fn is_whole(trace: &StepTrace, other: &OtherWord) -> bool {
    trace.first_line == Some(other.line) && other.line_end + 1 - other.line >= trace.rows
}

fn said(record: &StepRecord, word: Word) -> String {
    let count = |count: Option<i32>| count.map_or_else(String::new, |count| count.to_string());
    match word {
        Word::StepType => record.original_step_type.to_string(),
        Word::Status => record.status.as_deref().unwrap_or_default().trim().to_owned(),
        Word::RecipeLine => count(record.recipe_line),
        Word::LoopPass => count(record.loop_pass),
        Word::TesterCycle => count(record.tester_cycle),
        Word::Section => count(record.section),
    }
}

/// A difference of two numbers beyond what they may differ by.
pub(super) fn differing(
    (step, line): (i32, Option<u64>),
    column: &str,
    (expected, found): (Option<f64>, Option<f64>),
    tolerance: f64,
    from: &str,
) -> Option<Difference> {
    let (expected, found) = (expected?, found?);
    ((expected - found).abs() > tolerance).then(|| Difference {
        step,
        line,
        column: column.into(),
        pair: Some((expected, found)),
        value: number(found),
        words: format!("{column} is {} in Step, {} {from}", number(found), number(expected)),
    })
}

/// The size of the test: its largest step capacity by that of the cell on which the limits were measured, at most 1.
pub(super) fn size(records: impl Iterator<Item = Option<f64>>) -> f64 {
    const MEASURED_AH: f64 = 20.0;
    let largest = records.flatten().map(f64::abs).fold(0.0, f64::max);
    if largest > 0.0 { (largest / MEASURED_AH).min(1.0) } else { 1.0 }
}

/// The record of a step that has a row in the Step file.
pub(super) fn summary(step: &StepData) -> Option<&StepRecord> {
    Some(&*step.record).filter(|record| record.line.is_some())
}

/// Whether a test has rows to compare with.
pub(super) fn column_of(head: &Head, channel: usize) -> &str {
    head.channels.get(channel).map_or("", |channel| channel.name.as_str())
}

#[cfg(test)]
mod tests;
