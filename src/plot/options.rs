//! What a person may say of a figure.

use super::error::PlotError;
use super::theme::Theme;
use crate::transform::ageing::Over;
use crate::transform::pulse_map::PulseTime;
use std::collections::BTreeSet;

/// The most pixels a picture may have, so that a slip of the finger does not fill the memory.
const MOST_PIXELS: f64 = 1e8;

/// The size of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    /// Width in pixels.
    pub width_px: f64,
    /// Height in pixels.
    pub height_px: f64,
    /// Pixels an inch; it sets the size of text and lines too.
    pub dpi: f64,
    /// Whether the size was given in inches, and an SVG says so.
    pub inches: bool,
}

impl Default for Format {
    fn default() -> Self {
        Self { width_px: 1200.0, height_px: 800.0, dpi: 150.0, inches: false }
    }
}

impl Format {
    /// A size as it is typed: `1200x800` (pixels), `6.4x4.8in`, `160x120mm`.
    ///
    /// # Errors
    /// When it is no size, or far too large or small.
    pub(crate) fn parse(size: &str, dpi: f64) -> Result<Self, PlotError> {
        let refuse = |why: &str| PlotError::Option { option: "--size", value: size.to_owned(), why: why.to_owned() };
        if !(20.0..=2400.0).contains(&dpi) {
            let why = "give 20 to 2400 dots an inch".to_owned();
            return Err(PlotError::Option { option: "--dpi", value: dpi.to_string(), why });
        }
        let typed = size.trim();
        let (sides, per_unit, inches) = if let Some(sides) = typed.strip_suffix("in") {
            (sides, dpi, true)
        } else if let Some(sides) = typed.strip_suffix("mm") {
            (sides, dpi / 25.4, true)
        } else {
            (typed.strip_suffix("px").unwrap_or(typed), 1.0, false)
        };
        let side = |text: &str| text.trim().parse::<f64>().ok().filter(|side| side.is_finite() && *side > 0.0);
        let (width, height) = sides
            .split_once(['x', 'X', '×'])
            .and_then(|(w, h)| Some((side(w)?, side(h)?)))
            .ok_or_else(|| refuse("write it as 1200x800 (pixels), 6.4x4.8in or 160x120mm"))?;
        let found = Self { width_px: (width * per_unit).round(), height_px: (height * per_unit).round(), dpi, inches };
        let em = dpi * 10.0 / 72.0;
        if found.width_px < 18.0 * em || found.height_px < 14.0 * em {
            let least = format!("{}x{}", (18.0 * em).ceil(), (14.0 * em).ceil());
            return Err(refuse(&format!(
                "too small for its own text; give at least 2.5x2in, which at {dpi} dots an inch is {least} pixels"
            )));
        }
        if found.width_px * found.height_px > MOST_PIXELS {
            return Err(refuse("more than 100 million pixels; give a smaller size or fewer --dpi"));
        }
        Ok(found)
    }

    /// Pixels of so many points.
    #[must_use]
    pub(crate) fn pt(&self, points: f64) -> f64 {
        points * self.dpi / 72.0
    }
}

/// The title of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Title {
    /// What the figure shows, and of which test.
    #[default]
    Own,
    /// None.
    Off,
    /// As given.
    Given(String),
}

/// Where the legend stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Legend {
    /// To the right of the panels where there is room, else below.
    #[default]
    Auto,
    /// To the right of the panels.
    Right,
    /// Below them.
    Below,
    /// At the emptiest place along the upper or the lower edge of the first panel.
    Inside,
    /// Nowhere.
    Off,
}

impl Legend {
    /// Every place that can be asked for, by the name under which it is typed.
    pub(crate) const ALL: [(&'static str, Self); 4] =
        [("right", Self::Right), ("below", Self::Below), ("inside", Self::Inside), ("none", Self::Off)];
}

/// What a test is called beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum LabelBy {
    /// Its name, with what tells it from another of the same name.
    #[default]
    Name,
    /// Its cell.
    Cell,
    /// The experiment's bare name.
    Experiment,
}

impl LabelBy {
    /// Every one, by the name under which it is typed.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("name", Self::Name), ("cell", Self::Cell), ("experiment", Self::Experiment)];
}

/// The smallest letters of a figure, in points.
pub(super) const LEAST_PT: f64 = 6.0;

/// Limits of an axis; a missing one is the data's.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(crate) struct Limits {
    /// The lower one.
    pub min: Option<f64>,
    /// The upper one.
    pub max: Option<f64>,
}

impl Limits {
    /// Limits as they are typed: `2.5..4.2`, `..4.2`, `2.5..`.
    ///
    /// # Errors
    /// When they are no limits, or the wrong way round.
    pub(crate) fn parse(option: &'static str, text: &str) -> Result<Self, PlotError> {
        let refuse = |why: &str| PlotError::Option { option, value: text.to_owned(), why: why.to_owned() };
        let words = "write it as MIN..MAX, MIN.. or ..MAX";
        let (low, high) = text.split_once("..").ok_or_else(|| refuse(words))?;
        let side = |text: &str| match text.trim() {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(refuse(words)),
            },
        };
        let found = Self { min: side(low)?, max: side(high)? };
        match found {
            Self { min: Some(min), max: Some(max) } if min >= max => Err(refuse("the first must be below the second")),
            Self { min: None, max: None } => Err(refuse(words)),
            found => Ok(found),
        }
    }

    /// Whether a value is inside.
    #[must_use]
    pub(crate) fn contain(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

/// How dQ/dV and dV/dQ are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CurveOptions {
    /// The grid: V for dQ/dV (default 2 mV, 1 mV for LFP), % of the capacity for dV/dQ (default 0.2).
    pub grid: Option<f64>,
    /// Points of the Savitzky-Golay window.
    pub window: usize,
    /// Its order.
    pub order: usize,
    /// The prominence from which on a peak is marked, in % of the curve's highest value.
    pub prominence_pct: f64,
}

impl Default for CurveOptions {
    fn default() -> Self {
        Self { grid: None, window: 21, order: 3, prominence_pct: 10.0 }
    }
}

/// What `compare` does.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct CompareOptions {
    /// The kind that is compared; `capacity-voltage` where not given.
    pub of: Option<String>,
    /// The name of the test to which the others are compared; adds a panel of differences.
    pub base: Option<String>,
    /// Whether the mean and the standard deviation of all tests are drawn.
    pub band: bool,
}

/// What `custom` draws.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct CustomOptions {
    /// The column across.
    pub x: Option<String>,
    /// The columns upwards.
    pub y: Vec<String>,
    /// The column that colours.
    pub by: Option<String>,
    /// The table, where the columns do not say.
    pub of: Option<String>,
}

/// All that a person may say of a figure.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Options {
    /// Its size.
    pub format: Format,
    /// What it is made for.
    pub theme: Theme,
    /// Its title.
    pub title: Title,
    /// The size of its letters in points; what suits its size where missing.
    pub font_pt: Option<f64>,
    /// Where its legend stands.
    pub legend: Legend,
    /// Whether nothing stands below it.
    pub no_footer: bool,
    /// What tests are called.
    pub label: LabelBy,
    /// Only these cycles.
    pub cycles: Option<BTreeSet<i32>>,
    /// Only these steps.
    pub steps: Option<BTreeSet<i32>>,
    /// Limits of the horizontal axis, in its unit.
    pub x_limits: Limits,
    /// Limits of the vertical axis (of the first panel), in its unit.
    pub y_limits: Limits,
    /// A logarithmic horizontal axis.
    pub log_x: bool,
    /// A logarithmic vertical axis.
    pub log_y: bool,
    /// How dQ/dV and dV/dQ are made.
    pub curve: CurveOptions,
    /// What fade, and growth of resistance, is drawn against.
    pub over: Over,
    /// Whether fade is drawn with its model, band, knee and end of life.
    pub fade_fit: bool,
    /// At which time of a pulse its resistance is taken.
    pub pulse_time: PulseTime,
    /// What `compare` does.
    pub compare: CompareOptions,
    /// What `custom` draws.
    pub custom: CustomOptions,
    /// Whether findings are drawn where they are.
    pub mark_findings: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        assert_eq!(Format::parse("1200x800", 150.0).unwrap(), Format::default());
        let paper = Format::parse("6.4x4.8in", 300.0).unwrap();
        assert_eq!((paper.width_px, paper.height_px, paper.inches), (1920.0, 1440.0, true));
        assert_eq!(Format::parse("254 x 127 mm", 100.0).unwrap().width_px, 1000.0);
        for wrong in ["", "12", "axb", "-5x5in", "10x10", "1e9x1e9", "NaNx5"] {
            assert!(Format::parse(wrong, 150.0).is_err(), "{wrong}");
        }
        assert!(Format::parse("6x4in", f64::NAN).is_err());
    }

    #[test]
    fn limits_are_read() {
        let limits = Limits::parse("--y-limits", "-2.5..4").unwrap();
        assert_eq!((limits.min, limits.max), (Some(-2.5), Some(4.0)));
        assert!(limits.contain(4.0) && !limits.contain(4.1));
        assert_eq!(Limits::parse("--y-limits", "..4").unwrap().min, None);
        for wrong in ["", "..", "4..2", "a..b", "3", "inf..4"] {
            assert!(Limits::parse("--y-limits", wrong).is_err(), "{wrong}");
        }
    }
}
