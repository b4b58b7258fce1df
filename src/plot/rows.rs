//! Walks through the active rows of chosen steps, block by block.

use super::PlotTest;
use super::error::PlotError;
use crate::model::{Block, Columns, StepData, StepSet, TestError};
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
    let ends: BTreeMap<i32, f64> = test
        .test
        .steps()?
        .iter()
        .filter_map(|step| Some((step.record.number, step.trace.as_ref()?.step_time_end_s.get()?)))
        .collect();
    let mut failure = None;
    let result = test.test.blocks(columns, &StepSet::Only(steps.clone()), &mut |block| {
        // A hair more than the last active row's time, which was read from the same digits.
        let end = ends.get(&block.step).map_or(f64::INFINITY, |end| end + 1e-6);
        let active = block.step_time_s.iter().take_while(|time| **time <= end).count();
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
