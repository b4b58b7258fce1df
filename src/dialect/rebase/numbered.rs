//! Rows that are missing by the number that the file gives each of its rows.

use crate::dialect::{Field, Plan, Rows};
use crate::model::{Fault, FaultKind};
use std::ops::Range;

/// Numbers that jump more often than in one row of so many count something else than rows.
const ROWS_A_JUMP: u64 = 20;
/// So many places are kept.
const FOUND_MAX: usize = 256;

/// The numbers of a file's rows, from row to row.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    slot: usize,
    header: String,
    path: String,
    /// The number of the row before.
    last: Option<f64>,
    rows: u64,
    jumps: u64,
    /// They fall somewhere: rows are not in the order of their numbers, or the numbers are of something else.
    has_fallen: bool,
    found: Vec<Fault>,
}

impl Numbered {
    /// Of a file whose rows are numbered.
    pub(super) fn of(plan: &Plan, path: &str) -> Option<Self> {
        let (slot, _) = plan.column_of(Field::Record)?;
        let at = plan.specs.iter().position(|spec| spec.is_some_and(|spec| spec.field == Field::Record))?;
        let header = plan.headers.get(at)?.clone();
        let (path, found) = (path.to_owned(), Vec::new());
        Some(Self { slot, header, path, last: None, rows: 0, jumps: 0, has_fallen: false, found })
    }

    /// The rows that follow are of another file, which may number them anew.
    pub(super) fn goes_on(&mut self) {
        self.last = None;
    }

    /// Takes the next rows of a step.
    pub(super) fn take(&mut self, rows: &Rows, range: Range<usize>, step: i32) {
        let Some(numbers) = rows.columns.get(self.slot) else { return };
        for row in range {
            let (number, line) = (numbers[row], rows.lines[row]);
            if !number.is_finite() {
                // A row whose number cannot be read is there all the same.
                self.last.iter_mut().for_each(|last| *last += 1.0);
                continue;
            }
            self.rows += 1;
            let Some(before) = self.last.replace(number) else { continue };
            self.has_fallen |= number < before;
            if number > before + 1.0 {
                self.jump(before, number, line, step);
            }
        }
    }

    fn jump(&mut self, before: f64, number: f64, line: u64, step: i32) {
        self.jumps += 1;
        if self.found.len() >= FOUND_MAX {
            return;
        }
        let missing = number - before - 1.0;
        let rows = if missing == 1.0 { "1 row is".to_owned() } else { format!("{missing} rows are") };
        let message = format!(
            "column `{}` goes on from {before} to {number}: {rows} missing before this one; export the file again, or look at what \
             was taken out",
            self.header
        );
        self.found.push(Fault {
            line: Some(line),
            step: Some(step),
            column: Some(self.header.clone()),
            value: Some(number.to_string()),
            ..Fault::new(FaultKind::SamplingGap, &self.path, message)
        });
    }

    /// Where rows are missing, now that all went by.
    pub(super) fn lost(self) -> Vec<Fault> {
        let counts_rows = !self.has_fallen && self.jumps * ROWS_A_JUMP <= self.rows;
        if counts_rows { self.found } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(numbers: &[f64]) -> Vec<(Option<u64>, Option<String>)> {
        let rows =
            Rows { columns: vec![numbers.to_vec()], lines: (1..=numbers.len() as u64).collect(), ..Rows::default() };
        let mut numbered = Numbered {
            slot: 0,
            header: "No.".into(),
            path: "a.csv".into(),
            last: None,
            rows: 0,
            jumps: 0,
            has_fallen: false,
            found: Vec::new(),
        };
        // In two pieces.
        numbered.take(&rows, 0..numbers.len() / 2, 1);
        numbered.take(&rows, numbers.len() / 2..numbers.len(), 2);
        numbered.lost().into_iter().map(|fault| (fault.line, fault.value)).collect()
    }

    /// Numbers from 7 on, without some.
    fn without(missing: std::ops::Range<u32>) -> Vec<f64> {
        (7..107).filter(|number| !missing.contains(number)).map(f64::from).collect()
    }

    #[test]
    fn a_number_that_is_left_out_is_a_row_that_is_missing() {
        assert_eq!(lost(&without(0..0)), []);
        assert_eq!(lost(&without(20..21)), [(Some(14), Some("21".into()))]);
        assert_eq!(lost(&without(56..80)), [(Some(50), Some("80".into()))]);
        let mut unreadable = without(0..0);
        unreadable[30] = f64::NAN;
        assert_eq!(lost(&unreadable), [], "a row whose number cannot be read is there");
    }

    #[test]
    fn numbers_of_something_else_tell_nothing() {
        let every_tenth: Vec<f64> = (0..100).map(|row| f64::from(row * 10)).collect();
        assert_eq!(lost(&every_tenth), []);
        let mut sorted_otherwise = without(20..30);
        sorted_otherwise.extend((20..30).map(f64::from));
        assert_eq!(lost(&sorted_otherwise), []);
        let mut twice = without(20..21);
        twice.insert(5, twice[5]);
        assert_eq!(lost(&twice).len(), 1, "a row that stands twice has its number twice");
        assert_eq!(lost(&[1.0, 2.0, 5.0, 6.0]), [], "of so few rows nothing is known");
    }
}
