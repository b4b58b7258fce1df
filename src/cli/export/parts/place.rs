//! The folder of the parts: they wait beside their places until all tests are read, and are put there by renaming.

use super::waiting::Waiting;
use super::{Keeping, Kept, line};
use crate::cli::interrupt;
use crate::cli::status::Failure;
use crate::lake::{Manifest, PartLine, test_of};
use crate::model::Head;
use crate::pipeline::{Job, TestReport};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Which of several inputs with one content is kept: the test, then the name and the files that come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    test: String,
    name: String,
    files: Vec<String>,
}

impl Key {
    pub(super) fn of(digest: &str, head: &Head) -> Self {
        let files = head.files.iter().map(|file| file.name.clone()).collect();
        Self { test: test_of(digest).to_owned(), name: head.name.clone(), files }
    }
}

/// A folder that gets parts.
pub(super) struct Place {
    folder: PathBuf,
    /// Where they wait.
    waiting: Waiting,
}

impl Drop for Place {
    fn drop(&mut self) {
        interrupt::keep(self.waiting.path());
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{}: cannot be written: {error}", path.display()))
}

impl Place {
    /// A folder that is there, or is made.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        if !folder.is_dir() {
            std::fs::create_dir(folder).map_err(|error| {
                failed(folder, &error).hint("parts are written into a folder: name one in a folder that exists")
            })?;
        }
        let waiting = Waiting::new(folder).map_err(|error| failed(folder, &error))?;
        interrupt::remove_when_interrupted(waiting.path());
        Ok(Self { folder: folder.to_owned(), waiting })
    }

    /// Where parts wait.
    pub(super) fn waiting(&self) -> &Path {
        self.waiting.path()
    }

    /// Puts the parts of all tests into their places, and says what became of each, in the order of the inputs. Inputs of
    /// one content are one test, whichever stands first.
    pub(super) fn publish(
        &self,
        jobs: &[Job],
        reports: &[TestReport],
        kept: Vec<Keeping>,
    ) -> Result<Vec<Manifest>, Failure> {
        let done: Vec<Option<Kept>> = kept.into_iter().map(|keeping| keeping.done).collect();
        let mut chosen: BTreeMap<&str, &Kept> = BTreeMap::new();
        for kept in done.iter().flatten() {
            let best = chosen.entry(&kept.key.test).or_insert(kept);
            if kept.key < best.key {
                *best = kept;
            }
        }
        let mut parts: BTreeMap<&str, Vec<PartLine>> = BTreeMap::new();
        for (test, kept) in &chosen {
            parts.insert(test, self.put(kept)?);
        }
        let lines = jobs.iter().zip(reports).zip(&done).map(|((job, report), kept)| {
            let mut line = line(job, report);
            let Some(kept) = kept else { return line };
            let test = kept.key.test.as_str();
            line.test = Some(test.to_owned());
            line.parts = parts.get(test).cloned().unwrap_or_default();
            let other = chosen.get(test).filter(|other| other.key != kept.key);
            line.message = other.map(|other| format!("the same data as `{}`, whose parts these are", other.key.name));
            line
        });
        Ok(lines.collect())
    }

    fn put(&self, kept: &Kept) -> Result<Vec<PartLine>, Failure> {
        let mut lines = Vec::new();
        for table in kept.tables.iter().filter(|table| !table.parts.is_empty()) {
            let folder = self.folder.join(table.table);
            std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
            for (number, part) in table.parts.iter().enumerate() {
                let line = PartLine::of(&kept.key.test, table, number, part);
                let place = self.folder.join(&line.path);
                if !is_same(&part.path, &place) {
                    std::fs::rename(&part.path, &place).map_err(|error| failed(&place, &error))?;
                }
                lines.push(line);
            }
        }
        Ok(lines)
    }
}

/// Whether both files are there and hold the same bytes.
fn is_same(one: &Path, other: &Path) -> bool {
    let open = |path: &Path| {
        let file = File::open(path).ok()?;
        Some((file.metadata().ok()?.len(), BufReader::with_capacity(1 << 16, file)))
    };
    let (Some((length, one)), Some((other_length, other))) = (open(one), open(other)) else { return false };
    length == other_length && hash(one).is_some_and(|hash_of_one| hash(other) == Some(hash_of_one))
}

fn hash(mut file: impl Read) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut file, &mut hasher).ok()?;
    Some(hasher.finalize())
}
