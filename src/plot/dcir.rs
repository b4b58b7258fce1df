//! Pulse resistance over SOC: at the first row, at 0.1, 1 and 10 s and at the end; by direction and temperature.

mod points;

use super::discharge_temperature::SHAPES;
use super::figure::{Note, share_range};
use super::ink::{Ink, ordered, temperature_label};
use super::{Axis, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Shape, Style, scale, select};
use crate::model::Direction;
use points::{Pulsed, Temperatures};
use std::collections::BTreeSet;

/// Pulse resistance.
pub(super) struct Dcir;

/// The times, each with its word and its name.
const TIMES: [(&str, &str); 5] =
    [("first row", "r0"), ("0.1 s", "r_100ms"), ("1 s", "r_1s"), ("10 s", "r_10s"), ("end", "r_end")];
/// The place of the end among [`TIMES`].
const END: usize = TIMES.len() - 1;
/// Beyond so many pulses of one direction the times hide each other: the longest fixed one is drawn alone.
const CROWDED: usize = 40;
/// Up to so many pulses the duration stands beside the end's marker.
const MOST_NOTES: usize = 12;
const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];

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
        let ink = Ink::of(tests, options);
        let pulses: Vec<Vec<Pulsed>> = tests.iter().map(|test| points::of(test, options)).collect();
        let temperatures = Temperatures::of(pulses.iter().flatten());
        let times = times(&pulses, &ink);
        let look = Look { ink: &ink, temperatures: &temperatures, times: &times, options };
        for direction in Direction::ALL {
            let x = Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits);
            let y = Axis { includes: vec![0.0], ..Axis::new("Resistance / mΩ", "resistance_mohm").or("R / mΩ") };
            let mut panel = Panel::new(x, y.limited(options.y_limits));
            direction.as_str().clone_into(&mut panel.title);
            for (i, pulses) in pulses.iter().enumerate() {
                let of_direction: Vec<&Pulsed> = pulses.iter().filter(|p| p.direction == *direction).collect();
                look.add(&mut panel, &of_direction, i);
            }
            if !panel.series.is_empty() {
                figure.panels.push(panel);
            }
        }
        if figure.panels.is_empty() {
            let why = "no pulse with a known SOC: a pulse is a short charge or discharge after a rest (--pulse-max), in a \
                       test with a discharge to count SOC from";
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        share_range(&mut figure.panels);
        figure.keys = look.keys(&pulses);
        let cycles: BTreeSet<i32> = pulses.iter().flatten().map(|pulse| pulse.cycle).collect();
        let mut notes = vec!["R = (V − OCV) / I; pulses that undo another are left out".to_owned()];
        if pulses.iter().flatten().any(|pulse| pulse.by_step) {
            notes.push("of Step files alone: R at the end, (V_end − OCV) / I_end".to_owned());
        }
        notes.extend(lengths(&pulses, &times));
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

/// A time that is drawn: its place among [`TIMES`], and its word; times at which every pulse has one resistance are one.
struct Drawn {
    time: usize,
    word: String,
}

impl Drawn {
    /// Whether it is the end of pulses that last as they please: not joined, for it is no one time.
    fn is_end(&self) -> bool {
        self.time == END
    }
}

/// The times that are drawn. For one test all, or where they would be crowded the longest fixed one; for several the longest
/// fixed one that all have that have pulses, for tests are compared at one time; and the end.
fn times(pulses: &[Vec<Pulsed>], ink: &Ink) -> Vec<Drawn> {
    let some: Vec<&Vec<Pulsed>> = pulses.iter().filter(|pulses| !pulses.is_empty()).collect();
    let has = |pulses: &Vec<Pulsed>, time: usize| pulses.iter().any(|pulse| pulse.ohm[time].is_some());
    let mut chosen: Vec<usize> = (0..TIMES.len()).filter(|&time| some.iter().any(|all| has(all, time))).collect();
    let with_rows: Vec<&Vec<Pulsed>> = some.iter().copied().filter(|all| all.iter().any(|p| !p.by_step)).collect();
    let common = (0..END).rev().find(|&time| !with_rows.is_empty() && with_rows.iter().all(|all| has(all, time)));
    let most =
        |direction: Direction| some.iter().map(|all| all.iter().filter(|p| p.direction == direction).count()).max();
    let crowded = Direction::ALL.iter().filter_map(|direction| most(*direction)).any(|count| count > CROWDED);
    if ink.many() {
        chosen.retain(|&time| Some(time) == common || time == END);
    } else if crowded && common.is_some() {
        chosen.retain(|&time| Some(time) == common);
    }
    let mut drawn: Vec<Drawn> = Vec::new();
    for time in chosen {
        let same = |before: &&mut Drawn| some.iter().copied().flatten().all(|p| p.ohm[time] == p.ohm[before.time]);
        match drawn.last_mut().filter(same) {
            Some(before) => before.word = format!("{}, {}", before.word, TIMES[time].0),
            None => drawn.push(Drawn { time, word: TIMES[time].0.to_owned() }),
        }
    }
    drawn
}

/// How long pulses last, where their end is drawn.
fn lengths(pulses: &[Vec<Pulsed>], times: &[Drawn]) -> Option<String> {
    times
        .iter()
        .any(|drawn| drawn.word.ends_with("end"))
        .then(|| span(pulses))
        .flatten()
        .map(|span| format!("pulses end after {span}"))
}

fn span(pulses: &[Vec<Pulsed>]) -> Option<String> {
    let all = || pulses.iter().flatten().filter_map(|pulse| pulse.duration_s);
    let (shortest, longest) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let (from, to) = (scale::short(shortest, 3), scale::short(longest, 3));
    (shortest <= longest).then(|| if from == to { format!("{to} s") } else { format!("{from} to {to} s") })
}

/// How resistances look: a marker for each time; colours tell tests, else temperatures where there are several, else times.
struct Look<'a> {
    ink: &'a Ink,
    temperatures: &'a Temperatures,
    times: &'a [Drawn],
    options: &'a Options,
}

impl Look<'_> {
    fn style(&self, test: usize, temperature: usize, drawn: &Drawn) -> Style {
        let theme = self.options.theme;
        let several = self.temperatures.count() > 1;
        let (colour, dash) = if self.ink.many() {
            (self.ink.test(test), DASHES[temperature % DASHES.len()])
        } else if several {
            (ordered(theme, temperature, self.temperatures.count()), Dash::Solid)
        } else {
            (theme.palette(drawn.time), Dash::Solid)
        };
        let line = (!drawn.is_end()).then_some(dash);
        Style { line, hollow: drawn.is_end(), ..Style::points(colour, self.shape(test, drawn)) }
    }

    /// The marker of a time. Dashes tell temperatures, so tests of one colour have other markers.
    fn shape(&self, test: usize, drawn: &Drawn) -> Shape {
        let round = if self.ink.many() { Ink::round(test) } else { 0 };
        SHAPES[(drawn.time + round) % SHAPES.len()]
    }

    fn add(&self, panel: &mut Panel, pulses: &[&Pulsed], test: usize) {
        for drawn in self.times {
            for temperature in 0..self.temperatures.count() {
                let of_group: Vec<&&Pulsed> =
                    pulses.iter().filter(|pulse| self.temperatures.place(pulse) == temperature).collect();
                let point = |pulse: &&&Pulsed| Some((pulse.soc_pct, 1e3 * pulse.ohm[drawn.time]?));
                let mut points: Vec<(f64, f64)> = of_group.iter().filter_map(point).collect();
                if points.is_empty() {
                    continue;
                }
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                if drawn.is_end() && pulses.len() <= MOST_NOTES {
                    let note = |pulse: &&&Pulsed| {
                        let text = format!("{} s", scale::short(pulse.duration_s?, 3));
                        Some(Note { at: point(pulse)?, text, above: true, either: true })
                    };
                    panel.notes.extend(of_group.iter().filter_map(note));
                }
                let mut style = self.style(test, temperature, drawn);
                style.line = style.line.filter(|_| points.len() > 1);
                let word = self.temperatures.word(temperature);
                let what = format!("{} {} {word}", panel.title, TIMES[drawn.time].1);
                let name = self.ink.series_name(test, &what);
                panel.series.push(Series { label: drawn.word.clone(), name, points, style, in_legend: false });
            }
        }
    }

    fn keys(&self, pulses: &[Vec<Pulsed>]) -> Vec<Key> {
        let grey = self.options.theme.faint();
        let several = self.temperatures.count() > 1;
        let mut keys = Vec::new();
        if self.ink.many() {
            for (test, _) in pulses.iter().enumerate().filter(|(_, pulses)| !pulses.is_empty()) {
                let marker = self.times.first().filter(|_| Ink::round(test) > 0).map(|drawn| self.shape(test, drawn));
                let style = Style { marker, ..Style::line(self.ink.test(test)) };
                keys.push(Key { label: self.ink.name(test).to_owned(), style });
            }
        }
        for drawn in self.times {
            let own = self.style(0, 0, drawn);
            let colour = if self.ink.many() || several { grey } else { own.colour };
            let length = span(pulses).filter(|_| drawn.is_end()).map(|span| format!(" ({span})")).unwrap_or_default();
            keys.push(Key { label: format!("R, {}{length}", drawn.word), style: Style { colour, line: None, ..own } });
        }
        for temperature in 0..self.temperatures.count() {
            let label = temperature_label(self.temperatures.degc(temperature));
            let count = self.temperatures.count();
            let (colour, line) = if self.ink.many() {
                (grey, DASHES[temperature % DASHES.len()])
            } else {
                (if several { ordered(self.options.theme, temperature, count) } else { grey }, Dash::Solid)
            };
            keys.push(Key { label, style: Style { line: Some(line), ..Style::line(colour) } });
        }
        keys
    }
}
