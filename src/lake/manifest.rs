//! What became of each test, a line of JSON for each: who commits parts to a lake needs no more.

use super::SCHEMA_VERSION;
use super::writing::Written;
use crate::export::{Bounds, Part};
use crate::format::{Heading, Kind};
use crate::model::SeverityCounts;
use serde::Serialize;
use serde_json::{Map, Value};

/// So many columns of a table have bounds: a log with those of all would be read for nothing.
const BOUNDED: usize = 32;

/// What became of a test.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Manifest {
    /// The test; none where it could not be read.
    pub test: Option<String>,
    /// What it is called.
    pub name: String,
    /// Its files.
    pub paths: Vec<String>,
    /// loaded, rejected or failed.
    pub outcome: &'static str,
    /// Why, where it was not loaded.
    pub message: Option<String>,
    /// The version of the program.
    pub tool_version: &'static str,
    /// The version of the tables.
    pub schema_version: i64,
    /// Its parts.
    pub parts: Vec<PartLine>,
    /// How many findings of each severity it has.
    pub findings: SeverityCounts,
}

/// A part.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PartLine {
    /// The table.
    pub table: &'static str,
    /// Where it is, below the folder of all.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// The blake3 of its bytes, in hex.
    pub blake3: String,
    /// Its columns.
    columns: Vec<ColumnLine>,
    /// What they hold.
    stats: Stats,
}

#[derive(Clone, Debug, Serialize)]
struct ColumnLine {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// As a Delta log has them.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Stats {
    num_records: u64,
    min_values: Map<String, Value>,
    max_values: Map<String, Value>,
    null_count: Map<String, Value>,
}

impl Manifest {
    /// Of a test of which nothing is known yet.
    pub(crate) fn new(name: String, paths: Vec<String>) -> Self {
        Self {
            test: None,
            name,
            paths,
            outcome: "failed",
            message: None,
            tool_version: env!("CARGO_PKG_VERSION"),
            schema_version: SCHEMA_VERSION,
            parts: Vec::new(),
            findings: SeverityCounts::default(),
        }
    }
}

impl PartLine {
    /// Of the part of this number of a table.
    pub(crate) fn of(test: &str, written: &Written, number: usize, part: &Part) -> Self {
        Self {
            table: written.table,
            path: format!("{}/{test}-{number:02}.parquet", written.table),
            bytes: part.bytes,
            rows: part.rows,
            blake3: part.blake3.clone(),
            columns: written.columns.iter().map(column).collect(),
            stats: stats(part),
        }
    }
}

/// A column with its type in the words of Delta.
fn column(column: &Heading) -> ColumnLine {
    let kind = match column.kind {
        Kind::Integer => "long",
        Kind::Number | Kind::Duration => "double",
        Kind::Flag => "boolean",
        Kind::Text | Kind::Prose | Kind::Structure | Kind::Time => "string",
    };
    ColumnLine { name: column.key.to_string(), kind }
}

fn stats(part: &Part) -> Stats {
    let (mut min_values, mut max_values, mut null_count) = (Map::new(), Map::new(), Map::new());
    for Bounds { name, ends, missing, .. } in part.bounds.iter().take(BOUNDED) {
        if let Some((least, most)) = ends {
            // What is no JSON, as no number of ours is, has no bounds.
            if let (Ok(least), Ok(most)) = (serde_json::to_value(least), serde_json::to_value(most)) {
                min_values.insert(name.clone(), least);
                max_values.insert(name.clone(), most);
            }
        }
        null_count.insert(name.clone(), (*missing).into());
    }
    Stats { num_records: part.rows, min_values, max_values, null_count }
}
