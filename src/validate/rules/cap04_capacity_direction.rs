//! CAP04 capacity-direction (warning): the capacity runs backwards inside a charge or a discharge.
//!
//! Why it matters: within a charge capacity can only grow, within a discharge only fall. A counter that turns back was
//! reset, overflowed or edited, and curves over capacity fold onto themselves.
//!
//! How: the capacity may not fall behind its furthest value so far by more than 2e-6 Ah + 1e-5 of that value. Clean
//! real tests never do. The finding names the rows between which it turns; what follows is measured from there.
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
        }))
    }
}

struct State {
    capacity_ah: f64,
    relative: f64,
    /// +1 in a charge, -1 in a discharge: with it capacity always has to grow.
    sign: Option<f64>,
    furthest_ah: f64,
    last: Option<(Place, f64)>,
    /// The rows over which the capacity falls, and from where.
    falling: Option<(Run, f64)>,
}

impl State {
    fn tolerance_ah(&self) -> f64 {
        self.capacity_ah + self.relative * self.furthest_ah.abs()
    }

    fn slow(&mut self, sign: f64, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for (row, &signed_ah) in block.capacity_ah.iter().enumerate() {
            let capacity_ah = sign * signed_ah;
            if capacity_ah.is_nan() {
                continue;
            }
            let place = Place::of(block, row);
            if let Some((run, _)) = &mut self.falling {
                if self.last.is_some_and(|(_, last_ah)| capacity_ah <= last_ah) {
                    run.extend(place, signed_ah, -capacity_ah);
                    self.furthest_ah = capacity_ah;
                } else {
                    self.close(step, out);
                }
            }
            if self.furthest_ah - capacity_ah > self.tolerance_ah() {
                // The row before belongs to it: which of the two is wrong, only a person can tell.
                let before = self.last.map_or(place, |(before, _)| before);
                let mut run = Run::one(before, signed_ah, -capacity_ah);
                run.extend(place, signed_ah, -capacity_ah);
                self.falling = Some((run, sign * self.furthest_ah));
                self.furthest_ah = capacity_ah;
            }
            self.furthest_ah = self.furthest_ah.max(capacity_ah);
            self.last = Some((place, capacity_ah));
        }
    }

    fn close(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some((run, from_ah)) = self.falling.take() else { return };
        let message = format!(
            "the capacity runs back from {} Ah to {} Ah ({}) inside a {}; look for a reset counter or an edited value",
            number(from_ah),
            number(run.value),
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
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (Some(sign), Some(last)) = (self.sign, block.len().checked_sub(1)) else { return };
        let begins = sign * block.capacity_ah[0];
        let pairs = block.capacity_ah.windows(2);
        let grows = pairs.fold(begins >= self.furthest_ah, |grows, pair| grows & (sign * (pair[1] - pair[0]) >= 0.0));
        if grows && self.falling.is_none() {
            self.furthest_ah = sign * block.capacity_ah[last];
            self.last = Some((Place::of(block, last), self.furthest_ah));
        } else {
            self.slow(sign, step, block, out);
        }
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
    fn silent_where_capacity_goes_one_way() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[20] = bench.details[1].capacity_ah[19];
        bench.details[3].capacity_ah[20] = bench.details[3].capacity_ah[19] + 1.9e-6;
        assert!(bench.findings(&CapacityDirection).is_empty());
    }

    #[test]
    fn one_row_off_is_one_finding_that_holds_it() {
        for (step, row, off_ah) in [(1, 20, 0.1), (1, 20, -0.1), (3, 20, 0.1), (3, 20, -0.1)] {
            let mut bench = Bench::cycle();
            bench.details[step].capacity_ah[row] += off_ah;
            let found = bench.findings(&CapacityDirection);
            assert_eq!(found.len(), 1, "{step} {off_ah}");
            let line = bench.details[step].lines[row];
            assert!(found[0].line <= Some(line) && Some(line) <= found[0].line_end, "{found:?}");
        }
    }

    #[test]
    fn a_reset_or_a_fall_does_not_echo() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[30..].iter_mut().for_each(|capacity_ah| *capacity_ah -= 1.0);
        assert_eq!(bench.findings(&CapacityDirection).len(), 1);
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah.reverse();
        let found = bench.findings(&CapacityDirection);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line_end, bench.details[1].lines.last().copied());
    }
}
