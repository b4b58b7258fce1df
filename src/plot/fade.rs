//! Capacity over cycles, equivalent full cycles or days, with coulombic efficiency above.

use super::cycles::{self, Course};
use super::ink::Ink;
use super::options::{FadeOver, Options};
use super::{Axis, Figure, Limits, Panel, Plot, PlotError, PlotTest, Rule, select};
use crate::model::{Cycle, Derived};
use std::collections::BTreeSet;

/// The usual end of life in % of the first capacity.
const END_OF_LIFE_PCT: f64 = 80.0;
/// From this share of the first capacity on, the end of life is within sight.
const IN_SIGHT_PCT: f64 = 92.0;

/// Capacity fade.
pub(super) struct Fade;

impl Plot for Fade {
    fn name(&self) -> &'static str {
        "fade"
    }

    fn about(&self) -> &'static str {
        "discharge capacity over cycles, throughput or days, with coulombic efficiency above"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        cycles::need_cycles(self, tests, options)?;
        let mut figure = select::begin(self, "Capacity over life", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let x = match options.fade_over {
            FadeOver::Cycle => cycles::axis(options),
            FadeOver::EquivalentFullCycles => {
                Axis::new("Equivalent full cycles", "equivalent_full_cycles").limited(options.x_limits)
            }
            FadeOver::Days => Axis::new("Time / d", "time_d").limited(options.x_limits),
        };
        let usual = Limits { min: Some(98.0), max: Some(100.5) };
        let efficiency = Axis::new("CE / %", "coulombic_efficiency_pct").limited(usual);
        let mut above = Panel { weight: 0.45, outliers_at_edge: true, ..Panel::new(x.clone(), efficiency) };
        let y = Axis::new("Discharge capacity / Ah", "discharge_capacity_ah").or("Q / Ah");
        let mut below = Panel { outliers_at_edge: true, ..Panel::new(x, y) };
        let mut capacities = Vec::new();
        let mut shown = BTreeSet::new();
        for (i, test) in tests.iter().enumerate() {
            let places = places(self, test.derived, options.fade_over)?;
            let chosen = cycles::chosen(test, options);
            shown.extend(chosen.iter().map(|cycle| cycle.cycle));
            let at = |cycle: &Cycle| places[cycle_index(test.derived, cycle)];
            let complete = || chosen.iter().filter(|cycle| cycle.complete);
            let ce: Vec<(f64, f64, bool)> = complete()
                .filter_map(|cycle| Some((at(cycle), cycle.coulombic_efficiency_pct?, cycle.balanced)))
                .collect();
            let capacity: Vec<(f64, f64, bool)> =
                complete().map(|cycle| (at(cycle), cycle.discharge_capacity_ah, cycle.soh_pct.is_some())).collect();
            capacities.extend(capacity.iter().copied());
            let colours = [options.theme.palette(2), options.theme.palette(0)];
            let course = Course { word: "balanced cycle", other: "unbalanced cycle", test: i, colour: colours[0] };
            cycles::add(&mut above, &course, &ink, &ce);
            let course = Course { word: "comparable discharge", other: "other discharge", test: i, colour: colours[1] };
            cycles::add(&mut below, &course, &ink, &capacity);
            below.rules.extend(end_of_life(&chosen).filter(|_| !ink.many()));
        }
        below.y.limits = capacity_limits(&capacities);
        below.y.limits.min = below.y.limits.min.map(|low| reached(low, &capacities, &below.rules));
        if options.y_limits != Limits::default() {
            below.y.limits = options.y_limits;
        }
        let hollow =
            "hollow: unbalanced cycles, and discharges of another rate, temperature or depth than the baseline's";
        let mut notes = cycles::marks(&[&above, &below], hollow);
        if above.series.is_empty() {
            notes.push("no coulombic efficiency".to_owned());
        } else {
            figure.panels.push(above);
        }
        figure.panels.push(below);
        select::footer(&mut figure, tests, &shown, &notes);
        Ok(figure)
    }
}

/// The lower limit, far enough down for the line of the end of life once the comparable discharges come near it.
fn reached(low: f64, capacities: &[(f64, f64, bool)], rules: &[Rule]) -> f64 {
    let least = capacities.iter().filter(|point| point.2).map(|point| point.1).fold(f64::INFINITY, f64::min);
    let near = rules.iter().map(|rule| rule.at).filter(|at| least <= at / END_OF_LIFE_PCT * IN_SIGHT_PCT);
    near.fold(low, |low, at| low.min(at * 0.99))
}

fn cycle_index(derived: &Derived, cycle: &Cycle) -> usize {
    derived.cycles.iter().position(|other| other.cycle == cycle.cycle).unwrap_or(0)
}

/// Where each cycle of a test stands on the horizontal axis; NaN where it is not known.
fn places(kind: &dyn Plot, derived: &Derived, over: FadeOver) -> Result<Vec<f64>, PlotError> {
    let missing = |why: &str| PlotError::Nothing { kind: kind.name(), why: why.to_owned() };
    let found: Vec<f64> = match over {
        FadeOver::Cycle => derived.cycles.iter().map(|cycle| f64::from(cycle.cycle)).collect(),
        FadeOver::EquivalentFullCycles => {
            derived.cycles.iter().map(|cycle| cycle.equivalent_full_cycles.unwrap_or(f64::NAN)).collect()
        }
        FadeOver::Days => {
            let days = |cycle: &Cycle| {
                let at = derived.steps.partition_point(|step| step.step < cycle.last_step);
                derived.elapsed_end_s.get(at).map(|seconds| seconds / 86_400.0)
            };
            derived.cycles.iter().map(|cycle| days(cycle).unwrap_or(f64::NAN)).collect()
        }
    };
    if found.iter().any(|place| place.is_finite()) {
        return Ok(found);
    }
    Err(match over {
        FadeOver::Days => missing("no step has an elapsed time, and so no cycle has a day"),
        _ => missing("no cycle has equivalent full cycles; they need a nominal capacity (--nominal-capacity)"),
    })
}

/// All comparable discharges, and of the others those that reach three quarters of them; at least 2 % from end to end.
fn capacity_limits(capacities: &[(f64, f64, bool)]) -> Limits {
    let all = |counts: bool| capacities.iter().filter(move |point| point.2 == counts).map(|point| point.1);
    let Some(most) = all(true).reduce(f64::max) else { return Limits::default() };
    let low = all(true).chain(all(false).filter(|capacity| *capacity >= 0.75 * most)).fold(most, f64::min);
    let high = all(true).chain(all(false)).fold(most, f64::max);
    let room = ((high - low) * 0.06).max(0.01 * most - (high - low) / 2.0);
    Limits { min: Some(low - room), max: Some(high + room) }
}

/// 80 % of the capacity that counts as 100 %.
fn end_of_life(cycles: &[&Cycle]) -> impl Iterator<Item = Rule> {
    let base = cycles.iter().find_map(|cycle| Some(100.0 * cycle.discharge_capacity_ah / cycle.soh_pct?));
    let base = base.filter(|base| base.is_finite() && *base > 0.0);
    base.into_iter().map(|base| Rule { at: base * END_OF_LIFE_PCT / 100.0, level: true, label: "80 %".to_owned() })
}
