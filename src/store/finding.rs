//! Findings: what validation said when the experiment was loaded, kept beside it.

use super::row::{shown, unknown_name};
use super::schema::findings;
use super::{Database, Doing, StoreError, put_all};
use crate::model::{Finding, Severity, SeverityCounts};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = findings, treat_none_as_default_value = false)]
struct FindingRow {
    experiment_id: i32,
    seq: i32,
    rule: String,
    name: String,
    severity: String,
    file: Option<String>,
    line: Option<i64>,
    line_end: Option<i64>,
    step: Option<i32>,
    column_name: Option<String>,
    value: Option<String>,
    message: String,
}

/// The one copy of a rule's code or name; there are as many as there are rules.
pub(crate) fn interned(text: &str) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(have) = known.get(text) {
        return have;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    known.insert(kept);
    kept
}

impl Database {
    /// Stores findings in their order; none may be there.
    pub(super) fn put_findings(&mut self, id: i32, all: &[Finding]) -> Result<(), StoreError> {
        let rows: Vec<_> = all
            .iter()
            .zip(0..)
            .map(|(finding, seq)| FindingRow {
                experiment_id: id,
                seq,
                rule: finding.rule.to_owned(),
                name: finding.name.to_owned(),
                severity: finding.severity.as_str().to_owned(),
                file: finding.file.as_deref().map(shown),
                line: finding.line.map(|line| line as i64),
                line_end: finding.line_end.map(|line| line as i64),
                step: finding.step,
                column_name: finding.column.as_deref().map(shown),
                value: finding.value.as_deref().map(shown),
                message: shown(&finding.message),
            })
            .collect();
        put_all!(self, findings::table, rows).doing("storing the findings")
    }

    /// Stores other findings in the place of those that are there, unless the experiment is gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn replace_findings(&mut self, id: i32, all: &[Finding]) -> Result<(), StoreError> {
        self.write("storing the findings", |database| {
            if database.experiment_by_id(id)?.is_none() {
                return Ok(());
            }
            diesel::delete(findings::table.filter(findings::experiment_id.eq(id)))
                .execute(&mut database.connection)
                .doing("making room for the findings")?;
            database.put_findings(id, all)
        })
    }

    /// The findings of an experiment, in the order in which they were made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn findings(&mut self, id: i32) -> Result<Vec<Finding>, StoreError> {
        let rows: Vec<FindingRow> = findings::table
            .filter(findings::experiment_id.eq(id))
            .order(findings::seq)
            .select(FindingRow::as_select())
            .load(&mut self.connection)
            .doing("reading the findings")?;
        let line = |line: Option<i64>| line.map(i64::unsigned_abs);
        rows.into_iter()
            .map(|row| {
                let severity = Severity::from_name(&row.severity);
                Ok(Finding {
                    rule: interned(&row.rule),
                    name: interned(&row.name),
                    severity: severity.ok_or_else(|| unknown_name("severity", &row.severity))?,
                    file: row.file,
                    line: line(row.line),
                    line_end: line(row.line_end),
                    step: row.step,
                    column: row.column_name,
                    value: row.value,
                    message: row.message,
                    alike: None,
                })
            })
            .collect()
    }

    /// How many findings of each severity every experiment has that has any.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn finding_counts(&mut self) -> Result<HashMap<i32, SeverityCounts>, StoreError> {
        let rows: Vec<(i32, String, i64)> = findings::table
            .group_by((findings::experiment_id, findings::severity))
            .select((findings::experiment_id, findings::severity, diesel::dsl::count_star()))
            .load(&mut self.connection)
            .doing("counting the findings")?;
        let mut all: HashMap<i32, SeverityCounts> = HashMap::new();
        for (id, severity, count) in rows {
            let counts = all.entry(id).or_default();
            let of_severity = match Severity::from_name(&severity) {
                Some(Severity::Error) => &mut counts.error,
                Some(Severity::Warning) => &mut counts.warning,
                Some(Severity::Info) => &mut counts.info,
                None => return Err(unknown_name("severity", &severity)),
            };
            *of_severity += count.unsigned_abs();
        }
        Ok(all)
    }
}
