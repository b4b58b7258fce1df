//! `catalog import-original`: adopt the database of the dashboard that came before.

use crate::cli::actor::actor;
use crate::cli::derive::DeriveArgs;
use crate::cli::help::examples;
use crate::cli::ingest::say;
use crate::cli::progress::Bars;
use crate::cli::status::{Failure, Status};
use crate::cli::{Context, inputs, interrupt, validate};
use crate::model::{Cell, Conventions, nearest};
use crate::pipeline::{
    self, Adopt, CheckOptions, Clash, IngestOptions, Ingested, Job, LoadOutcome, ReadOptions, TestReport, Typed,
};
use crate::source::{Candidate, Files};
use crate::store::{Adopted, Catalogue, Original, OriginalExperiment};
use crate::transform::thin::Thinning;
use crate::validate::FailOn;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Adopt the SQLite database of the original dashboard: its tests, cells, projects, machines and operators
///
/// FILE is only read. Each experiment is checked, derived anew and loaded like any other test, whole or not at all; what is
/// loaded already is skipped, and a name that other content has is refused. Zeros and 25 °C that stood for a missing value
/// are missing again where that can be proven; what cannot be proven stays, and is told. C-rate, SOC and rest times are
/// derived, not taken over. See docs/migrating.md.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl catalog import-original battery.db --dry-run   what would be done",
    "battery-etl catalog import-original battery.db",
    "battery-etl catalog import-original battery.db --experiment 3 --name rate-2",
    "battery-etl catalog import-original battery.db --format json --fail-on never"
))]
pub(super) struct Args {
    /// The database that the original wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only this experiment, by its name or its number there; may be given more than once
    #[arg(long, value_name = "EXPERIMENT")]
    experiment: Vec<String>,
    /// Another name for the one experiment
    #[arg(long, value_name = "NAME", value_parser = inputs::a_name, requires = "experiment")]
    name: Option<String>,
    /// Replace what is loaded under the same name; the old one is kept whole as `NAME (replaced, N)`
    #[arg(long)]
    replace: bool,
    /// Read, check and say what would be done; store nothing
    #[arg(long)]
    dry_run: bool,
    /// From which severity on a test is not loaded: error, warning, never [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = FailOn::of)]
    fail_on: Option<FailOn>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Status> {
    let (all, catalogue) = read(&args.file, context)?;
    let is_whole = args.experiment.is_empty();
    let several = all.len() > 1;
    let experiments = chosen(all, &args.experiment)?;
    let mut jobs = jobs(args, &experiments, several, context)?;
    let options = options(args, context)?;
    let target = context.target()?;
    interrupt::stop_by_asking();
    let catalogue = if is_whole { catalogue } else { Catalogue::default() };
    let bars = Bars::new(context.screen);
    let (mut reports, unrecorded) = if args.dry_run {
        let mut database = context.look()?;
        let new = match &mut database {
            Some(database) => database.would_adopt(&catalogue)?,
            None => catalogue.counts(),
        };
        tell_adopted(new, "would be added", context);
        let clashes = pipeline::clashes(database.as_mut(), &jobs, &options, &bars)?;
        refuse(&mut jobs, clashes, &experiments);
        (pipeline::dry_run(database, &jobs, &options, &bars)?, None)
    } else {
        let mut database = context.database()?;
        tell_adopted(database.adopt(&catalogue, &options.actor)?, "added", context);
        let clashes = pipeline::clashes(Some(&mut database), &jobs, &options, &bars)?;
        refuse(&mut jobs, clashes, &experiments);
        let Ingested { reports, unrecorded } = pipeline::ingest(database, &jobs, &options, &bars)?;
        (reports, unrecorded)
    };
    for (report, experiment) in reports.iter_mut().zip(&experiments) {
        if !matches!(report.outcome, LoadOutcome::Skipped) {
            report.notes.splice(0..0, experiment.notes.iter().cloned());
        }
    }
    let said = say::Said { jobs: &jobs, reports: &reports, is_dry_run: args.dry_run };
    said.say(&args.format, &target, context)?;
    if let Some(error) = unrecorded {
        let words = "what was loaded is kept; the run itself could not be written down";
        return Err(anyhow::Error::new(error).context(words));
    }
    Ok(reports.iter().map(|report: &TestReport| say::status(report)).fold(Status::Done, Status::max))
}

/// What there is; what this installation lacks, and what of it stays behind, is told.
fn read(file: &Path, context: &Context) -> anyhow::Result<(Vec<OriginalExperiment>, Catalogue)> {
    let mut original = Original::open(file)?;
    let (experiments, catalogue, notes) = original.experiments()?;
    let say = |words: String| context.screen.note(&format!("{}: {words}", file.display()));
    if !original.absent().is_empty() {
        say(format!("it lacks {}; what they would say stays missing", original.absent().join(", ")));
    }
    if !original.left().is_empty() {
        say(format!("its tables {} are not taken over", original.left().join(", ")));
    }
    notes.into_iter().for_each(say);
    Ok((experiments, catalogue))
}

fn tell_adopted(new: Adopted, how: &str, context: &Context) {
    let Adopted { projects, cells, machines, operators } = new;
    let counts = [(projects, "project"), (cells, "cell"), (machines, "machine"), (operators, "operator")];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    if !words.is_empty() {
        context.screen.note(&format!("{how}: {}", words.join(", ")));
    }
}

/// The experiments that are asked for, in their order.
fn chosen(all: Vec<OriginalExperiment>, asked: &[String]) -> Result<Vec<OriginalExperiment>, Failure> {
    let is = |one: &OriginalExperiment, word: &str| one.name == word || one.id.to_string() == word;
    for word in asked {
        if !all.iter().any(|one| is(one, word)) {
            let failure = Failure::usage(format!("there is no experiment `{word}` in this database"));
            let near = nearest(word, all.iter().map(|one| one.name.as_str()));
            return Err(match near {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint("without --experiment, --dry-run lists them all"),
            });
        }
    }
    Ok(all.into_iter().filter(|one| asked.is_empty() || asked.iter().any(|word| is(one, word))).collect())
}

fn jobs(args: &Args, experiments: &[OriginalExperiment], several: bool, context: &Context) -> anyhow::Result<Vec<Job>> {
    if args.name.is_some() && experiments.len() != 1 {
        let failure = Failure::usage(format!("--name is for one experiment, and {} are asked for", experiments.len()));
        return Err(failure.hint("choose it by its number with --experiment").into());
    }
    let conventions = DeriveArgs::default().conventions(&context.settings)?;
    let job = |experiment: &OriginalExperiment| {
        // A file that holds several tests is told apart by the number of each.
        let mut path = args.file.clone().into_os_string();
        if several {
            path.push(format!("#{}", experiment.id));
        }
        let name = args.name.clone().unwrap_or_else(|| experiment.name.clone());
        let nominal_capacity_ah = conventions.nominal_capacity_ah.or(experiment.nominal_capacity_ah);
        Job {
            candidate: Candidate { name: name.clone(), files: Files::Single(path.into()) },
            adopted: Some(Adopt { file: args.file.clone(), number: experiment.id }),
            read: ReadOptions {
                conventions: Conventions { nominal_capacity_ah, ..conventions.clone() },
                name: Some(name),
                ..ReadOptions::default()
            },
            metadata: experiment.metadata.clone(),
            typed: Typed::default(),
            refusal: None,
        }
    };
    Ok(experiments.iter().map(job).collect())
}

/// Refuses all experiments that would have the name of another.
fn refuse(jobs: &mut [Job], clashes: Vec<Clash>, experiments: &[OriginalExperiment]) {
    for Clash { name, jobs: group } in clashes {
        let numbers: Vec<String> = group.iter().map(|&at| experiments[at].id.to_string()).collect();
        let why = format!(
            "experiments {} of this database would have one name, `{name}`; import each with --experiment NUMBER and a \
             --name of its own",
            numbers.join(", ")
        );
        group.into_iter().for_each(|at| jobs[at].refusal = Some(why.clone()));
    }
}

fn options(args: &Args, context: &Context) -> anyhow::Result<IngestOptions> {
    let settings = validate::rules(context)?;
    let selection = settings.selection(&[], &[]).map_err(|error| validate::of_settings(&error, context))?;
    let check = move |cell: Option<&Cell>| CheckOptions {
        thresholds: settings.thresholds(cell).unwrap_or_default(),
        selection: selection.clone(),
        ..CheckOptions::default()
    };
    let fail_on = args.fail_on.unwrap_or_default();
    Ok(IngestOptions {
        check: Arc::new(check),
        fail_on,
        replace: args.replace,
        discard: false,
        steps: None,
        thinning: Thinning::None,
        jobs: context.jobs(),
        options: serde_json::json!({ "fail_on": fail_on.as_str() }).to_string(),
        actor: actor(),
    })
}
