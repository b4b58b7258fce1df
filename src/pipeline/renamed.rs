//! A test that was renamed after it was loaded: its files keep their names, and go on as what it is called now.

use super::job::{LoadOutcome, Stop, TestReport};
use super::load::Load;
use crate::store::{Database, Experiment};

/// The words for a test that is to be replaced and may be any of several.
fn several(name: &str, renamed: &[String]) -> String {
    format!("`{name}` was the name of {}; say with --name which of them is to be replaced", renamed.join(" and of "))
}

impl Load<'_> {
    /// Whether it goes to an experiment that was renamed from its name.
    pub(super) fn is_renamed(&self) -> bool {
        self.name != self.job.name()
    }

    /// Loads it as the experiment that was renamed from the name of its files, where there is one; else under its name.
    pub(super) fn as_renamed(&self, database: &mut Option<Database>) -> Result<TestReport, Stop> {
        let had_it =
            database.as_mut().map(|database| database.renamed_from(self.name)).transpose()?.unwrap_or_default();
        let renamed = if self.job.is_named() { Vec::new() } else { had_it.clone() };
        if self.options.replace && renamed.len() > 1 {
            let report = TestReport::new(self.name, LoadOutcome::Rejected);
            return Ok(report.because(several(self.name, &renamed)));
        }
        let mut refusal = None;
        for name in &renamed {
            match (Load { name, renamed: &had_it, ..*self }).once(database) {
                // Of several the one whose rows these are is meant.
                Err(Stop::Other(report)) if database.is_some() => refusal = refusal.or(Some(Stop::Other(report))),
                result => return result,
            }
        }
        refusal.map_or_else(|| Load { renamed: &had_it, ..*self }.once(database), Err)
    }

    fn once(&self, database: &mut Option<Database>) -> Result<TestReport, Stop> {
        match self.attempt(database) {
            Err(Stop::Same(same)) => self.same_data(database.as_mut(), *same),
            result => result,
        }
    }

    /// The refusal of a test that is another than what is loaded under its name.
    pub(super) fn other_content(&self, existing: &Experiment, why: &str) -> TestReport {
        let was = if self.is_renamed() { format!(", which was called `{}`,", self.job.name()) } else { String::new() };
        let mut report = TestReport::new(self.name, LoadOutcome::Rejected).because(format!(
            "experiment `{}`{was} is loaded with other content: {why}; give --replace to load this instead (the old one is \
             kept under another name), or --name for another name",
            existing.name
        ));
        report.experiment_id = Some(existing.id);
        report
    }
}
