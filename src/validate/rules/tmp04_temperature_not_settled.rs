//! TMP04 temperature-not-settled (info): a full discharge or a pulse starts before the cell has the chamber's temperature.
//!
//! Why it matters: capacity and resistance are given for a temperature. A cell that is still on its way answers for
//! another one than the chamber shows.
//!
//! How: at the first row of each full discharge and each pulse the cell's temperature and the chamber's may differ by 3 K.
//!
//! What to do: rest longer before the step, or read its result at the cell's temperature. After a pulse at high power a
//! cell is warm for a while; that is no fault.

use super::rows::number;
use super::support::{at_record, channel};
use crate::model::{ChannelKind, Finding, Severity};
use crate::validate::{Check, Context, Rule, TestView};
use std::collections::BTreeSet;

/// The rule.
pub(crate) struct TemperatureNotSettled;

impl Rule for TemperatureNotSettled {
    fn code(&self) -> &'static str {
        "TMP04"
    }

    fn name(&self) -> &'static str {
        "temperature-not-settled"
    }

    fn severity(&self) -> Severity {
        Severity::Info
    }

    fn source(&self) -> &'static str {
        include_str!("tmp04_temperature_not_settled.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let head = context.head;
        if head.has_rows
            && head.temperature_channel.is_some()
            && channel(head, ChannelKind::ChamberTemperature).is_some()
        {
            return Ok(Box::new(State { difference_k: context.thresholds.tmp04_difference_k }));
        }
        Err("the rows do not hold both the cell's and the chamber's temperature".to_owned())
    }
}

struct State {
    difference_k: f64,
}

impl Check for State {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(derived) = test.derived else { return };
        let full = derived.steps.iter().filter(|metrics| metrics.full_discharge).map(|metrics| metrics.step);
        let steps: BTreeSet<i32> = full.chain(derived.pulses.iter().map(|pulse| pulse.step)).collect();
        for (index, step) in test.steps.iter().enumerate().filter(|(_, step)| steps.contains(&step.record.number)) {
            let Some(trace) = &step.trace else { continue };
            let both = trace.temperature_start_degc.get().zip(trace.chamber_temperature_start_degc.get());
            let Some((cell_degc, chamber_degc)) = both else { continue };
            if (cell_degc - chamber_degc).abs() > self.difference_k {
                let message = format!(
                    "the step starts at {} °C while the chamber is at {} °C; its result is that of the cell's temperature, \
                     or rest longer before it",
                    number(cell_degc),
                    number(chamber_degc),
                );
                out.push(Finding {
                    column: test.head.temperature_channel.clone(),
                    value: Some(number(cell_degc)),
                    ..at_record(&TemperatureNotSettled, test, index, message)
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{derived, metrics};
    use super::*;
    use crate::validate::harness::{Bench, CHAMBER};

    fn bench() -> Bench {
        let mut bench = Bench::cycle();
        let steps = bench.records.iter().map(|record| metrics(record, record.number == 4)).collect();
        bench.derived = Some(derived(steps, Vec::new()));
        bench
    }

    #[test]
    fn silent_where_the_cell_has_the_chambers_temperature() {
        let mut bench = bench();
        bench.details[1].channels[CHAMBER].fill(10.0);
        bench.details[3].channels[CHAMBER].fill(27.9);
        assert!(bench.findings(&TemperatureNotSettled).is_empty());
    }

    #[test]
    fn a_full_discharge_of_a_warm_cell_is_an_info() {
        let mut bench = bench();
        bench.details[3].channels[CHAMBER].fill(20.0);
        let found = bench.findings(&TemperatureNotSettled);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].severity), (Some(4), Severity::Info));
    }
}
