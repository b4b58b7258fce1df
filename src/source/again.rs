//! Reading again what was read before: single stretches of a file, and not the rest.

use super::SourceError;
use super::disk::Disk;
use std::path::Path;
use std::time::SystemTime;

/// A file that was read to its end, open to be read again in places.
#[derive(Debug)]
pub struct Again {
    disk: Disk,
}

impl Again {
    /// Opens it, if it is still as long and as old as [`stat`](super::stat) said when it was read.
    ///
    /// # Errors
    /// When it cannot be read, or has changed.
    pub fn open(path: &Path, as_it_was: (u64, Option<SystemTime>)) -> Result<Self, SourceError> {
        let disk = Disk::open(path)?;
        disk.must_be(as_it_was)?;
        Ok(Self { disk })
    }

    /// Puts `length` bytes from `offset` on into `text`, replacing what it holds.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read(&mut self, offset: u64, length: usize, text: &mut Vec<u8>) -> Result<(), SourceError> {
        self.disk.read_at(offset, length, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unchanged_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "one\ntwo\nthree\n").unwrap();
        let as_it_was = super::super::stat(&path).unwrap();
        let mut again = Again::open(&path, as_it_was).unwrap();
        let mut text = b"left over".to_vec();
        again.read(8, 6, &mut text).unwrap();
        assert_eq!(text, b"three\n");
        again.read(4, 4, &mut text).unwrap();
        assert_eq!(text, b"two\n");
        let error = again.read(10, 6, &mut text).unwrap_err();
        assert!(matches!(error, SourceError::Changed { .. }), "{error}");
        std::fs::write(&path, "one\ntwo\nthree\nfour\n").unwrap();
        let error = Again::open(&path, as_it_was).unwrap_err();
        assert!(matches!(error, SourceError::Changed { .. }), "{error}");
    }
}
