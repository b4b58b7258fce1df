//! What lies in a folder: tables, subfolders, and what only looks like a table.

use super::SourceError;
use super::disk::not_a_file;
use super::error::shown;
use super::find::{Skipped, without_path};
use super::name::{self, TableName};
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
    pub(super) folders: Vec<PathBuf>,
    pub(super) skipped: Vec<Skipped>,
}

/// Lists a folder. Hidden files and folders, and files that do not end like tables, are passed over in silence.
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
        let is_table = name::looks_like_table(&lossy);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() && !is_table => listing.folders.push(path),
            Ok(_) | Err(_) if !is_table => {}
            Ok(_) | Err(_) => match readable(&path) {
                Ok(name) => listing.tables.push(Entry { path, name }),
                Err(skipped) => listing.skipped.push(skipped),
            },
        }
    }
    Ok(listing)
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
