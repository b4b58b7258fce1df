//! Lower and upper sums of a quantity over time: what its integral can be at least and at most, given its samples.

use crate::model::StepType;

/// The integral of a sampled quantity, bounded: between two samples it is taken to lie between their values, and from
/// the step's start to the first sample between nothing and that sample. Sparse sampling widens the bounds instead of
/// shifting the result, as a trapezoid would.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    lower: f64,
    upper: f64,
    /// The last two samples and what the interval between them added.
    last: Sample,
    before: Sample,
    added: (f64, f64),
    samples: u64,
    broken: bool,
}

#[derive(Clone, Copy, Debug)]
struct Sample {
    time_s: f64,
    value: f64,
}

impl Bounds {
    /// From the step's start, where nothing flows yet.
    pub(crate) const fn new() -> Self {
        Self::from(0.0)
    }

    /// From the step's start, where so much may still flow of the step before.
    pub(crate) const fn from(value: f64) -> Self {
        let start = Sample { time_s: 0.0, value };
        Self { lower: 0.0, upper: 0.0, last: start, before: start, added: (0.0, 0.0), samples: 0, broken: false }
    }

    /// From a first sample on.
    pub(crate) const fn starting(time_s: f64, value: f64) -> Self {
        let start = Sample { time_s, value };
        Self { last: start, before: start, ..Self::new() }
    }

    /// Takes the next samples in; `value` gives the sample of a row, `active` says which rows count.
    pub(crate) fn push(&mut self, time_s: &[f64], value: impl Fn(usize) -> f64, active: impl Fn(f64) -> bool) {
        for (row, &time_s) in time_s.iter().enumerate() {
            if active(time_s) {
                self.sample(Sample { time_s, value: value(row) });
            }
        }
    }

    #[inline]
    fn sample(&mut self, next: Sample) {
        let interval_s = next.time_s - self.last.time_s;
        if interval_s >= 0.0 {
            self.add(next, interval_s);
        } else {
            self.backwards(next);
        }
    }

    #[inline]
    fn add(&mut self, next: Sample, interval_s: f64) {
        let (low, high) =
            if next.value < self.last.value { (next.value, self.last.value) } else { (self.last.value, next.value) };
        self.added = (low * interval_s, high * interval_s);
        self.lower += self.added.0;
        self.upper += self.added.1;
        (self.before, self.last) = (self.last, next);
        self.samples += 1;
    }

    /// The clock runs back. When the sample before last is still earlier, the last one alone was off, and is taken out;
    /// otherwise there is no telling which rows belong where, and no verdict.
    #[cold]
    fn backwards(&mut self, next: Sample) {
        let interval_s = next.time_s - self.before.time_s;
        if interval_s < 0.0 || self.samples < 2 {
            self.broken = true;
            return;
        }
        self.lower -= self.added.0;
        self.upper -= self.added.1;
        self.last = self.before;
        self.add(next, interval_s);
    }

    /// The least and the most the integral can be, per hour; `None` when the samples cannot tell.
    pub(crate) fn per_hour(&self) -> Option<(f64, f64)> {
        let known = !self.broken && self.samples > 0 && self.lower.is_finite() && self.upper.is_finite();
        known.then(|| (self.lower / 3600.0, self.upper / 3600.0))
    }
}

/// A reported integral with the sign that it can be held to: of a step of unknown type it is not known, where the export
/// gives magnitudes, so the samples say.
pub(crate) fn in_direction(step_type: StepType, reported: f64, (lower, upper): (f64, f64)) -> f64 {
    if step_type == StepType::Unknown { reported.abs().copysign(lower + upper) } else { reported }
}

/// How a reported integral stands to its bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Within them.
    Fits,
    /// The samples are too sparse to tell.
    Unknown,
    /// Outside by this much.
    Off {
        /// How far beyond the nearer bound.
        by: f64,
        /// So far that only a unit, a sign or a scale explains it.
        grossly: bool,
    },
}

/// How far a reported integral may be off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    /// Relative to the reported value.
    pub(crate) relative: f64,
    /// On top of that.
    pub(crate) absolute: f64,
    /// No verdict where the bounds are further apart than this share of the value.
    pub(crate) width_relative: f64,
    /// Beyond this share of the integral it is a unit, a sign or a scale.
    pub(crate) gross_relative: f64,
}

impl Tolerance {
    /// Judges a reported integral. Shares are taken of the larger of report and samples, so that a report of nearly
    /// nothing cannot hide behind its own smallness.
    pub(crate) fn judge(self, reported: f64, (lower, upper): (f64, f64)) -> Verdict {
        let middle = f64::midpoint(lower, upper);
        let by = (lower - reported).max(reported - upper);
        if upper - lower > self.width_relative * reported.abs().max(middle.abs()) {
            // However sparse they are, samples of one direction give nothing of the other.
            let is_turned = lower * upper > 0.0
                && reported * middle < 0.0
                && reported.abs() > self.gross_relative * middle.abs() + self.absolute;
            return if is_turned { Verdict::Off { by, grossly: false } } else { Verdict::Unknown };
        }
        if by <= self.relative * reported.abs() + self.absolute {
            return Verdict::Fits;
        }
        Verdict::Off { by, grossly: middle != 0.0 && by > self.gross_relative * middle.abs() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLERANCE: Tolerance = Tolerance { relative: 5e-4, absolute: 2e-5, width_relative: 0.1, gross_relative: 0.2 };

    fn of(times_s: &[f64], values: &[f64]) -> Bounds {
        let mut bounds = Bounds::new();
        bounds.push(times_s, |row| values[row], |_| true);
        bounds
    }

    #[test]
    fn the_true_integral_lies_between_the_bounds() {
        // A current that falls as exp(-t / 100), sampled every 20 s.
        let times_s: Vec<f64> = (0..=20).map(|n| f64::from(n) * 20.0 + 0.01).collect();
        let values: Vec<f64> = times_s.iter().map(|time_s| (-time_s / 100.0).exp()).collect();
        let truth = 100.0 * (1.0 - (-times_s[20] / 100.0).exp()) / 3600.0;
        let (lower, upper) = of(&times_s, &values).per_hour().unwrap();
        assert!(lower < truth && truth < upper, "{lower} {truth} {upper}");
    }

    #[test]
    fn a_single_clock_outlier_is_taken_out_and_a_jump_back_gives_no_verdict() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        let (_, clean) = of(&ten, &[1.0; 10]).per_hour().unwrap();
        for (row, time_s) in [(4, 5000.0), (4, 3.5), (4, 4.0)] {
            let mut times_s = ten.clone();
            times_s[row] = time_s;
            let (lower, upper) = of(&times_s, &[1.0; 10]).per_hour().unwrap();
            assert!((upper - clean).abs() < 1e-12 && lower < upper, "{time_s}: {upper}");
        }
        let back: Vec<f64> = ten.iter().chain(&ten).copied().collect();
        assert_eq!(of(&back, &[1.0; 20]).per_hour(), None);
    }

    #[test]
    fn a_verdict_needs_narrow_bounds() {
        assert_eq!(TOLERANCE.judge(1.0, (0.9, 1.2)), Verdict::Unknown);
        // Wide as they are, all of it flowed the other way.
        assert!(matches!(TOLERANCE.judge(-1.0, (0.9, 1.2)), Verdict::Off { grossly: false, .. }));
        assert_eq!(TOLERANCE.judge(-1.0, (-0.1, 1.2)), Verdict::Unknown);
        assert_eq!(TOLERANCE.judge(-0.1, (0.9, 1.2)), Verdict::Unknown);
        assert_eq!(TOLERANCE.judge(1.0, (0.99, 1.01)), Verdict::Fits);
        assert!(matches!(TOLERANCE.judge(1.05, (0.99, 1.01)), Verdict::Off { grossly: false, .. }));
        for reported in [3.0, 1e-3, 1000.0, -1.0, 0.0] {
            assert!(
                matches!(TOLERANCE.judge(reported, (0.99, 1.01)), Verdict::Off { grossly: true, .. }),
                "{reported}"
            );
        }
    }
}
