//! The same row twice, or two rows at one instant with different values.
//!
//! Why it matters: a double row gives a division by zero in every derivative, and of two values at one instant one is wrong
//! or belongs to another time. Doubles are the mark of files joined by hand.
//!
//! How: inside one step two neighbouring rows must not have the same elapsed time and the same step time. Wall clocks in
//! whole seconds repeat when sampling is faster: that is no finding, and neither is it for elapsed times in whole seconds of
//! a cycler that logs what changes. The last row of a step and the first of the next may
//! share an instant.
//!
//! What to do: look at the lines; export again in one piece, or with a finer time column.

use super::support::{TEST_TIME, count, in_step, logs_changes, number, range_end};
use crate::model::{Block, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView};

/// TIM02.
pub(crate) struct DuplicateSample;

impl Rule for DuplicateSample {
    fn code(&self) -> &'static str {
        "TIM02"
    }

    fn name(&self) -> &'static str {
        "duplicate-sample"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tim02_duplicate_sample.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        let last = Vec::with_capacity(7 + context.head.channels.len());
        Ok(Box::new(Doubles { last, open: None, is_whole: logs_changes(context.head) }))
    }
}

/// Neighbouring rows that repeat the instant of the row before.
struct Range {
    test_time_s: f64,
    line: Option<u64>,
    line_end: Option<u64>,
    rows: u64,
    /// Whether every value is the same, too.
    same: bool,
}

struct Doubles {
    /// The values of the last row, times first; empty at a step's start.
    last: Vec<f64>,
    open: Option<Range>,
    /// Rows are logged by events, and all times so far are whole seconds: more than one may fall into a second.
    is_whole: bool,
}

/// All values of a row, times first.
fn row<'a>(block: &'a Block<'_>, row: usize) -> impl Iterator<Item = f64> + 'a {
    let columns = [
        block.test_time_s,
        block.step_time_s,
        block.voltage_v,
        block.current_a,
        block.capacity_ah,
        block.energy_wh,
        block.temperature_degc,
    ];
    let value = move |column: &[f64]| column.get(row).copied().unwrap_or(f64::NAN);
    columns.into_iter().map(value).chain(block.channels.iter().map(move |column| value(column)))
}

fn same_rows(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> bool {
    a.zip(b).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
}

impl Doubles {
    fn repeats(&mut self, block: &Block<'_>, at: usize, same: bool) {
        if let Some(open) = &mut self.open {
            open.line_end = block.line(at);
            open.rows += 1;
            open.same &= same;
        } else {
            let test_time_s = block.test_time_s[at];
            self.open = Some(Range { test_time_s, line: block.line(at), line_end: None, rows: 1, same });
        }
    }

    fn close(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(range) = self.open.take().filter(|range| range.same || !self.is_whole) else { return };
        let time_s = number(range.test_time_s);
        let rows = count(range.rows, "row");
        let message = if range.same {
            format!(
                "{rows} at {TEST_TIME} {time_s} as the row before, value for value; each sample stands once: export again"
            )
        } else {
            format!("{rows} at the instant of the row before ({TEST_TIME} {time_s}) with other values; which is right?")
        };
        out.push(Finding {
            line: range.line,
            line_end: range_end(range.line, range.line_end),
            column: Some(TEST_TIME.to_owned()),
            value: Some(time_s),
            ..in_step(&DuplicateSample, step, message)
        });
    }

    /// Judges each row of a block in which something repeats, or before which a range is open.
    fn look(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for at in 0..block.len() {
            let times = [block.test_time_s[at], block.step_time_s[at]];
            let (repeats, same) = match at.checked_sub(1) {
                Some(before) if times == [block.test_time_s[before], block.step_time_s[before]] => {
                    (true, same_rows(row(block, at), row(block, before)))
                }
                None if self.last.starts_with(&times) => (true, same_rows(row(block, at), self.last.iter().copied())),
                _ => (false, false),
            };
            if repeats {
                self.repeats(block, at, same);
            } else {
                self.close(step, out);
            }
        }
    }
}

impl Check for Doubles {
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.last.clear();
        self.open = None;
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (elapsed, in_step) = (block.test_time_s, block.step_time_s);
        let [Some(&first_elapsed), Some(&first_in_step)] = [elapsed.first(), in_step.first()] else { return };
        self.is_whole &= elapsed.iter().all(|time_s| time_s.fract() == 0.0);
        let stands = |column: &[f64], at: usize| column[at] == column[at + 1];
        let inside = (0..elapsed.len().min(in_step.len()) - 1)
            .fold(false, |any, at| any | (stands(elapsed, at) & stands(in_step, at)));
        if inside || self.open.is_some() || self.last.starts_with(&[first_elapsed, first_in_step]) {
            self.look(step, block, out);
        }
        self.last.clear();
        self.last.extend(row(block, block.len() - 1));
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        self.close(step, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn rows_that_differ_in_time_are_silent() {
        let mut bench = Bench::cycle();
        bench.details[1].channels[crate::validate::harness::WALL_CLOCK].fill(1.7e9);
        bench.details[1].test_time_s[0] = bench.details[0].test_time_s[10];
        assert_eq!(bench.findings(&DuplicateSample), []);
    }

    #[test]
    fn a_row_that_stands_three_times_is_one_finding() {
        let mut bench = Bench::cycle();
        bench.details[1].repeat(12);
        bench.details[1].repeat(12);
        let found = bench.findings(&DuplicateSample);
        assert_eq!(found.len(), 1);
        let lines = &bench.details[1].lines;
        assert_eq!((found[0].line, found[0].line_end), (Some(lines[13]), Some(lines[14])));
        assert!(found[0].message.contains("value for value"), "{}", found[0].message);
    }

    #[test]
    fn other_values_at_one_instant_are_told_apart() {
        let mut bench = Bench::cycle();
        bench.details[1].repeat(12);
        bench.details[1].voltage_v[13] += 0.01;
        let found = bench.findings(&DuplicateSample);
        assert_eq!((found.len(), found[0].step), (1, Some(2)));
        assert!(found[0].message.contains("other values"), "{}", found[0].message);
    }
}
