//! Numbers, times and clocks in the forms of other cyclers.

use super::row::Row;
use crate::synth::number::civil;

/// So many decimals; never `-0`.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = text.trim_start_matches('-').chars().all(|letter| matches!(letter, '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// So many significant digits without trailing zeros, and `2.04379E-05` below a thousandth.
pub(super) fn general(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let short = |text: &str| {
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    if (-3..digits as i32).contains(&exponent) {
        short(&format!("{value:.*}", (digits as i32 - 1 - exponent) as usize))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}E{sign}{:02}", short(mantissa), exponent.abs())
    }
}

/// As a double is printed.
pub(super) fn double(value: f64) -> String {
    if value == 0.0 { "0.0".to_owned() } else { format!("{value:?}") }
}

/// `2.3278546E+000`.
pub(super) fn three_digit_exponent(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$e}", if value == 0.0 { 0.0 } else { value });
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let sign = if exponent.starts_with('-') { '-' } else { '+' };
    format!("{mantissa}E{sign}{:0>3}", exponent.trim_start_matches('-'))
}

/// `hh:mm:ss.mmm`, with as many hours as there are.
pub(super) fn hours(seconds: f64) -> String {
    let ms = (seconds * 1e3).round() as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}.{ms:03}", s / 3600, s / 60 % 60, s % 60)
}

/// Maccor's `  0d 00:00:5.05`: the seconds are not padded and have the digits they need.
pub(super) fn days(seconds: f64) -> String {
    let ms = (seconds * 1e3).round() as u64;
    let minutes = ms / 60_000;
    let s = general((ms % 60_000) as f64 / 1e3, 5);
    format!("{:3}d {:02}:{:02}:{s}", minutes / 1440, minutes / 60 % 24, minutes % 60)
}

/// Year, month, day, hour, minute, second, and the milliseconds.
fn clock(row: &Row) -> ([i64; 6], i64) {
    let ms = row.clock_ms();
    (civil(ms.div_euclid(1000)), ms.rem_euclid(1000))
}

/// `2024-09-04 16:18:56`.
pub(super) fn iso(row: &Row) -> String {
    let ([y, mo, d, h, mi, s], _) = clock(row);
    format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}")
}

/// The same with milliseconds.
pub(super) fn iso_ms(row: &Row) -> String {
    format!("{}.{:03}", iso(row), clock(row).1)
}

/// `09/04/2024 16:18:56`.
pub(super) fn american(row: &Row) -> String {
    let ([y, mo, d, h, mi, s], _) = clock(row);
    format!("{mo:02}/{d:02}/{y:04} {h:02}:{mi:02}:{s:02}")
}

/// The same with milliseconds.
pub(super) fn american_ms(row: &Row) -> String {
    format!("{}.{:03}", american(row), clock(row).1)
}

/// `4:18:56 PM`.
fn twelve(h: i64, mi: i64, s: i64) -> String {
    let half = if h < 12 { "AM" } else { "PM" };
    format!("{}:{mi:02}:{s:02} {half}", (h + 11) % 12 + 1)
}

/// `9/4/2024 4:18:56 PM`.
pub(super) fn american_twelve(row: &Row) -> String {
    let ([y, mo, d, h, mi, s], _) = clock(row);
    format!("{mo}/{d}/{y} {}", twelve(h, mi, s))
}

/// `04-Sep-24 4:18:56 PM`.
pub(super) fn month_twelve(row: &Row) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let ([y, mo, d, h, mi, s], _) = clock(row);
    format!("{d:02}-{}-{:02} {}", MONTHS[mo as usize - 1], y % 100, twelve(h, mi, s))
}

/// Days since `epoch`, which is so many days before 1970.
pub(super) fn days_since(row: &Row, epoch: f64) -> f64 {
    epoch + row.clock_ms() as f64 / 86_400_000.0
}
