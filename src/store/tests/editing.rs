//! Editing beside others: what came between is told with who did it, and whether trying again may help.

use super::lane::{Lane, on_both, on_postgres};
use super::sample::Sample;
use crate::model::{Derived, Head, StepData, TestError};
use crate::store::{Actor, CellRecord, Database, Edit, Entity, Found, LoadMode, LoadPlan, Metadata, Seen, StoreError};
use std::time::Duration;

fn set(database: &mut Database, found: &Found, who: &str, notes: &str, is_seen: bool) -> Result<(), StoreError> {
    let set = [("notes".to_owned(), Some(notes.to_owned()))];
    let actor = Actor { who: who.to_owned(), ..Actor::default() };
    let edit = Edit { entity: Entity::Cell, set: &set, is_seen, reason: None, actor: &actor, is_trial: false };
    let derive =
        |_: &Head, _: &[StepData]| -> Result<Derived, TestError> { Err(TestError("nothing rests on notes".into())) };
    database.edit(std::slice::from_ref(found), &edit, &derive).map(drop)
}

#[test]
fn what_came_between_is_told_with_who_did_it() {
    on_both(|lane| {
        let (mut mine, mut theirs) = (lane.open(), lane.open());
        let actor = Actor { who: "ann".to_owned(), ..Actor::default() };
        let edit =
            Edit { entity: Entity::Cell, set: &[], is_seen: false, reason: None, actor: &actor, is_trial: false };
        let seen = mine.add("C1", &edit).unwrap();
        set(&mut theirs, &seen, "bob", "theirs", true).unwrap();
        let refused = [
            set(&mut mine, &seen, "ann", "mine", true).unwrap_err(),
            mine.delete_entity(Entity::Cell, &seen, None, &actor, false).unwrap_err(),
        ];
        for error in refused {
            let words = error.to_string();
            assert!(error.is_passing(), "{words}");
            assert!(words.contains("`edit` by bob") && words.contains("notes: – → theirs"), "{words}");
        }
        // Who did not look writes what is asked for, over what is there now.
        set(&mut mine, &seen, "ann", "mine", false).unwrap();
        let now = mine.entity(Entity::Cell, "C1").unwrap();
        theirs.delete_entity(Entity::Cell, &now, None, &actor, false).unwrap();
        let gone = set(&mut mine, &now, "bob", "late", false).unwrap_err();
        assert!(!gone.is_passing() && gone.to_string().contains("deleted by another"), "{gone}");
    });
}

/// Sets a nominal capacity, upon which what rests on it is derived anew.
fn set_nominal(lane: &Lane, sample: &Sample, entity: Entity, name: &str) -> Result<(), StoreError> {
    let mut database = lane.open();
    let found = database.entity(entity, name)?;
    let (set, actor) = ([("nominal_capacity_ah".to_owned(), Some("3".to_owned()))], Actor::default());
    let edit = Edit { entity, set: &set, is_seen: false, reason: None, actor: &actor, is_trial: false };
    database.edit(&[found], &edit, &|_, _| Ok(sample.derived.clone())).map(drop)
}

/// The plan by which a test that is loaded grows, with what was seen when it was made.
fn growth(lane: &Lane, sample: &Sample) -> LoadPlan {
    let mut database = lane.open();
    let there = database.experiment("lot").unwrap();
    let said = CellRecord { name: there.cell.clone().unwrap(), ..CellRecord::default() };
    let read_by = said.clone().with_known(database.cell(&said.name).unwrap());
    let mode = LoadMode::Append { experiment_id: there.id, from_step: 3, content_digest: there.content_digest.clone() };
    let seen = Seen { changed_at: Some(there.updated_at), cell: Some((said, read_by)), ..Seen::default() };
    LoadPlan { seen, ..sample.plan(mode) }
}

#[test]
fn what_is_changed_of_a_test_or_its_cell_while_a_load_looks_is_not_written_over() {
    on_both(|lane| {
        let (part, whole) = (Sample::cut(3, 20_000), Sample::whole());
        part.load(lane.open(), LoadMode::New).unwrap();
        for (entity, name) in [(Entity::Experiment, "lot"), (Entity::Cell, "CALB-20")] {
            let plan = growth(lane, &whole);
            set_nominal(lane, &whole, entity, name).unwrap();
            let refused = whole.load_as(lane.open(), plan).map(drop).unwrap_err();
            assert!(matches!(refused, StoreError::Changed(_)), "{refused}");
        }
        let plan = growth(lane, &whole);
        whole.load_as(lane.open(), plan).unwrap();
    });
}

#[test]
fn who_changes_a_test_waits_for_its_load_and_the_load_does_not_wait_for_them() {
    on_postgres(|lane| {
        let (part, whole) = (Sample::cut(3, 20_000), Sample::whole());
        part.load(lane.open(), LoadMode::New).unwrap();
        for (entity, name) in [(Entity::Experiment, "lot"), (Entity::Cell, "CALB-20")] {
            let plan = growth(lane, &whole);
            // As a load holds it from its beginning on.
            let mut loads = lane.open();
            loads.begin_write().unwrap();
            loads.lock_name("lot").unwrap();
            std::thread::scope(|scope| {
                let edits = scope.spawn(|| set_nominal(lane, &whole, entity, name));
                std::thread::sleep(Duration::from_millis(300));
                loads.same_cell(&plan).unwrap();
                let id = loads.experiment("lot").unwrap().id;
                let said = Metadata { description: Some("grown".into()), ..Metadata::default() };
                loads.put_metadata(id, &said).unwrap();
                assert!(!edits.is_finished());
                loads.end_write(Ok(()), "loading").unwrap();
                edits.join().unwrap().unwrap();
            });
        }
    });
}
