//! Rate capability: the capacity of full discharges over their rate, by temperature.

use super::discharge_temperature::{SHAPES, groups_of};
use super::ink::{Ink, ordered, rate_label, temperature_label};
use super::{
    Axis, Dash, Figure, Options, Panel, Plot, PlotError, PlotTest, Scale, Series, Shape, Style, scale, select,
};
use crate::transform::group::{bands, discharge_groups, same_temperature};
use std::collections::BTreeSet;

/// Rate capability.
pub(super) struct Rate;

impl Plot for Rate {
    fn name(&self) -> &'static str {
        "rate"
    }

    fn about(&self) -> &'static str {
        "capacity of full discharges in % of the reference over their rate, by temperature"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Rate capability", tests, options);
        let ink = Ink::of(tests, options.theme);
        let x = Axis { scale: Scale::Log, ..Axis::new("Discharge rate / C", "c_rate") }.limited(options.x_limits);
        let y = Axis { least_span: 4.0, ..Axis::new("Capacity / % of the reference", "capacity_pct") };
        let y = y.limited(options.y_limits);
        let mut panel = Panel::new(x, y);
        let (mut cycles, mut found) = (BTreeSet::new(), Vec::new());
        for (i, test) in tests.iter().enumerate() {
            let (groups, shown) = groups_of(test, options);
            cycles.extend(shown);
            found.extend(groups.into_iter().filter(|g| g.capacity_pct.is_some() && g.c_rate > 0.0).map(|g| (i, g)));
        }
        if found.is_empty() {
            let why = "no full discharge with a known rate; a full discharge starts from a full charge and ends by the \
                       voltage limit, and a rate needs a nominal capacity (--nominal-capacity)";
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        // Those without a temperature are a group of their own, far below any other.
        let temperatures: Vec<f64> = found.iter().map(|(_, g)| g.temperature_degc.unwrap_or(-1e3)).collect();
        let temperatures = bands(&temperatures, same_temperature);
        for test in 0..tests.len() {
            for (n, (_, members)) in temperatures.iter().enumerate() {
                let of_test: Vec<_> = members.iter().map(|&m| &found[m]).filter(|(i, _)| *i == test).collect();
                let Some((_, first)) = of_test.first() else { continue };
                let mean = first.temperature_degc.map(|_| {
                    of_test.iter().filter_map(|(_, g)| g.temperature_degc).sum::<f64>() / of_test.len() as f64
                });
                let mut points: Vec<(f64, f64)> =
                    of_test.iter().filter_map(|(_, group)| Some((group.c_rate, group.capacity_pct?))).collect();
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                let shade = ordered(options.theme, n, temperatures.len());
                let colour = if ink.many() { ink.test(test) } else { shade };
                let shape = if ink.many() { SHAPES[n % SHAPES.len()] } else { Shape::Circle };
                let style = Style { line: Some(Dash::Solid), ..Style::points(colour, shape) };
                let label = ink.series_name(test, &temperature_label(mean));
                panel.series.push(Series { name: label.clone(), label, points, style, in_legend: true });
            }
        }
        figure.panels.push(panel);
        let mut notes = Vec::new();
        for (i, test) in tests.iter().enumerate() {
            notes.extend(whole(test, &ink, i));
        }
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

/// What 100 % is.
fn whole(test: &PlotTest<'_>, ink: &Ink, number: usize) -> Option<String> {
    let (capacity_ah, steps) = discharge_groups(test.derived).whole?;
    let base = test.derived.steps.iter().find(|step| steps.contains(&step.step))?;
    let rate = base.c_rate.map(rate_label).unwrap_or_default();
    let temperature = temperature_label(base.temperature_start_degc);
    let named = select::ranges(&steps.iter().copied().collect());
    let said = format!(
        "100 % = {} Ah, {} at {rate}, {temperature} (±10 %, ±3 K)",
        scale::short(capacity_ah, 5),
        if steps.len() == 1 { format!("step {named}") } else { format!("mean of steps {named}") },
    );
    Some(ink.series_name(number, &said))
}
