//! Date and time as cyclers write them, in the cycler's own local time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

use super::spelled::{self, Order, Spelled};

/// How a dialect writes date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFormat {
    /// `MM/DD/YYYY HH:MM:SS`, with or without decimals of the second.
    MonthDayYear,
    /// Date and time in this order, however they are spelled: `23-Nov-23 3:56:11 PM`.
    Loose(Order),
    /// `YYYY-MM-DD HH:MM:SS`, with either separator of dates.
    YearMonthDay,
    /// Either of the two.
    Either,
    /// Seconds since 1970, or milliseconds, or units of 100 ns.
    UnixSeconds,
    /// Days since 1899-12-30, as spreadsheets and Access count them.
    ExcelDays,
    /// Days since the year 0, as MATLAB counts them.
    MatlabDays,
}

impl ClockFormat {
    /// What it should look like, for messages.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::MonthDayYear | Self::Either | Self::Loose(Order::MonthDayYear) => "MM/DD/YYYY HH:MM:SS",
            Self::YearMonthDay | Self::Loose(Order::YearMonthDay) => "YYYY-MM-DD HH:MM:SS",
            Self::Loose(Order::DayMonthYear) => "DD.MM.YYYY HH:MM:SS",
            Self::UnixSeconds => "seconds since 1970",
            Self::ExcelDays => "days since 1899-12-30",
            Self::MatlabDays => "days since the year 0",
        }
    }

    /// Seconds since 1970-01-01T00:00:00 on the same clock; `None` when it is no such time.
    #[must_use]
    pub fn parse(self, text: &[u8]) -> Option<f64> {
        let year_first = text.get(4).is_some_and(|byte| matches!(byte, b'-' | b'/'));
        match self {
            Self::MonthDayYear => date_and_time(text, false),
            Self::YearMonthDay => date_and_time(text, true),
            Self::Either => date_and_time(text, year_first),
            Self::Loose(order) => match spelled::read(text, of_cell(order, text)) {
                Some(Spelled { seconds, has_time: true, .. }) => Some(seconds),
                _ => None,
            },
            Self::UnixSeconds => unix(text, 4e18).map(in_seconds),
            Self::ExcelDays => serial(text),
            Self::MatlabDays => matlab(text),
        }
    }

    /// The order of its dates, where a spreadsheet may have spelled them anew.
    pub(super) const fn order(self) -> Option<Order> {
        match self {
            Self::MonthDayYear | Self::Either => Some(Order::MonthDayYear),
            Self::YearMonthDay => Some(Order::YearMonthDay),
            Self::Loose(order) => Some(order),
            Self::UnixSeconds | Self::ExcelDays | Self::MatlabDays => None,
        }
    }
}

/// The order of the date in a cell of a file whose dialect writes it in this order.
fn of_cell(order: Order, text: &[u8]) -> Order {
    if order == Order::MonthDayYear && spelled::is_dotted(text) { Order::DayMonthYear } else { order }
}

/// Seconds since 1970 of MATLAB's days, to the millisecond; of 1954 to 2119.
fn matlab(text: &[u8]) -> Option<f64> {
    let days: f64 = fast_float2::parse(text).ok()?;
    (713_000.0..775_000.0).contains(&days).then(|| ((days - 719_529.0) * 86_400_000.0).round() / 1e3)
}

fn unix(text: &[u8], most: f64) -> Option<f64> {
    let seconds: f64 = fast_float2::parse(text).ok()?;
    (seconds.is_finite() && seconds.abs() < most).then_some(seconds)
}

/// Seconds of what is so large that it counts milliseconds, microseconds, or units of 100 ns since 1970.
fn in_seconds(number: f64) -> f64 {
    match number.abs() {
        seconds if seconds < 1e11 => number,
        milliseconds if milliseconds < 1e14 => number / 1e3,
        microseconds if microseconds < 1e16 => number / 1e6,
        _ => number / 1e7,
    }
}

/// How the clock of one file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Reading {
    /// As its dialect writes it; a cell that is spelled otherwise is read in the same order of day, month and year.
    #[default]
    Native,
    /// In this order, however it is spelled.
    Order(Order),
    /// Days since 1899-12-30, as spreadsheets count them.
    Serial,
    /// Seconds since 1970.
    Unix,
    /// Not at all: it is missing.
    Missing,
}

impl Reading {
    /// What `--date-format` names: `%d/%m/%Y %H:%M`, of which the order counts, or `%s`. `None` when it names no date.
    #[must_use]
    pub fn of_format(format: &str) -> Option<Self> {
        let mut order = String::new();
        let mut rest = format;
        while let Some(at) = rest.find('%') {
            let directive = rest[at + 1..].trim_start_matches(['-', '_', '0']);
            let letter = directive.chars().next()?;
            match letter {
                'd' | 'e' => order.push('d'),
                'm' | 'b' | 'B' | 'h' => order.push('m'),
                'Y' | 'y' => order.push('y'),
                'F' => order.push_str("ymd"),
                'D' | 'x' => order.push_str("mdy"),
                's' if order.is_empty() => return Some(Self::Unix),
                'H' | 'I' | 'M' | 'S' | 'p' | 'P' | 'T' | 'R' | 'f' | 'k' | 'l' | 'z' | '.' | 'r' | 'X' | 'a' | 'A' => {
                }
                _ => return None,
            }
            rest = &directive[letter.len_utf8()..];
        }
        match order.as_str() {
            "dmy" => Some(Self::Order(Order::DayMonthYear)),
            "mdy" => Some(Self::Order(Order::MonthDayYear)),
            "ymd" => Some(Self::Order(Order::YearMonthDay)),
            _ => None,
        }
    }
}

/// What a cell of a clock says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// The time, as the dialect spells it.
    Native(f64),
    /// The time, spelled otherwise.
    Odd(f64),
    /// A date alone, with the midnight it begins with.
    DateAlone(f64),
    /// Nothing, since this clock is not read.
    Missing,
    /// No time.
    Bad,
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

/// `MM/DD/YYYY HH:MM:SS`, or with the year first.
fn date_and_time(text: &[u8], year_first: bool) -> Option<f64> {
    let (date, rest) = text.split_at_checked(10)?;
    let (separator, time) = rest.split_at_checked(1)?;
    let (year, month, day) = if year_first {
        let is_date = date[4] == date[7] && matches!(date[4], b'-' | b'/');
        is_date.then_some((&date[..4], &date[5..7], &date[8..]))?
    } else {
        (date[2] == b'/' && date[5] == b'/').then_some((&date[6..], &date[..2], &date[3..5]))?
    };
    if separator != b" " {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(digits(year)?).ok()?, digits(month)?, digits(day)?)?;
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
    reading: Reading,
    date: [u8; 11],
    midnight: f64,
}

impl ClockReader {
    pub(super) fn new(format: ClockFormat, reading: Reading) -> Self {
        Self { format, reading, date: [0; 11], midnight: 0.0 }
    }

    /// The time of a cell that is spelled as its dialect spells it.
    pub(super) fn native(&mut self, text: &[u8]) -> Option<f64> {
        if self.reading != Reading::Native {
            return None;
        }
        let strict = match self.format {
            ClockFormat::Loose(Order::MonthDayYear) => ClockFormat::MonthDayYear,
            ClockFormat::Loose(Order::YearMonthDay) => ClockFormat::YearMonthDay,
            other => other,
        };
        if strict.order().is_none() || matches!(strict, ClockFormat::Loose(_)) {
            return self.format.parse(text);
        }
        if let Some((date, time)) = text.split_at_checked(11)
            && date == self.date
            && let Some(time) = time_of_day(time)
        {
            return Some(self.midnight + time);
        }
        let Some(seconds) = strict.parse(text) else {
            return self.format.parse(text).filter(|_| strict != self.format);
        };
        self.date.copy_from_slice(&text[..11]);
        self.midnight = seconds - time_of_day(&text[11..])?;
        Some(seconds)
    }

    /// What a cell says, however it is spelled.
    pub(super) fn read(&mut self, text: &[u8]) -> Said {
        let order = match self.reading {
            Reading::Missing => return Said::Missing,
            Reading::Native => match (self.native(text), self.format.order()) {
                (Some(seconds), _) => return Said::Native(seconds),
                (None, Some(order)) => of_cell(order, text),
                (None, None) => return Said::Bad,
            },
            Reading::Order(order) => order,
            Reading::Serial => return serial(text).map_or(Said::Bad, Said::Odd),
            Reading::Unix => return unix_any(text).map_or(Said::Bad, Said::Odd),
        };
        match spelled::read(text, order) {
            Some(Spelled { seconds, has_time: true, .. }) => Said::Odd(seconds),
            Some(Spelled { seconds, .. }) => Said::DateAlone(seconds),
            None => Said::Bad,
        }
    }
}

/// Seconds since 1970 of the days that spreadsheets count; of 1954 to 2119.
pub(super) fn serial(text: &[u8]) -> Option<f64> {
    let days: f64 = fast_float2::parse(text).ok()?;
    // To the millisecond: the eleven digits of a spreadsheet give no more.
    (20_000.0..80_000.0).contains(&days).then(|| ((days - 25_569.0) * 86_400_000.0).round() / 1e3)
}

/// Seconds, milliseconds, microseconds, or units of 100 ns since 1970; of 1973 on.
pub(super) fn unix_any(text: &[u8]) -> Option<f64> {
    unix(text, 4e18).filter(|number| *number >= 1e8).map(in_seconds)
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
        let mut reader = ClockReader::new(format, Reading::Native);
        for text in ["12/31/2024 23:59:59", "12/31/2024 23:59:58", "01/01/2025 00:00:00"] {
            assert_eq!(reader.native(text.as_bytes()), format.parse(text.as_bytes()));
        }
        let year_first = ClockFormat::YearMonthDay;
        for text in ["2024-09-04 16:18:56", "2024/09/04 16:18:56"] {
            assert_eq!(year_first.parse(text.as_bytes()), Some(1_725_466_736.0));
            assert_eq!(
                (ClockFormat::Either.parse(text.as_bytes()), format.parse(text.as_bytes())),
                (Some(1_725_466_736.0), None)
            );
        }
        assert_eq!(to_datetime(1_725_466_736.0).unwrap().to_string(), "2024-09-04 16:18:56");
        assert_eq!(to_datetime(1_714_511_602.699).unwrap().to_string(), "2024-04-30 21:13:22.699");
        assert_eq!(to_datetime(-0.25).unwrap().to_string(), "1969-12-31 23:59:59.750");
        assert_eq!((to_datetime(f64::NAN), to_datetime(1e300)), (None, None));
    }

    #[test]
    fn a_cell_that_a_spreadsheet_wrote_is_read_in_the_same_order() {
        let mut reader = ClockReader::new(ClockFormat::MonthDayYear, Reading::Native);
        let at = 1_725_466_736.0;
        assert_eq!(reader.read(b"09/04/2024 16:18:56"), Said::Native(at));
        assert_eq!(reader.read(b"2024-09-04T16:18:56"), Said::Odd(at));
        assert_eq!(reader.read(b"9/4/2024 16:18"), Said::Odd(at - 56.0));
        assert_eq!(reader.read(b"9/4/2024"), Said::DateAlone(1_725_408_000.0));
        assert_eq!(reader.read(b"13/45/2024 16:18:56"), Said::Bad);
        // Points stand between days and months in this order alone.
        assert_eq!(reader.read(b"04.09.2024 16:18:56"), Said::Odd(at));
        assert_eq!(ClockFormat::Loose(Order::MonthDayYear).parse(b"4.9.2024 4:18:56 PM"), Some(at));
        assert_eq!(ClockFormat::Loose(Order::MonthDayYear).parse(b"9/4/2024 4:18:56 PM"), Some(at));
        let mut told = ClockReader::new(ClockFormat::MonthDayYear, Reading::Order(Order::MonthDayYear));
        assert_eq!(told.read(b"09.04.2024 16:18:56"), Said::Odd(at), "a person said so");
        let mut days = ClockReader::new(ClockFormat::MonthDayYear, Reading::Serial);
        assert_eq!(days.read(b"45539.6798148148"), Said::Odd(at));
        for text in ["1725466736", "1725466736000", "1725466736000000", "17254667360000000"] {
            assert_eq!(unix_any(text.as_bytes()), Some(at), "{text}");
        }
        let mut missing = ClockReader::new(ClockFormat::MonthDayYear, Reading::Missing);
        assert_eq!(missing.read(b"09/04/2024 16:18:56"), Said::Missing);
    }

    #[test]
    fn a_format_names_an_order() {
        assert_eq!(Reading::of_format("%d/%m/%Y %H:%M"), Some(Reading::Order(Order::DayMonthYear)));
        assert_eq!(Reading::of_format("%-m/%-d/%y %I:%M %p"), Some(Reading::Order(Order::MonthDayYear)));
        assert_eq!(Reading::of_format("%F %T"), Some(Reading::Order(Order::YearMonthDay)));
        assert_eq!(Reading::of_format("%s"), Some(Reading::Unix));
        assert_eq!((Reading::of_format("%H:%M"), Reading::of_format("dd/mm/yyyy")), (None, None));
    }
}
