//! `catalog import`: experiments of another database of ours, or of a bundle, which is one.

use super::super::Context;
use super::super::actor::actor;
use super::super::help::examples;
use super::super::status::{Failure, Status};
use super::kind::derive;
use crate::store::{self, Carried, Database, Opening, SharedDatabase, StoreError, Target};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Take experiments out of a bundle, or of another database, whole
///
/// A bundle is what `export bundle` writes: an SQLite database that holds experiments with their rows, steps, files,
/// findings, corrections and history. Each comes in one transaction, also one that was replaced, which is so here, too; one
/// that is there already is skipped, and another of the same name is refused. Nothing of FILE is changed.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog import mini.bundle",
    "battery-etl catalog import ~/old/battery-etl.db --name mini",
    "battery-etl catalog import mini.bundle --as mini-of-ann"
))]
pub(super) struct ImportArgs {
    /// The bundle, or an SQLite database of this program
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only this experiment; may be given more than once
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// What the one experiment is to be called here, where its name is taken
    #[arg(long = "as", value_name = "NEW", value_parser = crate::cli::inputs::a_name)]
    called: Option<String>,
    /// Say what would be taken, and take nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn import(args: ImportArgs, context: &Context) -> anyhow::Result<Status> {
    let shown = args.file.display();
    if !args.file.is_file() {
        return Err(Failure::usage(format!("{shown}: there is no such file")).into());
    }
    let foreign = || {
        let failure = Failure::usage(format!("{shown}: this is no bundle and no database of battery-etl"));
        failure.hint("`battery-etl export bundle` makes one; `catalog import-original` adopts the original's")
    };
    let folder = tempfile::tempdir()?;
    let mut from = match Database::look(&Target::sqlite(&args.file), &Opening::default()) {
        Ok(Some(from)) => from,
        // One of an older schema is brought up in a copy: nothing of the file is changed.
        Err(StoreError::Schema { .. }) => {
            let copy = folder.path().join("bundle.db");
            std::fs::copy(&args.file, &copy)?;
            let target = Target::sqlite(&copy);
            let words = |error: &StoreError| error.to_string().replace(&target.to_string(), &shown.to_string());
            Database::open(&target).map_err(|error| Failure::usage(words(&error)))?
        }
        Err(error) if error.is_passing() => return Err(error.into()),
        Ok(None) | Err(_) => return Err(foreign().into()),
    };
    let names = if args.name.is_empty() {
        // `--as` names the one that counts.
        if args.called.is_some() { from.experiment_names()? } else { from.all_experiment_names()? }
    } else {
        args.name.iter().map(|name| Ok(from.experiment(name)?.name)).collect::<Result<Vec<_>, StoreError>>()?
    };
    let called = args.called.as_deref();
    if called.is_some() && names.len() != 1 {
        let failure =
            Failure::usage(format!("--as is the name of one experiment, and {} are to be taken", names.len()));
        return Err(failure.hint("choose one with --name").into());
    }
    let from: SharedDatabase = Arc::new(Mutex::new(from));
    if args.dry_run {
        // Where there is no database yet, it is tried in an empty one.
        let trial = || Database::open(&Target::sqlite(&folder.path().join("trial.db")));
        let to = context.look()?.map_or_else(trial, Ok)?;
        return try_all(&from, &names, called, to, context);
    }
    carry_all(&from, &names, called, context.database()?, context).map(|(_, status)| status)
}

/// Says what would become of each, as [`carry_all`] does.
fn try_all(
    from: &SharedDatabase,
    names: &[String],
    called: Option<&str>,
    mut to: Database,
    context: &Context,
) -> anyhow::Result<Status> {
    let mut status = Status::Done;
    let anew = called.map_or_else(String::new, |called| format!(" as {called}"));
    let mut taken: Vec<(String, &str)> = Vec::new();
    for name in names {
        match store::try_carry(from, (name, called), &mut to) {
            Ok((Carried::Loaded { rows, content_digest }, notes)) => {
                if let Some((_, there)) = taken.iter().find(|(digest, _)| *digest == content_digest) {
                    context.screen.note(&format!("would skip {name}: the same data is there as `{there}`"));
                    continue;
                }
                context.screen.note(&format!("would take {name}{anew}: {rows} rows"));
                notes.iter().for_each(|note| context.screen.note(note));
                taken.push((content_digest, called.unwrap_or(name)));
            }
            Ok((Carried::Known(there), _)) => {
                context.screen.note(&format!("would skip {name}: the same data is there as `{there}`"));
            }
            Err(error) if !is_of_one(&error) => return Err(anyhow::Error::new(error).context(name.clone())),
            Err(error) => {
                context.screen.error(&format!("{name}: {error}"), &[]);
                status = status.max(Status::Findings);
            }
        }
    }
    Ok(status)
}

/// Whether an error is about one experiment, so that the others may still come; any other ends the work.
fn is_of_one(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict(_) | StoreError::Integrity { .. } | StoreError::Value { .. })
}

/// Carries experiments one after the other, and says what became of each.
pub(crate) fn carry_all(
    from: &SharedDatabase,
    names: &[String],
    called: Option<&str>,
    mut to: Database,
    context: &Context,
) -> anyhow::Result<(Database, Status)> {
    let mut status = Status::Done;
    let anew = called.map_or_else(String::new, |called| format!(" as {called}"));
    let mut taken: Vec<&str> = Vec::new();
    for name in names {
        let target = to.target().clone();
        let mut done = store::carry(from, (name, called), to, &actor(), &derive);
        if let Err(StoreError::Conflict(_) | StoreError::Changed(_)) = &done {
            // Another may have been quicker with the same.
            let again = Database::open_with(&target, &Opening::default())?;
            done = store::carry(from, (name, called), again, &actor(), &derive);
        }
        match done {
            Ok((open, Carried::Loaded { rows, .. }, notes)) => {
                context.screen.note(&format!("took {name}{anew}: {rows} rows"));
                notes.iter().for_each(|note| context.screen.note(note));
                taken.push(called.unwrap_or(name));
                to = open;
            }
            Ok((open, Carried::Known(there), _)) => {
                context.screen.note(&format!("skipped {name}: the same data is there as `{there}`"));
                to = open;
            }
            Err(error) if !is_of_one(&error) => return Err(anyhow::Error::new(error).context(name.clone())),
            Err(error) => {
                context.screen.error(&format!("{name}: {error}"), &[]);
                status = status.max(Status::Findings);
                to = Database::open_with(&target, &Opening::default())?;
            }
        }
    }
    // Only now it is known what came with what.
    for name in taken {
        let Some(found) = to.find_experiment(name)? else { continue };
        if let Some(other) = found.supersedes_name {
            context.screen.note(&format!(
                "{name} supersedes `{other}`, which is not there: its name is kept, and they are joined once `battery-etl \
                 catalog import` takes `{other}`, too; of one that is ingested from files `battery-etl catalog edit \
                 experiment` says so"
            ));
        }
        if let Some(other) = found.superseded_by_name {
            context.screen.note(&format!(
                "{name} was replaced by `{other}`, which is not there: it counts as a test of its own until `battery-etl \
                 catalog import` takes `{other}`, too"
            ));
        }
    }
    Ok((to, status))
}
