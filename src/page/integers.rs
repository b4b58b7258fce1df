//! A column of whole numbers on its way into a page. Rows that follow each other differ little, so that their differences
//! are held: two bytes each where they fit, and those differences are what is packed.

use std::io;

/// Beyond this the browser's doubles would not hold the differences.
const LARGEST: f64 = (1_i64 << 50) as f64;

/// Stands for a missing value.
const MISSING: i16 = i16::MIN;
/// The difference needs four bytes: the next of `far`.
const FAR: i16 = i16::MIN + 1;
/// The difference needs eight: the next of `farther`.
const FARTHER: i16 = i16::MIN + 2;

/// A column of whole numbers, some of them missing, as the differences to the value before.
#[derive(Debug, Default)]
pub(super) struct Integers {
    near: Vec<i16>,
    far: Vec<i32>,
    farther: Vec<i64>,
    /// The last value that was not missing.
    last: i64,
    /// The rows whose value was rounded away from zero onto a five or a ten: where a digit is given up, it may look like a
    /// half that it is not.
    raised: Vec<u32>,
}

/// The differences of a column from row to row; `None` where the value is missing.
struct Differences<'a> {
    near: std::slice::Iter<'a, i16>,
    far: std::slice::Iter<'a, i32>,
    farther: std::slice::Iter<'a, i64>,
}

impl Iterator for Differences<'_> {
    type Item = Option<i64>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        Some(match *self.near.next()? {
            MISSING => None,
            FAR => self.far.next().map(|far| i64::from(*far)),
            FARTHER => self.farther.next().copied(),
            near => Some(i64::from(near)),
        })
    }
}

impl Integers {
    /// Takes a value, rounded half away from zero, as numbers are rounded by hand.
    #[inline]
    pub(super) fn push(&mut self, value: f64) {
        if !value.is_finite() {
            return self.push_whole(None);
        }
        // What is a decimal in the file is one here: noise of the multiplication must not tip a half.
        let size = (value.abs() * (1.0 + 2.0 * f64::EPSILON)).min(LARGEST);
        let below = size as i64;
        let rounded = below + i64::from(size - below as f64 >= 0.5);
        if rounded > below && rounded % 5 == 0 {
            self.raised.push(self.near.len() as u32);
        }
        self.push_whole(Some(if value < 0.0 { -rounded } else { rounded }));
    }

    #[inline]
    fn push_whole(&mut self, value: Option<i64>) {
        let Some(value) = value else { return self.near.push(MISSING) };
        let difference = value - self.last;
        self.last = value;
        match i16::try_from(difference) {
            Ok(near) if near > FARTHER => self.near.push(near),
            _ => match i32::try_from(difference) {
                Ok(far) => {
                    self.near.push(FAR);
                    self.far.push(far);
                }
                Err(_) => {
                    self.near.push(FARTHER);
                    self.farther.push(difference);
                }
            },
        }
    }

    fn of(values: impl Iterator<Item = Option<i64>>) -> Self {
        let mut all = Self::default();
        values.for_each(|value| all.push_whole(value));
        all
    }

    pub(super) fn len(&self) -> usize {
        self.near.len()
    }

    fn differences(&self) -> Differences<'_> {
        Differences { near: self.near.iter(), far: self.far.iter(), farther: self.farther.iter() }
    }

    /// The values, row by row.
    pub(super) fn values(&self) -> impl Iterator<Item = Option<i64>> {
        self.differences().scan(0_i64, |value, difference| {
            Some(difference.map(|difference| {
                *value += difference;
                *value
            }))
        })
    }

    pub(super) fn has_missing(&self) -> bool {
        self.near.contains(&MISSING)
    }

    /// The values, row by row, and whether each was rounded up onto what may look like a half.
    fn told(&self) -> impl Iterator<Item = (Option<i64>, bool)> {
        let mut raised = self.raised.iter().peekable();
        self.values()
            .enumerate()
            .map(move |(row, value)| (value, raised.next_if(|next| **next as usize == row).is_some()))
    }

    /// Divides each by `by`, a power of ten, rounded half away from zero, as the number itself would have been.
    pub(super) fn divide(&mut self, by: i64) {
        let halved = |(value, raised): (Option<i64>, bool)| {
            value.map(|value| (value.abs() - i64::from(raised) + by / 2) / by * value.signum())
        };
        *self = Self::of(self.told().map(halved));
    }

    /// The values of the rows that `kept` says.
    pub(super) fn only(&self, kept: impl Fn(usize) -> bool) -> Self {
        let mut all = Self::default();
        for (_, (value, raised)) in self.told().enumerate().filter(|(row, _)| kept(*row)) {
            if raised {
                all.raised.push(all.near.len() as u32);
            }
            all.push_whole(value);
        }
        all
    }

    /// One bit a row, the lowest first: 1 where the value is missing.
    pub(super) fn bitmap(&self) -> Vec<u8> {
        let mut bits = vec![0; self.len().div_ceil(8)];
        for (row, _) in self.near.iter().enumerate().filter(|(_, near)| **near == MISSING) {
            bits[row / 8] |= 1 << (row % 8);
        }
        bits
    }

    /// Which order of differences is shorter, and how many bytes the largest needs.
    pub(super) fn shape(&self) -> (u8, u8) {
        let (mut bits, mut largest, mut before) = ([0_u64; 2], [0_u64; 2], 0_i64);
        for difference in self.differences() {
            let first = difference.unwrap_or(0);
            for (order, value) in [first, first - before].into_iter().enumerate() {
                let zigzag = zigzag(value);
                bits[order] += u64::from(64 - zigzag.leading_zeros());
                largest[order] = largest[order].max(zigzag);
            }
            before = first;
        }
        let width = |largest: u64| (64 - largest.leading_zeros()).div_ceil(8).max(1) as u8;
        // A second difference beyond 2^52 is none that a double holds.
        let second = bits[1] < bits[0] && width(largest[1]) <= width(largest[0]) && largest[1] < 1 << 52;
        if second { (2, width(largest[1])) } else { (1, width(largest[0])) }
    }

    /// Hands on one byte of each difference, in pieces, until `out` has had enough; a missing value repeats the one before.
    pub(super) fn plane(
        &self,
        order: u8,
        plane: u8,
        mut out: impl FnMut(&[u8]) -> io::Result<bool>,
    ) -> io::Result<bool> {
        let (mut piece, mut before) = (Vec::with_capacity(1 << 16), 0_i64);
        for difference in self.differences() {
            let first = difference.unwrap_or(0);
            let value = if order == 2 { first - before } else { first };
            before = first;
            piece.push((zigzag(value) >> (8 * plane)) as u8);
            if piece.len() == 1 << 16 {
                if !out(&piece)? {
                    return Ok(false);
                }
                piece.clear();
            }
        }
        out(&piece)
    }
}

/// Small numbers of either sign as small numbers without one.
#[inline]
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Integers {
        let mut integers = Integers::default();
        values.iter().for_each(|value| integers.push(*value));
        integers
    }

    fn all(integers: &Integers) -> Vec<Option<i64>> {
        integers.values().collect()
    }

    #[test]
    fn differences_of_every_size_come_back() {
        let integers = of(&[1.0, f64::NAN, 3e9, -1e300, f64::INFINITY, 40_000.0, 40_001.0]);
        let values = [Some(1), None, Some(3_000_000_000), Some(-(1 << 50)), None, Some(40_000), Some(40_001)];
        assert_eq!(all(&integers), values);
        assert_eq!(integers.bitmap(), [0b10010]);
        // The differences that stand for something else are none that two bytes hold.
        for edge in [-32_769, -32_768, -32_767, -32_766, -32_765, 32_767, 32_768, 1 << 31, -(1 << 31) - 1] {
            assert_eq!(all(&of(&[edge as f64, 0.0])), [Some(edge), Some(0)]);
        }
    }

    #[test]
    fn halves_are_rounded_as_by_hand() {
        let integers = of(&[1.005 * 100.0, -1.005 * 100.0, 2.5, -2.5, 0.49]);
        assert_eq!(all(&integers), [101, -101, 3, -3, 0].map(Some));
        let mut integers = of(&[15.0, -15.0, 14.0, f64::NAN]);
        integers.divide(10);
        assert_eq!(all(&integers), [Some(2), Some(-2), Some(1), None]);
    }

    #[test]
    fn what_was_rounded_up_to_a_half_is_none() {
        // 7.984486 is 7.9845 with four digits, and 7.984 with three.
        let mut integers = of(&[79_844.86, 79_845.0, -79_844.6, f64::NAN, 79_849.7, 79_845.2]);
        assert_eq!(all(&integers), [Some(79_845), Some(79_845), Some(-79_845), None, Some(79_850), Some(79_845)]);
        let mut some = integers.only(|row| row != 1);
        integers.divide(10);
        assert_eq!(all(&integers), [Some(7984), Some(7985), Some(-7984), None, Some(7985), Some(7985)]);
        some.divide(10);
        assert_eq!(all(&some), [Some(7984), Some(-7984), None, Some(7985), Some(7985)]);
    }

    #[test]
    fn a_part_of_the_rows_has_their_values() {
        let integers = of(&[5.0, 1e6, f64::NAN, -1e12, 7.0]);
        assert_eq!(all(&integers.only(|row| row != 1)), [Some(5), None, Some(-1_000_000_000_000), Some(7)]);
    }

    #[test]
    fn a_ramp_is_packed_by_second_differences() {
        let ramp: Vec<f64> = (0..1000).map(|i| f64::from(i) * 1000.0).collect();
        assert_eq!(of(&ramp).shape(), (2, 2));
        assert_eq!(of(&[]).shape(), (1, 1));
    }
}
