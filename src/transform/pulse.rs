//! Pulses: internal resistance at fixed times after the current is switched on, and the power that it allows.
//!
//! Times as in IEC 62660-1, ISO 12405-4 and the USABC HPPC manual. `R(t) = (V(t) - OCV) / I(t)`, with the actual current,
//! since constant-power pulses have no constant one.

use super::pulse_map::{PulseTime, power_w};
use super::run::held;
use crate::model::{
    Direction, Head, Maybe, PULSE_LONGEST_S, PULSE_TOLERANCE_S, Pulse, Purpose, StepData, StepMetrics, StepType,
    TimedSample,
};

/// A pulse of opposite sign restores the one before it when their capacities agree within this share …
const RESTORE_WITHIN: f64 = 1e-3;
/// … and its held current is at most this share of the other's; exactly half counts, as far as a cycler holds a current.
const RESTORE_CURRENT_SHARE: f64 = 0.5 * 1.01;

/// Finds every pulse: a charge or discharge of at most `pulse_max_s` + 0.5 s right after a rest, with at least two active
/// rows.
pub(super) fn find(head: &Head, steps: &[StepData], metrics: &[StepMetrics], notes: &mut Vec<String>) -> Vec<Pulse> {
    let settled = Settled::of(head, metrics);
    let longest_s = head.conventions.pulse_max_s + PULSE_TOLERANCE_S;
    // Each has a rest before it. A vector that grows leaves holes of its size behind.
    let mut pulses: Vec<Pulse> = Vec::with_capacity(steps.len() / 2);
    let mut before: Option<(f64, f64)> = None;
    let mut left_out = 0usize;
    for at in 1..steps.len() {
        let Some(direction) = direction(&metrics[at], &metrics[at - 1]) else { continue };
        let Some(duration_s) = metrics[at].duration_s.get() else { continue };
        if duration_s > longest_s {
            left_out += usize::from(duration_s <= PULSE_LONGEST_S);
            continue;
        }
        let Some(pulse) = pulse(head, direction, &settled, &steps[at], (&metrics[at], &metrics[at - 1])) else {
            continue;
        };
        let capacity_ah = metrics[at].capacity_ah.get().unwrap_or(0.0);
        let held_a = held(&steps[at], &metrics[at]).unwrap_or(0.0);
        let undoes = |(other_ah, other_a): (f64, f64)| {
            capacity_ah * other_ah < 0.0
                && (capacity_ah + other_ah).abs() <= RESTORE_WITHIN * other_ah.abs()
                && held_a <= RESTORE_CURRENT_SHARE * other_a
        };
        let purpose = if before.is_some_and(undoes) { Purpose::Restore } else { Purpose::Pulse };
        before = Some((capacity_ah, held_a));
        pulses.push(Pulse { purpose, ..pulse });
    }
    if left_out > 0 {
        let (steps, pulses) =
            if left_out == 1 { ("step", "is taken for no pulse") } else { ("steps", "are taken for no pulses") };
        notes.push(format!(
            "{left_out} charge or discharge {steps} of {longest_s} to {PULSE_LONGEST_S} s after a rest {pulses}: \
             --pulse-max says how long one may be"
        ));
    }
    pulses
}

/// The direction of a step that may be a pulse: a charge or discharge right after a rest.
fn direction(step: &StepMetrics, before: &StepMetrics) -> Option<Direction> {
    match step.step_type {
        _ if before.step_type != StepType::Rest => None,
        StepType::Charge => Some(Direction::Charge),
        StepType::Discharge => Some(Direction::Discharge),
        _ => None,
    }
}

fn pulse(
    head: &Head,
    direction: Direction,
    settled: &Settled,
    data: &StepData,
    (step, before): (&StepMetrics, &StepMetrics),
) -> Option<Pulse> {
    let trace = data.trace.as_ref().filter(|trace| trace.active_rows >= 2)?;
    let ocv_v = before.voltage_end_v.get()?;
    let resistance = |sample: TimedSample| {
        let (voltage_v, current_a) = sample.voltage_v.get().zip(sample.current_a.get())?;
        (current_a != 0.0).then(|| (voltage_v - ocv_v) / current_a)
    };
    let samples = trace.samples.as_deref().copied().unwrap_or_default();
    let ocv_settled = step.rest_before_s.get().is_some_and(|rest| rest >= head.conventions.min_rest_s);
    let power_ocv_v = if ocv_settled { Some(ocv_v) } else { settled.ocv_v(step.soc_start_pct.get(), step.step) };
    let mut pulse = Pulse {
        step: step.step,
        cycle: step.cycle,
        direction,
        purpose: Purpose::Pulse,
        soc_pct: step.soc_start_pct,
        temperature_degc: step.temperature_start_degc,
        current_mean_a: step.current_mean_a,
        c_rate: step.c_rate,
        rest_before_s: step.rest_before_s,
        ocv_v,
        ocv_settled,
        power_ocv_v: power_ocv_v.into(),
        duration_s: step.duration_s,
        r0_time_s: samples.first.step_time_s,
        r0_ohm: resistance(samples.first).into(),
        r_100ms_ohm: resistance(samples.at_100ms).into(),
        r_1s_ohm: resistance(samples.at_1s).into(),
        r_10s_ohm: resistance(samples.at_10s).into(),
        r_end_ohm: resistance(trace.pulse_end()).into(),
        power_capability_10s_w: Maybe::NONE,
    };
    let (lowest_v, highest_v) = limits(head);
    pulse.power_capability_10s_w = power_w(&pulse, PulseTime::TenSeconds, lowest_v, highest_v).into();
    Some(pulse)
}

/// The lowest and highest voltage that power is told up to: those asked for, else the cell's.
#[must_use]
pub fn limits(head: &Head) -> (Option<f64>, Option<f64>) {
    let limits = head.cell.as_ref().map(|cell| cell.limits);
    (
        head.conventions.voltage_min_v.or_else(|| limits.and_then(|limits| limits.voltage_v_min)),
        head.conventions.voltage_max_v.or_else(|| limits.and_then(|limits| limits.voltage_v_max)),
    )
}

/// The ends of rests that are long enough for an open-circuit voltage.
struct Settled {
    /// SOC in %, voltage in V and number of the step; by SOC, then by step.
    ends: Vec<(f64, f64, i32)>,
}

/// SOCs this near to each other are equal, in percentage points.
const EQUAL_SOC_PCT: f64 = 1e-6;

impl Settled {
    fn of(head: &Head, metrics: &[StepMetrics]) -> Self {
        let is_rest = |step: &StepMetrics| step.step_type == StepType::Rest;
        let ends = metrics.iter().enumerate().filter_map(|(at, step)| {
            let is_last = metrics.get(at + 1).is_none_or(|next| !is_rest(next));
            let rest_s = step.rest_before_s.get().unwrap_or(0.0) + step.duration_s.get()?;
            let is_settled = is_rest(step) && is_last && rest_s >= head.conventions.min_rest_s;
            is_settled.then_some((step.soc_end_pct.get()?, step.voltage_end_v.get()?, step.step))
        });
        let mut ends: Vec<_> = ends.collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        Self { ends }
    }

    /// OCV at a SOC, interpolated linearly between the nearest settled rests below and above it, the nearest in time of
    /// equal ones, never beyond the lowest or highest (HPPC manual INL/EXT-07-12536).
    fn ocv_v(&self, soc_pct: Option<f64>, step: i32) -> Option<f64> {
        let soc_pct = soc_pct?;
        let nearest = |of_pct: f64| {
            let from = self.ends.partition_point(|end| end.0 < of_pct - EQUAL_SOC_PCT);
            let equal = self.ends[from..].iter().take_while(|end| end.0 <= of_pct + EQUAL_SOC_PCT);
            equal.min_by_key(|end| end.2.abs_diff(step)).copied()
        };
        let below = self.ends.partition_point(|end| end.0 <= soc_pct + EQUAL_SOC_PCT).checked_sub(1)?;
        let above = self.ends.partition_point(|end| end.0 < soc_pct - EQUAL_SOC_PCT);
        let low = nearest(self.ends[below].0)?;
        let high = nearest(self.ends.get(above)?.0)?;
        if (high.0 - low.0).abs() <= 2.0 * EQUAL_SOC_PCT {
            return Some(low.1);
        }
        Some(low.1 + (soc_pct - low.0) / (high.0 - low.0) * (high.1 - low.1))
    }
}
