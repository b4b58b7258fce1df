//! Deriving anew from all step rows: what is derived is replaced, what was measured is not touched.

use super::{Database, StoreError};
use crate::model::{Conventions, Derived, Head, StepData, TestError};

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
        let amendments = self.in_force(id)?;
        let (steps, parts) = amendments.apply(self.steps_as_loaded(id)?)?;
        let head = self.head(&experiment, conventions)?;
        let refused = |error: TestError| StoreError::Conflict(format!("`{}`: {error}", experiment.name));
        let derived = derive(&head, &steps).map_err(refused)?;
        self.put_amended_steps(id, &amendments, &steps, &parts)?;
        self.put_derived(id, &head.conventions, &derived)
    }
}
