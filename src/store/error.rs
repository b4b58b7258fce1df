//! What can go wrong with a database, each with the way out.

use super::Target;
use diesel::result::{ConnectionError, DatabaseErrorKind, Error as DieselError};

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The text names no database.
    #[error("`{found}` names no database: {why}; write postgres://USER@HOST/DATABASE or sqlite:FILE")]
    Target {
        /// The text, without its password.
        found: String,
        /// What is wrong with it.
        why: String,
    },
    /// No connection.
    #[error("cannot open {target}: {message}{}", of_connecting(message))]
    Connect {
        /// Which database.
        target: Target,
        /// The server's or SQLite's words, without the password.
        message: String,
        /// Whether trying again may help.
        passing: bool,
    },
    /// The schema is not the one that this program knows.
    #[error("{target}: {problem}")]
    Schema {
        /// Which database.
        target: Target,
        /// What is there, and the way out.
        problem: String,
    },
    /// A migration failed; nothing of it was kept.
    #[error("{target}: the schema could not be changed, and is as it was: {message}{}", way_out(message))]
    Migration {
        /// Which database.
        target: Target,
        /// The cause.
        message: String,
    },
    /// Nothing of that name.
    #[error("no {what} `{name}` in the database{}", near(nearest.as_deref(), what))]
    NotFound {
        /// experiment, cell, ...
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// It cannot be stored beside what is there.
    #[error("{0}")]
    Conflict(String),
    /// Another changed it meanwhile; the next time it is whole again.
    #[error("{0}")]
    Changed(String),
    /// What the database holds is not what was stored.
    #[error("experiment `{experiment}`: {problem}")]
    Integrity {
        /// Which experiment.
        experiment: String,
        /// What differs, and the way out.
        problem: String,
    },
    /// A value that no database takes, or that the schema does not allow.
    #[error("{field}: {problem}")]
    Value {
        /// Where it stands.
        field: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The database refused a statement.
    #[error("{doing}: {source}{}", way_out(&source.to_string()))]
    Database {
        /// What was being done.
        doing: String,
        /// Its words.
        source: DieselError,
    },
    /// The thread that speaks to the database stopped.
    #[error("the connection stopped in mid-load; nothing of it was kept: {0}")]
    Stopped(String),
    /// The file or its folder.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// An interrupt asked for the end.
    #[error("interrupted; nothing of `{0}` was kept")]
    Interrupted(String),
}

fn near(nearest: Option<&str>, what: &str) -> String {
    nearest.map_or_else(
        || format!("; `battery-etl catalog list {what}s` lists them"),
        |name| format!("; did you mean `{name}`?"),
    )
}

/// What a database says when it is busy, starting, stopping or out of reach.
const PASSING: &[&str] = &[
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "terminating connection",
    "server closed the connection",
    "the database system is",
    "connection refused",
    "connection reset",
    "connection timed out",
    "connection not open",
    "could not connect",
    "could not send data",
    "could not receive data",
    "no connection to the server",
    "timeout expired",
    "too many clients",
    "remaining connection slots",
    "temporary failure in name resolution",
    "deadlock detected",
    "could not serialize access",
    "tuple concurrently updated",
    "tuple concurrently deleted",
    "lock timeout",
    "statement timeout",
    "too many connections",
    "query_wait_timeout",
    "no more connections",
    "server login has been failing",
    "server conn crashed",
    "pooler is shutting down",
    "ssl connection has been closed",
    "ssl syscall error",
    "broken pipe",
    "no such file or directory\n\tis the server running",
];

/// What will be so again the next time, and the way out.
const LASTING: &[(&str, &str)] = &[
    (
        "idle-in-transaction timeout",
        "the server's idle_in_transaction_session_timeout is shorter than this load; let it be longer for this role: \
         ALTER ROLE … SET idle_in_transaction_session_timeout = '1h'",
    ),
    ("idle transaction timeout", "the pool's idle_transaction_timeout is shorter than this load; let it be longer"),
    (
        "transaction timeout",
        "the server's transaction_timeout is shorter than this load; let it be longer for this role: \
         ALTER ROLE … SET transaction_timeout = '1h'",
    ),
    (
        "has no equivalent in encoding",
        "the database cannot hold every character; make one that can, and name it: \
         CREATE DATABASE NAME ENCODING 'UTF8' TEMPLATE template0",
    ),
    (
        "unable to open database file",
        "see whether its folder is there, and whether you may read and write the file (ls -l)",
    ),
    ("No space left on device", "the server's disk is full; whoever runs it has to make room"),
    ("database or disk is full", "there is no room left where the database's file is; make room, then run it again"),
    ("another session answers", POOLED),
    ("prepared statement \"", POOLED),
    ("bind message supplies", POOLED),
];

/// Prepared statements of one session turn up, or are missing, in another.
const POOLED: &str = "the pool between changes the session after each transaction; give pgbouncer pool_mode = session, or \
                      max_prepared_statements = 100, or connect to the server itself";

/// What may be over the next time, and what else helps.
const PATIENCE: &[(&str, &str)] = &[
    ("lock timeout", "another session holds a lock; try again later, or wait longer with --wait"),
    ("database is locked", "another program writes to it; try again later, or wait longer with --wait"),
    (
        "statement timeout",
        "the server's statement_timeout ended it; try again later, or let it be longer for this role",
    ),
    ("\" does not exist", "the schema was changed meanwhile; see `battery-etl migrate status`"),
];

/// What a server says to a login that may not.
const FORBIDDEN: &[&str] = &[
    "permission denied",
    "must be owner of",
    "must be member of role",
    "must have admin option",
    "must have CREATEROLE",
    "row-level security policy",
];

/// What then is to be done.
const RIGHTS: &str = "this login may not: loading takes the ingest role, all else that changes something the owner's, and \
                      making roles CREATEROLE (`battery-etl migrate roles`, docs/database.md)";

/// Whether the server says that the login may not.
pub(super) fn is_forbidden(message: &str) -> bool {
    FORBIDDEN.iter().any(|words| message.contains(words))
}

fn lasting(message: &str) -> Option<&'static str> {
    LASTING.iter().find(|(words, _)| message.contains(words)).map(|(_, way_out)| *way_out)
}

/// What to do where a database cannot be opened, where it is known.
fn of_connecting(message: &str) -> String {
    lasting(message).map_or_else(String::new, |way_out| format!("; {way_out}"))
}

/// What to do about the database's words, where it is known.
fn way_out(message: &str) -> String {
    let known = || PATIENCE.iter().find(|(words, _)| message.contains(words)).map(|(_, way_out)| *way_out);
    let rights = || is_forbidden(message).then_some(RIGHTS);
    lasting(message).or_else(known).or_else(rights).map_or_else(String::new, |way_out| format!("; {way_out}"))
}

pub(super) fn is_passing_text(message: &str) -> bool {
    if lasting(message).is_some() {
        return false;
    }
    let message = message.to_lowercase();
    PASSING.iter().any(|words| message.contains(words))
}

impl StoreError {
    /// Whether the state will pass (locked, away, restarting), so that trying again may help: exit status 75.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Connect { passing, .. } => *passing,
            Self::Stopped(message) => is_passing_text(message),
            Self::Changed(_) => true,
            Self::Database { source, .. } => match source {
                other if lasting(&other.to_string()).is_some() => false,
                DieselError::DatabaseError(
                    DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::UnableToSendCommand
                    | DatabaseErrorKind::SerializationFailure,
                    _,
                )
                | DieselError::BrokenTransactionManager => true,
                other => is_passing_text(&other.to_string()),
            },
            _ => false,
        }
    }

    pub(super) fn connecting(target: &Target, error: &ConnectionError) -> Self {
        let message = target.scrub(error.to_string().trim());
        let passing = is_passing_text(&message);
        Self::Connect { target: target.clone(), message, passing }
    }

    pub(super) fn integrity(experiment: &str, problem: impl Into<String>) -> Self {
        Self::Integrity { experiment: experiment.to_owned(), problem: problem.into() }
    }
}

/// Says what was being done when the database refused.
pub(super) trait Doing<T> {
    /// Adds the words.
    fn doing(self, what: &str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, DieselError> {
    fn doing(self, what: &str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Database { doing: what.to_owned(), source })
    }
}

impl From<StoreError> for crate::model::TestError {
    fn from(error: StoreError) -> Self {
        Self(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_states_are_told_from_lasting_ones() {
        let passing = |message: &str| {
            let target = Target::parse("postgres://u:secret@h/d").unwrap();
            StoreError::connecting(&target, &ConnectionError::BadConnection(message.to_owned())).is_passing()
        };
        assert!(passing("connection to server at \"h\" failed: Connection refused"));
        assert!(passing("FATAL:  the database system is starting up"));
        assert!(!passing("FATAL:  password authentication failed for user \"u\""));
        assert!(!passing("FATAL:  database \"d\" does not exist"));
    }

    #[test]
    fn what_the_server_ends_is_named_with_the_way_out() {
        for (words, is_passing, way_out) in [
            ("canceling statement due to lock timeout", true, "--wait"),
            ("canceling statement due to statement timeout", true, "statement_timeout"),
            ("terminating connection due to administrator command", true, "administrator"),
            ("query_wait_timeout", true, "query_wait_timeout"),
            ("could not serialize access due to concurrent update", true, "concurrent"),
            ("tuple concurrently updated", true, "concurrently"),
            ("sorry, too many clients already", true, "too many"),
            ("too many connections for role \"etl\"", true, "role"),
            ("terminating connection due to idle-in-transaction timeout", false, "ALTER ROLE"),
            ("terminating connection due to transaction timeout", false, "ALTER ROLE"),
            ("permission denied for table experiments", false, "ingest role"),
            ("must be owner of view bi_steps", false, "migrate roles"),
            ("permission denied to create role", false, "CREATEROLE"),
            ("character in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\"", false, "ENCODING 'UTF8'"),
            ("could not extend file \"base/1\": No space left on device", false, "make room"),
            ("database or disk is full", false, "make room"),
            ("prepared statement \"__diesel_stmt_0\" does not exist", false, "pool_mode = session"),
        ] {
            let information = Box::new(words.to_owned());
            let source = DieselError::DatabaseError(DatabaseErrorKind::Unknown, information);
            let error = StoreError::Database { doing: "pouring".to_owned(), source };
            assert_eq!(error.is_passing(), is_passing, "{error}");
            assert!(error.to_string().contains(way_out), "{error}");
        }
    }

    #[test]
    fn a_near_miss_is_named() {
        let error = StoreError::NotFound { what: "cell", name: "CALB20".into(), nearest: Some("CALB-20".into()) };
        assert_eq!(error.to_string(), "no cell `CALB20` in the database; did you mean `CALB-20`?");
    }
}
