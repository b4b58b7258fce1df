//! Folds the rows of one step, as they flow by, into a [`StepTrace`].

use crate::model::{Block, StepRecord, StepTrace};

/// The fold of one step.
#[derive(Debug)]
pub struct Tracer {
    trace: StepTrace,
}

impl Tracer {
    /// Begins a step; `record` is the Step file's row, where there is one.
    #[must_use]
    pub fn new(step: i32, record: Option<&StepRecord>) -> Self {
        let _ = record;
        Self { trace: StepTrace { step, ..StepTrace::default() } }
    }

    /// Takes the next rows.
    pub fn push(&mut self, block: &Block<'_>) {
        self.trace.rows += block.len() as u64;
    }

    /// The step is over.
    #[must_use]
    pub fn finish(self) -> StepTrace {
        self.trace
    }
}
