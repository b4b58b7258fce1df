//! `config`: the settings, where each came from, and whether the database answers.

use super::help::examples;
use super::output::Output;
use super::settings::{FILE_NAME, KEYS, Origin};
use super::show::ShowArgs;
use super::status::{Failure, Status};
use super::{Context, database};
use crate::format::{Entry, Heading, Kind, Sheet, Table};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Show, check or begin the settings
///
/// Flags beat environment variables, and these beat battery-etl.toml, which is looked up from the working directory
/// upwards and then in the user's configuration directory.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!("battery-etl config show", "battery-etl config check"))]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List every setting, its value and where it came from; passwords are hidden
    #[command(after_help = examples!("battery-etl config show", "battery-etl config show --format json"))]
    Show {
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Try the settings: read the file, open the database, say its engine, version, schema and latency
    #[command(after_help = examples!("battery-etl config check", "battery-etl --database sqlite:lab.db config check"))]
    Check {
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Write a settings file with every setting explained
    #[command(after_help = examples!("battery-etl config init", "battery-etl config init settings/battery-etl.toml"))]
    Init {
        /// Where to write it
        #[arg(value_name = "FILE", default_value = FILE_NAME)]
        file: PathBuf,
        /// Write over a file that is there
        #[arg(long)]
        force: bool,
    },
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    match args.command {
        Command::Show { show } => show.one(context, shown(context)),
        Command::Check { show } => check(&show, context),
        Command::Init { file, force } => init(&file, force, context),
    }
    .map(|()| Status::Done)
}

fn column(key: &'static str, title: &'static str, about: &'static str) -> Heading {
    Heading::new(key, title, Kind::Text, about).brief()
}

fn shown(context: &Context) -> Sheet<'static> {
    let columns = vec![
        column("key", "Setting", "table.name in battery-etl.toml"),
        column("value", "Value", "The value in force"),
        column("origin", "From", "Where it came from: flag, environment, file or default"),
        column("environment", "Environment", "The variable that sets it"),
        Heading::new("about", "Meaning", Kind::Prose, "What it means"),
    ];
    let row = |key: &super::settings::Key| {
        let (value, origin) = match context.settings.get(key.name) {
            Some((value, origin)) => (hidden(key.name, value, origin), origin.to_string()),
            None if key.name == "database" => (
                context.target().map_or_else(|_| key.default.to_owned(), |target| target.to_string()),
                "default".into(),
            ),
            None => (key.default.to_owned(), Origin::Default.to_string()),
        };
        vec![key.name.into(), value.into(), origin.into(), key.variable().into(), key.about.into()]
    };
    let file = context.settings.path.as_ref().map(|path| path.display().to_string());
    let said = file.clone().unwrap_or_else(|| format!("no {FILE_NAME} found"));
    Sheet {
        head: vec![Entry::keyed("file", file), Entry::said("Settings file", said)],
        ..Sheet::list("", Table::held("settings", columns, KEYS.iter().map(row).collect()))
    }
}

/// A database's URL without its password; one that cannot be read is not shown at all.
fn hidden(key: &str, value: &str, origin: &Origin) -> String {
    if key != "database" {
        return value.to_owned();
    }
    database::set(value, origin).map_or_else(|_| "(not readable, not shown)".to_owned(), |target| target.to_string())
}

fn check(show: &ShowArgs, context: &Context) -> anyhow::Result<()> {
    super::derive::DeriveArgs::default().conventions(&context.settings)?;
    super::derive::DeriveArgs::default().dialect(&context.settings)?;
    let began = Instant::now();
    let mut database = context.existing()?;
    let connected = began.elapsed();
    let began = Instant::now();
    let (engine, version) = database.engine()?;
    let answered = began.elapsed();
    let schema = database.schema_status()?;
    let state = match (schema.is_current(), schema.unknown.is_empty(), schema.version()) {
        (true, ..) => "current",
        (_, false, _) => "newer than this program",
        (_, _, None) => "not made yet: battery-etl migrate up",
        _ => "older than this program: battery-etl migrate up",
    };
    let number = |key, title, unit| Heading::number(key, title, unit, 3, "");
    let head = vec![
        Entry::new(column("database", "Database", ""), database.target().to_string()),
        Entry::new(column("engine", "Engine", ""), engine),
        Entry::new(column("version", "Version", ""), version),
        Entry::new(column("schema_version", "Schema", ""), schema.version()),
        Entry::new(column("schema_state", "Schema state", ""), state),
        Entry::new(number("connect_s", "Connected in", "s"), connected.as_secs_f64()),
        Entry::new(number("latency_s", "Answered in", "s"), answered.as_secs_f64()),
        Entry::new(Heading::new("size_bytes", "Size", Kind::Integer, "bytes on disk"), database.size_bytes()?),
    ];
    let usable = schema.is_current();
    show.one(context, Sheet { head, record: crate::format::Record::Head, ..Sheet::default() })?;
    if usable {
        return Ok(());
    }
    Err(Failure::usage(format!("{}: the schema is {state}", database.target())).into())
}

fn init(file: &Path, force: bool, context: &Context) -> anyhow::Result<()> {
    if file.exists() && !force {
        let failure = Failure::usage(format!("{}: is there already", file.display()));
        return Err(failure.hint("say --force to write over it").into());
    }
    let mut output = Output::open(Some(file))?;
    output.write_all(template().as_bytes())?;
    output.finish()?;
    context.screen.note(&format!("wrote {}", file.display()));
    Ok(())
}

/// Every setting, explained and commented out.
fn template() -> String {
    let mut text =
        "# Settings of battery-etl. Flags beat environment variables, and these beat this file.\n".to_owned();
    text.push_str("# Never write a password here: use the environment, or the files of libpq.\n");
    let mut inside = "";
    for key in KEYS {
        let (table, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if table != inside {
            let _ = write!(text, "\n[{table}]\n");
            inside = table;
        }
        let _ = writeln!(text, "# {} (default: {})\n# {name} = ", key.about, key.default);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_a_settings_file() {
        let table: toml::Table = template().parse().unwrap();
        assert!(table.contains_key("derive") && table.contains_key("ingest"));
        assert!(KEYS.iter().all(|key| template().contains(key.about)));
    }

    #[test]
    fn a_password_is_hidden() {
        let hidden = |key, value| hidden(key, value, &Origin::DotEnv);
        assert!(!hidden("database", "postgres://ann:canary@h/d").contains("canary"));
        assert!(!hidden("database", "mysql://ann:canary@h/d").contains("canary"));
        assert_eq!(hidden("jobs", "2"), "2");
    }
}
