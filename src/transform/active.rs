//! Which rows of a step are active where its rows are read again. What the fold of its rows counted as relaxation is it, and
//! nothing else: one definition for reports, exports and figures, from files and from what is kept.

use crate::model::{Block, Head, StepTrace};

/// Where the active rows of a step end; those behind it are relaxation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ActiveRows {
    /// It has no relaxation.
    All,
    /// They are so many.
    First(u64),
    /// Rows that were thinned are counted anew; they are those up to this step time in s.
    Until(f64),
}

impl ActiveRows {
    /// Those of a step; `are_thinned` says whether rows were left out of what is read.
    #[must_use]
    pub fn of(trace: Option<&StepTrace>, are_thinned: bool) -> Self {
        match trace.filter(|trace| trace.relaxation_rows > 0) {
            None => Self::All,
            Some(trace) if !are_thinned => Self::First(trace.active_rows),
            // A hair more than the last active row's time, which was read from the same digits.
            Some(trace) => trace.step_time_end_s.get().map_or(Self::All, |end_s| Self::Until(end_s + 1e-6)),
        }
    }

    /// Those of a step of a test as it is kept.
    #[must_use]
    pub fn kept(trace: Option<&StepTrace>, head: &Head) -> Self {
        Self::of(trace, head.thinned_s.is_some())
    }

    /// How many rows of a block are active: relaxation comes last.
    #[must_use]
    pub fn count(self, block: &Block<'_>) -> usize {
        match self {
            Self::All => block.len(),
            Self::First(rows) => {
                let left = rows.saturating_sub(block.first_sequence);
                usize::try_from(left).map_or(block.len(), |left| left.min(block.len()))
            }
            Self::Until(end_s) => block.step_time_s.iter().take_while(|time_s| **time_s <= end_s).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Column;

    #[test]
    fn what_the_fold_counted_is_relaxation_whatever_the_times_say() {
        let trace = |relaxation_rows| StepTrace {
            rows: 6,
            active_rows: 6 - relaxation_rows,
            relaxation_rows,
            step_time_end_s: 2.0.into(),
            ..StepTrace::default()
        };
        let (times, none) = ([7.0, 1.0, 2.0, 9.0], [f64::NAN; 4]);
        let block = |times| {
            let mut columns = [&none[..]; Column::COUNT];
            columns[Column::StepTime as usize] = times;
            Block::of(1, 2, columns, &[])
        };
        let count =
            |relaxation, times, are_thinned| ActiveRows::of(Some(&trace(relaxation)), are_thinned).count(&block(times));
        for are_thinned in [false, true] {
            assert_eq!(count(0, &times, are_thinned), 4);
            assert_eq!(count(0, &none, are_thinned), 4);
        }
        assert_eq!((count(1, &times, false), count(1, &none, false), count(5, &times, false)), (3, 3, 0));
        assert_eq!(count(1, &times[1..], true), 2);
        assert_eq!(ActiveRows::of(None, true), ActiveRows::All);
    }
}
