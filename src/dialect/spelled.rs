//! Date and time as spreadsheets and people spell them: unpadded, without seconds, with AM and PM, in Chinese, with the
//! names of months; only the order of day, month and year must be known.

use chrono::{NaiveDate, NaiveTime};

/// The order of a date's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `9/4/2024` is in September.
    MonthDayYear,
    /// `9/4/2024` is in April.
    DayMonthYear,
    /// `2024-09-04`, `24/9/4`.
    YearMonthDay,
}

impl Order {
    /// In words, for messages.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::MonthDayYear => "month, day, year",
            Self::DayMonthYear => "day, month, year",
            Self::YearMonthDay => "year, month, day",
        }
    }

    /// What `--date-format` takes for it.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::MonthDayYear => "%m/%d/%Y %H:%M:%S",
            Self::DayMonthYear => "%d/%m/%Y %H:%M:%S",
            Self::YearMonthDay => "%Y-%m-%d %H:%M:%S",
        }
    }
}

/// A date, with or without a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spelled {
    /// Seconds since 1970-01-01T00:00:00 on the same clock.
    pub(super) seconds: f64,
    pub(super) has_time: bool,
    pub(super) has_seconds: bool,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Words for the halves of the day; the longer of two that begin alike first.
const HALVES: [(&str, bool); 10] = [
    ("a.m.", false),
    ("p.m.", true),
    ("am", false),
    ("pm", true),
    ("上午", false),
    ("下午", true),
    ("오전", false),
    ("오후", true),
    ("午前", false),
    ("午後", true),
];

/// Whether numbers with points between them make the date: nobody writes these with the month first.
pub(super) fn is_dotted(text: &[u8]) -> bool {
    let text = text.trim_ascii().strip_prefix(b"\"").unwrap_or(text.trim_ascii());
    let mut parts = text.splitn(3, |byte| *byte == b'.');
    let mut is_short_number =
        || parts.next().is_some_and(|part| (1..=2).contains(&part.len()) && part.iter().all(u8::is_ascii_digit));
    is_short_number()
        && is_short_number()
        && parts.next().is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// One part of a date: its number, and its digits or 0 for a month's name.
type Part = (u32, usize);

/// Reads a date in an order; a year of four digits in front and the name of a month speak for themselves.
pub(super) fn read(text: &[u8], order: Order) -> Option<Spelled> {
    let text = std::str::from_utf8(text).ok()?.trim().trim_matches('"').trim();
    let mut cursor = Cursor(text);
    let (first, second, third) = (cursor.part()?, cursor.next_part()?, cursor.next_part()?);
    cursor.skip(&['日', ',', '.']);
    let date = date(first, second, third, order)?;
    let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp() as f64;
    cursor.skip(&[' ', 'T', 't', '\u{a0}', '\u{202f}']);
    if cursor.0.is_empty() {
        return Some(Spelled { seconds: midnight, has_time: false, has_seconds: false });
    }
    let (time, has_seconds) = cursor.time()?;
    Some(Spelled { seconds: midnight + time, has_time: true, has_seconds })
}

fn date(first: Part, second: Part, third: Part, order: Order) -> Option<NaiveDate> {
    let is_year = |part: Part| part.1 == 4;
    let (year, month, day) = match (first.1, second.1) {
        // `Sep 4, 2024` and `4-Sep-24`.
        (0, _) => (third, first, second),
        (_, 0) if is_year(first) => (first, second, third),
        (_, 0) => (third, second, first),
        (4, _) => (first, second, third),
        _ => match order {
            Order::MonthDayYear => (third, first, second),
            Order::DayMonthYear => (third, second, first),
            Order::YearMonthDay if is_year(third) => return None,
            Order::YearMonthDay => (first, second, third),
        },
    };
    if month.1 > 2 || !(1..=2).contains(&day.1) {
        return None;
    }
    let year = match year.1 {
        4 => year.0,
        2 => year.0 + if year.0 < 70 { 2000 } else { 1900 },
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month.0, day.0)
}

/// What is left of a text.
struct Cursor<'t>(&'t str);

impl Cursor<'_> {
    fn skip(&mut self, any: &[char]) {
        self.0 = self.0.trim_start_matches(any);
    }

    /// Digits in front, at most nine.
    fn number(&mut self) -> Option<Part> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|_| (1..=9).contains(&length))?;
        self.0 = rest;
        Some((digits.parse().ok()?, length))
    }

    /// A number, or the name of a month.
    fn part(&mut self) -> Option<Part> {
        if let Some(number) = self.number() {
            return Some(number);
        }
        let name = self.0.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|month| *month == name)?;
        self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        Some((month as u32 + 1, 0))
    }

    /// The same behind a separator of dates.
    fn next_part(&mut self) -> Option<Part> {
        let before = self.0.len();
        self.skip(&['/', '-', '.', ' ', ',', '年', '月']);
        if self.0.len() == before { None } else { self.part() }
    }

    fn half(&mut self) -> Option<bool> {
        self.skip(&[' ', '\u{a0}', '\u{202f}']);
        let lower = self.0.to_lowercase();
        let (word, is_afternoon) = HALVES.iter().find(|(word, _)| lower.starts_with(word))?;
        self.0 = self.0.get(word.len()..)?;
        self.skip(&[' ']);
        Some(*is_afternoon)
    }

    /// Seconds since midnight, and whether they were written.
    fn time(&mut self) -> Option<(f64, bool)> {
        let before = self.half();
        let (hour, digits) = self.number()?;
        if digits > 2 || !self.0.starts_with([':', '時', '时', '點', '点']) {
            return None;
        }
        self.skip(&[':', '時', '时', '點', '点']);
        let (minute, _) = self.number()?;
        self.skip(&['分']);
        let mut second = None;
        if self.0.starts_with(':') || self.0.starts_with(|c: char| c.is_ascii_digit()) {
            self.skip(&[':']);
            let (whole, _) = self.number()?;
            let mut value = f64::from(whole);
            if let Some(rest) = self.0.strip_prefix(['.', ',']) {
                self.0 = rest;
                let (fraction, digits) = self.number()?;
                value += f64::from(fraction) / 10f64.powi(digits as i32);
            }
            second = Some(value);
            self.skip(&['秒']);
        }
        let half = before.or_else(|| self.half());
        self.zone()?;
        let hour = match half {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let seconds = second.unwrap_or(0.0);
        (hour < 24 && minute < 60 && seconds < 60.0)
            .then(|| (f64::from(hour * 3600 + minute * 60) + seconds, second.is_some()))
    }

    /// A zone at the end says nothing about the cycler's own clock; anything else is no time.
    fn zone(&mut self) -> Option<()> {
        let rest = self.0.trim();
        let is_offset = rest.strip_prefix(['+', '-']).is_some_and(|digits| {
            (4..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
        });
        (rest.is_empty() || rest.eq_ignore_ascii_case("z") || is_offset).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: f64 = 1_725_466_736.0;

    #[test]
    fn many_spellings_are_one_time() {
        use Order::{DayMonthYear, MonthDayYear, YearMonthDay};
        for (text, order) in [
            ("9/4/2024 16:18:56", MonthDayYear),
            ("4/9/2024 16:18:56", DayMonthYear),
            ("04.09.2024 16:18:56", DayMonthYear),
            ("9/4/24 4:18:56 PM", MonthDayYear),
            ("2024-09-04T16:18:56Z", MonthDayYear),
            ("2024-09-04T16:18:56+08:00", DayMonthYear),
            ("2024/9/4 下午 04:18:56", MonthDayYear),
            ("2024/9/4 下午4:18:56", YearMonthDay),
            ("2024年9月4日 16:18:56", DayMonthYear),
            ("2024年9月4日 16時18分56秒", DayMonthYear),
            ("4-Sep-24 04:18:56 p.m.", MonthDayYear),
            ("Sep 4, 2024 4:18:56 pm", DayMonthYear),
            ("24-09-04 16:18:56.000", YearMonthDay),
            ("\"9/4/2024 16:18:56\"", MonthDayYear),
        ] {
            let found = read(text.as_bytes(), order);
            assert_eq!(found, Some(Spelled { seconds: AT, has_time: true, has_seconds: true }), "{text}");
        }
        let short = read(b"9/4/2024 16:18", MonthDayYear);
        assert_eq!(short, Some(Spelled { seconds: AT - 56.0, has_time: true, has_seconds: false }));
        assert_eq!(read(b"9/4/2024 12:00 AM", MonthDayYear).map(|at| at.seconds), Some(1_725_408_000.0));
        assert_eq!(read(b"9/4/2024", MonthDayYear).map(|at| (at.seconds, at.has_time)), Some((1_725_408_000.0, false)));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "16:18",
            "13/45/2024 16:18",
            "2/30/2024",
            "9/4/2024 25:00",
            "9/4/2024 x",
            "18:56.0",
            "1.5",
            "9/4",
            "9/4/2024 16",
            "StepRunning",
            "2024",
            "9/4/2024 16:18 Uhr",
        ] {
            assert_eq!(read(text.as_bytes(), Order::MonthDayYear), None, "{text}");
        }
        assert_eq!(read(b"9/4/2024 16:18", Order::YearMonthDay), None);
    }
}
