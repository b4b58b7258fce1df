//! `report overview --format html`: one test, or many, as pages that open anywhere.

use super::super::derive::DeriveArgs;
use super::super::inputs::{self, Input, Inputs, Opened, Opener};
use super::super::output::Output;
use super::super::show::ShowArgs;
use super::super::status::{Failure, Status};
use super::super::{Context, several, validate};
use super::Args;
use crate::model::{Finding, Origin, SeverityCounts};
use crate::page::fill;
use crate::report::{Options, Report, Subject};
use crate::source::{self, Candidate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How pages are made.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Pages")]
pub(super) struct PageArgs {
    /// The most that the page of a test may take, as 800kB or 2MB; beyond it rows are thinned, and the page says so
    /// [default: 2MB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_size: Option<usize>,
}

/// What a page may take where nothing is said, in bytes.
const USUAL_SIZE: usize = 2_000_000;
/// No page is smaller: scripts and styles alone take this, in bytes.
const LEAST_SIZE: usize = 200_000;

impl PageArgs {
    pub(super) fn check(&self, is_page: bool) -> Result<(), Failure> {
        if self.max_size.is_some() && !is_page {
            let failure = Failure::usage("--max-size is for pages alone");
            return Err(failure.hint("add --format html, or -o FILE.html, to `report overview`"));
        }
        Ok(())
    }
}

fn size(text: &str) -> Result<usize, String> {
    let lower = text.trim().to_ascii_lowercase();
    let units = [("kb", 1e3), ("mb", 1e6), ("k", 1e3), ("m", 1e6), ("b", 1.0), ("", 1.0)];
    let (number, unit) = units
        .iter()
        .find_map(|(unit, factor)| Some((lower.strip_suffix(unit)?, *factor)))
        .unwrap_or((lower.as_str(), 1.0));
    match number.trim().parse::<f64>().map(|number| number * unit) {
        Ok(bytes) if bytes >= LEAST_SIZE as f64 && bytes <= 1e9 => Ok(bytes as usize),
        Ok(bytes) if bytes.is_finite() => Err(format!("must be between {LEAST_SIZE} bytes and 1000 MB")),
        _ => Err("write it as 800kB or 2MB".to_owned()),
    }
}

/// Whether a page is asked for: an overview as HTML.
pub(super) fn is_asked(show: &ShowArgs, report: &dyn Report) -> Result<bool, Failure> {
    let is_overview = report.name() == "overview";
    if is_overview && show.output().is_some_and(is_folder) {
        return match show.named_format() {
            None | Some("html") => Ok(true),
            Some(other) => Err(Failure::usage(format!("{other} goes into a file, and -o names a folder"))),
        };
    }
    Ok(is_overview && show.format()?.name() == "html")
}

/// Whether a path names a folder.
fn is_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir()
}

/// Writes the page of all that is loaded into a file.
pub(crate) fn fleet_page(path: &Path, context: &Context) -> anyhow::Result<Status> {
    all_loaded(&Args { show: ShowArgs::to(path), ..Args::default() }, context)
}

/// Writes the page of tests that are not loaded yet into a file.
pub(crate) fn preview(
    candidates: Vec<Candidate>,
    derive: &DeriveArgs,
    path: &Path,
    context: &Context,
) -> anyhow::Result<Status> {
    let args = Args { show: ShowArgs::to(path), derive: derive.clone(), ..Args::default() };
    let opener = Opener::new(context, &args.derive, None)?;
    let inputs = Inputs { all: candidates.into_iter().map(Input::Files).collect(), status: Status::Done };
    run(&args, &inputs, &opener, &Options::default(), context)
}

/// The page of all that is loaded.
pub(super) fn all_loaded(args: &Args, context: &Context) -> anyhow::Result<Status> {
    let opener = Opener::new(context, &args.derive, None)?;
    let inputs = inputs::loaded(context)?;
    if inputs.all.is_empty() {
        return Err(Failure::usage("nothing is loaded, so that there is nothing for a page")
            .hint("`battery-etl ingest PATH` loads tests; or name a PATH")
            .into());
    }
    let options = Options { over: args.alike.life(crate::report::ALL[0])?, ..Options::default() };
    fleet(args, &inputs, &opener, &options, context)
}

/// The page of one test, or of many.
pub(super) fn run(
    args: &Args,
    inputs: &Inputs,
    opener: &Opener<'_>,
    options: &Options,
    context: &Context,
) -> anyhow::Result<Status> {
    if !options.filter.is_open() {
        let failure = Failure::usage("a page is of whole tests: filters of steps leave holes in it");
        return Err(failure.hint("filter on the page, or ask for `report steps`").into());
    }
    match inputs.all.as_slice() {
        [one] if !args.show.output().is_some_and(is_folder) => {
            let mut output = Output::open(args.show.output())?;
            match test(args, one, opener, options, context, &mut output) {
                Ok(true) => output.finish()?,
                Ok(false) => context.screen.note("no test is left by --since and --until"),
                Err(error) => return Ok(inputs.status.max(context.reject(&error))),
            }
            told(args, context);
            Ok(inputs.status)
        }
        _ => fleet(args, inputs, opener, options, context),
    }
}

fn told(args: &Args, context: &Context) {
    if let Some(path) = args.show.output().filter(|path| path.is_file()) {
        context.screen.note(&format!("wrote {}", path.display()));
    }
}

/// A test with what the rules found in it.
fn with_findings<T>(
    mut opened: Opened,
    opener: &Opener<'_>,
    context: &Context,
    each: impl FnOnce(&mut Subject<'_>, &[Finding]) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let found = opener.check(&mut opened, &validate::rules(context)?)?;
    each(&mut Subject::read(opened.test())?, &found.outcome.findings)
}

/// The same with the hash of each of its files, which its own page names.
fn with_hashes<T>(
    input: &Input,
    opener: &Opener<'_>,
    context: &Context,
    each: impl FnOnce(&mut Subject<'_>, &[Finding]) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    with_findings(opener.open_with_hash(input)?, opener, context, |subject, findings| {
        for file in subject.head.files.iter_mut().filter(|file| file.blake3.is_empty()) {
            file.blake3 = source::fingerprint(Path::new(&file.path))?.blake3;
        }
        each(subject, findings)
    })
}

/// Writes the page of a test; false when the filters leave it out.
fn test(
    args: &Args,
    input: &Input,
    opener: &Opener<'_>,
    options: &Options,
    context: &Context,
    out: &mut dyn std::io::Write,
) -> anyhow::Result<bool> {
    with_hashes(input, opener, context, |subject, findings| {
        let start = subject.steps.iter().find_map(|step| step.record.start_time);
        if !args.select.began(start) {
            return Ok(false);
        }
        let page = fill::test(subject, findings, options)?;
        let written = page.write(out, args.page.max_size.unwrap_or(USUAL_SIZE))?;
        if !written.whole {
            context.screen.note(&format!(
                "{}: the page holds {} rows, thinned to the size; --max-size allows more",
                subject.head.name, written.rows
            ));
        }
        Ok(true)
    })
}

/// Writes the page of many tests: a file, or a folder with a page of each test beside it.
fn fleet(
    args: &Args,
    inputs: &Inputs,
    opener: &Opener<'_>,
    options: &Options,
    context: &Context,
) -> anyhow::Result<Status> {
    let folder = args.show.output().filter(|path| is_folder(path));
    let mut status = inputs.status;
    let (mut members, mut used) = (Vec::new(), BTreeSet::new());
    if let Some(folder) = folder {
        let tests = folder.join("tests");
        std::fs::create_dir_all(&tests).map_err(|error| {
            let failure = Failure::usage(format!("{}: the folder cannot be made: {error}", tests.display()));
            failure.hint("name a folder in one that exists and that you may write to")
        })?;
    }
    let mut own = |input: &Input| folder.map(|folder| (folder, place(&mut used, input.name())));
    let places: Vec<Option<(&Path, String)>> = inputs.all.iter().map(&mut own).collect();
    let each =
        |at: usize, opener: &Opener<'_>| member(args, &inputs.all[at], opener, options, places[at].clone(), context);
    for answer in several::in_order(&inputs.all, opener, context, each) {
        match answer {
            Ok(member) => members.extend(member),
            Err(error) => status = status.max(context.reject(&error)),
        }
    }
    if members.is_empty() {
        if status == Status::Done {
            context.screen.note("no test is left by --since and --until");
        }
        return Ok(status);
    }
    let index = folder.map(|folder| folder.join("index.html"));
    let mut output = Output::open(index.as_deref().or(args.show.output()))?;
    // The same from files and from any database, and nothing of the machine that made it.
    let title = match members.len() {
        1 => "1 test".to_owned(),
        count => format!("{count} tests"),
    };
    fill::fleet(members, &title).write(&mut output)?;
    output.finish()?;
    match index {
        Some(index) => context.screen.note(&format!("wrote {}", index.display())),
        None => told(args, context),
    }
    Ok(status)
}

/// What the fleet's page keeps of a test; writes its own page where there is a folder for it.
fn member(
    args: &Args,
    input: &Input,
    opener: &Opener<'_>,
    options: &Options,
    own: Option<(&Path, String)>,
    context: &Context,
) -> anyhow::Result<Option<fill::Member>> {
    let href = own.as_ref().map(|(_, name)| format!("tests/{name}"));
    let of = |subject: &Subject<'_>, counts: SeverityCounts| {
        let start = subject.steps.iter().find_map(|step| step.record.start_time);
        args.select.began(start).then(|| fill::Member::of(subject, counts, href.clone()))
    };
    if let Some((folder, name)) = own {
        let path: PathBuf = folder.join("tests").join(name);
        let mut output = Output::open(Some(&path))?;
        return with_hashes(input, opener, context, |subject, findings| {
            let member = of(subject, SeverityCounts::of(findings));
            if member.is_some() {
                fill::test(subject, findings, options)?.write(&mut output, args.page.max_size.unwrap_or(USUAL_SIZE))?;
                output.finish()?;
            }
            Ok(member)
        });
    }
    let mut opened = opener.open(input)?;
    // What was found when it was loaded is kept beside a loaded test; a file is looked at now.
    if opened.test().head()?.origin != Origin::Files {
        let subject = Subject::read(opened.test())?;
        let counts = subject.findings;
        return Ok(of(&subject, counts));
    }
    with_findings(opened, opener, context, |subject, findings| Ok(of(subject, SeverityCounts::of(findings))))
}

/// The file of a test's page: its name, of letters that every file system and address takes.
fn place(used: &mut BTreeSet<String>, name: &str) -> String {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let safe = safe.trim_start_matches('.').to_owned();
    let safe = if safe.is_empty() { "test".to_owned() } else { safe };
    let mut found = format!("{safe}.html");
    let mut number = 2;
    while !used.insert(found.to_lowercase()) {
        found = format!("{safe}-{number}.html");
        number += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(size("2MB"), Ok(2_000_000));
        assert_eq!(size("800 kB"), Ok(800_000));
        assert_eq!(size("250000"), Ok(250_000));
        assert!(size("2").is_err() && size("much").is_err() && size("NaN").is_err());
    }

    #[test]
    fn pages_of_a_folder_have_names_of_their_own() {
        let mut used = BTreeSet::new();
        assert_eq!(place(&mut used, "a b/c"), "a_b_c.html");
        assert_eq!(place(&mut used, "A b:c"), "A_b_c-2.html");
        assert_eq!(place(&mut used, "..."), "test.html");
    }
}
