//! Why a figure cannot be drawn, in words for the person who asked for it.

use crate::model::TestError;
use crate::transform::curve::CurveError;

/// Why a figure cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlotError {
    /// What it would show is not there. Never an empty picture.
    #[error("nothing to draw for {kind}: {why}")]
    Nothing {
        /// The kind of figure.
        kind: &'static str,
        /// What is missing, and what to do.
        why: String,
    },
    /// An option has no sense for the data.
    #[error("{option} {value}: {why}")]
    Option {
        /// The option as it is typed.
        option: &'static str,
        /// Its value.
        value: String,
        /// What is wrong, and what to do.
        why: String,
    },
    /// The test cannot be read.
    #[error(transparent)]
    Test(#[from] TestError),
    /// A curve cannot be made as asked.
    #[error("step {step}: {why}")]
    Curve {
        /// The step.
        step: i32,
        /// Why.
        why: CurveError,
    },
    /// The picture cannot be made.
    #[error("the picture cannot be drawn: {0}")]
    Picture(String),
    /// The points cannot be written.
    #[error("the plotted points cannot be written: {0}")]
    Write(#[from] std::io::Error),
}
