//! `validate`: the data-quality gate.

mod cell;
mod outputs;
mod work;

use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::{InputArgs, Opener};
use super::status::{Failure, Status};
use super::{Context, screen};
use crate::pipeline::CheckOptions;
use crate::validate::writers::{self, Writer};
use crate::validate::{self, Baseline, FailOn, Run, Settings, ValidateError, Verdict};
use chrono::{DateTime, NaiveDate};
use outputs::{Outputs, ReportArg};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Check tests, and say what is wrong in them and where
///
/// PATH is a file of a pair, a folder (searched through) or a glob. Nothing is loaded and no database is needed;
/// `--experiment` checks what is loaded. Rules, thresholds, severities and waivers are set in `[validate]` of
/// battery-etl.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl validate data/                              every test of a folder",
    "battery-etl validate a_Step.csv a_Detail.csv --chemistry LFP",
    "battery-etl validate data/ --fail-on warning --report junit=out.xml",
    "battery-etl validate data/ --write-baseline known.json  what is now is known",
    "battery-etl validate data/ --baseline known.json        only what is new fails",
    "battery-etl validate --explain TIM03"
))]
pub(super) struct Args {
    /// Files, folders or globs
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    gate: GateArgs,
    #[command(flatten)]
    cell: cell::CellArgs,
    #[command(flatten)]
    derive: DeriveArgs,
}

/// What counts, and how it is said.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The gate")]
struct GateArgs {
    /// Format: text, json, ndjson, junit, sarif, github or markdown [default: by the ending of -o, else text]
    #[arg(long, value_name = "FORMAT", value_parser = writer_named)]
    format: Option<&'static dyn Writer>,
    /// Write into FILE instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write a further output in the same run; may be given more than once
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<ReportArg>,
    /// From which severity on a finding fails the run [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = FailOn::of)]
    fail_on: Option<FailOn>,
    /// Only these rules: codes (TIM01), families (TIM) or names
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    select: Vec<String>,
    /// Without these rules
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    ignore: Vec<String>,
    /// What this file lists is known and does not count; entries without a finding are told
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found now into FILE, as known from now on
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Explain a rule: what it checks, why it matters, how, and what to do
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
    /// List every rule with its severity
    #[arg(long, conflicts_with = "explain")]
    list_rules: bool,
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    let settings = rules(context)?;
    let selection = settings.selection(&args.gate.select, &args.gate.ignore).map_err(usage)?;
    if let Some(name) = &args.gate.explain {
        return explain(name);
    }
    let mut outputs = Outputs::open(args.gate.format, args.gate.output.as_deref(), &args.gate.report)?;
    if args.gate.list_rules {
        outputs.rules(validate::ALL, &selection)?;
        return Ok(Status::Done);
    }
    if args.inputs.is_empty(&args.paths) {
        return Err(Failure::usage("nothing to validate: name a PATH, --step and --detail, or --experiment")
            .hint("`battery-etl validate --help` shows examples")
            .into());
    }
    let baseline = baseline(&args.gate, &settings, context)?;
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let cell = args.cell.cell(&settings, &opener.options().conventions)?;
    let opener = opener.of_cell(cell.clone());
    let options = CheckOptions {
        thresholds: settings.thresholds(cell.as_ref()).map_err(usage)?,
        selection,
        ..CheckOptions::default()
    };
    let inputs = args.inputs.find(&args.paths, &args.derive, context)?;
    let done = work::check_all(&inputs.all, &work::Job { opener: &opener, settings: &settings, options }, context);
    let status = inputs.status.max(done.status);
    let fail_on = args.gate.fail_on.or(settings.fail_on).unwrap_or_default();
    let mut run = settings.judge(done.outcomes, baseline.as_ref(), fail_on, today());
    run.conventions = done.conventions;
    if let Some(path) = &args.gate.write_baseline {
        write_baseline(&mut run, path, context)?;
    }
    let encoding = opener.options().encoding.clone();
    outputs.write(&run, context, encoding.as_deref())?;
    Ok(status.max(status_of(&run, status)))
}

/// The rules as the settings have them.
pub(super) fn rules(context: &Context) -> Result<Settings, Failure> {
    let empty = toml::Table::new();
    let settings = Settings::parse(context.settings.table("validate").unwrap_or(&empty));
    settings.map_err(|error| of_settings(&error, context))
}

/// The exit status: the verdict's, whatever the format. Tests that could not even be opened were told of already.
fn status_of(run: &Run, rejected: Status) -> Status {
    match run.verdict() {
        Verdict::Clean | Verdict::Passed => Status::Done,
        Verdict::Failed => Status::Findings,
        Verdict::NothingChecked if run.tests.is_empty() && rejected != Status::Done => rejected,
        Verdict::NothingChecked => Status::Failed,
    }
}

fn explain(name: &str) -> anyhow::Result<Status> {
    let rule = validate::find(name).map_err(usage)?;
    let mut out = screen::stdout();
    writeln!(out, "{} {} ({})\n", rule.code(), rule.name(), rule.severity().as_str())?;
    writeln!(out, "{}", validate::explanation(rule))?;
    out.flush()?;
    Ok(Status::Done)
}

/// The baseline that is named, else that of the settings, which is named from the settings' folder.
fn baseline(gate: &GateArgs, settings: &Settings, context: &Context) -> Result<Option<Baseline>, Failure> {
    let beside = context.settings.path.as_ref().and_then(|path| path.parent());
    let set = settings.baseline.as_ref().map(|path| beside.map_or_else(|| path.into(), |folder| folder.join(path)));
    let Some(path) = gate.baseline.clone().or(set) else { return Ok(None) };
    let shown = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => Baseline::parse(&text, &shown).map(Some).map_err(usage),
        // The baseline that is about to be written need not be there yet.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && gate.write_baseline.as_ref() == Some(&path) => {
            Ok(None)
        }
        Err(error) => Err(Failure::usage(format!("{shown}: the baseline cannot be read: {error}"))
            .hint(format!("`battery-etl validate PATH --write-baseline {shown}` writes one"))),
    }
}

fn write_baseline(run: &mut Run, path: &std::path::Path, context: &Context) -> anyhow::Result<()> {
    let baseline = Baseline::of(&run.tests);
    let mut output = super::output::Output::open(Some(path))?;
    baseline.write(&mut output)?;
    output.finish()?;
    baseline.apply(&mut run.tests);
    run.stale.clear();
    context.screen.note(&format!("{}: {} findings are known from now on", path.display(), baseline.len()));
    Ok(())
}

fn usage(error: ValidateError) -> Failure {
    Failure::usage(error.to_string())
}

pub(super) fn of_settings(error: &ValidateError, context: &Context) -> Failure {
    let file = context.settings.path.as_ref().map_or_else(String::new, |path| format!("{}: ", path.display()));
    Failure::usage(format!("{file}{error}"))
}

fn writer_named(name: &str) -> Result<&'static dyn Writer, String> {
    writers::writer(name).ok_or_else(|| {
        let all: Vec<&str> = writers::WRITERS.iter().map(|writer| writer.name()).collect();
        format!("must be one of {}", all.join(", "))
    })
}

/// Today in UTC: waivers end on a day, and a gate gives the same answer everywhere.
fn today() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    DateTime::from_timestamp(seconds as i64, 0).map_or(NaiveDate::MIN, |now| now.date_naive())
}
