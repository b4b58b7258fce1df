//! Where the user's settings and data lie.

use std::path::PathBuf;

/// A folder of the XDG base directories; what is not absolute does not count.
fn folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute(variable).or_else(|| absolute("HOME").map(|home| home.join(below_home)))?;
    Some(base.join("battery-etl"))
}

/// The folder of the user's settings.
pub(crate) fn config_folder() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", ".config")
}

/// The folder of the embedded database.
pub(crate) fn data_folder() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share")
}
