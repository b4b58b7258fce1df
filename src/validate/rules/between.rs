//! Holes between two steps of a cycler that logs what changes: longer than both steps ever leave between their rows.
//!
//! Its first row may come as late, and its last row stand as far before the end, as its longest interval, if that is one that
//! comes again: a limit of the logging. Who logs changes alone may leave any time at the end of a rest. What is beyond both
//! together nobody logged, or it was taken out.

use crate::model::{FileRole, Head};
use crate::validate::later;

/// The hole may be longer than both by this factor.
const LONGER: f64 = 1.2;
/// And by so much in s.
const LONGER_S: f64 = 1.0;
/// A limit of the logging is met by so many intervals,
const MET: u32 = 3;
/// that differ by no more than this share.
const ALIKE: f64 = 0.05;

/// A file whose first row is later begins in the middle of a test.
const MIDDLE_S: f64 = 3_600.0;

/// A step's rows, as far as they went by.
#[derive(Clone, Copy, Debug)]
struct Rows {
    number: i32,
    first: (f64, Option<u64>),
    last: (f64, Option<u64>),
    longest_s: f64,
    /// How many intervals are as long.
    met: u32,
}

impl Rows {
    fn take(&mut self, interval_s: f64) {
        if interval_s > self.longest_s * (1.0 + ALIKE) {
            self.met = 1;
        } else if interval_s >= self.longest_s * (1.0 - ALIKE) {
            self.met += 1;
        }
        self.longest_s = self.longest_s.max(interval_s);
    }
}

/// A hole, and the longest intervals of the steps around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hole {
    pub(crate) before: i32,
    pub(crate) from_s: f64,
    pub(crate) seconds: f64,
    pub(crate) longest_s: [f64; 2],
    pub(crate) line: Option<u64>,
    pub(crate) line_end: Option<u64>,
}

/// Two steps, one after the other.
#[derive(Debug)]
pub(crate) struct Between {
    is_one_file: bool,
    before: Option<Rows>,
    own: Option<Rows>,
}

impl Between {
    pub(crate) fn of(head: &Head) -> Self {
        let is_one_file = head.files.iter().filter(|file| file.role == FileRole::Single).count() <= 1;
        Self { is_one_file, before: None, own: None }
    }

    /// Takes the next row of a step.
    pub(crate) fn row(&mut self, number: i32, time_s: f64, line: Option<u64>) {
        if time_s.is_nan() {
            return;
        }
        match &mut self.own {
            Some(own) if own.number == number => {
                own.take(time_s - own.last.0);
                own.last = (time_s, line);
            }
            own => {
                let first = (time_s, line);
                self.before = own.replace(Rows { number, first, last: first, longest_s: 0.0, met: 0 });
            }
        }
    }

    /// The time before a file's first row that is missing, by the times of that row in the test and in its step. A file whose
    /// first row is later than an hour goes on with a test, and its rows were not taken out.
    pub(crate) fn before_first(test_time_s: f64, step_time_s: f64) -> Option<f64> {
        let missing_s = test_time_s - step_time_s;
        (missing_s > LONGER_S && test_time_s <= MIDDLE_S).then_some(missing_s)
    }

    /// The hole before the step whose rows are over.
    pub(crate) fn end(&self) -> Option<Hole> {
        let (before, own) = (self.before?, self.own?);
        let is_told = before.met >= MET && own.met >= MET && before.number + 1 == own.number;
        // What lies between two files is no hole in either.
        let files = before.last.1.zip(own.first.1).map(|(one, other)| later::is_of_one_file(one, other));
        let seconds = own.first.0 - before.last.0;
        let is_hole = seconds > LONGER * (before.longest_s + own.longest_s) && seconds > LONGER_S;
        (is_told && is_hole && files.unwrap_or(self.is_one_file)).then_some(Hole {
            before: before.number,
            from_s: before.last.0,
            seconds,
            longest_s: [before.longest_s, own.longest_s],
            line: before.last.1,
            line_end: own.first.1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    /// The hole between two steps with such intervals, the second of which begins so late; `file` is that of its lines.
    fn hole(intervals_s: [f64; 2], late_s: f64, rows: u64, file: usize) -> Option<f64> {
        let mut between = Between::of(&Bench::new().head);
        let mut time_s = 100.0;
        for (step, interval_s) in intervals_s.into_iter().enumerate() {
            for row in 0..rows {
                time_s += if row == 0 && step == 1 { late_s } else { interval_s };
                let line = later::above(2 + 10 * step as u64 + row, step * file);
                between.row(step as i32 + 1, time_s, Some(line));
            }
        }
        between.end().map(|hole| hole.seconds)
    }

    #[test]
    fn what_neither_step_leaves_between_its_rows_is_a_hole() {
        assert_eq!(hole([10.0, 30.0], 40.0, 8, 0), None);
        assert_eq!(hole([10.0, 30.0], 49.0, 8, 0), Some(49.0));
        assert_eq!(hole([0.1, 0.1], 0.9, 8, 0), None, "what is so short nobody sees");
        assert_eq!(hole([10.0, 30.0], 490.0, 3, 0), None, "so few rows do not tell how a step is logged");
        assert_eq!(hole([10.0, 30.0], 490.0, 8, 1), None, "between two files the test stood still");
    }

    #[test]
    fn steps_before_the_first_row_are_missing_by_its_clocks() {
        assert_eq!(Between::before_first(630.0, 30.0), Some(600.0));
        assert_eq!(Between::before_first(30.0, 30.0), None);
        assert_eq!(Between::before_first(30.4, 30.0), None, "what is so short nobody sees");
        assert_eq!(Between::before_first(769_267.2, 14.3), None, "the file goes on with a test");
        assert_eq!(Between::before_first(f64::NAN, 30.0), None);
    }

    #[test]
    fn a_rest_that_is_logged_by_its_voltage_alone_may_end_in_any_silence() {
        let mut between = Between::of(&Bench::new().head);
        let mut time_s = 0.0;
        for row in 0..12 {
            time_s += f64::from(1 << row);
            between.row(1, time_s, Some(row + 2));
        }
        time_s += 30_000.0;
        for row in 0..12 {
            time_s += 10.0;
            between.row(2, time_s, Some(row + 20));
        }
        assert_eq!(between.end(), None);
    }
}
