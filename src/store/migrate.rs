//! The schema: applied, removed, and compared with the one that this program knows.

use super::connection::AnyConnection;
use super::schema::experiments;
use super::{Database, Doing, StoreError};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// What a reader is told.
const VIEWS_ALONE: &str = "this login may read the views alone, by SQL or a BI tool (`bi_experiments`, `bi_steps`, …; \
                           docs/database.md); battery-etl itself reads the tables, which takes the ingest or the owner's role";

/// How the schema of a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaStatus {
    /// The migrations of this program, in order, and whether each is applied.
    pub migrations: Vec<(String, bool)>,
    /// Applied migrations that this program does not know.
    pub unknown: Vec<String>,
    /// Whether the database holds tables of something else and none of ours.
    pub foreign: bool,
}

impl SchemaStatus {
    /// Whether it is exactly the schema that this program knows.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.unknown.is_empty() && self.migrations.iter().all(|migration| migration.1)
    }

    /// The version of the schema that is there: its last migration.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        let known = self.migrations.iter().rev().find(|migration| migration.1).map(|migration| migration.0.as_str());
        self.unknown.last().map(String::as_str).or(known)
    }

    /// Why the database cannot be used as it is, and the way out.
    pub(super) fn problem(&self) -> Option<String> {
        if self.foreign {
            return Some("it is a database of something else; name a file that is empty or not there".to_owned());
        }
        if !self.unknown.is_empty() {
            let latest = self.migrations.last().map_or("", |migration| migration.0.as_str());
            let is_newer = self.unknown.iter().any(|version| version.as_str() > latest);
            let (how, way_out) = if is_newer {
                ("newer than this battery-etl knows", "use a newer battery-etl")
            } else {
                (
                    "of a battery-etl before its first release",
                    "load the files into another database, or go back to that battery-etl",
                )
            };
            return Some(format!("its schema ({}) is {how}; {way_out}", self.unknown.join(", ")));
        }
        let missing = self.migrations.iter().filter(|migration| !migration.1).count();
        match (missing, self.version()) {
            (0, _) => None,
            (_, None) => Some("it has no tables of battery-etl; make them with `battery-etl migrate up`".to_owned()),
            (_, Some(version)) => Some(format!(
                "its schema ({version}) is older than this battery-etl; bring it up with `battery-etl migrate up`"
            )),
        }
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

impl Database {
    /// How the schema stands. Only reads.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn schema_status(&mut self) -> Result<SchemaStatus, StoreError> {
        let doing = "reading the schema's version";
        let tables = match &self.connection {
            // One that is there and may not be read counts as two.
            AnyConnection::Postgres(_) => {
                "SELECT coalesce(sum(CASE WHEN has_table_privilege(oid, 'SELECT') THEN 1 ELSE 2 END), 0) AS count \
                 FROM pg_class WHERE relname = '__diesel_schema_migrations' \
                 AND relnamespace = quote_ident(current_schema())::regnamespace"
            }
            AnyConnection::Sqlite(_) => {
                "SELECT count(*) AS count FROM sqlite_master WHERE name = '__diesel_schema_migrations'"
            }
        };
        let known = self.known_migrations()?;
        let count: Count = diesel::sql_query(tables).get_result(&mut self.connection).doing(doing)?;
        if count.count == 0 {
            let migrations = known.into_iter().map(|name| (name, false)).collect();
            return Ok(SchemaStatus { migrations, unknown: Vec::new(), foreign: self.has_tables()? });
        }
        if count.count > 1 {
            return Err(StoreError::Schema { target: self.target.clone(), problem: VIEWS_ALONE.to_owned() });
        }
        let applied: Vec<Version> =
            diesel::sql_query("SELECT version FROM __diesel_schema_migrations ORDER BY version")
                .load(&mut self.connection)
                .doing(doing)?;
        let is_applied = |name: &String| applied.iter().any(|have| name.starts_with(&have.version));
        let unknown = applied
            .iter()
            .filter(|have| !known.iter().any(|name| name.starts_with(&have.version)))
            .map(|have| have.version.clone())
            .collect();
        let migrations = known.iter().map(|name| (name.clone(), is_applied(name))).collect();
        Ok(SchemaStatus { migrations, unknown, foreign: false })
    }

    /// Whether removing the schema would lose anything that was loaded.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn holds_experiments(&mut self) -> Result<bool, StoreError> {
        if self.schema_status()?.migrations.iter().all(|(_, is_applied)| !is_applied) {
            return Ok(false);
        }
        diesel::select(diesel::dsl::exists(experiments::table.select(experiments::id)))
            .get_result(&mut self.connection)
            .doing("looking whether anything is loaded")
    }

    fn has_tables(&mut self) -> Result<bool, StoreError> {
        let AnyConnection::Sqlite(sqlite) = &mut self.connection else { return Ok(false) };
        // In one look: another process may be making the schema right now, and then they are ours.
        let others = "SELECT count(*) AS count FROM sqlite_master WHERE NOT EXISTS \
                      (SELECT 1 FROM sqlite_master WHERE name = '__diesel_schema_migrations')";
        let count: Count = diesel::sql_query(others).get_result(sqlite).doing("reading the file")?;
        Ok(count.count > 0)
    }

    /// The names of the migrations as `20261128000000 create`, in order.
    fn known_migrations(&self) -> Result<Vec<String>, StoreError> {
        fn names<DB: diesel::backend::Backend>(
            source: &impl diesel::migration::MigrationSource<DB>,
        ) -> diesel::migration::Result<Vec<String>> {
            let migrations = source.migrations()?;
            let mut names: Vec<_> = migrations.iter().map(|one| readable(&one.name().to_string())).collect();
            names.sort();
            Ok(names)
        }
        let found = match &self.connection {
            AnyConnection::Postgres(_) => names::<diesel::pg::Pg>(&POSTGRES),
            AnyConnection::Sqlite(_) => names::<diesel::sqlite::Sqlite>(&SQLITE),
        };
        found.map_err(|error| self.migration_error(&error.to_string()))
    }

    /// Applies every migration that is missing, all of them or none; gives their names. Two who migrate at once take
    /// turns, and the second finds nothing to do.
    ///
    /// # Errors
    /// When a migration fails, or the schema is newer than this program.
    pub fn migrate_up(&mut self) -> Result<Vec<String>, StoreError> {
        self.migrate(&mut |connection| match connection {
            AnyConnection::Postgres(pg) => Ok(readables(&pg.run_pending_migrations(POSTGRES)?)),
            AnyConnection::Sqlite(sqlite) => Ok(readables(&sqlite.run_pending_migrations(SQLITE)?)),
        })
    }

    /// Removes the last migration, with what its tables hold; gives its name.
    ///
    /// # Errors
    /// When there is none, or it fails.
    pub fn migrate_down(&mut self) -> Result<String, StoreError> {
        let removed = self.migrate(&mut |connection| match connection {
            AnyConnection::Postgres(pg) => Ok(vec![readable(&pg.revert_last_migration(POSTGRES)?.to_string())]),
            AnyConnection::Sqlite(sqlite) => Ok(vec![readable(&sqlite.revert_last_migration(SQLITE)?.to_string())]),
        })?;
        Ok(removed.into_iter().next().unwrap_or_default())
    }

    fn migrate(
        &mut self,
        change: &mut dyn FnMut(&mut AnyConnection) -> diesel::migration::Result<Vec<String>>,
    ) -> Result<Vec<String>, StoreError> {
        self.begin_schema_change()?;
        let changed = (|| {
            let status = self.schema_status()?;
            if let (false, Some(problem)) = (status.unknown.is_empty(), status.problem()) {
                return Err(StoreError::Schema { target: self.target.clone(), problem });
            }
            change(&mut self.connection).map_err(|error| self.migration_error(&error.to_string()))
        })();
        self.end_write(changed, "keeping the schema")
    }

    fn migration_error(&self, message: &str) -> StoreError {
        StoreError::Migration { target: self.target.clone(), message: self.target.scrub(message.trim()) }
    }
}

fn readables(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(|version| readable(&version.to_string())).collect()
}

/// `2026-11-28-000000_create` as `20261128000000 create`: the version as the database has it, and the name.
fn readable(name: &str) -> String {
    let (version, rest) = name.split_once('_').unwrap_or((name, ""));
    format!("{} {rest}", version.replace('-', "")).trim_end().to_owned()
}
