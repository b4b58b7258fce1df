//! Puts the files together that go on with one test: `x_Wb_1.CSV`, `x_Wb_2.CSV` and so on.

use super::find::{Candidate, Files};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// Joins what the patterns say belongs together (`*_Wb_{n}.CSV`, in any case); what lies beside a file that is named comes
/// with it. A first part alone is named as the test will be when others have come.
#[must_use]
pub fn join(candidates: Vec<Candidate>, patterns: &[&str]) -> Vec<Candidate> {
    let mut taken: HashSet<PathBuf> = HashSet::new();
    let mut joined = Vec::new();
    for candidate in candidates {
        let Files::Single(path) = &candidate.files else {
            joined.push(candidate);
            continue;
        };
        if taken.contains(path) {
            continue;
        }
        let parts = patterns.iter().find_map(|pattern| parts_of(path, pattern)).filter(|parts| parts.len() > 1);
        match parts {
            None => {
                let is_first = patterns.iter().any(|pattern| is_first(path, pattern));
                let name = is_first.then(|| stem(path, patterns)).flatten();
                joined.push(Candidate { name: name.unwrap_or(candidate.name), files: candidate.files });
            }
            Some(parts) => {
                let name = stem(path, patterns).unwrap_or_else(|| candidate.name.clone());
                taken.extend(parts.iter().cloned());
                joined.push(Candidate { name, files: Files::Series(parts) });
            }
        }
    }
    joined
}

/// What stands before the number in a name, and the number, where the name is as the pattern says.
fn number<'n>(name: &'n str, pattern: &str) -> Option<(&'n str, u32)> {
    let (before, after) = pattern.split_once("{n}")?;
    let body = name.get(..name.len().checked_sub(after.len())?)?;
    let is_ended = name[body.len()..].eq_ignore_ascii_case(after);
    let stem = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = body[stem.len()..].parse().ok()?;
    let before = before.strip_prefix('*')?;
    let is_begun = stem.get(stem.len().checked_sub(before.len())?..)?.eq_ignore_ascii_case(before);
    (is_ended && is_begun).then_some((stem, number))
}

/// Whether a file is the first part of a test.
fn is_first(path: &Path, pattern: &str) -> bool {
    path.file_name().and_then(|name| number(name.to_str()?, pattern)).is_some_and(|(_, number)| number == 1)
}

/// The files of a folder that are parts of the same test as one of them, in the order of their numbers.
fn parts_of(path: &Path, pattern: &str) -> Option<Vec<PathBuf>> {
    let name = path.file_name()?.to_str()?;
    let (own, _) = number(name, pattern)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut found: BTreeMap<u32, PathBuf> = BTreeMap::new();
    for entry in std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.flatten() {
        let other = entry.file_name();
        let Some((stem, at)) = other.to_str().and_then(|other| number(other, pattern)) else { continue };
        if stem == own {
            found.insert(at, path.with_file_name(&other));
        }
    }
    Some(found.into_values().collect())
}

/// The test's name: the name without the number and what separates it.
fn stem(path: &Path, patterns: &[&str]) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let (stem, _) = patterns.iter().find_map(|pattern| number(name, pattern))?;
    let word = stem.trim_end_matches(['_', '-', ' ', '.']);
    // `_Wb` numbers workbooks, and names nothing.
    Some(word.strip_suffix("_Wb").or_else(|| word.strip_suffix("_wb")).unwrap_or(word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_in_the_order_of_their_numbers() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["a_Channel_1_Wb_1.CSV", "a_Channel_1_Wb_10.csv", "a_Channel_1_Wb_2.CSV", "a_Channel_2_Wb_1.CSV", "b.csv"]
        {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let single = |name: &str| Candidate { name: name.to_owned(), files: Files::Single(folder.path().join(name)) };
        let given =
            ["a_Channel_1_Wb_2.CSV", "a_Channel_1_Wb_1.CSV", "a_Channel_2_Wb_1.CSV", "b.csv"].map(single).to_vec();
        let joined = join(given, &["*_Wb_{n}.CSV"]);
        assert_eq!(joined.len(), 3);
        assert_eq!(joined[0].name, "a_Channel_1");
        let names: Vec<_> = joined[0].files.paths().iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["a_Channel_1_Wb_1.CSV", "a_Channel_1_Wb_2.CSV", "a_Channel_1_Wb_10.csv"]);
        assert!(matches!(joined[1].files, Files::Single(_)), "one part is a file like any other");
        assert_eq!(joined[1].name, "a_Channel_2", "and named as it will be with others");
    }
}
