//! The step time does not start with the step, or starts again inside it.
//!
//! Why it matters: durations, pulse resistances at 0.1, 1 and 10 s and the end of the active part are read by the step
//! time. One that runs on from the step before, or starts again, puts them all in the wrong place.
//!
//! How: a step's first step time may be up to 1 s, or 1.5 times the step's rhythm, and inside a step it may not fall back
//! to such a value and go on from there while the elapsed time goes on. Neighbouring steps that do not start again are one
//! finding. Of a cycler that logs what changes, a first row may be as late as nothing was logged before. A single row with a wrong time is TIM01's; a step of one row has no rhythm: no verdict.
//!
//! What to do: rows before the first are missing, two steps stand under one number, or the tester counted on: look at the
//! step's first rows and export again.

use super::support::{Rhythm, STEP_TIME, count, in_step, logs_changes, number, range_end, restarts};
use crate::model::{Block, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

/// TIM05.
pub(crate) struct StepTimeReset;

impl Rule for StepTimeReset {
    fn code(&self) -> &'static str {
        "TIM05"
    }

    fn name(&self) -> &'static str {
        "step-time-reset"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("tim05_step_time_reset.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Resets {
            thresholds: context.thresholds.clone(),
            rhythm: Rhythm::new(),
            late: None,
            before: None,
            last: None,
            told: None,
            logs_changes: logs_changes(context.head),
        }))
    }
}

#[derive(Clone, Copy, Debug)]
struct Row {
    step_time_s: f64,
    elapsed_s: f64,
    line: Option<u64>,
}

struct Resets {
    thresholds: Thresholds,
    /// The rhythm of a step whose first step time is late; of no other, to save the counting.
    rhythm: Rhythm,
    /// The first row, if it is late.
    late: Option<Row>,
    before: Option<Row>,
    last: Option<Row>,
    /// The finding of neighbouring steps that do not start again, and how many they are.
    told: Option<(Finding, u64)>,
    /// The first row of a step may come late.
    logs_changes: bool,
}

impl Resets {
    /// Whether a first row that comes late is what it should be: nothing was logged since the step before, or the file begins
    /// in the middle of a step.
    fn may_be(&self, step: &StepView<'_>, block: &Block<'_>) -> bool {
        let before_s = step.previous.and_then(|previous| previous.trace.as_ref()?.test_time_end_s.get());
        let is_since =
            |before_s: f64| block.step_time_s[0] <= block.test_time_s[0] - before_s + self.thresholds.tim05_first_s;
        self.logs_changes && before_s.is_none_or(is_since)
    }

    /// Judges the last row, now that the one after it is known.
    fn judge(&self, step: &StepView<'_>, next: Row, out: &mut Vec<Finding>) {
        let (Some(before), Some(at)) = (self.before, self.last) else { return };
        if at.elapsed_s >= before.elapsed_s
            && restarts(&self.thresholds, before.step_time_s, at.step_time_s, next.step_time_s)
        {
            let message = format!(
                "{STEP_TIME} starts again inside the step: {} s after {} s, while the elapsed time goes on; it must start \
                 with the step and run through it",
                number(at.step_time_s),
                number(before.step_time_s)
            );
            out.push(Finding {
                line: at.line,
                column: Some(STEP_TIME.to_owned()),
                value: Some(number(at.step_time_s)),
                ..in_step(&StepTimeReset, step, message)
            });
        }
    }

    fn tell(&mut self, out: &mut Vec<Finding>) {
        if let Some((mut found, steps)) = self.told.take() {
            if steps > 1 {
                found.message = format!("{}; so in {} from here", found.message, count(steps, "neighbouring step"));
            }
            out.push(found);
        }
    }
}

impl Check for Resets {
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        (self.late, self.before, self.last) = (None, None, None);
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let times_s = block.step_time_s;
        let row = |at: usize| Row { step_time_s: times_s[at], elapsed_s: block.test_time_s[at], line: block.line(at) };
        let Some(&first_s) = times_s.first() else { return };
        if block.first_sequence == 0 && first_s > self.thresholds.tim05_first_s && !self.may_be(step, block) {
            self.late = Some(row(0));
            self.rhythm.clear();
        }
        if self.late.is_some() {
            let last_s = self.last.map(|last| last.step_time_s);
            last_s
                .iter()
                .chain(times_s)
                .zip(times_s.iter().skip(usize::from(last_s.is_none())))
                .for_each(|(a, b)| self.rhythm.push(b - a));
        }
        let fell = self.before.zip(self.last).is_some_and(|(before, last)| last.step_time_s < before.step_time_s);
        let falls = times_s.iter().zip(&times_s[1..]).fold(false, |any, (a, b)| any | (b < a));
        if fell || falls || self.last.is_some_and(|last| first_s < last.step_time_s) {
            for next in (0..block.len()).map(row) {
                self.judge(step, next, out);
                (self.before, self.last) = (self.last, Some(next));
            }
        } else {
            self.before = block.len().checked_sub(2).map(row).or(self.last);
            self.last = Some(row(block.len() - 1));
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let first_s_max = self.rhythm.median_s().map(|rhythm_s| rhythm_s * self.thresholds.tim05_rhythm_factor);
        let late = self.late.filter(|row| first_s_max.is_some_and(|first_s_max| row.step_time_s > first_s_max));
        let Some(row) = late else {
            self.tell(out);
            return;
        };
        if let Some((found, steps)) = &mut self.told {
            *steps += 1;
            found.line_end = range_end(found.line, row.line);
            return;
        }
        let message = format!(
            "{STEP_TIME} is {} s in the step's first row; it must start with the step: are rows missing, or does the \
             tester count on?",
            number(row.step_time_s)
        );
        let found = Finding {
            line: row.line,
            column: Some(STEP_TIME.to_owned()),
            value: Some(number(row.step_time_s)),
            ..in_step(&StepTimeReset, step, message)
        };
        self.told = Some((found, 1));
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.tell(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn a_lost_first_row_is_silent() {
        let mut bench = Bench::cycle();
        bench.details[1].remove(0);
        assert_eq!(bench.findings(&StepTimeReset), []);
    }

    #[test]
    fn steps_that_count_on_are_one_finding() {
        let mut bench = Bench::cycle();
        for rows in &mut bench.details[1..3] {
            rows.step_time_s.iter_mut().for_each(|time_s| *time_s += 600.0);
        }
        let found = bench.findings(&StepTimeReset);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(bench.details[1].lines[0])));
        assert_eq!(found[0].line_end, Some(bench.details[2].lines[0]));
        assert!(found[0].message.contains("2 neighbouring steps"), "{}", found[0].message);
    }

    #[test]
    fn a_start_inside_the_step_is_found_at_its_row() {
        let mut bench = Bench::cycle();
        let rows = &mut bench.details[1];
        rows.step_time_s[30..].iter_mut().for_each(|time_s| *time_s -= 1740.0);
        let line = rows.lines[30];
        let found = bench.findings(&StepTimeReset);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(line)));
    }

    #[test]
    fn a_single_wrong_time_is_left_to_another_rule() {
        let mut bench = Bench::cycle();
        bench.details[1].step_time_s[30] = 0.0;
        assert_eq!(bench.findings(&StepTimeReset), []);
    }
}
