//! Tells a profile that is sampled more coarsely than it changes: between its rows anything may have happened.

use crate::model::{Block, StepType};

/// Between rows the current moves by more than this share of its largest.
const CHANGE_RELATIVE: f64 = 0.02;

/// Counts how often the current of a waveform moves from row to row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Coarse {
    is_profile: bool,
    last_a: f64,
    largest_a: f64,
    moves: u64,
    rows: u64,
}

impl Coarse {
    /// Begins a step.
    pub(crate) fn new(step_type: StepType) -> Self {
        let is_profile = matches!(step_type, StepType::Waveform | StepType::Unknown);
        Self { is_profile, last_a: f64::NAN, ..Self::default() }
    }

    /// Takes the next rows in.
    pub(crate) fn take(&mut self, block: &Block<'_>) {
        if !self.is_profile {
            return;
        }
        for &current_a in block.current_a {
            self.largest_a = self.largest_a.max(current_a.abs());
            self.moves += u64::from((current_a - self.last_a).abs() > CHANGE_RELATIVE * self.largest_a);
            self.last_a = current_a;
        }
        self.rows += block.len() as u64;
    }

    /// Whether the current moved between most rows.
    pub(crate) const fn is_coarse(&self) -> bool {
        self.is_profile && 2 * self.moves > self.rows.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Control;
    use crate::validate::harness::Bench;

    #[test]
    fn a_profile_is_coarse_when_most_rows_move() {
        for (every, expected) in [(1, true), (5, false)] {
            let mut bench = Bench::new().step(StepType::Waveform, Control::Waveform, 600.0, 10.0, 2.0);
            for (row, current_a) in bench.details[0].current_a.iter_mut().enumerate() {
                *current_a = if (row / every) % 2 == 0 { 2.0 } else { -2.0 };
            }
            for step_type in [StepType::Waveform, StepType::Charge] {
                let mut coarse = Coarse::new(step_type);
                bench.details[0].blocks(7, |block| coarse.take(block));
                assert_eq!(coarse.is_coarse(), expected && step_type == StepType::Waveform, "{every}");
            }
        }
    }
}
