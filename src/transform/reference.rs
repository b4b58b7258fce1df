//! Full discharges, and the reference step that SOC and C-rate stand on.

use super::DeriveError;
use crate::model::{Conventions, EndReason, Reference, ReferenceQuality, StepData, StepMetrics, StepType};

/// Where the tester gives no end reason, an end this near to the lowest (highest) one is at the limit, in V.
const LIMIT_WITHIN_V: f64 = 0.010;
/// A discharge that starts at this SOC started full, in %.
const FULL_SOC_PCT: f64 = 97.0;
/// A reference holds at least this share of the largest discharge.
const REFERENCE_SHARE: f64 = 0.9;

/// Marks the full discharges and chooses the reference step; `None` for a test without a discharge.
pub(super) fn choose(
    conventions: &Conventions,
    steps: &[StepData],
    metrics: &mut [StepMetrics],
    notes: &mut Vec<String>,
) -> Result<Option<Reference>, DeriveError> {
    mark(steps, metrics);
    let capacity = |at: usize| metrics[at].capacity_ah.unwrap_or(0.0).abs();
    // A step that Detail alone has was running: it is never the reference.
    let discharges: Vec<usize> = (0..steps.len())
        .filter(|at| {
            steps[*at].record.step_type == StepType::Discharge && !is_running(&steps[*at]) && capacity(*at) > 0.0
        })
        .collect();
    let reference = |at: usize| Reference {
        step: metrics[at].step,
        quality: if metrics[at].full_discharge { ReferenceQuality::Full } else { ReferenceQuality::Partial },
        capacity_ah: capacity(at),
    };
    if let Some(wanted) = conventions.reference_step {
        let Some(at) = discharges.iter().copied().find(|at| metrics[*at].step == wanted) else {
            return Err(DeriveError::NoReference { step: wanted, found: what_it_is(steps, wanted) });
        };
        return Ok(Some(reference(at)));
    }
    let largest = discharges.iter().copied().fold(None, |best: Option<usize>, at| match best {
        Some(other) if capacity(other) >= capacity(at) => Some(other),
        _ => Some(at),
    });
    let Some(largest) = largest else { return Ok(None) };
    let is_good = |at: &usize| metrics[*at].full_discharge && capacity(*at) >= REFERENCE_SHARE * capacity(largest);
    let second = discharges.get(1).copied().filter(is_good);
    let chosen = second.or_else(|| discharges.iter().copied().find(is_good));
    if chosen.is_none() {
        notes.push(format!(
            "no full discharge: SOC and C-rate stand on step {}, the largest partial one ({} Ah); give --reference-step \
             and --nominal-capacity when you know better",
            metrics[largest].step,
            capacity(largest)
        ));
    }
    Ok(Some(match chosen {
        Some(at) => reference(at),
        None => Reference { quality: ReferenceQuality::Partial, ..reference(largest) },
    }))
}

/// Whether a step was still running at the export: Detail has it, the Step file does not.
pub(super) fn is_running(data: &StepData) -> bool {
    data.record.line.is_none() && matches!(data.record.end_reason, None | Some(EndReason::Running))
}

fn what_it_is(steps: &[StepData], wanted: i32) -> String {
    match steps.iter().find(|data| data.record.number == wanted) {
        None => {
            let last = steps.last().map_or(0, |data| data.record.number);
            format!("the test has no such step (its steps run to {last})")
        }
        Some(data) if data.record.step_type != StepType::Discharge => {
            format!("it is a {} ({})", data.record.step_type.as_str(), data.record.original_step_type)
        }
        Some(data) if is_running(data) => "it was still running when the file was exported".to_owned(),
        Some(_) => "it discharged nothing".to_owned(),
    }
}

/// Marks the discharges that ended by the voltage limit after a charge that ended by its cut-off current.
fn mark(steps: &[StepData], metrics: &mut [StepMetrics]) {
    let ends = |kind: StepType| metrics.iter().filter(move |step| step.step_type == kind);
    let lowest = ends(StepType::Discharge).filter_map(|step| step.voltage_end_v).fold(f64::INFINITY, f64::min);
    let top = |step: &StepMetrics| step.voltage_max_v.or(step.voltage_end_v);
    let highest = ends(StepType::Charge).filter_map(top).fold(f64::NEG_INFINITY, f64::max);
    let mut charged = false;
    for (step, data) in metrics.iter_mut().zip(steps) {
        match step.step_type {
            StepType::Rest => {}
            StepType::Charge => {
                charged = match data.record.end_reason {
                    Some(reason) => reason == EndReason::Current,
                    None => top(step).is_some_and(|voltage| voltage >= highest - LIMIT_WITHIN_V),
                };
            }
            StepType::Discharge => {
                step.full_discharge = charged && ended_empty(data, step, lowest);
                charged = false;
            }
            StepType::Waveform | StepType::Unknown => charged = false,
        }
    }
}

fn ended_empty(data: &StepData, step: &StepMetrics, lowest: f64) -> bool {
    match data.record.end_reason {
        Some(reason) => reason == EndReason::Voltage,
        None => step.voltage_end_v.is_some_and(|voltage| voltage <= lowest + LIMIT_WITHIN_V),
    }
}

/// Once SOC is known: a discharge to the limit that started at 97 % or more is full too.
pub(super) fn mark_by_soc(steps: &[StepData], metrics: &mut [StepMetrics]) {
    let discharges = metrics.iter().filter(|step| step.step_type == StepType::Discharge);
    let lowest = discharges.filter_map(|step| step.voltage_end_v).fold(f64::INFINITY, f64::min);
    for (step, data) in metrics.iter_mut().zip(steps) {
        if step.step_type == StepType::Discharge && step.soc_start_pct.is_some_and(|soc| soc >= FULL_SOC_PCT) {
            step.full_discharge |= ended_empty(data, step, lowest);
        }
    }
}
