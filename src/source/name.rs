//! What a file's name says: that it is a table, which part of a test it holds, and what the test is called.

/// Which part the name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Step,
    Detail,
    /// The name says nothing: a cycler with one file, or no test at all.
    Unsaid,
}

/// A file name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableName {
    /// The common stem of a pair as written; empty for a file called `Step.csv` alone.
    pub(super) stem: String,
    pub(super) part: Part,
    /// Whether the ending says that it is packed.
    pub(super) packed: bool,
}

/// Between the stem and `Step` or `Detail`.
const SEPARATORS: [char; 3] = ['_', ' ', '-'];
const PARTS: [(&str, Part); 2] = [("step", Part::Step), ("detail", Part::Detail)];
const PACKED: [&str; 2] = [".gz", ".zst"];

/// The parts of a table's name; `None` where it does not end like one (`.csv`, `.csv.gz`, `.csv.zst`, in any case).
pub(super) fn table(file_name: &str) -> Option<TableName> {
    let (plain, packed) = unpacked(file_name);
    let body = strip_end(plain, ".csv")?;
    Some(parts(body, packed))
}

/// The parts of a name that the user gave outright, whatever its ending.
pub(super) fn outright(file_name: &str) -> TableName {
    let (plain, packed) = unpacked(file_name);
    let body = plain.rsplit_once('.').map_or(plain, |(body, _)| if body.is_empty() { plain } else { body });
    parts(body, packed)
}

/// Whether a name that is no UTF-8 ends like a table's.
pub(super) fn looks_like_table(lossy_name: &str) -> bool {
    table(lossy_name).is_some()
}

fn unpacked(file_name: &str) -> (&str, bool) {
    PACKED.iter().find_map(|end| strip_end(file_name, end)).map_or((file_name, false), |plain| (plain, true))
}

fn parts(body: &str, packed: bool) -> TableName {
    for (word, part) in PARTS {
        if body.eq_ignore_ascii_case(word) {
            return TableName { stem: String::new(), part, packed };
        }
        if let Some(stem) = strip_end(body, word).and_then(|stem| stem.strip_suffix(SEPARATORS))
            && !stem.is_empty()
        {
            return TableName { stem: stem.to_owned(), part, packed };
        }
    }
    TableName { stem: body.to_owned(), part: Part::Unsaid, packed }
}

/// `strip_suffix` without regard to case; `end` is ASCII and lower-case.
fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(end.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(end).then(|| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> Option<(String, Part, bool)> {
        table(name).map(|name| (name.stem, name.part, name.packed))
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(said("A123 +1C_Step.csv"), Some(("A123 +1C".into(), Part::Step, false)));
        assert_eq!(said("x_DETAIL.CSV.GZ"), Some(("x".into(), Part::Detail, true)));
        assert_eq!(said("電池-detail.csv.zst"), Some(("電池".into(), Part::Detail, true)));
        assert_eq!(said("Step.csv"), Some((String::new(), Part::Step, false)));
        assert_eq!(said("footstep.csv"), Some(("footstep".into(), Part::Unsaid, false)));
        assert_eq!(said("notes.txt"), None);
        assert_eq!(said("csv"), None);
        assert_eq!(outright("cell.7_Step.txt").stem, "cell.7");
        assert_eq!(outright(".hidden").stem, ".hidden");
    }
}
