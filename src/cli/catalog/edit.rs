//! `catalog add|edit|rebase`: what people say of cells, projects and experiments.

use super::super::Context;
use super::super::actor::actor;
use super::super::help::examples;
use super::super::select::SelectArgs;
use super::super::show::ShowArgs;
use super::super::status::{Failure, Status};
use super::kind::{KindArg, SO_ALREADY, ask, assignment, derive, each_once, with_fields};
use crate::format::{Heading, Kind, Sheet, Table, Value};
use crate::store::{Database, Edit, Edited, Entity, Found, Target};
use chrono::NaiveDateTime;

/// Add a project, cell, machine or operator
#[derive(Debug, clap::Args)]
#[command(after_help = with_fields(examples!(
    "battery-etl catalog add project Ageing --set start_date=2026-03-01",
    "battery-etl catalog add cell C7 --set nominal_capacity_ah=20"
)))]
pub(super) struct AddArgs {
    /// What it is
    #[arg(value_enum, value_name = "KIND")]
    kind: KindArg,
    /// Its name, which no other of its kind has
    name: String,
    /// What stands in a field; may be given more than once
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    set: Vec<(String, Option<String>)>,
    /// Why; it is kept in the audit
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Say what would be added, and add nothing
    #[arg(long)]
    dry_run: bool,
}

/// Change what is said of projects, cells, machines, operators or experiments
///
/// Only what is not so yet is written, each change with before and after into the audit. What was measured is never
/// changed. Where figures rest on a field (a cell's nominal capacity, an experiment's reference step), they are derived anew
/// in the same transaction. `tags=+a,-b` adds and takes away; FIELD= with nothing behind it empties a field.
///
/// Experiments are named, or chosen by filters; then it is asked first, or --yes says so. --dry-run says what would become
/// of them.
#[derive(Debug, clap::Args)]
#[command(after_help = with_fields(examples!(
    "battery-etl catalog edit cell C7 --set nominal_capacity_ah=20",
    "battery-etl catalog edit experiment mini --set cell=C7 --set tags=+aged",
    "battery-etl catalog edit experiment --project Ageing --set operator=Ann --yes"
)))]
pub(super) struct EditArgs {
    /// What they are
    #[arg(value_enum, value_name = "KIND")]
    kind: KindArg,
    /// Their names
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// What is to stand in a field; may be given more than once
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment, required = true)]
    set: Vec<(String, Option<String>)>,
    /// Why; it is kept in the audit
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Refuse when one of them was changed after this time, as `updated_at` of `catalog show` has it
    #[arg(long, value_name = "TIME", value_parser = instant)]
    unchanged_since: Option<NaiveDateTime>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    show: ShowArgs,
}

/// Derive an experiment anew on another reference step or nominal capacity
///
/// C-rates, SOC, cycles, SOH and pulses are derived anew from all its steps in one transaction; no measured value is
/// touched. `auto` gives the choice back; with neither option all is derived anew as it was. The findings stay those of the load: `validate --experiment` checks it as it is now.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog rebase mini --reference-step 5",
    "battery-etl catalog rebase mini --nominal-capacity 2.0 --reference-step auto"
))]
pub(super) struct RebaseArgs {
    /// The experiments
    #[arg(value_name = "EXPERIMENT", required = true)]
    names: Vec<String>,
    /// The discharge step that SOC stands on; `auto` for the one that is found
    #[arg(long, value_name = "N|auto", allow_hyphen_values = true)]
    reference_step: Option<String>,
    /// Nominal capacity in Ah; `auto` for the cell's or the reference step's
    #[arg(long, value_name = "AH|auto", allow_hyphen_values = true)]
    nominal_capacity: Option<String>,
    /// Why; it is kept in the audit
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    show: ShowArgs,
}

fn instant(text: &str) -> Result<NaiveDateTime, String> {
    let plain = text.trim().trim_end_matches('Z').replace(' ', "T");
    plain.parse().map_err(|_| "write it as 2026-03-05T08:00:00.123456Z".to_owned())
}

pub(super) fn add(args: AddArgs, context: &Context) -> anyhow::Result<Status> {
    each_once(&args.set)?;
    let entity = args.kind.entity();
    if args.set.iter().any(|(field, _)| field == "name") {
        let failure = Failure::usage(format!("`name` is given twice: as `{}` and by --set", args.name));
        return Err(failure.hint("leave --set name= out").into());
    }
    // Where there is no database yet, it is tried in an empty one.
    let folder = tempfile::tempdir()?;
    let there = if args.dry_run { context.look()? } else { Some(context.database()?) };
    let trial = || Database::open(&Target::sqlite(&folder.path().join("trial.db")));
    let mut database = there.map_or_else(trial, Ok)?;
    let (reason, is_trial) = (args.reason.as_deref(), args.dry_run);
    let edit = Edit { entity, set: &args.set, is_seen: false, reason, actor: &actor(), is_trial };
    let found = database.add(&args.name, &edit)?;
    let fields = args.set.iter().map(|(field, value)| format!("{field}={}", value.as_deref().unwrap_or_default()));
    let fields: Vec<String> = fields.filter(|_| is_trial).collect();
    let with = if fields.is_empty() { String::new() } else { format!(" with {}", fields.join(", ")) };
    let added = if is_trial { "would add" } else { "added" };
    context.screen.note(&format!("{added} {} `{}`{with}", entity.as_str(), found.name));
    Ok(Status::Done)
}

pub(super) fn edit(args: EditArgs, context: &Context) -> anyhow::Result<Status> {
    each_once(&args.set)?;
    let entity = args.kind.entity();
    let mut database = context.loaded()?;
    let found = chosen(&args, &mut database)?;
    if let Some(since) = args.unchanged_since
        && let Some(changed) = found.iter().find(|one| one.updated_at > since)
    {
        let at = changed.updated_at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        let last = database.last_change(entity, changed.id);
        let message = format!("{} `{}` was changed at {at}{last}", entity.as_str(), changed.name);
        return Err(Failure::new(Status::TryAgain, message)
            .hint("look at it again, then run the command again")
            .into());
    }
    if args.names.is_empty() && !args.dry_run {
        let question = format!("Change {} experiment{}?", found.len(), if found.len() == 1 { "" } else { "s" });
        ask(&question, args.yes, context)?;
    }
    let is_seen = args.unchanged_since.is_some() || args.names.is_empty() && !args.yes;
    let (reason, is_trial) = (args.reason.as_deref(), args.dry_run);
    let edit = Edit { entity, set: &args.set, is_seen, reason, actor: &actor(), is_trial };
    let edited = database.edit(&found, &edit, &derive)?;
    if entity == Entity::Cell && args.set.iter().any(|(field, _)| field == "nominal_capacity_ah") {
        for one in &found {
            let own = database.with_own_nominal(one.id)?;
            if !own.is_empty() {
                context.screen.note(&format!(
                    "these keep the nominal capacity that was given for them, until `catalog rebase NAME \
                     --nominal-capacity auto`: {}",
                    own.join(", ")
                ));
            }
        }
    }
    say(edited, is_trial, None, &args.show, context)
}

/// The entities that are named, or the experiments that the filters choose.
fn chosen(args: &EditArgs, database: &mut Database) -> anyhow::Result<Vec<Found>> {
    let entity = args.kind.entity();
    let by_filter = args.select.is_given();
    if by_filter && (entity != Entity::Experiment || !args.names.is_empty()) {
        let message = "filters choose experiments, and names name what is changed: give one of them";
        return Err(Failure::usage(message).into());
    }
    let mut names = args.names.clone();
    if by_filter {
        let filter = args.select.filter(crate::model::Conventions::default().min_rest_s);
        database.require_names(&filter)?;
        names = database.list_experiments(&filter)?.into_iter().map(|one| one.name).collect();
        if names.is_empty() {
            return Err(Failure::usage("no loaded experiment is left by the filters, so nothing is changed").into());
        }
    } else if names.is_empty() {
        let failure = Failure::usage(format!("no {} is named", entity.as_str()));
        return Err(failure.hint("name them, or choose experiments by --project, --cell and the like").into());
    }
    let renames = args.set.iter().any(|(field, _)| field == "name");
    if renames && names.len() > 1 {
        return Err(Failure::usage("one name cannot be that of several").into());
    }
    names.iter().map(|name| Ok(database.entity(entity, name)?)).collect()
}

pub(super) fn rebase(args: RebaseArgs, context: &Context) -> anyhow::Result<Status> {
    let value = |text: &String| Some(text.clone()).filter(|text| !text.eq_ignore_ascii_case("auto"));
    let asked = [("reference_step", &args.reference_step), ("nominal_capacity_ah", &args.nominal_capacity)];
    let set: Vec<(String, Option<String>)> =
        asked.into_iter().filter_map(|(field, text)| Some((field.to_owned(), value(text.as_ref()?)))).collect();
    let mut database = context.loaded()?;
    let found: Vec<Found> =
        args.names.iter().map(|name| database.entity(Entity::Experiment, name)).collect::<Result<_, _>>()?;
    let (entity, reason, is_trial) = (Entity::Experiment, args.reason.as_deref(), args.dry_run);
    let edit = Edit { entity, set: &set, is_seen: false, reason, actor: &actor(), is_trial };
    let edited = database.rebase(&found, &edit, &derive)?;
    let names: Vec<&str> = edited.iter().map(|one| one.name.as_str()).collect();
    let (names, is_one) = (names.join(", "), names.len() == 1);
    let anew = match (is_trial, is_one) {
        (true, _) => format!("{names} would be derived anew"),
        (false, true) => format!("{names} is derived anew"),
        (false, false) => format!("{names} are derived anew"),
    };
    say(edited, is_trial, Some(&anew), &args.show, context)
}

/// Says what became, or would become, of each; `anew` where they are derived anew even if no field is changed.
fn say(
    edited: Vec<Edited>,
    is_trial: bool,
    anew: Option<&str>,
    show: &ShowArgs,
    context: &Context,
) -> anyhow::Result<Status> {
    let column = |key, title, what| Heading::new(key, title, Kind::Prose, what).brief();
    let columns = vec![
        Heading::new("name", "Name", Kind::Text, "What was changed").brief(),
        Heading::new("field", "Field", Kind::Text, "The field").brief(),
        column("before", "Before", "What stood there"),
        column("after", "After", "What stands there now"),
    ];
    let count = edited.iter().filter(|one| !one.changes.is_empty()).count();
    let rows: Vec<Vec<Value>> = edited
        .into_iter()
        .flat_map(|one| {
            let name = one.name;
            one.changes
                .into_iter()
                .map(move |(field, before, after)| vec![name.clone().into(), field.into(), before.into(), after.into()])
        })
        .collect();
    let changes = rows.len();
    if changes > 0 || !show.is_on_screen()? {
        show.one(context, Sheet::list("", Table::held("changes", columns, rows)))?;
    }
    let would = if is_trial { "would change" } else { "changed" };
    let fields = if changes == 1 { "1 field".to_owned() } else { format!("{changes} fields") };
    let words = match (changes, anew) {
        (0, Some(anew)) => format!("{anew}; no field is changed"),
        (0, None) => SO_ALREADY.to_owned(),
        (_, Some(anew)) => format!("{anew}; {would} {fields} of {count}"),
        (_, None) => format!("{would} {fields} of {count}"),
    };
    context.screen.note(&words);
    Ok(Status::Done)
}
