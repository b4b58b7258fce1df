//! Knee and onset of fade: the bends of the single and the double model of Bacon and Watts (Biometrika 58, 1971), as
//! Fermín-Cueto et al. (Energy and AI 1, 2020) find them for cells.

use super::fade_model::Fit;
use super::knee_sums::{Gap, Sums};
use super::least_squares::{aicc, rounding, solve};
use super::student::f_quantile;

pub use super::knee_double::{Double, double};

/// The parameters of the single model, with the deviation.
const PARAMETERS: usize = 5;
/// By so much the AICc must be lower than that of every simpler model.
const BETTER_BY: f64 = 10.0;
/// So many points stand strictly before, between and after bends.
const FEWEST_BESIDE: usize = 5;
/// Halvings that settle an end of the interval to the last digit.
const HALVINGS: usize = 200;

/// Two straight lines that meet: b0 + b1 (x - knee) + b2 |x - knee|.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Single {
    /// Where they meet, in the unit of x.
    pub knee: f64,
    /// The 95 % profile interval: the outermost places with RSS at most RSS_min (1 + F(0.95; 1, n - 4) / (n - 4)).
    pub ci: (f64, f64),
    /// The value at the knee, in the unit of y.
    pub b0: f64,
    /// The mean of both slopes.
    pub b1: f64,
    /// Half their difference.
    pub b2: f64,
    /// The slope before, in the unit of y over that of x.
    pub slope_before: f64,
    /// The slope after.
    pub slope_after: f64,
    /// The sum of squared residuals.
    pub rss: f64,
    /// Akaike's criterion, corrected for few points.
    pub aicc: f64,
}

/// The bend that is looked for in a series, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Knee {
    /// The knee; `None` where it was refused.
    pub single: Option<Single>,
    /// Why it was refused, in plain words.
    pub refused: Option<String>,
    /// The double model, whose first bend is the onset; `None` where that was refused.
    pub double: Option<Double>,
    /// Why the onset was refused, in plain words.
    pub onset_refused: Option<String>,
}

impl Knee {
    /// Where fade becomes faster, in the unit of x.
    #[must_use]
    pub fn knee(&self) -> Option<f64> {
        self.single.map(|single| single.knee)
    }

    /// Where fade begins to become faster, in the unit of x.
    #[must_use]
    pub fn onset(&self) -> Option<f64> {
        self.double.map(|double| double.onset)
    }
}

/// Looks for a knee and its onset in a series with x that does not fall, whose fade models are `fits`.
///
/// The knee is refused unless its AICc is lower by more than 10 than that of every fade model that is not refused, the
/// later slope is steeper, and five points stand strictly before and after. The onset is refused unless the knee
/// stands, the double model's AICc is lower than the single's by more than 10, its three slopes are steeper and
/// steeper, and five points stand before, between and after.
#[must_use]
pub fn knee(x: &[f64], y: &[f64], fits: &[Fit]) -> Knee {
    let single = match single(x, y).and_then(|found| judged(x, fits, found)) {
        Ok(single) => single,
        Err(reason) => {
            let onset_refused = Some("there is no knee".to_owned());
            return Knee { single: None, refused: Some(reason), double: None, onset_refused };
        }
    };
    let (double, onset_refused) = match double(x, y).and_then(|found| double_judged(x, &single, found)) {
        Ok(double) => (Some(double), None),
        Err(reason) => (None, Some(reason)),
    };
    Knee { single: Some(single), refused: None, double, onset_refused }
}

fn judged(x: &[f64], fits: &[Fit], found: Single) -> Result<Single, String> {
    for fit in fits {
        if let Some(aicc) = fit.aicc.filter(|aicc| found.aicc >= aicc - BETTER_BY) {
            return Err(format!(
                "two lines are no better than the {} model (AICc {:.1}, which {:.1} does not undercut by more than 10)",
                fit.model.name(),
                aicc,
                found.aicc
            ));
        }
    }
    if !steeper(found.slope_before, found.slope_after) {
        return Err("fade is no faster after the bend than before it".to_owned());
    }
    enough(&[count(x, f64::NEG_INFINITY, found.knee), count(x, found.knee, f64::INFINITY)])?;
    Ok(found)
}

fn double_judged(x: &[f64], single: &Single, found: Double) -> Result<Double, String> {
    if found.aicc >= single.aicc - BETTER_BY {
        return Err(format!(
            "three lines are no better than two (AICc {:.1}, which {:.1} does not undercut by more than 10)",
            single.aicc, found.aicc
        ));
    }
    let [first, second, third] = found.slopes;
    if !(steeper(first, second) && steeper(second, third)) {
        return Err("fade does not become faster at both bends".to_owned());
    }
    let (onset, knee) = (found.onset, found.knee);
    enough(&[count(x, f64::NEG_INFINITY, onset), count(x, onset, knee), count(x, knee, f64::INFINITY)])?;
    Ok(found)
}

/// Whether capacity falls, and falls faster than before.
fn steeper(before: f64, after: f64) -> bool {
    after < before && after < 0.0
}

fn count(x: &[f64], above: f64, below: f64) -> usize {
    x.iter().filter(|x| **x > above && **x < below).count()
}

fn enough(beside: &[usize]) -> Result<(), String> {
    match beside.iter().find(|count| **count < FEWEST_BESIDE) {
        Some(count) => Err(format!("{count} points beside a bend, and it needs {FEWEST_BESIDE} on each side")),
        None => Ok(()),
    }
}

/// The single model of Bacon and Watts of points with rising x: the global minimum with the knee from the second point
/// to the last but one. No judgement of whether it is needed.
///
/// # Errors
/// The reason in plain words, when the points do not bear it.
pub fn single(x: &[f64], y: &[f64]) -> Result<Single, String> {
    check(x, y, PARAMETERS + 2)?;
    let sums = Sums::new(x, y);
    let gaps: Vec<Gap> = (1..x.len() - 2)
        .map(|j| Gap { left: sums.to[j], right: sums.from[j + 1], low: x[j], high: x[j + 1] })
        .filter(|gap| gap.left.is_line() && gap.right.is_line())
        .collect();
    let best = gaps.iter().map(Gap::best).min_by(|a, b| a.1.total_cmp(&b.1));
    let too_close = "the points lie too close together in x for a bend";
    let (knee, least) = best.ok_or(too_close)?;
    let away: Vec<f64> = x.iter().map(|x| x - knee).collect();
    let bend = away.iter().map(|away| away.abs()).collect();
    let solved = solve([vec![1.0; x.len()], away, bend], y).ok_or(too_close)?;
    let [b0, b1, b2] = solved.factors;
    let floor = rounding(y);
    let free = x.len() as f64 - 4.0;
    let most = least.max(floor) * (1.0 + f_quantile(0.95, 1.0, free) / free);
    let low = gaps.iter().find_map(|gap| entrance(gap, gap.low, most)).unwrap_or(knee);
    let high = gaps.iter().rev().find_map(|gap| entrance(gap, gap.high, most)).unwrap_or(knee);
    Ok(Single {
        knee,
        ci: (low, high),
        b0,
        b1,
        b2,
        slope_before: b1 - b2,
        slope_after: b1 + b2,
        rss: solved.rss,
        aicc: aicc(x.len(), solved.rss.max(floor), PARAMETERS).ok_or("too few points")?,
    })
}

/// The place of a gap, seen from one of its ends, from which on the residuals are no more than `most`.
fn entrance(gap: &Gap, end: f64, most: f64) -> Option<f64> {
    if gap.rss(end) <= most {
        return Some(end);
    }
    let (mut inside, least) = gap.best();
    if least > most {
        return None;
    }
    let mut outside = end;
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if middle == inside || middle == outside {
            break;
        }
        if gap.rss(middle) <= most {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    Some(inside)
}

/// Refuses what no model of bends can be fitted to.
pub(super) fn check(x: &[f64], y: &[f64], fewest: usize) -> Result<(), String> {
    if x.len() != y.len() {
        return Err(format!("{} places and {} values are no pairs", x.len(), y.len()));
    }
    if x.iter().chain(y).any(|value| !value.is_finite()) {
        return Err("a value is not a number".to_owned());
    }
    if x.len() < fewest {
        return Err(format!("{} points, and it needs {fewest}", x.len()));
    }
    if x.windows(2).any(|pair| pair[1] < pair[0]) {
        return Err("x falls from one point to the next".to_owned());
    }
    Ok(())
}
