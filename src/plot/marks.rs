//! What is drawn at single places of a panel: markers, texts beside them, and findings.

use super::area::Area;
use super::canvas::{Across, Dash, Down, Lettering, Shape, Stroke};
use super::figure::{MOST_MARKERS, Panel, Series};
use super::layout::{MARKER_EM, PanelLayout, STRIP_EM};
use super::paint::{Painter, finite};
use super::text::width_em;
use super::theme::Colour;
use std::collections::HashSet;

/// Beyond so many the markers of a curve are small.
const MOST_LARGE: usize = 50;
/// So many markers stand along a line that is told from others by them.
const SPACED: usize = 8;

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
            let (x, y) = place.at(point);
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
        let points: Vec<(f64, f64)> = series.points.iter().filter(|p| inside(p)).map(|&p| place.at(p)).collect();
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

    /// Texts beside points; one that would run into an earlier one, or out of the panel, is left out. One that may choose its
    /// side stands where no curve runs through it, if there is such a place.
    pub(super) fn notes(&mut self, panel: &Panel, place: &PanelLayout) {
        let mut taken: Vec<Area> = Vec::new();
        let pad = 0.25 * self.em;
        let marked = panel.series.iter().filter(|series| series.style.marker.is_some());
        let markers: Vec<(f64, f64)> =
            marked.flat_map(|series| &series.points).take(MOST_MARKERS).map(|&point| place.at(point)).collect();
        let lined = panel.series.iter().filter(|series| series.style.line.is_some());
        let lines: Vec<_> =
            lined.flat_map(|series| series.points.windows(2)).map(|p| (place.at(p[0]), place.at(p[1]))).collect();
        for note in &panel.notes {
            let (x, y) = place.at(note.at);
            let half = width_em(&note.text) * self.em * self.small / 2.0;
            let left = place.area.left + half + pad;
            let (near, far) = (0.35 * self.em, (0.35 + self.small) * self.em);
            let place_at = |aside: f64, above: bool| {
                let x = (x + aside * (half + pad)).clamp(left, (place.area.right - half - pad).max(left));
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
            let asides: &[f64] = if note.either { &[0.0, 1.0, -1.0] } else { &[0.0] };
            let sides = [Some(note.above), note.either.then_some(!note.above)];
            let all = asides.iter().flat_map(|aside| sides.into_iter().flatten().map(|above| (*aside, above)));
            let found: Vec<(f64, bool, Area)> = all
                .map(|(aside, above)| (aside, above, place_at(aside, above)))
                .filter(|(.., own)| free(own))
                .collect();
            let clear = |own: &Area| !note.either || !lines.iter().any(|&(from, to)| own.is_crossed(from, to));
            let straight = || found.iter().find(|(aside, ..)| *aside == 0.0);
            if let Some(&(_, above, own)) = found.iter().find(|(.., own)| clear(own)).or_else(straight) {
                let (down, edge) = if above { (Down::Bottom, own.bottom) } else { (Down::Top, own.top) };
                let middle = f64::midpoint(own.left, own.right);
                self.canvas.text(&note.text, (middle, edge), self.lettering(self.small, Across::Centre, down));
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
            let x = place.across(flag.at);
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
