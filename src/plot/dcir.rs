//! Pulse resistance over SOC: at the first row, at 0.1, 1 and 10 s and at the end; by direction and temperature.

use super::discharge_temperature::SHAPES;
use super::figure::share_range;
use super::ink::{Ink, temperature_label};
use super::{Axis, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Style, scale, select};
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
        let times = times(&pulses, &ink);
        let mut cycles = BTreeSet::new();
        for direction in Direction::ALL {
            let x = Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits);
            let y = Axis { includes: vec![0.0], ..Axis::new("Resistance / mΩ", "resistance_mohm") };
            let mut panel = Panel::new(x, y.limited(options.y_limits));
            direction.as_str().clone_into(&mut panel.title);
            for (i, pulses) in pulses.iter().enumerate() {
                let of_direction: Vec<&Pulse> = pulses.iter().copied().filter(|p| p.direction == *direction).collect();
                cycles.extend(of_direction.iter().map(|pulse| pulse.cycle));
                add(&mut panel, &of_direction, (&temperatures, &times), &ink, i, options);
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
        share_range(&mut figure.panels);
        figure.keys = keys(&ink, &figure, (&temperatures, &times), options);
        let mut notes = vec!["R = (V − OCV) / I; pulses that undo another are left out".to_owned()];
        notes.extend(lengths(&pulses, &times));
        select::footer(&mut figure, tests, &cycles, &notes);
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

/// A time that is drawn: its place among [`TIMES`], and its word; times at which every pulse has one resistance are one.
struct Drawn {
    time: usize,
    word: String,
}

/// The place of the end among [`TIMES`].
const END: usize = TIMES.len() - 1;

/// The shortest and the longest of the pulses, in s.
fn span(pulses: &[Vec<&Pulse>]) -> Option<(f64, f64)> {
    let all = || pulses.iter().flatten().filter_map(|pulse| pulse.duration_s);
    let (shortest, longest) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    (shortest <= longest).then_some((shortest, longest))
}

/// The times that are drawn: all for one test; for several the last that all of them have, for tests are compared at one
/// time, and the end.
fn times(pulses: &[Vec<&Pulse>], ink: &Ink) -> Vec<Drawn> {
    let has = |pulses: &Vec<&Pulse>, time: usize| pulses.iter().any(|pulse| TIMES[time].2(pulse).is_some());
    let mut chosen: Vec<usize> = (0..TIMES.len()).filter(|&time| pulses.iter().any(|all| has(all, time))).collect();
    if ink.many() {
        let common = (0..END).rev().find(|&time| pulses.iter().all(|of_test| has(of_test, time)));
        chosen.retain(|&time| Some(time) == common || time == END);
    }
    let mut drawn: Vec<Drawn> = Vec::new();
    for time in chosen {
        let (word, _, value) = TIMES[time];
        let same =
            |before: &&mut Drawn| pulses.iter().flatten().all(|pulse| value(pulse) == TIMES[before.time].2(pulse));
        match drawn.last_mut().filter(same) {
            Some(before) => before.word = format!("{}, {word}", before.word),
            None => drawn.push(Drawn { time, word: word.to_owned() }),
        }
    }
    drawn
}

/// How long pulses last, where their end is drawn.
fn lengths(pulses: &[Vec<&Pulse>], times: &[Drawn]) -> Option<String> {
    let (shortest, longest) = span(pulses).filter(|_| times.iter().any(|drawn| drawn.word.ends_with("end")))?;
    let (shortest, longest) = (scale::short(shortest, 3), scale::short(longest, 3));
    Some(if shortest == longest {
        format!("pulses end after {longest} s")
    } else {
        format!("pulses end after {shortest} to {longest} s")
    })
}

/// Colours tell times (or tests, where several are drawn, and the earlier time is hollow), shapes tell temperatures.
fn add(
    panel: &mut Panel,
    pulses: &[&Pulse],
    (temperatures, times): (&[f64], &[Drawn]),
    ink: &Ink,
    test: usize,
    options: &Options,
) {
    for (nth, Drawn { time, word }) in times.iter().enumerate() {
        let (_, name, value) = TIMES[*time];
        let early = ink.many() && nth + 1 < times.len();
        for (t, shape) in SHAPES.iter().cycle().enumerate().take(temperatures.len().max(1)) {
            let of_group = pulses.iter().filter(|pulse| group(pulse, temperatures) == t);
            let mut points: Vec<(f64, f64)> =
                of_group.filter_map(|pulse| Some((pulse.soc_pct?, 1e3 * value(pulse)?))).collect();
            if points.is_empty() {
                continue;
            }
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let colour = if ink.many() { ink.test(test) } else { options.theme.palette(*time) };
            let dash = if early { Dash::Dashed } else { Dash::Solid };
            let line = (points.len() > 1).then_some(dash);
            let style = Style { line, hollow: early, ..Style::points(colour, *shape) };
            let what = format!("{} {name} {}", panel.title, temperature_label(temperatures.get(t).copied()));
            let series =
                Series { label: word.clone(), name: ink.series_name(test, &what), points, style, in_legend: false };
            panel.series.push(series);
        }
    }
}

fn keys(ink: &Ink, figure: &Figure, (temperatures, times): (&[f64], &[Drawn]), options: &Options) -> Vec<Key> {
    let grey = options.theme.faint();
    let lined = figure.panels.iter().flat_map(|panel| &panel.series).any(|series| series.style.line.is_some());
    let key = |label: String, colour, line: Option<Dash>, hollow| {
        let line = line.filter(|_| lined);
        let marker = (line.is_none() || hollow).then_some(SHAPES[0]);
        Key { label, style: Style { colour, line, marker, hollow } }
    };
    let mut keys = Vec::new();
    if ink.many() {
        for test in 0..ink.tests() {
            keys.push(Key { label: ink.name(test).to_owned(), style: Style::line(ink.test(test)) });
        }
        for (nth, Drawn { word, .. }) in times.iter().enumerate() {
            let early = nth + 1 < times.len();
            let dash = if early { Dash::Dashed } else { Dash::Solid };
            keys.push(key(format!("R, {word}"), grey, Some(dash), early));
        }
    } else {
        let of = |drawn: &Drawn| {
            let colour = options.theme.palette(drawn.time);
            key(format!("R, {}", drawn.word), colour, Some(Dash::Solid), false)
        };
        keys.extend(times.iter().map(of));
    }
    for (degc, shape) in temperatures.iter().zip(SHAPES.iter().cycle()) {
        keys.push(Key { label: temperature_label(Some(*degc)), style: Style::points(grey, *shape) });
    }
    keys
}
