//! The figures of a page: the very ones of `plot`, small enough for a page of A4.

use super::super::views::{Figure, Section};
use super::FillError;
use crate::model::Finding;
use crate::plot::{self, Format, Options, Overview, Plot, PlotError, PlotTest, Title};
use crate::report::Subject;

/// Where each kind stands, and its heading.
const KINDS: &[(&str, Section, &str)] = &[
    ("combined", Section::Time, "The whole test"),
    ("capacity-voltage", Section::Curves, "Voltage over capacity"),
    ("charge-time-soc", Section::Curves, "Charging time"),
    ("fade", Section::Ageing, "Capacity over life"),
    ("efficiency", Section::Ageing, "Efficiency"),
    ("rate", Section::Ageing, "Rate capability"),
    ("dcir", Section::Pulses, "Resistance over SOC"),
    ("power-map", Section::Pulses, "Power over SOC and temperature"),
    ("ocv-soc", Section::Pulses, "Open-circuit voltage"),
];

/// How figures of a page are drawn: 6.4 by 4 inches, without a title of their own.
pub(super) fn options() -> Options {
    let format = Format { width_px: 480.0, height_px: 300.0, dpi: 75.0, inches: false };
    Options { format, title: Title::Off, ..Options::default() }
}

/// The kinds that a page draws.
pub(super) fn kinds() -> Vec<&'static dyn Plot> {
    KINDS.iter().filter_map(|(kind, ..)| plot::find(kind)).collect()
}

/// Draws one kind; `overview` has the rows over time, where they were seen already.
pub(super) fn drawn(
    subject: &mut Subject<'_>,
    findings: &[Finding],
    kind: &str,
    (options, overview): (&Options, Option<&Overview>),
) -> Result<plot::Figure, FillError> {
    let Some(kind) = plot::find(kind) else {
        return Err(PlotError::Nothing { kind: "figure", why: format!("there is no kind `{kind}`") }.into());
    };
    let Subject { test, head, derived, .. } = subject;
    let one = PlotTest { test: &mut **test, head, derived, findings, only: None, overview: overview.cloned() };
    Ok(plot::draw(kind, &mut [one], options)?)
}

/// All figures that the test has something for.
pub(super) fn figures(
    subject: &mut Subject<'_>,
    findings: &[Finding],
    overview: Option<&Overview>,
) -> Result<Vec<Figure>, FillError> {
    let options = options();
    let mut all = Vec::new();
    for (kind, section, title) in KINDS {
        match drawn(subject, findings, kind, (&options, overview)) {
            Ok(figure) => all.push(Figure {
                section: *section,
                title: (*title).to_owned(),
                svg: figure.svg()?,
                about: figure.described(),
            }),
            Err(FillError::Plot(PlotError::Nothing { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}
