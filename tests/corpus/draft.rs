//! A pair that is being spoilt: lines of text that are changed, written, and checked as `validate` checks them.

use crate::base::{BOTH, Base, Col, File};
use crate::synth::clock;
use battery_etl::model::{Cell, TestError};
use battery_etl::pipeline::{CheckOptions, FileTest, OpenError, ReadOptions, Sink, check_files, outcome_of};
use battery_etl::source::{Candidate, Files, SourceError};
use battery_etl::validate::{OtherTest, Outcome, Selection};
use chrono::NaiveDateTime;
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// The text of one file.
pub(crate) struct Sheet<'a> {
    pub(crate) header: Vec<String>,
    pub(crate) lines: Vec<Cow<'a, str>>,
    /// Whether the last line has its end.
    pub(crate) is_ended: bool,
    /// Written instead of the text.
    pub(crate) bytes: Option<Vec<u8>>,
    /// `csv`, or `csv.gz`.
    pub(crate) extension: &'static str,
    pub(crate) is_absent: bool,
}

/// A pair, and what is said of its cell.
pub(crate) struct Draft<'a> {
    pub(crate) base: &'a Base,
    /// All pairs, for what mixes two.
    pub(crate) bases: &'a [Base],
    pub(crate) sheets: [Sheet<'a>; 2],
    pub(crate) cell: Option<Cell>,
    pub(crate) others: Option<Vec<OtherTest>>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(base: &'a Base, bases: &'a [Base]) -> Self {
        let sheets = BOTH.map(|file| Sheet {
            header: base.table(file).header.clone(),
            lines: base.lines[file as usize].iter().map(|line| Cow::Borrowed(line.as_str())).collect(),
            is_ended: base.style.last_line_end,
            bytes: None,
            extension: "csv",
            is_absent: false,
        });
        Self { base, bases, sheets, cell: base.cell.clone(), others: None }
    }

    /// The cell as the laboratory knows it, to be told more of.
    pub(crate) fn known(&self) -> Cell {
        let named = || Cell { name: "C".into(), ..Cell::default() };
        self.base.cell.clone().unwrap_or_else(named)
    }

    pub(crate) fn sheet(&mut self, file: File) -> &mut Sheet<'a> {
        &mut self.sheets[file as usize]
    }

    /// The cells of a row as it stands now.
    pub(crate) fn cells(&self, file: File, row: usize) -> Vec<String> {
        self.sheets[file as usize].lines[row].split(',').map(str::to_owned).collect()
    }

    pub(crate) fn set_cells(&mut self, file: File, row: usize, cells: &[String]) {
        self.sheets[file as usize].lines[row] = Cow::Owned(cells.join(","));
    }

    /// Puts another text into a cell; `false` where the dialect has no such column.
    pub(crate) fn set(&mut self, file: File, row: usize, col: Col, text: &str) -> bool {
        let Some(at) = self.base.column(file, col) else { return false };
        let mut cells = self.cells(file, row);
        text.clone_into(&mut cells[at]);
        self.set_cells(file, row, &cells);
        true
    }

    /// Puts a number into a cell; times in seconds.
    pub(crate) fn put(&mut self, file: File, row: usize, col: Col, value: f64) -> bool {
        let unit = if Base::is_time(col) { self.base.time_unit() } else { 1.0 };
        self.set(file, row, col, &printed(value / unit))
    }

    /// A cell as a number, as it stands now; times in seconds.
    pub(crate) fn get(&self, file: File, row: usize, col: Col) -> f64 {
        let unit = if Base::is_time(col) { self.base.time_unit() } else { 1.0 };
        let cell = self.base.column(file, col).map(|at| self.cells(file, row)[at].parse::<f64>());
        cell.map_or(f64::NAN, |value| value.unwrap_or(f64::NAN) * unit)
    }

    /// Adds to a cell; a missing value stays missing.
    pub(crate) fn add(&mut self, file: File, row: usize, col: Col, by: f64) {
        let value = self.get(file, row, col);
        if value.is_finite() {
            self.put(file, row, col, value + by);
        }
    }

    /// Multiplies a cell; a missing value stays missing.
    pub(crate) fn scale(&mut self, file: File, row: usize, col: Col, by: f64) {
        let value = self.get(file, row, col);
        if value.is_finite() {
            self.put(file, row, col, value * by);
        }
    }

    /// Moves a clock by whole seconds.
    pub(crate) fn move_clock(&mut self, file: File, row: usize, by_s: i64) -> Option<()> {
        let at = self.base.column(file, Col::Clock)?;
        let time = NaiveDateTime::parse_from_str(&self.cells(file, row)[at], "%m/%d/%Y %H:%M:%S").ok()?;
        self.set(file, row, Col::Clock, &clock(time.and_utc().timestamp() + by_s)).then_some(())
    }

    pub(crate) fn remove(&mut self, file: File, rows: std::ops::Range<usize>) {
        self.sheet(file).lines.drain(rows);
    }

    pub(crate) fn repeat(&mut self, file: File, row: usize, times: usize) {
        let lines = &mut self.sheet(file).lines;
        let line = lines[row].clone();
        lines.splice(row..row, std::iter::repeat_n(line, times));
    }

    /// The text of a file as it would be written.
    pub(crate) fn text(&self, file: File) -> String {
        let (sheet, style) = (&self.sheets[file as usize], &self.base.style);
        let mut text = String::from(if style.mark { "\u{feff}" } else { "" });
        let header = sheet.header.join(",");
        let before = self.base.table(file).preamble.iter().map(String::as_str);
        let all = before.chain([header.as_str()]).chain(sheet.lines.iter().map(AsRef::as_ref));
        for (number, line) in all.enumerate() {
            if number > 0 {
                text.push_str(style.line_end);
            }
            text.push_str(line);
        }
        if sheet.is_ended {
            text.push_str(style.line_end);
        }
        text
    }

    /// Writes the pair into a folder and checks it.
    pub(crate) fn check(&self, folder: &Path) -> Outcome {
        let path = |file: File| {
            let part = if file == File::Step { "Step" } else { "Detail" };
            folder.join(format!("{}_{part}.{}", self.base.name, self.sheets[file as usize].extension))
        };
        for file in BOTH.into_iter().filter(|file| !self.sheets[*file as usize].is_absent) {
            let bytes = self.sheets[file as usize].bytes.clone().unwrap_or_else(|| self.text(file).into_bytes());
            fs::write(path(file), bytes).unwrap();
        }
        let files = match self.sheets.each_ref().map(|sheet| sheet.is_absent) {
            [true, _] => Files::Detail(path(File::Detail)),
            [_, true] => Files::Step(path(File::Step)),
            _ => Files::Pair { step: path(File::Step), detail: path(File::Detail) },
        };
        check(&Candidate { name: self.base.name.clone(), files }, self.cell.clone(), self.others.clone())
    }
}

/// Listens to nothing: the rules alone are wanted.
struct Alone;
impl Sink for Alone {}

/// Checks a test as the command does.
pub(crate) fn check(candidate: &Candidate, cell: Option<Cell>, others: Option<Vec<OtherTest>>) -> Outcome {
    let paths: Vec<String> = candidate.files.paths().iter().map(|path| path.display().to_string()).collect();
    let unopened = |error: &OpenError| {
        outcome_of(error, &candidate.name, &paths, &Selection::default())
            .unwrap_or_else(|| panic!("{paths:?}: {error}"))
    };
    let mut options = ReadOptions { cell, parsers: 1, ..ReadOptions::default() };
    options.conventions.cell_nominal_capacity_ah = options.cell.as_ref().and_then(|cell| cell.nominal_capacity_ah);
    let mut test = match FileTest::open(candidate, options) {
        Ok(test) => test,
        Err(error) => return unopened(&error),
    };
    match check_files(&mut test, &CheckOptions { others, ..CheckOptions::default() }, &mut Alone, &|_| {}) {
        Ok(checked) => checked.outcome,
        Err(TestError(error)) => match error.downcast::<SourceError>() {
            Ok(source) => unopened(&OpenError::Source(*source)),
            Err(other) => unopened(&other.downcast::<OpenError>().unwrap_or_else(|e| panic!("{paths:?}: {e}"))),
        },
    }
}

/// A number as a tester prints it: six decimals, no trailing zeros.
pub(crate) fn printed(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
