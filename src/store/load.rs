//! Loading one experiment: its rows flow through a thread that holds the connection, in one transaction that is kept
//! whole by [`Poured::keep`] or not at all.

use super::audit::Actor;
use super::bulk::{self, Message, PourError, Queue, Rows, Tally};
use super::schema::experiments;
use super::{CellRecord, Database, Doing, Finish, StoreError};
use crate::model::{Block, Cell, Channel, Column};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
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
    /// What it was planned by.
    pub seen: Seen,
}

/// What was seen when a load was planned. If another has changed any of it since, nothing is loaded.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What was renamed from the name of a test that is new.
    pub renamed: Option<Vec<String>>,
    /// The digest of its Step file, and the experiment that the same bytes are loaded as.
    pub step_file: Option<(String, Option<i32>)>,
    /// When the experiment that grows or is replaced was changed last.
    pub changed_at: Option<NaiveDateTime>,
    /// What is said of its cell, and the cell that it was read by.
    pub cell: Option<(CellRecord, Cell)>,
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
    /// The experiment of that name is replaced: it stays whole under another name.
    Replace {
        /// Its number.
        experiment_id: i32,
        /// Whether its rows are dropped; all else stays.
        discard: bool,
    },
}

/// A load that is under way. Dropped, it leaves no trace.
pub struct Loader {
    experiment_id: i32,
    plan: LoadPlan,
    thread: Option<JoinHandle<(Database, Result<Tally, PourError>)>>,
    sender: Option<SyncSender<Message>>,
    back: Receiver<Rows>,
    made: usize,
    current: Option<Rows>,
    next: Place,
}

/// A load whose rows are all poured, in its open transaction. Dropped without [`Poured::keep`], it leaves no trace.
pub struct Poured {
    experiment_id: i32,
    plan: LoadPlan,
    database: Database,
    tally: Tally,
}

/// Where the next row goes.
#[derive(Clone, Copy, Debug)]
struct Place {
    step: i32,
    sequence: u64,
    first_line: u64,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The experiment's number.
    pub experiment_id: i32,
    /// Rows in the database.
    pub stored_rows: u64,
}

impl Loader {
    /// Begins the transaction, waits for others who load the same name, and registers the experiment. The connection
    /// comes back from [`Poured::keep`] or [`Self::abandon`]; after an error it is closed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another has loaded or changed the experiment since `plan` was made: look again.
    pub fn begin(mut database: Database, plan: LoadPlan) -> Result<Self, StoreError> {
        database.begin_write()?;
        let registered = database.lock_name(&plan.name).and_then(|()| database.take_turns(&plan));
        let registered = registered.and_then(|()| database.register(&plan));
        let experiment_id = registered.inspect_err(|_| database.roll_back())?;
        let (sender, receiver) = sync_channel(WAITING);
        let (give_back, back) = channel();
        let thread = std::thread::Builder::new()
            .name("database".to_owned())
            .spawn(move || {
                let queue = Queue::new(receiver, give_back, database.watch.clone());
                let poured = bulk::pour(&mut database.connection, experiment_id, &queue);
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
            made: 0,
            current: None,
            next: Place { step: i32::MIN, sequence: 0, first_line: 0 },
        })
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
            let full = rows.is_full();
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
        debug_assert!(rows.columns.len() == Column::COUNT + self.plan.channels.len());
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
        let sent = self.sender.as_ref().map(|sender| sender.send(Message::Rows(rows)));
        if matches!(sent, Some(Ok(()))) { Ok(()) } else { Err(self.cause()) }
    }

    /// Why pouring stopped.
    fn cause(&mut self) -> StoreError {
        self.sender = None;
        match self.join() {
            Ok((_, Err(error))) => self.error(error),
            Ok((_, Ok(_))) => StoreError::Stopped("it ended early".to_owned()),
            Err(error) => error,
        }
    }

    fn error(&self, error: PourError) -> StoreError {
        let name = &self.plan.name;
        match error {
            PourError::Database(source) => {
                StoreError::Database { doing: format!("pouring the rows of `{name}`"), source }
            }
            PourError::Lost { .. } => StoreError::integrity(name, format!("{error}; nothing of it was kept")),
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
        let (database, poured) = self.join().ok()?;
        matches!(poured, Err(PourError::GivenUp)).then_some(database)
    }

    /// Pours the last of the rows.
    ///
    /// # Errors
    /// When the database refused any of them; nothing is kept.
    pub fn end(mut self) -> Result<Poured, StoreError> {
        self.send()?;
        let ended = self.sender.take().map(|sender| sender.send(Message::End));
        if !matches!(ended, Some(Ok(()))) {
            return Err(self.cause());
        }
        let (database, poured) = self.join()?;
        let tally = poured.map_err(|error| self.error(error))?;
        Ok(Poured { experiment_id: self.experiment_id, plan: self.plan.clone(), database, tally })
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        // The thread sees the closed channel, takes its transaction back and closes its connection.
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Poured {
    /// The connection, to look things up in the transaction of the load.
    pub fn database(&mut self) -> &mut Database {
        &mut self.database
    }

    /// Writes all else and commits.
    ///
    /// # Errors
    /// When anything of it fails; then nothing is kept, and the connection is closed.
    pub fn keep(mut self, finish: &Finish<'_>) -> Result<(Database, Loaded), StoreError> {
        let loaded = match self.database.complete(self.experiment_id, &self.plan, &self.tally, finish) {
            Ok(loaded) => loaded,
            Err(error) => {
                self.database.roll_back();
                return Err(error);
            }
        };
        match self.database.end_write(Ok(()), "committing the load") {
            Ok(()) => Ok((self.database, loaded)),
            // A connection that broke leaves open whether it was kept; the database knows.
            Err(error) if error.is_passing() => match self.look_again(finish) {
                Some(database) => Ok((database, loaded)),
                None => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// Another connection, if the load is kept.
    fn look_again(&self, finish: &Finish<'_>) -> Option<Database> {
        let mut database = Database::connect_with(&self.database.target, &self.database.opening).ok()?;
        let there = database.experiment_by_digest(&finish.content_digest()).ok()??;
        (there.id == self.experiment_id).then_some(database)
    }

    /// Gives the load up: nothing of it is kept.
    #[must_use]
    pub fn abandon(mut self) -> Database {
        self.database.roll_back();
        self.database
    }
}

impl Database {
    /// Makes the experiment's row, or makes room in the one that is there; gives its number.
    fn register(&mut self, plan: &LoadPlan) -> Result<i32, StoreError> {
        let conflict = |words: &str| {
            StoreError::Changed(format!("experiment `{}` {words} meanwhile; run the command again", plan.name))
        };
        let there = self.find_experiment(&plan.name)?;
        if plan.seen.changed_at.is_some() && there.as_ref().map(|have| have.updated_at) != plan.seen.changed_at {
            return Err(conflict("was changed"));
        }
        match &plan.mode {
            LoadMode::New if there.is_some() => Err(conflict("was loaded")),
            // Nothing has the name: whoever was renamed from it was so before, and the audit tells.
            LoadMode::New => match &plan.seen.renamed {
                Some(seen) if self.renamed_from(&plan.name)? != *seen => Err(conflict("was renamed")),
                _ => self.new_experiment(&plan.name),
            },
            LoadMode::Append { experiment_id, from_step, content_digest } => {
                if there.is_none_or(|have| have.id != *experiment_id || have.content_digest != *content_digest) {
                    return Err(conflict("was changed"));
                }
                self.make_room(*experiment_id, *from_step)?;
                Ok(*experiment_id)
            }
            LoadMode::Replace { experiment_id, discard } => match there {
                Some(have) if have.id == *experiment_id => self.supersede(&have, plan, *discard),
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
