//! The modules of an .mpr: their heads, from the first to the end of the file.

use crate::source::container::table::{Problem, Source};
use std::io::SeekFrom;

const MAGIC: &[u8] = b"BIO-LOGIC MODULAR FILE\x1a";
/// Where the first module begins.
const FIRST_MODULE: u64 = 52;
/// Head of a module up to EC-Lab 11.43, and since EC-Lab 11.50.
const OLD_HEAD: usize = 57;
const NEW_HEAD: usize = 65;
/// In place of the length: the new head, with its length after it.
const NEW_MARK: u32 = u32::MAX;
/// Files have three to five.
const MOST_MODULES: usize = 1000;

/// A module.
#[derive(Debug)]
pub(super) struct Module {
    /// Short name, without the blanks that fill it up: `VMP data`.
    pub(super) name: String,
    /// Where its head begins.
    pub(super) at: u64,
    /// Where its payload begins.
    pub(super) payload: u64,
    /// Bytes of its payload; they all lie in the file.
    pub(super) length: u64,
    /// Version of its layout.
    pub(super) version: u32,
    date: [u8; 8],
}

impl Module {
    /// The day it was written, `YYYY-MM-DD`: `03.15.17`, `01/16/25` and `10-04-17` put the month first.
    pub(super) fn day(&self) -> Option<String> {
        let mut parts = std::str::from_utf8(&self.date).ok()?.split(['.', '/', '-']).map(str::parse::<u8>);
        let mut part = || parts.next()?.ok();
        let (month, day, year) = (part()?, part()?, part()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day) && year < 100)
            .then(|| format!("20{year:02}-{month:02}-{day:02}"))
    }
}

/// All modules of a file of `size` bytes.
pub(super) fn find(file: &mut dyn Source, size: u64) -> Result<Vec<Module>, Problem> {
    let mut magic = [0; MAGIC.len()];
    if size < FIRST_MODULE {
        return Err(cut(format!("the file has {size} bytes, and its head alone takes {FIRST_MODULE}")));
    }
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut magic)?;
    if magic != *MAGIC {
        return Err(Problem::Damaged("byte 0: it does not begin as a BioLogic .mpr".to_owned()));
    }
    let mut modules = Vec::new();
    let mut at = FIRST_MODULE;
    while at < size {
        let module = head(file, at, size)?;
        at = module.payload + module.length;
        modules.push(module);
        if modules.len() > MOST_MODULES {
            return Err(Problem::Damaged(format!("byte {at}: more than {MOST_MODULES} modules")));
        }
    }
    Ok(modules)
}

/// The module whose head begins at `at`.
fn head(file: &mut dyn Source, at: u64, size: u64) -> Result<Module, Problem> {
    let mut head = [0; NEW_HEAD];
    let here = usize::try_from(size - at).map_or(NEW_HEAD, |left| left.min(NEW_HEAD));
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut head[..here])?;
    if here < OLD_HEAD {
        return Err(cut(format!("byte {at}: the head of a module has {here} of {OLD_HEAD} bytes")));
    }
    if &head[..6] != b"MODULE" {
        return Err(Problem::Damaged(format!(
            "byte {at}: no module begins where the one before ends; copy the file again from where it was measured"
        )));
    }
    let name = String::from_utf8_lossy(&head[6..16]).trim_end_matches(['\0', ' ']).to_owned();
    let new = u32_at(&head, 41) == NEW_MARK;
    if new && here < NEW_HEAD {
        return Err(cut(format!("byte {at}: the head of module `{name}` has {here} of {NEW_HEAD} bytes")));
    }
    let (length, version, date, payload) =
        if new { (45, 53, 57, NEW_HEAD as u64) } else { (41, 45, 49, OLD_HEAD as u64) };
    let length = u64::from(u32_at(&head, length));
    let payload = at + payload;
    if length > size - payload {
        let here = size - payload;
        return Err(cut(format!(
            "module `{name}` at byte {at}: it has {length} bytes, but the file ends after {here} of them"
        )));
    }
    let mut day = [0; 8];
    day.copy_from_slice(&head[date..date + 8]);
    Ok(Module { name, at, payload, length, version: u32_at(&head, version), date: day })
}

fn cut(what: String) -> Problem {
    Problem::Damaged(format!("{what}; copy the file again from where it was measured"))
}

fn u32_at(bytes: &[u8; NEW_HEAD], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_puts_the_month_first() {
        let day = |date: &[u8; 8]| {
            Module { name: String::new(), at: 0, payload: 0, length: 0, version: 0, date: *date }.day()
        };
        assert_eq!(day(b"03.15.17").as_deref(), Some("2017-03-15"));
        assert_eq!(day(b"01/16/25").as_deref(), Some("2025-01-16"));
        assert_eq!(day(b"10-04-17").as_deref(), Some("2017-10-04"));
        assert_eq!(day(b"31/12/25"), None);
        assert_eq!(day(b"\xFF\0......"), None);
    }
}
