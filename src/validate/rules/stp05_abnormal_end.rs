//! A step that came to no ordinary end.
//!
//! Why it matters: a step ended by an alarm, an abort or a power failure did not reach its limit; its capacity is no
//! capacity check, and what followed may not be what the recipe says.
//!
//! How: the end that the tester gives each step must be a limit that was reached. An alarm, an abort or a status that
//! the dialect does not know is a warning, be it in the Step file or in a row of Detail; so is a step that is said to
//! run although it is neither the last one nor a chamber step (which some testers never mark as ended). A step that the
//! operator skipped is an info. Each unknown status is one finding.
//!
//! What to do: look into the tester's event log; leave the step out of comparisons.

use super::support::{at_record, count, finding, is_abnormal, range_end};
use crate::model::{Block, Control, EndReason, Finding, Severity, StepRecord};
use crate::validate::{Check, Context, Rule, StepView, TestView};
use std::collections::BTreeMap;

/// STP05.
pub(crate) struct AbnormalEnd;

impl Rule for AbnormalEnd {
    fn code(&self) -> &'static str {
        "STP05"
    }

    fn name(&self) -> &'static str {
        "abnormal-end"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("stp05_abnormal_end.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_end_reasons {
            return Err("the tester gives no status of the ends of steps".into());
        }
        Ok(Box::new(Ends { rows: BTreeMap::new() }))
    }
}

/// Rows of one step with an abnormal status.
#[derive(Clone, Copy, Debug)]
struct Rows {
    reason: EndReason,
    line: Option<u64>,
    line_end: Option<u64>,
}

struct Ends {
    /// By step: one entry at most, whatever the rows.
    rows: BTreeMap<i32, Rows>,
}

impl Check for Ends {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        let any = block.end_reasons.iter().fold(false, |any, reason| any | is_abnormal(*reason));
        if !any {
            return;
        }
        for (row, reason) in block.end_reasons.iter().enumerate().filter(|(_, reason)| is_abnormal(**reason)) {
            let line = block.line(row);
            let first = Rows { reason: *reason, line, line_end: None };
            let rows = self.rows.entry(step.record.number).or_insert(first);
            rows.line_end = line;
            if *reason == EndReason::Alarm {
                rows.reason = EndReason::Alarm;
            }
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        // Unknown statuses by their text: the position of the finding in `out`, and the number of steps.
        let mut unknown: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
        for (index, data) in test.steps.iter().enumerate() {
            let record = &data.record;
            let status = record.status.as_deref().unwrap_or("");
            // Of steps after it without rows nothing shows that they came.
            let mut later = test.steps[index + 1..].iter();
            let is_last = later.all(|later| data.trace.is_some() && later.trace.is_none());
            let Some((severity, message)) = judge(record, is_last) else {
                self.rows_of(record, test, out);
                continue;
            };
            if record.end_reason == Some(EndReason::Unknown) {
                if let Some((_, steps)) = unknown.get_mut(status) {
                    *steps += 1;
                    continue;
                }
                unknown.insert(status, (out.len(), 1));
            }
            out.push(Finding {
                severity,
                value: record.status.as_deref().map(str::to_owned),
                ..at_record(&AbnormalEnd, test, index, message)
            });
        }
        for (position, steps) in unknown.into_values().filter(|(_, steps)| *steps > 1) {
            if let Some(found) = out.get_mut(position) {
                found.message = format!("{} ({} end so)", found.message, count(steps, "step"));
            }
        }
    }
}

/// What is to be said of a step's end, if anything.
fn judge(record: &StepRecord, is_last: bool) -> Option<(Severity, String)> {
    let status = record.status.as_deref().unwrap_or("");
    let number = record.number;
    Some(match record.end_reason? {
        EndReason::Alarm => (
            Severity::Warning,
            format!("step {number} was ended by an alarm or an abort (\"{status}\"); look into the tester's event log"),
        ),
        EndReason::Unknown => (
            Severity::Warning,
            format!(
                "step {number} ended with the status \"{status}\", which the dialect does not know; expected a limit \
                     that was reached"
            ),
        ),
        // Of a step of an unknown type it is not known whether it is a chamber step.
        EndReason::Running if !is_last && !matches!(record.control, Control::Chamber | Control::Unknown) => (
            Severity::Warning,
            format!("step {number} is said to run (\"{status}\") although later steps exist; its end was not recorded"),
        ),
        EndReason::Skipped => (Severity::Info, format!("step {number} was cut short by the operator (\"{status}\")")),
        _ => return None,
    })
}

impl Ends {
    /// What the rows of a step say whose Step row says nothing amiss.
    fn rows_of(&self, record: &StepRecord, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(rows) = self.rows.get(&record.number) else { return };
        let what = if rows.reason == EndReason::Alarm { "an alarm or an abort" } else { "a status that is not known" };
        out.push(Finding {
            file: test.detail_file.map(str::to_owned),
            line: rows.line,
            line_end: range_end(rows.line, rows.line_end),
            step: Some(record.number),
            ..finding(
                &AbnormalEnd,
                format!(
                    "rows of step {} have {what} as their status, while its row in the Step file has an ordinary end",
                    record.number
                ),
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StepType;
    use crate::validate::harness::Bench;

    #[test]
    fn ordinary_ends_chamber_steps_and_a_running_last_step_are_silent() {
        let mut bench = Bench::new().step(StepType::Rest, Control::Chamber, 600.0, 600.0, 0.0).charge(600.0, 1.0);
        bench.set_end(EndReason::Running);
        assert_eq!(bench.findings(&AbnormalEnd), []);
    }

    #[test]
    fn alarms_and_unknown_ends_are_warnings_and_skips_are_infos() {
        let mut bench = Bench::cycle();
        let ends = [EndReason::Running, EndReason::Alarm, EndReason::Skipped, EndReason::Unknown, EndReason::Unknown];
        for (record, reason) in bench.records.iter_mut().zip(ends) {
            record.end_reason = Some(reason);
            record.status = Some(reason.as_str().into());
        }
        let found = bench.findings(&AbnormalEnd);
        let said: Vec<_> = found.iter().map(|found| (found.step.unwrap(), found.severity)).collect();
        let warning = Severity::Warning;
        assert_eq!(said, [(1, warning), (2, warning), (3, Severity::Info), (4, warning)]);
        assert!(found[3].message.contains("2 steps end so"), "{}", found[3].message);
    }

    #[test]
    fn the_last_step_with_rows_may_run() {
        let mut bench = Bench::cycle();
        bench.details.truncate(3);
        bench.records[2].end_reason = Some(EndReason::Running);
        assert_eq!(bench.findings(&AbnormalEnd), []);
        bench.records[1].end_reason = Some(EndReason::Running);
        assert_eq!(bench.findings(&AbnormalEnd).len(), 1);
    }

    #[test]
    fn an_alarm_in_the_rows_alone_is_found() {
        let mut bench = Bench::cycle();
        bench.details[1].end_reasons[20] = EndReason::Alarm;
        let found = bench.findings(&AbnormalEnd);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(bench.details[1].lines[20])));
    }
}
