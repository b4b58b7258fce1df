//! What a file's name says: that it is a table, which part of a test it holds, and what the test is called.

use std::path::{Path, PathBuf};

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
    /// What a file manager put beside the name of a copy: ` (1)`, ` - Copy`; empty for an original.
    pub(super) copy: String,
    pub(super) part: Part,
    /// Whether the ending says that it is packed.
    pub(super) packed: bool,
}

/// Between the stem and `Step` or `Detail`.
const SEPARATORS: [char; 4] = ['_', ' ', '-', '.'];
const PARTS: [(&str, Part); 4] =
    [("steps", Part::Step), ("step", Part::Step), ("details", Part::Detail), ("detail", Part::Detail)];
const PACKED: [&str; 2] = [".gz", ".zst"];
/// The word for a copy that file managers put behind a name, in the languages of their users.
const COPIES: [&str; 20] = [
    "copy",
    "copie",
    "kopie",
    "copia",
    "cópia",
    "còpia",
    "kopi",
    "kopia",
    "kopio",
    "kopya",
    "kópia",
    "kopija",
    "másolat",
    "копия",
    "копія",
    "副本",
    "複製",
    "复制",
    "コピー",
    "복사본",
];
/// The same before a name.
const COPIES_BEFORE: [&str; 8] =
    ["copy of ", "kopie von ", "copie de ", "copia de ", "copia di ", "cópia de ", "kopia av ", "копия "];

/// What the files of one test have in common: their folder and stem, whatever the case. Who follows a folder takes them
/// together.
#[must_use]
pub fn group_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(outright(&name).stem.to_lowercase())
}

/// Whether a file may belong to a test, by its name.
#[must_use]
pub fn may_be_of_a_test(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    looks_like_table(&name) || maybe(&name).is_some()
}

/// The file and the part of it that a path names: `test.res#2` is the part `2` of `test.res`, unless there is a file of
/// the whole name.
pub(super) fn split_part(path: &Path) -> (PathBuf, Option<String>) {
    let found = path
        .to_str()
        .and_then(|text| text.rsplit_once('#'))
        .filter(|(file, part)| !part.is_empty() && !part.contains('/') && !path.exists() && Path::new(file).is_file());
    match found {
        Some((file, part)) => (PathBuf::from(file), Some(part.to_owned())),
        None => (path.to_owned(), None),
    }
}

/// A path that names a part of a file, unless it names one already, or the file has no parts.
#[must_use]
pub fn with_part(path: &Path, part: &str) -> PathBuf {
    let is_container = super::container::has_parts(path);
    if !is_container || split_part(path).1.is_some() {
        return path.to_owned();
    }
    let mut named = path.to_owned().into_os_string();
    named.push(format!("#{part}"));
    PathBuf::from(named)
}

/// The parts of a table's name; `None` where it does not end like one (`.csv`, `.csv.gz`, `.csv.zst`, in any case).
pub(super) fn table(file_name: &str) -> Option<TableName> {
    let (plain, packed) = unpacked(file_name);
    let body = strip_end(plain, ".csv")?;
    Some(parts(body, packed))
}

/// The parts of the name of what may hold a test, or anything else: other cyclers' endings, and Maccor's numbers (`.034`).
pub(super) fn maybe(file_name: &str) -> Option<TableName> {
    let (plain, packed) = unpacked(file_name);
    let (body, ending) = plain.rsplit_once('.').filter(|(body, _)| !body.is_empty())?;
    let is_number = ending.len() == 3 && ending.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    (is_known || is_number).then(|| TableName {
        stem: body.to_owned(),
        copy: String::new(),
        part: Part::Unsaid,
        packed,
    })
}

/// Whether a file is a summary or a description that Arbin writes beside a test.
pub(super) fn is_sidecar(file_name: &str) -> bool {
    let name: String = file_name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["statisticbycycle", "statisticbystep", "globalinfo"].iter().any(|word| name.contains(word))
}

/// Endings under which cyclers write, and others too.
const ENDINGS: [&str; 11] = ["txt", "tsv", "mpt", "mpr", "res", "xlsx", "xls", "nda", "ndax", "parquet", "zip"];

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
    let (plain, copy) = without_copy(body);
    match said(plain) {
        Some((stem, part)) => TableName { stem, copy, part, packed },
        // A name that says no part is a test's own, marks of copies and all.
        None => TableName { stem: body.to_owned(), copy: String::new(), part: Part::Unsaid, packed },
    }
}

/// The stem and the part of a name: `x_Step`, `x.Steps`, `Step_x`, `xStep`, `Step`, `x_Step_2`.
fn said(body: &str) -> Option<(String, Part)> {
    for (word, part) in PARTS {
        if body.eq_ignore_ascii_case(word) {
            return Some((String::new(), part));
        }
        if let Some(stem) = strip_end(body, word) {
            let parted = stem.strip_suffix(SEPARATORS);
            // Without a separator only a capital begins a word: `footstep` is none.
            let is_word = body[stem.len()..].starts_with(|c: char| c.is_ascii_uppercase())
                && !stem.ends_with(|c: char| c.is_ascii_uppercase());
            if let Some(stem) = parted.or_else(|| is_word.then_some(stem)).filter(|stem| !stem.is_empty()) {
                return Some((stem.to_owned(), part));
            }
        }
        if let Some(stem) = strip_start(body, word).and_then(|stem| stem.strip_prefix(SEPARATORS))
            && !stem.is_empty()
        {
            return Some((stem.to_owned(), part));
        }
    }
    // In the middle: `x_Step_2` belongs to `x_Detail_2`.
    let mut at = 0;
    for word in body.split(SEPARATORS) {
        if let Some((_, part)) = PARTS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
            return Some((format!("{}{}", &body[..at], &body[at + word.len() + 1..]), *part));
        }
        at += word.len() + 1;
    }
    None
}

/// The name without what file managers make of a copy's, and that: `x_Step (1)`, `x_Step - Copy (2)`, `Copy of x_Step`.
fn without_copy(body: &str) -> (&str, String) {
    let mut plain = body;
    while let Some(shorter) = without_mark(plain).filter(|shorter| !shorter.is_empty()) {
        plain = shorter;
    }
    let behind = &body[plain.len()..];
    let before = COPIES_BEFORE.iter().find(|word| plain.to_lowercase().starts_with(**word));
    // Lower case may have other lengths, but not of these words.
    let before = before.and_then(|word| Some((plain.get(..word.len())?, plain.get(word.len()..)?)));
    match before {
        Some((before, rest)) if !rest.is_empty() => (rest, format!("{before}{behind}")),
        _ => (plain, behind.to_owned()),
    }
}

/// Takes one mark of a copy from the end, if there is one.
fn without_mark(body: &str) -> Option<&str> {
    if let Some(open) = body.strip_suffix([')', '）']) {
        let at = open.rfind(['(', '（'])?;
        let inside = open[at..].trim_start_matches(['(', '（']).trim();
        let is_mark = inside.bytes().all(|byte| byte.is_ascii_digit()) || is_copy(inside);
        return (is_mark && !inside.is_empty()).then(|| open[..at].trim_end());
    }
    // `x copy 2`, as macOS writes it; the number alone is a name's own.
    let numbered = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let word_end = if numbered.len() < body.len() { numbered.strip_suffix(' ').unwrap_or(body) } else { body };
    let at = word_end.rfind([' ', '-', '_', '–', '—'])?;
    let word = word_end[at..].trim_start_matches([' ', '-', '_', '–', '—']);
    is_copy(word).then(|| word_end[..at].trim_end_matches([' ', '-', '_', '–', '—']))
}

fn is_copy(word: &str) -> bool {
    let word = word.to_lowercase();
    COPIES.contains(&word.as_str())
}

/// `strip_suffix` without regard to case; `end` is ASCII and lower-case.
fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(end.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(end).then(|| &text[..at])
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
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

    #[test]
    fn people_and_file_managers_write_it_in_many_ways() {
        for name in [
            "x_Step (1)",
            "x_Step(1)",
            "x_Step - Copy",
            "x_Step - Copy (2)",
            "x_Step copy 2",
            "Step_x",
            "step-x",
            "xStep",
            "x.Step",
            "x_Steps",
            "x STEPS",
            "x_Step - 複製",
            "x_Step - 副本 (3)",
            "x_Step - Kopie",
            "x_Step - コピー",
            "x_Step — копия",
            "Copy of x_Step",
            "Kopie von x_Step",
            "x_Step （1）",
            "x_Step (copy)",
        ] {
            let found = table(&format!("{name}.csv")).unwrap();
            assert_eq!((found.stem.as_str(), found.part), ("x", Part::Step), "{name}");
            let copy = !["Step_x", "step-x", "xStep", "x.Step", "x_Steps", "x STEPS"].contains(&name);
            assert_eq!(found.copy.is_empty(), !copy, "{name}");
        }
        assert_eq!(said("x_Step_2.csv"), Some(("x_2".into(), Part::Step, false)));
        assert_eq!(said("run 2 (1).csv"), Some(("run 2 (1)".into(), Part::Unsaid, false)));
        assert_eq!(said("photocopy_Step.csv"), Some(("photocopy".into(), Part::Step, false)));
        for none in ["Footstep", "instep 2", "TESTSTEP", "misstep copy", "detailed"] {
            assert_eq!(said(&format!("{none}.csv")).unwrap().1, Part::Unsaid, "{none}");
        }
    }
}
