//! `catalog`: what is loaded, and whether it is whole.

mod access;
mod amend;
mod delete;
mod edit;
mod history;
pub(super) mod import;
mod import_original;
mod kind;
pub(super) mod overview;
mod sheets;
mod show;
mod sort;

use sheets::{cells, experiments, machines, projects, runs};

use super::Context;
use super::derive::DeriveArgs;
use super::help::examples;
use super::select::SelectArgs;
use super::show::ShowArgs;
use super::status::Status;
use crate::format::{Audience, Entry, Heading, Kind, Sheet, Table};
use crate::model::Test;
use crate::store::{CheckDepth, CheckReport, Database, Filter, SharedDatabase, StoredTest};
use std::sync::Mutex;

/// List, show, correct and delete what is loaded; check that everything is whole
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog list experiments",
    "battery-etl catalog list steps --c-rate 0.9..1.1 --format csv",
    "battery-etl catalog check --content"
))]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(Box<ListArgs>),
    Tree(Box<history::TreeArgs>),
    /// Show one experiment: what it is, its files, its findings, what was amended of it
    #[command(after_help = examples!("battery-etl catalog show mini", "battery-etl catalog show mini --format json"))]
    Show {
        /// The experiment's name, or its number
        #[arg(value_name = "EXPERIMENT")]
        name: String,
        #[command(flatten)]
        show: ShowArgs,
    },
    Add(edit::AddArgs),
    Edit(Box<edit::EditArgs>),
    Rebase(edit::RebaseArgs),
    Correct(amend::CorrectArgs),
    MergeSteps(amend::MergeArgs),
    Note(amend::NoteArgs),
    Delete(delete::DeleteArgs),
    History(history::HistoryArgs),
    Import(import::ImportArgs),
    ImportOriginal(import_original::Args),
    /// Check that every experiment is whole and no row belongs to none; exits 1 when something is wrong
    #[command(after_help = examples!("battery-etl catalog check", "battery-etl catalog check --content --format json"))]
    Check {
        /// Read every row, make the content digests again, and derive all figures anew
        #[arg(long)]
        content: bool,
        #[command(flatten)]
        show: ShowArgs,
    },
    Grant(access::Grant),
    Revoke(access::Revoke),
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Tests
    Experiments,
    /// Steps of all experiments
    Steps,
    /// Cells, and how many experiments each has
    Cells,
    /// Cyclers, and how many experiments each ran
    Machines,
    /// Projects, and how many experiments each has
    Projects,
    /// Who ran tests, and how many experiments each
    Operators,
    /// Files that were read, also those that were refused
    Files,
    /// Ingest commands, the last first
    Runs,
    /// Who may read which project (PostgreSQL)
    Access,
}

/// List experiments, steps, cells, machines, projects, files, runs or who may read
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog list experiments --sort=-start_time --limit 10",
    "battery-etl catalog list steps --soc 20..80 --columns experiment,step,c_rate",
    "battery-etl catalog list files --format ndjson"
))]
struct ListArgs {
    /// What to list
    #[arg(value_enum, value_name = "WHAT", default_value = "experiments")]
    what: What,
    /// Sort by this column; `-COLUMN` sorts down
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Show at most this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Also what was replaced
    #[arg(long)]
    replaced: bool,
    #[command(flatten)]
    show: ShowArgs,
    #[command(flatten)]
    select: SelectArgs,
    /// The shortest rest in s whose end voltage is called OCV, for --ocv [default: 1800]
    #[arg(long, value_name = "SECONDS", value_parser = super::derive::not_negative)]
    min_rest: Option<f64>,
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    match args.command {
        Command::List(args) => list(*args, context),
        Command::Tree(args) => history::tree(*args, context),
        Command::Add(args) => edit::add(args, context),
        Command::Edit(args) => edit::edit(*args, context),
        Command::Rebase(args) => edit::rebase(args, context),
        Command::Correct(args) => amend::correct(args, context),
        Command::MergeSteps(args) => amend::merge(args, context),
        Command::Note(args) => amend::note(args, context),
        Command::Delete(args) => delete::delete(args, context),
        Command::History(args) => history::history(args, context),
        Command::Import(args) => import::import(args, context),
        Command::Show { name, show } => show::show(&name, &show, context),
        Command::ImportOriginal(args) => import_original::run(&args, context),
        Command::Check { content, show } => check(content, &show, context),
        Command::Grant(args) => access::grant(&args, context),
        Command::Revoke(args) => access::revoke(&args, context),
    }
}

fn list(args: ListArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let conventions = DeriveArgs::default().conventions(&context.settings)?;
    let min_rest_s = args.min_rest.unwrap_or(conventions.min_rest_s);
    let filter = Filter { with_replaced: args.replaced, ..args.select.filter(min_rest_s) };
    database.require_names(&filter)?;
    let table = match args.what {
        What::Experiments => experiments(&database.list_experiments(&filter)?, &database.finding_counts()?, None),
        What::Steps => sheets::steps(database, filter, args.select.steps(), min_rest_s),
        What::Cells => cells(&database.list_cells(&filter)?),
        What::Machines => machines(&database.list_machines(&filter)?),
        What::Projects => projects(&database.list_projects(&filter)?),
        What::Operators => sheets::operators(&database.list_operators(&filter)?),
        What::Files => sheets::files(&database.list_files(&filter)?),
        What::Runs => runs(&database.list_runs(args.select.since)?),
        What::Access => access::list(&mut database, filter.project.as_deref())?,
    };
    let table = sort::arrange(table, args.sort.as_deref(), args.limit)?;
    args.show.one(context, Sheet::list("", table))?;
    Ok(Status::Done)
}

fn check(content: bool, show: &ShowArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let depth = if content { CheckDepth::Content } else { CheckDepth::Counts };
    let mut report = database.check(depth, &mut |name| context.screen.detail(1, &format!("checking {name}")))?;
    if content {
        check_derived(database, &mut report)?;
    }
    let columns = vec![
        Heading::new("experiment", "Experiment", Kind::Text, "The experiment; none for what belongs to none").brief(),
        Heading::new("problem", "Problem", Kind::Prose, "What is wrong, and the way out").brief(),
    ];
    let rows = report.problems.iter().map(|(name, words)| vec![name.clone().into(), words.clone().into()]).collect();
    let count = |key, title| Heading::new(key, title, Kind::Integer, "");
    let is_whole = report.problems.is_empty();
    let mut problems = Table::held("problems", columns, rows);
    if is_whole {
        problems.audience = Audience::Machines;
    }
    let partial = (content && report.partial > 0).then(|| {
        let (subject, has) = if report.partial == 1 { ("experiment", "holds") } else { ("experiments", "hold") };
        format!(
            "{} {subject} {has} a part of the rows alone (thinned, or some steps): a digest is of all rows of the files, and \
             cannot be made again of a part; counts, sums and figures are checked",
            report.partial
        )
    });
    let sheet = Sheet {
        notes: partial.into_iter().collect(),
        head: vec![
            Entry::new(count("experiments", "Experiments"), report.experiments),
            Entry::new(count("measurements", "Rows"), report.rows),
            Entry::new(count("digests", "Digests made again"), report.digests),
            Entry::new(Heading::new("whole", "Whole", Kind::Flag, ""), is_whole),
        ],
        ..Sheet::list("", problems)
    };
    show.one(context, sheet)?;
    Ok(if is_whole { Status::Done } else { Status::Findings })
}

/// Derives every experiment anew, and compares with what is stored of it.
fn check_derived(mut database: Database, report: &mut CheckReport) -> anyhow::Result<()> {
    let names = database.experiment_names()?;
    let shared: SharedDatabase = SharedDatabase::new(Mutex::new(database));
    for name in names {
        let mut test = StoredTest::open(&shared, &name)?;
        let head = test.head()?.clone();
        let steps = test.steps()?.to_vec();
        let derived = kind::derive(&head, &steps)?;
        let is_same = test.stored_derived().is_some_and(|stored| {
            (&stored.steps, &stored.cycles, &stored.pulses) == (&derived.steps, &derived.cycles, &derived.pulses)
                && (stored.reference, stored.nominal) == (derived.reference, derived.nominal)
        });
        if !is_same {
            let words = "what is stored of its figures is not what its steps give; `battery-etl catalog rebase` with its \
                         name alone derives them anew";
            report.problems.push((Some(name), words.to_owned()));
        }
    }
    Ok(())
}
