//! Numbers as cyclers write them, and the texts that stand for "no value".

/// What a numeric cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// A finite number.
    Number(f64),
    /// A text or number that stands for "no value".
    Sentinel,
    /// Nothing.
    Empty,
    /// Anything else.
    Bad,
}

/// The numbers that stand for "no value": Chroma's -600000, and 9.9E37 of SCPI instruments.
pub(super) fn is_sentinel(value: f64) -> bool {
    !value.is_finite() || value == -600_000.0 || value.abs() >= 9.9e36
}

/// What loggers write for a thermocouple that is open, in °C.
pub(super) fn is_temperature_sentinel(value: f64) -> bool {
    [-2500.0, 6553.5, 850.0, 1372.0, 3276.7].contains(&value)
}

/// The whole number of a cell, with or without zeros behind the point: `3`, `3.0`.
pub(super) fn whole(text: &[u8]) -> Option<i32> {
    let text = text.trim_ascii();
    if (1..=9).contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
        return Some(text.iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0')));
    }
    if let Ok(number) = std::str::from_utf8(text).ok()?.parse() {
        return Some(number);
    }
    let mut copy = [0_u8; 24];
    let copy = copy.get_mut(..text.len())?;
    copy.copy_from_slice(text);
    copy.iter_mut().filter(|byte| **byte == b',').for_each(|byte| *byte = b'.');
    let value: f64 = fast_float2::parse(&*copy).ok()?;
    (value.fract() == 0.0 && value.abs() < 2e9).then_some(value as i32)
}

/// The seconds of a duration in hours, minutes and seconds: `27:14:03.5`, `  0d 00:48:6.13`, `1-02:03:04`,
/// `1.02:03:04`, `05:12`.
pub(super) fn duration(text: &[u8]) -> Option<f64> {
    if let Some(seconds) = plain_duration(text) {
        return Some(seconds);
    }
    let text = std::str::from_utf8(text).ok()?.trim().trim_matches('"').trim();
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    // A point before the first colon parts the days; decimals stand behind the last one.
    let hours = text.split(':').next().unwrap_or_default();
    let days = text.split_once(['d', 'D', '-']).or_else(|| text.split_once('.').filter(|_| hours.contains('.')));
    let (days, clock) = match days {
        Some((days, clock)) => (days.trim().parse::<u32>().ok()?, clock.trim_start()),
        None => (0, text),
    };
    let mut seconds = 0.0;
    let mut parts = clock.splitn(3, ':').peekable();
    let mut count = 0;
    while let Some(part) = parts.next() {
        count += 1;
        // Only the last part has decimals.
        let value = match parts.peek() {
            Some(_) => f64::from(part.trim().parse::<u32>().ok()?),
            None => {
                part.trim().replace(',', ".").parse::<f64>().ok().filter(|value| *value >= 0.0 && value.is_finite())?
            }
        };
        seconds = seconds * 60.0 + value;
    }
    // To the nanosecond: the sum of decimals is none.
    let seconds = f64::from(days) * 86_400.0 + (seconds * 1e9).round() / 1e9;
    (count >= 2).then_some(if is_negative { -seconds } else { seconds })
}

/// The same of `HH:MM:SS` with or without decimals, as nearly all are: the double nearest to what is written.
fn plain_duration(text: &[u8]) -> Option<f64> {
    let digits = |text: &[u8]| {
        let is_number = !text.is_empty() && text.len() <= 6 && text.iter().all(u8::is_ascii_digit);
        is_number.then(|| text.iter().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0')))
    };
    let colon = text.iter().position(|byte| *byte == b':')?;
    let (clock, decimals) = text[colon..].split_at_checked(6)?;
    if clock[3] != b':' {
        return None;
    }
    let seconds = digits(&text[..colon])? * 3_600 + digits(&clock[1..3])? * 60 + digits(&clock[4..])?;
    let (decimals, scale) = match decimals {
        [] => (0, 1),
        [b'.', rest @ ..] => (digits(rest)?, 10_u64.pow(rest.len() as u32)),
        _ => return None,
    };
    Some((seconds * scale + decimals) as f64 / scale as f64)
}

/// The same of the first `length` bytes of `text`, at most fifteen; `None` says nothing but that they are otherwise, or lie
/// at the very end.
#[inline]
pub(super) fn short_duration(text: &[u8], length: usize) -> Option<f64> {
    const SCALES: [u64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let first = digit_values(text)?;
    let hours = others(first).trailing_zeros() as usize / 8;
    let point = hours + 6;
    if !(1..=6).contains(&hours) || text[hours] != b':' || length < point {
        return None;
    }
    let clock = digit_values(&text[hours + 1..])?;
    // Two digits, the colon, two digits; what follows is not of it.
    if others(clock) & 0xFF_FFFF_FFFF != 0x80_0000 || text[hours + 3] != b':' {
        return None;
    }
    let two = |at: u32| (clock >> (8 * at) & 0xF) * 10 + (clock >> (8 * at + 8) & 0xF);
    let seconds = eight_digits(first << (64 - 8 * hours)) * 3_600 + two(0) * 60 + two(3);
    if length == point {
        return Some(seconds as i64 as f64);
    }
    let decimals = length - point - 1;
    if text[point] != b'.' || !(1..=6).contains(&decimals) {
        return None;
    }
    let values = digit_values(&text[point + 1..])? << (64 - 8 * decimals);
    let scale = SCALES[decimals];
    (others(values) == 0).then(|| (seconds * scale + eight_digits(values)) as i64 as f64 / scale as f64)
}

/// The length of the cell at the beginning of `text`, up to the first of `delimiters` (one in each byte); `None` when it has
/// more than fifteen bytes or lies at the very end.
#[inline]
pub(super) fn short_cell(text: &[u8], delimiters: u128) -> Option<usize> {
    let other = u128::from_le_bytes(*text.first_chunk::<16>()?) ^ delimiters;
    // The high bit of each byte that is the delimiter.
    let found = !(((other & each(0x7F)) + each(0x7F)) | other) & each(0x80);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// The same byte sixteen times.
pub(super) const fn each(byte: u8) -> u128 {
    u128::from_ne_bytes([byte; 16])
}

/// The plain decimal that the first `length` bytes of `text` are: a minus sign or none, at most eight digits, and a point
/// with at most eight more or none. `None` says nothing but that it is not as short and plain as nearly all are, or lies at
/// the very end.
///
/// Eight bytes are looked at in one word. At most fifteen digits make a whole number that a double holds, and so it does the
/// power of ten: their quotient is rounded once, and so is the double nearest to what is written. (Processors turn signed
/// whole numbers into doubles faster than unsigned ones.)
#[inline]
pub(super) fn plain_decimal(text: &[u8], length: usize) -> Option<f64> {
    const WHOLE: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    const DOUBLE: [f64; 9] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
    let is_negative = *text.first()? == b'-';
    let sign = usize::from(is_negative);
    let (text, length) = (&text[sign..], length.wrapping_sub(sign));
    let first = digit_values(text)?;
    let whole = length.min(others(first).trailing_zeros() as usize / 8);
    if whole == 0 {
        return None;
    }
    let mut number = eight_digits(first << (64 - 8 * whole));
    let mut value = number as i64 as f64;
    if whole < length {
        let decimals = length - whole - 1;
        if text[whole] != b'.' || !(1..=8).contains(&decimals) {
            return None;
        }
        let second = digit_values(&text[whole + 1..])? << (64 - 8 * decimals);
        if others(second) != 0 {
            return None;
        }
        number = number * WHOLE[decimals] + eight_digits(second);
        value = number as i64 as f64 / DOUBLE[decimals];
    }
    Some(if is_negative { -value } else { value })
}

/// The next eight bytes, of which digits become their values.
#[inline]
fn digit_values(text: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(*text.first_chunk::<8>()?) ^ 0x3030_3030_3030_3030)
}

/// The high bit of each byte that is no value of a digit.
#[inline]
const fn others(values: u64) -> u64 {
    (((values & 0x7F7F_7F7F_7F7F_7F7F) + 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
}

/// Eight digits, the first in the lowest byte, as a number: pairs, then fours, then all.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul(10)).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(1 + (10_000 << 32));
    low.wrapping_add(high) >> 32
}

/// The number of a cell that was kept as text; `None` when it holds none.
#[must_use]
pub(crate) fn number_of(text: &str) -> Option<f64> {
    match cell(text.as_bytes(), text.contains(',')) {
        Cell::Number(value) => Some(value),
        Cell::Sentinel | Cell::Empty | Cell::Bad => None,
    }
}

/// Reads a cell; `decimal_comma` says that the comma is the decimal mark.
pub(super) fn cell(text: &[u8], decimal_comma: bool) -> Cell {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Cell::Empty;
    }
    let mut owned = [0u8; 64];
    let text = if decimal_comma && text.len() <= owned.len() && text.contains(&b',') {
        if text.contains(&b'.') {
            return Cell::Bad;
        }
        let copy = &mut owned[..text.len()];
        copy.copy_from_slice(text);
        for byte in copy.iter_mut().filter(|byte| **byte == b',') {
            *byte = b'.';
        }
        &*copy
    } else {
        text
    };
    match fast_float2::parse::<f64, _>(text) {
        Ok(value) if is_sentinel(value) => Cell::Sentinel,
        Ok(value) => Cell::Number(value),
        Err(_) if matches!(text, b"--" | b"-" | b"N/A" | b"n/a" | b"NA" | b"null" | b"NULL") => Cell::Sentinel,
        Err(_) => Cell::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart() {
        assert_eq!(cell(b" 4.3E-05 ", false), Cell::Number(4.3e-5));
        assert_eq!(cell(b"24,6999988555908", true), Cell::Number(24.699_998_855_590_8));
        assert_eq!(cell(b"1.234,5", true), Cell::Bad);
        assert_eq!(cell(b"1,5", false), Cell::Bad);
        assert_eq!(cell(b"", false), Cell::Empty);
        for text in ["--", "NaN", "Inf", "-inf", "-600000", "9.9E37", "1e999"] {
            assert_eq!(cell(text.as_bytes(), false), Cell::Sentinel, "{text}");
        }
        assert_eq!(cell(b"3.2x", false), Cell::Bad);
        assert_eq!(cell(b"-600000.5", false), Cell::Number(-600_000.5));
    }

    #[test]
    fn durations_have_days_hours_minutes_and_seconds() {
        for (text, seconds) in [
            ("00:00:00", 0.0),
            ("27:14:03.5", 98_043.5),
            ("  0d 00:48:6.13", 2_886.13),
            ("2d 01:00:00", 176_400.0),
            ("05:12", 312.0),
            ("06:18:41.848", 22_721.848),
            ("-00:00:01", -1.0),
            ("1.02:03:04.5", 93_784.5),
            ("0.00:00:30", 30.0),
        ] {
            assert_eq!(duration(text.as_bytes()), Some(seconds), "{text}");
        }
        for text in ["", "12", "a:b", "1:2:3:4", "2024-09-04 16:18:56", "::"] {
            assert_eq!(duration(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_short_duration_is_read_to_the_same_double() {
        let short = |text: &str| short_duration(format!("{text},and what follows").as_bytes(), text.len());
        let texts = ["00:00:00", "27:14:03.5", "100:59:59.123", "6:18:41.848", "00:00:00.999999", "1234:00:01.1"];
        for text in texts {
            assert_eq!(short(text).map(f64::to_bits), duration(text.as_bytes()).map(f64::to_bits), "{text}");
        }
        let odd =
            ["", "1", "05:12", "1:2:3", "00:0a:00", "00:00:00.", "00:00:00x", "00-00:00", "-0:00:01", "0:00:00 1"];
        for text in [&odd[..], &["00:00:0:1", "1234567:00:00", "0:00:00.1234567", ":00:00:0"]].concat() {
            assert_eq!(short(text), None, "{text}");
        }
        for seed in 0..20_000_u64 {
            let of = |prime: u64, below: u64| seed.wrapping_mul(prime) % below;
            let decimals = of(13, 1000);
            let text = format!("{:02}:{:02}:{:02}.{decimals:03}", of(7919, 999), of(31, 60), of(37, 60));
            assert_eq!(short(&text).map(f64::to_bits), duration(text.as_bytes()).map(f64::to_bits), "{text}");
        }
        assert_eq!(short_duration(b"00:00:01", 8), None, "it lies at the very end");
    }

    #[test]
    fn a_whole_number_may_have_a_point() {
        assert_eq!(
            (whole(b"3"), whole(b" 1.0 "), whole(b"12,0"), whole(b"-2.00")),
            (Some(3), Some(1), Some(12), Some(-2))
        );
        for text in ["6.283185307179586", "", "x", "NaN", "1e300", "1234567890123456789012345678"] {
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_plain_decimal_is_the_double_nearest_to_what_is_written() {
        let read = |text: &str| plain_decimal(format!("{text},and what follows").as_bytes(), text.len());
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(0x2545_F491_4F6C_DD1D).rotate_left(23) ^ 0x1234_5678_9ABC_DEF1;
            (seed >> 11) % below
        };
        let mut plain = 0;
        for _ in 0..200_000 {
            let digits = random(16) as u32 + 1;
            let number = random(10_u64.pow(digits));
            let point = random(u64::from(digits) + 1) as usize;
            let mut text = format!("{number:0width$}", width = digits as usize);
            text.insert(point, '.');
            let text = [text.clone(), format!("-{text}"), text.replace('.', "")][random(3) as usize].clone();
            if let Some(value) = read(&text) {
                assert_eq!(value.to_bits(), fast_float2::parse::<f64, _>(&text).unwrap().to_bits(), "{text}");
                plain += 1;
            }
        }
        assert!(plain > 80_000, "{plain}");
        assert_eq!(read("-0.0").map(f64::to_bits), Some((-0.0_f64).to_bits()));
        assert_eq!(read("1234567.12345678"), Some(1_234_567.123_456_78));
        for odd in
            ["", "-", ".5", "5.", "-.5", "+1", "x", "1.2.3", "1e3", "4.3E-05", "1.5 ", "123456789", "0.123456789"]
        {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_eq!(plain_decimal(b"4.2\r\n", 3), None, "eight bytes are not there");
        assert_eq!(plain_decimal(b"4.2\r\n1,1,1,1,1,1,1,1", 3), Some(4.2));
    }

    #[test]
    fn a_cell_ends_at_the_first_delimiter() {
        for delimiter in [b',', b';', b'\t'] {
            let cell = |text: &str| {
                short_cell(text.replace(',', char::from(delimiter).to_string().as_str()).as_bytes(), each(delimiter))
            };
            assert_eq!(cell(",1,22,333,4444,55"), Some(0));
            assert_eq!(cell("循環-0.5\u{1},,,,,,,,,,"), Some(11));
            assert_eq!(cell("123456789012345,6"), Some(15));
            assert_eq!(cell("1234567890123456,"), None);
            assert_eq!(cell("1,2"), None, "sixteen bytes are not there");
        }
    }
}
