//! What the tests of one run are called, so that no two are taken for one.

use crate::source::Candidate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What the name of a test is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum NameFrom {
    /// The common stem of its files
    #[default]
    Stem,
    /// The folder of its files, then their common stem: FOLDER/STEM
    Folder,
}

/// The folders that a test lies in, the nearest first. One that is its name already does not count.
fn folders(candidate: &Candidate) -> Vec<String> {
    let Some(path) = candidate.files.paths().first().map(|path| path.to_path_buf()) else { return Vec::new() };
    let real = path.canonicalize().unwrap_or(path);
    let file = real.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let all = real.ancestors().skip(1).filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    // `mini/Step.csv` is called after its folder.
    let is_named_after = !file.contains(&candidate.name.to_lowercase());
    all.skip(usize::from(is_named_after)).collect()
}

/// The name with so many folders in front.
fn with_folders(candidate: &Candidate, count: usize) -> String {
    let mut parts: Vec<String> = folders(candidate).into_iter().take(count).collect();
    parts.reverse();
    parts.push(candidate.name.clone());
    parts.join("/")
}

/// Puts the folder of each test before its name.
pub(crate) fn name_by_folder(candidates: &mut [Candidate]) {
    for candidate in candidates {
        candidate.name = with_folders(candidate, 1);
    }
}

/// Puts folders before the names of those tests that would have one name, as few as tell them apart; tests of one folder are
/// called after their files.
pub(crate) fn tell_apart(candidates: &mut [&mut Candidate]) {
    for group in groups(candidates.iter().map(|candidate| candidate.name.clone())) {
        let deepest = group.iter().map(|&at| folders(candidates[at]).len()).max().unwrap_or(0);
        let names = |count: usize| group.iter().map(|&at| with_folders(candidates[at], count)).collect::<Vec<_>>();
        let apart = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        let by_file = group.iter().map(|&at| file_name(candidates[at])).collect::<Vec<_>>();
        let Some(names) = (1..=deepest).map(names).chain([by_file]).find(apart) else { continue };
        for (at, name) in group.into_iter().zip(names) {
            candidates[at].name = name;
        }
    }
}

/// The name of its first file.
fn file_name(candidate: &Candidate) -> String {
    first_file(candidate).file_name().map_or_else(|| candidate.name.clone(), |name| name.to_string_lossy().into_owned())
}

/// The places of the names that stand more than once, each name's together.
pub(crate) fn groups(names: impl Iterator<Item = String>) -> Vec<Vec<usize>> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        by_name.entry(name).or_default().push(at);
    }
    by_name.into_values().filter(|places| places.len() > 1).collect()
}

/// The first file of a test, as it was found.
pub(crate) fn first_file(candidate: &Candidate) -> PathBuf {
    candidate.files.paths().first().map(|path| path.to_path_buf()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    fn pair(folder: &std::path::Path, name: &str, stem: &str) -> Candidate {
        std::fs::create_dir_all(folder).unwrap();
        let path = folder.join(format!("{stem}Step.csv"));
        std::fs::write(&path, "").unwrap();
        Candidate { name: name.to_owned(), files: Files::Step(path) }
    }

    #[test]
    fn as_few_folders_as_tell_them_apart() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let mut all = [pair(&at("a/run"), "x", "x_"), pair(&at("b/run"), "x", "x_"), pair(&at("b"), "y", "y_")];
        tell_apart(&mut all.iter_mut().collect::<Vec<_>>());
        assert_eq!(all.each_ref().map(|one| one.name.as_str()), ["a/run/x", "b/run/x", "y"]);
        name_by_folder(&mut all[2..]);
        assert_eq!(all[2].name, "b/y");
    }

    #[test]
    fn tests_of_one_folder_are_called_after_their_files() {
        let single = |file: &str| Candidate { name: "x".to_owned(), files: Files::Single(PathBuf::from(file)) };
        let mut all = [single("a/x.csv"), single("a/x.ndax")];
        tell_apart(&mut all.iter_mut().collect::<Vec<_>>());
        assert_eq!(all.each_ref().map(|one| one.name.as_str()), ["x.csv", "x.ndax"]);
    }

    #[test]
    fn a_folder_that_is_the_name_is_not_said_twice() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let mut all = [pair(&at("a/mini"), "mini", ""), pair(&at("b/mini"), "mini", "")];
        tell_apart(&mut all.iter_mut().collect::<Vec<_>>());
        assert_eq!(all.each_ref().map(|one| one.name.as_str()), ["a/mini", "b/mini"]);
    }
}
