//! Neware .ndax: a zip of binary tables (.ndc). Layouts 2 and 5 hold whole records; 14, 16 and 17 split them into
//! measurements, times and steps.

mod archive;
mod channels;
mod pages;
mod split;
mod test_info;
mod whole;

use super::neware::refused;
use super::table::{Problem, Source, Table};
use archive::Archive;
use test_info::TestInfo;

/// Opens a test; `data.ndc` says how its records look. Its members are read side by side, a page at a time.
pub(crate) fn open(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Result<Box<dyn Table>, Problem> {
    let archive = Archive::open(open_file)?;
    let info = TestInfo::read(&archive)?;
    let (_, layout) = archive.kind_and_layout("data.ndc")?;
    match layout {
        2 | 5 => whole::open(&archive, &info, layout),
        14 | 16 | 17 => split::open(&archive, &info, layout),
        _ => Err(refused(format!("a Neware .ndax of layout {layout}, of which no file was seen"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::sync::Arc;

    /// A zip of these members, stored.
    pub(super) fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in members {
            let mut crc = flate2::Crc::new();
            crc.update(content);
            let size = content.len() as u32;
            let mut header = vec![10, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            header.extend(crc.sum().to_le_bytes());
            header.extend([size.to_le_bytes(), size.to_le_bytes()].concat());
            header.extend((name.len() as u16).to_le_bytes());
            header.extend([0, 0]);
            let at = bytes.len() as u32;
            bytes.extend([&b"PK\x03\x04"[..], &header, name.as_bytes(), content].concat());
            directory
                .extend([&b"PK\x01\x02\x0A\0"[..], &header, &[0; 10], &at.to_le_bytes(), name.as_bytes()].concat());
        }
        let (at, size, count) = (bytes.len() as u32, directory.len() as u32, members.len() as u16);
        bytes.extend(directory);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        bytes.extend([size.to_le_bytes(), at.to_le_bytes()].concat());
        bytes.extend([0, 0]);
        bytes
    }

    /// A table of one page after its header.
    pub(super) fn ndc(kind: u8, layout: u16, slots: &[Vec<u8>]) -> Vec<u8> {
        let (page_length, begin) = if layout == 2 { (512, 5) } else { (4096, 132) };
        let mut bytes = vec![0; page_length * 2];
        bytes[0] = kind;
        bytes[2..4].copy_from_slice(&layout.to_le_bytes());
        let page = &mut bytes[page_length..];
        page[0] = kind + 1;
        page[2..4].copy_from_slice(&(slots.len() as u16).to_le_bytes());
        for (number, slot) in slots.iter().enumerate() {
            page[4 + number / 8] |= 1 << (number % 8);
            let at = begin + number * slot.len();
            page[at..at + slot.len()].copy_from_slice(slot);
        }
        seal(page);
        bytes
    }

    /// Writes a page's checksum.
    pub(super) fn seal(page: &mut [u8]) {
        let end = page.len() - 4;
        let mut crc = flate2::Crc::new();
        crc.update(&page[..end]);
        page[end..].copy_from_slice(&crc.sum().to_le_bytes());
    }

    /// The whole table of these bytes.
    pub(super) fn table(bytes: &[u8]) -> Result<String, Problem> {
        let bytes: Arc<[u8]> = bytes.into();
        let mut table = open(&|| Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))?;
        let mut text = Vec::new();
        while table.next_line(&mut text)? {}
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn an_unknown_layout_is_refused_by_its_number() {
        let problem = table(&zip(&[("data.ndc", ndc(1, 11, &[]))])).unwrap_err();
        assert!(matches!(problem, Problem::Refused { .. }), "{problem}");
        assert!(problem.to_string().contains("layout 11") && problem.to_string().contains("CSV"), "{problem}");
    }

    #[test]
    fn an_archive_without_data_or_its_end_is_damaged() {
        let bytes = zip(&[("Step.xml", b"<root/>".to_vec())]);
        assert!(table(&bytes).unwrap_err().to_string().contains("data.ndc"));
        assert!(matches!(table(&bytes[..bytes.len() - 9]), Err(Problem::Damaged(_))));
    }
}
