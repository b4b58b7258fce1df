//! What people corrected of a step that was still running, once the test has grown.

use super::super::{Database, StoreError};
use super::fields::field;
use super::said::said;
use crate::model::StepData;

impl Database {
    /// The corrections in force of steps that ran when they were loaded and have gone on in `now`, in words: they stay, and
    /// somebody should look at them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn outgrown_corrections(&mut self, id: i32, now: &[StepData]) -> Result<Vec<String>, StoreError> {
        let mut all = Vec::new();
        for one in self.in_force(id)?.corrections {
            let Some(then) = self.step_as_loaded(id, one.step)? else { continue };
            let Some(now) = now.iter().find(|step| step.record.number == one.step) else { continue };
            let rows = |step: &StepData| step.trace.as_ref().map(|trace| trace.rows);
            if then.record.line.is_some() || (now.record.line.is_none() && rows(&then) == rows(now)) {
                continue;
            }
            let nothing = || "nothing".to_owned();
            let value = one.value.unwrap_or_else(nothing);
            let told = (field(&one.field)?.get)(&said(now)).unwrap_or_else(nothing);
            all.push(format!(
                "{} of step {} is corrected to {value} since it was running; it has gone on, and the files say {told}: the \
                 correction stays until `catalog correct --withdraw {}`",
                one.field, one.step, one.id
            ));
        }
        Ok(all)
    }
}
