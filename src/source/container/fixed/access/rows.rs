//! The rows of a table with fixed columns alone, straight from its pages.

use super::database::{Database, PAGE_BYTES, problem};
use super::fields::Field;
use crate::source::container::table::Problem;
use jetdb::{TableDef, find_row};

/// Place of the number of rows in a page; their offsets follow, two bytes each.
const ROW_COUNT: usize = 12;
/// Flag of an offset: the row was deleted, or moved (then the page it lies in now has it, too).
const GONE: u16 = 0x4000;

/// Where a row lies. The order of spots is the order of their points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) point: i32,
    pub(super) page: u32,
    pub(super) number: u16,
}

/// The bytes of a row: number of columns (2 bytes), values of the fixed columns, a bit for each column that has one.
pub(super) struct Row<'a> {
    bytes: &'a [u8],
    /// The bits, from the end of `bytes`.
    present: &'a [u8],
    table: &'a str,
    page: u32,
    number: u16,
}

impl<'a> Row<'a> {
    /// The bytes of a value: `None` where it is missing. A value that the row has no room for is damage.
    pub(super) fn value(&self, field: &Field) -> Result<Option<&'a [u8]>, Problem> {
        let set = |bits: &u8| bits & (1 << (field.column % 8)) != 0;
        if !self.present.get(usize::from(field.column / 8)).is_some_and(set) {
            return Ok(None);
        }
        match self.bytes.get(field.at..field.at + field.kind.bytes()) {
            Some(value) => Ok(Some(value)),
            None => Err(self.damaged("it is shorter than its columns")),
        }
    }

    pub(super) fn has(&self, field: &Field) -> bool {
        matches!(self.value(field), Ok(Some(_)))
    }

    /// A whole number that every row must have.
    pub(super) fn integer(&self, field: &Field) -> Result<i32, Problem> {
        let value = self.value(field)?.map(|bytes| field.kind.number(bytes));
        value.map(|number| number as i32).ok_or_else(|| self.damaged("it has no test or no point"))
    }

    pub(super) fn damaged(&self, what: &str) -> Problem {
        damaged(self.table, self.page, self.number, what)
    }
}

fn damaged(table: &str, page: u32, number: u16, what: &str) -> Problem {
    let byte = u64::from(page) * PAGE_BYTES as u64;
    Problem::Damaged(format!(
        "table {table}, row {number} on page {page} at byte {byte}: {what}; copy the file again from the cycler's \
         computer"
    ))
}

/// Gives every row of a table to `take`, with its page and its number there, in the order of the pages. Fewer rows
/// than the table says are damage.
pub(super) fn each(
    database: &mut Database,
    table: &TableDef,
    take: &mut dyn FnMut(&Row<'_>, u32, u16) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut found: u64 = 0;
    for &page in &table.data_pages {
        let bytes = database.reader.read_page(page).map_err(|error| problem(error, &table.name))?;
        for number in 0..u16_at(bytes, ROW_COUNT) {
            let offset = ROW_COUNT + 2 + 2 * usize::from(number);
            if offset + 2 > bytes.len() {
                return Err(damaged(&table.name, page, number, "its page has no room for so many rows"));
            }
            if u16_at(bytes, offset) & GONE == 0 {
                take(&row(bytes, &table.name, page, number)?, page, number)?;
                found += 1;
            }
        }
    }
    if found < u64::from(table.num_rows) {
        return Err(Problem::Damaged(format!(
            "table {}: {found} rows are left of {}; copy the file again from the cycler's computer",
            table.name, table.num_rows
        )));
    }
    Ok(())
}

/// The row at a spot.
pub(super) fn at<'a>(database: &'a mut Database, table: &'a TableDef, spot: Spot) -> Result<Row<'a>, Problem> {
    let bytes = database.reader.read_page(spot.page).map_err(|error| problem(error, &table.name))?;
    row(bytes, &table.name, spot.page, spot.number)
}

fn row<'a>(page_bytes: &'a [u8], table: &'a str, page: u32, number: u16) -> Result<Row<'a>, Problem> {
    let broken = |what| damaged(table, page, number, what);
    let (start, length) =
        find_row(&jetdb::JET4, page_bytes, page, number).map_err(|_| broken("its place in the page is wrong"))?;
    let bytes = page_bytes.get(start..start + length).ok_or_else(|| broken("it leaves its page"))?;
    if bytes.len() < 2 {
        return Err(broken("it is shorter than its number of columns"));
    }
    let bits = usize::from(u16_at(bytes, 0)).div_ceil(8);
    match bytes.len().checked_sub(bits) {
        Some(values) if values >= 2 => {
            let (bytes, present) = bytes.split_at(values);
            Ok(Row { bytes, present, table, page, number })
        }
        _ => Err(broken("it is shorter than its number of columns")),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}
