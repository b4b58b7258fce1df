//! The options of a figure, and how they are written.

use crate::cli::status::Failure;
use crate::plot::{
    CompareOptions, CurveOptions, CustomOptions, Format, LabelBy, Legend, Limits, Options, PlotError, Theme, Title,
};
use crate::transform::ageing::Over;
use crate::transform::pulse_map::PulseTime;
use std::collections::BTreeSet;

/// What a figure shows, and how it looks.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "The figure")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct FigureArgs {
    /// Only these cycles: 1,50,100 or 1-10
    #[arg(long, value_name = "N,…", value_parser = numbers)]
    cycles: Option<BTreeSet<i32>>,
    /// Only these steps: 1,3-8
    #[arg(long, value_name = "N,…", value_parser = numbers)]
    steps: Option<BTreeSet<i32>>,
    /// Size: 1200x800 (pixels), 6.4x4.8in or 160x120mm [default: 1200x800]
    #[arg(long, value_name = "WIDTHxHEIGHT")]
    size: Option<String>,
    /// Dots an inch; text and lines grow with it [default: 150]
    #[arg(long, value_name = "N")]
    dpi: Option<f64>,
    /// Look: paper, screen or dark [default: paper]
    #[arg(long, value_name = "NAME", value_parser = theme)]
    theme: Option<Theme>,
    /// Title, instead of the figure's own
    #[arg(long, value_name = "TEXT", overrides_with = "no_title")]
    title: Option<String>,
    /// No title
    #[arg(long)]
    no_title: bool,
    /// No footer
    #[arg(long)]
    no_footer: bool,
    /// Size of the letters in points, at least 6 [default: 9.5, smaller in a narrow picture]
    #[arg(long, value_name = "PT", value_parser = font_size)]
    font_size: Option<f64>,
    /// Where the legend stands: right, below, inside or none [default: right, below in a narrow picture]
    #[arg(long, value_name = "WHERE", value_parser = legend)]
    legend: Option<Legend>,
    /// What tests are called: name, cell or experiment [default: name]
    #[arg(long, value_name = "BY", value_parser = label)]
    label: Option<LabelBy>,
    /// Limits of the horizontal axis, in its unit: MIN..MAX
    #[arg(long, value_name = "MIN..MAX", allow_hyphen_values = true)]
    x_limits: Option<String>,
    /// Limits of the vertical axis, in its unit: MIN..MAX
    #[arg(long, value_name = "MIN..MAX", allow_hyphen_values = true)]
    y_limits: Option<String>,
    /// Logarithmic horizontal axis
    #[arg(long)]
    log_x: bool,
    /// Logarithmic vertical axis
    #[arg(long)]
    log_y: bool,
    /// Mark findings: where they are over time, else on the curves of their steps or at their cycles
    #[arg(long)]
    pub(super) mark_findings: bool,
    /// Grid of dQ/dV in V [default: 0.002, 0.001 for LFP] or of dV/dQ in % of the capacity [default: 0.2]
    #[arg(long, value_name = "STEP", value_parser = crate::cli::derive::positive)]
    grid: Option<f64>,
    /// Points of the Savitzky-Golay window of dQ/dV and dV/dQ, odd [default: 21]
    #[arg(long, value_name = "N")]
    window: Option<usize>,
    /// Order of its polynomial [default: 3]
    #[arg(long, value_name = "N")]
    order: Option<usize>,
    /// Prominence from which on a peak is marked, in % of the highest value shown [default: 10]
    #[arg(long, value_name = "PCT", value_parser = crate::cli::derive::not_negative)]
    prominence: Option<f64>,
    /// What fade and resistance-growth are drawn over: cycle, efc, days or throughput [default: cycle]
    #[arg(long, value_name = "WHAT", value_parser = over)]
    over: Option<Over>,
    /// Draw the model of fade with its 95 % band, its knee and where it falls to 80 % (fade)
    #[arg(long)]
    fit: bool,
    /// When power-map, hppc and resistance-growth take a pulse's resistance: 1, 10 (s) or end [default: 10]
    #[arg(long, value_name = "WHEN", value_parser = pulse_time)]
    pulse_time: Option<PulseTime>,
    /// The kind that compare draws, or the table that custom draws from
    #[arg(long, value_name = "KIND")]
    of: Option<String>,
    /// The test that compare takes the differences to
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// Draw the mean of all tests and its deviation (compare)
    #[arg(long)]
    band: bool,
    /// Column across (custom)
    #[arg(long, value_name = "COLUMN")]
    x: Option<String>,
    /// Columns upwards, of at most two units (custom)
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    y: Vec<String>,
    /// Column that colours (custom)
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
}

/// The default size and resolution, as they are typed.
const SIZE: &str = "1200x800";
const DPI: f64 = 150.0;

impl FigureArgs {
    /// The options, checked before any test is read.
    pub(super) fn options(&self) -> Result<Options, Failure> {
        let wrong = |error: PlotError| Failure::usage(error.to_string());
        let limits = |option, text: &Option<String>| match text {
            Some(text) => Limits::parse(option, text).map_err(wrong),
            None => Ok(Limits::default()),
        };
        let usual = CurveOptions::default();
        let curve = CurveOptions {
            grid: self.grid,
            window: self.window.unwrap_or(usual.window),
            order: self.order.unwrap_or(usual.order),
            prominence_pct: self.prominence.unwrap_or(usual.prominence_pct),
        };
        if curve.window.is_multiple_of(2) || curve.window <= curve.order || curve.window > 9999 {
            let message = format!(
                "--window {} with --order {}: the window is odd and above the order",
                curve.window, curve.order
            );
            return Err(Failure::usage(message));
        }
        Ok(Options {
            format: Format::parse(self.size.as_deref().unwrap_or(SIZE), self.dpi.unwrap_or(DPI)).map_err(wrong)?,
            theme: self.theme.unwrap_or_default(),
            title: match (&self.title, self.no_title) {
                (_, true) => Title::Off,
                (Some(title), false) => Title::Given(title.clone()),
                (None, false) => Title::Own,
            },
            font_pt: self.font_size,
            legend: self.legend.unwrap_or_default(),
            no_footer: self.no_footer,
            label: self.label.unwrap_or_default(),
            cycles: self.cycles.clone(),
            steps: self.steps.clone(),
            x_limits: limits("--x-limits", &self.x_limits)?,
            y_limits: limits("--y-limits", &self.y_limits)?,
            log_x: self.log_x,
            log_y: self.log_y,
            curve,
            over: self.over.unwrap_or_default(),
            fade_fit: self.fit,
            pulse_time: self.pulse_time.unwrap_or_default(),
            compare: CompareOptions { of: self.of.clone(), base: self.base.clone(), band: self.band },
            custom: CustomOptions { x: self.x.clone(), y: self.y.clone(), by: self.by.clone(), of: self.of.clone() },
            mark_findings: self.mark_findings,
        })
    }
}

/// The most numbers that a list may stand for.
const MOST_NUMBERS: i64 = 1_000_000;

/// Numbers as they are typed: `1,3-8`.
fn numbers(text: &str) -> Result<BTreeSet<i32>, String> {
    let wrong = || format!("`{text}` is no list of numbers; write it as 1,3-8");
    let mut found = BTreeSet::new();
    for part in text.split(',') {
        let number = |text: &str| text.trim().parse::<i32>().map_err(|_| wrong());
        let (from, to) = match part.trim().split_once('-') {
            Some((from, to)) => (number(from)?, number(to)?),
            None => (number(part)?, number(part)?),
        };
        if from > to || i64::from(to) - i64::from(from) > MOST_NUMBERS {
            return Err(wrong());
        }
        found.extend(from..=to);
    }
    Ok(found)
}

/// One of the words of a list.
fn one_of<T: Copy>(all: &[(&'static str, T)], text: &str) -> Result<T, String> {
    let words: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let (last, rest) = words.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
    let found = all.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    found.ok_or_else(|| format!("must be {} or {last}", rest.join(", ")))
}

fn theme(text: &str) -> Result<Theme, String> {
    one_of(&Theme::ALL, text)
}

fn legend(text: &str) -> Result<Legend, String> {
    one_of(&Legend::ALL, text)
}

fn label(text: &str) -> Result<LabelBy, String> {
    one_of(&LabelBy::ALL, text)
}

fn font_size(text: &str) -> Result<f64, String> {
    let size = text.strip_suffix("pt").unwrap_or(text).trim().parse::<f64>().ok();
    size.filter(|size| (6.0..=48.0).contains(size)).ok_or_else(|| "must be 6 to 48 points".to_owned())
}

fn over(text: &str) -> Result<Over, String> {
    one_of(&Over::ALL, text)
}

fn pulse_time(text: &str) -> Result<PulseTime, String> {
    let all = [PulseTime::OneSecond, PulseTime::TenSeconds, PulseTime::End];
    all.into_iter().find(|time| time.as_str() == text).ok_or_else(|| "must be 1, 10 or end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_numbers_are_read() {
        assert_eq!(numbers("1,3-5, 9").unwrap(), [1, 3, 4, 5, 9].into());
        for wrong in ["", "a", "5-3", "1-99999999", "1,,2"] {
            assert!(numbers(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn options_are_checked_before_the_work() {
        assert_eq!(FigureArgs::default().options().unwrap(), Options::default());
        assert!(FigureArgs { window: Some(20), ..FigureArgs::default() }.options().is_err());
        assert!(FigureArgs { size: Some("big".to_owned()), ..FigureArgs::default() }.options().is_err());
        let titled = FigureArgs { title: Some("A".to_owned()), no_title: true, ..FigureArgs::default() };
        assert_eq!(titled.options().unwrap().title, Title::Off);
    }
}
