//! What is known of a file without reading it as data: its size, its time, and its fingerprint.

use super::disk::Disk;
use super::error::shown;
use super::name::split_part;
use super::{Fingerprint, SourceError};
use chrono::{DateTime, NaiveDateTime};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// The hash of one test of a file of several: two tests of a file are not the same test.
pub(super) fn of_part(blake3: String, part: Option<&str>) -> String {
    match part.filter(|_| !blake3.is_empty()) {
        None => blake3,
        Some(part) => blake3::hash(format!("{blake3}#{part}").as_bytes()).to_hex().to_string(),
    }
}

/// Size in bytes and time of the last change.
///
/// # Errors
/// When nothing is there, or it may not be looked at.
pub fn stat(path: &Path) -> Result<(u64, Option<SystemTime>), SourceError> {
    let found = std::fs::metadata(split_part(path).0).map_err(|source| SourceError::io(&shown(path), source))?;
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
    let (file, part) = split_part(path);
    let (blake3, size) = Disk::open(&file)?.finish()?;
    Ok(Fingerprint { blake3: of_part(blake3, part.as_deref()), size })
}
