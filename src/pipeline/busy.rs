//! When a cell was in a test.

use crate::model::{Head, StepData};
use crate::validate::cat02;
use chrono::NaiveDateTime;

/// From when to when a cell was in a test that is loaded.
#[derive(Clone, Debug)]
pub(super) struct Busy {
    pub(super) cell: String,
    pub(super) span: (NaiveDateTime, NaiveDateTime),
}

impl Busy {
    /// Of a test whose cell and clock are known.
    pub(super) fn of(head: &Head, steps: &[StepData], last_clock_s: f64) -> Option<Self> {
        let span = cat02::span(steps.iter(), last_clock_s)?;
        Some(Self { cell: head.cell.as_ref()?.name.clone(), span })
    }
}
