//! Says what became of each test.

use super::super::status::Status;
use super::super::{Context, screen};
use crate::format::clean;
use crate::model::Severity;
use crate::pipeline::{Job, LoadOutcome, TestReport};
use crate::store::Target;
use serde_json::{Value, json};
use std::io::Write;

/// Findings that are shown of one test; `validate` shows all.
const SHOWN: usize = 10;

/// The exit status that one test asks for.
pub(in crate::cli) fn status(report: &TestReport) -> Status {
    match report.outcome {
        LoadOutcome::Rejected => Status::Findings,
        LoadOutcome::Failed if report.is_passing => Status::TryAgain,
        LoadOutcome::Failed => Status::Failed,
        _ => Status::Done,
    }
}

/// What became of each test of a run.
pub(in crate::cli) struct Said<'a> {
    pub(in crate::cli) jobs: &'a [Job],
    pub(in crate::cli) reports: &'a [TestReport],
    pub(in crate::cli) is_dry_run: bool,
}

impl Said<'_> {
    /// Says all of it: outcomes to stdout, what a person should know to stderr.
    pub(in crate::cli) fn say(&self, format: &str, target: &Target, context: &Context) -> anyhow::Result<()> {
        let reports = self.reports;
        aside(reports, context);
        let mut out = screen::stdout();
        if format == "json" {
            serde_json::to_writer(&mut out, &self.document()).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else if !context.screen.quiet {
            for report in reports {
                writeln!(out, "{}", line(report, self.is_dry_run))?;
            }
            if reports.len() > 1 {
                writeln!(out, "{}", self.sum())?;
            }
        }
        out.flush()?;
        refusals(reports, context);
        context.screen.detail(1, &format!("database {target}"));
        Ok(())
    }

    /// The last line: how many tests ended how.
    fn sum(&self) -> String {
        let words = ["loaded", "appended", "replaced", "updated", "skipped", "rejected", "failed"];
        let parts: Vec<String> = words
            .iter()
            .map(|word| (word, self.reports.iter().filter(|report| report.outcome.as_str() == *word).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| format!("{count} {word}"))
            .collect();
        let dry = if self.is_dry_run { "dry run, nothing was stored; " } else { "" };
        format!("{} tests: {dry}{}", self.reports.len(), parts.join(", "))
    }

    fn document(&self) -> Value {
        let count =
            |outcomes: &[LoadOutcome]| self.reports.iter().filter(|report| outcomes.contains(&report.outcome)).count();
        let test = |(job, report): (&Job, &TestReport)| {
            let paths = job.candidate.files.paths();
            let outcome = report.outcome.as_str();
            let mut test = json!({
                "name": report.name,
                "paths": paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
                "outcome": Some(outcome).filter(|_| !self.is_dry_run),
                "experiment_id": report.experiment_id,
                "steps": report.steps,
                "measurements": report.measurements,
                "findings": report.counts,
                "seconds": report.seconds,
                "message": report.message,
            });
            if self.is_dry_run {
                test["would"] = outcome.into();
            }
            test
        };
        json!({
            "dry_run": self.is_dry_run,
            "tests": self.jobs.iter().zip(self.reports).map(test).collect::<Vec<_>>(),
            "loaded": count(&[LoadOutcome::Loaded, LoadOutcome::Appended, LoadOutcome::Replaced, LoadOutcome::Updated]),
            "skipped": count(&[LoadOutcome::Skipped]),
            "rejected": count(&[LoadOutcome::Rejected]),
            "failed": count(&[LoadOutcome::Failed]),
        })
    }
}

/// What a person should know of tests: notes, and the findings that matter.
pub(in crate::cli) fn aside(reports: &[TestReport], context: &Context) {
    notes(reports, context);
    reports.iter().for_each(|report| findings(report, context));
}

/// Why tests were not loaded.
pub(in crate::cli) fn refusals(reports: &[TestReport], context: &Context) {
    let refused = |report: &&TestReport| matches!(report.outcome, LoadOutcome::Rejected | LoadOutcome::Failed);
    let why = |report: &'_ TestReport| report.message.clone().unwrap_or_else(|| "not loaded".to_owned());
    for (why, mut names) in once(reports.iter().filter(refused).map(|report| (why(report), report.name.as_str()))) {
        names.dedup();
        context.screen.error(&format!("{}: {why}", names.join(", ")), &[]);
    }
}

/// Words and the names that they are said of: the same words once.
fn once<'a>(words: impl Iterator<Item = (String, &'a str)>) -> Vec<(String, Vec<&'a str>)> {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for (words, name) in words {
        match said.iter_mut().find(|(same, _)| *same == words) {
            Some((_, names)) => names.push(name),
            None => said.push((words, vec![name])),
        }
    }
    said
}

/// What a person should know; what is to be known of several tests is said once.
fn notes(reports: &[TestReport], context: &Context) {
    let notes = reports.iter().flat_map(|report| report.notes.iter().map(|note| (note.clone(), report.name.as_str())));
    for (note, names) in once(notes) {
        match names.as_slice() {
            [first, _, ..] => context.screen.note(&format!("{} tests ({first}, …): {note}", names.len())),
            _ => context.screen.note(&format!("{}: {note}", names.join(""))),
        }
    }
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

fn line(report: &TestReport, is_dry_run: bool) -> String {
    let would = if is_dry_run { "would be " } else { "" };
    let mut words = format!("{would}{:9} {}", report.outcome.as_str(), clean(&report.name));
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
