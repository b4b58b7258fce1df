//! `ingest --watch`: what comes to rest is loaded, also what grows, and a stop leaves nothing half done.

use crate::support::{Break, Proxy, Sandbox, aloud, fixture, on_both};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Waits for something, at most a minute.
pub(crate) fn until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} did not come within a minute");
        std::thread::sleep(Duration::from_millis(200));
    }
}

pub(crate) fn stop(child: Child) -> std::process::Output {
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(told.success());
    child.wait_with_output().expect("an end")
}

#[test]
fn a_followed_folder_is_loaded_as_it_fills() {
    on_both(|sandbox: &Sandbox| {
        let folder = sandbox.path("in");
        std::fs::create_dir_all(&folder).unwrap();
        let mini = fixture("mini");
        mini.named("first").write(&folder);
        let child = sandbox.start(["ingest", "in", "--watch", "--settle", "0.4", "--then-report", "fleet.html"]);
        until("the first test", || sandbox.experiments() == ["first"]);
        fixture("fade").named("second").write(&folder);
        until("the second test", || sandbox.experiments().len() == 2);
        until("the page", || sandbox.path("fleet.html").is_file());
        let output = stop(child);
        assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
        sandbox.intact();
    });
}

#[test]
fn a_server_that_is_away_is_told_once_and_that_it_is_back() {
    let Some(sandbox) = Sandbox::postgres() else {
        return aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)");
    };
    fixture("mini").write(&sandbox.path("in"));
    let back = Instant::now() + Duration::from_secs(4);
    let proxy = Proxy::before(&sandbox.server().unwrap().url(), Break::Until(back));
    let child = sandbox.start(["--database", proxy.url(), "ingest", "in", "--watch", "--settle", "0.3"]);
    until("the test", || sandbox.experiments() == ["mini"]);
    let output = stop(child);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{said}");
    assert_eq!(said.matches("it is tried again").count(), 1, "{said}");
    assert!(said.contains("the database is there again"), "{said}");
}

#[test]
fn what_cannot_be_followed_is_told() {
    let sandbox = Sandbox::sqlite();
    sandbox.run(["ingest", "nowhere", "--watch"]).expect(2).says(&["nowhere"]);
    sandbox.run(["ingest", ".", "--watch", "--dry-run"]).expect(2);
    sandbox.run(["ingest", ".", "--settle", "3"]).expect(2);
}
