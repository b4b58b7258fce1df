//! What the file says about its tests: number, name, start, cell.

use super::WAY_OUT;
use super::database::Database;
use crate::source::container::fixed::cell;
use crate::source::container::fixed::ole_date::local_time;
use crate::source::container::table::Problem;
use jetdb::Value;
use std::collections::BTreeSet;

/// The table with one row for each test.
const TESTS: &str = "Global_Table";
/// Its columns, and the keys of the preamble they become.
const COLUMNS: [&str; 7] =
    ["Test_ID", "Test_Name", "Start_DateTime", "Capacity", "MASS", "Schedule_File_Name", "Channel_Index"];
const KEYS: [&str; 7] =
    ["", "Test_Name", "Start_DateTime", "Capacity(Ah)", "MASS(g)", "Schedule_File_Name", "Channel_Index"];
const NAME: usize = 1;
/// How many tests a message names.
const MOST_NAMED: usize = 20;

/// A test: its number and what `COLUMNS` say, empty where nothing is known.
struct Test {
    id: i32,
    about: Vec<String>,
}

/// The tests of a file.
pub(super) struct Tests(Vec<Test>);

impl Tests {
    pub(super) fn read(database: &mut Database) -> Result<Self, Problem> {
        let Some(table) = database.table(TESTS)? else { return Ok(Self(Vec::new())) };
        let mut tests: Vec<Test> = Vec::new();
        for row in database.values(&table, &COLUMNS)? {
            if let Some(&Value::Long(id)) = row.first() {
                let about = COLUMNS.iter().zip(&row).map(|(column, value)| shown(column, value)).collect();
                tests.push(Test { id, about });
            }
        }
        tests.sort_by_key(|test| test.id);
        tests.dedup_by_key(|test| test.id);
        Ok(Self(tests))
    }

    /// Adds tests that have records but no row of their own.
    pub(super) fn add(&mut self, ids: &BTreeSet<i32>) {
        for &id in ids {
            if let Err(at) = self.0.binary_search_by_key(&id, |test| test.id) {
                self.0.insert(at, Test { id, about: Vec::new() });
            }
        }
    }

    pub(super) fn list(&self) -> Vec<(String, String)> {
        self.0.iter().map(|test| (test.id.to_string(), test.name().to_owned())).collect()
    }

    /// The number that was asked for.
    pub(super) fn asked(&self, id: &str) -> Result<i32, Problem> {
        id.trim().parse().map_err(|_| self.unknown(id))
    }

    pub(super) fn has(&self, id: i32) -> bool {
        self.0.iter().any(|test| test.id == id)
    }

    /// The one test of the file.
    pub(super) fn only(&self) -> Option<i32> {
        match &self.0[..] {
            [only] => Some(only.id),
            _ => None,
        }
    }

    pub(super) fn several(&self) -> Problem {
        Problem::Refused {
            what: format!("an Arbin .res with several tests: {}", self.named()),
            way_out: "choose one by its Test_ID".to_owned(),
        }
    }

    pub(super) fn unknown(&self, id: &str) -> Problem {
        let (what, way_out) = match self.0[..] {
            [] => (format!("an Arbin .res without any test, where Test_ID {id:?} is asked for"), WAY_OUT),
            _ => (format!("an Arbin .res without a test {id:?}; it has {}", self.named()), "choose one of these"),
        };
        Problem::Refused { what, way_out: way_out.to_owned() }
    }

    /// `1 (LCO cell 3), 2 (LCO cell 4) and 7 more`
    fn named(&self) -> String {
        let mut named: Vec<String> = self
            .0
            .iter()
            .take(MOST_NAMED)
            .map(|test| match test.name() {
                "" => test.id.to_string(),
                name => format!("{} ({name})", test.id),
            })
            .collect();
        if self.0.len() > MOST_NAMED {
            named.push(format!("and {} more", self.0.len() - MOST_NAMED));
        }
        named.join(", ")
    }

    /// The lines before the header.
    pub(super) fn preamble(&self, id: i32) -> Vec<Vec<u8>> {
        let about = self.0.iter().find(|test| test.id == id).map_or(&[][..], |test| &test.about);
        let known = KEYS.iter().zip(about).filter(|(key, value)| !key.is_empty() && !value.is_empty());
        known.map(|(key, value)| cell::preamble(key, value)).collect()
    }
}

impl Test {
    fn name(&self) -> &str {
        self.about.get(NAME).map_or("", String::as_str)
    }
}

/// A value as text; a start is a clock, and 0 stands for a capacity or a mass that was not given.
fn shown(column: &str, value: &Value) -> String {
    let number = match *value {
        Value::Float(single) if single != 0.0 || column == "Channel_Index" => return single.to_string(),
        Value::Double(double) | Value::Timestamp(double) if column == "Start_DateTime" => {
            return local_time(double).unwrap_or_default();
        }
        Value::Double(double) if double != 0.0 => return double.to_string(),
        Value::Byte(byte) => i32::from(byte),
        Value::Int(int) => i32::from(int),
        Value::Long(long) => long,
        Value::Text(ref text) => return text.trim().to_owned(),
        _ => return String::new(),
    };
    if number == 0 && matches!(column, "Capacity" | "MASS") { String::new() } else { number.to_string() }
}
