//! Discharge runs, what makes one begin charged, and the full discharges among them.
//!
//! A run is consecutive discharge steps, nothing between them, whose held currents lie within 10 % of the step before: one
//! discharge, whose capacity is their sum and whose number is its last step's.

use super::group::same_rate;
use crate::model::{Control, EndReason, FullDischarge, StepData, StepMetrics, StepType};

/// A charge or discharge this short is a pulse here, in s.
pub(super) const PULSE_S: f64 = 60.5;
/// A short run with less than this share of the largest run's capacity is a pulse.
const PULSE_SHARE: f64 = 0.1;
/// A charge ends charged within this share of the window from its top …
const TOP_SHARE: f64 = 0.1;
/// … and never less than this, in V.
const TOP_V: f64 = 0.010;
/// A full discharge ends in this share of the window, from its bottom.
const BOTTOM_SHARE: f64 = 0.3;
/// Capacity that may have gone in or out since the charge, as a share of the largest run's.
pub(super) const GONE_SHARE: f64 = 5e-3;

/// Consecutive discharge steps that are one discharge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Index of its first step.
    pub(super) first: usize,
    /// Index of its last step.
    pub(super) last: usize,
    /// The magnitude of the capacity of all of it in Ah.
    pub(super) capacity_ah: f64,
    /// The largest held current of its steps in A; a magnitude.
    pub(super) current_held_a: Option<f64>,
    /// Whether it ended by its limit: the voltage, or there the cut-off current. Without end reasons it may have.
    pub(super) at_limit: bool,
    /// Whether it is only a pulse.
    pub(super) is_pulse: bool,
    /// The charge that it began charged by.
    pub(super) charge: Option<usize>,
    /// Whether it is a full discharge.
    pub(super) is_full: bool,
}

/// Held current of a step in A: of its rows; without Detail the end current of a constant-current step.
pub(super) fn held(data: &StepData, step: &StepMetrics) -> Option<f64> {
    match &data.trace {
        Some(trace) => trace.current_held_a.get(),
        None if data.record.control == Control::ConstantCurrent => step.current_end_a.get().map(f64::abs),
        None => None,
    }
}

/// The larger of two values, of which either may be missing.
pub(super) fn larger(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.zip(b).map(|(a, b)| a.max(b)).or(a).or(b)
}

/// Whether a step was still running at the export: Detail has it, the Step file does not. Without a Step file its last status
/// must say so.
pub(super) fn is_running(steps: &[StepData], data: &StepData) -> bool {
    data.record.line.is_none()
        && match data.record.end_reason {
            Some(reason) => reason == EndReason::Running,
            None => steps.iter().any(|step| step.record.line.is_some()),
        }
}

/// The discharge runs of a test, in order, with what each is; marks the last step of each full discharge.
pub(super) fn find(steps: &[StepData], metrics: &mut [StepMetrics]) -> Vec<Run> {
    let mut runs = collect(steps, metrics);
    let largest = runs.iter().map(|run| run.capacity_ah).fold(0.0, f64::max);
    for run in &mut runs {
        let seconds: Option<f64> = metrics[run.first..=run.last].iter().map(|step| step.duration_s.get()).sum();
        run.is_pulse = seconds.is_some_and(|seconds| seconds <= PULSE_S) && run.capacity_ah < PULSE_SHARE * largest;
    }
    if let Some(window) = Window::of(steps, metrics, &runs) {
        window.mark(steps, metrics, &mut runs, GONE_SHARE * largest);
    }
    for run in runs.iter().filter(|run| run.is_full) {
        metrics[run.last].full_discharge = true;
    }
    runs
}

fn collect(steps: &[StepData], metrics: &[StepMetrics]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut before: Option<f64> = None;
    for (at, (data, step)) in steps.iter().zip(metrics).enumerate() {
        if step.step_type != StepType::Discharge {
            continue;
        }
        let held_a = held(data, step);
        let capacity_ah = step.capacity_ah.get().unwrap_or(0.0).abs();
        let goes_on = |run: &Run| run.last + 1 == at && before.zip(held_a).is_some_and(|(a, b)| same_rate(b, a));
        match runs.last_mut().filter(|run| goes_on(run)) {
            Some(run) => {
                run.last = at;
                run.capacity_ah += capacity_ah;
                run.current_held_a = larger(run.current_held_a, held_a);
                run.at_limit = ended_by_limit(data, step, held_a);
            }
            None => runs.push(Run {
                first: at,
                last: at,
                capacity_ah,
                current_held_a: held_a,
                at_limit: ended_by_limit(data, step, held_a),
                is_pulse: false,
                charge: None,
                is_full: false,
            }),
        }
        before = held_a;
    }
    runs
}

/// By its voltage limit or the cut-off current there; a constant-voltage part that its time ended was there, too.
fn ended_by_limit(data: &StepData, step: &StepMetrics, held_a: Option<f64>) -> bool {
    match data.record.end_reason {
        Some(EndReason::Voltage | EndReason::Current) | None => true,
        Some(EndReason::Time) => {
            let holds_voltage =
                matches!(data.record.control, Control::ConstantCurrentVoltage | Control::ConstantVoltage);
            let falls = step.current_end_a.get().zip(held_a).is_some_and(|(end, held)| end.abs() < 0.99 * held);
            holds_voltage && falls
        }
        Some(_) => false,
    }
}

/// Whether a charge is a pulse: at most 60.5 s after a rest, with or without rows.
pub(super) fn is_pulse_charge(metrics: &[StepMetrics], at: usize) -> bool {
    metrics[at].duration_s.get().is_some_and(|seconds| seconds <= PULSE_S)
        && at.checked_sub(1).is_some_and(|before| metrics[before].step_type == StepType::Rest)
}

/// The end voltage of a step as the Step file and as its last active row have it. A single wrong cell must not make other
/// discharges full.
fn end_voltages(data: &StepData, step: &StepMetrics) -> impl Iterator<Item = f64> {
    let of_rows = data.trace.as_ref().and_then(|trace| trace.voltage_end_v.get());
    [step.voltage_end_v.get(), of_rows].into_iter().flatten()
}

/// The voltages that a test lives between: from the lowest end of the discharges that ended by their limit to the highest
/// end of the charges that are no pulses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    low_v: f64,
    high_v: f64,
}

impl Window {
    /// `None` for a test that has not both ends.
    pub(super) fn of(steps: &[StepData], metrics: &[StepMetrics], runs: &[Run]) -> Option<Self> {
        debug_assert_eq!(steps.len(), metrics.len());
        // Of two values the one that makes the window smaller.
        let of = |at: usize| end_voltages(&steps[at], &metrics[at]);
        let ends = runs.iter().filter(|run| run.at_limit).filter_map(|run| of(run.last).reduce(f64::max));
        let charges = (0..metrics.len())
            .filter(|at| metrics[*at].step_type == StepType::Charge && !is_pulse_charge(metrics, *at))
            .filter_map(|at| of(at).reduce(f64::min));
        let window =
            Self { low_v: ends.fold(f64::INFINITY, f64::min), high_v: charges.fold(f64::NEG_INFINITY, f64::max) };
        (window.low_v.is_finite() && window.high_v.is_finite()).then_some(window)
    }

    /// Of two values for the end of a charge the one nearer to the window's top.
    fn charge_end_v(self, data: &StepData, step: &StepMetrics) -> Option<f64> {
        end_voltages(data, step).min_by(|a, b| (a - self.high_v).abs().total_cmp(&(b - self.high_v).abs()))
    }

    /// Of two values for the end of a discharge the one nearer to the window's bottom.
    fn discharge_end_v(self, data: &StepData, step: &StepMetrics) -> Option<f64> {
        end_voltages(data, step).min_by(|a, b| (a - self.low_v).abs().total_cmp(&(b - self.low_v).abs()))
    }

    fn height(self) -> f64 {
        (self.high_v - self.low_v).max(0.0)
    }

    /// Below this a discharge ended in the lowest three tenths.
    pub(super) fn bottom_below(self) -> f64 {
        self.low_v + BOTTOM_SHARE * self.height()
    }

    /// From this voltage on a charge ended at the top.
    pub(super) fn top(self) -> f64 {
        self.high_v - (TOP_SHARE * self.height()).max(TOP_V)
    }

    /// Whether a full discharge would begin charged after this step: a charge that is no pulse and ended at the window's
    /// top by voltage, current or time. Without an end reason the voltage alone decides.
    pub(super) fn ends_charged(self, steps: &[StepData], metrics: &[StepMetrics], at: usize) -> bool {
        let by = matches!(
            steps[at].record.end_reason,
            None | Some(EndReason::Voltage | EndReason::Current | EndReason::Time)
        );
        let top = self.top();
        metrics[at].step_type == StepType::Charge
            && !is_pulse_charge(metrics, at)
            && by
            && self.charge_end_v(&steps[at], &metrics[at]).is_some_and(|end| end >= top)
    }

    /// Finds the charge that each run begins charged by, when less than `most_ah` has gone in or out net since, and with it
    /// the full discharges.
    fn mark(self, steps: &[StepData], metrics: &[StepMetrics], runs: &mut [Run], most_ah: f64) {
        let (mut charge, mut gone_ah, mut at) = (None, 0.0f64, 0);
        for run in runs {
            for before in at..run.first {
                if metrics[before].step_type == StepType::Charge && !is_pulse_charge(metrics, before) {
                    charge = self.ends_charged(steps, metrics, before).then_some(before);
                    gone_ah = 0.0;
                } else {
                    gone_ah += metrics[before].capacity_ah.get().unwrap_or(f64::NAN);
                }
            }
            at = run.first;
            run.charge = charge.filter(|_| gone_ah.abs() < most_ah);
            run.is_full = run.charge.is_some()
                && !run.is_pulse
                && run.at_limit
                && self
                    .discharge_end_v(&steps[run.last], &metrics[run.last])
                    .is_some_and(|end| end <= self.bottom_below());
        }
    }
}

/// The full discharges among the runs, each in its group of comparable ones; `elapsed_s` is the time at each step's end.
pub(super) fn full(
    runs: &[Run],
    steps: &[StepData],
    metrics: &[StepMetrics],
    nominal_capacity_ah: Option<f64>,
    elapsed_s: &[f64],
) -> Vec<FullDischarge> {
    let Some(window) = Window::of(steps, metrics, runs) else { return Vec::new() };
    let mut all: Vec<FullDischarge> = runs
        .iter()
        .filter(|run| run.is_full)
        .filter_map(|run| {
            let charge = run.charge?;
            let held_voltage =
                steps[charge].record.end_reason.map(|reason| matches!(reason, EndReason::Current | EndReason::Time));
            Some(FullDischarge {
                step: metrics[run.last].step,
                first_step: metrics[run.first].step,
                cycle: metrics[run.last].cycle,
                capacity_ah: run.capacity_ah,
                current_held_a: run.current_held_a,
                c_rate: run.current_held_a.zip(nominal_capacity_ah).map(|(held, nominal)| held / nominal),
                temperature_start_degc: metrics[run.first].temperature_start_degc.get(),
                voltage_end_v: window.discharge_end_v(&steps[run.last], &metrics[run.last])?,
                charge_voltage_end_v: window.charge_end_v(&steps[charge], &metrics[charge])?,
                charge_held_voltage: held_voltage,
                elapsed_end_s: elapsed_s[run.last],
                group: 0,
            })
        })
        .collect();
    super::group::assign(&mut all);
    all
}
