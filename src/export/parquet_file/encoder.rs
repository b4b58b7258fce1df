//! A thread that encodes rows while the next are read.

use super::super::ExportError;
use super::super::batch::Batch;
use super::group::{Ending, Groups};
use super::{Rows, plain};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Batches that may wait for their encoding, beside the one that is encoded: memory is bounded.
const WAITING: usize = 4;

/// Encodes rows in a thread of its own.
pub(super) struct Encoder<E: Ending + 'static> {
    work: Option<Work<E>>,
}

struct Work<E> {
    rows: SyncSender<Message>,
    thread: JoinHandle<Result<E, ExportError>>,
}

enum Message {
    Rows(Rows),
    /// All is taken.
    End,
}

impl<E: Ending + 'static> Encoder<E> {
    pub(super) fn begin(groups: Groups<E>) -> Result<Self, ExportError> {
        let (rows, taken) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("parquet".to_owned()).spawn(move || encode(groups, &taken))?;
        Ok(Self { work: Some(Work { rows, thread }) })
    }

    /// Takes rows.
    pub(super) fn take(&mut self, batch: &Batch<'_>) -> Result<(), ExportError> {
        self.send(Message::Rows(Rows::of(batch)))
    }

    /// All is taken: gives what took the row groups.
    pub(super) fn finish(mut self) -> Result<E, ExportError> {
        self.send(Message::End)?;
        self.end()
    }

    fn send(&mut self, message: Message) -> Result<(), ExportError> {
        let Some(work) = &self.work else { return Err(stopped()) };
        match work.rows.send(message) {
            Ok(()) => Ok(()),
            Err(_) => Err(self.end().err().unwrap_or_else(stopped)),
        }
    }

    /// What became of the thread.
    fn end(&mut self) -> Result<E, ExportError> {
        let Some(Work { rows, thread }) = self.work.take() else { return Err(stopped()) };
        drop(rows);
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).map_err(plain)
    }
}

/// What the thread does.
fn encode<E: Ending>(mut groups: Groups<E>, taken: &Receiver<Message>) -> Result<E, ExportError> {
    for message in taken {
        match message {
            Message::Rows(rows) => groups.take(rows)?,
            Message::End => return Ok(groups.finish()?),
        }
    }
    // Who sends went away before the end: nobody wants the file.
    Err(ExportError::Refused("the export was given up".to_owned()))
}

fn stopped() -> ExportError {
    ExportError::Refused("writing the Parquet file has stopped".to_owned())
}

impl<E: Ending + 'static> Drop for Encoder<E> {
    /// Given up: the thread lets go of the output, which leaves nothing behind, before the program ends.
    fn drop(&mut self) {
        let _ = self.end();
    }
}
