//! What Neware's two binary exports, .ndax and .nda, have in common: step types, ranges, counters, the table's rows.

pub(crate) mod clock;
pub(crate) mod counter;
pub(crate) mod number;
pub(crate) mod row;
pub(crate) mod steps;

use super::table::Problem;
use counter::Counter;
use number::Number;

/// The way out of a file that is not read.
pub(crate) const WAY_OUT: &str = "export the test from BTSDA as CSV and read that";

/// A whole file that this reader does not read.
pub(crate) fn refused(what: impl Into<String>) -> Problem {
    Problem::Refused { what: what.into(), way_out: WAY_OUT.to_owned() }
}

/// BTSDA's name of a step type.
pub(crate) const fn step_name(code: u8) -> Option<&'static str> {
    Some(match code {
        1 => "CC Chg",
        2 => "CC DChg",
        3 => "CV Chg",
        4 => "Rest",
        7 => "CCCV Chg",
        8 => "CP DChg",
        9 => "CP Chg",
        10 => "CR DChg",
        13 => "Pause",
        16 => "Pulse",
        17 => "SIM",
        19 => "CV DChg",
        20 => "CCCV DChg",
        21 => "Control",
        26 => "CPCV DChg",
        27 => "CPCV Chg",
        _ => return None,
    })
}

/// Which way current flows in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Into the cell.
    Charge,
    /// Out of it.
    Discharge,
}

/// The way of a step type that has only one; `None` where the current alone tells (Pulse, SIM, Control, unknown types).
pub(crate) const fn only_way(code: u8) -> Option<Way> {
    match code {
        1 | 3 | 7 | 9 | 27 => Some(Way::Charge),
        2 | 8 | 10 | 19 | 20 | 26 => Some(Way::Discharge),
        _ => None,
    }
}

/// How many decimals of an ampere one count of current is in a range, for the codes that were checked on real files.
const fn digits_of_range(code: i32) -> Option<u8> {
    match code {
        1 | 5 => Some(7),
        500 => Some(5),
        6000 | 10000 | 30000 | 200000 => Some(4),
        _ => None,
    }
}

/// The decimals of an ampere for a record of counts.
///
/// An unknown range is no harm to counts that are all zero, and is refused for all others: a wrong factor would
/// be off tenfold in current and capacity alike, so nothing would show it.
pub(crate) fn current_digits(code: i32, counts: [i64; 5], row: u64) -> Result<u8, Problem> {
    match digits_of_range(code) {
        Some(digits) => Ok(digits),
        None if counts == [0; 5] => Ok(0),
        None => Err(refused(format!("a Neware test with the unknown current range code {code} in row {row}"))),
    }
}

/// Takes the four counters of a record of counts (counts times seconds), and gives Ah and Wh.
pub(crate) fn follow_counts(counters: &mut [Counter; 4], counts: [i64; 4], digits: u8) -> [Number; 4] {
    let counts_in_unit = 10_f64.powi(i32::from(digits)) * 3600.0;
    let mut amounts = [Number::Missing; 4];
    for ((amount, counter), count) in amounts.iter_mut().zip(counters).zip(counts) {
        *amount = Number::Double(counter.follow(count as f64 / counts_in_unit));
    }
    amounts
}

/// The bytes at an offset of a record; zeros beyond its end.
pub(crate) fn at<const N: usize>(record: &[u8], offset: usize) -> [u8; N] {
    record.get(offset..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

/// Reads a little-endian number at an offset of a record.
macro_rules! readers {
    ($($name:ident $kind:ty),*) => {$(
        pub(crate) fn $name(record: &[u8], offset: usize) -> $kind {
            <$kind>::from_le_bytes(at(record, offset))
        }
    )*};
}
readers!(u8_at u8, u16_at u16, i16_at i16, u32_at u32, i32_at i32, u64_at u64, i64_at i64, f32_at f32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_to_known_types_only() {
        assert_eq!(step_name(7), Some("CCCV Chg"));
        assert_eq!(step_name(42), None);
        assert_eq!(only_way(20), Some(Way::Discharge));
        assert_eq!(only_way(16), None);
    }

    #[test]
    fn an_unknown_range_is_refused_unless_all_counts_are_zero() {
        assert_eq!(current_digits(500, [1; 5], 1).unwrap(), 5);
        assert_eq!(current_digits(-1000, [0; 5], 1).unwrap(), 0);
        let problem = current_digits(-1000, [0, 0, 3, 0, 0], 7).unwrap_err();
        assert!(problem.to_string().contains("range code -1000 in row 7; export"), "{problem}");
    }

    #[test]
    fn numbers_are_little_endian_and_zero_beyond_the_end() {
        assert_eq!(u16_at(&[0, 1, 2], 1), 0x0201);
        assert_eq!(u32_at(&[0, 1, 2], 1), 0);
        assert_eq!(f32_at(&1.5_f32.to_le_bytes(), 0), 1.5);
    }
}
