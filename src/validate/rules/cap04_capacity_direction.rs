//! CAP04 capacity-direction (warning): the capacity runs backwards inside a charge or a discharge.
//!
//! Why it matters: within a charge capacity can only grow, within a discharge only fall. A counter that turns back was
//! reset, overflowed or edited, and curves over capacity fold onto themselves.
//!
//! How: the capacity may not fall behind its furthest value so far by more than 2e-6 Ah + 1e-5 of that value. Clean
//! real tests never do. Which of the two rows between which it turns is off, the current tells: the one that was reached
//! by another step than current times time. What follows is measured from there. A step whose capacity runs the wrong
//! way from its first to its last row has a wrong sign, which CAP01 names.
//!
//! What to do: look at the named rows. One row off is an edited or disturbed value; a lasting jump is a reset of the
//! counter inside the step.

use super::rows::{Place, Run, number, on_rows};
use crate::model::{Block, Finding, Severity, StepType};
use crate::validate::{Check, Context, Rule, StepView};

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
        Ok(Box::new(State {
            capacity_ah: context.thresholds.cap04_capacity_ah,
            relative: context.thresholds.cap04_relative,
            sign: None,
            furthest_ah: f64::NEG_INFINITY,
            last: None,
            falling: None,
            has_grown: false,
        }))
    }
}

struct State {
    capacity_ah: f64,
    relative: f64,
    /// +1 in a charge, -1 in a discharge: with it capacity always has to grow.
    sign: Option<f64>,
    furthest_ah: f64,
    last: Option<Last>,
    /// The rows over which the capacity falls, and from where.
    falling: Option<(Run, f64)>,
    /// Whether it ever grew.
    has_grown: bool,
}

/// The row before.
#[derive(Clone, Copy)]
struct Last {
    place: Place,
    signed_ah: f64,
    capacity_ah: f64,
    /// How far it was reached by another step than current times time.
    surprise_ah: f64,
}

/// How near to the opposite of what the current gives a capacity of the wrong sign lies.
const SIGN_RELATIVE: f64 = 0.1;

impl State {
    fn tolerance_ah(&self) -> f64 {
        self.capacity_ah + self.relative * self.furthest_ah.abs()
    }

    /// Row `row` as the one before the next.
    fn row(&self, sign: f64, block: &Block<'_>, row: usize) -> Last {
        let capacity_ah = sign * block.capacity_ah[row];
        let place = Place::of(block, row);
        let before = match row.checked_sub(1) {
            Some(before) => Some((block.step_time_s[before], sign * block.capacity_ah[before])),
            None => self.last.map(|last| (last.place.time_s, last.capacity_ah)),
        };
        let surprise_ah = before.map_or(0.0, |(time_s, before_ah)| {
            let expected_ah = sign * block.current_a[row] * (place.time_s - time_s) / 3600.0;
            capacity_ah - before_ah - expected_ah
        });
        Last { place, signed_ah: block.capacity_ah[row], capacity_ah, surprise_ah }
    }

    fn slow(&mut self, sign: f64, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for row in 0..block.len() {
            let next = self.row(sign, block, row);
            if next.capacity_ah.is_nan() {
                continue;
            }
            let grows = self.last.is_none_or(|last| next.capacity_ah > last.capacity_ah);
            self.has_grown |= grows && self.last.is_some();
            if let Some((run, _)) = &mut self.falling {
                if grows {
                    self.close(step, out);
                } else if self.last.is_some_and(|last| next.capacity_ah < last.capacity_ah) {
                    run.extend(next.place, next.signed_ah, -next.capacity_ah);
                    self.furthest_ah = next.capacity_ah;
                }
            }
            let fall_ah = self.furthest_ah - next.capacity_ah;
            if fall_ah > self.tolerance_ah() {
                // The row before is the one that is off when it was itself reached by a surprise as large, and this row
                // is where it would be without it.
                let peaks = |last: &Last| {
                    let surprise_ah = last.surprise_ah.abs();
                    surprise_ah > 0.5 * fall_ah && (last.surprise_ah + next.surprise_ah).abs() < surprise_ah
                };
                let off = self.last.filter(peaks).unwrap_or(next);
                let run = Run::one(off.place, off.signed_ah, -next.capacity_ah);
                self.falling = Some((run, sign * self.furthest_ah));
                self.furthest_ah = next.capacity_ah;
            }
            self.furthest_ah = self.furthest_ah.max(next.capacity_ah);
            self.last = Some(next);
        }
    }

    fn close(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some((run, from_ah)) = self.falling.take() else { return };
        let message = format!(
            "the capacity runs back from {} Ah by {} Ah ({}) inside a {}; look for a reset counter or an edited value",
            number(from_ah),
            number((from_ah.abs() + run.badness).abs()),
            run.when(),
            if step.record.step_type == StepType::Charge { "charge" } else { "discharge" },
        );
        let column = Some("capacity_ah".to_owned());
        out.push(Finding { column, ..on_rows(&CapacityDirection, step.file, &run, message) });
    }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.sign = match step.record.step_type {
            StepType::Charge => Some(1.0),
            StepType::Discharge => Some(-1.0),
            StepType::Rest | StepType::Waveform | StepType::Unknown => None,
        };
        (self.furthest_ah, self.last, self.falling) = (f64::NEG_INFINITY, None, None);
        self.has_grown = false;
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (Some(sign), Some(last)) = (self.sign, block.len().checked_sub(1)) else { return };
        let begins = sign * block.capacity_ah[0];
        let pairs = block.capacity_ah.windows(2);
        let grows = pairs.fold(begins >= self.furthest_ah, |grows, pair| grows & (sign * (pair[1] - pair[0]) >= 0.0));
        if grows && self.falling.is_none() {
            self.has_grown |= self.furthest_ah > f64::NEG_INFINITY || sign * block.capacity_ah[last] > begins;
            self.furthest_ah = sign * block.capacity_ah[last];
            self.last = Some(self.row(sign, block, last));
        } else {
            self.slow(sign, step, block, out);
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let current_ah = step.trace.map_or(0.0, |trace| trace.integral_charge_ah - trace.integral_discharge_ah);
        let has_wrong_sign = self.sign.zip(self.last).is_some_and(|(sign, last)| {
            (sign * current_ah + last.capacity_ah).abs() < SIGN_RELATIVE * last.capacity_ah.abs()
        });
        if has_wrong_sign && !self.has_grown {
            self.falling = None;
        }
        self.close(step, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

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
