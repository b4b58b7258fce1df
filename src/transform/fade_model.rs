//! Fade models: a straight line, a square root and a power law, fitted to one group of comparable full discharges.
//!
//! Least squares with intervals of Student's t by the covariance s² (JᵀJ)⁻¹ (Seber and Wild, Nonlinear Regression,
//! 1989, 5.1); the model is chosen by the corrected criterion of Akaike (Hurvich and Tsai, Biometrika 76, 1989).

use super::fade_power::{EXPONENTS, WITHIN, exponent};
use super::least_squares::{Solved, about_mean, aicc, rounding, solve};
use super::student::t_quantile;

/// A model needs so many points; a power law one more.
pub const FEWEST_POINTS: usize = 5;
/// The probability below the upper end of a two-sided interval of 95 %.
const UPPER: f64 = 0.975;
/// A model within this of the lowest AICc is as good as the best (Burnham and Anderson, Model Selection, 2002, 2.6).
const AS_GOOD: f64 = 2.0;

/// How capacity falls with x (cycles, equivalent full cycles, days or throughput).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Model {
    /// q0 + k x.
    Linear,
    /// q0 + k sqrt(x).
    Sqrt,
    /// q0 + k x^c, with c from 0.3 to 2.
    Power,
}

impl Model {
    /// All models, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Linear, Self::Sqrt, Self::Power];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Sqrt => "sqrt",
            Self::Power => "power",
        }
    }

    /// The parameters of its curve; the deviation is one more.
    const fn parameters(self) -> usize {
        match self {
            Self::Linear | Self::Sqrt => 2,
            Self::Power => 3,
        }
    }
}

/// A fitted model. Of a refused one every number is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The model.
    pub model: Model,
    /// The points it was given.
    pub points: usize,
    /// The value at x = 0, in the unit of y.
    pub q0: Option<f64>,
    /// The factor of x, sqrt(x) or x^c; negative where capacity falls.
    pub k: Option<f64>,
    /// The exponent of a power law.
    pub c: Option<f64>,
    /// The 95 % interval of q0.
    pub ci_q0: Option<(f64, f64)>,
    /// The 95 % interval of k.
    pub ci_k: Option<(f64, f64)>,
    /// The 95 % interval of c.
    pub ci_c: Option<(f64, f64)>,
    /// The covariance of (q0, k, c); of a model without an exponent the third row and column are 0.
    pub covariance: Option<[[f64; 3]; 3]>,
    /// The sum of squared residuals, in the unit of y squared.
    pub rss: Option<f64>,
    /// Akaike's criterion, corrected for few points; residuals below rounding count as rounding.
    pub aicc: Option<f64>,
    /// The coefficient of determination; `None` where all values are alike.
    pub r2: Option<f64>,
    /// The Durbin-Watson statistic of the residuals in the order of the points (Biometrika 37, 1950); `None` where they
    /// are rounding alone.
    pub durbin_watson: Option<f64>,
    /// Why it was refused, in plain words.
    pub refused: Option<String>,
    /// Whether it is the model that is chosen.
    pub chosen: bool,
    curve: Option<Curve>,
}

/// The curve of a fit by u = x / scale, where its covariance keeps its digits.
#[derive(Clone, Debug, PartialEq)]
struct Curve {
    scale: f64,
    q0: f64,
    k: f64,
    c: f64,
    /// t times the deviation times the inverse of R: the half width of the band at a gradient g is the length of gᵀ
    /// times it.
    band: [[f64; 3]; 3],
}

impl Fit {
    /// The curve and its 95 % band at `x`: (fit, low, high), in the unit of y.
    ///
    /// `None` where the model was refused, or where it has no value: a root or power below x = 0.
    #[must_use]
    pub fn at(&self, x: f64) -> Option<(f64, f64, f64)> {
        let curve = self.curve.as_ref()?;
        if !x.is_finite() || (x < 0.0 && self.model != Model::Linear) {
            return None;
        }
        let u = x / curve.scale;
        let power = power_of(self.model, u, curve.c);
        let logarithm = if self.model == Model::Power && u > 0.0 { curve.k * power * u.ln() } else { 0.0 };
        let gradient = [1.0, power, logarithm];
        let half = (0..3)
            .map(|column| (0..3).map(|row| gradient[row] * curve.band[row][column]).sum::<f64>())
            .fold(0.0_f64, f64::hypot);
        let value = curve.k.mul_add(power, curve.q0);
        Some((value, value - half, value + half))
    }

    fn refused(model: Model, points: usize, reason: String) -> Self {
        Self {
            model,
            points,
            q0: None,
            k: None,
            c: None,
            ci_q0: None,
            ci_k: None,
            ci_c: None,
            covariance: None,
            rss: None,
            aicc: None,
            r2: None,
            durbin_watson: None,
            refused: Some(reason),
            chosen: false,
            curve: None,
        }
    }
}

/// Fits all three models, in the order linear, square root, power, and marks the chosen one.
///
/// `x` in any unit, `y` in per cent of the baseline (or any other), as pairs in order of time. Of the models within 2
/// of the lowest AICc those with the fewest parameters are left, and of these the one with the lowest AICc is chosen.
/// What cannot be fitted is refused, with its reason.
#[must_use]
pub fn fit_all(x: &[f64], y: &[f64]) -> Vec<Fit> {
    let mut fits: Vec<Fit> = Model::ALL
        .into_iter()
        .map(|model| fit(model, x, y).unwrap_or_else(|reason| Fit::refused(model, x.len(), reason)))
        .collect();
    if let Some(chosen) = choose(&fits) {
        fits[chosen].chosen = true;
    }
    fits
}

/// The chosen one of some fits.
#[must_use]
pub fn chosen(fits: &[Fit]) -> Option<&Fit> {
    fits.iter().find(|fit| fit.chosen)
}

/// The curve and its 95 % band at each x: (fit, low, high); `None` where [`Fit::at`] has none.
#[must_use]
pub fn band(fit: &Fit, xs: &[f64]) -> Vec<Option<(f64, f64, f64)>> {
    xs.iter().map(|&x| fit.at(x)).collect()
}

fn choose(fits: &[Fit]) -> Option<usize> {
    let known: Vec<(usize, usize, f64)> = fits
        .iter()
        .enumerate()
        .filter_map(|(place, fit)| fit.aicc.map(|aicc| (place, fit.model.parameters(), aicc)))
        .collect();
    let lowest = known.iter().map(|one| one.2).min_by(f64::total_cmp)?;
    let good = known.iter().filter(|one| one.2 <= lowest + AS_GOOD);
    good.min_by(|a, b| a.1.cmp(&b.1).then(a.2.total_cmp(&b.2))).map(|one| one.0)
}

/// Fits one model.
///
/// # Errors
/// The reason in plain words, when the points do not bear it.
pub fn fit(model: Model, x: &[f64], y: &[f64]) -> Result<Fit, String> {
    let count = x.len();
    if count != y.len() {
        return Err(format!("{count} places and {} values are no pairs", y.len()));
    }
    if x.iter().chain(y).any(|value| !value.is_finite()) {
        return Err("a value is not a number".to_owned());
    }
    let fewest = FEWEST_POINTS + usize::from(model == Model::Power);
    if count < fewest {
        return Err(format!("{count} points, and it needs {fewest}"));
    }
    if model != Model::Linear && x.iter().any(|x| *x < 0.0) {
        return Err("a root or power of a negative x does not exist".to_owned());
    }
    let scale = x.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if x.iter().all(|value| *value == x[0]) {
        return Err("all points lie at one x".to_owned());
    }
    let u: Vec<f64> = x.iter().map(|x| x / scale).collect();
    let floor = rounding(y);
    let (curve, solved) = match model {
        Model::Linear => straight(model, 1.0, &u, y)?,
        Model::Sqrt => straight(model, 0.5, &u, y)?,
        Model::Power => power(&u, y, floor)?,
    };
    finish(model, Curve { scale, ..curve }, solved, x, y)
}

/// What a linear fit gives, widened to three parameters.
struct Wide {
    residuals: Vec<f64>,
    rss: f64,
    inverse: [[f64; 3]; 3],
}

fn wide<const N: usize>(solved: Solved<N>) -> Wide {
    let entry = |row: usize, column: usize| if row < N && column < N { solved.inverse[row][column] } else { 0.0 };
    let inverse = std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column)));
    Wide { residuals: solved.residuals, rss: solved.rss, inverse }
}

const DEPENDENT: &str = "the points lie too close together in x to tell its parameters apart";

fn straight(model: Model, c: f64, u: &[f64], y: &[f64]) -> Result<(Curve, Wide), String> {
    let powers = u.iter().map(|&u| power_of(model, u, c)).collect();
    let solved = solve([vec![1.0; u.len()], powers], y).ok_or(DEPENDENT)?;
    let [q0, k] = solved.factors;
    Ok((Curve { scale: 1.0, q0, k, c, band: [[0.0; 3]; 3] }, wide(solved)))
}

fn power(u: &[f64], y: &[f64], floor: f64) -> Result<(Curve, Wide), String> {
    if about_mean(y) <= floor {
        return Err("all values are alike: no exponent can be told".to_owned());
    }
    let ln_u: Vec<f64> = u.iter().map(|u| u.ln()).collect();
    let c = exponent(&ln_u, y);
    let (curve, plain) = straight(Model::Power, c, u, y)?;
    let columns = [
        vec![1.0; u.len()],
        u.iter().map(|&u| power_of(Model::Power, u, c)).collect(),
        u.iter().map(|&u| if u > 0.0 { curve.k * power_of(Model::Power, u, c) * u.ln() } else { 0.0 }).collect(),
    ];
    if c <= WITHIN.0 || c >= WITHIN.1 {
        let bound = if c <= WITHIN.0 { EXPONENTS.0 } else { EXPONENTS.1 };
        return Err(format!("its exponent runs to its bound of {bound}: the points follow no power law within it"));
    }
    let solved = solve(columns, y).ok_or(DEPENDENT)?;
    // The residuals are those of the curve itself; its derivatives give the inverse alone.
    Ok((curve, Wide { residuals: plain.residuals, rss: plain.rss, inverse: wide(solved).inverse }))
}

fn finish(model: Model, curve: Curve, solved: Wide, x: &[f64], y: &[f64]) -> Result<Fit, String> {
    let (count, parameters) = (x.len(), model.parameters());
    let floor = rounding(y);
    let rss = solved.rss;
    let deviation = (rss.max(floor) / (count - parameters) as f64).sqrt();
    let t = t_quantile(UPPER, (count - parameters) as f64);
    let scaled = solved.inverse.map(|row| row.map(|entry| entry * deviation));
    let band = scaled.map(|row| row.map(|entry| entry * t));
    let Curve { scale, q0, k, c, .. } = curve;
    // From u back to x: k of x is k of u / scale^c, which c moves too.
    let shrink = 1.0 / power_of(model, scale, c);
    let turn = if model == Model::Power { -k * shrink * scale.ln() } else { 0.0 };
    let unscaled: [[f64; 3]; 3] =
        [scaled[0], std::array::from_fn(|column| shrink * scaled[1][column] + turn * scaled[2][column]), scaled[2]];
    let covariance: [[f64; 3]; 3] = std::array::from_fn(|row| {
        std::array::from_fn(|column| (0..3).map(|at| unscaled[row][at] * unscaled[column][at]).sum())
    });
    let around = |value: f64, place: usize| {
        let half = t * covariance[place][place].sqrt();
        (value - half, value + half)
    };
    let total = about_mean(y);
    let exponent = (model == Model::Power).then_some(c);
    let k_of_x = k * shrink;
    if ![q0, k_of_x, rss].iter().chain(covariance.iter().flatten()).all(|value| value.is_finite()) {
        return Err("its numbers leave the range of double precision".to_owned());
    }
    Ok(Fit {
        model,
        points: count,
        q0: Some(q0),
        k: Some(k_of_x),
        c: exponent,
        ci_q0: Some(around(q0, 0)),
        ci_k: Some(around(k_of_x, 1)),
        ci_c: exponent.map(|c| around(c, 2)),
        covariance: Some(covariance),
        rss: Some(rss),
        aicc: aicc(count, rss.max(floor), parameters + 1),
        r2: (total > floor).then(|| 1.0 - rss / total),
        durbin_watson: (rss > floor).then(|| durbin_watson(&solved.residuals)),
        refused: None,
        chosen: false,
        curve: Some(Curve { band, ..curve }),
    })
}

fn power_of(model: Model, u: f64, c: f64) -> f64 {
    match model {
        Model::Linear => u,
        Model::Sqrt => u.sqrt(),
        Model::Power => u.powf(c),
    }
}

/// The Durbin-Watson statistic of residuals: 2 where neighbours know nothing of each other, near 0 where they are
/// alike.
fn durbin_watson(residuals: &[f64]) -> f64 {
    let steps: f64 = residuals.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum();
    steps / residuals.iter().map(|residual| residual * residual).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_line_is_a_line() {
        let x: Vec<f64> = (1..=40).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|n| 100.0 * (2.0 - 0.005 * n) / 1.995).collect();
        let fits = fit_all(&x, &y);
        let line = chosen(&fits).unwrap();
        assert_eq!((line.model, line.durbin_watson), (Model::Linear, None));
        assert!((line.k.unwrap() + 0.5 / 1.995).abs() < 1e-13, "{line:?}");
        assert!((fits[2].c.unwrap() - 1.0).abs() < 1e-10 && fits[2].aicc.unwrap().is_finite());
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let why = |x: &[f64], y: &[f64]| fit_all(x, y).into_iter().map(|fit| fit.refused).collect::<Vec<_>>();
        let four = why(&[1.0, 2.0, 3.0, 4.0], &[4.0, 3.0, 2.0, 1.0]);
        assert_eq!(four[0].as_deref(), Some("4 points, and it needs 5"));
        assert_eq!(four[2].as_deref(), Some("4 points, and it needs 6"));
        let five = why(&[1.0, 2.0, 3.0, 4.0, 5.0], &[4.0, 3.0, 2.0, 1.0, 0.5]);
        assert!(five[0].is_none() && five[1].is_none() && five[2].is_some());
        assert!(why(&[3.0; 6], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).iter().all(Option::is_some));
        let below = why(&[-1.0, 0.0, 1.0, 2.0, 3.0, 4.0], &[6.0, 5.1, 4.0, 3.0, 2.2, 1.0]);
        assert!(below[0].is_none() && below[1].is_some() && below[2].is_some());
        let alike = fit_all(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], &[99.7; 6]);
        assert_eq!((alike[0].r2, alike[0].chosen, alike[2].q0), (None, true, None));
        assert!(fit_all(&[1.0; 6], &[f64::NAN; 6]).iter().all(|fit| fit.aicc.is_none() && fit.at(1.0).is_none()));
    }
}
