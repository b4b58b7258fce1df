//! A second connection to PostgreSQL that pours beside the first: one process of the server takes in rows more slowly than
//! they are read, two keep up. The two commit apart, and yet both or neither is kept.

use super::bulk::{self, PourError, Queue};
use super::connection::AnyConnection;
use super::{Database, Doing, StoreError, Target};
use diesel::prelude::*;
use diesel::sql_types::Integer;
use std::sync::Arc;
use std::thread::JoinHandle;

/// So many rows the first connection pours alone: a load of fewer is over before a second one pays.
pub(super) const BRANCH_AFTER: u64 = 200_000;

/// What is said when either connection cannot commit.
const COMMITTING: &str = "committing the load";

/// The second connection of a load, in a thread of its own.
pub(super) struct Branch {
    thread: JoinHandle<Result<Option<Database>, PourFailure>>,
}

/// Why the second connection ended early.
pub(super) enum PourFailure {
    Pour(PourError),
    Store(StoreError),
}

impl Branch {
    /// Begins to pour what comes through the queue. `None` when there can be no thread.
    pub(super) fn start(target: &Target, experiment_id: i32, name: &str, queue: Arc<Queue>) -> Option<Self> {
        let (target, name) = (target.clone(), name.to_owned());
        let work = move || pour(&target, experiment_id, &name, &queue);
        let thread = std::thread::Builder::new().name("database 2".to_owned()).spawn(work).ok()?;
        Some(Self { thread })
    }

    /// Waits for its end. The connection comes back with its transaction open, its rows compared; `None` when it took none.
    pub(super) fn end(self) -> Result<Option<Database>, PourFailure> {
        let stopped = |_| Err(PourFailure::Store(StoreError::Stopped("its second thread failed".to_owned())));
        self.thread.join().unwrap_or_else(stopped)
    }
}

/// Until it takes rows only speed depends on it, so what fails before then is none of the load's.
fn pour(target: &Target, experiment_id: i32, name: &str, queue: &Queue) -> Result<Option<Database>, PourFailure> {
    let begun = Database::connect(target).and_then(|mut database| {
        database.begin_write()?;
        database.begin_branch(experiment_id).map(|()| database)
    });
    let Ok(mut database) = begun else { return Ok(None) };
    let poured = bulk::pour(&mut database.connection, experiment_id, queue).map_err(PourFailure::Pour)?;
    if poured.is_empty() {
        return Ok(None);
    }
    database.verify(experiment_id, name, &poured, 2).map_err(PourFailure::Store)?;
    Ok(Some(database))
}

impl Database {
    /// The first words of a second connection: a lock that it holds until its rows are kept or gone, and a row that is kept
    /// with them until the first connection takes it away.
    fn begin_branch(&mut self, experiment_id: i32) -> Result<(), StoreError> {
        self.say("SELECT pg_advisory_xact_lock('load_branches'::regclass::oid::INTEGER, $1)", experiment_id)?;
        self.say("INSERT INTO load_branches (experiment_id, is_first) VALUES ($1, FALSE)", experiment_id)
    }

    fn say(&mut self, words: &str, experiment_id: i32) -> Result<(), StoreError> {
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(()) };
        let query = diesel::sql_query(words).bind::<Integer, _>(experiment_id);
        query.execute(pg).map(drop).doing("joining the connections of a load")
    }

    /// Ends a load: keeps what it did, or takes it back. The commit of the first connection waits in the server for that of
    /// the second, and fails when there was none; so both are under way at once, and whatever becomes of this program, both
    /// or neither is kept. Should the server stop just between them, [`Self::clear_branches`] finds what is left.
    pub(super) fn end_load<T>(
        &mut self,
        experiment_id: i32,
        done: Result<T, StoreError>,
        second: Option<Self>,
    ) -> Result<T, StoreError> {
        let Some(mut second) = second else { return self.end_write(done, COMMITTING) };
        let join = "INSERT INTO load_branches (experiment_id, is_first) VALUES ($1, TRUE)";
        let done = done.and_then(|done| self.say(join, experiment_id).map(|()| done));
        if done.is_err() {
            second.roll_back();
            return self.end_write(done, COMMITTING);
        }
        let (kept, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| second.end_write(Ok(()), COMMITTING));
            (self.end_write(done, COMMITTING), other.join())
        });
        // When the answer alone was lost, the first connection knows better.
        let error = match kept {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        if let Ok(mut database) = Self::connect(&self.target) {
            database.clear_branches();
        }
        Err(match other {
            Ok(Err(cause)) => cause,
            _ => error,
        })
    }

    /// Removes the rows of loads whose server stopped between their two commits; no experiment has them. A failure is told by
    /// the integrity check.
    pub(super) fn clear_branches(&mut self) {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            let query = "SELECT battery_etl_clear_branches() WHERE EXISTS (SELECT FROM load_branches)";
            drop(diesel::sql_query(query).execute(pg));
        }
    }

    /// The experiments that a second connection has rows of, and the first not yet an experiment.
    pub(super) fn branches(&mut self) -> Result<Vec<i32>, StoreError> {
        #[derive(QueryableByName)]
        struct Left {
            #[diesel(sql_type = Integer)]
            experiment_id: i32,
        }
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(Vec::new()) };
        let query = diesel::sql_query("SELECT experiment_id FROM load_branches ORDER BY experiment_id");
        let left: Vec<Left> = query.load(pg).doing("looking for loads that broke off")?;
        Ok(left.into_iter().map(|left| left.experiment_id).collect())
    }

    /// Those of loads that stopped between their two commits. One that is just about to commit is waited for.
    pub(super) fn broken_branches(&mut self) -> Result<Vec<i32>, StoreError> {
        for id in self.branches()? {
            self.say("SELECT pg_advisory_xact_lock_shared('load_branches'::regclass::oid::INTEGER, $1)", id)?;
        }
        self.branches()
    }
}
