//! Folds the rows of one step, as they flow by, into a [`StepTrace`].

use super::fold::{Fold, Kind};
use crate::model::{Block, ChannelKind, Control, EndReason, Head, StepRecord, StepTrace, StepType};

/// Rows up to this long after the Step file's duration still belong to it, in s.
pub const DURATION_TOLERANCE_S: f64 = 1e-3;

/// What the rows of a step are folded as.
fn kind(record: &StepRecord) -> Kind {
    let may_hold_voltage = matches!(record.control, Control::ConstantCurrentVoltage | Control::Unknown);
    match record.step_type {
        StepType::Charge if may_hold_voltage => Kind::Charge,
        StepType::Waveform => Kind::Waveform,
        _ => Kind::Other,
    }
}

/// The fold of one step.
///
/// Rows after the Step file's duration are relaxation when the current is at most max(1 mA, 1e-3 of the step's maximum)
/// and the capacity stands still; otherwise the durations contradict each other and all rows are active. Without a Step
/// row, rows are active up to the first whose status is not running.
#[derive(Debug)]
pub struct Tracer {
    trace: StepTrace,
    duration_s: Option<f64>,
    chamber: Option<usize>,
    power: Option<usize>,
    /// Over every row so far.
    fold: Fold,
    /// What `fold` was when the active part ended.
    active: Option<Fold>,
    tail_is_relaxation: bool,
    /// The capacity of the first row after the active part.
    tail_ah: Option<f64>,
    is_ended: bool,
}

impl Tracer {
    /// Begins a step; `record` is the Step file's row, where there is one.
    #[must_use]
    pub fn new(head: &Head, step: i32, record: Option<&StepRecord>) -> Self {
        let channel = |kind| head.channels.iter().position(|channel| channel.kind == kind);
        let kind = record.map_or(Kind::Other, kind);
        let record = record.filter(|record| record.line.is_some());
        Self {
            trace: StepTrace { step, ..StepTrace::default() },
            duration_s: record.and_then(|record| record.duration_s.get()),
            chamber: channel(ChannelKind::ChamberTemperature),
            power: channel(ChannelKind::Power),
            fold: Fold::new(kind),
            active: None,
            tail_is_relaxation: true,
            tail_ah: None,
            is_ended: false,
        }
    }

    /// Takes the next rows.
    pub fn push(&mut self, block: &Block<'_>) {
        if block.is_empty() {
            return;
        }
        if self.trace.rows == 0 {
            self.trace.first_line = block.line(0);
            self.trace.test_time_start_s = block.test_time_s[0].into();
            self.trace.chamber_temperature_start_degc =
                self.chamber.map(|at| block.channels[at][0]).filter(|value| !value.is_nan()).into();
        }
        self.trace.rows += block.len() as u64;
        self.trace.test_time_end_s = block.test_time_s.last().copied().into();
        let border = self.border(block);
        if border > 0 {
            self.fold.rows(block, 0..border, self.power);
        }
        if border < block.len() {
            let active = self.active.get_or_insert_with(|| self.fold.clone());
            // Rows that are missing around the end leave a first row with another capacity than the last one that counts.
            let tail_ah = *self.tail_ah.get_or_insert(block.capacity_ah[border]);
            self.tail_is_relaxation &= active.is_relaxation(block, border..block.len(), tail_ah);
            self.fold.rows(block, border..block.len(), self.power);
        }
    }

    /// The number of rows of the block that are active for certain.
    fn border(&mut self, block: &Block<'_>) -> usize {
        if self.active.is_some() {
            return 0;
        }
        if let Some(duration) = self.duration_s {
            let limit = duration + DURATION_TOLERANCE_S;
            if block.step_time_s.last().is_some_and(|last| *last <= limit) && !self.goes_back(block) {
                return block.len();
            }
            return block.step_time_s.iter().position(|time| *time > limit).unwrap_or(block.len());
        }
        if self.is_ended {
            return 0;
        }
        match block.end_reasons.iter().position(|reason| *reason != EndReason::Running) {
            Some(at) => {
                self.is_ended = true;
                at + 1
            }
            None => block.len(),
        }
    }

    /// Whether time goes back somewhere, so that the last row does not speak for all.
    fn goes_back(&self, block: &Block<'_>) -> bool {
        let limit = self.duration_s.unwrap_or(f64::INFINITY) + DURATION_TOLERANCE_S;
        block.step_time_s.iter().copied().fold(f64::NEG_INFINITY, f64::max) > limit
    }

    /// The step is over.
    #[must_use]
    pub fn finish(mut self) -> StepTrace {
        let fold = match self.active {
            Some(active) if self.tail_is_relaxation && active.count > 0 => {
                self.trace.relaxation_rows = self.trace.rows - active.count;
                active
            }
            Some(_) => {
                self.trace.duration_contradicted = true;
                self.fold
            }
            None => self.fold,
        };
        fold.write(&mut self.trace);
        self.trace
    }
}
