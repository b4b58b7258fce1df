//! In whose place an experiment stands: one that is here, or one of another database, which is kept by name and content.

use super::row::text;
use super::schema::experiments;
use super::{Database, Doing, Experiment, StoreError};
use crate::model::content_digest;
use diesel::prelude::*;

/// The experiment in whose place another stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Earlier {
    name: String,
    digest: String,
}

/// The digest of what an experiment holds, also of one that was replaced.
fn digest_of(experiment: &Experiment) -> Option<String> {
    let (rows, steps) = (experiment.rows_digest.as_deref()?, experiment.steps_digest.as_deref()?);
    Some(content_digest(rows, steps))
}

impl Database {
    /// In whose place an experiment stands, whether that one is here or not.
    pub(super) fn earlier(&mut self, experiment: &Experiment) -> Result<Option<Earlier>, StoreError> {
        let Some(id) = experiment.supersedes_id else {
            let kept = experiment.supersedes_name.clone().zip(experiment.supersedes_digest.clone());
            return Ok(kept.map(|(name, digest)| Earlier { name, digest }));
        };
        let other = self.experiment_by_id(id)?;
        Ok(other.and_then(|other| Some(Earlier { digest: digest_of(&other)?, name: other.name })))
    }

    /// Puts an experiment in the place of one that is here, or of none.
    pub(super) fn put_supersedes(&mut self, id: i32, other: Option<i32>) -> Result<(), StoreError> {
        let nothing: Option<String> = None;
        let set = (
            experiments::supersedes_id.eq(other),
            experiments::supersedes_name.eq(&nothing),
            experiments::supersedes_digest.eq(&nothing),
            experiments::updated_at.eq(super::clock::now()),
        );
        diesel::update(experiments::table.find(id))
            .set(set)
            .execute(&mut self.connection)
            .map(drop)
            .doing("storing in whose place it stands")
    }

    /// Puts an experiment that is carried in the place of the one it stood in, if that is here; else keeps it by name. Then
    /// puts those in its place that wait for it.
    pub(super) fn carry_supersedes(&mut self, id: i32, earlier: Option<&Earlier>) -> Result<(), StoreError> {
        if let Some(earlier) = earlier {
            match self.id_of_content(&earlier.digest)? {
                Some(other) if !self.is_superseded_by(Some(other), id)? => self.put_supersedes(id, Some(other))?,
                Some(_) => {}
                None => {
                    let set = (
                        experiments::supersedes_name.eq(text("name", &earlier.name)?),
                        experiments::supersedes_digest.eq(&earlier.digest),
                    );
                    diesel::update(experiments::table.find(id))
                        .set(set)
                        .execute(&mut self.connection)
                        .doing("storing in whose place it stands")?;
                }
            }
        }
        let Some(digest) = self.experiment_by_id(id)?.as_ref().and_then(digest_of) else { return Ok(()) };
        let waiting: Vec<i32> = experiments::table
            .filter(experiments::supersedes_digest.eq(digest))
            .order(experiments::id)
            .select(experiments::id)
            .load(&mut self.connection)
            .doing("looking what stands in its place")?;
        for one in waiting {
            if !self.is_superseded_by(Some(id), one)? {
                self.put_supersedes(one, Some(id))?;
            }
        }
        Ok(())
    }

    /// The experiment that holds this, also one that was replaced.
    fn id_of_content(&mut self, digest: &str) -> Result<Option<i32>, StoreError> {
        if let Some(found) = self.experiment_by_digest(digest)? {
            return Ok(Some(found.id));
        }
        let replaced: Vec<(i32, Option<String>, Option<String>)> = experiments::table
            .filter(experiments::superseded_by_id.is_not_null())
            .order(experiments::id.desc())
            .select((experiments::id, experiments::rows_digest, experiments::steps_digest))
            .load(&mut self.connection)
            .doing("looking among what was replaced")?;
        let is_it = |rows: &Option<String>, steps: &Option<String>| {
            rows.as_deref().zip(steps.as_deref()).is_some_and(|(rows, steps)| content_digest(rows, steps) == digest)
        };
        Ok(replaced.into_iter().find(|(_, rows, steps)| is_it(rows, steps)).map(|(id, ..)| id))
    }

    /// Whether going from one experiment to what it supersedes, and on, comes to another.
    pub(super) fn is_superseded_by(&mut self, from: Option<i32>, to: i32) -> Result<bool, StoreError> {
        let (mut at, mut seen) = (from, std::collections::BTreeSet::new());
        while let Some(id) = at.filter(|id| seen.insert(*id)) {
            if id == to {
                return Ok(true);
            }
            at = self.experiment_by_id(id)?.and_then(|one| one.supersedes_id);
        }
        Ok(false)
    }
}
