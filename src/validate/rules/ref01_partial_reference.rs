//! No discharge of the test is a full one.
//!
//! Why it matters: SOC, and C-rate unless a nominal capacity is given, stand on the capacity of one reference
//! discharge. When that discharge was partial, every SOC is stretched and every C-rate too high.
//!
//! How: a full discharge ends by its voltage limit and begins at a full cell. When there is none, the largest discharge
//! serves, and this finding says so. A reference step chosen by hand is an info.
//!
//! What to do: name a better step with `--reference-step`, or give the cell's `--nominal-capacity`.

use super::support::{at_record, finding, number};
use crate::model::{Finding, ReferenceQuality, Severity};
use crate::validate::{Check, Context, Rule, TestView};

/// REF01.
pub(crate) struct PartialReference;

impl Rule for PartialReference {
    fn code(&self) -> &'static str {
        "REF01"
    }

    fn name(&self) -> &'static str {
        "partial-reference"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("ref01_partial_reference.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let by_hand = context.head.conventions.reference_step.is_some();
        Ok(Box::new(Quality { by_hand }))
    }
}

struct Quality {
    by_hand: bool,
}

impl Check for Quality {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(reference) = test.derived.and_then(|derived| derived.reference) else { return };
        if reference.quality == ReferenceQuality::Full {
            return;
        }
        let capacity_ah = number(reference.capacity_ah);
        let (severity, message) = if self.by_hand {
            let message =
                format!("the reference chosen, step {}, is no full discharge: {capacity_ah} Ah", reference.step);
            (Severity::Info, message)
        } else {
            let message = format!(
                "the test has no full discharge: SOC and C-rate stand on the partial one of step {} with {capacity_ah} Ah; \
                 name a better one with --reference-step, or give --nominal-capacity",
                reference.step
            );
            (Severity::Warning, message)
        };
        let index = test.steps.iter().position(|data| data.record.number == reference.step);
        let place = index.map_or_else(
            || finding(&PartialReference, message.clone()),
            |index| at_record(&PartialReference, test, index, message.clone()),
        );
        out.push(Finding { severity, value: Some(capacity_ah), ..place });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Derived, Reference};
    use crate::validate::harness::Bench;

    fn test(quality: ReferenceQuality) -> Bench {
        let mut bench = Bench::cycle();
        let reference = Some(Reference { step: 4, quality, capacity_ah: 2.0 });
        bench.derived = Some(Derived { reference, ..Derived::default() });
        bench
    }

    #[test]
    fn a_full_reference_is_silent() {
        assert_eq!(test(ReferenceQuality::Full).findings(&PartialReference), []);
    }

    #[test]
    fn a_partial_reference_is_a_warning_unless_chosen() {
        let mut bench = test(ReferenceQuality::Partial);
        let found = bench.findings(&PartialReference);
        assert_eq!((found.len(), found[0].step, found[0].severity), (1, Some(4), Severity::Warning));
        bench.head.conventions.reference_step = Some(4);
        assert_eq!(bench.findings(&PartialReference)[0].severity, Severity::Info);
    }
}
