//! `export bundle`: loaded experiments whole, as an SQLite database of our own that `catalog import` takes them from.

use super::Args;
use super::asked::FOREIGN;
use crate::cli::Context;
use crate::cli::catalog::import::carry_all;
use crate::cli::inputs::Input;
use crate::cli::output::Output;
use crate::cli::status::{Failure, Status};
use crate::export::Form;
use crate::store::{Database, Opening, SharedDatabase, Target};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// The paths behind the word, where a bundle is asked for.
pub(super) fn is_asked(args: &Args) -> Option<Vec<PathBuf>> {
    let (first, paths) = args.words.split_first()?;
    (first.as_os_str() == "bundle").then(|| paths.to_vec())
}

pub(super) fn run(args: &Args, paths: &[PathBuf], context: &Context) -> anyhow::Result<Status> {
    let Some(path) = args.output.clone().filter(|path| path.as_os_str() != "-") else {
        return Err(Failure::usage("a bundle is a file: name it with -o").into());
    };
    if let Some(given) = paths.first() {
        let failure = Failure::usage(format!("a bundle is of what is loaded, and `{}` is a path", given.display()));
        let way = "name loaded tests with --experiment or filters; `battery-etl --database sqlite:FILE ingest PATH` makes a \
                   database of files, which is one";
        return Err(failure.hint(way).into());
    }
    let parts = [
        ("--from", args.inputs.from.is_some()),
        ("--format", args.format.is_some()),
        ("--schema", args.schema.is_some()),
        ("--bom", args.bom),
        ("--columns", !args.columns.is_empty()),
        ("--split-by", args.split_by.is_some()),
        ("--sample-interval", args.sample_interval.is_some()),
        ("--steps", args.steps.is_some()),
    ];
    let parts = parts.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag);
    let mut parts = parts.chain(args.select.given_of_steps()).chain(args.derive.given());
    if let Some(flag) = parts.next() {
        let failure = Failure::usage(format!("a bundle holds experiments whole, as they are stored: leave {flag} out"));
        return Err(failure.hint("`battery-etl catalog rebase` and `catalog edit` change what is stored").into());
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if Form::of_ending(&ending).is_some() || FOREIGN.contains(&ending.as_str()) && ending != "sqlite" {
        let failure = Failure::usage(format!("{}: a bundle is no .{ending} file but a database", path.display()));
        return Err(failure.hint(format!("name it {}", path.with_extension("bundle").display())).into());
    }
    if args.inputs.experiment.is_empty() && !args.select.is_given() {
        let failure = Failure::usage("a bundle of what? no experiment is named");
        return Err(failure
            .hint("name them with --experiment, or choose them by --project, --cell and the like")
            .into());
    }
    // Known at once when it cannot be written, and taken away by an interrupt.
    let mut output = Output::open(Some(&path))?;
    let inputs = args.inputs.gather(paths, &args.select, &args.derive, context)?;
    let mut from = context.loaded()?;
    let mut names = Vec::new();
    for input in &inputs.all {
        if let Input::Experiment(name) = input {
            names.push(from.experiment(name)?.name);
        }
    }
    if names.is_empty() {
        return Err(Failure::usage("no loaded experiment is left to be put into a bundle").into());
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bundle.db");
    let to = Database::open_with(&Target::sqlite(&file), &Opening::default())?;
    let from: SharedDatabase = Arc::new(Mutex::new(from));
    let (to, status) = carry_all(&from, &names, None, to, context)?;
    to.seal()?;
    if status != Status::Done {
        return Err(Failure::new(status, "the bundle is not written, since not all could be put into it").into());
    }
    std::io::copy(&mut std::fs::File::open(&file)?, &mut output)?;
    output.finish()?;
    context.screen.note(&format!("wrote {}", path.display()));
    Ok(Status::Done)
}
