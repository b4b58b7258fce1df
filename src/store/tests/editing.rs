//! Editing beside others: what came between is told with who did it, and whether trying again may help.

use super::lane::on_both;
use crate::model::{Derived, Head, StepData, TestError};
use crate::store::{Actor, Database, Edit, Entity, Found, StoreError};

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
