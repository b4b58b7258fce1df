//! `catalog grant`, `catalog revoke` and `catalog list access`: who may read which project.

use super::super::Context;
use super::super::actor::actor;
use super::super::help::examples;
use super::super::status::Status;
use crate::format::{Heading, Kind, Table};
use crate::store::{Access, Database};

/// A project and a reader.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project's name
    project: String,
    /// The reader's login, or a role whose members are readers
    role: String,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Let a role read a project through the views (PostgreSQL)
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog grant Ageing ann",
    "battery-etl catalog list access --project Ageing"
))]
pub(super) struct Grant {
    #[command(flatten)]
    args: Args,
}

/// Take a project from a role that could read it (PostgreSQL)
#[derive(Debug, clap::Args)]
#[command(after_help = examples!("battery-etl catalog revoke Ageing ann"))]
pub(super) struct Revoke {
    #[command(flatten)]
    args: Args,
}

pub(super) fn grant(Grant { args }: &Grant, context: &Context) -> anyhow::Result<Status> {
    let Args { project, role, dry_run } = args;
    let mut database = context.loaded()?;
    let words = match (database.grant_project(project, role, &actor(), *dry_run)?, dry_run) {
        (true, false) => format!("`{role}` may now read project `{project}`"),
        (true, true) => format!("`{role}` would be granted project `{project}`"),
        (false, _) => format!("nothing is changed: `{role}` is granted project `{project}`"),
    };
    context.screen.note(&words);
    Ok(Status::Done)
}

pub(super) fn revoke(Revoke { args }: &Revoke, context: &Context) -> anyhow::Result<Status> {
    let Args { project, role, dry_run } = args;
    let mut database = context.loaded()?;
    let words = match (database.revoke_project(project, role, &actor(), *dry_run)?, dry_run) {
        (true, false) => format!("`{role}` is no longer granted project `{project}`"),
        (true, true) => format!("`{role}` would no longer be granted project `{project}`"),
        (false, _) => format!("nothing is changed: `{role}` is not granted project `{project}`"),
    };
    context.screen.note(&words);
    if *dry_run {
        return Ok(Status::Done);
    }
    let left = database.list_access(Some(project))?.into_iter().find(|access| access.role == *role);
    if let Some(access) = left {
        context.screen.warn(&format!("`{role}` still reads it: {}", why(&access)));
    }
    Ok(Status::Done)
}

fn why(access: &Access) -> &'static str {
    match access.because.as_str() {
        "member" => "it is a member of another role that was granted it",
        "ingest" => "it loads, and so reads every project",
        "owner" => "it is a member of the owner's role",
        _ => "it is a superuser",
    }
}

pub(super) fn list(database: &mut Database, project: Option<&str>) -> anyhow::Result<Table<'static>> {
    let columns = vec![
        Heading::new("project", "Project", Kind::Text, "The project; none for whoever reads every one").brief(),
        Heading::new("role", "Role", Kind::Text, "The role of the server").brief(),
        Heading::new("login", "Logs in", Kind::Flag, "Whether it logs in; others have members who do").brief(),
        Heading::new("because", "Because", Kind::Text, "granted, member, ingest, owner or superuser").brief(),
    ];
    let row = |one: Access| vec![one.project.into(), one.role.into(), one.login.into(), one.because.into()];
    let rows = database.list_access(project)?.into_iter().map(row).collect();
    Ok(Table::held("access", columns, rows))
}
