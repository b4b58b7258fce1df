//! What a lake holds: its tests, and the rows of its small tables.

use super::active::Active;
use super::error::LakeError;
use super::kept::Held;
use super::log;
use super::parquet_file::ParquetFile;
use super::rows::{self, Stretch};
use super::stats::OF_STEPS;
use super::{LakeTest, SCHEMA_VERSION};
use crate::format::Value;
use crate::report::StepFilter;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A lake in a folder.
#[derive(Debug)]
pub(crate) struct Lake {
    folder: PathBuf,
    tests: Vec<Listed>,
    /// The files of each table that was asked for: a log is replayed once.
    logs: Mutex<BTreeMap<String, Arc<Vec<Active>>>>,
}

/// A test that a lake holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed {
    /// The test.
    pub test: String,
    /// What it is called.
    pub name: String,
    /// Its cell, and that one's chemistry.
    pub cell: Option<String>,
    pub chemistry: Option<String>,
    /// Its project.
    pub project: Option<String>,
    /// Its machine.
    pub machine: Option<String>,
    /// Who ran it.
    pub operator: Option<String>,
    /// When it began, by the cycler's clock.
    pub started_at: Option<NaiveDateTime>,
}

/// The table of steps.
const STEPS: &str = "steps";
/// The columns of what is listed of a test, in the order of its fields.
const LISTED: &[&str] = &["test", "name", "cell", "chemistry", "project", "machine", "operator", "started_at"];

impl Listed {
    /// Of the cells of [`LISTED`]; none without a name.
    fn of(cells: &[Value]) -> Option<Self> {
        let text = |at: usize| Option::<String>::held(&cells[at]).flatten();
        Some(Self {
            test: text(0)?,
            name: text(1)?,
            cell: text(2),
            chemistry: text(3),
            project: text(4),
            machine: text(5),
            operator: text(6),
            started_at: Held::held(&cells[7]).flatten(),
        })
    }
}

/// Rows of a small table.
pub(super) struct Table {
    len: usize,
    columns: HashMap<String, Vec<Value>>,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// A cell; missing where there is no such column.
    pub(super) fn cell(&self, row: usize, column: &str) -> &Value {
        self.columns.get(column).and_then(|cells| cells.get(row)).unwrap_or(&Value::Missing)
    }

    /// A text.
    pub(super) fn text(&self, row: usize, column: &str) -> Option<String> {
        Held::held(self.cell(row, column))?
    }

    /// A whole number.
    pub(super) fn whole(&self, row: usize, column: &str) -> Option<i64> {
        match self.cell(row, column) {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The rows in the order of a column of whole numbers.
    pub(super) fn in_order(&self, column: &str) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.len).collect();
        rows.sort_by_key(|row| self.whole(*row, column));
        rows
    }
}

impl Lake {
    /// The lake in a folder, and the tests that it holds, by name.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub(crate) fn open(folder: &Path) -> Result<Self, LakeError> {
        let files = log::active(&folder.join("tests"), LISTED)?;
        let Some(files) = files else {
            let words = "is no lake: it holds no Delta table `tests`; name the folder that `battery-lake` wrote";
            return Err(LakeError::at(folder, words));
        };
        let mut tests: Vec<Listed> = Vec::new();
        for file in &files {
            // A part holds one test, and the log tells it whole.
            let said: Option<Vec<Value>> = LISTED.iter().map(|column| file.stats.only_text(column)).collect();
            if let Some(listed) = said.as_deref().and_then(Listed::of) {
                tests.push(listed);
                continue;
            }
            let open = file.open()?;
            let stretches = (0..open.groups()).map(|group| Stretch::whole(&open, group));
            let table = read(&open, stretches, Some(LISTED))?;
            for row in 0..table.len() {
                let cells: Vec<Value> = LISTED.iter().map(|column| table.cell(row, column).clone()).collect();
                tests.push(
                    Listed::of(&cells).ok_or_else(|| {
                        LakeError::at(&file.path, "has a test without a name; another program wrote it")
                    })?,
                );
            }
        }
        tests.sort_by(|one, other| (&one.name, &one.test).cmp(&(&other.name, &other.test)));
        tests.dedup_by(|one, other| one.test == other.test);
        let logs = Mutex::new([("tests".to_owned(), Arc::new(files))].into());
        Ok(Self { folder: folder.to_owned(), tests, logs })
    }

    /// Its tests, by name.
    pub(crate) fn tests(&self) -> &[Listed] {
        &self.tests
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens one of its tests.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn test(&self, listed: &Listed) -> Result<LakeTest, LakeError> {
        LakeTest::open(self, listed)
    }

    /// The files of a table that may hold rows of a test.
    pub(super) fn files(&self, table: &str, test: &str) -> Result<Vec<Active>, LakeError> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let files = match logs.get(table) {
            Some(files) => Arc::clone(files),
            None => {
                let columns = if table == STEPS { &OF_STEPS[..] } else { &[] };
                let files = Arc::new(log::active(&self.folder.join(table), columns)?.unwrap_or_default());
                logs.insert(table.to_owned(), Arc::clone(&files));
                files
            }
        };
        drop(logs);
        Ok(files.iter().filter(|file| file.may_hold(test)).cloned().collect())
    }

    /// Whether a step of a test may pass a filter, by what the log says: it is not looked into the steps.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub(crate) fn may_pass(&self, listed: &Listed, filter: &StepFilter) -> Result<bool, LakeError> {
        Ok(self.files(STEPS, &listed.test)?.iter().any(|file| file.stats.may_pass(filter)))
    }

    /// The rows of a small table of a test, all columns.
    pub(super) fn table(&self, table: &str, test: &str) -> Result<Table, LakeError> {
        let mut all = Table { len: 0, columns: HashMap::new() };
        for file in self.files(table, test)? {
            let open = file.open()?;
            let stretches = rows::stretches(&open, test)?;
            let more = read(&open, stretches.into_iter(), None)?;
            for (name, cells) in more.columns {
                let column = all.columns.entry(name).or_default();
                // A column that files before did not have.
                column.resize(all.len, Value::Missing);
                column.extend(cells);
            }
            all.len += more.len;
            all.columns.values_mut().for_each(|column| column.resize(all.len, Value::Missing));
        }
        Ok(all)
    }

    /// Refuses a test of tables that are not known here.
    pub(super) fn known_version(&self, table: &Table, test: &str) -> Result<(), LakeError> {
        match table.whole(0, "schema_version") {
            Some(version) if version > SCHEMA_VERSION => {
                let words = format!(
                    "test {test} has tables of version {version}, and this battery-etl knows up to {SCHEMA_VERSION}"
                );
                Err(LakeError::at(&self.folder, format!("{words}; use a newer one")))
            }
            _ => Ok(()),
        }
    }
}

/// Stretches of rows of a file; of the named columns, or of all.
fn read(
    file: &ParquetFile,
    stretches: impl Iterator<Item = Stretch>,
    names: Option<&[&str]>,
) -> Result<Table, LakeError> {
    let names: Vec<String> = match names {
        Some(names) => names.iter().map(|name| (*name).to_owned()).collect(),
        None => file.columns_below("").map(str::to_owned).collect(),
    };
    let mut table = Table { len: 0, columns: names.iter().map(|name| (name.clone(), Vec::new())).collect() };
    for stretch in stretches {
        for (name, cells) in &mut table.columns {
            file.cells(stretch.group, name, stretch.from, stretch.rows, cells)?;
        }
        table.len += stretch.rows;
    }
    Ok(table)
}
