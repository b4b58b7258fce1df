//! Baselines: the findings that were there when a team began to look, so that only new ones fail.

use super::error::ValidateError;
use super::fingerprint;
use super::outcome::{Outcome, Pardon, Stale};
use crate::model::Finding;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::Write;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// The content of a baseline file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

/// One known finding: the fingerprint counts, the rest is for readers of a diff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    experiment: String,
    rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    fingerprint: String,
}

impl Baseline {
    /// Reads the text of a baseline; `path` is named in errors.
    ///
    /// # Errors
    /// When it is no baseline.
    pub fn parse(text: &str, path: &str) -> Result<Self, ValidateError> {
        let bad = |line, column, found| ValidateError::BadBaseline { path: path.to_owned(), line, column, found };
        let baseline: Self = serde_json::from_str(text).map_err(|error| {
            let said = error.to_string();
            let found = said.split(" at line ").next().unwrap_or_default().to_owned();
            bad(error.line(), error.column(), found)
        })?;
        if baseline.version != VERSION {
            let found = format!("it has version {}, this program knows {VERSION}", baseline.version);
            return Err(bad(1, 1, found));
        }
        Ok(baseline)
    }

    /// A baseline of all that counts now or is known already.
    #[must_use]
    pub fn of(tests: &[Outcome]) -> Self {
        let mut findings = Vec::new();
        for test in tests {
            let (counted, pardoned) = fingerprint::of_outcome(test);
            let known = test.pardoned.iter().zip(pardoned).filter(|((_, why), _)| *why == Pardon::Baseline);
            let known = known.map(|((finding, _), fingerprint)| (finding, fingerprint));
            let all = test.findings.iter().zip(counted).chain(known);
            findings.extend(all.map(|(finding, fingerprint)| entry(&test.experiment, finding, fingerprint)));
        }
        findings.sort();
        Self { version: VERSION, findings }
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Writes it, one entry a line, in an order that makes for small diffs.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        write!(out, "{{\n  \"version\": {VERSION},\n  \"findings\": [")?;
        for (index, entry) in self.findings.iter().enumerate() {
            out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
            serde_json::to_writer(&mut *out, entry)?;
        }
        out.write_all(if self.findings.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
    }

    /// Pardons what it knows. Gives the entries that nothing answers to, of the tests that were checked and the rules that
    /// ran; of others it cannot say.
    pub fn apply(&self, tests: &mut [Outcome]) -> Vec<Stale> {
        let mut unmet: HashMap<&str, &Entry> =
            self.findings.iter().map(|entry| (entry.fingerprint.as_str(), entry)).collect();
        for test in tests.iter_mut() {
            let (counted, pardoned) = fingerprint::of_outcome(test);
            for fingerprint in pardoned {
                unmet.remove(fingerprint.as_str());
            }
            for (finding, fingerprint) in std::mem::take(&mut test.findings).into_iter().zip(counted) {
                if unmet.remove(fingerprint.as_str()).is_some() {
                    test.pardoned.push((finding, Pardon::Baseline));
                } else {
                    test.findings.push(finding);
                }
            }
        }
        let was_judged = |entry: &Entry| {
            tests.iter().any(|test| test.experiment == entry.experiment && test.run.contains(&entry.rule.as_str()))
        };
        let mut stale: Vec<&Entry> = unmet.into_values().filter(|entry| was_judged(entry)).collect();
        stale.sort();
        stale.into_iter().map(|entry| Stale { rule: entry.rule.clone(), place: words(entry) }).collect()
    }
}

fn entry(experiment: &str, finding: &Finding, fingerprint: String) -> Entry {
    Entry {
        experiment: experiment.to_owned(),
        rule: finding.rule.to_owned(),
        file: finding.file.as_deref().map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()),
        step: finding.step,
        column: finding.column.clone(),
        value: finding.value.clone(),
        fingerprint,
    }
}

fn words(entry: &Entry) -> String {
    let mut words = entry.file.clone().unwrap_or_else(|| entry.experiment.clone());
    if let Some(step) = entry.step {
        words = format!("{words}, step {step}");
    }
    if let Some(column) = &entry.column {
        words = format!("{words}, {column}");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::model::Severity;

    fn tests() -> Vec<Outcome> {
        let at = |step, line| Finding { step: Some(step), line: Some(line), ..finding("STP01", Severity::Warning) };
        let run = vec!["STP01"];
        vec![Outcome { experiment: "e".into(), findings: vec![at(1, 2), at(2, 3)], run, ..Outcome::default() }]
    }

    fn read_back(baseline: &Baseline) -> Baseline {
        let mut text = Vec::new();
        baseline.write(&mut text).unwrap();
        Baseline::parse(&String::from_utf8(text).unwrap(), "b.json").unwrap()
    }

    #[test]
    fn what_is_known_is_pardoned_and_what_is_new_counts() {
        let baseline = read_back(&Baseline::of(&tests()));
        let mut now = tests();
        now[0].findings.iter_mut().for_each(|finding| finding.line = finding.line.map(|line| line + 40));
        now[0].findings.push(Finding { step: Some(9), ..finding("STP01", Severity::Warning) });
        assert_eq!(baseline.apply(&mut now), []);
        assert_eq!((now[0].findings.len(), now[0].pardoned.len()), (1, 2));
        assert_eq!(now[0].findings[0].step, Some(9));
        assert_eq!(Baseline::of(&now).len(), 3);
    }

    #[test]
    fn what_is_gone_is_stale_where_it_was_judged() {
        let baseline = Baseline::of(&tests());
        let mut now = tests();
        now[0].findings.pop();
        assert_eq!(baseline.apply(&mut now), [Stale { rule: "STP01".into(), place: "e, step 2".into() }]);
        let mut unjudged = tests();
        unjudged[0].findings.clear();
        unjudged[0].run.clear();
        assert_eq!(baseline.apply(&mut unjudged), []);
        assert_eq!(read_back(&Baseline::of(&[])).len(), 0);
    }

    #[test]
    fn what_is_no_baseline_is_named() {
        let error = Baseline::parse("{\n  \"version\": x", "b.json").unwrap_err().to_string();
        assert!(error.starts_with("b.json:2:14: this is no baseline: expected value"), "{error}");
        let error = Baseline::parse("{\"version\": 9, \"findings\": []}", "b.json").unwrap_err().to_string();
        assert!(error.contains("version 9"), "{error}");
    }
}
