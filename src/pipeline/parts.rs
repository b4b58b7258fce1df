//! Opens the files of a test for what they hold, whatever their names say.

use super::open::{OpenError, Opened};
use super::read::ReadOptions;
use crate::model::{Fault, FaultKind, FileRole, Severity};
use crate::source::Files;
use std::path::{Path, PathBuf};

/// The files of a test, open.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) step: Option<Opened>,
    /// The file with the rows.
    pub(super) detail: Option<Opened>,
    pub(super) detail_path: Option<PathBuf>,
    /// The files that go on with its rows.
    pub(super) more: Vec<PathBuf>,
    /// What is worth knowing of their names.
    pub(super) note: Option<Fault>,
}

/// Opens both files, so that the faults of both headers are told at once.
pub(super) fn open_files(files: &Files, options: &ReadOptions) -> Result<Parts, OpenError> {
    match files {
        Files::Step(path) => alone(path, Some(FileRole::Step), options),
        Files::Detail(path) => alone(path, Some(FileRole::Detail), options),
        Files::Single(path) => alone(path, None, options),
        Files::Series(paths) => series(paths, options),
        Files::Pair { step, detail } => pair(step, detail, options),
    }
}

fn open(path: &Path, role: Option<FileRole>, options: &ReadOptions) -> Result<Opened, OpenError> {
    Opened::open(path, options.encoding.as_deref(), options.read_as(role))
}

/// One file; where it is not what its name says, its header decides.
fn alone(path: &Path, role: Option<FileRole>, options: &ReadOptions) -> Result<Parts, OpenError> {
    let opened = match (open(path, role, options), role) {
        (Err(OpenError::Faults(faults)), Some(_)) => {
            open(path, None, options).map_err(|_| OpenError::Faults(faults))?
        }
        (opened, _) => opened?,
    };
    Ok(if opened.plan.role == FileRole::Step {
        Parts { step: Some(opened), ..Parts::default() }
    } else {
        Parts { detail: Some(opened), detail_path: Some(path.to_owned()), ..Parts::default() }
    })
}

/// Files that go on with one test: all must be read as the first is.
fn series(paths: &[PathBuf], options: &ReadOptions) -> Result<Parts, OpenError> {
    let [first, more @ ..] = paths else { return Err(OpenError::Faults(Vec::new())) };
    let mut parts = alone(first, None, options)?;
    for path in more {
        let opened = open(path, None, options)?;
        let same = parts.detail.as_ref().is_some_and(|first| first.plan.is_like(&opened.plan));
        if !same {
            let message =
                format!("{} has other columns than {}, which it goes on with", path.display(), first.display());
            let fault = Fault::new(FaultKind::UnpairedFile, opened.input.path(), message);
            return Err(OpenError::Faults(vec![Fault { line: Some(opened.plan.header_line), ..fault }]));
        }
    }
    parts.more = more.to_vec();
    parts.note = parts.note.or_else(|| missing_part(paths));
    Ok(parts)
}

/// What is to be said of a number that is left out between the parts, or before the first.
fn missing_part(paths: &[PathBuf]) -> Option<Fault> {
    let number = |path: &PathBuf| {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        stem[stem.len() - digits..].parse::<u32>().ok()
    };
    let numbers: Vec<u32> = paths.iter().filter_map(number).collect();
    let gap = std::iter::once(&0).chain(&numbers).zip(&numbers).find(|(before, own)| **own > **before + 1)?;
    let message =
        format!("part {} of this test is not there: what it holds is missing; put it beside the others", gap.0 + 1);
    Some(Fault::new(FaultKind::UnpairedFile, &paths[0].display().to_string(), message).at(Severity::Warning))
}

/// Two files; where each is what the other's name says, they are taken the other way round, and that is said.
fn pair(step: &Path, detail: &Path, options: &ReadOptions) -> Result<Parts, OpenError> {
    let as_named = (open(step, Some(FileRole::Step), options), open(detail, Some(FileRole::Detail), options));
    let (one, other) = match as_named {
        (Ok(steps), Ok(rows)) => {
            let detail_path = Some(detail.to_owned());
            return Ok(Parts { step: Some(steps), detail: Some(rows), detail_path, ..Parts::default() });
        }
        (Err(OpenError::Faults(one)), other) => (one, other.err()),
        (Ok(_), Err(OpenError::Faults(other))) => (other, None),
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let exchanged = (open(detail, Some(FileRole::Step), options), open(step, Some(FileRole::Detail), options));
    if let (Ok(steps), Ok(rows)) = exchanged {
        let message = format!(
            "Step and Detail are exchanged: this file holds the rows, and {} the steps; they are taken the other way round",
            detail.display()
        );
        let note = Fault::new(FaultKind::UnpairedFile, rows.input.path(), message).at(Severity::Info);
        let detail_path = Some(step.to_owned());
        let (step, detail) = (Some(steps), Some(rows));
        return Ok(Parts { step, detail, detail_path, note: Some(note), ..Parts::default() });
    }
    match other {
        None => Err(OpenError::Faults(one)),
        Some(OpenError::Faults(other)) => Err(OpenError::Faults(one.into_iter().chain(other).collect())),
        Some(error) => Err(error),
    }
}
