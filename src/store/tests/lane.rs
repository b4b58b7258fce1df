//! The two databases a test runs on, each with a place of its own that goes away with it.

use crate::store::{Database, Target};
use diesel::connection::SimpleConnection;
use std::sync::atomic::{AtomicU32, Ordering};

/// A database for one test.
pub(super) struct Lane {
    pub(super) target: Target,
    schema: Option<(Target, String)>,
    _folder: tempfile::TempDir,
}

impl Lane {
    /// An open database of the current schema.
    pub(super) fn open(&self) -> Database {
        Database::open(&self.target).unwrap()
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.schema.is_some()
    }

    /// Runs statements as another program would.
    pub(super) fn execute(&self, statements: &str) -> diesel::QueryResult<()> {
        Database::connect(&self.target).unwrap().connection.batch_execute(statements)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if let Some((target, schema)) = &self.schema
            && let Ok(mut database) = Database::connect(target)
        {
            drop(database.connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")));
        }
    }
}

/// Runs a test on SQLite, and on PostgreSQL when `BATTERY_ETL_TEST_POSTGRES` names one; says so when it does not.
pub(super) fn on_both(test: fn(&Lane)) {
    test(&sqlite());
    on_postgres(test);
}

/// Runs a test of what PostgreSQL alone has.
pub(super) fn on_postgres(test: fn(&Lane)) {
    match postgres() {
        Some(lane) => {
            Database::connect(&lane.target).unwrap().migrate_up().unwrap();
            test(&lane);
        }
        None => eprintln!("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set"),
    }
}

pub(super) fn sqlite() -> Lane {
    let folder = tempfile::tempdir().unwrap();
    Lane { target: Target::sqlite(&folder.path().join("lab.db")), schema: None, _folder: folder }
}

/// A schema without tables.
pub(super) fn postgres() -> Option<Lane> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("BATTERY_ETL_TEST_POSTGRES").ok().filter(|url| !url.is_empty())?;
    let server = Target::parse(&url).unwrap();
    // A name that only quotes keep as it is.
    let schema = format!("\"Test_{}_{}\"", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let create = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    Database::connect(&server).unwrap().connection.batch_execute(&create).unwrap();
    let Target::Postgres(parts) = &server else { panic!("BATTERY_ETL_TEST_POSTGRES must be postgres://…") };
    let target = Target::Postgres(parts.clone().or_option("options", &format!("-csearch_path={schema}")));
    Some(Lane { target, schema: Some((server, schema)), _folder: tempfile::tempdir().unwrap() })
}
