//! Pulses: internal resistance at fixed times after the current is switched on, and the power that it allows.
//!
//! Times as in IEC 62660-1, ISO 12405-4 and the USABC HPPC manual. `R(t) = (V(t) - OCV) / I(t)`, with the actual current,
//! since constant-power pulses have no constant one.

use super::fold::PULSE_LONGEST_S;
use crate::model::{Direction, Head, Pulse, Purpose, StepData, StepMetrics, StepType, TimedSample};

/// A pulse of opposite sign restores another when their capacities agree within this share.
const RESTORE_WITHIN: f64 = 1e-3;

/// Finds every pulse: a charge or discharge of at most 60.5 s right after a rest, with at least two active rows.
pub(super) fn find(head: &Head, steps: &[StepData], metrics: &[StepMetrics]) -> Vec<Pulse> {
    let mut pulses: Vec<(f64, Pulse)> = Vec::new();
    for at in 1..steps.len() {
        let Some(pulse) = pulse(head, &steps[at], &metrics[at], &metrics[at - 1]) else { continue };
        let capacity = metrics[at].capacity_ah.unwrap_or(0.0);
        let undoes = |(other, one): &(f64, Pulse)| {
            one.purpose == Purpose::Pulse
                && capacity * other < 0.0
                && (capacity + other).abs() <= RESTORE_WITHIN * other.abs()
        };
        let restores = pulses.iter().rev().take(2).any(undoes);
        let purpose = if restores { Purpose::Restore } else { Purpose::Pulse };
        pulses.push((capacity, Pulse { purpose, ..pulse }));
    }
    pulses.into_iter().map(|(_, pulse)| pulse).collect()
}

fn pulse(head: &Head, data: &StepData, step: &StepMetrics, before: &StepMetrics) -> Option<Pulse> {
    let direction = match step.step_type {
        StepType::Charge => Direction::Charge,
        StepType::Discharge => Direction::Discharge,
        _ => return None,
    };
    let trace = data.trace.as_ref().filter(|trace| trace.active_rows >= 2)?;
    if before.step_type != StepType::Rest || step.duration_s.is_none_or(|duration| duration > PULSE_LONGEST_S) {
        return None;
    }
    let ocv_v = before.voltage_end_v?;
    let resistance = |sample: Option<TimedSample>| {
        sample.filter(|sample| sample.current_a != 0.0).map(|sample| (sample.voltage_v - ocv_v) / sample.current_a)
    };
    let samples = trace.samples.as_deref().copied().unwrap_or_default();
    let r_10s_ohm = resistance(samples.at_10s);
    Some(Pulse {
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
        duration_s: step.duration_s,
        r0_time_s: samples.first.map(|sample| sample.step_time_s),
        r0_ohm: resistance(samples.first),
        r_100ms_ohm: resistance(samples.at_100ms),
        r_1s_ohm: resistance(samples.at_1s),
        r_10s_ohm,
        r_end_ohm: resistance(samples.end),
        power_capability_10s_w: power(head, direction, step, ocv_v, r_10s_ohm),
    })
}

/// The power that the cell could give or take for 10 s within its voltage limits, in W; positive. It speaks of OCV, so the
/// rest must have been long enough.
fn power(head: &Head, direction: Direction, step: &StepMetrics, ocv_v: f64, r_10s_ohm: Option<f64>) -> Option<f64> {
    let conventions = &head.conventions;
    let limits = head.cell.as_ref().map(|cell| cell.limits);
    let resistance = r_10s_ohm.filter(|resistance| *resistance > 0.0)?;
    if step.rest_before_s.is_none_or(|rest| rest < conventions.min_rest_s) {
        return None;
    }
    match direction {
        Direction::Charge => {
            let highest = conventions.voltage_max_v.or_else(|| limits.and_then(|limits| limits.voltage_v_max))?;
            Some(highest * (highest - ocv_v) / resistance)
        }
        Direction::Discharge => {
            let lowest = conventions.voltage_min_v.or_else(|| limits.and_then(|limits| limits.voltage_v_min))?;
            Some(lowest * (ocv_v - lowest) / resistance)
        }
    }
    .filter(|power| *power >= 0.0)
}
