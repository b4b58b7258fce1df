//! An Access database of the form Jet 4: opened, and checked where `jetdb` trusts the file.

use super::WAY_OUT;
use crate::source::container::table::{Problem, Source};
use jetdb::{FileError, PageReader, TableDef, TableRows, Value, read_table_def};
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

pub(super) const PAGE_BYTES: usize = 4096;
const SIGNATURE: &[u8] = b"\0\x01\0\0Standard Jet DB\0";
/// Byte 20 of the first page in Jet 4; 0 is Access 97, 2 and more are Access 2007 and later.
const JET_4: u8 = 1;
/// The page of the table of all tables, and its name.
const CATALOG: (&str, u32) = ("MSysObjects", 2);
/// In the catalog: the type of a table.
const TABLE: i16 = 1;
/// Access allows 255.
const MOST_COLUMNS: usize = 256;
/// Place of the pointer to the usage map in the definition of a table.
const MAP_POINTER: usize = 55;
/// Pages that one page of a usage map speaks of.
const PAGES_PER_MAP_PAGE: u64 = (PAGE_BYTES as u64 - 4) * 8;

/// The handle as `jetdb` wants it: a lock makes it shareable between threads, though it is never shared.
struct Handle(Mutex<Box<dyn Source>>);

impl Read for Handle {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).read(into)
    }
}

impl Seek for Handle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).seek(to)
    }
}

/// An open database.
pub(super) struct Database {
    pub(super) reader: PageReader,
    /// Name and page of each table.
    tables: Vec<(String, u32)>,
}

impl Database {
    /// Opens a database and reads the names of its tables.
    pub(super) fn open(mut file: Box<dyn Source>) -> Result<Self, Problem> {
        check_head(file.as_mut())?;
        let reader = PageReader::open_reader(Handle(Mutex::new(file))).map_err(|error| problem(error, "page 0"))?;
        let mut database = Self { reader, tables: Vec::new() };
        let catalog = database.definition(CATALOG.0, CATALOG.1)?;
        for row in database.values(&catalog, &["Id", "Name", "Type"])? {
            if let [Value::Long(id), Value::Text(name), Value::Int(TABLE)] = &row[..] {
                // The page is in the lower 24 bits.
                database.tables.push((name.clone(), id.cast_unsigned() & 0x00FF_FFFF));
            }
        }
        database.check_tables()?;
        Ok(database)
    }

    /// A table of the catalog that lies beyond the end tells that the file is cut, even where that table is not read.
    fn check_tables(&self) -> Result<(), Problem> {
        let pages = self.reader.page_count();
        match self.tables.iter().find(|(_, page)| *page >= pages) {
            Some((name, page)) => Err(Problem::Damaged(format!(
                "table {name} should lie on page {page}, but the file ends after {pages} pages; copy it again from the \
                 cycler's computer"
            ))),
            None => Ok(()),
        }
    }

    /// The definition of a table, if there is one of that name.
    pub(super) fn table(&mut self, name: &str) -> Result<Option<TableDef>, Problem> {
        let page = self.tables.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, page)| page);
        page.map(|page| self.definition(name, page)).transpose()
    }

    /// Columns of a table that is small: of one row for each test or so.
    pub(super) fn values(&mut self, table: &TableDef, names: &[&str]) -> Result<Vec<Vec<Value>>, Problem> {
        let columns: Vec<_> = names.iter().map(|name| column(table, name)).collect();
        let wanted: Vec<usize> = columns.iter().copied().flatten().collect();
        let calculated = HashMap::new();
        let mut rows = TableRows::new(table, &calculated).with_columns(&wanted);
        let mut found = Vec::new();
        while let Some(mut row) =
            rows.next_row(&mut self.reader).map_err(|error| problem(error, &format!("table {}", table.name)))?
        {
            let mut take = |at: usize| row.values.get_mut(at).map(|value| std::mem::replace(value, Value::Null));
            found.push(columns.iter().map(|at| at.and_then(&mut take).unwrap_or(Value::Null)).collect());
        }
        if rows.skipped_rows() > 0 {
            return Err(Problem::Damaged(format!(
                "table {}: {} of its rows cannot be read; copy the file again from the cycler's computer",
                table.name,
                rows.skipped_rows()
            )));
        }
        Ok(found)
    }

    /// Reads the definition of a table, and keeps of its pages those that hold its rows.
    fn definition(&mut self, name: &str, page: u32) -> Result<TableDef, Problem> {
        let place = format!("table {name} at page {page}, byte {}", u64::from(page) * PAGE_BYTES as u64);
        self.check_map(page).map_err(|error| problem(error, &place))?;
        let mut table = read_table_def(&mut self.reader, name, page).map_err(|error| problem(error, &place))?;
        if table.columns.len() > MOST_COLUMNS {
            return Err(Problem::Damaged(format!("{place}: it has {} columns", table.columns.len())));
        }
        let mut pages = Vec::with_capacity(table.data_pages.len());
        for &data in &table.data_pages {
            let bytes = self.reader.read_page(data).map_err(|error| problem(error, &place))?;
            if bytes[0] == 1 && bytes[4..8] == page.to_le_bytes() {
                pages.push(data);
            }
        }
        table.data_pages = pages;
        Ok(table)
    }

    /// Checks the map of a table's pages: `jetdb` would count beyond its numbers, or fill memory with pages that the
    /// file does not have.
    fn check_map(&mut self, page: u32) -> Result<(), FileError> {
        let pages = self.reader.page_count();
        let definition = self.reader.read_page(page)?;
        let pointer = u32_at(definition, MAP_POINTER);
        if pointer == 0 {
            return Ok(());
        }
        let map = self.reader.read_pg_row(pointer)?;
        let beyond = FileError::InvalidUsageMap { reason: "it names pages beyond the end of the file" };
        match map.split_first() {
            Some((0, inline)) if u64::from(u32_at(inline, 0)) + 8 * inline.len() as u64 > u64::from(u32::MAX) => {
                Err(beyond)
            }
            Some((1, pointers)) => {
                let covered = pointers.chunks_exact(4).rposition(|pointer| u32_at(pointer, 0) != 0);
                let beyond_end = covered.is_some_and(|last| last as u64 * PAGES_PER_MAP_PAGE >= u64::from(pages));
                if beyond_end { Err(beyond) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }
}

/// Place of a column in a definition; Access does not heed capitals in names.
pub(super) fn column(table: &TableDef, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
}

/// Checks that this is Jet 4, and that it has whole pages.
fn check_head(file: &mut dyn Source) -> Result<(), Problem> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    if size < PAGE_BYTES as u64 {
        return Err(Problem::Damaged(format!("the file has {size} bytes, not even one page of {PAGE_BYTES}")));
    }
    let mut head = [0; SIGNATURE.len() + 1];
    file.read_exact(&mut head)?;
    let (signature, version) = head.split_at(SIGNATURE.len());
    if &signature[4..] == b"Standard ACE DB\0" || signature == SIGNATURE && version != [JET_4] {
        return Err(Problem::Refused {
            what: "an Access database of another version than an Arbin .res (Jet 4) has".to_owned(),
            way_out: WAY_OUT.to_owned(),
        });
    }
    if signature != SIGNATURE {
        return Err(Problem::Damaged("byte 0: it does not begin as an Access database".to_owned()));
    }
    if !size.is_multiple_of(PAGE_BYTES as u64) {
        let whole = size / PAGE_BYTES as u64;
        return Err(Problem::Damaged(format!(
            "page {whole} at byte {} is cut: the file ends at byte {size}; copy it again from the cycler's computer",
            whole * PAGE_BYTES as u64
        )));
    }
    Ok(())
}

/// What `jetdb` says, with its place.
pub(super) fn problem(error: FileError, place: &str) -> Problem {
    match error {
        FileError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => Problem::Io(error),
        FileError::PasswordRequired | FileError::InvalidPassword | FileError::UnsupportedEncryption { .. } => {
            Problem::Refused { what: format!("an encrypted Access database ({error})"), way_out: WAY_OUT.to_owned() }
        }
        error => Problem::Damaged(format!("{place}: {error}; copy the file again from the cycler's computer")),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}
