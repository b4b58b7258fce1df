//! CUR01 current-at-rest (warning): current flows while the cell should rest.
//!
//! Why it matters: a rest gives open-circuit voltages and the zero of the current. Current in it is an offset of the
//! tester, a leak, or a step of the wrong type, and it goes into SOC uncounted.
//!
//! How: in a rest (chamber steps are rests) the magnitude of the current may not pass the larger of 1 mA (of a 20 Ah cell:
//! for others its share, and at least two printed digits) and 1e-4 of the test's largest current. The first row of a rest is exempt: it may still show the step before. Clean real tests
//! have exactly 0. Neighbouring rows are one finding.
//!
//! What to do: calibrate the tester's zero, or correct the step's type.

use super::rows::{Place, Run, Runs, number, on_rows};
use crate::model::{Alike, Block, Finding, Severity, StepType};
use crate::validate::scale::{Column, Scale};
use crate::validate::{Check, Context, Rule, StepView, TestView};
use std::sync::Arc;

/// The rule.
pub(crate) struct CurrentAtRest;

impl Rule for CurrentAtRest {
    fn code(&self) -> &'static str {
        "CUR01"
    }

    fn name(&self) -> &'static str {
        "current-at-rest"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cur01_current_at_rest.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there are no rows: the test has no Detail file".to_owned());
        }
        let ends = context.records.iter().filter(|record| record.step_type != StepType::Rest);
        Ok(Box::new(State {
            scale: Arc::clone(&context.scale),
            current_a: context.thresholds.cur01_current_a,
            current_relative: context.thresholds.cur01_current_relative,
            current_a_max: ends.filter_map(|record| record.current_end_a.get()).map(f64::abs).fold(0.0, f64::max),
            runs: Runs::default(),
            kept: Vec::new(),
        }))
    }
}

struct State {
    scale: Arc<Scale>,
    current_a: f64,
    current_relative: f64,
    /// The largest current outside rests, as far as it is known.
    current_a_max: f64,
    runs: Runs,
    /// Runs that wait for the test's largest current.
    kept: Vec<Run>,
}

/// How many runs are kept for the test's end.
const RUNS_MAX: usize = 4096;

impl State {
    fn least_a(&self) -> f64 {
        let absolute_a = self.scale.absolute(Column::Current, self.current_a);
        absolute_a.max(self.current_relative * self.current_a_max)
    }

    /// The same as far as rows can be left out at once: before a step told how large the cell is, it may be small.
    fn least_yet_a(&self) -> f64 {
        if self.scale.largest_ah() > 0.0 {
            return self.least_a();
        }
        self.scale.absolute(Column::Current, 0.0).max(self.current_relative * self.current_a_max)
    }

    fn keep(&mut self, run: Option<Run>) {
        let Some(run) = run else { return };
        if self.kept.len() >= RUNS_MAX {
            let least_a = self.least_a();
            self.kept.retain(|run| run.badness > least_a);
        }
        if self.kept.len() < RUNS_MAX {
            self.kept.push(run);
        }
    }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        let current_a_max = block.current_a.iter().fold(0.0, |max: f64, current_a| max.max(current_a.abs()));
        if step.record.step_type != StepType::Rest {
            self.current_a_max = self.current_a_max.max(current_a_max);
            return;
        }
        let least_a = self.least_yet_a();
        if current_a_max <= least_a {
            return;
        }
        for (row, current_a) in block.current_a.iter().enumerate() {
            if current_a.abs() > least_a && block.first_sequence + row as u64 > 0 {
                let run = self.runs.hit(Place::of(block, row), *current_a, current_a.abs());
                self.keep(run);
            }
        }
    }

    fn step_end(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let run = self.runs.close();
        self.keep(run);
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let least_a = self.least_a();
        for run in self.kept.drain(..).filter(|run| run.badness > least_a) {
            let message = format!(
                "a current of {} A flows in a rest ({}); it may be {} A at most: calibrate the tester's zero, or correct \
                 the step's type",
                number(run.value),
                run.when(),
                number(least_a),
            );
            let column = Some("current_a".to_owned());
            let alike = Alike::numbers(0.0, run.value);
            out.push(Finding { column, alike, ..on_rows(&CurrentAtRest, test.detail_file, &run, message) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn the_first_rest_of_a_small_cell_is_judged_by_its_size() {
        // Without a Step file the size is known behind it alone: 0.1 mA is much for 1 mAh, and little for 20 Ah.
        let found = |current_a: f64| {
            let mut bench = Bench::new().rest(600.0).charge(3600.0, current_a);
            bench.records.clear();
            bench.details[0].current_a[5] = 1e-4;
            bench.findings(&CurrentAtRest).len()
        };
        assert_eq!((found(1e-3), found(20.0)), (1, 0));
    }

    #[test]
    fn silent_where_rests_rest() {
        let mut bench = Bench::cycle();
        bench.details[2].current_a[0] = 2.0;
        bench.details[2].current_a[5] = 0.000_09;
        assert!(bench.findings(&CurrentAtRest).is_empty());
    }

    #[test]
    fn neighbouring_rows_are_one_finding_with_the_largest_value() {
        let mut bench = Bench::cycle();
        bench.details[2].current_a[3..6].copy_from_slice(&[0.002, -0.004, 0.003]);
        let found = bench.findings(&CurrentAtRest);
        assert_eq!(found.len(), 1);
        let lines = &bench.details[2].lines;
        assert_eq!((found[0].line, found[0].line_end), (Some(lines[3]), Some(lines[5])));
        assert_eq!(found[0].value.as_deref(), Some("-0.004"));
    }

    #[test]
    fn the_limit_grows_with_the_tests_largest_current_even_later() {
        let mut bench = Bench::new().rest(600.0).charge(600.0, 100.0);
        bench.records[1].current_end_a = 1.0.into();
        bench.details[0].current_a[4] = 0.008;
        assert!(bench.findings(&CurrentAtRest).is_empty());
        bench.details[0].current_a[4] = 0.012;
        assert_eq!(bench.findings(&CurrentAtRest).len(), 1);
    }
}
