//! Temperatures over time: the cell's, each further sensor's and the chamber's.

use super::ink::Ink;
use super::source::Source;
use super::timeline::{self, explain_types, sensors, single, thinned};
use super::{Axis, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Style, select};
use crate::model::Head;

/// The least range of an axis of temperatures over time.
pub(super) const LEAST_SPAN_K: f64 = 2.0;

/// Temperatures over time.
pub(super) struct TemperatureTime;

impl Plot for TemperatureTime {
    fn name(&self) -> &'static str {
        "temperature-time"
    }

    fn about(&self) -> &'static str {
        "temperature over time: the cell, each further sensor, the chamber"
    }

    fn over_time(&self, head: &Head) -> Vec<Source> {
        sensors(head).into_iter().map(|(source, _)| source).chain([Source::CellTemperature]).collect()
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        // A steady temperature is a level line, not the noise of its sensor.
        let y = Axis { least_span: LEAST_SPAN_K, ..Axis::new("Temperature / °C", "temperature_degc").or("T / °C") };
        let y = y.limited(options.y_limits);
        let [one] = tests else {
            return single(self, "Temperature", &y, &Source::CellTemperature, tests, options);
        };
        let sensors = sensors(one.head);
        if sensors.is_empty() {
            let why = "the test has no temperature channel".to_owned();
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        select::check(self, tests, options)?;
        let unit = timeline::unit(self, tests, options)?;
        let mut figure = select::begin(self, "Temperature", tests, options);
        let ink = Ink::of(tests, options);
        let sources: Vec<Source> = sensors.iter().map(|(source, _)| source.clone()).collect();
        let found = timeline::traces(&mut tests[0], &sources, unit, options)?;
        let mut panel = Panel::new(unit.axis(options), y);
        panel.stretches = found.stretches;
        panel.flags = found.flags;
        for (i, (points, (_, label))) in found.points.into_iter().zip(sensors).enumerate() {
            if !points.is_empty() {
                let colour = match i {
                    // None of the colours of step types, which stand above.
                    0 => options.theme.ink(),
                    _ if label.starts_with("chamber") => options.theme.faint(),
                    i => options.theme.palette([2, 4, 5, 3][(i - 1) % 4]),
                };
                let style = Style::line(colour);
                let name = ink.series_name(0, &label);
                figure.keys.push(Key { label: label.clone(), style });
                panel.series.push(Series { label, name, points, style, in_legend: false });
            }
        }
        if panel.series.is_empty() {
            return Err(timeline::no_values(self, "temperature", options));
        }
        // The cell is drawn last, so that nothing hides it; the legend names it first.
        panel.series.rotate_left(1);
        panel.mark_few();
        explain_types(&mut figure, &panel, tests, options);
        let longest = panel.series.iter().map(|series| series.points.len()).max().unwrap_or(0);
        figure.panels.push(panel);
        select::footer(&mut figure, tests, &found.cycles, &thinned(found.rows, longest));
        Ok(figure)
    }
}
