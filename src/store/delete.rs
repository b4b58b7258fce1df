//! Deleting: what goes is told before, what is in use stays, and a tombstone remains in the audit.

use super::audit::{Actor, Change};
use super::complete::summary;
use super::schema::{cells, experiments, findings, machines, operators, processed_files, projects, steps};
use super::{Database, Doing, Entity, Experiment, Found, StoreError};
use crate::model::content_digest;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::{Value, json};

/// What goes with an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doomed {
    /// It itself.
    pub experiment: i32,
    /// Its name.
    pub name: String,
    /// Its steps.
    pub steps: u64,
    /// Its rows.
    pub measurements: u64,
    /// The names of its files, and their blake3.
    pub files: Vec<(String, String)>,
    /// Its findings.
    pub findings: u64,
    /// The number of the experiment that it replaced, which stands again under its name.
    pub stands_again: Option<i32>,
}

/// Whether the rows of an experiment were dropped when it was replaced.
fn is_dropped(old: &Experiment) -> bool {
    old.stored_rows == 0 && old.source_rows > 0
}

impl Database {
    /// What would go with an experiment.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn doomed(&mut self, experiment: &Experiment) -> Result<Doomed, StoreError> {
        let doing = "counting what belongs to it";
        let id = experiment.id;
        let counted_steps: i64 = steps::table
            .filter(steps::experiment_id.eq(id))
            .select(count_star())
            .first(&mut self.connection)
            .doing(doing)?;
        let counted_findings: i64 = findings::table
            .filter(findings::experiment_id.eq(id))
            .select(count_star())
            .first(&mut self.connection)
            .doing(doing)?;
        let files = processed_files::table
            .filter(processed_files::experiment_id.eq(id))
            .order(processed_files::id)
            .select((processed_files::name, processed_files::blake3))
            .load(&mut self.connection)
            .doing(doing)?;
        Ok(Doomed {
            experiment: id,
            name: experiment.name.clone(),
            steps: counted_steps.unsigned_abs(),
            measurements: experiment.stored_rows,
            files,
            findings: counted_findings.unsigned_abs(),
            stands_again: self.stands_again(id)?,
        })
    }

    /// The experiment that an experiment replaced, if its rows were kept; else the one which that had replaced, and so on.
    fn stands_again(&mut self, id: i32) -> Result<Option<i32>, StoreError> {
        for before in self.replaced_by(id)? {
            let is_dropped = self.experiment_by_id(before)?.is_some_and(|old| is_dropped(&old));
            let standing = if is_dropped { self.stands_again(before)? } else { Some(before) };
            if standing.is_some() {
                return Ok(standing);
            }
        }
        Ok(None)
    }

    /// What an experiment replaced itself.
    fn replaced_by(&mut self, id: i32) -> Result<Vec<i32>, StoreError> {
        experiments::table
            .filter(experiments::superseded_by_id.eq(id))
            .order(experiments::id)
            .select(experiments::id)
            .load(&mut self.connection)
            .doing("looking for what it replaced")
    }

    /// Deletes an experiment that others may have replaced or been replaced by; gives those that it had replaced.
    fn take_out(&mut self, id: i32, doing: &str) -> Result<Vec<i32>, StoreError> {
        let nothing: Option<i32> = None;
        let before = self.replaced_by(id)?;
        diesel::update(experiments::table.filter(experiments::supersedes_id.eq(id)))
            .set(experiments::supersedes_id.eq(nothing))
            .execute(&mut self.connection)
            .doing(doing)?;
        diesel::update(experiments::table.filter(experiments::superseded_by_id.eq(id)))
            .set(experiments::superseded_by_id.eq(nothing))
            .execute(&mut self.connection)
            .doing(doing)?;
        diesel::delete(experiments::table.find(id)).execute(&mut self.connection).doing(doing)?;
        Ok(before)
    }

    /// Deletes an experiment with all that belongs to it; its files can be loaded again. The audit keeps what it was.
    ///
    /// # Errors
    /// When another has changed it since it was looked at, or the database refuses; then nothing is deleted.
    pub fn delete_experiment(
        &mut self,
        experiment: &Experiment,
        reason: Option<&str>,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let id = experiment.id;
        let doing = "deleting the experiment";
        self.edits(doing, |database| {
            database.lock_name(&experiment.name)?;
            database.unchanged(experiment)?;
            let doomed = database.doomed(experiment)?;
            let amended = database.amendments(id)?;
            for old in database.take_out(id, doing)? {
                database.put_back(old, &experiment.name, actor)?;
            }
            let files: Vec<Value> =
                doomed.files.iter().map(|(name, blake3)| json!({ "name": name, "blake3": blake3 })).collect();
            let change = Change {
                before: Some(json!({
                    "experiment": summary(experiment),
                    "steps": doomed.steps,
                    "measurements": doomed.measurements,
                    "findings": doomed.findings,
                    "files": files,
                    "corrections": amended.corrections.len(),
                    "merges": amended.merges.len(),
                })),
                reason,
                ..Change::of("experiment", id, &experiment.name, "delete")
            };
            database.put_audit(actor, &change)
        })
    }

    /// Puts an experiment back under the name that it had before it was replaced, as its replacement is deleted. One whose
    /// rows were dropped goes, too, as its files can be loaded again, and the one that it had replaced stands again.
    fn put_back(&mut self, id: i32, name: &str, actor: &Actor) -> Result<(), StoreError> {
        let doing = "putting back what was replaced";
        let Some(old) = self.experiment_by_id(id)? else { return Ok(()) };
        let digest = old.rows_digest.as_deref().zip(old.steps_digest.as_deref());
        let digest = digest.map(|(rows, steps)| content_digest(rows, steps));
        let mut change = Change { before: Some(summary(&old)), ..Change::of("experiment", id, &old.name, "delete") };
        if is_dropped(&old) {
            for older in self.take_out(id, doing)? {
                self.put_back(older, name, actor)?;
            }
        } else {
            let set = (
                experiments::name.eq(name),
                experiments::content_digest.eq(digest),
                experiments::updated_at.eq(super::clock::now()),
            );
            diesel::update(experiments::table.find(id)).set(set).execute(&mut self.connection).doing(doing)?;
            change.action = "put-back";
            change.after = self.experiment_by_id(id)?.as_ref().map(summary);
        }
        self.put_audit(actor, &change)
    }

    /// Deletes a project, cell, machine or operator that no experiment has, replaced ones included. With `is_trial` it is
    /// done and taken back, to say what would become of it.
    ///
    /// # Errors
    /// When one has it, named; when another has changed it since it was looked at; when the database refuses.
    pub fn delete_entity(
        &mut self,
        entity: Entity,
        found: &Found,
        reason: Option<&str>,
        actor: &Actor,
        is_trial: bool,
    ) -> Result<(), StoreError> {
        let doing = "deleting it";
        self.tries(doing, is_trial, |database| {
            let kind = entity.as_str();
            database.unchanged_since(entity, found, true)?;
            let users = database.users(entity, found.id)?;
            if let Some(((first, replaced), rest)) = users.split_first() {
                let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
                let words = if *replaced {
                    ", which was replaced (`battery-etl catalog list experiments --replaced` lists it)"
                } else {
                    ""
                };
                return Err(StoreError::Conflict(format!(
                    "{kind} `{}` is in use by experiment `{first}`{more}{words}; delete these, or give them another {kind} \
                     with `battery-etl catalog edit experiment`",
                    found.name
                )));
            }
            let before = database.fields_of(entity, found.id)?;
            macro_rules! forget {
                ($($variant:ident => $table:ident),+) => {
                    match entity {
                        $(Entity::$variant => diesel::delete($table::table.find(found.id)).execute(&mut database.connection),)+
                    }
                };
            }
            forget!(
                Project => projects, Cell => cells, Machine => machines, Operator => operators, Experiment => experiments
            )
            .doing(doing)?;
            let change =
                Change { before: Some(before), reason, ..Change::of(kind, found.id, &found.name, "delete") };
            database.put_audit(actor, &change)
        })
    }

    /// The names of the experiments that have an entity, and whether each was replaced; those that were not come first.
    fn users(&mut self, entity: Entity, id: i32) -> Result<Vec<(String, bool)>, StoreError> {
        let replaced = experiments::superseded_by_id.is_not_null();
        let query =
            experiments::table.order((replaced, experiments::name)).select((experiments::name, replaced)).into_boxed();
        let query = match entity {
            Entity::Project => query.filter(experiments::project_id.eq(id)),
            Entity::Cell => query.filter(experiments::cell_id.eq(id)),
            Entity::Machine => query.filter(experiments::machine_id.eq(id)),
            Entity::Operator => query.filter(experiments::operator_id.eq(id)),
            Entity::Experiment => return Ok(Vec::new()),
        };
        query.load(&mut self.connection).doing("looking who uses it")
    }
}
