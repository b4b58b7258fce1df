//! battery-etl.toml: found upwards from the working directory, then in the user's configuration directory.

use super::keys::{KEYS, OPEN_TABLES};
use crate::cli::status::{Failure, Status};
use crate::model::nearest;
use std::path::{Path, PathBuf};

/// The name of the settings file.
pub(crate) const FILE_NAME: &str = "battery-etl.toml";

/// The first settings file there is.
pub(super) fn look_up() -> Option<PathBuf> {
    let upwards = std::env::current_dir().ok();
    let upwards = upwards.iter().flat_map(|folder| folder.ancestors()).map(|folder| folder.join(FILE_NAME));
    let own = crate::cli::places::config_folder().map(|folder| folder.join(FILE_NAME));
    upwards.chain(own).find(|path| path.is_file())
}

/// A key, its value, and its line where that can be told.
type Entry = (&'static str, String, Option<usize>);
/// What is set, and the open tables.
type Contents = (Vec<Entry>, toml::Table);

/// Reads a settings file. A key that does not exist is an error, because it would silently do nothing.
pub(super) fn read(path: &Path) -> Result<Contents, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!("{shown}: cannot be read: {error}")).hint("name another file with --config")
    })?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let place = error.span().map_or_else(String::new, |span| place(&text, span.start));
        Failure::usage(format!("{shown}{place}: {}", error.message()))
    })?;
    let (mut values, mut open) = (Vec::new(), toml::Table::new());
    for (name, value) in table {
        match value {
            toml::Value::Table(_) | toml::Value::Array(_) if OPEN_TABLES.contains(&name.as_str()) => {
                open.insert(name, value);
            }
            toml::Value::Table(inner) => {
                for (key, value) in inner {
                    values.push(scalar(path, &text, &format!("{name}.{key}"), &value)?);
                }
            }
            value => values.push(scalar(path, &text, &name, &value)?),
        }
    }
    Ok((values, open))
}

fn scalar(path: &Path, text: &str, name: &str, value: &toml::Value) -> Result<Entry, Failure> {
    let shown = path.display();
    let line = line_of(text, name);
    let place = line.map_or_else(String::new, |line| format!(":{line}"));
    let Some(key) = KEYS.iter().find(|key| key.name == name) else {
        let failure = Failure::usage(format!("{shown}{place}: there is no setting `{name}`"));
        let all = KEYS.iter().map(|key| key.name).chain(OPEN_TABLES.iter().copied());
        return Err(match nearest(name, all) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`battery-etl config show` lists every setting"),
        });
    };
    let value = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) => value.to_string(),
        other => {
            let kind = other.type_str();
            return Err(Failure::new(Status::Failed, format!("{shown}{place}: `{name}` is {kind}, not one value")));
        }
    };
    Ok((key.name, value, line))
}

/// Line and column of an offset.
fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(":{line}:{column}")
}

/// The line on which the last part of a key stands, as far as that can be told from the text.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let (table, key) = name.rsplit_once('.').unwrap_or(("", name));
    let mut inside = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            header.trim().clone_into(&mut inside);
        }
        let word = line.split(['=', ' ', '\t']).next().unwrap_or_default().trim_matches('"');
        if (inside == table && word == key) || word == name {
            return Some(number + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, text).unwrap();
        let failure = read(&path).unwrap_err();
        (failure.to_string(), failure.hints)
    }

    #[test]
    fn an_unknown_key_is_an_error_with_the_nearest() {
        let (message, hints) = refused("jobs = 2\n\n[derive]\nmin_rest = 60\n");
        assert!(message.ends_with("battery-etl.toml:4: there is no setting `derive.min_rest`"), "{message}");
        assert_eq!(hints, ["did you mean `derive.min_rest_s`?"]);
        assert!(refused("datbase = \"sqlite:x\"\n").1[0].contains("`database`"));
    }

    #[test]
    fn broken_toml_names_line_and_column() {
        let (message, _) = refused("jobs = 2\ncolor = \n");
        assert!(message.contains("battery-etl.toml:2:"), "{message}");
    }

    #[test]
    fn a_list_is_no_value() {
        assert!(refused("jobs = [1, 2]\n").0.contains("not one value"));
    }
}
