//! A counter that a file holds twice: one for both directions beside one for each, which are read. Where they part, one of
//! them is wrong.

use crate::dialect::{Field, Plan, Resets, Rows};
use crate::model::{Column, Fault, FaultKind, Severity, StepType};
use std::ops::Range;

/// They may part by this share of the step's, and by so many printed digits of the column.
const SHARE: f64 = 5e-3;
const DIGITS: f64 = 2.0;
/// No column has more decimals.
const DECIMALS_MAX: i32 = 9;

/// A row in which they part, by how much, and what the others gained.
#[derive(Clone, Copy, Debug)]
struct Part {
    line: u64,
    step: i32,
    said: f64,
    gained: f64,
}

/// One such counter, from row to row.
#[derive(Clone, Debug)]
pub(super) struct Twice {
    column: usize,
    header: String,
    others: Vec<String>,
    path: String,
    /// The most decimals that a value of it has, where one is not zero.
    decimals: Option<i32>,
    /// Of the step at hand: its number, the most that was gained, and where they part by most.
    step: i32,
    most: f64,
    part: Option<Part>,
    first: Option<Part>,
    steps: usize,
}

impl Twice {
    /// The counters of charge and of energy that a file holds twice, and that begin anew with each step.
    pub(super) fn of(plan: &Plan, path: &str) -> Vec<Self> {
        let all = [
            (Column::Capacity, Field::Capacity, [Field::ChargeCapacity, Field::DischargeCapacity]),
            (Column::Energy, Field::Energy, [Field::ChargeEnergy, Field::DischargeEnergy]),
        ];
        let header = |field: Field| {
            let at = plan.specs.iter().position(|spec| spec.is_some_and(|spec| spec.field == field))?;
            let is_of_step = plan.column_of(field).is_some_and(|(_, spec)| spec.resets == Resets::Step);
            plan.headers.get(at).filter(|_| is_of_step).cloned()
        };
        let one = |(column, both, each): (Column, Field, [Field; 2])| {
            let others = each.into_iter().map(header).collect::<Option<Vec<String>>>()?;
            Some(Self {
                column: column as usize,
                header: header(both)?,
                others,
                path: path.to_owned(),
                decimals: None,
                step: 0,
                most: 0.0,
                part: None,
                first: None,
                steps: 0,
            })
        };
        all.into_iter().filter_map(one).collect()
    }

    /// What it holds in some rows, before the step's own takes its place.
    pub(super) fn said(&self, rows: &Rows, range: Range<usize>) -> Vec<f64> {
        rows.columns[self.column][range].to_vec()
    }

    /// Compares it with what was gained in the step, now that this stands there.
    pub(super) fn take(&mut self, rows: &Rows, range: Range<usize>, said: &[f64], (step, kind): (i32, StepType)) {
        if step != self.step {
            self.judge();
            self.step = step;
        }
        let has_direction = matches!(kind, StepType::Charge | StepType::Discharge | StepType::Rest);
        for (row, said) in range.zip(said).filter(|_| has_direction) {
            let (said, gained) = (said.abs(), rows.columns[self.column][row].abs());
            if said > 0.0 && self.decimals.is_none_or(|most| most < DECIMALS_MAX) {
                self.decimals = self.decimals.max(Some(decimals(said)));
            }
            self.most = self.most.max(gained);
            let off = (said - gained).abs();
            if off > self.part.map_or(0.0, |part| (part.said - part.gained).abs()) {
                self.part = Some(Part { line: rows.lines[row], step, said, gained });
            }
        }
    }

    /// Judges the step whose rows are over.
    fn judge(&mut self) {
        let part = self.part.take().filter(|part| {
            let digits = self.decimals.map_or(0.0, |decimals| DIGITS * 0.1_f64.powi(decimals));
            (part.said - part.gained).abs() > (SHARE * self.most).max(digits)
        });
        self.most = 0.0;
        if let Some(part) = part {
            self.steps += 1;
            self.first.get_or_insert(part);
        }
    }

    /// Where they part, once all rows went by.
    pub(super) fn parted(mut self) -> Option<Fault> {
        self.judge();
        let Part { line, step, said, gained } = self.first?;
        let steps = if self.steps == 1 { "in this step alone".to_owned() } else { format!("in {} steps", self.steps) };
        let message = format!(
            "column `{}` holds {said}, but `{}` gained {gained} since the step began; {steps}; the latter are taken, look \
             which is right",
            self.header,
            self.others.join("` and `"),
        );
        let fault = Fault::new(FaultKind::BadNumber, &self.path, message).at(Severity::Warning);
        Some(Fault {
            line: Some(line),
            step: Some(step),
            column: Some(self.header),
            value: Some(said.to_string()),
            ..fault
        })
    }
}

/// How many decimals a number is printed with at least.
fn decimals(value: f64) -> i32 {
    let is_whole = |scaled: f64| (scaled - scaled.round()).abs() <= 1e-6;
    (0..DECIMALS_MAX).find(|decimals| is_whole(value * 10_f64.powi(*decimals))).unwrap_or(DECIMALS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a counter that holds `said` where `gained` is right, in two steps of which the second is empty.
    fn told(said: &[f64], gained: &[f64]) -> Option<(Option<u64>, Option<String>)> {
        let mut twice = Twice {
            column: 0,
            header: "Q".into(),
            others: vec!["In".into(), "Out".into()],
            path: "a.csv".into(),
            decimals: None,
            step: 0,
            most: 0.0,
            part: None,
            first: None,
            steps: 0,
        };
        let rows =
            Rows { columns: vec![gained.to_vec()], lines: (2..=1 + gained.len() as u64).collect(), ..Rows::default() };
        let half = gained.len() / 2;
        twice.take(&rows, 0..half, &said[..half], (1, StepType::Charge));
        twice.take(&rows, half..gained.len(), &said[half..], (1, StepType::Charge));
        twice.take(&rows, 0..1, &[0.0], (2, StepType::Rest));
        twice.parted().map(|fault| (fault.line, fault.value))
    }

    #[test]
    fn where_they_part_by_more_than_digits_it_is_told_at_the_largest() {
        let gained: Vec<f64> = (0..40).map(|row| f64::from(row) * 0.0123).collect();
        let rounded: Vec<f64> = gained.iter().map(|value| (value * 1e2).round() / 1e2).collect();
        assert_eq!(told(&gained, &gained), None);
        assert_eq!(told(&rounded, &gained), None, "it has fewer digits");
        let mut one = gained.clone();
        one[20] += 0.1;
        assert_eq!(told(&one, &gained), Some((Some(22), Some(one[20].to_string()))));
        let all: Vec<f64> = gained.iter().map(|value| 1.05 * value).collect();
        assert_eq!(told(&all, &gained).unwrap().0, Some(41));
        assert_eq!(told(&[0.0; 40], &gained).unwrap().0, Some(41), "it counts nothing");
    }
}
