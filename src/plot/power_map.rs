//! The power that a cell can take and give over SOC and temperature, from its pulses.

use super::discharge_temperature::SHAPES;
use super::figure::{ColourBar, Tile, share_range};
use super::ink::{Ink, ordered, temperature_label};
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, Shape, Style, scale, select};
use crate::model::{Direction, Pulse, Purpose};
use crate::transform::pulse_map::{PulseMap, PulseTime, power_w, pulse_map};
use std::collections::BTreeSet;

/// The power map.
pub(super) struct PowerMap;

impl Plot for PowerMap {
    fn name(&self) -> &'static str {
        "power-map"
    }

    fn about(&self) -> &'static str {
        "pulse power over SOC and temperature, charge and discharge; points where there are few"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Pulse power", tests, options);
        let ink = Ink::of(tests, options);
        let (mut limited, mut short_rests) = (false, 0);
        let mut maps: Vec<(usize, Direction, PulseMap)> = Vec::new();
        for (i, test) in tests.iter_mut().enumerate() {
            let head = test.head;
            let limits = head.cell.as_ref().map(|cell| cell.limits).unwrap_or_default();
            let min_v = head.conventions.voltage_min_v.or(limits.voltage_v_min);
            let max_v = head.conventions.voltage_max_v.or(limits.voltage_v_max);
            limited |= min_v.is_some() || max_v.is_some();
            let steps: BTreeSet<i32> = select::chosen(test, options).iter().map(|step| step.step).collect();
            let pulses: Vec<Pulse> =
                test.derived.pulses.iter().filter(|pulse| steps.contains(&pulse.step)).cloned().collect();
            let measuring = || pulses.iter().filter(|pulse| pulse.purpose == Purpose::Pulse);
            short_rests += measuring().count() - measuring().filter(|pulse| pulse.power_ocv_v.get().is_some()).count();
            for direction in Direction::ALL {
                let map = pulse_map(&pulses, *direction, |pulse| power_w(pulse, options.pulse_time, min_v, max_v));
                if !map.cells.is_empty() {
                    maps.push((i, *direction, map));
                }
            }
        }
        if maps.is_empty() {
            return Err(PlotError::Nothing { kind: self.name(), why: missing(tests, limited, options) });
        }
        let wide = |map: &PulseMap| map.soc_pct.len() >= 2 && map.temperature_degc.iter().flatten().count() >= 2;
        if !ink.many() && maps.iter().all(|(_, _, map)| wide(map)) {
            heat(&mut figure, &maps, options);
        } else {
            figure.shared_x = true;
            points(&mut figure, &maps, &ink, options);
        }
        let at = match options.pulse_time {
            PulseTime::OneSecond => "1 s",
            PulseTime::TenSeconds => "10 s",
            PulseTime::End => "the pulse's end",
        };
        let min_rest = scale::short(longest_min_rest(tests), 6);
        let mut notes = vec![format!("power at the voltage limit, from the resistance at {at} (--pulse-time)")];
        notes.push(format!("after rests of at least {min_rest} s"));
        if short_rests > 0 {
            notes.push(format!("pulses after shorter ones left out: {short_rests} (--min-rest)"));
        }
        select::footer(&mut figure, tests, &BTreeSet::new(), &notes);
        Ok(figure)
    }
}

fn longest_min_rest(tests: &[PlotTest<'_>]) -> f64 {
    tests.iter().map(|test| test.head.conventions.min_rest_s).fold(0.0, f64::max)
}

fn missing(tests: &[PlotTest<'_>], limited: bool, options: &Options) -> String {
    let pulses: Vec<&Pulse> = tests.iter().flat_map(|test| &test.derived.pulses).collect();
    if pulses.is_empty() {
        return "the test has no pulse: a charge or discharge of at most 60.5 s after a rest, with its rows".to_owned();
    }
    if !limited {
        return "no voltage limit is known; give --voltage-min and --voltage-max, or the cell's".to_owned();
    }
    let min_rest = longest_min_rest(tests);
    if pulses.iter().all(|pulse| pulse.rest_before_s.get().is_none_or(|rest| rest < min_rest)) {
        let min_rest = scale::short(min_rest, 6);
        return format!("no pulse follows a rest of at least {min_rest} s; allow shorter ones by --min-rest");
    }
    let longest = pulses.iter().filter_map(|pulse| pulse.duration_s.get()).fold(0.0, f64::max);
    let hint = if options.pulse_time == PulseTime::End { "" } else { "; --pulse-time end takes what each pulse has" };
    format!(
        "no pulse has a SOC and a resistance at --pulse-time {} within the voltage limits; the longest lasts {} s{hint}",
        options.pulse_time.as_str(),
        scale::short(longest, 4)
    )
}

/// A heat map for each direction, on one scale of colours.
fn heat(figure: &mut Figure, maps: &[(usize, Direction, PulseMap)], options: &Options) {
    let values = || maps.iter().flat_map(|(_, _, map)| &map.cells).map(|cell| cell.value);
    let (min, max) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    figure.bar = Some(ColourBar { label: "Power / W".to_owned(), min, max, whole: false });
    for (_, direction, map) in maps {
        let temperatures: Vec<f64> = map.temperature_degc.iter().flatten().copied().collect();
        let (columns, rows) = (edges(&map.soc_pct), edges(&temperatures));
        let mut panel = Panel::new(
            Axis { tight: true, ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits),
            Axis::new("Temperature / °C", "temperature_degc").or("T / °C").limited(options.y_limits),
        );
        direction.as_str().clone_into(&mut panel.title);
        for cell in &map.cells {
            let column = map.soc_pct.iter().position(|soc| *soc == cell.soc_pct);
            let row = temperatures.iter().position(|degc| Some(*degc) == cell.temperature_degc);
            let (Some(column), Some(row), Some(degc)) = (column, row, cell.temperature_degc) else { continue };
            panel.tiles.push(Tile {
                x: (columns[column], columns[column + 1]),
                y: (rows[row], rows[row + 1]),
                value: cell.value,
                centre: (cell.soc_pct, degc),
            });
        }
        figure.panels.push(panel);
    }
}

/// Edges midway between centres; the outer ones as far out as the inner ones are in.
fn edges(centres: &[f64]) -> Vec<f64> {
    let mut edges: Vec<f64> = centres.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    if let (Some(&first), Some(&last), Some(&low), Some(&high)) =
        (centres.first(), centres.last(), edges.first(), edges.last())
    {
        edges.insert(0, 2.0 * first - low);
        edges.push(2.0 * last - high);
    }
    edges
}

/// Power over SOC, a panel for each direction, where a map would have fewer than two by two.
fn points(figure: &mut Figure, maps: &[(usize, Direction, PulseMap)], ink: &Ink, options: &Options) {
    let mut words: Vec<(String, Shape)> = Vec::new();
    for direction in Direction::ALL {
        let mut panel = Panel::new(
            Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits),
            Axis { includes: vec![0.0], ..Axis::new("Power / W", "power_w").or("P / W") }.limited(options.y_limits),
        );
        direction.as_str().clone_into(&mut panel.title);
        for (test, _, map) in maps.iter().filter(|(_, of, _)| of == direction) {
            for (t, temperature) in map.temperature_degc.iter().enumerate() {
                let of_row = map.cells.iter().filter(|cell| cell.temperature_degc == *temperature);
                let points: Vec<(f64, f64)> = of_row.map(|cell| (cell.soc_pct, cell.value)).collect();
                let shade = ordered(options.theme, t, map.temperature_degc.len());
                let colour = if ink.many() { ink.test(*test) } else { shade };
                let line = (points.len() > 1).then(|| ink.dash(*test));
                let style = Style { line, ..Style::points(colour, SHAPES[t % SHAPES.len()]) };
                let word = (temperature_label(*temperature), SHAPES[t % SHAPES.len()]);
                let label = ink.series_name(*test, &word.0);
                if !words.contains(&word) {
                    words.push(word);
                }
                let name = format!("{label} {}", direction.as_str());
                panel.series.push(Series { label, name, points, style, in_legend: !ink.many() });
            }
        }
        if !panel.series.is_empty() {
            figure.panels.push(panel);
        }
    }
    share_range(&mut figure.panels);
    if ink.many() {
        let words: Vec<(String, Shape)> = words.into_iter().collect();
        let shapes: Vec<(&str, Shape)> = words.iter().map(|(word, shape)| (word.as_str(), *shape)).collect();
        let mut panels = std::mem::take(&mut figure.panels);
        let mut of_all =
            Panel { series: panels.iter().flat_map(|panel| panel.series.clone()).collect(), ..Panel::default() };
        ink.tests_and_shapes(figure, &mut of_all, &shapes);
        figure.panels.append(&mut panels);
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn edges_lie_midway() {
        assert_eq!(edges(&[10.0, 20.0, 40.0]), [5.0, 15.0, 30.0, 50.0]);
    }
}
