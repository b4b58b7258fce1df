//! Numbers as the table writes them: the shortest text that is the same number.

use std::io::Write;

/// A measured number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Number {
    /// There is none: an empty cell.
    #[default]
    Missing,
    /// A count of units of 10 to the power of minus `digits`, written exactly.
    Scaled {
        /// The count.
        count: i64,
        /// The decimals that one count is.
        digits: u8,
    },
    /// Single precision.
    Single(f32),
    /// Double precision.
    Double(f64),
}

impl Number {
    /// Appends it; nothing where there is no number.
    pub(crate) fn write(self, into: &mut Vec<u8>) {
        match self {
            Self::Scaled { count, digits } => write_scaled(count, digits, into),
            Self::Single(0.0) | Self::Double(0.0) => into.push(b'0'),
            // Writing into memory does not fail.
            Self::Single(value) if value.is_finite() => write_single(value, into),
            Self::Double(value) if value.is_finite() => drop(write!(into, "{value}")),
            Self::Missing | Self::Single(_) | Self::Double(_) => {}
        }
    }
}

/// Appends a whole number.
pub(crate) fn write_whole(number: u64, into: &mut Vec<u8>) {
    let mut text = [b'0'; 20];
    let first = fill_digits(number, &mut text);
    into.extend_from_slice(&text[first.min(19)..]);
}

/// Appends the last two digits of a number.
pub(crate) fn write_two(number: u32, into: &mut Vec<u8>) {
    into.extend_from_slice(&[b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
}

/// Puts the digits at the end of `text`, and says where they begin.
fn fill_digits(mut number: u64, text: &mut [u8; 20]) -> usize {
    let mut first = text.len();
    while number > 0 && first > 0 {
        first -= 1;
        text[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    first
}

/// Powers of ten that are exact.
const TENS: [f64; 20] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

/// The shortest text of a single, as `Display` gives it, but quicker for the sizes that are measured.
fn write_single(value: f32, into: &mut Vec<u8>) {
    match shortest(value) {
        Some((count, digits)) => write_scaled(count, digits, into),
        None => drop(write!(into, "{value}")),
    }
}

/// The fewest decimals that are this number again: 6 digits never suffice for two neighbours, 9 always do.
///
/// None for sizes beyond it, and for powers of two, whose neighbours are not equally far.
fn shortest(value: f32) -> Option<(i64, u8)> {
    let exact = f64::from(value);
    let size = exact.abs();
    if !(1e-10..1e6).contains(&size) || value.to_bits().trailing_zeros() >= 23 {
        return None;
    }
    // Digits before the point, or one more, from the exponent of two; below 0 for zeros after it.
    let exponent = (value.to_bits() >> 23 & 0xFF) as i32 - 126;
    let before = ((exponent * 1233) >> 12) + 1;
    (6..=10).find_map(|digits| {
        let decimals = usize::try_from(digits - before).ok()?;
        let count = (exact * TENS.get(decimals)?).round();
        ((count / TENS[decimals]) as f32 == value).then_some((count as i64, decimals as u8))
    })
}

fn write_scaled(count: i64, digits: u8, into: &mut Vec<u8>) {
    if count < 0 {
        into.push(b'-');
    }
    let mut text = [b'0'; 20];
    let point = text.len() - usize::from(digits).min(19);
    let first = fill_digits(count.unsigned_abs(), &mut text).min(point - 1);
    into.extend_from_slice(&text[first..point]);
    let decimals = &text[point..];
    let kept = decimals.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    if kept > 0 {
        into.push(b'.');
        into.extend_from_slice(&decimals[..kept]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: Number) -> String {
        let mut text = Vec::new();
        number.write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn counts_are_scaled_exactly() {
        let scaled = |count, digits| written(Number::Scaled { count, digits });
        assert_eq!(scaled(32871, 4), "3.2871");
        assert_eq!(scaled(-500, 7), "-0.00005");
        assert_eq!(scaled(12000, 3), "12");
        assert_eq!(scaled(0, 3), "0");
        assert_eq!(scaled(7, 0), "7");
        assert_eq!(scaled(i64::MIN, 9), "-9223372036.854775808");
        assert_eq!(scaled(i64::MAX, 0), i64::MAX.to_string());
    }

    #[test]
    fn floats_are_as_short_as_they_can_be() {
        assert_eq!(written(Number::Single(0.1)), "0.1");
        assert_eq!(written(Number::Double(-1e-7)), "-0.0000001");
        assert_eq!(written(Number::Single(-0.0)), "0");
        assert_eq!(written(Number::Single(f32::NAN)), "");
        assert_eq!(written(Number::Missing), "");
    }

    #[test]
    fn singles_are_written_as_display_does() {
        let mut bits = 0x1234_5678_u32;
        let mut quick = 0;
        for round in 0..200_000 {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let value = match round % 3 {
                0 => f32::from_bits(bits),
                1 => (bits >> 8) as f32 / 4e6,
                _ => (bits >> 12) as f32 / 1e6,
            };
            if value.is_finite() && value != 0.0 {
                assert_eq!(written(Number::Single(value)), value.to_string());
                quick += u32::from(shortest(value).is_some());
            }
        }
        assert!(quick > 100_000, "{quick}");
    }

    #[test]
    fn whole_numbers_are_written() {
        let mut text = Vec::new();
        write_whole(0, &mut text);
        write_whole(u64::MAX, &mut text);
        write_two(7, &mut text);
        assert_eq!(text, format!("0{}07", u64::MAX).into_bytes());
    }
}
