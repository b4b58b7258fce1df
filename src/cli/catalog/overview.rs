//! The overview of everything that is loaded.

use super::sheets::{self, cells, experiments, machines, projects, runs};
use crate::cli::Context;
use crate::format::{Audience, Entry, Heading, Kind, Sheet, Table, Value};
use crate::report::{Health, Subject};
use crate::store::{Database, Experiment, Filter, SharedDatabase, StoredTest};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The overview of everything loaded: counts, size, and a section for each kind of thing.
pub(in crate::cli) fn sheet(context: &Context) -> anyhow::Result<Sheet<'static>> {
    let all = Filter::default();
    let shared = &SharedDatabase::new(Mutex::new(context.loaded()?));
    let loaded = lock(shared).list_experiments(&all)?;
    let last: Vec<_> = lock(shared).list_runs(None)?.into_iter().take(10).collect();
    let refused: Vec<_> = lock(shared).list_files(&all)?.into_iter().filter(|file| file.experiment.is_none()).collect();
    let rows: u64 = loaded.iter().map(|experiment| experiment.stored_rows).sum();
    let size = Heading::number("size_bytes", "Size", "B", 0, "");
    let engine = lock(shared).engine()?;
    let health = |one: &Experiment| {
        health(shared, &one.name).unwrap_or_else(|error| {
            context.screen.warn(&format!("{}: {error}", one.name));
            Health::default()
        })
    };
    let health: Vec<Health> = loaded.iter().map(health).collect();
    let mut database = lock(shared);
    let named = |name: &'static str, table: Table<'static>| Table { name: name.into(), ..table };
    let mut files = named("refused_files", sheets::files(&refused));
    if refused.is_empty() {
        files.audience = Audience::Machines;
    }
    Ok(Sheet {
        title: context.target()?.to_string(),
        head: vec![
            Entry::new(Heading::new("engine", "Engine", Kind::Text, ""), format!("{} {}", engine.0, engine.1)),
            Entry::new(size, Value::from(database.size_bytes()?)),
            Entry::new(Heading::new("measurements", "Rows", Kind::Integer, ""), rows),
        ],
        tables: vec![
            experiments(&loaded, &database.finding_counts()?, Some(&health)),
            projects(&database.list_projects(&all)?),
            cells(&database.list_cells(&all)?),
            machines(&database.list_machines(&all)?),
            named("last_runs", runs(&last)),
            files,
        ],
        ..Sheet::default()
    })
}

fn lock(shared: &SharedDatabase) -> MutexGuard<'_, Database> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the cell of a loaded test fared, derived from its steps as every report derives it.
fn health(shared: &SharedDatabase, name: &str) -> anyhow::Result<Health> {
    let mut test = StoredTest::open(shared, name)?;
    Ok(Health::of(&Subject::read(&mut test)?.derived))
}
