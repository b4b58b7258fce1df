//! `catalog delete`: says what goes, asks, and leaves a tombstone in the audit.

use super::super::Context;
use super::super::actor::actor;
use super::super::help::examples;
use super::super::status::Status;
use super::kind::{KindArg, ask};
use crate::store::{Doomed, Entity, Experiment, Found};

/// Delete experiments, or projects, cells, machines and operators that none has
///
/// It says what goes, and asks unless --yes. An experiment goes with its steps, rows, files and findings; the same files can
/// be loaded again. The audit keeps what it was. What is in use by an experiment is not deleted, and it is said by which.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog delete experiment mini",
    "battery-etl catalog delete cell C7 --yes --reason 'entered twice'"
))]
pub(super) struct DeleteArgs {
    /// What they are
    #[arg(value_enum, value_name = "KIND")]
    kind: KindArg,
    /// Their names; of an experiment also its number, as `#7`
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Why; it is kept in the audit
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Say what would go, and delete nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) fn delete(args: DeleteArgs, context: &Context) -> anyhow::Result<Status> {
    let entity = args.kind.entity();
    let mut database = context.loaded()?;
    let reason = args.reason.as_deref();
    if entity != Entity::Experiment {
        let mut found: Vec<Found> = Vec::new();
        for name in &args.names {
            let one = database.entity(entity, name)?;
            if !found.contains(&one) {
                found.push(one);
            }
        }
        for one in &found {
            let what = format!("{} `{}`", entity.as_str(), one.name);
            if args.dry_run {
                database.delete_entity(entity, one, reason, &actor(), true)?;
                context.screen.note(&format!("would delete {what}"));
                continue;
            }
            ask(&format!("Delete {what}?"), args.yes, context)?;
            database.delete_entity(entity, one, reason, &actor(), false)?;
            context.screen.note(&format!("deleted {what}"));
        }
        return Ok(Status::Done);
    }
    let mut found: Vec<Experiment> = Vec::new();
    for name in &args.names {
        // A bare number is a name: nothing else is deleted when the one of that name is gone.
        let named = database.entity(entity, name)?;
        let one = database.experiment(&named.name)?;
        if found.iter().all(|other| other.id != one.id) {
            found.push(one);
        }
    }
    for one in &found {
        let doomed = database.doomed(one)?;
        if args.dry_run {
            context.screen.note(&format!("would delete {}", words(&doomed)));
            continue;
        }
        ask(&format!("Delete {}?", words(&doomed)), args.yes, context)?;
        database.delete_experiment(one, reason, &actor())?;
        context.screen.note(&format!("deleted {}", words(&doomed)));
    }
    Ok(Status::Done)
}

fn words(doomed: &Doomed) -> String {
    let files: Vec<&str> = doomed.files.iter().map(|(name, _)| name.as_str()).collect();
    let again = doomed
        .stands_again
        .map_or_else(String::new, |id| format!("; what it replaced (No. {id}) stands again under its name"));
    format!(
        "experiment `{}` with {} steps, {} rows, {} findings, loaded from {}{again}",
        doomed.name,
        doomed.steps,
        doomed.measurements,
        doomed.findings,
        files.join(", ")
    )
}
