//! One colour for one cycle or one test, the same in every figure: tests have a palette, cycles run through viridis.

use super::PlotTest;
use super::canvas::Dash;
use super::figure::{ColourBar, Figure, Key, Style};
use super::scale;
use super::select::name;
use super::theme::{Colour, Theme};
use crate::model::StepType;
use std::collections::BTreeSet;

/// Beyond so many curves of one kind a colour bar says what colours mean.
pub(super) const MOST_KEYS: usize = 8;

/// Who is drawn, in which colours.
pub(super) struct Ink {
    names: Vec<String>,
    cycles: Vec<ColourBar>,
    theme: Theme,
}

impl Ink {
    pub(super) fn of(tests: &[PlotTest<'_>], theme: Theme) -> Self {
        let names = tests.iter().map(name).collect();
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

    /// The colour of a test.
    pub(super) fn test(&self, test: usize) -> Colour {
        if self.names.len() <= 7 {
            self.theme.palette(test)
        } else {
            self.theme.viridis(test as f64 / (self.names.len() - 1) as f64)
        }
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
        Style { line: Some(line), ..Style::line(self.cycle(test, cycle)) }
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
        Key { label: self.cycle_label(test, cycle, cycles), style: Style::line(self.cycle(test, cycle)) }
    }

    /// What it is where points are written.
    pub(super) fn series_name(&self, test: usize, what: &str) -> String {
        if self.many() { format!("{}, {what}", self.names[test]) } else { what.to_owned() }
    }

    /// Explains line styles, and cycles where they are too many for the legend.
    pub(super) fn explain(&self, figure: &mut Figure, cycles: &BTreeSet<i32>, types: &BTreeSet<&'static str>) {
        let grey = self.theme.faint();
        for (name, line) in [("charge", Dash::Solid), ("discharge", Dash::Dashed)] {
            if types.contains(name) {
                let style = Style { line: Some(line), ..Style::line(grey) };
                figure.keys.push(Key { label: name.to_owned(), style });
            }
        }
        if !self.many() && cycles.len() > MOST_KEYS {
            figure.bar = self.cycles.first().cloned();
        }
    }
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
