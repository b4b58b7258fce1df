//! Puts the rows of a block in the order of time, so that one row out of place is one finding and not ten.
//!
//! Rules that judge the order itself see the file's order; all others see rows sorted by elapsed time, without doubles,
//! and without single rows whose step time contradicts their neighbours'.

use crate::model::{Block, Column, EndReason};

/// At most this many rows at a block's beginning count as late rows of the block before; more are a clock that restarted.
const LATE_ROWS_MAX: usize = 4;

/// The rows of one step in order of time, block by block.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Elapsed and step time of the last row kept.
    last: Option<(f64, f64)>,
    rows: Vec<usize>,
    columns: [Vec<f64>; Column::COUNT],
    channels: Vec<Vec<f64>>,
    end_reasons: Vec<EndReason>,
    lines: Vec<u64>,
}

impl Order {
    /// Another step begins.
    pub(super) fn clear(&mut self) {
        self.last = None;
    }

    /// Whether the block is in order as it stands, which nearly every block is.
    pub(super) fn takes(&mut self, block: &Block<'_>) -> bool {
        let (test, step) = (block.test_time_s, block.step_time_s);
        let (Some(first), Some(end)) = (first_of(test, step), test.len().checked_sub(1)) else { return true };
        let joins = self.last.is_none_or(|last| !precedes(first, last));
        // No early exit: the loop over two slices becomes vector instructions.
        let falls = |times: &[f64]| times.windows(2).fold(false, |any, pair| any | (pair[1] <= pair[0]));
        if joins && !falls(test) && !falls(step) {
            self.last = Some((test[end], step[end]));
            return true;
        }
        false
    }

    /// Sorts the rows of a block that [`Self::takes`] did not take, and drops what has no place.
    pub(super) fn sort(&mut self, block: &Block<'_>) {
        let (test, step) = (block.test_time_s, block.step_time_s);
        self.rows.clear();
        self.rows.extend(0..block.len());
        self.rows.sort_by(|&a, &b| test[a].partial_cmp(&test[b]).unwrap_or(std::cmp::Ordering::Equal));
        self.rows.dedup_by(|b, a| test[*a] == test[*b] && step[*a] == step[*b]);
        if let Some(last) = self.last {
            let late = self.rows.iter().take_while(|&&row| precedes((test[row], step[row]), last)).count();
            if late <= LATE_ROWS_MAX {
                self.rows.drain(..late);
            }
        }
        self.drop_outliers(step);
        self.last = self.rows.last().map(|&row| (test[row], step[row])).or(self.last);
        self.gather(block);
    }

    /// Drops single rows whose step time falls out of a rising series: a dip, or the peak before it.
    fn drop_outliers(&mut self, step: &[f64]) {
        let mut kept: Vec<usize> = Vec::with_capacity(self.rows.len());
        for (at, &row) in self.rows.iter().enumerate() {
            let before = kept.last().map(|&last| step[last]);
            if before.is_some_and(|before| step[row] < before) {
                let two_before = kept.len().checked_sub(2).map(|at| step[kept[at]]).or(self.last.map(|last| last.1));
                let after = self.rows.get(at + 1).map(|&next| step[next]);
                let is_dip = after.is_none_or(|after| before.is_some_and(|before| after >= before));
                let was_peak = two_before.is_none_or(|two_before| step[row] >= two_before);
                if is_dip {
                    continue;
                }
                if was_peak {
                    kept.pop();
                }
            }
            kept.push(row);
        }
        self.rows = kept;
    }

    fn gather(&mut self, block: &Block<'_>) {
        let rows = &self.rows;
        let fill = |into: &mut Vec<f64>, from: &[f64]| {
            into.clear();
            into.extend(rows.iter().map(|&row| from[row]));
        };
        for (into, from) in self.columns.iter_mut().zip(block.columns()) {
            fill(into, from);
        }
        self.channels.resize_with(block.channels.len(), Vec::new);
        for (into, from) in self.channels.iter_mut().zip(block.channels) {
            fill(into, from);
        }
        self.end_reasons.clear();
        if !block.end_reasons.is_empty() {
            self.end_reasons.extend(rows.iter().map(|&row| block.end_reasons[row]));
        }
        self.lines.clear();
        if !block.lines.is_empty() {
            self.lines.extend(rows.iter().map(|&row| block.lines[row]));
        }
    }

    /// Hands the sorted rows to `each`; not at all when none is left.
    pub(super) fn with_block(&self, block: &Block<'_>, each: &mut dyn FnMut(&Block<'_>)) {
        if self.rows.is_empty() {
            return;
        }
        let channels: Vec<&[f64]> = self.channels.iter().map(Vec::as_slice).collect();
        let columns = self.columns.each_ref().map(Vec::as_slice);
        each(&Block {
            end_reasons: &self.end_reasons,
            last_status: block.last_status,
            lines: &self.lines,
            ..Block::of(block.step, block.first_sequence, columns, &channels)
        });
    }
}

fn first_of(test: &[f64], step: &[f64]) -> Option<(f64, f64)> {
    Some((*test.first()?, *step.first()?))
}

/// Whether a row stands before another, or is its double; rows without times never do.
fn precedes(row: (f64, f64), last: (f64, f64)) -> bool {
    row.0 < last.0 || (row.0 == last.0 && row.1 <= last.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block<'a>(step: &'a [f64], test: &'a [f64], lines: &'a [u64]) -> Block<'a> {
        Block {
            step: 1,
            first_sequence: 0,
            step_time_s: step,
            test_time_s: test,
            voltage_v: test,
            current_a: test,
            capacity_ah: test,
            energy_wh: test,
            temperature_degc: test,
            channels: &[],
            end_reasons: &[],
            last_status: None,
            lines,
        }
    }

    fn sorted(blocks: &[(&[f64], &[f64], &[u64])]) -> Vec<u64> {
        let (mut order, mut lines) = (Order::default(), Vec::new());
        for (step, test, numbers) in blocks {
            let block = block(step, test, numbers);
            if order.takes(&block) {
                lines.extend_from_slice(block.lines);
            } else {
                order.sort(&block);
                order.with_block(&block, &mut |block| lines.extend_from_slice(block.lines));
            }
        }
        lines
    }

    #[test]
    fn swapped_rows_and_doubles_are_put_right() {
        let times = [0.0, 2.0, 1.0, 3.0, 3.0];
        assert_eq!(sorted(&[(&times, &times, &[2, 3, 4, 5, 6])]), [2, 4, 3, 5]);
    }

    #[test]
    fn a_single_wrong_time_is_left_out() {
        let right = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        for wrong in [-50.0, 900.0] {
            let mut times = right;
            times[3] = wrong;
            let lines = [2, 3, 4, 5, 6, 7];
            assert_eq!(sorted(&[(&right, &times, &lines)]), [2, 3, 4, 6, 7], "elapsed time {wrong}");
            assert_eq!(sorted(&[(&times, &right, &lines)]), [2, 3, 4, 6, 7], "step time {wrong}");
        }
    }

    #[test]
    fn late_rows_of_the_block_before_go_and_a_restart_stays() {
        let first = [0.0, 1.0, 2.0];
        assert_eq!(sorted(&[(&first, &first, &[2, 3, 4]), (&[1.5, 3.0], &[1.5, 3.0], &[5, 6])]), [2, 3, 4, 6]);
        let again = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5];
        let lines = sorted(&[(&first, &first, &[2, 3, 4]), (&again, &again, &[5, 6, 7, 8, 9, 10])]);
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }

    #[test]
    fn missing_times_disturb_nothing() {
        let missing = [f64::NAN; 3];
        assert_eq!(sorted(&[(&[0.0, 1.0, 2.0], &missing, &[2, 3, 4])]), [2, 3, 4]);
    }
}
