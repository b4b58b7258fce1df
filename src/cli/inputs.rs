//! Which tests a command is about: files, folders and globs, or experiments that are loaded.

use super::Context;
use super::derive::DeriveArgs;
use super::status::{self, Failure, Status};
use crate::model::{Conventions, Test};
use crate::pipeline::{FileTest, ReadOptions};
use crate::source::{self, Candidate};
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
    /// Name of the test, instead of the common stem of its files
    #[arg(long, value_name = "NAME", conflicts_with = "experiment")]
    pub(crate) name: Option<String>,
}

/// One test that was asked for, not opened yet.
#[derive(Debug)]
pub(crate) enum Input {
    /// Files.
    Files(Candidate),
    /// A loaded experiment.
    Experiment(String),
}

/// What was asked for.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// In order.
    pub(crate) all: Vec<Input>,
    /// How bad it is that some could not be found.
    pub(crate) status: Status,
    /// Whether more than one was asked for, as far as can be told from the command line alone.
    pub(crate) many: bool,
}

impl InputArgs {
    /// Whether nothing is named.
    pub(crate) fn is_empty(&self, paths: &[PathBuf]) -> bool {
        paths.is_empty() && self.step.is_none() && self.detail.is_none() && self.experiment.is_empty()
    }

    /// Finds what is named. What cannot be found is told, and the rest goes on.
    pub(crate) fn find(&self, paths: &[PathBuf], context: &Context) -> Result<Inputs, Failure> {
        if !self.experiment.is_empty() && !paths.is_empty() {
            let message = format!("--experiment names what is loaded, and `{}` a file", paths[0].display());
            return Err(Failure::usage(message).hint("run the command once for each"));
        }
        let mut inputs = Inputs::default();
        inputs.all.extend(source::named(self.step.as_deref(), self.detail.as_deref()).map(Input::Files));
        let found = source::find(paths);
        inputs.all.extend(found.candidates.into_iter().map(Input::Files));
        inputs.all.extend(self.experiment.iter().cloned().map(Input::Experiment));
        for skipped in &found.skipped {
            let message = format!("{}: {}", skipped.path, skipped.reason);
            if skipped.named {
                context.screen.error(&message, &[]);
                inputs.status = Status::Failed;
            } else {
                context.screen.detail(1, &format!("skipped {message}"));
            }
        }
        inputs.many = inputs.all.len() + found.skipped.iter().filter(|skipped| skipped.named).count() > 1;
        match inputs.all.as_slice() {
            [] if inputs.status == Status::Done => {
                let hint = "a pair is NAME_Step.csv and NAME_Detail.csv; name files outright with --step and --detail";
                Err(Failure::usage(format!("no test found in {}", listed(paths))).hint(hint))
            }
            [_, _, ..] if self.name.is_some() => Err(Failure::usage("--name names one test, and there are several")),
            _ => Ok(inputs),
        }
    }
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// How tests are opened.
pub(crate) struct Opener<'a> {
    context: &'a Context,
    derive: &'a DeriveArgs,
    options: ReadOptions,
}

impl<'a> Opener<'a> {
    /// Reads the options once, so that a wrong one is told before the work begins.
    pub(crate) fn new(context: &'a Context, derive: &'a DeriveArgs, name: Option<&String>) -> Result<Self, Failure> {
        let options = ReadOptions {
            encoding: derive.encoding(&context.settings)?,
            dialect: derive.dialect(&context.settings)?,
            conventions: derive.conventions(&context.settings)?,
            name: name.cloned(),
            parsers: context.jobs().min(4),
            ..ReadOptions::default()
        };
        Ok(Self { context, derive, options })
    }

    /// How files are read.
    pub(crate) fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Opens a test.
    pub(crate) fn open(&self, input: &Input) -> anyhow::Result<Box<dyn Test>> {
        match input {
            Input::Files(candidate) => Ok(Box::new(FileTest::open(candidate, self.options.clone())?)),
            Input::Experiment(name) => self.stored(name),
        }
    }

    /// The conventions asked for, over those of the test itself.
    pub(crate) fn adjust(&self, conventions: &mut Conventions) -> Result<(), Failure> {
        self.derive.adjust(&self.context.settings, conventions)
    }

    fn stored(&self, name: &str) -> anyhow::Result<Box<dyn Test>> {
        let _ = self.context.loaded()?;
        Err(Failure::usage(format!("experiment `{name}` is not loaded")).into())
    }
}

impl Context {
    /// Tells that one of several inputs failed, and gives how bad that is.
    pub(crate) fn reject(&self, error: &anyhow::Error) -> Status {
        let (status, hints) = status::of(error);
        self.screen.error(&format!("{error:#}"), &hints);
        status
    }
}
