//! The log of a Delta table: which files are its own now. Its commits, a JSON file each, are replayed over the last
//! checkpoint. What a table asks of its readers that is not known here is refused.

use super::LakeError;
use super::active::Active;
use super::checkpoint;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// The version of the protocol that every reader knows; of the next two what is read here needs nothing more than a
/// look at what they ask for.
const MOST: i64 = 3;
/// What a table may ask of its readers.
const KNOWN: [&str; 2] = ["timestampNtz", "vacuumProtocolCheck"];

/// A line of a commit; other actions change no files.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Action {
    pub(super) add: Option<Add>,
    pub(super) remove: Option<Remove>,
    pub(super) protocol: Option<Protocol>,
    pub(super) meta_data: Option<Metadata>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Add {
    pub(super) path: String,
    #[serde(default)]
    pub(super) size: Option<u64>,
    #[serde(default)]
    pub(super) stats: Option<String>,
    #[serde(default)]
    pub(super) deletion_vector: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Remove {
    pub(super) path: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Protocol {
    pub(super) min_reader_version: i64,
    #[serde(default)]
    pub(super) reader_features: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) partition_columns: Vec<String>,
    #[serde(default)]
    pub(super) configuration: HashMap<String, Option<String>>,
}

/// The bounds that a file has of its rows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stats {
    #[serde(default)]
    min_values: Ends,
    #[serde(default)]
    max_values: Ends,
}

#[derive(Default, Deserialize)]
struct Ends {
    test: Option<String>,
}

/// Names the checkpoint to begin with.
#[derive(Deserialize)]
struct LastCheckpoint {
    version: u64,
    #[serde(default)]
    parts: Option<u64>,
}

/// The files of a table, by name; none where there is no such table.
pub(super) fn active(table: &Path) -> Result<Option<Vec<Active>>, LakeError> {
    let folder = table.join("_delta_log");
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut state = State { table, files: BTreeMap::new() };
    let commits = commits(&folder)?;
    let checkpoint = last_checkpoint(&folder)?;
    let mut next = 0;
    if let Some(last) = &checkpoint {
        for path in last.files(&folder) {
            checkpoint::read(&path, &mut |action| state.apply(action, &path))?;
        }
        next = last.version + 1;
    }
    let last = commits.last().copied().filter(|last| *last >= next);
    if last.is_none() && checkpoint.is_none() {
        return Err(LakeError::at(&folder, "holds no commit of a Delta table"));
    }
    for version in last.map(|last| next..=last).into_iter().flatten() {
        state.replay(&folder.join(format!("{version:020}.json")))?;
    }
    Ok(Some(state.files.into_values().collect()))
}

/// The versions of the commits that are there.
fn commits(folder: &Path) -> Result<Vec<u64>, LakeError> {
    let listed = std::fs::read_dir(folder).map_err(|error| LakeError::read(folder, error))?;
    let mut versions = Vec::new();
    for entry in listed {
        let name = entry.map_err(|error| LakeError::read(folder, error))?.file_name();
        let name = name.to_string_lossy();
        let version = name.strip_suffix(".json").filter(|stem| stem.len() == 20);
        versions.extend(version.and_then(|stem| stem.parse::<u64>().ok()));
    }
    versions.sort_unstable();
    Ok(versions)
}

fn last_checkpoint(folder: &Path) -> Result<Option<LastCheckpoint>, LakeError> {
    let path = folder.join("_last_checkpoint");
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LakeError::read(&path, error)),
    };
    serde_json::from_slice(&text).map(Some).map_err(|error| LakeError::at(&path, format!("is no JSON ({error})")))
}

impl LastCheckpoint {
    fn files(&self, folder: &Path) -> Vec<PathBuf> {
        let version = self.version;
        match self.parts {
            None => vec![folder.join(format!("{version:020}.checkpoint.parquet"))],
            Some(parts) => (1..=parts)
                .map(|part| folder.join(format!("{version:020}.checkpoint.{part:010}.{parts:010}.parquet")))
                .collect(),
        }
    }
}

/// The files so far.
struct State<'a> {
    table: &'a Path,
    files: BTreeMap<String, Active>,
}

impl State<'_> {
    fn replay(&mut self, commit: &Path) -> Result<(), LakeError> {
        let text = std::fs::read_to_string(commit).map_err(|error| LakeError::read(commit, error))?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = PathBuf::from(format!("{}:{}", commit.display(), at + 1));
            let action = serde_json::from_str(line).map_err(|error| {
                LakeError::at(&place, format!("is no action of a Delta log ({error}); copy the file again"))
            })?;
            self.apply(action, &place)?;
        }
        Ok(())
    }

    fn apply(&mut self, action: Action, place: &Path) -> Result<(), LakeError> {
        if let Some(protocol) = action.protocol {
            understood(&protocol, place)?;
        }
        if let Some(metadata) = action.meta_data {
            plain(&metadata, place)?;
        }
        if let Some(Remove { path }) = action.remove {
            self.files.remove(&path);
        }
        let Some(Add { path, size, stats, deletion_vector }) = action.add else { return Ok(()) };
        if deletion_vector.is_some_and(|vector| !vector.is_null()) {
            let words = format!("{path} has a deletion vector, which is not read here; write the table without");
            return Err(LakeError::at(place, words));
        }
        let own = percent_decoded(&path);
        if own.contains("://") || own.starts_with('/') || own.split('/').any(|part| part == "..") {
            let words = format!("{path} lies outside of the table, and is not read; copy the table whole");
            return Err(LakeError::at(place, words));
        }
        let stats: Option<Stats> = stats.and_then(|stats| serde_json::from_str(&stats).ok());
        let tests = stats.and_then(|stats| stats.min_values.test.zip(stats.max_values.test));
        let file = Active::new(self.table.join(own), size, tests);
        self.files.insert(path, file);
        Ok(())
    }
}

/// Refuses what a table asks of its readers and is not known here.
fn understood(protocol: &Protocol, place: &Path) -> Result<(), LakeError> {
    let version = protocol.min_reader_version;
    if version > MOST {
        let words = format!("the table asks for readers of Delta's version {version}, and this one knows {MOST}");
        return Err(LakeError::at(place, words));
    }
    let features = protocol.reader_features.iter().flatten();
    let unknown: Vec<&str> = features.map(String::as_str).filter(|feature| !KNOWN.contains(feature)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let words = format!("the table asks its readers for {}, which is not known here", unknown.join(", "));
    Err(LakeError::at(place, format!("{words}; write it without, as `battery-lake` does")))
}

/// Refuses tables whose files do not hold their columns under their names.
fn plain(metadata: &Metadata, place: &Path) -> Result<(), LakeError> {
    if let [first, ..] = metadata.partition_columns.as_slice() {
        let words = format!("the table is partitioned by {first}; a lake's tables are not");
        return Err(LakeError::at(place, words));
    }
    let mapping = metadata.configuration.get("delta.columnMapping.mode").and_then(Option::as_deref);
    match mapping {
        None | Some("none") => Ok(()),
        Some(mode) => {
            Err(LakeError::at(place, format!("the table maps its columns by {mode}, which is not read here")))
        }
    }
}

/// A path as it is: in a log it is written as in an address.
fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let digits = (bytes[at] == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
