//! The reference step that SOC, and without a nominal capacity C-rate, stand on.

use super::error::DeriveError;
use super::group::same_rate;
use super::run::{Run, is_running};
use crate::model::{Conventions, Reference, ReferenceQuality, StepData, StepMetrics, StepType, with_article};

/// A reference holds at least this share of the largest full discharge.
const REFERENCE_SHARE: f64 = 0.9;
/// A reference starts between these, in °C.
const REFERENCE_DEGC: std::ops::RangeInclusive<f64> = 15.0..=35.0;

/// Chooses the reference step; `None` for a test without a discharge.
///
/// Of the full discharges with at least 90 % of the largest one's capacity, those that started at 15 to 35 °C (all, if none
/// did), of these those with a held current within 10 % of the smallest; of them the test's second discharge run if it is
/// one, else the first.
pub(super) fn choose(
    conventions: &Conventions,
    steps: &[StepData],
    metrics: &[StepMetrics],
    runs: &[Run],
    notes: &mut Vec<String>,
) -> Result<Option<Reference>, DeriveError> {
    let reference = |run: &Run| Reference {
        step: metrics[run.last].step,
        quality: if run.is_full { ReferenceQuality::Full } else { ReferenceQuality::Partial },
        capacity_ah: run.capacity_ah,
    };
    // A step that Detail alone has was running: it is never the reference.
    let is_candidate = |run: &&Run| run.capacity_ah > 0.0 && !is_running(steps, &steps[run.last]);
    if let Some(wanted) = conventions.reference_step {
        let has = |run: &&Run| metrics[run.first].step <= wanted && wanted <= metrics[run.last].step;
        let Some(run) = runs.iter().filter(is_candidate).find(has) else {
            return Err(DeriveError::NoReference { step: wanted, found: what_it_is(steps, wanted) });
        };
        if metrics[run.last].step != wanted {
            notes.push(format!(
                "step {wanted} is part of one discharge, steps {} to {}, which is the reference",
                metrics[run.first].step, metrics[run.last].step
            ));
        }
        return Ok(Some(reference(run)));
    }
    if let Some(run) = best(metrics, runs) {
        return Ok(Some(reference(run)));
    }
    let largest = runs.iter().filter(is_candidate).fold(None, |best: Option<&Run>, run| match best {
        Some(other) if other.capacity_ah >= run.capacity_ah => Some(other),
        _ => Some(run),
    });
    if let Some(run) = largest {
        notes.push(format!(
            "no full discharge: SOC and C-rate stand on step {}, the largest partial one ({} Ah); give --reference-step \
             and --nominal-capacity when you know better",
            metrics[run.last].step, run.capacity_ah
        ));
    }
    Ok(largest.map(reference))
}

/// The full discharge that the rule above takes.
fn best<'a>(metrics: &[StepMetrics], runs: &'a [Run]) -> Option<&'a Run> {
    let full: Vec<&Run> = runs.iter().filter(|run| run.is_full).collect();
    let largest = full.iter().map(|run| run.capacity_ah).fold(0.0, f64::max);
    let mut good: Vec<&Run> = full.into_iter().filter(|run| run.capacity_ah >= REFERENCE_SHARE * largest).collect();
    let is_temperate =
        |run: &&Run| metrics[run.first].temperature_start_degc.get().is_some_and(|degc| REFERENCE_DEGC.contains(&degc));
    if good.iter().any(is_temperate) {
        good.retain(is_temperate);
    }
    let smallest = good.iter().filter_map(|run| run.current_held_a).fold(f64::INFINITY, f64::min);
    if smallest.is_finite() {
        good.retain(|run| run.current_held_a.is_some_and(|held| same_rate(held, smallest)));
    }
    let second = runs.get(1);
    second.filter(|second| good.contains(second)).or_else(|| good.first().copied())
}

fn what_it_is(steps: &[StepData], wanted: i32) -> String {
    match steps.iter().find(|data| data.record.number == wanted) {
        None => {
            let last = steps.last().map_or(0, |data| data.record.number);
            format!("the test has no such step (its steps run to {last})")
        }
        Some(data) if data.record.step_type != StepType::Discharge => {
            let own = match &*data.record.original_step_type {
                "" => String::new(),
                own => format!(" ({own})"),
            };
            format!("it is {}{own}", with_article(data.record.step_type.as_str()))
        }
        Some(data) if is_running(steps, data) => "it was still running when the file was exported".to_owned(),
        Some(_) => "it discharged nothing".to_owned(),
    }
}
