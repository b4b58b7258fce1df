//! The file of a template: its parts, each checked before any test is read.

use super::super::super::status::Failure;
use super::super::super::{Cli, Command, view};
use super::super::{Args, COMMAND};
use crate::cli::plot::Embedded;
use crate::model::nearest;
use crate::plot;
use crate::report::{self, Report};
use clap::{ArgMatches, FromArgMatches};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The options that a part may say, by the headings of the manual; and the one that stands under another.
const HEADINGS: &[&str] = &["Filters", "How to read and derive", "Ageing and comparison"];
const COLUMNS: &str = "columns";
/// Those that a figure may say beside filters and how to derive.
const OF_FIGURES: &str = "The figure";

/// A template.
pub(super) struct Template {
    pub(super) title: Option<String>,
    pub(super) parts: Vec<Part>,
}

/// A part, with the options of the command that makes it.
pub(super) struct Part {
    /// File and line.
    pub(super) place: String,
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) heading: Option<String>,
    pub(super) args: Args,
    pub(super) what: What,
}

/// What a part shows.
pub(super) enum What {
    Report(&'static dyn Report),
    Figure(Box<Embedded>),
}

impl Part {
    /// The word that names it.
    pub(super) fn kind(&self) -> &'static str {
        match &self.what {
            What::Report(report) => report.name(),
            What::Figure(figure) => figure.kind(),
        }
    }
}

/// Reads a template; what is typed beats what its parts say.
pub(super) fn read(path: &Path) -> Result<Template, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let failure = Failure::usage(format!("{shown}: the template cannot be read: {error}"));
        failure.hint("docs/templates.md tells what is in one")
    })?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Failure::usage(format!("{shown}:{line}: {}", error.message()))
    })?;
    let file = File { path, text: &text };
    let mut template = Template { title: None, parts: Vec::new() };
    for (key, value) in &table {
        match (key.as_str(), value) {
            ("title", toml::Value::String(title)) => template.title = Some(title.clone()),
            ("title", _) => return Err(file.wrong(file.line(None, key), "`title` is a text")),
            ("part", toml::Value::Array(parts)) => {
                for (at, part) in parts.iter().enumerate() {
                    template.parts.push(file.part(at, part)?);
                }
            }
            ("part", _) => return Err(file.wrong(file.line(None, key), "write each part as a [[part]] section")),
            _ => {
                let failure = file.wrong(file.line(None, key), &format!("there is no key `{key}` in a template"));
                return Err(hinted(failure, nearest(key, ["title", "part"]), "the keys are title and [[part]]"));
            }
        }
    }
    if template.parts.is_empty() {
        return Err(file
            .wrong(1, "a template without a [[part]] shows nothing")
            .hint("docs/templates.md has examples"));
    }
    Ok(template)
}

fn hinted(failure: Failure, near: Option<&str>, else_said: &str) -> Failure {
    failure.hint(near.map_or_else(|| else_said.to_owned(), |near| format!("did you mean `{near}`?")))
}

/// A template's file, whose lines are told.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

impl File<'_> {
    fn wrong(&self, line: usize, message: &str) -> Failure {
        Failure::usage(format!("{}:{line}: {message}", self.path.display()))
    }

    /// The line of a key: of a part, by its place, or before the first one.
    fn line(&self, part: Option<usize>, key: &str) -> usize {
        let is_part = |line: &str| line.split_whitespace().collect::<String>().starts_with("[[part]]");
        let mut parts = 0;
        let mut header = 1;
        for (number, line) in (1..).zip(self.text.lines()) {
            if is_part(line) {
                parts += 1;
                header = if part.is_some_and(|part| parts == part + 1) { number } else { header };
            }
            let word = line.split('=').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            if parts == part.map_or(0, |part| part + 1) && word == key && line.contains('=') {
                return number;
            }
        }
        header
    }

    fn part(&self, at: usize, value: &toml::Value) -> Result<Part, Failure> {
        let header = self.line(Some(at), "[[part]]");
        let Some(table) = value.as_table() else { return Err(self.wrong(header, "a part is a [[part]] section")) };
        let text = |key: &str| match table.get(key) {
            None => Ok(None),
            Some(toml::Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(self.wrong(self.line(Some(at), key), &format!("`{key}` is a text"))),
        };
        let heading = text("heading")?.map(str::to_owned);
        let shared = |args: &Args, what: What| Part {
            place: format!("{}:{header}", self.path.display()),
            number: at + 1,
            heading: heading.clone(),
            args: args.clone(),
            what,
        };
        match (text("report")?, text("plot")?) {
            (Some(name), None) => {
                let known = report::find(name).ok_or_else(|| {
                    let failure = self.wrong(self.line(Some(at), "report"), &format!("`{name}` is no kind of report"));
                    let names: Vec<&str> = report::ALL.iter().map(|kind| kind.name()).collect();
                    hinted(
                        failure,
                        nearest(name, names.iter().copied()),
                        &format!("the kinds are {}", names.join(", ")),
                    )
                })?;
                let options = Options::of(self, at, table, None)?;
                let args = options.args(self, header)?;
                let checked = args.alike.life(known).and_then(|_| args.page.check(false));
                checked.map_err(|failure| self.wrong(header, &failure.to_string()))?;
                Ok(shared(&args, What::Report(known)))
            }
            (None, Some(name)) => {
                let known = plot::find(name).ok_or_else(|| {
                    let failure = self.wrong(self.line(Some(at), "plot"), &format!("`{name}` is no kind of figure"));
                    let names = plot::ALL.iter().map(|kind| kind.name());
                    hinted(failure, nearest(name, names), "`battery-etl plot --list` shows every kind")
                })?;
                let options = Options::of(self, at, table, Some(OF_FIGURES))?;
                let args = options.args(self, header)?;
                let figure = options.figure(known).map_err(|failure| self.wrong(header, &failure.to_string()))?;
                Ok(shared(&args, What::Figure(Box::new(figure))))
            }
            (Some(_), Some(_)) => Err(self.wrong(header, "a part is a report or a plot, and this one says both")),
            (None, None) => {
                let failure = self.wrong(header, "a part says which `report` or which `plot` it is");
                Err(failure.hint("such as `report = \"steps\"`"))
            }
        }
    }
}

/// The options of a part, as words of the command lines that they would stand in.
struct Options {
    /// Those of `report`: the key and its words.
    of_report: Vec<(String, Vec<OsString>)>,
    /// Those of a figure.
    of_figure: Vec<OsString>,
}

impl Options {
    fn of(file: &File<'_>, at: usize, table: &toml::Table, figures: Option<&str>) -> Result<Self, Failure> {
        let all = crate::cli::command();
        let find = |name: &str| all.find_subcommand(name).cloned().unwrap_or_default();
        let (report, plot) = (find(COMMAND), find("plot"));
        let is = |arg: &clap::Arg, headings: &[&str]| arg.get_help_heading().is_some_and(|own| headings.contains(&own));
        let headings: &[&str] = if figures.is_some() { &HEADINGS[..2] } else { HEADINGS };
        let own = |arg: &clap::Arg| is(arg, headings) || figures.is_none() && arg.get_id() == COLUMNS;
        let longs = |command: &clap::Command, kept: &dyn Fn(&clap::Arg) -> bool| {
            let kept = command.get_arguments().filter(|arg| kept(arg));
            kept.filter_map(|arg| arg.get_long().map(str::to_owned)).collect::<Vec<_>>()
        };
        let of_report = longs(&report, &own);
        let of_figure = longs(&plot, &|arg| figures.is_some_and(|heading| is(arg, &[heading])));
        let mut found = Self { of_report: Vec::new(), of_figure: Vec::new() };
        for (key, value) in table.iter().filter(|(key, _)| !["report", "plot", "heading"].contains(&key.as_str())) {
            let line = file.line(Some(at), key);
            let long = key.replace('_', "-");
            let (command, name) = if of_figure.contains(&long) {
                (&plot, "plot")
            } else if of_report.contains(&long) {
                (&report, COMMAND)
            } else {
                let failure = file.wrong(line, &format!("a part has no key `{key}`"));
                let all = of_report.iter().chain(&of_figure).map(String::as_str).chain(["report", "plot", "heading"]);
                let help = "a part takes the filters of `report` and how it reads and derives; see docs/templates.md";
                return Err(hinted(failure, nearest(&long, all), help));
            };
            let words = view::words(command, key, value).map_err(|why| file.wrong(line, &why))?;
            // Each by itself, so that a wrong one is told with its line.
            let alone = [OsString::from("battery-etl"), OsString::from(name)].into_iter().chain(words.iter().cloned());
            all.clone().try_get_matches_from(alone).map_err(|error| file.wrong(line, &plain(&error)))?;
            if name == COMMAND {
                found.of_report.push((key.clone(), words));
            } else {
                found.of_figure.extend(words);
            }
        }
        Ok(found)
    }

    /// The options of `report`, with what is typed over them.
    fn args(&self, file: &File<'_>, line: usize) -> Result<Args, Failure> {
        let (front, behind) = view::typed(COMMAND);
        let wrong = |error: clap::Error| file.wrong(line, &plain(&error));
        let (clap, typed): (clap::Command, ArgMatches) =
            view::matches(front.iter().chain(&behind), COMMAND).map_err(wrong)?;
        let kept = self.of_report.iter().filter(|(key, _)| !view::is_beaten(&clap, key, &typed));
        let kept = kept.flat_map(|(_, words)| words.iter().cloned());
        let line = front.iter().cloned().chain(kept).chain(behind.iter().cloned());
        let matches = crate::cli::command().try_get_matches_from(line).map_err(wrong)?;
        match Cli::from_arg_matches(&matches).map_err(wrong)?.command {
            Command::Report(args) => Ok(*args),
            _ => Ok(Args::default()),
        }
    }

    /// The options of a figure.
    fn figure(&self, kind: &'static dyn plot::Plot) -> Result<Embedded, Failure> {
        let front = ["battery-etl", "plot", kind.name()].map(OsString::from);
        let wrong = |error: clap::Error| Failure::usage(plain(&error));
        let line = front.into_iter().chain(self.of_figure.iter().cloned());
        let matches = crate::cli::command().try_get_matches_from(line).map_err(wrong)?;
        match Cli::from_arg_matches(&matches).map_err(wrong)?.command {
            Command::Plot(args) => Embedded::of(kind, &args),
            _ => Err(Failure::usage("no figure")),
        }
    }
}

/// What clap says of a wrong option, as one line.
fn plain(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.strip_prefix("error: ").unwrap_or(&text).split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words before the first path: a template says itself which reports there are.
pub(super) fn refuse_kind(args: &Args) -> Result<Vec<PathBuf>, Failure> {
    match super::super::split(&args.words)? {
        (None, paths) => Ok(paths.to_vec()),
        (Some(kind), _) => {
            let failure = Failure::usage(format!("a template says which reports it has; leave `{}` out", kind.name()));
            Err(failure.hint(format!("a file of that name is read as ./{}", kind.name())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title = \"T\"\n\n[[part]]\nreport = \"overview\"\n\n[[ part ]] # two\nreport = \"steps\"\n\
                        \"step-type\" = \"charge\"\n";

    #[test]
    fn a_key_is_found_in_its_part() {
        let file = File { path: Path::new("t.toml"), text: TEXT };
        assert_eq!([None, Some(0), Some(1)].map(|part| file.line(part, "report")), [1, 4, 7]);
        assert_eq!((file.line(None, "title"), file.line(Some(1), "step-type")), (1, 8));
        assert_eq!(
            (file.line(Some(0), "step-type"), file.line(Some(1), "none")),
            (3, 6),
            "its header, where it is not"
        );
    }

    #[test]
    fn options_go_to_the_command_that_knows_them() {
        let file = File { path: Path::new("t.toml"), text: "" };
        let table = |text: &str| text.parse::<toml::Table>().unwrap();
        let options = table("plot = 'fade'\nover = 'efc'\nmin-rest = 60\nfit = true\nstep_type = 'charge'\n");
        let found = Options::of(&file, 0, &options, Some(OF_FIGURES)).unwrap();
        assert_eq!(found.of_figure, ["--over=efc", "--fit"].map(OsString::from));
        let keys: Vec<&str> = found.of_report.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["min-rest", "step_type"]);
        let found = Options::of(&file, 0, &table("over = 'efc'\ncolumns = 'step'\ngroup = ['a=1']\n"), None).unwrap();
        assert_eq!(found.of_report.len(), 3);
        for (text, said) in [
            ("stp-type = 'charge'", "did you mean `step-type`?"),
            ("format = 'csv'", "see docs/templates.md"),
            ("template = 'x'", "docs/templates.md"),
            ("theme = 'dark'", "docs/templates.md"),
        ] {
            let Err(failure) = Options::of(&file, 0, &table(text), None) else { panic!("{text}") };
            assert!(format!("{failure:?}").contains(said), "{text}: {failure:?}");
        }
        let Err(failure) = Options::of(&file, 0, &table("soc = 'x'"), None) else { panic!() };
        assert!(failure.to_string().contains("--soc"), "{failure}");
    }
}
