//! Time goes back: inside a step, or from one step to the next.
//!
//! Why it matters: every integral, rate and curve is taken along time. Rows out of order count charge twice or with the
//! wrong sign, and a row with a wrong time puts its values elsewhere in the test.
//!
//! How: in file order neither the elapsed time nor the step time may fall inside a step, and the elapsed time may not fall
//! from one step to the next. The rows that are out of order are one finding: a single row that is too early or too late,
//! two rows that changed places, or all rows that stay behind a time already reached. A step time that starts again
//! near zero while the elapsed time goes on is TIM05's, a step that stands before its turn STP03's. The first row of a
//! step is stamped 0.01 s whatever its instant, so rows sampled faster than that may follow it with less.
//!
//! What to do: look at the lines. Rows that were sorted by another column, or pasted, are the usual cause: export again.

use super::support::{STEP_TIME, TEST_TIME, count, finding, in_step, number, range_end, restarts};
use crate::model::{Block, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, Thresholds};

/// TIM01.
pub(crate) struct TimeReversal;

impl Rule for TimeReversal {
    fn code(&self) -> &'static str {
        "TIM01"
    }

    fn name(&self) -> &'static str {
        "time-reversal"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("tim01_time_reversal.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Order {
            thresholds: context.thresholds.clone(),
            waiting: Vec::with_capacity(3),
            reached: [f64::NEG_INFINITY; 2],
            open: None,
            tail: None,
            told: None,
        }))
    }
}

/// A row as this rule sees it: elapsed time and step time.
#[derive(Clone, Copy, Debug)]
struct Row {
    times_s: [f64; 2],
    line: Option<u64>,
}

/// The columns of [`Row::times_s`].
const COLUMNS: [&str; 2] = [TEST_TIME, STEP_TIME];

/// The tester stamps the first row of a step with this step time, whatever its instant: rows sampled faster stand behind
/// it with less.
const FIRST_STAMP_S: f64 = 0.01;

/// Why a row is out of order.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// Behind a time that was reached before.
    Behind { reached_s: f64 },
    /// Ahead of rows that go on in order without it.
    Ahead { next_s: f64 },
}

/// Neighbouring rows that are out of order.
#[derive(Debug)]
struct Range {
    column: usize,
    time_s: f64,
    fault: Fault,
    line: Option<u64>,
    line_end: Option<u64>,
    rows: u64,
}

/// The end of a step, against which the next step's first row is held.
#[derive(Clone, Copy, Debug)]
struct Tail {
    step: i32,
    before_s: Option<f64>,
    last_s: f64,
    line: Option<u64>,
}

struct Order {
    thresholds: Thresholds,
    /// Rows not yet judged: one is judged when the two after it are known.
    waiting: Vec<Row>,
    /// The latest time in order so far, for each column.
    reached: [f64; 2],
    open: Option<Range>,
    tail: Option<Tail>,
    /// The first line of this step, where it is told as the end of the step before has it.
    told: Option<u64>,
}

/// Whether `values`, after `before`, ever fall. Without branches, so that it runs at the speed of memory.
fn falls(before: Option<f64>, values: &[f64]) -> bool {
    let pairs = values.iter().zip(values.get(1..).unwrap_or(&[]));
    let inside = pairs.fold(false, |any, (a, b)| any | (b < a));
    inside | before.zip(values.first()).is_some_and(|(before, first)| *first < before)
}

impl Order {
    fn row(block: &Block<'_>, row: usize) -> Row {
        Row { times_s: [block.test_time_s[row], block.step_time_s[row]], line: block.line(row) }
    }

    /// Whether all rows so far are in order, so that a block without a fall needs no look at its rows.
    fn in_order(&self) -> bool {
        let mut reached = self.reached;
        self.open.is_none()
            && self.waiting.iter().all(|row| {
                let ordered = row.times_s.iter().zip(&reached).all(|(time_s, reached_s)| time_s >= reached_s);
                reached = row.times_s;
                ordered
            })
    }

    /// Takes in rows that are known to be in order: only the last two wait, the rest is reached.
    fn skip(&mut self, block: &Block<'_>) {
        if block.len() >= 2 {
            let passed = block.len().checked_sub(3).map(|row| Self::row(block, row)).or(self.waiting.last().copied());
            if let Some(passed) = passed {
                self.reached = passed.times_s;
            }
            self.waiting.clear();
            self.waiting.extend([Self::row(block, block.len() - 2), Self::row(block, block.len() - 1)]);
        } else if !block.is_empty() {
            self.waiting.push(Self::row(block, 0));
            if self.waiting.len() > 2 {
                self.reached = self.waiting.remove(0).times_s;
            }
        }
    }

    /// Why the first waiting row is out of order in a column, if it is. Keeps count of the time reached.
    fn judge(&mut self, column: usize) -> Option<Fault> {
        let [Row { times_s, .. }, ..] = self.waiting.as_slice() else { return None };
        let time_s = times_s[column];
        let reached_s = self.reached[column];
        let next_s = self.waiting.get(1).map(|row| row.times_s[column]);
        let after_s = self.waiting.get(2).map(|row| row.times_s[column]);
        let is_slight =
            reached_s - time_s < FIRST_STAMP_S && next_s.is_none_or(|next_s| time_s - next_s < FIRST_STAMP_S);
        if times_s[1] <= FIRST_STAMP_S && is_slight {
            self.reached[column] = reached_s.max(time_s);
            return None;
        }
        if time_s < reached_s {
            let goes_on = column == 1 && times_s[0] >= self.reached[0];
            if goes_on && next_s.is_some_and(|next_s| restarts(&self.thresholds, reached_s, time_s, next_s)) {
                self.reached[column] = time_s;
                return None;
            }
            return Some(Fault::Behind { reached_s });
        }
        match next_s.filter(|next_s| *next_s < time_s && *next_s >= reached_s) {
            Some(next_s) => {
                // The rows after it go on without it, so it alone is wrong; else the two have changed places.
                if after_s.is_none_or(|after_s| after_s >= time_s) {
                    self.reached[column] = time_s;
                }
                Some(Fault::Ahead { next_s })
            }
            None => {
                self.reached[column] = time_s;
                None
            }
        }
    }

    /// Judges the first waiting row.
    fn decide(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        // The step time first: it asks how far the elapsed time was before this row.
        let by_step_time = self.judge(1);
        let fault = self.judge(0).map(|fault| (0, fault)).or(by_step_time.map(|fault| (1, fault)));
        if self.waiting.is_empty() {
            return;
        }
        let row = self.waiting.remove(0);
        match (fault, &mut self.open) {
            (None, _) => self.close(step, out),
            (Some(_), Some(open)) => {
                open.line_end = row.line;
                open.rows += 1;
            }
            (Some((column, fault)), None) => {
                let time_s = row.times_s[column];
                self.open = Some(Range { column, time_s, fault, line: row.line, line_end: None, rows: 1 });
            }
        }
    }

    fn close(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(range) = self.open.take().filter(|range| self.told.is_none() || range.line != self.told) else {
            return;
        };
        let rows = if range.rows > 1 { format!(" ({})", count(range.rows, "row")) } else { String::new() };
        let column = COLUMNS[range.column];
        let time_s = number(range.time_s);
        let what = match range.fault {
            Fault::Behind { reached_s } => format!("{column} goes back from {} to {time_s} s", number(reached_s)),
            Fault::Ahead { next_s } => format!("{column} is {time_s} s, and {} s in the next row", number(next_s)),
        };
        out.push(Finding {
            line: range.line,
            line_end: range_end(range.line, range.line_end),
            column: Some(column.to_owned()),
            value: Some(time_s),
            ..in_step(&TimeReversal, step, format!("{what}{rows}; rows must be in the order of time: export again"))
        });
    }

    /// The first row of a step against the end of the step before.
    fn boundary(&mut self, step: &StepView<'_>, first: Row, out: &mut Vec<Finding>) {
        let Some(tail) = self.tail else { return };
        let [time_s, _] = first.times_s;
        // A step that stands before its turn is STP03's.
        if time_s >= tail.last_s || time_s.is_nan() || step.record.number <= tail.step {
            return;
        }
        // Where the row before the last agrees with the new step, the last row is the one that is wrong.
        let tail_is_wrong = tail.before_s.is_some_and(|before_s| before_s < time_s);
        let (at, line, value_s) =
            if tail_is_wrong { (tail.step, tail.line, tail.last_s) } else { (step.record.number, first.line, time_s) };
        self.told = line;
        out.push(Finding {
            file: step.file.map(str::to_owned),
            step: Some(at),
            line,
            column: Some(TEST_TIME.to_owned()),
            value: Some(number(value_s)),
            ..finding(
                &TimeReversal,
                format!(
                    "{TEST_TIME} goes back from {} s at the end of step {} to {} s at the start of step {}; it must run \
                     through the whole test: export again",
                    number(tail.last_s),
                    tail.step,
                    number(time_s),
                    step.record.number
                ),
            )
        });
    }
}

impl Check for Order {
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.waiting.clear();
        self.reached = [f64::NEG_INFINITY; 2];
        (self.open, self.told) = (None, None);
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        if block.is_empty() {
            return;
        }
        if block.first_sequence == 0 {
            self.boundary(step, Self::row(block, 0), out);
        }
        let before = self.waiting.last().map(|row| row.times_s);
        let quiet = !falls(before.map(|times_s| times_s[0]), block.test_time_s)
            && !falls(before.map(|times_s| times_s[1]), block.step_time_s);
        if quiet && self.in_order() {
            self.skip(block);
            return;
        }
        for row in 0..block.len() {
            self.waiting.push(Self::row(block, row));
            if self.waiting.len() == 3 {
                self.decide(step, out);
            }
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let before_s = match self.waiting.as_slice() {
            [.., before, _] => Some(before.times_s[0]),
            _ => self.tail.map(|tail| tail.last_s),
        };
        if let Some(last) = self.waiting.last() {
            self.tail = Some(Tail { step: step.record.number, before_s, last_s: last.times_s[0], line: last.line });
        }
        while !self.waiting.is_empty() {
            self.decide(step, out);
        }
        self.close(step, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::{Bench, Rows};

    /// The rows (first, last) at which the second step is found wrong after `spoil`.
    fn found(spoil: impl Fn(&mut Rows)) -> Vec<(i32, u64, u64)> {
        let mut bench = Bench::cycle();
        spoil(&mut bench.details[1]);
        let first = bench.details[1].lines[0];
        let findings = bench.findings(&TimeReversal);
        let place = |found: &Finding| {
            let line = found.line.unwrap();
            (found.step.unwrap(), line - first, found.line_end.unwrap_or(line) - first)
        };
        findings.iter().map(place).collect()
    }

    #[test]
    fn rows_in_order_are_silent() {
        assert_eq!(found(|_| ()), []);
        assert_eq!(found(|rows| rows.repeat(7)), []);
    }

    #[test]
    fn rows_behind_the_stamp_of_the_first_are_silent() {
        let fast = |rows: &mut Rows| {
            let start = rows.test_time_s[0] - rows.step_time_s[0];
            rows.step_time_s[0] = 0.01;
            for row in 1..4 {
                rows.step_time_s[row] = 0.003 * row as f64;
            }
            for row in 0..4 {
                rows.test_time_s[row] = start + rows.step_time_s[row];
            }
        };
        assert_eq!(found(fast), []);
        assert_eq!(found(|rows| rows.step_time_s[1] = -0.1), [(2, 0, 1)]);
    }

    #[test]
    fn one_row_too_early_or_too_late_is_that_row() {
        assert_eq!(found(|rows| rows.test_time_s[9] -= 200.0), [(2, 9, 9)]);
        assert_eq!(found(|rows| rows.test_time_s[9] += 500.0), [(2, 9, 9)]);
        assert_eq!(found(|rows| rows.step_time_s[9] -= 200.0), [(2, 9, 9)]);
        assert_eq!(found(|rows| rows.test_time_s[0] += 100.0), [(2, 0, 1)]);
    }

    #[test]
    fn two_rows_that_changed_places_are_one_finding() {
        assert_eq!(found(|rows| rows.swap(20, 21)), [(2, 20, 21)]);
    }

    #[test]
    fn rows_that_stay_behind_are_one_finding() {
        let last = Bench::cycle().details[1].len() as u64 - 1;
        let behind = |rows: &mut Rows| rows.test_time_s[30..].iter_mut().for_each(|time_s| *time_s -= 1700.0);
        assert_eq!(found(behind), [(2, 30, 57)]);
        let far_behind = |rows: &mut Rows| rows.test_time_s[30..].iter_mut().for_each(|time_s| *time_s -= 2400.0);
        assert_eq!(found(far_behind)[0], (2, 30, last));
    }

    #[test]
    fn the_end_of_a_step_and_the_start_of_the_next_are_compared() {
        let last = Bench::cycle().details[1].len() - 1;
        assert_eq!(found(|rows| rows.test_time_s[last] += 500.0), [(2, last as u64, last as u64)]);
        for factor in [1.0, -1.0] {
            let mut bench = Bench::cycle();
            bench.details[2].test_time_s.iter_mut().for_each(|time_s| *time_s = factor * (*time_s - 3000.0));
            let found = bench.findings(&TimeReversal);
            assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(3), Some(bench.details[2].lines[0])));
        }
    }

    #[test]
    fn steps_that_changed_places_are_left_to_another_rule() {
        let mut bench = Bench::cycle();
        bench.details.swap(2, 3);
        assert_eq!(bench.findings(&TimeReversal), []);
    }

    #[test]
    fn a_step_time_that_starts_again_is_left_to_another_rule() {
        assert_eq!(found(|rows| rows.step_time_s[30..].iter_mut().for_each(|time_s| *time_s -= 1799.0)), []);
    }
}
