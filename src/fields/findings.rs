//! The fields of a finding.

use super::{brief, integer, name, text};
use crate::format::Field;
use crate::model::Finding;

/// What can be said of one, in order.
pub(crate) static FINDINGS: &[Field<Finding>] = &[
    name(text("rule", "Rule", "The rule's code; `battery-etl validate --explain CODE` says what it means", |r| {
        r.rule.into()
    })),
    text("name", "Name", "The rule's name", |r| r.name.into()),
    brief(text("severity", "Severity", "error, warning or info", |r| r.severity.as_str().into())),
    text("file", "File", "The file, as it was given", |r| r.file.as_deref().into()),
    brief(integer("line", "Line", "Its physical line; the first is 1", |r| r.line.into())),
    integer("line_end", "Last line", "The last line, where it is a range", |r| r.line_end.into()),
    brief(integer("step", "Step", "The executed step", |r| r.step.into())),
    text("column", "Column", "The column's header", |r| r.column.as_deref().into()),
    text("value", "Value", "What was found there", |r| r.value.as_deref().into()),
    brief(text("message", "Message", "What is wrong, what was expected, and what to do", |r| {
        r.message.as_str().into()
    })),
];
