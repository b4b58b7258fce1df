//! Finds the header line and the delimiter in the beginning of a file.

use super::{ALL, ColumnSpec, Dialect, ReadAs, plan};
use crate::model::FileRole;
use std::sync::Arc;

/// How many lines a preamble may have.
const PREAMBLE_LINES: usize = 200;
/// How many cells are looked at in all: a table of many columns has its header early.
const CELLS: usize = 400_000;

/// How well one line, cut by one delimiter, fits one format of one dialect.
pub(super) struct Fit {
    pub(super) dialect: &'static dyn Dialect,
    pub(super) role: FileRole,
    pub(super) columns: &'static [ColumnSpec],
    pub(super) delimiter: u8,
    /// The header's physical line.
    pub(super) line: u64,
    pub(super) cells: Arc<Vec<String>>,
    /// Columns of the format that were found.
    pub(super) matched: usize,
    /// Required columns that were not.
    pub(super) missing: Vec<&'static ColumnSpec>,
}

impl Fit {
    fn rank(&self) -> (bool, usize, usize) {
        (self.missing.is_empty(), self.matched, usize::MAX - self.missing.len())
    }

    /// The share of the required columns that are there.
    pub(super) fn coverage(&self) -> f64 {
        let required = self.columns.iter().filter(|spec| spec.required).count();
        1.0 - self.missing.len() as f64 / required.max(1) as f64
    }
}

/// Cuts a line into trimmed cells.
pub(super) fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|cell| cell.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Every fit of the beginning of a file, the best first. The first line that has all that a format requires is the header:
/// what follows are rows.
pub(super) fn fits(head: &str, read_as: ReadAs<'_>) -> Vec<Fit> {
    let mut all: Vec<Fit> = Vec::new();
    let mut looked_at = 0;
    for (index, line) in head.lines().take(PREAMBLE_LINES).enumerate() {
        for delimiter in *b",;\t|" {
            if !line.as_bytes().contains(&delimiter) {
                continue;
            }
            let cells = Arc::new(cells(line, delimiter));
            looked_at += cells.len();
            for dialect in ALL.iter().copied().filter(|one| wanted(read_as, *one)) {
                for format in dialect.formats() {
                    if read_as.role.is_some_and(|role| role != format.role) {
                        continue;
                    }
                    // A dialect may give one field two names, so the name decides.
                    let mut is_there = vec![false; format.columns.len()];
                    for spec in cells.iter().filter_map(|cell| plan::find(format.columns, cell)) {
                        let at = format.columns.iter().position(|one| std::ptr::eq(one, spec));
                        is_there[at.unwrap_or_default()] = true;
                    }
                    let matched = is_there.iter().filter(|is_there| **is_there).count();
                    let absent = format.columns.iter().zip(&is_there).filter(|(spec, there)| spec.required && !**there);
                    let missing = absent.map(|(spec, _)| spec).collect();
                    let (columns, role, line) = (format.columns, format.role, index as u64 + 1);
                    let cells = Arc::clone(&cells);
                    all.push(Fit { dialect, role, columns, delimiter, line, cells, matched, missing });
                }
            }
        }
        if looked_at > CELLS || all.iter().any(|fit| fit.missing.is_empty()) {
            break;
        }
    }
    all.sort_by(|a, b| b.rank().cmp(&a.rank()).then(a.line.cmp(&b.line)));
    all
}

fn wanted(read_as: ReadAs<'_>, dialect: &dyn Dialect) -> bool {
    read_as.dialect.is_none_or(|forced| forced.name() == dialect.name())
}
