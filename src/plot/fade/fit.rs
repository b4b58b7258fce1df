//! The model of a course of fade: curve, 95 % band, knee and end of life.

use super::super::figure::{Band, Series};
use super::super::{Colour, Dash, Note, Panel, PlotTest, Style, scale};
use crate::transform::ageing::{Over, courses};
use crate::transform::decline::{Decline, decline};
use crate::transform::end_of_life::Base;

/// Whose fade it is, and how it is drawn.
pub(super) struct Of<'a, 't> {
    pub(super) test: &'a PlotTest<'t>,
    /// Whether values are SOH in %, and not capacities in Ah.
    pub(super) percent: bool,
    pub(super) over: Over,
}

/// How the text at an end of life begins.
pub(super) const END: &str = "80 % at";
/// So many places of a curve.
const PLACES: usize = 120;
/// An end of life is drawn up to so many spans beyond the data.
const BEYOND: f64 = 1.0;

/// Draws the model of a group, and says what it is, or why there is none.
pub(super) fn draw(panel: &mut Panel, of: &Of<'_, '_>, group: usize, colour: Colour) -> String {
    let derived = of.test.derived;
    let over = of.over;
    let all = courses(derived, &of.test.head.conventions);
    let Some(course) = all.iter().find(|course| course.first.group == group) else { return "no course".to_owned() };
    let nominal_ah = derived.nominal.map(|(nominal, _)| nominal);
    let decline = decline(course, over, nominal_ah);
    let Some((baseline, (from, to))) = course.baseline.zip(decline.span) else {
        return "no model: no baseline".to_owned();
    };
    let Some(fit) = decline.chosen() else {
        let why = decline.fits.iter().find_map(|fit| fit.refused.clone()).unwrap_or_default();
        return format!("no model: {why}");
    };
    let unit = if of.percent { 1.0 } else { baseline.capacity_ah / 100.0 };
    let end = decline.end_of_life(Base::Baseline);
    let ends_at = end.and_then(|end| end.value).filter(|value| *value <= to + BEYOND * (to - from));
    let band = decline.band(from, ends_at.map_or(to, |end| end.max(to)), PLACES);
    panel.bands.push(Band { points: band.iter().map(|p| (p.0, p.2 * unit, p.3 * unit)).collect(), colour });
    panel.series.push(Series {
        label: String::new(),
        name: format!("{} model, group {}", fit.model.name(), group + 1),
        points: band.iter().map(|p| (p.0, p.1 * unit)).collect(),
        style: Style { line: Some(Dash::Dashed), ..Style::line(colour) },
        in_legend: false,
    });
    let height = |x: f64| fit.at(x).map(|(value, ..)| value * unit);
    let mut mark = |x: f64, text: String| {
        if let Some(y) = height(x) {
            panel.notes.push(Note { at: (x, y), text, above: true, either: true });
        }
    };
    if let Some(knee) = decline.knee.knee() {
        mark(knee, format!("knee {}", scale::short(knee, 4)));
    }
    if let Some(end) = ends_at {
        mark(end, format!("{END} {}", scale::short(end, 4)));
    }
    said(&decline, over)
}

/// The model, the end of life and the knee in words.
fn said(decline: &Decline, over: Over) -> String {
    let Some(fit) = decline.chosen() else { return String::new() };
    let number = |value: f64| scale::short(value, 4);
    let mut said = vec![format!("{} model {}", fit.model.name(), fit.model.formula())];
    let place = |value: String| match over {
        Over::Throughput => format!("{value} {}", over.unit()),
        _ => format!("{} {value}", over.unit()),
    };
    if let Some(end) = decline.end_of_life(Base::Baseline) {
        said.push(match (end.value, end.ci) {
            (Some(value), Some((low, high))) => {
                let side = |side: Option<f64>| side.map_or_else(|| "never".to_owned(), number);
                format!("80 % at {} (95 %: {} to {})", place(number(value)), side(low), side(high))
            }
            (Some(value), None) => format!("80 % at {}", place(number(value))),
            (None, _) => "no end of life".to_owned(),
        });
    }
    said.push(match (decline.knee.single, &decline.knee.refused) {
        (Some(single), _) => {
            format!("knee at {} ({} to {})", number(single.knee), number(single.ci.0), number(single.ci.1))
        }
        (None, _) => "no knee".to_owned(),
    });
    said.join(", ")
}
