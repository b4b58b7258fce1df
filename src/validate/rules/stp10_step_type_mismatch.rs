//! Detail calls a step something else than the Step file does, or a charge or discharge carries no current.
//!
//! Why it matters: whether a step charges, discharges or rests decides the sign of all that it moves. When the files
//! disagree, one of them was edited, or its rows were put under another step.
//!
//! How: the type in each row of Detail must be the one in the step's row of the Step file; without one, that of the step's
//! first row; where Detail has a column of types, a row without one is none of its step. Neighbouring rows are one finding. A charge or discharge of more than 1 s that carries no current at all and
//! moves no capacity is a warning: its type is that of another step.
//!
//! What to do: look at the sign of the current to see which file is right, and export both again.

use super::support::{at_record, in_step, range_end};
use crate::model::{
    Alike, Finding, OtherWord, Severity, StepData, StepRecord, StepTrace, StepType, Word, with_article,
};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// STP10.
pub(crate) struct StepTypeMismatch;

impl Rule for StepTypeMismatch {
    fn code(&self) -> &'static str {
        "STP10"
    }

    fn name(&self) -> &'static str {
        "step-type-mismatch"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("stp10_step_type_mismatch.rs")
    }

    fn start(&self, _context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(Types))
    }
}

struct Types;

/// A shorter step may end before any current flows.
const IDLE_S: f64 = 1.0;
/// No current at all, and no capacity.
const NOTHING: f64 = 1e-9;

impl Check for Types {
    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(trace) = step.trace else { return };
        for other in types_of(trace) {
            out.push(mismatch(step, trace, other));
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for (index, step) in test.steps.iter().enumerate().filter(|(_, step)| is_idle(step)) {
            let record = &step.record;
            let message = format!(
                "step {} is {} (\"{}\") of {} s that carries no current at all: is its type that of another step?",
                record.number,
                with_article(record.step_type.as_str()),
                record.original_step_type,
                super::rows::number(duration_s(step).unwrap_or(0.0)),
            );
            out.push(Finding {
                severity: Severity::Warning,
                column: Some("step_type".to_owned()),
                value: Some(record.original_step_type.to_string()),
                ..at_record(&StepTypeMismatch, test, index, message)
            });
        }
    }
}

/// The types that rows of a step have beside that of its record.
fn types_of(trace: &StepTrace) -> impl Iterator<Item = &OtherWord> {
    let others = trace.words.iter().flat_map(|words| &words.others);
    others.filter(|other| other.word == Word::StepType)
}

fn mismatch(step: &StepView<'_>, trace: &StepTrace, other: &OtherWord) -> Finding {
    let record = step.record;
    let whole = trace.first_line.is_some_and(|line| line == other.line) && other.line_end > other.line;
    let (number, said) = (record.number, &record.original_step_type);
    let found = if other.value.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", other.value) };
    let message = if record.line.is_none() {
        format!("rows of step {number} say {found} as their type, its first row \"{said}\": rows of another step?")
    } else if whole && contradicts(record, trace) {
        format!(
            "step {number} is \"{said}\" in the Step file and {found} in Detail; its current speaks for Detail: correct \
             the Step file"
        )
    } else {
        format!("step {number} is \"{said}\" in the Step file and {found} in Detail; export both files again")
    };
    Finding {
        line: Some(other.line),
        line_end: range_end(Some(other.line), Some(other.line_end)),
        column: Some("step_type".to_owned()),
        value: Some(other.value.clone()),
        alike: Some(Alike::Words("another type".to_owned())),
        ..in_step(&StepTypeMismatch, step, message)
    }
}

/// Whether the current says that a step does the opposite of its type.
fn contradicts(record: &StepRecord, trace: &StepTrace) -> bool {
    let (charge_ah, discharge_ah) = (trace.integral_charge_ah, trace.integral_discharge_ah);
    match record.step_type {
        StepType::Charge => discharge_ah > charge_ah,
        StepType::Discharge => charge_ah > discharge_ah,
        StepType::Rest => charge_ah + discharge_ah > 0.0,
        StepType::Waveform | StepType::Unknown => false,
    }
}

fn duration_s(step: &StepData) -> Option<f64> {
    step.trace.as_ref().map_or(step.record.duration_s.get(), |trace| trace.step_time_end_s.get())
}

/// Whether a step that should carry current carries none.
fn is_idle(step: &StepData) -> bool {
    let record = &step.record;
    let is_none = |value: Option<f64>| value.is_some_and(|value| value.abs() <= NOTHING);
    let current_a = match &step.trace {
        Some(trace) => trace.current_abs_max_a,
        None => record.current_end_a,
    };
    let is_told = step.trace.as_ref().is_some_and(|trace| types_of(trace).next().is_some());
    let capacity_ah = step.trace.as_ref().and_then(|trace| trace.capacity_end_ah.get()).or(record.capacity_ah.get());
    matches!(record.step_type, StepType::Charge | StepType::Discharge)
        && !is_told
        && is_none(current_a.get())
        && capacity_ah.is_none_or(|capacity_ah| capacity_ah.abs() <= NOTHING)
        && record.capacity_ah.get().is_none_or(|capacity_ah| capacity_ah.abs() <= NOTHING)
        && duration_s(step).is_some_and(|duration_s| duration_s > IDLE_S)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    fn other(bench: &Bench, step: usize, rows: std::ops::Range<usize>, value: &str) -> OtherWord {
        let lines = &bench.details[step].lines;
        OtherWord { word: Word::StepType, value: value.into(), line: lines[rows.start], line_end: lines[rows.end - 1] }
    }

    #[test]
    fn equal_types_are_silent() {
        assert_eq!(Bench::cycle().findings(&StepTypeMismatch), []);
    }

    #[test]
    fn another_type_in_detail_is_an_error_at_its_rows() {
        let mut bench = Bench::cycle();
        let word = other(&bench, 1, 0..bench.details[1].len(), "CC放電");
        bench.details[1].others.push(word.clone());
        let found = bench.findings(&StepTypeMismatch);
        assert_eq!((found.len(), found[0].step, found[0].severity), (1, Some(2), Severity::Error));
        assert_eq!((found[0].line, found[0].line_end), (Some(word.line), Some(word.line_end)));
        bench.records[1].step_type = StepType::Discharge;
        assert!(bench.findings(&StepTypeMismatch)[0].message.contains("correct the Step file"));
    }

    #[test]
    fn a_type_that_changes_inside_a_step_is_an_error() {
        let mut bench = Bench::cycle();
        let word = other(&bench, 3, 10..20, "靜置");
        bench.details[3].others.push(word);
        bench.records.remove(3);
        let found = bench.findings(&StepTypeMismatch);
        assert_eq!((found.len(), found[0].step), (1, Some(4)));
        assert!(found[0].message.contains("its first row"), "{}", found[0].message);
    }

    #[test]
    fn a_charge_without_any_current_is_a_warning() {
        let mut bench = Bench::cycle();
        bench.records[2].step_type = StepType::Charge;
        let found = bench.findings(&StepTypeMismatch);
        assert_eq!((found.len(), found[0].step, found[0].severity), (1, Some(3), Severity::Warning));
        bench.details.clear();
        assert_eq!(bench.findings(&StepTypeMismatch).len(), 1);
        bench.records[2].duration_s = 0.5.into();
        assert_eq!(bench.findings(&StepTypeMismatch), []);
    }
}
