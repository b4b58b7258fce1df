//! Reading the rows of an experiment back, block by block, with every bit that was poured.

use super::bulk::cursor::Cursor;
use super::bulk::{ReadError, Rows, sqlite};
use super::channel::unpack;
use super::connection::AnyConnection;
use super::schema::measurement_channels;
use super::{Database, Doing, Experiment, StoreError};
use crate::model::{Block, Column, Columns, StepSet, TestError, stored_block_rows};
use diesel::prelude::*;
use std::collections::{HashMap, VecDeque};

/// Rows of steps that nobody asked for are read through up to this number, rather than looking anew behind them.
const READ_THROUGH: i64 = 20_000;

/// What a reader of rows asks for.
pub(super) struct Reading<'a> {
    pub(super) experiment: &'a Experiment,
    /// The number of further channels.
    pub(super) channels: usize,
    /// The physical line of each step's first row, where it is known.
    pub(super) first_lines: &'a HashMap<i32, u64>,
    pub(super) columns: Columns,
    pub(super) steps: &'a StepSet,
}

/// A step that is read: its number, its rows, and whether anyone asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    step: i32,
    rows: i64,
    wanted: bool,
}

/// The steps to read in one go each, and the parts of all of them.
fn plan(poured: impl IntoIterator<Item = (i32, i64)>, wanted: &StepSet) -> (VecDeque<(i32, i32)>, Vec<Part>) {
    let (mut stretches, mut parts) = (VecDeque::<(i32, i32)>::new(), Vec::new());
    let mut between = Vec::new();
    let mut skipped = 0;
    for (step, rows) in poured.into_iter().filter(|(_, rows)| *rows > 0) {
        if !wanted.contains(step) {
            skipped += rows;
            between.push(Part { step, rows, wanted: false });
            continue;
        }
        match stretches.back_mut() {
            Some(stretch) if skipped <= READ_THROUGH => {
                stretch.1 = step;
                parts.append(&mut between);
            }
            _ => stretches.push_back((step, step)),
        }
        between.clear();
        skipped = 0;
        parts.push(Part { step, rows, wanted: true });
    }
    (stretches, parts)
}

impl Database {
    /// Hands the rows to `each`. To be called inside a reading transaction.
    pub(super) fn read_blocks(
        &mut self,
        reading: &Reading<'_>,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let experiment = reading.experiment;
        let poured = self.poured(experiment.id)?;
        let (stretches, parts) = plan(poured.iter().map(|step| (step.step, step.rows)), reading.steps);
        let has_lines = self.has_lines(experiment.id)?;
        let mut cursor = Cursor::new(experiment.id, stretches);
        let mut rows = Rows::new(reading.channels);
        let most = stored_block_rows(reading.channels);
        for part in parts {
            for first in (0..part.rows).step_by(most) {
                let count = (part.rows - first).min(most as i64) as usize;
                rows.begin(part.step, first as i32);
                match &mut self.connection {
                    AnyConnection::Postgres(pg) => cursor.fill(pg, &mut rows, count),
                    // Only wanted steps are looked at: any step is found at once.
                    AnyConnection::Sqlite(_) if !part.wanted => continue,
                    AnyConnection::Sqlite(sqlite) => sqlite::fill(sqlite, experiment.id, &mut rows, count),
                }
                .map_err(|error| read_error(experiment, error))?;
                if part.wanted {
                    self.read_channels(reading, has_lines, &mut rows)?;
                    let channels: Vec<&[f64]> = rows.columns[Column::COUNT..].iter().map(Vec::as_slice).collect();
                    each(&rows.block(&channels))?;
                }
            }
        }
        Ok(())
    }

    fn has_lines(&mut self, id: i32) -> Result<bool, StoreError> {
        let place = measurement_channels::experiment_id.eq(id).and(measurement_channels::has_lines.eq(true));
        let found: Option<i32> = measurement_channels::table
            .filter(place)
            .select(measurement_channels::step)
            .first(&mut self.connection)
            .optional()
            .doing("looking for line numbers")?;
        Ok(found.is_some())
    }

    /// Fills the channels and the lines of a block.
    fn read_channels(&mut self, reading: &Reading<'_>, has_lines: bool, rows: &mut Rows) -> Result<(), StoreError> {
        let count = rows.len();
        if let Some(first) = reading.first_lines.get(&rows.step) {
            let first = first + rows.first as u64;
            rows.lines.extend(first..first + count as u64);
        }
        if reading.channels > 0 && !reading.columns.channels {
            rows.columns[Column::COUNT..].iter_mut().for_each(|column| column.resize(count, f64::NAN));
        }
        let wants_channels = reading.channels > 0 && reading.columns.channels;
        if !wants_channels && !has_lines {
            return Ok(());
        }
        let place = (reading.experiment.id, rows.step, rows.first);
        let found: Option<(i32, bool, Vec<u8>)> = measurement_channels::table
            .find(place)
            .select((measurement_channels::channels, measurement_channels::has_lines, measurement_channels::packed))
            .first(&mut self.connection)
            .optional()
            .doing("reading the channels")?;
        let broken = || {
            let problem = format!(
                "the channels of step {} cannot be read from row {} on; load the files again with --replace",
                rows.step, rows.first
            );
            StoreError::integrity(&reading.experiment.name, problem)
        };
        let Some((channels, with_lines, packed)) = found else {
            return if reading.channels == 0 { Ok(()) } else { Err(broken()) };
        };
        if usize::try_from(channels) != Ok(reading.channels) {
            return Err(broken());
        }
        let columns = reading.channels + usize::from(with_lines);
        let mut columns = unpack(&packed, rows, columns).ok_or_else(broken)?;
        if with_lines && let Some(lines) = columns.pop() {
            rows.lines.clear();
            rows.lines.extend(lines.iter().map(|&line| line as u64));
        }
        if wants_channels {
            rows.columns.splice(Column::COUNT.., columns);
        }
        Ok(())
    }
}

fn read_error(experiment: &Experiment, error: ReadError) -> StoreError {
    match error {
        ReadError::Database(source) => {
            StoreError::Database { doing: format!("reading the rows of `{}`", experiment.name), source }
        }
        ReadError::Missing(..) => StoreError::integrity(
            &experiment.name,
            format!(
                "{error}; `battery-etl catalog check` says what else is wrong, and `ingest --replace` loads it again"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_steps_are_read_in_one_go() {
        let poured = [(1, 10), (2, 5), (3, 0), (4, 10), (5, 30_000), (6, 10)];
        let (stretches, parts) = plan(poured, &StepSet::Only([1, 4, 6].into()));
        assert_eq!(stretches, [(1, 4), (6, 6)]);
        let read: Vec<_> = parts.iter().map(|part| (part.step, part.wanted)).collect();
        assert_eq!(read, [(1, true), (2, false), (4, true), (6, true)]);
        let (stretches, parts) = plan(poured, &StepSet::All);
        assert_eq!((stretches, parts.len()), ([(1, 6)].into(), 5));
    }
}
