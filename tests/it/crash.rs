//! Killed at any moment, loaded by many at once: a test is whole or absent, and running again ends where an undisturbed run
//! ends.

use crate::support::{Sandbox, fixture, often, on_both};
use std::collections::BTreeMap;
use std::process::Child;
use std::time::{Duration, Instant};

fn start(sandbox: &Sandbox, folder: &str) -> Child {
    sandbox.start(["ingest", folder, "--format", "json"])
}

#[test]
fn a_killed_ingest_leaves_a_test_whole_or_absent() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let times = if sandbox.server().is_some() { often(12, 60) } else { often(24, 200) } as u32;
        pair.write(&sandbox.path("in"));
        // How long an undisturbed run takes; then it is killed after each of so many parts of that time.
        let warm = Instant::now();
        sandbox.run(["ingest", "in", "--dry-run"]).done();
        let whole = warm.elapsed().max(Duration::from_millis(20)) * 2;
        let mut seen = BTreeMap::<bool, u32>::new();
        for part in 0..times {
            let name = format!("killed {part}");
            let folder = sandbox.path(&name);
            pair.another(&name, part as usize).write(&folder);
            let mut child = start(sandbox, &name);
            std::thread::sleep(whole * part / times);
            let _ = child.kill();
            child.wait().unwrap();
            sandbox.intact();
            let there = sandbox.experiments().contains(&name);
            *seen.entry(there).or_default() += 1;
            let (outcome, answer) = sandbox.ingest(&folder, &[]);
            outcome.expect(0);
            let expected = if there { "skipped" } else { "loaded" };
            assert_eq!(answer["tests"][0]["outcome"], expected, "{} killed at {part}: {answer:#}", sandbox.lane());
        }
        assert_eq!(sandbox.experiments().len(), times as usize, "{seen:?}");
        sandbox.intact();
    });
}

#[test]
fn eight_at_once_load_one_copy_of_the_same() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let children: Vec<Child> = (0..8).map(|_| start(sandbox, "in")).collect();
        let mut outcomes = BTreeMap::<String, u32>::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let words = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{}: {words}", sandbox.lane());
            let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            *outcomes.entry(answer["tests"][0]["outcome"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        assert_eq!(outcomes, BTreeMap::from([("loaded".into(), 1), ("skipped".into(), 7)]), "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn eight_at_once_load_eight_different_ones() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let names: Vec<String> = (0..8).map(|number| format!("test {number}")).collect();
        for (number, name) in names.iter().enumerate() {
            pair.another(name, number).write(&sandbox.path(name));
        }
        let children: Vec<Child> = names.iter().map(|name| start(sandbox, name)).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let words = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{}: {words}", sandbox.lane());
        }
        let mut found = sandbox.experiments();
        found.sort();
        assert_eq!(found, names, "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn killed_exports_of_parts_leave_nothing_that_the_next_does_not_take_away() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let words = ["export", "parts", "in", "-o", "parts"];
    let hidden = || {
        let entries = std::fs::read_dir(sandbox.path("parts")).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().starts_with('.')).count()
    };
    let mut left = 0;
    let began = Instant::now();
    // Until one was killed in the midst of its work.
    for wait in (0..).map(|times: u32| Duration::from_millis(u64::from(times % 50))) {
        let mut child = sandbox.start(words);
        std::thread::sleep(wait);
        let _ = child.kill();
        child.wait().unwrap();
        left = left.max(hidden());
        assert!(hidden() <= 1, "those that were left before go with the next");
        if left > 0 || began.elapsed() > Duration::from_secs(60) {
            break;
        }
    }
    assert_eq!(left, 1);
    sandbox.run(words).done();
    assert_eq!(hidden(), 0);
}
