//! The verdict on a test: whether it ended, and what the rules found, rule by rule.

use super::Subject;
use crate::format::{Entry, Heading, Kind, Value};
use crate::model::{Control, EndReason, Finding, Severity, SeverityCounts, StepData};

/// What is to be said first of a test.
#[derive(Default)]
pub(super) struct Verdict {
    running: bool,
    counts: SeverityCounts,
    rules: Vec<Rule>,
}

/// The findings of one rule and severity.
struct Rule {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    findings: u64,
}

/// Whether a test was still running when it was exported.
pub(crate) fn is_running(steps: &[StepData]) -> bool {
    let last = steps.last().map(|step| &step.record);
    // A chamber step ends as running on some testers.
    last.is_some_and(|last| last.end_reason == Some(EndReason::Running) && last.control != Control::Chamber)
}

impl Verdict {
    pub(super) fn of(subject: &Subject<'_>, findings: Option<&[Finding]>) -> Self {
        let running = is_running(&subject.steps);
        let mut rules: Vec<Rule> = Vec::new();
        for finding in findings.unwrap_or_default() {
            match rules.iter_mut().find(|rule| rule.code == finding.rule && rule.severity == finding.severity) {
                Some(rule) => rule.findings += 1,
                None => {
                    rules.push(Rule {
                        code: finding.rule,
                        name: finding.name,
                        severity: finding.severity,
                        findings: 1,
                    });
                }
            }
        }
        rules.sort_by(|a, b| (b.severity, a.code).cmp(&(a.severity, b.code)));
        Self { running, counts: findings.map_or(subject.findings, SeverityCounts::of), rules }
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        let counts = [("error", self.counts.error), ("warning", self.counts.warning), ("info", self.counts.info)];
        let rule = |rule: &Rule| {
            Value::Object(vec![
                ("rule".into(), rule.code.into()),
                ("name".into(), rule.name.into()),
                ("severity".into(), rule.severity.as_str().into()),
                ("findings".into(), rule.findings.into()),
            ])
        };
        let text = |key, about| Heading::new(key, "", Kind::Text, about);
        let structure = |key, about| Heading::new(key, "", Kind::Structure, about);
        let mut entries = vec![
            Entry::said("Verdict", self.in_words()),
            Entry::new(text("verdict", "The worst finding: clean, info, warning or error"), self.word()),
            Entry::new(
                Heading::new("running", "", Kind::Flag, "Whether the test was still running when it was exported"),
                self.running,
            ),
            Entry::new(
                structure("findings", "Findings by severity: error, warning, info"),
                Value::Object(counts.into_iter().map(|(name, count)| (name.into(), count.into())).collect()),
            ),
            Entry::new(
                structure("findings_by_rule", "Findings by rule: its code, name, severity and how many"),
                Value::List(self.rules.iter().map(rule).collect()),
            ),
        ];
        if !self.rules.is_empty() {
            let said: Vec<String> = self
                .rules
                .iter()
                .map(|rule| {
                    let times = if rule.findings > 1 { format!(" ×{}", rule.findings) } else { String::new() };
                    format!("{} {}{times} ({})", rule.code, rule.name, rule.severity.as_str())
                })
                .collect();
            entries.insert(1, Entry::said("Findings", said.join(", ")));
        }
        entries
    }

    fn word(&self) -> &'static str {
        match self.counts {
            SeverityCounts { error: 1.., .. } => Severity::Error.as_str(),
            SeverityCounts { warning: 1.., .. } => Severity::Warning.as_str(),
            SeverityCounts { info: 1.., .. } => Severity::Info.as_str(),
            _ => "clean",
        }
    }

    fn in_words(&self) -> String {
        let ended = if self.running { "still running when it was exported" } else { "complete" };
        let count = |count: u64, word: &str, words: &str| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            many => Some(format!("{many} {words}")),
        };
        let counts = [
            count(self.counts.error, "error", "errors"),
            count(self.counts.warning, "warning", "warnings"),
            count(self.counts.info, "thing worth knowing", "things worth knowing"),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        format!("{ended}; {}", if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") })
    }
}
