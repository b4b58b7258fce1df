//! Every format against a run with hostile names.

use super::super::tests::finding;
use super::super::{ALL, FailOn, NotRun, Outcome, Pardon, Run, Selection, Stale};
use super::{Layout, WRITERS, job_summary, writer};
use crate::model::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const HOSTILE: &str = "a\n::error::x,\u{1b}[31m<b>\"'&%0A|]]>\u{202e}\u{ffff}@all.csv";

fn run() -> Run {
    let at = |rule, severity, line, step| Finding {
        file: Some(HOSTILE.into()),
        line: Some(line),
        step: Some(step),
        column: Some(HOSTILE.into()),
        value: Some(HOSTILE.into()),
        message: format!("found {HOSTILE}"),
        alike: None,
        ..finding(rule, severity)
    };
    let findings = (0..25)
        .flat_map(|n| [at("FMT04", Severity::Error, n + 2, 1), at("STP01", Severity::Warning, n + 2, n as i32)])
        .chain([at("STP03", Severity::Info, 9, 3)])
        .collect();
    let test = Outcome {
        experiment: HOSTILE.into(),
        steps: 25,
        measurements: 1000,
        findings,
        pardoned: vec![
            (at("FMT05", Severity::Error, 4, 1), Pardon::Waived(HOSTILE.into())),
            (at("FMT06", Severity::Error, 4, 1), Pardon::Baseline),
        ],
        run: vec!["FMT04", "FMT05", "STP01", "STP03"],
        not_run: vec![NotRun { rule: "STP02", name: "step-without-detail", reason: HOSTILE.into() }],
        ..Outcome::default()
    };
    let stale = vec![Stale { rule: "FMT04".into(), place: HOSTILE.into() }];
    Run { tests: vec![test], fail_on: FailOn::Error, stale, ..Run::default() }
}

fn fetch(_: &str, lines: &BTreeSet<u64>) -> BTreeMap<u64, String> {
    lines.iter().map(|line| (*line, HOSTILE.replace('\n', ""))).collect()
}

fn layout() -> Layout<'static> {
    Layout { color: false, root: Path::new("/data"), fetch: &fetch }
}

fn said(format: &str, run: &Run) -> String {
    let mut out = Vec::new();
    writer(format).unwrap().write(run, &layout(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn people_see_no_character_that_steers() {
    for format in ["text", "markdown", "junit", "github"] {
        let text = said(format, &run());
        assert!(!text.chars().any(|c| matches!(c, '\u{1b}' | '\u{202e}' | '\u{ffff}')), "{format}");
    }
    let colored = Layout { color: true, ..layout() };
    let mut out = Vec::new();
    writer("text").unwrap().write(&run(), &colored, &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("\u{1b}[1;31merror\u{1b}[0m"));
}

#[test]
fn text_ends_with_the_verdict() {
    let text = said("text", &run());
    assert_eq!(
        text.lines().last().unwrap(),
        "1 test checked: failed with 25 errors, 25 warnings, 1 info (--fail-on error)"
    );
    assert!(text.contains("not checked by STP02"));
    assert!(text.contains("2 findings let pass"));
}

#[test]
fn what_could_not_be_checked_is_said_once_for_all_tests() {
    let not = |rule, reason: &str| NotRun { rule, name: "n", reason: reason.into() };
    let test = |name: &str, not_run| Outcome { experiment: name.into(), not_run, ..Outcome::default() };
    let tests = vec![
        test("a", vec![not("CUR04", "no cell"), not("CAT01", "no cell"), not("STP02", "no Detail file")]),
        test("b", vec![not("CUR04", "no cell"), not("CAT01", "no cell")]),
    ];
    let run = Run { tests, ..Run::default() };
    for format in ["text", "markdown"] {
        let text = said(format, &run);
        assert_eq!(text.matches("not checked by").count(), 2, "{text}");
        assert!(text.contains("not checked by CAT01, CUR04: no cell (2 of 2 tests)"), "{text}");
        assert!(text.contains("not checked by STP02: no Detail file (1 of 2 tests)"), "{text}");
    }
}

#[test]
fn annotations_are_few_and_each_on_one_line() {
    let text = said("github", &run());
    let starting = |command: &str| text.lines().filter(|line| line.starts_with(command)).count();
    assert_eq!((starting("::error "), starting("::warning "), starting("::")), (10, 10, 20));
    assert_eq!(text.lines().count(), 21);
    assert!(text.lines().last().unwrap().ends_with("31 findings more in the job summary"), "{text}");
    let first = text.lines().next().unwrap();
    let expected = "::error file=a%0A%3A%3Aerror%3A%3Ax%2C";
    assert!(first.starts_with(expected), "{first}");
    assert!(first.contains(",line=2,title=FMT04 ragged-row::step 1: found a\\n::error::x,"), "{first}");
    let mut summary = Vec::new();
    job_summary(&run(), &mut summary).unwrap();
    let summary = String::from_utf8(summary).unwrap();
    assert_eq!(summary.lines().filter(|line| line.starts_with("| error | FMT04")).count(), 25);
}

#[test]
fn markdown_cells_hold() {
    let text = said("markdown", &run());
    for line in text.lines().filter(|line| line.starts_with("| error")) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 6, "{line}");
    }
    assert!(!text.contains("<b>") && !text.contains("@all"));
}

#[test]
fn json_and_ndjson_carry_every_finding_as_it_is() {
    let document: serde_json::Value = serde_json::from_str(&said("json", &run())).unwrap();
    assert_eq!(document["verdict"], "failed");
    assert_eq!(document["findings"].as_array().unwrap().len(), 51);
    assert_eq!(document["tests"][0]["waived"], 1);
    assert_eq!(document["tests"][0]["in_baseline"], 1);
    let lines = said("ndjson", &run());
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["file"], HOSTILE);
    let keys: Vec<_> = first.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(keys, ["column", "file", "line", "message", "name", "rule", "severity", "step", "value"]);
    assert_eq!(lines.lines().count(), 51);
}

#[test]
fn sarif_has_one_result_a_rule_file_and_step() {
    let log: serde_json::Value = serde_json::from_str(&said("sarif", &run())).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    // FMT04 in one step, STP01 in 25, STP03, and the two that do not count.
    assert_eq!(results.len(), 1 + 25 + 1 + 2);
    let ragged = results.iter().find(|result| result["ruleId"] == "FMT04").unwrap();
    assert_eq!(ragged["occurrenceCount"], 25);
    assert_eq!(ragged["relatedLocations"].as_array().unwrap().len(), 24);
    let uri = ragged["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("a%0A%3A%3Aerror%3A%3Ax%2C%1B"), "{uri}");
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), ALL.len());
    let suppressed = results.iter().filter(|result| result.get("suppressions").is_some());
    assert_eq!(suppressed.count(), 2);
    let prints: BTreeSet<_> = results.iter().map(|r| r["partialFingerprints"].to_string()).collect();
    assert_eq!(prints.len(), results.len());
}

#[test]
fn junit_has_a_suite_a_test_and_a_case_a_rule() {
    let text = said("junit", &run());
    assert_eq!(text.matches("<testsuite ").count(), 1);
    assert_eq!(text.matches("<failure ").count(), 1);
    assert_eq!(text.matches("<skipped ").count(), 1);
    assert!(text.contains("<testcase name=\"STP01 step-without-summary\" classname=\"battery-etl.STP\">"));
    let root = text.lines().find(|line| line.contains("<testsuites")).unwrap();
    assert!(!root.contains("skipped"), "{root}");
    let nothing = Run { tests: vec![Outcome::default()], ..Run::default() };
    assert!(said("junit", &nothing).contains("<error "));
}

#[test]
fn every_writer_lists_the_rules() {
    for writer in WRITERS {
        let mut out = Vec::new();
        writer.rules(ALL, &Selection::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for rule in ALL {
            assert!(text.contains(rule.code()), "{} lacks {}", writer.name(), rule.code());
        }
    }
}
