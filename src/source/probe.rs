//! What is known of a file without reading it as data: its size, its time, and its fingerprint.

use super::disk::Disk;
use super::error::shown;
use super::{Fingerprint, SourceError};
use chrono::{DateTime, NaiveDateTime};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Size in bytes and time of the last change.
///
/// # Errors
/// When nothing is there, or it may not be looked at.
pub fn stat(path: &Path) -> Result<(u64, Option<SystemTime>), SourceError> {
    let found = std::fs::metadata(path).map_err(|source| SourceError::io(&shown(path), source))?;
    Ok((found.len(), found.modified().ok()))
}

/// A time of the file system in UTC, to the microsecond.
#[must_use]
pub fn utc(time: SystemTime) -> NaiveDateTime {
    let micros = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64);
    DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
}

/// The fingerprint of the bytes as they lie on disk.
///
/// # Errors
/// When it is no readable regular file, or changes while it is read.
pub fn fingerprint(path: &Path) -> Result<Fingerprint, SourceError> {
    let (blake3, size) = Disk::open(path)?.finish()?;
    Ok(Fingerprint { blake3, size })
}
