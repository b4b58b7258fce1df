//! Why a lake cannot be read.

use crate::export::ExportError;
use crate::model::TestError;
use std::path::Path;

/// Why a lake cannot be read, or a part not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LakeError {
    /// What stands at a place.
    #[error("{place}: {problem}")]
    At {
        /// The file, with a line where there is one.
        place: String,
        /// What is wrong, and the way out.
        problem: String,
    },
    /// A file cannot be read.
    #[error("{place}: {error}")]
    Read {
        /// The file.
        place: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A part cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

impl LakeError {
    /// What is wrong at a path.
    pub(super) fn at(path: &Path, problem: impl Into<String>) -> Self {
        Self::At { place: path.display().to_string(), problem: problem.into() }
    }

    /// What the system says of a path.
    pub(super) fn read(path: &Path, error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound {
            return Self::at(path, "is not there, though the lake's log names it; check the lake, or copy it again");
        }
        Self::Read { place: path.display().to_string(), error }
    }
}

impl From<LakeError> for TestError {
    fn from(error: LakeError) -> Self {
        Self(Box::new(error))
    }
}
