//! Makes new rows of PostgreSQL known to the index while others are still on their way.

use super::connection::AnyConnection;
use super::{Database, Target};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// So many rows are poured between two summaries.
const EVERY: u64 = 150_000;

/// A connection of its own beside that of a large load: the server reads the new pages with another processor than the one
/// that pours. Only ranges that are full are made known: what is poured into a known one makes work for the pouring. Only
/// speed depends on it, so whatever fails here is left to the end of the load.
pub(super) struct Summariser {
    target: Target,
    /// The page of the table at which the load began to add.
    first_page: i64,
    due: u64,
    thread: Option<Thread>,
}

/// The thread of that connection.
struct Thread {
    due: SyncSender<()>,
    /// Closed when it has nothing more to do. To close its connection takes it longer, and nobody waits for that.
    at_work: Receiver<()>,
}

impl Summariser {
    /// For a load that begins now.
    pub(super) fn new(database: &mut Database) -> Self {
        let first_page = match &mut database.connection {
            AnyConnection::Postgres(pg) => summarise_from(pg, None).ok(),
            AnyConnection::Sqlite(_) => None,
        };
        let due = if first_page.is_some() { EVERY } else { u64::MAX };
        Self { target: database.target().clone(), first_page: first_page.unwrap_or(0), due, thread: None }
    }

    /// Hears how many rows were sent so far.
    pub(super) fn sent(&mut self, rows: u64) {
        if rows < self.due {
            return;
        }
        self.due = rows + EVERY;
        if self.thread.is_none() {
            let (due, wait) = sync_channel(1);
            let (works, at_work) = sync_channel(0);
            let (target, first_page) = (self.target.clone(), self.first_page);
            let work = move || summarise(&target, first_page, &wait, works);
            let spawned = std::thread::Builder::new().name("index".to_owned()).spawn(work);
            match spawned {
                Ok(_) => self.thread = Some(Thread { due, at_work }),
                Err(_) => self.due = u64::MAX,
            }
        }
        self.more();
    }

    /// The rest is poured, and other work of the load goes on.
    pub(super) fn more(&self) {
        // One that is still at it will see these rows, too.
        if let Some(thread) = &self.thread {
            let _ = thread.due.try_send(());
        }
    }

    /// Waits for what is under way.
    pub(super) fn end(&mut self) {
        if let Some(Thread { due, at_work }) = self.thread.take() {
            drop(due);
            at_work.recv().ok();
        }
    }
}

impl Drop for Summariser {
    fn drop(&mut self) {
        self.end();
    }
}

impl Database {
    /// Of a load into PostgreSQL that has ended: makes the last of its rows known to the index. Only speed depends on it, so a
    /// failure is none of the load's; the server does it by itself later.
    pub(super) fn summarise_rest(&mut self) {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            drop(diesel::sql_query("SELECT battery_etl_summarise_rest()").execute(pg));
        }
    }

    /// After all loads of a command: tells PostgreSQL's planner of so many new rows when they have made the table much larger.
    /// A failure is none of the loads', likewise.
    pub fn analyse(&mut self, added_rows: u64) {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            drop(diesel::sql_query("SELECT battery_etl_analyse($1)").bind::<BigInt, _>(added_rows as i64).execute(pg));
        }
    }
}

fn summarise(target: &Target, mut page: i64, due: &Receiver<()>, works: SyncSender<()>) {
    let Ok(Database { connection: AnyConnection::Postgres(mut pg), .. }) = Database::connect(target) else { return };
    while due.recv().is_ok() {
        if let Ok(next) = summarise_from(&mut pg, Some(page)) {
            page = next;
        }
    }
    drop(works);
}

#[derive(QueryableByName)]
struct Page {
    #[diesel(sql_type = BigInt)]
    page: i64,
}

/// Makes the full ranges from a page on known to the index; gives the page at which the first range begins that is not full
/// yet. Without a page only that.
fn summarise_from(pg: &mut PgConnection, page: Option<i64>) -> QueryResult<i64> {
    let query = diesel::sql_query("SELECT battery_etl_summarise($1) AS page");
    query.bind::<diesel::sql_types::Nullable<BigInt>, _>(page).get_result(pg).map(|found: Page| found.page)
}
