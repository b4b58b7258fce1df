//! Lines of the files that go on with a test. They go by above the lines of its first file, file after file, so that one
//! number tells the order of all its rows; in the end each finding names its own file and line.

use crate::model::Finding;

/// No file has as many lines.
const BITS: u32 = 40;

/// What stands before a sheet's name, behind what is said of a workbook.
pub const SHEET: &str = "; sheet `";

/// The line under which a line of a file goes by; the first file is 0. What is not known stays so.
#[must_use]
pub fn above(line: u64, file: usize) -> u64 {
    if line == 0 { 0 } else { line | (file as u64) << BITS }
}

/// The file and its own line.
fn split(line: u64) -> (usize, u64) {
    ((line >> BITS) as usize, line & ((1 << BITS) - 1))
}

/// A line beyond the end of its file is one of the next; `rows` are how many each has below a header of one line.
#[must_use]
pub fn over(line: u64, rows: &[u64]) -> u64 {
    let (mut file, mut own) = split(line);
    while file + 1 < rows.len() && own > rows[file] + 1 {
        own -= rows[file];
        file += 1;
    }
    above(own, file)
}

/// Whether two lines are of one file.
pub(super) fn is_of_one_file(one: u64, other: u64) -> bool {
    split(one).0 == split(other).0
}

/// How many lines a range has; one that runs over files has at least one.
pub(super) fn count(first: u64, last: u64) -> u64 {
    if split(first).0 == split(last).0 { (last + 1).saturating_sub(first) } else { 1 }
}

/// Makes a finding name its own file and line; `files` are those of the rows, in their order.
pub fn place(finding: &mut Finding, files: &[&str]) {
    let Some((file, line)) = finding.line.map(split) else { return };
    let last = finding.line_end.map(split);
    if file > 0 {
        finding.file = files.get(file).map(|path| (*path).to_owned()).or(finding.file.take());
    }
    finding.line = Some(line);
    // A range that runs on into the next file is told by its first line.
    finding.line_end = last.filter(|(of, _)| *of == file).map(|(_, line)| line);
}

/// The other way round, of a finding that was told before.
pub fn unplace(finding: &mut Finding, files: &[&str]) {
    let of = |path: &str| files.iter().position(|one| *one == path).filter(|at| *at > 0);
    let Some(file) = finding.file.as_deref().and_then(of) else { return };
    finding.file = files.first().map(|path| (*path).to_owned());
    finding.line = finding.line.map(|line| above(line, file));
    finding.line_end = finding.line_end.map(|line| above(line, file));
}

/// Whether a finding that was told before is one that is found again, where nobody knows the sheets.
pub(super) fn is_same(told: &Finding, found: &Finding) -> bool {
    let message = told.message.rsplit_once(SHEET).map_or(told.message.as_str(), |(message, _)| message);
    let is_said = told.message == found.message || message == found.message;
    is_said && Finding { alike: None, message: told.message.clone(), ..found.clone() } == *told
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::model::Severity;

    #[test]
    fn a_finding_names_its_own_file_in_the_end() {
        let files = ["a_1.csv", "a_2.csv", "a_3.csv"];
        let at = |file: &str, lines: (u64, Option<u64>)| Finding {
            file: Some(file.into()),
            line: Some(lines.0),
            line_end: lines.1,
            ..finding("TIM01", Severity::Error)
        };
        for (file, path) in files.iter().enumerate() {
            let mut one = at("a_1.csv", (above(7, file), Some(above(9, file))));
            place(&mut one, &files);
            assert_eq!(one, at(path, (7, Some(9))));
            unplace(&mut one, &files);
            assert_eq!(one, at("a_1.csv", (above(7, file), Some(above(9, file)))));
        }
        let mut beyond = at("a_1.csv", (7, Some(above(2, 1))));
        place(&mut beyond, &files);
        assert_eq!(beyond, at("a_1.csv", (7, None)));
        assert_eq!(
            [11, 12, 21, above(40, 1)].map(|line| over(line, &[10, 8, 9])),
            [11, above(2, 1), above(3, 2), above(32, 2)]
        );
        assert_eq!((above(0, 2), count(7, 9), count(7, above(2, 1))), (0, 3, 1));
    }
}
