//! dQ/dV and dV/dQ of one step: rows flow by, are thinned to monotone, laid on a uniform grid and smoothed.
//!
//! Incremental capacity as in Dubarry et al. (Electrochemical and Solid-State Letters 9, 2006), differential voltage as in
//! Bloom et al. (Journal of Power Sources 139, 2005). Memory is bounded, however many rows a step has.

use super::curve_pchip::pchip;

pub use super::curve_peaks::{Peak, find_peaks};
pub use super::curve_smooth::{CurveError, savitzky_golay};

/// The most points a grid may have.
const MOST_GRID_POINTS: usize = 200_000;

/// The most rows that are held of one step; beyond them every second one goes, far below any grid's step.
const MOST_HELD: usize = 1 << 17;

/// The share of the range that is cut at each end.
pub const CUT: f64 = 0.001;

/// The share of the largest current from which on a row belongs to the constant-current part.
pub const CONSTANT_CURRENT_SHARE: f64 = 0.95;

/// So many rows in turn beyond the tolerance are a turn; fewer are noise.
const TURN_ROWS: usize = 3;

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

/// The step of a grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grid {
    /// As a person asked for it.
    Asked(f64),
    /// The usual one, but never finer than a quarter of the rows' median spacing: between sparse rows there is nothing to
    /// be seen.
    Usual(f64),
}

/// A curve on its grid.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resampled {
    /// The grid in force.
    pub grid: f64,
    /// (x, y), x rising, at whole multiples of the grid.
    pub points: Vec<(f64, f64)>,
    /// Whether x turned on its way, and the curve is the longest stretch that goes one way.
    pub turned: bool,
}

/// Takes pairs (x, y) whose x should go one way, and leaves out what goes back. Where x turns, the curve ends.
#[derive(Clone, Debug)]
pub struct Resampler {
    /// 1 where x rises, -1 where it falls.
    sign: f64,
    /// How far x may go back before it has turned.
    tolerance: f64,
    /// Rows to be held of those that come: one of so many.
    stride: usize,
    skipped: usize,
    /// The stretch at hand, x times the sign, rising.
    run: Vec<(f64, f64)>,
    /// The longest that is over.
    longest: Vec<(f64, f64)>,
    /// After a turn: what may become the next stretch, from the lowest x on.
    next: Vec<(f64, f64)>,
    /// Rows in turn beyond the tolerance.
    back: usize,
    /// Whether they were enough for a turn, since the highest x of this stretch.
    gone: bool,
    turned: bool,
}

impl Resampler {
    /// A resampler for x that rises, or falls, and has turned when it went back by more than `tolerance`.
    #[must_use]
    pub fn new(rising: bool, tolerance: f64) -> Self {
        let empty = Vec::new;
        Self {
            sign: if rising { 1.0 } else { -1.0 },
            tolerance,
            stride: 1,
            skipped: 0,
            run: empty(),
            longest: empty(),
            next: empty(),
            back: 0,
            gone: false,
            turned: false,
        }
    }

    /// Takes the next pair; missing values are left out.
    pub fn push(&mut self, x: f64, y: f64) {
        if !x.is_finite() || !y.is_finite() {
            return;
        }
        let x = x * self.sign;
        let Some(&(last, _)) = self.run.last() else {
            self.run.push((x, y));
            return;
        };
        if x > last {
            (self.back, self.gone) = (0, false);
            self.next.clear();
            self.hold((x, y));
            return;
        }
        self.back = if x < last - self.tolerance { self.back + 1 } else { 0 };
        match self.next.last() {
            None => self.next.push((x, y)),
            Some(_) if x < self.next[0].0 => {
                self.next.clear();
                self.next.push((x, y));
            }
            Some(&(top, _)) if x > top => self.next.push((x, y)),
            Some(_) => {}
        }
        // It went back for good, and then rose by as much: a stretch of its own begins at the lowest place.
        let rise = self.next[self.next.len() - 1].0 - self.next[0].0;
        self.gone |= self.back >= TURN_ROWS;
        self.turned |= self.gone;
        if self.gone && rise > self.tolerance {
            let next = std::mem::take(&mut self.next);
            let over = std::mem::replace(&mut self.run, next);
            self.keep(over);
            (self.back, self.gone, self.skipped) = (0, false, 0);
        }
    }

    fn hold(&mut self, row: (f64, f64)) {
        // The last row always stands, so that the range is whole; one that was to be skipped makes room for the next.
        if self.skipped > 0 {
            self.run.pop();
        }
        self.run.push(row);
        self.skipped = (self.skipped + 1) % self.stride;
        if self.run.len() >= MOST_HELD {
            let mut place = 0;
            self.run.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride *= 2;
            self.skipped = 0;
        }
    }

    fn keep(&mut self, over: Vec<(f64, f64)>) {
        if self.longest.is_empty() || moved(&over) > moved(&self.longest) {
            self.longest = over;
        }
    }

    /// The curve on its grid, without the first and last [`CUT`] of the range.
    ///
    /// # Errors
    /// When the grid is no positive number, or too fine for the range.
    pub fn finish(mut self, grid: Grid) -> Result<Resampled, CurveError> {
        let run = std::mem::take(&mut self.run);
        self.keep(run);
        let mut rows = self.longest;
        if self.sign < 0.0 {
            rows.reverse();
            rows.iter_mut().for_each(|row| row.0 = -row.0);
        }
        let grid = match grid {
            Grid::Asked(step) => step,
            Grid::Usual(step) => step.max(rounded_up(median_spacing(&rows) / 4.0)),
        };
        if !(grid.is_finite() && grid > 0.0) {
            return Err(CurveError::Grid(grid));
        }
        let (Some(&(low, _)), Some(&(high, _))) = (rows.first(), rows.last()) else {
            return Ok(Resampled { grid, turned: self.turned, ..Resampled::default() });
        };
        let cut = CUT * (high - low);
        let (first, last) = (((low + cut) / grid).ceil(), ((high - cut) / grid).floor());
        if last - first > MOST_GRID_POINTS as f64 {
            return Err(CurveError::TooFine { grid, most: MOST_GRID_POINTS });
        }
        let places = (first as i64..=last as i64).map(|k| k as f64 * grid);
        Ok(Resampled { grid, points: pchip(&rows, places), turned: self.turned })
    }
}

/// How far y moves along a stretch.
fn moved(rows: &[(f64, f64)]) -> f64 {
    rows.first().zip(rows.last()).map_or(0.0, |(first, last)| (last.1 - first.1).abs())
}

fn median_spacing(rows: &[(f64, f64)]) -> f64 {
    let mut steps: Vec<f64> = rows.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    if steps.is_empty() {
        return 0.0;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// To two digits, upwards, so that the grid can be said in few.
fn rounded_up(step: f64) -> f64 {
    if !(step.is_finite() && step > 0.0) {
        return 0.0;
    }
    let unit = 10_f64.powf(step.log10().floor() - 1.0);
    (step / unit - 1e-9).ceil() * unit
}

/// The smoothed derivative dy/dx over the points of a [`Resampled`] curve.
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

    const TURN_V: f64 = 0.005;

    #[test]
    fn a_straight_line_has_its_slope() {
        for (rising, sign) in [(true, 1.0), (false, -1.0)] {
            let mut resampler = Resampler::new(rising, TURN_V);
            for i in 0..400 {
                let x = 3.0 + sign * 0.0013 * f64::from(i);
                resampler.push(x, 2.0 * x + 1.0);
                resampler.push(x - sign * 0.01, 99.0);
            }
            let found = resampler.finish(Grid::Usual(0.002)).unwrap();
            assert!(!found.turned, "one row back is noise");
            assert_eq!(found.grid, 0.002);
            assert!(found.points.windows(2).all(|pair| (pair[1].0 - pair[0].0 - 0.002).abs() < 1e-12));
            let slopes = differentiate(&found.points, Smoothing { grid: 0.002, window: 21, order: 3 }).unwrap();
            assert!(slopes.iter().all(|&(_, slope)| (slope - 2.0).abs() < 1e-9), "{slopes:?}");
        }
    }

    #[test]
    fn the_ends_are_cut_and_missing_values_left_out() {
        let mut resampler = Resampler::new(true, TURN_V);
        for i in 0..=1000 {
            resampler.push(f64::from(i) * 0.01, if i == 500 { f64::NAN } else { 1.0 });
        }
        let points = resampler.finish(Grid::Asked(0.001)).unwrap().points;
        assert!(points.first().unwrap().0 >= 0.01 - 1e-12 && points.last().unwrap().0 <= 9.99 + 1e-12);
        assert!(points.iter().all(|&(_, y)| y == 1.0));
    }

    #[test]
    fn a_grid_is_no_finer_than_a_quarter_of_the_rows_unless_asked_for() {
        let rows = || {
            let mut resampler = Resampler::new(true, TURN_V);
            (0..100).for_each(|i| resampler.push(3.0 + 0.0171 * f64::from(i), f64::from(i)));
            resampler
        };
        assert!((rows().finish(Grid::Usual(0.002)).unwrap().grid - 0.0043).abs() < 1e-12);
        assert_eq!(rows().finish(Grid::Usual(0.02)).unwrap().grid, 0.02);
        assert_eq!(rows().finish(Grid::Asked(0.002)).unwrap().grid, 0.002);
    }

    #[test]
    fn where_the_voltage_turns_the_curve_ends() {
        // A cold discharge: the voltage dips by 80 mV, recovers while a tenth of the charge flows, and falls to its end.
        let mut resampler = Resampler::new(false, TURN_V);
        let voltage = |i: u32| match i {
            0..=20 => 3.3 - 0.01 * f64::from(i),
            21..=120 => 3.1 + 0.0008 * f64::from(i - 20),
            _ => 3.18 - 0.001 * f64::from(i - 120),
        };
        (0..=900).for_each(|i| resampler.push(voltage(i), f64::from(i)));
        let found = resampler.finish(Grid::Usual(0.002)).unwrap();
        assert!(found.turned);
        let (low, high) = (found.points[0], found.points[found.points.len() - 1]);
        assert!(low.0 < 2.41 && high.0 > 3.17 && high.0 <= 3.18, "{low:?} {high:?}");
        assert!(found.points.windows(2).all(|pair| (pair[0].1 - pair[1].1 - 2.0).abs() < 0.1), "no jump is left");
    }

    #[test]
    fn a_turn_near_the_end_leaves_what_was_before_it() {
        let mut resampler = Resampler::new(true, TURN_V);
        (0..500).for_each(|i| resampler.push(3.0 + 0.002 * f64::from(i), f64::from(i)));
        (0..50).for_each(|i| resampler.push(3.9 - 0.002 * f64::from(i), 500.0 + f64::from(i)));
        let found = resampler.finish(Grid::Usual(0.002)).unwrap();
        assert!(found.turned && found.points.last().unwrap().1 < 500.0);
    }

    #[test]
    fn however_many_rows_few_are_held() {
        let mut resampler = Resampler::new(true, TURN_V);
        let count = 3 * MOST_HELD as u32;
        (0..count).for_each(|i| resampler.push(3.0 + f64::from(i) / f64::from(count), f64::from(i)));
        assert!(resampler.run.len() <= MOST_HELD);
        let points = resampler.finish(Grid::Usual(0.002)).unwrap().points;
        let slope = (points[200].1 - points[100].1) / (points[200].0 - points[100].0);
        assert!((slope / f64::from(count) - 1.0).abs() < 1e-6, "{slope}");
        assert!(points.last().unwrap().0 > 3.996);
    }

    #[test]
    fn grids_that_cannot_be_are_refused() {
        let two = || {
            let mut resampler = Resampler::new(true, TURN_V);
            resampler.push(0.0, 0.0);
            resampler.push(1.0, 0.0);
            resampler
        };
        assert!(matches!(two().finish(Grid::Asked(0.0)), Err(CurveError::Grid(_))));
        assert!(matches!(two().finish(Grid::Asked(1e-9)), Err(CurveError::TooFine { .. })));
        assert!(Resampler::new(true, TURN_V).finish(Grid::Usual(1.0)).unwrap().points.is_empty());
        assert!(matches!(
            differentiate(&[(0.0, 1.0)], Smoothing { grid: 1.0, window: 21, order: 3 }),
            Err(CurveError::TooShort { .. })
        ));
    }
}
