//! The time of day, in UTC, as it is stored: whole microseconds, which both databases keep.

use chrono::{DateTime, NaiveDateTime};
use std::time::{SystemTime, UNIX_EPOCH};

/// Now.
pub(super) fn now() -> NaiveDateTime {
    let micros = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64);
    DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
}
