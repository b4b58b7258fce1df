//! What scripts rely on: a broken pipe is quiet, closed streams do no harm, progress never reaches stdout.

use crate::support::{Sandbox, fixture};
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_broken_pipe_is_quiet() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    for format in ["csv", "json", "table", "markdown"] {
        let mut child = sandbox
            .command()
            .args(["report", "steps", "in", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut words = String::new();
        child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        child.wait().unwrap();
        assert!(!words.contains("panicked") && !words.contains("roken pipe"), "{format}: {words}");
    }
}

/// Every way in which a command ends up writing to stdout.
#[cfg(unix)]
const WRITERS: [&[&str]; 7] = [
    &["report", "steps", "in", "--format", "json"],
    &["validate", "in"],
    &["ingest", "in", "--dry-run", "--format", "json"],
    &["plot", "--list"],
    &["config", "show"],
    &["help", "report"],
    &["--version"],
];

#[cfg(unix)]
#[test]
fn a_closed_stdout_is_an_error() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    for words in WRITERS {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", r#""$0" "$@" >&-"#, env!("CARGO_BIN_EXE_battery-etl")]).args(words);
        let output = shell.current_dir(sandbox.path("")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("standard output") && !said.contains("panicked"), "{words:?}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    for words in WRITERS {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = sandbox.command().args(words).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("error") && !said.contains("panicked"), "{words:?}: {said}");
    }
}

#[test]
fn stdout_holds_data_alone() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    for args in [
        &["-v", "ingest", "in", "--format", "json"][..],
        &["-v", "validate", "in", "--format", "json", "--fail-on", "never"],
        &["-v", "report", "overview", "in", "--format", "json"],
        &["-v", "config", "show", "--format", "json"],
    ] {
        sandbox.run(args).done().json();
    }
    let quiet = sandbox.run(["--quiet", "ingest", "in"]).done();
    assert!(quiet.stderr.is_empty(), "--quiet says nothing when all is well: {quiet:#?}");
}

#[test]
fn no_home_is_no_panic() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    pair.write(&sandbox.path("in"));
    let mut command = sandbox.command();
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env_remove(name);
    }
    let outcome = crate::support::Outcome::of(command.args(["report", "steps", "in", "--format", "json"])).done();
    outcome.json();
}
