//! Deriving anew from all step rows: what is derived is replaced, what was measured is not touched.

use super::schema::{cycles, pulses, step_metrics};
use super::{Database, Doing, StoreError};
use crate::model::{Conventions, Derived, Head, StepData, TestError};
use diesel::prelude::*;

/// How everything is derived from the steps of a test: `transform::derive`, which this room does not see.
pub type Deriver<'a> = dyn Fn(&Head, &[StepData]) -> Result<Derived, TestError> + 'a;

impl Database {
    /// Derives an experiment anew, under other conventions or its own, inside the transaction that changed what it rests on.
    pub(super) fn derive_anew(
        &mut self,
        id: i32,
        conventions: Option<&Conventions>,
        derive: &Deriver<'_>,
    ) -> Result<(), StoreError> {
        let Some(experiment) = self.experiment_by_id(id)? else { return Ok(()) };
        self.lock_name(&experiment.name)?;
        let conventions = match conventions {
            Some(conventions) => conventions.clone(),
            None => self.conventions(id)?,
        };
        let steps = self.steps(id)?;
        let head = self.head(&experiment, conventions)?;
        let refused = |error: TestError| StoreError::Conflict(format!("`{}`: {error}", experiment.name));
        let derived = derive(&head, &steps).map_err(refused)?;
        self.clear_derived(id)?;
        self.put_derived(id, &head.conventions, &derived)
    }

    /// Takes away what was derived of steps, cycles and pulses.
    pub(super) fn clear_derived(&mut self, id: i32) -> Result<(), StoreError> {
        let doing = "making room for what is derived again";
        let connection = &mut self.connection;
        diesel::delete(step_metrics::table.filter(step_metrics::experiment_id.eq(id)))
            .execute(connection)
            .doing(doing)?;
        diesel::delete(cycles::table.filter(cycles::experiment_id.eq(id))).execute(connection).doing(doing)?;
        diesel::delete(pulses::table.filter(pulses::experiment_id.eq(id))).execute(connection).doing(doing)?;
        Ok(())
    }
}
