//! `catalog history` and `catalog tree`: what happened, and what belongs to what.

use super::super::Context;
use super::super::help::examples;
use super::super::select::SelectArgs;
use super::super::show::ShowArgs;
use super::super::status::Status;
use super::kind::KindArg;
use super::sheets;
use crate::format::{Heading, Kind, Sheet, Table, Value};
use crate::store::Experiment;
use chrono::NaiveDateTime;

/// Say who changed what, when and why, oldest first
///
/// The audit only grows. Of an experiment that was renamed all is said; of one that was deleted the name still finds it.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog history experiment mini",
    "battery-etl catalog history --since 2026-03-01 --format json"
))]
pub(super) struct HistoryArgs {
    /// What it is; everything without one
    #[arg(value_enum, value_name = "KIND")]
    kind: Option<KindArg>,
    /// Its name; all of the kind without one
    name: Option<String>,
    /// Only from this date or time on, in UTC
    #[arg(long, value_name = "DATE", value_parser = super::super::select::from_date)]
    since: Option<NaiveDateTime>,
    /// Show only the last so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    show: ShowArgs,
}

/// Show projects, their cells and their experiments as a tree
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog tree",
    "battery-etl catalog tree --project Ageing --steps"
))]
pub(super) struct TreeArgs {
    /// Also the steps of each experiment
    #[arg(long)]
    steps: bool,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    show: ShowArgs,
}

pub(super) fn history(args: HistoryArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let kind = args.kind.map(|kind| kind.entity().as_str());
    let mut events = database.history(kind, args.name.as_deref())?;
    events.retain(|event| args.since.is_none_or(|since| event.happened_at >= since));
    if let Some(limit) = args.limit {
        events.drain(..events.len().saturating_sub(limit));
    }
    let text = |key, title, what| Heading::new(key, title, Kind::Text, what).brief();
    let prose = |key, title, what| Heading::new(key, title, Kind::Prose, what);
    let columns = vec![
        Heading::new("happened_at", "When", Kind::Time, "When, in UTC").brief(),
        text("who", "Who", "Who ran the command"),
        text("entity", "Kind", "What kind of thing"),
        text("name", "Name", "Its name at that time"),
        text("action", "Action", "What was done"),
        prose("changes", "Changes", "What was changed, before and after").brief(),
        prose("reason", "Reason", "Why, where a person said so").brief(),
        prose("before", "Before", "What it was, as JSON"),
        prose("after", "After", "What it became, as JSON"),
        prose("command", "Command", "The command line, without credentials"),
        prose("tool_version", "Version", "The version of battery-etl"),
    ];
    let rows = events.into_iter().map(|event| {
        let changes = event.changes();
        vec![
            sheets::instant(event.happened_at),
            event.who.into(),
            event.entity.into(),
            event.entity_name.into(),
            event.action.into(),
            changes.into(),
            event.reason.into(),
            event.before.into(),
            event.after.into(),
            event.command.into(),
            event.tool_version.into(),
        ]
    });
    args.show.one(context, Sheet::list("", Table::held("events", columns, rows.collect())))?;
    Ok(Status::Done)
}

/// A line of the tree: how deep it stands, what it is, and more about it.
type Branch = (usize, &'static str, String, String);

pub(super) fn tree(args: TreeArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let filter = args.select.filter(crate::model::Conventions::default().min_rest_s);
    database.require_names(&filter)?;
    let mut all = database.list_experiments(&filter)?;
    all.sort_by(|a, b| place(a).cmp(&place(b)));
    let mut branches: Vec<Branch> = Vec::new();
    let mut before: Option<&Experiment> = None;
    for one in &all {
        let same_project = before.is_some_and(|before| before.project == one.project);
        if !same_project {
            branches.push((0, "project", named(one.project.as_ref(), "project"), String::new()));
        }
        if !(same_project && before.is_some_and(|before| before.cell == one.cell)) {
            branches.push((1, "cell", named(one.cell.as_ref(), "cell"), one.chemistry.clone().unwrap_or_default()));
        }
        let began = one.start_time.map_or_else(String::new, |time| time.format(", %Y-%m-%d").to_string());
        branches.push((2, "experiment", one.name.clone(), format!("{} rows{began}", one.stored_rows)));
        if args.steps {
            for step in database.steps(one.id)? {
                let record = &step.record;
                let capacity = record.capacity_ah.get().map_or_else(String::new, |ah| format!(", {ah:.4} Ah"));
                let what = format!("{}{capacity}", record.step_type.as_str());
                branches.push((3, "step", record.number.to_string(), what));
            }
        }
        before = Some(one);
    }
    if args.show.named_format().is_none_or(|name| name == "table") && args.show.output().is_none() {
        let line = |(depth, _, name, more): &Branch| {
            let more = if more.is_empty() { String::new() } else { format!("  ({more})") };
            format!("{}{}{more}\n", "  ".repeat(*depth), crate::format::clean(name))
        };
        args.show.text(&branches.iter().map(line).collect::<String>())?;
        if branches.is_empty() {
            context.screen.note("no experiments found");
        }
        return Ok(Status::Done);
    }
    let columns = vec![
        Heading::new("depth", "Depth", Kind::Integer, "How deep it stands; a project is 0").brief(),
        Heading::new("kind", "Kind", Kind::Text, "project, cell, experiment or step").brief(),
        Heading::new("name", "Name", Kind::Text, "Its name").brief(),
        Heading::new("more", "More", Kind::Prose, "What is known of it").brief(),
    ];
    let row = |(depth, kind, name, more): Branch| -> Vec<Value> {
        vec![(depth as u64).into(), kind.into(), name.into(), Some(more).filter(|more| !more.is_empty()).into()]
    };
    args.show.one(context, Sheet::list("", Table::held("tree", columns, branches.into_iter().map(row).collect())))?;
    Ok(Status::Done)
}

/// What has no project, or no cell, comes last.
fn place(one: &Experiment) -> (bool, Option<&String>, bool, Option<&String>, &String) {
    (one.project.is_none(), one.project.as_ref(), one.cell.is_none(), one.cell.as_ref(), &one.name)
}

fn named(name: Option<&String>, kind: &str) -> String {
    name.cloned().unwrap_or_else(|| format!("(no {kind})"))
}
