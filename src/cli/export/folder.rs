//! A folder that gets a file for each test, step or cycle; nothing is written outside of it.

use crate::cli::output::Output;
use crate::cli::status::Failure;
use crate::export::{ExportError, Slugs};
use std::path::{Path, PathBuf};

/// A folder that gets files.
pub(super) struct Folder {
    path: PathBuf,
    slugs: Slugs,
    written: usize,
}

impl Folder {
    /// A folder that is there, or is made.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if path.exists() && !path.is_dir() {
            let failure = Failure::usage(format!("{}: is a file, and --split-by writes into a folder", path.display()));
            return Err(failure.hint("name a folder with -o, or leave --split-by out"));
        }
        if !path.is_dir() {
            std::fs::create_dir(path).map_err(|error| {
                let failure = Failure::usage(format!("{}: the folder cannot be made: {error}", path.display()));
                failure.hint("--split-by writes into a folder: name one in a folder that exists")
            })?;
        }
        Ok(Self { path: path.to_owned(), slugs: Slugs::default(), written: 0 })
    }

    /// Opens a file in it, under a name made of a text.
    pub(super) fn file(&mut self, text: &str, ending: &str) -> Result<Output, ExportError> {
        let place = self.path.join(format!("{}.{ending}", self.slugs.of(text)));
        // What a link names may lie elsewhere.
        if place.is_symlink() {
            let message = format!("{}: is a link, and would be written elsewhere; take it away", place.display());
            return Err(ExportError::Refused(message));
        }
        Output::open(Some(&place)).map_err(|failure| ExportError::Refused(failure.to_string()))
    }

    /// One more is written.
    pub(super) fn count(&mut self) {
        self.written += 1;
    }

    /// What became of it.
    pub(super) fn in_words(&self) -> String {
        let files = if self.written == 1 { "file" } else { "files" };
        format!("wrote {} {files} into {}", self.written, self.path.display())
    }
}
