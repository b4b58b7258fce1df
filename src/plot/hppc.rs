//! Resistance and power of pulses over SOC, by direction and temperature: a hybrid pulse power characterisation.

use super::conditions::test_style;
use super::discharge_temperature::SHAPES;
use super::ink::{Ink, ordered, temperature_label};
use super::{Axis, Colour, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Series, Style, scale, select};
use crate::model::{Direction, Pulse, StepType};
use crate::transform::group::{bands, same_temperature};
use crate::transform::pulse_map::PulseTime;
use crate::transform::pulse_table::{PulsePlace, pulse_table};
use std::collections::BTreeSet;

/// Resistance and power over SOC.
pub(super) struct Hppc;

impl Plot for Hppc {
    fn name(&self) -> &'static str {
        "hppc"
    }

    fn about(&self) -> &'static str {
        "resistance and 10 s power of pulses over SOC, by direction and temperature"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Hybrid pulse power", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let of = |test: &PlotTest<'_>| {
            let all: Vec<Pulse> = select::pulses(test, options).into_iter().cloned().collect();
            let (mut firsts, later): (Vec<PulsePlace>, Vec<PulsePlace>) =
                pulse_table(&all).into_iter().partition(|place| place.checkup == 1);
            let cycles: BTreeSet<i32> = firsts.iter().map(|place| place.cycle).collect();
            firsts.retain(|place| resistance_of(place, options.pulse_time).is_some());
            (firsts, later.iter().map(|place| place.pulses).sum::<usize>(), cycles)
        };
        let read: Vec<(Vec<PulsePlace>, usize, BTreeSet<i32>)> = tests.iter().map(of).collect();
        let tables: Vec<&[PulsePlace]> = read.iter().map(|(table, ..)| table.as_slice()).collect();
        let look = Look::of(&tables, &ink, options);
        let time = options.pulse_time;
        let word = match time {
            PulseTime::End => "end".to_owned(),
            time => format!("{} s", time.as_str()),
        };
        let (resistance, power) = (format!("Resistance, {word} / mΩ"), "Power, 10 s / W");
        let ohm = |place: &PulsePlace| resistance_of(place, time).map(|ohm| 1e3 * ohm);
        let mut first = look.panel(&tables, (&resistance, "resistance_mohm", "R / mΩ"), &ohm);
        first.y = first.y.limited(options.y_limits);
        let second = look.panel(&tables, (power, "power_10s_w", "P / W"), &|place| place.power_10s_w);
        if first.series.is_empty() {
            return Err(PlotError::Nothing { kind: self.name(), why: missing(tests, options) });
        }
        let mut notes = vec!["means of pulses within 2.5 points of SOC and 3 K".to_owned()];
        figure.panels.push(first);
        if second.series.is_empty() {
            notes.push(
                "no power: it needs --voltage-min and --voltage-max, or the cell's, and settled rests".to_owned(),
            );
        } else {
            notes.push("power at the voltage limit, from the resistance at 10 s".to_owned());
            figure.panels.push(second);
        }
        figure.keys = look.keys(&figure);
        if let [one] = look.temperatures.as_slice() {
            notes.push(temperature_label(*one));
        }
        let later: usize = read.iter().map(|(_, later, _)| later).sum();
        if later > 0 {
            notes
                .push(format!("left out: {later} pulses that come back in later cycles (--cycles, resistance-growth)"));
        }
        let drawn: BTreeSet<i32> = read.iter().flat_map(|(.., cycles)| cycles).copied().collect();
        select::footer(&mut figure, tests, &drawn, &notes);
        Ok(figure)
    }
}

fn resistance_of(place: &PulsePlace, time: PulseTime) -> Option<f64> {
    match time {
        PulseTime::OneSecond => place.r_1s_ohm,
        PulseTime::TenSeconds => place.r_10s_ohm,
        PulseTime::End => place.r_end_ohm,
    }
}

fn missing(tests: &[PlotTest<'_>], options: &Options) -> String {
    let pulses: Vec<&Pulse> = tests.iter().flat_map(|test| select::pulses(test, options)).collect();
    if pulses.is_empty() {
        return select::NO_PULSE.to_owned();
    }
    if pulses.iter().all(|pulse| pulse.soc_pct.get().is_none()) {
        return "no pulse has a known SOC: the test has no discharge to count it from".to_owned();
    }
    let longest = pulses.iter().filter_map(|pulse| pulse.duration_s.get()).fold(0.0, f64::max);
    let hint = if options.pulse_time == PulseTime::End { "" } else { "; --pulse-time end takes what each pulse has" };
    let (time, longest) = (options.pulse_time.as_str(), scale::short(longest, 4));
    format!("no pulse has a resistance at --pulse-time {time}; the longest lasts {longest} s{hint}")
}

/// How it looks: dashes tell directions, markers temperatures; colours tell tests, else temperatures, else directions.
struct Look<'a> {
    ink: &'a Ink,
    options: &'a Options,
    /// The means of the groups of temperatures, rising; `None` for those without one.
    temperatures: Vec<Option<f64>>,
    /// Whether there are charges and discharges.
    both: bool,
}

impl<'a> Look<'a> {
    fn of(tables: &[&[PulsePlace]], ink: &'a Ink, options: &'a Options) -> Self {
        let all = || tables.iter().copied().flatten();
        let known: Vec<f64> = all().filter_map(|place| place.temperature_degc).collect();
        let unknown = all().any(|place| place.temperature_degc.is_none()).then_some(None);
        let known = bands(&known, same_temperature).into_iter().map(|(mean, _)| Some(mean));
        let has = |direction: Direction| all().any(|place| place.direction == direction);
        let both = Direction::ALL.iter().all(|direction| has(*direction));
        Self { ink, options, temperatures: unknown.into_iter().chain(known).collect(), both }
    }

    /// The group of a place.
    fn group(&self, place: &PulsePlace) -> usize {
        let far = |degc: Option<f64>| match (degc, place.temperature_degc) {
            (Some(a), Some(b)) => (a - b).abs(),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        };
        let all = 0..self.temperatures.len();
        all.min_by(|&a, &b| far(self.temperatures[a]).total_cmp(&far(self.temperatures[b]))).unwrap_or(0)
    }

    fn style(&self, test: usize, group: usize, direction: Direction) -> Style {
        let dash = if self.both && direction == Direction::Discharge { Dash::Dashed } else { Dash::Solid };
        let hollow = self.ink.many() && test_style(self.ink, test).hollow;
        let shape = SHAPES[group % SHAPES.len()];
        Style { line: Some(dash), hollow, ..Style::points(self.colour(test, group, direction), shape) }
    }

    fn colour(&self, test: usize, group: usize, direction: Direction) -> Colour {
        if self.ink.many() {
            self.ink.test(test)
        } else if self.temperatures.len() > 1 {
            ordered(self.options.theme, group, self.temperatures.len())
        } else {
            self.options.theme.step_type(step_type(direction))
        }
    }

    fn panel(
        &self,
        tables: &[&[PulsePlace]],
        (label, name, short): (&str, &str, &str),
        value: &dyn Fn(&PulsePlace) -> Option<f64>,
    ) -> Panel {
        let x = Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(self.options.x_limits);
        let y = Axis { includes: vec![0.0], ..Axis::new(label, name).or(short) };
        let mut panel = Panel::new(x, y);
        for (test, table) in tables.iter().enumerate() {
            for direction in Direction::ALL {
                for group in 0..self.temperatures.len() {
                    let own = table.iter().filter(|place| place.direction == *direction && self.group(place) == group);
                    let mut points: Vec<(f64, f64)> =
                        own.map(|place| (place.soc_pct, value(place).unwrap_or(f64::NAN))).collect();
                    points.sort_by(|a, b| a.0.total_cmp(&b.0));
                    if points.iter().all(|point| point.1.is_nan()) {
                        continue;
                    }
                    let mut style = self.style(test, group, *direction);
                    style.line = style.line.filter(|_| points.len() > 1);
                    let what = format!("{} {}", direction.as_str(), temperature_label(self.temperatures[group]));
                    let name = self.ink.series_name(test, &what);
                    panel.series.push(Series { label: String::new(), name, points, style, in_legend: false });
                }
            }
        }
        panel
    }

    fn keys(&self, figure: &Figure) -> Vec<Key> {
        let grey = self.options.theme.faint();
        let series = || figure.panels.iter().flat_map(|panel| &panel.series);
        let mut keys = Vec::new();
        for test in (0..self.ink.tests()).filter(|_| self.ink.many()) {
            let begins = format!("{}, ", self.ink.name(test));
            if series().any(|one| one.name.starts_with(&begins)) {
                keys.push(Key { label: self.ink.name(test).to_owned(), style: test_style(self.ink, test) });
            }
        }
        let several = self.temperatures.len() > 1;
        for (group, degc) in self.temperatures.iter().enumerate().filter(|_| several) {
            let colour = if self.ink.many() { grey } else { self.colour(0, group, Direction::Charge) };
            let style = Style::points(colour, SHAPES[group % SHAPES.len()]);
            keys.push(Key { label: temperature_label(*degc), style });
        }
        for direction in Direction::ALL.iter().filter(|_| self.both) {
            let own = self.style(0, 0, *direction);
            let plain = several || self.ink.many();
            let style = if plain { Style { colour: grey, marker: None, ..own } } else { own };
            keys.push(Key { label: direction.as_str().to_owned(), style });
        }
        keys
    }
}

fn step_type(direction: Direction) -> StepType {
    match direction {
        Direction::Charge => StepType::Charge,
        Direction::Discharge => StepType::Discharge,
    }
}
