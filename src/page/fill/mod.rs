//! What pages are made of: sheets of reports, figures of plots, rows and curves become the data of a page.

mod ageing;
mod curves;
mod figures;
mod fleet;
mod located;
mod pass;
mod rows;
mod tables;
mod test;
mod tiles;

pub(crate) use fleet::{Member, fleet};
pub(crate) use test::test;

use super::PageError;
use crate::model::TestError;
use crate::plot::PlotError;
use crate::report::ReportError;

/// Why a page could not be filled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FillError {
    /// A report could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A figure could not be drawn.
    #[error(transparent)]
    Plot(#[from] PlotError),
    /// The test cannot be read.
    #[error(transparent)]
    Test(#[from] TestError),
    /// A table could not be read.
    #[error(transparent)]
    Format(#[from] crate::format::FormatError),
    /// The page could not be written.
    #[error(transparent)]
    Page(#[from] PageError),
}

/// The tool and its version.
pub(super) fn tool() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}
