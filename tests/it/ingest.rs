//! Loading: once, twice, under another name, changed, replaced, in a folder with a bad neighbour, thinned, dry.

use crate::support::{Sandbox, fixture, on_both};
use serde_json::Value;

fn only(answer: &Value) -> &Value {
    let tests = answer["tests"].as_array().unwrap_or_else(|| panic!("no tests in {answer:#}"));
    assert_eq!(tests.len(), 1, "{answer:#}");
    &tests[0]
}

#[test]
fn a_pair_is_loaded_once() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        outcome.expect(0);
        let test = only(&answer);
        assert_eq!(test["outcome"], "loaded", "{}: {answer:#}", sandbox.lane());
        assert_eq!(test["name"], pair.name.as_str());
        assert_eq!(test["measurements"].as_u64(), Some(pair.detail.lines().count() as u64 - 1));
        assert_eq!(test["steps"].as_u64(), Some(pair.steps().len() as u64));
        assert_eq!(answer["loaded"], 1);

        let (outcome, again) = sandbox.ingest(&sandbox.path("in"), &[]);
        outcome.expect(0);
        assert_eq!(only(&again)["outcome"], "skipped", "{}", sandbox.lane());
        assert_eq!(only(&again)["experiment_id"], test["experiment_id"]);
        assert_eq!(sandbox.experiments(), [pair.name.as_str()]);
        sandbox.intact();
    });
}

#[test]
fn the_same_bytes_under_another_name_are_skipped_by_name() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("one"));
        pair.named("renamed").write(&sandbox.path("two"));
        sandbox.ingest(&sandbox.path("one"), &[]).0.expect(0);
        let (outcome, answer) = sandbox.ingest(&sandbox.path("two"), &[]);
        outcome.expect(0);
        let test = only(&answer);
        assert_eq!(test["outcome"], "skipped", "{}: {answer:#}", sandbox.lane());
        let message = test["message"].as_str().unwrap_or_default();
        assert!(message.contains(&pair.name), "the message names what it equals: {message}");
        assert_eq!(sandbox.experiments(), [pair.name.as_str()]);
    });
}

#[test]
fn the_same_data_in_another_encoding_is_skipped() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("one"));
        sandbox.ingest(&sandbox.path("one"), &[]).0.expect(0);
        std::fs::create_dir(sandbox.path("two")).unwrap();
        for (role, text) in [("Step", &pair.step), ("Detail", &pair.detail)] {
            let units = text.trim_start_matches('\u{feff}').encode_utf16();
            let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units.flat_map(u16::to_le_bytes)).collect();
            std::fs::write(sandbox.path("two").join(format!("{}_{role}.csv", pair.name)), bytes).unwrap();
        }
        let (outcome, answer) = sandbox.ingest(&sandbox.path("two"), &[]);
        outcome.expect(0);
        assert_eq!(only(&answer)["outcome"], "skipped", "{}: {answer:#}", sandbox.lane());
    });
}

#[test]
fn changed_content_is_refused_until_replace() {
    let pair = fixture("mini");
    // One temperature, so that no rule objects and the content alone decides.
    let changed = pair.with_cell(1, "Aux T1", "25.02");
    assert_ne!(pair.detail, changed.detail);
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--nominal-capacity", "3", "--reference-step", "9"]).0.expect(0);
        let before = sandbox.report("steps", &["--experiment", &pair.name]);

        changed.write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        outcome.expect(1);
        assert_eq!(only(&answer)["outcome"], "rejected", "{}: {answer:#}", sandbox.lane());
        assert!(only(&answer)["message"].as_str().unwrap_or_default().contains("--replace"), "{answer:#}");
        let after = sandbox.report("steps", &["--experiment", &pair.name]);
        assert_eq!(before, after, "a refused test touches nothing");

        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--replace"]);
        let outcome = outcome.expect(0);
        assert_eq!(only(&answer)["outcome"], "replaced", "{}: {answer:#}", sandbox.lane());
        outcome.says(&["the nominal capacity of 3 Ah and reference step 9 stay as they were set before"]);
        let kept = sandbox.report("steps", &["--experiment", &pair.name]);
        assert_eq!((&kept["nominal_capacity_ah"], &kept["reference_step"]), (&3.0.into(), &9.into()));
        assert_eq!(sandbox.experiments().iter().filter(|name| **name == pair.name).count(), 1);
        sandbox.intact();
    });
}

#[test]
fn a_bad_test_does_not_stop_its_neighbours() {
    let pair = fixture("mini");
    let bad = pair.named("bad").with_cell(4, "電壓(V)", "3.2x");
    on_both(|sandbox| {
        pair.another("one", 1).write(&sandbox.path("in"));
        pair.another("other", 2).write(&sandbox.path("in/deeper"));
        bad.write(&sandbox.path("in"));
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        let outcome = outcome.expect(1);
        assert_eq!(answer["loaded"], 2, "{}: {answer:#} {outcome:#?}", sandbox.lane());
        assert_eq!(answer["rejected"], 1, "{answer:#}");
        let mut names = sandbox.experiments();
        names.sort();
        assert_eq!(names, ["one", "other"]);

        let outcome = sandbox.run(["validate", "in/bad_Detail.csv", "--format", "ndjson"]).expect(1);
        let findings =
            outcome.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("one object a line"));
        let broken: Vec<Value> = findings.filter(|finding| finding["rule"] == "FMT05").collect();
        assert_eq!(broken.len(), 1, "{outcome:#?}");
        assert_eq!((&broken[0]["line"], &broken[0]["value"]), (&Value::from(6), &Value::from("3.2x")));
        assert_eq!(broken[0]["column"], "電壓(V)");
        assert!(broken[0]["file"].as_str().is_some_and(|file| file.ends_with("bad_Detail.csv")), "{broken:#?}");
        sandbox.intact();
    });
}

#[test]
fn a_dry_run_writes_nothing() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--dry-run"]).0.expect(0);
        assert_eq!(sandbox.experiments(), Vec::<String>::new(), "{}", sandbox.lane());
    });
}

#[test]
fn thinning_and_selection_come_after_everything_is_derived() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let whole = sandbox.report("cycles", &["in"]);
        let (outcome, answer) =
            sandbox.ingest(&sandbox.path("in"), &["--sample-interval", "1000000", "--steps", "2-3"]);
        outcome.expect(0);
        let poured = only(&answer)["measurements"].as_u64().expect("a count");
        assert!((2..=4).contains(&poured), "the first and last row of two steps: {answer:#}");
        let thin = sandbox.report("cycles", &["--experiment", &pair.name]);
        assert_eq!(whole["cycles"], thin["cycles"], "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn metadata_is_added_and_a_near_miss_is_named() {
    let pair = fixture("mini");
    let other = pair.another("second", 2);
    on_both(|sandbox| {
        pair.write(&sandbox.path("one"));
        other.write(&sandbox.path("two"));
        let metadata = ["--project", "Ageing", "--cell", "CALB20", "--machine", "Chroma 1", "--nominal-capacity", "2"];
        sandbox.ingest(&sandbox.path("one"), &metadata).0.expect(0);
        let (outcome, _) = sandbox.ingest(&sandbox.path("two"), &["--cell", "CALB-20"]);
        outcome.says(&["CALB20"]);
        sandbox.run(["catalog", "list", "cells"]).done().says(&["CALB20"]);
        sandbox.run(["catalog", "list", "projects"]).done().says(&["Ageing"]);
        sandbox.run(["catalog", "list", "experiments", "--cell", "calb20"]).expect(2).says(&["did you mean `CALB20`?"]);
        let none = sandbox.run(["report", "steps", "--machine", "Chroma 2"]);
        none.expect(2).says(&["no machine `Chroma 2` in the database; did you mean `Chroma 1`?"]);
    });
}

#[test]
fn the_embedded_database_says_where_it_is() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    let outcome = sandbox.run(["ingest", "in"]).done();
    let place = sandbox.path("battery-etl");
    outcome.says(&[&place.to_string_lossy()]);
    #[cfg(unix)]
    for file in std::fs::read_dir(&place).expect("the data directory").flatten() {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{} must be its owner's alone", file.path().display());
    }
}

#[test]
fn a_cell_in_two_tests_at_one_time_is_told() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.another("one", 1).write(&sandbox.path("one"));
        pair.another("two", 2).write(&sandbox.path("two"));
        let (_, answer) = sandbox.ingest(&sandbox.path("one"), &["--cell", "CELL-1"]);
        assert_eq!(only(&answer)["findings"]["warning"], 0, "{answer:#}");
        let (outcome, answer) = sandbox.ingest(&sandbox.path("two"), &["--cell", "CELL-1"]);
        assert_eq!(only(&answer)["findings"]["warning"], 1, "{}: {answer:#}", sandbox.lane());
        outcome.expect(0).says(&["CAT02", "CELL-1"]);
        let check = |name| sandbox.run(["validate", "--experiment", name, "--fail-on", "warning"]);
        check("two").expect(1).says(&["CAT02", "in one from"]);
        check("one").expect(1).says(&["CAT02", "in two from"]);
    });
}
