//! `ingest --watch`: what comes to rest is loaded, also what grows, and a stop leaves nothing half done.

use crate::support::{Sandbox, fixture, on_both};
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
fn what_cannot_be_followed_is_told() {
    let sandbox = Sandbox::sqlite();
    sandbox.run(["ingest", "nowhere", "--watch"]).expect(2).says(&["nowhere"]);
    sandbox.run(["ingest", ".", "--watch", "--dry-run"]).expect(2);
    sandbox.run(["ingest", ".", "--settle", "3"]).expect(2);
}
