//! A step that is in Detail but not in the Step file.
//!
//! Why it matters: the tester writes a step's summary when the step ends. One that is missing in between is a row lost
//! from the Step file, and the step's end values then rest on its last row alone.
//!
//! How: every step number of Detail must be in the Step file. Neighbouring steps that are missing are one finding. When
//! it is the last step, and its last row still says that the step runs, the export was made while the test ran: an info.
//!
//! What to do: export the Step file again; after a mid-test export, export again when the test is over and append it.

use super::support::{count, finding};
use crate::model::{EndReason, Finding, Severity, StepData};
use crate::validate::{Check, Context, Rule, TestView};

/// STP01.
pub(crate) struct StepWithoutSummary;

impl Rule for StepWithoutSummary {
    fn code(&self) -> &'static str {
        "STP01"
    }

    fn name(&self) -> &'static str {
        "step-without-summary"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("stp01_step_without_summary.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        Ok(Box::new(Missing))
    }
}

struct Missing;

fn lacks(data: &StepData) -> bool {
    data.trace.is_some() && data.record.line.is_none()
}

fn about(test: &TestView<'_>, steps: &[StepData], severity: Severity, message: String) -> Finding {
    let first = steps.first();
    Finding {
        severity,
        file: test.detail_file.map(str::to_owned),
        line: first.and_then(|data| data.trace.as_ref()).and_then(|trace| trace.first_line),
        step: first.map(|data| data.record.number),
        ..finding(&StepWithoutSummary, message)
    }
}

impl Check for Missing {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let mut steps = test.steps;
        if let Some((last, before)) = steps.split_last()
            && lacks(last)
            && last.record.end_reason == Some(EndReason::Running)
        {
            let message = format!(
                "step {} is in Detail, not in the Step file, and still runs: the export was made while the test ran",
                last.record.number
            );
            out.push(about(test, std::slice::from_ref(last), Severity::Info, message));
            steps = before;
        }
        for run in steps.chunk_by(|a, b| lacks(a) == lacks(b)) {
            if let (Some(first), Some(last)) = (run.first(), run.last())
                && lacks(first)
            {
                let which = if run.len() == 1 {
                    format!("step {} is", first.record.number)
                } else {
                    let steps = count(run.len() as u64, "step");
                    format!("{steps}, {} to {}, are", first.record.number, last.record.number)
                };
                let message = format!(
                    "{which} in Detail but not in the Step file, where every ended step has a row; export the Step file again"
                );
                out.push(about(test, run, Severity::Error, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn a_missing_summary_is_an_error() {
        let mut bench = Bench::cycle();
        assert_eq!(bench.findings(&StepWithoutSummary), []);
        bench.records.drain(1..3);
        let found = bench.findings(&StepWithoutSummary);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].severity), (Some(2), Severity::Error));
        assert_eq!(found[0].line, Some(bench.details[1].lines[0]));
        assert!(found[0].message.starts_with("2 steps, 2 to 3, are"), "{}", found[0].message);
    }

    #[test]
    fn a_running_last_step_is_an_info() {
        let mut bench = Bench::cycle();
        bench.set_end(EndReason::Running);
        bench.records.pop();
        let found = bench.findings(&StepWithoutSummary);
        assert_eq!((found.len(), found[0].step, found[0].severity), (1, Some(5), Severity::Info));
    }

    #[test]
    fn an_ended_last_step_is_an_error() {
        let mut bench = Bench::cycle();
        bench.records.pop();
        assert_eq!(bench.findings(&StepWithoutSummary)[0].severity, Severity::Error);
    }

    #[test]
    fn without_a_step_file_it_cannot_run() {
        let mut bench = Bench::cycle();
        bench.records.clear();
        assert!(bench.run(&StepWithoutSummary).is_err());
    }
}
