//! What is loaded already: the same bytes, and whether they are asked for in another way.

use super::flow::Flow;
use super::job::{LoadOutcome, Stop, TestReport};
use super::load::Load;
use crate::model::{Cell, Conventions, StepSet};
use crate::source::{self, Files, Fingerprint};
use crate::store::{Database, Experiment, Filter, KnownFile, Seen, StoreError};
use crate::validate::OtherTest;

/// What was set by hand when it was first loaded stays, where nothing else is set now.
fn keep_what_was_set(wanted: &mut Conventions, stored: Conventions) {
    fn keep<T: PartialEq>(wanted: &mut T, stored: T, usual: &T) {
        if wanted == usual {
            *wanted = stored;
        }
    }
    let usual = Conventions::default();
    let Conventions {
        reference_step,
        nominal_capacity_ah,
        // It is the cell's, as the cell is known now.
        cell_nominal_capacity_ah: _,
        cycles_by,
        cycle_swing_pct,
        soc_anchor,
        soh_baseline,
        min_rest_s,
        pulse_max_s,
        temperature_channel,
        voltage_min_v,
        voltage_max_v,
    } = stored;
    keep(&mut wanted.reference_step, reference_step, &usual.reference_step);
    keep(&mut wanted.nominal_capacity_ah, nominal_capacity_ah, &usual.nominal_capacity_ah);
    keep(&mut wanted.cycles_by, cycles_by, &usual.cycles_by);
    keep(&mut wanted.cycle_swing_pct, cycle_swing_pct, &usual.cycle_swing_pct);
    keep(&mut wanted.soc_anchor, soc_anchor, &usual.soc_anchor);
    keep(&mut wanted.soh_baseline, soh_baseline, &usual.soh_baseline);
    keep(&mut wanted.min_rest_s, min_rest_s, &usual.min_rest_s);
    keep(&mut wanted.pulse_max_s, pulse_max_s, &usual.pulse_max_s);
    keep(&mut wanted.temperature_channel, temperature_channel, &usual.temperature_channel);
    keep(&mut wanted.voltage_min_v, voltage_min_v, &usual.voltage_min_v);
    keep(&mut wanted.voltage_max_v, voltage_max_v, &usual.voltage_max_v);
}

/// The words for what is kept so from an experiment that is replaced.
pub(super) fn kept_words(wanted: &Conventions, stored: &Conventions) -> Option<String> {
    let nominal = stored.nominal_capacity_ah.filter(|_| wanted.nominal_capacity_ah.is_none());
    let reference = stored.reference_step.filter(|_| wanted.reference_step.is_none());
    let words: Vec<String> = [
        nominal.map(|nominal_ah| format!("the nominal capacity of {nominal_ah} Ah")),
        reference.map(|step| format!("reference step {step}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!words.is_empty()).then(|| format!("{} stay as they were set before", words.join(" and ")))
}

/// The other tests of a cell, for the rule that looks for a cell in two tests at one time.
///
/// # Errors
/// When the database cannot be read.
pub fn other_tests(database: &mut Database, cell: Option<&Cell>, own: &str) -> Result<Vec<OtherTest>, StoreError> {
    let Some(cell) = cell else { return Ok(Vec::new()) };
    let of_cell = Filter { cell: Some(cell.name.clone()), ..Filter::default() };
    let all = database.list_experiments(&of_cell)?.into_iter().filter(|experiment| experiment.name != own);
    Ok(all
        .filter_map(|experiment| {
            let (start_time, end_time) = (experiment.start_time?, experiment.end_time?);
            Some(OtherTest { name: experiment.name, start_time, end_time })
        })
        .collect())
}

impl Load<'_> {
    /// How a test that is loaded is read: what is typed holds, and else what it was loaded by. Settings count only where it is
    /// loaded anew, and never in place of a capacity or a reference of its own.
    pub(super) fn conventions(&self, stored: Conventions) -> Conventions {
        let (typed, read) = (&self.job.typed.conventions, &self.job.read.conventions);
        let mut wanted = if self.options.replace { read.clone() } else { typed.clone() };
        wanted.nominal_capacity_ah = typed.nominal_capacity_ah.or(stored.nominal_capacity_ah);
        wanted.reference_step = typed.reference_step.or(stored.reference_step);
        if self.options.replace {
            wanted.nominal_capacity_ah = wanted.nominal_capacity_ah.or(read.nominal_capacity_ah);
        }
        keep_what_was_set(&mut wanted, stored);
        wanted
    }

    /// Skips the same bytes, under whatever name. Of half of a test that is loaded it gives the refusal, for the case that
    /// the other half turns out not to be the same data in other bytes.
    pub(super) fn known(&self, database: Option<&mut Database>) -> Result<Option<TestReport>, Stop> {
        let Some(database) = database else { return Ok(None) };
        let known = self.known_files(database)?;
        let name = self.name;
        let first = known.iter().find_map(|(path, found)| found.as_ref().map(|found| (path.clone(), found.clone())));
        let Some((path, first)) = first else { return Ok(None) };
        let all_known = known
            .iter()
            .all(|(_, found)| found.as_ref().is_some_and(|found| found.experiment_id == first.experiment_id));
        if all_known {
            let existing = database.experiment(&first.experiment)?;
            let is_anew = first.experiment == name && self.is_anew(database, &existing)?;
            if is_anew && self.options.replace {
                return Ok(None);
            }
            let way_out = if is_anew { ", with other options; --replace loads them anew" } else { "" };
            let words = format!("the same files are loaded as `{}`{way_out}", first.experiment);
            return Err(self.same(database, &existing, &words)?.into());
        }
        if first.experiment == name || self.options.replace {
            return Ok(None);
        }
        let report = TestReport::new(name, LoadOutcome::Rejected).because(format!(
            "{path} is loaded as the {} file of `{}`, whose other file is another; load it under that name, with \
             --replace if it is the better one",
            first.role, first.experiment
        ));
        Ok(Some(report))
    }

    /// What its plan rests on, as it is before anything else is looked at.
    pub(super) fn seen(&self, database: Option<&mut Database>) -> Result<Seen, Stop> {
        let mut seen = Seen { renamed: Some(self.renamed.to_vec()), ..Seen::default() };
        if let (Some(database), Files::Pair { step, .. } | Files::Step(step)) = (database, &self.job.candidate.files) {
            let Fingerprint { blake3, .. } = source::fingerprint(step)?;
            let there = database.files_by_blake3(&blake3)?.first().map(|known| known.experiment_id);
            seen.step_file = Some((blake3, there));
        }
        Ok(seen)
    }

    /// Its files, and what is loaded of the same bytes.
    pub(super) fn known_files(&self, database: &mut Database) -> Result<Vec<(String, Option<KnownFile>)>, Stop> {
        let mut known = Vec::new();
        for path in self.job.candidate.files.paths() {
            let (size, _) = source::stat(path)?;
            let found = if database.has_file_of_size(size)? {
                let Fingerprint { blake3, .. } = source::fingerprint(path)?;
                database.files_by_blake3(&blake3)?.into_iter().next()
            } else {
                None
            };
            known.push((path.display().to_string(), found));
        }
        Ok(known)
    }

    /// Whether the options ask for another load of the same content: other rows, or other conventions.
    pub(super) fn is_anew(&self, database: &mut Database, existing: &Experiment) -> Result<bool, StoreError> {
        let selection = self.options.steps.as_ref().map(|(_, words)| words.as_str());
        let stored = database.conventions(existing.id)?;
        let mut wanted = self.job.read.conventions.clone();
        if !self.options.replace {
            wanted = self.conventions(stored.clone());
        }
        let said = |conventions: &Conventions| Conventions { cell_nominal_capacity_ah: None, ..conventions.clone() };
        Ok(existing.thinned_s != self.options.thinning.interval_s(existing.source_rows)
            || existing.step_selection.as_deref() != selection
            || said(&stored) != said(&wanted))
    }

    /// A note on the steps that `--steps` asks for and the test does not have.
    pub(super) fn absent_steps(&self, test: &mut dyn Flow) -> Result<Option<String>, Stop> {
        let Some((StepSet::Only(wanted), _)) = &self.options.steps else { return Ok(None) };
        let (_, steps) = test.whole()?;
        let is_absent = |number: &&i32| steps.binary_search_by_key(*number, |step| step.record.number).is_err();
        let count = wanted.iter().filter(is_absent).count();
        let first = wanted.iter().find(is_absent);
        Ok(first.map(|first| match count {
            1 => format!("the test has no step {first}, which --steps asks for"),
            _ => format!("the test has no step {first} and {} more that --steps asks for", count - 1),
        }))
    }
}
