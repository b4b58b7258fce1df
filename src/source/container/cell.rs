//! How values of containers are written as cells of a text table.

use std::io::Write;

/// Appends a text; what would end the cell or the line becomes a blank, line ends around it go.
pub(crate) fn push_text(into: &mut Vec<u8>, text: &str) {
    let text = text.trim_matches(['\r', '\n']);
    let start = into.len();
    into.extend_from_slice(text.as_bytes());
    for byte in &mut into[start..] {
        if matches!(*byte, b'\t' | b'\r' | b'\n') {
            *byte = b' ';
        }
    }
}

/// Appends the shortest number that reads as this value; nothing for what is no number.
pub(crate) fn push_f64(into: &mut Vec<u8>, value: f64) {
    if value as i64 as f64 == value && value.abs() < 1e15 && (value != 0.0 || value.is_sign_positive()) {
        push_i64(into, value as i64);
        return;
    }
    // Most numbers have few digits. If a whole number divided by a million is the value, its digits are the shortest:
    // no two decimal numbers of at most 15 digits are the same f64.
    let millionths = (value * 1e6 + 0.5f64.copysign(value)) as i64;
    if value.abs() < 1e8 && millionths as f64 / 1e6 == value && millionths != 0 {
        push_scaled(into, millionths, 1_000_000, 6);
    } else if value.is_finite() {
        let _ = write!(into, "{value}"); // writing to memory does not fail
    }
}

/// Appends a whole number divided by `scale`, which has `digits` zeros; the result is no whole number.
fn push_scaled(into: &mut Vec<u8>, number: i64, scale: u64, digits: usize) {
    if number < 0 {
        into.push(b'-');
    }
    let number = number.unsigned_abs();
    push_padded(into, number / scale, 1);
    into.push(b'.');
    push_padded(into, number % scale, digits);
    while into.last() == Some(&b'0') {
        into.pop();
    }
}

/// Appends the shortest number that reads as this value; nothing for what is no number.
pub(crate) fn push_f32(into: &mut Vec<u8>, value: f32) {
    if value as i64 as f32 == value && value.abs() < 1e7 && (value != 0.0 || value.is_sign_positive()) {
        push_i64(into, value as i64);
        return;
    }
    // As above: no two decimal numbers of at most 6 digits are the same f32.
    let parts = (value * 1e4 + 0.5f32.copysign(value)) as i64;
    if value.abs() < 100.0 && parts as f32 / 1e4 == value && parts != 0 {
        push_scaled(into, parts, 10_000, 4);
    } else if value.is_finite() {
        let _ = write!(into, "{value}");
    }
}

/// Appends a whole number.
pub(crate) fn push_i64(into: &mut Vec<u8>, value: i64) {
    if value < 0 {
        into.push(b'-');
    }
    push_padded(into, value.unsigned_abs(), 1);
}

/// Appends a whole number with zeros before it up to `width` digits.
pub(crate) fn push_padded(into: &mut Vec<u8>, mut value: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while value > 0 || digits.len() - at < width.min(20) {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    into.extend_from_slice(&digits[at..]);
}

/// Appends a point in time as `YYYY-MM-DD HH:MM:SS`, given in whole seconds since 1970.
pub(crate) fn push_date_time(into: &mut Vec<u8>, unix_s: i64) {
    push_date(into, unix_s.div_euclid(86_400));
    into.push(b' ');
    let second = unix_s.rem_euclid(86_400) as u64;
    for (part, mark) in [(second / 3600, b':'), (second / 60 % 60, b':'), (second % 60, 0)] {
        push_padded(into, part, 2);
        if mark != 0 {
            into.push(mark);
        }
    }
}

/// Appends a day as `YYYY-MM-DD`, given in days since 1970.
pub(crate) fn push_date(into: &mut Vec<u8>, unix_days: i64) {
    // Days are counted from 0000-03-01, so that a leap day ends its year; 146,097 days are 400 years.
    let days = unix_days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + carry;
    if year < 0 {
        into.push(b'-');
    }
    push_padded(into, year.unsigned_abs(), 4);
    into.push(b'-');
    push_padded(into, month as u64, 2);
    into.push(b'-');
    push_padded(into, of_month as u64, 2);
}

/// Appends a duration as `h:mm:ss.mmm`; hours run on beyond 24.
pub(crate) fn push_duration_ms(into: &mut Vec<u8>, ms: i64) {
    if ms < 0 {
        into.push(b'-');
    }
    let ms = ms.unsigned_abs();
    push_padded(into, ms / 3_600_000, 1);
    into.push(b':');
    push_padded(into, ms / 60_000 % 60, 2);
    into.push(b':');
    push_padded(into, ms / 1000 % 60, 2);
    into.push(b'.');
    push_padded(into, ms % 1000, 3);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut into = Vec::new();
        push(&mut into);
        String::from_utf8(into).unwrap()
    }

    #[test]
    fn numbers_are_short() {
        let of = |value: f64| written(|into| push_f64(into, value));
        assert_eq!([of(3.0), of(-12.0), of(0.1 + 0.2), of(-0.0)], ["3", "-12", "0.30000000000000004", "-0"]);
        assert_eq!([of(f64::NAN), of(f64::INFINITY), of(1e15)], ["", "", "1000000000000000"]);
        assert_eq!(written(|into| push_f32(into, 3.7)), "3.7");
        assert_eq!(written(|into| push_i64(into, i64::MIN)), i64::MIN.to_string());
        assert_eq!(written(|into| push_i64(into, 0)), "0");
    }

    #[test]
    fn short_numbers_are_written_as_the_standard_library_does() {
        for step in 1..200_000i32 {
            for value in
                [f64::from(step) / 1e6, -f64::from(step) / 7e3, f64::from(step) * 499.999_999, 1.0 / f64::from(step)]
            {
                assert_eq!(written(|into| push_f64(into, value)), value.to_string());
                let value = value as f32;
                assert_eq!(written(|into| push_f32(into, value)), value.to_string());
            }
        }
    }

    #[test]
    fn texts_stay_in_their_cell() {
        assert_eq!(written(|into| push_text(into, "\r\na\tb\nc\r\n")), "a b c");
    }

    #[test]
    fn times_are_written_as_the_calendar_has_them() {
        let of = |unix_s: i64| written(|into| push_date_time(into, unix_s));
        assert_eq!(of(0), "1970-01-01 00:00:00");
        assert_eq!(of(951_782_399), "2000-02-28 23:59:59");
        assert_eq!(of(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(of(1_735_689_599), "2024-12-31 23:59:59");
        assert_eq!(of(-1), "1969-12-31 23:59:59");
        assert_eq!(of(-2_203_891_200), "1900-03-01 00:00:00");
        let _ = (of(i64::MIN), of(i64::MAX));
        assert_eq!(written(|into| push_duration_ms(into, 90_061_007)), "25:01:01.007");
        assert_eq!(written(|into| push_duration_ms(into, -1500)), "-0:00:01.500");
    }
}
