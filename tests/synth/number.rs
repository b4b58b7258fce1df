//! Numbers and times as the tester prints them.

/// Up to `decimals` decimals and `digits` significant digits, without trailing zeros; small numbers as `4.3E-05`.
fn printed(value: f64, digits: usize, decimals: usize) -> String {
    let magnitude = value.abs();
    let whole = if magnitude < 1.0 { 0 } else { magnitude.log10().floor() as usize + 1 };
    let places = digits.saturating_sub(whole).min(decimals);
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    match text {
        "-0" | "0" => "0".to_owned(),
        text if text.parse::<f64>().is_ok_and(|rounded| rounded.abs() < 1e-4) => small(text),
        text => text.to_owned(),
    }
}

/// `0.000043` as `4.3E-05`.
fn small(text: &str) -> String {
    let (mantissa, exponent) = match text.parse::<f64>().map(|value| format!("{value:e}")) {
        Ok(text) => text.split_once('e').map(|(m, e)| (m.to_owned(), e.to_owned())).unwrap_or_default(),
        Err(_) => return text.to_owned(),
    };
    format!("{mantissa}E-{:0>2}", exponent.trim_start_matches('-'))
}

/// Voltage, current, capacity, energy: seven significant digits, at most six decimals.
pub(crate) fn seven(value: f64) -> String {
    printed(value, 7, 6)
}

/// Power, and the last row of a Step file: six decimals.
pub(crate) fn six_decimals(value: f64) -> String {
    printed(value, 15, 6)
}

/// Times: milliseconds.
pub(crate) fn time(seconds: f64) -> String {
    printed(seconds, 15, 3)
}

/// Temperatures: hundredths.
pub(crate) fn temperature(degc: f64) -> String {
    printed(degc, 15, 2)
}

/// Temperatures in the last row of a Step file: single precision printed as double.
pub(crate) fn temperature_last(degc: f64) -> String {
    let single = f64::from(((degc * 100.0).round() / 100.0) as f32);
    printed(single, 15, 13)
}

/// `DD:HH:MM:SS.mmm`.
pub(crate) fn duration(seconds: f64) -> String {
    let ms = (seconds * 1e3).round() as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}:{:02}.{ms:03}", s / 86_400, s / 3600 % 24, s / 60 % 60, s % 60)
}

/// `MM/DD/YYYY HH:MM:SS` of seconds since 1970.
pub(crate) fn clock(seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}")
}

/// Year, month, day, hour, minute and second of seconds since 1970.
pub(crate) fn civil(seconds: i64) -> [i64; 6] {
    let (days, s) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Howard Hinnant's days-to-civil: years begin in March, so that the leap day comes last.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let month = (5 * doy + 2) / 153;
    let day = doy - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    [year, month, day, s / 3600, s / 60 % 60, s % 60]
}
