//! Data out of a test: its rows and what is derived of them, as tables in files that other programs read.
//!
//! A table is registered in [`ALL`] and gives its rows as columns; a format is one file and takes them. Neither knows the
//! other, so that a new one of either is one file and a line here.

mod batch;
mod conventions;
mod csv_file;
mod error;
mod findings;
mod formats;
mod listed;
mod measurements;
mod ndjson_file;
#[cfg(test)]
mod page;
mod parquet_file;
mod slug;
mod workbook;
mod writer;

pub(crate) use batch::{Batch, Cells};
pub(crate) use conventions::{Conventions, all as conventions_of};
pub(crate) use error::ExportError;
pub(crate) use formats::Form;
pub(crate) use measurements::{Bdf, block_columns};
pub(crate) use parquet_file::{Bounds, Part, Spooled};
pub(crate) use slug::Slugs;
pub(crate) use writer::{TableSpec, Writer};

use crate::format::{FormatError, Heading};
use crate::model::{Finding, Head, nearest};
use crate::report::{StepFilter, Subject};
use crate::transform::thin::Thinning;

/// What is exported of a test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Which steps are looked at.
    pub filter: StepFilter,
    /// What the rules found, for the tables that need it.
    pub findings: Option<Vec<Finding>>,
    /// How rows are thinned.
    pub thinning: Thinning,
}

/// Takes rows.
pub(crate) type Take<'t> = dyn FnMut(&Batch<'_>) -> Result<(), ExportError> + 't;

/// What can be exported.
pub(crate) trait Table: Sync {
    /// The word given to `export`. Public.
    fn name(&self) -> &'static str;
    /// What it holds, in one line of help.
    fn about(&self) -> &'static str;
    /// Its columns of one test, or with none those that every test has.
    fn columns(&self, head: Option<&Head>) -> Vec<Heading>;
    /// Whether it says what the rules found, so that they have to be run first.
    fn needs_findings(&self) -> bool {
        false
    }
    /// Whether it is part of a workbook that nothing else is asked of.
    fn is_in_workbook(&self) -> bool {
        true
    }
    /// Gives the rows of a test to `take`, of the `wanted` columns; one that the test does not have is missing in all. What
    /// a person should know comes back.
    ///
    /// # Errors
    /// When the test cannot be read or derived, or whatever `take` returns.
    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError>;
}

impl std::fmt::Debug for dyn Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Every table, in the order in which help lists them.
pub(crate) const ALL: &[&dyn Table] =
    &[&measurements::Measurements, &listed::STEPS, &listed::CYCLES, &listed::PULSES, &findings::Findings];

/// The table of a name.
#[must_use]
pub(crate) fn find(name: &str) -> Option<&'static dyn Table> {
    ALL.iter().copied().find(|table| table.name() == name)
}

/// Of these columns those of the names, in their order; all, where none is named.
///
/// # Errors
/// When there is no such column.
pub(crate) fn select(columns: Vec<Heading>, keys: &[String]) -> Result<Vec<Heading>, ExportError> {
    if keys.is_empty() || keys.iter().any(|key| key == "all") {
        return Ok(columns);
    }
    let mut selected: Vec<Heading> = Vec::with_capacity(keys.len());
    for key in keys.iter().filter(|key| *key != "experiment") {
        let names = || columns.iter().map(|column| column.key.as_ref());
        let Some(found) = columns.iter().find(|column| column.key == key.as_str()) else {
            let nearest = nearest(key, names()).map(str::to_owned);
            let columns = names().collect::<Vec<_>>().join(", ");
            return Err(FormatError::NoColumn { asked: key.clone(), nearest, columns }.into());
        };
        // Asked for twice it is still one column.
        if selected.iter().all(|column| column.key != found.key) {
            selected.push(found.clone());
        }
    }
    Ok(selected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_chosen_by_name() {
        let keys = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        let of = |names: &[&str]| select(find("steps").unwrap().columns(None), &keys(names));
        let chosen = of(&["soc_end_pct", "step", "soc_end_pct", "experiment"]).unwrap();
        assert_eq!(chosen.iter().map(|column| column.key.as_ref()).collect::<Vec<_>>(), ["soc_end_pct", "step"]);
        assert!(of(&["all"]).unwrap().len() > 30);
        let said = of(&["soc_end"]).unwrap_err().to_string();
        assert!(said.contains("did you mean `soc_end_pct`"), "{said}");
    }

    #[test]
    fn no_table_has_a_column_twice() {
        for table in ALL {
            let columns = table.columns(None);
            let mut keys: Vec<_> = columns.iter().map(|column| &column.key).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), columns.len(), "{}", table.name());
        }
    }
}
