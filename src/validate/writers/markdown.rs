//! Markdown: for issues, pull requests and job summaries.

use super::super::{Rule, Run, Selection, summary};
use super::plain::{not_checked, notes, plain, verdict};
use super::{Layout, Writer, place};
use crate::model::Finding;
use std::io::{Result, Write};

/// Tables for issues and pull requests.
pub(super) struct Markdown;

impl Writer for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn about(&self) -> &'static str {
        "tables for issues, pull requests and job summaries"
    }

    fn write(&self, run: &Run, _layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "## Validation\n\n{}\n", escape(&verdict(run)))?;
        writeln!(
            out,
            "| Test | Steps | Rows | Errors | Warnings | Infos |\n| --- | ---: | ---: | ---: | ---: | ---: |"
        )?;
        for test in &run.tests {
            let (name, counts) = (escape(&test.experiment), test.counts());
            writeln!(
                out,
                "| {name} | {} | {} | {} | {} | {} |",
                test.steps, test.measurements, counts.error, counts.warning, counts.info
            )?;
        }
        for test in run.tests.iter().filter(|test| !test.findings.is_empty()) {
            writeln!(out, "\n### {}\n", escape(&test.experiment))?;
            table(&test.findings, out)?;
        }
        let not_checked = not_checked(run);
        if !not_checked.is_empty() {
            writeln!(out)?;
        }
        for line in not_checked {
            writeln!(out, "- {}", escape(&line))?;
        }
        for note in notes(run) {
            writeln!(out, "\nNote: {}", escape(&note))?;
        }
        Ok(())
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "| Code | Name | Severity | Finds |\n| --- | --- | --- | --- |")?;
        for rule in rules {
            let severity = if selection.has(rule.code()) { selection.severity(*rule).as_str() } else { "off" };
            writeln!(out, "| {} | {} | {severity} | {} |", rule.code(), rule.name(), escape(&summary(*rule)))?;
        }
        Ok(())
    }
}

/// A row for each finding.
pub(super) fn table<'a>(findings: impl IntoIterator<Item = &'a Finding>, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "| Severity | Rule | File | Place | Finding |\n| --- | --- | --- | --- | --- |")?;
    for finding in findings {
        writeln!(
            out,
            "| {} | {} {} | {} | {} | {} |",
            finding.severity.as_str(),
            finding.rule,
            finding.name,
            escape(finding.file.as_deref().unwrap_or_default()),
            escape(&place::words(finding)),
            escape(&finding.message)
        )?;
    }
    Ok(())
}

/// A text whose every character stands for itself, in a cell of a table too. `@` would name people.
pub(super) fn escape(text: &str) -> String {
    let text = plain(text);
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}
