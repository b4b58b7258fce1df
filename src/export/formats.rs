//! The formats of an export.

use super::writer::{TableSpec, Writer};
use super::{ExportError, csv_file, ndjson_file, parquet_file, workbook};
use std::io::Write;

/// A format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Comma-separated values.
    Csv {
        /// Whether a mark of UTF-8 comes first, for spreadsheets.
        bom: bool,
    },
    /// One JSON object a line.
    NdJson,
    /// Parquet.
    Parquet,
    /// A workbook for Excel.
    Xlsx,
}

impl Form {
    /// Every format, as `--format` names it.
    pub(crate) const ALL: [Self; 4] = [Self::Csv { bom: false }, Self::NdJson, Self::Parquet, Self::Xlsx];

    /// The word given to `--format`. Public.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::NdJson => "ndjson",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
        }
    }

    /// The endings of its files, the usual one first.
    #[must_use]
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Csv { .. } => &["csv"],
            Self::NdJson => &["ndjson", "jsonl"],
            Self::Parquet => &["parquet", "pq"],
            Self::Xlsx => &["xlsx"],
        }
    }

    /// The format of a name.
    #[must_use]
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The format that writes files of this ending.
    #[must_use]
    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.endings().iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }

    /// Whether it is no text, and so nothing for a terminal.
    #[must_use]
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx)
    }

    /// Whether a file of it holds several tables.
    #[must_use]
    pub(crate) fn holds_several(self) -> bool {
        self == Self::Xlsx
    }

    /// Begins a file of these tables.
    ///
    /// # Errors
    /// When the format cannot hold them.
    pub(crate) fn begin<W: Write + Send + 'static>(
        self,
        tables: Vec<TableSpec>,
        out: W,
    ) -> Result<Box<dyn Writer<W>>, ExportError> {
        let mut tables = tables.into_iter();
        let first = tables.next().ok_or_else(|| ExportError::Refused("no table was named".to_owned()))?;
        Ok(match self {
            Self::Csv { bom } => Box::new(csv_file::CsvFile::new(&first, bom, out)?),
            Self::NdJson => Box::new(ndjson_file::NdJsonFile::new(first, out)),
            Self::Parquet => Box::new(parquet_file::ParquetFile::new(first, out)?),
            Self::Xlsx => Box::new(workbook::Workbook::new(std::iter::once(first).chain(tables).collect(), out)?),
        })
    }
}
