//! Others at work beside a load: one waits, is told so, and ends; the state that is reached is whole.

use crate::support::{Outcome, Pooler, Sandbox, aloud, fixture};
use std::time::{Duration, Instant};

fn with_a_load(test: impl Fn(&Sandbox)) {
    let Some(sandbox) = Sandbox::postgres() else { return };
    fixture("mini").write(&sandbox.path("in"));
    test(&sandbox);
}

#[test]
fn a_lock_of_another_is_told_and_ends_in_75() {
    for table in ["experiments", "measurements", "steps"] {
        with_a_load(|sandbox| {
            let holder = sandbox.server().expect("a server").hold(table);
            let began = Instant::now();
            let outcome = sandbox.run(["--wait", "7", "ingest", "in"]).expect(75);
            assert!((6.0..20.0).contains(&began.elapsed().as_secs_f64()), "{table}: {:?}", began.elapsed());
            outcome.says(&["waiting for", table, "--wait"]);
            drop(holder);
            sandbox.intact();
            sandbox.run(["ingest", "in"]).done();
            sandbox.intact();
        });
    }
}

#[test]
fn not_at_all_is_at_once() {
    with_a_load(|sandbox| {
        let _holder = sandbox.server().expect("a server").hold("measurements");
        let began = Instant::now();
        sandbox.run(["--wait", "0", "ingest", "in"]).expect(75);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    });
}

#[test]
fn a_writer_of_the_file_is_waited_for() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    sandbox.run(["migrate", "up"]).done();
    let path = sandbox.path("battery-etl");
    let file = [path.join("battery-etl.db"), sandbox.path("battery-etl.db")].into_iter().find(|file| file.exists());
    let writer = hold_file(&file.expect("the embedded database"));
    let Some(writer) = writer else { return aloud("SKIPPED: no sqlite3 to hold the file with") };
    let outcome = sandbox.run(["--wait", "6", "ingest", "in"]).expect(75);
    outcome.says(&["waiting for another program that writes to the file", "--wait"]);
    drop(writer);
    sandbox.run(["ingest", "in"]).done();
    sandbox.intact();
}

/// Holds the file of SQLite as its writer until it is dropped.
fn hold_file(file: &std::path::Path) -> Option<crate::support::Holder> {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut command = Command::new("sqlite3");
    let mut child = command.arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    writeln!(child.stdin.as_mut()?, "BEGIN IMMEDIATE;\n.system echo held").ok()?;
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut()?).read_line(&mut line).ok()?;
    Some(crate::support::Holder::of(child))
}

#[test]
fn ddl_beside_a_load_waits_its_turn() {
    with_a_load(|sandbox| {
        let server = sandbox.server().expect("a server");
        // The load stands in the middle, its rows poured.
        let holder = server.hold("loaded_steps");
        let load = sandbox.start(["ingest", "in"]);
        server.until(
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'measurements'::regclass AND mode = 'RowExclusiveLock'",
        );
        let index = server.start("CREATE INDEX ON measurements (step); VACUUM FULL findings");
        let down = sandbox.start(["--wait", "30", "migrate", "down", "--yes"]);
        std::thread::sleep(Duration::from_millis(500));
        drop(holder);
        // It came first and is kept; whether its run is written down too depends on who is next.
        let load = Outcome::ended("ingest", load.wait_with_output().unwrap());
        assert!(load.stdout.starts_with("loaded") && [0, 2].contains(&load.status), "{load:#?}");
        Outcome::ended("migrate down", down.wait_with_output().unwrap()).done();
        drop(index);
        sandbox.run(["ingest", "in"]).expect(2).says(&["migrate up"]);
        sandbox.run(["migrate", "up"]).done();
        sandbox.run(["ingest", "in"]).done();
        sandbox.intact();
    });
}

#[test]
fn settings_of_the_server_end_no_load() {
    with_a_load(|sandbox| {
        let server = sandbox.server().expect("a server");
        let database = server.query("SELECT current_database()");
        let pair = fixture("mini");
        let settings = [
            "idle_in_transaction_session_timeout = '1ms'",
            "session_replication_role = 'replica'",
            "jit_above_cost = 0",
        ];
        for (number, setting) in settings.into_iter().enumerate() {
            let name = format!("set {number}");
            pair.another(&name, number).write(&sandbox.path(&name));
            server.query(&format!("ALTER DATABASE {database} SET {setting}"));
            sandbox.run(["ingest", &name]).done();
            sandbox.intact();
        }
        server.query(&format!("ALTER DATABASE {database} SET statement_timeout = '1ms'"));
        sandbox.run(["ingest", "in"]).expect(75).says(&["statement timeout"]);
        server.query(&format!("ALTER DATABASE {database} RESET statement_timeout"));
        sandbox.intact();
    });
}

#[test]
fn a_pool_of_one_serves_many_workers() {
    with_a_load(|sandbox| {
        let pair = fixture("mini");
        for number in 0..6 {
            pair.another(&format!("pooled {number}"), number).write(&sandbox.path("many"));
        }
        let server = sandbox.server().expect("a server");
        for (mode, size) in [("transaction", 2), ("session", 1), ("session", 3)] {
            let Some(pool) = Pooler::before(&server.url(), mode, size) else {
                return aloud("SKIPPED: pgbouncer is not installed");
            };
            let outcome = sandbox.run(["--database", pool.url(), "--jobs", "4", "ingest", "many"]);
            match (mode, outcome.status) {
                (_, 0) => {}
                ("transaction", 2) => drop(outcome.says(&["pool_mode = session"])),
                _ => panic!("{mode} {size}: {outcome:#?}"),
            }
            sandbox.intact();
        }
        assert_eq!(sandbox.experiments().len(), 6);
    });
}

#[test]
fn too_many_connections_are_75() {
    with_a_load(|sandbox| {
        let server = sandbox.server().expect("a server");
        let database = server.query("SELECT current_database()");
        let role = format!("etl_{}", std::process::id());
        server.query(&format!(
            "CREATE ROLE {role} LOGIN SUPERUSER CONNECTION LIMIT 1; ALTER DATABASE {database} OWNER TO {role}"
        ));
        let url = server.url().replacen("postgres@", &format!("{role}@"), 1);
        server.query(&format!("ALTER ROLE {role} NOSUPERUSER CONNECTION LIMIT 0"));
        let outcome = sandbox.run(["--database", &url, "ingest", "in"]);
        server.query(&format!("ALTER DATABASE {database} OWNER TO CURRENT_USER; DROP ROLE {role}"));
        outcome.expect(75).says(&["too many connections"]);
    });
}
