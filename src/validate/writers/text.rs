//! Text for people: findings by file and rule with the offending line under each, then a summary and the verdict.

use super::super::{Outcome, Rule, Run, Selection, Verdict, summary};
use super::plain::{count, counts, not_checked, notes, plain, verdict};
use super::{Layout, Writer, excerpt, place};
use crate::model::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Result, Write};

/// Text for people.
pub(super) struct Text;

const BOLD: &str = "1";
const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";
const GREEN: &str = "1;32";
const DIM: &str = "2";

impl Writer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "log"]
    }

    fn about(&self) -> &'static str {
        "for people: by file and rule, with the offending line under each finding"
    }

    fn write(&self, run: &Run, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        for test in &run.tests {
            findings(test, layout, out)?;
        }
        for test in &run.tests {
            about(test, layout, out)?;
        }
        for line in not_checked(run) {
            writeln!(out, "{line}")?;
        }
        for note in notes(run) {
            writeln!(out, "{}: {note}", paint(layout, YELLOW, "note"))?;
        }
        let color = match run.verdict() {
            Verdict::Clean | Verdict::Passed => GREEN,
            Verdict::Failed | Verdict::NothingChecked => RED,
        };
        writeln!(out, "{}", paint(layout, color, &verdict(run)))
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        let longest = rules.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
        for rule in rules {
            let severity = if selection.has(rule.code()) { selection.severity(*rule).as_str() } else { "off" };
            writeln!(out, "{}  {:longest$}  {severity:7}  {}", rule.code(), rule.name(), summary(*rule))?;
        }
        Ok(())
    }
}

/// The findings of a test, by file and rule.
fn findings(test: &Outcome, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
    let mut by_file: BTreeMap<Option<&str>, BTreeMap<&str, Vec<&Finding>>> = BTreeMap::new();
    for finding in &test.findings {
        by_file.entry(finding.file.as_deref()).or_default().entry(finding.rule).or_default().push(finding);
    }
    for (file, by_rule) in by_file {
        let title =
            file.map_or_else(|| format!("experiment {}", plain(&test.experiment)), |file| plain(file).into_owned());
        writeln!(out, "{}", paint(layout, BOLD, &title))?;
        let needed: BTreeSet<u64> = by_rule.values().flatten().filter_map(|finding| finding.line).collect();
        let lines = match file {
            Some(file) if !needed.is_empty() => {
                (layout.fetch)(file, &needed.into_iter().chain(1..=excerpt::HEADER_LINES).collect())
            }
            _ => BTreeMap::new(),
        };
        for found in by_rule.values() {
            group(found, test, &lines, layout, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The findings of one rule in one file.
fn group(
    found: &[&Finding],
    test: &Outcome,
    lines: &BTreeMap<u64, String>,
    layout: &Layout<'_>,
    out: &mut dyn Write,
) -> Result<()> {
    let Some(first) = found.first() else { return Ok(()) };
    writeln!(out, "  {} {}", paint(layout, BOLD, first.rule), first.name)?;
    for finding in found {
        let place = place::words(finding);
        let place = if place.is_empty() { place } else { format!("{place}: ") };
        let severity = paint(layout, color(finding.severity), finding.severity.as_str());
        writeln!(out, "    {severity}: {place}{}", plain(&finding.message))?;
        if let (Some(line), Some((text, caret))) = (finding.line, excerpt::shown(finding, &test.dialect, lines)) {
            let number = line.to_string();
            writeln!(out, "      {} {text}", paint(layout, DIM, &format!("{number} |")))?;
            if let Some(caret) = caret {
                let margin = paint(layout, DIM, &format!("{} |", " ".repeat(number.len())));
                writeln!(out, "      {margin} {}", paint(layout, color(finding.severity), &caret))?;
            }
        }
    }
    Ok(())
}

/// One line on a test: what was seen.
fn about(test: &Outcome, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
    let seen = format!("{}, {}", count(test.steps, "step"), count(test.measurements, "row"));
    let found = if test.findings.is_empty() { "no findings".to_owned() } else { counts(test.counts()) };
    writeln!(out, "{}: {seen}; {found}", paint(layout, BOLD, &plain(&test.experiment)))?;
    Ok(())
}

fn color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info => BLUE,
    }
}

fn paint(layout: &Layout<'_>, color: &str, text: &str) -> String {
    if layout.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}
