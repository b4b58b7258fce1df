//! The manifest: metadata for many tests, a row for each.

use super::super::status::Failure;
use super::metadata::{Said, date};
use super::whose::Whose;
use crate::format::read_records;
use crate::model::{Allowed, nearest};
use crate::source::{Candidate, Input};
use std::path::{Path, PathBuf};

/// The columns that a manifest may have.
const COLUMNS: [&str; 15] = [
    "path",
    "name",
    "project",
    "cell",
    "machine",
    "operator",
    "chemistry",
    "form_factor",
    "nominal_capacity_ah",
    "nominal_voltage_v",
    "serial",
    "description",
    "start_date",
    "reference_step",
    "comment",
];

/// A manifest.
#[derive(Debug)]
pub(in crate::cli) struct Manifest {
    file: PathBuf,
    rows: Vec<Row>,
    /// Whether it tells of other tests, too, which are worked on elsewhere.
    is_of_more: bool,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    line: u64,
    /// A file of the test, or the folder that holds it, from the manifest's own folder on.
    path: Option<PathBuf>,
    pub(super) said: Said,
}

/// Reads it.
pub(in crate::cli) fn read(file: &Path) -> anyhow::Result<Manifest> {
    let mut input = Input::open(file, None)?;
    let (mut text, mut chunk) = (Vec::new(), Vec::new());
    while input.next_chunk(&mut chunk)?.is_some() {
        text.extend_from_slice(&chunk);
    }
    if let Some(fault) = input.take_faults().first() {
        return Err(wrong(file, fault.line.unwrap_or(1), &fault.message).into());
    }
    let text = String::from_utf8_lossy(&text);
    let (headers, records) = read_records(&text).map_err(|(line, words)| wrong(file, line, &words))?;
    let headers: Vec<String> = headers.iter().map(|header| header.to_lowercase()).collect();
    for header in &headers {
        if !COLUMNS.contains(&header.as_str()) {
            let failure = wrong(file, 1, &format!("`{header}` is no column of a manifest"));
            return Err(match nearest(header, COLUMNS.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("the columns are {}", COLUMNS.join(", "))),
            }
            .into());
        }
    }
    if !headers.iter().any(|header| header == "path" || header == "name") {
        return Err(wrong(file, 1, "a `path` or `name` column must tell which test a row is of").into());
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let mut row = Row { line: record.line, path: None, said: Said::default() };
        for (header, cell) in headers.iter().zip(&record.cells).filter(|(_, cell)| !cell.is_empty()) {
            row.set(header, cell, folder)
                .map_err(|words| wrong(file, record.line, &format!("column {header}: {words}")))?;
        }
        rows.push(row);
    }
    Ok(Manifest { file: file.to_owned(), rows, is_of_more: false })
}

/// Whether a candidate is the manifest, which may lie among the tests that it tells of.
pub(in crate::cli) fn is_it(candidate: &Candidate, manifest: Option<&Path>) -> bool {
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let manifest = manifest.map(place);
    manifest.is_some_and(|manifest| candidate.files.paths().iter().any(|path| place(path) == manifest))
}

fn wrong(file: &Path, line: u64, words: &str) -> Failure {
    Failure::usage(format!("{}:{line}: {words}", file.display()))
}

impl Row {
    fn set(&mut self, header: &str, cell: &str, folder: &Path) -> Result<(), String> {
        let text = || Some(cell.to_owned());
        let said = &mut self.said;
        match header {
            "path" => self.path = Some(folder.join(cell)),
            "name" => said.name = text(),
            "project" => said.project = text(),
            "cell" => said.cell = text(),
            "machine" => said.machine = text(),
            "operator" => said.operator = text(),
            "chemistry" => said.chemistry = text(),
            "form_factor" => said.form_factor = text(),
            "serial" => said.serial = text(),
            "description" => said.description = text(),
            "nominal_capacity_ah" => said.nominal_capacity_ah = Some(Allowed::NOMINAL_CAPACITY.read(cell)?),
            "nominal_voltage_v" => said.nominal_voltage_v = Some(Allowed::NOMINAL_VOLTAGE.read(cell)?),
            "start_date" => said.start_date = Some(date(cell)?),
            "reference_step" => {
                said.reference_step = Some(cell.parse().map_err(|_| format!("`{cell}` is no step number"))?);
            }
            _ => {}
        }
        Ok(())
    }

    /// The places of its tests: by a file of it or its folder, else by its name.
    fn tests(&self, whose: &Whose<'_>) -> Vec<usize> {
        match (&self.path, &self.said.name) {
            (Some(path), _) => whose.path(path),
            (None, Some(name)) => whose.name(name),
            (None, None) => Vec::new(),
        }
    }
}

impl Manifest {
    /// The same, which may tell of tests that are worked on elsewhere.
    pub(in crate::cli) fn of_more(self) -> Self {
        Self { is_of_more: true, ..self }
    }

    /// The paths that its rows name.
    pub(in crate::cli) fn paths(&self) -> Vec<PathBuf> {
        self.rows.iter().filter_map(|row| row.path.clone()).collect()
    }

    /// The row of each test; a row without a test, or two for one, is a mistake.
    /// What no file is called is looked for among those that were renamed, by `renamed`.
    pub(super) fn assign(
        &self,
        candidates: &[Candidate],
        renamed: &dyn Fn(&str) -> anyhow::Result<Vec<usize>>,
    ) -> anyhow::Result<Vec<Option<&Row>>> {
        let mut rows: Vec<Option<&Row>> = vec![None; candidates.len()];
        let whose = Whose::of(candidates);
        for row in &self.rows {
            let mut tests = row.tests(&whose);
            if let (true, false, None, Some(name)) = (tests.is_empty(), self.is_of_more, &row.path, &row.said.name) {
                tests = renamed(name)?;
            }
            for &at in &tests {
                if let Some(other) = rows[at].replace(row) {
                    let words = format!("`{}` has a row already, at line {}", candidates[at].name, other.line);
                    return Err(wrong(&self.file, row.line, &words).into());
                }
            }
            if tests.is_empty() && !self.is_of_more {
                let named = row.path.as_ref().map(|path| path.display().to_string()).or_else(|| row.said.name.clone());
                let words = format!("no test `{}` is among the inputs", named.unwrap_or_default());
                let hint = "a row is found by its `path`, else by its `name`: the common stem of the files, or what a \
                            renamed test is called now";
                return Err(wrong(&self.file, row.line, &words).hint(hint).into());
            }
        }
        Ok(rows)
    }
}
