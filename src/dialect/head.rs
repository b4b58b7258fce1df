//! Finds the header line and the delimiter in the beginning of a file.

use super::pattern::matches;
use super::spec::HeaderPlace;
use super::{ColumnSpec, Dialect, Field, Format, Layers, ReadAs, all, target};
use crate::model::FileRole;
use std::sync::Arc;

/// A table has at least so many columns: a time, a voltage, a current.
const LEAST_CELLS: usize = 3;
/// How many lines a preamble may have.
const PREAMBLE_LINES: usize = 200;
/// How many cells are looked at in all: a table of many columns has its header early.
const CELLS: usize = 400_000;

/// How well one line, cut by one delimiter, fits one format of one dialect.
pub(super) struct Fit {
    pub(super) dialect: &'static Dialect,
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
    if delimiter == b' ' {
        return line.split_whitespace().map(ToOwned::to_owned).collect();
    }
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
    let dialects = read_as.dialect.map_or_else(all, |forced| vec![forced]);
    let dialects: Vec<&'static Dialect> = dialects.into_iter().filter(|one| wanted(read_as, one)).collect();
    let mut all: Vec<Fit> = Vec::new();
    let mut looked_at = 0;
    let mut preamble = Preamble::new(&dialects);
    for (index, line) in head.lines().take(PREAMBLE_LINES).enumerate() {
        let line_number = index as u64 + 1;
        for delimiter in *b",;\t| " {
            if !line.as_bytes().contains(&delimiter) {
                continue;
            }
            let flat = Arc::new(cells(line, delimiter));
            looked_at += flat.len();
            let layered = layered(head, index, &flat, delimiter).map(|(_, header)| Arc::new(header));
            for (dialect, has_begun) in dialects.iter().copied().zip(&preamble.has_begun) {
                let is_parted = dialect.text.delimiter.map_or(delimiter != b' ', |own| own == delimiter);
                if !is_parted || !has_begun || !preamble.allows(&dialect.text.header, line_number, line) {
                    continue;
                }
                let cells = if dialect.text.is_layered { layered.as_ref() } else { Some(&flat) };
                let Some(cells) = cells else { continue };
                for format in dialect.formats() {
                    if read_as.role.is_some_and(|role| role != format.role) {
                        continue;
                    }
                    all.extend(fit(dialect, format, delimiter, line_number, cells));
                }
            }
        }
        if looked_at > CELLS || all.iter().any(|fit| fit.missing.is_empty()) {
            break;
        }
        preamble.take(line);
    }
    all.sort_by(|a, b| b.rank().cmp(&a.rank()).then(a.line.cmp(&b.line)));
    all
}

/// The header of a report in layers whose third line is this one.
pub(super) fn layered(
    head: &str,
    index: usize,
    cells_of_line: &[String],
    delimiter: u8,
) -> Option<(Layers, Vec<String>)> {
    let starts = cells_of_line.first()?.is_empty() && cells_of_line.get(1)?.is_empty();
    let above = |back: usize| Some(cells(head.lines().nth(index.checked_sub(back)?)?, delimiter));
    starts.then(|| Layers::of(&above(2)?, &above(1)?, cells_of_line, delimiter)).flatten()
}

/// How a line fits one format; nothing when no column of it is there.
fn fit(
    dialect: &'static Dialect,
    format: &'static Format,
    delimiter: u8,
    line: u64,
    cells: &Arc<Vec<String>>,
) -> Option<Fit> {
    if cells.len() < LEAST_CELLS
        || cells.iter().any(|cell| dialect.detect.without.iter().any(|name| matches(name, cell)))
    {
        return None;
    }
    // Most lines are no header of most dialects: that is seen by the columns that must be there.
    let required = || format.columns.iter().filter(|spec| spec.required);
    let is_one = |spec: &&ColumnSpec| cells.iter().any(|cell| target::is_named(spec, cell));
    if required().all(|spec| !is_one(&spec)) {
        return None;
    }
    // A dialect may give one field two names, so the name decides.
    let mut is_there = vec![false; format.columns.len()];
    // A file is not known by what is only held against it.
    let found = cells.iter().filter_map(|cell| target::find(&format.columns, cell));
    for spec in found.filter(|spec| !spec.is_witness()) {
        let at = format.columns.iter().position(|one| std::ptr::eq(one, spec));
        is_there[at.unwrap_or_default()] = true;
    }
    // A header that must be there may be one that means something else, too.
    for (spec, is_there) in format
        .columns
        .iter()
        .zip(&mut is_there)
        .filter(|(spec, _)| matches!(spec.field, Field::Counter | Field::Record))
    {
        *is_there |= spec.required && cells.iter().any(|cell| target::is_named(spec, cell));
    }
    let matched = is_there.iter().filter(|is_there| **is_there).count();
    let absent = format.columns.iter().zip(&is_there).filter(|(spec, there)| spec.required && !**there);
    let missing = absent.map(|(spec, _)| spec).collect();
    let cells = Arc::clone(cells);
    (matched > 0 || cells.len() > 1).then_some(Fit {
        dialect,
        role: format.role,
        columns: &format.columns,
        delimiter,
        line,
        cells,
        matched,
        missing,
    })
}

/// Which dialects the lines above allow: some are known by what stands above their header.
struct Preamble {
    starts: Vec<&'static str>,
    has_begun: Vec<bool>,
    /// The lines above, in small letters.
    lines: Vec<String>,
}

impl Preamble {
    fn new(dialects: &[&'static Dialect]) -> Self {
        let starts: Vec<&str> = dialects.iter().map(|dialect| dialect.detect.preamble_starts.as_str()).collect();
        Self { has_begun: starts.iter().map(|start| start.is_empty()).collect(), starts, lines: Vec::new() }
    }

    /// Whether a dialect's header may be in this line.
    fn allows(&self, place: &HeaderPlace, line_number: u64, line: &str) -> bool {
        match place {
            HeaderPlace::Found => true,
            HeaderPlace::Line(wanted) => line_number == *wanted,
            HeaderPlace::With(text) => line.to_lowercase().contains(text),
            HeaderPlace::After(text) => self.lines.last().is_some_and(|before| before.trim() == text.trim()),
            HeaderPlace::NumberAfter(text) => self.lines.iter().any(|before| {
                let number = before.split_once(text.as_str()).map(|(_, rest)| rest.trim());
                number.and_then(|number| number.split_whitespace().next()?.parse().ok()) == Some(line_number)
            }),
        }
    }

    fn take(&mut self, line: &str) {
        let line = line.trim_start().to_lowercase();
        self.lines.push(line.clone());
        for (has_begun, start) in self.has_begun.iter_mut().zip(&self.starts) {
            *has_begun |= line.starts_with(start);
        }
    }
}

fn wanted(read_as: ReadAs<'_>, dialect: &Dialect) -> bool {
    let container = dialect.detect.container.as_str();
    container.is_empty() || read_as.container.is_none_or(|found| found == container)
}
