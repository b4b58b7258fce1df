//! The conditions of pulses as a legend says them. Of one test colours tell SOC, markers temperature, dashes the rate, where
//! one direction has several; of several tests colours tell the test, markers SOC, dashes temperature.

use super::discharge_temperature::SHAPES;
use super::figure::{ColourBar, Figure, Key, Style};
use super::ink::{DASHES, Ink, MOST_KEYS, ordered, rate_label, temperature_label};
use super::theme::{Colour, Theme};
use super::{Dash, scale};
use crate::model::Direction;
use crate::transform::group::{bands, same_rate, same_temperature};
use crate::transform::pulse_map::SOC_BAND_PCT;

/// What a pulse was made at.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) direction: Direction,
    pub(super) soc_pct: f64,
    pub(super) temperature_degc: Option<f64>,
    pub(super) c_rate: Option<f64>,
}

/// The bands of all pulses that are drawn.
pub(super) struct Conditions {
    soc_pct: Vec<f64>,
    temperature_degc: Vec<Option<f64>>,
    c_rate: Vec<Option<f64>>,
    /// The rates of each direction.
    each_c_rate: Vec<(Direction, Vec<Option<f64>>)>,
    theme: Theme,
}

/// The means of bands in rising order, behind nothing where some have no value.
fn means(values: Vec<Option<f64>>, same: impl Fn(f64, f64) -> bool) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let unknown = values.iter().any(Option::is_none).then_some(None);
    unknown.into_iter().chain(bands(&known, same).into_iter().map(|(mean, _)| Some(mean))).collect()
}

/// The band that a value is nearest to.
fn place(bands: &[Option<f64>], value: Option<f64>) -> usize {
    let far = |band: &Option<f64>| match (band, value) {
        (Some(band), Some(value)) => (band - value).abs(),
        (None, None) => 0.0,
        _ => f64::INFINITY,
    };
    (0..bands.len()).min_by(|&a, &b| far(&bands[a]).total_cmp(&far(&bands[b]))).unwrap_or(0)
}

impl Conditions {
    pub(super) fn of(all: &[At], theme: Theme) -> Self {
        let socs: Vec<f64> = all.iter().map(|at| at.soc_pct).collect();
        let socs = bands(&socs, |a, b| (a - b).abs() <= SOC_BAND_PCT + 1e-12);
        let rates = |kept: &dyn Fn(&At) -> bool| {
            means(all.iter().filter(|at| kept(at)).map(|at| at.c_rate).collect(), same_rate)
        };
        let of = |direction: &Direction| (*direction, rates(&|at| at.direction == *direction));
        Self {
            soc_pct: socs.into_iter().map(|(mean, _)| mean).collect(),
            temperature_degc: means(all.iter().map(|at| at.temperature_degc).collect(), same_temperature),
            c_rate: rates(&|_| true),
            each_c_rate: Direction::ALL.iter().map(of).collect(),
            theme,
        }
    }

    fn soc_place(&self, at: &At) -> usize {
        let bands: Vec<Option<f64>> = self.soc_pct.iter().copied().map(Some).collect();
        place(&bands, Some(at.soc_pct))
    }

    /// The meaning of colours where SOCs are too many for the legend.
    pub(super) fn bar(&self) -> Option<ColourBar> {
        let (min, max) = (*self.soc_pct.first()?, *self.soc_pct.last()?);
        (self.soc_pct.len() > MOST_KEYS).then(|| ColourBar { label: "SOC / %".to_owned(), min, max, whole: false })
    }

    fn shade(&self, band: usize) -> Colour {
        match self.bar() {
            Some(bar) => bar.colour(self.soc_pct[band], self.theme),
            None => ordered(self.theme, band, self.soc_pct.len()),
        }
    }

    /// Whether markers tell bands: no more than there are shapes.
    fn shapes(&self, many: bool) -> usize {
        let count = if many { self.soc_pct.len() } else { self.temperature_degc.len() };
        if (2..=SHAPES.len()).contains(&count) { count } else { 0 }
    }

    /// Whether dashes tell bands: no more than there are dashes.
    fn dashes(&self, many: bool) -> usize {
        // A panel shows one direction: rates that differ between directions alone need no dashes.
        let differ = many || self.each_c_rate.iter().any(|(_, rates)| rates.len() > 1);
        let count = if many { self.temperature_degc.len() } else { self.c_rate.len() };
        if differ && (2..=DASHES.len()).contains(&count) { count } else { 0 }
    }

    /// How a pulse of a test looks; whether its marker says something.
    pub(super) fn style(&self, at: &At, ink: &Ink, test: usize) -> (Style, bool) {
        let many = ink.many();
        let (soc, degc) = (self.soc_place(at), place(&self.temperature_degc, at.temperature_degc));
        let rate = place(&self.c_rate, at.c_rate);
        let (shape, dash) = if many { (soc, degc) } else { (degc, rate) };
        let tells = self.shapes(many) > 0;
        let shape = if tells { shape } else { 0 };
        let hollow = many && is_hollow(test);
        let dash = if self.dashes(many) > 0 { DASHES[dash] } else { Dash::Solid };
        let colour = if many { ink.test(test) } else { self.shade(soc) };
        let marker = Some(SHAPES[shape % SHAPES.len()]);
        (Style { line: Some(dash), marker, hollow, ..Style::line(colour) }, tells || hollow)
    }

    /// The lines of the legend. `marked`: whether curves of SOCs have their markers in it.
    pub(super) fn explain(&self, figure: &mut Figure, ink: &Ink, drawn: &[bool], marked: bool) {
        let grey = self.theme.faint();
        let many = ink.many();
        for test in (0..drawn.len()).filter(|test| many && drawn[*test]) {
            figure.keys.push(Key { label: ink.name(test).to_owned(), style: test_style(ink, test) });
        }
        let soc = |band: usize| format!("SOC {} %", scale::number(self.soc_pct[band], 0));
        let degc = |band: usize| temperature_label(self.temperature_degc[band]);
        let key = |label: String, style: Style| Key { label, style };
        if many {
            let shapes = (0..self.shapes(many)).map(|band| key(soc(band), Style::points(grey, SHAPES[band])));
            let dashes = (0..self.dashes(many))
                .map(|band| key(degc(band), Style { line: Some(DASHES[band]), ..Style::line(grey) }));
            figure.keys.extend(shapes.chain(dashes));
            return;
        }
        figure.bar = self.bar();
        if figure.bar.is_none() {
            let marker = (marked && self.shapes(many) == 0).then_some(SHAPES[0]);
            let colours =
                (0..self.soc_pct.len()).map(|band| key(soc(band), Style { marker, ..Style::line(self.shade(band)) }));
            figure.keys.extend(colours);
        }
        let shapes = (0..self.shapes(many)).map(|band| key(degc(band), Style::points(grey, SHAPES[band])));
        let dashes = (0..self.dashes(many)).map(|band| {
            let label = self.c_rate[band].map_or_else(|| "unknown rate".to_owned(), rate_label);
            key(label, Style { line: Some(DASHES[band]), ..Style::line(grey) })
        });
        figure.keys.extend(shapes.chain(dashes));
    }

    /// What the legend does not say of them.
    pub(super) fn note(&self, many: bool) -> Option<String> {
        let span = |bands: &[Option<f64>], said: &dyn Fn(f64) -> String| {
            let known: Vec<f64> = bands.iter().flatten().copied().collect();
            let (first, last) = (said(*known.first()?), said(*known.last()?));
            Some(if first == last { first } else { format!("{first} to {last}") })
        };
        let socs: Vec<Option<f64>> = self.soc_pct.iter().copied().map(Some).collect();
        let mut said = Vec::new();
        if many && self.shapes(many) == 0 {
            said.extend(span(&socs, &|soc| format!("{} %", scale::number(soc, 0))).map(|span| format!("SOC {span}")));
        }
        if if many { self.dashes(many) } else { self.shapes(many) } == 0 {
            said.extend(span(&self.temperature_degc, &|degc| temperature_label(Some(degc))));
        }
        if many || self.dashes(many) == 0 {
            let rates: Vec<(Direction, String)> = self
                .each_c_rate
                .iter()
                .filter_map(|(direction, rates)| Some((*direction, span(rates, &rate_label)?)))
                .collect();
            let alike = rates.windows(2).all(|pair| pair[0].1 == pair[1].1);
            let each = rates.iter().map(|(direction, rate)| format!("{} {rate}", direction.as_str()));
            said.extend(if alike {
                rates.first().map(|rate| rate.1.clone())
            } else {
                Some(each.collect::<Vec<_>>().join(", "))
            });
        }
        (!said.is_empty()).then(|| said.join(", "))
    }
}

/// Whether a test has hollow markers: the colours went round before it.
fn is_hollow(test: usize) -> bool {
    Ink::round(test) % 2 == 1
}

/// The line of a legend for a test whose markers say something else.
pub(super) fn test_style(ink: &Ink, test: usize) -> Style {
    let hollow = is_hollow(test);
    Style { hollow, marker: hollow.then_some(SHAPES[0]), ..Style::line(ink.test(test)) }
}

/// A pulse in words, where points are written.
pub(super) fn said(at: &At) -> String {
    let rate = at.c_rate.map(|rate| format!(", {}", rate_label(rate))).unwrap_or_default();
    format!("SOC {} %, {}{rate}", scale::number(at.soc_pct, 1), temperature_label(at.temperature_degc))
}

#[cfg(test)]
mod unit {
    use super::*;

    fn at(soc_pct: f64, degc: f64, rate: f64) -> At {
        At { direction: Direction::Charge, soc_pct, temperature_degc: Some(degc), c_rate: Some(rate) }
    }

    #[test]
    fn what_is_alike_is_one_band_and_few_bands_are_told_apart() {
        let all = [at(50.0, 25.0, 1.0), at(49.0, 26.0, 1.0), at(90.0, 0.0, 1.0)];
        let conditions = Conditions::of(&all, Theme::Paper);
        assert_eq!(conditions.soc_pct, [49.5, 90.0]);
        assert_eq!(conditions.temperature_degc, [Some(0.0), Some(25.5)]);
        assert_eq!(conditions.c_rate.len(), 1);
        assert_eq!((conditions.shapes(false), conditions.dashes(false)), (2, 0));
        assert_eq!(conditions.note(false).unwrap(), "1 C", "the legend says the rest");
        assert!(conditions.bar().is_none());
    }

    #[test]
    fn rates_of_the_two_directions_need_no_dashes() {
        let back = At { direction: Direction::Discharge, ..at(50.0, 25.0, 2.0) };
        let conditions = Conditions::of(&[at(50.0, 25.0, 1.5), back], Theme::Paper);
        assert_eq!((conditions.dashes(false), conditions.c_rate.len()), (0, 2));
        assert_eq!(conditions.note(false).unwrap(), "25 °C, charge 1.5 C, discharge 2 C");
        let conditions = Conditions::of(&[at(50.0, 25.0, 1.5), at(50.0, 25.0, 3.0), back], Theme::Paper);
        assert_eq!(conditions.dashes(false), 3);
    }

    #[test]
    fn what_is_unknown_is_a_band_of_its_own() {
        let all = [at(50.0, 25.0, 1.0), At { temperature_degc: None, ..at(50.0, 0.0, 1.0) }];
        let conditions = Conditions::of(&all, Theme::Paper);
        assert_eq!(conditions.temperature_degc, [None, Some(25.0)]);
        assert_eq!([None, Some(24.0)].map(|degc| place(&conditions.temperature_degc, degc)), [0, 1]);
    }

    #[test]
    fn of_many_socs_a_bar_says_what_colours_mean() {
        let all: Vec<At> = (0..20).map(|i| at(5.0 * f64::from(i), 25.0, 1.0)).collect();
        let bar = Conditions::of(&all, Theme::Paper).bar().unwrap();
        assert_eq!((bar.min, bar.max), (0.0, 95.0));
        let many_rates: Vec<At> = (0..6).map(|i| at(50.0, 25.0, f64::from(i + 1))).collect();
        let conditions = Conditions::of(&many_rates, Theme::Paper);
        assert_eq!(conditions.dashes(false), 0, "there are three dashes");
        assert_eq!(conditions.note(false).unwrap(), "25 °C, 1 C to 6 C");
    }
}
