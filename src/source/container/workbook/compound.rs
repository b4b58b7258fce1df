//! A look at an `.xls` before calamine opens it: it trusts the lengths and the chains of sectors in the file.
//!
//! A compound file is a row of sectors; a table has for each sector the number of the next one of its stream.
//! The stream `Workbook` is a row of records: type, length, bytes.

use super::super::table::{Problem, Source};
use std::io::SeekFrom;

/// Sector numbers from here on are marks (free, end of chain).
const MARKS: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
/// What a sheet of `.xls` can hold.
const MOST_ROWS: u64 = 1 << 16;
const MOST_COLUMNS: u64 = 1 << 8;
const MOST_SHEETS: usize = 1000;
/// Cells that a sheet may have room for whatever it holds; beyond, one for each byte.
const HARMLESS_CELLS: u64 = 1 << 20;
/// No workbook with sheets of 65,536 rows is as large.
const LARGEST: u64 = 1 << 30;

pub(super) fn password() -> Problem {
    Problem::Refused {
        what: "the workbook is protected by a password".into(),
        way_out: "open it in Excel, and save it without one".into(),
    }
}

fn damaged(what: impl Into<String>) -> Problem {
    Problem::Damaged(format!("workbook: {}; copy or export it again", what.into()))
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Problem> {
    let found = bytes.get(at..at + 2).and_then(|found| found.try_into().ok());
    found.map(u16::from_le_bytes).ok_or_else(|| damaged(format!("it is cut at byte {at} of a part")))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Problem> {
    Ok(u32::from(u16_at(bytes, at)?) | u32::from(u16_at(bytes, at + 2)?) << 16)
}

/// A stream in the directory.
struct Entry {
    name: String,
    start: u32,
    length: u64,
}

/// The sectors of a file.
struct Compound<'a> {
    file: &'a mut dyn Source,
    sector_size: u64,
    sectors: u64,
    next: Vec<u32>,
}

/// Refuses what calamine cannot bear: chains that run in circles, and sheets that claim more than they hold.
pub(super) fn check(file: &mut dyn Source) -> Result<(), Problem> {
    let length = file.seek(SeekFrom::End(0))?;
    if length > LARGEST {
        return Err(Problem::Refused {
            what: format!("the workbook has {length} bytes"),
            way_out: "export it as .xlsx or .csv".into(),
        });
    }
    let header = read(file, 0, 512, length)?;
    if header.len() < 512 {
        return Err(damaged("it is cut in its header"));
    }
    let large = u16_at(&header, 30)? == 12;
    let sector_size = if large { 4096 } else { 512 };
    let sectors = length / sector_size;
    let mut compound = Compound { file, sector_size, sectors, next: Vec::new() };
    compound.read_chains(&header)?;
    let directory = compound.chain(u32_at(&header, 48)?, u64::MAX)?;
    let entries = entries(&directory, large)?;
    if entries.iter().any(|entry| entry.name.eq_ignore_ascii_case("EncryptedPackage")) {
        return Err(password());
    }
    let root = entries.first().ok_or_else(|| damaged("its directory is empty"))?;
    let (small_next, small_sectors) = if u32_at(&header, 64)? > 0 {
        // Streams below 4096 bytes lie in small sectors in the root's stream.
        let length = u64::from(u32_at(&header, 64)?) * sector_size;
        (compound.chain(u32_at(&header, 60)?, length)?, compound.chain(root.start, root.length)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let book =
        ["Workbook", "Book"].iter().find_map(|name| entries.iter().find(|at| at.name.eq_ignore_ascii_case(name)));
    let book = book.ok_or_else(|| damaged("it holds no sheets"))?;
    if book.length < 4096 {
        return check_records(&small_chain(book.start, book.length, &small_next, &small_sectors));
    }
    let stream = compound.chain(book.start, book.length)?;
    check_records(&stream)
}

fn read(file: &mut dyn Source, at: u64, size: u64, length: u64) -> Result<Vec<u8>, Problem> {
    if at >= length {
        return Err(damaged(format!("it points to byte {at}, but has {length}")));
    }
    let mut bytes = vec![0; size.min(length - at) as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn entries(directory: &[u8], large: bool) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    for entry in directory.chunks_exact(128) {
        let units =
            entry[..64].chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).take_while(|unit| *unit != 0);
        let name = char::decode_utf16(units).map(|letter| letter.unwrap_or('?')).collect();
        let low = u64::from(u32_at(entry, 120)?);
        let length = if large { low | u64::from(u32_at(entry, 124)?) << 32 } else { low };
        entries.push(Entry { name, start: u32_at(entry, 116)?, length });
    }
    Ok(entries)
}

impl Compound<'_> {
    fn sector(&mut self, number: u32) -> Result<Vec<u8>, Problem> {
        let length = self.file.seek(SeekFrom::End(0))?;
        read(self.file, (u64::from(number) + 1) * self.sector_size, self.sector_size, length)
    }

    /// Reads the table of chains: its own sectors stand in the header and in a chain of their own.
    fn read_chains(&mut self, header: &[u8]) -> Result<(), Problem> {
        let mut places: Vec<u32> = numbers(&header[76..]).collect();
        let mut more = u32_at(header, 68)?;
        let mut count = 0;
        while more < MARKS {
            count += 1;
            if count > self.sectors {
                return Err(damaged("its table of sectors runs in a circle"));
            }
            places.extend(numbers(&self.sector(more)?));
            more = places.pop().unwrap_or(END);
        }
        places.retain(|place| *place < MARKS);
        if places.len() as u64 > self.sectors {
            return Err(damaged("its table of sectors is larger than the file"));
        }
        for place in places {
            let sector = self.sector(place)?;
            self.next.extend(numbers(&sector));
        }
        Ok(())
    }

    /// The bytes of a chain, as many as `length`.
    fn chain(&mut self, start: u32, length: u64) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let (mut sector, mut count) = (start, 0);
        while sector != END && (bytes.len() as u64) < length {
            count += 1;
            if count > self.sectors {
                return Err(damaged("a chain of its sectors runs in a circle"));
            }
            bytes.extend_from_slice(&self.sector(sector)?);
            let next = self.next.get(sector as usize);
            sector = *next.ok_or_else(|| damaged(format!("sector {sector} stands in no table")))?;
        }
        bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}

/// The bytes of a stream below 4096 bytes: it lies in sectors of 64 bytes in the root's stream.
fn small_chain(start: u32, length: u64, next: &[u8], root: &[u8]) -> Vec<u8> {
    let next: Vec<u32> = numbers(next).collect();
    let (mut bytes, mut sector) = (Vec::new(), start as usize);
    while (bytes.len() as u64) < length {
        let at = sector.saturating_mul(64);
        let Some(small) = root.get(at..root.len().min(at.saturating_add(64))) else { break };
        let Some(following) = next.get(sector).filter(|_| !small.is_empty()) else { break };
        bytes.extend_from_slice(small);
        sector = *following as usize;
    }
    bytes
}

/// Looks at the records of the sheets.
fn check_records(stream: &[u8]) -> Result<(), Problem> {
    let (mut at, mut sheets) = (0, 0);
    let (mut rows, mut columns, mut begun) = (0u64, 0u64, 0);
    while at + 4 <= stream.len() {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let Some(record) = stream.get(at + 4..at + 4 + length) else { break };
        match kind {
            0x0085 => sheets += 1,
            0x0200 => check_dimensions(record, at)?,
            0x0809 => (rows, columns, begun) = (0, 0, at),
            // Cells: blanks are skipped by calamine, and a row of numbers tells its last column at its end.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E | 0x00BD if length >= 4 => {
                let last = if kind == 0x00BD { u16_at(record, length - 2)? } else { u16_at(record, 2)? };
                rows = rows.max(u64::from(u16_at(record, 0)?) + 1);
                columns = columns.max(u64::from(last.max(u16_at(record, 2)?)) + 1);
                if columns > MOST_COLUMNS || rows * columns > HARMLESS_CELLS.max((at - begun) as u64) {
                    return Err(damaged(format!("the cell at byte {at} of its sheets stands where none can be")));
                }
            }
            _ => {}
        }
        at += 4 + length;
    }
    if sheets > MOST_SHEETS {
        return Err(damaged(format!("it claims {sheets} sheets")));
    }
    Ok(())
}

/// Memory is set aside for the rows and columns that a sheet claims.
fn check_dimensions(record: &[u8], at: usize) -> Result<(), Problem> {
    let (rows, columns) = match record.len() {
        10 => (u64::from(u16_at(record, 2)?), u64::from(u16_at(record, 6)?)),
        14.. => (u64::from(u32_at(record, 4)?), u64::from(u16_at(record, 10)?)),
        _ => return Ok(()), // calamine says what is wrong
    };
    if rows > MOST_ROWS || columns > MOST_COLUMNS {
        return Err(damaged(format!("the sheet at byte {at} of its sheets claims {rows} rows and {columns} columns")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        let length = u16::try_from(bytes.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
    }

    /// A compound file of three sectors and a stream: table of sectors, directory, and the stream from sector 2 on.
    fn compound(stream: &[u8]) -> Vec<u8> {
        let mut stream = stream.to_vec();
        stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
        let count = stream.len() / 512;
        let mut header = vec![0; 512];
        header[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        header[30] = 9;
        header[32] = 6;
        header[48] = 1;
        header[60..64].copy_from_slice(&END.to_le_bytes());
        header[68..72].copy_from_slice(&END.to_le_bytes());
        header[76..].fill(0xFF);
        header[76..80].fill(0);
        let mut next = vec![0xFFFF_FFFD, END];
        next.extend((3..2 + count as u32).chain([END]));
        next.resize(128, 0xFFFF_FFFF);
        let mut directory = vec![0; 512];
        for (place, name) in [(0, "Root Entry"), (128, "Workbook")] {
            for (at, letter) in name.bytes().enumerate() {
                directory[place + at * 2] = letter;
            }
        }
        directory[128 + 116] = 2;
        directory[128 + 120..128 + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
        let next: Vec<u8> = next.iter().flat_map(|next| next.to_le_bytes()).collect();
        [header, next, directory, stream].concat()
    }

    fn said(bytes: Vec<u8>) -> String {
        check(&mut std::io::Cursor::new(bytes)).map_or_else(|problem| problem.to_string(), |()| "fine".into())
    }

    #[test]
    fn claims_beyond_what_sheets_hold_are_told() {
        let dimensions = |rows: u32| record(0x0200, &[&[0; 4][..], &rows.to_le_bytes(), &[0, 0, 11, 0, 0, 0]].concat());
        assert_eq!(said(compound(&dimensions(65_536))), "fine");
        assert!(said(compound(&dimensions(1 << 30))).contains("claims 1073741824 rows"));
        let far = record(0x0203, &[0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(said(compound(&far)).contains("stands where none can be"));
    }

    #[test]
    fn circles_are_told() {
        let mut bytes = compound(&[0; 5000]);
        bytes[512 + 4] = 1; // the directory goes on with itself
        bytes[512 + 5..512 + 8].fill(0);
        assert!(said(bytes).contains("runs in a circle"));
        let whole = compound(&[0; 5000]);
        for at in 0..whole.len() {
            let _ = said(whole[..at].to_vec());
        }
    }
}
