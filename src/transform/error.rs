//! What stops a derivation.

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
