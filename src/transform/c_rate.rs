//! C-rates: the rate a step was run at, its mean, and the one it ended with; magnitudes.

use super::run::held;
use crate::model::{Maybe, StepData, StepMetrics};

/// Fills in the C-rates for a nominal capacity in Ah.
///
/// The rate a step was run at is its held current, which two neighbouring rows both reach: one row's overshoot is no rate,
/// and the end current of a CC-CV charge is its cut-off. Without Detail it is known for constant-current steps only.
pub(super) fn fill(metrics: &mut [StepMetrics], steps: &[StepData], nominal_capacity_ah: f64) {
    for (step, data) in metrics.iter_mut().zip(steps) {
        step.c_rate_end = step.current_end_a.get().map(|current| current.abs() / nominal_capacity_ah).into();
        step.c_rate = held(data, step).map(|current| current / nominal_capacity_ah).into();
        step.c_rate_mean = match (step.capacity_ah.get(), step.duration_s.get()) {
            (Some(capacity), Some(duration)) if duration > 0.0 => {
                (capacity.abs() * 3600.0 / (duration * nominal_capacity_ah)).into()
            }
            _ => Maybe::NONE,
        };
    }
}
