//! CUR03 current-spike (warning): the current leaves its constant value for a row or a stretch.
//!
//! Why it matters: a step is known by its current. A row beside it is a disturbed reading or a tester that lost control,
//! and it goes into capacity, energy and C-rate.
//!
//! How: one row more than 2 % of the step's largest current beyond both its neighbours, everywhere in the step; and in
//! the constant-current part an interior row more than 2 % off the part's median. The hold of a CC-CV step (from the
//! first row within 5 mV of the step's end voltage on, with the taper that leads up to it) and the first 0.1 s are exempt
//! from the comparison with the median. In constant-power steps the same is done with voltage times current. Rests, waveforms and steps of unknown
//! type are left out; the last active row is STP07's. Clean real tests stay below 0.42 %.
//!
//! What to do: look at the rows in a plot; if they are disturbed readings correct or leave them out, otherwise look at
//! the tester.

use super::constant::Constant;
use super::rows::{Active, Run, number, on_rows, refuse_thinned};
use super::spike::{Candidate, Candidates, Window};
use crate::model::{Block, Control, Finding, MAX_BLOCK_ROWS, Severity, StepType};
use crate::validate::{Check, Context, Rule, StepView, Thresholds};

/// The rule.
pub(crate) struct CurrentSpike;

impl Rule for CurrentSpike {
    fn code(&self) -> &'static str {
        "CUR03"
    }

    fn name(&self) -> &'static str {
        "current-spike"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cur03_current_spike.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        Ok(Box::new(State {
            limits: context.thresholds.clone(),
            kind: None,
            largest: 0.0,
            power_w: Vec::with_capacity(MAX_BLOCK_ROWS),
            window: Window::default(),
            candidates: Candidates::default(),
            constant: Constant::new(),
            active: Active::default(),
        }))
    }
}

/// What a step holds constant.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Current,
    Power,
}

impl Kind {
    fn of(step_type: StepType, control: Control) -> Option<Self> {
        match (step_type, control) {
            (StepType::Rest | StepType::Waveform | StepType::Unknown, _) | (_, Control::Waveform) => None,
            (_, Control::ConstantPower | Control::PowerPulse) => Some(Self::Power),
            _ => Some(Self::Current),
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Current => "A",
            Self::Power => "W",
        }
    }
}

struct State {
    limits: Thresholds,
    kind: Option<Kind>,
    /// The largest magnitude of the step so far: the final one is no smaller, so what is dropped by it is dropped rightly.
    largest: f64,
    /// Voltage times current of one block; its memory is kept.
    power_w: Vec<f64>,
    window: Window,
    candidates: Candidates,
    constant: Constant,
    active: Active,
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.kind = Kind::of(step.record.step_type, step.record.control);
        self.largest = 0.0;
        self.window.restart();
        self.candidates.clear();
        self.constant.restart(step);
        self.active = Active::new(step);
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        let Some(kind) = self.kind else { return };
        self.power_w.clear();
        if kind == Kind::Power {
            self.power_w.extend(
                block.voltage_v.iter().zip(block.current_a).map(|(voltage_v, current_a)| voltage_v * current_a),
            );
        }
        let values = if kind == Kind::Power { &self.power_w } else { block.current_a };
        self.active.see(block);
        let active = self.active;
        self.largest = values.iter().fold(self.largest, |max, value| max.max(value.abs()));
        let (candidates, limits) = (&mut self.candidates, &self.limits);
        self.window.slide(block, values, block.current_a, limits.cur03_spike_relative * self.largest, |three| {
            if active.contains(three.next_time_s) && !three.has_ended {
                candidates.offer(three);
            }
        });
        self.constant.take(block, values, active, limits);
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let (Some(kind), Some(trace)) = (self.kind, step.trace) else { return };
        // Rows that flow on after the Step file's duration are TIM06's.
        if trace.duration_contradicted {
            return;
        }
        let current_a_max = trace.current_abs_max_a.get().unwrap_or(0.0);
        let least = self.limits.cur03_spike_relative * self.largest;
        // A spike of power must be one of current too: a voltage that jumps alone is VLT02's.
        let least_a = if kind == Kind::Power { 0.5 * self.limits.cur03_spike_relative * current_a_max } else { 0.0 };
        let stretches = self.constant.finish(step, &self.limits);
        let within =
            |spike: &Candidate, (run, _): &(Run, f64)| (run.first.row..=run.last.row).contains(&spike.place.row);
        // A spike is a stretch of one row; what is longer says more as a stretch.
        let (short, long): (Vec<_>, Vec<_>) = stretches.into_iter().partition(|(run, _)| run.rows <= 2);
        let spikes: Vec<Candidate> = self
            .candidates
            .drain()
            .filter(|spike| spike.height > least && spike.beside_signed > least_a)
            .filter(|spike| !long.iter().any(|stretch| within(spike, stretch)))
            .collect();
        let alone = short.into_iter().filter(|stretch| !spikes.iter().any(|spike| within(spike, stretch)));
        let mut found: Vec<(u64, Finding)> = long
            .into_iter()
            .chain(alone)
            .map(|(run, median)| (run.first.row, describe_stretch(&run, median, kind, step)))
            .collect();
        found.extend(spikes.iter().map(|spike| (spike.place.row, describe_spike(spike, kind, step))));
        found.sort_by_key(|(row, _)| *row);
        out.extend(found.into_iter().map(|(_, finding)| finding));
    }
}

fn describe_spike(spike: &Candidate, kind: Kind, step: &StepView<'_>) -> Finding {
    let run = Run::one(spike.place, spike.value, spike.height);
    let unit = kind.unit();
    let message = format!(
        "{} {} {unit} ({}), between {} {unit} before and {} {unit} after; look for a disturbed reading",
        subject(kind),
        number(spike.value),
        run.when(),
        number(spike.before),
        number(spike.after),
    );
    Finding { column: Some("current_a".to_owned()), ..on_rows(&CurrentSpike, step.file, &run, message) }
}

fn describe_stretch(run: &Run, median: f64, kind: Kind, step: &StepView<'_>) -> Finding {
    let unit = kind.unit();
    let message = format!(
        "{} {} {unit} ({}), {:.1} % off the step's constant {} {unit}; look for a disturbed reading or a tester that lost \
         control",
        subject(kind),
        number(run.value),
        run.when(),
        100.0 * (run.value / median - 1.0).abs(),
        number(median),
    );
    Finding { column: Some("current_a".to_owned()), ..on_rows(&CurrentSpike, step.file, run, message) }
}

const fn subject(kind: Kind) -> &'static str {
    match kind {
        Kind::Current => "the current is",
        Kind::Power => "voltage times current is",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EndReason;
    use crate::validate::harness::Bench;

    fn lines(found: &[Finding]) -> Vec<(Option<u64>, Option<u64>)> {
        found.iter().map(|finding| (finding.line, finding.line_end)).collect()
    }

    #[test]
    fn silent_on_constant_currents() {
        let mut bench = Bench::cycle();
        bench.details[1].current_a[30] *= 1.015;
        assert!(bench.findings(&CurrentSpike).is_empty());
    }

    #[test]
    fn one_row_off_is_found_at_its_line() {
        for (row, factor) in [(1, 1.03), (30, 1.03), (30, 0.95), (30, 3.0), (59, 0.0)] {
            let mut bench = Bench::cycle();
            bench.details[3].current_a[row] *= factor;
            let found = bench.findings(&CurrentSpike);
            assert_eq!(lines(&found), [(Some(bench.details[3].lines[row]), None)], "row {row} times {factor}");
        }
    }

    #[test]
    fn a_stretch_off_the_median_is_one_range_early_or_late() {
        for rows in [5..15, 80..120, 1..180, 15..60] {
            let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::ConstantCurrent, 400.0, 1.0, 8.0);
            bench.details[1].current_a[rows.clone()].iter_mut().for_each(|current_a| *current_a *= 1.05);
            let found = bench.findings(&CurrentSpike);
            let all = &bench.details[1].lines;
            assert_eq!(lines(&found), [(Some(all[rows.start]), Some(all[rows.end - 1]))], "{rows:?}");
        }
    }

    #[test]
    fn the_hold_may_fall_but_not_jump() {
        let mut bench =
            Bench::new().rest(60.0).step(StepType::Charge, Control::ConstantCurrentVoltage, 400.0, 1.0, 8.0);
        let end_v = *bench.details[1].voltage_v.last().unwrap();
        for row in 200..=400 {
            bench.details[1].voltage_v[row] = end_v;
            bench.details[1].current_a[row] = 8.0 * (-(row as f64 - 200.0) / 60.0).exp();
        }
        assert!(bench.findings(&CurrentSpike).is_empty());
        bench.details[1].current_a[300] += 0.5;
        assert_eq!(lines(&bench.findings(&CurrentSpike)), [(Some(bench.details[1].lines[300]), None)]);
    }

    #[test]
    fn a_taper_may_begin_before_the_hold_but_no_other_level() {
        let mut bench =
            Bench::new().rest(60.0).step(StepType::Charge, Control::ConstantCurrentVoltage, 400.0, 1.0, 8.0);
        let end_v = *bench.details[1].voltage_v.last().unwrap();
        bench.details[1].voltage_v[300..].fill(end_v);
        for row in 280..=400 {
            bench.details[1].current_a[row] = 8.0 * (-(row as f64 - 280.0) / 100.0).exp();
        }
        assert!(bench.findings(&CurrentSpike).is_empty());
        bench.details[1].current_a[280..300].fill(7.0);
        let all = &bench.details[1].lines;
        assert_eq!(lines(&bench.findings(&CurrentSpike)), [(Some(all[280]), Some(all[299]))]);
    }

    #[test]
    fn a_module_holds_its_voltage_as_its_cells_do() {
        let mut bench =
            Bench::new().rest(60.0).step(StepType::Charge, Control::ConstantCurrentVoltage, 400.0, 1.0, 8.0);
        let end_v = 14.0 * *bench.details[1].voltage_v.last().unwrap();
        let rows = &mut bench.details[1];
        rows.voltage_v.iter_mut().for_each(|voltage_v| *voltage_v *= 14.0);
        for row in 200..=400 {
            // As the cells' 4 mV above what they end with.
            rows.voltage_v[row] = end_v + if row < 300 { 0.056 } else { 0.0 };
            rows.current_a[row] = 8.0 * (-(row as f64 - 200.0) / 60.0).exp();
        }
        bench.records[1].voltage_end_v = end_v.into();
        assert_eq!(bench.findings(&CurrentSpike), []);
    }

    #[test]
    fn a_constant_power_may_change_its_current() {
        let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::ConstantPower, 60.0, 0.1, 10.0);
        let rows = &mut bench.details[1];
        for row in 0..rows.len() {
            rows.current_a[row] = 30.0 / rows.voltage_v[row];
        }
        assert!(bench.findings(&CurrentSpike).is_empty());
        bench.details[1].current_a[44] *= 1.03;
        assert_eq!(lines(&bench.findings(&CurrentSpike)), [(Some(bench.details[1].lines[44]), None)]);
        bench.details[1].current_a[44] /= 1.03;
        bench.details[1].voltage_v[44] *= 1.018;
        let found = bench.findings(&CurrentSpike);
        assert!(found.is_empty(), "a voltage that jumps alone is another rule's: {found:?}");
    }

    #[test]
    fn without_a_step_file_a_pulse_ends_with_its_status() {
        let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::PowerPulse, 20.0, 0.1, 10.0);
        bench.records[1].line = None;
        let rows = &mut bench.details[1];
        rows.end_reasons[100] = EndReason::Time;
        for row in 0..=100 {
            rows.current_a[row] = 30.0 / rows.voltage_v[row];
        }
        rows.current_a[101..].fill(0.0);
        let capacity_ah = rows.capacity_ah[100];
        rows.capacity_ah[101..].fill(capacity_ah);
        assert!(bench.findings(&CurrentSpike).is_empty());
        bench.details[1].current_a[50] *= 1.1;
        assert_eq!(lines(&bench.findings(&CurrentSpike)), [(Some(bench.details[1].lines[50]), None)]);
    }

    #[test]
    fn the_last_active_row_is_left_to_the_step_file() {
        let mut bench = Bench::cycle();
        *bench.details[3].current_a.last_mut().unwrap() *= 1.1;
        assert!(bench.findings(&CurrentSpike).is_empty());
    }
}
