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

/// The same where the workbook is not at hand: a line lies in the sheet that was told of it before.
pub(super) fn tell_sheets_as(told: &[Finding], findings: &mut [Finding]) {
    let sheet = |told: &Finding| told.message.rsplit_once(SHEET).map(|(_, sheet)| sheet.to_owned());
    let known: HashMap<(Option<&str>, u64), String> =
        told.iter().filter_map(|told| Some(((told.file.as_deref(), told.line?), sheet(told)?))).collect();
    for finding in findings.iter_mut().filter(|finding| sheet(finding).is_none()) {
        let place = finding.line.map(|line| (finding.file.as_deref(), line));
        if let Some(sheet) = place.and_then(|place| known.get(&place)) {
            finding.message.push_str(SHEET);
            finding.message.push_str(sheet);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    fn finding(rule: &'static str, line: u64, message: &str) -> Finding {
        Finding {
            rule,
            name: "name",
            severity: Severity::Warning,
            file: Some("book.xlsx".to_owned()),
            line: Some(line),
            line_end: None,
            step: None,
            column: None,
            value: None,
            message: message.to_owned(),
            alike: None,
        }
    }

    #[test]
    fn a_line_lies_in_the_sheet_that_was_told_of_it() {
        let told = [finding("CUR01", 7, "high; sheet `Rows_2`, row 3"), finding("CUR02", 9, "low")];
        let mut found = vec![finding("CUR01", 7, "high"), finding("TIM01", 7, "late"), finding("CUR02", 9, "low")];
        tell_sheets_as(&told, &mut found);
        tell_sheets_as(&told, &mut found);
        let said: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(said, ["high; sheet `Rows_2`, row 3", "late; sheet `Rows_2`, row 3", "low"]);
    }
}
