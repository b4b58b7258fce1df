//! CAP02 energy-integral (warning; error when far off): the reported energy is not what voltage and current give.
//!
//! Why it matters: energy is the integral of voltage times current. Where the two part, the energy column has another
//! unit, sign or scale, or voltage or current was altered, and energy efficiency and mean voltage are wrong.
//!
//! How: as CAP01, with voltage times current in place of the current: the energy at the last active row may leave the
//! lower and upper sums of the samples by 5e-4 of itself + 2e-5 Wh (of a 20 Ah cell, as there). Where the samples are so sparse that the bounds are
//! more than 10 % of the energy apart there is no verdict. Beyond 20 % it is an error. Relaxation rows are left out.
//!
//! What to do: look at the step's voltage, current and energy together. A factor of 1000 is a unit in the header (mV,
//! mA, mWh); a factor of -1 a sign convention; a few per cent rows that are missing or a column that was edited.

use super::bounds::{Bounds, Tolerance, Verdict};
use super::counter::Counter;
use super::held::{Reported, Source};
use super::rows::{Active, number, on_step, refuse_rounded, refuse_thinned};
use super::support::logs_changes;
use crate::model::{Alike, Block, Finding, Severity};
use crate::validate::scale::{Column, Held};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct EnergyIntegral;

impl Rule for EnergyIntegral {
    fn code(&self) -> &'static str {
        "CAP02"
    }

    fn name(&self) -> &'static str {
        "energy-integral"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap02_energy_integral.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        refuse_rounded(context)?;
        let limits = context.thresholds;
        let tolerance = Tolerance {
            relative: limits.cap02_relative,
            absolute: limits.cap02_energy_wh,
            width_relative: limits.cap02_width_relative,
            gross_relative: limits.cap02_error_relative,
        };
        Ok(Box::new(State {
            tolerance,
            held: Held::of(context),
            bounds: Bounds::new(),
            source: Source::of(context, Counter::Energy),
            active: None,
            logs_changes: logs_changes(context.head),
        }))
    }
}

struct State {
    tolerance: Tolerance,
    held: Held,
    bounds: Bounds,
    source: Source,
    active: Option<Active>,
    /// The energy until a step's late first row is counted.
    logs_changes: bool,
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let before = step.previous.filter(|_| self.logs_changes).and_then(|previous| {
            let trace = previous.trace.as_ref()?;
            Some(trace.current_end_a.get()? * trace.voltage_end_v.get()?)
        });
        self.bounds = Bounds::from(before.unwrap_or(0.0));
        self.active = Some(Active::new(step));
        self.source.restart();
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.source.take(block);
        let Some(active) = &mut self.active else { return };
        let rows = active.rows(block);
        let (current_a, voltage_v) = (&block.current_a[..rows], &block.voltage_v[..rows]);
        let power_w = |row: usize| voltage_v[row] * current_a[row];
        self.bounds.push(&block.step_time_s[..rows], power_w, |time_s| active.contains(time_s));
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        // Rows that flow on after the Step file's duration are TIM06's.
        if step.trace.is_some_and(|trace| trace.duration_contradicted) {
            return;
        }
        let Some(reported) = self.source.reported(step, &self.bounds) else { return };
        let absolute = self.held.scale().absolute(Column::Energy, self.tolerance.absolute) + reported.open;
        let tolerance = Tolerance { absolute, ..self.tolerance };
        let is_open = tolerance.judge(reported.value, reported.bounds) == Verdict::Unknown;
        let from_first = self.source.reported_later(step).filter(|_| is_open);
        let Reported { value: energy_wh, bounds, open: open_wh, columns, what } = from_first.unwrap_or(reported);
        let Verdict::Off { by, grossly } = tolerance.judge(energy_wh, bounds) else { return };
        let hint = if grossly {
            "look for a unit (mV, mA, mWh), a sign or a scale"
        } else if energy_wh * (bounds.0 + bounds.1) < 0.0 {
            "look for a sign"
        } else {
            "look for missing rows or an edited column"
        };
        let message = format!(
            "{what} {} Wh, but the sampled voltage and current give {} to {} Wh: off by {} Wh; {hint}",
            number(energy_wh),
            number(bounds.0),
            number(bounds.1),
            number(by),
        );
        let found = Finding {
            severity: if grossly { Severity::Error } else { Severity::Warning },
            column: Some(columns.unwrap_or_else(|| "energy_wh".to_owned())),
            value: Some(number(energy_wh)),
            alike: Alike::numbers(f64::midpoint(bounds.0, bounds.1), energy_wh),
            ..on_step(&EnergyIntegral, step, message)
        };
        let beyond = by - tolerance.relative * energy_wh.abs() - open_wh;
        self.held.take(beyond, self.tolerance.absolute, found, out);
    }

    fn idle(&self) -> Option<String> {
        self.source.idle()
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.held.finish(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn silent_where_energy_is_the_integral() {
        assert!(Bench::cycle().findings(&EnergyIntegral).is_empty());
    }

    #[test]
    fn speaks_where_the_voltage_was_scaled() {
        let mut bench = Bench::cycle();
        bench.details[3].voltage_v.iter_mut().for_each(|voltage_v| *voltage_v *= 1.02);
        let found = bench.findings(&EnergyIntegral);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].severity), (Some(4), Severity::Warning));
        assert_eq!(found[0].line, bench.details[3].lines.last().copied());
    }

    #[test]
    fn the_rows_are_held_against_counters_of_unknown_beginnings() {
        assert!(Bench::cycle().integrated().findings(&EnergyIntegral).is_empty());
        let mut bench = Bench::cycle();
        bench.details[3].voltage_v.iter_mut().for_each(|voltage_v| *voltage_v *= 1.02);
        let mut bench = bench.integrated();
        let found = bench.findings(&EnergyIntegral);
        assert_eq!(found.iter().map(|found| found.step).collect::<Vec<_>>(), [Some(4)]);
        bench.head.channels.iter_mut().for_each(|channel| channel.name = "x".into());
        let reason = bench.run(&EnergyIntegral).unwrap_err();
        assert!(reason.starts_with("the file counts no energy"), "{reason}");
    }

    #[test]
    fn where_there_is_no_energy_there_is_nothing_to_compare() {
        let mut bench = Bench::cycle();
        bench.details.iter_mut().for_each(|rows| rows.energy_wh.fill(f64::NAN));
        bench.records.iter_mut().for_each(|record| record.energy_wh = None.into());
        assert_eq!(bench.run(&EnergyIntegral).unwrap_err(), "there is no energy to compare");
    }

    #[test]
    fn a_wrong_unit_or_sign_is_an_error() {
        for factor in [1000.0, 0.001, -1.0, 3.0, 0.0] {
            let mut bench = Bench::cycle();
            bench.details[1].energy_wh.iter_mut().for_each(|energy_wh| *energy_wh *= factor);
            let found = bench.findings(&EnergyIntegral);
            assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Error], "{factor}");
        }
    }
}
