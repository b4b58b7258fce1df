//! Counts values in narrow classes, so that a median costs the same memory for three rows as for millions.

/// How many of the upper mantissa bits tell classes apart: a class is at most 1/32 of its values wide.
const MANTISSA_BITS: u32 = 5;
/// Magnitudes below 2^-40 (1e-12) share the lowest class with zero.
const LOWEST_EXPONENT: u64 = 1023 - 40;
/// Magnitudes from 2^24 on share the highest class.
const CLASSES: usize = 64 << MANTISSA_BITS;

/// Magnitudes counted on a logarithmic scale.
#[derive(Debug)]
pub(crate) struct Magnitudes {
    counts: Vec<u32>,
    total: u64,
}

impl Magnitudes {
    /// Nothing counted.
    pub(crate) fn new() -> Self {
        Self { counts: vec![0; CLASSES], total: 0 }
    }

    /// Begins anew.
    pub(crate) fn clear(&mut self) {
        if self.total > 0 {
            self.counts.fill(0);
            self.total = 0;
        }
    }

    /// Counts a magnitude; a missing one is none.
    #[inline]
    pub(crate) fn push(&mut self, magnitude: f64) {
        if magnitude.is_nan() {
            return;
        }
        let class = (magnitude.to_bits() >> (52 - MANTISSA_BITS)).saturating_sub(LOWEST_EXPONENT << MANTISSA_BITS);
        let count = &mut self.counts[(class as usize).min(CLASSES - 1)];
        *count = count.saturating_add(1);
        self.total += 1;
    }

    /// The median to 3 %: the lower edge of its class, 0 for the lowest.
    pub(crate) fn median(&self) -> f64 {
        let mut below = 0;
        for (class, count) in self.counts.iter().enumerate() {
            below += u64::from(*count);
            if below * 2 >= self.total {
                let bits = (class as u64 + (LOWEST_EXPONENT << MANTISSA_BITS)) << (52 - MANTISSA_BITS);
                return if class == 0 { 0.0 } else { f64::from_bits(bits) };
            }
        }
        0.0
    }
}

/// How many values are looked at before the scale of [`Level`] is set.
const FIRST: usize = 64;
/// Class width of [`Level`], relative to its scale.
const WIDTH_RELATIVE: f64 = 5e-4;
/// How far [`Level`] counts in classes below and above its scale, in classes: half of it either way.
const REACH: usize = 1000;

/// The median of values that lie close together, such as a constant current: exact for few values, to 0.05 % for many.
#[derive(Debug)]
pub(crate) struct Level {
    first: Vec<f64>,
    scale: f64,
    counts: Vec<u64>,
    total: u64,
}

impl Level {
    /// Nothing counted.
    pub(crate) fn new() -> Self {
        Self { first: Vec::with_capacity(FIRST), scale: 0.0, counts: vec![0; 2 * REACH + 1], total: 0 }
    }

    /// Begins anew.
    pub(crate) fn clear(&mut self) {
        if self.total > 0 {
            self.counts.fill(0);
        }
        self.first.clear();
        self.scale = 0.0;
        self.total = 0;
    }

    /// The level as far as it is known: the median of the first values, once there are enough.
    #[inline]
    pub(crate) fn so_far(&self) -> Option<f64> {
        (self.total > 0).then_some(self.scale)
    }

    /// Counts a value. True when this value was the one that set the scale.
    #[inline]
    pub(crate) fn push(&mut self, value: f64) -> bool {
        if self.total > 0 {
            self.count(value);
            return false;
        }
        self.first.push(value);
        if self.first.len() < FIRST {
            return false;
        }
        self.scale = exact_median(&mut self.first.clone());
        for index in 0..self.first.len() {
            self.count(self.first[index]);
        }
        true
    }

    #[inline]
    fn count(&mut self, value: f64) {
        let classes = (value / self.scale - 1.0) / WIDTH_RELATIVE + REACH as f64 + 0.5;
        // A float beyond the reach of the index saturates; a missing value is 0.
        self.counts[(classes as usize).min(2 * REACH)] += 1;
        self.total += 1;
    }

    /// The median; `None` without values.
    pub(crate) fn median(&self) -> Option<f64> {
        if self.total == 0 {
            return (!self.first.is_empty()).then(|| exact_median(&mut self.first.clone()));
        }
        let mut below = 0;
        let class = self.counts.iter().position(|count| {
            below += count;
            below * 2 >= self.total
        })?;
        Some(self.scale * (1.0 + (class as f64 - REACH as f64) * WIDTH_RELATIVE))
    }
}

fn exact_median(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_magnitudes_is_within_a_class() {
        let mut magnitudes = Magnitudes::new();
        assert_eq!(magnitudes.median(), 0.0);
        for n in 0..1001 {
            magnitudes.push(1e-4 * (1.0 + f64::from(n) / 1000.0));
        }
        assert!((magnitudes.median() / 1.5e-4 - 1.0).abs() < 0.032);
        magnitudes.clear();
        for value in [0.0, 0.0, 5.0, f64::NAN] {
            magnitudes.push(value);
        }
        assert_eq!(magnitudes.median(), 0.0);
    }

    #[test]
    fn the_level_is_exact_for_few_and_close_for_many() {
        let mut level = Level::new();
        for value in [-8.0, -8.1, -8.05, -50.0, -8.04] {
            level.push(value);
        }
        assert_eq!(level.median(), Some(-8.05));
        level.clear();
        for n in 0..10_000 {
            level.push(-8.0 - f64::from(n % 100) / 1000.0);
        }
        assert!((level.median().unwrap() + 8.05).abs() < 8.05 * 1e-3, "{:?}", level.median());
        level.clear();
        assert_eq!(level.median(), None);
    }
}
