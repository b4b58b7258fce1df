//! CAP01 capacity-integral (warning; error when far off): the reported capacity is not what the sampled current gives.
//!
//! Why it matters: capacity is the integral of current. Where the two part, the capacity column has another unit, sign
//! or scale, or the current was altered, and every efficiency, SOC and fade made from it is wrong.
//!
//! How: for each step the current's samples give a least and a most that the capacity can be: between two samples the
//! current lies between their values, and from the step's start to the first sample between zero and that sample. The
//! capacity at the last active row may leave these bounds by 5e-4 of itself + 2e-5 Ah (of a 20 Ah cell: for others its
//! share, and at least two printed digits). Where the file counts no capacity, so that the integral stands for it, there is
//! nothing to compare, unless it has counters that began nobody knows when: what these gain from row to row is held against
//! the current then, with what a printed digit of the current leaves open. Where the first row comes so late that the time
//! before it leaves too much open, the capacity is held from that row on. Where the samples are so sparse that the bounds are more than 10 % of the
//! capacity apart there is no verdict, unless all of them flow the other way. Beyond 20 % it is an error. Relaxation rows after a pulse are left out.
//!
//! What to do: look at the step's current and capacity together. A factor of 1000 is a unit in the header (mA, mAh), or of
//! the times, if the power still is voltage times current (1/60 and 1/3,600 are minutes and hours under the name of
//! seconds); a factor of -1 a sign convention; a few per cent rows that are missing or a current that was edited.

use super::bounds::{Bounds, Tolerance, Verdict};
use super::counter::Counter;
use super::held::{Reported, Source};
use super::rows::{Active, number, on_step, refuse_rounded, refuse_thinned};
use super::support::{channel, logs_changes, values};
use crate::model::{Alike, Block, ChannelKind, Finding, Severity};
use crate::validate::scale::{Column, Held};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct CapacityIntegral;

impl Rule for CapacityIntegral {
    fn code(&self) -> &'static str {
        "CAP01"
    }

    fn name(&self) -> &'static str {
        "capacity-integral"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap01_capacity_integral.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        refuse_rounded(context)?;
        let limits = context.thresholds;
        let tolerance = Tolerance {
            relative: limits.cap01_relative,
            absolute: limits.cap01_capacity_ah,
            width_relative: limits.cap01_width_relative,
            gross_relative: limits.cap01_error_relative,
        };
        Ok(Box::new(State {
            tolerance,
            held: Held::of(context),
            bounds: Bounds::new(),
            source: Source::of(context, Counter::Capacity),
            active: None,
            power: channel(context.head, ChannelKind::Power).map(|(index, _)| index),
            powers: (0, 0),
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
    /// The channel of the power, and of how many rows it is voltage times current.
    power: Option<usize>,
    powers: (u64, u64),
    /// The charge until a step's late first row is counted.
    logs_changes: bool,
}

/// The words where no unit explains it.
const UNITS: &str = "look for a unit (mA, mAh), a sign or a scale";
/// Units of time that are met under the name of seconds, and what the integral then is of the capacity.
const TIMES: [(f64, &str); 3] = [(1e3, "milliseconds"), (1.0 / 60.0, "minutes"), (1.0 / 3_600.0, "hours")];
/// How near it must be to that.
const NEAR: f64 = 0.02;
/// So many rows of a block tell whether the power is voltage times current, within this share.
const POWER_ROWS: usize = 16;
const POWER_SHARE: f64 = 0.02;

impl State {
    /// Which unit of time would explain that the integral is `factor` times the capacity, in words. A current in another
    /// unit would as well, unless the power beside it says that it is right.
    fn unit_of_time(&self, factor: f64) -> Option<String> {
        let (_, unit) = TIMES.iter().find(|(value, _)| (factor / value - 1.0).abs() <= NEAR)?;
        let (agree, all) = self.powers;
        let is_right = all >= 3 && agree * 10 >= all * 9;
        let words = format!("the times are in {unit}, not in the unit of their header");
        let way_out = "correct the header's unit, or describe the file in a dialect";
        Some(match (is_right, *unit) {
            (true, _) => format!("{words}: by the power beside them voltage and current are right; {way_out}"),
            (false, "milliseconds") => format!("{words}, or the current is in mA; {way_out}"),
            (false, _) => format!("{words}; {way_out}"),
        })
    }

    /// Whether the power is voltage times current, by the first rows of a block.
    fn see_power(&mut self, block: &Block<'_>) {
        let Some(power_w) = self.power.and_then(|index| values(block, index)) else { return };
        for (row, power_w) in power_w.iter().enumerate().take(POWER_ROWS).filter(|(_, power_w)| power_w.abs() > 0.0) {
            let product_w = block.voltage_v[row] * block.current_a[row];
            self.powers.0 += u64::from((product_w.abs() - power_w.abs()).abs() <= POWER_SHARE * power_w.abs());
            self.powers.1 += 1;
        }
    }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let before = step
            .previous
            .filter(|_| self.logs_changes)
            .and_then(|previous| previous.trace.as_ref()?.current_end_a.get());
        self.bounds = Bounds::from(before.unwrap_or(0.0));
        self.active = Some(Active::new(step));
        self.source.restart();
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.see_power(block);
        self.source.take(block);
        let Some(active) = &mut self.active else { return };
        let rows = active.rows(block);
        let current_a = &block.current_a[..rows];
        self.bounds.push(&block.step_time_s[..rows], |row| current_a[row], |time_s| active.contains(time_s));
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        // Rows that flow on after the Step file's duration are TIM06's.
        if step.trace.is_some_and(|trace| trace.duration_contradicted) {
            return;
        }
        let Some(reported) = self.source.reported(step, &self.bounds) else { return };
        let absolute = self.held.scale().absolute(Column::Capacity, self.tolerance.absolute) + reported.open;
        let tolerance = Tolerance { absolute, ..self.tolerance };
        let is_open = tolerance.judge(reported.value, reported.bounds) == Verdict::Unknown;
        let from_first = self.source.reported_later(step).filter(|_| is_open);
        let Reported { value: capacity_ah, bounds, open: open_ah, columns, what } = from_first.unwrap_or(reported);
        let Verdict::Off { by, grossly } = tolerance.judge(capacity_ah, bounds) else { return };
        let hint = if grossly {
            self.unit_of_time(f64::midpoint(bounds.0, bounds.1) / capacity_ah).unwrap_or_else(|| UNITS.to_owned())
        } else if capacity_ah * (bounds.0 + bounds.1) < 0.0 {
            "look for a sign".to_owned()
        } else {
            "look for missing rows or an edited column".to_owned()
        };
        let message = format!(
            "{what} {} Ah, but the sampled current gives {} to {} Ah: off by {} Ah; {hint}",
            number(capacity_ah),
            number(bounds.0),
            number(bounds.1),
            number(by),
        );
        let found = Finding {
            severity: if grossly { Severity::Error } else { Severity::Warning },
            column: Some(columns.unwrap_or_else(|| "capacity_ah".to_owned())),
            value: Some(number(capacity_ah)),
            alike: Alike::numbers(f64::midpoint(bounds.0, bounds.1), capacity_ah),
            ..on_step(&CapacityIntegral, step, message)
        };
        let beyond = by - tolerance.relative * capacity_ah.abs() - open_ah;
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
    use crate::model::{Control, StepType};
    use crate::validate::harness::{Bench, COUNTED, POWER};

    #[test]
    fn silent_where_capacity_is_the_integral() {
        assert!(Bench::cycle().findings(&CapacityIntegral).is_empty());
    }

    #[test]
    fn speaks_where_the_current_was_scaled() {
        let mut bench = Bench::cycle();
        bench.details[3].current_a.iter_mut().for_each(|current_a| *current_a *= 1.002);
        let found = bench.findings(&CapacityIntegral);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].severity), (Some(4), Severity::Warning));
        assert_eq!(found[0].line, bench.details[3].lines.last().copied());
    }

    #[test]
    fn a_wrong_unit_or_sign_is_an_error() {
        for factor in [1000.0, 0.001, -1.0, 3.0, 0.0] {
            let mut bench = Bench::cycle();
            bench.details[1].capacity_ah.iter_mut().for_each(|capacity_ah| *capacity_ah *= factor);
            let found = bench.findings(&CapacityIntegral);
            assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Error], "{factor}");
        }
    }

    #[test]
    fn a_wrong_unit_of_the_times_is_named() {
        for (factor, unit) in [(1000.0, "milliseconds"), (1.0 / 60.0, "minutes"), (1.0 / 3600.0, "hours")] {
            for has_power in [true, false] {
                let mut bench = Bench::cycle();
                bench.details[1].step_time_s.iter_mut().for_each(|time_s| *time_s *= factor);
                bench.records[1].duration_s =
                    bench.records[1].duration_s.get().map(|duration_s| duration_s * factor).into();
                if !has_power {
                    bench.details[1].channels[POWER].fill(f64::NAN);
                }
                let found = bench.findings(&CapacityIntegral);
                let message = &found[0].message;
                assert!(message.contains(&format!("the times are in {unit}")), "{message}");
                assert_eq!(message.contains("current are right"), has_power, "{message}");
                assert_eq!(message.contains("in mA"), !has_power && factor == 1000.0, "{message}");
            }
        }
    }

    #[test]
    fn the_rows_are_held_against_counters_of_unknown_beginnings() {
        assert_eq!(Bench::cycle().integrated().findings(&CapacityIntegral), []);
        for (factor, severity) in [(1.03, Severity::Warning), (1000.0, Severity::Error), (-1.0, Severity::Error)] {
            let mut bench = Bench::cycle();
            bench.details[3].current_a.iter_mut().for_each(|current_a| *current_a *= factor);
            let found = bench.integrated().findings(&CapacityIntegral);
            let said: Vec<_> = found.iter().map(|found| (found.step, found.severity)).collect();
            assert_eq!(said, [(Some(4), severity)], "{factor}");
            assert!(found[0].message.starts_with("charging_capacity_ah and discharging_capacity_ah gain "));
        }
    }

    #[test]
    fn a_counter_of_unknown_beginning_may_begin_anew_and_be_one_alone() {
        let mut bench = Bench::cycle().integrated();
        bench.details[1].channels[COUNTED][30..].iter_mut().for_each(|counted_ah| *counted_ah -= 0.95);
        assert_eq!(bench.findings(&CapacityIntegral), []);
        // Without its name the counter of discharge is a further channel, and discharges have none.
        bench.head.channels[COUNTED + 1].name = "x".into();
        assert_eq!(bench.findings(&CapacityIntegral), []);
        let mut bench = Bench::cycle();
        for rows in &mut bench.details {
            rows.current_a.iter_mut().for_each(|current_a| *current_a *= 1.03);
        }
        let mut bench = bench.integrated();
        bench.head.channels[COUNTED + 1].name = "x".into();
        assert_eq!(bench.findings(&CapacityIntegral).iter().map(|found| found.step).collect::<Vec<_>>(), [Some(2)]);
    }

    #[test]
    fn a_late_first_row_leaves_the_rows_after_it_to_be_compared() {
        for (factor, findings) in [(1.0, 0), (1.05, 1), (-1.0, 1)] {
            let mut bench = Bench::new().charge(600.0, 2.0);
            bench.head.dialect = "arbin".into();
            bench.records.clear();
            // Its first row comes after 120 s, a fifth of the step.
            (0..2).for_each(|_| bench.details[0].remove(0));
            bench.details[0].current_a.iter_mut().for_each(|current_a| *current_a *= factor);
            let found = bench.findings(&CapacityIntegral);
            assert_eq!(found.len(), findings, "{factor}: {found:?}");
        }
    }

    #[test]
    fn an_integral_is_not_compared_with_itself() {
        let mut bench = Bench::cycle().integrated();
        bench.head.channels.iter_mut().for_each(|channel| channel.name = "x".into());
        let reason = bench.run(&CapacityIntegral).unwrap_err();
        assert!(reason.starts_with("the file counts no capacity"), "{reason}");
    }

    #[test]
    fn what_a_digit_of_the_current_leaves_open_is_no_finding() {
        for (factor, findings) in [(1.2, 0), (1000.0, 1)] {
            let mut bench = Bench::new().charge(3600.0, 0.002).integrated();
            bench.details[0].channels[COUNTED].iter_mut().for_each(|counted_ah| *counted_ah *= factor);
            assert_eq!(bench.findings(&CapacityIntegral).len(), findings, "{factor}");
        }
    }

    #[test]
    fn sparse_samples_give_no_verdict() {
        let mut bench = Bench::new().step(StepType::Charge, Control::ConstantCurrentVoltage, 90.0, 45.0, 1.0);
        bench.details[0].current_a = vec![15.0, 4.0, 1.0];
        assert!(bench.findings(&CapacityIntegral).is_empty());
    }

    #[test]
    fn relaxation_rows_do_not_count() {
        let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::PowerPulse, 20.0, 0.1, 10.0);
        let rows = &mut bench.details[1];
        let end = rows.len() - 100;
        let (duration_s, capacity_ah) = (rows.step_time_s[end - 1], rows.capacity_ah[end - 1]);
        rows.current_a[end..].fill(0.0);
        rows.capacity_ah[end..].fill(capacity_ah);
        bench.records[1].duration_s = duration_s.into();
        assert!(bench.findings(&CapacityIntegral).is_empty());
    }
}
