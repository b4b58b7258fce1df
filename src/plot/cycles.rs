//! Figures over cycles: which cycles are shown, and limits that one bad cycle does not spoil.

use super::error::PlotError;
use super::figure::{Axis, Panel, Series};
use super::ink::Ink;
use super::options::Options;
use super::{Limits, Plot, PlotTest, Shape, Style, scale, select};
use crate::model::Cycle;
use std::collections::BTreeSet;

/// The cycles of a test that have a chosen step, in order.
pub(super) fn chosen<'a>(test: &PlotTest<'a>, options: &Options) -> Vec<&'a Cycle> {
    let numbers: BTreeSet<i32> = select::chosen(test, options).iter().map(|step| step.cycle).collect();
    test.derived.cycles.iter().filter(|cycle| numbers.contains(&cycle.cycle)).collect()
}

/// Refuses tests whose cycles are too few for a course.
pub(super) fn need_cycles(kind: &dyn Plot, tests: &[PlotTest<'_>], options: &Options) -> Result<(), PlotError> {
    let most = tests.iter().map(|test| complete(test, options)).max().unwrap_or(0);
    if most >= 2 {
        return Ok(());
    }
    let why = format!(
        "{} complete cycle{} (a charge and a discharge of at least the cycle swing), and a course over cycles needs two; \
         see `report cycles`, --cycle-swing and --cycles-by",
        if most == 0 { "no".to_owned() } else { most.to_string() },
        if most == 1 { "" } else { "s" },
    );
    Err(PlotError::Nothing { kind: kind.name(), why })
}

fn complete(test: &PlotTest<'_>, options: &Options) -> usize {
    chosen(test, options).iter().filter(|cycle| cycle.complete).count()
}

/// Points of one test in a panel, in two groups: those that count, joined by a line, and those that do not, hollow.
pub(super) struct Course<'a> {
    /// What the legend says of the first group.
    pub(super) word: &'a str,
    /// And of the second.
    pub(super) other: &'a str,
    /// The test's number.
    pub(super) test: usize,
    /// The style's colour where one test is drawn.
    pub(super) colour: super::Colour,
}

/// Adds a course: x, y and whether it counts.
pub(super) fn add(panel: &mut Panel, course: &Course<'_>, ink: &Ink, points: &[(f64, f64, bool)]) {
    let colour = if ink.many() { ink.test(course.test) } else { course.colour };
    for (counts, word) in [(true, course.word), (false, course.other)] {
        // A line never joins points over what is not part of it.
        let value = |counted: bool, y: f64| if counted == counts { y } else { f64::NAN };
        let mut chosen: Vec<(f64, f64)> = points.iter().map(|&(x, y, counted)| (x, value(counted, y))).collect();
        if !counts {
            chosen.retain(|(_, y)| !y.is_nan());
        }
        while chosen.last().is_some_and(|(_, y)| y.is_nan()) {
            chosen.pop();
        }
        let lead = chosen.iter().take_while(|(_, y)| y.is_nan()).count();
        chosen.drain(..lead);
        if chosen.iter().all(|(_, y)| y.is_nan()) {
            continue;
        }
        let line = counts.then(|| ink.dash(course.test));
        let style = Style { line, hollow: !counts, ..Style::points(colour, Shape::Circle) };
        let name = ink.series_name(course.test, &format!("{word} {}", panel.y.name));
        // Among several tests the legend names tests; the footer says what hollow means.
        let label = if ink.many() { ink.name(course.test) } else { word }.to_owned();
        let in_legend = counts || !ink.many() || !points.iter().any(|point| point.2);
        panel.series.push(Series { label, name, points: chosen, style, in_legend });
    }
}

/// Up to so many values beyond an axis stand in the footer.
const MOST_TOLD: usize = 6;

/// What the footer says of the marks that are there: hollow ones, and arrows at the edge.
pub(super) fn marks(panels: &[&Panel], hollow: &str) -> Vec<String> {
    let mut said = Vec::new();
    if panels.iter().flat_map(|panel| &panel.series).any(|series| series.style.hollow) {
        said.push(hollow.to_owned());
    }
    let beyond = |panel: &Panel| -> Vec<String> {
        let values = panel.series.iter().flat_map(|series| &series.points).map(|point| point.1);
        let far = values.filter(|value| value.is_finite() && !panel.y.limits.contain(*value));
        far.map(|value| scale::short(value, 4)).collect()
    };
    let beyond: Vec<(&str, Vec<String>)> =
        panels.iter().map(|panel| (panel.y.label.as_str(), beyond(panel))).filter(|(_, far)| !far.is_empty()).collect();
    if !beyond.is_empty() {
        let told = beyond.iter().map(|(label, far)| format!("{label}: {}", far.join(", "))).collect::<Vec<_>>();
        // Few are told; of many, the picture says enough.
        let few = beyond.iter().map(|(_, far)| far.len()).sum::<usize>() <= MOST_TOLD;
        let told = if few { format!(" ({})", told.join("; ")) } else { String::new() };
        said.push(format!("arrows lie beyond the axis{told}"));
    }
    said
}

/// Limits that hold all values but far outliers (further from the median than ten times the median deviation and than
/// `least`), at least `least` apart.
pub(super) fn robust(values: impl Iterator<Item = f64>, least: f64) -> Limits {
    let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    if sorted.is_empty() {
        return Limits::default();
    }
    sorted.sort_by(f64::total_cmp);
    let middle = sorted[sorted.len() / 2];
    let mut deviations: Vec<f64> = sorted.iter().map(|value| (value - middle).abs()).collect();
    deviations.sort_by(f64::total_cmp);
    let reach = (10.0 * deviations[deviations.len() / 2]).max(least);
    let kept = || sorted.iter().copied().filter(|value| (value - middle).abs() <= reach);
    let (low, high) = (kept().fold(f64::INFINITY, f64::min), kept().fold(f64::NEG_INFINITY, f64::max));
    let lacking = (least - (high - low)).max(0.0) / 2.0;
    let room = (high - low).max(least) * 0.08;
    Limits { min: Some(low - lacking - room), max: Some(high + lacking + room) }
}

/// Limits that hold what either holds; without limits is without any.
fn either(a: Limits, b: Limits) -> Limits {
    let of = |a: Option<f64>, b: Option<f64>, choose: fn(f64, f64) -> f64| Some(choose(a?, b?));
    Limits { min: of(a.min, b.min, f64::min), max: of(a.max, b.max, f64::max) }
}

/// Limits for the values of several tests: `of` gives those of one, and none of them is lost for another.
pub(super) fn each(values: &[Vec<f64>], of: impl Fn(&[f64]) -> Limits) -> Limits {
    let some = values.iter().filter(|values| !values.is_empty());
    some.map(|values| of(values)).reduce(either).unwrap_or_default()
}

/// The usual limits where most values lie within them, else robust ones: a panel of nothing but arrows shows nothing.
pub(super) fn usual_or_robust(values: &[f64], usual: Limits, least: f64) -> Limits {
    let within = values.iter().filter(|value| usual.contain(**value)).count();
    if 2 * within >= values.len() { usual } else { robust(values.iter().copied(), least) }
}

/// The axis of cycles.
pub(super) fn axis(options: &Options) -> Axis {
    Axis { whole: true, ..Axis::new("Cycle", "cycle") }.limited(options.x_limits)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn an_outlier_does_not_set_the_limits() {
        let limits = robust([99.8, 99.9, 99.85, 99.7, 116.0].into_iter(), 0.2);
        assert!(limits.max.unwrap() < 101.0 && limits.min.unwrap() < 99.7);
        let limits = robust([99.8, 99.9].into_iter(), 0.5);
        assert!((limits.max.unwrap() - limits.min.unwrap() - 0.58).abs() < 1e-9);
        assert_eq!(robust(std::iter::empty(), 0.2), Limits::default());
    }

    #[test]
    fn no_test_is_lost_for_another_and_usual_limits_hold_while_most_values_do() {
        let usual = Limits { min: Some(98.0), max: Some(100.5) };
        let of = |values: &[f64]| usual_or_robust(values, usual, 0.5);
        assert_eq!(each(&[vec![99.9, 99.8, 97.0], Vec::new()], of), usual);
        let low = each(&[vec![97.5, 97.5, 97.6]], of);
        assert!(low.contain(97.5) && !low.contain(98.5), "{low:?}");
        let both = each(&[vec![97.5, 97.5, 97.6], vec![99.9, 99.8]], of);
        assert!(both.contain(97.5) && both.contain(99.9), "{both:?}");
        assert_eq!(each(&[], of), Limits::default());
    }
}
