//! Growth: a test loaded while it ran, and then the rest, is the whole loaded at once.

use super::lane::on_both;
use super::sample::Sample;
use crate::model::{Columns, Cycle, StepSet, Test};
use crate::store::{CheckDepth, LoadMode, StoreError, StoredTest};
use std::sync::{Arc, Mutex};

#[test]
fn a_part_and_then_the_rest_is_the_whole() {
    on_both(|lane| {
        // Cut inside the third step, whose row in the Step file is printed otherwise while it runs.
        let mut part = Sample::cut(3, 20_000);
        std::sync::Arc::make_mut(&mut part.steps[2].record).status = Some("StepRunning".into());
        let whole = Sample::whole();
        let (mut database, first) = part.load(lane.open(), LoadMode::New).unwrap();
        let before = database.experiment("lot").unwrap();
        assert_eq!(whole.digest(before.source_rows).digest_at(before.source_rows), before.rows_digest.as_deref());
        lane.execute("UPDATE steps SET note = 'mine' WHERE number = 2").unwrap();
        // What is derived is compared with what is there, and takes its place where it is another.
        lane.execute("UPDATE step_metrics SET c_rate = 9 WHERE step = 1").unwrap();
        lane.execute("UPDATE cycles SET cycle = cycle + 90").unwrap();

        let stale = LoadMode::Append {
            experiment_id: first.experiment_id,
            from_step: 3,
            content_digest: Some("another".to_owned()),
        };
        assert!(matches!(whole.load(lane.open(), stale), Err(StoreError::Changed(_))));

        let mode = LoadMode::Append {
            experiment_id: first.experiment_id,
            from_step: 3,
            content_digest: before.content_digest.clone(),
        };
        let (mut database, loaded) = whole.load(database, mode).unwrap();
        assert_eq!(loaded.experiment_id, first.experiment_id);
        let after = database.experiment("lot").unwrap();
        assert_eq!(after.rows_digest.as_deref(), Some(whole.digest(0).digest().as_str()));
        assert_eq!(after.stored_rows, after.source_rows);

        let shared = Arc::new(Mutex::new(database));
        let mut test = StoredTest::open(&shared, "lot").unwrap();
        assert_eq!(test.steps().unwrap(), whole.steps);
        assert_eq!(test.stored_derived(), Some(&whole.derived));
        assert_eq!(test.head().unwrap().files, whole.head.files);
        let mut rows = 0;
        test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
            rows += block.len() as u64;
            Ok(())
        })
        .unwrap();
        assert_eq!(rows, loaded.stored_rows);

        let mut database = lane.open();
        let report = database.check(CheckDepth::Content, &mut |_| ()).unwrap();
        assert_eq!((report.problems, report.digests), (Vec::new(), 1));
        let mut notes = Vec::new();
        let filter = crate::store::Filter::default();
        database
            .list_steps(&filter, &mut |step| {
                notes.push(step.note);
                Ok(())
            })
            .unwrap();
        assert_eq!(notes[1].as_deref(), Some("mine"));
    });
}

#[test]
fn a_test_that_changes_while_it_is_read_is_not_guessed_at() {
    on_both(|lane| {
        let (database, first) = Sample::cut(3, 900).load(lane.open(), LoadMode::New).unwrap();
        let shared = Arc::new(Mutex::new(lane.open()));
        let mut test = StoredTest::open(&shared, "lot").unwrap();
        let mode = LoadMode::Replace { experiment_id: first.experiment_id, discard: true };
        Sample::whole().load(database, mode).unwrap();
        let error = test.blocks(Columns::BASIC, &StepSet::All, &mut |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("changed while it was being read"), "{error}");
    });
}

#[test]
fn what_rows_said_before_stays_as_long_as_the_last_of_it_is_the_same() {
    on_both(|lane| {
        for changed in [1, 2] {
            let part = Sample::cut(3, 900);
            let mode = match lane.open().find_experiment("lot").unwrap() {
                None => LoadMode::New,
                Some(there) => LoadMode::Replace { experiment_id: there.id, discard: true },
            };
            let (mut database, first) = part.load(lane.open(), mode).unwrap();
            let id = first.experiment_id;
            lane.execute(&format!(
                "UPDATE step_traces SET voltage_end_v = 9 WHERE experiment_id = {id} AND step = {changed}"
            ))
            .unwrap();
            let content_digest = database.experiment("lot").unwrap().content_digest;
            let mode = LoadMode::Append { experiment_id: id, from_step: 3, content_digest };
            let (mut database, _) = Sample::whole().load(database, mode).unwrap();
            let ends: Vec<_> = database
                .steps(id)
                .unwrap()
                .iter()
                .map(|step| step.trace.as_ref().is_some_and(|trace| trace.voltage_end_v == Some(9.0)))
                .collect();
            assert_eq!(ends[0], changed == 1, "step 1 is not written again");
            assert!(!ends[1..].contains(&true), "step 2 is the last of them, and is another: all are written again");
        }
    });
}

#[test]
fn derived_rows_take_the_place_of_those_that_are_there() {
    on_both(|lane| {
        let (mut database, first) = Sample::whole().load(lane.open(), LoadMode::New).unwrap();
        let one = &Sample::whole().derived.cycles[0];
        let cycles = |numbers: &[i32], changed: i32| -> Vec<Cycle> {
            let charge_capacity_ah = |cycle: i32| if cycle == changed { 7.0 } else { 1.0 };
            let cycle = |&cycle: &i32| Cycle { cycle, charge_capacity_ah: charge_capacity_ah(cycle), ..one.clone() };
            numbers.iter().map(cycle).collect()
        };
        let all: Vec<i32> = (1..=1_300).collect();
        let even: Vec<i32> = (1..=500).map(|half| 2 * half).collect();
        for (numbers, changed) in
            [(&all[..], 0), (&all, 700), (&all[..1_100], 700), (&even, 4), (&all, 1_300), (&[], 0)]
        {
            let wanted = cycles(numbers, changed);
            database.put_cycles(first.experiment_id, &wanted).unwrap();
            assert_eq!(database.cycles(first.experiment_id).unwrap(), wanted, "{} cycles", wanted.len());
        }
    });
}
