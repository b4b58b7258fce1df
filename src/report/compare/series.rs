//! The values that tests are compared by: series of one class, of which each test has at most one of a quantity.

use super::fields::{Pair, Point};
use super::{Along, Ask, Compared};
use crate::transform::alike::{classes, value_at, values};
use crate::transform::group::{both, same_rate, same_temperature};
use crate::transform::pulse_map::SOC_BAND_PCT;

/// A quantity of one test over a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    pub(super) test: usize,
    /// Series of one class may be compared.
    pub(super) class: usize,
    /// What the class is, in words.
    pub(super) words: String,
    pub(super) quantity: &'static str,
    /// The step that opens it, where it is of steps.
    pub(super) step: Option<i32>,
    /// Places in rising order, and values.
    pub(super) points: Vec<(f64, f64)>,
    along: Along,
}

impl Series {
    /// Its value at a place.
    pub(super) fn at(&self, place: f64) -> Option<f64> {
        let nearest = |same: &dyn Fn(f64) -> bool| {
            let own = self.points.iter().filter(|point| same(point.0));
            own.min_by(|a, b| (a.0 - place).abs().total_cmp(&(b.0 - place).abs())).map(|point| point.1)
        };
        match self.along {
            Along::Life(_) => value_at(&self.points, place, true),
            Along::Soc => nearest(&|soc| (soc - place).abs() <= SOC_BAND_PCT + 1e-12),
            Along::Rate => nearest(&|rate| same_rate(rate, place)),
        }
    }
}

/// All series of all tests, in order of class, then quantity, then test.
pub(super) fn all(tests: &[Compared], along: Along) -> Vec<Series> {
    let mut all = match along {
        Along::Life(_) => over_life(tests, along),
        Along::Soc => over_soc(tests),
        Along::Rate => over_rate(tests),
    };
    all.retain(|series| !series.points.is_empty());
    all.sort_by(|a, b| (a.class, a.quantity, a.test).cmp(&(b.class, b.quantity, b.test)));
    all
}

fn degrees(temperature: Option<f64>) -> String {
    temperature
        .map_or_else(|| "unknown temperature".to_owned(), |degc| format!("{} °C", crate::format::rounded(degc, 1)))
}

fn over_life(tests: &[Compared], along: Along) -> Vec<Series> {
    let Along::Life(over) = along else { return Vec::new() };
    let courses: Vec<_> = tests.iter().map(|test| test.courses.clone()).collect();
    let mut all = Vec::new();
    for (class, one) in classes(&courses).into_iter().enumerate() {
        let rate = one.first.c_rate.unwrap_or(f64::NAN);
        let words = format!(
            "{rate:.3} C from {}, {:.2} to {:.2} V",
            degrees(one.first.temperature_start_degc),
            one.first.charge_voltage_end_v,
            one.first.voltage_end_v
        );
        for (test, number) in one.members {
            let course = &courses[test][number];
            let quantities: [(&'static str, Vec<(f64, f64)>); 2] = [
                ("capacity_ah", values(course, over, |point| Some(point.capacity_ah))),
                ("soh_pct", values(course, over, |point| point.soh_pct)),
            ];
            all.extend(quantities.into_iter().map(|(quantity, points)| Series {
                test,
                class,
                words: words.clone(),
                quantity,
                step: Some(course.first.step),
                points,
                along,
            }));
        }
    }
    all
}

/// Resistance at 10 s over SOC, by direction and temperature, of the first check-up: later ones are of an older cell.
fn over_soc(tests: &[Compared]) -> Vec<Series> {
    let mut firsts: Vec<(crate::model::Direction, Option<f64>)> = Vec::new();
    let mut all: Vec<Series> = Vec::new();
    for (test, compared) in tests.iter().enumerate() {
        for place in compared.places.iter().filter(|place| place.checkup == 1) {
            let Some(ohm) = place.r_10s_ohm else { continue };
            let fits = |first: &(crate::model::Direction, Option<f64>)| {
                first.0 == place.direction && both(place.temperature_degc, first.1, same_temperature)
            };
            let class = firsts.iter().position(fits).unwrap_or_else(|| {
                firsts.push((place.direction, place.temperature_degc));
                firsts.len() - 1
            });
            let words = format!("{} pulses at {}", place.direction.as_str(), degrees(firsts[class].1));
            let point = (place.soc_pct, ohm);
            match all.iter_mut().find(|series| series.test == test && series.class == class) {
                Some(series) => series.points.push(point),
                None => {
                    let (quantity, along) = ("r_10s_ohm", Along::Soc);
                    all.push(Series { test, class, words, quantity, step: None, points: vec![point], along });
                }
            }
        }
    }
    all.iter_mut().for_each(|series| series.points.sort_by(|a, b| a.0.total_cmp(&b.0)));
    all
}

/// Capacity over rate, by temperature.
fn over_rate(tests: &[Compared]) -> Vec<Series> {
    let mut firsts: Vec<Option<f64>> = Vec::new();
    let mut all: Vec<Series> = Vec::new();
    for (test, compared) in tests.iter().enumerate() {
        for group in &compared.rates {
            let fits = |first: &Option<f64>| both(group.temperature_degc, *first, same_temperature);
            let class = firsts.iter().position(fits).unwrap_or_else(|| {
                firsts.push(group.temperature_degc);
                firsts.len() - 1
            });
            let words = format!("from {}", degrees(firsts[class]));
            let quantities = [("capacity_ah", Some(group.capacity_ah)), ("capacity_pct", group.capacity_pct)];
            for (quantity, value) in quantities {
                let Some(value) = value else { continue };
                let own =
                    |series: &&mut Series| series.test == test && series.class == class && series.quantity == quantity;
                match all.iter_mut().find(own) {
                    Some(series) => series.points.push((group.c_rate, value)),
                    None => all.push(Series {
                        test,
                        class,
                        words: words.clone(),
                        quantity,
                        step: group.steps.first().copied(),
                        points: vec![(group.c_rate, value)],
                        along: Along::Rate,
                    }),
                }
            }
        }
    }
    all.iter_mut().for_each(|series| series.points.sort_by(|a, b| a.0.total_cmp(&b.0)));
    all
}

/// The series of the base that another has its class and quantity of.
fn base_of(all: &[Series], base: usize) -> impl Iterator<Item = &Series> {
    all.iter().filter(move |series| series.test == base)
}

/// Each test's value at each place of the base.
pub(super) fn points(tests: &[Compared], all: &[Series], base: usize, ask: &Ask) -> Vec<Point> {
    let mut points = Vec::new();
    for of_base in base_of(all, base) {
        let own = || all.iter().filter(|one| one.class == of_base.class && one.quantity == of_base.quantity);
        // What stands beside nothing says nothing here.
        if own().count() < 2 {
            continue;
        }
        for one in own() {
            points.extend(of_base.points.iter().filter_map(|&(at, base_value)| {
                let value = one.at(at)?;
                Some(Point {
                    class: of_base.class,
                    quantity: of_base.quantity,
                    test: tests[one.test].name().to_owned(),
                    group: ask.groups.get(one.test).cloned().flatten(),
                    at,
                    value,
                    difference: value - base_value,
                    difference_pct: (base_value != 0.0).then(|| 100.0 * (value / base_value - 1.0)),
                })
            }));
        }
    }
    points
}

/// Which series stands beside which of the base, and how they differ at the last place that both have.
pub(super) fn pairs(tests: &[Compared], all: &[Series], base: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for of_base in base_of(all, base) {
        let beside = |one: &&Series| one.test != base && one.class == of_base.class && one.quantity == of_base.quantity;
        for one in all.iter().filter(beside) {
            let last = of_base.points.iter().rev().find_map(|&(at, value)| Some((at, value, one.at(at)?)));
            pairs.push(Pair {
                class: of_base.class,
                words: of_base.words.clone(),
                quantity: of_base.quantity,
                test: tests[one.test].name().to_owned(),
                step: one.step,
                base: tests[base].name().to_owned(),
                base_step: of_base.step,
                places: of_base.points.iter().filter(|(at, _)| one.at(*at).is_some()).count(),
                last,
            });
        }
    }
    pairs
}
