//! The settings: flags beat the environment, the environment beats battery-etl.toml, and each knows where it came from.

mod file;
mod keys;

pub(crate) use file::FILE_NAME;
pub(crate) use keys::{KEYS, Key};

use super::dotenv;
use super::status::Failure;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The command line.
    Flag(&'static str),
    /// An environment variable.
    Environment(String),
    /// The `.env` file of the working directory.
    DotEnv,
    /// The settings file, and the line where it can be told.
    File(PathBuf, Option<usize>),
    /// What the program does by itself.
    Default,
}

impl Origin {
    /// A path that is set here: a relative one of a settings file is named from that file's folder, whoever reads it from
    /// where; any other from the working directory.
    pub(crate) fn path(&self, path: PathBuf) -> PathBuf {
        match self {
            Self::File(file, _) => file.parent().map_or_else(|| path.clone(), |folder| folder.join(&path)),
            _ => path,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::DotEnv => f.write_str(dotenv::FILE_NAME),
            Self::File(path, Some(line)) => write!(f, "{}:{line}", path.display()),
            Self::File(path, None) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// Every value that is set, with its origin.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    values: BTreeMap<&'static str, (String, Origin)>,
    /// The file that was read, if any.
    pub(crate) path: Option<PathBuf>,
    /// The tables that other rooms read themselves: `validate`, `view`.
    open: toml::Table,
}

impl Settings {
    /// Reads the file (the one named, or the one found) and the environment.
    pub(crate) fn load(named: Option<&Path>) -> Result<Self, Failure> {
        let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let named = named.map(Path::to_owned).or_else(|| environment("BATTERY_ETL_CONFIG").map(PathBuf::from));
        let path = named.or_else(file::look_up);
        let mut settings = Self::default();
        if let Some(path) = path {
            let (values, open) = file::read(&path)?;
            settings.open = open;
            for (key, value, line) in values {
                settings.values.insert(key, (value, Origin::File(path.clone(), line)));
            }
            settings.path = Some(path);
        }
        if let Some(url) = dotenv::database_url(Path::new(dotenv::FILE_NAME)) {
            settings.values.insert("database", (url, Origin::DotEnv));
        }
        for key in KEYS {
            if let Some(value) = environment(&key.variable()) {
                settings.values.insert(key.name, (value, Origin::Environment(key.variable())));
            }
        }
        Ok(settings)
    }

    /// A flag was given: it beats all else.
    pub(crate) fn set_flag(&mut self, key: &'static str, flag: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.values.insert(key, (value, Origin::Flag(flag)));
        }
    }

    /// A value that is set, with its origin.
    pub(crate) fn get(&self, key: &str) -> Option<(&str, &Origin)> {
        debug_assert!(KEYS.iter().any(|known| known.name == key), "{key} is no known setting");
        self.values.get(key).map(|(value, origin)| (value.as_str(), origin))
    }

    /// A value that is set, read as what it should be.
    pub(crate) fn read<T: FromStr>(&self, key: &str) -> Result<Option<T>, Failure>
    where
        T::Err: fmt::Display,
    {
        let Some((value, origin)) = self.get(key) else { return Ok(None) };
        value.parse().map(Some).map_err(|error: T::Err| {
            Failure::usage(format!("{key} = `{value}` ({origin}): {}", plain(&error.to_string())))
        })
    }

    /// The flag's value, else what is set.
    pub(crate) fn or<T: FromStr>(&self, flag: Option<T>, key: &str) -> Result<Option<T>, Failure>
    where
        T::Err: fmt::Display,
    {
        match flag {
            Some(value) => Ok(Some(value)),
            None => self.read(key),
        }
    }

    /// A table that another room reads itself.
    pub(crate) fn table(&self, name: &str) -> Option<&toml::Table> {
        self.open.get(name)?.as_table()
    }
}

/// What the standard library says of numbers, in the words of the rest.
fn plain(error: &str) -> &str {
    match error {
        "invalid digit found in string" | "number would be zero for non-zero type" => "must be a whole number above 0",
        "invalid float literal" => "must be a number",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_beat_the_file_and_origins_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, "jobs = 3\n[derive]\ncycle_swing_pct = 5.5\n[validate]\nselect = [\"TIM\"]\n").unwrap();
        let mut settings = Settings::load(Some(&path)).unwrap();
        assert_eq!(settings.read::<f64>("derive.cycle_swing_pct").unwrap(), Some(5.5));
        assert_eq!(settings.or(Some(7_usize), "jobs").unwrap(), Some(7));
        assert_eq!(settings.get("jobs").unwrap(), ("3", &Origin::File(path, Some(1))));
        settings.set_flag("jobs", "--jobs", Some("2".to_owned()));
        assert_eq!(settings.get("jobs").unwrap(), ("2", &Origin::Flag("--jobs")));
        assert!(settings.table("validate").unwrap().contains_key("select"));
    }

    #[test]
    fn a_relative_path_of_a_settings_file_belongs_to_its_folder() {
        let of_file = Origin::File(PathBuf::from("/lab/battery-etl.toml"), Some(1));
        assert_eq!(of_file.path("cells.db".into()), Path::new("/lab/cells.db"));
        assert_eq!(of_file.path("/srv/cells.db".into()), Path::new("/srv/cells.db"));
        assert_eq!(Origin::Flag("--database").path("cells.db".into()), Path::new("cells.db"));
    }

    #[test]
    fn a_value_of_the_wrong_kind_names_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, "jobs = \"many\"\n").unwrap();
        let message = Settings::load(Some(&path)).unwrap().read::<usize>("jobs").unwrap_err().to_string();
        assert!(message.starts_with("jobs = `many` (") && message.contains("battery-etl.toml:1)"), "{message}");
        assert!(message.ends_with("must be a whole number above 0"), "{message}");
    }
}
