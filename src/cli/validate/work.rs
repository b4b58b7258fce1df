//! Checks many tests, several at once, and gives their outcomes in the order in which they were asked for.

use super::super::Context;
use super::super::inputs::{Input, Opener};
use super::super::progress::Bars;
use super::super::status::Status;
use crate::format::Value;
use crate::model::{Head, TestError};
use crate::pipeline::{CheckOptions, FileTest, OpenError, Progress, ReadOptions, Sink, check_files, outcome_of};
use crate::report::conventions;
use crate::source::{Candidate, SourceError};
use crate::validate::{Outcome, Settings};
use serde_json::Map;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How tests are checked.
pub(super) struct Job<'a> {
    pub(super) opener: &'a Opener<'a>,
    /// A loaded test knows its cell, for which other thresholds may be set.
    pub(super) settings: &'a Settings,
    pub(super) options: CheckOptions,
}

/// What came of all.
#[derive(Default)]
pub(super) struct Done {
    pub(super) outcomes: Vec<Outcome>,
    /// How bad it is that some could not be checked.
    pub(super) status: Status,
    /// Those of the first test, for the heads of documents.
    pub(super) conventions: Map<String, serde_json::Value>,
}

type Answer = anyhow::Result<(Outcome, Option<Head>)>;

/// Checks all. What cannot be opened or read for reasons outside its files is told, and the rest goes on.
pub(super) fn check_all(inputs: &[Input], job: &Job<'_>, context: &Context) -> Done {
    let mut done = Done::default();
    for answer in in_parallel(inputs, job, context) {
        match answer {
            Ok((outcome, head)) => {
                if let (true, Some(head)) = (done.conventions.is_empty(), head) {
                    done.conventions =
                        conventions(&head, head.conventions.cycles_by).fields.into_iter().map(named).collect();
                }
                done.outcomes.push(outcome);
            }
            Err(error) => done.status = done.status.max(context.reject(&error)),
        }
    }
    done
}

/// Files are checked by several workers; what is loaded is read through one connection, one after the other.
fn in_parallel(inputs: &[Input], job: &Job<'_>, context: &Context) -> Vec<Answer> {
    let files: Vec<(usize, &Candidate)> = inputs
        .iter()
        .enumerate()
        .filter_map(|(at, input)| match input {
            Input::Files(candidate) => Some((at, candidate)),
            Input::Experiment(_) | Input::Lake(_) => None,
        })
        .collect();
    let workers = context.jobs().min(files.len());
    let parsers = (context.jobs() / workers.max(1)).clamp(1, 4);
    let bars = Bars::new(context.screen);
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, Answer)>> = Mutex::new(Vec::with_capacity(inputs.len()));
    let options = ReadOptions { parsers, ..job.opener.options().clone() };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, candidate)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = of_files(candidate, options.clone(), &job.options, &bars);
                    answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((*at, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    for (at, input) in inputs.iter().enumerate() {
        if !matches!(input, Input::Files(_)) {
            answers.push((at, loaded(input, job)));
        }
    }
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Listens to nothing: the rules alone are wanted.
struct Alone;
impl Sink for Alone {}

fn of_files(candidate: &Candidate, options: ReadOptions, check: &CheckOptions, bars: &Bars) -> Answer {
    let name = options.name.clone().unwrap_or_else(|| candidate.name.clone());
    let paths: Vec<String> = candidate.files.paths().iter().map(|path| path.display().to_string()).collect();
    let unopened = |error: OpenError| match outcome_of(&error, &name, &paths, &check.selection) {
        Some(outcome) => Ok((outcome, None)),
        None => Err(error.into()),
    };
    let mut test = match FileTest::open(candidate, options) {
        Ok(test) => test,
        Err(error) => return unopened(error),
    };
    let sizes =
        candidate.files.paths().into_iter().filter_map(|path| std::fs::metadata(path).ok()).map(|about| about.len());
    bars.begin(&name, sizes.sum());
    let checked = check_files(&mut test, check, &mut Alone, &|bytes| bars.advance(&name, bytes));
    bars.end(&name, "");
    match checked {
        Ok(checked) => Ok((checked.outcome, Some(test.about().clone()))),
        // A file may turn out to be damaged far behind its header.
        Err(TestError(error)) => match error.downcast::<SourceError>() {
            Ok(source) => unopened(OpenError::Source(*source)),
            Err(other) => match other.downcast::<OpenError>() {
                Ok(open) => unopened(*open),
                Err(other) => Err(anyhow::Error::from_boxed(other)),
            },
        },
    }
}

fn loaded(input: &Input, job: &Job<'_>) -> Answer {
    let mut opened = job.opener.open_as_loaded(input)?;
    let thresholds = job.settings.thresholds(opened.test().head()?.cell.as_ref())?;
    let checked = job.opener.check_by(&mut opened, CheckOptions { thresholds, ..job.options.clone() })?;
    let head = opened.test().head().ok().cloned();
    Ok((checked.outcome, head))
}

/// A value as JSON has it.
fn named((name, value): (&'static str, Value)) -> (String, serde_json::Value) {
    let value = match value {
        Value::Missing => serde_json::Value::Null,
        Value::Text(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Number(number) | Value::Marked(number) => number.into(),
        Value::Flag(flag) => flag.into(),
        Value::Time(time) | Value::Instant(time) => time.to_string().into(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name.into_owned(), named(("", value)).1)).collect()
        }
        Value::List(items) => items.into_iter().map(|item| named(("", item)).1).collect(),
    };
    (name.to_owned(), value)
}
