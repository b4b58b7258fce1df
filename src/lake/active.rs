//! A file of a table, which is read only if its bytes are those that were committed.

use super::error::LakeError;
use super::parquet_file::ParquetFile;
use super::stats::Stats;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The letters of a hash that stand in a file's name.
const LETTERS: usize = 16;

/// A file of a table.
#[derive(Clone, Debug)]
pub(super) struct Active {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its length in bytes, where the log says it.
    bytes: Option<u64>,
    /// What the log says of its rows.
    pub(super) stats: Stats,
    /// It was seen to be as it was committed; all who hold it know then.
    seen: Arc<OnceLock<()>>,
}

impl Active {
    /// A file that a log names.
    pub(super) fn new(path: PathBuf, bytes: Option<u64>, stats: Stats) -> Self {
        Self { path, bytes, stats, seen: Arc::default() }
    }

    /// Whether it may hold rows of a test.
    pub(super) fn may_hold(&self, test: &str) -> bool {
        // An end may be cut short: then it is no more than the test that it stands for.
        self.stats.tests().is_none_or(|(first, last)| first <= test && (last >= test || test.starts_with(last)))
    }

    /// Opens it. The first time its length is compared with the log's, and its bytes with the hash in its name.
    ///
    /// # Errors
    /// When it is not as it was committed, or cannot be read.
    pub(super) fn open(&self) -> Result<ParquetFile, LakeError> {
        if self.seen.get().is_none() {
            self.is_as_committed()?;
            let _ = self.seen.set(());
        }
        ParquetFile::open(&self.path)
    }

    fn is_as_committed(&self) -> Result<(), LakeError> {
        let unlike = |found: String| {
            let way = "the file was damaged; copy it again from where it is whole, or load the test again with \
                       `battery-lake ingest --replace`";
            LakeError::at(&self.path, format!("{found}: {way}"))
        };
        let there = std::fs::metadata(&self.path).map_err(|error| LakeError::read(&self.path, error))?.len();
        if let Some(bytes) = self.bytes.filter(|bytes| *bytes != there) {
            return Err(unlike(format!("holds {there} bytes where the log says {bytes}")));
        }
        let Some(said) = hash_in(&self.path) else { return Ok(()) };
        let mut hasher = blake3::Hasher::new();
        let file = std::fs::File::open(&self.path).map_err(|error| LakeError::read(&self.path, error))?;
        hasher.update_reader(file).map_err(|error| LakeError::read(&self.path, error))?;
        let hash = hasher.finalize().to_hex();
        if hash.starts_with(said) {
            Ok(())
        } else {
            Err(unlike("does not hold the bytes that its name stands for".to_owned()))
        }
    }
}

/// The hash that a name ends with, as the files of `battery-lake` do.
fn hash_in(path: &Path) -> Option<&str> {
    let (_, hash) = path.file_stem()?.to_str()?.rsplit_once('-')?;
    let is_hash = hash.len() == LETTERS && hash.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_other_than_those_committed_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let committed = b"PAR1 and rows PAR1".to_vec();
        let name = format!("{}-00-{}.parquet", "a".repeat(32), &blake3::hash(&committed).to_hex()[..LETTERS]);
        let path = folder.path().join(name);
        let problem = |bytes: &[u8], said: u64| {
            std::fs::write(&path, bytes).unwrap();
            Active::new(path.clone(), Some(said), Stats::default())
                .is_as_committed()
                .err()
                .map(|error| error.to_string())
        };
        let length = committed.len() as u64;
        assert_eq!(problem(&committed, length), None);
        let mut changed = committed.clone();
        changed[6] ^= 1;
        assert!(problem(&changed, length).unwrap().contains("does not hold the bytes"));
        assert!(problem(&committed[1..], length).unwrap().contains("holds 17 bytes where the log says 18"));
    }

    #[test]
    fn only_a_hash_at_the_end_of_a_name_is_one() {
        assert_eq!(hash_in(Path::new("t/rows-0123456789abcdef.parquet")), Some("0123456789abcdef"));
        for other in ["part-00000-0123456789ab-c000.snappy.parquet", "rows.parquet", "rows-0123456789ABCDEF.parquet"] {
            assert_eq!(hash_in(Path::new(other)), None, "{other}");
        }
    }
}
