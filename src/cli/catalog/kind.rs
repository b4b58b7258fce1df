//! The kinds of things that `catalog` speaks of, as words of the command line.

use super::super::status::Failure;
use super::super::{Context, screen};
use crate::model::{Derived, Head, StepData, TestError};
use crate::store::Entity;
use crate::transform;

/// What is said where a command finds everything as it asks for.
pub(super) const SO_ALREADY: &str = "nothing is changed: everything is so already";

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum KindArg {
    /// A body of work
    Project,
    /// What is tested
    Cell,
    /// A cycler
    Machine,
    /// Who runs tests
    Operator,
    /// A test that is loaded
    Experiment,
}

impl KindArg {
    pub(super) const fn entity(self) -> Entity {
        match self {
            Self::Project => Entity::Project,
            Self::Cell => Entity::Cell,
            Self::Machine => Entity::Machine,
            Self::Operator => Entity::Operator,
            Self::Experiment => Entity::Experiment,
        }
    }
}

/// How an experiment is derived anew.
pub(super) fn derive(head: &Head, steps: &[StepData]) -> Result<Derived, TestError> {
    Ok(transform::derive(head, steps)?)
}

/// The fields of every kind, above the examples.
pub(super) fn with_fields(examples: String) -> String {
    let mut help = "Fields:".to_owned();
    for entity in Entity::ALL {
        help.push_str(&format!("\n  {}:", entity.as_str()));
        for field in entity.fields() {
            help.push_str(&format!("\n    {:<25} {}", field.name, field.what));
        }
    }
    format!("{help}\n\n{examples}")
}

/// Asks before something is done that cannot be undone by the same command; `yes` has answered.
pub(super) fn ask(question: &str, yes: bool, context: &Context) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !screen::is_interactive() {
        context.screen.note(question);
        return Err(Failure::usage("nothing was changed: nobody is there to be asked").hint("say --yes to go on"));
    }
    if screen::confirm(question) { Ok(()) } else { Err(Failure::usage("nothing was changed")) }
}

/// Each field once: of two values of one it is not known which is meant.
pub(super) fn each_once(set: &[(String, Option<String>)]) -> Result<(), Failure> {
    for (at, (field, value)) in set.iter().enumerate() {
        if let Some((_, before)) = set[..at].iter().find(|(other, _)| other == field) {
            let shown = |value: &Option<String>| format!("--set {field}={}", value.as_deref().unwrap_or_default());
            let message = format!("`{field}` is given twice: {} and {}", shown(before), shown(value));
            return Err(Failure::usage(message).hint("leave one of them out"));
        }
    }
    Ok(())
}

/// `FIELD=VALUE`; nothing behind the sign is nothing.
pub(super) fn assignment(text: &str) -> Result<(String, Option<String>), String> {
    let (field, value) = text.split_once('=').ok_or("write it as FIELD=VALUE")?;
    let field = field.trim();
    if field.is_empty() {
        return Err("write it as FIELD=VALUE".to_owned());
    }
    Ok((field.to_owned(), Some(value.to_owned()).filter(|value| !value.trim().is_empty())))
}
