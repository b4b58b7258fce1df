//! Pairs to read: the repository's synthetic ones, and the real ones where the reference data stands beside it.

use super::aloud;
use std::fs;
use std::path::{Path, PathBuf};

/// A Step file and its Detail file, as text to cut and to spoil.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// The common stem.
    pub(crate) name: String,
    /// The Step file's text.
    pub(crate) step: String,
    /// The Detail file's text.
    pub(crate) detail: String,
}

/// The executed step's number, in both files of a Chroma LEx pair.
const STEP_NUMBER: &str = "工步";

impl Pair {
    fn read(step: &Path, detail: &Path) -> Self {
        let text = |path: &Path| fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let stem = step.file_stem().expect("a name").to_string_lossy().into_owned();
        Self { name: stem[..stem.len() - "_step".len()].to_owned(), step: text(step), detail: text(detail) }
    }

    /// Writes it into a folder, which is made.
    pub(crate) fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(format!("{}_Step.csv", self.name)), &self.step).expect("a Step file");
        fs::write(folder.join(format!("{}_Detail.csv", self.name)), &self.detail).expect("a Detail file");
    }

    /// The same under another name.
    pub(crate) fn named(&self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self.clone() }
    }

    /// The numbers of the executed steps that have rows, in order.
    pub(crate) fn steps(&self) -> Vec<i32> {
        let mut steps: Vec<i32> = rows(&self.detail).map(|(_, step)| step).collect();
        steps.dedup();
        steps
    }

    /// The cells of a column of Detail, row by row.
    pub(crate) fn column(&self, column: &str) -> Vec<&str> {
        let index = column_of(&self.detail, column);
        self.detail.lines().skip(1).map(|row| row.split(',').nth(index).unwrap_or_default()).collect()
    }

    /// The export made while step `running` ran: Step holds the steps before it, Detail ends at the end of one of its
    /// rows, `share` of them in (at least one).
    pub(crate) fn while_running(&self, running: i32, share: f64) -> Self {
        let of_it = rows(&self.detail).filter(|(_, step)| *step == running).count();
        let keep = ((of_it as f64 * share) as usize).clamp(1, of_it);
        let before = rows(&self.detail).filter(|(_, step)| *step < running).count();
        let cut = |text: &str, count: usize| -> String { text.split_inclusive('\n').take(1 + count).collect() };
        let finished = rows(&self.step).filter(|(_, step)| *step < running).count();
        Self { name: self.name.clone(), step: cut(&self.step, finished), detail: cut(&self.detail, before + keep) }
    }

    /// Another text in one cell of Detail: data row `row` (the first is 0), column `column`.
    pub(crate) fn with_cell(&self, row: usize, column: &str, text: &str) -> Self {
        Self { detail: cell_changed(&self.detail, row, column, text), ..self.clone() }
    }

    /// The same with another text in one cell of the Step file.
    pub(crate) fn with_step_cell(&self, row: usize, column: &str, text: &str) -> Self {
        Self { step: cell_changed(&self.step, row, column, text), ..self.clone() }
    }

    /// Another test of the same kind, of this name: both files differ from every other `mark`'s, by a temperature and a
    /// column that no rule minds. `mark` is below 1000.
    pub(crate) fn another(&self, name: &str, mark: usize) -> Self {
        let temperature = format!("24.{mark:03}");
        let step = cell_changed(&self.step, 0, "截止Q(%)", &mark.to_string());
        Self { step, ..self.with_cell(0, "Aux T1", &temperature).named(name) }
    }
}

fn cell_changed(file: &str, row: usize, column: &str, text: &str) -> String {
    let index = column_of(file, column);
    let lines = file.split_inclusive('\n').enumerate().map(|(number, line)| {
        if number != row + 1 {
            return line.to_owned();
        }
        let body = line.trim_end_matches(['\r', '\n']);
        let mut cells: Vec<&str> = body.split(',').collect();
        cells[index] = text;
        format!("{}{}", cells.join(","), &line[body.len()..])
    });
    lines.collect()
}

/// Where a column stands in a file's header.
fn column_of(text: &str, column: &str) -> usize {
    let header = text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}');
    header.split(',').position(|cell| cell == column).unwrap_or_else(|| panic!("no column {column} in {header}"))
}

/// Each data row and its step.
fn rows(text: &str) -> impl Iterator<Item = (&str, i32)> {
    let index = column_of(text, STEP_NUMBER);
    text.lines().skip(1).map(move |row| {
        let cell = row.split(',').nth(index).unwrap_or_default();
        (row, cell.parse().unwrap_or_else(|_| panic!("no step number in {row}")))
    })
}

/// A folder of the repository's fixtures.
pub(crate) fn fixture_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The synthetic pair of a fixture folder.
pub(crate) fn fixture(name: &str) -> Pair {
    let folder = fixture_folder(name);
    pairs_in(&folder).pop().unwrap_or_else(|| panic!("no pair in {}", folder.display()))
}

/// Where measured data are, if they are.
pub(crate) fn shared() -> PathBuf {
    std::env::var_os("BATTERY_ETL_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

/// The real Chroma LEx pairs; none, said aloud, where the reference data is not there.
pub(crate) fn real_pairs() -> Vec<Pair> {
    let shared = shared();
    let pairs = pairs_in(&shared.join("data/chroma"));
    if pairs.is_empty() {
        aloud(&format!(
            "SKIPPED on real data: no {}/data/chroma (BATTERY_ETL_SHARED names its place)",
            shared.display()
        ));
    }
    pairs
}

/// Every `<name>_Step.csv` of a folder that has its Detail, in any case, in order of name.
fn pairs_in(folder: &Path) -> Vec<Pair> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let lower = |path: &PathBuf| path.to_string_lossy().to_lowercase();
    let pair = |step: &PathBuf| {
        let wanted = lower(step).strip_suffix("_step.csv").map(|stem| format!("{stem}_detail.csv"))?;
        files.iter().find(|path| lower(path) == wanted).map(|detail| Pair::read(step, detail))
    };
    files.iter().filter_map(pair).collect()
}
