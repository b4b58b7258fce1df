//! `man`: the manual as pages for `man`.

use super::help::examples;
use super::status::{Failure, Status};
use super::{Context, screen};
use crate::model::nearest;
use clap::Command;
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Print the manual as a page for `man`, or write a page for each command
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "battery-etl man | man -l -",
    "battery-etl man catalog list > battery-etl-catalog-list.1",
    "battery-etl man -o ~/.local/share/man/man1"
))]
pub(super) struct Args {
    /// The command, and a command of its own; none for the program
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    words: Vec<String>,
    /// Write a page for each command into this folder, which is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Status> {
    let program = super::command();
    if let Some(folder) = &args.output {
        if folder.exists() && !folder.is_dir() {
            let failure =
                Failure::usage(format!("{}: is a file, and -o names a folder for many pages", folder.display()));
            return Err(failure.hint("`battery-etl man COMMAND > FILE` writes one page").into());
        }
        let written = write_all(&program, folder)?;
        context.screen.note(&format!("wrote {written} pages into {}", folder.display()));
        return Ok(Status::Done);
    }
    let command = find(&program, &args.words)?;
    let mut out = screen::stdout();
    page(command, &mut out)?;
    out.flush()?;
    Ok(Status::Done)
}

fn find<'a>(program: &'a Command, words: &[String]) -> Result<&'a Command, Failure> {
    let mut command = program;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| {
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            let failure = Failure::usage(format!("`{}` has no command `{word}`", command.get_name()));
            match nearest(word, names.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None if names.is_empty() => failure.hint("it has none"),
                None => failure.hint(format!("its commands are {}", names.join(", "))),
            }
        })?;
    }
    Ok(command)
}

/// Writes the page of a command and those of its own commands; gives their number.
fn write_all(command: &Command, folder: &Path) -> Result<usize, Failure> {
    let failed =
        |path: &Path, error: io::Error| Failure::usage(format!("{}: cannot be written: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let mut text = Vec::new();
    let place = folder.join(format!("{}.1", name(command)));
    page(command, &mut text).and_then(|()| std::fs::write(&place, text)).map_err(|error| failed(&place, error))?;
    command.get_subcommands().try_fold(1, |written, inner| Ok(written + write_all(inner, folder)?))
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of one command. It holds no date, so that it is the same whenever it is made.
fn page(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let man =
        Man::new(command.clone()).source(concat!("battery-etl ", env!("CARGO_PKG_VERSION"))).manual("battery-etl");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    as_it_stands(&after, out)
}

/// Examples and exit statuses, whose lines and columns stay: a line at the margin is a heading.
fn as_it_stands(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(heading) = line.strip_suffix(':').filter(|line| !line.starts_with(' ')) {
            writeln!(out, ".fi\n.SH \"{}\"\n.nf", heading.to_uppercase())?;
        } else {
            let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
            writeln!(out, "\\&{line}")?;
        }
    }
    writeln!(out, ".fi")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let program = super::super::command();
        let mut text = Vec::new();
        page(find(&program, &words).unwrap(), &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_page_has_options_examples_and_statuses() {
        let page = text(&["catalog", "list"]);
        for part in
            [".TH battery-etl-catalog-list 1", ".SH SYNOPSIS", "\\-\\-limit", ".SH \"EXAMPLES\"", ".SH \"EXIT STATUS\""]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        let program = text(&[]);
        assert!(program.contains("battery\\-etl\\-ingest(1)"), "{program}");
        assert_eq!(program, text(&[]));
    }

    #[test]
    fn every_command_has_a_page_of_its_own() {
        let folder = tempfile::TempDir::new().unwrap();
        let written = write_all(&super::super::command(), folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), written);
        assert!(folder.path().join("battery-etl-catalog-list.1").is_file());
    }

    #[test]
    fn a_misspelt_command_is_told() {
        let program = super::super::command();
        let error = find(&program, &["catalog".to_owned(), "lst".to_owned()]).unwrap_err();
        assert_eq!(
            (error.to_string(), error.hints),
            ("`catalog` has no command `lst`".to_owned(), vec!["did you mean `list`?".to_owned()])
        );
    }
}
