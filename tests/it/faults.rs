//! What goes wrong, said with the right exit status: wrong usage, absent things, bad files, a database of another age.

use crate::support::{Sandbox, fixture, on_both};

#[test]
fn wrong_usage_is_2() {
    let sandbox = Sandbox::sqlite();
    for args in [
        &["no-such-command"][..],
        &["report", "--format", "no-such-format", "in"],
        &["validate"],
        &["ingest", "absent.csv"],
        &["report", "steps", "absent folder"],
        &["report", "steps", "--experiment", "absent"],
        &["--database", "mysql://localhost/x", "catalog", "list", "experiments"],
        &["--config", "absent.toml", "config", "show"],
    ] {
        let outcome = sandbox.run(args).expect(2);
        assert!(!outcome.stderr.trim().is_empty(), "says why: {outcome:#?}");
        assert!(outcome.stdout.is_empty(), "keeps stdout for data: {outcome:#?}");
    }
}

#[test]
fn a_typing_error_gets_the_nearest_word() {
    let sandbox = Sandbox::sqlite();
    sandbox.run(["ingset", "in"]).expect(2).says(&["ingest"]);
    std::fs::write(sandbox.path("battery-etl.toml"), "databse = \"sqlite:x.db\"\n").unwrap();
    sandbox.run(["config", "show"]).expect(2).says(&["databse", "database"]);
}

#[test]
fn every_missing_header_is_named_at_once() {
    let pair = fixture("mini");
    let mut bad = pair.named("headers");
    bad.detail = bad.detail.replacen("電壓(V)", "Spannung", 1).replacen("電流(A)", "Strom", 1);
    on_both(|sandbox| {
        bad.write(&sandbox.path("in"));
        sandbox.run(["validate", "in"]).expect(1).says(&["電壓(V)", "電流(A)", "headers_Detail.csv"]);
        let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
        outcome.expect(1);
        assert_eq!(answer["tests"][0]["outcome"], "rejected", "{answer:#}");
        assert_eq!(sandbox.experiments(), Vec::<String>::new(), "{}", sandbox.lane());
    });
}

#[test]
fn postgres_is_migrated_by_migrate_alone() {
    let Some(sandbox) = Sandbox::postgres() else { return };
    let pair = fixture("mini");
    pair.write(&sandbox.path("in"));
    sandbox.run(["migrate", "up"]).done();
    sandbox.run(["migrate", "status"]).done();
    sandbox.run(["migrate", "down"]).done();
    let (status, words) = {
        let outcome = sandbox.run(["ingest", "in"]);
        (outcome.status, outcome.stderr)
    };
    assert_eq!(status, 2, "{words}");
    assert!(words.contains("migrate up"), "says the way out: {words}");
    sandbox.run(["migrate", "up"]).done();
    sandbox.run(["ingest", "in"]).done();
    let server = sandbox.server().expect("the PostgreSQL lane");
    let rows: usize = server.query("SELECT count(*) FROM measurements").parse().unwrap();
    assert_eq!(rows, pair.detail.lines().count() - 1);
}

#[test]
fn a_database_that_is_away_is_75() {
    let sandbox = Sandbox::sqlite();
    // Port 1 of the loopback refuses at once.
    let url = "postgres://nobody@127.0.0.1:1/none?connect_timeout=2";
    sandbox.run(["--database", url, "catalog", "list", "experiments"]).expect(75).says(&["127.0.0.1"]);
    sandbox.run(["--database", url, "config", "check"]).says(&["127.0.0.1"]);
}
