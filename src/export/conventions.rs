//! The conventions in force, as a table of a workbook: a name and a value a row.

use super::listed::give;
use super::{ExportError, Options, Table, Take};
use crate::format::{Heading, Kind, Table as List, Value, machine};
use crate::model::Head;
use crate::report::{Subject, conventions, head};

/// The conventions in force: the last sheet of a workbook. It is in no list of tables, since no person asks for it.
pub(crate) struct Conventions;

const COLUMNS: [Heading; 3] = [
    Heading::new("convention", "Convention", Kind::Text, "What is agreed on"),
    Heading::new("value", "Value", Kind::Text, "How it is"),
    Heading::new("number", "Number", Kind::Number, "The same, where it is a number"),
];

impl Table for Conventions {
    fn name(&self) -> &'static str {
        "conventions"
    }

    fn about(&self) -> &'static str {
        "the conventions in force: sign, C-rate, SOC, SOH, cycles, reference step, nominal capacity"
    }

    fn columns(&self, _: Option<&Head>) -> Vec<Heading> {
        COLUMNS.to_vec()
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        _: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        let rows = all(subject).into_iter().map(|(name, value)| {
            let number = match value {
                Value::Number(_) | Value::Integer(_) => value.clone(),
                _ => Value::Missing,
            };
            let words = if let Value::Text(_) = value { value } else { Value::Text(machine(&value)) };
            vec![Value::Text(name), words, number]
        });
        give(List::held("conventions", COLUMNS.to_vec(), rows.collect()), wanted, take)?;
        Ok(Vec::new())
    }
}

/// Every convention, and what SOC and C-rate stand on, by name.
pub(crate) fn all(subject: &Subject<'_>) -> Vec<(String, Value)> {
    let stands_on = head(&subject.derived).into_iter().filter(|entry| !entry.column.key.is_empty());
    let stands_on = stands_on.map(|entry| (entry.column.key.into_owned(), entry.value));
    let agreed = conventions(&subject.head, subject.derived.cycles_by).fields;
    let amended = subject.head.amended.join("; ");
    let amended = Some(amended).filter(|words| !words.is_empty());
    let amended = amended.map(|words| ("amended".to_owned(), format!("{words} (rows are the tester's)").into()));
    stands_on.chain(amended).chain(agreed.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
}
