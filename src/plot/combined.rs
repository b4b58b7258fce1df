//! Voltage, current, temperature and SOC in four panels over one time axis.

use super::crowd::Crowd;
use super::ink::Ink;
use super::source::Source;
use super::temperature_time::LEAST_SPAN_K;
use super::timeline::{self, explain_types, sensors, thinned};
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Rule, Series, Style, select};
use crate::model::Head;
use std::collections::BTreeSet;

/// The whole test at a glance.
pub(super) struct Combined;

impl Plot for Combined {
    fn name(&self) -> &'static str {
        "combined"
    }

    fn about(&self) -> &'static str {
        "voltage, current, temperature and SOC over one time axis"
    }

    fn over_time(&self, head: &Head) -> Vec<Source> {
        // Without a channel of the cell's own, the chamber tells the temperature.
        let temperature = sensors(head).into_iter().next().map_or(Source::CellTemperature, |(first, _)| first);
        vec![Source::Voltage, Source::Current, temperature, Source::Soc]
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let unit = timeline::unit(self, tests, options)?;
        let mut figure = select::begin(self, "Voltage, current, temperature, SOC", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let mut panels: Vec<Panel> = axes(options).into_iter().map(|y| Panel::new(unit.axis(options), y)).collect();
        let (mut rows, mut cycles, mut longest) = (0, BTreeSet::new(), 0);
        let mut crowd = Crowd::default();
        for (i, test) in tests.iter_mut().enumerate() {
            let sources = self.over_time(test.head);
            let found = timeline::traces(test, &sources, unit, options)?;
            rows += found.rows;
            cycles.extend(found.cycles.iter().copied());
            crowd.expect(found.cycles.len(), options);
            for (panel, (points, samples)) in panels.iter_mut().zip(found.points.into_iter().zip(&found.samples)) {
                if !ink.many() {
                    panel.stretches.clone_from(&found.stretches);
                }
                panel.flags.extend(found.flags.iter().cloned());
                longest = longest.max(points.len());
                if !points.is_empty() {
                    // The colours of step types stand above: curves have none of them.
                    let style = if ink.many() { ink.line(i) } else { Style::line(options.theme.curve()) };
                    let (label, name) = (ink.name(i).to_owned(), ink.series_name(i, &panel.y.name));
                    let series = Series { label, name, points, style, in_legend: ink.many() };
                    crowd.add(panel, series, samples);
                }
            }
        }
        let mut notes = thinned(rows, longest);
        notes.extend(crowd.said(&mut figure));
        for panel in panels.iter().filter(|panel| panel.series.is_empty()) {
            notes.push(match panel.y.name.as_str() {
                "soc_pct" => "no SOC: the test has no discharge to count from".to_owned(),
                name => format!("no {name} in the rows"),
            });
        }
        panels.retain(|panel| !panel.series.is_empty());
        if panels.is_empty() {
            return Err(timeline::no_values(self, "anything", options));
        }
        panels.iter_mut().for_each(Panel::mark_few);
        explain_types(&mut figure, &panels[0], tests, options);
        figure.panels = panels;
        for panel in figure.panels.iter_mut().filter(|panel| panel.y.name == "current_a") {
            panel.rules.push(Rule { at: 0.0, level: true, label: String::new() });
        }
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

/// The vertical axes from top to bottom.
fn axes(options: &Options) -> [Axis; 4] {
    [
        Axis::new("Voltage / V", "voltage_v").or("U / V").limited(options.y_limits),
        Axis { includes: vec![0.0], ..Axis::new("Current / A", "current_a").or("I / A") },
        Axis { least_span: LEAST_SPAN_K, ..Axis::new("Temp. / °C", "temperature_degc").or("T / °C") },
        Axis::new("SOC / %", "soc_pct").or("SOC"),
    ]
}
