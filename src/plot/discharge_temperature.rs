//! Discharge capacity over temperature, by rate: full discharges alone.

use super::ink::{Ink, ordered, rate_label};
use super::{Axis, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Shape, Style, scale, select};
use crate::model::{Derived, FullDischarge};
use crate::transform::group::{DischargeGroup, bands, discharge_groups, same_rate};
use std::collections::BTreeSet;

/// Discharge capacity over temperature.
pub(super) struct DischargeTemperature;

impl Plot for DischargeTemperature {
    fn name(&self) -> &'static str {
        "discharge-temperature"
    }

    fn about(&self) -> &'static str {
        "capacity of full discharges over their starting temperature, by rate"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Discharge capacity by temperature", tests, options);
        let ink = Ink::of(tests, options);
        let mut panel = Panel::new(
            Axis { least_span: 20.0, ..Axis::new("Temperature at the start / °C", "temperature_start_degc") }
                .limited(options.x_limits),
            Axis::new("Discharge capacity / Ah", "discharge_capacity_ah").or("Q / Ah").limited(options.y_limits),
        );
        let (mut cycles, mut found) = (BTreeSet::new(), Vec::new());
        for (i, test) in tests.iter().enumerate() {
            let (groups, shown) = groups_of(test, options);
            cycles.extend(shown);
            found.extend(groups.into_iter().filter(|group| group.temperature_degc.is_some()).map(|group| (i, group)));
        }
        if found.is_empty() {
            let why = "no full discharge with a known rate and starting temperature; a full discharge starts from a full \
                       charge and ends by the voltage limit";
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        // At least 2 % of the capacity, or the scatter of one rate at one temperature would fill the panel.
        panel.y.least_span = 0.02 * found.iter().map(|(_, group)| group.capacity_ah).fold(0.0, f64::max);
        let rates: Vec<f64> = found.iter().map(|(_, group)| group.c_rate).collect();
        let rates = bands(&rates, same_rate);
        let words: Vec<String> = rates.iter().map(|(_, members)| rate_label(found[members[0]].1.c_rate)).collect();
        for (number, test) in tests.iter().enumerate() {
            for (n, (_, members)) in rates.iter().enumerate() {
                let groups: Vec<&DischargeGroup> =
                    members.iter().map(|&m| &found[m]).filter(|(i, _)| *i == number).map(|(_, group)| group).collect();
                let look = look(&ink, number, n, words.len(), options);
                let single = |full: &FullDischarge| Some((full.temperature_start_degc?, full.capacity_ah));
                for group in groups.iter().filter(|_| !ink.many()) {
                    singles(&mut panel, test, group, look, &words[n], single);
                }
                let mean = |group: &&DischargeGroup| Some((group.temperature_degc?, group.capacity_ah));
                let points: Vec<Vec<(f64, f64)>> = alike(&test.derived.full_discharges, &groups)
                    .iter()
                    .map(|some| some.iter().filter_map(mean).collect())
                    .collect();
                means(&mut panel, points, look, ink.dash(number), &ink.series_name(number, &words[n]));
            }
        }
        explain(&mut figure, &mut panel, &ink, &words, options);
        figure.panels.push(panel);
        select::footer(&mut figure, tests, &cycles, &[MEANS.to_owned()]);
        Ok(figure)
    }
}

/// What the footer says of a point of grouped discharges.
pub(super) const MEANS: &str = "full discharges; filled: the mean of comparable ones, of a group that ages the first; \
                                joined: those between the same voltages";

/// Charges and discharges that end within this of each other, in V, end at the same limit: a high rate overshoots it.
const SAME_END_V: f64 = 0.04;
/// Shapes for the groups of one test among several.
pub(super) const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Up, Shape::Down];

/// How the means of group `n` of `count` look: colours tell groups; among several tests colours tell tests, and shapes
/// tell groups, hollow in the second round.
pub(super) fn look(ink: &Ink, test: usize, n: usize, count: usize, options: &Options) -> Style {
    if ink.many() {
        let hollow = (n / SHAPES.len() + Ink::round(test)) % 2 == 1;
        return Style { hollow, ..Style::points(ink.test(test), SHAPES[n % SHAPES.len()]) };
    }
    Style::points(ordered(options.theme, n, count), Shape::Circle)
}

/// The discharges behind a mean of several, hollow.
pub(super) fn singles(
    panel: &mut Panel,
    test: &PlotTest<'_>,
    group: &DischargeGroup,
    look: Style,
    word: &str,
    place: impl Fn(&FullDischarge) -> Option<(f64, f64)>,
) {
    if group.steps.len() < 2 {
        return;
    }
    for full in test.derived.full_discharges.iter().filter(|full| group.steps.contains(&full.step)) {
        let Some(point) = place(full) else { continue };
        let name = format!("{word}, step {}: {} Ah", full.step, scale::short(full.capacity_ah, 6));
        let style = Style { hollow: true, ..look };
        panel.series.push(Series { label: String::new(), name, points: vec![point], style, in_legend: false });
    }
}

/// The means of groups; a line joins each run of those that are alike.
pub(super) fn means(panel: &mut Panel, runs: Vec<Vec<(f64, f64)>>, look: Style, line: Dash, name: &str) {
    let mut in_legend = true;
    for mut points in runs.into_iter().filter(|run| !run.is_empty()) {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let style = Style { line: (points.len() > 1).then_some(line), ..look };
        panel.series.push(Series { label: name.to_owned(), name: name.to_owned(), points, style, in_legend });
        in_legend = false;
    }
}

/// Groups whose points may be joined: charged and discharged to the same voltages, which other rates and temperatures do not
/// change; the largest first.
pub(super) fn alike<'g>(all: &[FullDischarge], groups: &[&'g DischargeGroup]) -> Vec<Vec<&'g DischargeGroup>> {
    let first = |group: &DischargeGroup| all.iter().find(|full| Some(&full.step) == group.steps.first()).copied();
    let same = |a: &FullDischarge, b: &FullDischarge| {
        a.charge_held_voltage == b.charge_held_voltage
            && (a.charge_voltage_end_v - b.charge_voltage_end_v).abs() <= SAME_END_V
            && (a.voltage_end_v - b.voltage_end_v).abs() <= SAME_END_V
    };
    let mut found: Vec<(Option<FullDischarge>, Vec<&DischargeGroup>)> = Vec::new();
    for &group in groups {
        let own = first(group);
        let fits = |other: &Option<FullDischarge>| matches!((&own, other), (Some(a), Some(b)) if same(a, b));
        match found.iter_mut().find(|(other, _)| fits(other)) {
            Some((_, members)) => members.push(group),
            None => found.push((own, vec![group])),
        }
    }
    found.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    found.into_iter().map(|(_, members)| members).collect()
}

/// The legend: the groups, and what hollow means; for several tests the tests' colours and the groups' shapes.
pub(super) fn explain(figure: &mut Figure, panel: &mut Panel, ink: &Ink, words: &[String], options: &Options) {
    let grey = options.theme.faint();
    if ink.many() {
        panel.series.iter_mut().for_each(|series| series.in_legend = false);
        for test in 0..ink.tests() {
            figure.keys.push(Key { label: ink.name(test).to_owned(), style: ink.line(test) });
        }
        for (n, word) in words.iter().enumerate() {
            let style = Style { colour: grey, ..look(ink, 0, n, words.len(), options) };
            figure.keys.push(Key { label: word.clone(), style });
        }
    } else if panel.series.iter().any(|series| series.style.hollow) {
        let style = Style { hollow: true, ..Style::points(grey, Shape::Circle) };
        figure.keys.push(Key { label: "single discharge".to_owned(), style });
    }
}

/// The groups of a test's full discharges that are chosen, and the cycles they are in.
pub(super) fn groups_of(test: &PlotTest<'_>, options: &Options) -> (Vec<DischargeGroup>, BTreeSet<i32>) {
    let groups = grouped(test, options);
    let steps: BTreeSet<i32> = groups.iter().flat_map(|group| group.steps.iter().copied()).collect();
    let of = test.derived.steps.iter().filter(|step| steps.contains(&step.step));
    let cycles = of.map(|step| step.cycle).collect();
    (groups, cycles)
}

fn grouped(test: &PlotTest<'_>, options: &Options) -> Vec<DischargeGroup> {
    let whole = discharge_groups(test.derived).whole;
    let steps: BTreeSet<i32> = select::chosen(test, options).into_iter().map(|step| step.step).collect();
    let full = test.derived.full_discharges.iter().filter(|full| steps.contains(&full.step));
    let chosen =
        Derived { full_discharges: full.copied().collect(), reference: test.derived.reference, ..Derived::default() };
    let mut groups = discharge_groups(&chosen).groups;
    // What counts as 100 % does not depend on what is shown.
    for group in &mut groups {
        group.capacity_pct = whole.as_ref().map(|(whole, _)| 100.0 * group.capacity_ah / whole);
    }
    groups
}

#[cfg(test)]
mod unit {
    use super::*;

    fn full(step: i32, rate: f64, from_v: f64, to_v: f64) -> FullDischarge {
        FullDischarge {
            step,
            first_step: step,
            cycle: step,
            capacity_ah: 2.0,
            current_held_a: Some(rate),
            c_rate: Some(rate),
            temperature_start_degc: Some(25.0),
            voltage_end_v: to_v,
            charge_voltage_end_v: from_v,
            charge_held_voltage: Some(true),
            elapsed_end_s: f64::from(step),
            group: step as usize,
        }
    }

    #[test]
    fn no_line_joins_what_went_to_other_voltages() {
        let all =
            vec![full(0, 0.3, 4.15, 2.9), full(1, 1.0, 4.1, 3.0), full(2, 0.1, 4.1, 2.999), full(3, 0.3, 4.1, 2.75)];
        let groups = discharge_groups(&Derived { full_discharges: all.clone(), ..Derived::default() }).groups;
        let found = alike(&all, &groups.iter().collect::<Vec<_>>());
        let steps: Vec<Vec<i32>> = found.iter().map(|some| some.iter().map(|group| group.steps[0]).collect()).collect();
        assert_eq!(steps, [vec![1, 2], vec![0], vec![3]]);
    }
}
