//! A test that people amended: its findings are its tester's.

use crate::support::{Sandbox, fixture, on_both};

fn amend(sandbox: &Sandbox, words: &str) -> String {
    sandbox.run(["catalog"].into_iter().chain(words.split(' ')).chain(["--reason", "so it is"])).done().stderr
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
