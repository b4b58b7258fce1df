//! CAP10 increment-integral (warning): from one row to the next the capacity, or the energy, changes by what no current gave.
//!
//! Why it matters: a single wrong cell, or a counter that stood still and caught up, leaves the step's end as it should be,
//! so that no sum shows it; yet a curve over capacity jumps there, and dQ/dV with it.
//!
//! How: between two rows the capacity may change by as much as the currents of both (the energy: currents times voltages)
//! allow over the interval, and may leave that bracket by 5 % of it or by two printed digits, whichever is more, and by what
//! flows in one printed digit of the time. Rows that
//! undo one another, as around a wrong cell, are one finding at the cell; where capacity and energy are wrong on the same
//! rows it is said once. A first row counts when the second one undoes it; that of a file of a cycler that logs what changes
//! may show the counter as it was before. A waveform that is sampled more coarsely than
//! it changes gives no verdict, nor does an integral of the rows that stands for a counter (but counters of unknown beginnings
//! beside it are watched), nor does a step where most rows are off and nothing brings it back: that is a unit or a
//! scale, which CAP01 and CAP02 name.
//!
//! What to do: look at the named rows. A cell was edited or disturbed, or the tester's counter stalled.

use super::coarse::Coarse;
use super::counter::Counter;
use super::held::Source;
use super::increments::Increments;
use super::rows::{Run, number, on_rows, refuse_rounded, refuse_thinned};
use super::support::logs_changes;
use super::tally::Tally;
use crate::model::{Block, Finding, Severity, StepType};
use crate::validate::digits::Digits;
use crate::validate::scale::Scale;
use crate::validate::{Check, Context, Rule, StepView};
use std::sync::Arc;

/// The rule.
pub(crate) struct IncrementIntegral;

impl Rule for IncrementIntegral {
    fn code(&self) -> &'static str {
        "CAP10"
    }

    fn name(&self) -> &'static str {
        "increment-integral"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap10_increment_integral.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        refuse_rounded(context)?;
        let relative = context.thresholds.cap10_relative;
        Ok(Box::new(State {
            scale: Arc::clone(&context.scale),
            watches: Counter::BOTH.map(|counter| Increments::new(counter, relative)),
            coarse: Coarse::default(),
            times: Digits::default(),
            is_judged: false,
            told: Vec::new(),
            tallies: Counter::BOTH
                .map(|counter| Tally::of(context, counter).map(|tally| (tally, Increments::new(counter, relative)))),
            sources: Counter::BOTH.map(|counter| Source::of(context, counter)),
            logs_changes: logs_changes(context.head),
        }))
    }
}

struct State {
    scale: Arc<Scale>,
    /// Capacity, and energy.
    watches: [Increments; 2],
    coarse: Coarse,
    times: Digits,
    is_judged: bool,
    /// The rows of this step at which the capacity is told; the energy need not say so again.
    told: Vec<(u64, u64)>,
    /// The file's counters of unknown beginnings, which are looked at where the integral of the rows stands for one.
    tallies: [Option<(Tally, Increments)>; 2],
    sources: [Source; 2],
    logs_changes: bool,
}

fn describe(counter: Counter, run: &Run, step: &StepView<'_>) -> Finding {
    let message = format!(
        "the {} is {} {unit} ({}), off what the current gives between these rows and their neighbours by {} {unit}; look for \
         a wrong cell or a counter that stood still",
        counter.name(),
        number(run.value),
        run.when(),
        number(run.badness),
        unit = counter.unit(),
    );
    Finding { column: Some(counter.column().to_owned()), ..on_rows(&IncrementIntegral, step.file, run, message) }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.watches.iter_mut().for_each(Increments::restart);
        for (tally, watch) in self.tallies.iter_mut().flatten() {
            tally.restart();
            watch.restart();
        }
        self.coarse = Coarse::new(step.record.step_type);
        // Of a step of unknown type the signs are not known.
        self.is_judged = step.record.step_type != StepType::Unknown;
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        if !self.is_judged {
            return;
        }
        self.coarse.take(block);
        self.times.take(block.step_time_s);
        for watch in &mut self.watches {
            let largest = watch.counter.values(block).iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
            watch.digits = self.scale.absolute_at(watch.counter.scale(), 0.0, largest);
            watch.digit_s = self.times.time_digit_s();
            watch.take(block, watch.counter.values(block));
        }
        for (tally, watch) in self.tallies.iter_mut().flatten() {
            tally.take(block);
            (watch.digits, watch.digit_rate) = (tally.digits(), tally.digit_rate());
            watch.digit_s = self.times.time_digit_s();
            watch.take(block, tally.values());
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        self.told.clear();
        if self.coarse.is_coarse() || !self.is_judged {
            return;
        }
        for (at, watch) in self.watches.iter_mut().enumerate() {
            let counter = watch.counter;
            self.sources[at].see(step);
            let is_own = self.sources[at].is_own();
            let columns = self.tallies[at].as_ref().filter(|_| is_own).map(|(tally, _)| tally.columns());
            let runs = match &mut self.tallies[at] {
                Some((_, of_tally)) if is_own => of_tally.finish(step),
                None if is_own => Vec::new(),
                _ => watch.finish(step),
            };
            let may_be =
                |run: &Run| self.logs_changes && step.previous.is_none() && (run.first.row, run.last.row) == (1, 1);
            for run in runs.into_iter().filter(|run| !may_be(run)) {
                let rows = (run.first.row, run.last.row);
                if counter == Counter::Capacity {
                    self.told.push(rows);
                } else if self.told.iter().any(|told| told.0 <= rows.1 && rows.0 <= told.1) {
                    continue;
                }
                let found = describe(counter, &run, step);
                out.push(Finding { column: columns.clone().or(found.column), ..found });
            }
        }
    }

    fn idle(&self) -> Option<String> {
        let [capacity, energy] = &self.sources;
        capacity.idle().and_then(|reason| energy.idle().map(|_| reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Control;
    use crate::validate::harness::{Bench, COUNTED};

    fn lines(found: &[Finding]) -> Vec<(Option<u64>, Option<u64>)> {
        found.iter().map(|finding| (finding.line, finding.line_end)).collect()
    }

    #[test]
    fn silent_on_a_clean_cycle_and_on_a_scale() {
        assert!(Bench::cycle().findings(&IncrementIntegral).is_empty());
        for factor in [1.04, 3.0, -1.0, 1000.0] {
            let mut bench = Bench::cycle();
            bench.details[1].capacity_ah.iter_mut().for_each(|capacity_ah| *capacity_ah *= factor);
            assert!(bench.findings(&IncrementIntegral).is_empty(), "{factor}");
        }
    }

    #[test]
    fn one_wrong_cell_is_one_finding_at_its_line() {
        for (row, off) in [(0, 0.5), (0, -2.0), (1, 0.004), (20, 0.01), (20, -0.5), (59, 0.01)] {
            for energy in [false, true] {
                let mut bench = Bench::cycle();
                let rows = &mut bench.details[1];
                let column = if energy { &mut rows.energy_wh } else { &mut rows.capacity_ah };
                column[row] += if energy { 3.5 * off } else { off };
                let found = bench.findings(&IncrementIntegral);
                assert_eq!(lines(&found), [(Some(bench.details[1].lines[row]), None)], "row {row} {off} {energy}");
                assert_eq!(found[0].column.as_deref(), Some(if energy { "energy_wh" } else { "capacity_ah" }));
            }
        }
    }

    #[test]
    fn a_counter_that_stands_still_and_catches_up_is_one_range() {
        let mut bench = Bench::cycle();
        let rows = &mut bench.details[3];
        let (capacity_ah, energy_wh) = (rows.capacity_ah[30], rows.energy_wh[30]);
        rows.capacity_ah[30..40].fill(capacity_ah);
        rows.energy_wh[30..40].fill(energy_wh);
        let lines_of = bench.details[3].lines.clone();
        assert_eq!(lines(&bench.findings(&IncrementIntegral)), [(Some(lines_of[31]), Some(lines_of[39]))]);
    }

    #[test]
    fn a_counter_wrong_over_most_of_a_step_is_told_where_its_end_is_right() {
        for energy in [false, true] {
            for frozen in [false, true] {
                let mut bench = Bench::cycle();
                let rows = &mut bench.details[1];
                let column = if energy { &mut rows.energy_wh } else { &mut rows.capacity_ah };
                let (first, last) = if frozen { (6, 54) } else { (1, column.len() - 2) };
                let held = column[first - 1];
                column[first..=last]
                    .iter_mut()
                    .for_each(|value| *value = if frozen { held } else { 0.876_543_21 * *value });
                let all = bench.details[1].lines.clone();
                let found = bench.findings(&IncrementIntegral);
                assert_eq!(lines(&found), [(Some(all[first]), Some(all[last]))], "{energy} {frozen}");
            }
        }
    }

    #[test]
    fn a_counter_that_lags_here_and_there_is_one_range_up_to_its_return() {
        let mut bench = Bench::cycle();
        let capacity_ah = &mut bench.details[1].capacity_ah;
        capacity_ah[20..40].iter_mut().for_each(|capacity_ah| *capacity_ah -= 0.02);
        capacity_ah[25..40].iter_mut().for_each(|capacity_ah| *capacity_ah -= 0.03);
        let all = bench.details[1].lines.clone();
        assert_eq!(lines(&bench.findings(&IncrementIntegral)), [(Some(all[20]), Some(all[39]))]);
    }

    #[test]
    fn times_may_be_printed_with_one_decimal() {
        let mut bench = Bench::new().step(StepType::Charge, Control::ConstantCurrent, 60.0, 0.3333, 20.0);
        let rows = &mut bench.details[0];
        rows.step_time_s.iter_mut().for_each(|time_s| *time_s = (*time_s * 10.0).round() / 10.0);
        assert_eq!(bench.findings(&IncrementIntegral), []);
        bench.details[0].capacity_ah[100] += 0.01;
        assert_eq!(bench.findings(&IncrementIntegral).len(), 1);
    }

    #[test]
    fn a_counter_that_wavers_is_one_range() {
        let mut bench = Bench::cycle();
        for (row, energy_wh) in bench.details[1].energy_wh[20..29].iter_mut().enumerate() {
            *energy_wh *= 1.0 + 0.03 * (row as f64 / 8.0 * std::f64::consts::TAU).sin();
        }
        let found = bench.findings(&IncrementIntegral);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_level_that_returns_is_one_range_and_one_that_stays_is_one_row() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah[20..30].iter_mut().for_each(|capacity_ah| *capacity_ah += 0.3);
        let all = bench.details[1].lines.clone();
        assert_eq!(lines(&bench.findings(&IncrementIntegral)), [(Some(all[20]), Some(all[29]))]);
        bench.details[1].capacity_ah[30..].iter_mut().for_each(|capacity_ah| *capacity_ah += 0.3);
        assert_eq!(lines(&bench.findings(&IncrementIntegral)), [(Some(all[20]), None)]);
    }

    #[test]
    fn a_last_row_is_left_to_the_step_file_where_that_says_otherwise() {
        let mut bench = Bench::cycle();
        *bench.details[1].capacity_ah.last_mut().unwrap() += 0.1;
        assert!(bench.findings(&IncrementIntegral).is_empty());
        bench.records[1].capacity_ah = bench.details[1].capacity_ah.last().copied().into();
        assert_eq!(lines(&bench.findings(&IncrementIntegral)), [(bench.details[1].lines.last().copied(), None)]);
    }

    #[test]
    fn counters_of_unknown_beginnings_are_watched_and_integrals_are_not() {
        let mut bench = Bench::cycle().integrated();
        assert_eq!(bench.findings(&IncrementIntegral), []);
        for (place, column) in [(COUNTED, "capacity"), (COUNTED + 2, "energy")] {
            let mut bench = bench.clone();
            bench.details[1].channels[place][20] += 0.1;
            let found = bench.findings(&IncrementIntegral);
            assert_eq!(lines(&found), [(Some(bench.details[1].lines[20]), None)]);
            let named = found[0].column.as_deref().unwrap();
            assert_eq!(
                named,
                format!(
                    "charging_{column}_{0} and discharging_{column}_{0}",
                    if column == "energy" { "wh" } else { "ah" }
                )
            );
        }
        bench.head.channels.iter_mut().for_each(|channel| channel.name = "x".into());
        assert!(bench.run(&IncrementIntegral).is_err());
    }

    #[test]
    fn a_coarse_waveform_gives_no_verdict() {
        let mut bench = Bench::new().step(StepType::Waveform, Control::Waveform, 600.0, 10.0, 2.0);
        for (row, current_a) in bench.details[0].current_a.iter_mut().enumerate() {
            *current_a = if row % 2 == 0 { 2.0 } else { 1.0 };
        }
        bench.details[0].capacity_ah[30] += 1.0;
        assert!(bench.findings(&IncrementIntegral).is_empty());
        bench.details[0].current_a.fill(2.0);
        assert_eq!(bench.findings(&IncrementIntegral).len(), 1);
    }
}
