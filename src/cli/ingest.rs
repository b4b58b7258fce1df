//! `ingest`: load tests into the database.

mod clash;
mod follow;
pub(super) mod manifest;
pub(super) mod metadata;
pub(super) mod say;
mod watch;
mod whose;

use super::actor::actor;
use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::InputArgs;
use super::names::NameFrom;
use super::progress::Bars;
use super::rows::{interval, step_list};
use super::settings::Settings;
use super::status::{Failure, Status};
use super::{Context, interrupt};
use crate::dialect::Dialect;
use crate::model::{Cell, Conventions, StepSet};
use crate::pipeline::{self, CheckOptions, IngestOptions, Ingested, Job, ReadOptions, Typed};
use crate::source::Candidate;
use crate::transform::thin::Thinning;
use crate::validate::FailOn;
use metadata::MetadataArgs;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Load tests: read, validate, derive and store each, all of it or nothing
///
/// The same bytes are skipped, also under another name or re-encoded; a file that has grown is appended, also where its test
/// was renamed since; other content under a loaded name is refused until --replace. What is said of a test that is loaded fills in what is missing of it, and
/// is refused where it differs. Two inputs that would have one name are refused together. A bad test does not stop the
/// others.
///
/// --format json prints {"dry_run","tests":[{"name","paths","outcome","experiment_id","steps","measurements",
/// "findings":{"error","warning","info"},"seconds","message"}],"loaded","skipped","rejected","failed"}; outcome is loaded,
/// appended, updated, skipped, replaced, rejected or failed. With --dry-run it is null, and `would` says what it would be.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl ingest fixtures/mini",
    "battery-etl ingest data/ --project Ageing --cell A123-8Ah --chemistry LFP",
    "battery-etl ingest data/ --manifest tests.csv --format json",
    "battery-etl ingest --step s.csv --detail d.csv --name pulse-test",
    "battery-etl ingest data/*.csv.zst --database postgres://etl@db/lab --dry-run",
    "battery-etl ingest data/ --dry-run --html preview.html  look before you load",
    "battery-etl ingest /srv/cycler --watch --then-report fleet.html"
))]
pub(crate) struct Args {
    /// Files of pairs, folders (searched with all below) or globs
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The Step file, whatever its name
    #[arg(long, value_name = "FILE")]
    step: Option<PathBuf>,
    /// The Detail file, whatever its name
    #[arg(long, value_name = "FILE")]
    detail: Option<PathBuf>,
    /// Name of the experiment, instead of the common stem of its files
    #[arg(long, value_name = "NAME", value_parser = super::inputs::a_name)]
    name: Option<String>,
    /// What an experiment is called after: the common stem of its files, or also their folder
    #[arg(long, value_enum, value_name = "WHAT", default_value_t, hide_default_value = true, conflicts_with = "name")]
    name_from: NameFrom,
    /// Load the rows of these steps only, such as 1,3-8; all step rows are stored
    #[arg(long, value_name = "LIST", value_parser = step_list)]
    steps: Option<BTreeSet<i32>>,
    /// Keep at most one row in this many seconds of a step, always its first and last, pulses whole: a number, or
    /// ultra-high (0.1), high (1), medium (10), low (60), very-low (300), auto (by size)
    #[arg(long, value_name = "SECONDS", value_parser = interval, allow_negative_numbers = true)]
    sample_interval: Option<Thinning>,
    /// Replace what is loaded under the same name; the old one is kept whole as `NAME (replaced, N)`
    #[arg(long)]
    replace: bool,
    /// With --replace: drop the rows of the old one, and say how many they were
    #[arg(long, requires = "replace")]
    discard: bool,
    /// Read, check and say what would be done; store nothing
    #[arg(long)]
    dry_run: bool,
    /// From which severity on a test is not loaded: error, warning, never [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = FailOn::of)]
    fail_on: Option<FailOn>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
    #[command(flatten)]
    metadata: MetadataArgs,
    /// Metadata for many tests: a CSV file with a row for each, told by its `name` or `path` column
    #[arg(long, value_name = "FILE.csv")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    derive: DeriveArgs,
    #[command(flatten)]
    watch: watch::WatchArgs,
    /// With --dry-run: write the overview of what would be loaded as a page
    #[arg(long, value_name = "FILE.html", requires = "dry_run")]
    html: Option<PathBuf>,
}

/// What holds for all tests of a run: the manifest, and the dialect that is forced.
pub(super) type Known<'a> = (Option<&'a manifest::Manifest>, Option<&'static Dialect>);

/// The rules of a test, by its cell.
pub(super) type Check = Arc<dyn Fn(Option<&Cell>) -> CheckOptions + Send + Sync>;

/// Runs the command.
pub(crate) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    let manifest = args.manifest.as_deref().map(manifest::read).transpose()?;
    let mut paths = args.paths.clone();
    if paths.is_empty() && args.step.is_none() && args.detail.is_none() {
        paths.extend(manifest.iter().flat_map(manifest::Manifest::paths));
    }
    let inputs = InputArgs {
        step: args.step.clone(),
        detail: args.detail.clone(),
        experiment: Vec::new(),
        from: None,
        name: args.name.clone(),
        name_from: args.name_from,
    };
    if inputs.is_empty(&paths) {
        let failure = Failure::usage("nothing to load: no path is given");
        return Err(failure.hint("name files, folders or globs, or --step and --detail").into());
    }
    // Before the files are looked at: a dialect that is named may be what knows their channels and parts.
    let dialect = args.derive.dialect(&context.settings)?;
    if args.watch.is_asked() {
        return watch::run(&args, &paths, &inputs, (manifest.as_ref(), dialect), context);
    }
    let found =
        inputs.find_among(&paths, &|candidate| !manifest::is_it(candidate, args.manifest.as_deref()), context)?;
    let of_finding = found.status;
    let candidates = found.files();
    let page = args.html.as_ref().map(|path| (path, candidates.clone()));
    let status = args.load(candidates, (manifest.as_ref(), dialect), context)?;
    if let Some((path, candidates)) = page {
        let written = super::report::preview(candidates, &args.derive, path, context)?;
        return Ok(of_finding.max(status).max(written));
    }
    Ok(of_finding.max(status))
}

impl Args {
    /// Loads tests, and says what became of each.
    fn load(&self, candidates: Vec<Candidate>, known: Known<'_>, context: &Context) -> anyhow::Result<Status> {
        let asked = OfAll {
            derive: &self.derive,
            flags: self.metadata.said(self.derive.nominal_capacity),
            name: self.name.as_ref(),
        };
        let mut jobs = asked.jobs(candidates, known, context)?;
        let options = self.options(context)?;
        let target = context.target()?;
        let bars = Bars::new(context.screen);
        interrupt::stop_by_asking();
        let mut database = match (jobs.is_empty(), self.dry_run) {
            (true, _) => None,
            (_, true) => context.look()?,
            // Makes and names an embedded one, and refuses another schema, before the work.
            _ => Some(context.database()?),
        };
        let clashes = pipeline::clashes(database.as_mut(), &jobs, &options, &bars)?;
        clash::refuse(&mut jobs, clashes, self.name_from);
        let (reports, unrecorded) = match database {
            Some(database) if !self.dry_run => {
                let Ingested { reports, unrecorded } = pipeline::ingest(database, &jobs, &options, &bars)?;
                (reports, unrecorded)
            }
            database => (pipeline::dry_run(database, &jobs, &options, &bars)?, None),
        };
        say::Said { jobs: &jobs, reports: &reports, is_dry_run: self.dry_run }.say(&self.format, &target, context)?;
        if let Some(error) = unrecorded {
            let words = "what was loaded is kept; the run itself could not be written down";
            return Err(anyhow::Error::new(error).context(words));
        }
        Ok(reports.iter().map(say::status).fold(Status::Done, Status::max))
    }

    fn options(&self, context: &Context) -> anyhow::Result<IngestOptions> {
        let (check, fail_on) = gate(self.fail_on, context)?;
        let set = |key: &str| context.settings.read::<String>(key);
        let words = |steps: &BTreeSet<i32>| steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let thinning = match (self.sample_interval, set("ingest.sample_interval")?) {
            (Some(flag), _) => flag,
            (None, Some(text)) => interval(&text).map_err(|why| wrong("ingest.sample_interval", &text, why))?,
            (None, None) => Thinning::default(),
        };
        let options = serde_json::json!({
            "steps": self.steps.as_ref().map(words),
            "sample_interval_s": match thinning { Thinning::Interval(seconds) => Some(seconds), _ => None },
            "fail_on": fail_on.as_str(),
        });
        Ok(IngestOptions {
            check,
            fail_on,
            replace: self.replace,
            discard: self.discard,
            steps: self.steps.as_ref().map(|steps| (StepSet::Only(steps.clone()), words(steps))),
            thinning,
            jobs: context.jobs(),
            options: options.to_string(),
            actor: actor(),
        })
    }
}

/// What holds for every test of a run.
pub(super) struct OfAll<'a> {
    pub(super) derive: &'a DeriveArgs,
    /// What flags say of every test.
    pub(super) flags: metadata::Said,
    /// The name of the one test.
    pub(super) name: Option<&'a String>,
}

impl OfAll<'_> {
    /// One job a test: what the flags say, over what its row of the manifest says.
    pub(super) fn jobs(
        &self,
        candidates: Vec<Candidate>,
        (manifest, dialect): Known<'_>,
        context: &Context,
    ) -> anyhow::Result<Vec<Job>> {
        let conventions = self.derive.conventions(&context.settings)?;
        let typed_conventions = self.derive.conventions(&Settings::default())?;
        let (encoding, sign) = (self.derive.encoding(&context.settings)?, self.derive.sign(&context.settings)?);
        let clock = self.derive.clock(&context.settings)?;
        let set = metadata::Said::of_settings(&context.settings)?;
        let rows = manifest
            .map(|manifest| manifest.assign(&candidates, &|name| renamed_to(name, &candidates, context)))
            .transpose()?;
        let mut jobs = Vec::with_capacity(candidates.len());
        for (at, candidate) in candidates.into_iter().enumerate() {
            let row = rows.as_ref().and_then(|rows| rows[at]);
            let flags = metadata::Said {
                name: self.name.cloned(),
                reference_step: self.derive.reference_step,
                ..self.flags.clone()
            };
            for unheard in row.iter().flat_map(|row| flags.overruled(&row.said)) {
                let words = "the command line goes before the manifest";
                context.screen.note(&format!("{}: {unheard}: {words}", candidate.name));
            }
            let typed = row.map_or_else(|| self.flags.clone(), |row| self.flags.clone().over(&row.said));
            let said = typed.clone().over(&set);
            let read = ReadOptions {
                encoding: encoding.clone(),
                dialect,
                sign,
                clock,
                conventions: Conventions {
                    reference_step: conventions.reference_step.or(said.reference_step),
                    nominal_capacity_ah: conventions.nominal_capacity_ah.or(said.nominal_capacity_ah),
                    ..conventions.clone()
                },
                name: self.name.cloned().or_else(|| said.name.clone()),
                ..ReadOptions::default()
            };
            let reference_step = self.derive.reference_step.or(typed.reference_step);
            let typed = Typed {
                nominal_capacity_ah: typed.nominal_capacity_ah,
                reference_step,
                conventions: Conventions {
                    reference_step,
                    nominal_capacity_ah: typed.nominal_capacity_ah,
                    ..typed_conventions.clone()
                },
                metadata: metadata::Said { start_date: typed.start_date.filter(|_| typed.project.is_some()), ..typed }
                    .metadata()?,
            };
            jobs.push(Job { candidate, adopted: None, read, metadata: said.metadata()?, typed, refusal: None });
        }
        Ok(jobs)
    }
}

/// The places of the files whose test was renamed to this name.
fn renamed_to(name: &str, candidates: &[Candidate], context: &Context) -> anyhow::Result<Vec<usize>> {
    let Some(mut database) = context.look()? else { return Ok(Vec::new()) };
    let mut places = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if database.renamed_from(&candidate.name)?.iter().any(|today| today == name) {
            places.push(at);
        }
    }
    Ok(places)
}

/// The rules and their limits, and from which severity on a test is refused.
pub(super) fn gate(flag: Option<FailOn>, context: &Context) -> anyhow::Result<(Check, FailOn)> {
    let settings = super::validate::rules(context)?;
    let selection = settings.selection(&[], &[]).map_err(|error| super::validate::of_settings(&error, context))?;
    let fail_on = match (flag, context.settings.read::<String>("ingest.fail_on")?) {
        (Some(flag), _) => flag,
        (None, Some(text)) => FailOn::of(&text).map_err(|why| wrong("ingest.fail_on", &text, why))?,
        (None, None) => FailOn::default(),
    };
    let check = move |cell: Option<&Cell>| CheckOptions {
        thresholds: settings.thresholds(cell).unwrap_or_default(),
        selection: selection.clone(),
        ..CheckOptions::default()
    };
    Ok((Arc::new(check), fail_on))
}

fn wrong(key: &str, text: &str, why: String) -> Failure {
    Failure::usage(format!("{key} = `{text}`: {why}"))
}
