//! Runs: one command that loads, and what became of each test of it.

use super::audit::Actor;
use super::row::{shown, text};
use super::schema::{run_outcomes, runs};
use super::{Database, Doing, StoreError};
use diesel::prelude::*;

/// What became of one test of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOutcome {
    /// The test's name.
    pub name: String,
    /// `loaded`, `appended`, `skipped`, `replaced`, `rejected`, `failed`.
    pub outcome: String,
    /// The experiment, where there is one.
    pub experiment_id: Option<i32>,
    /// Why, where it was not loaded.
    pub message: Option<String>,
    /// Seconds.
    pub duration_s: f64,
}

impl Database {
    /// Begins a run, and gives its number for [`Actor::run_id`].
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_run(&mut self, actor: &Actor) -> Result<i32, StoreError> {
        let values = (
            runs::command.eq(text("command", &actor.command)?),
            runs::who.eq(text("who", &actor.who)?),
            runs::tool_version.eq(&actor.tool_version),
            runs::started_at.eq(super::clock::now()),
            runs::loaded.eq(0),
            runs::skipped.eq(0),
            runs::rejected.eq(0),
            runs::failed.eq(0),
        );
        self.write("beginning the run", |database| {
            diesel::insert_into(runs::table)
                .values(values)
                .returning(runs::id)
                .get_result(&mut database.connection)
                .doing("beginning the run")
        })
    }

    /// Ends a run: what became of each of its tests, and the counts.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn finish_run(&mut self, run_id: i32, outcomes: &[RunOutcome]) -> Result<(), StoreError> {
        let doing = "ending the run";
        let count =
            |names: &[&str]| outcomes.iter().filter(|outcome| names.contains(&outcome.outcome.as_str())).count() as i32;
        let counts = (
            runs::finished_at.eq(super::clock::now()),
            runs::loaded.eq(count(&["loaded", "appended", "replaced"])),
            runs::skipped.eq(count(&["skipped"])),
            runs::rejected.eq(count(&["rejected"])),
            runs::failed.eq(count(&["failed"])),
        );
        self.write(doing, |database| {
            for (outcome, seq) in outcomes.iter().zip(0..) {
                let values = (
                    run_outcomes::run_id.eq(run_id),
                    run_outcomes::seq.eq(seq),
                    run_outcomes::name.eq(shown(&outcome.name)),
                    run_outcomes::outcome.eq(&outcome.outcome),
                    run_outcomes::experiment_id.eq(outcome.experiment_id),
                    run_outcomes::message.eq(outcome.message.as_deref().map(shown)),
                    run_outcomes::duration_s.eq(outcome.duration_s),
                );
                diesel::insert_into(run_outcomes::table)
                    .values(values)
                    .execute(&mut database.connection)
                    .doing(doing)?;
            }
            diesel::update(runs::table.find(run_id)).set(counts).execute(&mut database.connection).doing(doing)?;
            Ok(())
        })
    }
}
