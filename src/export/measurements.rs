//! The table of measurements: every row of a test, with its step, cycle, SOC and C-rate.

mod bdf;
mod columns;
mod walk;

pub(crate) use bdf::Bdf;

use super::{ExportError, Options, Table, Take};
use crate::format::Heading;
use crate::model::{self, Head};
use crate::report::Subject;

/// The columns of a block behind those that are there already: the seven, and every channel under a name of its own.
pub(crate) fn block_columns(mut before: Vec<Heading>, channels: &[model::Channel]) -> Vec<Heading> {
    before.extend(model::Column::ALL.into_iter().filter_map(columns::measured));
    for channel in channels {
        let column = columns::named(channel, &|key| before.iter().all(|column| column.key != key));
        before.push(column);
    }
    before
}

/// Rows.
pub(super) struct Measurements;

impl Table for Measurements {
    fn name(&self) -> &'static str {
        "measurements"
    }

    fn about(&self) -> &'static str {
        "every row: step, cycle, times, voltage, current, C-rate, capacity, energy, SOC, temperature, all channels"
    }

    fn columns(&self, head: Option<&Head>) -> Vec<Heading> {
        columns::of(head).into_iter().map(|(column, _)| column).collect()
    }

    fn is_in_workbook(&self) -> bool {
        false
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        let own = columns::of(Some(&subject.head));
        walk::rows(subject, options, (&own, wanted), take)
    }
}
