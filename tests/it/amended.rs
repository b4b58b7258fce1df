//! A test that people amended: its findings are its tester's, its running steps are what their rows say, and what is said of a
//! change is what reports show.

use crate::support::{Sandbox, fixture, on_both};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
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
        // Where a figure has no time axis, a finding is at the cycle of its step: of a part, of the whole that it is in.
        let marks = || {
            let kind = ["plot", "custom", "--x", "cycle", "--y", "charge_capacity_ah", "--experiment", "mini"];
            let more = ["-o", "marked.svg", "--mark-findings"];
            let said = sandbox.run([&kind[..], &more].concat()).done().stderr;
            assert!(!said.contains("no finding is marked"), "{said} {}", sandbox.lane());
            std::fs::read_to_string(sandbox.path("marked.svg")).unwrap()
        };
        let before = found();
        let rule = before.0.lines().nth(1).and_then(|line| line.split(',').next()).unwrap().to_owned();
        assert!(marks().contains(&rule), "{rule}");
        assert!(before.0.lines().count() > 1 && before.4 > 0, "{before:?}");
        amend(sandbox, "correct mini 5 capacity_ah=-1.5");
        amend(sandbox, "correct mini 3 step_type=discharge");
        amend(sandbox, "merge-steps mini 1-2");
        assert_eq!(found(), before, "{}", sandbox.lane());
        assert!(marks().contains(&rule), "{rule} {}", sandbox.lane());
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

/// What a query of the database answers, as JSON.
fn asked(sandbox: &Sandbox, columns: &str, query: &str) -> Value {
    let text = match sandbox.server() {
        Some(server) => server.query(&format!("SELECT json_agg(json_build_array({columns})) FROM ({query}) q")),
        None => {
            let path = sandbox.path("battery-etl/battery-etl.db");
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            let query = format!("SELECT json_group_array(json_array({columns})) AS answer FROM ({query}) q");
            diesel::sql_query(query).get_result::<Answer>(&mut connection).unwrap().answer
        }
    };
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::Text)]
    answer: String,
}

#[test]
fn the_views_and_the_catalog_follow_what_was_amended() {
    on_both(|sandbox| {
        fixture("mini").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        let columns = "step, step_type, control, original_step_type, status, tester_cycle";
        let viewed = || asked(sandbox, columns, &format!("SELECT {columns} FROM bi_steps ORDER BY step"));
        let rows = "SELECT step, count(*) AS n, min(seq) AS first, max(seq) AS last, max(step_time_s) AS end_s, \
                    count(cycle) AS known, count(soc_pct) AS charged, max(step_type) AS step_type FROM bi_measurements \
                    GROUP BY step ORDER BY step";
        let rows = || asked(sandbox, "step, n, first, last, end_s, known, charged, step_type", rows);
        let before = (viewed(), rows());
        amend(sandbox, "merge-steps mini 1-2");
        amend(sandbox, "correct mini 7 step_type=waveform");
        amend(sandbox, "correct mini 7 tester_cycle=4");
        let reported = steps(sandbox);
        let (steps, counted) = (viewed(), rows());
        let listed = sandbox.json(["catalog", "list", "steps", "--format", "json", "--columns", "all"]);
        assert_eq!(reported.len(), 13);
        for (at, step) in reported.iter().enumerate() {
            let [by_view, by_list, of_rows] = [&steps[at], &listed["steps"][at], &counted[at]];
            for (place, key) in [(0, "step"), (1, "step_type"), (3, "original_step_type"), (4, "status")] {
                assert_eq!(by_view[place], step[key], "{key}: {by_view} {}", sandbox.lane());
                assert_eq!(by_list[key], step[key], "{key}: {by_list:#}");
            }
            let rows = step["measurements"].as_i64().unwrap();
            assert_eq!(of_rows[0], step["step"]);
            assert_eq!((&of_rows[1], &of_rows[3]), (&rows.into(), &(rows - 1).into()), "{of_rows}");
            assert_eq!((&of_rows[2], &of_rows[5], &of_rows[6]), (&0.into(), &rows.into(), &rows.into()), "{of_rows}");
            assert_eq!(of_rows[7], step["step_type"]);
        }
        assert_eq!((counted[0][4].as_f64(), &steps[5][5]), (Some(7500.0), &4.into()), "{}", sandbox.lane());
        assert_eq!(asked(sandbox, "steps", "SELECT steps FROM bi_experiments")[0][0], 13);
        // Filters go by what is said now.
        let by_type = |step_type: &str| {
            let words = ["catalog", "list", "steps", "--step-type", step_type, "--format", "json"];
            sandbox.json(words)["steps"].as_array().map_or(0, Vec::len)
        };
        assert_eq!(by_type("waveform"), 1);
        let having = ["catalog", "list", "experiments", "--step-type", "waveform", "--format", "json"];
        assert_eq!(sandbox.json(having)["experiments"].as_array().map_or(0, Vec::len), 1);
        // All of it is taken back.
        for (what, number) in [("merge-steps", "1"), ("correct", "1"), ("correct", "2")] {
            sandbox.run(["catalog", what, "mini", "--withdraw", number, "--reason", "no"]).done();
        }
        assert_eq!((viewed(), rows()), before, "{}", sandbox.lane());
        assert_eq!(by_type("waveform"), 0);
        sandbox.intact();
    });
}
