//! Draws a figure that is laid out.

use super::area::Area;
use super::canvas::{Across, Canvas, Dash, Down, Lettering, Stroke};
use super::error::PlotError;
use super::figure::{Figure, Panel, Series, Stretch, Style};
use super::layout::{BarLayout, LINE, Layout, MARKER_EM, PanelLayout, STRIP_EM, SWATCH_EM, TICK_EM, TITLE_EM};
use super::scale::short;
use super::simplify::simplify;
use super::text::width_em;
use super::theme::Colour;

/// Borders of steps that lie nearer than so many times their own width are a grey ground; the strip above shows them.
const APART_HAIRS: f64 = 14.0;
/// Beyond so many, step numbers are thinned.
const MOST_STEP_NUMBERS: usize = 30;
/// Beyond so many, those narrower than a pixel are not all drawn.
const MOST_STRIPS: usize = 400;
/// The distance in pixels within which points lie on their neighbours' line.
const FINE: f64 = 0.12;
/// The most points of all curves of a picture; beyond them their distance grows, but never to what an eye could see.
const MOST_POINTS: usize = 12_000;
const COARSE: f64 = 1.0;

/// The picture.
pub(super) fn paint(figure: &Figure, layout: &Layout) -> Result<String, PlotError> {
    let format = figure.format;
    let mut painter = Painter {
        canvas: Canvas::new(format.width_px, format.height_px),
        figure,
        layout,
        em: layout.em,
        small: layout.small,
        hair: format.pt(0.6),
        tolerance: tolerance(figure, layout),
    };
    let all = Area { left: 0.0, top: 0.0, right: format.width_px, bottom: format.height_px };
    painter.canvas.block(all, figure.theme.ground());
    painter.title_and_footer();
    for (number, (panel, place)) in figure.panels.iter().zip(&layout.panels).enumerate() {
        painter.panel(panel, place, number == 0);
    }
    painter.legend();
    if let (Some(bar), Some(place)) = (&figure.bar, &layout.bar) {
        painter.bar(&bar.label, place);
    }
    let side = |px: f64| if format.inches { format!("{}in", short(px / format.dpi, 6)) } else { format!("{px}") };
    painter.canvas.finish(
        &side(format.width_px),
        &side(format.height_px),
        figure.title.as_deref().unwrap_or(figure.kind),
        &figure.described(),
    )
}

pub(super) struct Painter<'a> {
    pub(super) canvas: Canvas,
    pub(super) figure: &'a Figure,
    pub(super) layout: &'a Layout,
    pub(super) em: f64,
    /// The size of small letters, in units of the text's size.
    pub(super) small: f64,
    pub(super) hair: f64,
    /// How far from a curve's points its line may run, in pixels.
    tolerance: f64,
}

impl Painter<'_> {
    pub(super) fn lettering(&self, size_em: f64, across: Across, down: Down) -> Lettering {
        Lettering { size: self.em * size_em, colour: self.figure.theme.ink(), across, down, upright: false }
    }

    fn title_and_footer(&mut self) {
        let mut y = self.layout.pad;
        for line in &self.layout.title {
            self.canvas.text(line, (self.layout.pad, y), self.lettering(TITLE_EM, Across::Left, Down::Top));
            y += self.em * TITLE_EM * LINE;
        }
        let mut y = self.layout.footer_top;
        for line in &self.layout.footer {
            let faint =
                Lettering { colour: self.figure.theme.faint(), ..self.lettering(self.small, Across::Left, Down::Top) };
            self.canvas.text(line, (self.layout.pad, y), faint);
            y += self.em * self.small * LINE;
        }
    }

    fn panel(&mut self, panel: &Panel, place: &PanelLayout, first: bool) {
        let first = first || panel.own_head;
        self.grid(place);
        self.tiles(panel, place);
        self.stretches(panel, place, first);
        self.rules(panel, place);
        self.flags(panel, place, first);
        let mut canvas = std::mem::replace(&mut self.canvas, Canvas::new(0.0, 0.0));
        canvas.clipped(place.area, |canvas| {
            for band in &panel.bands {
                let lower = band.points.iter().map(|&(x, low, _)| place.at((x, low)));
                let upper = band.points.iter().rev().map(|&(x, _, high)| place.at((x, high)));
                canvas.polygon(&lower.chain(upper).collect::<Vec<_>>(), band.colour, 0.2);
            }
            for series in &panel.series {
                if panel.outliers_at_edge {
                    // No line runs to a point beyond the axis: an arrow stands for it.
                    let inside = |y: f64| if (0.0..=1.0).contains(&place.y.share(y)) { y } else { f64::NAN };
                    let points = series.points.iter().map(|&(x, y)| (x, inside(y))).collect();
                    self.curve(canvas, &Series { points, ..series.clone() }, place);
                } else {
                    self.curve(canvas, series, place);
                }
            }
        });
        self.canvas = canvas;
        self.markers(panel, place);
        self.axes(panel, place);
        self.notes(panel, place);
    }

    fn grid(&mut self, place: &PanelLayout) {
        let stroke = solid(self.figure.theme.grid(), self.hair);
        let area = place.area;
        for tick in &place.x_ticks {
            let x = place.across(tick.value);
            self.canvas.rule((x, area.top), (x, area.bottom), stroke);
        }
        for tick in &place.y_ticks {
            let y = place.up(tick.value);
            self.canvas.rule((area.left, y), (area.right, y), stroke);
        }
    }

    fn tiles(&mut self, panel: &Panel, place: &PanelLayout) {
        let Some(bar) = &self.figure.bar else { return };
        for tile in &panel.tiles {
            let (left, bottom) = place.at((tile.x.0, tile.y.0));
            let (right, top) = place.at((tile.x.1, tile.y.1));
            let colour = bar.colour(tile.value, self.figure.theme);
            self.canvas.block(Area { left, top, right, bottom }, colour);
            let label = short(tile.value, 3);
            if width_em(&label) * self.em * self.small < (right - left) * 0.95 && bottom - top > self.em * 1.2 {
                let ink = if colour.luminance() < 0.5 { Colour(255, 255, 255) } else { Colour(0, 0, 0) };
                let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
                let lettering = self.lettering(self.small, Across::Centre, Down::Middle);
                self.canvas.text(&label, middle, Lettering { colour: ink, ..lettering });
            }
        }
    }

    /// Steps: borders in every panel; above the first, a strip in the colours of their types, and numbers.
    fn stretches(&mut self, panel: &Panel, place: &PanelLayout, first: bool) {
        let area = place.area;
        let visible: Vec<_> = panel.stretches.iter().filter(|s| s.to >= place.x.min && s.from <= place.x.max).collect();
        let ends = |stretch: &Stretch| {
            let end = |value: f64| place.across(value).clamp(area.left, area.right);
            (end(stretch.from), end(stretch.to))
        };
        if visible.len() as f64 * APART_HAIRS * self.hair < area.width() {
            let border = solid(self.figure.theme.grid().mix(self.figure.theme.ink(), 0.18), self.hair);
            for left in visible.iter().map(|stretch| ends(stretch).0).filter(|left| *left > area.left + 1.0) {
                self.canvas.rule((left, area.top), (left, area.bottom), border);
            }
        }
        if !first || visible.is_empty() {
            return;
        }
        let top = area.top - (STRIP_EM + 0.12) * self.em;
        self.strip(&visible, ends, top);
        let mut free_from = f64::NEG_INFINITY;
        for stretch in visible.iter().step_by(visible.len().div_ceil(MOST_STEP_NUMBERS)) {
            let (left, right) = ends(stretch);
            let label = stretch.step.to_string();
            let half = width_em(&label) * self.em * self.small / 2.0;
            let middle = f64::midpoint(left, right);
            if middle - half > free_from {
                let lettering = self.lettering(self.small, Across::Centre, Down::Bottom);
                self.canvas.text(&label, (middle, top), lettering);
                free_from = middle + half + 0.4 * self.em;
            }
        }
    }

    /// The strip; where steps are narrower than a pixel, one of them stands for its neighbours.
    fn strip(&mut self, visible: &[&Stretch], ends: impl Fn(&Stretch) -> (f64, f64), top: f64) {
        let bottom = top + STRIP_EM * self.em;
        let narrow = if visible.len() > MOST_STRIPS { 1.0 } else { 0.0 };
        let mut by_colour: Vec<(Colour, Vec<Area>)> = Vec::new();
        let mut done = f64::NEG_INFINITY;
        for stretch in visible {
            let (left, right) = ends(stretch);
            if right - done < narrow {
                continue;
            }
            // What was left out since the last one belongs to this one.
            let left = if narrow > 0.0 && done.is_finite() { left.min(done) } else { left };
            let area = Area { left, top, right: right.max(left + self.hair), bottom };
            match by_colour.iter_mut().find(|(colour, _)| *colour == stretch.colour) {
                Some((_, areas)) => areas.push(area),
                None => by_colour.push((stretch.colour, vec![area])),
            }
            done = right;
        }
        // The commonest first, so that a pulse of a hair's width lies upon the rests around it.
        by_colour.sort_by_key(|(_, areas)| std::cmp::Reverse(areas.len()));
        for (colour, areas) in by_colour {
            self.canvas.blocks(&areas, colour);
        }
    }

    fn rules(&mut self, panel: &Panel, place: &PanelLayout) {
        let ink = self.figure.theme.faint();
        let area = place.area;
        let stroke = Stroke { colour: ink, width: self.hair * 1.3, dash: Dash::Dashed };
        for rule in &panel.rules {
            let share = if rule.level { place.y.share(rule.at) } else { place.x.share(rule.at) };
            if !(0.0..=1.0).contains(&share) {
                continue;
            }
            let lettering = Lettering { colour: ink, ..self.lettering(self.small, Across::Right, Down::Bottom) };
            if rule.level {
                let y = place.up(rule.at);
                self.canvas.rule((area.left, y), (area.right, y), stroke);
                self.canvas.text(&rule.label, (area.right - 0.4 * self.em, y), lettering);
            } else {
                let x = place.across(rule.at);
                self.canvas.rule((x, area.top), (x, area.bottom), stroke);
                self.canvas.text(&rule.label, (x - 0.3 * self.em, area.top + 1.2 * self.em), lettering);
            }
        }
    }

    fn curve(&self, canvas: &mut Canvas, series: &Series, place: &PanelLayout) {
        let Some(dash) = series.style.line else { return };
        let stroke =
            Stroke { colour: series.style.colour, width: self.figure.format.pt(self.figure.theme.line_pt()), dash };
        for run in runs(series, place) {
            match run.as_slice() {
                // A value between two gaps is seen, too.
                [(x, y)] => canvas.line(&[(x - stroke.width, *y), (x + stroke.width, *y)], stroke),
                run => canvas.line(&simplify(run, self.tolerance), stroke),
            }
        }
    }

    fn legend(&mut self) {
        let letters = self.layout.legend_em;
        let line = self.em * letters * LINE;
        if let Some(ground) = self.layout.legend_ground {
            self.canvas.block(ground, self.figure.theme.ground());
            self.canvas.frame(ground, solid(self.figure.theme.grid(), self.hair));
        }
        for entry in &self.layout.legend {
            let middle = entry.top + line / 2.0;
            self.swatch(entry.key.style, entry.left, middle);
            for (i, text) in entry.lines.iter().enumerate() {
                let at = (entry.left + (SWATCH_EM + 0.5) * self.em * letters, middle + i as f64 * line);
                self.canvas.text(text, at, self.lettering(letters, Across::Left, Down::Middle));
            }
        }
    }

    fn swatch(&mut self, style: Style, left: f64, y: f64) {
        let width = SWATCH_EM * self.em * self.layout.legend_em;
        if let Some(dash) = style.line {
            let stroke =
                Stroke { colour: style.colour, width: self.figure.format.pt(self.figure.theme.line_pt()), dash };
            self.canvas.line(&[(left, y), (left + width, y)], stroke);
        }
        if let Some(shape) = style.marker {
            let hollow = style.hollow.then_some(self.figure.theme.ground());
            self.canvas.marker((left + width / 2.0, y), shape, self.em * MARKER_EM, style.colour, hollow);
        }
    }

    fn bar(&mut self, label: &str, place: &BarLayout) {
        const PARTS: usize = 64;
        let (area, letters) = (place.area, self.layout.legend_em);
        let theme = self.figure.theme;
        for i in 0..PARTS {
            let share = |i: usize| i as f64 / PARTS as f64;
            let (bottom, top) = (area.bottom - share(i) * area.height(), area.bottom - share(i + 1) * area.height());
            let colour = theme.viridis(i as f64 / (PARTS - 1) as f64);
            // Parts overlap by a hair, or seams would show.
            self.canvas.block(Area { top: (top - 1.5).max(area.top), bottom, ..area }, colour);
        }
        let stroke = solid(theme.ink(), self.hair);
        self.canvas.frame(area, stroke);
        let mut widest = 0.0_f64;
        for tick in &place.ticks {
            let y = area.bottom - place.range.share(tick.value) * area.height();
            self.canvas.rule((area.right, y), (area.right + TICK_EM * self.em, y), stroke);
            let beside = (area.right + (TICK_EM + 0.25) * self.em, y);
            self.canvas.text(&tick.label, beside, self.lettering(letters, Across::Left, Down::Middle));
            widest = widest.max(width_em(&tick.label) * self.em * letters);
        }
        let x = area.right + (TICK_EM + 0.45) * self.em + widest;
        let lettering = Lettering { upright: true, ..self.lettering(letters, Across::Centre, Down::Top) };
        self.canvas.text(label, (x, f64::midpoint(area.top, area.bottom)), lettering);
    }
}

/// The stretches of a curve between its gaps, in pixels.
fn runs<'a>(series: &'a Series, place: &'a PanelLayout) -> impl Iterator<Item = Vec<(f64, f64)>> + 'a {
    let runs = series.points.split(|(x, y)| x.is_nan() || y.is_nan());
    runs.map(move |run| run.iter().map(|&point| place.at(point)).filter(finite).collect())
}

/// The distance at which the points of all curves fit into the picture's file.
fn tolerance(figure: &Figure, layout: &Layout) -> f64 {
    let panels = || figure.panels.iter().zip(&layout.panels);
    let lines = panels().flat_map(|(panel, place)| panel.series.iter().map(move |series| (series, place)));
    let drawn = lines.filter(|(series, _)| series.style.line.is_some());
    let mut held: Vec<Vec<(f64, f64)>> =
        drawn.flat_map(|(series, place)| runs(series, place)).map(|run| simplify(&run, FINE)).collect();
    let mut tolerance = FINE;
    while tolerance < COARSE && held.iter().map(Vec::len).sum::<usize>() > MOST_POINTS {
        tolerance = (tolerance * 1.6).min(COARSE);
        held = held.iter().map(|run| simplify(run, tolerance)).collect();
    }
    tolerance
}

pub(super) fn solid(colour: Colour, width: f64) -> Stroke {
    Stroke { colour, width, dash: Dash::Solid }
}

pub(super) fn finite(point: &(f64, f64)) -> bool {
    point.0.is_finite() && point.1.is_finite()
}
