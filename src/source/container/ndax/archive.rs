//! The members of a .ndax, each read through a handle of its own.

use super::super::neware::{refused, u16_at};
use super::super::table::{Problem, Source};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, ErrorKind, Read, SeekFrom, Take};
use std::path::Path;
use zip::{CompressionMethod, ZipArchive, read::ZipFile, result::ZipError};

/// From here on the ratio counts: small members of constant rows pack well.
const FREE_BYTES: u64 = 64 << 20;
const MAX_RATIO: u64 = 200;
/// The most a member may unpack to.
const MAX_UNPACKED: u64 = 64 << 30;
/// The most members a test may have; real ones have a dozen.
const MAX_MEMBERS: usize = 4096;
const BLOCK: usize = 32 * 1024;

/// Where a member lies.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    unpacked: u64,
    crc: u32,
    is_stored: bool,
}

/// A .ndax, of which the directory is read.
pub(super) struct Archive<'a> {
    open_file: &'a dyn Fn() -> io::Result<Box<dyn Source>>,
    entries: Vec<Entry>,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub(super) fn open(open_file: &'a dyn Fn() -> io::Result<Box<dyn Source>>) -> Result<Self, Problem> {
        let mut zip = ZipArchive::new(BufReader::new(open_file()?)).map_err(|error| zip_problem("archive", error))?;
        if zip.len() > MAX_MEMBERS {
            return Err(refused(format!("an archive of {} members, which no Neware test has", zip.len())));
        }
        let length = open_file()?.seek(SeekFrom::End(0))?;
        let mut entries = Vec::new();
        for index in 0..zip.len() {
            let member = zip.by_index_raw(index).map_err(|error| zip_problem("archive", error))?;
            let name = String::from_utf8_lossy(member.name_raw()).into_owned();
            // The others are not read.
            if is_xml(&name) || is_table(&name) {
                let auxiliary = is_xml(&name);
                match Entry::of(&member, name, length) {
                    Ok(entry) => entries.push(entry),
                    Err(_) if auxiliary => {}
                    Err(problem) => return Err(problem),
                }
            }
        }
        Ok(Self { open_file, entries })
    }

    /// The names of the members that are binary tables, in order.
    pub(super) fn tables(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.entries.iter().map(|entry| entry.name.as_str()).collect();
        names.retain(|name| is_table(name));
        names.sort_unstable();
        names
    }

    /// A member, from its beginning; none if there is none of that name.
    pub(super) fn member(&self, name: &str) -> Result<Option<Member>, Problem> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else { return Ok(None) };
        let mut source = (self.open_file)()?;
        source.seek(SeekFrom::Start(entry.start))?;
        let packed = BufReader::with_capacity(BLOCK, source.take(entry.packed));
        let bytes = if entry.is_stored {
            Bytes::Stored(packed)
        } else {
            Bytes::Deflated(Box::new(DeflateDecoder::new(packed)))
        };
        Ok(Some(Member { entry: entry.clone(), bytes, at: 0, crc: Crc::new() }))
    }

    /// A member that must be there.
    pub(super) fn needed(&self, name: &str) -> Result<Member, Problem> {
        let missing = || Problem::Damaged(format!("the .ndax has no {name}; copy it again, or export the test again"));
        self.member(name)?.ok_or_else(missing)
    }

    /// What a binary table's first bytes say it is.
    pub(super) fn kind_and_layout(&self, name: &str) -> Result<(u8, u16), Problem> {
        let mut header = [0; 4];
        let mut member = self.needed(name)?;
        if member.fill(&mut header)? < header.len() {
            return Err(member.damaged(0, "ends before its header does"));
        }
        Ok((header[0], u16_at(&header, 2)))
    }
}

impl Entry {
    /// Where a member lies, if that is inside the file, and it is packed as members of a .ndax are.
    fn of<R: Read>(member: &ZipFile<'_, R>, name: String, length: u64) -> Result<Self, Problem> {
        let is_stored = match (member.compression(), member.encrypted()) {
            (CompressionMethod::Stored, false) => true,
            (CompressionMethod::DEFLATE, false) => false,
            (method, _) => return Err(refused(format!("{name} in a .ndax, encrypted or packed by {method:?}"))),
        };
        let (start, packed) = (member.data_start().unwrap_or(u64::MAX), member.compressed_size());
        if start.checked_add(packed).is_none_or(|end| end > length) {
            let what = format!("{name} would begin at byte {start} and take {packed} of the file's {length} bytes");
            return Err(Problem::Damaged(format!("{what}; copy the file again")));
        }
        let entry = Self { name, start, packed, unpacked: member.size(), crc: member.crc32(), is_stored };
        entry.must_be_sane()?;
        Ok(entry)
    }

    fn must_be_sane(&self) -> Result<(), Problem> {
        let bomb = self.unpacked > FREE_BYTES && self.unpacked / MAX_RATIO > self.packed;
        if bomb || self.unpacked > MAX_UNPACKED {
            let sizes = format!("unpacks from {} to {} bytes", self.packed, self.unpacked);
            return Err(refused(format!("{} in a .ndax {sizes}, more than measurements do", self.name)));
        }
        Ok(())
    }
}

/// A description of the test: whatever is wrong with it, the test is read.
fn is_xml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "xml")
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "ndc")
}

fn zip_problem(what: &str, error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => unpack_problem(what, 0, error),
        error => Problem::Damaged(format!("{what} of a .ndax: {error}; copy the file again")),
    }
}

fn unpack_problem(name: &str, at: u64, error: io::Error) -> Problem {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
            Problem::Damaged(format!("{name}, at byte {at}: cannot be unpacked ({error}); copy the file again"))
        }
        _ => Problem::Io(error),
    }
}

enum Bytes {
    Stored(BufReader<Take<Box<dyn Source>>>),
    Deflated(Box<DeflateDecoder<BufReader<Take<Box<dyn Source>>>>>),
}

/// The bytes of a member, in order.
pub(super) struct Member {
    entry: Entry,
    bytes: Bytes,
    at: u64,
    crc: Crc,
}

impl Member {
    /// The member's name.
    pub(super) fn name(&self) -> &str {
        &self.entry.name
    }

    /// A message about a place in it.
    pub(super) fn damaged(&self, at: u64, what: &str) -> Problem {
        Problem::Damaged(format!("{}, at byte {at} of {}: {what}", self.entry.name, self.entry.unpacked))
    }

    /// Fills `into`; fewer bytes only at the member's end, where its checksum must be right.
    pub(super) fn fill(&mut self, into: &mut [u8]) -> Result<usize, Problem> {
        let room = (into.len() as u64).min(self.entry.unpacked - self.at) as usize;
        let mut filled = 0;
        while filled < room {
            let read = match &mut self.bytes {
                Bytes::Stored(bytes) => bytes.read(&mut into[filled..room]),
                Bytes::Deflated(bytes) => bytes.read(&mut into[filled..room]),
            };
            match read {
                Ok(0) => return Err(self.damaged(self.at + filled as u64, "ends early; copy the file again")),
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unpack_problem(&self.entry.name, self.at + filled as u64, error)),
            }
        }
        self.crc.update(&into[..filled]);
        self.at += filled as u64;
        if self.at == self.entry.unpacked && filled > 0 && self.crc.sum() != self.entry.crc {
            return Err(self.damaged(self.at, "the checksum in the archive is wrong; copy the file again"));
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::zip;
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
        let open = || Ok(Box::new(Cursor::new(bytes.to_vec())) as Box<dyn Source>);
        let mut member = Archive::open(&open)?.needed("a.xml")?;
        let mut into = vec![0; 99];
        let filled = member.fill(&mut into)?;
        into.truncate(filled);
        Ok(into)
    }

    #[test]
    fn a_member_is_read_and_its_checksum_looked_at() {
        let bytes = zip(&[("b.txt", vec![1]), ("a.xml", b"hello".to_vec())]);
        assert_eq!(read(&bytes).unwrap(), b"hello");
        let place = bytes.windows(5).position(|window| window == b"hello").unwrap();
        let mut wrong = bytes;
        wrong[place] = b'j';
        let problem = read(&wrong).unwrap_err().to_string();
        assert!(problem.contains("a.xml, at byte 5 of 5") && problem.contains("checksum"), "{problem}");
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let entry = |packed, unpacked| Entry {
            name: "data.ndc".to_owned(),
            start: 0,
            packed,
            unpacked,
            crc: 0,
            is_stored: false,
        };
        assert!(entry(1 << 10, 60 << 20).must_be_sane().is_ok());
        assert!(entry(1 << 20, 150 << 20).must_be_sane().is_ok());
        assert!(matches!(entry(1 << 10, 65 << 20).must_be_sane(), Err(Problem::Refused { .. })));
        assert!(matches!(entry(1 << 36, 65 << 30).must_be_sane(), Err(Problem::Refused { .. })));
    }
}
