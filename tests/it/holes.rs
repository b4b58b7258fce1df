//! Rows that are missing in the files of other cyclers: at a step's start, in its middle, at its end, and whole steps.

use crate::support::{Sandbox, on_both};
use crate::synth::{Other, same_script};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn written(sandbox: &Sandbox, dialect: &str) -> PathBuf {
    let other = Other::all().find(|other| other.name == dialect).unwrap();
    other.write(&sandbox.path(dialect), "same", &same_script()).unwrap()
}

/// The file without some of its lines, under its own name in another folder.
fn without(path: &Path, folder: &Path, lost: std::ops::Range<usize>) -> PathBuf {
    let bytes = std::fs::read(path).unwrap();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
    let left: Vec<u8> = lines.filter(|(at, _)| !lost.contains(at)).flat_map(|(_, line)| line.to_vec()).collect();
    std::fs::create_dir_all(folder).unwrap();
    let cut = folder.join(path.file_name().unwrap());
    std::fs::write(&cut, left).unwrap();
    cut
}

/// The lines at which rows are said to be missing.
fn holes(sandbox: &Sandbox, source: &[&str]) -> Vec<(u64, Option<u64>)> {
    let answer = sandbox.run([&["validate", "--format", "json", "--fail-on", "never"], source].concat()).json();
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    let place = |one: &Value| (one["line"].as_u64().unwrap_or(0), one["line_end"].as_u64());
    findings.iter().filter(|one| one["rule"] == "TIM03" || one["rule"] == "STP03").map(place).collect()
}

#[test]
fn rows_whose_numbers_are_left_out_are_missed_wherever_they_were() {
    let sandbox = Sandbox::sqlite();
    let numbered =
        ["arbin", "arbin-nounits", "neware", "neware-zh", "neware-7", "maccor", "basytec", "bdf", "land", "cellpy"];
    for dialect in numbered {
        let whole = written(&sandbox, dialect);
        assert_eq!(holes(&sandbox, &[&whole.to_string_lossy()]), [], "{dialect}");
        let lines = std::fs::read(&whole).unwrap().iter().filter(|byte| **byte == b'\n').count();
        // Every so many lines: somewhere it is a step's first, somewhere its last.
        for (nth, from) in (40..lines - 60).step_by(lines / 12).enumerate() {
            let lost = 1 + nth % 3 * 20;
            let cut = without(&whole, &sandbox.path(&format!("{dialect}-{from}")), from..from + lost);
            let told = holes(&sandbox, &[&cut.to_string_lossy()]);
            // The line before the hole, or the one behind it.
            let near = told.iter().any(|(line, _)| (from as u64..=from as u64 + 1).contains(line));
            assert!(near, "{dialect}: {lost} lines from {from} on: {told:?}");
        }
    }
}

/// Of each step of a file its rows' lines, counted from 0.
fn steps(sandbox: &Sandbox, path: &Path) -> Vec<std::ops::Range<usize>> {
    let lines = std::fs::read(path).unwrap().iter().filter(|byte| **byte == b'\n').count();
    let report = sandbox.json(["report", "steps", "--format", "json", &path.to_string_lossy()]);
    let rows = report["experiments"][0]["steps"].as_array().cloned().unwrap_or_default();
    let rows: Vec<usize> = rows.iter().map(|step| step["measurements"].as_u64().unwrap_or(0) as usize).collect();
    let mut at = lines - rows.iter().sum::<usize>();
    let next = |rows: &usize| {
        at += rows;
        at - rows..at
    };
    rows.iter().map(next).collect()
}

#[test]
fn a_time_that_no_step_leaves_between_its_rows_is_missed_where_no_row_is_numbered() {
    let sandbox = Sandbox::sqlite();
    for dialect in ["biologic", "novonix", "pec", "nrel", "pyprobe", "digatron-bts", "bdf-machine"] {
        let whole = written(&sandbox, dialect);
        assert_eq!(holes(&sandbox, &[&whole.to_string_lossy()]), [], "{dialect}");
        let steps = steps(&sandbox, &whole);
        let is_long = |at: &usize| steps[at - 1].len() >= 12 && steps[*at].len() >= 60;
        let long: Vec<usize> = (1..steps.len()).filter(is_long).collect();
        assert!(long.len() >= 3, "{dialect}: {steps:?}");
        let mut silent = Vec::new();
        for &at in &long {
            let step = steps[at].clone();
            let cut =
                without(&whole, &sandbox.path(&format!("{dialect}-{at}")), step.start..step.start + step.len() / 2);
            let told = holes(&sandbox, &[&cut.to_string_lossy()]);
            if !told.iter().any(|(line, _)| *line == step.start as u64) {
                silent.push(at + 1);
            }
        }
        // A step that is also sampled seldom leaves as long a time between its own rows.
        assert!(silent.len() * 3 <= long.len(), "{dialect}: {silent:?} of {long:?}");
    }
}

#[test]
fn the_first_step_is_missed_where_the_tests_clock_tells_that_it_ran() {
    let sandbox = Sandbox::sqlite();
    for dialect in ["arbin", "neware", "maccor", "basytec", "novonix", "pec", "digatron-bts", "land"] {
        let whole = written(&sandbox, dialect);
        let steps = steps(&sandbox, &whole);
        let first = steps[0].clone();
        let cut = without(&whole, &sandbox.path(&format!("{dialect}-first")), first.clone());
        let told = holes(&sandbox, &[&cut.to_string_lossy()]);
        assert_eq!(told, [(first.start as u64 + 1, None)], "{dialect}");
        // One that goes on with a test after its first hour begins in the middle of it.
        let many = without(&whole, &sandbox.path(&format!("{dialect}-middle")), first.start..steps[3].start);
        assert_eq!(holes(&sandbox, &[&many.to_string_lossy()]), [], "{dialect}");
    }
}

#[test]
fn what_the_numbers_of_rows_told_is_known_of_what_is_loaded() {
    on_both(|sandbox| {
        let whole = written(sandbox, "neware");
        let cut = without(&whole, &sandbox.path("cut"), 100..110);
        let files = holes(sandbox, &[&cut.to_string_lossy()]);
        assert!(!files.is_empty());
        sandbox.ingest(&cut, &["--fail-on", "never"]).0.expect(0);
        let name = sandbox.experiments().pop().unwrap();
        assert_eq!(holes(sandbox, &["--experiment", &name]), files, "{}", sandbox.lane());
    });
}
