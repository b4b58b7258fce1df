//! Capacity and energy counters of a step, made to only grow.

use super::Way;

/// A counter of one direction. Where the tester starts it anew inside a step, the parts are added.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter {
    before: f64,
    last: f64,
}

impl Counter {
    /// Takes what the file counts now, and gives the sum in the step.
    pub(crate) fn follow(&mut self, value: f64) -> f64 {
        let value = value.abs();
        if is_restart(self.last, value) {
            self.before += self.last;
            self.last = value;
        } else if value > self.last {
            self.last = value;
        }
        self.before + self.last
    }

    /// What the sum would be at a later value; none if the counter starts anew until then.
    pub(crate) fn foresee(&self, value: f64) -> Option<f64> {
        (value.abs() >= self.last).then_some(self.before + value.abs())
    }
}

/// A counter begins anew at or near zero; a small fall is noise.
fn is_restart(last: f64, value: f64) -> bool {
    value < last / 2.0
}

/// One counter for both directions, parted into charge and discharge.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parted {
    last: f64,
    charge: f64,
    discharge: f64,
}

impl Parted {
    /// Charge and discharge in the step so far.
    pub(crate) const fn sums(&self) -> [f64; 2] {
        [self.charge, self.discharge]
    }

    /// Takes a counter of magnitudes, whose direction is known otherwise.
    pub(crate) fn follow_magnitude(&mut self, value: f64, way: Way) {
        let (value, last) = (value.abs(), self.last.abs());
        if is_restart(last, value) {
            self.add(value, way);
        } else if value > last {
            self.add(value - last, way);
        } else {
            return;
        }
        self.last = value;
    }

    /// Takes a signed counter, charge positive. `one_way`: it can only move away from zero. `current` tells a restart
    /// from a turn where both directions occur.
    pub(crate) fn follow_signed(&mut self, value: f64, one_way: bool, current: f64) {
        if !value.is_finite() {
            return;
        }
        let sign = |number: f64| if number < 0.0 { Way::Discharge } else { Way::Charge };
        if one_way {
            self.follow_magnitude(value, sign(value));
            return;
        }
        let turns = current != 0.0 && sign(current) != sign(self.last);
        let moved = if is_restart(self.last.abs(), value.abs()) && !turns { value } else { value - self.last };
        self.add(moved.abs(), sign(moved));
        self.last = value;
    }

    fn add(&mut self, amount: f64, way: Way) {
        match way {
            Way::Charge => self.charge += amount,
            Way::Discharge => self.discharge += amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_to_zero_is_a_restart_and_a_small_fall_is_held() {
        let mut counter = Counter::default();
        let sums = [1.0, 2.0, 0.0, 0.5, 0.4999, f64::NAN, -0.6].map(|value| counter.follow(value));
        assert_eq!(sums, [1.0, 2.0, 2.0, 2.5, 2.5, 2.5, 2.6]);
        assert_eq!(counter.foresee(1.0), Some(3.0));
        assert_eq!(counter.foresee(0.0), None);
    }

    #[test]
    fn a_signed_counter_of_one_direction_never_falls() {
        let mut parted = Parted::default();
        let sums = [-1.0, -3.0, 0.0, -2.0, -1.999].map(|value| {
            parted.follow_signed(value, true, -1.0);
            parted.sums()
        });
        assert_eq!(sums, [[0.0, 1.0], [0.0, 3.0], [0.0, 3.0], [0.0, 5.0], [0.0, 5.0]]);
    }

    #[test]
    fn a_signed_counter_of_both_directions_is_parted_by_its_moves() {
        let mut parted = Parted::default();
        for (value, current) in [(2.0, 1.0), (0.5, -1.0), (-1.0, -1.0), (0.0, -1.0), (-1.0, -1.0)] {
            parted.follow_signed(value, false, current);
        }
        assert_eq!(parted.sums(), [2.0, 4.0]);
    }

    #[test]
    fn magnitudes_go_where_the_current_flows() {
        let mut parted = Parted::default();
        for (value, way) in [(1.0, Way::Charge), (3.0, Way::Discharge), (0.0, Way::Charge), (0.5, Way::Charge)] {
            parted.follow_magnitude(value, way);
        }
        assert_eq!(parted.sums(), [1.5, 2.0]);
    }
}
