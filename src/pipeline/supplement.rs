//! A test that is loaded already, and about which something is said: what is missing is filled in, what differs refused.

use super::job::{LoadOutcome, Stop, TestReport};
use super::load::Load;
use crate::model::TestError;
use crate::store::{Database, Experiment, Supplement};
use crate::transform;
use crate::validate::Outcome;

impl Load<'_> {
    /// What becomes of a test whose bytes are others, and whose data is that of an experiment.
    pub(super) fn same_data(
        &self,
        database: Option<&mut Database>,
        (existing, found): (Experiment, Outcome),
    ) -> Result<TestReport, Stop> {
        let words = format!("the same data is loaded as `{}`, from other bytes", existing.name);
        let report = match database {
            Some(database) => self.same(database, &existing, &words)?,
            None => TestReport::new(self.job.name(), LoadOutcome::Skipped).because(words),
        };
        Ok(report.found(found))
    }

    /// What becomes of a test whose data is that of `existing`; `words` say so.
    pub(super) fn same(
        &self,
        database: &mut Database,
        existing: &Experiment,
        words: &str,
    ) -> Result<TestReport, TestError> {
        let Supplement { filled, differs } = &self.supplement(database, existing)?;
        let report = |outcome, words: String| {
            let mut report = TestReport::new(self.job.name(), outcome).because(words);
            report.experiment_id = Some(existing.id);
            report
        };
        if !differs.is_empty() {
            return Ok(report(LoadOutcome::Rejected, refusal(words, differs)));
        }
        if filled.is_empty() {
            return Ok(report(LoadOutcome::Skipped, words.to_owned()));
        }
        if !self.is_dry_run {
            self.fill_in(database, existing, filled)?;
        }
        Ok(report(LoadOutcome::Updated, format!("{words}; filled in {}", filled.join(", "))))
    }

    /// The words for what becomes of an experiment that is replaced.
    pub(super) fn instead_of(&self, old: &Experiment, name: &str) -> String {
        let rows = old.stored_rows;
        if self.options.discard {
            format!("the old one stays as `{name}`, its {rows} rows are dropped")
        } else {
            format!("the old one stays whole as `{name}`, with its {rows} rows")
        }
    }

    /// The refusal of a test that has grown and of which something else is said than what is stored.
    pub(super) fn contradiction(
        &self,
        database: &mut Database,
        existing: &Experiment,
    ) -> Result<Option<TestReport>, TestError> {
        let Supplement { differs, .. } = self.supplement(database, existing)?;
        if differs.is_empty() {
            return Ok(None);
        }
        let words = refusal(&format!("it is loaded as `{}`", existing.name), &differs);
        let mut report = TestReport::new(self.name, LoadOutcome::Rejected).because(words);
        report.experiment_id = Some(existing.id);
        Ok(Some(report))
    }

    fn supplement(&self, database: &mut Database, existing: &Experiment) -> Result<Supplement, TestError> {
        let typed = &self.job.typed;
        let mut found = database.supplement(existing, &typed.metadata)?;
        let stored = database.conventions(existing.id)?;
        found.look("nominal capacity in Ah", stored.nominal_capacity_ah, typed.nominal_capacity_ah);
        found.look("reference step", stored.reference_step, typed.reference_step);
        Ok(found)
    }

    /// Stores it. What rests on the nominal capacity or the reference step is derived anew from all steps.
    fn fill_in(&self, database: &mut Database, existing: &Experiment, filled: &[String]) -> Result<(), TestError> {
        let typed = &self.job.typed;
        let mut conventions = database.conventions(existing.id)?;
        conventions.nominal_capacity_ah = conventions.nominal_capacity_ah.or(typed.nominal_capacity_ah);
        conventions.reference_step = conventions.reference_step.or(typed.reference_step);
        let steps = database.steps(existing.id)?;
        let mut head = database.head(existing, conventions)?;
        if let Some(said) = &typed.metadata.cell {
            let known = database.cell(&said.name)?.map_or_else(|| said.clone(), |known| known.or(said.clone()));
            head.cell = Some(known.cell());
        }
        let derived = transform::derive(&head, &steps)?;
        let anew = Some((&head.conventions, &derived));
        Ok(database.fill_in(existing, &typed.metadata, anew, filled, self.actor)?)
    }
}

fn refusal(words: &str, differs: &[String]) -> String {
    format!("{words}, and {}; `battery-etl catalog edit` changes what is stored", differs.join(", "))
}
