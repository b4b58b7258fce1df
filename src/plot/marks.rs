//! What is drawn at single places of a panel: markers, texts beside them, and findings.

use super::canvas::{Across, Area, Dash, Down, Lettering, Shape, Stroke};
use super::figure::{Panel, Series};
use super::layout::{PanelLayout, STRIP_EM};
use super::paint::{Painter, across, at, finite};
use super::text::width_em;
use super::theme::Colour;
use std::collections::HashSet;

/// Beyond so many points a curve has no markers.
pub(super) const MOST_MARKERS: usize = 200;
/// Beyond so many the markers of a curve are small.
const MOST_LARGE: usize = 50;
/// So many markers stand along a line that is told from others by them.
const SPACED: usize = 8;
/// The size of a marker.
pub(super) const MARKER_EM: f64 = 0.5;

/// A marker's place on the picture and its look.
type Mark = (i64, i64, Shape, Colour, bool);

impl Painter<'_> {
    /// The markers of a panel's curves; where they are many, those at one place are one.
    pub(super) fn markers(&mut self, panel: &Panel, place: &PanelLayout) {
        let all = panel.series.iter().filter(|series| series.style.marker.is_some());
        let crowded = all.map(|series| series.points.len()).sum::<usize>() > MOST_MARKERS;
        let mut taken = crowded.then(HashSet::new);
        // Of points without a line, the rarest come last, so that many do not hide few.
        let mut in_turn: Vec<&Series> = panel.series.iter().collect();
        in_turn.sort_by_key(|series| match series.style.line {
            Some(_) => std::cmp::Reverse(usize::MAX),
            None => std::cmp::Reverse(series.points.len()),
        });
        for series in in_turn {
            self.markers_of(panel, series, place, &mut taken);
        }
    }

    fn markers_of(&mut self, panel: &Panel, series: &Series, place: &PanelLayout, taken: &mut Option<HashSet<Mark>>) {
        let Some(shape) = series.style.marker else { return };
        if series.style.spaced {
            self.spaced(series, place, shape);
            return;
        }
        if series.style.line.is_some() && series.points.len() > MOST_MARKERS {
            return;
        }
        let ground = self.figure.theme.ground();
        let crowded = if series.style.line.is_some() { MOST_LARGE } else { MOST_MARKERS };
        let size = self.em * if series.points.len() > crowded { MARKER_EM * 0.6 } else { MARKER_EM };
        for &point in series.points.iter().filter(|point| finite(point)) {
            let (x, y) = at(place, point);
            let (right, high) = (place.x.share(point.0), place.y.share(point.1));
            if !(-1e-9..=1.0 + 1e-9).contains(&right) {
                continue;
            }
            let hollow = series.style.hollow.then_some(ground);
            if (-1e-9..=1.0 + 1e-9).contains(&high) {
                let mark =
                    ((x * 2.0 / size) as i64, (y * 2.0 / size) as i64, shape, series.style.colour, hollow.is_some());
                if taken.as_mut().is_none_or(|taken| taken.insert(mark)) {
                    self.canvas.marker((x, y), shape, size, series.style.colour, hollow);
                }
            } else if panel.outliers_at_edge {
                let (edge, arrow) = if high > 1.0 {
                    (place.area.top + size, Shape::Up)
                } else {
                    (place.area.bottom - size, Shape::Down)
                };
                let mark = ((x * 2.0 / size) as i64, edge as i64, arrow, series.style.colour, hollow.is_some());
                if taken.as_mut().is_none_or(|taken| taken.insert(mark)) {
                    self.canvas.marker((x, edge), arrow, size * 1.2, series.style.colour, hollow);
                }
            }
        }
    }

    /// A few markers along a line, evenly over its way across the panel.
    fn spaced(&mut self, series: &Series, place: &PanelLayout, shape: Shape) {
        let inside = |point: &(f64, f64)| {
            let within = |share: f64| (0.0..=1.0).contains(&share);
            finite(point) && within(place.x.share(point.0)) && within(place.y.share(point.1))
        };
        let points: Vec<(f64, f64)> = series.points.iter().filter(|p| inside(p)).map(|&p| at(place, p)).collect();
        let apart = place.area.width() / SPACED as f64;
        let hollow = series.style.hollow.then_some(self.figure.theme.ground());
        let mut next = f64::NEG_INFINITY;
        for (x, y) in points {
            if (x - next).abs() >= apart || next == f64::NEG_INFINITY {
                self.canvas.marker((x, y), shape, self.em * MARKER_EM, series.style.colour, hollow);
                next = x;
            }
        }
    }

    /// Texts beside points; one that would run into an earlier one, or out of the panel, is left out.
    pub(super) fn notes(&mut self, panel: &Panel, place: &PanelLayout) {
        let mut taken: Vec<Area> = Vec::new();
        let pad = 0.25 * self.em;
        let marked = panel.series.iter().filter(|series| series.style.marker.is_some());
        let markers: Vec<(f64, f64)> =
            marked.flat_map(|series| &series.points).take(MOST_MARKERS).map(|&point| at(place, point)).collect();
        for note in &panel.notes {
            let (x, y) = at(place, note.at);
            let half = width_em(&note.text) * self.em * self.small / 2.0;
            let left = place.area.left + half + pad;
            let x = x.clamp(left, (place.area.right - half - pad).max(left));
            let (near, far) = (0.35 * self.em, (0.35 + self.small) * self.em);
            let place_at = |above: bool| {
                let (top, bottom) = if above { (y - far, y - near) } else { (y + near, y + far) };
                Area { left: x - half, top, right: x + half, bottom }
            };
            let free = |own: &Area| {
                let covers = |&(x, y): &(f64, f64)| {
                    (own.left - pad..own.right + pad).contains(&x) && (own.top - pad..own.bottom + pad).contains(&y)
                };
                let inside = own.top >= place.area.top && own.bottom <= place.area.bottom;
                inside && !taken.iter().any(|other| other.meets(*own)) && !markers.iter().any(covers)
            };
            let sides = [Some(note.above), note.either.then_some(!note.above)];
            let found = sides.into_iter().flatten().map(|above| (above, place_at(above))).find(|(_, own)| free(own));
            if let Some((above, own)) = found {
                let (down, edge) = if above { (Down::Bottom, own.bottom) } else { (Down::Top, own.top) };
                self.canvas.text(&note.text, (x, edge), self.lettering(self.small, Across::Centre, down));
                taken.push(own);
            }
        }
    }

    /// Findings: a line through every panel and, above the first, a mark with the rule's code where it fits.
    pub(super) fn flags(&mut self, panel: &Panel, place: &PanelLayout, first: bool) {
        let area = place.area;
        let steps = if panel.stretches.is_empty() { 0.0 } else { STRIP_EM + 0.39 + self.small };
        let mut free_from = f64::NEG_INFINITY;
        for flag in panel.flags.iter().filter(|flag| (0.0..=1.0).contains(&place.x.share(flag.at))) {
            let x = across(place, flag.at);
            let stroke = Stroke { colour: flag.colour, width: self.hair, dash: Dash::Dotted };
            self.canvas.rule((x, area.top), (x, area.bottom), stroke);
            let half = width_em(&flag.label) * self.em * self.small / 2.0;
            if first && x - half > free_from {
                let lettering = self.lettering(self.small, Across::Centre, Down::Bottom);
                let lettering = Lettering { colour: flag.colour.mix(self.figure.theme.ink(), 0.35), ..lettering };
                let x = x.min(self.figure.format.width_px - half);
                self.canvas.text(&flag.label, (x, area.top - steps * self.em), lettering);
                free_from = x + half + 0.4 * self.em;
            }
        }
    }
}
