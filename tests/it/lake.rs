//! Tests read back from a lake: which files are opened, and what is known without them.

use crate::parts::{commit, lines};
use crate::support::{Sandbox, aloud, fixture, shared};
use serde_json::Value;
use std::fs;

/// A lake of several tests, and the manifest of their parts.
pub(crate) fn lake(sandbox: &Sandbox) -> Vec<Value> {
    let mini = fixture("mini");
    for (at, name) in ["mini", "one", "two"].into_iter().enumerate() {
        mini.another(name, at).write(&sandbox.path("in"));
    }
    fs::write(sandbox.path("m.csv"), "name,project,cell\nmini,Ageing,A1\none,Ageing,B2\ntwo,Other,\n").unwrap();
    let outcome = sandbox.run(["export", "parts", "in", "--manifest", "m.csv", "-o", "lake"]).done();
    let lines = lines(&outcome);
    commit(&sandbox.path("lake"), &lines);
    lines
}

/// Takes the parts of these tables of all tests but one away.
fn forget(sandbox: &Sandbox, lines: &[Value], kept: &str, tables: &[&str]) {
    for line in lines.iter().filter(|line| line["name"] != kept) {
        for part in line["parts"].as_array().unwrap() {
            if tables.contains(&part["table"].as_str().unwrap()) {
                fs::remove_file(sandbox.path("lake").join(part["path"].as_str().unwrap())).unwrap();
            }
        }
    }
}

#[test]
fn only_the_tests_that_are_asked_for_are_opened() {
    let sandbox = Sandbox::sqlite();
    let lines = lake(&sandbox);
    let overview = |words: &[&str]| {
        let words = [&["report", "overview", "--from", "lake:lake", "--format", "json"], words].concat();
        sandbox.run(words).done().stdout
    };
    let asked = [&["--experiment", "mini"][..], &["--cell", "A1"], &["--cell", "A1", "--step-type", "charge"]];
    let whole: Vec<String> = asked.iter().map(|words| overview(words)).collect();
    assert!(whole[0].contains("\"mini\""), "{}", whole[0]);
    forget(&sandbox, &lines, "mini", &["tests", "files", "measurements", "steps", "cycles", "pulses", "findings"]);
    let now: Vec<String> = asked.iter().map(|words| overview(words)).collect();
    assert_eq!(now, whole);
    sandbox.run(["report", "overview", "--from", "lake:lake", "--cell", "B2"]).expect(2).says(&["is not there"]);
    sandbox.run(["report", "overview", "--from", "lake:lake", "--experiment", "mimi"]).expect(2).says(&["`mini`"]);
}

#[test]
fn tests_without_a_step_that_the_filters_leave_are_not_opened() {
    let sandbox = Sandbox::sqlite();
    let lines = lake(&sandbox);
    let report = |words: &[&str]| sandbox.run([&["report", "steps", "--from", "lake:lake"], words].concat());
    report(&["--step-type", "charge"]).done().says(&["two"]);
    forget(&sandbox, &lines, "", &["tests", "files", "measurements", "steps", "cycles", "pulses", "findings"]);
    for filter in [["--c-rate", "1000..2000"], ["--ocv", "90.."], ["--soc", "..-900"], ["--temperature", "900.."]] {
        report(&filter).done().says(&["no test of the lake is left by the filters"]);
    }
    report(&["--step-type", "charge"]).expect(2).says(&["is not there"]);
}

#[test]
fn findings_in_workbooks_name_their_sheet_as_from_the_files() {
    for book in ["landt/cellpy_custom_data_002.xlsx", "neware/cellpy_custom_data_003.xls"] {
        let path = shared().join("data").join(book);
        if !path.is_file() {
            aloud(&format!("SKIPPED: no {} (BATTERY_ETL_SHARED names the place of data)", path.display()));
            continue;
        }
        let sandbox = Sandbox::sqlite();
        let file = path.to_string_lossy().into_owned();
        let outcome = sandbox.run(["export", "parts", &file, "--fail-on", "never", "-o", "lake"]).done();
        commit(&sandbox.path("lake"), &lines(&outcome));
        let findings = |words: &[&str]| {
            let words = [&["validate", "--format", "json", "--fail-on", "never"], words].concat();
            sandbox.run(words).done().stdout
        };
        let name = path.file_name().unwrap().to_string_lossy();
        assert_eq!(findings(&["--from", "lake:lake"]), findings(&[&file]).replace(&file, &name), "{book}");
    }
}
