//! The statuses of rows that a database holds, as the file had them.

use crate::model::{Block, EndReason, StatusRun, StepData};

/// Gives blocks without statuses those that follow from the step and from what its rows said.
#[derive(Debug, Default)]
pub(super) struct Statuses {
    reasons: Vec<EndReason>,
}

impl Statuses {
    /// Hands the block on, with statuses.
    pub(super) fn with<T>(&mut self, step: &StepData, block: &Block<'_>, each: impl FnOnce(&Block<'_>) -> T) -> T {
        self.reasons.clear();
        self.reasons.resize(block.len(), EndReason::Running);
        if let Some(trace) = &step.trace {
            let told = trace.words.as_deref().and_then(|words| words.statuses.as_deref());
            match (told, block.lines.last()) {
                (Some(runs), Some(_)) => runs.iter().for_each(|run| self.set(block.lines, *run)),
                (None, Some(&line)) => {
                    let is_last = block.first_sequence + block.len() as u64 == trace.rows;
                    let said = StatusRun::as_said(&step.record, trace, if is_last { line } else { u64::MAX });
                    said.into_iter().for_each(|run| self.set(block.lines, run));
                }
                (_, None) => {}
            }
        }
        each(&Block { end_reasons: &self.reasons, ..*block })
    }

    fn set(&mut self, lines: &[u64], run: StatusRun) {
        let rows = lines.partition_point(|line| *line < run.line)..lines.partition_point(|line| *line <= run.line_end);
        if let Some(rows) = self.reasons.get_mut(rows) {
            rows.fill(run.reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RowWords, StepRecord, StepTrace};
    use std::sync::Arc;

    fn statuses(step: &StepData) -> Vec<EndReason> {
        let none = [0.0; 6];
        let lines = [10, 11, 12, 13, 14, 15];
        let mut statuses = Statuses::default();
        let mut found = Vec::new();
        for rows in [0..4, 4..6] {
            let block = Block {
                step: 3,
                first_sequence: rows.start as u64,
                step_time_s: &none[rows.clone()],
                test_time_s: &none[rows.clone()],
                voltage_v: &none[rows.clone()],
                current_a: &none[rows.clone()],
                capacity_ah: &none[rows.clone()],
                energy_wh: &none[rows.clone()],
                temperature_degc: &none[rows.clone()],
                channels: &[],
                end_reasons: &[],
                last_status: None,
                lines: &lines[rows],
            };
            statuses.with(step, &block, |block| found.extend_from_slice(block.end_reasons));
        }
        found
    }

    #[test]
    fn rows_end_as_their_step_does_or_as_they_said() {
        let record = StepRecord { end_reason: Some(EndReason::Time), ..StepRecord::unknown(3) };
        let trace = StepTrace { rows: 6, last_active_line: Some(12), ..StepTrace::default() };
        let mut step = StepData { record: Arc::new(record), trace: Some(trace) };
        let (runs, ends) = (EndReason::Running, EndReason::Time);
        assert_eq!(statuses(&step), [runs, runs, ends, runs, runs, ends]);
        if let Some(trace) = &mut step.trace {
            let told = vec![StatusRun { reason: EndReason::Alarm, line: 13, line_end: 14 }];
            trace.words = Some(Box::new(RowWords { others: Vec::new(), statuses: Some(told) }));
        }
        assert_eq!(statuses(&step), [runs, runs, runs, EndReason::Alarm, EndReason::Alarm, runs]);
    }
}
