//! Says what became of each test.

use super::super::status::Status;
use super::super::{Context, screen};
use crate::format::clean;
use crate::model::Severity;
use crate::pipeline::{LoadOutcome, TestReport};
use crate::store::Target;
use serde_json::{Value, json};
use std::io::Write;

/// Findings that are shown of one test; `validate` shows all.
const SHOWN: usize = 10;

/// The exit status that one test asks for.
pub(super) fn status(report: &TestReport) -> Status {
    match report.outcome {
        LoadOutcome::Rejected => Status::Findings,
        LoadOutcome::Failed if report.is_passing => Status::TryAgain,
        LoadOutcome::Failed => Status::Failed,
        _ => Status::Done,
    }
}

/// Says all of it: outcomes to stdout, what a person should know to stderr.
pub(super) fn reports(reports: &[TestReport], format: &str, target: &Target, context: &Context) -> anyhow::Result<()> {
    for report in reports {
        for note in &report.notes {
            context.screen.note(&format!("{}: {note}", report.name));
        }
        findings(report, context);
    }
    let mut out = screen::stdout();
    if format == "json" {
        serde_json::to_writer(&mut out, &document(reports)).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else if !context.screen.quiet {
        for report in reports {
            writeln!(out, "{}", line(report))?;
        }
        if reports.len() > 1 {
            let parts: Vec<String> = ["loaded", "appended", "replaced", "skipped", "rejected", "failed"]
                .iter()
                .map(|word| (word, reports.iter().filter(|report| report.outcome.as_str() == *word).count()))
                .filter(|(_, count)| *count > 0)
                .map(|(word, count)| format!("{count} {word}"))
                .collect();
            writeln!(out, "{} tests: {}", reports.len(), parts.join(", "))?;
        }
    }
    out.flush()?;
    for report in reports.iter().filter(|report| matches!(report.outcome, LoadOutcome::Rejected | LoadOutcome::Failed))
    {
        let why = report.message.as_deref().unwrap_or("not loaded");
        context.screen.error(&format!("{}: {why}", report.name), &[]);
    }
    context.screen.detail(1, &format!("database {target}"));
    Ok(())
}

/// The findings that matter, the worst first; the rest is counted.
fn findings(report: &TestReport, context: &Context) {
    let Some(found) = &report.found else { return };
    let least = if report.outcome == LoadOutcome::Rejected { Severity::Error } else { Severity::Warning };
    let told: Vec<_> = found.findings.iter().filter(|finding| finding.severity >= least).collect();
    for finding in told.iter().take(SHOWN) {
        let line = finding.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = finding.file.as_deref().unwrap_or(&report.name);
        let step = finding.step.map_or_else(String::new, |step| format!(" step {step}:"));
        let words = format!("{place}{line}:{step} {} {}: {}", finding.rule, finding.name, finding.message);
        match finding.severity {
            Severity::Error => context.screen.error(&words, &[]),
            _ => context.screen.warn(&words),
        }
    }
    if told.len() > SHOWN {
        context.screen.note(&format!(
            "{}: and {} more; `battery-etl validate` shows all",
            report.name,
            told.len() - SHOWN
        ));
    }
}

fn line(report: &TestReport) -> String {
    let mut words = format!("{:9} {}", report.outcome.as_str(), clean(&report.name));
    if matches!(report.outcome, LoadOutcome::Loaded | LoadOutcome::Appended | LoadOutcome::Replaced) {
        words.push_str(&format!(": {} steps, {} measurements", report.steps, report.measurements));
        let counts = report.counts;
        let found = [(counts.error, "error"), (counts.warning, "warning"), (counts.info, "info")];
        for (count, what) in found.into_iter().filter(|(count, _)| *count > 0) {
            let plural = if count > 1 && what != "info" { "s" } else { "" };
            words.push_str(&format!(", {count} {what}{plural}"));
        }
        words.push_str(&format!(", {:.2} s", report.seconds));
    }
    match (&report.message, report.outcome) {
        (_, LoadOutcome::Rejected | LoadOutcome::Failed) | (None, _) => words,
        (Some(message), _) => format!("{words} ({})", clean(message)),
    }
}

fn document(reports: &[TestReport]) -> Value {
    let count = |outcomes: &[LoadOutcome]| reports.iter().filter(|report| outcomes.contains(&report.outcome)).count();
    let tests: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "name": report.name,
                "outcome": report.outcome.as_str(),
                "experiment_id": report.experiment_id,
                "steps": report.steps,
                "measurements": report.measurements,
                "findings": report.counts,
                "seconds": report.seconds,
                "message": report.message,
            })
        })
        .collect();
    json!({
        "tests": tests,
        "loaded": count(&[LoadOutcome::Loaded, LoadOutcome::Appended, LoadOutcome::Replaced]),
        "skipped": count(&[LoadOutcome::Skipped]),
        "rejected": count(&[LoadOutcome::Rejected]),
        "failed": count(&[LoadOutcome::Failed]),
    })
}
