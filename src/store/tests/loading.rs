//! Loading: all of it or nothing, and every bit comes back.

use super::lane::{Lane, on_both, on_postgres};
use super::sample::{ROWS, Sample, line, number, value};
use crate::model::{Columns, StepSet, Test, TestError};
use crate::store::{Actor, CheckDepth, Database, Edit, Entity, LoadMode, Loader, StoreError, StoredTest};
use std::sync::{Arc, Mutex};

fn problems(lane: &Lane) -> Vec<String> {
    let report = lane.open().check(CheckDepth::Content, &mut |_| ()).unwrap();
    report.problems.into_iter().map(|(_, words)| words).collect()
}

#[test]
fn who_may_not_tell_the_index_loads_all_the_same() {
    on_both(|lane| {
        if lane.is_postgres() {
            lane.execute("DROP FUNCTION battery_etl_settle(BIGINT)").unwrap();
        }
        let (mut database, loaded) = Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        database.settle(loaded.stored_rows);
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn the_index_knows_all_rows_when_a_load_is_over_and_asks_the_server_for_nothing() {
    on_postgres(|lane| {
        let (mut database, loaded) = Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        database.settle(loaded.stored_rows);
        let asserted = "DO $$ BEGIN \
            ASSERT brin_summarize_new_values('measurements_brin') = 0, 'rows that the index does not know'; \
            ASSERT (SELECT 'autosummarize=off' = ANY (reloptions) FROM pg_class WHERE oid = 'measurements_brin'::regclass), \
                'a load fills the log of the server'; \
            END $$";
        lane.execute(asserted).unwrap();
    });
}

#[test]
fn every_bit_comes_back() {
    on_both(|lane| {
        let sample = Sample::whole();
        let (_, loaded) = sample.load(lane.open(), LoadMode::New).unwrap();
        assert_eq!(loaded.stored_rows, ROWS.iter().sum::<usize>() as u64);
        let database = Arc::new(Mutex::new(lane.open()));
        let mut test = StoredTest::open(&database, "lot").unwrap();
        assert_eq!(test.steps().unwrap(), sample.steps);
        assert_eq!(test.stored_derived(), Some(&sample.derived));
        assert_eq!(test.findings().unwrap(), sample.findings);
        let head = test.head().unwrap();
        assert_eq!((&head.channels, &head.files), (&sample.head.channels, &sample.head.files));
        assert_eq!(head.conventions, sample.head.conventions);
        let cell = head.cell.as_ref().unwrap();
        assert_eq!((cell.chemistry.as_deref(), cell.nominal_capacity_ah), (Some("LFP"), Some(20.0)));
        let mut rows = Vec::new();
        test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
            let index = (0..ROWS.len()).find(|&index| number(index) == block.step).unwrap();
            let first = block.first_sequence as usize;
            let fixed = [
                block.step_time_s,
                block.test_time_s,
                block.voltage_v,
                block.current_a,
                block.capacity_ah,
                block.energy_wh,
                block.temperature_degc,
            ];
            for (at, column) in fixed.iter().chain(block.channels).enumerate() {
                for (row, have) in column.iter().enumerate() {
                    let want = value(index, first + row, at);
                    assert!(have.to_bits() == want.to_bits() || (have.is_nan() && want.is_nan()) || *have == want);
                }
                assert_eq!(column.len(), block.len());
            }
            for row in 0..block.len() {
                assert_eq!(block.line(row), Some(line(index, first + row)));
            }
            rows.push((block.step, block.first_sequence, block.len()));
            Ok(())
        })
        .unwrap();
        let third = [(3, 0, 16_384), (3, 16_384, 16_384), (3, 32_768, 7_232)];
        assert_eq!(rows, [(1, 0, 3), (2, 0, 700), third[0], third[1], third[2], (5, 0, 25)]);
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn chosen_steps_and_columns_are_read_alone() {
    on_both(|lane| {
        Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        let database = Arc::new(Mutex::new(lane.open()));
        let mut test = StoredTest::open(&database, "lot").unwrap();
        let mut seen = Vec::new();
        test.blocks(Columns::BASIC, &StepSet::Only([1, 5].into()), &mut |block| {
            assert!(block.channels.iter().all(|channel| channel.len() == block.len()));
            seen.push((block.step, block.len(), block.voltage_v[0]));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [(1, 3, value(0, 0, 2)), (5, 25, value(3, 0, 2))]);
    });
}

#[test]
fn what_is_not_finished_leaves_no_trace() {
    on_both(|lane| {
        let sample = Sample::whole();
        let mut database = lane.open();
        for dropped in [true, false] {
            let mut loader = Loader::begin(database, sample.plan(LoadMode::New)).unwrap();
            sample.blocks(i32::MIN, &mut |block| loader.push(block).unwrap());
            database = if dropped {
                drop(loader);
                lane.open()
            } else {
                loader.abandon().unwrap()
            };
            assert!(database.find_experiment("lot").unwrap().is_none());
            assert!(!database.has_measurements().unwrap());
        }
        let (_, loaded) = sample.load(database, LoadMode::New).unwrap();
        assert!(loaded.stored_rows > 0);
    });
}

#[test]
fn the_same_name_or_content_is_not_loaded_twice() {
    on_both(|lane| {
        let mut sample = Sample::whole();
        sample.load(lane.open(), LoadMode::New).unwrap();
        let again = sample.load(lane.open(), LoadMode::New).unwrap_err();
        assert!(matches!(again, StoreError::Changed(_)), "{again}");
        sample.head.name = "copy".to_owned();
        let again = sample.load(lane.open(), LoadMode::New).unwrap_err();
        assert_eq!(again.to_string(), "the same data is loaded as `lot`");
        let mut database = lane.open();
        assert!(database.find_experiment("copy").unwrap().is_none());
        let blake3 = &sample.head.files[0].blake3;
        assert_eq!(database.files_by_blake3(blake3).unwrap()[0].experiment, "lot");
        assert!(database.has_file_of_size(sample.head.files[0].size).unwrap());
        assert!(!database.has_file_of_size(1).unwrap());
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn of_many_at_once_one_loads_and_the_rest_are_told() {
    on_both(|lane| {
        drop(lane.open());
        let outcomes = std::thread::scope(|scope| {
            let load = || Sample::cut(2, 50).load(lane.open(), LoadMode::New).map(|_| ());
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(load)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let told = |outcome: &Result<(), StoreError>| matches!(outcome, Ok(()) | Err(StoreError::Changed(_)));
        assert!(outcomes.iter().all(told), "{outcomes:?}");
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn replacing_keeps_the_old_one() {
    on_both(|lane| {
        let (database, first) = Sample::cut(3, 900).load(lane.open(), LoadMode::New).unwrap();
        let mode = LoadMode::Replace { experiment_id: first.experiment_id, discard: false };
        let (mut database, second) = Sample::whole().load(database, mode).unwrap();
        assert_ne!(first.experiment_id, second.experiment_id);
        let new = database.experiment("lot").unwrap();
        assert_eq!((new.id, new.supersedes_id), (second.experiment_id, Some(first.experiment_id)));
        let old = database.experiment(&first.experiment_id.to_string()).unwrap();
        assert_eq!((old.stored_rows, old.superseded_by_id), (first.stored_rows, Some(second.experiment_id)));
        assert_eq!(database.steps(old.id).unwrap(), Sample::cut(3, 900).steps);
        let actions: Vec<_> =
            database.history(Some("experiment"), None).unwrap().into_iter().map(|event| event.action).collect();
        assert_eq!(actions, ["load", "replace", "load"]);
        let blake3 = &Sample::cut(3, 900).head.files[1].blake3;
        assert!(database.files_by_blake3(blake3).unwrap().is_empty());
        assert_eq!(problems(lane), Vec::<String>::new());

        let mode = LoadMode::Replace { experiment_id: second.experiment_id, discard: true };
        let (mut database, _) = Sample::cut(3, 900).load(database, mode).unwrap();
        let old = database.experiment(&second.experiment_id.to_string()).unwrap();
        assert_eq!((old.stored_rows, old.steps_digest.is_some()), (0, true));
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn damage_is_found() {
    on_both(|lane| {
        Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        for (damage, repair, words) in [
            (
                "UPDATE measurements SET seq = 99999 WHERE step = 1 AND seq = 2",
                "UPDATE measurements SET seq = 2 WHERE step = 1 AND seq = 99999",
                "row 2 of step 1 is missing",
            ),
            (
                "UPDATE measurements SET temperature_degc = 26 WHERE step = 5 AND seq = 2",
                "UPDATE measurements SET temperature_degc = NULL WHERE step = 5 AND seq = 2",
                "digest differs",
            ),
            (
                "INSERT INTO measurements (experiment_id, step, seq) VALUES (77, 1, 0)",
                "DELETE FROM measurements WHERE experiment_id = 77",
                "belong to experiment 77",
            ),
            (
                "UPDATE measurements SET current_a = current_a + 1 WHERE step = 2 AND seq = 2",
                "SELECT 1",
                "the currents of step 2",
            ),
            ("DELETE FROM measurements WHERE step = 3 AND seq = 39999", "SELECT 1", "step 2"),
        ] {
            lane.execute(damage).unwrap();
            let found = problems(lane);
            assert!(found.len() == 1 && found[0].contains(words), "{damage}: {found:?}");
            lane.execute(repair).unwrap();
        }
    });
}

#[test]
fn everything_goes_with_an_experiment_that_is_deleted() {
    on_both(|lane| {
        Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        lane.execute("DELETE FROM experiments").unwrap();
        let database = &mut lane.open();
        assert!(!database.has_measurements().unwrap());
        assert_eq!(problems(lane), Vec::<String>::new());
        for table in ["steps", "step_traces", "pulse_samples", "step_metrics", "loaded_steps", "measurement_channels"] {
            // What would be refused is not: there is no row to try it with.
            let row = format!("INSERT INTO runs (id) SELECT NULL FROM {table}");
            assert!(lane.execute(&row).is_ok(), "{table} still has rows");
        }
    });
}

#[test]
fn rows_that_lie_out_of_order_are_read_in_order() {
    on_both(|lane| {
        if !lane.is_postgres() {
            return;
        }
        Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        // Written anew, these rows lie behind all others.
        lane.execute(
            "UPDATE measurements SET step_time_s = step_time_s WHERE step = 3 AND seq BETWEEN 20000 AND 20100",
        )
        .unwrap();
        assert_eq!(problems(lane), Vec::<String>::new());
    });
}

#[test]
fn text_that_no_database_takes_is_refused() {
    on_both(|lane| {
        let mut sample = Sample::cut(1, 3);
        sample.head.name = "a\0b".to_owned();
        let error = sample.load(lane.open(), LoadMode::New).unwrap_err();
        assert!(error.to_string().contains("NUL"), "{error}");
        for name in ["'; DROP TABLE steps; --", "$1", "\"q\"", "\u{1F50B}", &"x".repeat(10_000)] {
            let mut sample = Sample::cut(1, 3);
            sample.head.name = name.to_owned();
            let (mut database, loaded) = sample.load(lane.open(), LoadMode::New).unwrap();
            assert_eq!(database.experiment(name).unwrap().id, loaded.experiment_id);
            let mode = LoadMode::Replace { experiment_id: loaded.experiment_id, discard: false };
            sample.steps.clear();
            let error = Loader::begin(database, sample.plan(mode.clone())).map(drop).map_err(|error| error.to_string());
            assert_eq!(error, Ok(()));
            lane.execute(&format!("UPDATE experiments SET content_digest = NULL WHERE id = {}", loaded.experiment_id))
                .unwrap();
        }
    });
}

#[test]
fn a_database_may_be_sent_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Database>();
    is_send::<Loader>();
}

#[test]
fn a_test_that_is_renamed_while_its_files_are_looked_at_is_looked_for_again() {
    on_both(|lane| {
        let sample = Sample::cut(2, 50);
        let (mut database, loaded) = sample.load(lane.open(), LoadMode::New).unwrap();
        // Looked for while it has its name, and then gone from it.
        let renamed = database.renamed_from("lot").unwrap();
        assert!(renamed.is_empty());
        let found = database.entity(Entity::Experiment, "lot").unwrap();
        let (set, actor) = ([("name".to_owned(), Some("sold".to_owned()))], Actor::default());
        let edit = Edit {
            entity: Entity::Experiment,
            set: &set,
            is_seen: false,
            reason: None,
            actor: &actor,
            is_trial: false,
        };
        database.edit(&[found], &edit, &|_, _| Err(TestError("nothing rests on a name".into()))).unwrap();
        let mut plan = sample.plan(LoadMode::New);
        plan.seen.renamed = Some(renamed);
        let told = Loader::begin(lane.open(), plan.clone()).err().unwrap();
        assert!(matches!(told, StoreError::Changed(_)), "{told}");
        plan.seen.renamed = Some(vec!["sold".to_owned()]);
        drop(Loader::begin(lane.open(), plan.clone()).unwrap());
        // Its Step file was loaded meanwhile.
        let digest = sample.head.files[0].blake3.clone();
        plan.seen.step_file = Some((digest.clone(), None));
        let told = Loader::begin(lane.open(), plan.clone()).err().unwrap();
        assert!(matches!(told, StoreError::Changed(_)), "{told}");
        plan.seen.step_file = Some((digest, Some(loaded.experiment_id)));
        drop(Loader::begin(lane.open(), plan).unwrap());
    });
}
