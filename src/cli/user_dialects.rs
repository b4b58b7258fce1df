//! Dialects that users wrote, and the changes to one that hold for one run.

use super::Context;
use super::places;
use super::status::Failure;
use crate::dialect::{self, Dialect};
use std::path::{Path, PathBuf};

/// Reads the dialects of `dialects/*.toml` in the user's configuration, beside the settings file and in the working
/// directory; of two of one name the later counts. One that is wrong is told and left out.
pub(super) fn load(context: &Context) {
    let beside = context.settings.path.as_deref().and_then(Path::parent).map(Path::to_owned);
    let mut folders: Vec<PathBuf> = places::config_folder().into_iter().chain(beside).collect();
    folders.push(PathBuf::new());
    let mut folders: Vec<PathBuf> = folders.into_iter().map(|folder| folder.join("dialects")).collect();
    folders.dedup();
    for path in folders.iter().flat_map(|folder| files(folder)) {
        if let Err(failure) = add(&path) {
            context.screen.warn(&format!("{failure}; this dialect is left out"));
        }
    }
}

/// The TOML files of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    // One that is just being written holds nothing yet.
    let holds_something = |path: &PathBuf| path.metadata().is_ok_and(|data| data.len() > 0);
    paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")));
    paths.retain(holds_something);
    paths.sort();
    paths
}

/// Reads the dialect of a file.
pub(super) fn add(path: &Path) -> Result<&'static Dialect, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::usage(format!("{shown}: {error}")))?;
    dialect::add(&text, &shown.to_string()).map_err(|error| {
        Failure::usage(format!("{shown}: {error}"))
            .hint("`battery-etl dialects show NAME --toml` prints a built-in one as a beginning")
    })
}

/// Lets columns mean what `--map` says, in one dialect or in all; and where the maps alone say enough, a dialect is made of
/// them. Gives the dialect that is forced.
pub(super) fn map(maps: &[String], forced: Option<&'static Dialect>) -> Result<Option<&'static Dialect>, Failure> {
    if maps.is_empty() {
        return Ok(forced);
    }
    let columns: Vec<String> = maps.iter().map(|map| column(map)).collect::<Result<_, _>>()?;
    let failure = |error: String| {
        Failure::usage(format!("--map: {error}")).hint("write it as FIELD=HEADER[UNIT], such as voltage=U[V]")
    };
    let patch = |dialect: &Dialect| {
        let name = toml::Value::from(dialect.name());
        dialect::add(&format!("name = {name}\nextends = {name}\n[columns]\n{}", columns.join("\n")), "--map")
    };
    if let Some(forced) = forced {
        return patch(forced).map(Some).map_err(failure);
    }
    // What is wrong in a map is wrong in each; what one dialect cannot have, another can.
    let mut problem = None;
    let mut any = false;
    for dialect in dialect::all().into_iter().rev() {
        match patch(dialect) {
            Ok(_) => any = true,
            Err(error) => problem = Some(error),
        }
    }
    if let Some(error) = problem.filter(|_| !any) {
        return Err(failure(error));
    }
    // All that every test needs.
    let _ = dialect::add(
        &format!("name = \"mapped\"\ntitle = \"As --map says\"\n[columns]\n{}", columns.join("\n")),
        "--map",
    );
    Ok(None)
}

/// A line of TOML for `voltage=U[V]`.
fn column(map: &str) -> Result<String, Failure> {
    let wrong = || {
        Failure::usage(format!("--map {map}: expected FIELD=HEADER or FIELD=HEADER[UNIT]"))
            .hint("such as --map voltage=U[V]; `battery-etl dialects show neware --toml` shows every field in use")
    };
    let (field, header) =
        map.split_once('=').filter(|(field, header)| !field.is_empty() && !header.is_empty()).ok_or_else(wrong)?;
    let unit = header.strip_suffix(']').and_then(|open| open.rsplit_once('['));
    let mut names = vec![toml::Value::from(header)];
    names.extend(unit.map(|(name, _)| toml::Value::from(name)));
    let unit = unit.map(|(_, unit)| format!(", unit_always = {}", toml::Value::from(unit))).unwrap_or_default();
    let is_key = field.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !is_key {
        return Err(wrong());
    }
    Ok(format!("{field} = {{ header = {}, required = true{unit} }}", toml::Value::from(names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_becomes_a_column() {
        assert_eq!(
            column("voltage=U[V]").unwrap(),
            "voltage = { header = [\"U[V]\", \"U\"], required = true, unit_always = \"V\" }"
        );
        assert_eq!(column("current=Strom").unwrap(), "current = { header = [\"Strom\"], required = true }");
        for wrong in ["voltage", "=U", "voltage=", "Volt age=U"] {
            assert!(column(wrong).is_err(), "{wrong}");
        }
    }
}
