//! The measured capacity is not that of the named cell.
//!
//! Why it matters: a test filed under the wrong cell, or a nominal capacity with a slip of a unit, makes every C-rate
//! wrong and mixes the ageing of two cells.
//!
//! How: the capacity of the reference discharge, when it is a full one and began between 15 and 35 °C, must be the
//! cell's nominal capacity within 30 %. Other temperatures give no verdict: a cold cell gives less.
//!
//! What to do: check the cell the test is filed under, and its nominal capacity.

use super::support::{at_record, number};
use crate::model::{Finding, ReferenceQuality, Severity};
use crate::validate::{Check, Context, Rule, TestView, Thresholds};

/// CAT01.
pub(crate) struct CapacityImplausible;

impl Rule for CapacityImplausible {
    fn code(&self) -> &'static str {
        "CAT01"
    }

    fn name(&self) -> &'static str {
        "capacity-implausible"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cat01_capacity_implausible.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let head = context.head;
        let cell = head.cell.as_ref();
        let by_cell = cell.and_then(|cell| cell.nominal_capacity_ah).or(head.conventions.cell_nominal_capacity_ah);
        let Some(nominal_ah) = by_cell.or(head.conventions.nominal_capacity_ah).filter(|ah| *ah > 0.0) else {
            return Err("no nominal capacity is known: name the cell, or give --nominal-capacity".into());
        };
        let of = cell.map_or_else(|| "given".to_owned(), |cell| format!("of the cell {}", cell.name));
        Ok(Box::new(Capacity { thresholds: context.thresholds.clone(), nominal_ah, of }))
    }
}

struct Capacity {
    thresholds: Thresholds,
    nominal_ah: f64,
    /// Whose nominal capacity it is, in words.
    of: String,
}

impl Check for Capacity {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some((derived, reference)) = test.derived.and_then(|derived| Some((derived, derived.reference?))) else {
            return;
        };
        let limits = &self.thresholds;
        let metrics = derived.steps.iter().find(|metrics| metrics.step == reference.step);
        let temperature_degc = metrics.and_then(|metrics| metrics.temperature_start_degc.get());
        let moderate = temperature_degc.is_some_and(|degc| {
            (limits.cat01_temperature_degc_min..=limits.cat01_temperature_degc_max).contains(&degc)
        });
        let off = reference.capacity_ah / self.nominal_ah - 1.0;
        if reference.quality != ReferenceQuality::Full || !moderate || off.abs() <= limits.cat01_capacity_relative {
            return;
        }
        let Some(index) = test.steps.iter().position(|data| data.record.number == reference.step) else { return };
        let message = format!(
            "the full discharge of step {} gave {} Ah, {:+.0} % from the nominal capacity {}, {} Ah; is it the right cell?",
            reference.step,
            number(reference.capacity_ah),
            off * 100.0,
            self.of,
            number(self.nominal_ah)
        );
        out.push(Finding {
            column: Some("capacity_ah".to_owned()),
            value: Some(number(reference.capacity_ah)),
            ..at_record(&CapacityImplausible, test, index, message)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Derived, Reference};
    use crate::validate::harness::Bench;

    fn test(nominal_ah: f64, temperature_degc: f64) -> Bench {
        let mut bench = Bench::cycle();
        bench.head.conventions.nominal_capacity_ah = Some(nominal_ah);
        bench.details[3].temperature_degc.fill(temperature_degc);
        let reference = Some(Reference { step: 4, quality: ReferenceQuality::Full, capacity_ah: 2.0 });
        bench.derived = Some(Derived { reference, ..bench.derive() });
        bench
    }

    #[test]
    fn a_plausible_capacity_or_another_temperature_is_silent() {
        assert_eq!(test(2.5, 25.0).findings(&CapacityImplausible), []);
        assert_eq!(test(20.0, -10.0).findings(&CapacityImplausible), []);
    }

    #[test]
    fn the_wrong_cell_is_found_at_the_reference_step() {
        let found = test(20.0, 25.0).findings(&CapacityImplausible);
        assert_eq!((found.len(), found[0].step), (1, Some(4)));
        assert!(found[0].message.contains("-90 %"), "{}", found[0].message);
    }

    #[test]
    fn without_a_nominal_capacity_it_cannot_run() {
        assert!(Bench::cycle().run(&CapacityImplausible).is_err());
    }
}
