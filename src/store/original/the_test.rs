//! An experiment of the original as a test: what the tester said and what its rows are, in our units and words.

use super::super::StoreError;
use super::Original;
use super::rows::Place;
use super::step::{Lacks, StepRow};
use crate::model::{
    Block, Column, Columns, Conventions, Fault, FaultKind, Finding, Head, Origin, StepData, StepRecord, StepSet, Test,
    TestError,
};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The dialect under whose name its experiments are kept; what is special about it is said there.
const DIALECT: &str = "original";

/// An experiment of the original. Its steps have no traces: they are made when its rows go by.
pub struct OriginalTest {
    original: Original,
    head: Head,
    steps: Vec<StepData>,
    /// For each step its number there and where its rows lie, and when it began.
    places: Vec<(i64, Option<Place>, f64)>,
    lacks: Lacks,
    faults: Vec<Fault>,
    notes: Vec<String>,
}

impl OriginalTest {
    /// Opens the experiment with this number there.
    ///
    /// # Errors
    /// When the file cannot be read, or holds a step that cannot be one.
    pub fn open(path: &Path, experiment: i64, name: &str) -> Result<Self, StoreError> {
        let mut original = Original::open(path)?;
        let places = original.places(experiment)?;
        let rows = original.step_rows(experiment)?;
        let lacks = lacks(&rows, &places);
        let (mut steps, mut of_steps) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        let (mut began_s, mut without_source) = (0.0_f64, 0_usize);
        for row in rows {
            let (id, place) = (row.id, places.get(&row.id).copied());
            let last_row_v = place.map(|place| original.voltage_at(place.last)).transpose()?.flatten();
            let told = row.told(lacks, last_row_v)?;
            without_source += usize::from(!told.has_source);
            of_steps.push((id, place, began_s));
            let lasted = [told.record.duration_s.get(), place.and_then(|place| place.last_time)];
            let lasted_s = lasted.into_iter().flatten().filter(|s| s.is_finite()).fold(0.0, f64::max);
            // The tester prints milliseconds; what adding doubles leaves behind is none of its time.
            began_s = to_microseconds(began_s + lasted_s);
            steps.push(StepData { record: Arc::new(told.record), trace: None });
        }
        let notes = notes(&steps, without_source, lacks, &places);
        let has_rows = places.values().any(|place| place.rows > 0);
        let head = Head {
            name: name.to_owned(),
            origin: Origin::Files,
            dialect: DIALECT.to_owned(),
            has_end_reasons: false,
            has_rows,
            channels: Vec::new(),
            temperature_channel: (has_rows && !lacks.temperature).then(|| "temperature".to_owned()),
            thinned_s: None,
            cell: None,
            project: None,
            machine: None,
            operator: None,
            amended: Vec::new(),
            conventions: Conventions::default(),
            files: Vec::new(),
        };
        let faults = faults(path, &steps, &of_steps);
        Ok(Self { original, head, steps, places: of_steps, lacks, faults, notes })
    }

    /// What of it could not be read.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What was turned back, and what had to be left as it is.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What is known of it beside what its database says.
    pub fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
}

impl Test for OriginalTest {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        Ok(&self.steps)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        Ok(Vec::new())
    }

    fn blocks(
        &mut self,
        _columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        // Two steps of one number go on counting: the rules say what is wrong.
        let mut counted: Option<(i32, u64)> = None;
        for (step, (id, place, began_s)) in self.steps.iter().zip(&self.places) {
            let number = step.record.number;
            let Some(place) = place.filter(|_| steps.contains(number)) else { continue };
            let mut sequence = counted.filter(|(of, _)| *of == number).map_or(0, |(_, rows)| rows);
            let mut from = place.first;
            while let Some((mut piece, behind)) = self.original.piece(*id, from, place.last)? {
                let missing = [(3, false), (4, self.lacks.energy), (5, self.lacks.temperature)];
                for (column, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
                    piece.columns[column].fill(f64::NAN);
                }
                let [times, voltages, currents, capacities, energies, temperatures] = &piece.columns;
                let tests: Vec<f64> = times.iter().map(|time_s| to_microseconds(began_s + time_s)).collect();
                let columns: [&[f64]; Column::COUNT] =
                    [times, &tests, voltages, currents, capacities, energies, temperatures];
                each(&Block { lines: &piece.lines, ..Block::of(number, sequence, columns, &[]) })?;
                sequence += piece.lines.len() as u64;
                from = behind;
            }
            counted = Some((number, sequence));
        }
        Ok(())
    }
}

fn to_microseconds(time_s: f64) -> f64 {
    (time_s * 1e6).round() / 1e6
}

/// What the whole experiment never measured. One measured value is enough to show that the others may be measured, too.
fn lacks(steps: &[StepRow], places: &HashMap<i64, Place>) -> Lacks {
    let is_warm = places.values().any(|place| place.temperatures().1 > 0);
    let energies = places.values().map(Place::energy_and_charge);
    let (has_energy, has_charge) = energies.fold((false, false), |all, one| (all.0 | one.0, all.1 | one.1));
    Lacks { temperature: !is_warm && steps.iter().all(StepRow::lacks_temperature), energy: has_charge && !has_energy }
}

/// What the person should know of the turning back.
fn notes(steps: &[StepData], without_source: usize, lacks: Lacks, places: &HashMap<i64, Place>) -> Vec<String> {
    let mut notes = Vec::new();
    let records = || steps.iter().map(|step| step.record.as_ref());
    if without_source > 0 {
        notes.push(format!(
            "{without_source} of {} steps hold no copy of their source row: what the original rounded, or wrote as 0, stays",
            steps.len()
        ));
    }
    if records().all(|record: &StepRecord| record.start_time.is_none()) && !steps.is_empty() {
        notes.push("no step says when it began; the original's start date may be that of the upload".to_owned());
    }
    let temperatures = places.values().map(Place::temperatures).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    if lacks.temperature && temperatures.0 > 0 {
        notes.push(format!("every temperature is 25 °C, which stood for none: {} are missing again", temperatures.0));
    }
    if lacks.energy {
        notes.push("every energy is 0 while charge flowed: it is missing again".to_owned());
    }
    notes
}

/// Rows that hold a text, or nothing, where a number must stand; they are left out.
fn faults(path: &Path, steps: &[StepData], places: &[(i64, Option<Place>, f64)]) -> Vec<Fault> {
    if steps.is_empty() {
        let message = "the experiment holds no steps; the original kept its name alone";
        return vec![Fault::new(FaultKind::EmptyFile, &path.display().to_string(), message)];
    }
    let of_step = |(step, (_, place, _)): (&StepData, &(i64, Option<Place>, f64))| {
        let place = place.filter(|place| place.bad > 0)?;
        let message = format!(
            "{} rows of its table `measurement` hold no number for time, voltage or current, and are left out; the first \
             has the id {}",
            place.bad,
            place.first_bad.unwrap_or_default()
        );
        let fault = Fault::new(FaultKind::BadNumber, &path.display().to_string(), message);
        let line = place.first_bad.map(i64::unsigned_abs);
        Some(Fault { line, step: Some(step.record.number), ..fault })
    };
    steps.iter().zip(places).filter_map(of_step).collect()
}
