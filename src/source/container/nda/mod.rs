//! Neware .nda: one stream of records behind a header. Versions 8 to 29 hold counts, 130 floats.

mod counts;
mod floats;
mod records;

use super::neware::{self, refused};
use super::table::{Problem, Source, Table};
use records::Input;

/// What every .nda begins with.
const MAGIC: &[u8] = b"NEWARE";
/// Where the header ends that this reader looks at.
const HEADER: usize = 50;

/// Opens a test; the header's version says how its records look. Rows are read one by one.
pub(crate) fn open(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Result<Box<dyn Table>, Problem> {
    let mut input = Input::open(open_file()?)?;
    let mut header = [0; HEADER];
    if !input.read_record(&mut header)? {
        return Err(input.damaged(0, "shorter than the header of a Neware .nda"));
    }
    if !header.starts_with(MAGIC) {
        return Err(input.damaged(0, "does not begin with NEWARE as a .nda does"));
    }
    match neware::u16_at(&header, 14) {
        version @ (8 | 22 | 23 | 26 | 29) => counts::open(input, version),
        130 => floats::open(input, &header),
        version => Err(refused(format!("a Neware .nda of version {version}, of which no file was seen"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::sync::Arc;

    /// The whole table of these bytes.
    pub(super) fn table(bytes: &[u8]) -> Result<String, Problem> {
        let bytes: Arc<[u8]> = bytes.into();
        let mut table = open(&|| Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))?;
        let mut text = Vec::new();
        while table.next_line(&mut text)? {}
        Ok(String::from_utf8(text).unwrap())
    }

    /// A header of a version.
    pub(super) fn header(version: u16, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        bytes[..14].copy_from_slice(b"NEWARE20200101");
        bytes[14..16].copy_from_slice(&version.to_le_bytes());
        bytes
    }

    #[test]
    fn what_is_no_nda_is_said_so() {
        let problem = table(&[b'x'; 99]).unwrap_err().to_string();
        assert!(problem.contains("NEWARE"), "{problem}");
        assert!(matches!(table(b"NEWARE2020"), Err(Problem::Damaged(_))));
    }

    #[test]
    fn an_unknown_version_is_refused_by_its_number() {
        let problem = table(&header(27, 4000)).unwrap_err();
        assert!(matches!(problem, Problem::Refused { .. }), "{problem}");
        assert!(problem.to_string().contains("version 27") && problem.to_string().contains("CSV"), "{problem}");
    }
}
