//! Pouring and reading rows: one file for each database, and what both share.

pub(super) mod cursor;
mod postgres;
pub(super) mod rows;
pub(super) mod sqlite;
pub(super) mod tally;

use super::connection::AnyConnection;
use super::waiting::Watch;
use diesel::result::Error as DieselError;
use diesel::sql_types::{Double, Integer, Nullable};
use std::sync::mpsc::{Receiver, Sender};

pub(super) use rows::Rows;
pub(super) use tally::{StepTally, Tally};

/// What a load sends to the thread of its connection.
pub(super) enum Message {
    /// Rows to pour.
    Rows(Rows),
    /// All rows are poured. A channel that closes without it says that the load is given up.
    End,
}

/// The way from a load to the connection that pours its rows, and of emptied blocks back.
pub(super) struct Queue {
    receiver: Receiver<Message>,
    back: Sender<Rows>,
    watch: Watch,
}

impl Queue {
    pub(super) fn new(receiver: Receiver<Message>, back: Sender<Rows>, watch: Watch) -> Self {
        Self { receiver, back, watch }
    }

    /// The next rows, waited for; `None` after the last.
    fn next(&self) -> Result<Option<Rows>, PourError> {
        match self.receiver.recv() {
            Ok(Message::Rows(rows)) => Ok(Some(rows)),
            Ok(Message::End) => Ok(None),
            Err(_) => Err(PourError::GivenUp),
        }
    }

    /// Takes an emptied block. A receiver that is gone needs none.
    fn give_back(&self, rows: Rows) {
        drop(self.back.send(rows));
    }
}

/// Why pouring ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum PourError {
    #[error(transparent)]
    Database(#[from] DieselError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The database says that it has taken another number of rows than it was given.
    #[error("the database has taken {taken} of {sent} rows")]
    Lost { sent: usize, taken: usize },
    /// The load was given up; nothing is wrong with the database.
    #[error("given up")]
    GivenUp,
}

/// Compares what the database says it has taken with what it was sent.
fn compare(sent: usize, taken: usize) -> Result<(), PourError> {
    if sent == taken { Ok(()) } else { Err(PourError::Lost { sent, taken }) }
}

/// Pours what comes until [`Message::End`]; gives what it was.
pub(super) fn pour(connection: &mut AnyConnection, experiment_id: i32, queue: &Queue) -> Result<Tally, PourError> {
    match connection {
        AnyConnection::Postgres(pg) => postgres::pour(pg, experiment_id, queue),
        AnyConnection::Sqlite(sqlite) => sqlite::pour(sqlite, experiment_id, queue),
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
