//! Makes new rows of PostgreSQL known to the index while others are still on their way.

use super::{Database, Target};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// So many rows are poured between two summaries.
const EVERY: u64 = 300_000;

/// A connection of its own beside that of a large load: the server reads the new pages with another processor than the one
/// that pours. Only speed depends on it, so whatever fails here is left to the end of the load.
pub(super) struct Summariser {
    target: Target,
    due: u64,
    thread: Option<(SyncSender<()>, JoinHandle<()>)>,
}

impl Summariser {
    pub(super) fn new(target: &Target) -> Self {
        let due = if target.has_many_writers() { EVERY } else { u64::MAX };
        Self { target: target.clone(), due, thread: None }
    }

    /// Hears how many rows were sent so far.
    pub(super) fn sent(&mut self, rows: u64) {
        if rows < self.due {
            return;
        }
        self.due = rows + EVERY;
        if self.thread.is_none() {
            let (sender, due) = sync_channel(1);
            let target = self.target.clone();
            let spawned = std::thread::Builder::new().name("index".to_owned()).spawn(move || summarise(&target, &due));
            match spawned {
                Ok(thread) => self.thread = Some((sender, thread)),
                Err(_) => self.due = u64::MAX,
            }
        }
        self.more();
    }

    /// The rest is poured, and other work of the load goes on.
    pub(super) fn more(&self) {
        // One that is still at it will see these rows, too.
        if let Some((sender, _)) = &self.thread {
            let _ = sender.try_send(());
        }
    }

    /// Waits for what is under way.
    pub(super) fn end(&mut self) {
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            drop(thread.join());
        }
    }
}

impl Drop for Summariser {
    fn drop(&mut self) {
        self.end();
    }
}

fn summarise(target: &Target, due: &Receiver<()>) {
    let Ok(mut database) = Database::connect(target) else { return };
    while due.recv().is_ok() {
        database.settle(0);
    }
}
