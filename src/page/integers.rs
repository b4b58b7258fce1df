//! A column of integers: four bytes each while they fit, eight once one does not, and the differences that are packed.

use std::io;

/// Beyond this the browser's doubles would not hold the differences.
const LARGEST: f64 = (1_i64 << 50) as f64;

/// A column of integers; the smallest of the type means missing.
#[derive(Debug)]
pub(super) enum Integers {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Default for Integers {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Integers {
    /// Takes a value, rounded half away from zero, as numbers are rounded by hand.
    pub(super) fn push(&mut self, value: f64) {
        // What is a decimal in the file is one here: noise of the multiplication must not tip a half.
        let rounded = if value.is_finite() { (value * (1.0 + 2.0 * f64::EPSILON)).round() } else { f64::NAN };
        match self {
            Self::Narrow(values) if rounded.is_nan() => values.push(i32::MIN),
            Self::Narrow(values) if rounded.abs() < f64::from(i32::MAX) => values.push(rounded as i32),
            Self::Narrow(_) => {
                self.widen();
                self.push(value);
            }
            Self::Wide(values) if rounded.is_nan() => values.push(i64::MIN),
            Self::Wide(values) => values.push(rounded.clamp(-LARGEST, LARGEST) as i64),
        }
    }

    fn widen(&mut self) {
        if let Self::Narrow(values) = self {
            let wide = values.iter().map(|value| if *value == i32::MIN { i64::MIN } else { i64::from(*value) });
            *self = Self::Wide(wide.collect());
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Narrow(values) => values.len(),
            Self::Wide(values) => values.len(),
        }
    }

    /// The value of a row, if there is one.
    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::Narrow(values) => (values[row] != i32::MIN).then(|| i64::from(values[row])),
            Self::Wide(values) => (values[row] != i64::MIN).then(|| values[row]),
        }
    }

    pub(super) fn has_missing(&self) -> bool {
        match self {
            Self::Narrow(values) => values.contains(&i32::MIN),
            Self::Wide(values) => values.contains(&i64::MIN),
        }
    }

    /// Divides each by `by`, rounded half away from zero.
    pub(super) fn divide(&mut self, by: i64) {
        let halved = |value: i64| (value.abs() + by / 2) / by * value.signum();
        match self {
            Self::Narrow(values) => values
                .iter_mut()
                .filter(|value| **value != i32::MIN)
                .for_each(|value| *value = halved(i64::from(*value)) as i32),
            Self::Wide(values) => {
                values.iter_mut().filter(|value| **value != i64::MIN).for_each(|value| *value = halved(*value));
            }
        }
    }

    /// The values of the rows that `kept` says.
    pub(super) fn only(&self, kept: impl Fn(usize) -> bool) -> Self {
        fn some<T: Copy>(values: &[T], kept: impl Fn(usize) -> bool) -> Vec<T> {
            values.iter().enumerate().filter(|(row, _)| kept(*row)).map(|(_, value)| *value).collect()
        }
        match self {
            Self::Narrow(values) => Self::Narrow(some(values, kept)),
            Self::Wide(values) => Self::Wide(some(values, kept)),
        }
    }

    /// One bit a row, the lowest first: 1 where the value is missing.
    pub(super) fn bitmap(&self) -> Vec<u8> {
        let mut bits = vec![0; self.len().div_ceil(8)];
        for row in (0..self.len()).filter(|row| self.get(*row).is_none()) {
            bits[row / 8] |= 1 << (row % 8);
        }
        bits
    }

    /// Which order of differences is shorter, and how many bytes the largest needs.
    pub(super) fn shape(&self) -> (u8, u8) {
        let (mut bits, mut largest) = ([0_u64; 2], [0_u64; 2]);
        for order in [1, 2] {
            let at = usize::from(order) - 1;
            self.differences(order, |zigzag| {
                bits[at] += u64::from(64 - zigzag.leading_zeros());
                largest[at] = largest[at].max(zigzag);
            });
        }
        let width = |largest: u64| (64 - largest.leading_zeros()).div_ceil(8).max(1) as u8;
        // A second difference beyond 2^52 is none that a double holds.
        let second = bits[1] < bits[0] && width(largest[1]) <= width(largest[0]) && largest[1] < 1 << 52;
        if second { (2, width(largest[1])) } else { (1, width(largest[0])) }
    }

    /// Hands on one byte of each difference, in pieces.
    pub(super) fn plane(&self, order: u8, plane: u8, mut out: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut piece = Vec::with_capacity(1 << 16);
        let mut result = Ok(());
        self.differences(order, |zigzag| {
            piece.push((zigzag >> (8 * plane)) as u8);
            if piece.len() == 1 << 16 {
                if result.is_ok() {
                    result = out(&piece);
                }
                piece.clear();
            }
        });
        result?;
        out(&piece)
    }

    /// Zigzag of the differences; a missing value repeats the one before.
    fn differences(&self, order: u8, mut each: impl FnMut(u64)) {
        let (mut before, mut step) = (0_i64, 0_i64);
        let mut one = |value: Option<i64>| {
            let value = value.unwrap_or(before);
            let mut difference = value - before;
            before = value;
            if order == 2 {
                let first = difference;
                difference -= step;
                step = first;
            }
            each(((difference << 1) ^ (difference >> 63)) as u64);
        };
        match self {
            Self::Narrow(values) => {
                values.iter().for_each(|value| one((*value != i32::MIN).then(|| i64::from(*value))));
            }
            Self::Wide(values) => values.iter().for_each(|value| one((*value != i64::MIN).then_some(*value))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Integers {
        let mut integers = Integers::default();
        values.iter().for_each(|value| integers.push(*value));
        integers
    }

    #[test]
    fn what_does_not_fit_is_widened() {
        let integers = of(&[1.0, f64::NAN, 3e9, -1e300, f64::INFINITY]);
        let all: Vec<_> = (0..5).map(|row| integers.get(row)).collect();
        assert_eq!(all, [Some(1), None, Some(3_000_000_000), Some(-(1 << 50)), None]);
        assert_eq!(integers.bitmap(), [0b10010]);
    }

    #[test]
    fn halves_are_rounded_as_by_hand() {
        let integers = of(&[1.005 * 100.0, -1.005 * 100.0, 2.5, -2.5, 0.49]);
        let all: Vec<_> = (0..5).filter_map(|row| integers.get(row)).collect();
        assert_eq!(all, [101, -101, 3, -3, 0]);
        let mut integers = of(&[15.0, -15.0, 14.0, f64::NAN]);
        integers.divide(10);
        assert_eq!(
            [integers.get(0), integers.get(1), integers.get(2), integers.get(3)],
            [Some(2), Some(-2), Some(1), None]
        );
    }

    #[test]
    fn a_ramp_is_packed_by_second_differences() {
        let ramp: Vec<f64> = (0..1000).map(|i| f64::from(i) * 1000.0).collect();
        assert_eq!(of(&ramp).shape(), (2, 2));
        assert_eq!(of(&[]).shape(), (1, 1));
    }
}
