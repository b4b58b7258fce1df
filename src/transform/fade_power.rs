//! The exponent of a power law of fade: the global minimum of the residuals over it, by variable projection (Golub and
//! Pereyra, SIAM Journal on Numerical Analysis 10, 1973).

/// The exponents that are tried.
pub(super) const EXPONENTS: (f64, f64) = (0.3, 2.0);
/// Between these the exponent is a finding, beyond them it is at its bound.
pub(super) const WITHIN: (f64, f64) = (0.3001, 1.9999);
/// Stretches that the range is cut into for the search of every local minimum.
const STRETCHES: u32 = 170;
/// Halvings that bring a stretch down to the rounding of the exponent.
const HALVINGS: usize = 60;

/// The residuals of the best q0 + k u^c at one exponent.
#[derive(Clone, Copy, Debug)]
struct At {
    c: f64,
    rss: f64,
    /// The sign of its derivative by the exponent, up to a positive factor.
    slope: f64,
}

/// The exponent with the fewest residuals, for u = x / the largest x, from 0 to 1, given by its logarithms.
pub(super) fn exponent(ln_u: &[f64], y: &[f64]) -> f64 {
    let step = (EXPONENTS.1 - EXPONENTS.0) / f64::from(STRETCHES);
    let mut before = at(EXPONENTS.0, ln_u, y);
    let mut best = before;
    for stretch in 1..=STRETCHES {
        let c = if stretch == STRETCHES { EXPONENTS.1 } else { EXPONENTS.0 + step * f64::from(stretch) };
        let here = at(c, ln_u, y);
        if before.slope < 0.0 && here.slope >= 0.0 {
            let found = settle(before.c, here.c, ln_u, y);
            if found.rss < best.rss {
                best = found;
            }
        }
        before = here;
    }
    if before.rss < best.rss { before.c } else { best.c }
}

/// The minimum between two exponents, at which the derivative changes its sign.
fn settle(mut low: f64, mut high: f64, ln_u: &[f64], y: &[f64]) -> At {
    let mut found = at(f64::midpoint(low, high), ln_u, y);
    for _ in 0..HALVINGS {
        if found.slope < 0.0 {
            low = found.c;
        } else {
            high = found.c;
        }
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        found = at(middle, ln_u, y);
    }
    found
}

fn at(c: f64, ln_u: &[f64], y: &[f64]) -> At {
    let count = y.len() as f64;
    let powers: Vec<f64> = ln_u.iter().map(|ln_u| (c * ln_u).exp()).collect();
    let mean_power = powers.iter().sum::<f64>() / count;
    let mean_y = y.iter().sum::<f64>() / count;
    let (mut square, mut product) = (0.0, 0.0);
    for (power, y) in powers.iter().zip(y) {
        square += (power - mean_power) * (power - mean_power);
        product += (power - mean_power) * (y - mean_y);
    }
    let k = product / square;
    let (mut rss, mut slope) = (0.0, 0.0);
    for ((power, ln_u), y) in powers.iter().zip(ln_u).zip(y) {
        let residual = (y - mean_y) - k * (power - mean_power);
        rss += residual * residual;
        // u^c ln u is 0 at u = 0, whose logarithm is minus infinity.
        if *power > 0.0 {
            slope -= residual * k * power * ln_u;
        }
    }
    At { c, rss, slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_exponents_are_found() {
        let ln_u: Vec<f64> = (0..=30).map(|i| (f64::from(i) / 30.0).ln()).collect();
        for wanted in [0.35, 0.5, 1.0, 1.37, 1.9] {
            let y: Vec<f64> = ln_u.iter().map(|ln_u| 100.0 - 20.0 * (wanted * ln_u).exp()).collect();
            let found = exponent(&ln_u, &y);
            assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
        }
    }

    #[test]
    fn beyond_the_range_it_is_at_the_bound() {
        let ln_u: Vec<f64> = (1..=30).map(|i| (f64::from(i) / 30.0).ln()).collect();
        let steep: Vec<f64> = ln_u.iter().map(|ln_u| 100.0 - 20.0 * (2.6 * ln_u).exp()).collect();
        let flat: Vec<f64> = ln_u.iter().map(|ln_u| 90.0 - 2.0 * ln_u).collect();
        assert_eq!((exponent(&ln_u, &steep), exponent(&ln_u, &flat)), (2.0, 0.3));
    }
}
