//! JUnit XML: one suite a test, one case a rule, for Jenkins, GitLab and all who read its kind.

use super::super::{ALL, FailOn, Outcome, Rule, Run, Selection, summary};
use super::plain::plain;
use super::{Layout, Writer, place};
use crate::model::Finding;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{Error, Result, Write};

/// JUnit XML.
pub(super) struct Junit;

impl Writer for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn about(&self) -> &'static str {
        "JUnit XML: one suite a test, one case a rule"
    }

    fn write(&self, run: &Run, _layout: &Layout<'_>, out: &mut dyn Write) -> Result<()> {
        let mut report = Report::new("battery-etl validate");
        for test in &run.tests {
            report.add_test_suite(suite(test, run.fail_on));
        }
        serialize(&report, out)
    }

    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()> {
        let mut report = Report::new("battery-etl validate --list-rules");
        let mut suite = TestSuite::new("rules");
        for rule in rules {
            let mut case = case(rule.code(), rule.name(), TestCaseStatus::success());
            if !selection.has(rule.code()) {
                case.status = TestCaseStatus::skipped();
            }
            case.set_system_out(plain(&format!("{}: {}", selection.severity(*rule).as_str(), summary(*rule))));
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
        serialize(&report, out)
    }
}

/// The schema of Jenkins knows no `skipped` at the root, which quick-junit writes; the suites carry it.
fn serialize(report: &Report, out: &mut dyn Write) -> Result<()> {
    let text = report.to_string().map_err(Error::other)?;
    let root = text.find("<testsuites").unwrap_or(0);
    let end = text[root..].find('>').map_or(root, |at| root + at);
    let skipped = text[root..end].find(" skipped=\"").map(|at| root + at);
    match skipped {
        Some(at) => {
            let value = at + " skipped=\"".len();
            let after = text[value..].find('"').map_or(value, |quote| value + quote + 1);
            out.write_all(&text.as_bytes()[..at])?;
            out.write_all(&text.as_bytes()[after..])
        }
        None => out.write_all(text.as_bytes()),
    }
}

fn suite(test: &Outcome, fail_on: FailOn) -> TestSuite {
    let mut suite = TestSuite::new(plain(&test.experiment));
    for rule in ALL {
        let (code, name) = (rule.code(), rule.name());
        let found: Vec<&Finding> = test.findings.iter().filter(|finding| finding.rule == code).collect();
        let not_run = test.not_run.iter().find(|not| not.rule == code);
        let fails = found.iter().any(|finding| fail_on.fails(finding.severity));
        let mut case = if fails {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let worst = found.iter().map(|finding| finding.severity).max().map_or("error", |worst| worst.as_str());
            status.set_type(worst).set_message(headline(&found)).set_description(listed(&found));
            case(code, name, status)
        } else if let Some(not) = not_run {
            let mut status = TestCaseStatus::skipped();
            status.set_message(plain(&not.reason));
            case(code, name, status)
        } else if test.run.contains(&code) || !found.is_empty() {
            case(code, name, TestCaseStatus::success())
        } else {
            continue;
        };
        if !fails && !found.is_empty() {
            case.set_system_out(listed(&found));
        }
        suite.add_test_case(case);
    }
    if !test.was_checked() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("nothing-checked").set_message("nothing could be checked, so this is not clean");
        suite.add_test_case(TestCase::new("anything could be checked", status));
    }
    suite
}

fn case(code: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(format!("{code} {name}"), status);
    case.set_classname(format!("battery-etl.{}", code.get(..3).unwrap_or(code)));
    case
}

fn headline(found: &[&Finding]) -> String {
    let first = found.first().map_or_else(String::new, |finding| plain(&finding.message).into_owned());
    if found.len() > 1 { format!("{first} (and {} more)", found.len() - 1) } else { first }
}

fn listed(found: &[&Finding]) -> String {
    let one = |finding: &&Finding| {
        let file = finding.file.as_deref().map(plain).unwrap_or_default();
        let place = place::words(finding);
        format!("{}: {file}: {place}: {}", finding.severity.as_str(), plain(&finding.message))
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n")
}
