//! Turning points of the summed capacity, by which cycles are told apart.

use crate::model::{StepMetrics, StepType};

/// Comparisons of capacity use this share of the reference as tolerance.
const TOLERANCE: f64 = 1e-9;

/// What makes a swing of the summed capacity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swing {
    hysteresis: f64,
    tolerance: f64,
}

impl Swing {
    /// A swing of `pct` % of a reference capacity.
    pub(super) fn new(pct: f64, reference_ah: f64) -> Self {
        Self { hysteresis: pct / 100.0 * reference_ah, tolerance: TOLERANCE * reference_ah }
    }

    fn is_swing(self, difference: f64) -> bool {
        difference >= self.hysteresis - self.tolerance
    }

    /// Whether the sum rises and falls by a swing within these steps.
    pub(super) fn has_both(self, before: f64, sums: &[f64]) -> bool {
        let (mut low, mut high, mut rise, mut fall) = (before, before, 0.0f64, 0.0f64);
        for sum in sums {
            (low, high) = (low.min(*sum), high.max(*sum));
            (rise, fall) = (rise.max(sum - low), fall.max(high - sum));
        }
        self.is_swing(rise) && self.is_swing(fall)
    }
}

/// The turning points of a test.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Turns {
    /// For each trough the number of steps up to it; the last of them may not have settled.
    pub(super) troughs: Vec<usize>,
    /// How many of them have settled: the sum has risen by a swing since.
    settled: usize,
    /// Whether the first swing is a charge.
    first_is_charge: bool,
}

/// Finds the turning points of `sums` with hysteresis.
///
/// Going down, a trough is settled when the sum has risen by H from its minimum; going up, a peak when it has fallen by H
/// from its maximum.
pub(super) fn turns(swing: Swing, sums: &[f64]) -> Turns {
    // Places of extremes: the index of the step at whose end they are, plus one; 0 is the test's start.
    let (mut low, mut high) = ((0usize, 0.0f64), (0usize, 0.0f64));
    let mut rising: Option<bool> = None;
    let mut turns = Turns { first_is_charge: true, ..Turns::default() };
    for (at, sum) in sums.iter().enumerate() {
        if *sum < low.1 - swing.tolerance {
            low = (at + 1, *sum);
        }
        if *sum > high.1 + swing.tolerance {
            high = (at + 1, *sum);
        }
        if rising != Some(true) && swing.is_swing(sum - low.1) {
            if rising.is_some() {
                turns.troughs.push(low.0);
            }
            rising = Some(true);
            high = (at + 1, *sum);
        } else if rising != Some(false) && swing.is_swing(high.1 - sum) {
            turns.first_is_charge = turns.first_is_charge && rising.is_some();
            rising = Some(false);
            low = (at + 1, *sum);
        }
    }
    turns.settled = turns.troughs.len();
    if rising == Some(false) {
        turns.troughs.push(low.0);
    }
    turns
}

impl Turns {
    /// Numbers the cycles: a new one starts at the first charge after a settled trough. Steps before the first settled
    /// swing belong to cycle 1 if that swing is a charge, else they and the discharge are cycle 0.
    pub(super) fn number(&self, metrics: &mut [StepMetrics]) {
        let mut cycle = i32::from(self.first_is_charge);
        let mut troughs = self.troughs[..self.settled].iter().peekable();
        for (at, step) in metrics.iter_mut().enumerate() {
            // A profile may swing without a charge step: the next one begins one cycle, however many troughs are behind it.
            if step.step_type == StepType::Charge && troughs.next_if(|trough| **trough <= at).is_some() {
                while troughs.next_if(|trough| **trough <= at).is_some() {}
                cycle += 1;
            }
            step.cycle = cycle;
        }
    }

    /// The trough before the step `first`, and the last one up to the step `end` that is not before it: indices of the
    /// steps that end in them.
    pub(super) fn around(&self, first: usize, end: usize) -> Option<(usize, usize)> {
        let before = self.troughs.partition_point(|trough| *trough <= first);
        let own = self.troughs.partition_point(|trough| *trough <= end);
        let trough = |at: usize| self.troughs[at].checked_sub(1);
        (before > 0 && own > before).then(|| trough(before - 1).zip(trough(own - 1))).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;

    const SWING: Swing = Swing { hysteresis: 1.0, tolerance: 1e-9 };

    #[test]
    fn troughs_of_a_profile_begin_one_cycle() {
        let mut steps: Vec<StepMetrics> = [
            StepType::Charge,
            StepType::Waveform,
            StepType::Waveform,
            StepType::Waveform,
            StepType::Charge,
            StepType::Charge,
        ]
        .map(|step_type| StepMetrics { step_type, ..blank() })
        .into();
        turns(SWING, &[2.0, 0.0, 2.0, 0.0, 2.0, 4.0]).number(&mut steps);
        assert_eq!(steps.iter().map(|step| step.cycle).collect::<Vec<_>>(), [1, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn a_cycle_lies_between_two_troughs() {
        let found = turns(SWING, &[-2.0, 0.0, -2.0, 0.0, -0.5, -2.0]);
        assert_eq!(found.troughs, [1, 3, 6]);
        assert_eq!(found.around(1, 3), Some((0, 2)));
        assert_eq!(found.around(3, 6), Some((2, 5)));
        assert_eq!(found.around(0, 1), None);
    }
}
