//! A test that the cycler exported again and again, each time into a file of another name, is one test.

use crate::support::{Pair, Sandbox, fixture, on_both};
use serde_json::Value;

/// Two exports of one test: half of it as `run_1`, all of it as `run_2`.
fn exports() -> [Pair; 2] {
    let whole = fixture("mini");
    let steps = whole.steps();
    [whole.while_running(steps[steps.len() / 2], 0.5).named("run_1"), whole.named("run_2")]
}

/// What became of the tests of a folder: each with its name.
fn ingest(sandbox: &Sandbox, folder: &str, more: &[&str]) -> Vec<(String, String)> {
    let (outcome, answer) = sandbox.ingest(&sandbox.path(folder), &[&["--fail-on", "never"], more].concat());
    outcome.done();
    let tests = answer["tests"].as_array().unwrap().iter();
    let key = if more.contains(&"--dry-run") { "would" } else { "outcome" };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    tests.map(|test| (text(&test["name"]), text(&test[key]))).collect()
}

fn of(name: &str, outcome: &str) -> (String, String) {
    (name.to_owned(), outcome.to_owned())
}

/// The figures of an experiment, and what it holds.
fn held(sandbox: &Sandbox, name: &str) -> (Value, Value) {
    let shown = sandbox.json(["catalog", "show", name, "--format", "json"]);
    let mut steps = sandbox.report("steps", &["--experiment", name]);
    steps["experiment"] = Value::Null;
    (shown["content_digest"].clone(), steps)
}

#[test]
fn a_longer_export_of_another_name_extends_the_test() {
    on_both(|sandbox| {
        let [first, second] = exports();
        first.write(&sandbox.path("one"));
        second.write(&sandbox.path("two"));
        assert_eq!(ingest(sandbox, "one", &[]), [of("run_1", "loaded")]);
        assert_eq!(ingest(sandbox, "two", &["--dry-run"]), [of("run_1", "appended")]);
        let (outcome, _) = sandbox.ingest(&sandbox.path("two"), &["--fail-on", "never"]);
        outcome.done().says(&["run_1: `run_2` begins with all its rows", "--name loads that as a test of its own"]);
        assert_eq!(sandbox.experiments(), ["run_1"]);
        sandbox.intact();
        for folder in ["one", "two"] {
            assert_eq!(ingest(sandbox, folder, &[])[0].1, "skipped", "{folder} {}", sandbox.lane());
        }
        let at_once = if sandbox.server().is_some() { Sandbox::postgres().unwrap() } else { Sandbox::sqlite() };
        second.write(&at_once.path("two"));
        ingest(&at_once, "two", &[]);
        assert_eq!(held(sandbox, "run_1"), held(&at_once, "run_2"), "{}", sandbox.lane());
        // What grows on stays one, too, whatever it is called now.
        sandbox.run(["catalog", "edit", "experiment", "run_1", "--set", "name=cell 7"]).done();
        assert_eq!(ingest(sandbox, "two", &[])[0].1, "skipped");
    });
}

#[test]
fn an_earlier_export_of_another_name_is_skipped() {
    on_both(|sandbox| {
        let [first, second] = exports();
        second.write(&sandbox.path("two"));
        first.write(&sandbox.path("one"));
        ingest(sandbox, "two", &[]);
        for more in [&["--dry-run"][..], &[]] {
            assert_eq!(ingest(sandbox, "one", more), [of("run_1", "skipped")], "{}", sandbox.lane());
        }
        let (_, answer) = sandbox.ingest(&sandbox.path("one"), &["--fail-on", "never"]);
        let message = answer["tests"][0]["message"].as_str().unwrap();
        assert!(message.contains("are the first of `run_2`") && message.contains("--name"), "{message}");
        assert_eq!(sandbox.experiments(), ["run_2"]);
    });
}

#[test]
fn all_exports_of_a_test_in_one_run_are_one_test() {
    on_both(|sandbox| {
        let [first, second] = exports();
        // By name the longer one comes first.
        first.named("run_9").write(&sandbox.path("in"));
        second.named("run_10").write(&sandbox.path("in"));
        let expected = [of("run_9", "appended"), of("run_9", "loaded")];
        for more in [&["--dry-run"][..], &["--jobs", "4"]] {
            assert_eq!(ingest(sandbox, "in", more), expected, "{more:?} {}", sandbox.lane());
        }
        assert_eq!(sandbox.experiments(), ["run_9"]);
        sandbox.intact();
    });
}

#[test]
fn who_names_a_test_says_which_it_is() {
    on_both(|sandbox| {
        let [first, second] = exports();
        first.write(&sandbox.path("one"));
        second.write(&sandbox.path("two"));
        ingest(sandbox, "one", &[]);
        let (outcome, _) = sandbox.ingest(&sandbox.path("two"), &["--fail-on", "never", "--name", "mine"]);
        outcome.done().says(&["rows are those of `run_1`, which stays as it is"]);
        assert_eq!(sandbox.experiments(), ["mine", "run_1"]);
        sandbox.intact();
    });
}

#[test]
fn a_test_that_only_begins_alike_is_another() {
    on_both(|sandbox| {
        let [first, second] = exports();
        first.write(&sandbox.path("one"));
        // One value in the middle of the rows that both have is another, and so is its clock the same.
        let row = first.column("工步").len() / 2;
        second.with_cell(row, "電壓(V)", "3.4567").write(&sandbox.path("two"));
        ingest(sandbox, "one", &[]);
        assert_eq!(ingest(sandbox, "two", &[]), [of("run_2", "loaded")], "{}", sandbox.lane());
        // Too few rows tell nothing.
        let steps = second.steps();
        second.while_running(steps[0], 0.1).named("young").write(&sandbox.path("three"));
        assert!(first.column("工步").len() > 100);
        assert_eq!(ingest(sandbox, "three", &[]), [of("young", "loaded")], "{}", sandbox.lane());
    });
}
