//! Experiments: one test of one cell, as it stands in the database.

use super::schema::{cells, experiments, machines, operators, projects};
use super::{Database, Doing, StoreError, json};
use crate::model::nearest;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An experiment with the names of what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Its number.
    pub id: i32,
    /// Unique name.
    pub name: String,
    /// In words.
    pub description: Option<String>,
    /// The project's name.
    pub project: Option<String>,
    /// The cell's name.
    pub cell: Option<String>,
    /// The cell's chemistry.
    pub chemistry: Option<String>,
    /// The cycler's name.
    pub machine: Option<String>,
    /// Who ran it.
    pub operator: Option<String>,
    /// Its battery type, which is the cell's chemistry unless said otherwise.
    pub battery_type: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The cycler's local clock at the first step's start.
    pub start_time: Option<NaiveDateTime>,
    /// The cycler's local clock at the last step's end.
    pub end_time: Option<NaiveDateTime>,
    /// The dialect's name.
    pub dialect: String,
    /// Whether the tester gives end reasons at all.
    pub has_end_reasons: bool,
    /// Whether there are rows, not steps alone.
    pub has_rows: bool,
    /// The header of the cell's temperature.
    pub temperature_channel: Option<String>,
    /// The interval in s to which the rows were thinned.
    pub thinned_s: Option<f64>,
    /// The steps whose rows were loaded, as they were asked for; `None` for all.
    pub step_selection: Option<String>,
    /// Rows of the files.
    pub source_rows: u64,
    /// Rows in the database.
    pub stored_rows: u64,
    /// The digest of all rows of the files.
    pub rows_digest: Option<String>,
    /// The digest of the Step file.
    pub steps_digest: Option<String>,
    /// The digest of both.
    pub content_digest: Option<String>,
    /// The experiment that it replaced.
    pub supersedes_id: Option<i32>,
    /// The experiment that replaced it.
    pub superseded_by_id: Option<i32>,
    /// The name of the experiment in whose place it stands, where that one is not here.
    pub supersedes_name: Option<String>,
    /// The content digest of that one.
    pub supersedes_digest: Option<String>,
    /// The name of the experiment that replaced it, where that one is not here.
    pub superseded_by_name: Option<String>,
    /// The content digest of that one.
    pub superseded_by_digest: Option<String>,
    /// When it was first loaded, in UTC.
    pub created_at: NaiveDateTime,
    /// When it was last changed, in UTC.
    pub updated_at: NaiveDateTime,
}

/// The columns of the experiment's own table.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = experiments)]
pub(super) struct ExperimentRow {
    pub(super) id: i32,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) project_id: Option<i32>,
    pub(super) cell_id: Option<i32>,
    pub(super) machine_id: Option<i32>,
    pub(super) operator_id: Option<i32>,
    pub(super) battery_type: Option<String>,
    pub(super) tags: String,
    pub(super) start_time: Option<NaiveDateTime>,
    pub(super) end_time: Option<NaiveDateTime>,
    pub(super) dialect: String,
    pub(super) has_end_reasons: bool,
    pub(super) has_rows: bool,
    pub(super) temperature_channel: Option<String>,
    pub(super) thinned_s: Option<f64>,
    pub(super) step_selection: Option<String>,
    pub(super) source_rows: i64,
    pub(super) stored_rows: i64,
    pub(super) rows_digest: Option<String>,
    pub(super) steps_digest: Option<String>,
    pub(super) content_digest: Option<String>,
    pub(super) supersedes_id: Option<i32>,
    pub(super) superseded_by_id: Option<i32>,
    pub(super) supersedes_name: Option<String>,
    pub(super) supersedes_digest: Option<String>,
    pub(super) superseded_by_name: Option<String>,
    pub(super) superseded_by_digest: Option<String>,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

/// The names beside an experiment: project, cell, chemistry, machine, operator.
pub(super) type Names = (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);

impl Experiment {
    pub(super) fn of(row: ExperimentRow, names: Names) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            name: row.name,
            description: row.description,
            project: names.0,
            cell: names.1,
            battery_type: row.battery_type.or_else(|| names.2.clone()),
            chemistry: names.2,
            machine: names.3,
            operator: names.4,
            tags: json::read("experiments.tags", &row.tags)?,
            start_time: row.start_time,
            end_time: row.end_time,
            dialect: row.dialect,
            has_end_reasons: row.has_end_reasons,
            has_rows: row.has_rows,
            temperature_channel: row.temperature_channel,
            thinned_s: row.thinned_s,
            step_selection: row.step_selection,
            source_rows: row.source_rows.unsigned_abs(),
            stored_rows: row.stored_rows.unsigned_abs(),
            rows_digest: row.rows_digest,
            steps_digest: row.steps_digest,
            content_digest: row.content_digest,
            supersedes_id: row.supersedes_id,
            superseded_by_id: row.superseded_by_id,
            supersedes_name: row.supersedes_name,
            supersedes_digest: row.supersedes_digest,
            superseded_by_name: row.superseded_by_name,
            superseded_by_digest: row.superseded_by_digest,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// Whether another has replaced it, be that one here or not.
    #[must_use]
    pub const fn was_replaced(&self) -> bool {
        self.superseded_by_id.is_some() || self.superseded_by_digest.is_some()
    }

    /// Whether every row of the files is stored, so that the digest can be made again from them.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.thinned_s.is_none() && self.step_selection.is_none() && self.source_rows == self.stored_rows
    }
}

/// The query that an [`Experiment`] is read by; filters are added to it.
macro_rules! select_experiments {
    () => {
        experiments::table
            .left_join(projects::table)
            .left_join(cells::table)
            .left_join(machines::table)
            .left_join(operators::table)
            .select((
                ExperimentRow::as_select(),
                (
                    projects::name.nullable(),
                    cells::name.nullable(),
                    cells::chemistry.nullable(),
                    machines::name.nullable(),
                    operators::name.nullable(),
                ),
            ))
    };
}
pub(super) use select_experiments;

impl Database {
    /// The experiment of a name, if it is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_experiment(&mut self, name: &str) -> Result<Option<Experiment>, StoreError> {
        let found: Option<(ExperimentRow, Names)> = select_experiments!()
            .filter(experiments::name.eq(name))
            .first(&mut self.connection)
            .optional()
            .doing("looking for the experiment")?;
        found.map(|(row, names)| Experiment::of(row, names)).transpose()
    }

    /// The name that an experiment gets when another replaces it: with its number, or the next that is free.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn name_when_replaced(&mut self, old: &Experiment) -> Result<String, StoreError> {
        let mut number = i64::from(old.id);
        loop {
            let name = format!("{} (replaced, {number})", old.name);
            if self.find_experiment(&name)?.is_none() {
                return Ok(name);
            }
            number += 1;
        }
    }

    /// The experiment of a name, or a number as `catalog` prints it.
    ///
    /// # Errors
    /// When there is none: the error names the nearest.
    pub fn experiment(&mut self, name: &str) -> Result<Experiment, StoreError> {
        if let Some(found) = self.find_experiment(name)? {
            return Ok(found);
        }
        if let Ok(id) = name.parse::<i32>()
            && let Some(found) = self.experiment_by_id(id)?
        {
            return Ok(found);
        }
        let names: Vec<String> = experiments::table
            .filter(experiments::superseded_by_id.is_null())
            .select(experiments::name)
            .load(&mut self.connection)
            .doing("listing the experiments")?;
        let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        Err(StoreError::NotFound { what: "experiment", name: name.to_owned(), nearest: near })
    }

    /// The experiment of a number, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn experiment_by_id(&mut self, id: i32) -> Result<Option<Experiment>, StoreError> {
        let found: Option<(ExperimentRow, Names)> = select_experiments!()
            .filter(experiments::id.eq(id))
            .first(&mut self.connection)
            .optional()
            .doing("looking for the experiment")?;
        found.map(|(row, names)| Experiment::of(row, names)).transpose()
    }

    /// The experiment whose content has this digest, if one is loaded.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn experiment_by_digest(&mut self, content_digest: &str) -> Result<Option<Experiment>, StoreError> {
        let found: Option<(ExperimentRow, Names)> = select_experiments!()
            .filter(experiments::content_digest.eq(content_digest))
            .first(&mut self.connection)
            .optional()
            .doing("looking for the content")?;
        found.map(|(row, names)| Experiment::of(row, names)).transpose()
    }
}
