//! Views: a figure's whole definition by name in battery-etl.toml, as the options that were typed.
//!
//! `[view.NAME]` holds `kind` and, for each option, its long name with underscores: `x_limits = "0..20"`. Inputs and
//! outputs are no part of it, so that the same view draws any test.

use super::{Args, Wanted};
use crate::cli::settings::FILE_NAME;
use crate::cli::status::Failure;
use crate::cli::{Cli, Command, Context};
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;

/// Options that say which tests and where to, not what the figure is.
const NO_PART: &[&str] = &[
    "words",
    "step",
    "detail",
    "experiment",
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

/// The command line with the options of a view in front, so that what is typed beats them; and the view's kind.
pub(super) fn recall(name: &str, context: &Context) -> Result<(Args, Option<Wanted>), Failure> {
    let views = context.settings.table("view");
    let place = place(context);
    let table = views.and_then(|views| views.get(name)).and_then(toml::Value::as_table).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no view `{name}` in {}", place.display()));
        let names: Vec<&str> = views.iter().flat_map(|views| views.keys()).map(String::as_str).collect();
        match names.as_slice() {
            [] => failure.hint("keep one by --save-view NAME"),
            names => failure.hint(format!("there are {}", names.join(", "))),
        }
    })?;
    let wrong = |why: String| Failure::usage(format!("{}: [view.{name}]: {why}", place.display()));
    let (mut kind, mut stored) = (None, Vec::new());
    for (key, value) in table {
        if key == "kind" {
            let word = value.as_str().unwrap_or_default();
            kind = Some(Wanted::named(word).ok_or_else(|| wrong(format!("there is no kind of figure `{word}`")))?);
            continue;
        }
        let flag = format!("--{}", key.replace('_', "-"));
        match value {
            toml::Value::Boolean(true) => stored.push(flag),
            toml::Value::Boolean(false) => {}
            toml::Value::String(text) => stored.push(format!("{flag}={text}")),
            toml::Value::Integer(_) | toml::Value::Float(_) => stored.push(format!("{flag}={value}")),
            other => return Err(wrong(format!("`{key}` is {}, not one value", other.type_str()))),
        }
    }
    let stored = stored.into_iter().map(OsString::from);
    let args = parse(stored, typed()).map_err(|error| wrong(error.to_string()))?;
    Ok((args, kind))
}

/// The words behind `plot`, and those in front of it.
fn typed() -> (Vec<OsString>, Vec<OsString>) {
    let all: Vec<OsString> = std::env::args_os().collect();
    let at = all.iter().position(|word| word == "plot").unwrap_or(all.len().saturating_sub(1));
    (all[..=at.min(all.len() - 1)].to_vec(), all[at + 1..].to_vec())
}

fn parse(
    stored: impl Iterator<Item = OsString>,
    (front, behind): (Vec<OsString>, Vec<OsString>),
) -> Result<Args, clap::Error> {
    let line = front.into_iter().chain(stored).chain(behind);
    let matches = crate::cli::command().try_get_matches_from(line)?;
    match Cli::from_arg_matches(&matches)?.command {
        Command::Plot(args) => Ok(*args),
        _ => Err(clap::Error::new(clap::error::ErrorKind::InvalidSubcommand)),
    }
}

/// Whether a view can have this name: any text that a line can hold.
pub(super) fn check_name(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || name.chars().any(char::is_control) {
        return Err(Failure::usage(format!("--save-view {name:?}: a name is a text of one line")));
    }
    Ok(())
}

/// The header of a view's section; a name that is more than letters, digits, - and _ stands in quotes.
fn header(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.chars().all(bare) && !name.is_empty() {
        format!("[view.{name}]")
    } else {
        format!("[view.\"{}\"]", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The view whose section a line opens.
fn opened(line: &str) -> Option<String> {
    let table = line.parse::<toml::Table>().ok()?;
    let views = table.get("view")?.as_table()?;
    views.keys().next().cloned()
}

/// Keeps the options that were typed under a name.
pub(super) fn save(name: &str, kind: &str, context: &Context) -> Result<(), Failure> {
    let (front, behind) = typed();
    let command = crate::cli::command();
    let matches = command.clone().try_get_matches_from(front.into_iter().chain(behind));
    let matches = matches.map_err(|error| Failure::usage(error.to_string()))?;
    let Some((_, matches)) = matches.subcommand() else { return Ok(()) };
    let mut table = toml::Table::new();
    if let Some(old) =
        given_view(matches).and_then(|old| context.settings.table("view")?.get(&old)?.as_table().cloned())
    {
        table = old;
    }
    table.insert("kind".to_owned(), toml::Value::String(kind.to_owned()));
    for (key, value) in options(&command, matches) {
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
    let mut output = crate::cli::output::Output::open(Some(&path))?;
    let written = std::io::Write::write_all(&mut output, text.as_bytes()).map_err(anyhow::Error::from);
    written.and_then(|()| output.finish()).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    context.screen.note(&format!("view `{name}` is kept in {}", path.display()));
    Ok(())
}

fn given_view(matches: &ArgMatches) -> Option<String> {
    matches.get_one::<String>("view").cloned()
}

/// The file of the settings in force, else one in the working folder.
fn place(context: &Context) -> PathBuf {
    context.settings.path.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME))
}

/// The options that were typed, by their long names with underscores.
fn options(command: &clap::Command, matches: &ArgMatches) -> Vec<(String, toml::Value)> {
    let Some(plot) = command.find_subcommand("plot") else { return Vec::new() };
    let mut found = Vec::new();
    for arg in plot.get_arguments() {
        let id = arg.get_id().as_str();
        let Some(long) = arg.get_long().filter(|_| !NO_PART.contains(&id)) else { continue };
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let key = long.replace('-', "_");
        if arg.get_action().takes_values() {
            let raw = matches.get_raw(id).into_iter().flatten();
            let words: Vec<String> = raw.map(|word| word.to_string_lossy().into_owned()).collect();
            found.push((key, toml::Value::String(words.join(","))));
        } else {
            found.push((key, toml::Value::Boolean(true)));
        }
    }
    found
}

/// A settings file with the section of a view put in the place of the one of the same name, or at its end. All else stays as it is.
fn with_section(text: &str, name: &str, section: &str) -> String {
    let header = header(name);
    let is_header = |line: &str| line.trim_start().starts_with('[');
    let own = |line: &str| opened(line).as_deref() == Some(name);
    let (mut before, mut after) = (String::new(), String::new());
    let (mut inside, mut seen) = (false, false);
    for line in text.split_inclusive('\n') {
        if is_header(line) {
            inside = own(line);
            seen |= inside;
        }
        if !inside {
            (if seen { &mut after } else { &mut before }).push_str(line);
        }
    }
    if !before.is_empty() && !before.ends_with("\n\n") {
        before.push_str(if before.ends_with('\n') { "\n" } else { "\n\n" });
    }
    let blank = if after.is_empty() { "" } else { "\n" };
    format!("{before}{header}\n{section}{blank}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_the_rest_stays() {
        let old = "jobs = 2 # two\n\n[view.a]\nkind = \"rate\"\n\n[derive]\ncycle_swing_pct = 5\n";
        let new = with_section(old, "a", "kind = \"fade\"\n");
        assert_eq!(new, "jobs = 2 # two\n\n[view.a]\nkind = \"fade\"\n\n[derive]\ncycle_swing_pct = 5\n");
        let added = with_section(&new, "b", "kind = \"dqdv\"\n");
        assert!(added.starts_with(&new) && added.ends_with("\n\n[view.b]\nkind = \"dqdv\"\n"));
        assert_eq!(with_section("", "b", "x = 1\n"), "[view.b]\nx = 1\n");
    }

    #[test]
    fn a_view_may_have_any_name() {
        for name in ["Folien für Köln", "a/b.c", "say \"no\" # [x]", "循環", "back\\slash"] {
            check_name(name).unwrap();
            let once = with_section("jobs = 2\n", name, "kind = \"rate\"\n");
            let twice = with_section(&once, name, "kind = \"fade\"\n");
            let table = twice.parse::<toml::Table>().unwrap();
            let views = table["view"].as_table().unwrap();
            assert_eq!(views.len(), 1, "{name}");
            assert_eq!(views[name]["kind"].as_str(), Some("fade"), "{name}");
        }
        assert!(check_name(" ").is_err() && check_name("a\nb").is_err());
    }

    #[test]
    fn what_is_typed_beats_the_view() {
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let stored = words(&["--theme=dark", "--size=600x500", "--soc=20..80"]).into_iter();
        let typed = (words(&["battery-etl", "plot"]), words(&["rate", "x", "--theme", "paper"]));
        let args = parse(stored, typed).unwrap();
        let options = args.figure.options().unwrap();
        assert_eq!((options.theme, options.format.width_px), (crate::plot::Theme::Paper, 600.0));
        assert!(args.select.soc.is_some());
    }

    #[test]
    fn options_are_kept_and_inputs_are_not() {
        let command = crate::cli::command();
        let line =
            ["battery-etl", "plot", "rate", "x", "--x-limits", "0..5", "--no-title", "-o", "a.svg", "--min-rest", "60"];
        let matches = command.clone().try_get_matches_from(line).unwrap();
        let kept: Vec<String> =
            options(&command, matches.subcommand().unwrap().1).into_iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(kept, ["no_title=true", "x_limits=\"0..5\"", "min_rest=\"60\""]);
    }
}
