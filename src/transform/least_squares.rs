//! Linear least squares with few columns, by orthogonalisation: no normal equations, so that nearly parallel columns
//! keep their digits.

/// A column of which less than this share is left when the columns before it are taken out depends on them.
const DEPENDENT_SHARE: f64 = 1e-11;
/// Values count as exact up to this many units in the last place.
const ROUNDING_UNITS: f64 = 16.0;

/// What a fit of `N` columns found.
#[derive(Clone, Debug)]
pub(super) struct Solved<const N: usize> {
    /// The factor of each column.
    pub(super) factors: [f64; N],
    /// What the fit leaves of each value.
    pub(super) residuals: Vec<f64>,
    /// The sum of their squares.
    pub(super) rss: f64,
    /// The inverse of R, upper triangular: (JᵀJ)⁻¹ is it times its transpose.
    pub(super) inverse: [[f64; N]; N],
}

/// Fits `values` by the columns (Gram-Schmidt, each column taken out twice, which is as good as Householder's way:
/// Giraud et al., Numerische Mathematik 101, 2005). `None` where a column depends on those before it.
pub(super) fn solve<const N: usize>(mut columns: [Vec<f64>; N], values: &[f64]) -> Option<Solved<N>> {
    // Of R the column that belongs to each column.
    let mut r = [[0.0; N]; N];
    for (k, parts) in r.iter_mut().enumerate() {
        let (before, rest) = columns.split_at_mut(k);
        let column = &mut rest[0];
        let whole = dot(column, column).sqrt();
        for _ in 0..2 {
            for (part, other) in parts.iter_mut().zip(&*before) {
                *part += take_out(column, other);
            }
        }
        let left = dot(column, column).sqrt();
        // False of what is not a number, too.
        let stands_apart = left > DEPENDENT_SHARE * whole;
        if !stands_apart {
            return None;
        }
        parts[k] = left;
        column.iter_mut().for_each(|value| *value /= left);
    }
    let mut residuals = values.to_vec();
    let mut parts = [0.0; N];
    for _ in 0..2 {
        for (part, column) in parts.iter_mut().zip(&columns) {
            *part += take_out(&mut residuals, column);
        }
    }
    let inverse = inverse(&r);
    let factors = std::array::from_fn(|row| (row..N).map(|k| inverse[row][k] * parts[k]).sum());
    let rss = dot(&residuals, &residuals);
    Some(Solved { factors, residuals, rss, inverse })
}

/// The sum of squares below which a fit of `values` counts as exact: what is left is rounding. An AICc takes it for the
/// least there is, so that of exact fits the one with the fewest parameters wins, and none is minus infinity.
pub(super) fn rounding(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let unit = (ROUNDING_UNITS * f64::EPSILON * largest).max(f64::MIN_POSITIVE.sqrt());
    values.len() as f64 * unit * unit
}

/// Akaike's criterion, corrected for few points (Hurvich and Tsai, Biometrika 76, 1989), of `count` points whose
/// residuals sum up to `rss`, with `parameters` that count the deviation. `None` where the points are too few for it.
pub(super) fn aicc(count: usize, rss: f64, parameters: usize) -> Option<f64> {
    let (n, p) = (count as f64, parameters as f64);
    (count > parameters + 1).then(|| n * (rss / n).ln() + 2.0 * p + 2.0 * p * (p + 1.0) / (n - p - 1.0))
}

/// The sum of the squared distances from the mean.
pub(super) fn about_mean(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean) * (value - mean)).sum()
}

fn take_out(column: &mut [f64], unit: &[f64]) -> f64 {
    let part = dot(column, unit);
    column.iter_mut().zip(unit).for_each(|(value, unit)| *value -= part * unit);
    part
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inverse of R, whose columns `r` holds.
fn inverse<const N: usize>(r: &[[f64; N]; N]) -> [[f64; N]; N] {
    let mut inverse = [[0.0; N]; N];
    for column in 0..N {
        inverse[column][column] = 1.0 / r[column][column];
        for row in (0..column).rev() {
            let sum: f64 = (row + 1..=column).map(|k| r[k][row] * inverse[k][column]).sum();
            inverse[row][column] = -sum / r[row][row];
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_is_found_far_from_zero() {
        let x: Vec<f64> = (0..20).map(|i| 1000.0 + f64::from(i)).collect();
        let columns = [vec![1.0; 20], x.clone(), x.iter().map(|x| x * x).collect()];
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.5 * x + 0.25 * x * x).collect();
        let found = solve(columns, &y).unwrap();
        assert!((found.factors[2] - 0.25).abs() < 1e-9 && found.rss < rounding(&y), "{found:?}");
    }

    #[test]
    fn columns_that_depend_are_refused() {
        assert!(solve([vec![1.0; 5], vec![0.3; 5]], &[1.0, 2.0, 3.0, 4.0, 5.0]).is_none());
        assert!(solve([vec![1.0; 3], vec![1.0, f64::NAN, 2.0]], &[1.0, 2.0, 3.0]).is_none());
        assert_eq!((aicc(4, 1.0, 3), about_mean(&[1.0, 2.0, 3.0])), (None, 2.0));
    }
}
