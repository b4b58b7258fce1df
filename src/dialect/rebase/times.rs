//! The times of rows since the step's and the test's start.

use super::Rebase;
use crate::dialect::Rows;
use crate::model::Column;
use std::ops::Range;

impl Rebase {
    /// Makes the times that the file does not hold, and remembers the last of each.
    pub(super) fn times(&mut self, rows: &mut Rows, range: Range<usize>) {
        if !self.derives_step_time && self.has_test_time {
            let last = |slot: usize| rows.columns[slot][range.clone()].iter().copied().rfind(|value| !value.is_nan());
            self.last_row_clock = self.clock.and_then(last).unwrap_or(self.last_row_clock);
            self.last_test_time = last(Column::TestTime as usize).unwrap_or(self.last_test_time);
            return;
        }
        for row in range {
            let clock = self.clock.map_or(f64::NAN, |slot| rows.columns[slot][row]);
            if self.derives_step_time && (!self.has_step_time || rows.columns[0][row].is_nan()) {
                rows.columns[0][row] = if self.has_test_time {
                    // To the microsecond: the difference of two decimals is none.
                    ((rows.columns[1][row] - self.step_test_time) * 1e6).round() / 1e6
                } else {
                    clock - self.step_clock
                };
            }
            if !self.has_test_time {
                rows.columns[1][row] =
                    if self.has_step_time { self.tests_sum + rows.columns[0][row] } else { clock - self.test_clock };
            }
            if !clock.is_nan() {
                self.last_row_clock = clock;
            }
            if !rows.columns[1][row].is_nan() {
                self.last_test_time = rows.columns[1][row];
            }
        }
    }
}

/// The last times, as they stand in the file, of the step that begins with a segment.
pub(super) fn last(rows: &Rows, index: usize) -> (f64, f64) {
    let number = rows.segments[index].step;
    let last = (index..rows.segments.len()).take_while(|at| rows.segments[*at].step == number).last();
    let end = rows.range(last.unwrap_or(index)).end;
    (rows.columns[0][end - 1], rows.columns[1][end - 1])
}
