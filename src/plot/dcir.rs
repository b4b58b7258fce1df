//! Pulse resistance over SOC: at the first row, at 0.1, 1 and 10 s and at the end; by direction and temperature.

use super::discharge_temperature::SHAPES;
use super::ink::{Ink, temperature_label};
use super::{Axis, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Style, select};
use crate::model::{Direction, Pulse, Purpose};
use crate::transform::group::{bands, same_temperature};
use std::collections::BTreeSet;

/// Pulse resistance.
pub(super) struct Dcir;

/// The times, each with its word, its name and its resistance.
type Time = (&'static str, &'static str, fn(&Pulse) -> Option<f64>);

const TIMES: [Time; 5] = [
    ("first row", "r0", |pulse| pulse.r0_ohm),
    ("0.1 s", "r_100ms", |pulse| pulse.r_100ms_ohm),
    ("1 s", "r_1s", |pulse| pulse.r_1s_ohm),
    ("10 s", "r_10s", |pulse| pulse.r_10s_ohm),
    ("end", "r_end", |pulse| pulse.r_end_ohm),
];

impl Plot for Dcir {
    fn name(&self) -> &'static str {
        "dcir"
    }

    fn about(&self) -> &'static str {
        "pulse resistance over SOC at the first row, 0.1, 1, 10 s and the end, by direction and temperature"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Pulse resistance", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options.theme);
        let pulses: Vec<Vec<&Pulse>> = tests.iter().map(|test| chosen(test, options)).collect();
        let all: Vec<f64> = pulses.iter().flatten().map(|pulse| pulse.temperature_degc.unwrap_or(f64::NAN)).collect();
        let temperatures: Vec<f64> = bands(&all, same_temperature).into_iter().map(|(mean, _)| mean).collect();
        let mut cycles = BTreeSet::new();
        for direction in Direction::ALL {
            let x = Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits);
            let y = Axis { includes: vec![0.0], ..Axis::new("Resistance / mΩ", "resistance_mohm") };
            let mut panel = Panel::new(x, y.limited(options.y_limits));
            direction.as_str().clone_into(&mut panel.title);
            for (i, pulses) in pulses.iter().enumerate() {
                let of_direction: Vec<&Pulse> = pulses.iter().copied().filter(|p| p.direction == *direction).collect();
                cycles.extend(of_direction.iter().map(|pulse| pulse.cycle));
                add(&mut panel, &of_direction, &temperatures, &ink, i, options);
            }
            if !panel.series.is_empty() {
                figure.panels.push(panel);
            }
        }
        if figure.panels.is_empty() {
            let why = "no pulse with a known SOC: a pulse is a charge or discharge of at most 60.5 s after a rest, with its \
                       rows (Detail), in a test with a discharge to count SOC from";
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        figure.keys = keys(&ink, &figure, &temperatures, options);
        let note = "R = (V − OCV) / I; pulses that undo another are left out".to_owned();
        select::footer(&mut figure, tests, &cycles, &[note]);
        Ok(figure)
    }
}

fn chosen<'a>(test: &PlotTest<'a>, options: &Options) -> Vec<&'a Pulse> {
    let steps: BTreeSet<i32> = select::chosen(test, options).iter().map(|step| step.step).collect();
    let all = test.derived.pulses.iter().filter(|pulse| steps.contains(&pulse.step));
    let pulses: Vec<&Pulse> = all.collect();
    let measuring: Vec<&Pulse> = pulses.iter().copied().filter(|pulse| pulse.purpose == Purpose::Pulse).collect();
    if options.steps.is_some() || measuring.is_empty() { pulses } else { measuring }
}

/// The group of a pulse's temperature; the first for those without one.
fn group(pulse: &Pulse, temperatures: &[f64]) -> usize {
    let of = |degc: f64| temperatures.iter().position(|mean| same_temperature(degc, *mean));
    pulse.temperature_degc.and_then(of).unwrap_or(0)
}

/// Colours tell times (or tests, where several are drawn), shapes tell temperatures.
fn add(panel: &mut Panel, pulses: &[&Pulse], temperatures: &[f64], ink: &Ink, test: usize, options: &Options) {
    for (n, (word, name, value)) in TIMES.into_iter().enumerate() {
        for (t, shape) in SHAPES.iter().cycle().enumerate().take(temperatures.len().max(1)) {
            let of_group = pulses.iter().filter(|pulse| group(pulse, temperatures) == t);
            let mut points: Vec<(f64, f64)> =
                of_group.filter_map(|pulse| Some((pulse.soc_pct?, 1e3 * value(pulse)?))).collect();
            if points.is_empty() || (ink.many() && word != "end" && word != "10 s") {
                continue;
            }
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let colour = if ink.many() { ink.test(test) } else { options.theme.palette(n) };
            let dash = if ink.many() && word == "10 s" { Dash::Dashed } else { Dash::Solid };
            let line = (points.len() > 1).then_some(dash);
            let style = Style { line, ..Style::points(colour, *shape) };
            let what = format!("{} {name} {}", panel.title, temperature_label(temperatures.get(t).copied()));
            let series =
                Series { label: word.to_owned(), name: ink.series_name(test, &what), points, style, in_legend: false };
            panel.series.push(series);
        }
    }
}

fn keys(ink: &Ink, figure: &Figure, temperatures: &[f64], options: &Options) -> Vec<Key> {
    let mut keys = Vec::new();
    let drawn = |word: &str| figure.panels.iter().flat_map(|panel| &panel.series).any(|series| series.label == word);
    let grey = options.theme.faint();
    if ink.many() {
        for test in 0..ink.tests() {
            keys.push(Key { label: ink.name(test).to_owned(), style: Style::line(ink.test(test)) });
        }
        for (word, line) in [("end", Dash::Solid), ("10 s", Dash::Dashed)] {
            keys.push(Key { label: word.to_owned(), style: Style { line: Some(line), ..Style::line(grey) } });
        }
    } else {
        let times = TIMES.iter().enumerate().filter(|(_, (word, ..))| drawn(word));
        keys.extend(
            times.map(|(n, (word, ..))| Key {
                label: format!("R, {word}"),
                style: Style::line(options.theme.palette(n)),
            }),
        );
    }
    for (degc, shape) in temperatures.iter().zip(SHAPES.iter().cycle()) {
        keys.push(Key { label: temperature_label(Some(*degc)), style: Style::points(grey, *shape) });
    }
    keys
}
