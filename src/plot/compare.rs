//! Several tests in one figure of any other kind: one colour each, differences to a base, mean and deviation.

mod pairs;

use super::figure::{Band, Series};
use super::several::of_those_that_can;
use super::{ALL, Axis, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Style, find, select};
use crate::model::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// What is compared where nothing is said.
const USUAL: &str = "capacity-voltage";
/// Points of a common grid on which curves of several tests meet.
const GRID: usize = 400;

/// Several tests beside each other.
pub(super) struct Compare;

impl Plot for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn about(&self) -> &'static str {
        "several tests in one figure of another kind (--of), with differences to a base and mean and deviation"
    }

    fn standard(&self) -> bool {
        false
    }

    fn needs_several(&self) -> bool {
        true
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let of = options.compare.of.as_deref().unwrap_or(USUAL);
        let refuse = |option, value: &str, why: String| PlotError::Option { option, value: value.to_owned(), why };
        let kind = find(of).filter(|kind| kind.name() != self.name());
        let kind = kind.ok_or_else(|| {
            let near = nearest(of, ALL.iter().map(|kind| kind.name()).filter(|name| *name != self.name()));
            let hint = near.map_or("`plot --list` names them".to_owned(), |near| format!("did you mean {near}?"));
            refuse("--of", of, format!("no such kind to compare; {hint}"))
        })?;
        if tests.len() < 2 {
            let why = "one test has nothing beside it; give at least two".to_owned();
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        let names = select::names(tests, options);
        if let Some(twice) = names.iter().enumerate().find_map(|(i, name)| names[..i].contains(name).then_some(name)) {
            let why = "two tests of one name cannot be told apart; give one another name by --name".to_owned();
            return Err(refuse("compare", twice, why));
        }
        if let Some(base) = options.compare.base.as_ref().filter(|base| !names.contains(base)) {
            return Err(refuse("--base", base, format!("no such test; there are {}", names.join(", "))));
        }
        let pairs = if BY_STEP.contains(&of) { Some(pairs::found(self, tests, &names, options)?) } else { None };
        let measured = options.compare.base.is_some() || options.compare.band;
        if measured && !kind.over_time(tests[0].head).is_empty() {
            let why =
                "whole tests over time are not alike; compare curves: capacity-voltage, dqdv, dvdq, charge-time-soc";
            return Err(refuse("--of", of, why.to_owned()));
        }
        let met = pairs.as_ref().map(|pairs| Options { steps: Some(pairs.narrow(tests)), ..options.clone() });
        let mut figure = of_those_that_can(kind, tests, met.as_ref().unwrap_or(options))?;
        let roles = Roles { names: &names, pairs: pairs.as_ref() };
        if let Some(base) = &options.compare.base {
            let why = "none of its curves has a partner of its direction, rate and temperature in another test";
            differences(&mut figure, &roles, base).ok_or_else(|| refuse("--base", base, why.to_owned()))?;
        }
        if options.compare.band {
            let why = "no curve of one test has a partner of its direction, rate and temperature in every other";
            band(&mut figure, &roles, options).ok_or_else(|| refuse("--band", "mean", why.to_owned()))?;
        }
        if let Some(pairs) = &pairs {
            let place = figure.footer.len().min(1);
            figure.footer.insert(place, pairs.said(&names));
        }
        Ok(figure)
    }
}

/// The kinds whose curves are steps, which are met by what they are.
const BY_STEP: [&str; 4] = ["capacity-voltage", "dqdv", "dvdq", "charge-time-soc"];

/// What a curve is in every test.
struct Roles<'a> {
    names: &'a [String],
    pairs: Option<&'a pairs::Pairs>,
}

impl Roles<'_> {
    /// The test of a curve and what it is there.
    fn of(&self, series: &Series) -> Option<(usize, String)> {
        // The longest name, for one may begin with another.
        let own = self.names.iter().enumerate().filter(|(_, name)| series.name.starts_with(&format!("{name}, ")));
        let (test, name) = own.max_by_key(|(_, name)| name.len())?;
        let what = &series.name[name.len() + 2..];
        let Some(pairs) = self.pairs else { return Some((test, what.to_owned())) };
        let mut words = what.split(' ').skip_while(|word| *word != "step").skip(1);
        let step = words.next()?.parse().ok()?;
        // A mark on a curve is no curve.
        if what.ends_with(" peak") {
            return None;
        }
        Some((test, format!("pair {}", pairs.of(test, step)?)))
    }

    /// The curves of each role, by test; at most one of each test.
    fn all<'p>(&self, panel: &'p Panel) -> BTreeMap<String, BTreeMap<usize, &'p Series>> {
        let mut roles: BTreeMap<String, BTreeMap<usize, &Series>> = BTreeMap::new();
        for series in &panel.series {
            let Some((test, what)) = self.of(series) else { continue };
            let like = roles.keys().find(|known| pairs::alike(known, &what)).cloned().unwrap_or(what);
            roles.entry(like).or_default().entry(test).or_insert(series);
        }
        roles
    }
}

/// The value of a curve at `x` by linear interpolation; `None` outside of it and in gaps.
fn at(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let right = points.partition_point(|point| point.0 < x);
    let (b, a) = (points.get(right)?, right.checked_sub(1).map(|left| points[left]));
    if b.0 == x {
        return Some(b.1);
    }
    let a = a?;
    Some((b.1 - a.1).mul_add((x - a.0) / (b.0 - a.0), a.1))
}

/// The points of a curve in rising x, without gaps.
fn sorted(series: &Series) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> =
        series.points.iter().copied().filter(|p| !p.0.is_nan() && !p.1.is_nan()).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| a.0 == b.0);
    points
}

/// Adds a panel of differences to the base below the last one.
fn differences(figure: &mut Figure, roles: &Roles<'_>, base: &str) -> Option<()> {
    let names = roles.names;
    let base = names.iter().position(|name| name == base)?;
    let panel = figure.panels.last()?;
    let mut below = Panel { weight: panel.weight * 0.6, ..Panel::new(panel.x.clone(), difference_axis(&panel.y)) };
    for tests in roles.all(panel).values() {
        let Some(of_base) = tests.get(&base).map(|series| sorted(series)) else { continue };
        for (test, series) in tests.iter().filter(|(test, _)| **test != base) {
            let points: Vec<(f64, f64)> =
                sorted(series).iter().filter_map(|&(x, y)| Some((x, y - at(&of_base, x)?))).collect();
            if !points.is_empty() {
                let name = format!("{} − {}", series.name, names[base]);
                below.series.push(Series {
                    name,
                    label: names[*test].clone(),
                    points,
                    in_legend: false,
                    ..(*series).clone()
                });
            }
        }
    }
    if below.series.is_empty() {
        return None;
    }
    figure.shared_x = true;
    figure.footer.push(format!("difference: each test minus {}, at the same place of the axis", names[base]));
    figure.panels.push(below);
    Some(())
}

fn difference_axis(y: &Axis) -> Axis {
    let label = format!("Δ {}", y.label);
    let short = format!("Δ {}", if y.short.is_empty() { &y.label } else { &y.short });
    Axis { includes: vec![0.0], ..Axis::new(&label, &format!("{}_difference", y.name)).or(&short) }
}

/// Adds the mean and a band of one standard deviation of the curves that every test has.
fn band(figure: &mut Figure, roles: &Roles<'_>, options: &Options) -> Option<()> {
    let names = roles.names;
    let panel = figure.panels.first()?;
    let ink = options.theme.ink();
    let (mut bands, mut means) = (Vec::new(), Vec::new());
    for (role, tests) in roles.all(panel) {
        let curves: Vec<Vec<(f64, f64)>> = tests.values().map(|series| sorted(series)).collect();
        if tests.len() < names.len() || curves.iter().any(Vec::is_empty) {
            continue;
        }
        let points = spread(&curves);
        if points.is_empty() {
            continue;
        }
        let mean = points.iter().map(|&(x, mean, _)| (x, mean)).collect();
        let dash = tests.values().next().and_then(|series| series.style.line).unwrap_or(Dash::Solid);
        let style = Style { line: Some(dash), ..Style::line(ink) };
        means.push(Series {
            label: "mean".to_owned(),
            name: format!("mean {role}"),
            points: mean,
            style,
            in_legend: false,
        });
        bands.push(Band { points: points.iter().map(|&(x, m, s)| (x, m - s, m + s)).collect(), colour: ink });
    }
    if bands.is_empty() {
        return None;
    }
    let panel = figure.panels.first_mut()?;
    panel.bands.extend(bands);
    panel.series.extend(means);
    figure.keys.push(Key { label: format!("mean of {} ± standard deviation", names.len()), style: Style::line(ink) });
    Some(())
}

/// Mean and standard deviation where every curve has a value: on the points of the first if they are few, else on a grid.
fn spread(curves: &[Vec<(f64, f64)>]) -> Vec<(f64, f64, f64)> {
    let low = curves.iter().map(|curve| curve[0].0).fold(f64::NEG_INFINITY, f64::max);
    let high = curves.iter().map(|curve| curve[curve.len() - 1].0).fold(f64::INFINITY, f64::min);
    let own: BTreeSet<u64> = curves.iter().flatten().map(|point| point.0.to_bits()).collect();
    let mut places: Vec<f64> = if own.len() <= GRID {
        own.into_iter().map(f64::from_bits).filter(|x| *x >= low && *x <= high).collect()
    } else {
        (0..=GRID).map(|i| (high - low).mul_add(i as f64 / GRID as f64, low)).collect()
    };
    places.sort_by(f64::total_cmp);
    let count = curves.len() as f64;
    places
        .into_iter()
        .filter_map(|x| {
            let values = curves.iter().map(|curve| at(curve, x)).collect::<Option<Vec<f64>>>()?;
            let mean = values.iter().sum::<f64>() / count;
            let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
            Some((x, mean, (squares / (count - 1.0).max(1.0)).sqrt()))
        })
        .collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn curves_meet_on_common_places() {
        let found = spread(&[vec![(0.0, 1.0), (2.0, 3.0)], vec![(1.0, 4.0), (3.0, 6.0)]]);
        assert_eq!(found.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(), [(1.0, 3.0), (2.0, 4.0)]);
        assert!((found[0].2 - 2.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn outside_of_a_curve_there_is_nothing() {
        assert_eq!(at(&[(0.0, 1.0), (1.0, 2.0)], 1.5), None);
        assert_eq!(at(&[(0.0, 1.0), (1.0, 2.0)], 0.5), Some(1.5));
        assert_eq!(at(&[], 0.5), None);
    }
}
