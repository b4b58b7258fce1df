//! Pouring and reading rows: one file for each database, and what both share.

pub(super) mod cursor;
mod postgres;
pub(super) mod rows;
pub(super) mod sqlite;
pub(super) mod tally;

use super::connection::AnyConnection;
use diesel::result::Error as DieselError;
use diesel::sql_types::{Double, Integer, Nullable};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

pub(super) use rows::Rows;
pub(super) use tally::{StepTally, Tally};

/// What a load sends to the thread of a connection.
pub(super) enum Message {
    /// Rows to pour, and their counts and sums.
    Rows(Rows, StepTally),
    /// All rows are poured. Each connection is told.
    End,
}

/// The way from a load to the connections that pour its rows, and of emptied blocks back.
pub(super) struct Queue {
    receiver: Mutex<Receiver<Message>>,
    back: Sender<Rows>,
    failed: AtomicBool,
}

impl Queue {
    pub(super) fn new(receiver: Receiver<Message>, back: Sender<Rows>) -> Self {
        Self { receiver: Mutex::new(receiver), back, failed: AtomicBool::new(false) }
    }

    /// The next message, waited for; `GivenUp` when the load was, or when another connection failed.
    fn next(&self) -> Result<Message, PourError> {
        let message = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match message {
            Ok(message) if !self.failed.load(Ordering::Relaxed) => Ok(message),
            _ => Err(PourError::GivenUp),
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
    /// The load was given up; nothing is wrong with the database.
    #[error("given up")]
    GivenUp,
}

/// Pours what comes until [`Message::End`]; gives what it was.
pub(super) fn pour(connection: &mut AnyConnection, experiment_id: i32, queue: &Queue) -> Result<Tally, PourError> {
    let poured = match connection {
        AnyConnection::Postgres(pg) => postgres::pour(pg, experiment_id, queue),
        AnyConnection::Sqlite(sqlite) => sqlite::pour(sqlite, experiment_id, queue),
    };
    if poured.is_err() {
        queue.failed.store(true, Ordering::Relaxed);
    }
    poured
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
