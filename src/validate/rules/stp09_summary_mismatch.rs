//! The Step file says something else of a step than its rows in Detail do, or than its own earlier rows.
//!
//! Why it matters: the tester writes these values twice, in the same moment. Where they differ, one of the files was
//! edited, or a row belongs to another step, cycle or test; start times, running totals and temperatures are then wrong.
//!
//! How: the status, the line in the recipe, the loop's pass, the tester's cycle and the section must be those of the rows;
//! power, running total and every temperature at the step's end those of its last active row, as far as both are printed; the start on the clock, and
//! start plus duration, those of the first and last active row within 2 s; a clock that is set inside a step is told there, and counts from there on
//! for the steps after it. The charge and discharge sums, and without
//! Detail the running total, must grow from row to row of the Step file by the step's own capacity and energy, as long as
//! the section stays; no verdict across a step that is missing. All that differs in a step is one finding; what differs
//! alike in many steps is one finding for all.
//!
//! What to do: look which of the files is right, and export both again, at the same time.

use super::rows::{number, refuse_rounded};
use super::summary::{Ends, Sums};
use super::support::{finding, path};
use crate::model::{Alike, FileRole, Finding, Head, OtherWord, Severity, StepData, StepRecord, StepTrace, Word};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::collections::{BTreeSet, HashSet};
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

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("stp09_summary_mismatch.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_rounded(context)?;
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        let has_total_rows = context.head.has_rows && Ends::has_total(context.head);
        Ok(Box::new(Summaries {
            thresholds: context.thresholds.clone(),
            ends: Ends::new(context.head, context.records),
            sums: Sums::of(context.records, !has_total_rows),
            compared: 0,
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
    /// Whether it is of a sensor beside the cell's and the chamber's.
    pub(super) is_further: bool,
}

struct Summaries {
    thresholds: Thresholds,
    ends: Ends,
    sums: Sums,
    /// Steps that both files have.
    compared: usize,
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
        let Some(trace) = step.trace.filter(|_| step.record.line.is_some()) else { return };
        self.compared += 1;
        if self.found.len() < DIFFERENCES_MAX {
            self.words(step.record, trace);
            self.ends.compare(step.head, step.record, trace, &self.thresholds, &mut self.found);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.sums.compare(test.steps, &self.thresholds, &mut self.found);
        self.other_sensors(test, out);
        self.tell(test, out);
    }
}

/// A further sensor that is nearer than this in most steps is another reading of the same place.
const SAME_PLACE_K: f64 = 3.0;

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
                is_further: false,
            });
        }
    }

    /// Further sensors that the Step file takes from elsewhere than the last row, step after step: worth knowing once.
    fn other_sensors(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let columns: BTreeSet<Arc<str>> =
            self.found.iter().filter(|one| one.is_further).map(|one| Arc::clone(&one.column)).collect();
        for column in columns {
            let of_column = |one: &&Difference| one.column == column;
            let is_near = |one: &Difference| one.pair.is_some_and(|(a, b)| (a - b).abs() < SAME_PLACE_K);
            let steps = self.found.iter().filter(of_column).filter(|one| is_near(one)).count();
            let Some(first) = self.found.iter().find(of_column).filter(|_| steps * 2 > self.compared) else { continue };
            let words = format!(
                "{column} is not what the rows end with in {steps} of {} steps (step {}: {}); is it another sensor, or a mean?",
                self.compared, first.step, first.words
            );
            let file = path(test.head, FileRole::Step).or_else(|| path(test.head, FileRole::Single));
            out.push(Finding { severity: Severity::Info, message: words, ..self::tell(file, &[first]) });
            // What is read elsewhere is not to be held against the rows.
            self.found.retain(|one| one.column != column);
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
        is_further: false,
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
