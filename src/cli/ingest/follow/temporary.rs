//! Names of files that are not there to be read.

use std::path::Path;

/// Endings of what is still being written.
const TEMPORARY: [&str; 4] = [".part", ".tmp", "~", ".crdownload"];

/// Whether a name is that of a hidden file, or of one that is still being written.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    // `~$book.xlsx` says that somebody has the book open.
    name.starts_with('.') || name.starts_with("~$") || TEMPORARY.iter().any(|ending| name.ends_with(ending))
}
