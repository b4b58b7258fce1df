//! The double model of Bacon and Watts: three straight lines that meet at two bends, by an exact search over all pairs
//! of gaps between points.

use super::knee_sums::{Line, Sums};
use super::least_squares::{aicc, rounding, solve};

/// The parameters of the double model, with the deviation.
const PARAMETERS: usize = 7;
/// So many places for a bend are tried at first; of more points every so manieth, with every place around the best
/// after.
const MOST_PLACES: usize = 2000;

/// Three straight lines: a + b x + c |x - onset| + d |x - knee|.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Double {
    /// The first bend, in the unit of x.
    pub onset: f64,
    /// The second bend, in the unit of x.
    pub knee: f64,
    /// a, b, c and d.
    pub coefficients: [f64; 4],
    /// The three slopes, in the unit of y over that of x.
    pub slopes: [f64; 3],
    /// The sum of squared residuals.
    pub rss: f64,
    /// Akaike's criterion, corrected for few points.
    pub aicc: f64,
}

/// The bends that leave the fewest residuals so far.
#[derive(Clone, Copy, Debug)]
struct Best {
    rss: f64,
    bends: (f64, f64),
    gaps: (usize, usize),
}

/// The double model of Bacon and Watts of points with rising x (Biometrika 58, 1971; for cells: Fermín-Cueto et al.,
/// Energy and AI 1, 2020): the global minimum with bends from the second point to the last but one, where each of the
/// three lines has at least two points of its own. (Else the middle line bridges a jump, and its slope says nothing.)
///
/// # Errors
/// The reason in plain words, when the points do not bear it.
pub fn double(x: &[f64], y: &[f64]) -> Result<Double, String> {
    super::knee::check(x, y, PARAMETERS + 2)?;
    let sums = Sums::new(x, y);
    let stride = x.len().div_ceil(MOST_PLACES);
    let mut best = Best { rss: f64::INFINITY, bends: (f64::NAN, f64::NAN), gaps: (0, 0) };
    let last = x.len() - 3;
    search(x, y, &sums, (1..=last).step_by(stride), |j| j.is_multiple_of(stride), &mut best);
    while stride > 1 && best.rss.is_finite() {
        let ((i, j), reach) = (best.gaps, 2 * stride);
        let rss = best.rss;
        let near = |gap: usize, at: usize| gap.abs_diff(at) <= reach;
        search(x, y, &sums, (1..=last).filter(|&gap| near(gap, i)), |gap| near(gap, j), &mut best);
        if best.rss >= rss {
            break;
        }
    }
    let (onset, knee) = best.bends;
    let bend = |place: f64| x.iter().map(|x| (x - place).abs()).collect();
    let solved = solve([vec![1.0; x.len()], x.to_vec(), bend(onset), bend(knee)], y)
        .filter(|_| best.rss.is_finite())
        .ok_or("the points lie too close together in x for two bends")?;
    let [_, mean, first, second] = solved.factors;
    let slopes = [mean - first - second, mean + first - second, mean + first + second];
    let aicc = aicc(x.len(), solved.rss.max(rounding(y)), PARAMETERS).ok_or("too few points")?;
    Ok(Double { onset, knee, coefficients: solved.factors, slopes, rss: solved.rss, aicc })
}

/// Tries each pair of gaps after the points i and j.
fn search(
    x: &[f64],
    y: &[f64],
    sums: &Sums,
    firsts: impl Iterator<Item = usize>,
    wanted: impl Fn(usize) -> bool,
    best: &mut Best,
) {
    for i in firsts {
        let mut middle = Line::default();
        for j in i + 1..x.len() - 2 {
            middle.push(x[j], y[j]);
            if j < i + 2 || !wanted(j) {
                continue;
            }
            let pair = Pair {
                lines: [sums.to[i], middle, sums.from[j + 1]],
                first: (x[i], x[i + 1]),
                second: (x[j], x[j + 1]),
            };
            if pair.lines.iter().all(Line::is_line) && pair.free() < best.rss {
                let (bends, rss) = pair.best();
                if rss < best.rss {
                    *best = Best { rss, bends, gaps: (i, j) };
                }
            }
        }
    }
}

/// Two bends, each within its gap, and the lines through the points around them.
#[derive(Clone, Copy, Debug)]
struct Pair {
    lines: [Line; 3],
    first: (f64, f64),
    second: (f64, f64),
}

impl Pair {
    /// The residuals of the lines, wherever they meet: the least there can be.
    fn free(&self) -> f64 {
        self.lines.iter().map(|line| line.rss).sum()
    }

    /// The best bends, and their residuals. Where the lines do not meet within the gaps, one or both bends lie at an
    /// end.
    fn best(&self) -> ((f64, f64), f64) {
        let [left, middle, right] = &self.lines;
        let meets = (left.meets(middle), middle.meets(right));
        let within = |place: f64, gap: (f64, f64)| place >= gap.0 && place <= gap.1;
        if within(meets.0, self.first) && within(meets.1, self.second) {
            return (meets, self.free());
        }
        let mut best = ((f64::NAN, f64::NAN), f64::INFINITY);
        let mut take = |bends: (f64, f64), rss: f64| {
            if rss < best.1 {
                best = (bends, rss);
            }
        };
        for place in [self.first.0, self.first.1] {
            let (weight, cost) = held(left, middle, place);
            let free = middle.pulled(place, weight).meets(right);
            if within(free, self.second) {
                take((place, free), self.free() + cost);
            }
            take((place, self.second.0), self.rss(place, self.second.0));
            take((place, self.second.1), self.rss(place, self.second.1));
        }
        for place in [self.second.0, self.second.1] {
            let (weight, cost) = held(right, middle, place);
            let free = left.meets(&middle.pulled(place, weight));
            if within(free, self.first) {
                take((free, place), self.free() + cost);
            }
        }
        best
    }

    /// The residuals of three lines that meet at both places.
    fn rss(&self, first: f64, second: f64) -> f64 {
        let [left, middle, right] = &self.lines;
        let (g1, g2) = (left.at(first) - middle.at(first), middle.at(second) - right.at(second));
        let v1 = left.covariance(first, first) + middle.covariance(first, first);
        let v2 = middle.covariance(second, second) + right.covariance(second, second);
        let v12 = -middle.covariance(first, second);
        self.free() + (g1 * g1 * v2 - 2.0 * g1 * g2 * v12 + g2 * g2 * v1) / (v1 * v2 - v12 * v12)
    }
}

/// What makes a line meet the middle one at a place: the pull on the middle one, and the cost in residuals.
fn held(line: &Line, middle: &Line, place: f64) -> (f64, f64) {
    let apart = line.at(place) - middle.at(place);
    let variance = line.covariance(place, place) + middle.covariance(place, place);
    (apart / variance, apart * apart / variance)
}
