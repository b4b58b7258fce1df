//! The surface that figures are drawn on: the only user of plotters.
//!
//! Plotters rounds coordinates to whole units, which shows as kinks in smooth curves; so everything is drawn ten times as
//! large and the picture keeps that as its viewBox. Dashes and clipping, which plotters lacks, are groups around what it
//! draws. The same calls give the same bytes.

use super::area::Area;
use super::error::PlotError;
use super::text::{FAMILY, clean};
use super::theme::Colour;
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle};
use std::fmt::Write as _;

/// How much larger than the picture it is drawn.
const FOLD: f64 = 10.0;
/// Plotters divides the sizes of fonts by this.
const PLOTTERS_FONT: f64 = 1.24;

/// How a line is interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Dash {
    /// Not at all.
    Solid,
    /// Long strokes.
    Dashed,
    /// Dots.
    Dotted,
}

/// The shape of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub(crate) enum Shape {
    Circle,
    Square,
    Diamond,
    Up,
    Down,
}

/// Where a text stands from its point, horizontally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Across {
    Left,
    Centre,
    Right,
}

/// Which part of a text lies at its point, vertically.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Down {
    Top,
    Middle,
    Bottom,
}

/// How a text is set; `size` in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lettering {
    pub(super) size: f64,
    pub(super) colour: Colour,
    pub(super) across: Across,
    pub(super) down: Down,
    /// Read from below.
    pub(super) upright: bool,
}

/// How a line is drawn; `width` in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) dash: Dash,
}

/// A picture that is being drawn. Coordinates are pixels from the upper left corner.
pub(super) struct Canvas {
    width: f64,
    height: f64,
    body: String,
    clips: usize,
    failed: Option<String>,
}

type Point = (f64, f64);

fn fold((x, y): Point) -> (i32, i32) {
    // Far beyond any picture, and well inside what an SVG reader takes.
    let part = |v: f64| (v * FOLD).round().clamp(-1e7, 1e7) as i32;
    (part(x), part(y))
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn style(colour: Colour, width: f64, filled: bool, alpha: f64) -> ShapeStyle {
    let color = RGBColor(colour.0, colour.1, colour.2).mix(alpha);
    ShapeStyle { color, filled, stroke_width: (width * FOLD).round().max(1.0) as u32 }
}

/// The size that plotters turns into exactly this whole number.
fn plotters_size(size: f64) -> f64 {
    let near = size * PLOTTERS_FONT;
    [near, near.next_up(), near.next_down()].into_iter().find(|s| s / PLOTTERS_FONT == size).unwrap_or(near)
}

impl Canvas {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new(), clips: 0, failed: None }
    }

    /// Lets plotters draw one thing, and keeps what it drew without the document around it.
    fn draw<E: std::fmt::Display>(&mut self, one: impl FnOnce(&mut SVGBackend<'_>) -> Result<(), E>) {
        let mut drawn = String::new();
        let mut backend = SVGBackend::with_string(&mut drawn, (1, 1));
        let result = one(&mut backend);
        drop(backend);
        if let Err(error) = result {
            self.failed.get_or_insert(error.to_string());
        }
        let inside = drawn.split_once(">\n").map_or("", |(_, rest)| rest);
        self.body.push_str(inside.strip_suffix("</svg>\n").unwrap_or(inside));
    }

    pub(super) fn line(&mut self, points: &[Point], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        let unit = (stroke.width * FOLD).round().max(1.0);
        let dashes = match stroke.dash {
            Dash::Solid => String::new(),
            Dash::Dashed => format!(" stroke-dasharray=\"{} {}\"", unit * 4.0, unit * 2.0),
            Dash::Dotted => format!(" stroke-dasharray=\"{unit} {}\"", unit * 1.6),
        };
        // Plotters writes each point in full; from one to the next it is half as much to read.
        let colour = hex(stroke.colour);
        let _ = write!(self.body, "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{unit}\"{dashes} d=\"");
        let mut last: Option<(i32, i32)> = None;
        for (x, y) in points.iter().map(|&point| fold(point)) {
            let _ = match last {
                None => write!(self.body, "M{x},{y}l"),
                Some((x0, y0)) => {
                    let gap = if self.body.ends_with('l') { "" } else { " " };
                    write!(self.body, "{gap}{},{}", x - x0, y - y0)
                }
            };
            last = Some((x, y));
        }
        self.body.push_str("\"/>\n");
    }

    /// A straight line whose edges fall on whole pixels where it is upright or level.
    pub(super) fn rule(&mut self, from: Point, to: Point, stroke: Stroke) {
        if stroke.dash == Dash::Solid {
            self.draw(|svg| svg.draw_line(fold(from), fold(to), &style(stroke.colour, stroke.width, false, 1.0)));
        } else {
            self.line(&[from, to], stroke);
        }
    }

    pub(super) fn polygon(&mut self, points: &[Point], colour: Colour, alpha: f64) {
        let path: Vec<(i32, i32)> = points.iter().map(|&p| fold(p)).collect();
        self.draw(|svg| svg.fill_polygon(path, &style(colour, 1.0, true, alpha)));
    }

    pub(super) fn block(&mut self, area: Area, colour: Colour) {
        let (from, to) = (fold((area.left, area.top)), fold((area.right, area.bottom)));
        self.draw(|svg| svg.draw_rect(from, to, &style(colour, 1.0, true, 1.0), true));
    }

    /// Many rectangles of one colour.
    pub(super) fn blocks(&mut self, areas: &[Area], colour: Colour) {
        let _ = write!(self.body, "<path fill=\"{}\" d=\"", hex(colour));
        for area in areas {
            let ((left, top), (right, bottom)) = (fold((area.left, area.top)), fold((area.right, area.bottom)));
            let (width, height) = (right - left, bottom - top);
            let _ = write!(self.body, "M{left},{top}h{width}v{height}h{}z", -width);
        }
        self.body.push_str("\"/>\n");
    }

    pub(super) fn frame(&mut self, area: Area, stroke: Stroke) {
        let Area { left, top, right, bottom } = area;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)], stroke);
    }

    /// A marker of `size` pixels across; hollow ones have the ground's colour inside.
    pub(super) fn marker(&mut self, at: Point, shape: Shape, size: f64, colour: Colour, hollow: Option<Colour>) {
        let r = size / 2.0;
        let (x, y) = at;
        let path = match shape {
            Shape::Circle => {
                let ((x, y), radius) = (fold(at), (r * FOLD).round());
                let _ = write!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"");
                let _ = match hollow {
                    None => writeln!(self.body, "{}\"/>", hex(colour)),
                    Some(ground) => {
                        let (ground, colour, width) = (hex(ground), hex(colour), (size * 0.18 * FOLD).round().max(1.0));
                        writeln!(self.body, "{ground}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>")
                    }
                };
                return;
            }
            Shape::Square => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            Shape::Diamond => {
                let r = r * 1.25;
                vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
            }
            Shape::Up => vec![(x, y - r * 1.2), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8)],
            Shape::Down => vec![(x, y + r * 1.2), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8)],
        };
        self.polygon(&path, hollow.unwrap_or(colour), 1.0);
        if hollow.is_some() {
            let closed: Vec<Point> = path.iter().chain(&path[..2]).copied().collect();
            self.line(&closed, Stroke { colour, width: size * 0.18, dash: Dash::Solid });
        }
    }

    pub(super) fn text(&mut self, text: &str, at: Point, lettering: Lettering) {
        let Lettering { size, colour, across, down, upright } = lettering;
        let h_pos = match across {
            Across::Left => HPos::Left,
            Across::Centre => HPos::Center,
            Across::Right => HPos::Right,
        };
        let v_pos = match down {
            Down::Top => VPos::Top,
            Down::Middle => VPos::Center,
            Down::Bottom => VPos::Bottom,
        };
        let font = FontDesc::new(FontFamily::Name(FAMILY), plotters_size((size * FOLD).round()), FontStyle::Normal)
            .transform(if upright { FontTransform::Rotate270 } else { FontTransform::None });
        let style = TextStyle {
            font,
            color: RGBColor(colour.0, colour.1, colour.2).to_backend_color(),
            pos: Pos::new(h_pos, v_pos),
        };
        let text = clean(text);
        self.draw(|svg| svg.draw_text(&text, &style, fold(at)));
    }

    /// What `inside` draws is cut at the edges of `area`.
    pub(super) fn clipped(&mut self, area: Area, inside: impl FnOnce(&mut Self)) {
        let id = self.clips;
        self.clips += 1;
        let ((x, y), (right, bottom)) = (fold((area.left, area.top)), fold((area.right, area.bottom)));
        let _ = writeln!(
            self.body,
            "<clipPath id=\"clip{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/></clipPath>\n<g clip-path=\"url(#clip{id})\">",
            right - x,
            bottom - y
        );
        inside(self);
        self.body.push_str("</g>\n");
    }

    /// The document; `width` and `height` are written as given, with a unit where the size has one. The title and what the
    /// picture shows are there for those who cannot see it.
    pub(super) fn finish(self, width: &str, height: &str, title: &str, shows: &str) -> Result<String, PlotError> {
        if let Some(why) = self.failed {
            return Err(PlotError::Picture(why));
        }
        let (w, h) = fold((self.width, self.height));
        let (title, shows) = (escaped(title), escaped(shows));
        Ok(format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {w} {h}\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" stroke-linejoin=\"round\">\n<title>{title}</title>\n<desc>{shows}</desc>\n{}</svg>\n",
            self.body
        ))
    }
}

/// A text as XML holds it.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in clean(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            c => safe.push(c),
        }
    }
    safe
}
