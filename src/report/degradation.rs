//! `report degradation`: how a cell ages: capacity of each group of comparable full discharges, models of its fade, ends of
//! life, knee and onset; growth of resistance; retention of charge.

mod fields;

use super::{Options, Report, ReportError, Subject};
use crate::format::{Audience, Entry, Field, Heading, Kind, Sheet, Table};
use crate::model::StepMetrics;
use crate::transform::ageing::{Course, Over, courses};
use crate::transform::decline::{Decline, decline};
use crate::transform::fade_model::FEWEST_POINTS;
use crate::transform::resistance::growth;
use crate::transform::storage::retentions;
use fields::{COURSES, END, GROUPS, GROWTH, MODEL, POINTS, RETENTION};

/// How a cell ages.
pub(super) struct Degradation;

/// A course with what is made of it.
pub(super) struct Aged {
    /// Counted from 1, in order of the groups' first discharges.
    number: usize,
    course: Course,
    decline: Decline,
}

/// Beyond this many points each is for machines: a person would lose the rest in them.
const FEW: usize = 24;

impl Report for Degradation {
    fn name(&self) -> &'static str {
        "degradation"
    }

    fn about(&self) -> &'static str {
        "how a cell ages: fade of comparable full discharges, models, end of life, knee; resistance; retention of charge"
    }

    fn head(&self) -> Vec<Heading> {
        vec![over(Over::default()).column]
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![
            ("groups", Field::columns(GROUPS)),
            ("resistance_growth", Field::columns(GROWTH)),
            ("retention", Field::columns(RETENTION)),
        ]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let derived = &subject.derived;
        let nominal_ah = derived.nominal.map(|(nominal, _)| nominal);
        let min_rest_s = subject.head.conventions.min_rest_s;
        let keeps = |number: i32| {
            let own = |step: &&StepMetrics| step.step == number;
            options.filter.is_open()
                || derived.steps.iter().find(own).is_some_and(|step| options.filter.step(step, min_rest_s))
        };
        let mut all = courses(derived, &subject.head.conventions);
        all.iter_mut().for_each(|course| course.points.retain(|point| keeps(point.step)));
        let aged: Vec<Aged> = all
            .into_iter()
            .enumerate()
            .filter(|(_, course)| !course.points.is_empty())
            .map(|(at, course)| Aged { number: at + 1, decline: decline(&course, options.over, nominal_ah), course })
            .collect();
        let made = |rows| Table::held("groups", Field::columns(GROUPS), rows).told(Audience::Documents);
        let groups = aged.iter().map(|one| Field::row(GROUPS, one)).collect();
        let mut sheet = subject.sheet(made(groups), options.filter.in_words());
        sheet.head.insert(0, over(options.over));
        flat(&mut sheet, &aged);
        let mut grown = growth(&derived.pulses);
        grown.iter_mut().for_each(|one| one.pulses.retain(|pulse| keeps(pulse.0)));
        grown.retain(|one| one.pulses.len() > 1);
        further(&mut sheet, "resistance_growth", GROWTH, &grown);
        let mut kept = retentions(derived);
        kept.retain(|one| keeps(one.step));
        further(&mut sheet, "retention", RETENTION, &kept);
        sheet.notes.extend(notes(&aged));
        Ok(sheet)
    }
}

fn over(over: Over) -> Entry {
    let column =
        Heading::new("over", "Over", Kind::Text, "What fade is looked at against: cycle, efc, days, throughput");
    Entry::new(column, over.as_str())
}

/// What stands within the groups of a document, as tables of their own.
fn flat(sheet: &mut Sheet<'static>, aged: &[Aged]) {
    let first = |one: &Aged| (one.number, one.course.first);
    let points = aged.iter().flat_map(|one| one.course.points.iter().map(move |point| (first(one), *point)));
    let points: Vec<_> = points.map(|point| Field::row(POINTS, &point)).collect();
    let audience = if points.len() > FEW { Audience::Records } else { Audience::Flat };
    sheet.tables.push(Table::held("points", Field::columns(POINTS), points).told(audience));
    let courses = aged.iter().map(|one| Field::row(COURSES, one)).collect();
    sheet.tables.push(Table::held("courses", Field::columns(COURSES), courses).told(Audience::Flat));
    // A group of too few points has no model: its line among the courses says enough.
    let modelled = || aged.iter().filter(|one| one.course.points.len() >= FEWEST_POINTS);
    let models: Vec<_> = modelled()
        .flat_map(|one| one.decline.fits.iter().map(|fit| Field::row(MODEL, &(one.number, fit.clone()))))
        .collect();
    let ends: Vec<_> = modelled()
        .flat_map(|one| one.decline.ends_of_life.iter().map(|end| Field::row(END, &(one.number, end.clone()))))
        .collect();
    let told = |rows: &Vec<_>| if rows.is_empty() { Audience::Records } else { Audience::Flat };
    let (of_models, of_ends) = (told(&models), told(&ends));
    sheet.tables.push(Table::held("models", Field::columns(MODEL), models).told(of_models));
    sheet.tables.push(Table::held("end_of_life", Field::columns(END), ends).told(of_ends));
}

/// One more list; that there is none of a kind is no news to a person.
fn further<T>(sheet: &mut Sheet<'static>, name: &'static str, fields: &'static [Field<T>], all: &[T]) {
    let rows = all.iter().map(|one| Field::row(fields, one)).collect();
    let audience = if all.is_empty() { Audience::Machines } else { Audience::All };
    sheet.tables.push(Table::held(name, Field::columns(fields), rows).told(audience));
}

/// What a person should know of the models.
fn notes(aged: &[Aged]) -> Vec<String> {
    if aged.is_empty() {
        let why = "no full discharge: from a full charge to the voltage limit; `report explain` tells why each is none";
        return vec![why.to_owned()];
    }
    let mut notes = vec![
        "models in % of the group's baseline: linear q0 + k x, sqrt q0 + k sqrt(x), power q0 + k x^c; of those within 2 of \
         the lowest AICc the one with the fewest parameters; 95 % intervals by Student's t, of the end of life by Fieller's \
         way; knee by Bacon and Watts"
            .to_owned(),
    ];
    for one in aged.iter().filter(|one| one.decline.chosen().is_some()) {
        let knee = one.decline.knee.refused.as_ref().map(|why| format!("group {}: no knee: {why}", one.number));
        notes.extend(knee);
    }
    notes
}

#[cfg(test)]
mod tests;
