//! In whose place an experiment stands, and what has replaced it: another that is here, or one of another database, which
//! is kept by name and content.

use super::row::text;
use super::schema::experiments;
use super::{Database, Doing, Experiment, StoreError};
use crate::model::content_digest;
use diesel::prelude::*;

/// Another experiment, as it is known in every database.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Other {
    name: String,
    digest: String,
}

/// Where an experiment stands among others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The one in whose place it stands.
    earlier: Option<Other>,
    /// The one that has replaced it.
    later: Option<Other>,
}

/// The digest of what an experiment holds, also of one that was replaced.
fn digest_of(experiment: &Experiment) -> Option<String> {
    let (rows, steps) = (experiment.rows_digest.as_deref()?, experiment.steps_digest.as_deref()?);
    Some(content_digest(rows, steps))
}

impl Database {
    /// Where an experiment stands among others, whether these are here or not.
    pub(super) fn place(&mut self, experiment: &Experiment) -> Result<Place, StoreError> {
        let one = experiment.clone();
        Ok(Place {
            earlier: self.other(one.supersedes_id, one.supersedes_name.zip(one.supersedes_digest))?,
            later: self.other(one.superseded_by_id, one.superseded_by_name.zip(one.superseded_by_digest))?,
        })
    }

    fn other(&mut self, id: Option<i32>, kept: Option<(String, String)>) -> Result<Option<Other>, StoreError> {
        let Some(id) = id else { return Ok(kept.map(|(name, digest)| Other { name, digest })) };
        let other = self.experiment_by_id(id)?;
        Ok(other.and_then(|other| Some(Other { digest: digest_of(&other)?, name: other.name })))
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

    /// Makes an experiment one that was replaced by another that is here: its content may come again.
    fn put_superseded_by(&mut self, id: i32, other: i32) -> Result<(), StoreError> {
        let nothing: Option<String> = None;
        let set = (
            experiments::superseded_by_id.eq(other),
            experiments::superseded_by_name.eq(&nothing),
            experiments::superseded_by_digest.eq(&nothing),
            experiments::content_digest.eq(&nothing),
            experiments::updated_at.eq(super::clock::now()),
        );
        diesel::update(experiments::table.find(id))
            .set(set)
            .execute(&mut self.connection)
            .map(drop)
            .doing("storing what has replaced it")
    }

    /// Puts an experiment that is carried where it stood among others, as far as these are here; else keeps their names.
    /// Then joins those with it that wait for it.
    pub(super) fn put_place(&mut self, id: i32, place: &Place) -> Result<(), StoreError> {
        if let Some(later) = &place.later {
            match self.id_of_content(&later.digest)? {
                Some(other) if !self.is_replaced_by(Some(other), id)? => self.put_superseded_by(id, other)?,
                Some(_) => {}
                None => {
                    let set = (
                        experiments::superseded_by_name.eq(text("name", &later.name)?),
                        experiments::superseded_by_digest.eq(&later.digest),
                    );
                    diesel::update(experiments::table.find(id))
                        .set(set)
                        .execute(&mut self.connection)
                        .doing("storing what has replaced it")?;
                }
            }
        }
        if let Some(earlier) = &place.earlier {
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
        self.join_waiting(id)
    }

    /// Joins those with an experiment that know it by its content alone.
    fn join_waiting(&mut self, id: i32) -> Result<(), StoreError> {
        let Some(digest) = self.experiment_by_id(id)?.as_ref().and_then(digest_of) else { return Ok(()) };
        let (later, earlier) =
            (experiments::supersedes_digest.eq(&digest), experiments::superseded_by_digest.eq(&digest));
        let (doing, connection) = ("looking who waits for it", &mut self.connection);
        let all = experiments::table.order(experiments::id).select(experiments::id);
        let later: Vec<i32> = all.filter(later).load(connection).doing(doing)?;
        let earlier: Vec<i32> = all.filter(earlier).load(connection).doing(doing)?;
        for one in later {
            if !self.is_superseded_by(Some(id), one)? {
                self.put_supersedes(one, Some(id))?;
            }
        }
        for one in earlier {
            if !self.is_replaced_by(Some(id), one)? {
                self.put_superseded_by(one, id)?;
            }
        }
        Ok(())
    }

    /// The experiment that holds this, also one that was replaced.
    pub(super) fn id_of_content(&mut self, digest: &str) -> Result<Option<i32>, StoreError> {
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
        self.leads_to(from, to, |one| one.supersedes_id)
    }

    /// Whether going from one experiment to what has replaced it, and on, comes to another.
    fn is_replaced_by(&mut self, from: Option<i32>, to: i32) -> Result<bool, StoreError> {
        self.leads_to(from, to, |one| one.superseded_by_id)
    }

    fn leads_to(
        &mut self,
        from: Option<i32>,
        to: i32,
        next: impl Fn(&Experiment) -> Option<i32>,
    ) -> Result<bool, StoreError> {
        let (mut at, mut seen) = (from, std::collections::BTreeSet::new());
        while let Some(id) = at.filter(|id| seen.insert(*id)) {
            if id == to {
                return Ok(true);
            }
            at = self.experiment_by_id(id)?.as_ref().and_then(&next);
        }
        Ok(false)
    }
}
