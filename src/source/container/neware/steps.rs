//! Counts executed steps, and fills in the time that a layout leaves out.

/// What tells one executed step from the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The recipe step.
    pub(crate) recipe: u32,
    /// What else tells executions of one recipe step apart (a count of jumps, a cycle); 0 if nothing does.
    pub(crate) jump: u32,
}

/// The place of a row among the executed steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Whether a step begins here.
    pub(crate) begins: bool,
    /// The executed step, from 1.
    pub(crate) number: u64,
    /// Time in the step, in the layout's units.
    pub(crate) step_time: i64,
    /// Time in the test, in the layout's units.
    pub(crate) total_time: i64,
}

/// The executed steps so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    mark: Mark,
    number: u64,
    step_time: i64,
    total_time: i64,
    /// Total time where the step began.
    start: i64,
}

impl Steps {
    /// Places a row of which the step time is known; a `total_time` of 0 is unknown, and the sum of the steps' last
    /// times is taken.
    pub(crate) fn place(&mut self, mark: Mark, step_time: i64, total_time: i64) -> Placed {
        let begins = self.begin(mark, step_time < self.step_time);
        let total_time = if total_time > 0 { total_time } else { self.start.saturating_add(step_time) };
        self.placed(begins, step_time, total_time)
    }

    /// Places a row of which only the total time is known.
    pub(crate) fn place_by_total(&mut self, mark: Mark, total_time: i64) -> Placed {
        let begins = self.begin(mark, false);
        self.placed(begins, total_time.saturating_sub(self.start).max(0), total_time)
    }

    fn begin(&mut self, mark: Mark, falls: bool) -> bool {
        let begins = self.number == 0 || mark != self.mark || falls;
        if begins {
            self.number += 1;
            self.mark = mark;
            self.start = self.total_time;
        }
        begins
    }

    const fn placed(&mut self, begins: bool, step_time: i64, total_time: i64) -> Placed {
        self.step_time = step_time;
        self.total_time = total_time;
        Placed { begins, number: self.number, step_time, total_time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_begins_with_a_new_mark_or_a_falling_time() {
        let mark = |recipe, jump| Mark { recipe, jump };
        let mut steps = Steps::default();
        let rows = [(mark(1, 1), 0), (mark(1, 1), 10), (mark(1, 2), 10), (mark(2, 2), 10), (mark(2, 2), 5)];
        let placed = rows.map(|(mark, time)| steps.place(mark, time, 0));
        assert_eq!(placed.map(|row| row.number), [1, 1, 2, 3, 4]);
        assert_eq!(placed.map(|row| row.total_time), [0, 10, 20, 30, 35]);
        assert_eq!(placed.map(|row| row.begins), [true, false, true, true, true]);
    }

    #[test]
    fn the_files_total_counts_where_it_has_one() {
        let mut steps = Steps::default();
        let mark = Mark { recipe: 1, jump: 0 };
        assert_eq!(steps.place(mark, 10, 15).total_time, 15);
        assert_eq!(steps.place(mark, 0, 0).total_time, 15);
        assert_eq!(steps.place(mark, i64::MAX, 0).total_time, i64::MAX);
    }

    #[test]
    fn step_time_follows_from_the_total() {
        let mut steps = Steps::default();
        let mark = |recipe| Mark { recipe, jump: 0 };
        let placed = [(mark(1), 1), (mark(1), 60), (mark(2), 61)].map(|(mark, time)| steps.place_by_total(mark, time));
        assert_eq!(placed.map(|row| row.step_time), [1, 60, 1]);
    }
}
