//! Which tables and columns an installation has, and how a query asks for those that may be absent.

use super::super::{Doing, StoreError};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is looked for: a table, the columns without which nothing can be made of it, and the others.
type Wanted = (&'static str, &'static [&'static str], &'static [&'static str]);

const WANTED: &[Wanted] = &[
    ("project", &["id", "name"], &["description", "start_date"]),
    (
        "cell",
        &["id"],
        &[
            "name",
            "manufacturer",
            "chemistry",
            "nominal_capacity",
            "nominal_voltage",
            "form_factor",
            "serial_number",
            "date_received",
            "notes",
        ],
    ),
    ("machine", &["id", "name"], &["description", "model_number"]),
    (
        "experiment",
        &["id", "name"],
        &[
            "description",
            "battery_type",
            "nominal_capacity",
            "operator",
            "start_date",
            "project_id",
            "cell_id",
            "machine_id",
        ],
    ),
    (
        "step",
        &["id", "experiment_id", "step_number"],
        &[
            "step_name",
            "step_type",
            "original_step_type",
            "duration",
            "voltage_end",
            "current",
            "capacity",
            "energy",
            "temperature_end",
        ],
    ),
    ("measurement", &["step_id", "execution_time", "voltage", "current"], &["temperature", "capacity", "energy"]),
];
/// Older names of columns, which some installations have beside the newer ones or alone.
const OLDER: &[(&str, &[&str])] = &[("cell", &["capacity", "form"])];
/// Without these there is no test to be loaded; without the others there is less said of it.
const OF_A_TEST: [&str; 3] = ["experiment", "step", "measurement"];

/// What is there.
pub(super) struct Tables {
    columns: BTreeMap<String, BTreeSet<String>>,
    pub(super) absent: Vec<String>,
    pub(super) left: Vec<String>,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
}

impl Tables {
    /// Looks at the schema.
    pub(super) fn read(connection: &mut SqliteConnection, path: &str) -> Result<Self, StoreError> {
        let query = "SELECT m.name AS of_table, c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
                     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid";
        let found: Vec<Named> = diesel::sql_query(query).load(connection).doing(&format!("reading {path}"))?;
        let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for Named { of_table, name } in found {
            columns.entry(of_table.to_lowercase()).or_default().insert(name.to_lowercase());
        }
        let has = |table: &str, column: &str| columns.get(table).is_some_and(|all| all.contains(column));
        let refused = |what: &str| {
            let own = "it is one of battery-etl itself, whose experiments `battery-etl --database sqlite:FILE` opens";
            let way_out =
                if columns.contains_key("experiments") { own } else { "name the file that the dashboard wrote" };
            let problem = format!("this is no database of the original, for it has no {what}; {way_out}");
            StoreError::Value { field: path.to_owned(), problem }
        };
        let mut absent = Vec::new();
        for (table, needed, others) in WANTED {
            if !columns.contains_key(*table) {
                if OF_A_TEST.contains(table) {
                    return Err(refused(&format!("table `{table}`")));
                }
                absent.push((*table).to_owned());
                continue;
            }
            if let Some(column) = needed.iter().find(|column| !has(table, column)) {
                return Err(refused(&format!("column `{column}` in its table `{table}`")));
            }
            absent.extend(others.iter().filter(|column| !has(table, column)).map(|column| format!("{table}.{column}")));
        }
        let is_wanted = |name: &&String| !WANTED.iter().any(|(table, ..)| table == name);
        let left = columns.keys().filter(is_wanted).cloned().collect();
        Ok(Self { columns, absent, left })
    }

    pub(super) fn has(&self, table: &str) -> bool {
        self.columns.contains_key(table)
    }

    fn has_column(&self, table: &str, column: &str) -> bool {
        debug_assert!(is_known(table, column), "{table}.{column}");
        self.columns.get(table).is_some_and(|all| all.contains(column))
    }

    /// A number under its own name; NULL where there is none. A text is no number, and never 0.
    pub(super) fn number(&self, table: &str, column: &str) -> String {
        self.number_as(table, column, column)
    }

    /// The same under another name.
    pub(super) fn number_as(&self, table: &str, column: &str, name: &str) -> String {
        if self.has_column(table, column) {
            format!("CASE WHEN typeof(t.{column}) IN ('real', 'integer') THEN CAST(t.{column} AS REAL) END AS {name}")
        } else {
            format!("NULL AS {name}")
        }
    }

    /// A whole number.
    pub(super) fn whole(&self, table: &str, column: &str) -> String {
        if self.has_column(table, column) {
            format!("CASE WHEN typeof(t.{column}) = 'integer' THEN t.{column} END AS {column}")
        } else {
            format!("NULL AS {column}")
        }
    }

    /// A text, as its bytes: nothing says that they are UTF-8.
    pub(super) fn text(&self, table: &str, column: &str) -> String {
        self.text_as(table, column, column)
    }

    /// The same under another name.
    pub(super) fn text_as(&self, table: &str, column: &str, name: &str) -> String {
        if self.has_column(table, column) {
            format!("CAST(t.{column} AS BLOB) AS {name}")
        } else {
            format!("NULL AS {name}")
        }
    }
}

fn is_known(table: &str, column: &str) -> bool {
    let wanted = WANTED.iter().filter(|(name, ..)| *name == table).flat_map(|(_, a, b)| a.iter().chain(b.iter()));
    let older = OLDER.iter().filter(|(name, _)| *name == table).flat_map(|(_, all)| all.iter());
    wanted.chain(older).any(|known| *known == column)
}

/// The text of its bytes, without blanks around it; nothing where it is empty.
pub(super) fn said(bytes: Option<Vec<u8>>) -> Option<String> {
    let text = String::from_utf8_lossy(&bytes?).replace('\0', "");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// What a query counts under the name `count`.
pub(super) fn count(connection: &mut SqliteConnection, query: &str) -> Result<u64, StoreError> {
    let counted: Counted = diesel::sql_query(query).get_result(connection).doing("counting")?;
    Ok(counted.count.unsigned_abs())
}
