//! Finds the tests that paths, folders and globs name, and puts the files of each together.

use super::SourceError;
use super::error::shown;
use super::folder::{Entry, Listing, Passed, by_stem, list, readable};
use super::name::{self, Part};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The files of one test, by what their names say. The header decides in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Files {
    /// Both files of a pair.
    Pair {
        /// One row a step.
        step: PathBuf,
        /// One row a sample.
        detail: PathBuf,
    },
    /// A Step file alone.
    Step(PathBuf),
    /// A Detail file alone.
    Detail(PathBuf),
    /// A file whose name says no part.
    Single(PathBuf),
    /// Files that go on with one test, in order.
    Series(Vec<PathBuf>),
}

impl Files {
    /// Every file, Step first.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        match self {
            Self::Pair { step, detail } => vec![step, detail],
            Self::Step(path) | Self::Detail(path) | Self::Single(path) => vec![path],
            Self::Series(paths) => paths.iter().map(PathBuf::as_path).collect(),
        }
    }
}

/// What may be a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The experiment's name: the common stem, or the folder's name for `Step.csv` and `Detail.csv`.
    pub name: String,
    /// Its files.
    pub files: Files,
}

/// A path that is no input, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Skipped {
    /// The path, fit for printing.
    pub path: String,
    /// Why, and what to do.
    pub reason: String,
    /// Whether the user named it outright, so that the command cannot do what it was asked.
    pub named: bool,
    /// Whether what it may hold is lost; else it is read from elsewhere.
    pub lost: bool,
}

/// All that was found, in the order of the paths given, sorted by name within each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What may be a test.
    pub candidates: Vec<Candidate>,
    /// What is none.
    pub skipped: Vec<Skipped>,
    /// Files of folders that may hold a test, or anything else: their first lines tell.
    pub unsure: Vec<PathBuf>,
    /// Files that were not looked at.
    pub passed: Passed,
}

/// Finds the tests that `paths` name: files (whose partner is picked up), folders (searched through), globs.
#[must_use]
pub fn find<P: AsRef<Path>>(paths: &[P]) -> Found {
    let mut finder = Finder::default();
    for path in paths {
        finder.add(path.as_ref());
    }
    finder.found
}

/// The test of the files named outright (`--step`, `--detail`); `None` when neither is.
#[must_use]
pub fn named(step: Option<&Path>, detail: Option<&Path>) -> Option<Candidate> {
    let parts = |path: &Path| name::outright(&path.file_name().unwrap_or_default().to_string_lossy());
    let stem = |path: &Path| {
        let stem = parts(path).stem;
        if stem.is_empty() { folder_name(path) } else { stem }
    };
    let (name, files) = match (step, detail) {
        (Some(step), Some(detail)) => {
            let (a, b) = (stem(step), stem(detail));
            let common: String = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
            let common = common.trim_end_matches(['_', ' ', '-']);
            let name = if common.is_empty() { a } else { common.to_owned() };
            (name, Files::Pair { step: step.to_owned(), detail: detail.to_owned() })
        }
        (Some(step), None) => (stem(step), Files::Step(step.to_owned())),
        (None, Some(detail)) => (stem(detail), Files::Detail(detail.to_owned())),
        (None, None) => return None,
    };
    Some(Candidate { name, files })
}

#[derive(Default)]
struct Finder {
    found: Found,
    /// Files and folders taken already, by their real paths: links and repeated arguments lead to the same things.
    taken: HashSet<PathBuf>,
    searched: HashSet<PathBuf>,
    /// What lies beside files that were named: of each folder the paths by their stems in small letters.
    by_stem: HashMap<PathBuf, HashMap<String, Vec<PathBuf>>>,
    /// What is in `found.skipped`.
    told: HashSet<Skipped>,
}

impl Finder {
    fn add(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.add_folder(path, true),
            Ok(_) => self.add_file(path, true),
            Err(_) if name::split_part(path).1.is_some() => self.add_part(path),
            Err(error) => match path.to_str() {
                Some(pattern) if pattern.contains(['*', '?', '[']) => self.add_glob(pattern),
                _ => {
                    self.skip(path, without_path(&SourceError::io(&shown(path), error), path), true);
                }
            },
        }
    }

    /// One test of a container, by its name.
    fn add_part(&mut self, path: &Path) {
        let (file, part) = name::split_part(path);
        let stem = name::outright(&file.file_name().unwrap_or_default().to_string_lossy()).stem;
        let name = part.map_or(stem.clone(), |part| format!("{stem} {part}"));
        self.push(Candidate { name, files: Files::Single(path.to_owned()) });
    }

    fn add_glob(&mut self, pattern: &str) {
        let matches = match glob::glob(pattern) {
            Ok(matches) => matches,
            Err(error) => return self.skip(Path::new(pattern), format!("is no glob: {error}"), true),
        };
        // `folder/*` means the tables among what it matches; `*.txt` means what it says.
        let last = pattern.rsplit('/').next().unwrap_or(pattern);
        let any_ending = last.rsplit(['*', '?', ']']).next().is_some_and(|end| end.contains('.'));
        let mut any = false;
        for path in matches {
            any = true;
            match path {
                Ok(path) if path.is_dir() => self.add_folder(&path, false),
                Ok(path) if any_ending || name::looks_like_table(&path.to_string_lossy()) => {
                    self.add_file(&path, false);
                }
                Ok(path) if name::maybe(&path.to_string_lossy()).is_some() => {
                    self.found.unsure.push(path.clone());
                    self.add_file(&path, false);
                }
                Ok(_) => {}
                Err(error) => {
                    let reason = error.error().to_string();
                    self.skip(error.path(), reason, false);
                }
            }
        }
        if !any {
            self.skip(Path::new(pattern), "no file matches; check the folder and the spelling".to_owned(), true);
        }
    }

    /// Searches a folder and its subfolders, each once.
    fn add_folder(&mut self, folder: &Path, named: bool) {
        let mut waiting = vec![(folder.to_owned(), named)];
        while let Some((folder, named)) = waiting.pop() {
            let real = std::fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone());
            if !self.searched.insert(real) {
                if !named {
                    self.skip(&folder, "its folder was searched already (a link leads back to it)".to_owned(), false);
                }
                continue;
            }
            let listing = match list(&folder) {
                Ok(listing) => listing,
                Err(error) => {
                    let reason = without_path(&error, &folder);
                    self.push_skipped(Skipped { path: shown(&folder), reason, named, lost: true });
                    continue;
                }
            };
            self.found.passed.add(&listing.passed);
            let (candidates, skipped) = pair(&listing.tables);
            let (candidates, halves) = without_halves(candidates, &listing.skipped);
            candidates.into_iter().for_each(|candidate| self.push(candidate));
            for entry in &listing.maybe {
                for candidate in of_container(entry) {
                    self.found.unsure.extend(candidate.files.paths().into_iter().map(Path::to_owned));
                    self.push(candidate);
                }
            }
            listing.skipped.into_iter().chain(skipped).chain(halves).for_each(|skipped| self.push_skipped(skipped));
            waiting.extend(listing.folders.into_iter().rev().map(|folder| (folder, false)));
        }
    }

    /// Adds a file, with the partner that lies beside it.
    fn add_file(&mut self, path: &Path, named: bool) {
        let own = match readable(path) {
            Ok(name) => Entry { path: path.to_owned(), name },
            Err(skipped) => return self.push_skipped(Skipped { named, ..skipped }),
        };
        if let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(name::maybe)
            && own.name.part == Part::Unsaid
        {
            return of_container(&Entry { name, ..own }).into_iter().for_each(|candidate| self.push(candidate));
        }
        let mut group = vec![own.clone()];
        let mut lost = Vec::new();
        if own.name.part != Part::Unsaid {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let beside = self.beside(folder.unwrap_or(Path::new(".")), &own.name.stem.to_lowercase());
            lost = beside.skipped;
            for entry in beside.tables {
                if entry.path.file_name() != own.path.file_name() {
                    // A path as the user writes it: without the `./` that listing gave it.
                    let path =
                        folder.map_or_else(|| own.path.with_file_name(file_name(&entry)), |_| entry.path.clone());
                    group.push(Entry { path, name: entry.name });
                }
            }
            group.sort_by(|a, b| a.path.cmp(&b.path));
        }
        let (candidates, mut skipped) = pair(&group);
        let (candidates, halves) = without_halves(candidates, &lost);
        skipped.extend(halves);
        let is_own = |candidate: &Candidate| candidate.files.paths().contains(&path);
        candidates.into_iter().filter(is_own).for_each(|candidate| self.push(candidate));
        let of_own = |skipped: &Skipped| skipped.path == shown(path);
        skipped.into_iter().filter(of_own).for_each(|skipped| self.push_skipped(Skipped { named, ..skipped }));
    }

    /// What lies in a folder of the tests of this stem. A folder is listed once, however many of its files are named.
    fn beside(&mut self, folder: &Path, stem: &str) -> Listing {
        let by_stem = self.by_stem.entry(folder.to_owned()).or_insert_with(|| by_stem(folder));
        let mut listing = Listing::default();
        for path in by_stem.get(stem).into_iter().flatten() {
            listing.add_table(path.clone());
        }
        listing
    }

    fn push(&mut self, candidate: Candidate) {
        let mut new = false;
        for path in candidate.files.paths() {
            new |= self.taken.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        }
        if new {
            self.found.candidates.push(candidate);
        }
    }

    fn skip(&mut self, path: &Path, reason: String, named: bool) {
        self.push_skipped(Skipped { path: shown(path), reason, named, lost: named });
    }

    fn push_skipped(&mut self, skipped: Skipped) {
        if self.told.insert(skipped.clone()) {
            self.found.skipped.push(skipped);
        }
    }
}

fn file_name(entry: &Entry) -> &std::ffi::OsStr {
    entry.path.file_name().unwrap_or_default()
}

/// Leaves out half of a test whose other half lies beside it and cannot be read: to load it would be to lose the rest.
fn without_halves(candidates: Vec<Candidate>, lost: &[Skipped]) -> (Vec<Candidate>, Vec<Skipped>) {
    let lost: Vec<(name::TableName, String)> = lost
        .iter()
        .filter_map(|skipped| Path::new(&skipped.path).file_name()?.to_str())
        .filter_map(|file_name| Some((name::table(file_name)?, file_name.to_owned())))
        .collect();
    let mut halves = Vec::new();
    let mut is_whole = |candidate: &Candidate| {
        let (path, missing, option) = match &candidate.files {
            Files::Step(path) => (path, Part::Detail, "--step"),
            Files::Detail(path) => (path, Part::Step, "--detail"),
            Files::Pair { .. } | Files::Single(_) | Files::Series(_) => return true,
        };
        let own = name::outright(&path.file_name().unwrap_or_default().to_string_lossy());
        let is_other =
            |other: &name::TableName| other.part == missing && other.stem.to_lowercase() == own.stem.to_lowercase();
        let Some((_, other)) = lost.iter().find(|(other, _)| is_other(other)) else { return true };
        let reason = format!("{other} beside it cannot be read; name this one with {option} to read it alone");
        halves.push(Skipped { path: shown(path), reason, named: false, lost: true });
        false
    };
    (candidates.into_iter().filter(|candidate| is_whole(candidate)).collect(), halves)
}

/// The words of an error without the path, which stands beside them.
pub(super) fn without_path(error: &SourceError, path: &Path) -> String {
    let text = error.to_string();
    text.strip_prefix(&format!("{}: ", shown(path))).map_or(text.clone(), ToOwned::to_owned)
}

/// Puts the files of one folder together.
fn pair(entries: &[Entry]) -> (Vec<Candidate>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let mut groups: BTreeMap<(String, bool), Vec<&Entry>> = BTreeMap::new();
    for entry in unpacked_first(entries, &mut skipped) {
        groups.entry((entry.name.stem.to_lowercase(), entry.name.part == Part::Unsaid)).or_default().push(entry);
    }
    let mut candidates = Vec::new();
    for ((_, unsaid), group) in groups {
        if unsaid {
            candidates.extend(group.iter().map(|entry| candidate(entry, Files::Single(entry.path.clone()))));
        } else {
            partners::pair(&group, &mut candidates, &mut skipped);
        }
    }
    (candidates, skipped)
}

/// Leaves out what is the packed copy of a file beside it.
fn unpacked_first<'a>(entries: &'a [Entry], skipped: &mut Vec<Skipped>) -> Vec<&'a Entry> {
    let mut kept: Vec<&Entry> = Vec::new();
    let mut seen: HashMap<(&str, &str, Part), &Entry> = HashMap::new();
    let plain = entries.iter().filter(|entry| !entry.name.packed);
    for entry in plain.chain(entries.iter().filter(|entry| entry.name.packed)) {
        let key = (entry.name.stem.as_str(), entry.name.copy.as_str(), entry.name.part);
        match seen.get(&key) {
            Some(other) if entry.name.packed => {
                let reason = format!("{} lies beside it and is read instead", file_name(other).to_string_lossy());
                skipped.push(Skipped { path: shown(&entry.path), reason, named: false, lost: false });
            }
            _ => {
                seen.insert(key, entry);
                kept.push(entry);
            }
        }
    }
    kept.sort_by(|a, b| a.path.cmp(&b.path));
    kept
}

/// The tests of a file that may be a container: one, or each of several by its name.
fn of_container(entry: &Entry) -> Vec<Candidate> {
    let parts = super::container::parts(&entry.path);
    if parts.is_empty() {
        return vec![candidate(entry, Files::Single(entry.path.clone()))];
    }
    let one = |part: String| {
        let mut path = entry.path.clone().into_os_string();
        path.push(format!("#{part}"));
        Candidate { name: format!("{} {part}", entry.name.stem), files: Files::Single(PathBuf::from(path)) }
    };
    parts.into_iter().map(one).collect()
}

fn candidate(entry: &Entry, files: Files) -> Candidate {
    let stem = &entry.name.stem;
    Candidate { name: if stem.is_empty() { folder_name(&entry.path) } else { stem.clone() }, files }
}

/// The name of the folder that a file lies in.
fn folder_name(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| "test".to_owned(), |name| name.to_string_lossy().into_owned())
}

mod partners;
#[cfg(test)]
mod tests;
