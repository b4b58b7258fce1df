//! An open database of the schema that this program knows.

use super::connection::AnyConnection;
use super::waiting::{Opening, Watch};
use super::{Doing, StoreError, Target};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;

/// Who changes the schema holds this lock alone, who writes holds it with others. The number is `battery` read as bytes.
pub(super) const SCHEMA_LOCK: i64 = 0x62_61_74_74_65_72_79;

/// Who changes what people say holds this lock alone.
const EDIT_LOCK: i64 = SCHEMA_LOCK + 1;

/// An open database. One connection: it may be sent to another thread, not shared.
pub struct Database {
    pub(super) connection: AnyConnection,
    pub(super) target: Target,
    pub(super) opening: Opening,
    pub(super) watch: Watch,
    /// What a session of PostgreSQL was told when it was connected to, to know it again.
    pub(super) session: String,
    pub(super) created: bool,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("target", &self.target).finish_non_exhaustive()
    }
}

/// One text for both databases, where Diesel's enum cannot be asked: batches and upserts.
macro_rules! on_backend {
    ($database:expr, $connection:ident => $body:expr) => {
        match &mut $database.connection {
            $crate::store::connection::AnyConnection::Postgres($connection) => $body,
            $crate::store::connection::AnyConnection::Sqlite($connection) => $body,
        }
    };
}
pub(super) use on_backend;

/// Rows of one statement of SQLite: below its limit of values in a statement.
pub(super) const BATCH: usize = 500;

/// Stores many rows: by COPY on PostgreSQL, which need not parse and plan them, and by batches on SQLite.
macro_rules! put_all {
    ($database:expr, $table:expr, $rows:expr) => {{
        let mut rows = $rows;
        match &mut $database.connection {
            $crate::store::connection::AnyConnection::Postgres(_) if rows.is_empty() => Ok(()),
            $crate::store::connection::AnyConnection::Postgres(pg) => {
                diesel::copy_from($table).from_insertable(rows).execute(pg).map(drop)
            }
            $crate::store::connection::AnyConnection::Sqlite(sqlite) => {
                let mut stored = Ok(());
                while stored.is_ok() && !rows.is_empty() {
                    let rest = rows.split_off(rows.len().min($crate::store::database::BATCH));
                    let batch = std::mem::replace(&mut rows, rest);
                    stored = diesel::insert_into($table).values(batch).execute(sqlite).map(drop);
                }
                stored
            }
        }
    }};
}
pub(super) use put_all;

impl Database {
    /// Whether the connection still stands.
    pub fn is_alive(&mut self) -> bool {
        match &mut self.connection {
            AnyConnection::Postgres(pg) => pg.batch_execute("SELECT 1").is_ok(),
            AnyConnection::Sqlite(_) => true,
        }
    }

    /// How it was opened, to open another connection likewise.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Where it is.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Whether opening made the file, so that its place should be told.
    #[must_use]
    pub fn was_created(&self) -> bool {
        self.created
    }

    /// `postgresql` or `sqlite`, and its version.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn engine(&mut self) -> Result<(&'static str, String), StoreError> {
        #[derive(QueryableByName)]
        struct Version {
            #[diesel(sql_type = diesel::sql_types::Text)]
            version: String,
        }
        let (name, query) = match &self.connection {
            AnyConnection::Postgres(_) => ("postgresql", "SELECT current_setting('server_version') AS version"),
            AnyConnection::Sqlite(_) => ("sqlite", "SELECT sqlite_version() AS version"),
        };
        let found: Version =
            diesel::sql_query(query).get_result(&mut self.connection).doing("asking for the version")?;
        Ok((name, found.version))
    }

    /// The bytes that the database takes on disk.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn size_bytes(&mut self) -> Result<u64, StoreError> {
        #[derive(QueryableByName)]
        struct Size {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            size: i64,
        }
        let query = match &self.connection {
            AnyConnection::Postgres(_) => "SELECT pg_database_size(current_database()) AS size",
            AnyConnection::Sqlite(_) => {
                "SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()"
            }
        };
        let found: Size = diesel::sql_query(query).get_result(&mut self.connection).doing("asking for the size")?;
        Ok(found.size.unsigned_abs())
    }

    /// Begins a transaction that will write. SQLite has one writer: it waits here for its turn, not in the middle. On
    /// PostgreSQL it sees what others commit meanwhile, whatever a server takes for its default, and nobody changes the schema
    /// under it.
    pub(super) fn begin_write(&mut self) -> Result<(), StoreError> {
        self.begin_alone()?;
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(()) };
        let held =
            pg.batch_execute(&format!("{} SELECT pg_advisory_xact_lock_shared({SCHEMA_LOCK})", same(&self.session)));
        held.doing("waiting for a change of the schema").inspect_err(|_| self.roll_back())
    }

    /// Begins a transaction that changes what people say. Those of others wait for their turn, so that what stood before is
    /// what the audit says.
    pub(super) fn begin_edit(&mut self) -> Result<(), StoreError> {
        self.begin_write()?;
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(()) };
        let held = pg.batch_execute(&format!("SELECT pg_advisory_xact_lock({EDIT_LOCK})"));
        held.doing("waiting for another who edits").inspect_err(|_| self.roll_back())
    }

    /// Runs `work` in one such transaction.
    pub(super) fn edits<T>(
        &mut self,
        doing: &str,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.begin_edit()?;
        let done = work(self);
        self.end_write(done, doing)
    }

    /// Runs `work` in one such transaction, and takes it back where it was a trial.
    pub(super) fn tries<T>(
        &mut self,
        doing: &str,
        is_trial: bool,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !is_trial {
            return self.edits(doing, work);
        }
        self.begin_edit()?;
        let done = work(self);
        self.roll_back();
        done
    }

    /// Begins a transaction that may change the schema, once no other writes.
    pub(super) fn begin_schema_change(&mut self) -> Result<(), StoreError> {
        self.begin_alone()?;
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(()) };
        let held = pg.batch_execute(&format!("{} SELECT pg_advisory_xact_lock({SCHEMA_LOCK})", same(&self.session)));
        held.doing("waiting for loads or another migration").inspect_err(|_| self.roll_back())
    }

    fn begin_alone(&mut self) -> Result<(), StoreError> {
        let began = match &mut self.connection {
            AnyConnection::Postgres(pg) => {
                let begin = begin_text("READ COMMITTED", &self.opening);
                AnsiTransactionManager::begin_transaction_sql(pg, &begin)
            }
            AnyConnection::Sqlite(sqlite) => self.watch.during("another program that writes to the file", || {
                AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
            }),
        };
        began.doing("beginning a transaction")
    }

    /// Begins a transaction that reads one state of the database, whatever others write meanwhile.
    pub(super) fn begin_read(&mut self) -> Result<(), StoreError> {
        match &mut self.connection {
            AnyConnection::Postgres(pg) => {
                let begin = begin_text("REPEATABLE READ READ ONLY", &self.opening);
                AnsiTransactionManager::begin_transaction_sql(pg, &begin)
            }
            AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN"),
        }
        .doing("beginning to read")
    }

    /// Keeps what a transaction did, or takes it back after an error.
    pub(super) fn end_write<T>(&mut self, done: Result<T, StoreError>, doing: &str) -> Result<T, StoreError> {
        let done = done.and_then(|value| {
            on_backend!(self, connection => AnsiTransactionManager::commit_transaction(connection))
                .doing(doing)
                .map(|()| value)
        });
        if done.is_err() {
            self.roll_back();
        }
        done
    }

    /// Ends a transaction that only read.
    pub(super) fn end_read<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        self.roll_back();
        done
    }

    /// Takes a transaction back, if one is open. A connection that is gone took it back by itself.
    pub(super) fn roll_back(&mut self) {
        let open = on_backend!(self, connection => {
            AnsiTransactionManager::transaction_manager_status_mut(connection).transaction_depth()
        });
        if !matches!(open, Ok(None)) {
            drop(on_backend!(self, connection => AnsiTransactionManager::rollback_transaction(connection)));
        }
    }

    /// After all loads of a command: makes the new rows known to PostgreSQL's index, and its planner when the table has grown
    /// much. Only speed depends on it, so a failure is none of the loads': the next command does it, or the server's VACUUM.
    pub fn settle(&mut self, added_rows: u64) {
        if let (AnyConnection::Postgres(pg), 1..) = (&mut self.connection, added_rows) {
            let query = diesel::sql_query("SELECT battery_etl_settle($1)");
            drop(query.bind::<diesel::sql_types::BigInt, _>(added_rows as i64).execute(pg));
        }
    }

    /// Runs `work` in one writing transaction: all of it is kept, or nothing.
    pub(super) fn write<T>(
        &mut self,
        doing: &str,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.begin_write()?;
        let done = work(self);
        self.end_write(done, doing)
    }

    /// Runs `work` over one state of the database.
    pub(super) fn read<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.begin_read()?;
        let done = work(self);
        self.end_read(done)
    }
}

/// Refuses to write through a pool that gives a transaction another session than the one before: statements that were prepared in
/// one may be others in the next.
fn same(session: &str) -> String {
    format!(
        "DO $$ BEGIN IF current_setting('battery_etl.session', TRUE) IS DISTINCT FROM '{session}' THEN \
         RAISE EXCEPTION 'another session answers'; END IF; END $$;"
    )
}

/// How a transaction begins on PostgreSQL. One that waits for its files is not idle.
fn begin_text(isolation: &str, opening: &Opening) -> String {
    format!(
        "BEGIN ISOLATION LEVEL {isolation}; SET LOCAL lock_timeout = {}; \
         SET LOCAL idle_in_transaction_session_timeout = 0",
        opening.lock_timeout_ms()
    )
}
