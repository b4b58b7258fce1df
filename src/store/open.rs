//! Opening a database: connecting, or making the file, and holding its schema against the one that this program knows.

use super::connection::AnyConnection;
use super::target::PostgresUrl;
use super::waiting::{Opening, Watch};
use super::{Database, StoreError, Target};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::ConnectionError;
use diesel::sqlite::SqliteConnection;
use std::path::Path;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant, SystemTime};

/// The number of the next connection of this process.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// To open a connection may take so long, however short the wait for others.
const CONNECTING: Duration = Duration::from_secs(5);

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
        let session = format!("{}.{}.{:?}", std::process::id(), NEXT.fetch_add(1, Relaxed), SystemTime::now());
        let session: String = session.chars().filter(char::is_ascii_digit).collect();
        let (connection, created) = match target {
            Target::Postgres(url) => {
                let mut pg = watch.during("a connection", || connect_postgres(target, url, opening, &session))?;
                pg.set_instrumentation(watch.clone());
                (AnyConnection::Postgres(pg), false)
            }
            Target::Sqlite(path) => {
                let created = create_file(path)?;
                let connection = watch
                    .during("another program that writes to the file", || open_file(target, path, opening.wait))?;
                (AnyConnection::Sqlite(connection), created)
            }
        };
        Ok(Self { connection, target: target.clone(), opening: opening.clone(), watch, session, created })
    }
}

/// Connects and says how long it waits for locks. Whether a connection comes at once may depend on others (a pool between
/// gives the program a place in its queue), so a thread does it and is left alone when it takes too long.
fn connect_postgres(
    target: &Target,
    url: &PostgresUrl,
    opening: &Opening,
    session: &str,
) -> Result<PgConnection, StoreError> {
    let failed = |message: String, passing| StoreError::Connect { target: target.clone(), message, passing };
    let text = url.connection_string().map_err(|why| failed(why, false))?;
    // `idle_session_timeout` is not known to every version.
    let settings = format!(
        "SELECT set_config('lock_timeout', '{}', FALSE), set_config('battery_etl.session', '{session}', FALSE); \
         SELECT set_config(name, '0', FALSE) \
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

/// Makes the file if it is not there, for its owner alone: SQLite itself would let others read it.
fn create_file(path: &Path) -> Result<bool, StoreError> {
    let failed = |source| StoreError::File { path: path.display().to_string(), source };
    if path.is_dir() {
        return Err(failed(std::io::Error::other("it is a folder; name a file in it")));
    }
    if path.as_os_str() == ":memory:" || path.try_exists().map_err(failed)? {
        return Ok(false);
    }
    // A folder that is misspelt must not come into being.
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(failed(std::io::Error::other(format!("there is no folder {}; make it first", folder.display()))));
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
pub(super) fn is_for_reading_alone(path: &Path) -> bool {
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
pub(super) fn uri(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
