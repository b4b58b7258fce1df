//! How a sheet is said: table, CSV, JSON, Markdown; one file each.

mod csv;
mod error;
mod html;
mod json;
mod markdown;
mod ndjson;
mod parts;
mod records;
mod sheet;
mod table;
mod text;

pub(crate) use csv::CsvRows;
pub(crate) use error::FormatError;
pub(crate) use ndjson::json_line;
pub(crate) use parts::{Content, Joint, PartHead};
pub(crate) use records::read_records;
pub(crate) use sheet::{Audience, Entry, Field, Footing, Heading, Kind, Rank, Record, RowSource, Sheet, Table, Value};
pub(crate) use table::terminal_width;
pub(crate) use text::{clean, data, machine, rounded};

use std::io::Write;

/// What an entry says to a person, with its unit.
#[must_use]
pub(crate) fn told(entry: &Entry) -> String {
    text::with_unit(&entry.value, &entry.column)
}

/// How the sheets are laid out, as far as a format cares.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    /// The width in characters that text should keep to; `None` for as wide as it gets.
    pub width: Option<u16>,
    /// Whether to use colours and bold.
    pub color: bool,
    /// Whether every column is shown, not only those that a person reads first.
    pub all_columns: bool,
    /// How far headings stand below those of a document of its own.
    pub depth: usize,
    /// Whether the sheets are of tests, one or many: a document then is a list of experiments.
    pub of_tests: bool,
}

/// The sheets of one document, made one after the other, so that only one is held.
pub(crate) type Sheets<'a, 's> = dyn Iterator<Item = Result<Sheet<'s>, FormatError>> + 'a;

/// A way to say sheets.
pub(crate) trait Format: Sync {
    /// The name given to `--format`. Public.
    fn name(&self) -> &'static str;
    /// The endings of the files that it writes, the usual one first.
    fn endings(&self) -> &'static [&'static str];
    /// Whether conventions and notes are part of what it writes; if not, the caller may say the notes elsewhere.
    fn has_notes(&self) -> bool {
        true
    }
    /// How it puts several reports together; `None` for one that has a single header.
    fn joint(&self) -> Option<&dyn Joint> {
        None
    }
    /// Writes one document.
    ///
    /// # Errors
    /// When the rows cannot be read, or the document cannot be written.
    fn write(&self, sheets: &mut Sheets<'_, '_>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError>;
}

impl std::fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Every format, the default first.
pub(crate) const ALL: &[&dyn Format] =
    &[&table::TextTable, &csv::Csv, &json::Json, &ndjson::NdJson, &markdown::Markdown, &html::Html];

/// The format that writes files of this ending.
#[must_use]
pub(crate) fn of_ending(ending: &str) -> Option<&'static dyn Format> {
    let is_its = |format: &&dyn Format| format.endings().iter().any(|known| known.eq_ignore_ascii_case(ending));
    ALL.iter().copied().find(is_its)
}

/// The format of a name.
#[must_use]
pub(crate) fn find(name: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.name() == name)
}
