//! Shortest decimal digits of floating-point numbers, as Rust's `Display` writes them, at twice its speed.
//!
//! A number stands for all reals nearer to it than to its neighbours. Its ends are scaled to integers with so many
//! digits that one surely lies between them; then digits are dropped as long as one still does. All is exact in 128
//! bits, or left to `Display`: numbers below 1e-6, powers of two (their ends are not alike), and ties.

/// Powers of ten that, times a mantissa of 54 bits, stay within 128 bits.
const POWERS: [u128; 23] = {
    let mut powers = [1; 23];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Writes a number of eight bytes; `false`, and nothing written, where `Display` must do it.
pub(crate) fn double(into: &mut Vec<u8>, value: f64) -> bool {
    let bits = value.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
    if fraction == 0 || exponent == 0 || exponent == 0x7FF {
        return false;
    }
    decimal(into, value < 0.0, fraction | 1 << 52, exponent - 1075, 17)
}

/// The same for a number of four bytes.
pub(crate) fn single(into: &mut Vec<u8>, value: f32) -> bool {
    let bits = value.to_bits();
    let (fraction, exponent) = (bits & ((1 << 23) - 1), (bits >> 23 & 0xFF) as i32);
    if fraction == 0 || exponent == 0 || exponent == 0xFF {
        return false;
    }
    decimal(into, value < 0.0, u64::from(fraction | 1 << 23), exponent - 150, 9)
}

/// Writes mantissa * 2^exponent, which so many digits tell from its neighbours.
fn decimal(into: &mut Vec<u8>, negative: bool, mantissa: u64, exponent: i32, enough: i32) -> bool {
    // One less than the number of bits before the binary point, and so, nearly, of digits before the decimal one.
    let log2 = 63 - mantissa.leading_zeros() as i32 + exponent;
    let places = enough - 1 - ((log2 * 78_913) >> 18);
    // Whole numbers need no digits after the point; too small ones need too many.
    if exponent >= 0 || mantissa.trailing_zeros() as i32 >= -exponent || !(1..23).contains(&places) {
        return false;
    }
    let Some((digits, places)) = shortest(mantissa, 1 - exponent, places as usize) else { return false };
    if negative {
        into.push(b'-');
    }
    write(into, digits, places);
    true
}

/// Shortest digits of 2 mantissa / 2^shift, and how many of them follow the point.
fn shortest(mantissa: u64, shift: i32, mut places: usize) -> Option<(u64, usize)> {
    if shift > 127 {
        return None;
    }
    let half_gap = POWERS[places];
    let exact = u128::from(2 * mantissa) * half_gap;
    let (from, to) = (exact - half_gap, exact + half_gap);
    let mask = (1_u128 << shift) - 1;
    let (mut low, mut high) = ((from >> shift) as u64, (to >> shift) as u64);
    // The ends themselves belong to an even mantissa.
    let even = mantissa.is_multiple_of(2);
    low += u64::from(from & mask != 0 || !even);
    high -= u64::from(to & mask == 0 && !even);
    if low > high {
        return None;
    }
    let mut dropped: u64 = 1;
    loop {
        let (shorter_low, shorter_high) = (low.div_ceil(10), high / 10);
        if shorter_low > shorter_high || places == 0 {
            break;
        }
        (low, high) = (shorter_low, shorter_high);
        dropped *= 10;
        places -= 1;
    }
    if low == high {
        return Some((low, places));
    }
    // Of several, the nearest.
    let (whole, below) = ((exact >> shift) as u64, exact & mask);
    let (digits, rest) = (whole / dropped, whole % dropped);
    let up = if dropped == 1 {
        let half = 1_u128 << (shift - 1);
        if below == half {
            return None;
        }
        below > half
    } else {
        let half = dropped / 2;
        if rest == half && below == 0 {
            return None;
        }
        rest >= half
    };
    Some(((digits + u64::from(up)).clamp(low, high), places))
}

/// Writes digits with a point before the last `places` of them.
fn write(into: &mut Vec<u8>, mut digits: u64, places: usize) {
    // Zeros stand ready: there are at most 20 digits, and 22 of them after the point.
    let mut text = [b'0'; 24];
    let mut at = text.len();
    while digits >= 100 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[(digits % 100) as usize]);
        digits /= 100;
    }
    at -= 2;
    text[at..at + 2].copy_from_slice(&PAIRS[digits as usize]);
    at += usize::from(digits < 10);
    let point = text.len() - places;
    if at >= point {
        into.extend_from_slice(b"0.");
    } else {
        into.extend_from_slice(&text[at..point]);
        into.push(b'.');
    }
    into.extend_from_slice(&text[point..]);
}

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = [b'0' + (at / 10) as u8, b'0' + (at % 10) as u8];
        at += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of the values were written; each as `Display` writes it.
    fn same<T: Copy + ToString>(values: impl Iterator<Item = T>, write: fn(&mut Vec<u8>, T) -> bool) -> usize {
        let mut into = Vec::new();
        values
            .filter(|&value| {
                into.clear();
                let done = write(&mut into, value);
                assert_eq!(String::from_utf8_lossy(&into), if done { value.to_string() } else { String::new() });
                done
            })
            .count()
    }

    fn random() -> impl Iterator<Item = u64> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        std::iter::from_fn(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            Some(state)
        })
    }

    /// How many values the tests try: few in a debug build.
    const TRIED: usize = if cfg!(debug_assertions) { 20_000 } else { 5_000_000 };

    #[test]
    fn all_bit_patterns_are_as_display_writes_them() {
        same(random().take(TRIED).map(f64::from_bits), double);
        same(random().take(TRIED).map(|bits| f32::from_bits(bits as u32)), single);
    }

    #[test]
    fn measured_values_are_as_display_writes_them() {
        let spread = |bits: u64, value: f64| value * 10_f64.powi((bits % 17) as i32 - 5);
        let values = || random().take(TRIED).map(|bits| spread(bits, (bits >> 11) as f64 / (1_u64 << 53) as f64));
        assert!(same(values(), double) > TRIED * 9 / 10);
        assert!(same(values().map(|value| value as f32), single) > TRIED / 2);
        let short = || random().take(TRIED).map(|bits| spread(bits, (bits >> 40) as f64 - 8e6) / 1e4);
        same(short(), double);
        same(short().map(|value| value as f32), single);
    }

    #[test]
    fn edges_are_as_display_writes_them() {
        let edges =
            [0.1, 0.3, 1.5, 9.999_999_999_999_999, 0.000_001, 4_503_599_627_370_497.5, 1e-6, 1e15, 5e-324, 1e300];
        same(edges.into_iter().flat_map(|edge: f64| [edge, -edge, edge.next_up(), edge.next_down()]), double);
        let edges = [0.1, 8_388_607.5, 1e-6, 16_777_215.0, f32::MAX, f32::NAN, f32::INFINITY, 0.0];
        same(edges.into_iter().flat_map(|edge: f32| [edge, -edge, edge.next_up(), edge.next_down()]), single);
    }
}
