//! What is loaded is edited, corrected, merged, rebased and deleted: figures follow, measured rows stay, the audit tells.

use crate::support::{Sandbox, fixture, on_both};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::Value;

/// Loads the synthetic pair `mini`.
fn loaded(sandbox: &Sandbox, more: &[&str]) {
    fixture("mini").write(&sandbox.path("in"));
    sandbox.ingest(&sandbox.path("in"), more).0.done();
}

/// The steps, cycles and pulses of a report, without what only a database knows.
fn figures(sandbox: &Sandbox, source: &[&str]) -> Vec<Value> {
    let list = |kind: &str| sandbox.report(kind, source)[kind].clone();
    ["steps", "cycles", "pulses"].map(list).into()
}

fn rows(sandbox: &Sandbox) -> Value {
    let shown = sandbox.json(["catalog", "check", "--content", "--format", "json"]);
    assert_eq!(shown["whole"], true, "{shown:#}");
    shown["measurements"].clone()
}

fn history(sandbox: &Sandbox, words: &[&str]) -> Vec<Value> {
    let all = sandbox.json([&["catalog", "history"], words, &["--format", "json"]].concat());
    all["events"].as_array().cloned().unwrap_or_default()
}

#[test]
fn what_is_edited_is_what_files_say_with_the_same_words() {
    on_both(|sandbox| {
        loaded(sandbox, &["--project", "Ageing", "--cell", "C1"]);
        let before = rows(sandbox);
        sandbox
            .run(["catalog", "add", "cell", "C2", "--set", "chemistry=lfp", "--set", "nominal_capacity_ah=2.5"])
            .done();
        sandbox.run(["catalog", "edit", "experiment", "mini", "--set", "cell=C2", "--set", "tags=a,b"]).done();
        let as_given = |ah: &str| figures(sandbox, &["in", "--nominal-capacity", ah]);
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), as_given("2.5"), "{}", sandbox.lane());
        // A cell's nominal capacity changes all of its experiments.
        sandbox.run(["catalog", "edit", "cell", "C2", "--set", "nominal_capacity_ah=5", "--reason", "typo"]).done();
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), as_given("5"), "{}", sandbox.lane());
        sandbox.run(["catalog", "rebase", "mini", "--nominal-capacity", "2", "--reference-step", "9"]).done();
        let asked = figures(sandbox, &["in", "--nominal-capacity", "2", "--reference-step", "9"]);
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), asked, "{}", sandbox.lane());
        sandbox.run(["catalog", "rebase", "mini", "--nominal-capacity", "auto", "--reference-step", "auto"]).done();
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), as_given("5"), "{}", sandbox.lane());
        assert_eq!(rows(sandbox), before);
        // Once more changes nothing, and is not told.
        let told = history(sandbox, &[]).len();
        sandbox.run(["catalog", "edit", "cell", "C2", "--set", "nominal_capacity_ah=5"]).done().says(&["so already"]);
        assert_eq!(history(sandbox, &[]).len(), told);
        let last = history(sandbox, &["cell", "C2"]).pop().unwrap();
        assert_eq!((&last["action"], &last["reason"]), (&"edit".into(), &"typo".into()));
        assert_eq!(last["changes"], "nominal_capacity_ah: 2.5 → 5");
    });
}

#[test]
fn several_are_changed_together_or_not_at_all() {
    on_both(|sandbox| {
        loaded(sandbox, &["--project", "Ageing"]);
        fixture("rates").write(&sandbox.path("more"));
        sandbox.ingest(&sandbox.path("more"), &["--project", "Ageing"]).0.done();
        sandbox.run(["catalog", "add", "operator", "Ann"]).done();
        let refused = sandbox.run(["catalog", "edit", "experiment", "--project", "Ageing", "--set", "operator=Ann"]);
        refused.expect(2).says(&["Change 2 experiments?", "--yes"]);
        let all = ["catalog", "edit", "experiment", "--project", "Ageing", "--set"];
        sandbox.run([&all[..], &["operator=Ann", "--yes"]].concat()).done();
        // A reference step that only one of them has.
        let outcome = sandbox.run(["catalog", "rebase", "mini", "rates", "--reference-step", "9"]).expect(2);
        assert!(outcome.stderr.contains("step 9"), "{}", outcome.stderr);
        let listed = sandbox.json(["catalog", "list", "experiments", "--operator", "Ann", "--format", "json"]);
        assert_eq!(listed["experiments"].as_array().map(Vec::len), Some(2));
        assert_eq!(sandbox.report("overview", &["--experiment", "mini"])["reference_step"], 5);
        assert!(history(sandbox, &["experiment", "mini"]).iter().all(|event| event["after"] != "reference_step"));
        sandbox
            .run(["catalog", "edit", "experiment", "mini", "--dry-run", "--set", "tags=x"])
            .done()
            .says(&["would change 1"]);
        let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
        assert_eq!(shown["tags"], Value::Null);
        let stale =
            ["catalog", "edit", "experiment", "mini", "--set", "tags=x", "--unchanged-since", "2020-01-01T00:00:00Z"];
        sandbox.run(stale).expect(75).says(&["was changed at"]);
    });
}

#[test]
fn a_wrong_word_is_refused_with_the_nearest() {
    on_both(|sandbox| {
        loaded(sandbox, &["--cell", "C1"]);
        let refused: [(&[&str], &str); 11] = [
            (&["edit", "cell", "C3", "--set", "batch=1"], "did you mean `C1`"),
            (&["edit", "experiment", "mni", "--set", "tags=1"], "did you mean `mini`"),
            (&["edit", "experiment", "mini", "--set", "cell=C9"], "no cell `C9`"),
            (&["edit", "cell", "C1", "--set", "chemisty=LFP"], "did you mean `chemistry`"),
            (&["edit", "cell", "C1", "--set", "chemistry=Pb"], "none of NMC"),
            (&["edit", "cell", "C1", "--set", "nominal_capacity_ah=-1"], "cannot be"),
            (&["add", "cell", "C1"], "is there already"),
            (&["correct", "mini", "5", "capacity=1", "--reason", "x"], "did you mean `capacity_ah`"),
            (&["delete", "cell", "C1", "--yes"], "in use by experiment `mini`"),
            (&["edit", "cell", "C1", "--set", "voltage_min_v=5", "--set", "voltage_max_v=3"], "is not below"),
            (&["correct", "mini", "5", "duration_s=-5", "--reason", "x"], "a number from 0"),
        ];
        for (words, said) in refused {
            let outcome = sandbox.run([&["catalog"], words].concat()).expect(2);
            assert!(outcome.stderr.contains(said), "{words:?}: {}", outcome.stderr);
        }
        assert_eq!(history(sandbox, &[]).len(), 1, "only the load");
    });
}

#[test]
fn a_correction_and_a_merge_are_laid_over_what_was_measured_and_taken_back() {
    on_both(|sandbox| {
        loaded(sandbox, &[]);
        let (before, measured) = (figures(sandbox, &["--experiment", "mini"]), rows(sandbox));
        sandbox.run(["catalog", "correct", "mini", "5", "capacity_ah=-1.9", "--reason", "loose lead"]).done();
        let overview = sandbox.report("overview", &["--experiment", "mini"]);
        assert_eq!((&overview["reference_step"], &overview["reference_capacity_ah"]), (&5.into(), &1.9.into()));
        sandbox.run(["catalog", "merge-steps", "mini", "1-2", "--reason", "one rest"]).done();
        let [steps, ..] = &figures(sandbox, &["--experiment", "mini"])[..] else { panic!("no steps") };
        let steps = steps.as_array().unwrap();
        let (old, old_steps) = (before[0].as_array().unwrap(), before[0].as_array().unwrap().len());
        assert_eq!(steps.len(), old_steps - 1);
        let sum = |key: &str| old[0][key].as_f64().unwrap() + old[1][key].as_f64().unwrap();
        assert_eq!(steps[0]["duration_s"].as_f64(), Some(sum("duration_s")));
        assert_eq!(steps[0]["measurements"].as_f64(), Some(sum("measurements")));
        assert_eq!((&steps[0]["step"], &steps[0]["voltage_end_v"]), (&1.into(), &old[1]["voltage_end_v"]));
        assert_eq!(rows(sandbox), measured);
        // Its rows are those of one step, whose time goes on.
        let drawn = sandbox.path("rest.csv");
        let drawn = drawn.to_string_lossy();
        let plot = ["plot", "custom", "--experiment", "mini", "--x", "step_time_s", "--y", "voltage_v", "--steps", "1"];
        sandbox.run([&plot[..], &["-o", "rest.svg", "--data-out", &drawn]].concat()).done();
        let last = std::fs::read_to_string(&*drawn).unwrap();
        let last = last.lines().last().unwrap();
        assert!(last.contains("7500"), "{last}");
        // What was amended is told, judged as the tester wrote it, and kept when the test grows or is read again.
        let report = sandbox.run(["report", "steps", "--experiment", "mini"]).done();
        report.says(&[]);
        assert!(report.stdout.contains("loose lead") && report.stdout.contains("one rest"), "{}", report.stdout);
        let gate = sandbox.run(["validate", "--experiment", "mini", "--fail-on", "never"]).done();
        assert!(!gate.stdout.contains("TIM07") && gate.stdout.contains("14 steps"), "{}", gate.stdout);
        sandbox.run(["catalog", "correct", "mini", "--withdraw", "1", "--reason", "it was right"]).done();
        sandbox.run(["catalog", "merge-steps", "mini", "--withdraw", "1", "--reason", "two"]).done();
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), before, "{}", sandbox.lane());
        let actions: Vec<Value> =
            history(sandbox, &["experiment", "mini"]).iter().map(|event| event["action"].clone()).collect();
        assert_eq!(actions, ["load", "correct", "merge-steps", "withdraw", "withdraw"]);
    });
}

#[test]
fn what_was_amended_stays_when_the_test_grows() {
    on_both(|sandbox| {
        let pair = fixture("mini");
        let running = *pair.steps().last().unwrap();
        pair.while_running(running, 0.5).write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        sandbox.run(["catalog", "correct", "mini", "5", "capacity_ah=-1.9", "--reason", "loose lead"]).done();
        pair.write(&sandbox.path("in"));
        let (_, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        assert_eq!(answer["tests"][0]["outcome"], "appended", "{answer:#}");
        let listed = sandbox.json(["catalog", "list", "steps", "--format", "json"]);
        assert_eq!(listed["steps"][4]["capacity_ah"], -1.9, "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn what_is_deleted_can_be_loaded_again_and_is_remembered() {
    on_both(|sandbox| {
        loaded(sandbox, &["--project", "Ageing", "--cell", "C1"]);
        let before = figures(sandbox, &["--experiment", "mini"]);
        sandbox.run(["catalog", "delete", "experiment", "mini"]).expect(2).says(&["1656 rows", "--yes"]);
        sandbox.run(["catalog", "delete", "experiment", "mini", "--yes", "--reason", "wrong cell"]).done();
        assert!(sandbox.experiments().is_empty());
        sandbox.intact();
        sandbox.run(["catalog", "delete", "cell", "C1", "--yes"]).done();
        let stone = history(sandbox, &["experiment", "mini"]).pop().unwrap();
        assert_eq!((&stone["action"], &stone["reason"]), (&"delete".into(), &"wrong cell".into()));
        assert!(stone["before"].as_str().unwrap().contains("mini_Detail.csv"), "{stone:#}");
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), before, "{}", sandbox.lane());
    });
}

#[test]
fn hostile_words_come_back_as_they_went_in() {
    let words = ["'; DROP TABLE cells; --", "$1 \" ` \\", "電池 🔋 ünï", "a\u{202e}b", "%s {} NULL"];
    on_both(|sandbox| {
        loaded(sandbox, &[]);
        for word in words {
            sandbox.run(["catalog", "add", "cell", word, "--set", &format!("notes={word}")]).done();
            let set = [format!("description={word}"), format!("cell={word}"), format!("tags={word}")];
            let set = set.iter().flat_map(|set| ["--set", set]);
            sandbox.run(["catalog", "edit", "experiment", "mini"].into_iter().chain(set)).done();
            let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
            assert_eq!((&shown["description"], &shown["cell"]), (&word.into(), &word.into()), "{}", sandbox.lane());
            sandbox.run(["catalog", "note", "mini", "5", word]).done();
        }
        let huge = "x".repeat(10_000);
        sandbox.run(["catalog", "edit", "experiment", "mini", "--set", &format!("description={huge}")]).done();
        sandbox.intact();
    });
}

#[test]
fn projects_cells_and_experiments_stand_in_a_tree() {
    let sandbox = Sandbox::sqlite();
    loaded(&sandbox, &["--project", "Ageing", "--cell", "C1"]);
    let tree = sandbox.run(["catalog", "tree"]).done();
    assert_eq!(tree.stdout, "Ageing\n  C1\n    mini  (1656 rows, 2024-09-04)\n");
    let rows = sandbox.json(["catalog", "tree", "--steps", "--format", "json"]);
    assert_eq!(rows["tree"].as_array().map(Vec::len), Some(3 + 14));
}

#[test]
fn many_who_edit_at_once_lose_nothing() {
    on_both(|sandbox| {
        loaded(sandbox, &["--cell", "C1"]);
        let all: Vec<_> = (0..5)
            .map(|at| sandbox.start(["catalog", "edit", "experiment", "mini", "--set", &format!("tags=+q{at}")]))
            .chain((0..3).map(|at| {
                let value = format!("energy_wh={}", -7 - at);
                sandbox.start(["catalog", "correct", "mini", "5", &value, "--reason", "at once"])
            }))
            .collect();
        for child in all {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{} on {}", String::from_utf8_lossy(&output.stderr), sandbox.lane());
        }
        let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
        let tags = shown["tags"].as_str().unwrap();
        assert!((0..5).all(|at| tags.contains(&format!("q{at}"))), "{tags}");
        let events = history(sandbox, &["experiment", "mini"]);
        assert_eq!(events.len(), 1 + 5 + 3);
        // Each began where the one before ended.
        let corrected: Vec<&str> =
            events.iter().filter(|event| event["action"] == "correct").map(|e| e["after"].as_str().unwrap()).collect();
        let before: Vec<&str> =
            events.iter().filter(|event| event["action"] == "correct").map(|e| e["before"].as_str().unwrap()).collect();
        assert_eq!(&corrected[..2], &before[1..], "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn figures_that_are_not_what_the_steps_give_are_found_and_derived_anew() {
    let sandbox = Sandbox::sqlite();
    loaded(&sandbox, &[]);
    sandbox.run(["catalog", "check", "--content"]).done();
    let file = sandbox.path("battery-etl/battery-etl.db");
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    connection.batch_execute("UPDATE step_metrics SET c_rate = 77 WHERE step = 5").unwrap();
    let outcome = sandbox.run(["catalog", "check", "--content"]).expect(1);
    assert!(outcome.stdout.contains("catalog rebase"), "{}", outcome.stdout);
    sandbox.run(["catalog", "rebase", "mini"]).done();
    sandbox.run(["catalog", "check", "--content"]).done();
    sandbox.run(["catalog", "note", "mini", "5", "door was open"]).done();
    let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
    assert_eq!(shown["notes"][0]["note"], "door was open");
}

#[test]
fn what_is_read_is_never_written_over() {
    let sandbox = Sandbox::sqlite();
    loaded(&sandbox, &[]);
    let detail = std::fs::read(sandbox.path("in/mini_Detail.csv")).unwrap();
    for command in [
        &["export", "measurements", "in", "-o", "in/mini_Detail.csv"][..],
        &["report", "steps", "in", "-o", "in/mini_Detail.csv"],
        &["report", "steps", "--experiment", "mini", "--format", "csv", "-o", "battery-etl/battery-etl.db"],
        &["export", "bundle", "--experiment", "mini", "-o", "battery-etl/battery-etl.db"],
    ] {
        let outcome = sandbox.run(command).expect(2);
        assert!(outcome.stderr.contains("reads it"), "{command:?}: {}", outcome.stderr);
    }
    assert_eq!(std::fs::read(sandbox.path("in/mini_Detail.csv")).unwrap(), detail);
    sandbox.intact();
}

#[test]
fn a_bare_number_is_a_name_where_something_is_deleted() {
    on_both(|sandbox| {
        loaded(sandbox, &[]);
        let outcome = sandbox.run(["catalog", "delete", "experiment", "1", "--yes"]).expect(2);
        assert!(outcome.stderr.contains("no experiment `1`"), "{}", outcome.stderr);
        sandbox.run(["catalog", "delete", "experiment", "#1", "--yes"]).done();
        assert!(sandbox.experiments().is_empty());
    });
}

#[test]
fn what_was_replaced_stands_again_when_its_replacement_is_deleted() {
    on_both(|sandbox| {
        loaded(sandbox, &[]);
        let before = figures(sandbox, &["--experiment", "mini"]);
        fixture("mini").another("mini", 7).write(&sandbox.path("other"));
        sandbox.ingest(&sandbox.path("other"), &["--replace"]).0.done();
        sandbox.run(["catalog", "check", "--content"]).done();
        let tried = sandbox.run(["catalog", "delete", "experiment", "mini", "--dry-run"]);
        tried.done().says(&["(No. 1) stands again"]);
        let deleted = sandbox.run(["catalog", "delete", "experiment", "mini", "--yes"]);
        deleted.done().says(&["(No. 1) stands again"]);
        assert_eq!(sandbox.experiments(), ["mini"]);
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), before);
        sandbox.run(["catalog", "check", "--content"]).done();
        let (_, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        assert_eq!(answer["skipped"], 1, "{answer:#}");
        // With its rows dropped it is no test any more.
        sandbox.ingest(&sandbox.path("other"), &["--replace", "--discard"]).0.done();
        sandbox.run(["catalog", "delete", "experiment", "mini", "--yes"]).done();
        assert!(sandbox.experiments().is_empty());
        sandbox.intact();
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        // Behind one whose rows were dropped stands what that had replaced.
        let number = experiment_number(sandbox);
        sandbox.ingest(&sandbox.path("other"), &["--replace"]).0.done();
        fixture("mini").another("mini", 8).write(&sandbox.path("third"));
        sandbox.ingest(&sandbox.path("third"), &["--replace", "--discard"]).0.done();
        let deleted = sandbox.run(["catalog", "delete", "experiment", "mini", "--yes"]);
        deleted.done().says(&[&format!("(No. {number}) stands again")]);
        assert_eq!((sandbox.experiments(), experiment_number(sandbox)), (vec!["mini".to_owned()], number));
        assert_eq!(figures(sandbox, &["--experiment", "mini"]), before);
        sandbox.intact();
    });
}

/// The number of the one test called `mini`.
fn experiment_number(sandbox: &Sandbox) -> i64 {
    let all = sandbox.json(["catalog", "list", "experiments", "--columns", "id,name", "--format", "json"]).to_string();
    let id = all.split("\"id\":").nth(1).and_then(|rest| rest.split([',', '}']).next());
    id.and_then(|id| id.trim().parse().ok()).unwrap_or_else(|| panic!("no number in {all}"))
}

#[test]
fn a_test_that_is_called_like_a_number_is_that_test() {
    on_both(|sandbox| {
        fixture("mini").named("#2").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        fixture("fade").named("other").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        sandbox.run(["catalog", "delete", "experiment", "#2", "--yes"]).done();
        assert_eq!(sandbox.experiments(), ["other"]);
    });
}

#[test]
fn a_bundle_that_was_changed_is_refused() {
    let sandbox = Sandbox::sqlite();
    loaded(&sandbox, &[]);
    sandbox.run(["catalog", "correct", "mini", "5", "capacity_ah=-1.9", "--reason", "loose lead"]).done();
    let there = format!("sqlite:{}", sandbox.path("there.db").display());
    for (at, (change, said)) in [
        ("UPDATE measurements SET voltage_v = 1.0 WHERE step = 5 AND seq = 10", "its rows are not"),
        ("UPDATE steps SET status = 'x' WHERE number = 3", "its steps are not"),
        ("DELETE FROM steps WHERE number = 14", "its steps are not"),
        ("UPDATE experiments SET rows_digest = '00'", "its rows are not"),
        ("UPDATE corrections SET step = 77", "which is not there"),
    ]
    .into_iter()
    .enumerate()
    {
        let bundle = format!("b{at}.bundle");
        sandbox.run(["export", "bundle", "--experiment", "mini", "-o", &bundle]).done();
        let file = sandbox.path(&bundle);
        let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
        connection.batch_execute(change).unwrap();
        drop(connection);
        let outcome = sandbox.run(["--database", &there, "catalog", "import", &bundle]).expect(1);
        assert!(outcome.stderr.contains(said), "{change}: {}", outcome.stderr);
    }
    // There and back again, the history grows by the journeys alone.
    sandbox.run(["export", "bundle", "--experiment", "mini", "-o", "whole.bundle"]).done();
    sandbox.run(["--database", &there, "catalog", "import", "whole.bundle"]).done();
    let all = sandbox.run(["--database", &there, "catalog", "history", "--format", "json"]).done().json();
    let actions: Vec<&str> = all["events"].as_array().unwrap().iter().filter_map(|e| e["action"].as_str()).collect();
    assert_eq!(actions, ["load", "correct", "import", "import"]);
}
