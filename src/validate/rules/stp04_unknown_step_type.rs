//! A step type that the dialect does not know.
//!
//! Why it matters: whether a step charges, discharges or rests decides how it counts in cycles, SOC and efficiency. What
//! an unknown text means can only be guessed; the text itself is kept.
//!
//! How: the text of each step's type is looked up in the dialect. One that is not there and names a charge, a discharge or
//! a rest is taken for that; of any other the sign of the current decides. Each unknown text is one finding, at the first
//! step that has it. Where what a step does stands before the text, as in our own exports, that is looked up alone.
//!
//! What to do: see whether the step was taken for what it is. If the text is a type of this cycler, describe it in a dialect
//! file; if it is damaged, export again.

use super::support::{at_record, count};
use crate::dialect::{self, Dialect};
use crate::model::{Finding, Severity, StepType};
use crate::validate::{Check, Context, Rule, TestView};
use std::collections::BTreeMap;

/// STP04.
pub(crate) struct UnknownStepType;

impl Rule for UnknownStepType {
    fn code(&self) -> &'static str {
        "STP04"
    }

    fn name(&self) -> &'static str {
        "unknown-step-type"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("stp04_unknown_step_type.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(Types { dialect: dialect::by_name(&context.head.dialect) }))
    }
}

struct Types {
    dialect: Option<&'static Dialect>,
}

impl Types {
    fn is_unknown(&self, step_type: StepType, text: &str) -> bool {
        let is_strange = |dialect: &Dialect| !dialect.says_types_before_words() && dialect.step_type(text).is_none();
        step_type == StepType::Unknown || self.dialect.is_some_and(is_strange)
    }
}

impl Check for Types {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        // For each unknown text: the position of its first step, and how many there are.
        let mut unknown: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
        for (index, data) in test.steps.iter().enumerate() {
            let text = data.record.original_step_type.as_ref();
            // Rows of some exports name no type: of a step that only they have, nothing was said.
            let is_said = data.record.line.is_some() || !text.is_empty();
            if is_said && self.is_unknown(data.record.step_type, text) {
                unknown.entry(text).or_insert((index, 0)).1 += 1;
            }
        }
        let mut unknown: Vec<_> = unknown.into_iter().collect();
        unknown.sort_by_key(|(_, (first, _))| *first);
        for (text, (first, steps)) in unknown {
            let counts_as = match test.steps[first].record.step_type {
                StepType::Unknown => "neither as charge nor as discharge",
                StepType::Charge => "as a charge",
                StepType::Discharge => "as a discharge",
                StepType::Rest => "as a rest",
                StepType::Waveform => "as a waveform",
            };
            let message = format!(
                "the step type \"{text}\" is not known in the dialect {} ({}); it counts {counts_as}: correct the text, or \
                 describe it in a dialect file",
                test.head.dialect,
                count(steps, "step")
            );
            out.push(Finding { value: Some(text.to_owned()), ..at_record(&UnknownStepType, test, first, message) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn known_types_are_silent() {
        assert_eq!(Bench::cycle().findings(&UnknownStepType), []);
    }

    #[test]
    fn each_unknown_text_is_one_finding() {
        let mut bench = Bench::cycle();
        for step in [1, 3] {
            bench.records[step].step_type = StepType::Unknown;
            bench.records[step].original_step_type = "XY".into();
        }
        let found = bench.findings(&UnknownStepType);
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), Some(3)));
        assert_eq!(found[0].value.as_deref(), Some("XY"));
        assert!(found[0].message.contains("(2 steps)"), "{}", found[0].message);
    }

    #[test]
    fn a_text_that_only_its_name_explains_is_told() {
        let mut bench = Bench::cycle();
        bench.head.dialect = "chroma-lex-zh".into();
        for (record, text) in bench.records.iter_mut().zip(["靜置", "CC充電", "靜置", "CR放電", "靜置"]) {
            record.original_step_type = text.into();
        }
        let found = bench.findings(&UnknownStepType);
        assert_eq!((found.len(), found[0].step), (1, Some(4)));
        assert!(found[0].message.contains("as a discharge"), "{}", found[0].message);
    }

    #[test]
    fn words_behind_a_type_that_is_said_may_be_any() {
        let mut bench = Bench::cycle();
        bench.head.dialect = "bdf-etl".into();
        bench.records.iter_mut().for_each(|record| record.original_step_type = "XY".into());
        assert_eq!(bench.findings(&UnknownStepType), []);
        bench.records[1].step_type = StepType::Unknown;
        assert_eq!(bench.findings(&UnknownStepType).len(), 1);
    }

    #[test]
    fn what_nobody_said_is_no_unknown_text() {
        let mut bench = Bench::cycle();
        bench.records[1].step_type = StepType::Unknown;
        bench.records[1].original_step_type = "".into();
        assert_eq!(bench.findings(&UnknownStepType).len(), 1);
        bench.records[1].line = None;
        assert_eq!(bench.findings(&UnknownStepType), []);
    }
}
