//! Capacity of full discharges over cycles, equivalent full cycles, days or throughput, with coulombic efficiency above.

mod fit;

use super::cycles::{self, Course};
use super::figure::Second;
use super::ink::{Ink, ordered, rate_label, temperature_label};
use super::life::{self, Life};
use super::options::Options;
use super::{
    Axis, Colour, Dash, Figure, Key, Limits, Note, Panel, Plot, PlotError, PlotTest, Rule, Series, Shape, Style, scale,
    select,
};
use crate::model::{Cycle, FullDischarge};
use crate::transform::ageing::Over;
use std::collections::BTreeSet;

/// The usual end of life in % of the first capacity.
const END_OF_LIFE_PCT: f64 = 80.0;
/// From this share of the first capacity on, the end of life is within sight.
const IN_SIGHT_PCT: f64 = 92.0;

/// What an axis of coulombic efficiency shows in % where most cycles lie there, and its least range elsewhere.
const USUAL_CE: Limits = Limits { min: Some(98.0), max: Some(100.5) };
const LEAST_CE_PCT: f64 = 0.5;

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
        let x = life::axis(options);
        let efficiency = Axis::new("CE / %", "coulombic_efficiency_pct");
        let mut above = Panel { weight: 0.45, outliers_at_edge: true, ..Panel::new(x.clone(), efficiency) };
        let percent = ink.many() && !one_cell(tests);
        let mut below = Panel { outliers_at_edge: true, ..Panel::new(x, upwards(percent)) };
        let (mut shown, mut all, mut notes) = (BTreeSet::new(), Vec::new(), Vec::new());
        let mut efficiencies = Vec::new();
        for (i, test) in tests.iter().enumerate() {
            let chosen = cycles::chosen(test, options);
            let life = Life::of(test.derived, options.over);
            let groups = Group::all(test, &chosen, &life, percent);
            // Without a course it is left out, and named, rather than drawn by half.
            if ink.many() && !groups.iter().any(Group::counts) {
                continue;
            }
            shown.extend(chosen.iter().map(|cycle| cycle.cycle));
            let colour = options.theme.palette(2);
            let course = Course { word: "balanced cycle", other: "unbalanced cycle", test: i, colour };
            let ce = chosen.iter().filter(|cycle| cycle.complete).filter_map(|cycle| {
                Some((life.of_cycle(cycle)?, cycle.coulombic_efficiency_pct.get()?, cycle.balanced))
            });
            let ce: Vec<(f64, f64, bool)> = ce.collect();
            efficiencies.push(weighty(&ce));
            cycles::add(&mut above, &course, &ink, &ce);
            let courses = groups.iter().filter(|group| group.counts()).count();
            for (n, group) in groups.iter().enumerate() {
                group.draw(&mut below, &ink, i, (n, courses), options);
            }
            if options.fade_fit {
                let of = fit::Of { test, percent, over: options.over };
                notes.extend(models(&mut below, &of, &groups, (&ink, i), options));
            }
            if !percent && !ink.many() {
                notes.extend(measure(&groups[..courses], &mut below));
                if groups.len() > courses {
                    let style = Style { hollow: true, ..Style::points(options.theme.faint(), Shape::Circle) };
                    figure.keys.push(Key { label: "single discharge".to_owned(), style });
                }
            }
            all.extend(groups);
        }
        if !all.iter().any(Group::counts) {
            return Err(nothing(self, tests, options));
        }
        // Of many tests each stands in the legend by its course.
        above.series.iter_mut().filter(|one| ink.many() && one.style.hollow).for_each(|one| one.in_legend = false);
        above.y.limits = cycles::each(&efficiencies, |values| cycles::usual_or_robust(values, USUAL_CE, LEAST_CE_PCT));
        if percent {
            below.rules.push(Rule { at: END_OF_LIFE_PCT, level: true, label: format!("{END_OF_LIFE_PCT} %") });
            notes.push("SOH: each group of comparable full discharges against its own baseline".to_owned());
        }
        if below.notes.iter().any(|note| note.text.starts_with(fit::END)) {
            // What stands at the end of life says what the line is.
            below.rules.iter_mut().for_each(|rule| rule.label.clear());
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

/// Draws the model of each course of a test, and gives what is said of them.
fn models(
    panel: &mut Panel,
    of: &fit::Of<'_, '_>,
    groups: &[Group],
    (ink, test): (&Ink, usize),
    options: &Options,
) -> Vec<String> {
    let courses = groups.iter().filter(|group| group.counts()).count();
    let whose = if ink.many() { format!("{}, ", ink.name(test)) } else { String::new() };
    let of_one = |(n, group): (usize, &Group)| {
        let colour = group.colour(ink, test, (n, courses), options);
        format!("{whose}{}: {}", group.word, fit::draw(panel, of, group.number, colour))
    };
    groups.iter().enumerate().filter(|(_, group)| group.counts()).map(of_one).collect()
}

/// The axis of capacity: in per cent where cells differ.
fn upwards(percent: bool) -> Axis {
    if percent {
        Axis::new("SOH / %", "soh_pct")
    } else {
        Axis::new("Discharge capacity / Ah", "full_discharge_capacity_ah").or("Q / Ah")
    }
}

fn nothing(kind: &dyn Plot, tests: &[PlotTest<'_>], options: &Options) -> PlotError {
    let counts = tests.iter().any(|test| test.derived.nominal.is_some());
    let why = match options.over {
        Over::Efc if !counts => "no nominal capacity to count equivalent full cycles by: give --nominal-capacity",
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

/// Comparable full discharges, one of each cycle, over the axis.
struct Group {
    /// Which group of full discharges it is, counted from 0.
    number: usize,
    /// Rate and temperature of its first.
    word: String,
    /// Place, value; NaN where a discharge of the group was left out.
    points: Vec<(f64, f64)>,
    /// What is 100 %, in Ah, and the step that says so.
    baseline: Option<(f64, Option<i32>)>,
}

impl Group {
    /// The groups of a test, that with the most points first.
    fn all(test: &PlotTest<'_>, chosen: &[&Cycle], life: &Life<'_>, percent: bool) -> Vec<Self> {
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
                    let value = if percent { cycle.soh_pct.get() } else { Some(full.capacity_ah) };
                    let x = match life.over {
                        Over::Days => full.elapsed_end_s / 86_400.0,
                        _ => life.of_cycle(cycle)?,
                    };
                    Some((x, value.filter(|_| shown).unwrap_or(f64::NAN)))
                };
                let baseline = members.iter().find_map(|(cycle, full)| {
                    Some((100.0 * full.capacity_ah / cycle.soh_pct.get()?, cycle.soh_baseline_step))
                });
                let rate = first.c_rate.map_or_else(|| "unknown rate".to_owned(), rate_label);
                let word = format!("{rate}, {}", temperature_label(first.temperature_start_degc));
                Some(Self { number: group, word, points: members.iter().filter_map(point).collect(), baseline })
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

    /// Of several tests the test's, else its own.
    fn colour(&self, ink: &Ink, test: usize, (n, of): (usize, usize), options: &Options) -> Colour {
        match of {
            _ if ink.many() => ink.test(test),
            _ if !self.counts() => options.theme.faint(),
            1 => options.theme.palette(0),
            of => ordered(options.theme, n.min(4), of.min(5)),
        }
    }

    fn draw(&self, panel: &mut Panel, ink: &Ink, test: usize, (n, of): (usize, usize), options: &Options) {
        let main = n == 0 && self.counts();
        let colour = self.colour(ink, test, (n, of), options);
        let line = self.counts().then(|| if ink.many() { ink.dash(test) } else { Dash::Solid });
        let hollow = if ink.many() { !main } else { !self.counts() };
        let style = Style { line, hollow, ..Style::points(colour, Shape::Circle) };
        let label = if ink.many() { ink.name(test).to_owned() } else { self.word.clone() };
        let name = ink.series_name(test, &self.word);
        let in_legend = if ink.many() { main } else { self.counts() };
        panel.series.push(Series { label, name, points: self.points.clone(), style, in_legend });
    }

    /// What is 100 % of it, in Ah, and the same in words.
    fn whole(&self) -> Option<(f64, String)> {
        let (baseline_ah, step) = self.baseline.filter(|(ah, _)| ah.is_finite() && *ah > 0.0)?;
        let step = step.map_or_else(|| "nominal".to_owned(), |step| format!("step {step}"));
        Some((baseline_ah, format!("{} Ah ({step}) of {}", scale::short(baseline_ah, 5), self.word)))
    }

    /// Its last point.
    fn last(&self) -> Option<(f64, f64)> {
        self.points.iter().copied().rfind(|point| point.1.is_finite())
    }
}

/// How far the courses of a test have faded: a second scale where there is one course, which is then that of its baseline.
/// Of several each has a baseline of its own, and no scale suits all: the SOH stands at the end of each. Lines of the end of
/// life, of several where one comes near it.
fn measure(courses: &[Group], panel: &mut Panel) -> Option<String> {
    let known: Vec<(&Group, f64, String)> =
        courses.iter().filter_map(|course| course.whole().map(|(ah, said)| (course, ah, said))).collect();
    let alone = courses.len() == 1;
    for (course, whole_ah, _) in &known {
        let at = whole_ah * END_OF_LIFE_PCT / 100.0;
        if alone {
            panel.second = Some(Second { label: "SOH / %".to_owned(), factor: 100.0 / whole_ah });
            panel.rules.push(Rule { at, level: true, label: format!("{END_OF_LIFE_PCT} %") });
        } else if let Some(last) = course.last() {
            let text = format!("SOH {} %", scale::number(100.0 * last.1 / whole_ah, 1));
            panel.notes.push(Note { at: last, text, above: true, either: true });
            let near = course.points.iter().any(|point| point.1 <= whole_ah * IN_SIGHT_PCT / 100.0);
            let label = format!("{END_OF_LIFE_PCT} % of {}", course.word);
            panel.rules.extend(near.then_some(Rule { at, level: true, label }));
        }
    }
    let said: Vec<String> = known.into_iter().map(|(_, _, said)| said).collect();
    (!said.is_empty()).then(|| format!("100 % = {}", said.join("; ")))
}

/// The efficiencies that set the axis: those of balanced cycles, where there are any.
fn weighty(ce: &[(f64, f64, bool)]) -> Vec<f64> {
    let counted: Vec<f64> = ce.iter().filter(|point| point.2).map(|point| point.1).collect();
    if counted.is_empty() { ce.iter().map(|point| point.1).collect() } else { counted }
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

#[cfg(test)]
mod unit {
    use super::*;

    fn course(word: &str, whole_ah: f64, capacities: &[f64]) -> Group {
        let points = capacities.iter().enumerate().map(|(i, ah)| (i as f64, *ah)).collect();
        Group { number: 0, word: word.to_owned(), points, baseline: Some((whole_ah, Some(3))) }
    }

    #[test]
    fn a_scale_stands_beside_one_course_alone() {
        let mut panel = Panel::default();
        let said = measure(&[course("1 C", 2.0, &[2.0, 1.9])], &mut panel).unwrap();
        assert_eq!(said, "100 % = 2 Ah (step 3) of 1 C");
        assert_eq!(panel.second.map(|second| second.factor), Some(50.0));
        assert_eq!(panel.rules[0].at, 1.6);
        assert!(panel.notes.is_empty());
    }

    #[test]
    fn each_of_several_courses_has_its_own_measure() {
        let mut panel = Panel::default();
        let slow = course("0.1 C", 2.0, &[2.0, 1.9, f64::NAN]);
        let said = measure(&[course("1 C", 1.5, &[1.5, 1.35]), slow], &mut panel).unwrap();
        assert_eq!(said, "100 % = 1.5 Ah (step 3) of 1 C; 2 Ah (step 3) of 0.1 C");
        assert_eq!(panel.second, None, "one scale cannot be right for both");
        let notes: Vec<&str> = panel.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, ["SOH 90.0 %", "SOH 95.0 %"]);
        assert_eq!(panel.notes[1].at, (1.0, 1.9), "at its last point");
        let rules: Vec<(&str, f64)> = panel.rules.iter().map(|rule| (rule.label.as_str(), rule.at)).collect();
        assert_eq!(rules, [("80 % of 1 C", 1.2)], "the other is far from its end of life");
    }
}
