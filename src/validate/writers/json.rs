//! JSON: one document, a head with the verdict, the tests and the conventions, then the list of findings.

use super::super::{Outcome, Pardon, Rule, Run, Selection, Waiver};
use super::ndjson::{Line, RuleLine};
use super::{Layout, Writer};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{Result, Write};

/// One document.
pub(super) struct Json;

impl Writer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn about(&self) -> &'static str {
        "one JSON document: verdict, tests, conventions, then the findings"
    }

    fn write(&self, run: &Run, _layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"{")?;
        entry(out, "\n  ", "verdict", &run.verdict().as_str())?;
        entry(out, ",\n  ", "fail_on", &run.fail_on.as_str())?;
        entry(out, ",\n  ", "counts", &run.counts())?;
        entry(out, ",\n  ", "tests", &run.tests.iter().map(test).collect::<Vec<_>>())?;
        let stale = run.stale.iter().map(|stale| json!({"rule": stale.rule, "place": stale.place}));
        entry(out, ",\n  ", "stale_baseline_entries", &stale.collect::<Vec<_>>())?;
        entry(out, ",\n  ", "expired_waivers", &run.expired.iter().map(waiver).collect::<Vec<_>>())?;
        entry(out, ",\n  ", "unused_waivers", &run.unused.iter().map(waiver).collect::<Vec<_>>())?;
        entry(out, ",\n  ", "conventions", &run.conventions)?;
        let all = run.tests.iter().flat_map(|test| test.findings.iter().map(|finding| (&test.experiment, finding)));
        list(out, "findings", all.map(|(experiment, finding)| Placed { experiment, line: Line::from(finding) }))?;
        out.write_all(b"\n}\n")
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"{")?;
        entry(out, "\n  ", "version", &env!("CARGO_PKG_VERSION"))?;
        list(out, "rules", rules.iter().map(|rule| RuleLine::of(*rule, selection)))?;
        out.write_all(b"\n}\n")
    }
}

/// A finding with the experiment it is of.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    experiment: &'a str,
}

fn entry(out: &mut dyn Write, before: &str, key: &str, value: &impl Serialize) -> Result<()> {
    write!(out, "{before}\"{key}\": ")?;
    Ok(serde_json::to_writer(&mut *out, value)?)
}

/// A list, an element a line.
fn list<T: Serialize>(out: &mut dyn Write, key: &str, items: impl Iterator<Item = T>) -> Result<()> {
    write!(out, ",\n  \"{key}\": [")?;
    let mut any = false;
    for item in items {
        out.write_all(if any { b",\n    " } else { b"\n    " })?;
        any = true;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(if any { b"\n  ]" } else { b"]" })
}

fn test(test: &Outcome) -> Value {
    let not_run = test.not_run.iter().map(|not| json!({"rule": not.rule, "name": not.name, "reason": not.reason}));
    let baseline = test.pardoned.iter().filter(|(_, why)| *why == Pardon::Baseline).count();
    json!({
        "experiment": test.experiment,
        "dialect": Some(&test.dialect).filter(|dialect| !dialect.is_empty()),
        "files": test.files,
        "steps": test.steps,
        "measurements": test.measurements,
        "checked": test.was_checked(),
        "findings": test.counts(),
        "silenced": test.silenced,
        "in_baseline": baseline,
        "waived": test.pardoned.len() - baseline,
        "rules_run": test.run,
        "rules_not_run": not_run.collect::<Vec<_>>(),
    })
}

fn waiver(waiver: &Waiver) -> Value {
    json!({
        "rule": waiver.rule,
        "file": waiver.file,
        "experiment": waiver.experiment,
        "step": waiver.step,
        "reason": waiver.reason,
        "expires": waiver.expires.map(|day| day.to_string()),
    })
}
