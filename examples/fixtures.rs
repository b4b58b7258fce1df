//! Writes the synthetic fixtures: `fixtures DIR` all of them, `fixtures --dialect NAME DIR` a test in the text of another cycler
//! (`all`: in each), `fixtures --rows N [--pairs P] [--one-step] DIR` large ones.

#![allow(clippy::print_stderr, reason = "a tool speaks to its user")]

#[path = "../tests/synth/mod.rs"]
mod synth;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str =
    "usage: fixtures [--only NAME] [--dialect NAME] DIR | fixtures --rows N [--pairs P] [--one-step] DIR";

#[derive(Default)]
struct Options {
    rows: Option<u64>,
    pairs: u32,
    one_step: bool,
    only: Option<String>,
    dialect: Option<String>,
    folder: PathBuf,
}

fn options() -> Option<Options> {
    let mut options = Options { pairs: 1, ..Options::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rows" => options.rows = Some(words.next()?.parse().ok()?),
            "--pairs" => options.pairs = words.next()?.parse().ok()?,
            "--only" => options.only = Some(words.next()?),
            "--dialect" => options.dialect = Some(words.next()?),
            "--one-step" => options.one_step = true,
            _ if word.starts_with('-') || !options.folder.as_os_str().is_empty() => return None,
            _ => options.folder = word.into(),
        }
    }
    (!options.folder.as_os_str().is_empty()).then_some(options)
}

fn write(options: &Options) -> std::io::Result<()> {
    if let Some(rows) = options.rows {
        for number in 0..options.pairs {
            let large = synth::Large { rows, number, one_step: options.one_step };
            synth::write_large(&options.folder, &format!("synthetic{number:04}"), &large)?;
        }
        return Ok(());
    }
    if let Some(dialect) = &options.dialect {
        return write_other(options, dialect);
    }
    for fixture in synth::ALL.iter().filter(|fixture| options.only.as_deref().is_none_or(|name| name == fixture.name)) {
        let folder: &Path = &options.folder.join(fixture.name);
        (fixture.pair)().write(folder)?;
        eprintln!("{}: {}", folder.display(), fixture.about);
    }
    Ok(())
}

/// `same` is the test that all dialects write; else one of those whose script is known by name.
fn write_other(options: &Options, dialect: &str) -> std::io::Result<()> {
    let name = options.only.as_deref().unwrap_or("same");
    let script = match name {
        "same" => synth::same_script(),
        "mini" => synth::mini_script(),
        _ => return Err(std::io::Error::other(format!("{name} has no script here; mini has one"))),
    };
    let others: Vec<_> = synth::Other::all().filter(|other| dialect == "all" || other.name == dialect).collect();
    if others.is_empty() {
        let names: Vec<_> = synth::Other::all().map(|other| other.name).collect();
        return Err(std::io::Error::other(format!("no dialect {dialect}; there are {}", names.join(", "))));
    }
    if dialect == "all" {
        synth::with_cycles(&script, &synth::Export::PLAIN.pair(name, &script)).write(&options.folder.join("chroma"))?;
    }
    for other in others {
        let path = other.write(&options.folder.join(other.name), name, &script)?;
        eprintln!("{}: as {} writes it", path.display(), other.dialect);
    }
    Ok(())
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match write(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", options.folder.display());
            ExitCode::from(2)
        }
    }
}
