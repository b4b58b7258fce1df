//! A step that is in the Step file but has no row in Detail.
//!
//! Why it matters: the tester ran the step, and its samples are lost: Detail was cut, exported in part, or edited.
//!
//! How: every step of the Step file must have at least one row in Detail. Neighbouring steps without rows are one finding.
//!
//! What to do: export Detail again, whole.

use super::support::{count, finding, range_end};
use crate::model::{Finding, Severity, StepRecord};
use crate::validate::{Check, Context, Rule, TestView};
use std::sync::Arc;

/// STP02.
pub(crate) struct StepWithoutDetail;

impl Rule for StepWithoutDetail {
    fn code(&self) -> &'static str {
        "STP02"
    }

    fn name(&self) -> &'static str {
        "step-without-detail"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("stp02_step_without_detail.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Sampled { summaries: context.records.to_vec() }))
    }
}

struct Sampled {
    /// The steps as the Step file has them.
    summaries: Vec<Arc<StepRecord>>,
}

impl Check for Sampled {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        // The rows of some steps may not have been loaded; that there were some their trace tells.
        let had_rows = |number: i32| {
            let at = test.steps.binary_search_by_key(&number, |step| step.record.number).ok();
            at.and_then(|at| test.steps[at].trace.as_ref()).is_some_and(|trace| trace.rows > 0)
        };
        // A step of no duration has no rows to lose.
        let is_over_at_once = |summary: &StepRecord| summary.duration_s.get().is_some_and(|seconds| seconds <= 0.0);
        let lacks = |summary: &StepRecord| !had_rows(summary.number) && !is_over_at_once(summary);
        for run in self.summaries.chunk_by(|a, b| lacks(a) == lacks(b)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            if !lacks(first) {
                continue;
            }
            let which = if run.len() == 1 {
                format!("step {} is", first.number)
            } else {
                format!("{}, {} to {}, are", count(run.len() as u64, "step"), first.number, last.number)
            };
            out.push(Finding {
                file: test.step_file.map(str::to_owned),
                line: first.line,
                line_end: range_end(first.line, last.line),
                step: Some(first.number),
                ..finding(
                    &StepWithoutDetail,
                    format!("{which} in the Step file but without a row in Detail; export Detail again, whole"),
                )
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn steps_without_rows_are_one_error() {
        let mut bench = Bench::cycle();
        assert_eq!(bench.findings(&StepWithoutDetail), []);
        bench.details.drain(2..4);
        let found = bench.findings(&StepWithoutDetail);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].line, found[0].line_end), (Some(3), Some(4), Some(5)));
        assert_eq!(found[0].severity, Severity::Error);
    }

    #[test]
    fn without_detail_it_cannot_run() {
        let mut bench = Bench::cycle();
        bench.head.has_rows = false;
        assert!(bench.run(&StepWithoutDetail).is_err());
    }
}
