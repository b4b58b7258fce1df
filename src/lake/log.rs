//! The log of a Delta table: which files are its own now. Its commits, a JSON file each, are replayed over the newest
//! checkpoint that can be read. What a table asks of its readers that is not known here is refused.

use super::LakeError;
use super::action::{Action, Add, Metadata, Protocol, Remove};
use super::active::Active;
use super::checkpoint;
use super::stats::Stats;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The version of the protocol that every reader knows; of the next two what is read here needs nothing more than a
/// look at what they ask for.
const MOST: i64 = 3;
/// What a table may ask of its readers.
const KNOWN: [&str; 2] = ["timestampNtz", "vacuumProtocolCheck"];

/// The files of a table, by name, with what the log says of these columns; none where there is no such table.
pub(super) fn active(table: &Path, columns: &[&str]) -> Result<Option<Vec<Active>>, LakeError> {
    let folder = table.join("_delta_log");
    if !folder.is_dir() {
        return Ok(None);
    }
    let listed = Listed::of(&folder)?;
    let mut newest = None;
    for checkpoint in listed.checkpoints.iter().rev().map(Some).chain([None]) {
        match listed.replayed((table, columns), &folder, checkpoint) {
            Ok(files) => return Ok(Some(files)),
            // What is wrong with the newest is what is to be mended.
            Err(error) => newest = newest.or(Some(error)),
        }
    }
    Err(newest.unwrap_or_else(|| LakeError::at(&folder, "holds no commit of a Delta table")))
}

/// What is there of a log. Its hint at the last checkpoint (`_last_checkpoint`) is of no use where all is listed: it may
/// be old, damaged or gone.
struct Listed {
    /// The last version.
    last: Option<u64>,
    /// The checkpoints, in order; of one that was cut off some files are not there.
    checkpoints: BTreeSet<Checkpoint>,
}

/// A checkpoint: all actions that are in force at a version, in one file or in several.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Checkpoint {
    version: u64,
    parts: Option<u64>,
}

impl Listed {
    fn of(folder: &Path) -> Result<Self, LakeError> {
        let (mut last, mut checkpoints) = (None, BTreeSet::new());
        for entry in std::fs::read_dir(folder).map_err(|error| LakeError::read(folder, error))? {
            let name = entry.map_err(|error| LakeError::read(folder, error))?.file_name();
            let name = name.to_string_lossy();
            let Some((version, kind)) = name.split_once('.').filter(|(version, _)| version.len() == 20) else {
                continue;
            };
            let Ok(version) = version.parse() else { continue };
            let parts = match kind.split('.').collect::<Vec<_>>()[..] {
                ["json"] => {
                    last = last.max(Some(version));
                    continue;
                }
                ["checkpoint", "parquet"] => None,
                ["checkpoint", _, parts, "parquet"] => match parts.parse() {
                    Ok(parts) => Some(parts),
                    Err(_) => continue,
                },
                _ => continue,
            };
            last = last.max(Some(version));
            checkpoints.insert(Checkpoint { version, parts });
        }
        Ok(Self { last, checkpoints })
    }

    /// The files of the table by a checkpoint and the commits after it, or by all commits.
    fn replayed(
        &self,
        (table, columns): (&Path, &[&str]),
        folder: &Path,
        from: Option<&Checkpoint>,
    ) -> Result<Vec<Active>, LakeError> {
        let mut state = State { table, columns, files: BTreeMap::new() };
        for path in from.iter().flat_map(|checkpoint| checkpoint.files(folder)) {
            checkpoint::read(&path, &mut |action| state.apply(action, &path))?;
        }
        let Some(last) = self.last else {
            return Err(LakeError::at(folder, "holds no commit of a Delta table"));
        };
        for version in from.map_or(0, |checkpoint| checkpoint.version + 1)..=last {
            state.replay(&folder.join(format!("{version:020}.json")))?;
        }
        Ok(state.files.into_values().collect())
    }
}

impl Checkpoint {
    fn files(self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        let Self { version, parts } = self;
        let name = move |part| match parts {
            None => format!("{version:020}.checkpoint.parquet"),
            Some(parts) => format!("{version:020}.checkpoint.{part:010}.{parts:010}.parquet"),
        };
        (1..=parts.unwrap_or(1)).map(move |part| folder.join(name(part)))
    }
}

/// The files so far.
struct State<'a> {
    table: &'a Path,
    columns: &'a [&'a str],
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
        let stats = stats.map(|stats| Stats::read(&stats, self.columns)).unwrap_or_default();
        let file = Active::new(self.table.join(own), size, stats);
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
