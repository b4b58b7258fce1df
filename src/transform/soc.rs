//! State of charge, from the sum of capacities over executed steps; never from the tester's running total, which restarts.

use crate::model::{Conventions, EndReason, Reference, SocAnchor, StepData, StepMetrics, StepType};

/// Fills in SOC at the start and end of every step, in %: `100 · (N_k - N_ref) / abs(Q_ref)`.
pub(super) fn fill(
    conventions: &Conventions,
    reference: Reference,
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
        step.soc_end_pct = sum.map(|sum| 100.0 * (sum - at_reference) / reference.capacity_ah);
        step.soc_start_pct = match (step.soc_end_pct, step.capacity_ah) {
            (Some(end), Some(capacity)) => Some(end - 100.0 * capacity / reference.capacity_ah),
            _ => None,
        };
    }
    if conventions.soc_anchor == SocAnchor::FullCharge {
        anchor(steps, metrics, notes);
    }
}

/// N_k, the sum of Q over executed steps 1..k; missing behind a step without a capacity.
pub(super) fn sums(metrics: &[StepMetrics]) -> Vec<Option<f64>> {
    let mut sum = Some(0.0);
    metrics
        .iter()
        .map(|step| {
            sum = sum.zip(step.capacity_ah).map(|(sum, capacity)| sum + capacity);
            sum
        })
        .collect()
}

/// For ageing tests: each charge that ends by its cut-off current sets 100 %, each full discharge 0 % by its own capacity.
fn anchor(steps: &[StepData], metrics: &mut [StepMetrics], notes: &mut Vec<String>) {
    let is_full_charge = |at: usize, step: &StepMetrics| {
        step.step_type == StepType::Charge && steps[at].record.end_reason == Some(EndReason::Current)
    };
    let (mut shift, mut anchors, mut drift) = (None, 0u32, 0.0);
    for (at, step) in metrics.iter_mut().enumerate() {
        let (Some(start), Some(end)) = (step.soc_start_pct, step.soc_end_pct) else { continue };
        let target = if is_full_charge(at, step) {
            100.0
        } else if step.full_discharge {
            0.0
        } else {
            let by = shift.unwrap_or(0.0);
            (step.soc_start_pct, step.soc_end_pct) = (Some(start + by), Some(end + by));
            continue;
        };
        let before = shift;
        step.soc_start_pct = Some(start + before.unwrap_or(target - end));
        step.soc_end_pct = Some(target);
        if let Some(before) = before {
            drift += (target - end) - before;
            anchors += 1;
        }
        shift = Some(target - end);
    }
    if anchors > 0 {
        notes.push(format!(
            "SOC anchored at full charges and discharges: it drifted by {:.3} % an anchor",
            drift / f64::from(anchors)
        ));
    }
}
