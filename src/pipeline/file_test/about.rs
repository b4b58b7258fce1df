//! What is said of a test's files before and after they are read.

use super::FileTest;
use crate::dialect::{Plan, Seen};
use crate::model::{Cell, Fault, FaultKind, FileInfo, Head, Origin, Severity};
use crate::pipeline::open::Opened;
use crate::pipeline::read::ReadOptions;
use crate::source::{self, Candidate};
use std::path::Path;

pub(super) fn no_rows(path: &str, header_line: u64) -> Fault {
    let message = "the file holds a header and no rows; export the test again";
    Fault { line: Some(header_line), ..Fault::new(FaultKind::EmptyFile, path, message) }
}

pub(super) fn head(candidate: &Candidate, options: &ReadOptions, plan: &Plan, has_rows: bool) -> Head {
    let mut conventions = options.conventions.clone();
    // What the file says of the cell counts where nobody says more.
    let is_known = options.cell.as_ref().is_some_and(|cell| cell.nominal_capacity_ah.is_some());
    if !is_known && conventions.cell_nominal_capacity_ah.is_none() {
        conventions.cell_nominal_capacity_ah = plan.preamble.nominal_capacity_ah;
    }
    // So does its name; a mass alone is of no cell that could be told again.
    let said = plan.preamble.cell.clone().filter(|_| options.cell.is_none()).map(|name| Cell {
        name,
        active_mass_g: plan.preamble.active_mass_g,
        ..Cell::default()
    });
    Head {
        name: options.name.clone().unwrap_or_else(|| candidate.name.clone()),
        origin: Origin::Files,
        dialect: plan.dialect.name().to_owned(),
        has_end_reasons: plan.dialect.has_end_reasons(),
        has_rows,
        channels: if has_rows { plan.channels.clone() } else { Vec::new() },
        temperature_channel: plan.temperature_channel.clone(),
        thinned_s: None,
        cell: options.cell.clone().or(said),
        project: None,
        machine: None,
        operator: None,
        amended: Vec::new(),
        conventions,
        files: Vec::new(),
    }
}

pub(super) fn info(opened: &Opened) -> FileInfo {
    let path = opened.input.path().to_owned();
    let name = Path::new(&path).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    FileInfo {
        role: opened.plan.role,
        path,
        name,
        blake3: String::new(),
        size: 0,
        modified_at: source::stat(Path::new(opened.input.path()))
            .ok()
            .and_then(|(_, modified)| modified)
            .map(source::utc),
        encoding: opened.input.encoding().to_owned(),
        delimiter: char::from(opened.plan.delimiter),
        rows: 0,
        sentinels: 0,
        rejected_rows: 0,
    }
}

impl FileTest {
    /// What is to be said of a test of which no row could be read, and no step: there is nothing to show of it.
    pub(super) fn all_is_lost(&self) -> Option<Fault> {
        let (steps, faults) = self.walked.as_ref()?;
        let rejected: u64 = self.head.files.iter().map(|file| file.rejected_rows).sum();
        let first = faults.iter().find(|fault| fault.severity.is_none_or(|severity| severity == Severity::Error))?;
        (steps.is_empty() && rejected > 0).then(|| {
            let message = format!("none of {rejected} rows can be read, first: {}", first.message);
            Fault { message, ..first.clone() }
        })
    }
}

/// Cells that became missing.
pub(super) fn cells(seen: &Seen) -> u64 {
    seen.absent.iter().map(|absent| absent.count).sum()
}
