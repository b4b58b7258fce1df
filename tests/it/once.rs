//! One name, one test: inputs of one run never swallow one another, what is replaced is kept, what is typed is kept or
//! refused.

use crate::support::{Sandbox, fixture, on_both};
use serde_json::Value;

fn outcomes<'a>(answer: &'a Value, key: &str) -> Vec<&'a str> {
    let tests = answer["tests"].as_array().unwrap_or_else(|| panic!("no tests in {answer:#}"));
    tests.iter().map(|test| test[key].as_str().unwrap_or_default()).collect()
}

fn message(answer: &Value) -> &str {
    answer["tests"][0]["message"].as_str().unwrap_or_default()
}

#[test]
fn two_inputs_of_one_name_are_refused_together() {
    let pair = fixture("mini");
    let other = pair.another(&pair.name, 7);
    on_both(|sandbox| {
        pair.write(&sandbox.path("in/a"));
        other.write(&sandbox.path("in/b"));
        pair.another("third", 3).write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--replace"]);
        let paths = ["in/a/mini_Step.csv", "in/b/mini_Step.csv", "--name-from folder", "--manifest", "--name"];
        outcome.expect(1).says(&paths);
        assert_eq!(answer["rejected"], 2, "{}: {answer:#}", sandbox.lane());
        assert_eq!(sandbox.experiments(), ["third"], "the others of the run go on");

        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--name-from", "folder"]);
        outcome.expect(0);
        assert_eq!(answer["loaded"], 2, "{answer:#}");
        assert_eq!(answer["skipped"], 1, "the third is there under its plain name: {answer:#}");
        let mut names = sandbox.experiments();
        names.sort();
        assert_eq!(names, ["a/mini", "b/mini", "third"]);
        sandbox.intact();
    });
}

#[test]
fn a_longer_state_of_a_test_beside_a_shorter_one_is_refused_too() {
    let pair = fixture("mini");
    let steps = pair.steps();
    let sandbox = Sandbox::sqlite();
    pair.while_running(steps[steps.len() / 2], 0.5).write(&sandbox.path("in/monday"));
    pair.write(&sandbox.path("in/friday"));
    let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
    outcome.expect(1);
    assert_eq!(outcomes(&answer, "outcome"), ["rejected", "rejected"], "{answer:#}");
    assert_eq!(sandbox.experiments(), Vec::<String>::new());
}

#[test]
fn reports_tell_tests_of_one_name_apart_by_their_folders() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in/a"));
    pair.another(&pair.name, 7).write(&sandbox.path("in/b"));
    let answer = sandbox.json(["report", "steps", "in", "--format", "json"]);
    let names: Vec<&str> =
        answer["experiments"].as_array().unwrap().iter().map(|one| one["experiment"].as_str().unwrap()).collect();
    assert_eq!(names, ["a/mini", "b/mini"]);
    let alone = sandbox.json(["report", "cycles", "in/a", "--format", "json"]);
    assert!(alone.to_string().contains("\"mini\""), "one alone has its plain name: {alone:#}");
    sandbox.run(["plot", "compare", "in", "-o", "c.svg"]).done();
    let figure = std::fs::read_to_string(sandbox.path("c.svg")).unwrap();
    assert!(figure.contains("a/mini") && figure.contains("b/mini"));
}

#[test]
fn what_is_replaced_stays_whole() {
    let pair = fixture("mini");
    let changed = pair.with_cell(1, "Aux T1", "25.02");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.expect(0);
        let before = sandbox.json(["report", "quality", "--experiment", "mini", "--format", "json"]);
        changed.write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--replace"]);
        outcome.expect(0);
        assert_eq!(outcomes(&answer, "outcome"), ["replaced"], "{}: {answer:#}", sandbox.lane());
        let id = answer["tests"][0]["experiment_id"].as_i64().unwrap() - 1;
        let old = format!("mini (replaced, {id})");
        assert!(message(&answer).contains(&old), "{answer:#}");
        let after = sandbox.json(["report", "quality", "--experiment", &old, "--format", "json"]);
        let plain = after.to_string().replace(&old, "mini");
        assert_eq!(before.to_string(), plain, "{}: the old one reads as it did", sandbox.lane());
        sandbox.run(["catalog", "check", "--content"]).done();

        pair.write(&sandbox.path("in"));
        let rows = pair.detail.lines().count() - 1;
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--replace", "--discard"]);
        outcome.expect(0);
        assert!(message(&answer).contains(&format!("its {rows} rows are dropped")), "{answer:#}");
        sandbox.intact();
        sandbox.run(["ingest", "in", "--discard"]).expect(2).says(&["--replace"]);
    });
}

#[test]
fn metadata_of_a_loaded_test_is_filled_in_or_refused() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let ingest = |more: &[&str]| sandbox.ingest(&sandbox.path("in"), more);
        ingest(&["--project", "Ageing"]).0.expect(0);
        let cell = ["--cell", "A1", "--chemistry", "NMC", "--nominal-capacity", "4", "--operator", "Ann"];
        let dry: Vec<&str> = cell.into_iter().chain(["--dry-run"]).collect();
        let (outcome, answer) = ingest(&dry);
        outcome.expect(0);
        assert_eq!(outcomes(&answer, "would"), ["updated"], "{answer:#}");
        let cells = sandbox.run(["catalog", "list", "cells", "--format", "csv"]).done();
        assert!(!cells.stdout.contains("A1"), "{cells:#?}");

        let (outcome, answer) = ingest(&cell);
        outcome.expect(0);
        assert_eq!(outcomes(&answer, "outcome"), ["updated"], "{}: {answer:#}", sandbox.lane());
        assert!(message(&answer).contains("cell `A1`"), "{answer:#}");
        // C-rates are those of the capacity that was said, as they would be from the files.
        let stored = sandbox.json(["report", "steps", "--cell", "A1", "--format", "json"]);
        let files = sandbox.json(["report", "steps", "in", "--nominal-capacity", "4", "--format", "json"]);
        let steps = |answer: &Value| answer.get("experiments").map_or(answer, |list| &list[0])["steps"].clone();
        assert!(steps(&files).is_array(), "{files:#}");
        assert_eq!(steps(&stored), steps(&files), "{}", sandbox.lane());

        let (outcome, again) = ingest(&cell);
        outcome.expect(0);
        assert_eq!(outcomes(&again, "outcome"), ["skipped"], "{again:#}");
        for other in [["--project", "Other"], ["--operator", "Bob"], ["--nominal-capacity", "5"], ["--cell", "A2"]] {
            let (outcome, answer) = ingest(&other);
            outcome.expect(1).says(&["catalog edit"]);
            assert_eq!(outcomes(&answer, "outcome"), ["rejected"], "{other:?}: {answer:#}");
            assert!(message(&answer).contains(other[1]), "{answer:#}");
        }
        sandbox.run(["catalog", "list", "experiments", "--project", "Ageing"]).done().says(&["mini", "A1"]);
        sandbox.run(["catalog", "list", "experiments", "--project", "Other"]).says(&["no project `Other`"]);
        sandbox.run(["catalog", "check", "--content"]).done();
    });
}

#[test]
fn a_dry_run_says_what_would_be_and_where_it_looked() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--dry-run", "--project", "New"]);
        outcome.expect(0);
        assert_eq!(answer["dry_run"], true);
        let test = &answer["tests"][0];
        assert_eq!((test["would"].as_str(), &test["outcome"]), (Some("loaded"), &Value::Null), "{answer:#}");
        let paths: Vec<&str> = test["paths"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(paths[0].ends_with("in/mini_Step.csv") && paths[1].ends_with("in/mini_Detail.csv"), "{answer:#}");
        assert!(test["findings"]["error"].is_u64() && test["findings"]["info"].is_u64());
        if sandbox.server().is_none() {
            assert!(!sandbox.path("battery-etl").exists(), "a dry run makes no database");
        }
        let (_, loaded) = sandbox.ingest(&sandbox.path("in"), &[]);
        assert_eq!(loaded["dry_run"], false);
        assert!(loaded["tests"][0].get("would").is_none(), "{loaded:#}");
        let (_, again) = sandbox.ingest(&sandbox.path("in"), &["--dry-run"]);
        assert_eq!(outcomes(&again, "would"), ["skipped"], "{again:#}");
    });
}
