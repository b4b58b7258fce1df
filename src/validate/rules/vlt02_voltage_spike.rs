//! VLT02 voltage-spike (warning): a single reading stands far off both its neighbours.
//!
//! Why it matters: a cell's voltage follows its current; one reading that jumps and returns while the current does not
//! is a disturbance of the measurement. It spoils extremes, dQ/dV, resistances and energy.
//!
//! How: a row more than 20 mV above both neighbours, or below both, unless its current stands beyond both neighbours'
//! in the same direction by more than 2 % of the step's largest current. A waveform whose current moves by more than 2 %
//! of its largest between most rows is sampled more coarsely than it changes: no verdict. A step's first row is compared with the last
//! row of the step before; its last active row is left to STP07, which compares it with the Step file. Of two
//! neighbouring candidates the larger counts. Clean real tests stay below 2.1 mV.
//!
//! What to do: look at the row in a plot; if it is a disturbance, correct or leave out the row, and look for loose
//! contacts, a switching chamber or another channel that starts at that time.

use super::coarse::Coarse;
use super::electrochemistry::{VoltageRange, is_unit_slip};
use super::rows::{Active, Run, number, on_rows, refuse_thinned};
use super::spike::{Candidate, Candidates, Row3, Window};
use crate::model::{Block, Finding, Severity, StepData};
use crate::validate::{Check, Context, Rule, StepView};

/// The rule.
pub(crate) struct VoltageSpike;

impl Rule for VoltageSpike {
    fn code(&self) -> &'static str {
        "VLT02"
    }

    fn name(&self) -> &'static str {
        "voltage-spike"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("vlt02_voltage_spike.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        Ok(Box::new(State {
            spike_v: context.thresholds.vlt02_spike_v,
            current_relative: context.thresholds.vlt02_current_relative,
            range: VoltageRange::of(context.head),
            window: Window::default(),
            candidates: Candidates::default(),
            active: Active::default(),
            coarse: Coarse::default(),
            last_row: None,
        }))
    }
}

struct State {
    spike_v: f64,
    current_relative: f64,
    range: Option<VoltageRange>,
    window: Window,
    candidates: Candidates,
    active: Active,
    coarse: Coarse,
    /// Voltage and current of the last row of the step before.
    last_row: Option<(i32, f64, f64)>,
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.candidates.clear();
        self.window.restart();
        self.active = Active::new(step);
        self.coarse = Coarse::new(step.record.step_type);
        let before = self.last_row.filter(|(number, ..)| number + 1 == step.record.number);
        if let Some((_, voltage_v, current_a)) = before
            && step.previous.is_some_and(|previous| is_sound(previous, voltage_v))
        {
            self.window.seed(voltage_v, current_a);
        }
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.active.see(block);
        self.coarse.take(block);
        let active = self.active;
        let Self { spike_v, window, candidates, range, .. } = self;
        window.slide(block, block.voltage_v, block.current_a, *spike_v, |three| {
            let ends_active = active.contains(three.place.time_s) && !active.contains(three.next_time_s);
            if !ends_active && !three.has_ended && !is_anothers(three, range.as_ref()) {
                candidates.offer(three);
            }
        });
        if let Some(last) = block.len().checked_sub(1) {
            self.last_row = Some((block.step, block.voltage_v[last], block.current_a[last]));
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let trace = step.trace;
        let current_a_max = trace.and_then(|trace| trace.current_abs_max_a.get()).unwrap_or(0.0);
        let least_a = self.current_relative * current_a_max;
        // Where the last active row itself is off, the row before it only seems to be: STP07 speaks of the last.
        let end_v = trace.and_then(|trace| trace.voltage_end_v.get()).zip(step.record.voltage_end_v.get());
        let end_is_off = end_v.is_some_and(|(rows_v, said_v)| (rows_v - said_v).abs() > END_V);
        let last_active = trace.map_or(0, |trace| trace.active_rows);
        for found in self.candidates.drain() {
            let follows_current = found.beside_signed > least_a && found.beside_signed > 0.0;
            let seems = end_is_off && found.place.row + 2 == last_active;
            if !follows_current && !seems && !self.coarse.is_coarse() {
                out.push(describe(&found, step));
            }
        }
    }
}

/// How well the last row and the Step file must agree for that row to serve as a neighbour.
const END_V: f64 = 1e-3;

/// Whether the last row of the step before may serve as a neighbour: STP07 has nothing to say of it.
fn is_sound(previous: &StepData, voltage_v: f64) -> bool {
    let relaxes = previous.trace.as_ref().is_some_and(|trace| trace.relaxation_rows > 0);
    relaxes || previous.record.voltage_end_v.get().is_none_or(|end_v| (end_v - voltage_v).abs() <= END_V)
}

/// Readings outside the cell's range, and slips of the unit, are VLT01's, which holds each row against the one before.
fn is_anothers(three: &Row3, range: Option<&VoltageRange>) -> bool {
    let inside = |voltage_v: f64| range.is_none_or(|range| range.contains(voltage_v));
    !(inside(three.before) && inside(three.value) && inside(three.after))
        || is_unit_slip(three.value, three.before)
        || is_unit_slip(three.before, three.value)
        || is_unit_slip(three.after, three.value)
}

fn describe(found: &Candidate, step: &StepView<'_>) -> Finding {
    let run = Run::one(found.place, found.value, found.height);
    let message = format!(
        "the voltage is {} V ({}), {} mV {} both neighbours ({} V before, {} V after) while the current gives no reason; \
         look for a disturbed reading",
        number(found.value),
        run.when(),
        number((found.height * 1e4).round() / 10.0),
        if found.value > found.before { "above" } else { "below" },
        number(found.before),
        number(found.after),
    );
    Finding { column: Some("voltage_v".to_owned()), ..on_rows(&VoltageSpike, step.file, &run, message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Control, StepType};
    use crate::validate::harness::Bench;

    #[test]
    fn silent_on_a_clean_cycle() {
        assert!(Bench::cycle().findings(&VoltageSpike).is_empty());
    }

    #[test]
    fn one_row_off_both_neighbours_is_found_at_its_line() {
        for (row, height_v) in [(7, 0.03), (7, -0.03), (0, 0.05), (0, -0.05), (1, 0.05)] {
            for step in [1, 2, 3] {
                let mut bench = Bench::cycle();
                bench.details[step].voltage_v[row] += height_v;
                let found = bench.findings(&VoltageSpike);
                assert_eq!(found.len(), 1, "step {step} row {row} {height_v}");
                assert_eq!(found[0].line, Some(bench.details[step].lines[row]), "step {step} row {row} {height_v}");
            }
        }
    }

    #[test]
    fn the_last_active_row_is_not_judged() {
        let mut bench = Bench::cycle();
        *bench.details[1].voltage_v.last_mut().unwrap() += 0.1;
        assert!(bench.findings(&VoltageSpike).is_empty());
    }

    #[test]
    fn a_reading_that_follows_its_current_is_no_spike() {
        let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::PowerPulse, 10.0, 0.1, 10.0);
        bench.details[1].voltage_v[20] += 0.05;
        bench.details[1].current_a[20] += 0.3;
        assert!(bench.findings(&VoltageSpike).is_empty());
        bench.details[1].current_a[20] -= 0.6;
        assert_eq!(bench.findings(&VoltageSpike).len(), 1);
    }

    #[test]
    fn a_profile_sampled_too_coarsely_gives_no_verdict() {
        for (every, expected) in [(1, 0), (5, 1)] {
            let mut bench = Bench::new().step(StepType::Waveform, Control::Waveform, 600.0, 10.0, 2.0);
            for (row, current_a) in bench.details[0].current_a.iter_mut().enumerate() {
                *current_a = if (row / every) % 2 == 0 { 2.0 } else { -2.0 };
            }
            bench.details[0].voltage_v[32] += 0.3;
            bench.details[0].current_a[31] = bench.details[0].current_a[32];
            assert_eq!(bench.findings(&VoltageSpike).len(), expected, "{every}");
        }
    }

    #[test]
    fn slips_of_the_unit_are_left_to_the_range() {
        let mut bench = Bench::cycle();
        bench.details[1].voltage_v[20] *= 1000.0;
        assert!(bench.findings(&VoltageSpike).is_empty());
    }

    #[test]
    fn what_the_range_takes_for_no_slip_is_a_spike() {
        // A ten-thousandth of the reading after it, and less than that of the one before.
        let mut bench = Bench::cycle();
        let volts = &mut bench.details[3].voltage_v;
        volts[20] = volts[19] / 10_001.0;
        assert!(is_unit_slip(volts[20], volts[21]) && !is_unit_slip(volts[20], volts[19]));
        assert_eq!(bench.findings(&VoltageSpike).len(), 1);
    }

    #[test]
    fn thinned_rows_cannot_be_judged() {
        let mut bench = Bench::cycle();
        bench.head.thinned_s = Some(10.0);
        assert!(bench.run(&VoltageSpike).is_err());
    }
}
