//! Workbooks as Excel writes them since 2007 (`.xlsx`), streamed.

use super::super::archive::{Member, members, unpack};
use super::super::table::{Problem, Source};
use super::{Book, Visit};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// Parts that are held, shared strings above all, are no larger.
const MOST_HELD: u64 = 1 << 30;
/// A sheet that is packed no better than this, or is smaller than [`SMALL`], needs no look at its tokens.
const USUAL_RATIO: u64 = 30;
const SMALL: u64 = 64 << 20;
/// No cell of Excel is as long.
const LONGEST_TOKEN: u64 = 1 << 20;

/// One handle of a file that several readers use in turn, each with its own place.
#[derive(Clone)]
struct Shared {
    file: Arc<Mutex<Box<dyn Source>>>,
    at: u64,
}

impl Read for Shared {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        self.at = match to {
            SeekFrom::Current(by) => {
                let at = self.at.checked_add_signed(by);
                at.ok_or_else(|| std::io::Error::new(ErrorKind::InvalidInput, "a place before the file"))?
            }
            other => file.seek(other)?,
        };
        Ok(self.at)
    }
}

struct Workbook {
    xlsx: Xlsx<BufReader<Shared>>,
}

/// Opens a workbook after a look at what calamine would hold.
pub(super) fn open(file: Box<dyn Source>) -> Result<Box<dyn Book>, Problem> {
    let file = Shared { file: Arc::new(Mutex::new(file)), at: 0 };
    let open_file = || Ok(Box::new(file.clone()) as Box<dyn Source>);
    for member in members(open_file()?)? {
        check(&open_file, &member)?;
    }
    let xlsx = Xlsx::new(BufReader::new(file)).map_err(|error| problem("its parts", error))?;
    Ok(Box::new(Workbook { xlsx }))
}

/// Refuses what would take more memory than a workbook should.
fn check(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>, member: &Member) -> Result<(), Problem> {
    if member.is_bomb(member.unpacked) {
        return Err(member.bomb());
    }
    let name = member.name.to_ascii_lowercase();
    if ["sharedstrings.xml", "styles.xml", "workbook.xml", ".rels"].iter().any(|part| name.ends_with(part)) {
        check_held(open_file, member)?;
    }
    if member.unpacked > SMALL && member.unpacked / USUAL_RATIO > member.packed {
        check_tokens(open_file, member)?;
    }
    Ok(())
}

/// Parts that are held are read to their ends, where the checksum is looked at; calamine stops a little before. It sets
/// memory aside for the number of strings that is claimed: it must be one that can be true.
fn check_held(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>, member: &Member) -> Result<(), Problem> {
    if member.unpacked > MOST_HELD {
        return Err(member.bomb());
    }
    let mut part = unpack(open_file, member)?;
    let mut start = Vec::new();
    part.by_ref().take(64 << 10).read_to_end(&mut start).map_err(unpacking)?;
    std::io::copy(&mut part, &mut std::io::sink()).map_err(unpacking)?;
    let start = String::from_utf8_lossy(&start);
    for claim in start.split("uniqueCount").skip(1) {
        let digits: String =
            claim.chars().skip_while(|mark| !mark.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        // A string takes at least `<si/>`.
        if digits.parse::<u64>().map_or(!digits.is_empty(), |count| count > member.unpacked / 5 + 1) {
            let name = &member.name;
            return Err(Problem::Damaged(format!(
                "{name} claims {digits} strings, which it cannot hold; export it again"
            )));
        }
    }
    Ok(())
}

/// A token is held whole: none may be longer than cells are.
fn check_tokens(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>, member: &Member) -> Result<(), Problem> {
    let mut reader = unpack(open_file, member)?;
    let mut bytes = vec![0; 64 << 10];
    let mut length = 0;
    loop {
        let count = reader.read(&mut bytes).map_err(unpacking)?;
        if count == 0 {
            return Ok(());
        }
        match bytes[..count].iter().rposition(|byte| *byte == b'<') {
            Some(at) => length = (count - at) as u64,
            None => length += count as u64,
        }
        if length > LONGEST_TOKEN {
            return Err(member.bomb());
        }
    }
}

/// The reader of a member says where it is damaged.
fn unpacking(error: std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::InvalidData => Problem::Damaged(error.to_string()),
        _ => Problem::Io(error),
    }
}

/// What calamine says, and where.
fn problem(place: &str, error: XlsxError) -> Problem {
    match error {
        XlsxError::Io(error) if is_of_the_system(&error) => Problem::Io(error),
        XlsxError::Password => Problem::Refused {
            what: "the workbook is protected by a password".into(),
            way_out: "open it in Excel, and save it without one".into(),
        },
        error => Problem::Damaged(format!("workbook, {place}: {error}; export it again")),
    }
}

fn is_of_the_system(error: &std::io::Error) -> bool {
    error.raw_os_error().is_some()
}

impl Book for Workbook {
    fn sheet_names(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    fn visit(&mut self, sheet: &str, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let mut last = 0;
        let mut reader = match self.xlsx.worksheet_cells_reader(sheet) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(()), // a chart
            Err(error) => return Err(problem(&format!("sheet {sheet}"), error)),
        };
        loop {
            match reader.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    last = row;
                    if !matches!(cell.get_value(), DataRef::Empty) && !visit(row, column, cell.get_value())? {
                        return Ok(());
                    }
                }
                Ok(None) => break,
                Err(error) => return Err(problem(&format!("sheet {sheet}, near row {}", u64::from(last) + 1), error)),
            }
        }
        // The checksum is looked at where the member ends, a little behind the cells.
        loop {
            match reader.next_cell() {
                Ok(_) => {}
                Err(XlsxError::XmlEof("sheetData")) => return Ok(()),
                Err(error) => return Err(problem(&format!("sheet {sheet}, behind its cells"), error)),
            }
        }
    }

    fn rows(&mut self, sheet: &str) -> Result<u32, Problem> {
        let declared = match self.xlsx.worksheet_cells_reader(sheet) {
            Ok(reader) => reader.dimensions().end.0,
            Err(error) => return Err(problem(&format!("sheet {sheet}"), error)),
        };
        if declared > 0 {
            return Ok(declared.saturating_add(1));
        }
        let mut rows = 0; // some programs write sheets without their dimensions
        self.visit(sheet, &mut |row, _, _| {
            rows = row.saturating_add(1);
            Ok(true)
        })?;
        Ok(rows)
    }
}
