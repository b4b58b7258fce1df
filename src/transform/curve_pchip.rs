//! Monotone cubic interpolation (PCHIP: Fritsch and Butland, SIAM Journal on Scientific and Statistical Computing 5, 1984),
//! as `PchipInterpolator` of SciPy has it: straight lines between sparse rows would show as stairs in their derivative.

/// The values at `places` (rising, within the rows) of the curve through rows of rising x. Of fewer than two rows there is
/// none.
pub(super) fn pchip(rows: &[(f64, f64)], places: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    if rows.len() < 2 {
        return Vec::new();
    }
    let slopes = slopes(rows);
    let mut left = 0;
    places
        .map(|x| {
            while left + 2 < rows.len() && rows[left + 1].0 < x {
                left += 1;
            }
            let ((x0, y0), (x1, y1)) = (rows[left], rows[left + 1]);
            let h = x1 - x0;
            let t = (x - x0) / h;
            // Hermite's cubic, from the value and the slope at both ends.
            let rise = y1 - y0;
            let (d0, d1) = (slopes[left] * h, slopes[left + 1] * h);
            let cubic = d0 + d1 - 2.0 * rise;
            let square = 3.0 * rise - 2.0 * d0 - d1;
            (x, cubic.mul_add(t, square).mul_add(t, d0).mul_add(t, y0))
        })
        .collect()
}

fn slopes(rows: &[(f64, f64)]) -> Vec<f64> {
    let steps: Vec<(f64, f64)> = rows
        .windows(2)
        .map(|pair| {
            let h = pair[1].0 - pair[0].0;
            (h, (pair[1].1 - pair[0].1) / h)
        })
        .collect();
    if let [(_, slope)] = steps[..] {
        return vec![slope; 2];
    }
    let inner = steps.windows(2).map(|pair| {
        let ((h0, m0), (h1, m1)) = (pair[0], pair[1]);
        if m0 * m1 <= 0.0 {
            return 0.0;
        }
        let (w0, w1) = (2.0 * h1 + h0, h1 + 2.0 * h0);
        (w0 + w1) / (w0 / m0 + w1 / m1)
    });
    let last = steps.len() - 1;
    let first = end(steps[0], steps[1]);
    std::iter::once(first).chain(inner).chain([end(steps[last], steps[last - 1])]).collect()
}

/// The slope at an end: three points' where that keeps the shape.
fn end((h0, m0): (f64, f64), (h1, m1): (f64, f64)) -> f64 {
    let slope = ((2.0 * h0 + h1) * m0 - h0 * m1) / (h0 + h1);
    if slope * m0 <= 0.0 {
        0.0
    } else if m0 * m1 <= 0.0 && slope.abs() > 3.0 * m0.abs() {
        3.0 * m0
    } else {
        slope
    }
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "the digits are SciPy's, as it prints them")]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_scipy() {
        let rows = [(0.0, 0.0), (0.7, 1.0), (1.1, 1.1), (2.0, 4.0), (3.5, 4.0), (4.0, 3.0)];
        let places = PLACES.iter().map(|place| place.0);
        for ((x, found), (_, expected)) in pchip(&rows, places).into_iter().zip(PLACES) {
            assert!((found - expected).abs() < 1e-12, "{x}: {found} is not {expected}");
        }
    }

    /// `scipy.interpolate.PchipInterpolator(x, y)(places)` of SciPy 1.17.1.
    const PLACES: [(f64, f64); 8] = [
        (0.0, 0.0),
        (0.3, 0.5776093294460641),
        (0.9, 1.04909426987061),
        (1.5, 2.3609469331041177),
        (1.95, 3.9752395667729052),
        (2.7, 4.0),
        (3.75, 3.65625),
        (4.0, 3.0),
    ];

    #[test]
    fn few_rows_and_straight_ones() {
        assert_eq!(pchip(&[(0.0, 1.0), (2.0, 5.0)], [0.5, 1.0].into_iter()), [(0.5, 2.0), (1.0, 3.0)]);
        assert!(pchip(&[(0.0, 1.0)], [0.0].into_iter()).is_empty());
    }
}
