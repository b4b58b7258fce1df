//! `plot`: figures as SVG, PNG or PDF, from files or from what is loaded.

mod figure;
mod folder;
mod within;

use super::derive::DeriveArgs;
use super::help::examples;
use super::inputs::{InputArgs, Opened, Opener};
use super::output::Output;
use super::select::SelectArgs;
use super::status::{Failure, Status};
use super::view::{self, ViewArgs};
use super::{Command, Context, screen};
use crate::model::{Derived, Finding, Head, Test, nearest};
use crate::plot::{self, Figure, Options, Overview, Plot, PlotError, PlotTest};
use crate::report::Subject;
use crate::validate;
use figure::FigureArgs;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(super) use within::Embedded;

/// Its word.
const COMMAND: &str = "plot";

/// What `plot` is given.
const USAGE: &str = "battery-etl plot [OPTIONS] KIND [PATH]... -o FILE
       battery-etl plot [OPTIONS] KIND --experiment NAME... -o FILE
       battery-etl plot [OPTIONS] all [PATH]... -o FOLDER
       battery-etl plot --view NAME [PATH]... -o FILE
       battery-etl plot --list";

/// Draw a figure as SVG, PNG or PDF
///
/// KIND is what to draw (`plot --list` shows all), or `all` for the standard set with an index page. Several tests are drawn
/// in one figure, a colour each. The ending of -o decides: .svg, .png or .pdf. PNG and PDF are the
/// same picture as the SVG.
///
/// What is missing in the data is an error in words, never an empty picture.
#[derive(Debug, clap::Args)]
#[command(args_override_self = true, override_usage = USAGE, after_help = examples!(
    showing
    "battery-etl plot combined fixtures/mini -o mini.svg",
    "battery-etl plot dqdv --experiment mini --cycles 1,2 --size 6.4x4.8in -o a.png",
    "battery-etl plot fade data/ -o fade.svg --data-out fade.csv",
    "battery-etl plot compare data/ --of capacity-voltage --base mini -o c.svg",
    "battery-etl plot custom data/ --x step --y voltage_end_v,capacity_ah -o a.svg",
    "battery-etl plot fade data/ -o column.svg --size 3.3x2.5in --no-footer",
    "battery-etl plot all fixtures/mini -o figures --format png",
    "battery-etl plot rate data/ --theme dark --save-view slides -o rate.svg",
    "battery-etl plot --view slides --experiment mini -o rate.png"
))]
pub(super) struct Args {
    /// What to draw, then files, folders or globs
    #[arg(value_name = "KIND [PATH]")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    inputs: InputArgs,
    /// File to write, .svg, .png or .pdf (`-` writes SVG to stdout); with `all`, a folder
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Write svg, png or pdf, whatever the ending: for `all`, and for `-`
    #[arg(long, value_name = "FORMAT", value_parser = format, help_heading = "Output")]
    format: Option<Ending>,
    /// Also write the plotted points, as CSV
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    data_out: Option<PathBuf>,
    /// List the kinds of figures
    #[arg(long, help_heading = "Output")]
    list: bool,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    figure: FigureArgs,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    derive: DeriveArgs,
}

/// What is drawn: one kind, or the standard set.
#[derive(Clone, Copy)]
enum Wanted {
    One(&'static dyn Plot),
    All,
}

impl Wanted {
    fn named(word: &str) -> Option<Self> {
        if word == "all" { Some(Self::All) } else { plot::find(word).map(Self::One) }
    }

    fn kinds(self) -> Vec<&'static dyn Plot> {
        match self {
            Self::One(kind) => vec![kind],
            Self::All => plot::ALL.iter().copied().filter(|kind| kind.standard()).collect(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::One(kind) => kind.name(),
            Self::All => "all",
        }
    }
}

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Svg,
    Png,
    Pdf,
}

impl Ending {
    fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The picture as a file; what the picture does not say is said.
    fn bytes(self, figure: &Figure, context: &Context) -> Result<Vec<u8>, PlotError> {
        let bytes = match self {
            Self::Svg => figure.svg()?.into_bytes(),
            Self::Png | Self::Pdf => {
                let picture = if self == Self::Png { figure.png()? } else { figure.pdf()? };
                if !picture.missing.is_empty() {
                    let letters: Vec<String> =
                        picture.missing.chars().map(|c| format!("{c} (U+{:04X})", u32::from(c))).collect();
                    context.screen.warn(&format!(
                        "{}: no font has {}, and the picture shows an empty box for each; install a font that has them, or draw \
                         an SVG",
                        figure.kind,
                        letters.join(", ")
                    ));
                }
                picture.bytes
            }
        };
        for remark in figure.remarks()? {
            context.screen.note(&format!("{}: {remark}", figure.kind));
        }
        Ok(bytes)
    }
}

fn format(text: &str) -> Result<Ending, String> {
    Ending::of(text).ok_or_else(|| "must be svg, png or pdf".to_owned())
}

pub(super) fn run(args: Args, context: &Context) -> anyhow::Result<Status> {
    if args.list {
        let mut out = screen::stdout();
        for kind in plot::ALL {
            writeln!(out, "{:22} {}", kind.name(), kind.about())?;
        }
        out.flush()?;
        return Ok(Status::Done);
    }
    let (args, saved_kind) = with_view(args, context)?;
    let (wanted, paths) = wanted(&args, saved_kind)?;
    let ending = ending(&args, wanted)?;
    args.data_out.as_deref().map(check_points).transpose()?;
    let options = args.figure.options()?;
    if let Some(name) = &args.view.save_view {
        view::check(COMMAND, name, context)?;
    }
    if args.inputs.is_empty(&paths) && !args.select.is_given() {
        let failure = Failure::usage("nothing to draw: name a PATH, --step and --detail, or --experiment");
        return Err(failure.hint("`battery-etl plot --help` shows examples").into());
    }
    let (mut tests, status) = read(&args, &paths, &Wish { kinds: wanted.kinds(), options: &options }, context)?;
    if tests.is_empty() {
        return Ok(status);
    }
    let mut list: Vec<PlotTest<'_>> = tests.iter_mut().map(Read::as_plotted).collect();
    match wanted {
        Wanted::One(kind) => {
            let figure = plot::draw(kind, &mut list, &options)?;
            write_figure(&figure, ending, &args, context)?;
        }
        Wanted::All => folder::write(&mut list, &options, (args.output.as_deref(), ending), context)?,
    }
    // A view that draws nothing is not worth keeping.
    if let Some(name) = &args.view.save_view {
        view::save(COMMAND, name, wanted.name(), context)?;
    }
    Ok(status)
}

/// The options of a view with what is typed over them, and the view's kind.
fn with_view(args: Args, context: &Context) -> Result<(Args, Option<Wanted>), Failure> {
    let Some(name) = &args.view.view else { return Ok((args, None)) };
    let (command, kind) = view::recall(COMMAND, name, context)?;
    let Command::Plot(args) = command else { return Ok((args, None)) };
    let unknown = |kind: &str| Failure::usage(format!("[view.{name}]: there is no kind of figure `{kind}`"));
    let kind = kind.map(|kind| Wanted::named(&kind).ok_or_else(|| unknown(&kind))).transpose()?;
    Ok((*args, kind))
}

/// The kind: the first word, else the view's.
fn wanted(args: &Args, saved: Option<Wanted>) -> Result<(Wanted, Vec<PathBuf>), Failure> {
    let first = args.words.first().and_then(|word| word.to_str());
    if let Some(found) = first.and_then(Wanted::named) {
        return Ok((found, args.words[1..].to_vec()));
    }
    if let Some(saved) = saved {
        return Ok((saved, args.words.clone()));
    }
    let hint = "`battery-etl plot --list` shows every kind";
    let Some(first) = first else { return Err(Failure::usage("no kind of figure is named").hint(hint)) };
    let failure = Failure::usage(format!("there is no kind of figure `{first}`"));
    let names = plot::ALL.iter().map(|kind| kind.name()).chain(["all"]);
    Err(match nearest(first, names) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(hint),
    })
}

/// What the ending of the output asks for, known before the work begins.
fn ending(args: &Args, wanted: Wanted) -> Result<Ending, Failure> {
    let Some(output) = &args.output else {
        let what = if matches!(wanted, Wanted::All) { "-o FOLDER" } else { "-o FILE.svg, .png or .pdf" };
        return Err(Failure::usage(format!("say where the figure goes: {what}")));
    };
    if matches!(wanted, Wanted::All) {
        if args.data_out.is_some() {
            return Err(Failure::usage("--data-out is for one figure, and `all` draws many"));
        }
        return Ok(args.format.unwrap_or(Ending::Svg));
    }
    let ending = output.extension().and_then(|ending| ending.to_str()).and_then(Ending::of);
    match (ending, args.format) {
        _ if output.as_os_str() == "-" => Ok(args.format.unwrap_or(Ending::Svg)),
        (Some(ending), Some(asked)) if ending != asked => {
            let message = format!("{}: --format {} is another ending", output.display(), asked.as_str());
            Err(Failure::usage(message).hint("leave one of them out"))
        }
        (Some(ending), _) => Ok(ending),
        (None, _) => Err(Failure::usage(format!("{}: a figure is an .svg, a .png or a .pdf", output.display()))),
    }
}

/// The points are written as CSV, whatever the file's ending.
fn check_points(path: &Path) -> Result<(), Failure> {
    let is_other = |ending: &std::ffi::OsStr| !["csv", "txt"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    match path.extension().filter(|ending| is_other(ending)) {
        Some(_) => Err(Failure::usage(format!("{}: the points of a figure are a .csv", path.display()))),
        None => Ok(()),
    }
}

fn write_figure(figure: &Figure, ending: Ending, args: &Args, context: &Context) -> anyhow::Result<()> {
    let bytes = ending.bytes(figure, context)?;
    let mut output = Output::open(args.output.as_deref())?;
    let points = args.data_out.as_deref().map(|path| Output::open(Some(path))).transpose()?;
    output.write_all(&bytes)?;
    if let Some(mut points) = points {
        figure.write_points(&mut points)?;
        points.finish()?;
    }
    output.finish()
}

/// A test that was read and derived.
struct Read {
    test: Box<dyn Test>,
    head: Head,
    derived: Derived,
    findings: Vec<Finding>,
    only: Option<BTreeSet<i32>>,
    overview: Option<Overview>,
}

/// What will be drawn of the tests that are read.
struct Wish<'a> {
    kinds: Vec<&'static dyn Plot>,
    options: &'a Options,
}

impl Read {
    fn as_plotted(&mut self) -> PlotTest<'_> {
        let Self { test, head, derived, findings, only, overview } = self;
        PlotTest { test: test.as_mut(), head, derived, findings, only: only.clone(), overview: overview.take() }
    }
}

/// Reads every test. What cannot be read is told, and the rest goes on.
fn read(args: &Args, paths: &[PathBuf], wish: &Wish<'_>, context: &Context) -> anyhow::Result<(Vec<Read>, Status)> {
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let marks = args.figure.mark_findings || wish.kinds.iter().any(|kind| kind.needs_findings());
    let rules = marks.then(|| super::validate::rules(context)).transpose()?;
    let inputs = args.inputs.gather(paths, &args.select, &args.derive, context)?;
    let mut status = inputs.status;
    let mut tests = Vec::new();
    for input in &inputs.all {
        let read = opener.open(input).and_then(|test| one(test, args, wish, (&opener, rules.as_ref())));
        match read {
            Ok(Some(test)) => tests.push(test),
            Ok(None) => {}
            Err(error) => status = status.max(context.reject(&error)),
        }
    }
    if tests.is_empty() && status == Status::Done {
        return Err(Failure::usage("no test is left by the filters").into());
    }
    Ok((tests, status))
}

/// One test; `None` when the filters leave it out.
fn one(
    mut opened: Opened,
    args: &Args,
    wish: &Wish<'_>,
    (opener, rules): (&Opener<'_>, Option<&validate::Settings>),
) -> anyhow::Result<Option<Read>> {
    let filter = args.select.steps();
    let all = filter.is_open();
    let overview = if all { Overview::read(opened.test(), &wish.kinds, wish.options)? } else { None };
    let subject = Subject::read(opened.test())?;
    let start = subject.steps.iter().find_map(|step| step.record.start_time);
    if !args.select.began(start) {
        return Ok(None);
    }
    let min_rest_s = subject.head.conventions.min_rest_s;
    let passing = || subject.derived.steps.iter().filter(|step| filter.step(step, min_rest_s)).map(|step| step.step);
    let only = (!all).then(|| passing().collect());
    let (head, derived) = (subject.head, subject.derived);
    let findings = match rules {
        Some(rules) => opener.check(&mut opened, rules)?.outcome.findings,
        None => Vec::new(),
    };
    Ok(Some(Read { test: opened.into_test(), head, derived, findings, only, overview }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_and_near_misses_named() {
        assert_eq!(Wanted::named("all").map(Wanted::name), Some("all"));
        assert_eq!(Wanted::named("dqdv").map(Wanted::name), Some("dqdv"));
        assert!(Wanted::named("data").is_none());
    }
}
