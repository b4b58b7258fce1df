//! The integrity check: every experiment is whole or absent, and nothing lies about that belongs to none.

use super::bulk::Tally;
use super::complete::rows_of;
use super::reading::Reading;
use super::schema::{experiments, measurement_channels, measurements};
use super::{Database, Doing, Experiment, StoreError};
use crate::model::{
    Columns, Head, Origin, RowsFold, StepSet, TestError, content_digest, steps_digest, stored_block_rows,
};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};
use std::collections::{BTreeSet, HashMap};

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// How many experiments were looked at.
    pub experiments: u64,
    /// How many rows they have.
    pub rows: u64,
    /// How many digests were made again from the rows.
    pub digests: u64,
    /// How many hold a part of their rows alone (thinned, or some steps), whose digest cannot be made again.
    pub partial: u64,
    /// What is wrong: the experiment (`None` for what belongs to none) and words. Empty when all is well.
    pub problems: Vec<(Option<String>, String)>,
}

/// How much the check reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDepth {
    /// Counts and sums.
    Counts,
    /// Every bit: the content digests are made again.
    Content,
}

/// The tables that have no foreign key.
const WITHOUT_KEY: [&str; 6] =
    ["measurements", "measurement_channels", "loaded_steps", "step_traces", "pulse_samples", "step_metrics"];

#[derive(QueryableByName)]
struct Owner {
    #[diesel(sql_type = Integer)]
    experiment_id: i32,
    #[diesel(sql_type = BigInt)]
    row_count: i64,
}

impl Database {
    /// Compares every experiment with what is stored beside it, each in one state of the database, and looks for rows
    /// without an experiment. `each` is told the name of every experiment before it is looked at.
    ///
    /// # Errors
    /// When the database cannot be read. What is wrong with the data is no error but in the report.
    pub fn check(&mut self, depth: CheckDepth, each: &mut dyn FnMut(&str)) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        let ids: Vec<i32> = experiments::table
            .order(experiments::id)
            .select(experiments::id)
            .load(&mut self.connection)
            .doing("listing the experiments")?;
        for id in ids {
            self.read(|database| {
                // One that was deleted meanwhile is none.
                let Some(experiment) = database.experiment_by_id(id)? else { return Ok(()) };
                each(&experiment.name);
                report.experiments += 1;
                report.rows += experiment.stored_rows;
                report.partial += u64::from(!experiment.is_whole());
                let problems = database.check_experiment(&experiment, depth, &mut report.digests)?;
                report.problems.extend(problems.into_iter().map(|words| (Some(experiment.name.clone()), words)));
                Ok(())
            })?;
        }
        let orphans = self.read(Self::orphans)?;
        report.problems.extend(orphans.into_iter().map(|words| (None, words)));
        Ok(report)
    }

    fn check_experiment(
        &mut self,
        experiment: &Experiment,
        depth: CheckDepth,
        digests: &mut u64,
    ) -> Result<Vec<String>, StoreError> {
        let mut problems = Vec::new();
        let poured = self.poured(experiment.id)?;
        let rows = rows_of(&poured);
        match self.difference(experiment.id, &poured)? {
            Some(problem) => problems.push(format!("{problem}; nothing can be trusted of it")),
            None if rows.unsigned_abs() == experiment.stored_rows => {}
            None => problems.push(format!("it has {rows} rows, not {}", experiment.stored_rows)),
        }
        let mut steps = BTreeSet::new();
        self.each_record(experiment.id, &mut |record| {
            steps.insert(record.number);
        })?;
        for step in poured.iter().filter(|step| !steps.contains(&step.step)) {
            problems.push(format!("rows of step {} are there, the step is not", step.step));
        }
        let channels = self.channels(experiment.id)?.len();
        let most = stored_block_rows(channels) as u64;
        let channels = channels as i64;
        let blocks: i64 = poured.iter().map(|step| (step.rows as u64).div_ceil(most) as i64).sum();
        let packs: Option<i64> = measurement_channels::table
            .filter(measurement_channels::experiment_id.eq(experiment.id))
            .select(diesel::dsl::sum(measurement_channels::channels))
            .get_result(&mut self.connection)
            .doing("counting the packed channels")?;
        let packs = packs.unwrap_or(0);
        if packs != blocks * channels {
            problems.push(format!("{packs} packed channels are there, not {}", blocks * channels));
        }
        let sealed = experiment.superseded_by_id.is_none();
        if sealed && experiment.content_digest.is_none() {
            problems.push("its load was never completed".to_owned());
        }
        if problems.is_empty() && depth == CheckDepth::Content && experiment.is_whole() {
            *digests += 1;
            problems.extend(self.check_digest(experiment)?);
        }
        Ok(problems)
    }

    /// Where the rows of an experiment differ from what was poured: the counts of each step exactly, the sums of voltage,
    /// current and capacity to 1e-9.
    fn difference(&mut self, id: i32, poured: &Tally) -> Result<Option<String>, StoreError> {
        use diesel::dsl::{count_star, sum};
        let found: Vec<(i32, i64, Option<f64>, Option<f64>, Option<f64>)> = measurements::table
            .filter(measurements::experiment_id.eq(id))
            .group_by(measurements::step)
            .order(measurements::step)
            .select((
                measurements::step,
                count_star(),
                sum(measurements::voltage_v),
                sum(measurements::current_a),
                sum(measurements::capacity_ah),
            ))
            .load(&mut self.connection)
            .doing("comparing the rows with what was poured")?;
        let is_stray = |step: i32| poured.binary_search_by_key(&step, |poured| poured.step).is_err();
        if let Some((step, ..)) = found.iter().find(|found| is_stray(found.0)) {
            return Ok(Some(format!("step {step} has rows that were never poured")));
        }
        let mut answers = found.into_iter().peekable();
        Ok(poured.iter().find_map(|step| match answers.next_if(|found| found.0 == step.step) {
            Some((_, rows, voltage, current, capacity)) => {
                step.difference(rows, [voltage, current, capacity].map(Option::unwrap_or_default))
            }
            None => step.difference(0, [0.0; 3]),
        }))
    }

    /// Makes the digests again from every bit that is stored.
    fn check_digest(&mut self, experiment: &Experiment) -> Result<Option<String>, StoreError> {
        let head = Head {
            name: experiment.name.clone(),
            origin: Origin::Database,
            dialect: experiment.dialect.clone(),
            has_end_reasons: experiment.has_end_reasons,
            has_rows: experiment.has_rows,
            channels: self.channels(experiment.id)?,
            temperature_channel: experiment.temperature_channel.clone(),
            thinned_s: None,
            cell: None,
            project: None,
            machine: None,
            operator: None,
            amended: Vec::new(),
            conventions: crate::model::Conventions::default(),
            files: Vec::new(),
        };
        let mut fold = RowsFold::new(&head);
        let reading = Reading {
            experiment,
            channels: head.channels.len(),
            first_lines: &HashMap::new(),
            columns: Columns::ALL,
            steps: &StepSet::All,
        };
        let read = self.read_blocks(&reading, &mut |block| {
            fold.push(block);
            Ok(())
        });
        match read.map_err(|TestError(error)| error.downcast::<StoreError>()) {
            Ok(()) => {}
            Err(Ok(error)) if matches!(*error, StoreError::Integrity { .. }) => return Ok(Some(error.to_string())),
            Err(Ok(error)) => return Err(*error),
            Err(Err(error)) => return Err(StoreError::Stopped(error.to_string())),
        }
        let mut records = Vec::new();
        self.each_record(experiment.id, &mut |record| records.push(record))?;
        let steps = steps_digest(&records);
        let content = content_digest(&fold.digest(), &steps);
        // What was replaced has no digest of its own any more, since another may have it; its parts have.
        let parts = experiment.rows_digest.as_deref().zip(experiment.steps_digest.as_deref());
        let loaded = parts.map(|(rows, steps)| content_digest(rows, steps));
        let same = experiment.content_digest.as_ref().or(loaded.as_ref()) == Some(&content);
        Ok((!same)
            .then(|| "its content is not what was loaded: the digest differs; load it again with --replace".to_owned()))
    }

    /// Rows that belong to no experiment. Those of a load under way are not seen.
    fn orphans(&mut self) -> Result<Vec<String>, StoreError> {
        let known: BTreeSet<i32> = experiments::table
            .select(experiments::id)
            .load(&mut self.connection)
            .doing("listing the experiments")?
            .into_iter()
            .collect();
        let mut problems = Vec::new();
        for table in WITHOUT_KEY {
            let query = format!("SELECT experiment_id, count(*) AS row_count FROM {table} GROUP BY experiment_id");
            let owners: Vec<Owner> =
                diesel::sql_query(query).load(&mut self.connection).doing("looking for rows without an experiment")?;
            for owner in owners.iter().filter(|owner| !known.contains(&owner.experiment_id)) {
                problems.push(format!(
                    "{} rows of {table} belong to experiment {}, which is not there",
                    owner.row_count, owner.experiment_id
                ));
            }
        }
        Ok(problems)
    }

    /// How many rows are stored, of all experiments, from the counts beside them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_measurements(&mut self) -> Result<u64, StoreError> {
        let counts: Vec<i64> = experiments::table
            .select(experiments::stored_rows)
            .load(&mut self.connection)
            .doing("counting the rows")?;
        Ok(counts.into_iter().map(i64::unsigned_abs).sum())
    }

    /// Whether the table of rows holds any at all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_measurements(&mut self) -> Result<bool, StoreError> {
        let found: Option<i32> = measurements::table
            .select(measurements::step)
            .first(&mut self.connection)
            .optional()
            .doing("looking for rows")?;
        Ok(found.is_some())
    }
}
