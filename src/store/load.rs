//! Loading one experiment: its rows flow through a thread that holds the connection, in one transaction that is kept
//! whole by [`Loader::finish`] or not at all.

use super::audit::Actor;
use super::branch::{BRANCH_AFTER, Branch, PourFailure};
use super::bulk::rows::FIXED;
use super::bulk::{self, Message, PourError, Queue, Rows, StepTally, Tally, tally};
use super::complete::Poured;
use super::connection::AnyConnection;
use super::schema::experiments;
use super::summarise::Summariser;
use super::{Database, Doing, Finish, StoreError, Target};
use crate::model::{Block, Channel, MAX_BLOCK_ROWS};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;

/// Blocks that wait to be poured.
const WAITING: usize = 2;
/// Blocks that are on their way at once: one being filled, those that wait, one being poured.
const BLOCKS: usize = WAITING + 2;

/// What is loaded, and beside what.
#[derive(Clone, Debug)]
pub struct LoadPlan {
    /// The experiment's name.
    pub name: String,
    /// What becomes of what is there.
    pub mode: LoadMode,
    /// The further channels of every block.
    pub channels: Vec<Channel>,
    /// Who loads it.
    pub actor: Actor,
    /// Whether a large load may have a second connection to pour by, where the database takes one.
    pub may_branch: bool,
}

/// What becomes of what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadMode {
    /// Nothing of that name is.
    New,
    /// The experiment has grown: rows of steps below `from_step` stay, those from there on are poured anew.
    Append {
        /// Its number.
        experiment_id: i32,
        /// The first step that is poured.
        from_step: i32,
        /// Its content digest when that was decided; if another has changed it since, nothing is loaded.
        content_digest: Option<String>,
    },
    /// The experiment of that name is replaced: its row, steps and files stay under another name, its rows go.
    Replace {
        /// Its number.
        experiment_id: i32,
    },
}

/// A load that is under way. Dropped without [`Loader::finish`], it leaves no trace.
pub struct Loader {
    experiment_id: i32,
    pub(super) plan: LoadPlan,
    thread: Option<JoinHandle<(Database, Result<Tally, PourError>)>>,
    sender: Option<SyncSender<Message>>,
    back: Receiver<Rows>,
    /// Gone as soon as nobody pours any more.
    queue: Weak<Queue>,
    branch: Option<Branch>,
    made: usize,
    current: Option<Rows>,
    next: Place,
    rows: u64,
    tally: Tally,
    target: Target,
    index: Summariser,
}

/// Where the next row goes.
#[derive(Clone, Copy, Debug)]
struct Place {
    step: i32,
    sequence: u64,
    first_line: u64,
}

/// What a load left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The experiment's number.
    pub experiment_id: i32,
    /// Rows in the database.
    pub stored_rows: u64,
}

impl Loader {
    /// Begins the transaction, waits for others who load the same name, and registers the experiment. The connection
    /// comes back from [`Self::finish`] or [`Self::abandon`]; after an error it is closed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another has loaded or changed the experiment since `plan` was made: look again.
    pub fn begin(mut database: Database, mut plan: LoadPlan) -> Result<Self, StoreError> {
        // Rows of an experiment that is there would be seen between the two commits.
        plan.may_branch &= database.target().has_many_writers() && !matches!(plan.mode, LoadMode::Append { .. });
        // Before the transaction: a role that may not ask is told so, and that must not break the load.
        let index = Summariser::new(&mut database);
        database.begin_write()?;
        let experiment_id = match database.lock_name(&plan.name).and_then(|()| database.register(&plan)) {
            Ok(id) => id,
            Err(error) => {
                database.roll_back();
                return Err(error);
            }
        };
        let (sender, receiver) = sync_channel(WAITING);
        let (give_back, back) = channel();
        let shared = Arc::new(Queue::new(receiver, give_back));
        let (queue, target) = (Arc::downgrade(&shared), database.target().clone());
        let thread = std::thread::Builder::new()
            .name("database".to_owned())
            .spawn(move || {
                let poured = bulk::pour(&mut database.connection, experiment_id, &shared);
                if poured.is_err() {
                    database.roll_back();
                }
                (database, poured)
            })
            .map_err(|error| StoreError::Stopped(error.to_string()))?;
        Ok(Self {
            experiment_id,
            plan,
            thread: Some(thread),
            sender: Some(sender),
            back,
            queue,
            branch: None,
            made: 0,
            current: None,
            next: Place { step: i32::MIN, sequence: 0, first_line: 0 },
            rows: 0,
            tally: Tally::new(),
            target,
            index,
        })
    }

    /// The experiment's number.
    #[must_use]
    pub fn experiment_id(&self) -> i32 {
        self.experiment_id
    }

    /// Takes rows, in file order. Rows of a step are numbered from 0 as they come, so thinned ones are consecutive too.
    ///
    /// # Errors
    /// When the database refused rows that came before; nothing is kept.
    pub fn push(&mut self, block: &Block<'_>) -> Result<(), StoreError> {
        if block.step != self.next.step {
            if block.step < self.next.step {
                let problem = format!("step {} comes after step {}", block.step, self.next.step);
                return Err(StoreError::integrity(&self.plan.name, problem));
            }
            self.send()?;
            self.next = Place { step: block.step, sequence: 0, first_line: block.line(0).unwrap_or(0) };
        }
        let mut from = 0;
        while from < block.len() {
            let mut rows = match self.current.take() {
                Some(rows) => rows,
                None => self.empty()?,
            };
            from += rows.take(block, from);
            let full = rows.len() == MAX_BLOCK_ROWS;
            self.current = Some(rows);
            if full {
                self.send()?;
            }
        }
        Ok(())
    }

    /// An empty block that begins at the next place.
    fn empty(&mut self) -> Result<Rows, StoreError> {
        let recycled = if self.made < BLOCKS { self.back.try_recv().ok() } else { self.back.recv().ok() };
        let mut rows = match recycled {
            Some(rows) => rows,
            None if self.made < BLOCKS => {
                self.made += 1;
                Rows::new(self.plan.channels.len())
            }
            None => return Err(self.cause()),
        };
        let first = i32::try_from(self.next.sequence).map_err(|_| {
            StoreError::integrity(&self.plan.name, format!("step {} has more than 2^31 rows", self.next.step))
        })?;
        rows.begin(self.next.step, first);
        Ok(rows)
    }

    /// Sends the block that was filled.
    fn send(&mut self) -> Result<(), StoreError> {
        let Some(mut rows) = self.current.take() else { return Ok(()) };
        let count = rows.len();
        debug_assert!(rows.columns.len() == FIXED + self.plan.channels.len());
        if rows.columns.iter().any(|column| column.len() != count)
            || !matches!(rows.lines.len(), n if n == 0 || n == count)
        {
            let problem = format!("the columns of step {} have different lengths", rows.step);
            return Err(StoreError::integrity(&self.plan.name, problem));
        }
        // Lines that follow from the step's first line need not be stored.
        let start = self.next.first_line + self.next.sequence;
        if rows.lines.iter().zip(start..).all(|(&line, expected)| line == expected) {
            rows.lines.clear();
        }
        self.next.sequence += count as u64;
        self.rows += count as u64;
        self.index.sent(self.rows);
        if self.rows >= BRANCH_AFTER && std::mem::take(&mut self.plan.may_branch) {
            let queue = self.queue.upgrade();
            self.branch =
                queue.and_then(|queue| Branch::start(&self.target, self.experiment_id, &self.plan.name, queue));
        }
        let block = StepTally::of(&rows);
        tally::add(&mut self.tally, block);
        let sent = self.sender.as_ref().map(|sender| sender.send(Message::Rows(rows, block)));
        if matches!(sent, Some(Ok(()))) { Ok(()) } else { Err(self.cause()) }
    }

    /// Why pouring stopped.
    fn cause(&mut self) -> StoreError {
        self.sender = None;
        match self.join() {
            Ok((_, Err(error))) => self.why(error),
            Ok((_, Ok(_))) => StoreError::Stopped("it ended early".to_owned()),
            Err(error) => error,
        }
    }

    /// Why pouring stopped, when the first connection says `error`: it gives up when the second one fails.
    fn why(&mut self, error: PourError) -> StoreError {
        let second = self.branch.take().map(Branch::end);
        match (error, second) {
            (PourError::GivenUp, Some(Err(failure))) => self.branch_error(failure),
            (error, _) => self.poured_error(error),
        }
    }

    fn branch_error(&self, failure: PourFailure) -> StoreError {
        match failure {
            PourFailure::Pour(error) => self.poured_error(error),
            PourFailure::Store(error) => error,
        }
    }

    fn poured_error(&self, error: PourError) -> StoreError {
        match error {
            PourError::Database(source) => {
                StoreError::Database { doing: format!("pouring the rows of `{}`", self.plan.name), source }
            }
            PourError::Io(error) => StoreError::Stopped(error.to_string()),
            PourError::GivenUp => StoreError::Stopped("the load was given up".to_owned()),
        }
    }

    fn join(&mut self) -> Result<(Database, Result<Tally, PourError>), StoreError> {
        let thread = self.thread.take().ok_or_else(|| StoreError::Stopped("it has stopped before".to_owned()))?;
        thread.join().map_err(|_| StoreError::Stopped("its thread failed".to_owned()))
    }

    /// Gives the load up: nothing of it is kept. The connection comes back, if it still stands.
    #[must_use]
    pub fn abandon(mut self) -> Option<Database> {
        self.sender = None;
        let (mut database, poured) = self.join().ok()?;
        database.roll_back();
        // Its connection, if it has one, closes and takes its rows back.
        drop(self.branch.take().map(Branch::end));
        matches!(poured, Err(PourError::GivenUp)).then_some(database)
    }

    /// Writes all else, compares what the database holds with what was poured, and commits.
    ///
    /// # Errors
    /// When anything of it fails; then nothing is kept, and the connection is closed.
    pub fn finish(mut self, finish: &Finish<'_>) -> Result<(Database, Loaded), StoreError> {
        self.send()?;
        let sender = self.sender.take();
        let ended = sender.as_ref().map(|sender| sender.send(Message::End));
        if !matches!(ended, Some(Ok(()))) {
            return Err(self.cause());
        }
        if let (Some(_), Some(sender)) = (&self.branch, sender) {
            // Whoever is gone by now says below why.
            drop(sender.send(Message::End));
        }
        let (mut database, poured) = self.join()?;
        let here = match poured {
            Ok(here) => here,
            Err(error) => return Err(self.why(error)),
        };
        self.index.more();
        let poured = Poured { here: &here, all: &self.tally, connections: 1 + i64::from(self.branch.is_some()) };
        let done = database.complete(self.experiment_id, &self.plan, &poured, finish);
        let second = self.branch.take().map_or(Ok(None), Branch::end).map_err(|failure| self.branch_error(failure));
        let (done, second) = match (done, second) {
            (Ok(_), Err(error)) => (Err(error), None),
            (done, second) => (done, second.ok().flatten()),
        };
        let loaded = database.end_load(self.experiment_id, done, second)?;
        self.index.end();
        database.summarise_rest();
        Ok((database, loaded))
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        // The threads see the closed channel, take their transactions back and close their connections.
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        drop(self.branch.take().map(Branch::end));
    }
}

impl Database {
    /// Waits until no other loads an experiment of this name. SQLite has one writer anyway.
    fn lock_name(&mut self, name: &str) -> Result<(), StoreError> {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 6211))")
                .bind::<Text, _>(super::row::text("experiment", name)?)
                .execute(pg)
                .doing("waiting for another load of the same name")?;
        }
        Ok(())
    }

    /// Makes the experiment's row, or makes room in the one that is there; gives its number.
    fn register(&mut self, plan: &LoadPlan) -> Result<i32, StoreError> {
        let conflict = |words: &str| {
            StoreError::Conflict(format!("experiment `{}` {words} meanwhile; run the command again", plan.name))
        };
        let there = self.find_experiment(&plan.name)?;
        match &plan.mode {
            LoadMode::New if there.is_some() => Err(conflict("was loaded")),
            LoadMode::New => self.new_experiment(&plan.name),
            LoadMode::Append { experiment_id, from_step, content_digest } => {
                if there.is_none_or(|have| have.id != *experiment_id || have.content_digest != *content_digest) {
                    return Err(conflict("was changed"));
                }
                self.make_room(*experiment_id, *from_step)?;
                Ok(*experiment_id)
            }
            LoadMode::Replace { experiment_id } => match there {
                Some(have) if have.id == *experiment_id => self.supersede(&have, plan),
                _ => Err(conflict("was changed")),
            },
        }
    }

    pub(super) fn new_experiment(&mut self, name: &str) -> Result<i32, StoreError> {
        let now = super::clock::now();
        let values = (
            experiments::name.eq(super::row::text("experiment", name)?),
            experiments::tags.eq("[]"),
            experiments::dialect.eq(""),
            experiments::has_end_reasons.eq(false),
            experiments::has_rows.eq(false),
            experiments::source_rows.eq(0),
            experiments::stored_rows.eq(0),
            experiments::created_at.eq(now),
            experiments::updated_at.eq(now),
        );
        diesel::insert_into(experiments::table)
            .values(values)
            .returning(experiments::id)
            .get_result(&mut self.connection)
            .doing("registering the experiment")
    }
}
