//! What a figure says, before anything is drawn: panels, axes, curves, marks, legend and footer.

use super::canvas::{Dash, Shape};
use super::options::{Format, Legend, Limits, Options, Title};
use super::scale::Scale;
use super::theme::{Colour, Theme};

/// An axis.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Axis {
    /// What stands beside it: `Voltage / V`.
    pub label: String,
    /// What stands there where that is too long: `U / V`.
    pub short: String,
    /// The name of its values where points are written: `voltage_v`.
    pub name: String,
    /// How it counts.
    pub scale: Scale,
    /// Limits; the data's where missing.
    pub limits: Limits,
    /// Values that the axis must show, such as 0.
    pub includes: Vec<f64>,
    /// Whether only whole numbers are ticks.
    pub whole: bool,
    /// No margin beside the data, and 0 where the data begin near it: for time.
    pub tight: bool,
    /// The least range, so that noise does not fill the panel.
    pub least_span: f64,
}

impl Axis {
    /// An axis of a quantity in a unit.
    #[must_use]
    pub(crate) fn new(label: &str, name: &str) -> Self {
        Self { label: label.to_owned(), name: name.to_owned(), ..Self::default() }
    }

    /// With a short label for where the long one does not fit.
    #[must_use]
    pub(crate) fn or(mut self, short: &str) -> Self {
        short.clone_into(&mut self.short);
        self
    }

    /// With the limits that a person set.
    #[must_use]
    pub(crate) fn limited(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    /// Its colour.
    pub colour: Colour,
    /// Its line; `None` for points alone.
    pub line: Option<Dash>,
    /// Its marker.
    pub marker: Option<Shape>,
    /// Whether markers are hollow.
    pub hollow: bool,
    /// Whether a line of many points has a few markers along it, which tell it from another of its colour.
    pub spaced: bool,
}

impl Style {
    /// A solid line.
    #[must_use]
    pub(crate) const fn line(colour: Colour) -> Self {
        Self { colour, line: Some(Dash::Solid), marker: None, hollow: false, spaced: false }
    }

    /// Markers alone.
    #[must_use]
    pub(crate) const fn points(colour: Colour, shape: Shape) -> Self {
        Self { colour, line: None, marker: Some(shape), hollow: false, spaced: false }
    }
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// What the legend says; the same label and style stand there once.
    pub label: String,
    /// What it is where points are written: test, cycle, step.
    pub name: String,
    /// x, y; NaN is a gap.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub style: Style,
    /// Whether the legend has it.
    pub in_legend: bool,
}

/// A line across a panel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    /// Where: a value of y (level) or of x (upright).
    pub at: f64,
    /// Level or upright.
    pub level: bool,
    /// What stands at its end.
    pub label: String,
}

/// A stretch of the horizontal axis: one step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// Its number.
    pub step: i32,
    /// Where it begins and ends.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its colour: that of its type.
    pub colour: Colour,
}

/// A finding at a place of the horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flag {
    /// Where.
    pub at: f64,
    /// Its rule.
    pub label: String,
    /// Its severity's colour.
    pub colour: Colour,
}

/// A rectangle of a heat map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tile {
    /// Left, right.
    pub x: (f64, f64),
    /// Lower, upper.
    pub y: (f64, f64),
    /// The value, which has the colour of the figure's colour bar.
    pub value: f64,
    /// Its centre, where points are written.
    pub centre: (f64, f64),
}

/// A band between two curves: x, lower, upper.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Band {
    /// x, lower, upper.
    pub points: Vec<(f64, f64, f64)>,
    /// Its colour.
    pub colour: Colour,
}

/// A text at a place of a panel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    /// The place.
    pub at: (f64, f64),
    /// The text.
    pub text: String,
    /// Above or below the place.
    pub above: bool,
    /// Whether it may stand on the other side where this one is taken.
    pub either: bool,
}

/// One system of axes.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Panel {
    /// What stands above it, where there are several.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Its share of the height.
    pub weight: f64,
    /// Its curves.
    pub series: Vec<Series>,
    /// Lines across it.
    pub rules: Vec<Rule>,
    /// Steps.
    pub stretches: Vec<Stretch>,
    /// Findings.
    pub flags: Vec<Flag>,
    /// A heat map.
    pub tiles: Vec<Tile>,
    /// Bands.
    pub bands: Vec<Band>,
    /// Texts.
    pub notes: Vec<Note>,
    /// Whether values beyond the limits are marked at the edge.
    pub outliers_at_edge: bool,
    /// Whether its steps and findings stand above it, and not above the first panel alone.
    pub own_head: bool,
    /// A second scale of the same quantity, to the right.
    pub second: Option<Second>,
}

/// A second scale: what stands beside it, and how much of its unit one of the first is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Second {
    /// What stands beside it: `SOH / %`.
    pub label: String,
    /// The second value is the first times this.
    pub factor: f64,
}

/// Lets panels of one quantity show one range, so that heights can be compared.
pub(super) fn share_range(panels: &mut [Panel]) {
    let values =
        || panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points).map(|point| point.1);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if low <= high {
        panels.iter_mut().for_each(|panel| panel.y.includes.extend([low, high]));
    }
}

/// Beyond so many points a curve has no markers.
pub(super) const MOST_MARKERS: usize = 200;

impl Panel {
    /// An empty panel.
    #[must_use]
    pub(crate) fn new(x: Axis, y: Axis) -> Self {
        Self { x, y, weight: 1.0, ..Self::default() }
    }

    /// Marks the rows on their curves where they are few in all, so that what lies between them is seen to be a line.
    pub(super) fn mark_few(&mut self) {
        if self.series.iter().map(|series| series.points.len()).sum::<usize>() < MOST_MARKERS {
            for series in self.series.iter_mut().filter(|series| series.style.marker.is_none()) {
                series.style.marker = Some(Shape::Circle);
            }
        }
    }
}

/// The meaning of a colour that runs through viridis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ColourBar {
    /// What it means: `Cycle`.
    pub label: String,
    /// The value of the first colour.
    pub min: f64,
    /// The value of the last.
    pub max: f64,
    /// Whether only whole numbers are ticks.
    pub whole: bool,
}

impl ColourBar {
    /// The colour of a value.
    #[must_use]
    pub(crate) fn colour(&self, value: f64, theme: Theme) -> Colour {
        let range = self.max - self.min;
        theme.viridis(if range > 0.0 { (value - self.min) / range } else { 0.0 })
    }
}

/// A further line of the legend that is no curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// What it says.
    pub label: String,
    /// How it looks.
    pub style: Style,
}

/// A figure, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The kind's name.
    pub kind: &'static str,
    /// What stands above it.
    pub title: Option<String>,
    /// Panels from top to bottom.
    pub panels: Vec<Panel>,
    /// Whether all panels have the same horizontal axis, which then stands once.
    pub shared_x: bool,
    /// Further lines of the legend.
    pub keys: Vec<Key>,
    /// The meaning of running colours.
    pub bar: Option<ColourBar>,
    /// What stands below it: cell, file, what is shown, how it was made.
    pub footer: Vec<String>,
    /// Its size.
    pub format: Format,
    /// What it is made for.
    pub theme: Theme,
    /// The size of its letters in points, where it was asked for.
    pub font_pt: Option<f64>,
    /// Where its legend stands.
    pub legend: Legend,
    /// What a person should know who asked for it, and the picture does not say.
    pub remarks: Vec<String>,
}

/// Below this width in inches letters shrink with the picture, down to [`NARROW_PT`].
const WIDE_IN: f64 = 5.0;
/// The size of letters in a column's width.
const NARROW_PT: f64 = 7.0;

impl Figure {
    /// A figure without panels; `title` is its own title.
    #[must_use]
    pub(crate) fn new(kind: &'static str, title: String, options: &Options) -> Self {
        let title = match &options.title {
            Title::Own => Some(title),
            Title::Off => None,
            Title::Given(title) => Some(title.clone()),
        };
        Self {
            kind,
            title,
            panels: Vec::new(),
            shared_x: false,
            keys: Vec::new(),
            bar: None,
            footer: Vec::new(),
            format: options.format,
            theme: options.theme,
            font_pt: options.font_pt,
            legend: options.legend,
            remarks: Vec::new(),
        }
    }

    /// The size of its letters in points.
    pub(super) fn text_pt(&self) -> f64 {
        let usual = self.theme.text_pt();
        let inches = self.format.width_px.min(self.format.height_px * 4.0 / 3.0) / self.format.dpi;
        self.font_pt.unwrap_or_else(|| (usual * inches / WIDE_IN).clamp(NARROW_PT, usual))
    }
}
