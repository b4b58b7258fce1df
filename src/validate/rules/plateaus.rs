//! How long the plateaus of a test are, by which a coarse voltage that stands still is judged.

/// The two longest plateaus so far, by the capacity in Ah that passed on them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plateaus {
    longest_ah: f64,
    second_ah: f64,
}

impl Plateaus {
    /// Takes in one that is over.
    pub(crate) fn take(&mut self, capacity_ah: f64) {
        if capacity_ah > self.longest_ah {
            (self.longest_ah, self.second_ah) = (capacity_ah, self.longest_ah);
        } else {
            self.second_ah = self.second_ah.max(capacity_ah);
        }
    }

    /// Whether one of those taken is so many times as long as any other.
    pub(crate) fn is_alone(&self, capacity_ah: f64, times: f64) -> bool {
        let other_ah = if capacity_ah < self.longest_ah { self.longest_ah } else { self.second_ah };
        capacity_ah >= times * other_ah
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_held_against_the_second() {
        let mut plateaus = Plateaus::default();
        for capacity_ah in [0.1, 0.5, 0.2] {
            plateaus.take(capacity_ah);
        }
        assert!(plateaus.is_alone(0.5, 2.0) && !plateaus.is_alone(0.5, 3.0) && !plateaus.is_alone(0.2, 1.0));
    }
}
