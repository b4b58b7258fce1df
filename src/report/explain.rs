//! `report explain`: how a number came about: its formula, its inputs with their file and line, and what else was considered.

mod formulas;
mod inputs;

use super::{ALL, Options, ReportError, Subject, find};
use crate::fields::{CYCLES, PULSES, STEPS, brief, flag, integer, name, number, text};
use crate::format::{Audience, Entry, Field, Heading, Kind, Rank, Sheet, Table, Value};
use crate::model::nearest;
use crate::transform::judged::{Judged, judged};
use formulas::{Formula, From};
use inputs::Input;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The test as a whole.
    Test,
    /// A step, else a cycle, else a pulse of this number.
    Number(i32),
    /// A step.
    Step(i32),
    /// A cycle.
    Cycle(i32),
}

/// Why there is nothing to explain.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExplainError {
    /// No figure has that name.
    #[error("there is no figure `{asked}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    Unknown {
        /// What was asked for.
        asked: String,
        /// The nearest there is.
        near: Option<String>,
    },
    /// It is one of steps or cycles, and none was named.
    #[error("`{0}` is a figure of {1}: name one, as its number, `step:N` or `cycle:N`")]
    Of(String, &'static str),
    /// There is no such step or cycle.
    #[error("the test has no {0} with a figure `{1}`")]
    Absent(String, String),
    /// The test cannot be read.
    #[error(transparent)]
    Report(#[from] ReportError),
}

/// A figure that was found: its column, its value, where it is of.
struct Found {
    column: Heading,
    value: Value,
    of: Of,
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Test,
    Step(i32),
    Cycle(i32),
    Pulse(i32),
}

impl Of {
    /// The list that it stands in.
    fn list(self) -> &'static str {
        match self {
            Self::Test => "overview",
            Self::Step(_) => "steps",
            Self::Cycle(_) => "cycles",
            Self::Pulse(_) => "pulses",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Test => "the test".to_owned(),
            Self::Step(step) => format!("step {step}"),
            Self::Cycle(cycle) => format!("cycle {cycle}"),
            Self::Pulse(step) => format!("pulse of step {step}"),
        }
    }
}

static INPUTS: &[Field<Input>] = &[
    name(text("input", "Input", "What goes in", |r| r.what.clone().into())),
    brief(text("shown", "Value", "Its value, with the digits that are true", |r| r.shown.clone().into())),
    Field {
        column: Heading::new("value", "Every digit", Kind::Structure, "Its value, with every digit").rank(Rank::Asked),
        get: |r| r.value.clone().into(),
    },
    brief(text("unit", "Unit", "Its unit", |r| r.unit.into())),
    brief(integer("step", "Step", "The step it is of", |r| r.step.into())),
    brief(text("file", "File", "The file it stands in", |r| r.file.clone().into())),
    brief(text("line", "Line", "The line there, or from which to which", |r| r.line.clone().into())),
];

static CONSIDERED: &[Field<Judged>] = &[
    name(integer("step", "Discharge", "A discharge, by its last step", |r| r.step.into())),
    integer("first_step", "First step", "Its first step", |r| r.first_step.into()),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Its capacity", |r| r.capacity_ah.into())),
    brief(flag("full", "Full", "Whether it is a full discharge", |r| r.is_full.into())),
    brief(Field { column: Heading::new("why", "Why", Kind::Prose, "Why, or why not"), get: |r| r.why.clone().into() }),
];

/// The names of the lists, and their fields.
pub(crate) fn lists() -> Vec<(&'static str, Vec<Heading>)> {
    vec![("inputs", Field::columns(INPUTS)), ("considered", Field::columns(CONSIDERED))]
}

/// How a figure came about.
///
/// # Errors
/// When there is no such figure, or the test cannot be read.
pub(crate) fn sheet(
    subject: &mut Subject<'_>,
    options: &Options,
    figure: &str,
    place: Place,
) -> Result<Sheet<'static>, ExplainError> {
    let found = find_figure(subject, options, figure, place)?;
    let anchor = subject.head.conventions.soc_anchor;
    let formula = formulas::of(found.of.list(), &found.column.key, anchor);
    let inputs = inputs::of(subject, options, &formula, found.of, figure);
    let considered =
        if formula.from.is_of_runs() { judged(&subject.steps, &subject.derived.steps) } else { Vec::new() };
    let rows = inputs.iter().map(|input| Field::row(INPUTS, input)).collect();
    let mut sheet = subject.sheet(Table::held("inputs", Field::columns(INPUTS), rows), None);
    let told = considered.iter().map(|one| Field::row(CONSIDERED, one)).collect();
    let audience = if considered.is_empty() { Audience::Machines } else { Audience::All };
    sheet.tables.push(Table::held("considered", Field::columns(CONSIDERED), told).told(audience));
    let mut head = entries(&found, &formula);
    head.append(&mut sheet.head);
    sheet.head = head;
    sheet.title = format!("{} of {} of {}", found.column.key, found.of.words(), subject.head.name);
    Ok(sheet)
}

/// The fields of the head.
pub(crate) fn head() -> Vec<Heading> {
    let found = Found { column: Heading::new("", "", Kind::Text, ""), value: Value::Missing, of: Of::Test };
    let formula = Formula { words: "", source: "", from: From::Nothing };
    entries(&found, &formula).into_iter().map(|entry| entry.column).filter(|column| !column.key.is_empty()).collect()
}

fn entries(found: &Found, formula: &Formula) -> Vec<Entry> {
    let text = |key, title, about| Heading::new(key, title, Kind::Prose, about);
    let mut shown = found.column.clone();
    (shown.key, shown.title) = ("".into(), "Value".into());
    let mut value = found.column.clone();
    (value.key, value.title, value.about) = ("value".into(), "".into(), "Its value".into());
    let unit = Some(found.column.unit).filter(|unit| !unit.is_empty());
    let source = Some(formula.source).filter(|source| !source.is_empty());
    vec![
        Entry::new(shown, found.value.clone()),
        Entry::new(value, found.value.clone()),
        Entry::new(Heading::new("figure", "", Kind::Text, "The figure's name"), found.column.key.to_string()),
        Entry::new(Heading::new("unit", "", Kind::Text, "Its unit"), unit),
        Entry::new(Heading::new("of", "", Kind::Text, "What it is of"), found.of.words()),
        Entry::new(text("about", "What it is", "What it is"), found.column.about.to_string()),
        Entry::new(text("formula", "How", "How it comes about"), formula.words),
        Entry::new(text("source", "Source", "Where the formula is from"), source),
    ]
}

fn find_figure(
    subject: &mut Subject<'_>,
    options: &Options,
    figure: &str,
    place: Place,
) -> Result<Found, ExplainError> {
    let in_steps = STEPS.iter().find(|field| field.column.key == figure);
    let in_cycles = CYCLES.iter().find(|field| field.column.key == figure);
    let in_pulses = PULSES.iter().find(|field| field.column.key == figure);
    let derived = &subject.derived;
    let of_step = |number: i32| {
        let step = derived.steps.iter().find(|step| step.step == number)?;
        let field = in_steps?;
        Some(Found { column: field.column.clone(), value: (field.get)(step), of: Of::Step(number) })
    };
    let of_cycle = |number: i32| {
        let cycle = derived.cycles.iter().find(|cycle| cycle.cycle == number)?;
        let field = in_cycles?;
        Some(Found { column: field.column.clone(), value: (field.get)(cycle), of: Of::Cycle(number) })
    };
    let of_pulse = |number: i32| {
        let pulse = derived.pulses.iter().find(|pulse| pulse.step == number)?;
        let field = in_pulses?;
        Some(Found { column: field.column.clone(), value: (field.get)(pulse), of: Of::Pulse(number) })
    };
    let absent = |what: String| ExplainError::Absent(what, figure.to_owned());
    match place {
        Place::Step(number) => {
            return of_step(number).or_else(|| of_pulse(number)).ok_or_else(|| absent(format!("step {number}")));
        }
        Place::Cycle(number) => return of_cycle(number).ok_or_else(|| absent(format!("cycle {number}"))),
        Place::Number(number) if in_steps.is_some() || in_cycles.is_some() || in_pulses.is_some() => {
            let found = of_step(number).or_else(|| of_pulse(number)).or_else(|| of_cycle(number));
            return found.ok_or_else(|| absent(format!("step or cycle {number}")));
        }
        Place::Number(_) | Place::Test => {}
    }
    let overview = find("overview").unwrap_or(ALL[0]).sheet(subject, options)?;
    let entry = overview.head.into_iter().find(|entry| entry.column.key == figure);
    match entry {
        Some(entry) => {
            let known = ALL[0].head().into_iter().find(|column| column.key == figure);
            Ok(Found { column: known.unwrap_or(entry.column), value: entry.value, of: Of::Test })
        }
        None if in_steps.is_some() => Err(ExplainError::Of(figure.to_owned(), "steps")),
        None if in_cycles.is_some() => Err(ExplainError::Of(figure.to_owned(), "cycles")),
        None if in_pulses.is_some() => Err(ExplainError::Of(figure.to_owned(), "pulses")),
        None => {
            let columns = ALL[0].head();
            let names = columns.iter().map(|column| column.key.as_ref());
            let fields = STEPS.iter().map(|field| field.column.key.as_ref());
            let fields = fields.chain(CYCLES.iter().map(|field| field.column.key.as_ref()));
            let fields = fields.chain(PULSES.iter().map(|field| field.column.key.as_ref()));
            let near = nearest(figure, names.chain(fields)).map(str::to_owned);
            Err(ExplainError::Unknown { asked: figure.to_owned(), near })
        }
    }
}
