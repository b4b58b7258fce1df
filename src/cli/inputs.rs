//! Which tests a command is about: files, folders and globs, experiments that are loaded, or tests of a lake.

mod lake;
mod opener;

pub(crate) use opener::{Opened, Opener};

use super::Context;
use super::derive::DeriveArgs;
use super::names::{self, NameFrom};
use super::select::SelectArgs;
use super::status::{self, Failure, Status};
use crate::dialect::{self, Dialect};
use crate::pipeline::{by_channel, is_recognised};
use crate::source::{self, Candidate};
use crate::store::{Database, Experiment, Filter};
use lake::InLake;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// Files or experiments.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Inputs")]
pub(crate) struct InputArgs {
    /// The Step file, whatever its name
    #[arg(long, value_name = "FILE")]
    pub(crate) step: Option<PathBuf>,
    /// The Detail file, whatever its name
    #[arg(long, value_name = "FILE")]
    pub(crate) detail: Option<PathBuf>,
    /// A loaded experiment, by name; may be given more than once
    #[arg(long, value_name = "NAME", conflicts_with_all = ["step", "detail"])]
    pub(crate) experiment: Vec<String>,
    /// Read tests from a lake, a folder of Delta tables, instead: those of --experiment and of the filters, else all
    #[arg(long, value_name = "lake:FOLDER", conflicts_with_all = ["step", "detail", "name"], value_parser = lake::place)]
    pub(crate) from: Option<PathBuf>,
    /// Name of the test, instead of the common stem of its files
    #[arg(long, value_name = "NAME", conflicts_with = "experiment", value_parser = a_name)]
    pub(crate) name: Option<String>,
    /// What a test is called after: the common stem of its files, or also their folder
    #[arg(long, value_enum, value_name = "WHAT", default_value_t, hide_default_value = true, conflicts_with = "name")]
    pub(crate) name_from: NameFrom,
}

/// A name that says something, on one line.
pub(crate) fn a_name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("must not be empty".to_owned()),
        text if text.contains(char::is_control) => Err("must not hold a line end or control character".to_owned()),
        text => Ok(text.to_owned()),
    }
}

/// One test that was asked for, not opened yet.
#[derive(Debug)]
pub(crate) enum Input {
    /// Files.
    Files(Candidate),
    /// A loaded experiment.
    Experiment(String),
    /// A test of a lake.
    Lake(Box<InLake>),
}

/// What was asked for.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// In order.
    pub(crate) all: Vec<Input>,
    /// How bad it is that some could not be found.
    pub(crate) status: Status,
}

impl Input {
    /// The name of the test.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Files(candidate) => &candidate.name,
            Self::Experiment(name) => name,
            Self::Lake(test) => &test.name,
        }
    }
}

impl Inputs {
    /// The tests that are files.
    pub(crate) fn files(self) -> Vec<Candidate> {
        let file = |input| match input {
            Input::Files(candidate) => Some(candidate),
            Input::Experiment(_) | Input::Lake(_) => None,
        };
        self.all.into_iter().filter_map(file).collect()
    }
}

impl InputArgs {
    /// Whether nothing is named.
    pub(crate) fn is_empty(&self, paths: &[PathBuf]) -> bool {
        let is_file = !paths.is_empty() || self.step.is_some() || self.detail.is_some();
        !is_file && self.experiment.is_empty() && self.from.is_none()
    }

    /// What is named or, with no file named, what the filters choose of what is loaded.
    pub(crate) fn gather(
        &self,
        paths: &[PathBuf],
        select: &SelectArgs,
        derive: &DeriveArgs,
        context: &Context,
    ) -> anyhow::Result<Inputs> {
        if let Some(folder) = &self.from {
            return self.in_lake(folder, paths, (select, derive), context);
        }
        if self.are_files(paths) {
            select.refuse_for_files()?;
        } else if select.is_given() {
            derive.refuse_for_loaded()?;
            return chosen(&self.experiment, select, derive, context);
        }
        self.find(paths, derive, context)
    }

    fn are_files(&self, paths: &[PathBuf]) -> bool {
        !paths.is_empty() || self.step.is_some() || self.detail.is_some()
    }

    /// Finds what is named, and tells tests of one name apart by their folders.
    pub(crate) fn find(&self, paths: &[PathBuf], derive: &DeriveArgs, context: &Context) -> anyhow::Result<Inputs> {
        if let Some(folder) = &self.from {
            return self.in_lake(folder, paths, (&SelectArgs::default(), derive), context);
        }
        if !self.are_files(paths) {
            derive.refuse_for_loaded()?;
        }
        let mut inputs = self.find_plain(paths, context)?;
        let candidates = inputs.all.iter_mut().filter_map(|input| match input {
            Input::Files(candidate) => Some(candidate),
            Input::Experiment(_) | Input::Lake(_) => None,
        });
        names::tell_apart(&mut candidates.collect::<Vec<_>>());
        Ok(inputs)
    }

    /// Finds what is named. What cannot be found is told, and the rest goes on. Tests may have one name.
    pub(crate) fn find_plain(&self, paths: &[PathBuf], context: &Context) -> Result<Inputs, Failure> {
        self.find_among(paths, &|_| true, context)
    }

    /// Finds what is named and `wanted`; nothing else is looked into.
    pub(crate) fn find_among(
        &self,
        paths: &[PathBuf],
        wanted: &dyn Fn(&Candidate) -> bool,
        context: &Context,
    ) -> Result<Inputs, Failure> {
        if !self.experiment.is_empty() && !paths.is_empty() {
            let message = format!("--experiment names what is loaded, and `{}` a file", paths[0].display());
            return Err(Failure::usage(message).hint("run the command once for each"));
        }
        let mut inputs = Inputs::default();
        inputs.all.extend(source::named(self.step.as_deref(), self.detail.as_deref()).map(Input::Files));
        let mut found = source::find(paths);
        found.candidates.retain(wanted);
        sort_out(&mut found);
        let patterns: Vec<&str> = dialect::all().into_iter().filter_map(Dialect::parts).collect();
        found.candidates = by_channel(source::join(found.candidates, &patterns));
        if self.name_from == NameFrom::Folder {
            names::name_by_folder(&mut found.candidates);
        }
        inputs.all.extend(found.candidates.into_iter().map(Input::Files));
        for input in &inputs.all {
            if let Input::Files(candidate) = input {
                candidate.files.paths().iter().for_each(|path| super::output::keep_off(path));
            }
        }
        inputs.all.extend(self.experiment.iter().cloned().map(Input::Experiment));
        if let Some(words) = found.passed.words() {
            context.screen.note(&words);
        }
        for skipped in &found.skipped {
            let message = format!("{}: {}", skipped.path, skipped.reason);
            if skipped.named {
                context.screen.error(&message, &[]);
                inputs.status = Status::Failed;
            } else if skipped.lost {
                // It is part of the inputs and is not read, which the exit status says, too.
                context.screen.error(&format!("skipped {message}"), &[]);
                inputs.status = inputs.status.max(Status::Findings);
            } else {
                context.screen.detail(1, &format!("skipped {message}"));
            }
        }
        match inputs.all.as_slice() {
            [] if inputs.status != Status::Failed => {
                let hint = "a pair is NAME_Step.csv and NAME_Detail.csv; name files outright with --step and --detail";
                Err(Failure::usage(format!("no test found in {}", listed(paths))).hint(hint))
            }
            [_, _, ..] if self.name.is_some() => Err(Failure::usage("--name names one test, and there are several")),
            _ => Ok(inputs),
        }
    }
}

/// Leaves out files of folders that end like some cycler's and are none; they are counted with those passed over.
fn sort_out(found: &mut source::Found) {
    let unsure: std::collections::HashSet<PathBuf> = found.unsure.drain(..).collect();
    let passed = &mut found.passed;
    found.candidates.retain(|candidate| {
        let paths = candidate.files.paths();
        let is_test = paths.iter().all(|path| !unsure.contains(*path) || is_recognised(path));
        if !is_test {
            paths.iter().for_each(|path| passed.count(&path.to_string_lossy()));
        }
        is_test
    });
}

/// All that is loaded.
pub(crate) fn loaded(context: &Context) -> anyhow::Result<Inputs> {
    chosen(&[], &SelectArgs::default(), &DeriveArgs::default(), context)
}

/// The loaded experiments that filters and names choose: those that are named in the order of the names.
fn chosen(names: &[String], select: &SelectArgs, derive: &DeriveArgs, context: &Context) -> anyhow::Result<Inputs> {
    let mut database = context.loaded()?;
    let known: Vec<String> =
        names.iter().map(|name| Ok(database.experiment(name)?.name)).collect::<anyhow::Result<_>>()?;
    // What is named is meant, also where it was replaced.
    let with_replaced = !known.is_empty();
    let filter = Filter { experiments: known.clone(), with_replaced, ..select.filter(0.0) };
    database.require_names(&filter)?;
    let mut found = database.list_experiments(&filter.clone().of_any_steps())?;
    if known.is_empty() {
        found = with_steps(found, &filter, (select, derive), (database, context))?;
    } else {
        // Of what is named the report is shown, also where no step of it is left.
        found.sort_by_key(|one| known.iter().position(|name| *name == one.name));
    }
    if found.is_empty() {
        context.screen.note("no loaded experiment is left by the filters");
    }
    Ok(Inputs { all: found.into_iter().map(|one| Input::Experiment(one.name)).collect(), status: Status::Done })
}

/// Those of the experiments that have a step which the filters leave. What is stored of the steps tells it only of those
/// that this command derives as they were derived for the database, from steps of which nothing is amended; the others are
/// derived. What cannot be derived is kept, so that it is told when it is opened.
fn with_steps(
    found: Vec<Experiment>,
    filter: &Filter,
    (select, derive): (&SelectArgs, &DeriveArgs),
    (mut database, context): (Database, &Context),
) -> anyhow::Result<Vec<Experiment>> {
    if !filter.has_step_conditions() {
        return Ok(found);
    }
    let (conventions, amended) = (database.all_conventions()?, database.amended_experiments()?);
    // An OCV is one after a rest that is long enough for its own test.
    let mut by_rest: HashMap<u64, BTreeSet<i32>> = HashMap::new();
    let opener = Opener::new(context, derive, None)?;
    let (steps, mut kept) = (select.steps(), Vec::new());
    for one in found {
        let stored = conventions.get(&one.id);
        let mut of_now = stored.cloned().unwrap_or_default();
        derive.adjust(&context.settings, &mut of_now)?;
        let has_step = if stored != Some(&of_now) || amended.contains(&one.id) {
            opener.leaves_step(&Input::Experiment(one.name.clone()), &steps).unwrap_or(true)
        } else {
            let min_rest_s = if filter.ocv_v.is_some() { of_now.min_rest_s } else { 0.0 };
            let having = match by_rest.entry(min_rest_s.to_bits()) {
                Entry::Occupied(having) => having.into_mut(),
                Entry::Vacant(place) => {
                    place.insert(database.experiments_with_steps(&Filter { min_rest_s, ..filter.clone() })?)
                }
            };
            having.contains(&one.id)
        };
        if has_step {
            kept.push(one);
        }
    }
    Ok(kept)
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

impl Context {
    /// Tells that one of several inputs failed, and gives how bad that is.
    pub(crate) fn reject(&self, error: &anyhow::Error) -> Status {
        let (status, hints) = status::of(error);
        self.screen.error(&status::words(error), &hints);
        status
    }
}
