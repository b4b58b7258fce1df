//! One listing of all that is followed: each file with its size and time, folders watched before they are read.

use super::FollowError;
use super::bell::Watches;
use super::temporary::is_temporary;
use std::collections::{BTreeMap, HashSet};
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What may differ when a file changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    size: u64,
    time: Option<SystemTime>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), time: metadata.modified().ok() }
    }
}

/// What is followed.
#[derive(Debug)]
pub(super) enum Root {
    /// A file or a folder.
    Path(PathBuf),
    /// A glob.
    Glob {
        /// As it was given.
        pattern: String,
        /// The part before its first wildcard.
        base: PathBuf,
    },
}

impl Root {
    pub(super) fn new(path: &Path) -> Result<Self, FollowError> {
        let Err(source) = std::fs::metadata(path) else { return Ok(Self::Path(path.to_owned())) };
        let Some(pattern) = path.to_str().filter(|text| is_pattern(text)).map(str::to_owned) else {
            return Err(FollowError::Root { path: path.to_owned(), source });
        };
        if let Err(error) = glob::Pattern::new(&pattern) {
            return Err(FollowError::Glob { glob: pattern, why: error.msg.to_owned() });
        }
        let plain = path.ancestors().find(|ancestor| !is_pattern(&ancestor.to_string_lossy()));
        let base = plain.filter(|base| !base.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        Ok(Self::Glob { pattern, base })
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// What a listing found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Every file that is wanted.
    pub(super) files: BTreeMap<PathBuf, State>,
    /// Folders and files that are there and could not be read.
    pub(super) unread: Vec<PathBuf>,
}

/// A folder to search.
struct Folder {
    /// As the roots lead to it.
    path: PathBuf,
    /// Without links.
    real: PathBuf,
    /// Whether no watch of a folder above covers it.
    entry: bool,
}

struct Lister<'a> {
    found: Found,
    wanted: fn(&Path) -> bool,
    watches: &'a mut Watches,
    stop: &'a dyn Fn() -> bool,
    /// Folders seen already, by their real paths: links and repeated roots lead to the same ones.
    seen: HashSet<PathBuf>,
    waiting: Vec<Folder>,
    /// Links to folders. They come last, so that a folder is known by its own path where it has one.
    links: Vec<PathBuf>,
    /// Files that were named outright.
    named: Vec<PathBuf>,
}

/// Lists everything; `None` when it was stopped.
pub(super) fn list(
    roots: &[Root],
    wanted: fn(&Path) -> bool,
    watches: &mut Watches,
    stop: &dyn Fn() -> bool,
) -> Option<Found> {
    let (seen, waiting, links, named) = (HashSet::new(), Vec::new(), Vec::new(), Vec::new());
    let mut lister = Lister { found: Found::default(), wanted, watches, stop, seen, waiting, links, named };
    for root in roots {
        match root {
            Root::Path(path) => lister.add(path),
            Root::Glob { pattern, base } => lister.add_glob(pattern, base)?,
        }
        // Each root is searched before the next, and so keeps its folders by its own paths.
        lister.search()?;
    }
    lister.links.reverse();
    while let Some(link) = lister.links.pop() {
        lister.add(&link);
        lister.search()?;
    }
    lister.add_named()?;
    Some(lister.found)
}

impl Lister<'_> {
    /// Takes in a root, what a glob matches, or a link.
    fn add(&mut self, path: &Path) {
        let kind = std::fs::metadata(path).map(|metadata| metadata.is_dir());
        match kind.and_then(|is_folder| Ok((is_folder, std::fs::canonicalize(path)?))) {
            Ok((true, real)) => self.waiting.push(Folder { path: path.to_owned(), real, entry: true }),
            Ok((false, _)) => self.named.push(path.to_owned()),
            Err(error) => {
                self.watches.missing(path);
                self.lost(path, &error);
            }
        }
    }

    fn add_glob(&mut self, pattern: &str, base: &Path) -> Option<()> {
        // Folders in which something may come that matches are watched before the matches are looked for.
        if base.is_dir() {
            self.watch(base);
        } else {
            self.watches.missing(base);
        }
        for above in Path::new(pattern).ancestors().skip(1).take_while(|above| *above != base) {
            let pattern = above.to_str().filter(|above| is_pattern(above));
            for folder in pattern.and_then(|pattern| glob::glob(pattern).ok()).into_iter().flatten() {
                if (self.stop)() {
                    return None;
                }
                folder.iter().filter(|folder| folder.is_dir()).for_each(|folder| self.watch(folder));
            }
        }
        for path in glob::glob(pattern).into_iter().flatten() {
            if (self.stop)() {
                return None;
            }
            match path {
                Ok(path) if is_temporary(&path) => {}
                Ok(path) => self.add(&path),
                Err(error) => self.lost(error.path(), error.error()),
            }
        }
        Some(())
    }

    fn watch(&mut self, folder: &Path) {
        if let Ok(real) = std::fs::canonicalize(folder) {
            self.watches.watch(&real, false);
        }
    }

    /// Searches the folders that wait, and what is below them.
    fn search(&mut self) -> Option<()> {
        while let Some(folder) = self.waiting.pop() {
            if self.seen.insert(folder.real.clone()) {
                if folder.entry || super::bell::EACH {
                    self.watches.watch(&folder.real, true);
                }
                self.read(&folder)?;
            }
        }
        Some(())
    }

    fn read(&mut self, folder: &Folder) -> Option<()> {
        let entries = match std::fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                self.lost(&folder.path, &error);
                return Some(());
            }
        };
        let from = (self.waiting.len(), self.links.len());
        for entry in entries {
            if (self.stop)() {
                return None;
            }
            let Ok(entry) = entry else {
                self.found.unread.push(folder.path.clone());
                break;
            };
            let path = entry.path();
            if is_temporary(&path) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    let real = folder.real.join(entry.file_name());
                    self.waiting.push(Folder { path, real, entry: false });
                }
                Ok(kind) if kind.is_symlink() && path.is_dir() => self.links.push(path),
                Ok(kind) if kind.is_file() || kind.is_symlink() => self.see(path),
                Ok(_) => {}
                Err(error) => self.lost(&path, &error),
            }
        }
        // The order in which a file system lists is nobody's business.
        self.waiting[from.0..].sort_by(|a, b| b.path.cmp(&a.path));
        self.links[from.1..].sort();
        Some(())
    }

    /// Takes in a file.
    fn see(&mut self, path: PathBuf) {
        if is_temporary(&path) || !(self.wanted)(&path) {
            return;
        }
        // Asked by its path: on Windows what a folder says of an open file is old.
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                self.found.files.insert(path, State::of(&metadata));
            }
            Ok(_) => {}
            Err(error) => self.lost(&path, &error),
        }
    }

    /// Takes in the files that were named outright and lie in no folder that was searched.
    fn add_named(&mut self) -> Option<()> {
        for path in std::mem::take(&mut self.named) {
            if (self.stop)() {
                return None;
            }
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let Ok(real) = std::fs::canonicalize(folder) else { continue };
            self.watches.watch(&real, false);
            let searched = self.seen.contains(&real);
            let new = self.seen.insert(real.join(path.file_name().unwrap_or_default()));
            if new && !searched {
                self.see(path);
            }
        }
        Some(())
    }

    /// Remembers what is there and cannot be read just now; what has gone has gone.
    fn lost(&mut self, path: &Path, error: &std::io::Error) {
        if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
            self.found.unread.push(path.to_owned());
        }
    }
}
