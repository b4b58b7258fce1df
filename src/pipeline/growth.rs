//! Tells whether a test that is loaded has grown: the old rows are the first of the new, and the old steps are the same.

use super::check::check_files;
use super::flow::Flow;
use super::job::Stop;
use super::load::Load;
use super::load_sink::{Changed, Grown, LoadSink};
use crate::model::{StepData, StepRecord};
use crate::store::{Database, Experiment, StoreError};

/// A Step file's numbers have seven digits, its last row more or fewer: they are the same within this.
const RELATIVE: f64 = 2e-6;
/// Cumulative columns lose decimals as they grow.
const ABSOLUTE: f64 = 1e-4;

impl Load<'_> {
    /// Whether it goes on the experiment of its name: it has the same bytes, or more rows behind those that are loaded.
    pub(super) fn goes_on(&self, database: &mut Database) -> Result<bool, StoreError> {
        let Some(existing) = database.find_experiment(self.name)? else { return Ok(false) };
        match self.has_its_rows(database, &existing) {
            Ok(has) => Ok(has),
            Err(Stop::Store(error)) => Err(error),
            // What is wrong with its files is said when they are loaded.
            Err(_) => Ok(false),
        }
    }

    fn has_its_rows(&self, database: &mut Database, existing: &Experiment) -> Result<bool, Stop> {
        let known = self.known_files(database)?;
        if known.iter().all(|(_, found)| found.as_ref().is_some_and(|found| found.experiment_id == existing.id)) {
            return Ok(true);
        }
        let (mut test, _) = self.open(Some(&mut *database), Some(existing))?;
        let grown = Grown { from_step: i32::MAX, ..Grown::of(existing) };
        let check = (self.options.check)(None);
        let mut sink = LoadSink::new(test.about(), None, None, None, Some(grown), self.progress);
        match check_files(test.as_mut(), &check, &mut sink, &|_| ()) {
            Err(error) if error.0.is::<Changed>() => Ok(false),
            Err(error) => Err(error.into()),
            Ok(_) => Ok(has_grown(database, existing, test.as_mut(), sink.met_all())?.is_ok()),
        }
    }
}

/// Whether a test that was read to its end is what is loaded, grown; the words say where it is not.
pub(super) fn has_grown(
    database: &mut Database,
    existing: &Experiment,
    test: &mut dyn Flow,
    met_all: bool,
) -> Result<Result<(), String>, Stop> {
    if !met_all {
        return Ok(Err("it has more rows than the files".to_owned()));
    }
    let (_, steps) = test.whole()?;
    let mut same = Ok(());
    database.each_record(existing.id, &mut |before| {
        if same.is_ok() {
            same = compare_step(&before, steps);
        }
    })?;
    Ok(same)
}

/// Whether a step that was loaded is among the new ones, which are in order, and is the same; the words say where it
/// differs.
///
/// The last row of a Step file is printed differently from the others, so bytes do not tell. A step that Detail alone had
/// was running: its values may have changed, its number not.
fn compare_step(before: &StepRecord, new: &[StepData]) -> Result<(), String> {
    let number = before.number;
    let Ok(at) = new.binary_search_by_key(&number, |step| step.record.number) else {
        return Err(format!("step {number} is loaded and not in the files"));
    };
    if before.line.is_none() {
        return Ok(());
    }
    same(before, &new[at].record).map_err(|what| format!("step {number} has another {what}"))
}

fn same(old: &StepRecord, new: &StepRecord) -> Result<(), &'static str> {
    if old.original_step_type != new.original_step_type {
        return Err("type");
    }
    if old.start_time != new.start_time {
        return Err("start");
    }
    if old.status != new.status {
        return Err("status");
    }
    let numbers: [(&str, Option<f64>, Option<f64>); 6] = [
        ("duration", old.duration_s.get(), new.duration_s.get()),
        ("end voltage", old.voltage_end_v.get(), new.voltage_end_v.get()),
        ("end current", old.current_end_a.get(), new.current_end_a.get()),
        ("capacity", old.capacity_ah.get(), new.capacity_ah.get()),
        ("energy", old.energy_wh.get(), new.energy_wh.get()),
        ("end temperature", old.temperature_end_degc.get(), new.temperature_end_degc.get()),
    ];
    let differs = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() > ABSOLUTE + RELATIVE * one.abs(),
        (one, other) => one.is_some() != other.is_some(),
    };
    match numbers.into_iter().find(|(_, one, other)| differs(*one, *other)) {
        Some((what, ..)) => Err(what),
        None => Ok(()),
    }
}
