//! What the rules about rows share: where a row is, how neighbouring rows become one range, which rows are active.

use super::support::{finding, in_step, path, range_end};
use crate::model::{Block, EndReason, FileRole, Finding, Head, StepRecord};
use crate::transform::DURATION_TOLERANCE_S;
use crate::validate::{Context, Rule, StepView};

/// Where a row is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The executed step.
    pub(crate) step: i32,
    /// The row's sequence within the step.
    pub(crate) row: u64,
    /// Its physical line, where it is known.
    pub(crate) line: Option<u64>,
    /// Its step time in s.
    pub(crate) time_s: f64,
}

impl Place {
    /// The place of row `index` of a block.
    pub(crate) fn of(block: &Block<'_>, index: usize) -> Self {
        Self {
            step: block.step,
            row: block.first_sequence + index as u64,
            line: block.line(index),
            time_s: block.step_time_s[index],
        }
    }
}

/// Neighbouring rows of one cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    /// The first row.
    pub(crate) first: Place,
    /// The last row.
    pub(crate) last: Place,
    /// How many rows were hit.
    pub(crate) rows: u64,
    /// The value of the worst row.
    pub(crate) value: f64,
    /// How bad that row is; larger is worse.
    pub(crate) badness: f64,
}

impl Run {
    /// One row.
    pub(crate) const fn one(place: Place, value: f64, badness: f64) -> Self {
        Self { first: place, last: place, rows: 1, value, badness }
    }

    /// Takes in the next row.
    pub(crate) fn extend(&mut self, place: Place, value: f64, badness: f64) {
        self.last = place;
        self.rows += 1;
        if badness > self.badness {
            (self.value, self.badness) = (value, badness);
        }
    }

    /// `at 12.5 s of the step`, or the span, for messages: lines are not known for rows of a database.
    pub(crate) fn when(&self) -> String {
        if self.rows == 1 || self.first == self.last {
            format!("at {} s of the step", number(self.first.time_s))
        } else if self.first.step != self.last.step {
            format!(
                "{} rows from {} s of step {} to {} s of step {}",
                self.rows,
                number(self.first.time_s),
                self.first.step,
                number(self.last.time_s),
                self.last.step
            )
        } else {
            format!(
                "{} rows from {} s to {} s of the step",
                self.rows,
                number(self.first.time_s),
                number(self.last.time_s)
            )
        }
    }
}

/// Collapses hits on neighbouring rows of one step into runs; holds one run at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Runs {
    open: Option<Run>,
}

impl Runs {
    /// A row is hit. Gives the run before when this row does not adjoin it.
    pub(crate) fn hit(&mut self, place: Place, value: f64, badness: f64) -> Option<Run> {
        match &mut self.open {
            Some(run) if run.last.step == place.step && run.last.row + 1 == place.row => {
                run.extend(place, value, badness);
                None
            }
            open => open.replace(Run::one(place, value, badness)),
        }
    }

    /// The open run.
    pub(crate) const fn open(&self) -> Option<&Run> {
        self.open.as_ref()
    }

    /// Nothing more can join.
    pub(crate) fn close(&mut self) -> Option<Run> {
        self.open.take()
    }

    /// Whether row `row` of a block follows the open run directly, in the same step or as the first row of a later one.
    pub(crate) fn follows(&self, block: &Block<'_>, row: usize) -> bool {
        let sequence = block.first_sequence + row as u64;
        self.open.is_some_and(
            |run| {
                if run.last.step == block.step { run.last.row + 1 == sequence } else { sequence == 0 }
            },
        )
    }

    /// Takes a row into the open run wherever it stands, or opens one.
    pub(crate) fn join(&mut self, place: Place, value: f64, badness: f64) {
        match &mut self.open {
            Some(run) => run.extend(place, value, badness),
            open => *open = Some(Run::one(place, value, badness)),
        }
    }
}

/// Which rows of a step are active: up to the Step file's duration; without it, up to the first row whose status says
/// that the step ended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Active {
    limit_s: Option<f64>,
}

impl Active {
    /// Begins a step. The duration counts when the tester gave it; a step that only Detail has says nothing but its rows.
    pub(crate) fn new(step: &StepView<'_>) -> Self {
        let duration_s = step.record.duration_s.get().filter(|_| step.record.line.is_some());
        Self { limit_s: duration_s.map(|duration_s| duration_s + DURATION_TOLERANCE_S) }
    }

    /// Looks through the next block for the end: without a duration it is the first row whose status says so.
    pub(crate) fn see(&mut self, block: &Block<'_>) {
        if self.limit_s.is_none()
            && let Some(end) = block.end_reasons.iter().position(|reason| *reason != EndReason::Running)
        {
            self.limit_s = Some(block.step_time_s[end] + DURATION_TOLERANCE_S);
        }
    }

    /// Whether a time lies within the active part, as far as the duration, or the statuses so far, tell.
    pub(crate) fn contains(&self, time_s: f64) -> bool {
        self.limit_s.is_none_or(|limit_s| time_s <= limit_s)
    }

    /// How many leading rows of the next block are active. A single time beyond the duration amid others is a clock's
    /// fault, not the end, so the count goes to the last row inside.
    pub(crate) fn rows(&mut self, block: &Block<'_>) -> usize {
        self.see(block);
        let Some(limit_s) = self.limit_s else { return block.len() };
        block.step_time_s.iter().rposition(|time_s| *time_s <= limit_s).map_or(0, |last| last + 1)
    }
}

/// A finding about rows of Detail; its value is that of the worst row.
pub(crate) fn on_rows(rule: &dyn Rule, file: Option<&str>, run: &Run, message: String) -> Finding {
    Finding {
        file: file.map(str::to_owned),
        line: run.first.line,
        line_end: range_end(run.first.line, run.last.line),
        step: Some(run.first.step),
        value: Some(number(run.value)),
        ..finding(rule, message)
    }
}

/// A finding about what the rows of a whole step say: at the last active row, where the result stands.
pub(crate) fn on_step(rule: &dyn Rule, step: &StepView<'_>, message: String) -> Finding {
    Finding { line: step.trace.and_then(|trace| trace.last_active_line), ..in_step(rule, step, message) }
}

/// A finding about what the Step file says of a step.
pub(crate) fn on_record(rule: &dyn Rule, head: &Head, record: &StepRecord, message: String) -> Finding {
    let file = path(head, FileRole::Step).or_else(|| path(head, FileRole::Single));
    Finding { file: file.map(str::to_owned), line: record.line, step: Some(record.number), ..finding(rule, message) }
}

/// Why the rules that compare neighbouring rows cannot run on rows that were thinned at loading.
pub(crate) fn refuse_thinned(context: &Context<'_>) -> Result<(), String> {
    if !context.head.has_rows {
        return Err("there are no rows: the test has no Detail file".to_owned());
    }
    match context.head.thinned_s {
        Some(thinned_s) => Err(format!(
            "the rows were thinned to {} s at loading; its findings are those of ingest",
            number(thinned_s)
        )),
        None => Ok(()),
    }
}

/// Why the rules that compare what was measured to its last digits cannot run on values that were rounded since.
pub(crate) fn refuse_rounded(context: &Context<'_>) -> Result<(), String> {
    let is_rounded = crate::dialect::by_name(&context.head.dialect).is_some_and(crate::dialect::Dialect::is_rounded);
    if is_rounded {
        return Err("the values were rounded before they came here, and the digits that tell are lost".to_owned());
    }
    Ok(())
}

/// A number as a message says it: at most six decimals (nine significant figures for small ones), no trailing zeros.
pub(crate) fn number(value: f64) -> String {
    let text = if value != 0.0 && value.abs() < 1e-3 { format!("{value:.9}") } else { format!("{value:.6}") };
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(step: i32, row: u64) -> Place {
        Place { step, row, line: Some(row + 2), time_s: row as f64 }
    }

    #[test]
    fn neighbours_join_and_others_do_not() {
        let mut runs = Runs::default();
        assert_eq!(runs.hit(place(1, 4), 1.0, 1.0), None);
        assert_eq!(runs.hit(place(1, 5), 3.0, 3.0), None);
        let run = runs.hit(place(1, 7), 2.0, 2.0).unwrap();
        assert_eq!((run.first.row, run.last.row, run.rows, run.value), (4, 5, 2, 3.0));
        let run = runs.hit(place(2, 8), 2.0, 2.0).unwrap();
        assert_eq!(run.first.row, 7);
        assert_eq!(runs.close().unwrap().first.step, 2);
        assert_eq!(runs.close(), None);
    }

    #[test]
    fn rows_of_several_steps_name_them() {
        let mut run = Run::one(place(1, 4), 1.0, 1.0);
        run.extend(place(1, 5), 1.0, 1.0);
        assert_eq!(run.when(), "2 rows from 4 s to 5 s of the step");
        run.extend(place(3, 2), 1.0, 1.0);
        assert_eq!(run.when(), "3 rows from 4 s of step 1 to 2 s of step 3");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(3.5), "3.5");
        assert_eq!(number(-0.000_000_000_1), "0");
        assert_eq!(number(0.000_012_3), "0.0000123");
        assert_eq!(number(12.0), "12");
    }

    #[test]
    fn values_that_were_rounded_are_not_judged_by_their_last_digits() {
        let refusing = |dialect: &str| -> Vec<&str> {
            let (mut head, steps) = (crate::validate::tests::head(), crate::validate::tests::steps(2));
            head.dialect = dialect.into();
            head.temperature_channel = Some("T".into());
            let records: Vec<_> = steps.iter().map(|step| step.record.clone()).collect();
            let thresholds = crate::validate::Thresholds::default();
            let scale = std::sync::Arc::default();
            let context = Context { head: &head, records: &records, thresholds: &thresholds, others: None, scale };
            let is_refused = |rule: &&&dyn Rule| rule.start(&context).is_err_and(|why| why.contains("rounded"));
            crate::validate::ALL.iter().filter(is_refused).map(|rule| rule.code()).collect()
        };
        assert_eq!(refusing("original"), ["STP07", "STP09", "VLT03", "TMP05", "CAP01", "CAP02", "CAP05", "CAP10"]);
        assert!(refusing("chroma-lex-zh").is_empty());
    }
}
