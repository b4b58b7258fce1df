//! `report`: tables of one or many tests, from files or from what is loaded.

mod alike;
mod explain;
mod manual;
mod page;
mod template;

use alike::AlikeArgs;
use page::PageArgs;

use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::{Input, InputArgs, Opened, Opener};
use super::select::SelectArgs;
use super::show::ShowArgs;
use super::status::{Failure, Status};
use super::view::{self, ViewArgs};
use super::{Command, Context, screen};
use crate::format::Sheet;
use crate::model::nearest;
use crate::report::{self, Options, Report, Subject};
use crate::validate;
use std::cell::Cell;
use std::io::Write as _;
use std::path::PathBuf;

/// Say in tables what a test shows
///
/// KIND is what to show; a first word that is no KIND is a PATH. PATH is a file of a pair, a folder (searched through) or
/// a glob. `report KIND --help` lists the fields of a kind.
///
/// `report explain PATH FIGURE [STEP|CYCLE]` says how a number came about: its formula, its inputs with file and line, and
/// what else was considered. FIGURE is a field of overview, steps, cycles or pulses.
///
/// With neither PATH nor --experiment, filters search everything that is loaded; with no filter either, the overview is of
/// the database.
///
/// It exits 0 whatever the findings, and 1 only when an input could not be read.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(disable_help_flag = true, after_help = examples!(
    showing
    "battery-etl report fixtures/mini                             the overview",
    "battery-etl report steps --experiment mini",
    "battery-etl report cycles data/ --format csv -o cycles.csv",
    "battery-etl report steps fixtures/mini --step-type discharge --soc 20..80",
    "battery-etl report pulses --step a.csv --detail b.csv --format json",
    "battery-etl report steps fixtures/mini --columns step,duration_s,soc_end_pct",
    "battery-etl report degradation data/aging --over efc",
    "battery-etl report explain fixtures/mini soh_pct       how it came about",
    "battery-etl report compare data/ --group new='n_*' --group old='o_*'",
    "battery-etl report steps data/ --step-type discharge --save-view discharges",
    "battery-etl report --view discharges other/ -o discharges.csv",
    "battery-etl report --template weekly.toml data/ -o weekly.html"
))]
pub(super) struct Args {
    /// What to show (overview, steps, cycles, pulses, quality, rate, temperature, degradation, compare), then files,
    /// folders or globs
    #[arg(value_name = "[KIND] [PATH]")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    show: ShowArgs,
    /// Put one document together of the reports and figures that a file names: see docs/templates.md
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    template: Option<PathBuf>,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    derive: DeriveArgs,
    #[command(flatten)]
    alike: AlikeArgs,
    #[command(flatten)]
    page: PageArgs,
    #[command(flatten)]
    view: ViewArgs,
    /// Print help, with the fields of KIND
    #[arg(short, long)]
    help: bool,
}

/// Its word.
const COMMAND: &str = "report";

pub(super) use page::{fleet_page, preview};

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    if args.words.first().is_some_and(|word| word == explain::WORD) {
        if args.view.is_given() {
            return Err(Failure::usage("a view is of a kind of report, and `report explain` is none").into());
        }
        if args.template.is_some() {
            return Err(Failure::usage("--template puts reports together, and `report explain` is none").into());
        }
        return explain::run(&args, context);
    }
    let (args, saved) = with_view(args, context)?;
    let (kind, paths) = split(&args.words)?;
    let kind = kind.or(saved);
    if args.help {
        let mut out = screen::stdout();
        out.write_all(manual::of(kind).as_bytes()).and_then(|()| out.flush())?;
        return Ok(Status::Done);
    }
    if let Some(name) = &args.view.save_view {
        view::check(COMMAND, name, context)?;
    }
    let status = match &args.template {
        Some(file) => template::run(&args, file, context)?,
        None => show(&args, kind, paths, context)?,
    };
    // A view that shows nothing is not worth keeping.
    if let Some(name) = args.view.save_view.as_ref().filter(|_| status <= Status::Findings) {
        view::save(COMMAND, name, kind.unwrap_or(report::ALL[0]).name(), context)?;
    }
    Ok(status)
}

/// The options of a view with what is typed over them, and the view's kind.
fn with_view(args: Args, context: &Context) -> Result<(Args, Option<&'static dyn Report>), Failure> {
    let Some(name) = &args.view.view else { return Ok((args, None)) };
    let (command, kind) = view::recall(COMMAND, name, context)?;
    let Command::Report(args) = command else { return Ok((args, None)) };
    let unknown = |kind: &str| Failure::usage(format!("[view.{name}]: there is no kind of report `{kind}`"));
    let kind = kind.map(|kind| report::find(&kind).ok_or_else(|| unknown(&kind))).transpose()?;
    Ok((*args, kind))
}

/// Shows what is asked for.
fn show(
    args: &Args,
    kind: Option<&'static dyn Report>,
    paths: &[PathBuf],
    context: &Context,
) -> anyhow::Result<Status> {
    let report = kind.unwrap_or(report::ALL[0]);
    let is_page = page::is_asked(&args.show, report)?;
    args.page.check(is_page)?;
    if is_page && args.inputs.is_empty(paths) && !args.select.is_given() {
        return page::all_loaded(args, context);
    }
    if args.inputs.is_empty(paths) && !args.select.is_given() {
        if kind.is_some_and(|kind| kind.name() != report::ALL[0].name()) {
            return Err(nothing_named().into());
        }
        let sheet = super::catalog::overview::sheet(context)?;
        return args.show.one(context, sheet).map(|()| Status::Done);
    }
    let rules = report.needs_findings().then(|| super::validate::rules(context)).transpose()?;
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let inputs = args.inputs.gather(paths, &args.select, &args.derive, context)?;
    let options = Options { filter: args.select.steps(), findings: None, over: args.alike.life(report)? };
    if is_page {
        return page::run(args, &inputs, &opener, &options, context);
    }
    if report.is_of_several() {
        return alike::run(args, &inputs, &opener, context);
    }
    let (status, left_out) = (Cell::new(inputs.status), Cell::new(0_usize));
    let mut sheets = inputs
        .all
        .iter()
        .filter_map(|input| match sheet(input, report, &opener, rules.as_ref(), (&args.select, &options)) {
            Ok(Some(sheet)) => Some(Ok(sheet)),
            Ok(None) => {
                left_out.set(left_out.get() + 1);
                None
            }
            Err(error) => {
                status.set(status.get().max(context.reject(&error)));
                None
            }
        })
        .peekable();
    // Where nothing could be read, nothing is written, and no file is made.
    if sheets.peek().is_some() || status.get() == Status::Done {
        args.show.write(context, true, &mut sheets)?;
    }
    if left_out.get() > 0 && left_out.get() == inputs.all.len() {
        context.screen.note("no test is left by --since and --until");
    }
    Ok(status.get())
}

/// A first word that is no kind is a path. A file of a kind's name is read as `./steps`.
///
/// # Errors
/// When it is neither: a misspelt kind is no file.
fn split(words: &[PathBuf]) -> Result<(Option<&'static dyn Report>, &[PathBuf]), Failure> {
    let Some((first, rest)) = words.split_first() else { return Ok((None, words)) };
    let word = first.to_str().unwrap_or_default();
    if let Some(kind) = report::find(word) {
        return Ok((Some(kind), rest));
    }
    // What looks like a path, or could be a glob, is left to those who look for files.
    if word.is_empty() || word.contains(['/', '\\', '.', '*', '?', '[']) || first.exists() {
        return Ok((None, words));
    }
    let kinds: Vec<&str> = report::ALL.iter().map(|kind| kind.name()).chain([explain::WORD]).collect();
    let failure = Failure::usage(format!("`{word}` is no kind of report, and no file or folder of that name is here"));
    Err(match nearest(word, kinds.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("the kinds are {}", kinds.join(", "))),
    })
}

fn nothing_named() -> Failure {
    let failure = Failure::usage("nothing to report on: name a PATH, --step and --detail, --experiment, or a filter");
    failure.hint("`battery-etl catalog list experiments` lists what is loaded")
}

/// The sheet of one test; `None` when the filters leave it out.
fn sheet(
    input: &Input,
    report: &dyn Report,
    opener: &Opener<'_>,
    rules: Option<&validate::Settings>,
    (select, options): (&SelectArgs, &Options),
) -> anyhow::Result<Option<Sheet<'static>>> {
    sheet_of(&mut opener.open(input)?, report, opener, rules, (select, options))
}

/// The sheet of a test that is open.
fn sheet_of(
    opened: &mut Opened,
    report: &dyn Report,
    opener: &Opener<'_>,
    rules: Option<&validate::Settings>,
    (select, options): (&SelectArgs, &Options),
) -> anyhow::Result<Option<Sheet<'static>>> {
    let found = rules.map(|rules| opener.check(opened, rules)).transpose()?;
    let options = Options { findings: found.map(|found| found.outcome.findings), ..options.clone() };
    let mut subject = Subject::read(opened.test())?;
    let start = subject.steps.iter().find_map(|step| step.record.start_time);
    if !select.began(start) {
        return Ok(None);
    }
    Ok(Some(report.sheet(&mut subject, &options)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_word_that_is_no_kind_is_a_path() {
        let words = |words: &[&str]| words.iter().map(PathBuf::from).collect::<Vec<_>>();
        let (kind, paths) = (words(&["steps", "data"]), words(&["src", "steps"]));
        assert_eq!(split(&kind).unwrap().0.map(Report::name), Some("steps"));
        assert_eq!(split(&kind).unwrap().1, words(&["data"]));
        assert!(split(&paths).unwrap().0.is_none());
        assert_eq!(split(&paths).unwrap().1.len(), 2);
    }

    #[test]
    fn a_misspelt_kind_is_no_file() {
        let words = |word: &str| vec![PathBuf::from(word)];
        let error = split(&words("cycels")).unwrap_err();
        assert!(format!("{error:?}").contains("did you mean `cycles`?"), "{error:?}");
        assert!(format!("{:?}", split(&words("zzz")).unwrap_err()).contains("overview, steps"));
    }
}
