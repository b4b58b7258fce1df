//! Why an export could not be made.

use crate::format::FormatError;
use crate::model::TestError;
use crate::report::ReportError;

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The test cannot be read.
    #[error(transparent)]
    Test(#[from] TestError),
    /// It cannot be derived, or reported, as asked.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The output cannot be written, or a column is not there.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// What is asked for does not go together, or the format cannot hold it.
    #[error("{0}")]
    Refused(String),
    /// The Parquet file cannot be written.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The workbook cannot be written.
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self::Format(FormatError::Write(error))
    }
}

impl ExportError {
    /// Whether the reader of the output went away, as `head` does.
    #[must_use]
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Format(error) if error.is_broken_pipe())
    }

    /// Whether it lies in the test, so that other tests may still be exported.
    #[must_use]
    pub(crate) fn is_of_test(&self) -> bool {
        match self {
            Self::Test(_) | Self::Report(_) | Self::Format(FormatError::Rows(_)) => true,
            Self::Format(_) | Self::Refused(_) | Self::Parquet(_) | Self::Workbook(_) => false,
        }
    }
}
