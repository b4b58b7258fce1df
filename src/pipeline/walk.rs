//! Walks the rows of a test: cuts them into blocks at the borders of steps, and folds each step as it goes by.

use super::told::Told;
use crate::dialect::{Dialect, Field, Plan, Rebase, Rows, SEVEN, Seen, Segment, Words, by_current, step_type_of};
use crate::model::{
    Block, ChannelKind, Column, Control, EndReason, Fault, Head, MAX_BLOCK_ROWS, StepData, StepRecord, StepType,
    TestError,
};
use crate::transform::Tracer;
use crate::validate::later;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// What listens to a walk.
pub trait Sink {
    /// A fault of reading.
    fn fault(&mut self, _fault: &Fault) {}
    /// A step begins; `previous` is the one before it in Detail.
    fn step_start(&mut self, _record: &StepRecord, _previous: Option<&StepData>) {}
    /// Its next rows.
    ///
    /// # Errors
    /// Whatever stops the walk.
    fn block(
        &mut self,
        _record: &StepRecord,
        _previous: Option<&StepData>,
        _block: &Block<'_>,
    ) -> Result<(), TestError> {
        Ok(())
    }
    /// Its rows are over.
    ///
    /// # Errors
    /// Whatever stops the walk.
    fn step_end(&mut self, _step: &StepData, _previous: Option<&StepData>) -> Result<(), TestError> {
        Ok(())
    }
}

/// A sink that listens to nothing.
pub(super) struct Deaf;
impl Sink for Deaf {}

/// The state of a walk.
pub(super) struct Walk<'a> {
    head: &'a Head,
    dialect: &'static Dialect,
    by_number: HashMap<i32, &'a Arc<StepRecord>>,
    rebase: Rebase,
    /// Whether the rows name the type of their step.
    has_types: bool,
    clock: Option<usize>,
    /// When the test began, where that alone is told.
    start_s: Option<f64>,
    /// The test's first file, and which of its files the rows are of.
    path: String,
    file: usize,
    current: Option<Current>,
    words: Words,
    /// Rows of each step so far; a step that comes back goes on counting.
    rows_of: HashMap<i32, u64>,
    /// Every step of Detail, in the order in which they came.
    pub(super) steps: Vec<StepData>,
    pub(super) rows: u64,
    pub(super) seen: Seen,
    pub(super) rejected: u64,
}

struct Current {
    record: Arc<StepRecord>,
    tracer: Tracer,
    sequence: u64,
    status: Option<String>,
    told: Told,
}

impl<'a> Walk<'a> {
    pub(super) fn new(head: &'a Head, plan: &Plan, path: &str, records: &'a [Arc<StepRecord>]) -> Self {
        let mut by_number = HashMap::with_capacity(records.len());
        for record in records {
            by_number.entry(record.number).or_insert(record);
        }
        Self {
            head,
            dialect: plan.dialect,
            by_number,
            rebase: Rebase::new(plan, path),
            has_types: plan.has(Field::StepType),
            clock: head.channels.iter().position(|channel| channel.kind == ChannelKind::WallClock),
            start_s: plan.preamble.start_s,
            path: path.to_owned(),
            file: 0,
            current: None,
            words: Words::default(),
            rows_of: HashMap::new(),
            steps: Vec::with_capacity(records.len()),
            rows: 0,
            seen: Seen::default(),
            rejected: 0,
        }
    }

    /// Takes the next piece of rows.
    pub(super) fn take(&mut self, mut rows: Rows, sink: &mut dyn Sink) -> Result<(), TestError> {
        self.place(&mut rows);
        let by_number = &self.by_number;
        let rows = self.rebase.apply(rows, |segment| by_number.get(&segment.step).map(|record| record.step_type));
        self.go(rows, sink)
    }

    /// Rows of a file that goes on with the test go by above those of its first.
    fn place(&self, rows: &mut Rows) {
        if self.file == 0 {
            return;
        }
        let above = |line: &mut u64| *line = later::above(*line, self.file);
        rows.lines.iter_mut().for_each(above);
        rows.seen.lines().for_each(above);
        for fault in &mut rows.faults {
            self.path.clone_into(&mut fault.file);
            fault.line.iter_mut().chain(&mut fault.line_end).for_each(above);
        }
    }

    /// Takes rows that are as every block has them.
    fn go(&mut self, mut rows: Rows, sink: &mut dyn Sink) -> Result<(), TestError> {
        for fault in &rows.faults {
            sink.fault(fault);
        }
        self.rows += rows.len() as u64;
        self.seen.join(std::mem::take(&mut rows.seen));
        self.rejected += rows.rejected;
        for index in 0..rows.segments.len() {
            let segment = &rows.segments[index];
            let range = rows.range(index);
            if self.current.as_ref().is_none_or(|current| current.record.number != segment.step) {
                self.close(sink)?;
                self.open(segment, &rows, range.clone(), sink);
            }
            self.blocks(&rows, index, range, sink)?;
        }
        Ok(())
    }

    /// The rows that follow are of another file, which goes on with the test.
    pub(super) fn goes_on(&mut self) {
        self.rebase.goes_on();
        self.file += 1;
    }

    fn blocks(&mut self, rows: &Rows, index: usize, range: Range<usize>, sink: &mut dyn Sink) -> Result<(), TestError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        current.status.clone_from(&rows.segments[index].last_status);
        let segment = &rows.segments[index];
        let its_type = self.has_types.then(|| self.dialect.own_words(&segment.step_type));
        current.told.segment(&current.record, segment, its_type, &rows.lines[range.clone()]);
        let mut start = range.start;
        while start < range.end {
            let end = range.end.min(start + MAX_BLOCK_ROWS);
            let column = |slot: usize| &rows.columns[slot][start..end];
            let channels: Vec<&[f64]> = (SEVEN..rows.columns.len()).map(column).collect();
            let own = Column::ALL.map(|own| column(own as usize));
            let block = Block {
                end_reasons: rows.end_reasons.get(start..end).unwrap_or_default(),
                last_status: rows.segments[index].last_status.as_deref().filter(|_| end == range.end),
                lines: &rows.lines[start..end],
                ..Block::of(current.record.number, current.sequence, own, &channels)
            };
            current.tracer.push(&block);
            current.told.statuses(&block);
            current.sequence += block.len() as u64;
            sink.block(&current.record, self.steps.last(), &block)?;
            start = end;
        }
        Ok(())
    }

    fn open(&mut self, segment: &Segment, rows: &Rows, range: Range<usize>, sink: &mut dyn Sink) {
        let clock = self.clock.map(|at| rows.columns[SEVEN + at][range.start]).filter(|seconds| !seconds.is_nan());
        let test_time_s = Some(rows.columns[Column::TestTime as usize][range.start]).filter(|time| !time.is_nan());
        let known = self.by_number.get(&segment.step).copied();
        let record = match known {
            Some(record) => Arc::clone(record),
            None => {
                Arc::new(self.record_of(segment, (clock, test_time_s), &rows.columns[Column::Current as usize][range]))
            }
        };
        let tracer = Tracer::new(self.head, segment.step, Some(&record));
        let sequence = self.rows_of.get(&segment.step).copied().unwrap_or(0);
        sink.step_start(&record, self.steps.last());
        self.current = Some(Current { record, tracer, sequence, status: None, told: Told::default() });
    }

    /// What Detail alone says of a step while it begins.
    fn record_of(
        &mut self,
        segment: &Segment,
        (clock, test_time_s): (Option<f64>, Option<f64>),
        current_a: &[f64],
    ) -> StepRecord {
        let said = || step_type_of(self.dialect, &segment.step_type);
        // Without a clock in the rows, by the test's own start.
        let began_s = self.start_s.zip(test_time_s).map(|(start_s, passed_s)| start_s + passed_s);
        let (mut step_type, control) = segment.kind.unwrap_or_else(said);
        if step_type == StepType::Unknown {
            step_type = by_current(current_a.iter().copied());
        }
        StepRecord {
            tester_cycle: segment.tester_cycle,
            section: segment.section,
            recipe_line: segment.recipe_line,
            loop_pass: segment.loop_pass,
            step_type,
            control,
            original_step_type: self.words.share(self.dialect.own_words(&segment.step_type)),
            duration_s: segment.of_step[0].into(),
            constant_current_capacity_ah: segment.of_step[1].into(),
            start_time: clock.or(began_s).and_then(crate::dialect::to_datetime),
            ..StepRecord::unknown(segment.step)
        }
    }

    fn close(&mut self, sink: &mut dyn Sink) -> Result<(), TestError> {
        let Some(current) = self.current.take() else { return Ok(()) };
        let mut record = current.record;
        // Where an empty status means that the step runs, a tester that says no reasons has none.
        let says_nothing =
            |status: &&str| status.trim().is_empty() && self.dialect.end_reason("") == EndReason::Running;
        let status = current.status.as_deref().filter(|status| !says_nothing(status));
        if record.line.is_none() {
            let record = Arc::make_mut(&mut record);
            let own = |status| self.dialect.own_words(status);
            record.status = status.map(|status| self.words.share(own(status)));
            if self.dialect.has_end_reasons() {
                record.end_reason = status.map(|status| self.dialect.end_reason(status));
                // What knows no chamber steps writes them as rests, and they end while they run.
                let knows_chambers = self.dialect.step_type("溫箱控制").is_some();
                if record.control == Control::Rest && record.end_reason == Some(EndReason::Running) && !knows_chambers {
                    record.control = Control::Chamber;
                }
            }
        }
        self.rows_of.insert(record.number, current.sequence);
        let mut trace = current.tracer.finish();
        let status = status.map(|status| self.dialect.own_words(status));
        trace.words = current.told.finish(&record, &trace, status);
        let step = StepData { record, trace: Some(trace) };
        sink.step_end(&step, self.steps.last())?;
        self.steps.push(step);
        Ok(())
    }

    /// All rows are over.
    pub(super) fn end(&mut self, sink: &mut dyn Sink) -> Result<(), TestError> {
        let by_number = &self.by_number;
        let held = self.rebase.finish(|segment| by_number.get(&segment.step).map(|record| record.step_type));
        if let Some(rows) = held {
            self.go(rows, sink)?;
        }
        for fault in self.rebase.lost() {
            sink.fault(&fault);
        }
        self.close(sink)
    }
}

/// Every executed step in order: those of the Step file, and those that only Detail has.
pub(super) fn all_steps(records: &[Arc<StepRecord>], mut steps: Vec<StepData>) -> Vec<StepData> {
    // A step that comes back in Detail, or has a second row in the Step file, is an error of the rules; it was run once and
    // counts once, and the first piece stands.
    let mut seen = HashSet::with_capacity(records.len().max(steps.len()));
    steps.retain(|step| seen.insert(step.record.number));
    let rest = records.iter().filter(|record| seen.insert(record.number));
    steps.extend(rest.map(|record| StepData { record: Arc::clone(record), trace: None }));
    steps.sort_by_key(|step| step.record.number);
    steps
}
