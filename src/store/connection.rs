//! The two databases behind one type; what Diesel generates for it has no words of documentation.
#![allow(missing_docs, unreachable_pub)]

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// An open connection to either database.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// What queries are built for when either database may answer.
pub(crate) type Backend = <AnyConnection as diesel::Connection>::Backend;
