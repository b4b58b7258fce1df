//! `export parts`: tests as Parquet parts of a lake, and a line of JSON for each, for an engine that commits them.

mod place;
mod waiting;

use super::Args;
use crate::cli::actor::actor;
use crate::cli::ingest::{OfAll, gate, manifest, metadata::Said, say};
use crate::cli::progress::Bars;
use crate::cli::status::{Failure, Status};
use crate::cli::{Context, interrupt, screen};
use crate::lake::{Manifest, Whole, Writing, Written};
use crate::model::{Block, Head, TestError};
use crate::pipeline::{self, IngestOptions, Job, Keeper, LoadOutcome, Once, TestReport};
use crate::source::Candidate;
use crate::store::Metadata;
use crate::transform::thin::Thinning;
use place::{Key, Place};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The paths behind the word, where parts are asked for.
pub(super) fn is_asked(args: &Args) -> Option<Vec<PathBuf>> {
    let (first, paths) = args.words.split_first()?;
    (first.as_os_str() == "parts").then(|| paths.to_vec())
}

pub(super) fn run(args: &Args, paths: &[PathBuf], context: &Context) -> anyhow::Result<Status> {
    let folder = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    if folder.is_none() && !args.list {
        return Err(Failure::usage("parts are written into a folder: name it with -o").into());
    }
    goes_together(args)?;
    if args.inputs.is_empty(paths) {
        return Err(Failure::usage("nothing to export: name a PATH, or --step and --detail").into());
    }
    // One file for all tests serves every worker, whichever of them it is given; a list knows all.
    let known = args.manifest.as_deref().map(manifest::read).transpose()?;
    let known = known.map(|known| if args.list { known } else { known.of_more() });
    let dialect = args.derive.dialect(&context.settings)?;
    let (check, fail_on) = gate(args.fail_on, context)?;
    let place = folder.map(Place::open).transpose()?;
    // A test's name must not depend on what else is named.
    let is_test = |candidate: &Candidate| !manifest::is_it(candidate, args.manifest.as_deref());
    let inputs = args.inputs.find_among(paths, &is_test, context)?;
    let status = inputs.status;
    let of_all = OfAll {
        derive: &args.derive,
        flags: Said::of_capacity(args.derive.nominal_capacity),
        name: args.inputs.name.as_ref(),
    };
    let jobs = of_all.jobs(inputs.files(), (known.as_ref(), dialect), context)?;
    let Some(place) = place else { return list(&jobs, status) };
    let options = IngestOptions {
        check,
        fail_on,
        replace: false,
        discard: false,
        steps: None,
        thinning: Thinning::default(),
        jobs: context.jobs(),
        options: String::new(),
        actor: actor(),
    };
    interrupt::stop_by_asking();
    let bars = Bars::new(context.screen);
    let read = pipeline::read_each(&jobs, &options, &bars, |job| Keeping::new(job, place.waiting()))?;
    let (reports, kept): (Vec<TestReport>, Vec<Keeping>) = read.into_iter().unzip();
    let lines = place.publish(&jobs, &reports, kept)?;
    let mut out = screen::stdout();
    for line in &lines {
        serde_json::to_writer(&mut out, line).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    say::aside(&reports, context);
    say::refusals(&reports, context);
    Ok(reports.iter().map(say::status).fold(status, Status::max))
}

/// Says which tests there are, and reads none: what an engine hands out.
fn list(jobs: &[Job], status: Status) -> anyhow::Result<Status> {
    let mut out = screen::stdout();
    for job in jobs {
        let test = serde_json::json!({ "name": job.name(), "paths": paths(job) });
        serde_json::to_writer(&mut out, &test).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(status)
}

/// The files of a test, as they were named or found.
fn paths(job: &Job) -> Vec<String> {
    job.candidate.files.paths().iter().map(|path| path.display().to_string()).collect()
}

/// Refuses what does not go together with parts, which hold tests whole.
fn goes_together(args: &Args) -> Result<(), Failure> {
    let given = [
        ("--format", args.format.is_some()),
        ("--schema", args.schema.is_some()),
        ("--bom", args.bom),
        ("--columns", !args.columns.is_empty()),
        ("--split-by", args.split_by.is_some()),
        ("--sample-interval", args.sample_interval.is_some()),
        ("--steps", args.steps.is_some()),
        ("--experiment", !args.inputs.experiment.is_empty()),
        ("--from", args.inputs.from.is_some()),
        ("a filter", args.select.is_given()),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        Some((flag, _)) => {
            Err(Failure::usage(format!("parts hold tests whole, as their files have them: leave {flag} out")))
        }
        None => Ok(()),
    }
}

/// What became of a test, without its parts.
fn line(job: &Job, report: &TestReport) -> Manifest {
    Manifest {
        outcome: match report.outcome {
            LoadOutcome::Rejected => "rejected",
            LoadOutcome::Failed => "failed",
            _ => "loaded",
        },
        message: report.message.clone(),
        findings: report.counts,
        ..Manifest::new(report.name.clone(), paths(job))
    }
}

/// Keeps the parts of one test until all tests are read.
struct Keeping {
    root: PathBuf,
    /// What a manifest or the settings say of it.
    metadata: Metadata,
    open: Option<(Writing, TempDir)>,
    done: Option<Kept>,
}

/// The parts of a test, where they wait.
struct Kept {
    key: Key,
    tables: Vec<Written>,
    /// Goes away with what was not put into its place.
    _folder: TempDir,
}

impl Keeping {
    fn new(job: &Job, root: &Path) -> Self {
        Self { root: root.to_owned(), metadata: job.metadata.clone(), open: None, done: None }
    }
}

impl Keeper for Keeping {
    fn begin(&mut self, head: &Head) -> Result<(), TestError> {
        let folder = TempDir::new_in(&self.root).map_err(|error| TestError(Box::new(error)))?;
        self.open = Some((Writing::begin(head, folder.path())?, folder));
        Ok(())
    }

    fn block(&mut self, block: &Block<'_>) -> Result<(), TestError> {
        match &mut self.open {
            Some((writing, _)) => Ok(writing.block(block)?),
            None => Ok(()),
        }
    }

    fn keep(&mut self, test: &Once<'_>) -> Result<(), TestError> {
        let Some((writing, folder)) = self.open.take() else { return Ok(()) };
        let Metadata { project, machine, operator, .. } = self.metadata.clone();
        let head = Head { project: project.map(|project| project.name), machine, operator, ..test.head.clone() };
        let tables = writing.keep(&Whole {
            head: &head,
            metadata: &self.metadata,
            steps: test.steps,
            derived: test.derived,
            findings: test.findings,
            digest: test.digest,
            rows_digest: test.rows_digest,
            rows: test.rows,
            sums: [0.0; 7],
        })?;
        self.done = Some(Kept { key: Key::of(test.digest, &head), tables, _folder: folder });
        Ok(())
    }
}
