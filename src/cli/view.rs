//! Views: a figure's or a report's whole definition by name in battery-etl.toml, as the options that were typed.
//!
//! `[view.NAME]` holds `kind` and, for each option, its long name with underscores: `x_limits = "0..20"`. One of a report
//! also says `command = "report"`; one without is of `plot`. Inputs and outputs are no part of it, so that the same view
//! shows any test.

mod section;

use super::settings::FILE_NAME;
use super::status::Failure;
use super::{Cli, Command, Context};
use crate::format;
use crate::model::nearest;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, FromArgMatches};
use section::with_section;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Which views are shown, and kept.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ViewArgs {
    /// Show what this view of battery-etl.toml says; other options beat it
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// Keep the kind and every option of this command in battery-etl.toml, under this name
    #[arg(long, value_name = "NAME")]
    pub(crate) save_view: Option<String>,
}

impl ViewArgs {
    /// Whether a view is named.
    pub(crate) fn is_given(&self) -> bool {
        self.view.is_some() || self.save_view.is_some()
    }
}

/// Options that say which tests and where to, not what is shown of them.
const NO_PART: &[&str] = &[
    "words",
    "step",
    "detail",
    "experiment",
    "from",
    "name",
    "output",
    "data_out",
    "list",
    "view",
    "save_view",
    "help",
    "quiet",
    "verbose",
    "color",
    "config",
    "database",
    "jobs",
    "wait",
    "name_from",
    "version",
];

/// Options of which one takes the other's place, beside those that clap calls in conflict.
const INSTEAD: [(&str, &str); 2] = [("title", "no_title"), ("no_title", "title")];

/// Options for every command that take a value: what stands behind one is no command.
const WITH_VALUE: [&str; 5] = ["--config", "--database", "--color", "--jobs", "--wait"];

/// The command whose view a table is.
fn command_of(view: &toml::Table) -> &str {
    view.get("command").map_or("plot", |command| command.as_str().unwrap_or_default())
}

/// The command line with the options of a view in front, so that what is typed beats them; and the view's kind.
pub(super) fn recall(command: &str, name: &str, context: &Context) -> Result<(Command, Option<String>), Failure> {
    let place = place(context);
    let views = context.settings.table("view");
    let table = views.and_then(|views| views.get(name)).and_then(toml::Value::as_table).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no view `{name}` in {}", place.display()));
        let own =
            |view: &&str| views.and_then(|all| all.get(*view)?.as_table()).is_some_and(|v| command_of(v) == command);
        let names: Vec<&str> = views.iter().flat_map(|views| views.keys()).map(String::as_str).filter(own).collect();
        match names.as_slice() {
            [] => failure.hint("keep one by --save-view NAME"),
            names => failure.hint(format!("there are {}", names.join(", "))),
        }
    })?;
    let wrong = |why: String| Failure::usage(format!("{}: [view.{name}]: {why}", place.display()));
    let theirs = command_of(table);
    if theirs != command {
        let failure = Failure::usage(format!("`{name}` is a view of `{theirs}`, not of `{command}`"));
        return Err(failure.hint(format!("battery-etl {theirs} --view {}", quoted(name))));
    }
    let (front, behind) = typed(command);
    let line = front.iter().chain(&behind);
    let (clap, matches) = matches(line, command).map_err(|error| wrong(error.to_string()))?;
    let (mut kind, mut stored) = (None, Vec::new());
    for (key, value) in table.iter().filter(|(key, _)| *key != "command") {
        if key == "kind" {
            kind = Some(value.as_str().unwrap_or_default().to_owned());
        } else if !is_beaten(&clap, key, &matches) {
            stored.extend(words(&clap, key, value).map_err(wrong)?);
        }
    }
    let line = front.into_iter().chain(stored).chain(behind);
    let matches = super::command().try_get_matches_from(line).map_err(|error| wrong(error.to_string()))?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| wrong(error.to_string()))?;
    Ok((cli.command, kind))
}

/// A name as a shell takes it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// An option of a file as the words of a command line.
pub(super) fn words(command: &clap::Command, key: &str, value: &toml::Value) -> Result<Vec<OsString>, String> {
    let Some(arg) = option(command, key).filter(|arg| !NO_PART.contains(&arg.get_id().as_str())) else {
        let near =
            nearest(key, names(command).iter().map(String::as_str)).map(|near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no option `{key}`{}", near.unwrap_or_default()));
    };
    let flag = format!("--{}", arg.get_long().unwrap_or_default());
    let said = |value: &toml::Value| match value {
        toml::Value::String(text) => Ok(OsString::from(format!("{flag}={text}"))),
        toml::Value::Integer(_) | toml::Value::Float(_) => Ok(OsString::from(format!("{flag}={value}"))),
        other => Err(format!("`{key}` is {}, not one value", other.type_str())),
    };
    match (value, arg.get_action().takes_values()) {
        (toml::Value::Boolean(true), false) => Ok(vec![flag.into()]),
        (toml::Value::Boolean(false), false) => Ok(Vec::new()),
        (_, false) => Err(format!("`{key}` is true or false")),
        (toml::Value::Array(several), true) => several.iter().map(said).collect(),
        (one, true) => Ok(vec![said(one)?]),
    }
}

/// The option of a long name, with underscores or dashes.
fn option<'a>(command: &'a clap::Command, key: &str) -> Option<&'a Arg> {
    let long = key.replace('_', "-");
    command.get_arguments().find(|arg| arg.get_long() == Some(&long))
}

/// The long names of the options that can be part of a view, with underscores.
fn names(command: &clap::Command) -> Vec<String> {
    let part = command.get_arguments().filter(|arg| !NO_PART.contains(&arg.get_id().as_str()));
    part.filter_map(|arg| Some(arg.get_long()?.replace('-', "_"))).collect()
}

/// Whether an option that is kept gives way to what is typed: to itself, to one that takes its place, to a file's ending.
pub(super) fn is_beaten(command: &clap::Command, key: &str, matches: &ArgMatches) -> bool {
    let Some(arg) = option(command, key) else { return false };
    let id = arg.get_id().as_str();
    let is_typed = |other: &str| matches.value_source(other) == Some(ValueSource::CommandLine);
    let excludes = |one: &Arg, id: &str| command.get_arg_conflicts_with(one).iter().any(|other| other.get_id() == id);
    let typed = command.get_arguments().filter(|other| is_typed(other.get_id().as_str()));
    let mut typed = typed.filter(|other| !NO_PART.contains(&other.get_id().as_str()));
    is_typed(id)
        || INSTEAD.iter().any(|(one, other)| *one == id && is_typed(other))
        || typed.any(|other| excludes(other, id) || excludes(arg, other.get_id().as_str()))
        || id == "format" && matches.get_one::<PathBuf>("output").is_some_and(|path| has_ending(path))
}

/// Whether a file's ending says what is written.
fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    format::of_ending(ending).is_some() || ["svg", "png", "pdf"].iter().any(|own| ending.eq_ignore_ascii_case(own))
}

/// The words behind the command, and those in front of it with its own.
pub(super) fn typed(command: &str) -> (Vec<OsString>, Vec<OsString>) {
    split(std::env::args_os().collect(), command)
}

fn split(mut front: Vec<OsString>, command: &str) -> (Vec<OsString>, Vec<OsString>) {
    let is_value = |at: usize| at > 0 && WITH_VALUE.iter().any(|option| front[at - 1] == *option);
    let at = (0..front.len()).find(|&at| front[at] == command && !is_value(at)).map_or(front.len(), |at| at + 1);
    let behind = front.split_off(at);
    (front, behind)
}

/// What clap makes of a line, of the command alone; and the command as it knows it.
pub(super) fn matches<'a>(
    line: impl Iterator<Item = &'a OsString>,
    command: &str,
) -> Result<(clap::Command, ArgMatches), clap::Error> {
    let mut clap = super::command();
    let mut matches = clap.try_get_matches_from_mut(line)?;
    let own = clap.find_subcommand(command).cloned().zip(matches.remove_subcommand());
    own.map(|(clap, (_, matches))| (clap, matches))
        .ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidSubcommand))
}

/// Whether a view can have this name, any text that a line can hold, and is not another command's.
pub(super) fn check(command: &str, name: &str, context: &Context) -> Result<(), Failure> {
    check_name(name)?;
    let there = context.settings.table("view").and_then(|views| views.get(name)?.as_table()).map(command_of);
    match there.filter(|theirs| *theirs != command) {
        None => Ok(()),
        Some(theirs) => {
            let failure = Failure::usage(format!("--save-view {name}: a view of `{theirs}` has this name"));
            Err(failure.hint("choose another name"))
        }
    }
}

fn check_name(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || name.chars().any(char::is_control) {
        return Err(Failure::usage(format!("--save-view {name:?}: a name is a text of one line")));
    }
    Ok(())
}

/// Keeps the options that were typed under a name.
pub(super) fn save(command: &str, name: &str, kind: &str, context: &Context) -> Result<(), Failure> {
    let (front, behind) = typed(command);
    let (clap, matches) =
        matches(front.iter().chain(&behind), command).map_err(|error| Failure::usage(error.to_string()))?;
    let mut table = toml::Table::new();
    let base = matches.get_one::<String>("view");
    if let Some(base) = base.and_then(|base| context.settings.table("view")?.get(base)?.as_table()) {
        table = base.clone();
        table.retain(|key, _| !is_beaten(&clap, key, &matches));
    }
    if command != "plot" {
        table.insert("command".to_owned(), toml::Value::String(command.to_owned()));
    }
    table.insert("kind".to_owned(), toml::Value::String(kind.to_owned()));
    for (key, value) in options(&clap, &matches) {
        table.insert(key, value);
    }
    let path = place(context);
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::usage(format!("{}: cannot be read: {error}", path.display()))),
    };
    let section = toml::to_string(&table).map_err(|error| Failure::usage(format!("--save-view {name}: {error}")))?;
    let text = with_section(&old, name, &section);
    // A file that could not be read again would take every other command with it.
    text.parse::<toml::Table>().map_err(|error| {
        let failure = Failure::usage(format!("{}: the view does not fit into it: {error}", path.display()));
        failure.hint("write the other views as [view.NAME] sections")
    })?;
    let mut output = super::output::Output::open(Some(&path))?;
    let written = std::io::Write::write_all(&mut output, text.as_bytes()).map_err(anyhow::Error::from);
    written.and_then(|()| output.finish()).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    context.screen.note(&format!("view `{name}` is kept in {}", path.display()));
    Ok(())
}

/// The file of the settings in force, else one in the working folder.
fn place(context: &Context) -> PathBuf {
    context.settings.path.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME))
}

/// The options that were typed, by their long names with underscores.
fn options(command: &clap::Command, matches: &ArgMatches) -> Vec<(String, toml::Value)> {
    let mut found = Vec::new();
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        let Some(long) = arg.get_long().filter(|_| !NO_PART.contains(&id)) else { continue };
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let key = long.replace('-', "_");
        if !arg.get_action().takes_values() {
            found.push((key, toml::Value::Boolean(true)));
            continue;
        }
        let raw = matches.get_raw(id).into_iter().flatten();
        let words: Vec<String> = raw.map(|word| word.to_string_lossy().into_owned()).collect();
        // What is written with commas is kept so; what was said several times, as a list.
        let value = if words.len() == 1 || arg.get_value_delimiter().is_some() {
            toml::Value::String(words.join(","))
        } else {
            toml::Value::Array(words.into_iter().map(toml::Value::String).collect())
        };
        found.push((key, value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str]) -> Vec<OsString> {
        words.iter().map(OsString::from).collect()
    }

    #[test]
    fn what_is_typed_beats_the_view() {
        let typed = line(&["battery-etl", "plot", "rate", "x", "--theme", "paper", "--no-title", "-o", "a.svg"]);
        let (clap, of) = matches(typed.iter(), "plot").unwrap();
        let beaten: Vec<&str> = ["theme", "size", "title", "format", "soc", "step_type", "no_such"]
            .into_iter()
            .filter(|key| is_beaten(&clap, key, &of))
            .collect();
        assert_eq!(beaten, ["theme", "title", "format"]);
        let typed = line(&["battery-etl", "report", "compare", "x", "--group-by", "cell", "-o", "site/"]);
        let (clap, of) = matches(typed.iter(), "report").unwrap();
        assert!(is_beaten(&clap, "group", &of) && !is_beaten(&clap, "format", &of) && !is_beaten(&clap, "base", &of));
    }

    #[test]
    fn an_option_of_a_file_becomes_words() {
        let clap = super::super::command().find_subcommand("report").unwrap().clone();
        let said = |key: &str, value: &str| {
            let value = format!("x = {value}").parse::<toml::Table>().unwrap()["x"].clone();
            words(&clap, key, &value)
                .map(|words| words.into_iter().map(|w| w.into_string().unwrap()).collect::<Vec<_>>())
        };
        assert_eq!(said("min_rest", "60").unwrap(), ["--min-rest=60"]);
        assert_eq!(said("group", "['a=1', 'b=2']").unwrap(), ["--group=a=1", "--group=b=2"]);
        assert_eq!(said("min_rests", "60").unwrap_err(), "there is no option `min_rests`; did you mean `min_rest`?");
        assert!(said("output", "'a.csv'").is_err() && said("min_rest", "true").is_err());
    }

    #[test]
    fn a_view_may_have_any_name_of_one_line() {
        assert!(check_name("Folien für Köln [x]").is_ok());
        assert!(check_name(" ").is_err() && check_name("a\nb").is_err());
    }

    #[test]
    fn the_command_is_found_behind_the_options_for_every_command() {
        let (front, behind) = split(line(&["x", "--config", "plot", "-q", "plot", "rate", "plot"]), "plot");
        assert_eq!((front.len(), behind), (5, line(&["rate", "plot"])));
    }

    #[test]
    fn options_are_kept_and_inputs_are_not() {
        let kept = |words: &[&str]| {
            let (clap, of) = matches(line(words).iter(), words[1]).unwrap();
            options(&clap, &of).into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
        };
        let plot =
            ["battery-etl", "plot", "rate", "x", "--x-limits", "0..5", "--no-title", "-o", "a.svg", "--min-rest", "60"];
        assert_eq!(kept(&plot), ["no_title=true", "x_limits=\"0..5\"", "min_rest=\"60\""]);
        let report =
            ["battery-etl", "report", "compare", "x", "--group", "a=1*", "--group", "b=2*", "--columns", "c,d"];
        assert_eq!(kept(&report), ["columns=\"c,d\"", "group=[\"a=1*\", \"b=2*\"]"]);
    }
}
