//! Editing what people say: projects, cells, machines, operators, experiments, notes of steps. Only what changes is written.

mod fields;
mod put;

pub use fields::{EditField, Entity};

use super::audit::{Actor, Change};
use super::schema::{cells, experiments, machines, operators, projects, steps};
use super::{Database, Deriver, Doing, StoreError};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use fields::known;
use serde_json::{Map, Value};

/// What is to become of entities of one kind.
#[derive(Debug)]
pub struct Edit<'a> {
    /// The kind.
    pub entity: Entity,
    /// Fields and what is to stand in them; `None` for nothing.
    pub set: &'a [(String, Option<String>)],
    /// Whether a person saw what is there before deciding: then nothing may have come between.
    pub is_seen: bool,
    /// Why, where a person says so.
    pub reason: Option<&'a str>,
    /// Who.
    pub actor: &'a Actor,
    /// Whether all is done and taken back, to say what would become of it.
    pub is_trial: bool,
}

/// What the audit calls it when all is derived anew.
const REBASE: &str = "rebase";

/// One entity: its number, and when it was last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// When it was last changed, in UTC: an edit that was made on a view of it is refused when another came between.
    pub updated_at: NaiveDateTime,
}

/// What became of one entity: its fields, what stood in each and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Its name before.
    pub name: String,
    /// Fields with what was and what is.
    pub changes: Vec<(String, Option<String>, Option<String>)>,
}

/// A least value is below the greatest.
fn is_in_order(fields: &[(&'static str, Option<String>)]) -> Result<(), StoreError> {
    let number = |name: &str| {
        let found = fields.iter().find(|(field, _)| *field == name)?;
        found.1.as_deref()?.parse::<f64>().ok()
    };
    for (least, greatest) in [("voltage_min_v", "voltage_max_v"), ("temperature_min_degc", "temperature_max_degc")] {
        if let (Some(low), Some(high)) = (number(least), number(greatest))
            && low >= high
        {
            let problem = format!("{low} is not below {greatest}, which is {high}");
            return Err(StoreError::Value { field: least.to_owned(), problem });
        }
    }
    Ok(())
}

impl Database {
    /// The entity of a name; an experiment also by its number, as `#7`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] with the nearest name; when the database cannot be read.
    pub fn entity(&mut self, entity: Entity, name: &str) -> Result<Found, StoreError> {
        macro_rules! look {
            ($table:ident) => {
                $table::table
                    .filter($table::name.eq(name))
                    .select(($table::id, $table::name, $table::updated_at))
                    .first(&mut self.connection)
                    .optional()
                    .doing("looking it up")?
            };
        }
        let found: Option<(i32, String, NaiveDateTime)> = match entity {
            Entity::Project => look!(projects),
            Entity::Cell => look!(cells),
            Entity::Machine => look!(machines),
            Entity::Operator => look!(operators),
            // A bare number is a name here, and so is `#7` where a test is called so: what is changed or deleted is never
            // taken for another.
            Entity::Experiment => match (look!(experiments), name.strip_prefix('#').and_then(|id| id.parse().ok())) {
                (None, Some(id)) => self.experiment_by_id(id)?.map(|found| (found.id, found.name, found.updated_at)),
                (found, _) => found,
            },
        };
        if let Some((id, name, updated_at)) = found {
            return Ok(Found { id, name, updated_at });
        }
        let all = self.names(entity)?;
        let nearest = crate::model::nearest(name, all.iter().map(String::as_str)).map(str::to_owned);
        Err(StoreError::NotFound { what: entity.as_str(), name: name.to_owned(), nearest })
    }

    fn names(&mut self, entity: Entity) -> Result<Vec<String>, StoreError> {
        macro_rules! list {
            ($table:ident) => {
                $table::table.order($table::name).select($table::name).load(&mut self.connection)
            };
        }
        match entity {
            Entity::Project => list!(projects),
            Entity::Cell => list!(cells),
            Entity::Machine => list!(machines),
            Entity::Operator => list!(operators),
            Entity::Experiment => list!(experiments),
        }
        .doing("listing the names")
    }

    /// Adds an entity that is not there, with what is said of it.
    ///
    /// # Errors
    /// When one of that name is there, a field or a value is none, or the database refuses; then nothing is added.
    pub fn add(&mut self, name: &str, edit: &Edit<'_>) -> Result<Found, StoreError> {
        let name = name.trim();
        self.tries("adding it", edit.is_trial, |database| {
            if database.names(edit.entity)?.iter().any(|there| there == name) {
                let kind = edit.entity.as_str();
                return Err(StoreError::Conflict(format!(
                    "{kind} `{name}` is there already; `battery-etl catalog edit {kind}` changes it"
                )));
            }
            database.insert(edit.entity, name)?;
            let found = database.entity(edit.entity, name)?;
            let mut after = Map::new();
            for (field, value) in edit.set {
                database.put_field(edit.entity, found.id, field, value.as_deref())?;
                after.insert(field.clone(), value.clone().into());
            }
            let change = Change {
                after: Some(Value::Object(after)),
                reason: edit.reason,
                ..Change::of(edit.entity.as_str(), found.id, name, "add")
            };
            database.put_audit(edit.actor, &change)?;
            Ok(found)
        })
    }

    /// Changes entities: each field that is not so yet, with the audit, and derives anew what rests on it, all in one
    /// transaction.
    ///
    /// # Errors
    /// When another has changed one of them since it was found, a field or a value is none, what is named is not there, or
    /// the database refuses; then nothing is changed.
    pub fn edit(&mut self, found: &[Found], edit: &Edit<'_>, derive: &Deriver<'_>) -> Result<Vec<Edited>, StoreError> {
        self.edit_each(found, edit, "edit", derive)
    }

    /// Derives experiments anew, each under what `edit` says or, where that is so already, as it was; otherwise as
    /// [`Self::edit`]. The audit keeps it with its reason in either case.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub fn rebase(
        &mut self,
        found: &[Found],
        edit: &Edit<'_>,
        derive: &Deriver<'_>,
    ) -> Result<Vec<Edited>, StoreError> {
        self.edit_each(found, edit, REBASE, derive)
    }

    fn edit_each(
        &mut self,
        found: &[Found],
        edit: &Edit<'_>,
        action: &str,
        derive: &Deriver<'_>,
    ) -> Result<Vec<Edited>, StoreError> {
        let mut once = std::collections::BTreeSet::new();
        self.tries("changing it", edit.is_trial, |database| {
            let derives =
                |(field, _): &(String, Option<String>)| known(edit.entity, field).is_ok_and(|field| field.derives);
            if action == REBASE || edit.set.iter().any(derives) {
                let mut resting = Vec::new();
                for one in found {
                    resting.extend(database.rests_on(edit.entity, one.id)?);
                }
                database.lock_experiments(&resting)?;
            }
            let each = found.iter().filter(|one| once.insert(one.id));
            each.map(|one| database.edit_one(one, edit, action, derive)).collect()
        })
    }

    fn edit_one(
        &mut self,
        found: &Found,
        edit: &Edit<'_>,
        action: &str,
        derive: &Deriver<'_>,
    ) -> Result<Edited, StoreError> {
        let kind = edit.entity.as_str();
        let is = self.unchanged_since(edit.entity, found, edit.is_seen)?;
        let before = self.fields(edit.entity, found.id)?;
        let mut derives = false;
        for (field, value) in edit.set {
            let field = known(edit.entity, field)?;
            let now = before.iter().find(|(name, _)| *name == field.name).and_then(|(_, value)| value.clone());
            if now != *value {
                self.put_field(edit.entity, found.id, field.name, value.as_deref())?;
                derives |= field.derives;
            }
        }
        let after = self.fields(edit.entity, found.id)?;
        is_in_order(&after)?;
        let changes: Vec<_> = before
            .into_iter()
            .zip(after)
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| (field.to_owned(), before, after))
            .collect();
        if changes.is_empty() && action != REBASE {
            // What was written says the same in other words.
            self.put_updated_at(edit.entity, &is)?;
            return Ok(Edited { name: found.name.clone(), changes });
        }
        if derives || action == REBASE {
            for id in self.rests_on(edit.entity, found.id)? {
                self.derive_anew(id, None, derive)?;
            }
        }
        let object = |of: &dyn Fn(&(String, Option<String>, Option<String>)) -> Option<String>| {
            let all = changes.iter().map(|change| (change.0.clone(), of(change).into())).collect();
            (!changes.is_empty()).then_some(Value::Object(all))
        };
        let change = Change {
            before: object(&|change| change.1.clone()),
            after: object(&|change| change.2.clone()),
            reason: edit.reason,
            ..Change::of(kind, found.id, &found.name, action)
        };
        self.put_audit(edit.actor, &change)?;
        Ok(Edited { name: found.name.clone(), changes })
    }

    /// Makes sure that an entity is the one that was found and, where a person looked at it, that nothing came between. Gives
    /// it as it is now.
    pub(super) fn unchanged_since(
        &mut self,
        entity: Entity,
        found: &Found,
        is_seen: bool,
    ) -> Result<Found, StoreError> {
        let is = match self.entity(entity, &found.name) {
            Err(StoreError::NotFound { .. }) => None,
            is => Some(is?).filter(|is| is.id == found.id),
        };
        if let Some(is) = is.as_ref().filter(|is| !is_seen || *is == found) {
            return Ok(is.clone());
        }
        let (kind, name, last) = (entity.as_str(), &found.name, self.last_change(entity, found.id));
        if is.is_some() {
            return Err(StoreError::Changed(format!(
                "{kind} `{name}` was changed by another since it was looked at{last}; nothing is changed: look at it again, \
                 then run the command again"
            )));
        }
        // The same command would not find it again.
        let words = format!("{kind} `{name}` was renamed or deleted by another since it was looked at{last}");
        Err(StoreError::Conflict(words))
    }

    /// What stands in the fields of an entity, for the audit.
    pub(super) fn fields_of(&mut self, entity: Entity, id: i32) -> Result<Value, StoreError> {
        let fields = self.fields(entity, id)?;
        Ok(Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()))
    }

    /// The experiments whose derived figures rest on an entity. Those that were replaced stay as they were.
    fn rests_on(&mut self, entity: Entity, id: i32) -> Result<Vec<i32>, StoreError> {
        match entity {
            Entity::Experiment => Ok(vec![id]),
            Entity::Cell => experiments::table
                .filter(experiments::cell_id.eq(id).and(experiments::superseded_by_id.is_null()))
                .order(experiments::id)
                .select(experiments::id)
                .load(&mut self.connection)
                .doing("listing the experiments of the cell"),
            Entity::Project | Entity::Machine | Entity::Operator => Ok(Vec::new()),
        }
    }

    /// The experiments of a cell that have a nominal capacity of their own, so that the cell's does not count.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn with_own_nominal(&mut self, cell: i32) -> Result<Vec<String>, StoreError> {
        let mut own = Vec::new();
        for id in self.rests_on(Entity::Cell, cell)? {
            if self.conventions(id)?.nominal_capacity_ah.is_some()
                && let Some(experiment) = self.experiment_by_id(id)?
            {
                own.push(experiment.name);
            }
        }
        Ok(own)
    }

    /// The notes of an experiment's steps, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn step_notes(&mut self, id: i32) -> Result<Vec<(i32, String)>, StoreError> {
        let notes: Vec<(i32, Option<String>)> = steps::table
            .filter(steps::experiment_id.eq(id).and(steps::note.is_not_null()))
            .order(steps::number)
            .select((steps::number, steps::note))
            .load(&mut self.connection)
            .doing("reading the notes")?;
        Ok(notes.into_iter().filter_map(|(step, note)| Some((step, note?))).collect())
    }

    /// Writes a note to a step, or takes it away, unless it is so; gives the one before. With `is_trial` nothing is kept.
    ///
    /// # Errors
    /// When the experiment has no such step, or the database refuses.
    pub fn note_step(
        &mut self,
        experiment: &Found,
        step: i32,
        note: Option<&str>,
        actor: &Actor,
        is_trial: bool,
    ) -> Result<Option<String>, StoreError> {
        let note = note.map(|note| super::row::text("note", note)).transpose()?;
        self.tries("writing the note", is_trial, |database| {
            let place = steps::table.find((experiment.id, step));
            let before: Option<Option<String>> =
                place.select(steps::note).first(&mut database.connection).optional().doing("looking for the step")?;
            let missing = || StoreError::Conflict(format!("`{}` has no step {step}", experiment.name));
            let before = before.ok_or_else(missing)?;
            if before == note {
                return Ok(before);
            }
            diesel::update(place)
                .set((steps::note.eq(&note), steps::updated_at.eq(super::clock::now())))
                .execute(&mut database.connection)
                .doing("writing the note")?;
            let change = Change {
                before: Some(serde_json::json!({ "step": step, "note": before })),
                after: Some(serde_json::json!({ "step": step, "note": note })),
                ..Change::of("experiment", experiment.id, &experiment.name, "note")
            };
            database.put_audit(actor, &change)?;
            Ok(before)
        })
    }
}
