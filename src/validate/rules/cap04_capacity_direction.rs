//! CAP04 capacity-direction (warning): the capacity, or the energy, runs backwards inside a charge or a discharge.
//!
//! Why it matters: within a charge capacity and energy can only grow, within a discharge only fall. A counter that turns
//! back was reset, overflowed or edited, and curves over capacity fold onto themselves.
//!
//! How: neither may fall behind its furthest value so far by more than 2e-6 Ah (or Wh; of a 20 Ah cell: for others its
//! share, and at least two printed digits) + 1e-5 of that value. Clean real tests never do. Which of the two rows between
//! which it turns is off, the current tells: the one that was reached by another step than current (times voltage) times
//! time. An energy below 0 V goes either way, and what is the integral of the rows itself no column counts: no verdict.
//! What follows is measured from there. Where both counters turn at once it is said once. A step whose capacity
//! runs the wrong way from its first to its last row has a wrong sign, which CAP01 (CAP02) names.
//!
//! What to do: look at the named rows. One row off is an edited or disturbed value; a lasting jump is a reset of the
//! counter inside the step.

use super::counter::Counter;
use super::rows::{Place, Run, number, on_rows};
use crate::model::{Block, Finding, Severity, StepType};
use crate::validate::own::Kind;
use crate::validate::scale::Held;
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct CapacityDirection;

impl Rule for CapacityDirection {
    fn code(&self) -> &'static str {
        "CAP04"
    }

    fn name(&self) -> &'static str {
        "capacity-direction"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap04_capacity_direction.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there are no rows: the test has no Detail file".to_owned());
        }
        let limits = context.thresholds;
        let watch = |counter| Watch::new(counter, limits.cap04_capacity_ah, limits.cap04_relative);
        Ok(Box::new(State {
            watches: Counter::BOTH.map(watch),
            held: Held::of(context),
            told: Vec::new(),
            is_below: false,
        }))
    }
}

struct State {
    /// Capacity, and energy.
    watches: [Watch; 2],
    held: Held,
    /// The rows of this step in which the capacity runs back; the energy need not say so again.
    told: Vec<(u64, u64)>,
    /// The voltage of this step was negative: what charges the cell then takes energy out of it.
    is_below: bool,
}

/// How many of them are remembered.
const TOLD_MAX: usize = 64;

/// One counter.
struct Watch {
    counter: Counter,
    absolute: f64,
    relative: f64,
    /// The tolerance in force, as far as the size of the test is known.
    tolerance: f64,
    /// +1 in a charge, -1 in a discharge: with it the counter always has to grow.
    sign: Option<f64>,
    furthest: f64,
    last: Option<Last>,
    /// The rows over which the counter falls, from where, and how deep.
    falling: Option<(Run, f64)>,
    /// The falls that are over.
    over: Vec<(Run, f64)>,
    /// Whether it ever grew.
    has_grown: bool,
}

/// The row before.
#[derive(Clone, Copy)]
struct Last {
    place: Place,
    signed: f64,
    value: f64,
    /// How far it was reached by another step than current times time.
    surprise: f64,
}

/// How near to the opposite of what the current gives a counter of the wrong sign lies.
const SIGN_RELATIVE: f64 = 0.1;

impl Watch {
    const fn new(counter: Counter, absolute: f64, relative: f64) -> Self {
        Self {
            counter,
            absolute,
            relative,
            tolerance: absolute,
            sign: None,
            furthest: f64::NEG_INFINITY,
            last: None,
            falling: None,
            over: Vec::new(),
            has_grown: false,
        }
    }

    fn restart(&mut self, step_type: StepType) {
        self.sign = match step_type {
            StepType::Charge => Some(1.0),
            StepType::Discharge => Some(-1.0),
            StepType::Rest | StepType::Waveform | StepType::Unknown => None,
        };
        (self.furthest, self.last, self.falling) = (f64::NEG_INFINITY, None, None);
        self.over.clear();
        self.has_grown = false;
    }

    fn block(&mut self, block: &Block<'_>, tolerance: f64) {
        let (Some(sign), Some(last)) = (self.sign, block.len().checked_sub(1)) else { return };
        self.tolerance = tolerance;
        let values = self.counter.values(block);
        let begins = sign * values[0];
        let pairs = values.windows(2);
        let grows = pairs.fold(begins >= self.furthest, |grows, pair| grows & (sign * (pair[1] - pair[0]) >= 0.0));
        if grows && self.falling.is_none() {
            self.has_grown |= self.furthest > f64::NEG_INFINITY || sign * values[last] > begins;
            self.furthest = sign * values[last];
            self.last = Some(self.row(sign, block, last));
        } else {
            for row in 0..block.len() {
                let next = self.row(sign, block, row);
                if !next.value.is_nan() {
                    self.next(sign, next);
                }
            }
        }
    }

    /// Row `row` as the one before the next.
    fn row(&self, sign: f64, block: &Block<'_>, row: usize) -> Last {
        let signed = self.counter.values(block)[row];
        let value = sign * signed;
        let place = Place::of(block, row);
        let before = match row.checked_sub(1) {
            Some(before) => Some((block.step_time_s[before], sign * self.counter.values(block)[before])),
            None => self.last.map(|last| (last.place.time_s, last.value)),
        };
        let surprise = before.map_or(0.0, |(time_s, before)| {
            let expected = sign * self.counter.rate(block, row) * (place.time_s - time_s) / 3600.0;
            value - before - expected
        });
        Last { place, signed, value, surprise }
    }

    fn next(&mut self, sign: f64, next: Last) {
        let grows = self.last.is_none_or(|last| next.value > last.value);
        self.has_grown |= grows && self.last.is_some();
        if let Some((run, _)) = &mut self.falling {
            if grows {
                self.close();
            } else if self.last.is_some_and(|last| next.value < last.value) {
                run.extend(next.place, next.signed, -next.value);
                self.furthest = next.value;
            }
        }
        let fall = self.furthest - next.value;
        if fall > self.tolerance + self.relative * self.furthest.abs() {
            // The row before is the one that is off when it was itself reached by a surprise as large, and this row is
            // where it would be without it.
            let peaks = |last: &Last| {
                let surprise = last.surprise.abs();
                surprise > 0.5 * fall && (last.surprise + next.surprise).abs() < surprise
            };
            let off = self.last.filter(peaks).unwrap_or(next);
            let run = Run::one(off.place, off.signed, -next.value);
            self.falling = Some((run, sign * self.furthest));
            self.furthest = next.value;
        }
        self.furthest = self.furthest.max(next.value);
        self.last = Some(next);
    }

    fn close(&mut self) {
        if let Some(fall) = self.falling.take()
            && self.over.len() < OVER_MAX
        {
            self.over.push(fall);
        }
    }

    /// The falls of the step; a counter that went the wrong way all along has the wrong sign, which is another rule's.
    fn finish(&mut self, step: &StepView<'_>) -> std::vec::Drain<'_, (Run, f64)> {
        let flowed = step.trace.map_or(0.0, |trace| self.counter.integral(trace));
        let has_wrong_sign = self
            .sign
            .zip(self.last)
            .is_some_and(|(sign, last)| (sign * flowed + last.value).abs() < SIGN_RELATIVE * last.value.abs());
        if has_wrong_sign && !self.has_grown {
            self.falling = None;
        }
        self.close();
        self.over.drain(..)
    }
}

/// So many falls of one step are told.
const OVER_MAX: usize = 256;

fn describe(counter: Counter, run: &Run, from: f64, step: &StepView<'_>) -> (f64, Finding) {
    let by = (from.abs() + run.badness).abs();
    let message = format!(
        "the {} runs back from {} {unit} by {} {unit} ({}) inside a {}; look for a reset counter or an edited value",
        counter.name(),
        number(from),
        number(by),
        run.when(),
        if step.record.step_type == StepType::Charge { "charge" } else { "discharge" },
        unit = counter.unit(),
    );
    let column = Some(counter.column().to_owned());
    (by, Finding { column, ..on_rows(&CapacityDirection, step.file, run, message) })
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.restart(step.record.step_type);
        }
        self.is_below = false;
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.is_below |= block.voltage_v.iter().any(|voltage_v| *voltage_v < 0.0);
        for watch in &mut self.watches {
            let tolerance = self.held.scale().absolute(watch.counter.scale(), watch.absolute);
            watch.block(block, tolerance);
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        self.told.clear();
        for watch in &mut self.watches {
            let (counter, absolute, relative) = (watch.counter, watch.absolute, watch.relative);
            // What is the integral of the rows goes where the current goes, and no column says otherwise.
            let is_own = self.held.scale().kind(counter.scale()) == Kind::Integral;
            let goes_either_way = counter == Counter::Energy && self.is_below;
            for (run, from) in watch.finish(step).filter(|_| !is_own && !goes_either_way) {
                let rows = (run.first.row, run.last.row);
                if self.told.iter().any(|told| told.0 <= rows.1 + 1 && rows.0 <= told.1 + 1) {
                    continue;
                }
                let (by, found) = describe(counter, &run, from, step);
                self.held.take(by - relative * from.abs(), absolute, found, out);
                if counter == Counter::Capacity && self.told.len() < TOLD_MAX {
                    self.told.push(rows);
                }
            }
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.held.finish(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn an_energy_below_zero_volts_may_fall_and_a_capacity_may_not() {
        let mut bench = Bench::cycle();
        let rows = &mut bench.details[1];
        rows.voltage_v.iter_mut().for_each(|voltage_v| *voltage_v -= 3.5);
        rows.energy_wh.iter_mut().for_each(|energy_wh| *energy_wh = -*energy_wh);
        assert_eq!(bench.findings(&CapacityDirection), []);
        bench.details[1].capacity_ah[30] -= 0.5;
        assert_eq!(bench.findings(&CapacityDirection).len(), 1);
    }

    #[test]
    fn an_integral_of_the_rows_is_no_counter_that_runs_back() {
        for (is_counted, findings) in [(true, 1), (false, 0)] {
            let mut bench = Bench::cycle();
            bench.details[1].current_a[20..30].iter_mut().for_each(|current_a| *current_a = -*current_a);
            let mut bench = if is_counted { bench } else { bench.integrated() };
            if is_counted {
                bench.details[1].capacity_ah[25] -= 0.5;
            }
            assert_eq!(bench.findings(&CapacityDirection).len(), findings);
        }
    }

    #[test]
    fn silent_where_capacity_goes_one_way() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[20] = bench.details[1].capacity_ah[19];
        bench.details[3].capacity_ah[20] = bench.details[3].capacity_ah[19] + 1.9e-6;
        assert!(bench.findings(&CapacityDirection).is_empty());
    }

    #[test]
    fn one_row_off_is_one_finding_at_its_line() {
        for (step, row, off_ah) in [(1, 20, 0.1), (1, 20, -0.1), (3, 20, 0.1), (3, 20, -0.1), (1, 20, -0.05)] {
            let mut bench = Bench::cycle();
            bench.details[step].capacity_ah[row] += off_ah;
            let found = bench.findings(&CapacityDirection);
            assert_eq!(found.len(), 1, "{step} {off_ah}");
            assert_eq!((found[0].line, found[0].line_end), (Some(bench.details[step].lines[row]), None), "{found:?}");
        }
    }

    #[test]
    fn energy_is_held_to_the_same_and_both_at_once_are_one_finding() {
        let mut bench = Bench::cycle();
        bench.details[1].energy_wh[30..].iter_mut().for_each(|energy_wh| *energy_wh -= 1.0);
        let found = bench.findings(&CapacityDirection);
        assert_eq!((found.len(), found[0].line), (1, Some(bench.details[1].lines[30])));
        assert_eq!(found[0].column.as_deref(), Some("energy_wh"));
        bench.details[1].capacity_ah[30..].iter_mut().for_each(|capacity_ah| *capacity_ah -= 1.0);
        let found = bench.findings(&CapacityDirection);
        assert_eq!(found.iter().map(|f| f.column.as_deref()).collect::<Vec<_>>(), [Some("capacity_ah")]);
    }

    #[test]
    fn a_reset_does_not_echo() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[30..].iter_mut().for_each(|capacity_ah| *capacity_ah -= 1.0);
        let found = bench.findings(&CapacityDirection);
        assert_eq!(found.iter().map(|f| f.line).collect::<Vec<_>>(), [Some(bench.details[1].lines[30])]);
    }

    #[test]
    fn a_course_that_turns_is_one_range_and_a_wrong_sign_is_anothers() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[30..].reverse();
        let found = bench.findings(&CapacityDirection);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].line_end, bench.details[1].lines.last().copied());
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah.iter_mut().for_each(|capacity_ah| *capacity_ah *= -1.0);
        assert!(bench.findings(&CapacityDirection).is_empty());
    }
}
