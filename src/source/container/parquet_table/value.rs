//! How values of Parquet's types are written.

use super::super::cell::{push_date, push_date_time, push_f32, push_i64, push_padded, push_text};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;

/// What the numbers or bytes of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Unsigned,
    /// Days since 1970.
    Date,
    /// Parts of a second since 1970, and how many make one.
    Timestamp(i64),
    /// Parts of a second since midnight.
    Time(i64),
    /// Whole numbers with a decimal point so many places from the right.
    Decimal(u32),
    /// Halves of an f32.
    Half,
}

impl Style {
    /// The style of a column, or why it is left out.
    pub(super) fn of(column: &ColumnDescriptor) -> Result<Self, &'static str> {
        let style = match column.logical_type_ref() {
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Self::Unsigned,
            Some(LogicalType::Date) => Self::Date,
            Some(LogicalType::Timestamp(time)) => Self::Timestamp(parts(&time.unit)),
            Some(LogicalType::Time(time)) => Self::Time(parts(&time.unit)),
            Some(LogicalType::Decimal(_)) => decimal(column)?,
            Some(LogicalType::Float16) => Self::Half,
            Some(LogicalType::Uuid) => return Err("a UUID"),
            Some(LogicalType::Bson) => return Err("BSON"),
            _ => match column.converted_type() {
                ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                    Self::Unsigned
                }
                ConvertedType::DATE => Self::Date,
                ConvertedType::TIMESTAMP_MILLIS => Self::Timestamp(1000),
                ConvertedType::TIMESTAMP_MICROS => Self::Timestamp(1_000_000),
                ConvertedType::TIME_MILLIS => Self::Time(1000),
                ConvertedType::TIME_MICROS => Self::Time(1_000_000),
                ConvertedType::DECIMAL => decimal(column)?,
                ConvertedType::INTERVAL => return Err("an interval"),
                ConvertedType::BSON => return Err("BSON"),
                _ => Self::Plain,
            },
        };
        if column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY && style == Self::Plain {
            return Err("of raw bytes");
        }
        Ok(style)
    }

    pub(super) fn push_i32(self, into: &mut Vec<u8>, value: i32) {
        match self {
            Self::Unsigned => push_i64(into, i64::from(value as u32)),
            other => other.push_i64(into, i64::from(value)),
        }
    }

    pub(super) fn push_i64(self, into: &mut Vec<u8>, value: i64) {
        match self {
            Self::Plain | Self::Half => push_i64(into, value),
            Self::Unsigned => push_padded(into, value as u64, 1),
            Self::Date => push_date(into, value),
            Self::Timestamp(parts) => {
                push_date_time(into, value.div_euclid(parts));
                push_fraction(into, value.rem_euclid(parts), parts);
            }
            Self::Time(parts) => {
                let second = value.div_euclid(parts).rem_euclid(86_400) as u64;
                push_padded(into, second / 3600, 2);
                into.push(b':');
                push_padded(into, second / 60 % 60, 2);
                into.push(b':');
                push_padded(into, second % 60, 2);
                push_fraction(into, value.rem_euclid(parts), parts);
            }
            Self::Decimal(scale) => push_decimal(into, i128::from(value), scale),
        }
    }

    pub(super) fn push_bytes(self, into: &mut Vec<u8>, bytes: &[u8]) {
        match (self, bytes) {
            (Self::Half, [low, high]) => push_f32(into, half(u16::from_le_bytes([*low, *high]))),
            (Self::Decimal(scale), [first, ..]) if bytes.len() <= 16 => {
                let sign = if *first >= 0x80 { -1 } else { 0 };
                let number = bytes.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte));
                push_decimal(into, number, scale);
            }
            _ => push_text(into, &String::from_utf8_lossy(bytes)),
        }
    }
}

/// Appends a point in time as older programs write it: a Julian day and nanoseconds of the day.
pub(super) fn push_i96(into: &mut Vec<u8>, value: Int96) {
    let [low, high, day] = *value.data() else { return };
    let nanos = u64::from(low) | u64::from(high) << 32;
    let day = i64::from(day as i32) - 2_440_588; // 1970-01-01 by Julian day
    let second = i64::try_from(nanos / 1_000_000_000).unwrap_or_default();
    push_date_time(into, day * 86_400 + second);
    push_fraction(into, (nanos % 1_000_000_000) as i64, 1_000_000_000);
}

fn parts(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

fn decimal(column: &ColumnDescriptor) -> Result<Style, &'static str> {
    match u32::try_from(column.type_scale()) {
        Ok(scale) if scale <= 38 && column.type_length() <= 16 => Ok(Style::Decimal(scale)),
        _ => Err("a decimal of more than 38 digits"),
    }
}

/// Appends six digits of a second, or nine where six do not hold it.
fn push_fraction(into: &mut Vec<u8>, fraction: i64, parts: i64) {
    let nanos = (fraction * (1_000_000_000 / parts)) as u64;
    into.push(b'.');
    if nanos.is_multiple_of(1000) {
        push_padded(into, nanos / 1000, 6);
    } else {
        push_padded(into, nanos, 9);
    }
}

fn push_decimal(into: &mut Vec<u8>, number: i128, scale: u32) {
    let digits = format!("{:0>1$}", number.unsigned_abs(), scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    if number < 0 {
        into.push(b'-');
    }
    into.extend_from_slice(whole.as_bytes());
    if scale > 0 {
        into.push(b'.');
        into.extend_from_slice(fraction.as_bytes());
    }
}

/// A number of 16 bits (IEEE 754).
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f32::from(bits & 0x3FF));
    match exponent {
        0 => sign * fraction * 2f32.powi(-24),
        31 => f32::NAN,
        _ => sign * (1024.0 + fraction) * 2f32.powi(exponent - 25),
    }
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
    fn times_have_six_digits_or_nine() {
        let at = |value, parts| written(|into| Style::Timestamp(parts).push_i64(into, value));
        assert_eq!(at(1500, 1000), "1970-01-01 00:00:01.500000");
        assert_eq!(at(-1, 1_000_000), "1969-12-31 23:59:59.999999");
        assert_eq!(at(1_000_000_001, 1_000_000_000), "1970-01-01 00:00:01.000000001");
        let mut value = Int96::new();
        value.set_data(1_500_000_000, 0, 2_440_589);
        assert_eq!(written(|into| push_i96(into, value)), "1970-01-02 00:00:01.500000");
        assert_eq!(written(|into| Style::Time(1000).push_i64(into, 3_661_001)), "01:01:01.001000");
    }

    #[test]
    fn numbers_are_what_their_types_say() {
        assert_eq!(written(|into| Style::Unsigned.push_i32(into, -1)), "4294967295");
        assert_eq!(written(|into| Style::Unsigned.push_i64(into, -1)), "18446744073709551615");
        assert_eq!(written(|into| Style::Decimal(3).push_i32(into, -1234)), "-1.234");
        assert_eq!(written(|into| Style::Decimal(3).push_bytes(into, &[0xFF, 0xFE])), "-0.002");
        assert_eq!(written(|into| Style::Half.push_bytes(into, &0x3E00u16.to_le_bytes())), "1.5");
        assert_eq!(written(|into| Style::Date.push_i32(into, 1)), "1970-01-02");
    }
}
