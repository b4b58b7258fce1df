//! A regular file read once from its start to its end, hashed as its bytes pass by, and watched for change.

use super::SourceError;
use super::error::shown;
use std::fs::{File, FileType, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The file.
#[derive(Debug)]
pub(super) struct Disk {
    path: PathBuf,
    shown: String,
    file: File,
    opened: Metadata,
    hasher: Option<blake3::Hasher>,
    read: u64,
}

impl Disk {
    /// Opens a regular file; whatever could block or never end (pipes, devices) is refused before it is opened.
    pub(super) fn open(path: &Path) -> Result<Self, SourceError> {
        let shown = shown(path);
        let before = std::fs::metadata(path).map_err(|source| SourceError::io(&shown, source))?;
        if let Some(what) = not_a_file(before.file_type()) {
            return Err(SourceError::NotAFile { path: shown, what });
        }
        let file = File::open(path).map_err(|source| SourceError::io(&shown, source))?;
        let opened = file.metadata().map_err(|source| SourceError::io(&shown, source))?;
        if let Some(what) = not_a_file(opened.file_type()) {
            return Err(SourceError::NotAFile { path: shown, what });
        }
        Ok(Self { path: path.to_owned(), shown, file, opened, hasher: Some(blake3::Hasher::new()), read: 0 })
    }

    /// The path as it is printed.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// From here on the bytes are not hashed, and there will be no hash.
    pub(super) fn without_hash(&mut self) {
        self.hasher = None;
    }

    /// Bytes read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Reads what is left, makes sure that the file is still the one that was opened, and gives hash (empty without one)
    /// and size.
    pub(super) fn finish(&mut self) -> Result<(String, u64), SourceError> {
        let mut rest = vec![0; 256 * 1024];
        loop {
            match self.read(&mut rest) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(SourceError::io(&self.shown, source)),
            }
        }
        self.unchanged()?;
        let hash = self.hasher.as_ref().map_or_else(String::new, |hasher| hasher.finalize().to_hex().to_string());
        Ok((hash, self.read))
    }

    /// Makes sure that it has the length and the time of its last change that it had.
    pub(super) fn must_be(&self, (length, time): (u64, Option<SystemTime>)) -> Result<(), SourceError> {
        if self.opened.len() == length && modified(&self.opened) == time {
            return Ok(());
        }
        Err(self.changed("it was written to".to_owned()))
    }

    /// Puts `length` bytes from `offset` on into `text`.
    pub(super) fn read_at(&mut self, offset: u64, length: usize, text: &mut Vec<u8>) -> Result<(), SourceError> {
        text.clear();
        let io = |source| SourceError::io(&self.shown, source);
        self.file.seek(SeekFrom::Start(offset)).map_err(io)?;
        let read = (&self.file).take(length as u64).read_to_end(text).map_err(io)?;
        if read < length { Err(self.changed("it has become shorter".to_owned())) } else { Ok(()) }
    }

    fn changed(&self, how: String) -> SourceError {
        SourceError::Changed { path: self.shown.clone(), how }
    }

    fn unchanged(&self) -> Result<(), SourceError> {
        let changed = |how: String| Err(self.changed(how));
        if self.read != self.opened.len() {
            return changed(format!("{} bytes when opened, {} bytes read", self.opened.len(), self.read));
        }
        let now = self.file.metadata().map_err(|source| SourceError::io(&self.shown, source))?;
        if now.len() != self.opened.len() {
            return changed(format!("{} bytes when opened, {} bytes now", self.opened.len(), now.len()));
        }
        if modified(&now) != modified(&self.opened) {
            return changed("it was written to".to_owned());
        }
        match std::fs::metadata(&self.path) {
            Ok(at_path) if same_file(&at_path, &self.opened) => Ok(()),
            Ok(_) => changed("another file took its place".to_owned()),
            Err(_) => changed("it was moved or deleted".to_owned()),
        }
    }
}

impl Read for Disk {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(into)?;
        if let (Some(hasher), Some(bytes)) = (&mut self.hasher, into.get(..n)) {
            hasher.update(bytes);
        }
        self.read += n as u64;
        Ok(n)
    }
}

/// Platforms without modification times give `None` on both sides.
fn modified(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len() && a.created().ok() == b.created().ok()
}

/// What a thing is that is no regular file; `None` for one that is.
pub(super) fn not_a_file(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder")
    } else {
        Some("something special")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn the_hash_is_that_of_the_whole_file() {
        let (_folder, path) = file(b"a,b\n1,2\n");
        let mut disk = Disk::open(&path).unwrap();
        disk.read_exact(&mut [0; 3]).unwrap();
        assert_eq!(disk.finish().unwrap(), (blake3::hash(b"a,b\n1,2\n").to_hex().to_string(), 8));
    }

    #[test]
    fn a_file_that_grows_has_changed() {
        let (_folder, path) = file(b"a,b\n");
        let mut disk = Disk::open(&path).unwrap();
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"1,2\n").unwrap();
        let error = disk.finish().unwrap_err();
        assert!(matches!(error, SourceError::Changed { .. }) && error.is_passing(), "{error}");
    }

    #[test]
    fn a_file_that_is_replaced_has_changed() {
        let (folder, path) = file(b"a,b\n");
        let mut disk = Disk::open(&path).unwrap();
        let other = folder.path().join("b.csv");
        std::fs::write(&other, b"a,b\n").unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert!(disk.finish().unwrap_err().to_string().contains("another file took its place"));
    }

    #[test]
    fn what_is_no_file_is_named() {
        let (folder, _path) = file(b"");
        assert!(Disk::open(folder.path()).unwrap_err().to_string().contains("is a folder"));
        assert!(Disk::open(Path::new("/dev/zero")).unwrap_err().to_string().contains("is a device"));
        assert!(matches!(Disk::open(&folder.path().join("none.csv")), Err(SourceError::NotFound { .. })));
    }
}
