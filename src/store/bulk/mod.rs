//! Pouring and reading rows: one file for each database, and what both share.

pub(super) mod postgres;
pub(super) mod rows;
pub(super) mod sqlite;
pub(super) mod tally;

use super::connection::AnyConnection;
use diesel::result::Error as DieselError;
use diesel::sql_types::{Double, Integer, Nullable};
use std::sync::mpsc::Receiver;

pub(super) use rows::Rows;
pub(super) use tally::{StepTally, Tally};

/// What a load sends to the connection's thread.
pub(super) enum Message {
    /// Rows to pour.
    Rows(Rows),
    /// All rows are poured.
    End,
}

/// Why pouring ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum PourError {
    #[error(transparent)]
    Database(#[from] DieselError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The load was given up; nothing is wrong with the database.
    #[error("given up")]
    GivenUp,
}

/// Pours what comes until [`Message::End`]; emptied blocks go back through `back`.
pub(super) fn pour(
    connection: &mut AnyConnection,
    experiment_id: i32,
    receiver: &Receiver<Message>,
    back: &std::sync::mpsc::Sender<Rows>,
) -> Result<Tally, PourError> {
    match connection {
        AnyConnection::Postgres(pg) => postgres::pour(pg, experiment_id, receiver, back),
        AnyConnection::Sqlite(sqlite) => sqlite::pour(sqlite, experiment_id, receiver, back),
    }
}

/// A row as it is read: step, sequence, and the seven fixed columns.
pub(super) type RowTuple = (i32, i32, RowValues);
/// The seven fixed columns.
pub(super) type RowValues = (Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>);
/// The same in SQL.
pub(super) type RowType = (
    Integer,
    Integer,
    (
        Nullable<Double>,
        Nullable<Double>,
        Nullable<Double>,
        Nullable<Double>,
        Nullable<Double>,
        Nullable<Double>,
        Nullable<Double>,
    ),
);

/// Why rows could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error(transparent)]
    Database(#[from] DieselError),
    /// This row of this step is not there.
    #[error("row {1} of step {0} is missing")]
    Missing(i32, i32),
}
