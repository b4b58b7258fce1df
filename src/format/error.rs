//! Why a document could not be written.

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormatError {
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Write(#[from] std::io::Error),
    /// The rows could not be made; the cause is kept as it was.
    #[error(transparent)]
    Rows(Box<dyn std::error::Error + Send + Sync>),
    /// A column was asked for that the sheet does not have.
    #[error("there is no column `{asked}` here{}; the columns are {columns}", nearest.as_ref().map_or_else(String::new, |name| format!(", did you mean `{name}`?")))]
    NoColumn {
        /// What was asked for.
        asked: String,
        /// The column of the nearest name.
        nearest: Option<String>,
        /// All there are.
        columns: String,
    },
}

impl FormatError {
    /// Whether the reader of the output went away, as `head` does.
    #[must_use]
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
