//! What a report is about: one test, its steps read and everything derived.

use super::gather::Gathered;
use super::{Options, ReportError, conventions, head};
use crate::format::{Field, Sheet, Table};
use crate::model::{Derived, Finding, Head, SeverityCounts, StepData, Test};
use crate::transform::derive;

/// One test with what is derived from it; rows are read again only by the reports that need them.
pub(crate) struct Subject<'t> {
    /// The test, for reports that need its rows.
    pub test: &'t mut dyn Test,
    /// About it, with the conventions in force.
    pub head: Head,
    /// Its executed steps.
    pub steps: Vec<StepData>,
    /// Everything derived.
    pub derived: Derived,
    /// How many findings of each severity are known of it.
    pub findings: SeverityCounts,
    /// What reports need of all rows, where somebody gathered it already.
    pub gathered: Option<Gathered>,
}

impl<'t> Subject<'t> {
    /// Reads the steps of a test and derives.
    ///
    /// # Errors
    /// When the test cannot be read or derived.
    pub(crate) fn read(test: &'t mut dyn Test) -> Result<Self, ReportError> {
        let steps = test.steps()?.to_vec();
        let head = test.head()?.clone();
        let findings: Vec<Finding> = test.findings()?;
        let derived = derive(&head, &steps)?;
        Ok(Self { findings: SeverityCounts::of(&findings), test, head, steps, derived, gathered: None })
    }

    /// A sheet with one row for each of `all` that `keep` keeps.
    pub(super) fn list<T>(
        &self,
        name: &'static str,
        fields: &'static [Field<T>],
        all: &[T],
        keep: impl Fn(&T) -> bool,
        options: &Options,
    ) -> Sheet<'static> {
        let rows: Vec<_> = all.iter().filter(|one| keep(one)).map(|one| Field::row(fields, one)).collect();
        let filtered =
            options.filter.in_words().map(|words| format!("{} of {} {name}, by {words}", rows.len(), all.len()));
        let table = Table::held(name, Field::columns(fields), rows);
        self.sheet(table, filtered)
    }

    /// A sheet of this test: its head, one list, the conventions, and what a person should know.
    pub(super) fn sheet(&self, table: Table<'static>, filtered: Option<String>) -> Sheet<'static> {
        let mut notes = self.derived.notes.clone();
        notes.extend(self.head.amended.iter().cloned());
        notes.extend(filtered);
        Sheet {
            experiment: Some(self.head.name.clone()),
            head: head(&self.derived),
            conventions: Some(conventions(&self.head, self.derived.cycles_by)),
            notes,
            ..Sheet::list(self.head.name.clone(), table)
        }
    }
}
