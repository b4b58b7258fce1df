//! Walks through the active rows of chosen steps, block by block.

use super::PlotTest;
use super::error::PlotError;
use crate::model::{Block, Columns, StepData, StepSet, TestError};
use crate::transform::ActiveRows;
use std::collections::{BTreeMap, BTreeSet};

/// Carries a figure's own error through a reader of blocks.
#[derive(Debug)]
struct Carried;

impl std::fmt::Display for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("drawing stopped")
    }
}

impl std::error::Error for Carried {}

/// Hands the rows of `steps` to `each`, with the number of them that are active: tails of relaxation come last.
pub(super) fn walk(
    test: &mut PlotTest<'_>,
    steps: &BTreeSet<i32>,
    columns: Columns,
    mut each: impl FnMut(&Block<'_>, usize) -> Result<(), PlotError>,
) -> Result<(), PlotError> {
    let kept = |step: &StepData| (step.record.number, ActiveRows::kept(step.trace.as_ref(), test.head));
    let ends: BTreeMap<i32, ActiveRows> = test.test.steps()?.iter().map(kept).collect();
    let mut failure = None;
    let result = test.test.blocks(columns, &StepSet::Only(steps.clone()), &mut |block| {
        let active = ends.get(&block.step).map_or(block.len(), |end| end.count(block));
        each(block, active).map_err(|error| {
            failure = Some(error);
            TestError(Box::new(Carried))
        })
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(result?),
    }
}

/// When each step begins and ends in seconds since the test's start, for those that have rows.
pub(super) fn spans(steps: &[StepData]) -> BTreeMap<i32, (f64, f64)> {
    steps
        .iter()
        .filter_map(|step| {
            let trace = step.trace.as_ref()?;
            Some((step.record.number, (trace.test_time_start_s.get()?, trace.test_time_end_s.get()?)))
        })
        .collect()
}
