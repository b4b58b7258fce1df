//! `export`: data of one or many tests, as files that other programs read.

mod asked;
mod bundle;
mod folder;
mod parts;
mod place;

use super::Context;
use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::{Input, InputArgs, Inputs, Opener};
use super::rows::{interval, step_list};
use super::select::SelectArgs;
use super::status::{Failure, Status};
use crate::export::{self, Batch, Cells, ExportError, Form, Options, Table};
use crate::format::{Heading, Kind, Value};
use crate::model::Head;
use crate::report::{StepFilter, Subject};
use crate::transform::thin::Thinning;
use crate::validate::{self, FailOn};
use asked::{Asked, Schema, SplitBy};
use place::{Place, Test};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What `export` is given.
const USAGE: &str = "battery-etl export [OPTIONS] TABLE... [PATH]... [-o FILE]
       battery-etl export [OPTIONS] TABLE... --experiment NAME... [-o FILE]
       battery-etl export [OPTIONS] [PATH]... -o FILE.xlsx
       battery-etl export [OPTIONS] TABLE [PATH]... --split-by WHAT -o FOLDER
       battery-etl export bundle --experiment NAME... -o FILE
       battery-etl export parts PATH... -o FOLDER";

/// Give data to other programs: CSV, NDJSON, Parquet, Excel, Battery Data Format
///
/// TABLE is measurements (every row, with step, cycle, SOC and C-rate), steps, cycles, pulses or findings. A workbook takes
/// several, and with none named steps, cycles, pulses, findings and the conventions. The ending of -o decides on the format:
/// .csv, .ndjson, .parquet or .xlsx; .bdf.csv and .bdf.parquet are the Battery Data Format. docs/export.md lists the columns.
///
/// Units stand at the end of each name: voltage_v, capacity_ah. Currents, capacities and energies are positive in charge.
/// What is missing is empty (null), never 0. Of several tests each row begins with its experiment.
///
/// `export bundle` puts loaded experiments whole, with their history, into a file that `catalog import` takes them from.
///
/// `export parts` reads tests as `ingest` does and writes each as Parquet parts of a lake, with a line of JSON for each test
/// on stdout; an engine runs it many times over and commits the parts. The same files give the same bytes. See docs/export.md.
///
/// It exits 0 whatever the findings, and 1 only when an input could not be read.
#[derive(Debug, clap::Args)]
#[command(override_usage = USAGE, after_help = asked::manual(examples!(
    showing
    "battery-etl export measurements fixtures/mini -o mini.parquet",
    "battery-etl export steps --experiment mini --experiment rates -o steps.csv",
    "battery-etl export data/ -o tests.xlsx       steps, cycles, pulses, findings",
    "battery-etl export measurements data/ -o rows.parquet --sample-interval low",
    "battery-etl export measurements fixtures/mini -o mini.bdf.csv",
    "battery-etl export measurements data/ --split-by step -o steps --format csv",
    "battery-etl export measurements fixtures/mini --columns test_time_s,voltage_v",
    "battery-etl export bundle --experiment mini -o mini.bundle",
    "battery-etl export parts data/ -o parts > parts.ndjson",
    "battery-etl export pulses data/ --format ndjson --soc 40..60 | jq .r_10s_ohm"
)))]
pub(super) struct Args {
    /// What to export (measurements, steps, cycles, pulses, findings), then files, folders or globs
    #[arg(value_name = "TABLE [PATH]")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
    /// Write into FILE, which is only put in its place when it is whole; `-` is stdout. With --split-by, a folder
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Format: csv, ndjson, parquet or xlsx [default: by the ending of -o, else csv]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<String>,
    /// Names of columns: native, or bdf for measurements in the Battery Data Format [default: by the ending of -o]
    #[arg(long, value_enum, value_name = "SCHEMA", help_heading = "Output")]
    schema: Option<Schema>,
    /// Begin a CSV file with the mark of UTF-8, by which spreadsheets know it
    #[arg(long, help_heading = "Output")]
    bom: bool,
    /// Columns to write, by name and in this order; `all` for every one
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', help_heading = "Output")]
    columns: Vec<String>,
    /// Write a file for each experiment, step or cycle into the folder -o
    #[arg(long, value_enum, value_name = "WHAT", requires = "output", help_heading = "Output")]
    split_by: Option<SplitBy>,
    /// Keep at most one row in this many seconds of a step, always its first and last, pulses whole: a number, or
    /// ultra-high (0.1), high (1), medium (10), low (60), very-low (300), auto (by size)
    #[arg(long, value_name = "SECONDS", value_parser = interval, allow_negative_numbers = true, help_heading = "Filters")]
    sample_interval: Option<Thinning>,
    /// Only these steps, such as 1,3-8
    #[arg(long, value_name = "LIST", value_parser = step_list, help_heading = "Filters")]
    steps: Option<BTreeSet<i32>>,
    /// From which severity on a test has no parts: error, warning, never [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = FailOn::of, help_heading = "Parts")]
    fail_on: Option<FailOn>,
    /// Metadata for many tests: a CSV file with a row for each, as for `ingest`
    #[arg(long, value_name = "FILE.csv", help_heading = "Parts")]
    manifest: Option<PathBuf>,
    /// Read nothing, and print which tests there are: a line of JSON with name and paths for each
    #[arg(long, conflicts_with = "output", help_heading = "Parts")]
    list: bool,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    derive: DeriveArgs,
}

impl Args {
    /// Which steps are looked at.
    fn filter(&self) -> StepFilter {
        StepFilter { numbers: self.steps.clone(), ..self.select.steps() }
    }
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    if let Some(paths) = bundle::is_asked(&args) {
        refuse_for_others(&args)?;
        return bundle::run(&args, &paths, context);
    }
    if let Some(paths) = parts::is_asked(&args) {
        return parts::run(&args, &paths, context);
    }
    refuse_for_others(&args)?;
    let asked = Asked::of(&args)?;
    if args.inputs.is_empty(&asked.paths) && !args.select.is_given() {
        let failure = Failure::usage("nothing to export: name a PATH, --step and --detail, --experiment, or a filter");
        return Err(failure.hint("`battery-etl catalog list experiments` lists what is loaded").into());
    }
    let rules = asked.tables.iter().any(|table| table.needs_findings());
    let rules = rules.then(|| super::validate::rules(context)).transpose()?;
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let place = Place::open(&asked)?;
    let inputs = args.inputs.gather(&asked.paths, &args.select, &args.derive, context)?;
    let work = Work { args: &args, asked: &asked, opener: &opener, rules: rules.as_ref(), context };
    work.all(&inputs, place)
}

/// Refuses what is of parts alone.
fn refuse_for_others(args: &Args) -> Result<(), Failure> {
    let given = [("--fail-on", args.fail_on.is_some()), ("--manifest", args.manifest.is_some()), ("--list", args.list)];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        Some((flag, _)) => Err(Failure::usage(format!("{flag} is for `export parts` alone"))),
        None => Ok(()),
    }
}

/// What is done, and how.
struct Work<'a> {
    args: &'a Args,
    asked: &'a Asked,
    opener: &'a Opener<'a>,
    rules: Option<&'a validate::Settings>,
    context: &'a Context,
}

/// The column that tells tests apart.
fn experiment() -> Heading {
    Heading::new("experiment", "Experiment", Kind::Text, "The test")
}

impl Work<'_> {
    fn all(&self, inputs: &Inputs, mut place: Place<'_>) -> anyhow::Result<Status> {
        let mut status = inputs.status;
        let is_named = (inputs.all.len() > 1 || self.asked.form == Form::NdJson) && self.asked.split.is_none();
        if is_named && self.asked.is_bdf {
            let failure = Failure::usage("a file in the Battery Data Format holds one test, and several are named");
            return Err(failure.hint("add --split-by experiment, and a folder as -o").into());
        }
        // One file for all has the columns of all.
        let heads = if is_named { self.heads(inputs) } else { Vec::new() };
        let mut left_out = 0;
        for input in &inputs.all {
            match self.one(input, &heads, is_named, &mut place) {
                Ok(true) => {}
                Ok(false) => left_out += 1,
                Err(error) if place.is_spoilt() || !is_of_test(&error) => return Err(error),
                Err(error) => status = status.max(self.context.reject(&error)),
            }
        }
        if left_out > 0 && left_out == inputs.all.len() {
            self.context.screen.note("no test is left by --since and --until");
        }
        if status == Status::Done {
            place.begin_empty(&self.columns(&heads, is_named)?)?;
        }
        place.finish(self.context)?;
        Ok(status)
    }

    /// What each test is, as far as it can be opened; what cannot is told when its turn comes.
    fn heads(&self, inputs: &Inputs) -> Vec<Head> {
        let head = |input: &Input| Some(self.opener.open(input).ok()?.test().head().ok()?.clone());
        inputs.all.iter().filter_map(head).collect()
    }

    /// The columns of each table in a file of these tests.
    fn columns(&self, heads: &[Head], is_named: bool) -> Result<Vec<Vec<Heading>>, ExportError> {
        let of = |table: &&dyn Table| {
            let mut columns = table.columns(heads.first());
            for head in heads.iter().skip(1) {
                for column in table.columns(Some(head)) {
                    if columns.iter().all(|known| known.key != column.key) {
                        columns.push(column);
                    }
                }
            }
            let mut columns = export::select(columns, &self.args.columns)?;
            if is_named {
                columns.insert(0, experiment());
            }
            Ok(columns)
        };
        self.asked.tables.iter().map(of).collect()
    }

    /// Exports a test; `false` when the filters leave it out.
    fn one(&self, input: &Input, heads: &[Head], is_named: bool, place: &mut Place<'_>) -> anyhow::Result<bool> {
        let mut opened = self.opener.open(input)?;
        let found = self.rules.map(|rules| self.opener.check(&mut opened, rules)).transpose()?;
        let mut subject = Subject::read(opened.test())?;
        let start = subject.steps.iter().find_map(|step| step.record.start_time);
        if !self.args.select.began(start) {
            return Ok(false);
        }
        let options = Options {
            filter: self.args.filter(),
            findings: found.map(|found| found.outcome.findings),
            thinning: self.args.sample_interval.unwrap_or_default(),
        };
        let own = [subject.head.clone()];
        let columns = self.columns(if is_named { heads } else { &own }, is_named)?;
        let name = Value::Text(subject.head.name.clone());
        let mut test = place.test(&subject, &columns)?;
        let mut said = Vec::new();
        for (at, (table, columns)) in self.asked.tables.iter().zip(&columns).enumerate() {
            let wanted = test.wanted(at, columns, is_named);
            let notes = table.rows(&mut subject, &options, &wanted, &mut |batch| {
                put(&mut test, at, is_named.then_some(&name), batch)
            })?;
            for note in notes {
                if !said.contains(&note) {
                    self.context.screen.note(&format!("{}: {note}", input.name()));
                    said.push(note);
                }
            }
        }
        test.end()?;
        Ok(true)
    }
}

/// Puts rows in their place, the name of the test before them where there are several.
fn put(test: &mut Test<'_, '_>, table: usize, name: Option<&Value>, batch: &Batch<'_>) -> Result<(), ExportError> {
    let Some(name) = name else { return test.rows(table, batch) };
    let columns: Vec<Cells<'_>> = std::iter::once(Cells::Same(name)).chain(batch.columns.iter().copied()).collect();
    test.rows(table, &Batch { len: batch.len, columns: &columns })
}

/// Whether an error lies in a test, so that others may still be exported.
fn is_of_test(error: &anyhow::Error) -> bool {
    let own =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<ExportError>().map(ExportError::is_of_test);
    error.chain().find_map(own).unwrap_or_else(|| error.chain().all(|cause| !cause.is::<Failure>()))
}
