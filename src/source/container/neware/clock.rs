//! Dates of rows: the cycler's local time where it is known, UTC where the file holds Unix seconds alone.

use super::number::write_two;

/// The date of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Date {
    /// There is none.
    #[default]
    Missing,
    /// As the file spells it.
    Civil {
        /// The year.
        year: u16,
        /// Month, day, hour, minute, second.
        rest: [u8; 5],
    },
    /// Whole seconds since 1970.
    Seconds(i64),
    /// Milliseconds since 1970.
    Millis(i64),
}

impl Date {
    /// A date of 7 bytes: u16 year, month, day, hour, minute, second.
    pub(crate) fn civil(record: &[u8], offset: usize) -> Self {
        Self::Civil { year: super::u16_at(record, offset), rest: super::at(record, offset + 2) }
    }

    /// Appends it as `YYYY-MM-DD HH:MM:SS` with milliseconds if it has any; nothing if it is no date.
    pub(crate) fn write(self, into: &mut Vec<u8>) {
        match self {
            Self::Missing => {}
            Self::Civil { year, rest: [month, day, hour, minute, second] } => {
                let date = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
                if date && hour < 24 && minute < 60 && second < 61 {
                    let [month, day, hour, minute, second] = [month, day, hour, minute, second].map(u32::from);
                    write_date(u32::from(year), month, day, into);
                    write_time(hour, minute, second, into);
                }
            }
            Self::Seconds(seconds) => write_unix(seconds, into),
            Self::Millis(millis) => {
                let before = into.len();
                write_unix(millis.div_euclid(1000), into);
                if into.len() > before {
                    into.push(b'.');
                    let millis = millis.rem_euclid(1000) as u32;
                    into.push(b'0' + (millis / 100) as u8);
                    write_two(millis, into);
                }
            }
        }
    }
}

const DAY_S: i64 = 86_400;

fn write_unix(seconds: i64, into: &mut Vec<u8>) {
    let (days, rest) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S) as u32);
    // The years 1970 to 9999; the clock of a tester that was never set stands at 0.
    if !(0..2_932_897).contains(&days) {
        return;
    }
    let (year, month, day) = civil_from_days(days as u32);
    write_date(year, month, day, into);
    write_time(rest / 3600, rest / 60 % 60, rest % 60, into);
}

fn write_date(year: u32, month: u32, day: u32, into: &mut Vec<u8>) {
    write_two(year / 100, into);
    write_two(year, into);
    into.push(b'-');
    write_two(month, into);
    into.push(b'-');
    write_two(day, into);
}

fn write_time(hour: u32, minute: u32, second: u32, into: &mut Vec<u8>) {
    into.push(b' ');
    write_two(hour, into);
    into.push(b':');
    write_two(minute, into);
    into.push(b':');
    write_two(second, into);
}

/// The date of a day since 1970. Years are counted from March, so that the leap day is the last of one.
const fn civil_from_days(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468;
    let (era, in_era) = (days / 146_097, days % 146_097);
    let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Seconds since 1970 of `YYYY-MM-DD HH:MM:SS`, as if it were UTC.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let mut parts = text.trim().splitn(6, ['-', ' ', 'T', ':']);
    let mut next = |range: std::ops::RangeInclusive<i64>| {
        let number = parts.next()?.parse().ok()?;
        range.contains(&number).then_some(number)
    };
    let (year, month, day) = (next(1970..=9999)?, next(1..=12)?, next(1..=31)?);
    let (hour, minute, second) = (next(0..=23)?, next(0..=59)?, next(0..=60)?);
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, in_era) = (year / 400, year % 400);
    let days = era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * DAY_S + hour * 3600 + minute * 60 + second)
}

/// Seconds that local time is ahead of UTC, from the start in local time and the first row in UTC: whole quarters of an
/// hour, as time zones are. None if they are too far apart for a time zone.
pub(crate) fn offset_s(local_start_s: i64, first_row_s: i64) -> Option<i64> {
    let quarters = (local_start_s - first_row_s + 450).div_euclid(900);
    (-48..=56).contains(&quarters).then_some(quarters * 900)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(date: Date) -> String {
        let mut text = Vec::new();
        date.write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn unix_time_is_written_as_a_date() {
        assert_eq!(written(Date::Seconds(951_782_400)), "2000-02-29 00:00:00");
        assert_eq!(written(Date::Millis(951_868_799_007)), "2000-02-29 23:59:59.007");
        assert_eq!(written(Date::Seconds(0)), "1970-01-01 00:00:00");
        assert_eq!(written(Date::Millis(i64::MAX)), "");
        assert_eq!(written(Date::Millis(-1)), "");
    }

    #[test]
    fn a_spelled_date_is_checked() {
        let date = |month| Date::Civil { year: 2024, rest: [month, 31, 23, 59, 5] };
        assert_eq!(written(date(12)), "2024-12-31 23:59:05");
        assert_eq!(written(date(13)), "");
    }

    #[test]
    fn a_date_is_parsed() {
        for seconds in [0, 951_782_399, 951_782_400, 1_750_148_799, 4_102_444_800] {
            assert_eq!(parse(&written(Date::Seconds(seconds))), Some(seconds));
        }
        assert_eq!(parse("2024-13-01 00:00:00"), None);
        assert_eq!(parse("soon"), None);
    }

    #[test]
    fn an_offset_is_whole_quarters_of_an_hour() {
        assert_eq!(offset_s(7_131, 0), Some(7_200));
        assert_eq!(offset_s(20_700 - 3, 0), Some(20_700));
        assert_eq!(offset_s(-1, 0), Some(0));
        assert_eq!(offset_s(1_000_000, 0), None);
    }
}
