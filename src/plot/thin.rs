//! Thinning for the eye: of all rows that fall on one column of pixels, the lowest and the highest stay.
//!
//! Rows stream by; when too many are held they are thinned to columns of twice the width, so that memory depends on the
//! picture alone and a spike of one row is still there at the end. The same rows give the same points.

/// A point that was kept.
#[derive(Clone, Copy, Debug)]
struct Kept {
    key: f64,
    x: f64,
    y: f64,
    /// Whether a gap lies before it.
    gap: bool,
}

/// How many points are held for each column while rows stream.
const HELD: usize = 24;

/// Which extremes stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extremes {
    /// Of y: for curves over an x that only rises.
    Y,
    /// Of y, for each value of x (a step's number) by itself: values of one step say nothing of another's.
    YOfEach,
    /// Of x and y: for any other curve.
    Both,
}

/// Thins one curve.
#[derive(Clone, Debug)]
pub(super) struct Thinner {
    columns: usize,
    extremes: Extremes,
    held: Vec<Kept>,
    /// How many may be held before they are thinned.
    most: usize,
    gap: bool,
}

impl Thinner {
    /// A thinner for a plot of so many pixels across.
    pub(super) fn new(columns: usize, extremes: Extremes) -> Self {
        let columns = columns.max(8);
        Self { columns, extremes, held: Vec::new(), most: columns * HELD, gap: false }
    }

    /// Takes the next point; `key` only rises (time, or x itself). A missing value is a gap.
    pub(super) fn push(&mut self, key: f64, x: f64, y: f64) {
        if !(x.is_finite() && y.is_finite()) {
            self.gap = true;
            return;
        }
        let gap = std::mem::take(&mut self.gap) && !self.held.is_empty();
        self.held.push(Kept { key, x, y, gap });
        if self.held.len() >= self.most {
            self.held = thin(&self.held, self.columns * 3, self.extremes);
            self.most = (self.columns * HELD).max(2 * self.held.len());
        }
    }

    /// The line is interrupted before the next point.
    pub(super) fn interrupt(&mut self) {
        self.gap = true;
    }

    /// The points (x, y); NaN between two stands for a gap.
    pub(super) fn finish(self) -> Vec<(f64, f64)> {
        self.finish_keyed().into_iter().map(|(_, x, y)| (x, y)).collect()
    }

    /// The points (key, x, y); NaN between two stands for a gap.
    pub(super) fn finish_keyed(self) -> Vec<(f64, f64, f64)> {
        let kept =
            if self.held.len() > 2 * self.columns { thin(&self.held, self.columns, self.extremes) } else { self.held };
        let mut points = Vec::with_capacity(kept.len());
        for point in kept {
            if point.gap {
                points.push((f64::NAN, f64::NAN, f64::NAN));
            }
            points.push((point.key, point.x, point.y));
        }
        points
    }
}

/// Keeps the extremes of each of `columns` equal shares of the key's range, and the first and the last point of all.
fn thin(points: &[Kept], columns: usize, extremes: Extremes) -> Vec<Kept> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let range = last.key - first.key;
    let column = |point: &Kept| {
        if range > 0.0 { (((point.key - first.key) / range * columns as f64) as usize).min(columns - 1) } else { 0 }
    };
    let mut kept = Vec::with_capacity(columns * 2 + 2);
    let mut start = 0;
    while start < points.len() {
        let here = column(&points[start]);
        let own = |point: &&Kept| extremes != Extremes::YOfEach || point.x == points[start].x;
        let together = points[start..].iter().take_while(|point| column(point) == here).take_while(own);
        let end = start + together.count().max(1);
        keep_extremes(&points[start..end], extremes, start == 0, end == points.len(), &mut kept);
        start = end;
    }
    kept
}

fn keep_extremes(share: &[Kept], extremes: Extremes, first: bool, last: bool, kept: &mut Vec<Kept>) {
    let place = |value: fn(&Kept) -> f64, highest: bool| {
        let best = share.iter().enumerate().reduce(|best, next| {
            let further = if highest { value(next.1) > value(best.1) } else { value(next.1) < value(best.1) };
            if further { next } else { best }
        });
        best.map_or(0, |(i, _)| i)
    };
    let mut places = vec![place(|p| p.y, false), place(|p| p.y, true)];
    if extremes == Extremes::Both {
        places.extend([place(|p| p.x, false), place(|p| p.x, true)]);
    }
    if first {
        places.push(0);
    }
    if last {
        places.push(share.len() - 1);
    }
    places.sort_unstable();
    places.dedup();
    // A gap in front of a point that goes is a gap in front of the one that stays.
    let mut from = 0;
    for (n, &i) in places.iter().enumerate() {
        let gap = if n == 0 { share[0].gap || share[i].gap } else { share[from..=i].iter().any(|point| point.gap) };
        kept.push(Kept { gap, ..share[i] });
        from = i + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_of_one_row_stays_and_memory_is_bounded() {
        let mut thinner = Thinner::new(1000, Extremes::Y);
        for i in 0..600_000_u32 {
            let y = match i {
                123_457 => 99.0,
                555_555 => -99.0,
                i => (f64::from(i) * 1e-4).sin(),
            };
            thinner.push(f64::from(i), f64::from(i), y);
            assert!(thinner.held.len() <= 24_000);
        }
        let points = thinner.finish();
        assert!(points.len() <= 2002, "{}", points.len());
        assert!(points.contains(&(123_457.0, 99.0)) && points.contains(&(555_555.0, -99.0)));
        assert_eq!((points[0].0, points.last().unwrap().0), (0.0, 599_999.0));
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn few_points_stay_as_they_are_and_gaps_are_gaps() {
        let mut thinner = Thinner::new(100, Extremes::Y);
        for (x, y) in [(0.0, f64::NAN), (1.0, 5.0), (2.0, f64::NAN), (3.0, 6.0)] {
            thinner.push(x, x, y);
        }
        let points = thinner.finish();
        assert_eq!(points.len(), 3);
        assert_eq!((points[0], points[2]), ((1.0, 5.0), (3.0, 6.0)));
        assert!(points[1].0.is_nan());
    }

    #[test]
    fn a_gap_is_kept_through_thinning() {
        let mut thinner = Thinner::new(50, Extremes::Y);
        for i in 0..5000_u32 {
            if !(2000..3000).contains(&i) {
                thinner.push(f64::from(i), f64::from(i), f64::from(i % 7));
            } else if i == 2000 {
                thinner.interrupt();
            }
        }
        let points = thinner.finish();
        let at = points.iter().position(|p| p.0.is_nan()).unwrap();
        assert!(points[at - 1].0 < 2000.0 && points[at + 1].0 >= 3000.0);
        assert_eq!(points.iter().filter(|p| p.0.is_nan()).count(), 1);
    }

    #[test]
    fn each_step_keeps_its_own_extremes_and_many_steps_are_no_trouble() {
        let mut thinner = Thinner::new(10, Extremes::YOfEach);
        for i in 0..20_000_u32 {
            thinner.push(f64::from(i), f64::from(i / 4), f64::from(i % 4));
        }
        let points = thinner.finish_keyed();
        let steps: std::collections::BTreeSet<i64> = points.iter().map(|point| point.1 as i64).collect();
        assert_eq!((steps.len(), points.len()), (5000, 10_000));
    }

    #[test]
    fn a_loop_keeps_its_extent_in_x_too() {
        let mut thinner = Thinner::new(20, Extremes::Both);
        for i in 0..10_000_u32 {
            let turn = f64::from(i) * 0.003;
            thinner.push(f64::from(i), turn.cos(), turn.sin());
        }
        let most = thinner.finish().iter().fold(0.0_f64, |most, p| most.max(p.0));
        assert!(most > 0.999_99);
    }
}
