//! NDJSON: one finding a line, for scripts.

use super::super::{Rule, Run, Selection, summary};
use super::{Layout, Writer};
use crate::model::Finding;
use serde::Serialize;
use std::io::{Result, Write};

/// One finding a line.
pub(super) struct NdJson;

/// A finding with the fields that scripts rely on; unknown ones are left out.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_end: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    message: &'a str,
}

impl<'a> From<&'a Finding> for Line<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule,
            name: finding.name,
            severity: finding.severity.as_str(),
            file: finding.file.as_deref(),
            line: finding.line,
            line_end: finding.line_end,
            step: finding.step,
            column: finding.column.as_deref(),
            value: finding.value.as_deref(),
            message: &finding.message,
        }
    }
}

/// A rule, for machines.
#[derive(Serialize)]
pub(super) struct RuleLine {
    rule: &'static str,
    name: &'static str,
    severity: &'static str,
    enabled: bool,
    summary: String,
}

impl RuleLine {
    pub(super) fn of(rule: &dyn Rule, selection: &Selection) -> Self {
        Self {
            rule: rule.code(),
            name: rule.name(),
            severity: selection.severity(rule).as_str(),
            enabled: selection.has(rule.code()),
            summary: summary(rule),
        }
    }
}

impl Writer for NdJson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ndjson", "jsonl"]
    }

    fn about(&self) -> &'static str {
        "one finding a line, as a JSON object"
    }

    fn write(&self, run: &Run, _layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        for finding in run.tests.iter().flat_map(|test| &test.findings) {
            serde_json::to_writer(&mut *out, &Line::from(finding))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        for rule in rules {
            serde_json::to_writer(&mut *out, &RuleLine::of(*rule, selection))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
