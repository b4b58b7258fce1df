//! `migrate`: the schema of the database.

use super::Context;
use super::help::examples;
use super::screen;
use super::show::ShowArgs;
use super::status::{Failure, Status};
use crate::format::{Column, Entry, Kind, Sheet, Table};

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
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    match args.command.unwrap_or(Command::Up) {
        Command::Up => up(context),
        Command::Down { yes } => down(yes, context),
        Command::Status { show } => status(&show, context),
    }
}

fn up(context: &Context) -> anyhow::Result<Status> {
    let mut database = context.connection()?;
    let applied = database.migrate_up()?;
    match applied.as_slice() {
        [] => context.screen.note(&format!("{}: the schema is current", database.target())),
        names => context.screen.note(&format!("{}: applied {}", database.target(), names.join(", "))),
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

fn status(show: &ShowArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.existing()?;
    let found = database.schema_status()?;
    let columns = vec![
        Column::new("migration", "Migration", Kind::Text, "Its date and name").brief(),
        Column::new("applied", "Applied", Kind::Flag, "Whether the database has it").brief(),
        Column::new("known", "Known", Kind::Flag, "Whether this program has it").brief(),
    ];
    let known =
        found.migrations.iter().map(|(name, applied)| vec![name.clone().into(), (*applied).into(), true.into()]);
    let unknown = found.unknown.iter().map(|name| vec![name.clone().into(), true.into(), false.into()]);
    let sheet = Sheet {
        head: vec![
            Entry::new(Column::new("database", "Database", Kind::Text, ""), database.target().to_string()),
            Entry::new(Column::new("version", "Version", Kind::Text, ""), found.version()),
            Entry::new(Column::new("current", "Current", Kind::Flag, ""), found.is_current()),
        ],
        ..Sheet::list("", Table::held("migrations", columns, known.chain(unknown).collect()))
    };
    show.one(context, sheet)?;
    Ok(if found.is_current() { Status::Done } else { Status::Findings })
}
