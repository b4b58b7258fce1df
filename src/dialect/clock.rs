//! Date and time as cyclers write them, in the cycler's own local time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// How a dialect writes date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFormat {
    /// `MM/DD/YYYY HH:MM:SS`, with or without decimals of the second.
    MonthDayYear,
    /// Seconds since 1970.
    UnixSeconds,
}

impl ClockFormat {
    /// What it should look like, for messages.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::MonthDayYear => "MM/DD/YYYY HH:MM:SS",
            Self::UnixSeconds => "seconds since 1970",
        }
    }

    /// Seconds since 1970-01-01T00:00:00 on the same clock; `None` when it is no such time.
    #[must_use]
    pub fn parse(self, text: &[u8]) -> Option<f64> {
        match self {
            Self::MonthDayYear => month_day_year(text),
            Self::UnixSeconds => {
                let seconds: f64 = fast_float2::parse(text).ok()?;
                (seconds.is_finite() && seconds.abs() < 4e11).then_some(seconds)
            }
        }
    }
}

/// The time of a number of seconds since 1970, to the microsecond: a double holds no more, and PostgreSQL keeps no more.
#[must_use]
pub(crate) fn to_datetime(seconds: f64) -> Option<NaiveDateTime> {
    let micros = (seconds * 1e6).round();
    // What lies beyond is no time; the comparison leaves out NaN too.
    (micros.abs() < 1e18).then(|| DateTime::from_timestamp_micros(micros as i64)).flatten().map(|time| time.naive_utc())
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}

fn month_day_year(text: &[u8]) -> Option<f64> {
    let (date, rest) = text.split_at_checked(10)?;
    let (separator, time) = rest.split_at_checked(1)?;
    if separator != b" " || date[2] != b'/' || date[5] != b'/' {
        return None;
    }
    let date =
        NaiveDate::from_ymd_opt(i32::try_from(digits(&date[6..])?).ok()?, digits(&date[..2])?, digits(&date[3..5])?)?;
    let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp();
    Some(midnight as f64 + time_of_day(time)?)
}

/// Seconds since midnight of `HH:MM:SS` with or without decimals.
fn time_of_day(text: &[u8]) -> Option<f64> {
    let (whole, decimals) = text.split_at_checked(8)?;
    if whole[2] != b':' || whole[5] != b':' {
        return None;
    }
    let (hour, minute, second) = (digits(&whole[..2])?, digits(&whole[3..5])?, digits(&whole[6..])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction = match decimals.split_first() {
        None => 0.0,
        Some((b'.', rest)) if !rest.is_empty() && rest.len() <= 9 => {
            f64::from(digits(rest)?) / 10f64.powi(rest.len() as i32)
        }
        Some(_) => return None,
    };
    Some(f64::from(hour * 3600 + minute * 60 + second) + fraction)
}

/// Remembers the last date, since neighbouring rows nearly always share it.
#[derive(Clone, Debug)]
pub(super) struct ClockReader {
    format: ClockFormat,
    date: [u8; 11],
    midnight: f64,
}

impl ClockReader {
    pub(super) fn new(format: ClockFormat) -> Self {
        Self { format, date: [0; 11], midnight: 0.0 }
    }

    pub(super) fn parse(&mut self, text: &[u8]) -> Option<f64> {
        if self.format != ClockFormat::MonthDayYear {
            return self.format.parse(text);
        }
        if let Some((date, time)) = text.split_at_checked(11)
            && date == self.date
        {
            return Some(self.midnight + time_of_day(time)?);
        }
        let seconds = month_day_year(text)?;
        self.date.copy_from_slice(&text[..11]);
        self.midnight = seconds - time_of_day(&text[11..])?;
        Some(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_month_first_and_checked() {
        let format = ClockFormat::MonthDayYear;
        assert_eq!(format.parse(b"09/04/2024 16:18:56"), Some(1_725_466_736.0));
        assert_eq!(format.parse(b"09/04/2024 16:18:56.25"), Some(1_725_466_736.25));
        for bad in
            ["13/04/2024 16:18:56", "02/30/2024 00:00:00", "09/04/2024 24:00:00", "09/04/2024", "", "9/4/2024 1:2:3"]
        {
            assert_eq!(format.parse(bad.as_bytes()), None, "{bad}");
        }
        let mut reader = ClockReader::new(format);
        for text in ["12/31/2024 23:59:59", "12/31/2024 23:59:58", "01/01/2025 00:00:00"] {
            assert_eq!(reader.parse(text.as_bytes()), format.parse(text.as_bytes()));
        }
        assert_eq!(to_datetime(1_725_466_736.0).unwrap().to_string(), "2024-09-04 16:18:56");
        assert_eq!(to_datetime(1_714_511_602.699).unwrap().to_string(), "2024-04-30 21:13:22.699");
        assert_eq!(to_datetime(-0.25).unwrap().to_string(), "1969-12-31 23:59:59.750");
        assert_eq!((to_datetime(f64::NAN), to_datetime(1e300)), (None, None));
    }
}
