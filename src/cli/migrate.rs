//! `migrate`: the schema of the database.

use super::Context;
use super::help::examples;
use super::screen;
use super::show::ShowArgs;
use super::status::{Failure, Status};
use crate::format::{Entry, Heading, Kind, Sheet, Table};
use crate::store::Target;
use std::io::Write;

/// Make, remove or show the database's schema
///
/// An SQLite file is brought up by itself on first use. PostgreSQL is changed only by this command.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_help = examples!(
    "battery-etl --database postgres://etl@db.example.org/cells migrate up",
    "battery-etl migrate status --format json"
))]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Apply every migration that is missing, all or none (the default)
    #[command(after_help = examples!("battery-etl migrate up"))]
    Up,
    /// Remove the last migration, with all that its tables hold
    #[command(after_help = examples!("battery-etl migrate down --yes"))]
    Down {
        /// Do not ask; where nothing is loaded, nothing is asked
        #[arg(short, long)]
        yes: bool,
    },
    /// List the migrations, and which are applied; exits 1 when the schema is not current
    #[command(after_help = examples!("battery-etl migrate status"))]
    Status {
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Print the SQL of PostgreSQL's roles: an owner, one that loads, and one that reads projects it was granted
    ///
    /// The owner may all. Who loads changes no schema and deletes no test. Who reads sees the views, and in them the projects
    /// that `catalog grant` gave. None of the roles logs in: logins are given them. Run it again after `migrate up`.
    #[command(after_help = examples!("battery-etl migrate roles > roles.sql", "battery-etl migrate roles --apply"))]
    Roles {
        /// Run it, in one transaction, instead of printing it
        #[arg(long)]
        apply: bool,
        /// What the names of the roles begin with [default: that of those there are, else battery_etl]
        #[arg(long, value_name = "NAME")]
        prefix: Option<String>,
    },
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    match args.command.unwrap_or(Command::Up) {
        Command::Up => up(context),
        Command::Down { yes } => down(yes, context),
        Command::Status { show } => status(&show, context),
        Command::Roles { apply, prefix } => roles(apply, prefix.as_deref(), context),
    }
}

fn up(context: &Context) -> anyhow::Result<Status> {
    let mut database = context.connection()?;
    let applied = database.migrate_up()?;
    match applied.as_slice() {
        [] => context.screen.note(&format!("{}: the schema is current", database.target())),
        names => {
            context.screen.note(&format!("{}: applied {}", database.target(), names.join(", ")));
            if database.roles_prefix()?.is_some() {
                let again = "what is new is its maker's alone until `battery-etl migrate roles --apply` is run again";
                context.screen.note(again);
            }
        }
    }
    Ok(Status::Done)
}

fn down(yes: bool, context: &Context) -> anyhow::Result<Status> {
    let target = context.target()?;
    let mut database = context.existing()?;
    if !yes && database.holds_experiments()? {
        let question = format!("Remove the last migration of {target}, with all that its tables hold?");
        if !screen::is_interactive() {
            let failure = Failure::usage("removing a migration deletes data, and nobody is there to be asked");
            return Err(failure.hint("say --yes to go on").into());
        }
        if !screen::confirm(&question) {
            return Err(Failure::usage("nothing was changed").into());
        }
    }
    let name = database.migrate_down()?;
    context.screen.note(&format!("{target}: removed {name}"));
    Ok(Status::Done)
}

fn roles(apply: bool, prefix: Option<&str>, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.existing()?;
    if let Target::Sqlite(_) = database.target() {
        let words =
            "SQLite knows no roles: whoever may read the file reads all of it, so its mode and its group rule access";
        context.screen.note(&format!("{}: {words} (`chmod`, `chgrp`)", database.target()));
        return Ok(Status::Done);
    }
    if apply {
        let prefix = database.apply_roles(prefix)?;
        context.screen.note(&format!(
            "{}: {prefix}_owner, {prefix}_ingest, {prefix}_read and {prefix}_views are as they should be; a login is given \
             one with GRANT {prefix}_ingest TO LOGIN, a project with `battery-etl catalog grant`",
            database.target()
        ));
        return Ok(Status::Done);
    }
    let (_, script) = database.roles_script(prefix)?;
    let mut out = screen::stdout();
    writeln!(out, "BEGIN;\n{script}COMMIT;")?;
    out.flush()?;
    Ok(Status::Done)
}

fn status(show: &ShowArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.existing()?;
    let found = database.schema_status()?;
    let columns = vec![
        Heading::new("migration", "Migration", Kind::Text, "Its date and name").brief(),
        Heading::new("applied", "Applied", Kind::Flag, "Whether the database has it").brief(),
        Heading::new("known", "Known", Kind::Flag, "Whether this program has it").brief(),
    ];
    let known =
        found.migrations.iter().map(|(name, applied)| vec![name.clone().into(), (*applied).into(), true.into()]);
    let unknown = found.unknown.iter().map(|name| vec![name.clone().into(), true.into(), false.into()]);
    let sheet = Sheet {
        head: vec![
            Entry::new(Heading::new("database", "Database", Kind::Text, ""), database.target().to_string()),
            Entry::new(Heading::new("version", "Version", Kind::Text, ""), found.version()),
            Entry::new(Heading::new("current", "Current", Kind::Flag, ""), found.is_current()),
        ],
        ..Sheet::list("", Table::held("migrations", columns, known.chain(unknown).collect()))
    };
    show.one(context, sheet)?;
    Ok(if found.is_current() { Status::Done } else { Status::Findings })
}
