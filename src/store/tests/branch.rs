//! Loads by two connections: both are kept or neither, whatever fails, and every bit comes back.

use super::lane::{Lane, on_postgres};
use super::sample::Sample;
use crate::store::branch::BRANCH_AFTER;
use crate::store::connection::AnyConnection;
use crate::store::{CheckDepth, Database, LoadMode, Loaded, StoreError};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::time::Duration;

/// Loads a large test slowly enough for both connections to have a part in it; before each block then calls `once` until
/// it says that it is done.
fn load(lane: &Lane, mode: LoadMode, once: &mut dyn FnMut() -> bool) -> Result<(Database, Loaded), StoreError> {
    let mut is_done = false;
    Sample::large().load_with(lane.open(), mode, &mut |rows| {
        if rows as u64 > BRANCH_AFTER + 20_000 {
            std::thread::sleep(Duration::from_millis(20));
            is_done = is_done || once();
        }
    })
}

fn count(lane: &Lane, query: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let AnyConnection::Postgres(pg) = &mut lane.open().connection else { panic!("not PostgreSQL") };
    diesel::sql_query(query).get_result::<Count>(pg).unwrap().count
}

fn problems(lane: &Lane) -> Vec<String> {
    let report = lane.open().check(CheckDepth::Content, &mut |_| ()).unwrap();
    report.problems.into_iter().map(|(_, words)| words).collect()
}

fn assert_nothing_is_left(lane: &Lane) {
    assert_eq!(count(lane, "SELECT count(*) FROM experiments"), 0);
    assert_eq!(count(lane, "SELECT count(*) FROM measurements"), 0);
    assert_eq!(count(lane, "SELECT count(*) FROM measurement_channels"), 0);
    assert_eq!(count(lane, "SELECT count(*) FROM load_branches"), 0);
    assert_eq!(problems(lane), Vec::<String>::new());
}

/// What a transaction does at its commit when a row of a table is inserted in it.
fn at_commit(lane: &Lane, table: &str, when: &str, what: &str) {
    lane.execute(&format!(
        "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NULL; END $$; \
         CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION fault()"
    ))
    .unwrap();
}

#[test]
fn two_connections_pour_one_test() {
    on_postgres(|lane| {
        let (_, first) = load(lane, LoadMode::New, &mut || true).unwrap();
        assert_eq!(count(lane, "SELECT count(DISTINCT xmin::TEXT) FROM measurements"), 2);
        assert_eq!(count(lane, "SELECT count(*) FROM load_branches"), 0);
        // Its digest is made again from every bit, in order.
        assert_eq!(problems(lane), Vec::<String>::new());
        let mode = LoadMode::Replace { experiment_id: first.experiment_id };
        // The old one keeps no content.
        lane.execute("UPDATE experiments SET content_digest = NULL").unwrap();
        load(lane, mode, &mut || true).unwrap();
        assert_eq!(count(lane, "SELECT count(DISTINCT xmin::TEXT) FROM measurements"), 2);
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn rows_that_lie_far_from_their_place_are_read_in_order() {
    on_postgres(|lane| {
        Sample::large().load(lane.open(), LoadMode::New).unwrap();
        // Written anew, the first row lies behind all others: too many to be kept until its turn.
        lane.execute("UPDATE measurements SET step_time_s = step_time_s WHERE step = 1 AND seq = 0").unwrap();
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn what_grows_is_poured_by_one_connection() {
    on_postgres(|lane| {
        let (mut database, first) = Sample::cut(2, 700).load(lane.open(), LoadMode::New).unwrap();
        let content_digest = database.experiment("lot").unwrap().content_digest;
        let mode = LoadMode::Append { experiment_id: first.experiment_id, from_step: 2, content_digest };
        load(lane, mode, &mut || true).unwrap();
        assert_eq!(count(lane, "SELECT count(DISTINCT xmin::TEXT) FROM measurements WHERE step >= 2"), 1);
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn a_session_that_is_ended_takes_both_back() {
    on_postgres(|lane| {
        // The one that pours beside the other holds this lock.
        let locks = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 'load_branches'::regclass";
        for pids in [
            locks.to_owned(),
            format!(
                "SELECT pid FROM pg_locks WHERE locktype = 'relation' AND relation = \
            'measurements'::regclass AND mode = 'RowExclusiveLock' AND pid NOT IN ({locks})"
            ),
        ] {
            let ended = format!("SELECT count(pg_terminate_backend(pid)) AS count FROM ({pids}) AS found");
            let error = load(lane, LoadMode::New, &mut || count(lane, &ended) > 0).unwrap_err();
            assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
            assert!(error.to_string().contains("pouring the rows of `lot`"), "{error}");
            assert_nothing_is_left(lane);
        }
    });
}

#[test]
fn when_one_cannot_commit_neither_is_kept() {
    on_postgres(|lane| {
        for (table, when) in [("load_branches", "NOT NEW.is_first"), ("experiments", "TRUE")] {
            at_commit(lane, table, when, "RAISE EXCEPTION 'the disk is full'");
            let error = load(lane, LoadMode::New, &mut || true).unwrap_err();
            assert!(error.to_string().contains("committing the load"), "{error}");
            assert!(error.to_string().contains("the disk is full"), "{error}");
            assert_nothing_is_left(lane);
            lane.execute("DROP FUNCTION fault() CASCADE").unwrap();
        }
        load(lane, LoadMode::New, &mut || true).unwrap();
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn what_a_stopped_server_left_is_told_and_removed() {
    on_postgres(|lane| {
        lane.execute(
            "INSERT INTO measurements (experiment_id, step, seq) VALUES (77, 1, 0); \
             INSERT INTO load_branches (experiment_id, is_first) VALUES (77, FALSE)",
        )
        .unwrap();
        let found = problems(lane);
        assert!(found.len() == 1 && found[0].contains("experiment 77, which is not there"), "{found:?}");
        let actor = Sample::whole().plan(LoadMode::New).actor;
        lane.open().begin_run(&actor).unwrap();
        assert_nothing_is_left(lane);
    });
}

#[test]
fn who_may_not_branch_loads_all_the_same() {
    on_postgres(|lane| {
        lane.execute("ALTER TABLE load_branches ADD CHECK (experiment_id IS NULL)").unwrap();
        load(lane, LoadMode::New, &mut || true).unwrap();
        assert_eq!(count(lane, "SELECT count(DISTINCT xmin::TEXT) FROM measurements"), 1);
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}
