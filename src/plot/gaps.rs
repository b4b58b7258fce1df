//! Where rows are missing: a gap in the data is a gap in the line.
//!
//! As the rule `sampling-gap` has it, but told while the rows go by: an interval of more than a second that is more than
//! three times each of the three before, and the one after. Cyclers that log what changes, with clocks of whole seconds,
//! have 0, 0, 1 and then 4 s where nothing is missing. The first and last intervals of a step are exempt.

/// So many intervals before tell what is usual.
const BEFORE: usize = 3;

/// Holds each row back until the next one tells whether a gap lies before it.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// The last row given out.
    last: Option<f64>,
    /// The intervals before it that are no gaps, the latest first.
    before: [f64; BEFORE],
    /// How many there were.
    count: usize,
    held: Option<f64>,
}

impl Gaps {
    /// Takes the time of the next row of the step, and gives out the one before: whether a gap lies before it, and its time.
    pub(super) fn push(&mut self, time: f64) -> Option<(bool, f64)> {
        let held = self.held.replace(time)?;
        Some(self.release(held, Some(time - held)))
    }

    /// The step is over: gives out its last row.
    pub(super) fn finish(&mut self) -> Option<(bool, f64)> {
        let held = self.held.take()?;
        let given = self.release(held, None);
        (self.last, self.count) = (None, 0);
        Some(given)
    }

    fn release(&mut self, time: f64, after: Option<f64>) -> (bool, f64) {
        let interval = self.last.replace(time).map(|last| time - last);
        let (Some(interval), known) = (interval, self.count.min(BEFORE)) else { return (false, time) };
        let usual = self.before[..known].iter().copied().fold(after.unwrap_or(f64::INFINITY), f64::max);
        let gap = known > 0 && interval > 1.0 && interval > 3.0 * usual;
        if !gap {
            self.before.rotate_right(1);
            self.before[0] = interval;
            self.count += 1;
        }
        (gap, time)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn found(times: &[f64]) -> Vec<f64> {
        let mut gaps = Gaps::default();
        let mut rows: Vec<_> = times.iter().filter_map(|&time| gaps.push(time)).collect();
        rows.extend(gaps.finish());
        assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), times);
        rows.into_iter().filter(|row| row.0).map(|row| row.1).collect()
    }

    #[test]
    fn a_long_interval_between_short_ones_is_a_gap() {
        assert_eq!(found(&[0.01, 1.0, 2.0, 3.0, 60.0, 61.0, 62.0]), [60.0]);
    }

    #[test]
    fn ends_slow_rhythms_and_changes_of_rhythm_are_none() {
        assert!(found(&[0.01, 600.0, 1200.0, 1800.0]).is_empty());
        assert!(found(&[0.0, 0.1, 0.2, 10.2, 20.2]).is_empty());
        assert!(found(&[0.0, 0.1, 0.2, 0.9, 1.0]).is_empty());
        assert!(found(&[]).is_empty());
    }

    #[test]
    fn whole_seconds_of_what_changes_are_none() {
        assert!(found(&[0.0, 0.0, 1.0, 1.0, 1.0, 4.0, 4.0, 5.0]).is_empty());
        assert_eq!(found(&[0.0, 0.0, 1.0, 1.0, 1.0, 5.0, 5.0, 6.0]), [5.0]);
    }

    #[test]
    fn a_gap_hides_none_behind_it() {
        assert_eq!(found(&[0.0, 1.0, 2.0, 62.0, 63.0, 123.0, 124.0]), [62.0, 123.0]);
    }
}
