//! Local date and time as a number of days since 1899-12-30, as BioLogic and Arbin store it.

const MS_PER_DAY: f64 = 86_400_000.0;
/// 1950 and 2150: a number of days outside is no clock of a cycler.
const PLAUSIBLE_DAYS: std::ops::Range<f64> = 18_264.0..91_313.0;
/// From 1899-12-30 to 1970-01-01.
const DAYS_TO_UNIX: i64 = 25_569;

/// `YYYY-MM-DD HH:MM:SS.mmm`, rounded to the ms; nothing where the days are no plausible date.
pub(crate) fn local_time(days: f64) -> Option<String> {
    let mut text = Vec::new();
    write_local_time(&mut text, days);
    String::from_utf8(text).ok().filter(|text| !text.is_empty())
}

/// Writes the same, or nothing.
pub(crate) fn write_local_time(into: &mut Vec<u8>, days: f64) {
    if !PLAUSIBLE_DAYS.contains(&days) {
        return;
    }
    let ms = (days * MS_PER_DAY).round() as i64;
    let (day, of_day) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let (year, month, day) = calendar(day - DAYS_TO_UNIX);
    let (hour, minute, second) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1_000 % 60);
    let mut text = *b"0000-00-00 00:00:00.000";
    // Each ends where it is said.
    let parts = [(4, year), (7, month), (10, day), (13, hour), (16, minute), (19, second), (23, of_day % 1_000)];
    for (mut at, mut part) in parts {
        while part > 0 {
            at -= 1;
            text[at] += (part % 10) as u8;
            part /= 10;
        }
    }
    into.extend_from_slice(&text);
}

/// Year, month and day of a day counted from 1970-01-01. Years begin in March here, so that the leap day comes last.
fn calendar(day: i64) -> (i64, i64, i64) {
    let from_march_of_0 = day + 719_468;
    let era = from_march_of_0.div_euclid(146_097);
    let in_era = from_march_of_0.rem_euclid(146_097);
    let year_in_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_in_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(local_time(25_569.0).as_deref(), Some("1970-01-01 00:00:00.000"));
        assert_eq!(local_time(36_585.5).as_deref(), Some("2000-02-29 12:00:00.000"));
        assert_eq!(local_time(43_831.25 + 1.5 / MS_PER_DAY).as_deref(), Some("2020-01-01 06:00:00.002"));
        assert_eq!(local_time(45_657.999_999_999_9).as_deref(), Some("2025-01-01 00:00:00.000"));
    }

    #[test]
    fn what_is_no_date_gives_nothing() {
        for days in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(local_time(days), None);
        }
    }
}
