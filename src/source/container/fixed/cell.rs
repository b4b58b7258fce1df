//! Cells of a table of text: shortest numbers, empty where a value is missing, blanks for what would break a line.

use crate::source::container::fixed::shortest;
use std::io::Write;

/// Below, every whole number has a bit pattern of its own, and the fewest digits are all its digits.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A whole number.
pub(crate) fn integer(into: &mut Vec<u8>, value: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut left = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if value < 0 {
        into.push(b'-');
    }
    into.extend_from_slice(&digits[at..]);
}

/// A number as Rust's shortest `Display` writes it; NaN is an empty cell.
pub(crate) fn double(into: &mut Vec<u8>, value: f64) {
    let whole = value as i64;
    if whole as f64 == value && value.abs() < WHOLE && !(whole == 0 && value.is_sign_negative()) {
        integer(into, whole);
    } else if !shortest::double(into, value) && !value.is_nan() {
        // Writing to memory cannot fail.
        let _ = write!(into, "{value}");
    }
}

/// The same for a number of four bytes: it has fewer digits.
pub(crate) fn single(into: &mut Vec<u8>, value: f32) {
    if value.to_bits() == 0 {
        into.push(b'0');
    } else if !shortest::single(into, value) && !value.is_nan() {
        let _ = write!(into, "{value}");
    }
}

/// Text on one line and in one cell.
pub(crate) fn text(into: &mut Vec<u8>, value: &str) {
    into.extend(value.bytes().map(|byte| if matches!(byte, b'\t' | b'\r' | b'\n') { b' ' } else { byte }));
}

/// A line `# key<TAB>value` before the header.
pub(crate) fn preamble(key: &str, value: &str) -> Vec<u8> {
    let mut line = b"# ".to_vec();
    text(&mut line, key);
    line.push(b'\t');
    text(&mut line, value);
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut into = Vec::new();
        write(&mut into);
        String::from_utf8(into).unwrap()
    }

    #[test]
    fn numbers_are_shortest_and_missing_ones_empty() {
        for value in [0, 7, -7, 1200, i64::MAX, i64::MIN] {
            assert_eq!(written(|into| integer(into, value)), value.to_string());
        }
        for value in [0.0, -0.0, 0.1, -3.75e-9, 12.0, 1e22, f64::MIN_POSITIVE, f64::INFINITY] {
            assert_eq!(written(|into| double(into, value)), value.to_string());
        }
        assert_eq!(written(|into| single(into, 0.1)), "0.1");
        assert_eq!(written(|into| double(into, f64::NAN)), "");
        assert_eq!(written(|into| single(into, f32::NAN)), "");
    }

    #[test]
    fn text_stays_in_its_cell() {
        assert_eq!(preamble("a\tb", "c\r\nd"), b"# a b\tc  d\n");
    }
}
