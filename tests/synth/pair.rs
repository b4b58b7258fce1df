//! A pair as text that can be edited, and the bytes it becomes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file: lines before the header, the header, rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) preamble: Vec<String>,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Where a column stands.
    pub(crate) fn column(&self, name: &str) -> usize {
        self.header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// The cell of a data row (the first is 0) in a column.
    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        &self.rows[row][self.column(column)]
    }

    /// The same, to be changed.
    pub(crate) fn cell_mut(&mut self, row: usize, column: &str) -> &mut String {
        let at = self.column(column);
        &mut self.rows[row][at]
    }

    /// The physical line of a data row.
    pub(crate) fn line(&self, row: usize) -> u64 {
        (self.preamble.len() + 1 + row) as u64 + 1
    }

    /// Puts the columns into another order; those left out go.
    pub(crate) fn select(&self, columns: &[usize]) -> Self {
        let pick = |row: &Vec<String>| columns.iter().map(|&at| row[at].clone()).collect();
        Self { preamble: self.preamble.clone(), header: pick(&self.header), rows: self.rows.iter().map(pick).collect() }
    }
}

/// The encoding of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Big5,
    Gb18030,
    Windows1252,
}

/// How text becomes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) encoding: Encoding,
    pub(crate) mark: bool,
    pub(crate) line_end: &'static str,
    pub(crate) last_line_end: bool,
    pub(crate) delimiter: char,
    pub(crate) decimal_comma: bool,
}

impl Style {
    /// What Chroma's export writes.
    pub(crate) const CHROMA: Self = Self {
        encoding: Encoding::Utf8,
        mark: true,
        line_end: "\r\n",
        last_line_end: true,
        delimiter: ',',
        decimal_comma: false,
    };

    /// The bytes of a table.
    pub(crate) fn bytes(&self, table: &Table) -> Vec<u8> {
        let rows = std::iter::once(&table.header).filter(|header| !header.is_empty()).chain(&table.rows);
        let lines: Vec<String> = table.preamble.iter().cloned().chain(rows.map(|row| self.line(row))).collect();
        let mut text = lines.join(self.line_end);
        if self.last_line_end && !lines.is_empty() {
            text.push_str(self.line_end);
        }
        if self.mark {
            text.insert(0, '\u{feff}');
        }
        match self.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Big5 => encoding_rs::BIG5.encode(&text).0.into_owned(),
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            Encoding::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        }
    }

    /// A row as a line, without its end.
    pub(crate) fn line(&self, row: &[String]) -> String {
        let cells = row.iter().map(|cell| {
            let is_number = self.decimal_comma && cell.parse::<f64>().is_ok();
            let cell = if is_number { cell.replace('.', ",") } else { cell.clone() };
            if cell.contains([self.delimiter, '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        });
        cells.collect::<Vec<_>>().join(&self.delimiter.to_string())
    }
}

/// Both files of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) step: Table,
    pub(crate) detail: Table,
    pub(crate) style: Style,
}

impl Pair {
    /// The Step file's bytes.
    pub(crate) fn step_bytes(&self) -> Vec<u8> {
        self.style.bytes(&self.step)
    }

    /// The Detail file's bytes.
    pub(crate) fn detail_bytes(&self) -> Vec<u8> {
        self.style.bytes(&self.detail)
    }

    /// Writes `<name>_Step.csv` and `<name>_Detail.csv` into a folder, which is made, and gives their paths.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<(PathBuf, PathBuf)> {
        fs::create_dir_all(folder)?;
        let step = folder.join(format!("{}_Step.csv", self.name));
        let detail = folder.join(format!("{}_Detail.csv", self.name));
        fs::write(&step, self.step_bytes())?;
        fs::write(&detail, self.detail_bytes())?;
        Ok((step, detail))
    }
}
