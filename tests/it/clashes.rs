//! No input of a run replaces, extends or doubles another: by its name, by a name that a test had, or by its Step file.

use crate::renamed::became;
use crate::support::{Sandbox, fixture, on_both};
use serde_json::Value;

/// The tests of an ingest of the folder `in`.
fn all(sandbox: &Sandbox, more: &[&str]) -> Vec<Value> {
    let (_, mut answer) = sandbox.ingest(&sandbox.path("in"), more);
    answer["tests"].as_array_mut().map(std::mem::take).unwrap()
}

/// What became of each, by its name.
fn outcomes(tests: &[Value]) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = tests.iter().map(became).collect();
    all.sort_unstable();
    all
}

fn rows(sandbox: &Sandbox, name: &str) -> u64 {
    let shown = sandbox.json(["catalog", "show", name, "--format", "json"]);
    shown["measurements"].as_u64().unwrap()
}

#[test]
fn what_is_replaced_gets_a_name_that_is_free() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        let place = sandbox.path("in");
        mini.named("R").write(&place);
        assert_eq!(outcomes(&all(sandbox, &[])), [("R", "loaded")]);
        let taken = format!("R (replaced, {})", sandbox.json(["catalog", "show", "R", "--format", "json"])["id"]);
        fixture("fade").write(&sandbox.path("other"));
        sandbox.run(["ingest", "other", "--name", &taken]).done();
        mini.another("R", 3).write(&place);
        let said = |more: &[&str]| {
            let tests = all(sandbox, &[&["--replace"], more].concat());
            assert_eq!(outcomes(&tests), [("R", "replaced")], "{} {tests:#?}", sandbox.lane());
            tests[0]["message"].as_str().unwrap().to_owned()
        };
        let (tried, done) = (said(&["--dry-run"]), said(&[]));
        assert_eq!(tried, done);
        let named = sandbox.experiments().into_iter().find(|name| name.starts_with("R (") && *name != taken);
        let kept = done.split('`').nth(1).unwrap().to_owned();
        assert!(kept != taken && named.is_none_or(|name| name == kept), "{done}");
        assert!(rows(sandbox, &kept) > 0);
        sandbox.intact();
    });
}

#[test]
fn one_step_file_with_two_details_is_one_test_and_a_conflict() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        for (folder, detail) in [("one", "24.11"), ("two", "24.12"), ("three", "24.13")] {
            mini.with_cell(0, "Aux T1", detail).write(&sandbox.path(&format!("in/{folder}")));
        }
        let tests = all(sandbox, &["--name-from", "folder", "--jobs", "3"]);
        let mut became: Vec<_> = tests.iter().map(|test| test["outcome"].as_str().unwrap()).collect();
        became.sort_unstable();
        assert_eq!(became, ["loaded", "rejected", "rejected"], "{} {tests:#?}", sandbox.lane());
        let refused = tests.iter().find(|test| test["outcome"] == "rejected").unwrap();
        assert!(refused["message"].as_str().unwrap().contains("whose other file is another"), "{refused:#}");
        sandbox.intact();
    });
}
