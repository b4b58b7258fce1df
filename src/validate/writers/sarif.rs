//! SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors: one result a rule, file and step.

use super::super::fingerprint::of_outcome;
use super::super::{ALL, Outcome, Pardon, Rule, Run, Selection, Verdict, details, summary};
use super::plain::count;
use super::sarif_model::{
    ArtifactLocation, Configuration, Driver, Invocation, Location, Log, LogResult, LogRun, LogicalLocation, Message,
    Notification, PhysicalLocation, Properties, Reference, Region, RuleDescriptor, SCHEMA, Suppression, Tags, Tool,
};
use super::{Layout, Writer, place};
use crate::model::{Finding, Severity};
use std::collections::BTreeMap;
use std::io::{Result, Write};

/// SARIF 2.1.0.
pub(super) struct Sarif;

/// A result lists at most this many further places; its message counts the rest.
const RELATED_MAX: usize = 100;

impl Writer for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["sarif"]
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0 for code scanning: one result a rule, file and step"
    }

    fn write(&self, run: &Run, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        let results = run.tests.iter().flat_map(|test| results(test, layout)).collect();
        let notifications = run.tests.iter().flat_map(notifications).collect();
        let verdict = run.verdict();
        let invocation = Invocation {
            execution_successful: verdict != Verdict::NothingChecked,
            exit_code: verdict.status(),
            tool_execution_notifications: notifications,
        };
        log(ALL, &Selection::default(), vec![invocation], results, out)
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        log(rules, selection, Vec::new(), Vec::new(), out)
    }
}

fn log(
    rules: &[&dyn Rule],
    selection: &Selection,
    invocations: Vec<Invocation>,
    results: Vec<LogResult>,
    out: &mut dyn Write,
) -> Result<()> {
    let driver = Driver {
        name: "battery-etl",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|rule| descriptor(*rule, selection)).collect(),
    };
    let run = LogRun { tool: Tool { driver }, invocations, results, column_kind: "unicodeCodePoints" };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: vec![run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn descriptor(rule: &dyn Rule, selection: &Selection) -> RuleDescriptor {
    let details = details(rule);
    let name: String = rule.name().split('-').map(capitalised).collect();
    RuleDescriptor {
        id: rule.code(),
        name,
        short_description: Message { text: summary(rule) },
        full_description: Message { text: summary(rule) },
        help: Message { text: if details.is_empty() { summary(rule) } else { details } },
        default_configuration: Configuration {
            enabled: selection.has(rule.code()),
            level: level(selection.severity(rule)),
        },
        properties: Tags { tags: vec!["data-quality".to_owned(), rule.name().to_owned()] },
    }
}

/// `time-reversal` is `TimeReversal` in SARIF's way of naming rules.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn notifications(test: &Outcome) -> Vec<Notification> {
    let said = |not: &super::super::NotRun| Notification {
        level: "note",
        message: Message { text: format!("{}: {} could not run: {}", test.experiment, not.rule, not.reason) },
        associated_rule: Some(Reference { id: not.rule }),
    };
    test.not_run.iter().map(said).collect()
}

/// What one result stands for: findings of a rule at one severity in one step of a file, pardoned or not.
type Key<'a> = (&'a str, Option<&'a str>, Option<i32>, Severity, Option<String>);

fn results(test: &Outcome, layout: &Layout<'_>) -> Vec<LogResult> {
    let (counted, pardoned) = of_outcome(test);
    let live = test.findings.iter().zip(counted).map(|(finding, print)| (finding, print, None));
    let known = test.pardoned.iter().zip(pardoned).map(|((finding, why), print)| {
        let why = match why {
            Pardon::Baseline => "known to the baseline".to_owned(),
            Pardon::Waived(reason) => reason.clone(),
        };
        (finding, print, Some(why))
    });
    let mut groups: BTreeMap<Key<'_>, Vec<(&Finding, String)>> = BTreeMap::new();
    for (finding, print, why) in live.chain(known) {
        // GitHub takes one level and one state for a result, so what differs in them is a result of its own.
        let key = (finding.rule, finding.file.as_deref(), finding.step, finding.severity, why);
        groups.entry(key).or_default().push((finding, print));
    }
    groups.into_iter().filter_map(|((_, _, _, _, why), found)| result(test, &found, why, layout)).collect()
}

fn result(test: &Outcome, found: &[(&Finding, String)], why: Option<String>, layout: &Layout<'_>) -> Option<LogResult> {
    let ((first, fingerprint), rest) = found.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" ({} more of this kind here)", count(more as u64, "finding")),
    };
    let related = rest.iter().take(RELATED_MAX).map(|(finding, _)| Location {
        message: Some(Message { text: finding.message.clone() }),
        ..location(test, finding, layout)
    });
    Some(LogResult {
        rule_id: first.rule,
        rule_index: ALL.iter().position(|rule| rule.code() == first.rule),
        level: level(first.severity),
        message: Message { text: format!("{}{more}", first.message) },
        locations: vec![location(test, first, layout)],
        related_locations: related.collect(),
        occurrence_count: found.len() as u64,
        partial_fingerprints: BTreeMap::from([("batteryEtlFinding/v1", fingerprint.clone())]),
        suppressions: why.map(|justification| Suppression { kind: "external", justification }).into_iter().collect(),
        properties: Properties {
            experiment: test.experiment.clone(),
            step: first.step,
            column: first.column.clone(),
            value: first.value.clone(),
        },
    })
}

fn location(test: &Outcome, finding: &Finding, layout: &Layout<'_>) -> Location {
    let physical_location = finding.file.as_deref().map(|file| {
        let (uri, is_relative) = place::address(file, layout.root);
        PhysicalLocation {
            artifact_location: ArtifactLocation { uri, uri_base_id: is_relative.then_some("%SRCROOT%") },
            region: finding
                .line
                .map(|line| Region { start_line: line.max(1), end_line: finding.line_end.filter(|end| *end > line) }),
        }
    });
    let step = finding.step.map_or_else(String::new, |step| format!("::step {step}"));
    let logical = LogicalLocation { fully_qualified_name: format!("{}{step}", test.experiment), kind: "module" };
    Location { physical_location, logical_locations: vec![logical], message: None }
}
