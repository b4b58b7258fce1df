//! Why a report could not be made.

use crate::model::TestError;
use crate::transform::DeriveError;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// The test cannot be read.
    #[error(transparent)]
    Test(#[from] TestError),
    /// It cannot be derived as asked.
    #[error(transparent)]
    Derive(#[from] DeriveError),
}
