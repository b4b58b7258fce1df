//! Makes a cycler's counters of charge and energy into those of one step: zero where it begins, whatever the counter did.

use super::Resets;

/// A fall to less than this share of what a counter held is a restart; smaller ones are noise.
const RESTART_SHARE: f64 = 0.5;
/// What a counter may hold in the first row of a file, as a multiple of what the current gave since the step's start.
const OWN_START: f64 = 1.5;

/// What is known where a step begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begin {
    /// What the current gave from the step's start to its first row, in the counter's unit and with its sign.
    pub(super) expected: f64,
    pub(super) is_new_cycle: bool,
    /// The step does what the one before did.
    pub(super) is_same_state: bool,
    /// It does what the last one that was no rest did.
    pub(super) is_same_direction: bool,
    /// Its first row is its start, as where steps are numbered in the file and one before may be missing.
    pub(super) from_first: bool,
    /// It adds nothing to this counter: it rests, or goes the other way.
    pub(super) is_idle: bool,
}

/// One counter, from row to row.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    /// Its column.
    pub(super) slot: usize,
    resets: Resets,
    /// It falls as well as rises, so that a fall is no restart.
    is_signed: bool,
    /// What it held in the last row that held anything, and in the last one in which that was not zero.
    last: f64,
    last_held: f64,
    base: f64,
    offset: f64,
}

impl Counter {
    pub(super) fn new(slot: usize, resets: Resets, is_signed: bool) -> Self {
        Self { slot, resets, is_signed, last: f64::NAN, last_held: 0.0, base: 0.0, offset: 0.0 }
    }

    /// A step begins with a row that holds `first`.
    pub(super) fn begin(&mut self, first: f64, begin: &Begin) {
        self.offset = 0.0;
        if first.is_nan() {
            // What it gains until its next value counts, unless it begins anew.
            self.base = if self.resets == Resets::Step || self.last.is_nan() { 0.0 } else { self.last };
            return;
        }
        let before = self.last;
        self.base = match self.resets {
            Resets::Step | Resets::Row => 0.0,
            _ if begin.from_first => first,
            _ if before.is_nan() => of_file(first, begin.expected),
            Resets::State | Resets::Direction if begin.is_idle => first,
            Resets::State if !begin.is_same_state => 0.0,
            Resets::Direction if !begin.is_same_direction => 0.0,
            Resets::Cycle if begin.is_new_cycle => 0.0,
            Resets::Auto => self.nearest(first, begin.expected),
            _ if self.has_restarted(first) => 0.0,
            _ => before,
        };
        self.hold(first);
    }

    fn hold(&mut self, value: f64) {
        self.last = value;
        if value != 0.0 {
            self.last_held = value;
        }
    }

    /// Whichever base fits what the current gave better.
    fn nearest(&self, first: f64, expected: f64) -> f64 {
        if self.has_restarted(first) {
            return 0.0;
        }
        // Some show zero while the cell rests, and then go on from where they were.
        let off = |base: f64| (first - base - expected).abs();
        let bases = [self.last, self.last_held, 0.0];
        bases
            .into_iter()
            .filter(|base| self.is_signed || first >= RESTART_SHARE * base)
            .min_by(|a, b| off(*a).total_cmp(&off(*b)))
            .unwrap_or(0.0)
    }

    fn has_restarted(&self, value: f64) -> bool {
        !self.is_signed && value < RESTART_SHARE * self.last
    }

    /// What it gained since the step began, at a row that holds `value`.
    pub(super) fn gained(&mut self, value: f64) -> f64 {
        if value.is_nan() {
            return f64::NAN;
        }
        if self.resets == Resets::Row {
            self.offset += value;
            return self.offset;
        }
        if self.has_restarted(value) && self.base <= self.last {
            self.offset += self.last - self.base;
            self.base = 0.0;
        }
        self.hold(value);
        self.offset + value - self.base
    }
}

/// The base of a file's first step: zero when the counter holds what the current gave since it began.
fn of_file(first: f64, expected: f64) -> f64 {
    let is_own = first.abs() <= OWN_START * expected.abs() + f64::EPSILON;
    if is_own { 0.0 } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: Begin = Begin {
        expected: 0.0,
        is_new_cycle: false,
        is_same_state: false,
        is_same_direction: false,
        from_first: false,
        is_idle: false,
    };

    /// What each step of these values gained.
    fn gains(resets: Resets, steps: &[(&[f64], Begin)]) -> Vec<f64> {
        let mut counter = Counter::new(0, resets, false);
        let one = |(values, begin): &(&[f64], Begin)| {
            counter.begin(values[0], begin);
            values.iter().map(|value| counter.gained(*value)).last().unwrap_or(f64::NAN)
        };
        steps.iter().map(one).collect()
    }

    #[test]
    fn each_kind_of_restart_gives_the_steps_own_gain() {
        let near = |found: Vec<f64>, wanted: &[f64]| {
            assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?} {wanted:?}");
        };
        near(gains(Resets::Step, &[(&[0.1, 1.0], BEGIN), (&[0.2, 0.5], BEGIN)]), &[1.0, 0.5]);
        // Its first row comes late, with charge counted.
        let late = Begin { expected: 0.2, ..BEGIN };
        near(gains(Resets::Test, &[(&[0.0, 1.0], BEGIN), (&[1.2, 2.0], late)]), &[1.0, 1.0]);
        near(gains(Resets::Auto, &[(&[0.0, 1.0], BEGIN), (&[1.2, 2.0], late)]), &[1.0, 1.0]);
        near(gains(Resets::Auto, &[(&[0.0, 0.1], BEGIN), (&[0.2, 2.0], late)]), &[0.1, 2.0]);
        let cycle = Begin { is_new_cycle: true, ..BEGIN };
        near(
            gains(Resets::Cycle, &[(&[0.0, 1.0], BEGIN), (&[1.1, 2.0], BEGIN), (&[0.1, 1.5], cycle)]),
            &[1.0, 1.0, 1.5],
        );
        let (same, rest) = (Begin { is_same_direction: true, ..BEGIN }, Begin { is_idle: true, ..BEGIN });
        let steps: [(&[f64], Begin); 4] =
            [(&[0.0, 2.0], BEGIN), (&[2.0, 2.0], rest), (&[2.0, 3.0], same), (&[0.0, 1.0], BEGIN)];
        near(gains(Resets::Direction, &steps), &[2.0, 0.0, 1.0, 1.0]);
        near(gains(Resets::Row, &[(&[0.1, 0.2], BEGIN), (&[0.3], BEGIN)]), &[0.3, 0.3]);
    }

    #[test]
    fn a_fall_inside_a_step_is_a_restart_and_noise_is_not() {
        assert_eq!(gains(Resets::Step, &[(&[0.0, 1.0, 0.1, 0.5], BEGIN)]), [1.5]);
        let noise = gains(Resets::Step, &[(&[0.0, 1.0, 0.999, 1.2], BEGIN)])[0];
        assert!((noise - 1.2).abs() < 1e-12, "{noise}");
    }

    #[test]
    fn a_counter_that_shows_zero_at_rest_goes_on_from_where_it_was() {
        let steps: [(&[f64], Begin); 3] = [(&[0.0, 1.0], BEGIN), (&[0.0, 0.0], BEGIN), (&[1.0, 1.5], BEGIN)];
        assert_eq!(gains(Resets::Auto, &steps), [1.0, 0.0, 0.5]);
    }

    #[test]
    fn a_file_that_begins_in_mid_test_counts_from_there() {
        assert_eq!(gains(Resets::Test, &[(&[5.0, 6.0], BEGIN)]), [1.0]);
        let own = Begin { expected: 0.1, ..BEGIN };
        assert_eq!(gains(Resets::Test, &[(&[0.1, 1.0], own)]), [1.0]);
    }
}
