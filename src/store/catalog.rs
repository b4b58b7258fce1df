//! What is loaded: lists over all of it, under the same filters as reports.

use super::experiment::{ExperimentRow, Names, select_experiments};
use super::filter::{Filter, experiment_conditions, step_conditions};
use super::schema::{cells, experiments, machines, operators, processed_files, projects, runs, step_metrics, steps};
use super::step::{MetricsRow, StepRow};
use super::{CellRecord, Database, Doing, Experiment, Machine, Project, StoreError};
use crate::model::{StepMetrics, StepRecord};
use chrono::NaiveDateTime;
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A step among all that are loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct StepListing {
    /// Its experiment.
    pub experiment: String,
    /// What was derived, and, by its record, what the tester said.
    pub metrics: StepMetrics,
    /// A note that a person wrote.
    pub note: Option<String>,
}

/// A file among all that were read.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct FileListing {
    /// Its experiment; `None` where it was rejected.
    pub experiment: Option<String>,
    /// Which part of it.
    pub role: String,
    /// The file's name.
    pub name: String,
    /// The path as it was given.
    pub path: String,
    /// The bytes' blake3.
    pub blake3: String,
    /// Bytes on disk.
    pub size: i64,
    /// When it was last changed, in UTC.
    pub modified_at: Option<NaiveDateTime>,
    /// The encoding it was read in.
    pub encoding: String,
    /// The dialect it was read by.
    pub dialect: String,
    /// Data rows.
    pub row_count: i64,
    /// Sentinels that became missing.
    pub sentinels: i64,
    /// Rows that could not be read.
    pub rejected_rows: i64,
    /// The version of the program that read it.
    pub tool_version: String,
    /// `loaded`, `grown`, `rejected`, `failed`.
    pub outcome: String,
    /// Why, where it was not loaded.
    pub message: Option<String>,
    /// When, in UTC.
    pub processed_at: NaiveDateTime,
}

/// A run among all.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct RunListing {
    /// Its number.
    pub id: i32,
    /// The command line.
    pub command: String,
    /// Who gave it.
    pub who: String,
    /// The version of the program.
    pub tool_version: String,
    /// When it began, in UTC.
    pub started_at: NaiveDateTime,
    /// When it ended, in UTC; `None` for one that runs or was killed.
    pub finished_at: Option<NaiveDateTime>,
    /// Tests loaded, appended or replaced.
    pub loaded: i32,
    /// Tests that were there already.
    pub skipped: i32,
    /// Tests refused for their data.
    pub rejected: i32,
    /// Tests that could not be read or stored.
    pub failed: i32,
}

impl Database {
    /// The experiments, by name. With conditions on steps: those that have such a step.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_experiments(&mut self, filter: &Filter) -> Result<Vec<Experiment>, StoreError> {
        let mut query = select_experiments!().into_boxed();
        for condition in experiment_conditions(filter) {
            query = query.filter(condition);
        }
        let rows: Vec<(ExperimentRow, Names)> =
            query.order(experiments::name).load(&mut self.connection).doing("listing the experiments")?;
        let all = rows.into_iter().map(|(row, names)| Experiment::of(row, names));
        if !filter.has_step_conditions() {
            return all.collect();
        }
        let having = self.experiments_with_steps(filter)?;
        let amended = self.amended_experiments()?;
        let mut passing = Vec::new();
        for one in all {
            let one = one?;
            // What people say of a step is laid over it after it is read: the table of steps does not know it.
            let passes =
                if amended.contains(&one.id) { self.has_such_a_step(&one, filter)? } else { having.contains(&one.id) };
            passing.extend(passes.then_some(one));
        }
        Ok(passing)
    }

    fn has_such_a_step(&mut self, experiment: &Experiment, filter: &Filter) -> Result<bool, StoreError> {
        let mut has = false;
        self.list_steps_of(experiment, filter, &mut |_| {
            has = true;
            Ok(())
        })?;
        Ok(has)
    }

    /// From when to when each cell was in each experiment that was not replaced: cell, name, start and end, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cell_times(&mut self) -> Result<Vec<(String, String, NaiveDateTime, NaiveDateTime)>, StoreError> {
        let times = (experiments::start_time.assume_not_null(), experiments::end_time.assume_not_null());
        experiments::table
            .inner_join(cells::table)
            .filter(experiments::superseded_by_id.is_null())
            .filter(experiments::start_time.is_not_null().and(experiments::end_time.is_not_null()))
            .order(experiments::name)
            .select((cells::name, experiments::name, times.0, times.1))
            .load(&mut self.connection)
            .doing("reading when each cell was in which test")
    }

    /// The numbers of the experiments that have a step which passes the filter, by what is stored of their steps.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn experiments_with_steps(&mut self, filter: &Filter) -> Result<BTreeSet<i32>, StoreError> {
        let on = step_metrics::experiment_id.eq(steps::experiment_id).and(step_metrics::step.eq(steps::number));
        let mut query =
            steps::table.inner_join(step_metrics::table.on(on)).select(steps::experiment_id).distinct().into_boxed();
        for condition in step_conditions(filter) {
            query = query.filter(condition);
        }
        let ids: Vec<i32> = query.load(&mut self.connection).doing("looking for steps")?;
        Ok(ids.into_iter().collect())
    }

    /// Hands every step that passes the filter to `each`, by experiment and number, as they come.
    ///
    /// # Errors
    /// When the database cannot be read, or what `each` returns.
    pub fn list_steps(
        &mut self,
        filter: &Filter,
        each: &mut dyn FnMut(StepListing) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for experiment in self.list_experiments(&filter.clone().of_any_steps())? {
            self.list_steps_of(&experiment, filter, each)?;
        }
        Ok(())
    }

    /// The same of one experiment.
    fn list_steps_of(
        &mut self,
        experiment: &Experiment,
        filter: &Filter,
        each: &mut dyn FnMut(StepListing) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let doing = "listing the steps";
        let is_amended = !self.in_force(experiment.id)?.is_empty();
        let amended: Option<HashMap<i32, Arc<StepRecord>>> = if is_amended {
            let steps = self.steps(experiment.id)?.into_iter();
            Some(steps.map(|step| (step.record.number, step.record)).collect())
        } else {
            None
        };
        // What a step does may be corrected, which its row does not say.
        let of_any_type = Filter { step_types: Vec::new(), ..filter.clone() };
        let on = step_metrics::experiment_id.eq(steps::experiment_id).and(step_metrics::step.eq(steps::number));
        let mut query = steps::table
            .inner_join(step_metrics::table.on(on))
            .filter(steps::experiment_id.eq(experiment.id))
            .order(steps::number)
            .select((StepRow::as_select(), MetricsRow::as_select(), steps::note))
            .into_boxed();
        for condition in step_conditions(if amended.is_none() { filter } else { &of_any_type }) {
            query = query.filter(condition);
        }
        let rows = query
            .load_iter::<(StepRow, MetricsRow, Option<String>), DefaultLoadingMode>(&mut self.connection)
            .doing(doing)?;
        for row in rows {
            let (row, metrics, note) = row.doing(doing)?;
            let record = match amended.as_ref().and_then(|amended| amended.get(&row.number)) {
                Some(record) => Arc::clone(record),
                None => Arc::new(row.model(())?),
            };
            if !filter.step_types.is_empty() && !filter.step_types.contains(&record.step_type) {
                continue;
            }
            let metrics = metrics.model(&record)?;
            each(StepListing { experiment: experiment.name.clone(), metrics, note })?;
        }
        Ok(())
    }

    /// The files that were read, in the order of reading, rejected ones too. Under a filter: those of its experiments.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_files(&mut self, filter: &Filter) -> Result<Vec<FileListing>, StoreError> {
        let rows: Vec<FileListing> = processed_files::table
            .left_join(experiments::table)
            .order(processed_files::id)
            .select((
                experiments::name.nullable(),
                processed_files::role,
                processed_files::name,
                processed_files::path,
                processed_files::blake3,
                processed_files::size,
                processed_files::modified_at,
                processed_files::encoding,
                processed_files::dialect,
                processed_files::row_count,
                processed_files::sentinels,
                processed_files::rejected_rows,
                processed_files::tool_version,
                processed_files::outcome,
                processed_files::message,
                processed_files::processed_at,
            ))
            .load(&mut self.connection)
            .doing("listing the files")?;
        if filter.is_empty() {
            return Ok(rows);
        }
        let names: BTreeSet<String> = self.list_experiments(filter)?.into_iter().map(|one| one.name).collect();
        Ok(rows.into_iter().filter(|row| row.experiment.as_ref().is_some_and(|name| names.contains(name))).collect())
    }

    /// The runs, the last one first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_runs(&mut self, since: Option<NaiveDateTime>) -> Result<Vec<RunListing>, StoreError> {
        let mut query = runs::table.into_boxed();
        if let Some(since) = since {
            query = query.filter(runs::started_at.ge(since));
        }
        query
            .order(runs::id.desc())
            .select((
                runs::id,
                runs::command,
                runs::who,
                runs::tool_version,
                runs::started_at,
                runs::finished_at,
                runs::loaded,
                runs::skipped,
                runs::rejected,
                runs::failed,
            ))
            .load(&mut self.connection)
            .doing("listing the runs")
    }

    /// The cells with the number of their experiments. Under a filter: those that its experiments have.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_cells(&mut self, filter: &Filter) -> Result<Vec<(CellRecord, u64)>, StoreError> {
        let all = self.cells()?;
        self.counted(filter, all, |cell| &cell.name, |one| one.cell.as_deref())
    }

    /// The machines likewise.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_machines(&mut self, filter: &Filter) -> Result<Vec<(Machine, u64)>, StoreError> {
        let all = self.machines()?;
        self.counted(filter, all, |machine| &machine.name, |one| one.machine.as_deref())
    }

    /// The projects likewise.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_projects(&mut self, filter: &Filter) -> Result<Vec<(Project, u64)>, StoreError> {
        let all = self.projects()?;
        self.counted(filter, all, |project| &project.name, |one| one.project.as_deref())
    }

    /// The operators likewise.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list_operators(&mut self, filter: &Filter) -> Result<Vec<(String, u64)>, StoreError> {
        let all = self.operators()?;
        self.counted(filter, all, String::as_str, |one| one.operator.as_deref())
    }

    fn counted<T>(
        &mut self,
        filter: &Filter,
        all: Vec<T>,
        name: fn(&T) -> &str,
        of: fn(&Experiment) -> Option<&str>,
    ) -> Result<Vec<(T, u64)>, StoreError> {
        let experiments = self.list_experiments(filter)?;
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for name in experiments.iter().filter_map(of) {
            *counts.entry(name).or_default() += 1;
        }
        let counted = all.into_iter().map(|one| {
            let count = counts.get(name(&one)).copied().unwrap_or(0);
            (one, count)
        });
        Ok(counted.filter(|(_, count)| filter.is_empty() || *count > 0).collect())
    }
}
