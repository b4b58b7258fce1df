//! Where a finding is, in the words of a person: which of several files, which sheet of a workbook.

use crate::model::{FileInfo, FileRole, Finding, Head};
use crate::source::{self, Sheet};
use crate::validate::later::{self, SHEET};
use std::collections::HashMap;
use std::path::Path;

/// Makes findings of files name their own file and line, and their sheet.
pub(super) fn tell(findings: &mut [Finding], head: &Head) {
    let paths = paths(head);
    if paths.len() > 1 {
        findings.iter_mut().for_each(|finding| later::place(finding, &paths));
    }
    tell_sheets(findings);
}

/// The same of a test that a database holds: of its rows only the line of each step's first is known, and those that
/// follow may lie in the next file, below a header of one line.
pub(super) fn tell_stored(findings: &mut [Finding], head: &Head) {
    let paths = paths(head);
    if paths.len() < 2 {
        return;
    }
    let rows: Vec<u64> = files(head).map(|file| file.rows + file.rejected_rows).collect();
    for finding in findings {
        finding.line = finding.line.map(|line| later::over(line, &rows));
        finding.line_end = finding.line_end.map(|line| later::over(line, &rows));
        later::place(finding, &paths);
    }
}

/// Makes findings of workbooks name their sheet and its row: the lines of sheets that continue each other run on.
pub(super) fn tell_sheets(findings: &mut [Finding]) {
    let mut known: HashMap<String, Vec<Sheet>> = HashMap::new();
    for finding in findings {
        let (Some(path), Some(line)) = (&finding.file, finding.line) else { continue };
        let sheets = known.entry(path.clone()).or_insert_with(|| source::sheets(Path::new(path)));
        let Some(sheet) = sheets.iter().rev().find(|sheet| sheet.line <= line) else { continue };
        let row = line - sheet.line + sheet.row;
        finding.message.push_str(&format!("{SHEET}{}`, row {row}", sheet.name));
    }
}

/// Takes back what was told of a finding's place, so that it can be compared with what is found again.
pub(super) fn take_back(finding: &mut Finding, head: &Head) {
    later::unplace(finding, &paths(head));
}

/// The files with the rows.
fn files(head: &Head) -> impl Iterator<Item = &FileInfo> {
    head.files.iter().filter(|file| matches!(file.role, FileRole::Detail | FileRole::Single))
}

fn paths(head: &Head) -> Vec<&str> {
    files(head).map(|file| file.path.as_str()).collect()
}
