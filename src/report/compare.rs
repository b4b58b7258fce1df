//! `report compare`: several tests beside each other, only like with like: courses over life, resistance over SOC or capacity
//! over rate, differences to a base, groups of cells, and the cells that are unlike the others.

mod fields;
mod groups;
mod outliers;
mod series;

use super::conventions::conventions;
use super::{Health, Options, Report, ReportError, Subject};
use crate::format::{Audience, Entry, Field, Footing, Heading, Kind, Sheet, Table, Value};
use crate::transform::ageing::{Course, Over, courses};
use crate::transform::group::{DischargeGroup, discharge_groups};
use crate::transform::pulse_table::{PulsePlace, pulse_table};
use fields::{BANDS, GROUPS, OUTLIERS, PAIRS, POINTS, STATISTICS, TESTS};
use series::Series;

/// What is asked of a comparison.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    /// What tests are aligned by.
    pub along: Along,
    /// The test that others are compared with, by name; the first where none is named.
    pub base: Option<String>,
    /// The group of each test, in order of the tests; empty for one group of all.
    pub groups: Vec<Option<String>>,
}

/// What tests are aligned by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Along {
    /// A measure of life: capacity and SOH of comparable full discharges.
    Life(Over),
    /// SOC: resistance of pulses of one direction, temperature and rate.
    Soc,
    /// C-rate: capacity of full discharges of one temperature.
    Rate,
}

impl Default for Along {
    fn default() -> Self {
        Self::Life(Over::Cycle)
    }
}

impl Along {
    /// The name under which it is typed.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Life(over) => over.as_str(),
            Self::Soc => "soc",
            Self::Rate => "rate",
        }
    }

    /// Every one, by the name under which it is typed.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, Self)> {
        let life = Over::ALL.into_iter().map(|(name, over)| (name, Self::Life(over)));
        life.chain([("soc", Self::Soc), ("rate", Self::Rate)])
    }
}

/// What is kept of a test for a comparison: no rows, no steps.
pub(crate) struct Compared {
    name: String,
    cell: Option<String>,
    pub(crate) chemistry: Option<String>,
    pub(crate) project: Option<String>,
    nominal_ah: Option<f64>,
    courses: Vec<Course>,
    rates: Vec<DischargeGroup>,
    places: Vec<PulsePlace>,
    health: Health,
    temperature_max_degc: Option<f64>,
    conventions: Footing,
}

impl Compared {
    /// Of a test.
    pub(crate) fn of(subject: &Subject<'_>) -> Self {
        let Subject { head, derived, .. } = subject;
        let cell = head.cell.as_ref();
        Self {
            name: head.name.clone(),
            cell: cell.map(|cell| cell.name.clone()).filter(|name| !name.is_empty()),
            chemistry: cell.and_then(|cell| cell.chemistry.clone()),
            project: head.project.clone(),
            nominal_ah: derived.nominal.map(|(nominal, _)| nominal),
            courses: courses(derived, &head.conventions),
            rates: discharge_groups(derived).groups,
            places: pulse_table(&derived.pulses),
            health: Health::of(derived),
            temperature_max_degc: derived
                .steps
                .iter()
                .filter_map(|step| step.temperature_max_degc.get())
                .reduce(f64::max),
            conventions: conventions(head, derived.cycles_by),
        }
    }

    /// The name of the test.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its courses of ageing.
    pub(crate) fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// The cell, which counts once however many tests it has; a test of an unknown cell stands for itself.
    pub(crate) fn unit(&self) -> &str {
        self.cell.as_deref().unwrap_or(&self.name)
    }
}

/// Several tests beside each other.
pub(super) struct Compare;

impl Report for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn about(&self) -> &'static str {
        "several tests beside each other, only like with like: differences to a base, groups of cells, outliers"
    }

    fn head(&self) -> Vec<Heading> {
        entries("", Along::default(), 0).into_iter().map(|entry| entry.column).collect()
    }

    fn is_of_several(&self) -> bool {
        true
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![
            ("points", Field::columns(POINTS)),
            ("tests", Field::columns(TESTS)),
            ("pairs", Field::columns(PAIRS)),
            ("groups", Field::columns(GROUPS)),
            ("bands", Field::columns(BANDS)),
            ("statistics", Field::columns(STATISTICS)),
            ("outliers", Field::columns(OUTLIERS)),
        ]
    }

    fn sheet(&self, subject: &mut Subject<'_>, _: &Options) -> Result<Sheet<'static>, ReportError> {
        Ok(sheet(&[Compared::of(subject)], &Ask::default()))
    }
}

fn entries(base: &str, along: Along, tests: usize) -> Vec<Entry> {
    let text = |key, title, about| Heading::new(key, title, Kind::Text, about);
    vec![
        Entry::new(text("base", "Base", "The test that the others are compared with"), base),
        Entry::new(text("over", "Over", "What they are aligned by"), along.as_str()),
        Entry::new(Heading::new("count", "Tests", Kind::Integer, "How many tests there are"), tests),
    ]
}

/// Compares tests; the base asked for is one of them.
pub(crate) fn sheet(tests: &[Compared], ask: &Ask) -> Sheet<'static> {
    let all: Vec<Series> = series::all(tests, ask.along);
    // A test that nothing stands beside is no base, unless somebody asked for it.
    let asked = ask.base.as_ref().and_then(|name| tests.iter().position(|test| test.name == *name));
    let base = asked.or_else(|| (0..tests.len()).find(|test| has_its_like(&all, *test))).unwrap_or(0);
    let rows = |fields: Vec<Vec<Value>>, name, columns| Table::held(name, columns, fields);
    let points = series::points(tests, &all, base, ask);
    let pairs = series::pairs(tests, &all, base);
    let bands = groups::bands(tests, &all, ask);
    let last = groups::last(&bands);
    let statistics = groups::statistics(tests, &all, ask, &last);
    let outliers = outliers::all(&tests.iter().collect::<Vec<_>>());
    let mut notes = notes(tests, &all, ask, base);
    let told = outliers::told(tests, ask);
    notes.extend(outliers::not_fading(&told));
    notes.extend(statistics.1);
    notes.extend(outliers.1);
    let few = |rows: usize| if rows > FEW { Audience::Machines } else { Audience::All };
    let some = |rows: usize| if rows == 0 { Audience::Machines } else { Audience::All };
    let table = |name, columns, made: Vec<Vec<Value>>, audience| rows(made, name, columns).told(audience);
    let made = |of: usize| if of == 0 { Audience::All } else { few(of) };
    let tables = vec![
        table("points", Field::columns(POINTS), made_rows(POINTS, &points), made(points.len())),
        table("tests", Field::columns(TESTS), made_rows(TESTS, &told), Audience::All),
        table("pairs", Field::columns(PAIRS), made_rows(PAIRS, &pairs), Audience::All),
        table("groups", Field::columns(GROUPS), made_rows(GROUPS, &last), some(last.len())),
        table("bands", Field::columns(BANDS), made_rows(BANDS, &bands), Audience::Machines),
        table("statistics", Field::columns(STATISTICS), made_rows(STATISTICS, &statistics.0), some(statistics.0.len())),
        table("outliers", Field::columns(OUTLIERS), made_rows(OUTLIERS, &outliers.0), some(outliers.0.len())),
    ];
    Sheet {
        title: format!("{} tests over {}", tests.len(), ask.along.as_str()),
        head: entries(tests.get(base).map_or("", Compared::name), ask.along, tests.len()),
        conventions: tests.get(base).map(|test| test.conventions.clone()),
        tables,
        notes,
        ..Sheet::default()
    }
}

/// A test that is unlike others of its kind of cell.
pub(crate) struct Unlike {
    /// Its place among the tests.
    pub at: usize,
    /// What is unlike, with its unit.
    pub quantity: &'static str,
    /// The robust score.
    pub score: f64,
    /// In words.
    pub text: String,
}

/// The tests that are unlike others of equal chemistry and nominal capacity.
pub(crate) fn outliers_of<'a>(tests: impl Iterator<Item = &'a Compared>) -> Vec<Unlike> {
    let (found, _) = outliers::all(&tests.collect::<Vec<_>>());
    let unlike = |one: fields::Outlier| Unlike {
        at: one.at,
        quantity: one.quantity,
        score: one.score,
        text: format!("{:.5} where the median of {} is {:.5}", one.value, one.among, one.median),
    };
    found.into_iter().map(unlike).collect()
}

/// Beyond this many rows a list is for machines: a person would lose the rest in it.
const FEW: usize = 24;

fn made_rows<T>(fields: &'static [Field<T>], all: &[T]) -> Vec<Vec<Value>> {
    all.iter().map(|one| Field::row(fields, one)).collect()
}

/// Whether another test may be compared with this one.
fn has_its_like(all: &[Series], test: usize) -> bool {
    all.iter().any(|one| one.test == test && all.iter().any(|other| other.test != test && other.class == one.class))
}

/// What stands beside nothing, and what was aligned how.
fn notes(tests: &[Compared], all: &[Series], ask: &Ask, base: usize) -> Vec<String> {
    let mut notes = Vec::new();
    let alone = (0..tests.len()).filter(|test| !has_its_like(all, *test));
    let alone: Vec<&str> = alone.map(|test| tests[test].name()).collect();
    if !alone.is_empty() {
        let what = match ask.along {
            Along::Life(_) => "full discharges at the same rate, temperature and range of voltage",
            Along::Soc => "pulses of the same direction and temperature",
            Along::Rate => "full discharges at the same temperature and range of voltage",
        };
        notes.push(format!("left out, as no other test has {what}: {}", alone.join(", ")));
    }
    notes.push(match ask.along {
        Along::Life(over) => format!(
            "aligned by {}: at the places of {}, on straight lines between points, never beyond a test's first or last",
            over.as_str(),
            tests.get(base).map_or("", Compared::name)
        ),
        Along::Soc => {
            "aligned by SOC: mean resistances at 10 s of the first check-up, within 2.5 points of the base's".to_owned()
        }
        Along::Rate => "aligned by rate: groups of full discharges within 10 % of the base's rate".to_owned(),
    });
    notes
}

#[cfg(test)]
mod tests;
