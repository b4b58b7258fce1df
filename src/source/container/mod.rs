//! Containers: binary exports, workbooks and databases, given out as the text of one table.
//!
//! Each gives UTF-8, cells parted by one tab, the header first; line n is record n - 1, or row n of a sheet. Everything
//! behind it reads this as it reads any other text.

mod archive;
mod cell;
mod fixed;
pub(super) mod guard;
mod nda;
mod ndax;
mod neware;
mod parquet_table;
mod table;
mod workbook;

pub(super) use table::{Problem, Table};

use fixed::{access, mpr};

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use table::Source;

/// What a file's first bytes say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    OldWorkbook,
    Access,
    Mpr,
    Nda,
    Parquet,
}

impl Kind {
    /// By the first bytes, of which twenty are enough.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| head.starts_with(magic);
        let later = |magic: &[u8]| head.get(4..).is_some_and(|rest| rest.starts_with(magic));
        Some(match () {
            () if begins(b"PK\x03\x04") => Self::Zip,
            () if begins(b"\xD0\xCF\x11\xE0") => Self::OldWorkbook,
            () if later(b"Standard Jet DB") || later(b"Standard ACE DB") => Self::Access,
            () if begins(b"BIO-LOGIC MODULAR FILE") => Self::Mpr,
            () if begins(b"NEWARE") => Self::Nda,
            () if begins(b"PAR1") => Self::Parquet,
            () => return None,
        })
    }
}

/// What a container gives.
pub(super) enum Content {
    /// The lines of a table.
    Table(Box<dyn Table>),
    /// The bytes of a text file inside.
    Text(Box<dyn Read + Send>),
}

/// Opens the table of a container, and gives the word for it in a dialect; `part` names one of several.
pub(super) fn open(path: &Path, kind: Kind, part: Option<&str>) -> Result<(Content, &'static str), Problem> {
    let open_file = opener(path);
    let no_parts = |table: Box<dyn Table>| match part {
        None => Ok(Content::Table(table)),
        Some(part) => Err(Problem::Refused {
            what: format!("a file of one test, which has no part `{part}`"),
            way_out: "leave the part out".to_owned(),
        }),
    };
    Ok(match kind {
        Kind::Nda => (no_parts(nda::open(&open_file)?)?, "neware"),
        Kind::Mpr => (no_parts(mpr::open(&open_file)?)?, "mpr"),
        Kind::Parquet => (no_parts(parquet_table::open(&open_file)?)?, "parquet"),
        Kind::Access => (Content::Table(access::open(&open_file, part)?), "access"),
        Kind::OldWorkbook => (Content::Table(workbook::open(&open_file, part)?), "xls"),
        Kind::Zip => match archive::kind(&open_file) {
            archive::Kind::Ndax => (no_parts(ndax::open(&open_file)?)?, "neware"),
            archive::Kind::Xlsx => (Content::Table(workbook::open(&open_file, part)?), "xlsx"),
            archive::Kind::Ods | archive::Kind::Xlsb => {
                return Err(Problem::Refused {
                    what: "a workbook of another form (.ods or .xlsb)".to_owned(),
                    way_out: "save it as .xlsx or as CSV".to_owned(),
                });
            }
            _ => (Content::Text(archive::open(&open_file)?), "zip"),
        },
    })
}

/// The names of the tests in a container that has several; empty where there is one, or where it cannot be told.
pub(super) fn parts(path: &Path) -> Vec<String> {
    let open_file = opener(path);
    let found: Vec<String> = match kind_of(path) {
        Some(Kind::Access) => {
            access::tests(&open_file).map(|tests| tests.into_iter().map(|(id, _)| id).collect()).unwrap_or_default()
        }
        Some(Kind::Zip) if archive::kind(&open_file) == archive::Kind::Xlsx => tables(&open_file),
        Some(Kind::OldWorkbook) => tables(&open_file),
        _ => Vec::new(),
    };
    if found.len() > 1 { found } else { Vec::new() }
}

/// A sheet of a workbook: with which line of its table it begins, and which row of the sheet that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The line; the first is 1.
    pub line: u64,
    /// The row; the first is 1.
    pub row: u64,
}

/// The sheets of a workbook's table, in order; none of what is no workbook, or cannot be read.
#[must_use]
pub fn sheets(path: &Path) -> Vec<Sheet> {
    let (path, part) = super::name::split_part(path);
    let open_file = opener(&path);
    match kind_of(&path) {
        Some(Kind::Zip) if archive::kind(&open_file) == archive::Kind::Xlsx => {}
        Some(Kind::OldWorkbook) => {}
        _ => return Vec::new(),
    }
    workbook::sheets(&open_file, part.as_deref()).unwrap_or_default()
}

fn kind_of(path: &Path) -> Option<Kind> {
    let mut head = [0; 24];
    let read = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    Kind::of(&head[..read])
}

/// Whether a file is a container that may have several parts.
pub(super) fn has_parts(path: &Path) -> bool {
    matches!(kind_of(path), Some(Kind::Zip | Kind::OldWorkbook | Kind::Access))
}

fn tables(open_file: &dyn Fn() -> io::Result<Box<dyn Source>>) -> Vec<String> {
    workbook::tables(open_file).map(|tables| tables.into_iter().map(|table| table.name).collect()).unwrap_or_default()
}

fn opener(path: &Path) -> impl Fn() -> io::Result<Box<dyn Source>> {
    let path = path.to_owned();
    move || File::open(&path).map(|file| Box::new(file) as Box<dyn Source>)
}

/// What a file without an open reader is, by its ending, when its bytes are no text; and the export to ask for.
pub(super) fn unread(path: &Path) -> Option<(&'static str, &'static str)> {
    let ending = path.extension().map(OsStr::to_ascii_lowercase)?;
    let ending = ending.to_str()?;
    Some(match ending {
        "dfr" => ("a Digatron result file (.dfr)", "export the test as CSV from Digatron's Battery Manager"),
        "ccs" | "cex" | "ccx" => ("a LAND binary", "export the test as an Excel workbook from LAND's program"),
        _ if ending.len() == 3 && ending.bytes().all(|byte| byte.is_ascii_digit()) => {
            ("a Maccor raw file", "export the test as text from MIMS (Maccor Export)")
        }
        _ => return None,
    })
}
