//! GitHub Actions: annotations at the lines of the files, as workflow commands, and the whole list for the job summary.

use super::super::{Rule, Run, Selection, summary};
use super::markdown;
use super::plain::{count, is_steering, plain, verdict};
use super::{Layout, Writer, place};
use crate::model::{Finding, Severity};
use std::io::{Result, Write};

/// Annotations.
pub(super) struct GitHub;

/// GitHub shows this many of each kind for a step; what is beyond it would be lost without a word.
const ANNOTATIONS_MAX: usize = 10;
/// GitHub refuses a job summary of more than 1 MiB.
const SUMMARY_BYTES_MAX: usize = 900_000;

impl Writer for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "annotations of GitHub Actions; the rest goes to the job summary"
    }

    fn write(&self, run: &Run, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        let mut unshown = 0;
        for severity in [Severity::Error, Severity::Warning] {
            let all = run.tests.iter().flat_map(|test| &test.findings).filter(|finding| finding.severity == severity);
            for (index, finding) in all.enumerate() {
                if index < ANNOTATIONS_MAX {
                    annotation(finding, layout, out)?;
                } else {
                    unshown += 1;
                }
            }
        }
        let infos = run.counts().info;
        let verdict = verdict(run);
        let more = match (unshown, infos) {
            (0, 0) => String::new(),
            (unshown, infos) => format!("; {} more in the job summary", count(unshown + infos, "finding")),
        };
        // A line of its own must not be taken for a command, whatever a test is called.
        writeln!(out, "battery-etl: {verdict}{more}")
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        for rule in rules.iter().filter(|rule| selection.has(rule.code())) {
            let title = format!("{} {}", rule.code(), rule.name());
            writeln!(out, "::notice title={}::{}", property(&title), data(&summary(*rule)))?;
        }
        Ok(())
    }
}

fn annotation(finding: &Finding, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
    let command = if finding.severity == Severity::Error { "error" } else { "warning" };
    let mut properties = Vec::new();
    if let Some(file) = &finding.file {
        let path = place::relative(file, layout.root).unwrap_or_else(|| file.clone());
        properties.push(format!("file={}", property(&path)));
        properties.extend(finding.line.map(|line| format!("line={line}")));
        properties.extend(finding.line_end.map(|line| format!("endLine={line}")));
    }
    properties.push(format!("title={}", property(&format!("{} {}", finding.rule, finding.name))));
    let step = finding.step.map_or_else(String::new, |step| format!("step {step}: "));
    writeln!(out, "::{command} {}::{}", properties.join(","), data(&format!("{step}{}", plain(&finding.message))))
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command; a path keeps its very characters, but none that could end the property or the line.
fn property(text: &str) -> String {
    let escaped = data(text).replace(':', "%3A").replace(',', "%2C");
    escaped.chars().filter(|&c| !is_steering(c)).collect()
}

/// Writes the job summary: every finding in a table, as many as GitHub takes.
///
/// # Errors
/// When the output cannot be written.
pub fn job_summary(run: &Run, out: &mut dyn Write) -> Result<()> {
    let mut text = Vec::new();
    writeln!(text, "## battery-etl validate\n\n{}\n", markdown::escape(&verdict(run)))?;
    let all: Vec<&Finding> = run.tests.iter().flat_map(|test| &test.findings).collect();
    if !all.is_empty() {
        let mut shown = all.len();
        let mut table = Vec::new();
        markdown::table(all.iter().copied(), &mut table)?;
        while table.len() > SUMMARY_BYTES_MAX && shown > 1 {
            shown /= 2;
            table.clear();
            markdown::table(all.iter().take(shown).copied(), &mut table)?;
        }
        text.append(&mut table);
        if shown < all.len() {
            writeln!(text, "\n{} more are not listed.", all.len() - shown)?;
        }
    }
    out.write_all(&text)
}
