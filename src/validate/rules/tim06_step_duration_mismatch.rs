//! The Step file's duration is not the time of the step's last row.
//!
//! Why it matters: mean currents and rates divide by the duration, and the end of the active part is found by it. When
//! both files do not agree, rows are missing at the step's end, or one of the files was changed.
//!
//! How: the duration must be the step time of the last row that is no relaxation, within 2 ms and a millionth. Rows that
//! the tester logs after a pulse, at rest, are relaxation and do not count. What many steps differ by alike is one
//! cause, a unit, and one finding.
//!
//! What to do: look at the step's end in Detail; export both files again, at the same time.

use super::support::{STEP_TIME, in_step, number};
use crate::model::{Alike, Block, Finding, Severity, StepTrace};
use crate::validate::{Check, Context, Rule, StepView, Thresholds};

/// TIM06.
pub(crate) struct StepDurationMismatch;

impl Rule for StepDurationMismatch {
    fn code(&self) -> &'static str {
        "TIM06"
    }

    fn name(&self) -> &'static str {
        "step-duration-mismatch"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("tim06_step_duration_mismatch.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Durations {
            thresholds: context.thresholds.clone(),
            last_s: f64::NAN,
            ends_a: None,
            largest_a: 0.0,
            loaded: None,
            unloaded_rows: 0,
        }))
    }
}

struct Durations {
    thresholds: Thresholds,
    /// The step time of the last row of all, relaxation or not: a wrong unit makes most rows look like relaxation.
    last_s: f64,
    /// The current at the step's end as the Step file has it, or nothing where it ends without.
    ends_a: Option<f64>,
    /// The largest current of the step's rows so far.
    largest_a: f64,
    /// The last row with current of a step that ended with current, and the rows after it.
    loaded: Option<(f64, Option<u64>)>,
    unloaded_rows: u64,
}

/// A row with less current is at rest.
const REST_A: f64 = 1e-3;
/// And with less than this share of the current at the step's end, which the Step file may give in another unit.
const REST_RELATIVE: f64 = 1e-3;

impl Durations {
    /// Time and line of the step's end as its rows have it. A duration that is too long makes the first rows of the
    /// relaxation look active: then the last row with current is the end. One row without current alone, with no
    /// relaxation after it, is no end but a wrong current.
    fn end(&self, trace: &StepTrace) -> Option<(f64, Option<u64>)> {
        let end = (trace.step_time_end_s.get()?, trace.last_active_line);
        let is_tail = self.unloaded_rows > 1 && !trace.duration_contradicted;
        Some(self.loaded.filter(|loaded| is_tail && loaded.0 < end.0).unwrap_or(end))
    }
}

impl Check for Durations {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let ends_a = step.record.current_end_a.get().map_or(0.0, f64::abs);
        (self.ends_a, self.largest_a) = ((ends_a > REST_A).then_some(ends_a), 0.0);
        (self.loaded, self.unloaded_rows) = (None, 0);
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.last_s = block.step_time_s.last().copied().unwrap_or(self.last_s);
        if let Some(ends_a) = self.ends_a {
            self.largest_a = block.current_a.iter().fold(self.largest_a, |most, current_a| most.max(current_a.abs()));
            let rest_a = REST_A.max(REST_RELATIVE * ends_a.min(self.largest_a));
            // From the end: nearly always its last row has current.
            let loaded = block.current_a.iter().rposition(|current_a| current_a.abs() > rest_a);
            self.unloaded_rows = match loaded {
                Some(row) => {
                    self.loaded = Some((block.step_time_s[row], block.line(row)));
                    (block.len() - 1 - row) as u64
                }
                None => self.unloaded_rows + block.len() as u64,
            };
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let trace = step.trace.filter(|_| step.record.line.is_some());
        let times = trace.and_then(|trace| {
            let (end_s, line) = self.end(trace)?;
            Some((trace, step.record.duration_s.get()?, end_s, line))
        });
        let wrong = times.filter(|(_, duration_s, end_s, _)| {
            let within_s =
                self.thresholds.tim06_duration_s + self.thresholds.tim06_duration_relative * duration_s.abs();
            (duration_s - end_s).abs() > within_s
        });
        let Some((trace, duration_s, end_s, line)) = wrong else { return };
        let how = if trace.duration_contradicted { ", and rows with current go on after it" } else { "" };
        out.push(Finding {
            line,
            column: Some(STEP_TIME.to_owned()),
            value: Some(number(end_s)),
            // The last row of all: a wrong unit makes most rows look like relaxation.
            alike: Alike::numbers(duration_s, self.last_s),
            ..in_step(
                &StepDurationMismatch,
                step,
                format!(
                    "the step's last row is at {} s, its duration in the Step file is {} s{how}; export both files again",
                    number(end_s),
                    number(duration_s)
                ),
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Control, StepType};
    use crate::validate::harness::Bench;

    #[test]
    fn relaxation_after_a_pulse_is_silent() {
        let mut bench = Bench::new().rest(600.0).step(StepType::Charge, Control::PowerPulse, 10.0, 0.1, 50.0);
        assert_eq!(bench.findings(&StepDurationMismatch), []);
        let rows = &mut bench.details[1];
        let last = rows.len() - 1;
        for row in last..last + 100 {
            rows.repeat(row);
            rows.step_time_s[row + 1] += 0.1;
            rows.test_time_s[row + 1] += 0.1;
            rows.current_a[row + 1] = 0.0;
        }
        assert_eq!(bench.findings(&StepDurationMismatch), []);
        // A duration that reaches into the relaxation, and meets a row there.
        bench.records[1].duration_s = 10.1.into();
        let found = bench.findings(&StepDurationMismatch);
        assert_eq!((found.len(), found[0].value.as_deref()), (1, Some("10")));
    }

    #[test]
    fn a_lost_last_row_is_found() {
        let mut bench = Bench::cycle();
        let last = bench.details[1].len() - 1;
        bench.details[1].remove(last);
        let found = bench.findings(&StepDurationMismatch);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(bench.details[1].lines[last - 1])));
    }

    #[test]
    fn another_unit_is_the_same_factor_in_all_steps() {
        let mut bench = Bench::cycle();
        for rows in &mut bench.details {
            rows.step_time_s.iter_mut().for_each(|time_s| *time_s *= 1000.0);
        }
        let found = bench.findings(&StepDurationMismatch);
        assert_eq!(found.len(), 5);
        for (found, record) in found.iter().zip(&bench.records) {
            let duration_s = record.duration_s.get().unwrap();
            assert_eq!(found.alike, Alike::numbers(duration_s, duration_s * 1000.0));
        }
    }
}
