//! What a course of ageing says: models of fade, ends of life, knee and onset.

use super::ageing::{Course, Over};
use super::end_of_life::{Base, EndOfLife, NO_FADE, ends_of_life, is_no_fade};
use super::fade_model::{Fit, Model, chosen, fit, fit_all};
use super::knee::{Knee, knee};

/// All that is modelled of one course.
#[derive(Clone, Debug)]
pub struct Decline {
    /// What it is modelled over.
    pub over: Over,
    /// Linear, square root and power, in this order.
    pub fits: Vec<Fit>,
    /// By each base.
    pub ends_of_life: Vec<EndOfLife>,
    /// Knee and onset.
    pub knee: Knee,
    /// Where the course begins and ends on the axis.
    pub span: Option<(f64, f64)>,
}

/// Models a course in % of its baseline; `nominal_ah` is the nominal capacity.
#[must_use]
pub fn decline(course: &Course, over: Over, nominal_ah: Option<f64>) -> Decline {
    let (x, y) = points(course, over);
    let share = nominal_ah.zip(course.baseline).map(|(nominal, baseline)| nominal / baseline.capacity_ah);
    let mut fits = fit_all(&x, &y);
    if let Some(why) = no_points(course, &x) {
        fits.iter_mut().for_each(|fit| fit.refused = Some(why.to_owned()));
    }
    let ends_of_life = ends_of_life(&x, &y, &fits, share);
    let span = x.iter().copied().reduce(f64::min).zip(x.iter().copied().reduce(f64::max));
    Decline { over, ends_of_life, knee: knee(&x, &y, &fits), span, fits }
}

/// The SOH in % that a course loses in one unit of a measure of life: the slope of the straight line of its models.
///
/// # Errors
/// The reason in plain words where the line is refused, or does not tell a fade from none.
pub fn fade_pct_per(course: &Course, over: Over) -> Result<f64, String> {
    let (x, y) = points(course, over);
    if let Some(why) = no_points(course, &x) {
        return Err(why.to_owned());
    }
    let line = fit(Model::Linear, &x, &y)?;
    match line.k {
        Some(k) if !is_no_fade(&line) => Ok(-k),
        _ => Err(NO_FADE.to_owned()),
    }
}

/// Places and SOH of the points that have both.
fn points(course: &Course, over: Over) -> (Vec<f64>, Vec<f64>) {
    course.points.iter().filter_map(|point| Some((point.at(over)?, point.soh_pct?))).unzip()
}

/// Why points of a course have no place or no SOH.
fn no_points(course: &Course, x: &[f64]) -> Option<&'static str> {
    let why = if course.baseline.is_none() {
        "its group has no baseline: --soh-baseline names one of another group"
    } else {
        "equivalent full cycles need a nominal capacity: give --nominal-capacity"
    };
    (x.is_empty() && !course.points.is_empty()).then_some(why)
}

impl Decline {
    /// The model that is chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&Fit> {
        chosen(&self.fits)
    }

    /// Its end of life by a base.
    #[must_use]
    pub fn end_of_life(&self, base: Base) -> Option<&EndOfLife> {
        self.ends_of_life.iter().find(|end| end.base == base)
    }

    /// The chosen curve and its 95 % band at `count` even places from `from` to `to`: place, fit, low, high.
    #[must_use]
    pub fn band(&self, from: f64, to: f64, count: usize) -> Vec<(f64, f64, f64, f64)> {
        let Some(fit) = self.chosen() else { return Vec::new() };
        let place = |at: usize| from + (to - from) * at as f64 / (count.max(2) - 1) as f64;
        let at = |x: f64| fit.at(x).map(|(value, low, high)| (x, value, low, high));
        (0..count.max(2)).map(place).filter_map(at).collect()
    }
}

impl Model {
    /// The curve as a formula.
    #[must_use]
    pub const fn formula(self) -> &'static str {
        match self {
            Self::Linear => "q0 + k x",
            Self::Sqrt => "q0 + k sqrt(x)",
            Self::Power => "q0 + k x^c",
        }
    }
}
