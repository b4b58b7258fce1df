//! CAP05 step-capacity-mismatch (error): the Step file's capacity is not that of the last active Detail row.
//!
//! Why it matters: both files come from the same counter of the tester. Where they differ, one of them was edited,
//! cut, or belongs to another test, and every C-rate, SOC and cycle stands on the wrong number.
//!
//! How: at the end of each step the capacity of the Step file is compared with the capacity of the last active Detail
//! row (relaxation rows are left out). They may differ by 1e-5 Ah (of a 20 Ah cell: for others its share,
//! and at least two printed digits) + 1e-6 of the value, which is what the printed digits leave open. Real files agree exactly.
//!
//! What to do: export both files of the test again. If only the Step file was edited, restore it.

use super::rows::{number, on_record, refuse_rounded};
use crate::model::{Alike, Finding, Severity, StepType};
use crate::validate::scale::{Column, Scale};
use crate::validate::{Check, Context, Rule, StepView, Thresholds};
use std::sync::Arc;

/// The rule.
pub(crate) struct StepCapacityMismatch;

impl Rule for StepCapacityMismatch {
    fn code(&self) -> &'static str {
        "CAP05"
    }

    fn name(&self) -> &'static str {
        "step-capacity-mismatch"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("cap05_step_capacity_mismatch.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_rounded(context)?;
        if !context.head.has_rows {
            return Err("there is no Detail file to compare the Step file with".to_owned());
        }
        Ok(Box::new(State { limits: context.thresholds.clone(), scale: Arc::clone(&context.scale) }))
    }
}

struct State {
    limits: Thresholds,
    scale: Arc<Scale>,
}

impl Check for State {
    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let (record, Some(trace)) = (step.record, step.trace) else { return };
        // A step that only Detail has says nothing that its own rows could contradict.
        if record.line.is_none() {
            return;
        }
        let (Some(said_ah), Some(rows_ah)) = (record.capacity_ah.get(), trace.capacity_end_ah.get()) else { return };
        // The sign of a step of unknown type is not known either, so magnitudes are compared there.
        let (said, rows) =
            if record.step_type == StepType::Unknown { (said_ah.abs(), rows_ah.abs()) } else { (said_ah, rows_ah) };
        let absolute_ah = self.scale.absolute(Column::Capacity, self.limits.cap05_capacity_ah);
        let tolerance_ah = absolute_ah + self.limits.cap05_relative * said.abs().max(rows.abs());
        if (said - rows).abs() <= tolerance_ah {
            return;
        }
        let at = trace.last_active_line.map_or(String::new(), |line| format!(" (line {line} of the Detail file)"));
        let message = format!(
            "the Step file says {} Ah, the last active Detail row{at} {} Ah; they may differ by {} Ah. Export both files \
             again, or restore the one that was edited",
            number(said_ah),
            number(rows_ah),
            number(tolerance_ah),
        );
        out.push(Finding {
            column: Some("capacity_ah".to_owned()),
            value: Some(said_ah.to_string()),
            alike: Alike::numbers(rows_ah, said_ah),
            ..on_record(&StepCapacityMismatch, step.head, record, message)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn silent_where_both_files_agree() {
        assert!(Bench::cycle().findings(&StepCapacityMismatch).is_empty());
    }

    #[test]
    fn speaks_where_the_step_file_says_another_capacity() {
        let mut bench = Bench::cycle();
        bench.records[1].capacity_ah = 2.000_05.into();
        let found = bench.findings(&StepCapacityMismatch);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].line, found[0].severity), (Some(2), Some(3), Severity::Error));
        assert_eq!(found[0].value.as_deref(), Some("2.00005"));
    }

    #[test]
    fn a_wrong_sign_is_a_mismatch_unless_the_type_is_unknown() {
        let mut bench = Bench::cycle();
        bench.records[3].capacity_ah = bench.records[3].capacity_ah.get().map(|capacity_ah| -capacity_ah).into();
        assert_eq!(bench.findings(&StepCapacityMismatch).len(), 1);
        bench.records[3].step_type = StepType::Unknown;
        assert!(bench.findings(&StepCapacityMismatch).is_empty());
    }
}
