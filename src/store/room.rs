//! Making room: what is deleted before rows are poured again, and the new name of an experiment that is replaced.

use super::audit::Change;
use super::schema::{experiment_channels, experiments, findings, loaded_steps, measurement_channels, measurements};
use super::{Database, Doing, Experiment, LoadPlan, StoreError};
use diesel::prelude::*;

/// What the new one takes over: description, project, cell, machine, operator, battery type, tags.
type Kept = (Option<String>, Option<i32>, Option<i32>, Option<i32>, Option<i32>, Option<String>, String);

impl Database {
    /// Deletes the rows of the steps from `from_step` on, the findings and the channels. What the tester said, what the
    /// rows say ([`Self::outgrow_traces`]), the files and the audit stay; what is derived is renewed where it is stored.
    pub(super) fn make_room(&mut self, id: i32, from_step: i32) -> Result<(), StoreError> {
        self.delete_rows(id, from_step)?;
        let doing = "making room for what is derived again";
        let connection = &mut self.connection;
        macro_rules! clear {
            ($($table:ident),+) => {
                $(diesel::delete($table::table.filter($table::experiment_id.eq(id))).execute(connection).doing(doing)?;)+
            };
        }
        clear!(findings, experiment_channels);
        Ok(())
    }

    fn delete_rows(&mut self, id: i32, from_step: i32) -> Result<(), StoreError> {
        let doing = "deleting rows that are poured again";
        let connection = &mut self.connection;
        macro_rules! clear {
            ($($table:ident),+) => {
                $(diesel::delete(
                    $table::table.filter($table::experiment_id.eq(id).and($table::step.ge(from_step))),
                )
                .execute(connection)
                .doing(doing)?;)+
            };
        }
        clear!(measurements, measurement_channels, loaded_steps);
        Ok(())
    }

    /// Gives an experiment another name, with `discard` takes its rows away, and makes a new one of its name that belongs
    /// to the same project, cell, machine and operator.
    pub(super) fn supersede(&mut self, old: &Experiment, plan: &LoadPlan, discard: bool) -> Result<i32, StoreError> {
        let doing = "replacing the experiment";
        if discard {
            self.delete_rows(old.id, i32::MIN)?;
        }
        let now = super::clock::now();
        let nothing: Option<String> = None;
        let old_name = self.name_when_replaced(old)?;
        let set = (
            experiments::name.eq(&old_name),
            experiments::content_digest.eq(&nothing),
            experiments::stored_rows.eq(if discard { 0 } else { old.stored_rows as i64 }),
            experiments::updated_at.eq(now),
        );
        let place = experiments::table.find(old.id);
        diesel::update(place).set(set).execute(&mut self.connection).doing(doing)?;
        let new_id = self.new_experiment(&plan.name)?;
        diesel::update(place)
            .set(experiments::superseded_by_id.eq(new_id))
            .execute(&mut self.connection)
            .doing(doing)?;
        let kept: Kept = place
            .select((
                experiments::description,
                experiments::project_id,
                experiments::cell_id,
                experiments::machine_id,
                experiments::operator_id,
                experiments::battery_type,
                experiments::tags,
            ))
            .first(&mut self.connection)
            .doing(doing)?;
        let set = (
            experiments::description.eq(kept.0),
            experiments::project_id.eq(kept.1),
            experiments::cell_id.eq(kept.2),
            experiments::machine_id.eq(kept.3),
            experiments::operator_id.eq(kept.4),
            experiments::battery_type.eq(kept.5),
            experiments::tags.eq(kept.6),
            experiments::supersedes_id.eq(old.id),
        );
        diesel::update(experiments::table.find(new_id)).set(set).execute(&mut self.connection).doing(doing)?;
        let change = Change {
            before: Some(super::complete::summary(old)),
            after: Some(serde_json::json!({ "name": old_name, "superseded_by": new_id, "rows_discarded": discard })),
            ..Change::of("experiment", old.id, &old.name, "replace")
        };
        self.put_audit(&plan.actor, &change)?;
        Ok(new_id)
    }
}
