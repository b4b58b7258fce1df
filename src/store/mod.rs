//! PostgreSQL and SQLite: what is stored, poured, read back, listed and checked.

mod connection;
mod database;
mod error;
mod migrate;
mod schema;
mod target;

pub use database::Database;
pub use error::StoreError;
pub use migrate::SchemaStatus;
pub use target::{PostgresUrl, Target};

use database::on_backend;
use error::Doing;
