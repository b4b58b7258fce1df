//! The same bits from files, from SQLite and from PostgreSQL; under every zone and locale; for any number of jobs.

use crate::support::{Outcome, Pair, Sandbox, fixture, on_both, real_pairs};
use serde_json::Value;

const KINDS: [&str; 6] = ["steps", "cycles", "pulses", "rate", "temperature", "degradation"];

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
    let steps = &steps["experiments"][0]["steps"];
    assert_eq!(steps.as_array().map(Vec::len), Some(pair.steps().len()), "every step is reported");
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

/// Everything that is found, from a source given by arguments.
fn findings(sandbox: &Sandbox, source: &[&str]) -> Value {
    let args = [&["validate", "--format", "json", "--fail-on", "never"], source].concat();
    sandbox.json(args)["findings"].take()
}

#[test]
fn a_test_of_which_some_rows_were_loaded_is_judged_as_its_files() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        mini.write(&folder);
        sandbox.ingest(&folder, &["--steps", "1,3-8"]).0.done();
        let database = findings(sandbox, &["--experiment", "mini"]);
        assert_eq!(findings(sandbox, &[&folder.to_string_lossy()]), database, "{}", sandbox.lane());
    });
}

#[test]
fn what_is_said_of_the_cell_counts_for_a_loaded_test() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        mini.write(&folder);
        sandbox.ingest(&folder, &[]).0.done();
        for (words, rule) in [
            (&["--chemistry", "LFP"][..], "VLT01"),
            (&["--voltage-max", "4.0"], "VLT01"),
            (&["--temperature-max", "20"], "TMP01"),
            (&["--current-discharge-max", "1"], "CUR04"),
        ] {
            let files = findings(sandbox, &[&[&*folder.to_string_lossy()][..], words].concat());
            assert!(files.to_string().contains(rule), "{words:?}: {files:#}");
            let database = findings(sandbox, &[&["--experiment", "mini"][..], words].concat());
            assert_eq!(files, database, "{words:?} in {}", sandbox.lane());
        }
    });
}

/// The file without its last rows, as a copy that broke off.
fn cut(text: &str, rows: usize) -> String {
    let keep = text.lines().count() - rows;
    text.split_inclusive('\n').take(keep).collect()
}

#[test]
fn whatever_is_wrong_is_found_the_same_in_files_and_databases() {
    let mini = fixture("mini");
    let lines = mini.detail.lines().count() - 1;
    let wrong: [(&str, Pair); 5] = [
        ("STP01", Pair { step: cut(&mini.step, 3), ..mini.named("cut") }),
        ("STP10", mini.with_cell(lines / 2, "工步種類", "CC放電充電").named("label")),
        ("STP09", mini.with_cell(lines / 3, "工步編號", "77").named("recipe")),
        ("STP05", mini.with_cell(lines / 2, "狀態", "StepAlarm").named("alarm")),
        ("TIM04", mini.with_cell(lines / 2, "實際開始時間", "01/01/1970 00:00:00").named("date")),
    ];
    for (rule, pair) in &wrong {
        on_both(|sandbox| {
            let folder = sandbox.path(&pair.name);
            pair.write(&folder);
            let files = findings(sandbox, &[&folder.to_string_lossy()]);
            assert!(files.to_string().contains(rule), "{rule} in {}: {files:#}", pair.name);
            sandbox.ingest(&folder, &["--fail-on", "never"]).0.expect(0);
            let database = findings(sandbox, &["--experiment", &pair.name]);
            assert_eq!(files, database, "{} from files and from {}", pair.name, sandbox.lane());
        });
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
