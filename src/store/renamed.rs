//! Experiments that were renamed, found by the names that they had: the audit knows them.

use super::schema::{audit_events, experiments};
use super::{Database, Doing, StoreError};
use diesel::prelude::*;

impl Database {
    /// The experiments that once had a name which none has now, as they are called today, the last first: one that was
    /// replaced meanwhile is what stands in its place.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn renamed_from(&mut self, name: &str) -> Result<Vec<String>, StoreError> {
        let today = diesel::alias!(experiments as today);
        let is_taken = today.filter(today.field(experiments::name).eq(name));
        let found: Vec<(i32, String, Option<i32>)> = experiments::table
            .inner_join(audit_events::table.on(audit_events::entity_id.eq(experiments::id.nullable())))
            .filter(audit_events::entity.eq("experiment").and(audit_events::entity_name.eq(name)))
            .filter(diesel::dsl::not(diesel::dsl::exists(is_taken)))
            .select((experiments::id, experiments::name, experiments::superseded_by_id))
            .distinct()
            .order(experiments::id.desc())
            .load(&mut self.connection)
            .doing("looking for what was renamed")?;
        let mut names = Vec::new();
        for (_, mut called, mut behind) in found {
            while let Some(next) = behind.map(|id| self.experiment_by_id(id)).transpose()?.flatten() {
                (called, behind) = (next.name, next.superseded_by_id);
            }
            if !names.contains(&called) {
                names.push(called);
            }
        }
        Ok(names)
    }
}
