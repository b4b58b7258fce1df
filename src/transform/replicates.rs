//! Groups of cells: mean and deviation, two groups by Welch's test, several by Holm's correction, and a robust score
//! that finds the cell that is unlike the others. A cell counts once; the points of one cell are never pooled.

use super::least_squares::{about_mean, rounding};
use super::student::{t_quantile, t_two_sided};

/// Fewer values have no robust score.
pub const FEWEST_FOR_SCORE: usize = 5;
/// From this magnitude on a robust score marks an outlier (Iglewicz and Hoaglin, How to Detect and Handle Outliers,
/// 1993).
pub const OUTLIER_SCORE: f64 = 3.5;
/// The median absolute deviation of a normal distribution, in its standard deviations (the same source).
const NORMAL_MAD: f64 = 0.6745;
/// The probability below the upper end of a two-sided interval of 95 %.
const UPPER: f64 = 0.975;

/// What a group of cells amounts to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many values there are.
    pub n: usize,
    /// Their mean, in their unit; `None` of no values.
    pub mean: Option<f64>,
    /// Their sample deviation (n - 1), in their unit; `None` of fewer than two.
    pub deviation: Option<f64>,
    /// The deviation in % of the mean; `None` where the mean is 0.
    pub cv_pct: Option<f64>,
}

/// Mean, sample deviation and coefficient of variation of values, one for each cell.
#[must_use]
pub fn summary(values: &[f64]) -> Summary {
    let n = values.len();
    let mean = (n > 0).then(|| mean(values));
    let deviation = (n > 1).then(|| (about_mean(values) / (n - 1) as f64).sqrt());
    let cv_pct = mean.zip(deviation).filter(|(mean, _)| *mean != 0.0).map(|(mean, dev)| 100.0 * dev / mean.abs());
    Summary { n, mean, deviation, cv_pct }
}

/// The difference of two groups of cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// The mean of the first less that of the second, in their unit.
    pub difference: f64,
    /// The difference in its standard errors.
    pub t: f64,
    /// The degrees of freedom of Welch and Satterthwaite.
    pub df: f64,
    /// The two-sided probability of such a difference without a cause.
    pub p: f64,
    /// The 95 % interval of the difference.
    pub ci95: (f64, f64),
    /// The difference in pooled deviations (Cohen, Statistical Power Analysis, 1988).
    pub cohen_d: f64,
    /// Cohen's d without its bias in small groups: times 1 - 3 / (4 (n1 + n2 - 2) - 1) (Hedges, Journal of Educational
    /// Statistics 6, 1981).
    pub hedges_g: f64,
}

/// Compares two groups of cells, which may differ in size and deviation (Welch, Biometrika 34, 1947).
///
/// # Errors
/// The reason in plain words: fewer than two values in a group, a value that is not a number, or no spread in both.
pub fn welch(a: &[f64], b: &[f64]) -> Result<Welch, String> {
    if a.len() < 2 || b.len() < 2 {
        return Err(format!("groups of {} and {}, and each needs two cells", a.len(), b.len()));
    }
    if a.iter().chain(b).any(|value| !value.is_finite()) {
        return Err("a value is not a number".to_owned());
    }
    let (square_a, square_b) = (about_mean(a), about_mean(b));
    if square_a <= rounding(a) && square_b <= rounding(b) {
        return Err("the values of each group are all alike: there is no spread to judge a difference by".to_owned());
    }
    let (n_a, n_b) = (a.len() as f64, b.len() as f64);
    let (part_a, part_b) = (square_a / (n_a - 1.0) / n_a, square_b / (n_b - 1.0) / n_b);
    let error = (part_a + part_b).sqrt();
    let df = (part_a + part_b).powi(2) / (part_a * part_a / (n_a - 1.0) + part_b * part_b / (n_b - 1.0));
    let difference = mean(a) - mean(b);
    let t = difference / error;
    let half = t_quantile(UPPER, df) * error;
    let pooled_df = n_a + n_b - 2.0;
    let cohen_d = difference / ((square_a + square_b) / pooled_df).sqrt();
    let hedges_g = cohen_d * (1.0 - 3.0 / (4.0 * pooled_df - 1.0));
    let ci95 = (difference - half, difference + half);
    Ok(Welch { difference, t, df, p: t_two_sided(t, df), ci95, cohen_d, hedges_g })
}

/// The p-values of several comparisons, corrected by Holm's way (Scandinavian Journal of Statistics 6, 1979), in the
/// order given: the smallest times their number, the next times one less, none below the one before it, none above 1.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = vec![0.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, &place) in order.iter().enumerate() {
        least = least.max((p[place] * (p.len() - rank) as f64).min(1.0));
        corrected[place] = least;
    }
    corrected
}

/// How far each value lies from the median: 0.6745 (x - median) / MAD, where MAD is the median absolute deviation
/// (Iglewicz and Hoaglin, 1993). From ±3.5 on ([`OUTLIER_SCORE`]) a value is an outlier.
///
/// # Errors
/// The reason in plain words, where there are no scores: fewer than five values, a value that is not a number, or more
/// than half of them alike, so that the deviation is 0.
pub fn robust_scores(values: &[f64]) -> Result<Vec<f64>, String> {
    if values.len() < FEWEST_FOR_SCORE {
        return Err(format!("fewer than {FEWEST_FOR_SCORE} values, which a robust score needs ({})", values.len()));
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err("a value is not a number".to_owned());
    }
    let middle = median(values);
    let away: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let mad = median(&away);
    if mad <= (rounding(values) / values.len() as f64).sqrt() {
        return Err("half of the values or more are alike: there is no spread to judge the others by".to_owned());
    }
    Ok(values.iter().map(|value| NORMAL_MAD * (value - middle) / mad).collect())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The median of at least one value.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
    }

    /// G7 of the acceptance figures.
    #[test]
    fn two_groups_differ() {
        let a = [2.010, 2.004, 1.998, 2.015, 2.007];
        let b = [1.990, 1.985, 1.996, 1.979, 1.992, 1.988];
        let one = summary(&a);
        close(one.mean.unwrap(), 2.0067999999999997);
        close(one.deviation.unwrap(), 0.006379655163094647);
        close(one.cv_pct.unwrap(), 0.3179018917228746);
        close(summary(&b).mean.unwrap(), 1.9883333333333333);
        close(summary(&b).deviation.unwrap(), 0.005887840577551855);
        let found = welch(&a, &b).unwrap();
        close(found.difference, 0.01846666666666641);
        close(found.t, 4.94998133172397);
        close(found.df, 8.334445349301221);
        close(found.p, 0.0009934105131230294);
        close(found.ci95.0, 0.009923484607524126);
        close(found.ci95.1, 0.027009848725808694);
        close(found.cohen_d, 3.0217182919554086);
        close(found.hedges_g, 2.7627138669306595);
    }

    #[test]
    fn groups_that_cannot_be_compared_say_why() {
        assert!(welch(&[1.0], &[1.0, 2.0]).is_err());
        assert!(welch(&[1.1, 1.1, 1.1], &[1.3, 1.3, 1.3]).is_err());
        assert!(welch(&[1.0, f64::NAN], &[1.0, 2.0]).is_err());
        assert!(welch(&[1.1, 1.1, 1.1], &[1.2, 1.3, 1.4]).is_ok());
        let none = summary(&[]);
        assert_eq!((none.n, none.mean, none.deviation, none.cv_pct), (0, None, None, None));
        assert_eq!(summary(&[2.0]).deviation, None);
    }

    #[test]
    fn holm_steps_down() {
        // As statsmodels' multipletests(method="holm").
        let found = holm(&[0.01, 0.04, 0.03, 0.005, 0.9]);
        for (found, wanted) in found.iter().zip([0.04, 0.09, 0.09, 0.025, 0.9]) {
            close(*found, wanted);
        }
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.6, 0.7]), [1.0, 1.0]);
    }

    #[test]
    fn robust_scores_find_the_odd_cell() {
        let scores = robust_scores(&[2.0, 2.01, 1.99, 2.02, 1.98, 1.8]).unwrap();
        assert!(scores[5] < -OUTLIER_SCORE && scores[..5].iter().all(|score| score.abs() < OUTLIER_SCORE));
        // Median 1.995, deviations 0.005, 0.015, 0.005, 0.025, 0.015, 0.195: their median is 0.015.
        close(scores[5], 0.6745 * (1.8 - 1.995) / 0.015);
        assert!(robust_scores(&[1.0, 2.0, 3.0, 4.0]).is_err());
        assert!(robust_scores(&[2.0, 2.0, 2.0, 2.1, 1.0]).is_err());
    }
}
