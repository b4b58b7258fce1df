//! dQ/dV and dV/dQ of one step: rows flow by, are thinned to monotone, and leave a uniform grid that is then smoothed.
//!
//! Incremental capacity as in Dubarry et al. (Electrochemical and Solid-State Letters 9, 2006), differential voltage as in
//! Bloom et al. (Journal of Power Sources 139, 2005). Memory is that of the grid, never that of the rows.

pub use super::curve_peaks::{Peak, find_peaks};
pub use super::curve_smooth::{CurveError, savitzky_golay};

/// The most points a grid may have.
const MOST_GRID_POINTS: usize = 200_000;

/// The share of the range that is cut at each end.
pub const CUT: f64 = 0.001;

/// The share of the largest current from which on a row belongs to the constant-current part.
pub const CONSTANT_CURRENT_SHARE: f64 = 0.95;

/// How a curve is smoothed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothing {
    /// The grid in the unit of the abscissa.
    pub grid: f64,
    /// Points of the window; odd.
    pub window: usize,
    /// The order of the polynomial.
    pub order: usize,
}

/// Takes pairs (x, y) whose x should go one way, leaves out what goes back, and keeps y at whole multiples of the grid by
/// linear interpolation.
#[derive(Clone, Debug)]
pub struct Resampler {
    grid: f64,
    rising: bool,
    first: Option<f64>,
    last: Option<(f64, f64)>,
    /// In the order of arrival.
    points: Vec<(i64, f64)>,
}

impl Resampler {
    /// A resampler for x that rises, or falls.
    ///
    /// # Errors
    /// When the grid is no positive number.
    pub fn new(grid: f64, rising: bool) -> Result<Self, CurveError> {
        if !(grid.is_finite() && grid > 0.0) {
            return Err(CurveError::Grid(grid));
        }
        Ok(Self { grid, rising, first: None, last: None, points: Vec::new() })
    }

    /// Takes the next pair; missing values are left out.
    ///
    /// # Errors
    /// When the grid is too fine for the range.
    pub fn push(&mut self, x: f64, y: f64) -> Result<(), CurveError> {
        if !x.is_finite() || !y.is_finite() {
            return Ok(());
        }
        let Some((x0, y0)) = self.last else {
            self.first = Some(x);
            self.last = Some((x, y));
            return Ok(());
        };
        if if self.rising { x <= x0 } else { x >= x0 } {
            return Ok(());
        }
        if ((x - x0) / self.grid).abs() + self.points.len() as f64 > MOST_GRID_POINTS as f64 {
            return Err(CurveError::TooFine { grid: self.grid, most: MOST_GRID_POINTS });
        }
        let slope = (y - y0) / (x - x0);
        let (a, b) = (x0 / self.grid, x / self.grid);
        let mut keep = |k: i64| {
            let at = k as f64 * self.grid;
            if self.points.last().is_none_or(|&(last, _)| last != k) {
                self.points.push((k, slope.mul_add(at - x0, y0)));
            }
        };
        if self.rising {
            ((a.ceil() as i64)..=(b.floor() as i64)).for_each(&mut keep);
        } else {
            ((b.ceil() as i64)..=(a.floor() as i64)).rev().for_each(&mut keep);
        }
        self.last = Some((x, y));
        Ok(())
    }

    /// The grid's points (x, y), x rising, without the first and last [`CUT`] of the range.
    #[must_use]
    pub fn finish(mut self) -> Vec<(f64, f64)> {
        let (Some(first), Some((last, _))) = (self.first, self.last) else { return Vec::new() };
        if !self.rising {
            self.points.reverse();
        }
        let (low, high) = (first.min(last), first.max(last));
        let cut = CUT * (high - low);
        let grid = self.grid;
        let at = self.points.into_iter().map(|(k, y)| (k as f64 * grid, y));
        at.filter(|&(x, _)| x >= low + cut && x <= high - cut).collect()
    }
}

/// The smoothed derivative dy/dx over the grid points of a [`Resampler`].
///
/// # Errors
/// When the window cannot be, or is longer than the curve.
pub fn differentiate(points: &[(f64, f64)], smoothing: Smoothing) -> Result<Vec<(f64, f64)>, CurveError> {
    let values: Vec<f64> = points.iter().map(|&(_, y)| y).collect();
    let slopes = savitzky_golay(&values, smoothing.window, smoothing.order, 1, smoothing.grid)?;
    Ok(points.iter().zip(slopes).map(|(&(x, _), slope)| (x, slope)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_has_its_slope() {
        for (rising, sign) in [(true, 1.0), (false, -1.0)] {
            let mut resampler = Resampler::new(0.002, rising).unwrap();
            for i in 0..400 {
                let x = 3.0 + sign * 0.0013 * f64::from(i);
                resampler.push(x, 2.0 * x + 1.0).unwrap();
                resampler.push(x - sign * 0.01, 99.0).unwrap();
            }
            let points = resampler.finish();
            assert!(points.windows(2).all(|pair| (pair[1].0 - pair[0].0 - 0.002).abs() < 1e-12));
            let slopes = differentiate(&points, Smoothing { grid: 0.002, window: 21, order: 3 }).unwrap();
            assert!(slopes.iter().all(|&(_, slope)| (slope - 2.0).abs() < 1e-9), "{slopes:?}");
        }
    }

    #[test]
    fn the_ends_are_cut_and_missing_values_left_out() {
        let mut resampler = Resampler::new(0.001, true).unwrap();
        for i in 0..=1000 {
            resampler.push(f64::from(i) * 0.01, if i == 500 { f64::NAN } else { 1.0 }).unwrap();
        }
        let points = resampler.finish();
        assert!(points.first().unwrap().0 >= 0.01 - 1e-12 && points.last().unwrap().0 <= 9.99 + 1e-12);
        assert!(points.iter().all(|&(_, y)| y == 1.0));
    }

    #[test]
    fn grids_that_cannot_be_are_refused() {
        assert!(matches!(Resampler::new(0.0, true), Err(CurveError::Grid(_))));
        let mut resampler = Resampler::new(1e-9, true).unwrap();
        resampler.push(0.0, 0.0).unwrap();
        assert!(matches!(resampler.push(1.0, 0.0), Err(CurveError::TooFine { .. })));
        assert!(matches!(
            differentiate(&[(0.0, 1.0)], Smoothing { grid: 1.0, window: 21, order: 3 }),
            Err(CurveError::TooShort { .. })
        ));
    }
}
