//! Amendments: what people say otherwise than the tester, each with its reason, laid over the steps when they are read.

mod fields;
mod outgrown;
pub(super) mod said;
mod table;

pub use fields::correctable;

use super::audit::{Actor, Change};
use super::merge::Parts;
use super::row::text;
use super::schema::{corrections, merges};
use super::{Database, Deriver, Doing, Experiment, StoreError};
use crate::model::{StepData, StepRecord};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use fields::{contradiction, field};
use said::said;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One value of one step that is held to be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = corrections)]
pub struct Correction {
    /// Its number.
    pub id: i32,
    /// The executed step.
    pub step: i32,
    /// The field, one of [`correctable`].
    pub field: String,
    /// What stands in its place; `None` for nothing.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub who: String,
    /// When, in UTC.
    pub created_at: NaiveDateTime,
    /// When it was taken back.
    pub withdrawn_at: Option<NaiveDateTime>,
}

/// Consecutive steps that are one.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = merges)]
pub struct Merge {
    /// Its number.
    pub id: i32,
    /// The first of them, whose number the one has.
    pub first_step: i32,
    /// The last of them.
    pub last_step: i32,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub who: String,
    /// When, in UTC.
    pub created_at: NaiveDateTime,
    /// When it was taken back.
    pub withdrawn_at: Option<NaiveDateTime>,
}

/// What is amended of an experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amendments {
    /// Values of steps, in the order in which they were said.
    pub corrections: Vec<Correction>,
    /// Steps that are one.
    pub merges: Vec<Merge>,
}

/// A change of amendments.
#[derive(Clone, Debug)]
pub enum Amend {
    /// Another value of one field of a step; `None` for none.
    Correct {
        /// The executed step.
        step: i32,
        /// The field.
        field: String,
        /// The value, in the field's unit.
        value: Option<String>,
    },
    /// Consecutive steps become one.
    Merge {
        /// The first of them.
        first_step: i32,
        /// The last of them.
        last_step: i32,
    },
    /// A correction is taken back.
    WithdrawCorrection(i32),
    /// A merge is taken back.
    WithdrawMerge(i32),
}

/// What became of an amendment, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// What was there before.
    pub before: String,
    /// What is now.
    pub after: String,
    /// What a person should look at.
    pub note: Option<String>,
}

impl Amended {
    fn of(before: String, after: String) -> Self {
        Self { before, after, note: None }
    }
}

impl Amendments {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.corrections.is_empty() && self.merges.is_empty()
    }

    /// Those in force.
    fn in_force(self) -> Self {
        Self {
            corrections: self.corrections.into_iter().filter(|one| one.withdrawn_at.is_none()).collect(),
            merges: self.merges.into_iter().filter(|one| one.withdrawn_at.is_none()).collect(),
        }
    }

    /// What they are, in words.
    pub(super) fn words(&self) -> Vec<String> {
        let corrected = |one: &Correction| {
            let value = one.value.as_deref().unwrap_or("nothing");
            format!("{} of step {} is corrected to {value}: {}", one.field, one.step, one.reason)
        };
        let merged = |one: &Merge| format!("steps {} to {} are one: {}", one.first_step, one.last_step, one.reason);
        self.corrections.iter().map(corrected).chain(self.merges.iter().map(merged)).collect()
    }

    /// Whether those in force fit the steps as they were loaded.
    pub(super) fn check(&self, data: &[StepData]) -> Result<(), String> {
        let in_force = self.clone().in_force();
        let numbers: BTreeSet<i32> = data.iter().map(|step| step.record.number).collect();
        if let Some(one) = in_force.corrections.iter().find(|one| !numbers.contains(&one.step)) {
            return Err(format!("a correction is of step {}, which is not there", one.step));
        }
        let corrected = Self { merges: Vec::new(), ..in_force.clone() };
        let mut data = corrected.apply(data.to_vec()).map_err(|error| error.to_string())?.0;
        for one in &in_force.merges {
            super::merge::check(&data, one.first_step, one.last_step)?;
            data = super::merge::merge(data, std::iter::once((one.first_step, one.last_step))).0;
        }
        Ok(())
    }

    /// Lays the corrections of a step over what the tester said of it.
    fn correct(&self, record: &mut StepRecord) -> Result<(), StoreError> {
        let step = record.number;
        for one in self.corrections.iter().filter(|one| one.step == step) {
            let wrong = |problem| StoreError::Value { field: one.field.clone(), problem };
            (field(&one.field)?.put)(record, one.value.as_deref()).map_err(wrong)?;
        }
        Ok(())
    }

    /// Lays all over the steps of an experiment.
    pub(super) fn apply(&self, mut data: Vec<StepData>) -> Result<(Vec<StepData>, Parts), StoreError> {
        for step in &mut data {
            if self.corrections.iter().any(|one| one.step == step.record.number) {
                self.correct(Arc::make_mut(&mut step.record))?;
            }
        }
        Ok(super::merge::merge(data, self.merges.iter().map(|one| (one.first_step, one.last_step))))
    }
}

impl Database {
    /// All that was ever amended of an experiment, in the order in which it was said.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn amendments(&mut self, id: i32) -> Result<Amendments, StoreError> {
        let doing = "reading what was amended";
        let corrections = corrections::table
            .filter(corrections::experiment_id.eq(id))
            .order(corrections::id)
            .select(Correction::as_select())
            .load(&mut self.connection)
            .doing(doing)?;
        let merges = merges::table
            .filter(merges::experiment_id.eq(id))
            .order(merges::id)
            .select(Merge::as_select())
            .load(&mut self.connection)
            .doing(doing)?;
        Ok(Amendments { corrections, merges })
    }

    /// The experiments of which anything that is amended is in force.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn amended_experiments(&mut self) -> Result<BTreeSet<i32>, StoreError> {
        let doing = "looking for what was amended";
        let corrected = corrections::table.filter(corrections::withdrawn_at.is_null());
        let merged = merges::table.filter(merges::withdrawn_at.is_null());
        let connection = &mut self.connection;
        let mut all: Vec<i32> = corrected.select(corrections::experiment_id).load(connection).doing(doing)?;
        all.extend(merged.select(merges::experiment_id).load::<i32>(connection).doing(doing)?);
        Ok(all.into_iter().collect())
    }

    /// What is in force of it.
    pub(super) fn in_force(&mut self, id: i32) -> Result<Amendments, StoreError> {
        Ok(self.amendments(id)?.in_force())
    }

    /// Amends an experiment and derives it anew, in one transaction with the audit; nothing that was measured is touched.
    /// With `is_trial` all is done and taken back, to say what would become of it.
    ///
    /// # Errors
    /// When the step, the field or the amendment is not there, when the steps cannot be one, when another has changed the
    /// experiment meanwhile, or the database refuses; then nothing is changed.
    pub fn amend(
        &mut self,
        experiment: &Experiment,
        change: &Amend,
        (reason, actor): (&str, &Actor),
        derive: &Deriver<'_>,
        is_trial: bool,
    ) -> Result<Amended, StoreError> {
        let reason = text("reason", reason)?;
        if reason.trim().is_empty() {
            let problem = "say why: it stands beside the change for ever".to_owned();
            return Err(StoreError::Value { field: "reason".to_owned(), problem });
        }
        self.tries("amending the experiment", is_trial, |database| {
            database.amend_now(experiment, change, (&reason, actor), derive, is_trial)
        })
    }

    fn amend_now(
        &mut self,
        experiment: &Experiment,
        change: &Amend,
        (reason, actor): (&str, &Actor),
        derive: &Deriver<'_>,
        is_trial: bool,
    ) -> Result<Amended, StoreError> {
        // PostgreSQL counts on, also for what is taken back: a trial takes no number that a person would miss.
        let number = is_trial.then_some(i32::MAX);
        self.lock_name(&experiment.name)?;
        self.unchanged(experiment)?;
        let amended = match change {
            Amend::Correct { step, field, value } => {
                self.put_correction((experiment, number), (*step, field, value.as_deref()), (reason, actor))?
            }
            Amend::Merge { first_step, last_step } => {
                self.put_merge((experiment, number), (*first_step, *last_step), (reason, actor))?
            }
            Amend::WithdrawCorrection(id) => self.withdraw_correction(experiment, *id)?,
            Amend::WithdrawMerge(id) => self.withdraw_merge(experiment, *id)?,
        };
        self.derive_anew(experiment.id, None, derive)?;
        let action = match change {
            Amend::Correct { .. } => "correct",
            Amend::Merge { .. } => "merge-steps",
            Amend::WithdrawCorrection(_) | Amend::WithdrawMerge(_) => "withdraw",
        };
        let change = Change {
            reason: Some(reason),
            before: Some(json!(amended.before)),
            after: Some(json!(amended.after)),
            ..Change::of("experiment", experiment.id, &experiment.name, action)
        };
        self.put_audit(actor, &change)?;
        Ok(amended)
    }

    fn put_correction(
        &mut self,
        (experiment, number): (&Experiment, Option<i32>),
        (step, name, value): (i32, &str, Option<&str>),
        (reason, actor): (&str, &Actor),
    ) -> Result<Amended, StoreError> {
        let known = field(name)?;
        let missing = || StoreError::Conflict(format!("`{}` has no step {step}", experiment.name));
        let mut data = self.step_as_loaded(experiment.id, step)?.ok_or_else(missing)?;
        self.in_force(experiment.id)?.correct(Arc::make_mut(&mut data.record))?;
        let shown = |data: &StepData| (known.get)(&said(data)).unwrap_or_else(|| "nothing".to_owned());
        let before = shown(&data);
        let wrong = |problem| StoreError::Value { field: name.to_owned(), problem };
        known.check(value).map_err(wrong)?;
        (known.put)(Arc::make_mut(&mut data.record), value).map_err(wrong)?;
        let contradicts = contradiction(&said(&data), name);
        if let Some(why) = contradicts.clone().filter(|_| name != "step_type") {
            return Err(wrong(format!("{why}; write it so, or correct step_type first")));
        }
        let after = shown(&data);
        if before == after {
            return Err(StoreError::Conflict(format!("nothing is changed: {name} of step {step} is {before} already")));
        }
        let values = (
            corrections::experiment_id.eq(experiment.id),
            corrections::step.eq(step),
            corrections::field.eq(name),
            corrections::value.eq(value.and((known.get)(&data.record))),
            corrections::reason.eq(reason),
            corrections::who.eq(text("who", &actor.who)?),
            corrections::created_at.eq(super::clock::now()),
        );
        let into = diesel::insert_into(corrections::table);
        match number {
            Some(number) => into.values((corrections::id.eq(number), values)).execute(&mut self.connection),
            None => into.values(values).execute(&mut self.connection),
        }
        .doing("storing the correction")?;
        Ok(Amended {
            before: format!("{name} of step {step}: {before}"),
            after: format!("{name} of step {step}: {after}"),
            note: contradicts.map(|why| format!("{why}; correct it, too")),
        })
    }

    fn put_merge(
        &mut self,
        (experiment, number): (&Experiment, Option<i32>),
        (first_step, last_step): (i32, i32),
        (reason, actor): (&str, &Actor),
    ) -> Result<Amended, StoreError> {
        let data = self.steps(experiment.id)?;
        if let Err(why) = super::merge::check(&data, first_step, last_step) {
            let merges = self.in_force(experiment.id)?.merges;
            let there = merges.iter().find(|one| one.first_step <= last_step && first_step <= one.last_step);
            let there = there.map_or_else(String::new, |one| {
                let Merge { id, first_step, last_step, .. } = one;
                format!("; steps {first_step} to {last_step} are one already, by merge {id}, which --withdraw {id} takes back")
            });
            return Err(StoreError::Conflict(format!("`{}`: {why}{there}", experiment.name)));
        }
        let values = (
            merges::experiment_id.eq(experiment.id),
            merges::first_step.eq(first_step),
            merges::last_step.eq(last_step),
            merges::reason.eq(reason),
            merges::who.eq(text("who", &actor.who)?),
            merges::created_at.eq(super::clock::now()),
        );
        let into = diesel::insert_into(merges::table);
        match number {
            Some(number) => into.values((merges::id.eq(number), values)).execute(&mut self.connection),
            None => into.values(values).execute(&mut self.connection),
        }
        .doing("storing the merge")?;
        Ok(Amended::of(format!("steps {first_step} to {last_step}"), format!("one step {first_step}")))
    }

    fn withdraw_correction(&mut self, experiment: &Experiment, id: i32) -> Result<Amended, StoreError> {
        let one = self.in_force(experiment.id)?.corrections.into_iter().find(|one| one.id == id);
        let one = one.ok_or_else(|| none_in_force(experiment, "correction", id))?;
        diesel::update(corrections::table.find(id))
            .set(corrections::withdrawn_at.eq(super::clock::now()))
            .execute(&mut self.connection)
            .doing("taking the correction back")?;
        let value = one.value.as_deref().unwrap_or("nothing");
        Ok(Amended::of(
            format!("correction {id}: {} of step {} is {value}", one.field, one.step),
            "withdrawn".to_owned(),
        ))
    }

    fn withdraw_merge(&mut self, experiment: &Experiment, id: i32) -> Result<Amended, StoreError> {
        let one = self.in_force(experiment.id)?.merges.into_iter().find(|one| one.id == id);
        let one = one.ok_or_else(|| none_in_force(experiment, "merge", id))?;
        diesel::update(merges::table.find(id))
            .set(merges::withdrawn_at.eq(super::clock::now()))
            .execute(&mut self.connection)
            .doing("taking the merge back")?;
        Ok(Amended::of(format!("merge {id}: steps {} to {}", one.first_step, one.last_step), "withdrawn".to_owned()))
    }
}

fn none_in_force(experiment: &Experiment, what: &str, id: i32) -> StoreError {
    let name = &experiment.name;
    StoreError::Conflict(format!(
        "`{name}` has no {what} {id} that is in force; `battery-etl catalog show {name}` lists them"
    ))
}
