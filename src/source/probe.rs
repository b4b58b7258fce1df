//! What is known of a file without reading it as data: its size, its time, and its fingerprint.

use super::disk::Disk;
use super::error::shown;
use super::{Fingerprint, SourceError};
use std::path::Path;
use std::time::SystemTime;

/// Size in bytes and time of the last change.
///
/// # Errors
/// When nothing is there, or it may not be looked at.
pub fn stat(path: &Path) -> Result<(u64, Option<SystemTime>), SourceError> {
    let found = std::fs::metadata(path).map_err(|source| SourceError::io(&shown(path), source))?;
    Ok((found.len(), found.modified().ok()))
}

/// The fingerprint of the bytes as they lie on disk.
///
/// # Errors
/// When it is no readable regular file, or changes while it is read.
pub fn fingerprint(path: &Path) -> Result<Fingerprint, SourceError> {
    let (blake3, size) = Disk::open(path)?.finish()?;
    Ok(Fingerprint { blake3, size })
}
