//! Who changes the same takes turns: a test by its name, its Step file by its bytes, its cell.

use super::connection::AnyConnection;
use super::load::LoadPlan;
use super::{Database, Doing, StoreError};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

impl Database {
    /// Waits until no other loads an experiment of this name. SQLite has one writer anyway.
    pub(super) fn lock_name(&mut self, name: &str) -> Result<(), StoreError> {
        self.lock_word(&super::row::text("experiment", name)?, 6211, "waiting for another load of the same name")
    }

    fn lock_word(&mut self, word: &str, kind: i64, doing: &str) -> Result<(), StoreError> {
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))")
                .bind::<Text, _>(word)
                .bind::<BigInt, _>(kind)
                .execute(pg)
                .doing(doing)?;
        }
        Ok(())
    }

    /// Waits until no other loads these experiments: who changes one takes its turn before any row of it, as a load does.
    pub(super) fn lock_experiments(&mut self, ids: &[i32]) -> Result<(), StoreError> {
        let mut names = Vec::with_capacity(ids.len());
        for id in ids {
            names.extend(self.experiment_by_id(*id)?.map(|experiment| experiment.name));
        }
        names.sort_unstable();
        names.iter().try_for_each(|name| self.lock_name(name))
    }

    /// Makes sure that the cell of a load is what it was when the test was read, and that it stays so until the load is kept.
    pub(super) fn same_cell(&mut self, plan: &LoadPlan) -> Result<(), StoreError> {
        let Some((said, read_by)) = &plan.seen.cell else { return Ok(()) };
        if let AnyConnection::Postgres(pg) = &mut self.connection {
            diesel::sql_query("SELECT id FROM cells WHERE name = $1 FOR NO KEY UPDATE")
                .bind::<Text, _>(&said.name)
                .execute(pg)
                .doing("waiting for another who changes the cell")?;
        }
        if said.clone().with_known(self.cell(&said.name)?) == *read_by {
            return Ok(());
        }
        let words = "was changed or deleted while its test was read; run the command again";
        Err(StoreError::Changed(format!("cell `{}` {words}", said.name)))
    }

    /// Waits until no other loads the same Step file, and looks whether another did.
    pub(super) fn take_turns(&mut self, plan: &LoadPlan) -> Result<(), StoreError> {
        let Some((digest, seen)) = &plan.seen.step_file else { return Ok(()) };
        self.lock_word(digest, 6212, "waiting for another load of the same Step file")?;
        let there = self.files_by_blake3(digest)?.first().map(|known| known.experiment_id);
        if there == *seen {
            return Ok(());
        }
        let words = "was loaded or replaced with another test meanwhile; run the command again";
        Err(StoreError::Changed(format!("the Step file of `{}` {words}", plan.name)))
    }
}
