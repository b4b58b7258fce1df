//! Discharge capacity over temperature, by rate: full discharges alone.

use super::ink::{Ink, MOST_KEYS, ordered, rate_label};
use super::{Axis, Dash, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, Shape, Style, select};
use crate::model::Derived;
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
        let ink = Ink::of(tests, options.theme);
        let mut panel = Panel::new(
            Axis { least_span: 20.0, ..Axis::new("Temperature at the start / °C", "temperature_start_degc") }
                .limited(options.x_limits),
            Axis::new("Discharge capacity / Ah", "discharge_capacity_ah").limited(options.y_limits),
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
        let rates: Vec<f64> = found.iter().map(|(_, group)| group.c_rate).collect();
        let rates = bands(&rates, same_rate);
        for test in 0..tests.len() {
            for (n, (rate, members)) in rates.iter().enumerate() {
                let of_test = members.iter().map(|&m| &found[m]).filter(|(i, _)| *i == test);
                let mut points: Vec<(f64, f64)> =
                    of_test.filter_map(|(_, group)| Some((group.temperature_degc?, group.capacity_ah))).collect();
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                if points.is_empty() {
                    continue;
                }
                let colour = if ink.many() { ink.test(test) } else { ordered(options.theme, n, rates.len()) };
                let shape = if ink.many() { SHAPES[n % SHAPES.len()] } else { Shape::Circle };
                let style = Style { line: Some(Dash::Solid), ..Style::points(colour, shape) };
                let label = ink.series_name(test, &rate_label(*rate));
                let in_legend = rates.len() <= 2 * MOST_KEYS;
                panel.series.push(Series { name: label.clone(), label, points, style, in_legend });
            }
        }
        figure.panels.push(panel);
        let note = "full discharges; a point is the mean of those within ±10 % of rate and ±3 K".to_owned();
        select::footer(&mut figure, tests, &cycles, &[note]);
        Ok(figure)
    }
}

/// Shapes for the groups of one test among several.
pub(super) const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Up, Shape::Down];

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
    let steps = select::chosen(test, options).into_iter().cloned().collect();
    let chosen = Derived { steps, reference: test.derived.reference, ..Derived::default() };
    let mut groups = discharge_groups(&chosen).groups;
    // What counts as 100 % does not depend on what is shown.
    for group in &mut groups {
        group.capacity_pct = whole.as_ref().map(|(whole, _)| 100.0 * group.capacity_ah / whole);
    }
    groups
}
