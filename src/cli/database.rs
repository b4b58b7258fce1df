//! Which database, and opening it.

use super::derive::Seconds;
use super::settings::Origin;
use super::status::Failure;
use super::{Context, places};
use crate::store::{Database, Opening, StoreError, Target};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The name of the embedded database's file.
const FILE_NAME: &str = "battery-etl.db";

impl Context {
    /// The database that is set, else the embedded one.
    pub(crate) fn target(&self) -> anyhow::Result<Target> {
        let target = match self.settings.get("database") {
            Some((url, origin)) => {
                set(url, origin).map_err(|error| anyhow::Error::new(error).context(format!("database ({origin})")))?
            }
            None => embedded()?,
        };
        if let Target::Sqlite(path) = &target {
            super::output::keep_off(path);
        }
        Ok(target)
    }

    /// Opens the database to write to it. One that is made by this is told of; whoever only looks makes none.
    pub(crate) fn database(&self) -> anyhow::Result<Database> {
        let target = self.target()?;
        self.make_folder(&target)?;
        let database = Database::open_with(&target, &self.opening())?;
        if database.was_created() {
            self.screen.note(&format!("made the embedded database {target}"));
        }
        Ok(database)
    }

    /// Connects to a database that is there, whatever its schema.
    pub(crate) fn existing(&self) -> anyhow::Result<Database> {
        let target = self.target()?;
        Self::must_exist(&target)?;
        Ok(Database::connect_with(&target, &self.opening())?)
    }

    /// Opens the database to look into, and changes nothing; `None` where there is none, or nothing in it yet.
    pub(crate) fn look(&self) -> anyhow::Result<Option<Database>> {
        Ok(Database::look(&self.target()?, &self.opening())?)
    }

    /// How long to wait for others, and where to say so.
    fn opening(&self) -> Opening {
        let screen = self.screen;
        let wait = self.settings.read::<Seconds>("wait").ok().flatten();
        let wait = wait.and_then(|Seconds(seconds)| Duration::try_from_secs_f64(seconds).ok());
        let usual = Opening::default();
        Opening { wait: wait.unwrap_or(usual.wait), tell: Some(Arc::new(move |words| screen.note(words))) }
    }

    fn must_exist(target: &Target) -> Result<(), Failure> {
        match target {
            Target::Sqlite(path) if !path.exists() => {
                let failure = Failure::usage(format!("{target}: there is no such database, so nothing is loaded"));
                Err(failure.hint("`battery-etl ingest PATH` makes it and loads tests; --database names another"))
            }
            _ => Ok(()),
        }
    }

    /// Opens the database to read what is named in it: one that is not there does not have it, and is not made.
    pub(crate) fn loaded(&self) -> anyhow::Result<Database> {
        let target = self.target()?;
        Self::must_exist(&target)?;
        Ok(Database::open_with(&target, &self.opening())?)
    }

    /// Connects without asking for a schema.
    pub(crate) fn connection(&self) -> anyhow::Result<Database> {
        let target = self.target()?;
        self.make_folder(&target)?;
        Ok(Database::connect_with(&target, &self.opening())?)
    }

    /// The folder of the embedded database is made when it is first needed; other folders must be there.
    fn make_folder(&self, target: &Target) -> anyhow::Result<()> {
        if let (Target::Sqlite(path), None) = (target, self.settings.get("database"))
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::usage(format!("{}: cannot be made: {error}", folder.display()))
                    .hint("name a database with --database sqlite:FILE")
            })?;
        }
        Ok(())
    }
}

/// The database of a URL that is set in a place.
pub(super) fn set(url: &str, origin: &Origin) -> Result<Target, StoreError> {
    Ok(match Target::parse(url)? {
        Target::Sqlite(path) if path != Path::new(":memory:") => Target::Sqlite(origin.path(path)),
        other => other,
    })
}

fn embedded() -> Result<Target, Failure> {
    let folder = places::data_folder().ok_or_else(|| {
        Failure::usage("no database is named, and there is no HOME for the embedded one")
            .hint("name one with --database sqlite:FILE, or set HOME")
    })?;
    Ok(Target::sqlite(&folder.join(FILE_NAME)))
}
