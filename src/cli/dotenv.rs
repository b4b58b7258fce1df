//! The `.env` file of the working directory, of which the database's URL alone is taken.

use std::path::Path;

/// The name of the file.
pub(crate) const FILE_NAME: &str = ".env";

/// The variable that is taken.
const VARIABLE: &str = "DATABASE_URL";

/// The database that a `.env` file names. A line that is none of its kind is another program's business.
pub(crate) fn database_url(file: &Path) -> Option<String> {
    let lines = dotenvy::from_path_iter(file).ok()?;
    let found = lines.filter_map(Result::ok).find(|(name, _)| name == VARIABLE);
    found.map(|(_, url)| url).filter(|url| !url.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_alone_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        assert_eq!(database_url(&file), None);
        std::fs::write(&file, "# a comment\nOTHER=1\nexport DATABASE_URL=\"sqlite:lab.db\"\n").unwrap();
        assert_eq!(database_url(&file).as_deref(), Some("sqlite:lab.db"));
        std::fs::write(&file, "DATABASE_URL=\n").unwrap();
        assert_eq!(database_url(&file), None);
    }
}
