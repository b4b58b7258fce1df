//! Finds out which way the currents of a file flow.

use super::{Rebase, VOTES};
use crate::dialect::Rows;
use crate::dialect::counter::Counter;
use crate::dialect::counters::sign_of;
use crate::dialect::types::step_type_of;
use crate::model::{Column, Fault, FaultKind, Severity, StepType};

impl Rebase {
    /// Finds out whether positive currents discharge, by step types and counters, and turns them if so.
    pub(super) fn turn(&mut self, rows: &mut Rows) {
        if self.turned.is_none() {
            let votes = self.votes(rows);
            if votes.abs() >= VOTES {
                self.turned = Some(votes < 0);
                if votes < 0 {
                    let message = "positive currents discharge in this file, by its step types and counters; they are \
                                   taken the other way round: --sign charge-positive takes them as they stand";
                    let fault = Fault::new(FaultKind::BadNumber, &self.path, message).at(Severity::Info);
                    rows.faults.push(Fault { line: Some(self.header_line), ..fault });
                }
            }
        }
        if self.turned == Some(true) {
            for slot in [Some(Column::Current as usize), self.power].into_iter().flatten() {
                rows.columns[slot].iter_mut().for_each(|value| *value = -*value);
            }
        }
    }

    /// Rows whose current goes with their step's type or their counters, less those that go against it.
    fn votes(&self, rows: &Rows) -> i64 {
        let current = &rows.columns[Column::Current as usize];
        let rest_a = self.rest_a();
        let mut votes = 0;
        for (index, segment) in rows.segments.iter().enumerate() {
            let range = rows.range(index);
            let direction = match step_type_of(self.dialect, &segment.step_type).0 {
                StepType::Charge => 1.0,
                StepType::Discharge => -1.0,
                _ => 0.0,
            };
            for row in range.start + 1..range.end {
                if current[row].abs() <= rest_a {
                    continue;
                }
                let rises = |counter: &Option<Counter>| {
                    counter.as_ref().map_or(0.0, |counter| {
                        let column = &rows.columns[counter.slot];
                        sign_of(column[row].abs() - column[row - 1].abs()).max(0.0)
                    })
                };
                let says = if direction == 0.0 {
                    rises(&self.capacity.charge) - rises(&self.capacity.discharge)
                } else {
                    direction
                };
                votes += (says * sign_of(current[row])) as i64;
            }
        }
        votes
    }
}
