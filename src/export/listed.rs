//! The tables of steps, cycles and pulses: the lists of their reports.

use super::batch::{Batch, Cells};
use super::{ExportError, Options, Table, Take};
use crate::format::{Heading, Table as List, Value};
use crate::model::Head;
use crate::report::{self, Report, Subject};

/// The first list of the report of its name.
pub(super) struct Listed {
    name: &'static str,
    about: &'static str,
}

/// Executed steps.
pub(super) const STEPS: Listed =
    Listed { name: "steps", about: "executed steps: type, duration, C-rate, SOC, voltages, capacity, OCV" };
/// Cycles.
pub(super) const CYCLES: Listed =
    Listed { name: "cycles", about: "cycles: capacities, energies, efficiencies, SOH, hysteresis" };
/// Pulses.
pub(super) const PULSES: Listed =
    Listed { name: "pulses", about: "pulses: resistances at 0.1, 1 and 10 s, power, at which SOC and temperature" };

/// Rows that are handed on together.
const ROWS: usize = 4_096;

impl Listed {
    fn report(&self) -> Result<&'static dyn Report, ExportError> {
        report::find(self.name).ok_or_else(|| ExportError::Refused(format!("there is no report of {}", self.name)))
    }
}

impl Table for Listed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn columns(&self, _: Option<&Head>) -> Vec<Heading> {
        self.report().ok().and_then(|report| report.lists().into_iter().next()).map_or_else(Vec::new, |list| list.1)
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        let asked = report::Options { filter: options.filter.clone(), ..report::Options::default() };
        let sheet = self.report()?.sheet(subject, &asked)?;
        if let Some(list) = sheet.tables.into_iter().next() {
            give(list, wanted, take)?;
        }
        Ok(sheet.notes)
    }
}

/// Gives the rows of a list, as columns.
pub(super) fn give(list: List<'_>, wanted: &[Heading], take: &mut Take<'_>) -> Result<(), ExportError> {
    let place = |column: &Heading| list.columns.iter().position(|own| own.key == column.key);
    let places: Vec<Option<usize>> = wanted.iter().map(place).collect();
    let mut gathered: Vec<Vec<Value>> = vec![Vec::new(); wanted.len()];
    let mut count = 0;
    let mut failure = None;
    let mut hand_on = |gathered: &mut Vec<Vec<Value>>, count: &mut usize| {
        let columns: Vec<Cells<'_>> = gathered.iter().map(|column| Cells::Values(column)).collect();
        let done = if *count > 0 { take(&Batch { len: *count, columns: &columns }) } else { Ok(()) };
        gathered.iter_mut().for_each(Vec::clear);
        *count = 0;
        done
    };
    let read = (list.rows)(&mut |row| {
        for (column, place) in gathered.iter_mut().zip(&places) {
            column.push(place.map_or(Value::Missing, |place| row[place].clone()));
        }
        count += 1;
        if count < ROWS {
            return Ok(());
        }
        hand_on(&mut gathered, &mut count).map_err(|error| {
            let words = error.to_string();
            failure = Some(error);
            crate::format::FormatError::Rows(words.into())
        })
    });
    match failure {
        Some(error) => Err(error),
        None => {
            read?;
            hand_on(&mut gathered, &mut count)
        }
    }
}
