//! Arbin .res, an Access database (Jet 4) of MITS Pro 4 and MITS 7.
//!
//! `database` opens it and finds its tables, `rows` walks over the rows of a table, `fields` writes their values,
//! `aux` joins the auxiliary channels, `about` tells tests apart and what is known of them.
//!
//! Rows do not lie in order on the pages, so they must be sorted: held are 12 bytes for each row (its point and its
//! place in the file) and 16 bytes for each value of an auxiliary channel. The rows themselves are read again, one by
//! one.

mod about;
mod aux;
mod database;
mod fields;
mod rows;
#[cfg(test)]
mod tests;

use crate::source::container::fixed::cell;
use crate::source::container::table::{Problem, Source, Table};
use about::Tests;
use aux::Aux;
use database::Database;
use fields::{Field, Fields};
use jetdb::TableDef;
use rows::{Row, Spot};
use std::collections::BTreeSet;
use std::io;
use std::vec::IntoIter;

/// The table with the records.
const RECORDS: &str = "Channel_Normal_Table";
/// What to ask for where a file is not read.
const WAY_OUT: &str = "export the test as CSV or Excel from MITS Pro (Data Watcher)";
/// A file of one channel holds one test, a file of a whole machine some hundreds.
const MOST_TESTS: usize = 10_000;

/// The tests in a .res: `Test_ID` and name of each.
pub(crate) fn tests(open_file: &dyn Fn() -> io::Result<Box<dyn Source>>) -> Result<Vec<(String, String)>, Problem> {
    let mut database = Database::open(open_file()?)?;
    let mut tests = Tests::read(&mut database)?;
    let records = Records::find(&mut database)?;
    let (_, ids) = records.index(&mut database, None)?;
    tests.add(&ids);
    Ok(tests.list())
}

/// Opens the table of one test; which one must be said where the file holds several.
pub(crate) fn open(
    open_file: &dyn Fn() -> io::Result<Box<dyn Source>>,
    test_id: Option<&str>,
) -> Result<Box<dyn Table>, Problem> {
    let mut database = Database::open(open_file()?)?;
    let mut tests = Tests::read(&mut database)?;
    let records = Records::find(&mut database)?;
    let asked = test_id.map(|id| tests.asked(id)).transpose()?;
    let (spots, ids) = records.index(&mut database, asked)?;
    tests.add(&ids);
    let test = match asked {
        Some(asked) => Some(asked),
        None if ids.len() > 1 => return Err(tests.several()),
        None => ids.first().copied().or_else(|| tests.only()),
    };
    if let Some(asked) = asked
        && !tests.has(asked)
    {
        return Err(tests.unknown(test_id.unwrap_or_default()));
    }
    let aux = Aux::read(&mut database, test)?;
    let mut lead = test.map_or_else(Vec::new, |test| tests.preamble(test));
    lead.push(header(&records.fields, &aux));
    Ok(Box::new(Arbin { database, records, spots: spots.into_iter(), aux, lead: lead.into_iter() }))
}

fn header(fields: &Fields, aux: &Aux) -> Vec<u8> {
    let mut line = Vec::new();
    for name in fields.names().chain(aux.names()) {
        if !line.is_empty() {
            line.push(b'\t');
        }
        cell::text(&mut line, name);
    }
    line.push(b'\n');
    line
}

/// The table with the records, and where its columns lie.
struct Records {
    table: TableDef,
    test: Field,
    point: Field,
    fields: Fields,
}

impl Records {
    fn find(database: &mut Database) -> Result<Self, Problem> {
        let table = database.table(RECORDS)?.ok_or_else(|| Problem::Refused {
            what: format!("an Access database without a {RECORDS}, so none of an Arbin cycler"),
            way_out: WAY_OUT.to_owned(),
        })?;
        let key = |name| {
            Field::find(&table, name).ok_or_else(|| Problem::Refused {
                what: format!("an Arbin .res whose {RECORDS} has no column {name}"),
                way_out: WAY_OUT.to_owned(),
            })
        };
        let (test, point) = (key("Test_ID")?, key("Data_Point")?);
        let fields = Fields::of_records(&table);
        Ok(Self { table, test, point, fields })
    }

    /// Where the rows of a test lie (of all, if none is asked for), sorted by their points; and all tests seen.
    fn index(&self, database: &mut Database, asked: Option<i32>) -> Result<(Vec<Spot>, BTreeSet<i32>), Problem> {
        let mut spots = Vec::new();
        let mut ids = BTreeSet::new();
        let mut last = None;
        rows::each(database, &self.table, &mut |row, page, number| {
            let test = row.integer(&self.test)?;
            if last != Some(test) {
                last = Some(test);
                ids.insert(test);
                if ids.len() > MOST_TESTS {
                    return Err(row.damaged(&format!("more than {MOST_TESTS} tests")));
                }
            }
            if asked.is_none_or(|asked| asked == test) {
                spots.push(Spot { point: row.integer(&self.point)?, page, number });
            }
            Ok(())
        })?;
        spots.sort_unstable();
        Ok((spots, ids))
    }
}

/// The table of one test.
struct Arbin {
    database: Database,
    records: Records,
    spots: IntoIter<Spot>,
    aux: Aux,
    /// Preamble and header.
    lead: IntoIter<Vec<u8>>,
}

impl Table for Arbin {
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        if let Some(line) = self.lead.next() {
            into.extend_from_slice(&line);
            return Ok(true);
        }
        let Some(spot) = self.spots.next() else { return Ok(false) };
        let row: Row<'_> = rows::at(&mut self.database, &self.records.table, spot)?;
        self.records.fields.write(&row, into)?;
        self.aux.write(spot.point, into);
        into.push(b'\n');
        Ok(true)
    }
}
