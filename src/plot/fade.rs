//! Capacity of full discharges over cycles, equivalent full cycles or days, with coulombic efficiency above.

use super::cycles::{self, Course};
use super::figure::Second;
use super::ink::{Ink, ordered, rate_label, temperature_label};
use super::options::{FadeOver, Options};
use super::{Axis, Dash, Figure, Limits, Panel, Plot, PlotError, PlotTest, Rule, Series, Shape, Style, scale, select};
use crate::model::{Cycle, Derived, FullDischarge};
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
        "capacity of comparable full discharges over cycles, throughput or days, with coulombic efficiency above"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Capacity over life", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let x = match options.fade_over {
            FadeOver::Cycle => cycles::axis(options),
            FadeOver::EquivalentFullCycles => Axis::new("Equivalent full cycles", "equivalent_full_cycles"),
            FadeOver::Days => Axis::new("Time / d", "days"),
        };
        let x = x.limited(options.x_limits);
        let usual = Limits { min: Some(98.0), max: Some(100.5) };
        let efficiency = Axis::new("CE / %", "coulombic_efficiency_pct").limited(usual);
        let mut above = Panel { weight: 0.45, outliers_at_edge: true, ..Panel::new(x.clone(), efficiency) };
        let percent = ink.many() && !one_cell(tests);
        let y = if percent {
            Axis::new("SOH / %", "soh_pct")
        } else {
            Axis::new("Discharge capacity / Ah", "full_discharge_capacity_ah").or("Q / Ah")
        };
        let mut below = Panel { outliers_at_edge: true, ..Panel::new(x, y) };
        let (mut shown, mut all, mut notes) = (BTreeSet::new(), Vec::new(), Vec::new());
        for (i, test) in tests.iter().enumerate() {
            let chosen = cycles::chosen(test, options);
            let groups = Group::all(test, &chosen, options.fade_over, percent);
            // Without a course it is left out, and named, rather than drawn by half.
            if ink.many() && !groups.iter().any(Group::counts) {
                continue;
            }
            shown.extend(chosen.iter().map(|cycle| cycle.cycle));
            let colour = options.theme.palette(2);
            let course = Course { word: "balanced cycle", other: "unbalanced cycle", test: i, colour };
            let places = |cycle: &Cycle| place(test.derived, cycle, options.fade_over);
            let ce = chosen
                .iter()
                .filter(|cycle| cycle.complete)
                .filter_map(|cycle| Some((places(cycle)?, cycle.coulombic_efficiency_pct?, cycle.balanced)));
            cycles::add(&mut above, &course, &ink, &ce.collect::<Vec<_>>());
            for (n, group) in groups.iter().enumerate() {
                group.draw(&mut below, &ink, i, (n, groups.len()), options);
            }
            if let Some(main) = groups.first().filter(|_| !percent && !ink.many()) {
                notes.extend(main.scale(&mut below));
            }
            all.extend(groups);
        }
        if !all.iter().any(Group::counts) {
            return Err(nothing(self, options));
        }
        if percent {
            below.rules.push(Rule { at: END_OF_LIFE_PCT, level: true, label: format!("{END_OF_LIFE_PCT} %") });
            notes.push("SOH: each group of comparable full discharges against its own baseline".to_owned());
        }
        below.y.limits =
            if options.y_limits == Limits::default() { limits(&all, &below.rules) } else { options.y_limits };
        let hollow = "hollow: unbalanced cycles, and full discharges of another rate, temperature or depth";
        notes.extend(cycles::marks(&[&above, &below], hollow));
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

fn nothing(kind: &dyn Plot, options: &Options) -> PlotError {
    let why = match options.fade_over {
        FadeOver::EquivalentFullCycles => {
            "no cycle has both a full discharge and equivalent full cycles; these need a nominal capacity \
             (--nominal-capacity)"
        }
        _ => {
            "no two comparable full discharges in different cycles: from a full charge to the voltage limit, at one rate \
             and temperature; see `report cycles`, --cycle-swing and --cycles-by"
        }
    };
    PlotError::Nothing { kind: kind.name(), why: why.to_owned() }
}

/// Whether all tests are of one known cell, so that their Ah can be compared.
fn one_cell(tests: &[PlotTest<'_>]) -> bool {
    let name = |test: &PlotTest<'_>| test.head.cell.as_ref().map(|cell| cell.name.clone()).filter(|n| !n.is_empty());
    tests.first().and_then(name).is_some_and(|first| tests.iter().all(|test| name(test).as_ref() == Some(&first)))
}

/// Where a cycle stands on the horizontal axis.
fn place(derived: &Derived, cycle: &Cycle, over: FadeOver) -> Option<f64> {
    match over {
        FadeOver::Cycle => Some(f64::from(cycle.cycle)),
        FadeOver::EquivalentFullCycles => cycle.equivalent_full_cycles,
        FadeOver::Days => {
            let at = derived.steps.partition_point(|step| step.step < cycle.last_step);
            derived.elapsed_end_s.get(at).map(|seconds| seconds / 86_400.0)
        }
    }
}

/// Comparable full discharges, one of each cycle, over the axis.
struct Group {
    /// Rate and temperature of its first.
    word: String,
    /// Place, value; NaN where a discharge of the group was left out.
    points: Vec<(f64, f64)>,
    /// What is 100 %, in Ah, and the step that says so.
    baseline: Option<(f64, Option<i32>)>,
}

impl Group {
    /// The groups of a test, that with the most points first.
    fn all(test: &PlotTest<'_>, chosen: &[&Cycle], over: FadeOver, percent: bool) -> Vec<Self> {
        let derived = test.derived;
        let full = |cycle: &Cycle| {
            let step = cycle.full_discharge_step?;
            derived.full_discharges.iter().find(|full| full.step == step)
        };
        let count = derived.full_discharges.iter().map(|full| full.group + 1).max().unwrap_or(0);
        let mut groups: Vec<Self> = (0..count)
            .filter_map(|group| {
                let first = derived.full_discharges.iter().find(|full| full.group == group)?;
                let members = derived.cycles.iter().filter_map(|cycle| Some((cycle, full(cycle)?)));
                let members: Vec<(&Cycle, &FullDischarge)> = members.filter(|(_, full)| full.group == group).collect();
                let point = |(cycle, full): &(&Cycle, &FullDischarge)| {
                    let shown = chosen.iter().any(|chosen| chosen.cycle == cycle.cycle);
                    let value = if percent { cycle.soh_pct } else { Some(full.capacity_ah) };
                    let x = match over {
                        FadeOver::Days => Some(full.elapsed_end_s / 86_400.0),
                        over => place(derived, cycle, over),
                    };
                    Some((x?, value.filter(|_| shown).unwrap_or(f64::NAN)))
                };
                let baseline = members.iter().find_map(|(cycle, full)| {
                    Some((100.0 * full.capacity_ah / cycle.soh_pct?, cycle.soh_baseline_step))
                });
                let rate = first.c_rate.map_or_else(|| "unknown rate".to_owned(), rate_label);
                let word = format!("{rate}, {}", temperature_label(first.temperature_start_degc));
                Some(Self { word, points: members.iter().filter_map(point).collect(), baseline })
            })
            .collect();
        groups.retain(|group| group.count() > 0);
        groups.sort_by_key(|group| std::cmp::Reverse(group.count()));
        groups
    }

    fn count(&self) -> usize {
        self.points.iter().filter(|point| point.1.is_finite()).count()
    }

    /// Whether it is a course, and no single discharge.
    fn counts(&self) -> bool {
        self.count() > 1
    }

    fn draw(&self, panel: &mut Panel, ink: &Ink, test: usize, (n, of): (usize, usize), options: &Options) {
        let main = n == 0 && self.counts();
        let own = if of == 1 { options.theme.palette(0) } else { ordered(options.theme, n.min(4), of.min(5)) };
        let colour = if ink.many() { ink.test(test) } else { own };
        let line = self.counts().then(|| if ink.many() { ink.dash(test) } else { Dash::Solid });
        let hollow = if ink.many() { !main } else { !self.counts() };
        let style = Style { line, hollow, ..Style::points(colour, Shape::Circle) };
        let label = if ink.many() { ink.name(test).to_owned() } else { self.word.clone() };
        let name = ink.series_name(test, &self.word);
        let in_legend = if ink.many() { main } else { self.counts() };
        panel.series.push(Series { label, name, points: self.points.clone(), style, in_legend });
    }

    /// The second scale in % of what this group is measured by, and the line of the end of life.
    fn scale(&self, panel: &mut Panel) -> Option<String> {
        let (baseline_ah, step) = self.baseline.filter(|(ah, _)| ah.is_finite() && *ah > 0.0)?;
        panel.second = Some(Second { label: "SOH / %".to_owned(), factor: 100.0 / baseline_ah });
        let at = baseline_ah * END_OF_LIFE_PCT / 100.0;
        panel.rules.push(Rule { at, level: true, label: format!("{END_OF_LIFE_PCT} %") });
        let step = step.map_or_else(|| "nominal".to_owned(), |step| format!("step {step}"));
        Some(format!("100 % = {} Ah ({step}) of {}", scale::short(baseline_ah, 5), self.word))
    }
}

/// All that are courses, and of the others those that reach three quarters of them; the end of life once they come near it;
/// at least 2 % from end to end.
fn limits(groups: &[Group], rules: &[Rule]) -> Limits {
    let values = |counts: bool| {
        let of = groups.iter().filter(move |group| group.counts() == counts);
        of.flat_map(|group| &group.points).map(|point| point.1).filter(|value| value.is_finite())
    };
    let Some(most) = values(true).reduce(f64::max) else { return Limits::default() };
    let least = values(true).fold(most, f64::min);
    let low = values(false).filter(|capacity| *capacity >= 0.75 * most).fold(least, f64::min);
    let high = values(false).fold(most, f64::max);
    let near = rules.iter().map(|rule| rule.at).filter(|at| least <= at / END_OF_LIFE_PCT * IN_SIGHT_PCT);
    let low = near.fold(low, f64::min);
    let room = ((high - low) * 0.06).max(0.01 * most - (high - low) / 2.0);
    Limits { min: Some(low - room), max: Some(high + room) }
}
