//! A test that people amended: its findings are its tester's, its running steps are what their rows say, and what is said of a
//! change is what reports show.

use crate::support::{Sandbox, fixture, on_both};
use serde_json::Value;

fn amend(sandbox: &Sandbox, words: &str) -> String {
    sandbox.run(["catalog"].into_iter().chain(words.split(' ')).chain(["--reason", "so it is"])).done().stderr
}

fn steps(sandbox: &Sandbox) -> Vec<Value> {
    let report = sandbox.report("steps", &["--experiment", "mini"]);
    report["steps"].as_array().cloned().unwrap_or_default()
}

fn step(sandbox: &Sandbox, number: i32) -> Value {
    steps(sandbox).into_iter().find(|step| step["step"] == number).unwrap_or_default()
}

#[test]
fn findings_of_an_amended_test_are_those_of_its_tester() {
    on_both(|sandbox| {
        // Something to find in step 2, which becomes a part of step 1.
        let pair = fixture("mini");
        let row = pair.column("工步").iter().position(|step| *step == "2").unwrap() + 5;
        pair.with_cell(row, "電壓(V)", "3.9").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        let found = || {
            let export = ["export", "findings", "--experiment", "mini", "-o", "-", "--format", "csv"];
            let findings = sandbox.run(export).done().stdout;
            let overview = sandbox.report("overview", &["--experiment", "mini"]);
            let plot = ["plot", "quality", "--experiment", "mini", "-o", "quality.svg", "--data-out", "quality.csv"];
            sandbox.run(plot).done();
            let page = ["report", "overview", "--experiment", "mini", "--format", "html", "-o", "page.html"];
            sandbox.run(page).done();
            let page = std::fs::read_to_string(sandbox.path("page.html")).unwrap();
            let codes: Vec<&str> =
                ["STP03", "STP07", "TIM07", "CAP05"].into_iter().filter(|one| page.contains(one)).collect();
            let quality = sandbox.report("quality", &["--experiment", "mini"]);
            let touched: i64 = ["errors", "warnings", "infos"]
                .iter()
                .map(|key| {
                    quality["steps"].as_array().unwrap().iter().filter_map(|step| step[*key].as_i64()).sum::<i64>()
                })
                .sum();
            (findings, overview["verdict"].clone(), overview["findings_by_rule"].clone(), codes.join(" "), touched)
        };
        let before = found();
        assert!(before.0.lines().count() > 1 && before.4 > 0, "{before:?}");
        amend(sandbox, "correct mini 5 capacity_ah=-1.5");
        amend(sandbox, "correct mini 3 step_type=discharge");
        amend(sandbox, "merge-steps mini 1-2");
        assert_eq!(found(), before, "{}", sandbox.lane());
        // A reference that is a discharge by a correction alone is none to the tester.
        amend(sandbox, "correct mini 3 capacity_ah=-1.4");
        sandbox.run(["catalog", "rebase", "mini", "--reference-step", "3"]).done();
        let export = ["export", "findings", "--experiment", "mini", "-o", "-", "--format", "csv"];
        assert_eq!(sandbox.run(export).done().stdout, before.0, "{}", sandbox.lane());
    });
}

#[test]
fn a_step_that_still_runs_is_merged_by_what_its_rows_say() {
    on_both(|sandbox| {
        let pair = fixture("mini").while_running(2, 0.4);
        pair.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        let before = steps(sandbox);
        amend(sandbox, "merge-steps mini 1-2");
        let merged = step(sandbox, 1);
        for key in ["duration_s", "measurements"] {
            let sum = before[0][key].as_f64().unwrap() + before[1][key].as_f64().unwrap();
            assert!(before[1][key].as_f64().unwrap() > 0.0, "{before:#?}");
            assert_eq!(merged[key].as_f64(), Some(sum), "{key} {}", sandbox.lane());
        }
        assert_eq!(merged["voltage_end_v"], before[1]["voltage_end_v"]);
        // With the rest of it the whole has that, too.
        fixture("mini").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        assert_eq!(step(sandbox, 1)["duration_s"], 7500.0, "{}", sandbox.lane());
    });
}

#[test]
fn what_a_correction_changes_is_what_reports_showed() {
    on_both(|sandbox| {
        let pair = fixture("mini");
        pair.while_running(5, 0.5).write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        let shown = step(sandbox, 5)["capacity_ah"].as_f64().unwrap();
        assert!(shown < -0.5, "{shown}");
        let said = amend(sandbox, "correct mini 5 capacity_ah=-0.9");
        assert!(said.contains(&format!("capacity_ah of step 5: {shown} -> capacity_ah of step 5: -0.9")), "{said}");
        amend(sandbox, "correct mini 3 voltage_end_v=4.2");
        // It is laid over the step that has ended, too, which is told; step 3 had ended before.
        pair.write(&sandbox.path("in"));
        let notes = sandbox.ingest(&sandbox.path("in"), &[]).0.done().stderr;
        assert!(notes.contains("capacity_ah of step 5 is corrected to -0.9 since it was running"), "{notes}");
        assert!(notes.contains("the files say -2:") && notes.contains("--withdraw 1"), "{notes}");
        assert!(!notes.contains("step 3"), "{notes}");
        assert_eq!(step(sandbox, 5)["capacity_ah"], -0.9, "{}", sandbox.lane());
        // Nothing to tell of one that was taken back.
        sandbox.run(["catalog", "correct", "mini", "--withdraw", "1", "--reason", "it has ended"]).done();
    });
    // Detail alone has a value, too.
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    std::fs::remove_file(sandbox.path("in/mini_Step.csv")).unwrap();
    sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never", "--name", "mini"]).0.done();
    let shown = step(&sandbox, 5)["capacity_ah"].as_f64().unwrap();
    let said = amend(&sandbox, "correct mini 5 capacity_ah=-1.9");
    assert!(said.contains(&format!("capacity_ah of step 5: {shown} -> ")), "{said}");
}
