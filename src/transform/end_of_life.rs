//! End of life: where capacity falls to 80 % of a named base, in the data or on the chosen curve, with its interval.
//!
//! The interval runs from where the lower edge of the curve's 95 % band falls to the threshold to where the upper edge
//! does; for a straight line, and for a square root in sqrt(x), this is the formula of Fieller (Journal of the Royal
//! Statistical Society B 16, 1954).

use super::fade_model::{Fit, Model, chosen};

/// The share of a base at which a cell's life ends.
pub const END_OF_LIFE_SHARE: f64 = 0.8;
/// A fit that reaches further beyond the data than this many times their span gets a note.
const FAR_SPANS: f64 = 2.0;
/// Residuals with a Durbin-Watson statistic below this are alike from point to point.
const LOW_DURBIN_WATSON: f64 = 1.2;
/// The first step of the search for the place where an edge falls, as a share of the span of the data.
const FIRST_STEP: f64 = 1e-3;
/// Each later step is longer by this factor.
const GROWTH: f64 = 1.02;
/// Steps of the search: to 1e12 spans.
const STEPS: usize = 1600;
/// Halvings that settle a crossing to the last digit.
const HALVINGS: usize = 200;

/// What 100 % is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// The baseline of the group, in whose per cent the points are.
    Baseline,
    /// The nominal capacity.
    Nominal,
    /// The chosen fit's q0.
    Fit,
}

/// What an end of life is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The chosen curve.
    Fit,
    /// A crossing in the data.
    Data,
}

/// The ends of an interval; `None` where an edge of the band never falls to the threshold.
pub type Ends = (Option<f64>, Option<f64>);

/// An end of life.
#[derive(Clone, Debug, PartialEq)]
pub struct EndOfLife {
    /// What 100 % is.
    pub base: Base,
    /// 80 % of it, in the unit of y (per cent of the baseline); `None` where the base is not known.
    pub threshold: Option<f64>,
    /// What it is read from; `None` where there is neither a crossing in the data nor a chosen curve.
    pub kind: Option<Kind>,
    /// Where capacity falls to the threshold, in the unit of x.
    pub value: Option<f64>,
    /// The 95 % interval; `None` of a crossing in the data, and where neither edge falls to the threshold.
    pub ci: Option<Ends>,
    /// What a reader must know: why there is no value, far extrapolation, intervals that are too narrow.
    pub notes: Vec<String>,
}

/// The ends of life of one group, by all bases: baseline, nominal, fit.
///
/// `x` and `y` (per cent of the baseline) are in order of time, `fits` what [`super::fade_model::fit_all`] makes of
/// them, `nominal` the nominal capacity as a share of the baseline, C_n / baseline, where it is known.
#[must_use]
pub fn ends_of_life(x: &[f64], y: &[f64], fits: &[Fit], nominal: Option<f64>) -> Vec<EndOfLife> {
    let whole = [
        (Base::Baseline, Some(100.0), ""),
        (Base::Nominal, nominal.map(|share| 100.0 * share), "the nominal capacity is not known"),
        (Base::Fit, chosen(fits).and_then(|fit| fit.q0), "no model could be fitted"),
    ];
    let of = |(base, whole, missing): (Base, Option<f64>, &str)| match whole {
        Some(whole) => end_of_life(x, y, fits, base, END_OF_LIFE_SHARE * whole),
        None => EndOfLife::without(base, None, None, missing.to_owned()),
    };
    whole.into_iter().map(of).collect()
}

impl EndOfLife {
    fn without(base: Base, threshold: Option<f64>, kind: Option<Kind>, note: String) -> Self {
        Self { base, threshold, kind, value: None, ci: None, notes: vec![note] }
    }
}

/// The end of life at one threshold in the unit of y; arguments as of [`ends_of_life`].
#[must_use]
pub fn end_of_life(x: &[f64], y: &[f64], fits: &[Fit], base: Base, threshold: f64) -> EndOfLife {
    let fit = chosen(fits);
    let mut found = match (in_data(x, y, threshold), fit) {
        (InData::Begins, _) => {
            let note = "the capacity is below the threshold from the first point on";
            EndOfLife::without(base, Some(threshold), Some(Kind::Data), note.to_owned())
        }
        (InData::At(value), _) => EndOfLife {
            base,
            threshold: Some(threshold),
            kind: Some(Kind::Data),
            value: Some(value),
            ci: None,
            notes: Vec::new(),
        },
        (InData::Nowhere, None) => {
            EndOfLife::without(base, Some(threshold), None, "no model could be fitted".to_owned())
        }
        (InData::Nowhere, Some(fit)) => on_curve(x, fits, fit, base, threshold),
    };
    if let Some(note) = fit.and_then(autocorrelation_note) {
        found.notes.push(note);
    }
    found
}

/// A note where the residuals of a fit are alike from point to point, so that its intervals are too narrow.
#[must_use]
pub fn autocorrelation_note(fit: &Fit) -> Option<String> {
    let found = fit.durbin_watson.filter(|found| *found < LOW_DURBIN_WATSON)?;
    Some(format!(
        "the residuals are alike from point to point (Durbin-Watson {found:.2}): the intervals are too narrow"
    ))
}

enum InData {
    At(f64),
    /// The first two points are below.
    Begins,
    Nowhere,
}

/// Where a point and the next one lie below the threshold, on the straight line from the point before.
fn in_data(x: &[f64], y: &[f64], threshold: f64) -> InData {
    let y = &y[..y.len().min(x.len())];
    let Some(first) = y.windows(2).position(|pair| pair[0] < threshold && pair[1] < threshold) else {
        return InData::Nowhere;
    };
    if first == 0 {
        return InData::Begins;
    }
    let share = (y[first - 1] - threshold) / (y[first - 1] - y[first]);
    InData::At(x[first - 1] + share * (x[first] - x[first - 1]))
}

fn on_curve(x: &[f64], fits: &[Fit], fit: &Fit, base: Base, threshold: f64) -> EndOfLife {
    let mut found = EndOfLife {
        base,
        threshold: Some(threshold),
        kind: Some(Kind::Fit),
        value: None,
        ci: ends(crossing_interval(fit, threshold, x)),
        notes: Vec::new(),
    };
    if fits.iter().any(is_no_fade) {
        found.ci = found.ci.and_then(|(low, _)| ends((low, None)));
        found.notes.push(NO_FADE.to_owned());
        return found;
    }
    found.value = crossing(fit, threshold);
    let (first, last) = range(x);
    match found.value {
        None => found.notes.push("the chosen curve never falls to the threshold".to_owned()),
        Some(value) if value - first > FAR_SPANS * (last - first) => {
            found.notes.push(format!(
                "far extrapolation: it lies {:.2} times the span of the data beyond their first point",
                (value - first) / (last - first)
            ));
        }
        Some(_) => {}
    }
    found
}

/// What is said of a course that shows no fade.
pub const NO_FADE: &str = "no fade: the 95 % interval of the straight line's slope reaches 0";

/// Whether it is a straight line that does not tell a fade from none.
#[must_use]
pub fn is_no_fade(fit: &Fit) -> bool {
    fit.model == Model::Linear && fit.ci_k.is_some_and(|(_, high)| high >= 0.0)
}

fn ends(found: Ends) -> Option<Ends> {
    (found.0.is_some() || found.1.is_some()).then_some(found)
}

/// Where the curve of a fit falls to a threshold; `None` where it never does.
#[must_use]
pub fn crossing(fit: &Fit, threshold: f64) -> Option<f64> {
    let (q0, k) = (fit.q0?, fit.k?);
    let power = (threshold - q0) / k;
    let falls = k < 0.0 && (power >= 0.0 || fit.model == Model::Linear);
    let place = match fit.model {
        Model::Linear => power,
        Model::Sqrt => power * power,
        Model::Power => power.powf(1.0 / fit.c?),
    };
    (falls && place.is_finite()).then_some(place)
}

/// Where the lower and the upper edge of the 95 % band of a fit to points at `x` fall to a threshold.
#[must_use]
pub fn crossing_interval(fit: &Fit, threshold: f64, x: &[f64]) -> Ends {
    if x.is_empty() {
        return (None, None);
    }
    let (first, last) = range(x);
    let floor = if fit.model == Model::Linear { f64::NEG_INFINITY } else { 0.0 };
    let falls = |edge: &dyn Fn((f64, f64, f64)) -> f64| {
        falls(|x| fit.at(x).map(|at| edge(at) - threshold), first, last - first, floor)
    };
    (falls(&|at| at.1), falls(&|at| at.2))
}

fn range(x: &[f64]) -> (f64, f64) {
    x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)))
}

/// Where `height` falls to 0: seen from the first point to the right while it is above there, else to the left.
fn falls(height: impl Fn(f64) -> Option<f64>, first: f64, span: f64, floor: f64) -> Option<f64> {
    let direction = if height(first)? >= 0.0 { 1.0 } else { -1.0 };
    let (mut near, mut step) = (first, FIRST_STEP * span);
    for _ in 0..STEPS {
        let far = (near + direction * step).max(floor);
        if far == near {
            return None;
        }
        let here = height(far)?;
        if direction > 0.0 && here < 0.0 {
            return Some(settle(&height, near, far));
        }
        if direction < 0.0 && here >= 0.0 {
            return Some(settle(&height, far, near));
        }
        near = far;
        step *= GROWTH;
    }
    None
}

/// The place between `above` and `below` at which `height` falls to 0.
fn settle(height: impl Fn(f64) -> Option<f64>, mut above: f64, mut below: f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(above, below);
        if middle <= above || middle >= below {
            break;
        }
        if height(middle).is_some_and(|height| height >= 0.0) {
            above = middle;
        } else {
            below = middle;
        }
    }
    f64::midpoint(above, below)
}
