//! State of charge, from the sum of capacities over executed steps; never from the tester's running total, which restarts.

use super::run::{Run, Window};
use crate::model::{Conventions, Derived, Maybe, Reference, SocAnchor, StepData, StepMetrics};
use std::fmt::Write as _;

/// Fills in SOC at the start and end of every step, in %: `100 · (N_k - N_ref) / abs(Q_ref)`.
pub(super) fn fill(
    conventions: &Conventions,
    reference: Reference,
    runs: &[Run],
    steps: &[StepData],
    metrics: &mut [StepMetrics],
    notes: &mut Vec<String>,
) {
    let sums = sums(metrics);
    let at_reference = metrics.iter().position(|step| step.step == reference.step).and_then(|at| sums[at]);
    let Some(at_reference) = at_reference else {
        notes.push("SOC is missing: a step before the reference has no capacity".to_owned());
        return;
    };
    for (step, sum) in metrics.iter_mut().zip(&sums) {
        step.soc_end_pct = sum.map(|sum| 100.0 * (sum - at_reference) / reference.capacity_ah).into();
        step.soc_start_pct = match (step.soc_end_pct.get(), step.capacity_ah.get()) {
            (Some(end), Some(capacity)) => (end - 100.0 * capacity / reference.capacity_ah).into(),
            _ => Maybe::NONE,
        };
    }
    if conventions.soc_anchor == SocAnchor::FullCharge {
        anchor(&anchors(runs, steps, metrics, &sums), runs, &sums, metrics, notes);
    }
}

/// The SOC in % at the start of a step, and by how much each Ah of the step changes it: the SOC of a row is the start and
/// the row's capacity times that. `None` where the SOC is not known.
#[must_use]
pub fn of_rows(derived: &Derived, anchor: SocAnchor, step: &StepMetrics) -> Option<(f64, f64)> {
    let by_reference = 100.0 / derived.reference?.capacity_ah;
    let per_ah = match (anchor, step.soc_start_pct.get().zip(step.soc_end_pct.get()), step.capacity_ah.get()) {
        (SocAnchor::FullCharge, Some((start, end)), Some(capacity)) if capacity != 0.0 => (end - start) / capacity,
        _ => by_reference,
    };
    Some((step.soc_start_pct.get()?, per_ah))
}

/// N_k, the sum of Q over executed steps 1..k; missing behind a step without a capacity.
#[must_use]
pub fn sums(metrics: &[StepMetrics]) -> Vec<Option<f64>> {
    let mut sum = Some(0.0);
    metrics
        .iter()
        .map(|step| {
            sum = sum.zip(step.capacity_ah.get()).map(|(sum, capacity)| sum + capacity);
            sum
        })
        .collect()
}

/// A place at which SOC is known.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Anchor {
    /// Index of the step at whose end it is.
    at: usize,
    /// The summed capacity there in Ah.
    sum_ah: f64,
    soc_pct: f64,
}

/// The end of each charge after which a full discharge would begin charged is 100 %, that of each full discharge 0 %.
fn anchors(runs: &[Run], steps: &[StepData], metrics: &[StepMetrics], sums: &[Option<f64>]) -> Vec<Anchor> {
    let Some(window) = Window::of(steps, metrics, runs) else { return Vec::new() };
    let is_full_charge = |at: usize| at < metrics.len() && window.ends_charged(steps, metrics, at);
    let mut empty = runs.iter().filter(|run| run.is_full).map(|run| run.last).peekable();
    let mut anchors = Vec::new();
    for (at, sum) in sums.iter().enumerate() {
        // Charges without a break are one, whose end counts.
        let soc_pct = if is_full_charge(at) && !is_full_charge(at + 1) {
            100.0
        } else if empty.next_if_eq(&at).is_some() {
            0.0
        } else {
            continue;
        };
        let Some(sum_ah) = *sum else { break };
        anchors.push(Anchor { at, sum_ah, soc_pct });
    }
    anchors
}

/// For ageing tests: between two anchors SOC is linear in charge from the one's value to the other's, so that a full
/// discharge runs from 100 to 0 by its own capacity. Between two of one value, before the first and after the last, the
/// nearest own capacity is the slope, and what is left over falls to the step that ends at the anchor.
fn anchor(
    anchors: &[Anchor],
    runs: &[Run],
    sums: &[Option<f64>],
    metrics: &mut [StepMetrics],
    notes: &mut Vec<String>,
) {
    let own: Vec<(usize, f64)> = runs.iter().filter(|run| run.is_full).map(|run| (run.last, run.capacity_ah)).collect();
    let (Some(first), false) = (anchors.first(), own.is_empty()) else {
        notes.push("no full discharge to anchor SOC at: it stands on the reference alone".to_owned());
        return;
    };
    let nearest = |at: usize| {
        let after = own.partition_point(|(last, _)| *last < at);
        let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|index| own.get(index));
        around.min_by_key(|(last, _)| last.abs_diff(at)).map_or(f64::NAN, |(_, capacity_ah)| 100.0 / capacity_ah)
    };
    let mut left_pct = 0.0;
    let mut passed = 0usize;
    let mut before: Option<f64> = Some(0.0);
    for (at, step) in metrics.iter_mut().enumerate() {
        let (start_ah, end_ah) = (before, sums[at]);
        before = end_ah;
        let (Some(start_ah), Some(end_ah)) = (start_ah, end_ah) else {
            (step.soc_start_pct, step.soc_end_pct) = (Maybe::NONE, Maybe::NONE);
            continue;
        };
        let behind = passed.checked_sub(1).map(|index| anchors[index]);
        let ahead = anchors.get(passed).copied();
        let from = behind.unwrap_or(*first);
        let per_ah = match (behind, ahead) {
            (Some(one), Some(other)) if one.soc_pct != other.soc_pct && one.sum_ah != other.sum_ah => {
                (other.soc_pct - one.soc_pct) / (other.sum_ah - one.sum_ah)
            }
            _ => nearest(from.at),
        };
        let soc_pct = |sum_ah: f64| per_ah.mul_add(sum_ah - from.sum_ah, from.soc_pct);
        let mut end_pct = soc_pct(end_ah);
        if let Some(anchor) = ahead.filter(|anchor| anchor.at == at) {
            left_pct += (end_pct - anchor.soc_pct).abs();
            end_pct = anchor.soc_pct;
            passed += 1;
        }
        (step.soc_start_pct, step.soc_end_pct) = (soc_pct(start_ah).into(), end_pct.into());
    }
    let mut note = format!("SOC is anchored at {} full charges and discharges", anchors.len());
    if left_pct >= 0.001 {
        let _ = write!(
            note,
            "; between two of one kind {left_pct:.3} points in all were left over, added to the step before"
        );
    }
    notes.push(note);
}
