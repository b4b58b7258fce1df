//! The hidden folder in which parts wait. Who made it holds its lock until the process ends, however that comes about:
//! a folder that nobody holds was left behind, and goes when the next is made beside it.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use tempfile::TempDir;

const PREFIX: &str = ".parts-";
const LOCK: &str = "lock";
/// How often a folder may be taken for one that was left behind before it is locked.
const ATTEMPTS: usize = 100;

/// A folder that goes away with it.
pub(super) struct Waiting {
    folder: TempDir,
    _lock: File,
}

impl Waiting {
    /// In this folder, from which those that nobody holds are taken away.
    pub(super) fn new(beside: &Path) -> io::Result<Self> {
        sweep(beside);
        let mut attempts = 0;
        loop {
            attempts += 1;
            match Self::made(beside) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && attempts < ATTEMPTS => {}
                made => return made,
            }
        }
    }

    /// Not found is a folder that another run took away before it was locked.
    fn made(beside: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(beside)?;
        let place = folder.path().join(LOCK);
        let lock = File::create_new(&place)?;
        // Where a file system knows no locks, nobody takes anything away.
        let _ = lock.lock();
        place.metadata()?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away what nobody holds. It is no matter where that cannot be done.
fn sweep(beside: &Path) {
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let path = entry.path();
        let _ = match File::options().write(true).open(path.join(LOCK)) {
            Ok(lock) if lock.try_lock().is_ok() => fs::remove_dir_all(path),
            // One that has just been made, or whose maker got no further; with something in it, it stays.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_dir(path),
            _ => Ok(()),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_holds_goes_and_what_somebody_holds_stays() {
        let beside = tempfile::tempdir().unwrap();
        let held = Waiting::new(beside.path()).unwrap();
        fs::write(held.path().join("part"), "").unwrap();
        let place = |name: &str| beside.path().join(name);
        for name in [".parts-left", ".parts-made", ".parts-other", "parts"] {
            fs::create_dir(place(name)).unwrap();
        }
        for file in [".parts-left/lock", ".parts-left/part", ".parts-other/part", "parts/lock"] {
            fs::write(place(file), "").unwrap();
        }
        let second = Waiting::new(beside.path()).unwrap();
        for (name, is_there) in
            [(".parts-left", false), (".parts-made", false), (".parts-other", true), ("parts", true)]
        {
            assert_eq!(place(name).exists(), is_there, "{name}");
        }
        assert!(held.path().join("part").exists());
        let paths = [held.path().to_owned(), second.path().to_owned()];
        drop((held, second));
        assert!(paths.iter().all(|path| !path.exists()));
    }

    #[test]
    fn many_at_once_take_nothing_from_each_other() {
        let beside = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let waiting = Waiting::new(beside.path()).unwrap();
                        fs::write(waiting.path().join("part"), "").unwrap();
                        assert!(waiting.path().join(LOCK).exists());
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(beside.path()).unwrap().count(), 0);
    }
}
