//! A connection that is cut, a commit whose answer is lost, a session that is ended: a test is whole or absent, what was kept is
//! reported, and running again ends where an undisturbed run ends.

use crate::support::{Break, Outcome, Pair, Proxy, Sandbox, fixture, often};
use serde_json::Value;
use std::collections::BTreeMap;

/// Loads a pair through a proxy.
fn ingest_through(sandbox: &Sandbox, proxy: &Proxy, folder: &str) -> (Outcome, Option<Value>) {
    let outcome = sandbox.run(["--database", proxy.url(), "ingest", folder, "--format", "json"]);
    let answer = serde_json::from_str(&outcome.stdout).ok();
    (outcome, answer)
}

/// Loads it again, undisturbed: there is exactly one of it, and all is well.
fn ends_well(sandbox: &Sandbox, name: &str, was_kept: bool) {
    let (outcome, answer) = sandbox.ingest(&sandbox.path(name), &[]);
    outcome.done();
    let expected = if was_kept { "skipped" } else { "loaded" };
    assert_eq!(answer["tests"][0]["outcome"], expected, "{name}: {answer:#}");
    sandbox.intact();
}

fn write(sandbox: &Sandbox, pair: &Pair, name: &str, mark: usize) {
    pair.another(name, mark).write(&sandbox.path(name));
}

#[test]
fn a_connection_that_is_cut_keeps_all_or_nothing() {
    let pair = fixture("mini");
    let Some(sandbox) = Sandbox::postgres() else { return };
    let url = sandbox.server().expect("the PostgreSQL lane").url();
    write(&sandbox, &pair, "whole", 99);
    let proxy = Proxy::before(&url, Break::After(u64::MAX));
    ingest_through(&sandbox, &proxy, "whole").0.done();
    let (whole, times) = (proxy.sent(), often(12, 90));
    let mut seen = BTreeMap::<String, usize>::new();
    for part in 0..times {
        let name = format!("cut {part}");
        write(&sandbox, &pair, &name, part);
        let proxy = Proxy::before(&url, Break::After(whole * (part as u64 + 1) / times as u64));
        let (outcome, answer) = ingest_through(&sandbox, &proxy, &name);
        sandbox.intact();
        let is_kept = sandbox.experiments().contains(&name);
        let said = answer.map_or_else(String::new, |answer| answer["tests"][0]["outcome"].as_str().unwrap().to_owned());
        assert_eq!(said == "loaded", is_kept, "what is said is what is kept: {outcome:#?}");
        if proxy.is_broken() {
            assert!([0, 75].contains(&outcome.status), "cut at {part} of {times}: {outcome:#?}");
        }
        *seen.entry(format!("{} {said}", outcome.status)).or_default() += 1;
        ends_well(&sandbox, &name, is_kept);
    }
    assert!(seen.keys().any(|key| key.starts_with("75")), "{seen:?}");
}

#[test]
fn a_commit_whose_answer_is_lost_is_done_once() {
    let pair = fixture("mini");
    let Some(sandbox) = Sandbox::postgres() else { return };
    let url = sandbox.server().expect("the PostgreSQL lane").url();
    for part in 0..often(2, 20) {
        let name = format!("lost {part}");
        write(&sandbox, &pair, &name, part);
        let proxy = Proxy::before(&url, Break::LoseCommit);
        let (outcome, answer) = ingest_through(&sandbox, &proxy, &name);
        assert!(proxy.is_broken(), "{outcome:#?}");
        // The program looks whether it is kept, and says so.
        assert_eq!(answer.expect("an answer")["tests"][0]["outcome"], "loaded", "{outcome:#?}");
        assert!([0, 75].contains(&outcome.status), "{outcome:#?}");
        ends_well(&sandbox, &name, true);
    }
}

#[test]
fn a_session_that_is_ended_keeps_nothing_and_is_75() {
    let pair = fixture("mini");
    let Some(sandbox) = Sandbox::postgres() else { return };
    let server = sandbox.server().expect("the PostgreSQL lane");
    write(&sandbox, &pair, "ended", 1);
    // Where its rows are poured and all else is not.
    let holder = server.hold("loaded_steps");
    let child = sandbox.start(["ingest", "ended"]);
    let waits = "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND \
                 application_name = 'battery-etl' AND wait_event_type = 'Lock'";
    server.until(waits);
    server.query(&waits.replace("count(*) > 0", "count(pg_terminate_backend(pid))"));
    let outcome = Outcome::ended("ingest ended", child.wait_with_output().unwrap());
    drop(holder);
    outcome.expect(75);
    sandbox.intact();
    assert_eq!(sandbox.experiments(), Vec::<String>::new());
    ends_well(&sandbox, "ended", false);
}
