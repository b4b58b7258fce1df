//! The schema: up, down and up again, and refused when it is another.

use super::lane::{Lane, on_both, postgres, sqlite};
use crate::store::{Database, StoreError, Target};

#[test]
fn migrations_go_up_and_down_and_up() {
    on_both(|lane| {
        let mut database = lane.open();
        assert!(database.schema_status().unwrap().is_current());
        assert_eq!(database.migrate_up().unwrap(), Vec::<String>::new());
        while database.schema_status().unwrap().version().is_some() {
            let removed = database.migrate_down().unwrap();
            assert!(removed.starts_with("20"), "{removed}");
        }
        let applied = database.migrate_up().unwrap();
        assert_eq!(applied.len(), database.schema_status().unwrap().migrations.len());
        assert!(database.schema_status().unwrap().is_current());
    });
}

#[test]
fn two_who_migrate_at_once_take_turns() {
    fn race(lane: &Lane) {
        let one = || Database::connect(&lane.target).and_then(|mut database| database.migrate_up());
        let done = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap().len()).collect::<Vec<_>>()
        });
        assert_eq!(done.iter().filter(|&&applied| applied > 0).count(), 1, "{done:?}");
    }
    race(&sqlite());
    if let Some(lane) = postgres() {
        race(&lane);
    }
}

#[test]
fn the_schema_of_another_build_is_refused() {
    on_both(|lane| {
        drop(lane.open());
        for (version, said) in [("29990101000000", "newer"), ("20260101000000", "before its first release")] {
            lane.execute(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).unwrap();
            let error = Database::open(&lane.target).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
            let error = Database::connect(&lane.target).unwrap().migrate_up().unwrap_err();
            assert!(matches!(error, StoreError::Schema { .. }), "{error}");
            lane.execute(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'")).unwrap();
        }
    });
}

#[test]
fn postgres_without_tables_is_refused_with_the_way_out() {
    let Some(lane) = postgres() else { return eprintln!("SKIPPED: BATTERY_ETL_TEST_POSTGRES is not set") };
    let error = Database::open(&lane.target).unwrap_err().to_string();
    assert!(error.contains("battery-etl migrate up"), "{error}");
    assert!(!Database::connect(&lane.target).unwrap().schema_status().unwrap().is_current());
}

#[test]
fn a_new_file_is_its_owners_alone() {
    let lane = sqlite();
    let Target::Sqlite(path) = &lane.target else { panic!() };
    let database = lane.open();
    assert!(database.was_created());
    assert!(!lane.open().was_created());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn files_of_something_else_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but long enough to be looked at as if it were one ".repeat(20)).unwrap();
    let error = Database::open(&Target::sqlite(&text)).unwrap_err();
    assert!(error.to_string().contains("not a database") && !error.is_passing(), "{error}");

    let lane = sqlite();
    lane.execute("CREATE TABLE recipes (name TEXT)").unwrap();
    let error = Database::open(&lane.target).unwrap_err();
    assert!(error.to_string().contains("something else"), "{error}");
}

#[test]
fn a_server_that_is_away_is_a_passing_state() {
    let target = Target::parse("postgres://ann:canary@127.0.0.1:1/lab").unwrap();
    let error = Database::open(&target).unwrap_err();
    assert!(error.is_passing(), "{error}");
    assert!(!error.to_string().contains("canary") && !format!("{error:?}").contains("canary"), "{error:?}");
}

#[test]
fn the_audit_only_grows() {
    on_both(|lane| {
        drop(lane.open());
        lane.execute(
            "INSERT INTO audit_events (happened_at, who, command, tool_version, entity, entity_name, action) \
             VALUES ('2026-01-01 00:00:00', 'ann', 'x', '0', 'cell', 'c', 'edit')",
        )
        .unwrap();
        for statement in ["UPDATE audit_events SET who = 'eve'", "DELETE FROM audit_events"] {
            let error = lane.execute(statement).unwrap_err().to_string();
            assert!(error.contains("only grows"), "{error}");
        }
        // Over the row that is there: SQLite's way of changing it, which PostgreSQL's key refuses.
        let over = "INSERT INTO audit_events (id, happened_at, who, command, tool_version, entity, entity_name, action) \
                    SELECT id, happened_at, 'eve', command, tool_version, entity, entity_name, action FROM audit_events";
        lane.execute(over).unwrap_err();
        let error = lane.execute(&over.replace("INSERT INTO", "INSERT OR REPLACE INTO")).unwrap_err().to_string();
        assert!(error.contains("only grows") || error.contains("syntax error"), "{error}");
        assert_eq!(lane.open().history(Some("cell"), Some("c")).unwrap()[0].who, "ann");
    });
}
