//! What reports need of all rows of a test, gathered in a pass that others share.

use super::quality::{Measure, StepQuality};
use super::rate;
use crate::model::{Block, Derived, Finding, Head, StepData};
use crate::transform::charge::ChargeTimes;

/// Looks at the rows for the reports that need them.
pub(crate) struct Gather<'a> {
    spread: Measure<'a>,
    times: ChargeTimes,
}

/// What was gathered; a [`Subject`](super::Subject) holds it for the reports.
pub(crate) struct Gathered {
    /// The spread of each step, until its report takes it.
    pub(super) spread: Option<Vec<StepQuality>>,
    /// When each charge passed which SOC.
    pub(super) times: ChargeTimes,
}

impl<'a> Gather<'a> {
    /// For a test with what was found in it.
    pub(crate) fn new(test: (&Head, &[StepData], &'a Derived), findings: &[Finding]) -> Self {
        let times = rate::times(test.2, test.0.conventions.soc_anchor);
        Self { spread: Measure::new(test, findings), times }
    }

    /// Takes the next rows of the test.
    pub(crate) fn take(&mut self, block: &Block<'_>) {
        self.spread.take(block);
        self.times.see(block);
    }

    /// All rows have gone by.
    pub(crate) fn finish(self) -> Gathered {
        Gathered { spread: Some(self.spread.finish()), times: self.times }
    }
}
