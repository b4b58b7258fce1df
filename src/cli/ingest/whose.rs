//! Which tests a path or a name means: looked up, so that a manifest of thousands of rows is matched at once.

use crate::source::Candidate;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What a file's name ends with after the stem of a pair.
const ENDS: [&str; 2] = ["_step.", "_detail."];

/// The tests, by all that may name them.
pub(super) struct Whose<'a> {
    by_path: HashMap<PathBuf, Vec<usize>>,
    by_name: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Whose<'a> {
    /// Of these tests.
    pub(super) fn of(candidates: &'a [Candidate]) -> Self {
        let mut whose = Self { by_path: HashMap::new(), by_name: HashMap::new() };
        for (at, candidate) in candidates.iter().enumerate() {
            whose.by_name.entry(&candidate.name).or_default().push(at);
            for file in candidate.files.paths() {
                let real = file.canonicalize().ok();
                let folder = real.as_deref().and_then(Path::parent).map(Path::to_path_buf);
                let both = [Some(file), real.as_deref()].into_iter().flatten();
                let stems = both.filter_map(Path::to_str).flat_map(stems).map(PathBuf::from);
                for path in stems.chain([file.to_path_buf()]).chain(real.clone()).chain(folder) {
                    let tests = whose.by_path.entry(path).or_default();
                    if tests.last() != Some(&at) {
                        tests.push(at);
                    }
                }
            }
        }
        whose
    }

    /// The places of the tests of a file, of a folder that holds one, or of a file's path without its `_Step.csv` or
    /// `_Detail.csv`; in order.
    pub(super) fn path(&self, path: &Path) -> Vec<usize> {
        // A stem is no file itself, but stands in a folder.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = || Some(folder.canonicalize().ok()?.join(path.file_name()?));
        let real = path.canonicalize().ok().or_else(beside);
        let found = [Some(path), real.as_deref()].into_iter().flatten().filter_map(|path| self.by_path.get(path));
        let mut tests: Vec<usize> = found.flatten().copied().collect();
        tests.sort_unstable();
        tests.dedup();
        tests
    }

    /// The places of the tests with this name.
    pub(super) fn name(&self, name: &str) -> Vec<usize> {
        self.by_name.get(name).cloned().unwrap_or_default()
    }
}

/// What stands before each `_Step.` or `_Detail.`, in whatever case.
fn stems(file: &str) -> impl Iterator<Item = &str> {
    let is_end = |rest: &str| {
        let begins = |end: &&str| rest.get(..end.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(end));
        ENDS.iter().any(begins)
    };
    file.match_indices('_').map(|(at, _)| at).filter(move |at| is_end(&file[*at..])).map(|at| &file[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn a_test_is_found_by_file_folder_stem_and_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("a")).unwrap();
        std::fs::create_dir_all(at("b")).unwrap();
        for file in ["a/one_Step.csv", "a/one_Detail.csv", "b/two.csv", "b/three.csv"] {
            std::fs::write(at(file), "").unwrap();
        }
        let pair = Files::Pair { step: at("a/one_Step.csv"), detail: at("a/one_Detail.csv") };
        let test = |name: &str, files| Candidate { name: name.to_owned(), files };
        let tests = [
            test("one", pair),
            test("two", Files::Single(at("b/two.csv"))),
            test("three", Files::Single(at("b/three.csv"))),
        ];
        let whose = Whose::of(&tests);
        assert_eq!(whose.path(&at("a/one_Detail.csv")), [0]);
        assert_eq!(whose.path(&at("a/../a/one_Step.csv")), [0]);
        assert_eq!(whose.path(&at("a/one")), [0]);
        assert_eq!(whose.path(&at("b/../a/one")), [0]);
        assert_eq!(whose.path(&at("b/../a")), [0]);
        assert_eq!(whose.path(&at("b")), [1, 2]);
        assert_eq!(whose.name("two"), [1]);
        assert_eq!(whose.path(&at("b/tw")), [0; 0]);
        assert_eq!(whose.name("four"), [0; 0]);
    }

    #[test]
    fn a_stem_ends_before_the_part_in_whatever_case() {
        let found = |file| stems(file).collect::<Vec<_>>();
        assert_eq!(found("x/a_step.b_DETAIL.csv.gz"), ["x/a", "x/a_step.b"]);
        assert_eq!(found("x/電_池_Step.csv"), ["x/電_池"]);
        assert_eq!(found("x/a_Steps.csv"), [""; 0]);
    }
}
