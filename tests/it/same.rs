//! The same bits from files, from SQLite and from PostgreSQL; under every zone and locale; for any number of jobs.

use crate::support::{Outcome, Pair, Sandbox, fixture, on_both, real_pairs};
use serde_json::Value;

const KINDS: [&str; 3] = ["steps", "cycles", "pulses"];

/// Each report as it is printed, byte for byte, from a source given by arguments.
fn reports(sandbox: &Sandbox, source: &[&str]) -> Vec<String> {
    let report = |kind| {
        let args = [&["report", kind, "--format", "json"], source].concat();
        sandbox.run(args).done().stdout
    };
    KINDS.map(report).into()
}

fn from_files_and_database(sandbox: &Sandbox, pair: &Pair) {
    let folder = sandbox.path("in");
    pair.write(&folder);
    let files = reports(sandbox, &[&folder.to_string_lossy()]);
    sandbox.ingest(&folder, &["--fail-on", "never"]).0.expect(0);
    let database = reports(sandbox, &["--experiment", &pair.name]);
    for ((kind, files), database) in KINDS.iter().zip(&files).zip(&database) {
        assert_eq!(files, database, "{kind} of {} from files and from {}", pair.name, sandbox.lane());
    }
    let steps: Value = serde_json::from_str(&files[0]).unwrap();
    assert_eq!(steps["steps"].as_array().map(Vec::len), Some(pair.steps().len()), "every step is reported");
}

#[test]
fn a_synthetic_test_reads_the_same_from_files_and_databases() {
    on_both(|sandbox| from_files_and_database(sandbox, &fixture("mini")));
}

#[test]
fn a_real_test_reads_the_same_from_files_and_databases() {
    for pair in real_pairs() {
        on_both(|sandbox| from_files_and_database(sandbox, &pair));
    }
}

#[test]
fn zones_and_locales_change_nothing() {
    let pair = fixture("mini");
    let under = |zone: &str, locale: &str| {
        let sandbox = Sandbox::sqlite();
        pair.write(&sandbox.path("in"));
        let run =
            |args: &[&str]| Outcome::of(sandbox.command().env("TZ", zone).env("LC_ALL", locale).args(args)).done();
        run(&["ingest", "in"]);
        KINDS.map(|kind| run(&["report", kind, "--experiment", &pair.name, "--format", "csv"]).stdout)
    };
    let utc = under("UTC", "C");
    for (zone, locale) in
        [("Asia/Taipei", "zh_TW.UTF-8"), ("America/St_Johns", "de_DE.UTF-8"), (":nonsense", "nonsense")]
    {
        assert_eq!(utc, under(zone, locale), "{zone} {locale}");
    }
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        for number in 0..4 {
            pair.another(&format!("test {number}"), number).write(&folder);
        }
        let one = sandbox.json(["--jobs", "1", "validate", "in", "--format", "json", "--fail-on", "never"]);
        let four = sandbox.json(["--jobs", "4", "validate", "in", "--format", "json", "--fail-on", "never"]);
        assert_eq!(one, four);
        let (outcome, answer) = sandbox.ingest(&folder, &["--jobs", "4"]);
        outcome.expect(0);
        assert_eq!(answer["loaded"], 4, "{}: {answer:#}", sandbox.lane());
        let names: Vec<&str> =
            answer["tests"].as_array().unwrap().iter().filter_map(|test| test["name"].as_str()).collect();
        assert_eq!(names, ["test 0", "test 1", "test 2", "test 3"], "in the order of the inputs");
        sandbox.intact();
    });
}
