//! Gathers what the rows of a step say in words, while they go by.

use crate::dialect::Segment;
use crate::model::{Block, EndReason, OtherWord, RowWords, StatusRun, StepRecord, StepTrace, Word};

/// More than this of one step is no longer told apart: the last one reaches over the rest.
const RUNS_MAX: usize = 16;

/// What was gathered of one step so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    others: Vec<OtherWord>,
    statuses: Vec<StatusRun>,
    last_line: u64,
}

impl Told {
    /// Rows that say the same of their step go by. Where the file has a column of types (`its_type`), an empty one is
    /// another one.
    pub(super) fn segment(&mut self, record: &StepRecord, segment: &Segment, its_type: Option<&str>, lines: &[u64]) {
        let (Some(&line), Some(&line_end)) = (lines.first(), lines.last()) else { return };
        let said = record.original_step_type.as_ref();
        if let Some(its_type) = its_type.map(str::trim).filter(|its_type| !said.is_empty() && *its_type != said) {
            self.other(Word::StepType, its_type.to_owned(), line, line_end);
        }
        let counts = [
            (Word::RecipeLine, record.recipe_line, segment.recipe_line),
            (Word::LoopPass, record.loop_pass, segment.loop_pass),
            (Word::TesterCycle, record.tester_cycle, segment.tester_cycle),
            (Word::Section, record.section, segment.section),
        ];
        for (word, said, found) in counts {
            if let (Some(said), Some(found)) = (said, found)
                && said != found
            {
                self.other(word, found.to_string(), line, line_end);
            }
        }
    }

    fn other(&mut self, word: Word, value: String, line: u64, line_end: u64) {
        let is_full = self.others.len() >= RUNS_MAX;
        let last = self.others.iter_mut().rev().find(|last| last.word == word);
        if let Some(last) = last.filter(|last| is_full || (last.value == value && last.line_end + 1 >= line)) {
            last.line_end = line_end;
        } else if !is_full {
            self.others.push(OtherWord { word, value, line, line_end });
        }
    }

    /// Rows go by; those whose status is not that the step runs are few.
    pub(super) fn statuses(&mut self, block: &Block<'_>) {
        if let Some(last) = block.lines.last() {
            self.last_line = *last;
        }
        if block.end_reasons.iter().all(|reason| *reason == EndReason::Running) {
            return;
        }
        for (&reason, &line) in block.end_reasons.iter().zip(block.lines) {
            if reason == EndReason::Running {
                continue;
            }
            let is_full = self.statuses.len() >= RUNS_MAX;
            let last = self.statuses.last_mut();
            if let Some(last) = last.filter(|last| is_full || (last.reason == reason && last.line_end + 1 == line)) {
                last.line_end = line;
            } else {
                self.statuses.push(StatusRun { reason, line, line_end: line });
            }
        }
    }

    /// The step is over; `status` is the text of its last row.
    pub(super) fn finish(
        mut self,
        record: &StepRecord,
        trace: &StepTrace,
        status: Option<&str>,
    ) -> Option<Box<RowWords>> {
        let (said, found) = (record.status.as_deref().map_or("", str::trim), status.map_or("", str::trim));
        if !said.is_empty() && !found.is_empty() && said != found {
            self.other(Word::Status, found.to_owned(), self.last_line, self.last_line);
        }
        // Every step of a test may have its own.
        self.others.shrink_to_fit();
        self.statuses.shrink_to_fit();
        let as_said = StatusRun::as_said(record, trace, self.last_line);
        let statuses = (self.statuses != as_said).then_some(self.statuses);
        let words = RowWords { others: self.others, statuses };
        (words != RowWords::default()).then(|| Box::new(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn record() -> StepRecord {
        StepRecord {
            original_step_type: "CC充電".into(),
            recipe_line: Some(4),
            status: Some(Arc::from("StepFinishByCut_V")),
            end_reason: Some(EndReason::Voltage),
            line: Some(5),
            ..StepRecord::unknown(3)
        }
    }

    fn trace() -> StepTrace {
        StepTrace { rows: 5, relaxation_rows: 2, last_active_line: Some(12), ..StepTrace::default() }
    }

    fn segment(step_type: &str, recipe_line: i32) -> Segment {
        Segment { step: 3, step_type: step_type.into(), recipe_line: Some(recipe_line), ..Segment::default() }
    }

    fn statuses(told: &mut Told, reasons: &[EndReason]) {
        let lines: Vec<u64> = (10..).take(reasons.len()).collect();
        let none = vec![0.0; reasons.len()];
        told.statuses(&Block {
            step: 3,
            first_sequence: 0,
            step_time_s: &none,
            test_time_s: &none,
            voltage_v: &none,
            current_a: &none,
            capacity_ah: &none,
            energy_wh: &none,
            temperature_degc: &none,
            channels: &[],
            end_reasons: reasons,
            last_status: None,
            lines: &lines,
        });
    }

    #[test]
    fn rows_that_say_what_the_record_says_add_nothing() {
        let mut told = Told::default();
        told.segment(&record(), &segment("CC充電", 4), Some("CC充電"), &[10, 11, 12, 13, 14]);
        statuses(
            &mut told,
            &[EndReason::Running, EndReason::Running, EndReason::Voltage, EndReason::Running, EndReason::Voltage],
        );
        assert_eq!(told.finish(&record(), &trace(), Some(" StepFinishByCut_V")), None);
    }

    #[test]
    fn what_differs_is_kept_with_its_lines() {
        let mut told = Told::default();
        told.segment(&record(), &segment("CC充電", 4), Some("CC充電"), &[10, 11]);
        told.segment(&record(), &segment("CC放電", 9), Some("CC放電"), &[12, 13]);
        told.segment(&record(), &segment("CC放電", 4), Some("CC放電"), &[14]);
        statuses(
            &mut told,
            &[EndReason::Running, EndReason::Alarm, EndReason::Alarm, EndReason::Running, EndReason::Time],
        );
        let words = told.finish(&record(), &trace(), Some("StepFinishByCut_T")).unwrap();
        let others: Vec<_> =
            words.others.iter().map(|one| (one.word, one.value.as_str(), one.line, one.line_end)).collect();
        assert_eq!(
            others,
            [
                (Word::StepType, "CC放電", 12, 14),
                (Word::RecipeLine, "9", 12, 13),
                (Word::Status, "StepFinishByCut_T", 14, 14)
            ]
        );
        let runs = words.statuses.unwrap();
        assert_eq!(runs[0], StatusRun { reason: EndReason::Alarm, line: 11, line_end: 12 });
        assert_eq!(runs.len(), 2);
    }

    #[test]
    fn an_empty_type_is_another_one_where_there_is_a_column_of_types() {
        for (has_types, expected) in [(true, 1), (false, 0)] {
            let mut told = Told::default();
            told.segment(&record(), &segment("CC充電", 4), has_types.then_some("CC充電"), &[10, 11]);
            told.segment(&record(), &segment("", 4), has_types.then_some(""), &[12]);
            assert_eq!(told.others.len(), expected);
        }
    }

    #[test]
    fn a_step_without_end_costs_a_few_runs() {
        let mut told = Told::default();
        let reasons: Vec<_> = (0..1000).map(|n| if n % 2 == 0 { EndReason::Alarm } else { EndReason::Time }).collect();
        statuses(&mut told, &reasons);
        assert_eq!((told.statuses.len(), told.statuses.last().map(|run| run.line_end)), (RUNS_MAX, Some(1009)));
    }
}
