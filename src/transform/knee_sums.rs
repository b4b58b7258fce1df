//! Straight lines through stretches of points, grown point by point, and what it costs to make neighbours meet.
//!
//! Residuals grow by recursive residuals (Brown, Durbin and Evans, Journal of the Royal Statistical Society B 37,
//! 1975): a sum of squares in which nothing cancels. Two lines that must meet at a place cost the square of their gap
//! there over its variance; where nothing forces them, they meet at their intersection at no cost (Hudson, Journal of
//! the American Statistical Association 61, 1966). So the best bend between two points is known exactly, without
//! iteration.

/// The straight line through the points so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    count: f64,
    mean_x: f64,
    mean_y: f64,
    /// The squares of x about their mean, and the products.
    square: f64,
    product: f64,
    /// The sum of squared residuals.
    pub(super) rss: f64,
}

impl Line {
    /// Takes one more point in.
    pub(super) fn push(&mut self, x: f64, y: f64) {
        let (dx, dy, before) = (x - self.mean_x, y - self.mean_y, self.count);
        self.count += 1.0;
        let share = before / self.count;
        if self.square > 0.0 {
            let off = dy - self.product / self.square * dx;
            self.rss += off * off / (1.0 + 1.0 / before + dx * dx / self.square);
        } else if dx == 0.0 {
            self.rss += dy * dy * share;
        }
        self.square += dx * dx * share;
        self.product += dx * dy * share;
        self.mean_x += dx / self.count;
        self.mean_y += dy / self.count;
    }

    /// Whether there are two places, so that it is a line.
    pub(super) fn is_line(&self) -> bool {
        self.square > 0.0
    }

    pub(super) fn slope(&self) -> f64 {
        self.product / self.square
    }

    /// Its value at a place.
    pub(super) fn at(&self, x: f64) -> f64 {
        self.mean_y + self.slope() * (x - self.mean_x)
    }

    /// The covariance of its values at two places, for residuals of variance 1.
    pub(super) fn covariance(&self, a: f64, b: f64) -> f64 {
        1.0 / self.count + (a - self.mean_x) * (b - self.mean_x) / self.square
    }

    /// The line that a pull of `weight` at `place` makes of it: it moves by `weight` times the covariance.
    pub(super) fn pulled(&self, place: f64, weight: f64) -> Self {
        let mean_y = self.mean_y + weight / self.count;
        Self { mean_y, product: self.product + weight * (place - self.mean_x), ..*self }
    }

    /// Where it meets another line; not a finite number where they are parallel.
    pub(super) fn meets(&self, other: &Self) -> f64 {
        // Around the place midway between them, so that lines far from zero keep their digits.
        let middle = f64::midpoint(self.mean_x, other.mean_x);
        middle + (other.at(middle) - self.at(middle)) / (self.slope() - other.slope())
    }
}

/// The lines through the first points, up to each, and through the last points, from each on.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub(super) to: Vec<Line>,
    pub(super) from: Vec<Line>,
}

impl Sums {
    pub(super) fn new(x: &[f64], y: &[f64]) -> Self {
        let grow = |line: &mut Line, (x, y): (&f64, &f64)| {
            line.push(*x, *y);
            Some(*line)
        };
        let to = x.iter().zip(y).scan(Line::default(), grow).collect();
        let mut from: Vec<Line> = x.iter().zip(y).rev().scan(Line::default(), grow).collect();
        from.reverse();
        Self { to, from }
    }
}

/// Where one bend may lie between two neighbouring points: the line up to the first, the line from the second on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub(super) left: Line,
    pub(super) right: Line,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Gap {
    /// The residuals of two lines that meet at a place of the gap.
    pub(super) fn rss(&self, place: f64) -> f64 {
        let apart = self.left.at(place) - self.right.at(place);
        let variance = self.left.covariance(place, place) + self.right.covariance(place, place);
        self.left.rss + self.right.rss + apart * apart / variance
    }

    /// The best place of the gap, and its residuals.
    pub(super) fn best(&self) -> (f64, f64) {
        let meets = self.left.meets(&self.right);
        if meets >= self.low && meets <= self.high {
            return (meets, self.left.rss + self.right.rss);
        }
        let (low, high) = (self.rss(self.low), self.rss(self.high));
        if low <= high { (self.low, low) } else { (self.high, high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_grows_as_least_squares_has_it() {
        let mut line = Line::default();
        for (x, y) in [(1.0, 2.0), (1.0, 4.0), (2.0, 5.0), (4.0, 6.0)] {
            line.push(x, y);
        }
        // By hand: means 2 and 4.25, squares 6 and 8.75, products 6.
        assert!((line.slope() - 1.0).abs() < 1e-14);
        assert!((line.rss - 2.75).abs() < 1e-13, "{}", line.rss);
    }

    #[test]
    fn an_exact_line_leaves_nothing_and_meets_where_it_must() {
        let (mut a, mut b) = (Line::default(), Line::default());
        (0..50).for_each(|i| a.push(1e4 + f64::from(i), 100.0 - 0.5 * f64::from(i)));
        (50..90).for_each(|i| b.push(1e4 + f64::from(i), 120.0 - 0.9 * f64::from(i)));
        assert!(a.rss < 1e-24 && b.rss < 1e-24);
        assert!((a.meets(&b) - 10050.0).abs() < 1e-9);
        let gap = Gap { left: a, right: b, low: 10049.0, high: 10050.5 };
        assert!((gap.best().0 - 10050.0).abs() < 1e-9 && gap.rss(10049.0) > 1e-3);
    }
}
