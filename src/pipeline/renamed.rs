//! A test that was renamed after it was loaded: its files keep their names, and go on as what it is called now.

use super::job::{IngestOptions, Job, LoadOutcome, Stop, TestReport};
use super::load::Load;
use super::progress::Progress;
use crate::store::{Database, Experiment, StoreError};
use std::collections::BTreeMap;

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
        let renamed = match database {
            Some(database) if self.job.is_named() => self.meant(&had_it, database)?,
            _ => had_it.clone(),
        };
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

    /// Which of the experiments that were renamed from its name it goes on. A name that is said is free for another test.
    fn meant(&self, renamed: &[String], database: &mut Database) -> Result<Vec<String>, StoreError> {
        for name in renamed {
            if (Load { name, ..*self }).goes_on(database)? {
                return Ok(vec![name.clone()]);
            }
        }
        Ok(Vec::new())
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

/// Tests of one run that would go to one experiment.
pub struct Clash {
    /// Its name, by which it was called or is today.
    pub name: String,
    /// The places of the tests.
    pub jobs: Vec<usize>,
}

/// The tests of a run that would have one name, or would go to one experiment that was renamed from theirs.
///
/// # Errors
/// When the database cannot be read.
pub fn clashes(
    mut database: Option<&mut Database>,
    jobs: &[Job],
    options: &IngestOptions,
    progress: &dyn Progress,
) -> Result<Vec<Clash>, StoreError> {
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs {
        let renamed = match &mut database {
            Some(database) => database.renamed_from(job.name())?,
            None => Vec::new(),
        };
        all.push(Aims { job, is_open: !renamed.is_empty() && (job.is_named() || renamed.len() > 1), renamed });
    }
    let mut found = groups(&all);
    let open: Vec<usize> = found.iter().flat_map(|clash| clash.jobs.clone()).filter(|&at| all[at].is_open).collect();
    if let (Some(database), false) = (database, open.is_empty()) {
        // Their rows tell which experiment is meant.
        for at in open {
            let Aims { job, renamed, is_open } = &mut all[at];
            let (name, actor) = (job.name(), &options.actor);
            let load =
                Load { job, name, renamed: &[], options, cells: None, actor, is_dry_run: true, parsers: 1, progress };
            if std::mem::take(is_open) {
                *renamed = load.meant(renamed, database)?;
            }
        }
        found = groups(&all);
    }
    Ok(found)
}

/// What a test of a run may go to.
struct Aims<'a> {
    job: &'a Job,
    renamed: Vec<String>,
    /// Whether it may go to any of these, or to none.
    is_open: bool,
}

fn groups(all: &[Aims<'_>]) -> Vec<Clash> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, Aims { job, renamed, is_open }) in all.iter().enumerate() {
        let own = Some(job.name()).filter(|_| renamed.is_empty() || *is_open);
        for name in renamed.iter().map(String::as_str).chain(own) {
            by_name.entry(name).or_default().push(at);
        }
    }
    let clashes = by_name.into_iter().filter(|(_, jobs)| jobs.len() > 1);
    clashes.map(|(name, jobs)| Clash { name: name.to_owned(), jobs }).collect()
}
