//! Thinning for the eye: of all rows that fall on one column of pixels, the lowest and the highest stay.
//!
//! Rows stream by; when too many are held they are thinned to columns of twice the width, so that memory depends on the
//! picture alone and a spike of one row is still there at the end. Where hundreds of rows share a column, the extremes of a
//! few neighbours stand for them. The same rows give the same points.

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

/// At most so many neighbours are held as their extremes alone.
const BUNCH: u64 = 16;

/// Thins one curve.
#[derive(Clone, Debug)]
pub(super) struct Thinner {
    columns: usize,
    extremes: Extremes,
    held: Vec<Kept>,
    /// Working memory for thinning.
    spare: Vec<Kept>,
    /// How many may be held before they are thinned.
    most: usize,
    gap: bool,
    taken: u64,
    bunch: Bunch,
}

/// Neighbours that are not held yet, and how many make a bunch: few enough to lie within a sixteenth of a column.
#[derive(Clone, Debug)]
struct Bunch {
    full: u64,
    count: u64,
    /// The extremes, and their places.
    lowest: (u64, Kept),
    highest: (u64, Kept),
    last: Kept,
    /// Whether a gap lies before it: before whichever point stays.
    gap: bool,
}

impl Thinner {
    /// A thinner for a plot of so many pixels across.
    pub(super) fn new(columns: usize, extremes: Extremes) -> Self {
        let columns = columns.max(8);
        let none = Kept { key: f64::NAN, x: f64::NAN, y: f64::NAN, gap: false };
        let bunch = Bunch { full: 1, count: 0, lowest: (0, none), highest: (0, none), last: none, gap: false };
        let (held, spare) = (Vec::new(), Vec::new());
        Self { columns, extremes, held, spare, most: columns * HELD, gap: false, taken: 0, bunch }
    }

    /// Takes the next point; `key` only rises (time, or x itself). A missing value is a gap.
    pub(super) fn push(&mut self, key: f64, x: f64, y: f64) {
        if !(x.is_finite() && y.is_finite()) {
            self.gap = true;
            return;
        }
        let gap = std::mem::take(&mut self.gap) && self.taken > 0;
        self.taken += 1;
        let point = Kept { key, x, y, gap };
        if self.bunch.full == 1 {
            self.hold(point);
            return;
        }
        if gap || (self.extremes == Extremes::YOfEach && self.bunch.last.x != x) {
            self.close(false);
        }
        let bunch = &mut self.bunch;
        let here = (bunch.count, point);
        if bunch.count == 0 || y < bunch.lowest.1.y {
            bunch.lowest = here;
        }
        if bunch.count == 0 || y > bunch.highest.1.y {
            bunch.highest = here;
        }
        if bunch.count == 0 {
            bunch.gap = gap;
        }
        bunch.last = point;
        bunch.count += 1;
        if bunch.count == bunch.full {
            self.close(false);
        }
    }

    /// Holds what is in the bunch: its extremes, and its end when that is asked for.
    fn close(&mut self, with_end: bool) {
        let Bunch { count, lowest, highest, last, gap, .. } = self.bunch;
        if count == 0 {
            return;
        }
        self.bunch.count = 0;
        let (first, second) = if lowest.0 < highest.0 { (lowest, highest) } else { (highest, lowest) };
        self.hold(Kept { gap, ..first.1 });
        if second.0 > first.0 {
            self.hold(Kept { gap: false, ..second.1 });
        }
        if with_end && second.0 + 1 < count {
            self.hold(Kept { gap: false, ..last });
        }
    }

    fn hold(&mut self, point: Kept) {
        self.held.push(point);
        if self.held.len() >= self.most {
            let columns = self.columns * 3;
            self.thin(columns);
            self.most = (self.columns * HELD).max(2 * self.held.len());
            if self.extremes != Extremes::Both {
                self.bunch.full = (self.taken / (16 * columns as u64)).clamp(1, BUNCH);
            }
        }
    }

    fn thin(&mut self, columns: usize) {
        self.spare.clear();
        thin(&self.held, columns, self.extremes, &mut self.spare);
        std::mem::swap(&mut self.held, &mut self.spare);
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
    pub(super) fn finish_keyed(mut self) -> Vec<(f64, f64, f64)> {
        self.close(true);
        if self.held.len() > 2 * self.columns {
            self.thin(self.columns);
        }
        let mut points = Vec::with_capacity(self.held.len());
        for point in self.held {
            if point.gap {
                points.push((f64::NAN, f64::NAN, f64::NAN));
            }
            points.push((point.key, point.x, point.y));
        }
        points
    }
}

/// Keeps the extremes of each of `columns` equal shares of the key's range, and the first and the last point of all.
fn thin(points: &[Kept], columns: usize, extremes: Extremes, kept: &mut Vec<Kept>) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let range = last.key - first.key;
    let width = range / columns as f64;
    let both = extremes == Extremes::Both;
    let mut start = 0;
    while start < points.len() {
        // The key at which the next column begins; the last has what is left.
        let here = if width > 0.0 { ((points[start].key - first.key) / width).floor() } else { f64::INFINITY };
        let next = if here + 1.0 < columns as f64 { (here + 1.0).mul_add(width, first.key) } else { f64::INFINITY };
        let mut share = Share::new(start, &points[start]);
        let mut end = start + 1;
        while let Some(point) = points.get(end)
            && point.key < next
            && (extremes != Extremes::YOfEach || point.x == points[start].x)
        {
            share.take(end, point, both);
            end += 1;
        }
        let places = [
            Some(share.lowest.0),
            Some(share.highest.0),
            both.then_some(share.leftmost.0),
            both.then_some(share.rightmost.0),
            (start == 0).then_some(0),
            (end == points.len()).then_some(end - 1),
        ];
        keep(points, start, places, share.has_gap, kept);
        start = end;
    }
}

/// The extremes so far of one share: their places and values. Of equal ones the first stays.
struct Share {
    lowest: (usize, f64),
    highest: (usize, f64),
    leftmost: (usize, f64),
    rightmost: (usize, f64),
    has_gap: bool,
}

impl Share {
    fn new(at: usize, point: &Kept) -> Self {
        let (y, x) = ((at, point.y), (at, point.x));
        Self { lowest: y, highest: y, leftmost: x, rightmost: x, has_gap: point.gap }
    }

    fn take(&mut self, at: usize, point: &Kept, both: bool) {
        let lower = |best: &mut (usize, f64), value: f64| {
            if value < best.1 {
                *best = (at, value);
            }
        };
        let higher = |best: &mut (usize, f64), value: f64| {
            if value > best.1 {
                *best = (at, value);
            }
        };
        lower(&mut self.lowest, point.y);
        higher(&mut self.highest, point.y);
        if both {
            lower(&mut self.leftmost, point.x);
            higher(&mut self.rightmost, point.x);
        }
        self.has_gap |= point.gap;
    }
}

/// Keeps the points at these places of a share that begins at `start`, each once and in order.
fn keep(points: &[Kept], start: usize, mut places: [Option<usize>; 6], has_gap: bool, kept: &mut Vec<Kept>) {
    places.sort_unstable();
    let mut from = start;
    let mut before = None;
    for at in places.into_iter().flatten() {
        if before.replace(at) == Some(at) {
            continue;
        }
        // A gap in front of a point that goes is a gap in front of the one that stays.
        let gap = has_gap && points[from..=at].iter().any(|point| point.gap);
        kept.push(Kept { gap, ..points[at] });
        from = at + 1;
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
    fn many_points_give_what_all_of_them_at_once_would() {
        let value =
            |i: u32| f64::from((i.wrapping_mul(2_654_435_761)) >> 8) * if i.is_multiple_of(9973) { 1.5 } else { 1.0 };
        let (mut thinner, mut all) = (Thinner::new(100, Extremes::Y), Vec::new());
        for i in 0..2_000_000_u32 {
            let (x, y) = (f64::from(i), value(i));
            if (700_003..710_001).contains(&i) {
                thinner.interrupt();
                continue;
            }
            thinner.push(x, x, y);
            all.push(y);
        }
        assert_eq!(thinner.bunch.full, BUNCH);
        let points = thinner.finish();
        let highest = |points: &mut dyn Iterator<Item = f64>| points.fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(highest(&mut points.iter().map(|p| p.1)), highest(&mut all.iter().copied()));
        // Nearly all columns: where a bunch lies on a border, its extreme is in the next.
        let mut same = 0;
        for column in 0..100_u32 {
            let here = |x: f64| (f64::from(column) * 20_000.0..f64::from(column + 1) * 20_000.0).contains(&x);
            let drawn = highest(&mut points.iter().filter(|p| here(p.0)).map(|p| p.1));
            let rows = (column * 20_000..(column + 1) * 20_000).filter(|i| !(700_003..710_001).contains(i));
            same += u32::from(drawn == highest(&mut rows.map(value)));
        }
        assert!(same >= 97, "{same}");
        assert_eq!((points[0].0, points.last().unwrap().0), (0.0, 1_999_999.0));
        let at = points.iter().position(|p| p.0.is_nan()).unwrap();
        assert!(points[at - 1].0 < 700_003.0 && points[at + 1].0 >= 710_001.0);
        assert_eq!(points.iter().filter(|p| p.0.is_nan()).count(), 1);
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
    fn a_gap_before_a_point_that_goes_is_kept_wherever_it_lies_in_its_share() {
        let kept = |y: f64, gap: bool| Kept { key: 0.0, x: 0.0, y, gap };
        let share = [kept(1.0, false), kept(1.5, true), kept(0.0, false), kept(2.0, false)];
        let mut all = Vec::new();
        keep(&share, 0, [Some(3), Some(2), None, None, None, None], true, &mut all);
        assert_eq!(all.iter().map(|p| (p.y, p.gap)).collect::<Vec<_>>(), [(0.0, true), (2.0, false)]);
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
