//! A cell in two tests at one time: each test is compared with those that were loaded before the command, and those of one
//! command with each other once all of them are loaded, so that no order and no number of jobs changes what is found.

use super::busy::Busy;
use super::job::{IngestOptions, TestReport};
use crate::model::{Cell, Finding};
use crate::store::{Database, StoreError};
use crate::validate::{OtherTest, cat02};
use std::collections::{BTreeSet, HashMap};

/// The tests of each cell, as they were before the command.
pub(super) struct Cells(HashMap<String, Vec<OtherTest>>);

impl Cells {
    pub(super) fn of(database: &mut Database) -> Result<Self, StoreError> {
        let mut of_cell: HashMap<String, Vec<OtherTest>> = HashMap::new();
        for (cell, name, start_time, end_time) in database.cell_times()? {
            of_cell.entry(cell).or_default().push(OtherTest { name, start_time, end_time });
        }
        Ok(Self(of_cell))
    }

    /// The tests of a cell but one.
    pub(super) fn others(&self, cell: Option<&Cell>, own: &str) -> Vec<OtherTest> {
        let all = cell.and_then(|cell| self.0.get(&cell.name));
        all.into_iter().flatten().filter(|other| other.name != own).cloned().collect()
    }
}

/// Compares the tests of one command with each other, and gives the places of those of which there is something else to say
/// than before.
pub(super) fn compare(reports: &mut [TestReport], options: &IngestOptions) -> Vec<usize> {
    let mut by_cell: HashMap<String, Vec<OtherTest>> = HashMap::new();
    for report in &*reports {
        if let Some(Busy { cell, span: (start_time, end_time) }) = report.busy.clone() {
            by_cell.entry(cell).or_default().push(OtherTest { name: report.name.clone(), start_time, end_time });
        }
    }
    by_cell.values_mut().for_each(|tests| tests.sort_by(|a, b| a.name.cmp(&b.name)));
    let beside: BTreeSet<String> = by_cell.values().flatten().map(|test| test.name.clone()).collect();
    let selection = (options.check)(None).selection;
    let mut changed = Vec::new();
    for (at, report) in reports.iter_mut().enumerate() {
        let (Some(busy), Some(found)) = (&report.busy, &mut report.found) else { continue };
        if !found.run.contains(&cat02::CODE) {
            continue;
        }
        // What those of the command were before it is over.
        let is_old =
            |one: &Finding| one.rule == cat02::CODE && one.value.as_ref().is_none_or(|name| beside.contains(name));
        let others = by_cell.get(&busy.cell).into_iter().flatten().filter(|other| other.name != report.name);
        let mut now: Vec<Finding> = found.findings.iter().filter(|one| !is_old(one)).cloned().collect();
        now.extend(cat02::overlaps(&busy.cell, busy.span, others).map(|mut one| {
            selection.grade(&mut one);
            one
        }));
        now.sort_by(|a, b| cat02::place(a).cmp(&cat02::place(b)));
        if now != found.findings {
            found.findings = now;
            report.counts = found.counts();
            changed.push(at);
        }
    }
    changed
}
