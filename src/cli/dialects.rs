//! `dialects`: the formats known, which one a file is, and what a format makes of it.

mod trial;

use super::Context;
use super::derive::{DeriveArgs, dialect_named};
use super::help::examples;
use super::settings::Origin;
use super::show::ShowArgs;
use super::status::{Failure, Status};
use crate::dialect::{self, Dialect, ReadAs};
use crate::format::{Entry, Heading, Kind, Sheet, Table, Value};
use crate::source::Input;
use std::path::PathBuf;

/// Show the formats known, and which one a file is
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl dialects list",
    "battery-etl dialects detect test_Detail.csv",
    "battery-etl dialects test test.csv --dialect mine.toml"
))]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the formats known
    #[command(after_help = examples!("battery-etl dialects list", "battery-etl dialects list --format json"))]
    List {
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Show the columns that a format knows
    #[command(after_help = examples!(
        "battery-etl dialects show chroma-lex-zh",
        "battery-etl dialects show neware --toml > dialects/mine.toml"
    ))]
    Show {
        /// The format's name
        #[arg(value_name = "NAME")]
        name: String,
        /// Print it as TOML, as a beginning for one of your own
        #[arg(long)]
        toml: bool,
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Say which format a file is, and why; exits 1 when it is none
    #[command(after_help = examples!(
        "battery-etl dialects detect test_Detail.csv",
        "battery-etl dialects detect test.csv --encoding big5"
    ))]
    Detect {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Encoding of the file [default: detected]
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
        #[command(flatten)]
        show: ShowArgs,
    },
    /// Read a file and say what each line of its format matched, what was unused, and what came of it
    #[command(after_help = examples!(
        "battery-etl dialects test test.csv",
        "battery-etl dialects test test.csv --dialect mine.toml"
    ))]
    Test {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        derive: Box<DeriveArgs>,
        #[command(flatten)]
        show: ShowArgs,
    },
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    match args.command {
        Command::List { show } => show.one(context, list()).map(|()| Status::Done),
        Command::Show { name, toml: true, show } => {
            let dialect = dialect_named(&name, &Origin::Default)?;
            show.text(dialect.source()).map(|()| Status::Done)
        }
        Command::Show { name, show, .. } => {
            show.one(context, columns(dialect_named(&name, &Origin::Default)?)).map(|()| Status::Done)
        }
        Command::Detect { file, encoding, show } => detect(&file, encoding.as_deref(), &show, context),
        Command::Test { file, derive, show } => trial::run(&file, &derive, &show, context),
    }
}

const fn prose(key: &'static str, title: &'static str, about: &'static str) -> Heading {
    Heading::new(key, title, Kind::Prose, about).brief()
}

const fn text(key: &'static str, title: &'static str, about: &'static str) -> Heading {
    Heading::new(key, title, Kind::Text, about).brief()
}

fn list() -> Sheet<'static> {
    let all = dialect::all();
    let mut columns = vec![
        text("dialect", "Dialect", "The name that --dialect takes"),
        text("files", "Files", "The parts of a test that have a file"),
        text("title", "Written by", "Machine and software"),
    ];
    let has_users = all.iter().any(|dialect| dialect.origin().is_some());
    if has_users {
        columns.push(prose("origin", "File", "The dialect's file; none for one that is built in"));
    }
    let row = |dialect: &'static Dialect| {
        let roles = dialect.formats().iter().map(|format| Value::text(format.role.as_str())).collect();
        let mut row = vec![dialect.name().into(), Value::List(roles), dialect.title().into()];
        row.extend(has_users.then(|| dialect.origin().into()));
        row
    };
    Sheet::list("", Table::held("dialects", columns, all.into_iter().map(row).collect()))
}

fn columns(dialect: &'static Dialect) -> Sheet<'static> {
    let columns = vec![
        text("file", "File", "The part of a test"),
        text("column", "Column", "The header without its unit; * stands for digits"),
        text("unit", "Unit", "The canonical unit"),
        Heading::new("required", "Required", Kind::Flag, "Whether a file without it cannot be read").brief(),
        prose("meaning", "Meaning", "What it is read as"),
    ];
    let row = |role: &'static str, spec: &'static dialect::ColumnSpec| {
        let unit = spec.quantity.map(crate::units::Quantity::unit);
        vec![
            role.into(),
            spec.name().into(),
            unit.into(),
            spec.required.into(),
            spec.field.name().replace('_', " ").into(),
        ]
    };
    let rows = dialect.formats().iter().flat_map(|format| format.columns.iter().map(|c| row(format.role.as_str(), c)));
    let rows = rows.collect();
    let title = format!("{}: {}", dialect.name(), dialect.title());
    Sheet {
        head: vec![Entry::keyed("dialect", dialect.name()), Entry::keyed("title", dialect.title())],
        ..Sheet::list(title, Table::held("columns", columns, rows))
    }
}

/// So many candidates are shown.
const NEAREST: usize = 6;

fn detect(
    file: &std::path::Path,
    encoding: Option<&str>,
    show: &ShowArgs,
    context: &Context,
) -> anyhow::Result<Status> {
    let mut input = Input::open(file, encoding)?;
    let mut chunk = Vec::new();
    input.next_chunk(&mut chunk)?;
    let head = String::from_utf8_lossy(&chunk);
    let channel = input.channel().map(ToOwned::to_owned);
    let read_as = ReadAs { container: Some(input.container()), channel: channel.as_deref(), ..ReadAs::default() };
    let candidates = dialect::closest(&head, read_as);
    let plan = dialect::detect(input.path(), &head, read_as);
    let found = plan.as_ref().ok().map(|plan| (plan.dialect.name(), plan.role.as_str()));
    let columns = vec![
        text("dialect", "Dialect", "A format"),
        text("file", "File", "The part of a test"),
        Heading::new("matched", "Columns found", Kind::Integer, "How many of its columns the header has").brief(),
        Heading::new("known", "of", Kind::Integer, "How many columns it knows").brief(),
        prose("missing", "Required and missing", "Required columns that the header lacks"),
    ];
    let row = |candidate: &dialect::Candidate| {
        let missing = candidate.missing.iter().map(|name| Value::text(*name)).collect::<Vec<_>>();
        let missing = if missing.is_empty() { Value::Missing } else { Value::List(missing) };
        let role = candidate.role.as_str();
        vec![candidate.dialect.name().into(), role.into(), candidate.matched.into(), candidate.known.into(), missing]
    };
    // The nearest few: of the rest hardly a name is there.
    let near = candidates.iter().filter(|candidate| candidate.matched > 0).take(NEAREST);
    let rows = near.map(row).collect();
    let best = candidates.first();
    let line = best.map(|best| best.header_line);
    let delimiter = best.map(|best| if best.delimiter == '\t' { "tab".to_owned() } else { best.delimiter.to_string() });
    let sheet = Sheet {
        head: vec![
            Entry::new(text("file", "File", ""), input.path()),
            Entry::new(text("dialect", "Dialect", ""), found.map(|found| found.0)),
            Entry::new(text("role", "Part of a test", ""), found.map(|found| found.1)),
            Entry::new(text("encoding", "Encoding", ""), input.encoding()),
            Entry::new(text("delimiter", "Delimiter", ""), delimiter),
            Entry::new(Heading::new("header_line", "Header on line", Kind::Integer, ""), line),
        ],
        ..Sheet::list("", Table::held("candidates", columns, rows))
    };
    show.one(context, sheet)?;
    match plan {
        Ok(_) => Ok(Status::Done),
        Err(error) => Err(Failure::new(Status::Findings, error.to_string()).into()),
    }
}
