//! An open database of the schema that this program knows.

use super::connection::AnyConnection;
use super::target::PostgresUrl;
use super::waiting::{Opening, Watch};
use super::{Doing, StoreError, Target};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::ConnectionError;
use diesel::sqlite::SqliteConnection;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// To open a connection may take so long, however short the wait for others.
const CONNECTING: Duration = Duration::from_secs(5);

/// Who changes the schema holds this lock alone, who writes holds it with others. The number is `battery` read as bytes.
pub(super) const SCHEMA_LOCK: i64 = 0x62_61_74_74_65_72_79;

/// An open database. One connection: it may be sent to another thread, not shared.
pub struct Database {
    pub(super) connection: AnyConnection,
    pub(super) target: Target,
    pub(super) opening: Opening,
    pub(super) watch: Watch,
    created: bool,
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
    /// Opens a database for use. A file of SQLite is made (readable by its owner alone) and brought to the schema of this
    /// program; PostgreSQL must be there and of this schema.
    ///
    /// # Errors
    /// When it cannot be reached, or its schema is another: the message names the way out.
    pub fn open(target: &Target) -> Result<Self, StoreError> {
        Self::open_with(target, &Opening::default())
    }

    /// The same, with another patience.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(target: &Target, opening: &Opening) -> Result<Self, StoreError> {
        let mut database = Self::connect_with(target, opening)?;
        let mut status = database.schema_status()?;
        let may_migrate = matches!(database.connection, AnyConnection::Sqlite(_)) && !status.foreign;
        if may_migrate && status.unknown.is_empty() && !status.is_current() {
            database.migrate_up()?;
            status = database.schema_status()?;
        }
        match status.problem() {
            Some(problem) => Err(StoreError::Schema { target: target.clone(), problem }),
            None => Ok(database),
        }
    }

    /// Opens a database to look into, and changes nothing: `None` where there is none, or nothing in it yet.
    ///
    /// # Errors
    /// When it cannot be reached, or its schema is another.
    pub fn look(target: &Target, opening: &Opening) -> Result<Option<Self>, StoreError> {
        if !target.exists() {
            return Ok(None);
        }
        let mut database = Self::connect_with(target, opening)?;
        let status = database.schema_status()?;
        let is_sqlite = matches!(database.connection, AnyConnection::Sqlite(_));
        if is_sqlite && !status.foreign && status.unknown.is_empty() && status.version().is_none() {
            return Ok(None);
        }
        match status.problem() {
            Some(problem) => Err(StoreError::Schema { target: target.clone(), problem }),
            None => Ok(Some(database)),
        }
    }

    /// Connects without looking at the schema: for migrating, and for saying what is there.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn connect(target: &Target) -> Result<Self, StoreError> {
        Self::connect_with(target, &Opening::default())
    }

    /// The same, with another patience.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub fn connect_with(target: &Target, opening: &Opening) -> Result<Self, StoreError> {
        let watch = Watch::new(opening);
        let (connection, created) = match target {
            Target::Postgres(url) => {
                let mut pg = opening.while_told("a connection", || connect_postgres(target, url, opening))?;
                pg.set_instrumentation(watch.clone());
                (AnyConnection::Postgres(pg), false)
            }
            Target::Sqlite(path) => {
                let created = create_file(path)?;
                let connection = opening
                    .while_told("another program that writes to the file", || open_file(target, path, opening.wait))?;
                (AnyConnection::Sqlite(connection), created)
            }
        };
        Ok(Self { connection, target: target.clone(), opening: opening.clone(), watch, created })
    }

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
        let held = pg.batch_execute(&format!("SELECT pg_advisory_xact_lock_shared({SCHEMA_LOCK})"));
        held.doing("waiting for a change of the schema").inspect_err(|_| self.roll_back())
    }

    /// Begins a transaction that may change the schema, once no other writes.
    pub(super) fn begin_schema_change(&mut self) -> Result<(), StoreError> {
        self.begin_alone()?;
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(()) };
        let held = pg.batch_execute(&format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})"));
        held.doing("waiting for loads or another migration").inspect_err(|_| self.roll_back())
    }

    fn begin_alone(&mut self) -> Result<(), StoreError> {
        let began = match &mut self.connection {
            AnyConnection::Postgres(pg) => {
                // A load may wait for its files; it is not idle.
                let begin = format!(
                    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {}; \
                     SET LOCAL idle_in_transaction_session_timeout = 0",
                    self.opening.lock_timeout_ms()
                );
                AnsiTransactionManager::begin_transaction_sql(pg, &begin)
            }
            AnyConnection::Sqlite(sqlite) => self.opening.while_told("another program that writes to the file", || {
                AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
            }),
        };
        began.doing("beginning a transaction")
    }

    /// Begins a transaction that reads one state of the database, whatever others write meanwhile.
    pub(super) fn begin_read(&mut self) -> Result<(), StoreError> {
        match &mut self.connection {
            AnyConnection::Postgres(pg) => {
                let begin = format!(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = {}",
                    self.opening.lock_timeout_ms()
                );
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
    /// much. Only speed depends on it, so a failure is none of the loads': the server does it by itself later.
    pub fn settle(&mut self, added_rows: u64) {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
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

/// Connects and says how long it waits for locks. Whether a connection comes at once may depend on others (a pool between
/// gives the program a place in its queue), so a thread does it and is left alone when it takes too long.
fn connect_postgres(target: &Target, url: &PostgresUrl, opening: &Opening) -> Result<PgConnection, StoreError> {
    let failed = |message: String, passing| StoreError::Connect { target: target.clone(), message, passing };
    let text = url.connection_string().map_err(|why| failed(why, false))?;
    // `idle_session_timeout` is not known to every version.
    let settings = format!(
        "SELECT set_config('lock_timeout', '{}', FALSE); SELECT set_config(name, '0', FALSE) \
         FROM (VALUES ('idle_session_timeout')) AS of_session (name) WHERE current_setting(name, TRUE) IS NOT NULL",
        opening.lock_timeout_ms()
    );
    let connect = move || {
        let mut pg = PgConnection::establish(&text)?;
        pg.batch_execute(&settings).map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        Ok(pg)
    };
    let (sender, receiver) = sync_channel(1);
    let thread = std::thread::Builder::new().name("connect".to_owned()).spawn(move || drop(sender.send(connect())));
    thread.map_err(|error| failed(error.to_string(), true))?;
    let wait = opening.wait.max(CONNECTING);
    match receiver.recv_timeout(wait) {
        Ok(connected) => connected.map_err(|error| StoreError::connecting(target, &error)),
        Err(_) => Err(failed(format!("no connection came within {} s", wait.as_secs()), true)),
    }
}

/// Makes the file if it is not there, with its folder, for its owner alone: SQLite itself would let others read it.
fn create_file(path: &Path) -> Result<bool, StoreError> {
    let failed = |source| StoreError::File { path: path.display().to_string(), source };
    if path.as_os_str() == ":memory:" || path.try_exists().map_err(failed)? {
        return Ok(false);
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(true),
        // Another process made it in this moment.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

fn open_file(target: &Target, path: &Path, wait: Duration) -> Result<SqliteConnection, StoreError> {
    let text = path.to_str().ok_or_else(|| StoreError::Target {
        found: path.display().to_string(),
        why: "the path is not UTF-8".to_owned(),
    })?;
    // A name that begins like a URI or a special name is still a name of a file.
    let reads_alone = is_for_reading_alone(path);
    let text = match text {
        text if reads_alone => format!("file:{}?immutable=1", uri(text)),
        text if text.starts_with("file:") => format!("./{text}"),
        text => text.to_owned(),
    };
    let failed = |message: &str| StoreError::Connect {
        target: target.clone(),
        message: message.to_owned(),
        passing: super::error::is_passing_text(message),
    };
    let mut connection = SqliteConnection::establish(&text).map_err(|error| StoreError::connecting(target, &error))?;
    let settings = format!(
        "PRAGMA busy_timeout = {}; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -2048; \
         PRAGMA temp_store = MEMORY;",
        wait.as_millis().min(i32::MAX as u128)
    );
    connection.batch_execute(&settings).map_err(|error| failed(&error.to_string()))?;
    if reads_alone {
        return Ok(connection);
    }
    // The change to WAL does not wait for others by itself.
    let began = Instant::now();
    loop {
        match connection.batch_execute("PRAGMA journal_mode = WAL") {
            Ok(()) => return Ok(connection),
            Err(error) if super::error::is_passing_text(&error.to_string()) && began.elapsed() < wait => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(failed(&error.to_string())),
        }
    }
}

/// Whether the file may be read and not written, and nobody writes to it: SQLite would want to write beside it even to read.
fn is_for_reading_alone(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let denied = |error: &std::io::Error| {
        matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
    };
    path.is_file()
        && std::fs::OpenOptions::new().write(true).open(path).is_err_and(|error| denied(&error))
        && !Path::new(&log).exists()
}

/// A path as a URI has it.
fn uri(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
