//! What lies in a folder: tables, subfolders, and what only looks like a table.

use super::SourceError;
use super::disk::not_a_file;
use super::error::shown;
use super::find::{Skipped, without_path};
use super::name::{self, Part, TableName};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

/// A readable regular file that may hold a part of a test.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) name: TableName,
}

/// A folder's content, sorted by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub(super) tables: Vec<Entry>,
    /// What may hold a test, or anything else.
    pub(super) maybe: Vec<Entry>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) passed: Passed,
}

impl Listing {
    /// Takes in a file whose name ends like a table's.
    pub(super) fn add_table(&mut self, path: PathBuf) {
        match readable(&path) {
            Ok(name) => self.tables.push(Entry { path, name }),
            Err(skipped) => self.skipped.push(skipped),
        }
    }
}

/// Files of folders that were passed over since they hold no test, as their endings or their first lines say; by their
/// endings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed(BTreeMap<String, usize>);

impl Passed {
    /// So many endings are named.
    const NAMED: usize = 4;

    /// Takes in a file that is no test.
    pub fn count(&mut self, file_name: &str) {
        let ending = Path::new(file_name).extension().map_or_else(
            || "without an ending".to_owned(),
            |ending| format!(".{}", ending.to_string_lossy().to_lowercase()),
        );
        *self.0.entry(ending).or_default() += 1;
    }

    /// Takes in those of another folder.
    pub(super) fn add(&mut self, others: &Self) {
        for (ending, count) in &others.0 {
            *self.0.entry(ending.clone()).or_default() += count;
        }
    }

    /// All in one line: `5 files are passed over, since they are no tests: 3 .txt, 2 .pdf`.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let all: usize = self.0.values().sum();
        let are = match all {
            0 => return None,
            1 => "1 file is passed over, since it is no test".to_owned(),
            _ => format!("{all} files are passed over, since they are no tests"),
        };
        let mut endings: Vec<(&String, &usize)> = self.0.iter().collect();
        endings.sort_by_key(|(ending, count)| (std::cmp::Reverse(**count), *ending));
        let named: usize = endings.iter().take(Self::NAMED).map(|(_, count)| **count).sum();
        let words = endings.iter().take(Self::NAMED).map(|(ending, count)| format!("{count} {ending}"));
        let rest = if all > named { format!(", {} others", all - named) } else { String::new() };
        Some(format!("{are}: {}{rest}", words.collect::<Vec<_>>().join(", ")))
    }
}

/// Lists a folder. Hidden files and folders are left out in silence, files that do not end like tables are counted.
pub(super) fn list(folder: &Path) -> Result<Listing, SourceError> {
    let failed = |source| SourceError::io(&shown(folder), source);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    let mut listing = Listing::default();
    for path in paths {
        let Some(file_name) = path.file_name() else { continue };
        let lossy = file_name.to_string_lossy();
        if lossy.starts_with('.') {
            continue;
        }
        if name::is_sidecar(&lossy) && path.is_file() {
            listing.passed.count(&lossy);
            continue;
        }
        let is_table = name::looks_like_table(&lossy);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() && !is_table => listing.folders.push(path),
            Ok(_) if !is_table && name::maybe(&lossy).is_some() => match readable(&path) {
                Ok(name) => listing.maybe.push(Entry { name: name::maybe(&lossy).unwrap_or(name), path }),
                Err(_) => listing.passed.count(&lossy),
            },
            Ok(_) | Err(_) if !is_table => listing.passed.count(&lossy),
            Ok(_) | Err(_) => listing.add_table(path),
        }
    }
    Ok(listing)
}

/// The paths in a folder whose names say a part of a test, by the stems of their names in small letters, each sorted. Names
/// alone are read: for one file of a folder of many thousands, the others are not opened.
pub(super) fn by_stem(folder: &Path) -> HashMap<String, Vec<PathBuf>> {
    let mut by_stem: HashMap<String, Vec<PathBuf>> = HashMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file_name = entry.file_name();
        let Some(file_name) = file_name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        if name::is_sidecar(file_name) && entry.path().is_file() {
            continue;
        }
        if let Some(name) = name::table(file_name).filter(|name| name.part != Part::Unsaid) {
            by_stem.entry(name.stem.to_lowercase()).or_default().push(entry.path());
        }
    }
    by_stem.values_mut().for_each(|paths| paths.sort());
    by_stem
}

/// Makes sure that a file can be read and its name be printed.
pub(super) fn readable(path: &Path) -> Result<TableName, Skipped> {
    let skipped = |reason: String| Err(Skipped { path: shown(path), reason, named: false, lost: true });
    let Some(file_name) = path.file_name().and_then(|name| name.to_str()) else {
        return skipped("its name is no UTF-8; rename it".to_owned());
    };
    if file_name.chars().any(char::is_control) {
        return skipped("its name holds a newline or control character; rename it".to_owned());
    }
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return skipped(without_path(&SourceError::io(&shown(path), error), path)),
    };
    if let Some(what) = not_a_file(metadata.file_type()) {
        return skipped(format!("it is {what}, not a regular file"));
    }
    if let Err(error) = File::open(path) {
        return skipped(without_path(&SourceError::io(&shown(path), error), path));
    }
    Ok(name::table(file_name).unwrap_or_else(|| name::outright(file_name)))
}
