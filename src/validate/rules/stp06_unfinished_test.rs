//! The last step is still running.
//!
//! Why it matters: the test was exported before its end. Its last step, its last cycle and the state of health are
//! those of now, not of the end.
//!
//! How: the last step's status, in the Step file or, without a row there, in its last row of Detail, says that it runs.
//! A chamber step that has a row in the Step file has ended, although some testers mark it so.
//!
//! What to do: nothing is wrong; export again when the test is over and ingest it: what has grown is appended.

use super::support::at_record;
use crate::model::{Control, EndReason, Finding, Severity};
use crate::validate::{Check, Context, Rule, TestView};

/// STP06.
pub(crate) struct UnfinishedTest;

impl Rule for UnfinishedTest {
    fn code(&self) -> &'static str {
        "STP06"
    }

    fn name(&self) -> &'static str {
        "unfinished-test"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn source(&self) -> &'static str {
        include_str!("stp06_unfinished_test.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_end_reasons {
            return Err("the tester gives no status of the ends of steps".into());
        }
        Ok(Box::new(Last))
    }
}

struct Last;

impl Check for Last {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(index) = test.steps.len().checked_sub(1) else { return };
        let record = &test.steps[index].record;
        let ended = record.control == Control::Chamber && record.line.is_some();
        if record.end_reason == Some(EndReason::Running) && !ended {
            let message =
                format!("the test had not ended when it was exported: its last step, {}, runs", record.number);
            out.push(Finding {
                value: record.status.as_deref().map(str::to_owned),
                ..at_record(&UnfinishedTest, test, index, message)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StepType;
    use crate::validate::harness::Bench;

    #[test]
    fn an_ended_test_is_silent() {
        assert_eq!(Bench::cycle().findings(&UnfinishedTest), []);
        let bench = Bench::cycle().step(StepType::Rest, Control::Chamber, 600.0, 600.0, 0.0);
        assert_eq!(bench.findings(&UnfinishedTest), []);
    }

    #[test]
    fn a_running_last_step_is_an_info() {
        let mut bench = Bench::cycle();
        bench.set_end(EndReason::Running);
        bench.records.pop();
        let found = bench.findings(&UnfinishedTest);
        assert_eq!((found.len(), found[0].step, found[0].severity), (1, Some(5), Severity::Info));
        assert_eq!(found[0].line, Some(bench.details[4].lines[0]));
    }
}
