//! How tests began: by that it is known of a file, whatever its name, which test it may go on with.

use super::reading::Reading;
use super::schema::step_traces;
use super::{Database, Doing, Experiment, StoreError, on_backend};
use crate::model::{Columns, RowsFold, StepSet, TestError};
use chrono::NaiveDateTime;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Nullable, Text, Timestamp};
use std::collections::HashMap;

/// A test as far as it is loaded, and how it began.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Begun {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The dialect of its files.
    #[diesel(sql_type = Text)]
    pub dialect: String,
    /// When it began, by the cycler's clock.
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub start_time: Option<NaiveDateTime>,
    /// Of a test without a clock the test time of its first row in s.
    #[diesel(sql_type = Nullable<Double>)]
    pub test_time_s: Option<f64>,
    /// And the voltage of its first row in V.
    #[diesel(sql_type = Nullable<Double>)]
    pub voltage_v: Option<f64>,
    /// Rows of its files.
    #[diesel(sql_type = BigInt)]
    pub rows: i64,
    /// Their digest.
    #[diesel(sql_type = Text)]
    pub rows_digest: String,
}

/// The rows that were asked for are known, or are others.
#[derive(Debug, thiserror::Error)]
#[error("no more rows are needed")]
struct Enough;

impl Database {
    /// The tests of at least so many rows that were not replaced.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn begun(&mut self, least_rows: u64) -> Result<Vec<Begun>, StoreError> {
        let query = format!(
            "SELECT e.name, e.dialect, e.start_time, t.test_time_start_s AS test_time_s, t.voltage_start_v AS voltage_v, \
             e.source_rows AS rows, e.rows_digest FROM experiments e LEFT JOIN step_traces t ON e.start_time IS NULL \
             AND t.experiment_id = e.id \
             AND t.step = (SELECT min(s.step) FROM step_traces s WHERE s.experiment_id = e.id) \
             WHERE e.superseded_by_id IS NULL AND e.rows_digest IS NOT NULL AND e.source_rows >= {least_rows}"
        );
        diesel::sql_query(query).load(&mut self.connection).doing("looking for how tests began")
    }

    /// Whether the rows of an experiment begin with a row of this test time in s and voltage in V, and with those of these
    /// digests, each of so many rows. Of one that is not stored whole it cannot be known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn begins_with(
        &mut self,
        experiment: &Experiment,
        first_row: [Option<f64>; 2],
        digests: &[(u64, &str)],
    ) -> Result<bool, StoreError> {
        // Many channels may be started at once; few begin alike, and of the others no row need be read.
        let there: Option<(Option<f64>, Option<f64>)> = step_traces::table
            .filter(step_traces::experiment_id.eq(experiment.id))
            .order(step_traces::step)
            .select((step_traces::test_time_start_s, step_traces::voltage_start_v))
            .first(&mut self.connection)
            .optional()
            .doing("looking for its first row")?;
        if !experiment.is_whole() || there.is_none_or(|(time_s, voltage_v)| [time_s, voltage_v] != first_row) {
            return Ok(false);
        }
        // Reading has a cursor and settings of its own, whether or not a load is under way.
        on_backend!(self, connection => AnsiTransactionManager::begin_transaction(connection))
            .doing("beginning to read")?;
        let found = self.read_beginning(experiment, digests);
        on_backend!(self, connection => AnsiTransactionManager::rollback_transaction(connection))
            .doing("ending to read")?;
        found
    }

    fn read_beginning(&mut self, experiment: &Experiment, digests: &[(u64, &str)]) -> Result<bool, StoreError> {
        let conventions = self.conventions(experiment.id)?;
        let head = self.head(experiment, conventions)?;
        let mut fold = RowsFold::new(&head);
        digests.iter().for_each(|(rows, _)| fold.mark(*rows));
        let reading = Reading {
            experiment,
            channels: head.channels.len(),
            first_lines: &HashMap::new(),
            columns: Columns::ALL,
            steps: &StepSet::All,
        };
        let is_other = |fold: &RowsFold| {
            let known = digests.iter().filter(|(rows, _)| *rows <= fold.rows());
            known.into_iter().any(|(rows, digest)| fold.digest_at(*rows) != Some(digest))
        };
        let most = digests.iter().map(|(rows, _)| *rows).max().unwrap_or(0);
        let read = self.read_blocks(&reading, &mut |block| {
            fold.push(block);
            if fold.rows() >= most || is_other(&fold) { Err(TestError(Box::new(Enough))) } else { Ok(()) }
        });
        match read {
            Err(error) if !error.0.is::<Enough>() => Err(error
                .0
                .downcast::<StoreError>()
                .map_or_else(|error| StoreError::Stopped(error.to_string()), |e| *e)),
            _ => Ok(fold.rows() >= most && !is_other(&fold)),
        }
    }
}
