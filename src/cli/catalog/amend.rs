//! `catalog correct|merge-steps|note`: what people say otherwise than the tester.

use super::super::Context;
use super::super::actor::actor;
use super::super::help::examples;
use super::super::status::{Failure, Status};
use super::kind::{SO_ALREADY, assignment, derive};
use crate::store::{Amend, Amended, Entity, correctable};

/// What is said of a trial.
const WOULD: &str = "would be so; nothing was changed";

/// Correct a value of a step, with a reason
///
/// What was measured is never overwritten: a correction is a row of its own, with who, when and why, laid over the step
/// when it is read. Everything is derived anew from it in the same transaction. --withdraw takes one back, by its number in
/// `catalog show`. A capacity or an energy has the sign of its step's kind: negative in a discharge.
#[derive(Debug, clap::Args)]
#[command(after_help = with_fields(examples!(
    "battery-etl catalog correct mini 5 capacity_ah=-1.98 --reason 'lead was loose'",
    "battery-etl catalog correct mini 4 step_type=charge --reason 'wrong name'",
    "battery-etl catalog correct mini --withdraw 2 --reason 'it was right'"
)))]
pub(super) struct CorrectArgs {
    /// The experiment
    experiment: String,
    /// The executed step's number
    #[arg(required_unless_present = "withdraw")]
    step: Option<i32>,
    /// The field and its value, in the field's unit; nothing behind = for none
    #[arg(value_name = "FIELD=VALUE", value_parser = assignment, required_unless_present = "withdraw")]
    value: Option<(String, Option<String>)>,
    /// Take this correction back
    #[arg(long, value_name = "N", conflicts_with_all = ["step", "value"])]
    withdraw: Option<i32>,
    /// Why
    #[arg(long, value_name = "WORDS", required = true)]
    reason: String,
    /// Say what would become of it, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Make one step of consecutive steps of one type
///
/// Capacity, energy and duration are summed; it starts as the first and ends as the last, and has the number of the first.
/// Their rows are read as those of one step. Nothing that was measured is touched; --withdraw takes it back, by its number
/// in `catalog show`.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog merge-steps mini 1-2 --reason 'one rest in two parts'",
    "battery-etl catalog merge-steps mini --withdraw 1 --reason 'two rests'"
))]
pub(super) struct MergeArgs {
    /// The experiment
    experiment: String,
    /// The first and the last of them
    #[arg(value_name = "FIRST-LAST", value_parser = range, required_unless_present = "withdraw")]
    steps: Option<(i32, i32)>,
    /// Take this merge back
    #[arg(long, value_name = "N", conflicts_with = "steps")]
    withdraw: Option<i32>,
    /// Why
    #[arg(long, value_name = "WORDS", required = true)]
    reason: String,
    /// Say what would become of it, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Write a note to a step, or take it away
#[derive(Debug, clap::Args)]
#[command(after_help = examples!("battery-etl catalog note mini 7 'chamber door was open'"))]
pub(super) struct NoteArgs {
    /// The experiment
    experiment: String,
    /// The executed step's number
    step: i32,
    /// The note; nothing takes it away
    #[arg(value_name = "WORDS")]
    note: Option<String>,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

fn with_fields(examples: String) -> String {
    let lines: Vec<String> = correctable().into_iter().map(|(name, what)| format!("\n  {name:<22} {what}")).collect();
    format!("Fields:{}\n\n{examples}", lines.concat())
}

fn range(text: &str) -> Result<(i32, i32), String> {
    let wrong = || format!("`{text}` is no range of steps; write it as 4-5");
    let (first, last) = text.split_once('-').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<i32>().map_err(|_| wrong());
    let (first, last) = (number(first)?, number(last)?);
    if first < last { Ok((first, last)) } else { Err(format!("`{text}`: the first is not before the last")) }
}

pub(super) fn correct(args: CorrectArgs, context: &Context) -> anyhow::Result<Status> {
    let change = match (args.withdraw, args.step, args.value) {
        (Some(id), ..) => Amend::WithdrawCorrection(id),
        (None, Some(step), Some((field, value))) => Amend::Correct { step, field, value },
        _ => return Err(Failure::usage("say which step and which value, as `7 capacity_ah=-1.98`").into()),
    };
    amend(&args.experiment, &change, (&args.reason, args.dry_run), context)
}

pub(super) fn merge(args: MergeArgs, context: &Context) -> anyhow::Result<Status> {
    let change = match (args.withdraw, args.steps) {
        (Some(id), _) => Amend::WithdrawMerge(id),
        (None, Some((first_step, last_step))) => Amend::Merge { first_step, last_step },
        (None, None) => return Err(Failure::usage("say which steps, as `4-5`").into()),
    };
    amend(&args.experiment, &change, (&args.reason, args.dry_run), context)
}

fn amend(name: &str, change: &Amend, (reason, is_trial): (&str, bool), context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let experiment = database.experiment(name)?;
    let Amended { before, after, note } = database.amend(&experiment, change, (reason, &actor()), &derive, is_trial)?;
    let done = if is_trial { WOULD } else { "derived anew" };
    context.screen.note(&format!("{}: {before} -> {after}; {done}", experiment.name));
    if let Some(note) = note {
        context.screen.warn(&format!("{}: {note}", experiment.name));
    }
    Ok(Status::Done)
}

pub(super) fn note(args: NoteArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let experiment = database.entity(Entity::Experiment, &args.experiment)?;
    let note = args.note.as_deref().filter(|note| !note.trim().is_empty());
    let before = database.note_step(&experiment, args.step, note, &actor(), args.dry_run)?;
    let words = match (before.as_deref() == note, args.dry_run) {
        (true, _) => {
            context.screen.note(SO_ALREADY);
            return Ok(Status::Done);
        }
        (false, true) => {
            let shown = |note: Option<&str>| note.map_or("no note".to_owned(), |note| format!("`{note}`"));
            format!("{} -> {}; {WOULD}", shown(before.as_deref()), shown(note))
        }
        (false, false) if note.is_some() => "noted".to_owned(),
        (false, false) => "the note is taken away".to_owned(),
    };
    context.screen.note(&format!("{}, step {}: {words}", experiment.name, args.step));
    Ok(Status::Done)
}
