//! `report`: tables of one or many tests, from files or from what is loaded.

use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::{Input, InputArgs, Opener};
use super::select::SelectArgs;
use super::show::ShowArgs;
use super::status::{Failure, Status};
use super::{Context, screen};
use crate::format::{Column, FormatError, Sheet};
use crate::pipeline::{CheckOptions, check_test};
use crate::report::{self, Options, Report, Subject};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// Say in tables what a test shows
///
/// KIND is what to show; a first word that is no KIND is a PATH. PATH is a file of a pair, a folder (searched through) or
/// a glob. `report KIND --help` lists the fields of a kind.
///
/// It exits 0 whatever the findings, and 1 only when an input could not be read.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true, after_help = examples!(
    "battery-etl report fixtures/mini                             the overview",
    "battery-etl report steps --experiment mini",
    "battery-etl report cycles data/ --format csv -o cycles.csv",
    "battery-etl report steps fixtures/mini --step-type discharge --soc 20..80",
    "battery-etl report pulses --step a.csv --detail b.csv --format json",
    "battery-etl report steps fixtures/mini --columns step,duration_s,soc_end_pct"
))]
pub(super) struct Args {
    /// What to show (overview, steps, cycles, pulses, quality), then files, folders or globs
    #[arg(value_name = "[KIND] [PATH]")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    show: ShowArgs,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    derive: DeriveArgs,
    /// Print help, with the fields of KIND
    #[arg(short, long)]
    help: bool,
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    let (kind, paths) = split(&args.words);
    if args.help {
        screen::stdout().write_all(manual(kind).as_bytes())?;
        return Ok(Status::Done);
    }
    let report = kind.unwrap_or(report::ALL[0]);
    if args.inputs.is_empty(paths) {
        return Err(nothing_named(&args).into());
    }
    if args.inputs.experiment.is_empty() {
        args.select.refuse_for_files()?;
    }
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let inputs = args.inputs.find(paths, context)?;
    let options = Options { filter: args.select.steps(), findings: None };
    let checks = super::validate::checks(context)?;
    let mut status = inputs.status;
    let mut left_out = 0_usize;
    let mut sheets =
        inputs.all.iter().filter_map(|input| match sheet(input, report, &opener, &args.select, &options, &checks) {
            Ok(Some(sheet)) => Some(Ok(sheet)),
            Ok(None) => {
                left_out += 1;
                None
            }
            Err(error) => {
                status = status.max(context.reject(&error));
                None
            }
        });
    args.show.write(context, inputs.many, &mut sheets)?;
    drop(sheets);
    if left_out == inputs.all.len() && left_out > 0 {
        return Err(Failure::usage("no test is left by --since and --until").into());
    }
    Ok(status)
}

/// A first word that is no kind is a path. A file of a kind's name is read as `./steps`.
fn split(words: &[PathBuf]) -> (Option<&'static dyn Report>, &[PathBuf]) {
    match words.split_first().and_then(|(first, rest)| Some((report::find(first.to_str()?)?, rest))) {
        Some((kind, rest)) => (Some(kind), rest),
        None => (None, words),
    }
}

fn nothing_named(args: &Args) -> Failure {
    let failure = Failure::usage("nothing to report on: name a PATH, --step and --detail, or --experiment");
    if args.select.is_given() {
        return failure.hint("`battery-etl catalog list experiments` lists what is loaded");
    }
    failure.hint("`battery-etl report --help` shows examples")
}

/// The sheet of one test; `None` when the filters leave it out.
fn sheet(
    input: &Input,
    report: &dyn Report,
    opener: &Opener<'_>,
    select: &SelectArgs,
    options: &Options,
    checks: &CheckOptions,
) -> anyhow::Result<Option<Sheet<'static>>> {
    let mut test = opener.open(input)?;
    let mut options = options.clone();
    if report.needs_findings() {
        options.findings = Some(
            check_test(test.as_mut(), checks).map_err(|error| anyhow::Error::from_boxed(error.0))?.outcome.findings,
        );
    }
    let mut adjusted = Ok(());
    let subject = Subject::read(test.as_mut(), |conventions| adjusted = opener.adjust(conventions));
    adjusted?;
    let mut subject = subject?;
    let start = subject.steps.iter().find_map(|step| step.record.start_time);
    if !select.began(start) || !select.about(&subject.head) {
        return Ok(None);
    }
    Ok(Some(report.sheet(&mut subject, &options)?))
}

impl From<crate::report::ReportError> for FormatError {
    fn from(error: crate::report::ReportError) -> Self {
        Self::Rows(Box::new(error))
    }
}

/// The manual of the command, and the fields of a kind.
fn manual(kind: Option<&'static dyn Report>) -> String {
    let mut command = super::command();
    let mut text = match command.find_subcommand_mut("report") {
        Some(report) => report.render_long_help().to_string(),
        None => String::new(),
    };
    let Some(kind) = kind else {
        text.push_str("\nKinds:\n");
        for kind in report::ALL {
            let _ = writeln!(text, "  {:10} {}", kind.name(), kind.about());
        }
        return text;
    };
    let _ = writeln!(text, "\nFields of `report {}`: {}.", kind.name(), kind.about());
    let head = kind.head();
    if !head.is_empty() {
        text.push_str("\nThe head:\n");
        fields(&mut text, &head);
    }
    for (list, columns) in kind.lists() {
        let _ = writeln!(text, "\nThe list `{list}`:");
        fields(&mut text, &columns);
    }
    text
}

fn fields(text: &mut String, columns: &[Column]) {
    let width = columns.iter().map(|column| column.key.len()).max().unwrap_or(0);
    for column in columns {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" [{}]", column.unit) };
        let _ = writeln!(text, "  {:width$}  {}{unit}", column.key, column.about);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_word_that_is_no_kind_is_a_path() {
        let words = |words: &[&str]| words.iter().map(PathBuf::from).collect::<Vec<_>>();
        let (kind, paths) = (words(&["steps", "data"]), words(&["data", "steps"]));
        assert_eq!(split(&kind).0.map(Report::name), Some("steps"));
        assert_eq!(split(&kind).1, words(&["data"]));
        assert!(split(&paths).0.is_none());
        assert_eq!(split(&paths).1.len(), 2);
    }

    #[test]
    fn the_manual_of_a_kind_lists_its_fields() {
        for kind in report::ALL {
            let text = manual(Some(*kind));
            for (_, columns) in kind.lists() {
                assert!(columns.iter().all(|column| text.contains(column.key.as_ref())), "{text}");
            }
        }
    }
}
