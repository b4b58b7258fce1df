//! A test that is read from a lake.

use super::active::Active;
use super::error::LakeError;
use super::kept::Held;
use super::listing::{Lake, Listed, Table};
use super::rows::Reading;
use super::step::Row;
use super::tables::{self, ChannelSaid};
use crate::model::{
    Block, Cell, Channel, ChannelKind, Columns, Conventions, FileInfo, FileRole, Finding, Head, Origin, Severity,
    StepData, StepSet, Test, TestError,
};
use crate::store;
use std::path::{Path, PathBuf};

/// A test of a lake: it gives the bits that its files gave. Its blocks hold no statuses: those of the rows follow from the
/// steps and their traces.
#[derive(Debug)]
pub(crate) struct LakeTest {
    head: Head,
    steps: Vec<StepData>,
    findings: Vec<Finding>,
    test: String,
    rows: u64,
    /// The files that may hold its rows, and the columns of its further channels there.
    files: Vec<Active>,
    channels: Vec<String>,
    folder: PathBuf,
}

/// Where something stands that cannot be read.
struct Place<'a> {
    folder: &'a Path,
    test: &'a str,
}

impl Place<'_> {
    fn wrong(&self, table: &str, column: &str) -> LakeError {
        let words = format!(
            "test {} has a `{column}` in table {table} that this battery-etl does not know; use a newer one, or commit the \
             test again",
            self.test
        );
        LakeError::at(self.folder, words)
    }

    /// Refuses a test of which a table has not as many rows as was said; where nothing was said, at least one.
    fn are_there(&self, table: &str, said: Option<i64>, there: usize) -> Result<(), LakeError> {
        if said.map_or(there > 0, |said| usize::try_from(said).is_ok_and(|said| said == there)) {
            return Ok(());
        }
        let said = said.map_or_else(|| "some".to_owned(), |said| said.to_string());
        let words = format!(
            "test {} has {said} rows in table {table}, and {there} are there; `battery-lake verify` tells what is lost, and \
             `battery-lake ingest --replace` loads the test again",
            self.test
        );
        Err(LakeError::at(self.folder, words))
    }
}

impl LakeTest {
    pub(super) fn open(lake: &Lake, listed: &Listed) -> Result<Self, LakeError> {
        let test = listed.test.as_str();
        let about = lake.table("tests", test)?;
        if about.len() == 0 {
            return Err(LakeError::at(lake.folder(), format!("test {test} is gone; run the command again")));
        }
        lake.known_version(&about, test)?;
        let place = Place { folder: lake.folder(), test };
        let files = files(&lake.table("files", test)?, &place)?;
        let (head, channels) = head(&about, files, &place)?;
        let steps = steps(&lake.table("steps", test)?, &place)?;
        let findings = findings(&lake.table("findings", test)?, &place)?;
        place.are_there("files", None, head.files.len())?;
        place.are_there("steps", about.whole(0, "steps"), steps.len())?;
        let said: i64 = ["errors", "warnings", "infos"].iter().filter_map(|column| about.whole(0, column)).sum();
        place.are_there("findings", Some(said), findings.len())?;
        Ok(Self {
            head,
            steps,
            findings,
            rows: about.whole(0, "rows").unwrap_or(0).unsigned_abs(),
            files: lake.files("measurements", test)?,
            channels,
            test: test.to_owned(),
            folder: lake.folder().to_owned(),
        })
    }

    /// What it is called here; a name may stand twice in a lake.
    pub(crate) fn set_name(&mut self, name: &str) {
        name.clone_into(&mut self.head.name);
    }

    /// Asks for other conventions than those it was written with.
    pub(crate) fn set_conventions(&mut self, conventions: Conventions) {
        self.head.conventions = conventions;
    }

    /// What is known of the cell now.
    pub(crate) fn set_cell(&mut self, cell: Cell) {
        self.head.cell = Some(cell);
    }
}

fn head(about: &Table, files: Vec<FileInfo>, place: &Place<'_>) -> Result<(Head, Vec<String>), LakeError> {
    let text = |column: &str| about.text(0, column);
    let wrong = |column: &str| place.wrong("tests", column);
    let must = |column: &str| text(column).ok_or_else(|| wrong(column));
    let flag = |column: &str| bool::held(about.cell(0, column)).ok_or_else(|| wrong(column));
    let said: Vec<ChannelSaid> = serde_json::from_str(&must("channels")?).map_err(|_| wrong("channels"))?;
    let kind = |name: &str| ChannelKind::ALL.into_iter().find(|kind| kind.as_str() == name);
    let (mut channels, mut columns) = (Vec::new(), Vec::new());
    for channel in said {
        channels.push(Channel { kind: kind(&channel.kind).ok_or_else(|| wrong("channels"))?, name: channel.name });
        columns.push(channel.column);
    }
    let cell = match text("cell") {
        Some(name) => {
            let mut cell = Cell { name, ..Cell::default() };
            for kept in tables::cell() {
                let key = &kept.column.key;
                (kept.set)(&mut cell, about.cell(0, key)).ok_or_else(|| wrong(key))?;
            }
            for kept in tables::limits() {
                let key = &kept.column.key;
                (kept.set)(&mut cell.limits, about.cell(0, key)).ok_or_else(|| wrong(key))?;
            }
            Some(cell)
        }
        None => None,
    };
    let head = Head {
        name: must("name")?,
        origin: Origin::Lake,
        dialect: must("dialect")?,
        has_end_reasons: flag("has_end_reasons")?,
        has_rows: flag("has_rows")?,
        channels,
        temperature_channel: text("temperature_channel"),
        thinned_s: None,
        cell,
        project: text("project"),
        machine: text("machine"),
        operator: text("operator"),
        amended: Vec::new(),
        conventions: store::read_conventions(&must("conventions")?).map_err(|_| wrong("conventions"))?,
        files,
    };
    Ok((head, columns))
}

fn files(table: &Table, place: &Place<'_>) -> Result<Vec<FileInfo>, LakeError> {
    let wrong = |column: &str| place.wrong("files", column);
    let fields = tables::file();
    let one = |row: usize| {
        let text = |column: &str| table.text(row, column).ok_or_else(|| wrong(column));
        let mut file = FileInfo {
            role: FileRole::from_name(&text("role")?).ok_or_else(|| wrong("role"))?,
            path: String::new(),
            name: String::new(),
            blake3: String::new(),
            size: 0,
            modified_at: None,
            encoding: String::new(),
            delimiter: text("delimiter")?.chars().next().ok_or_else(|| wrong("delimiter"))?,
            rows: 0,
            sentinels: 0,
            rejected_rows: 0,
        };
        for kept in &fields {
            let key = &kept.column.key;
            (kept.set)(&mut file, table.cell(row, key)).ok_or_else(|| wrong(key))?;
        }
        file.path.clone_from(&file.name);
        Ok(file)
    };
    table.in_order("sequence").into_iter().map(one).collect()
}

fn steps(table: &Table, place: &Place<'_>) -> Result<Vec<StepData>, LakeError> {
    let row = Row::new();
    let one = |at: usize| {
        let number = i32::held(table.cell(at, "step")).ok_or_else(|| place.wrong("steps", "step"))?;
        row.step(number, |column| table.cell(at, column)).map_err(|column| place.wrong("steps", &column))
    };
    table.in_order("step").into_iter().map(one).collect()
}

fn findings(table: &Table, place: &Place<'_>) -> Result<Vec<Finding>, LakeError> {
    let wrong = |column: &str| place.wrong("findings", column);
    let one = |row: usize| {
        let text = |column: &str| table.text(row, column);
        let must = |column: &str| text(column).ok_or_else(|| wrong(column));
        let line = |column: &str| Option::<u64>::held(table.cell(row, column)).ok_or_else(|| wrong(column));
        Ok(Finding {
            rule: store::interned(&must("rule")?),
            name: store::interned(&must("name")?),
            severity: Severity::from_name(&must("severity")?).ok_or_else(|| wrong("severity"))?,
            file: text("file"),
            line: line("line")?,
            line_end: line("line_end")?,
            step: Held::held(table.cell(row, "step")).ok_or_else(|| wrong("step"))?,
            column: text("column"),
            value: text("value"),
            message: must("message")?,
            alike: None,
        })
    };
    table.in_order("sequence").into_iter().map(one).collect()
}

impl Test for LakeTest {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        Ok(&self.steps)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        Ok(self.findings.clone())
    }

    fn blocks(
        &mut self,
        columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let Self { test, files, channels, .. } = self;
        let count = Reading { test, files, channels, columns, steps }.blocks(each)?;
        if *steps == StepSet::All && count != self.rows {
            let words = format!("test {} has {} rows, and {count} are there; commit it again", self.test, self.rows);
            return Err(LakeError::at(&self.folder.join("measurements"), words).into());
        }
        Ok(())
    }
}
