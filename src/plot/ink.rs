//! One colour for one cycle or one test, the same in every figure: tests have a palette, cycles run through viridis.

use super::canvas::{Dash, Shape};
use super::figure::{ColourBar, Figure, Key, Panel, Style};
use super::theme::{Colour, Theme};
use super::{Options, PlotTest, scale, select};
use crate::model::StepType;
use std::collections::BTreeSet;

/// Beyond so many curves of one kind a colour bar says what colours mean.
pub(super) const MOST_KEYS: usize = 8;

/// The colours of tests: those of the palette that are told apart by every eye on every ground (green and pink are not, nor
/// is yellow on white). Further tests have the same colours with other dashes or markers, then other shades of them.
const COLOURS: [usize; 5] = [0, 1, 2, 4, 5];
/// Towards what a colour is mixed, and how far: each shade serves two rounds of the colours, that dashes, markers or
/// hollow markers tell apart.
const SHADES: [(Colour, f64); 4] =
    [(Colour(0, 0, 0), 0.0), (Colour(0, 0, 0), 0.45), (Colour(255, 255, 255), 0.5), (Colour(0, 0, 0), 0.72)];
pub(super) const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];
const MARKERS: [Shape; 4] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Up];

/// Who is drawn, in which colours.
pub(super) struct Ink {
    names: Vec<String>,
    cycles: Vec<ColourBar>,
    theme: Theme,
}

impl Ink {
    pub(super) fn of(tests: &[PlotTest<'_>], options: &Options) -> Self {
        let (names, theme) = (select::names(tests, options), options.theme);
        let cycles = tests
            .iter()
            .map(|test| {
                let numbers = || test.derived.steps.iter().map(|step| f64::from(step.cycle));
                let (min, max) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(0.0, f64::max));
                ColourBar { label: "Cycle".to_owned(), min: if min.is_finite() { min } else { 0.0 }, max, whole: true }
            })
            .collect();
        Self { names, cycles, theme }
    }

    /// Whether several tests are drawn, so that colours tell tests and not cycles.
    pub(super) fn many(&self) -> bool {
        self.names.len() > 1
    }

    /// How many tests.
    pub(super) fn tests(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, test: usize) -> &str {
        &self.names[test]
    }

    /// The colour of a test; see [`Self::line`] for what tells tests of one colour apart.
    pub(super) fn test(&self, test: usize) -> Colour {
        self.shade(test, Self::round(test) / 2)
    }

    /// The colour of a test where nothing but colours tells tests apart.
    pub(super) fn alone(&self, test: usize) -> Colour {
        self.shade(test, Self::round(test))
    }

    fn shade(&self, test: usize, shade: usize) -> Colour {
        let (other, share) = SHADES[shade % SHADES.len()];
        self.theme.palette(COLOURS[test % COLOURS.len()]).mix(other, share)
    }

    /// How often the colours went round before this test.
    pub(super) fn round(test: usize) -> usize {
        test / COLOURS.len()
    }

    /// A curve of a test, where dashes say nothing else.
    pub(super) fn line(&self, test: usize) -> Style {
        let round = Self::round(test);
        let style = Style { line: Some(DASHES[round % DASHES.len()]), ..Style::line(self.test(test)) };
        marked(style, (round / DASHES.len()).checked_sub(1))
    }

    /// The dash of a test's line, where it is not told apart otherwise.
    pub(super) fn dash(&self, test: usize) -> Dash {
        if self.many() { DASHES[Self::round(test) % DASHES.len()] } else { Dash::Solid }
    }

    /// A curve of a test, where dashes tell its branches.
    pub(super) fn branch(&self, test: usize, line: Dash) -> Style {
        marked(Style { line: Some(line), ..Style::line(self.test(test)) }, Self::round(test).checked_sub(1))
    }

    /// The colour of a group of an ordered quantity.
    pub(super) fn ordered(&self, i: usize, count: usize) -> Colour {
        ordered(self.theme, i, count)
    }

    /// The colour of a cycle of a test.
    pub(super) fn cycle(&self, test: usize, cycle: i32) -> Colour {
        if self.many() { self.test(test) } else { self.cycles[test].colour(f64::from(cycle), self.theme) }
    }

    /// A curve of a step: charge solid, discharge dashed.
    pub(super) fn step(&self, test: usize, cycle: i32, step_type: StepType) -> Style {
        let line = if step_type == StepType::Discharge { Dash::Dashed } else { Dash::Solid };
        let style = Style { line: Some(line), ..Style::line(self.cycle(test, cycle)) };
        if self.many() { self.branch(test, line) } else { style }
    }

    /// What the legend says of a cycle: the test where there are several, else the cycle where there are few.
    pub(super) fn cycle_label(&self, test: usize, cycle: i32, cycles: usize) -> String {
        if self.many() {
            self.names[test].clone()
        } else if cycles <= MOST_KEYS {
            format!("cycle {cycle}")
        } else {
            String::new()
        }
    }

    /// A line of the legend for the curves of a cycle; empty, and so left out, where a colour bar says it.
    pub(super) fn key(&self, test: usize, cycle: i32, cycles: usize) -> Key {
        let style = if self.many() { self.branch(test, Dash::Solid) } else { Style::line(self.cycle(test, cycle)) };
        Key { label: self.cycle_label(test, cycle, cycles), style }
    }

    /// The legend of several tests whose branches have shapes: each test once, each shape once.
    pub(super) fn tests_and_shapes(&self, figure: &mut Figure, panel: &mut Panel, shapes: &[(&str, Shape)]) {
        for (test, name) in self.names.iter().enumerate() {
            let begins = format!("{name}, ");
            if panel.series.iter().any(|series| series.name.starts_with(&begins)) {
                figure.keys.push(Key { label: name.clone(), style: self.line(test) });
            }
        }
        for (word, shape) in shapes {
            if panel.series.iter().any(|series| series.style.marker == Some(*shape)) {
                figure.keys.push(Key { label: (*word).to_owned(), style: Style::points(self.theme.faint(), *shape) });
            }
        }
        panel.series.iter_mut().for_each(|series| series.in_legend = false);
    }

    /// What it is where points are written.
    pub(super) fn series_name(&self, test: usize, what: &str) -> String {
        if self.many() { format!("{}, {what}", self.names[test]) } else { what.to_owned() }
    }

    /// Explains line styles where there are two, and cycles where they are too many for the legend.
    pub(super) fn explain(&self, figure: &mut Figure, cycles: &BTreeSet<i32>, types: &BTreeSet<&'static str>) {
        let grey = self.theme.faint();
        if types.len() == 1 {
            // Of one direction alone a dash says nothing.
            let solid = |style: &mut Style| style.line = style.line.map(|_| Dash::Solid);
            figure.panels.iter_mut().flat_map(|panel| &mut panel.series).for_each(|series| solid(&mut series.style));
        }
        for (name, line) in [("charge", Dash::Solid), ("discharge", Dash::Dashed)] {
            if types.len() > 1 && types.contains(name) {
                let style = Style { line: Some(line), ..Style::line(grey) };
                figure.keys.push(Key { label: name.to_owned(), style });
            }
        }
        if !self.many() && cycles.len() > MOST_KEYS {
            figure.bar = self.cycles.first().cloned();
        }
    }
}

/// A curve with the markers of this number along it.
fn marked(style: Style, number: Option<usize>) -> Style {
    let marker = number.map(|number| MARKERS[number % MARKERS.len()]);
    Style { marker, spaced: marker.is_some(), ..style }
}

/// Colours for the groups of an ordered quantity, such as rates: through viridis.
pub(super) fn ordered(theme: Theme, i: usize, count: usize) -> Colour {
    theme.viridis(if count > 1 { i as f64 / (count - 1) as f64 } else { 0.0 })
}

/// A rate as it is said: `0.5 C`, `17.6 C`; what lies within 0.3 % of a round rate is that.
pub(super) fn rate_label(c_rate: f64) -> String {
    let unit = if c_rate >= 1.0 { 0.5 } else { 0.05 };
    let round = (c_rate / unit).round() * unit;
    let said = if (c_rate - round).abs() <= 0.003 * c_rate { round } else { c_rate };
    format!("{} C", scale::short(said, 3))
}

/// A temperature as it is said: `−29 °C`.
pub(super) fn temperature_label(degc: Option<f64>) -> String {
    degc.map_or_else(|| "no temperature".to_owned(), |degc| format!("{} °C", scale::number(degc, 0)))
}
