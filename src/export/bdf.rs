//! Battery Data Format: measurements under the names that it has for them.

use super::measurements::Measurements;
use super::{ExportError, Options, Table, Take};
use crate::format::Column;
use crate::model::Head;
use crate::report::Subject;

/// Measurements in the Battery Data Format.
pub(crate) struct Bdf;

impl Table for Bdf {
    fn name(&self) -> &'static str {
        "measurements"
    }

    fn about(&self) -> &'static str {
        "every row under the names of the Battery Data Format"
    }

    fn columns(&self, head: Option<&Head>) -> Vec<Column> {
        Measurements.columns(head)
    }

    fn is_in_workbook(&self) -> bool {
        false
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Column],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        Measurements.rows(subject, options, wanted, take)
    }
}
