//! Runs the rules over a test: in the one pass over its files, or over what a database holds of it.

use super::flow::Flow;
use super::open::OpenError;
use super::places;
use super::statuses::Statuses;
use super::walk::Sink;
use crate::model::{Block, Columns, Derived, Fault, FileRole, Head, StepData, StepRecord, StepSet, Test, TestError};
use crate::transform::{self, DeriveError};
use crate::validate::{
    Context, Engine, OtherTest, Outcome, Selection, StepView, TestView, Thresholds, path_of, unread,
};
use std::sync::Arc;

/// What checking a test gave.
pub struct Checked {
    /// What was found.
    pub outcome: Outcome,
    /// All that was derived; `None` when nothing could be.
    pub derived: Option<Derived>,
}

/// What the rules are run with.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// The limits in force.
    pub thresholds: Thresholds,
    /// Which rules count, and how severe each is.
    pub selection: Selection,
    /// The other tests of the test's cell; `None` without a database to know them.
    pub others: Option<Vec<OtherTest>>,
}

/// Checks a test while its files are read, in one pass; `also` listens to the same pass.
///
/// # Errors
/// When a file cannot be read, the reference step set by hand is none, or whatever `also` returns.
pub fn check_files(
    test: &mut dyn Flow,
    options: &CheckOptions,
    also: &mut dyn Sink,
    bytes: &(dyn Fn(u64) + Sync),
) -> Result<Checked, TestError> {
    let before = test.about().clone();
    let context = Context {
        head: &before,
        records: test.records(),
        thresholds: &options.thresholds,
        others: options.others.as_deref(),
        scale: Arc::default(),
    };
    let engine = Engine::with(&context, &options.selection);
    let file = path_of(&before, FileRole::Detail).or_else(|| path_of(&before, FileRole::Single));
    let mut ruling = Ruling { engine, head: &before, file, also };
    test.pass(&mut ruling, bytes)?;
    let engine = ruling.engine;
    let (head, steps) = test.whole()?;
    let derived = derive(head, steps)?;
    let mut outcome = engine.finish(&view(head, steps, Some(&derived)));
    places::tell(&mut outcome.findings, head);
    Ok(Checked { outcome, derived: Some(derived) })
}

/// Checks a test that can be read by blocks, such as one that a database holds. What was found in the bytes and rows of
/// its files when it was loaded is taken over.
///
/// # Errors
/// When it cannot be read, or the reference step set by hand is none.
pub fn check_test(test: &mut dyn Test, options: &CheckOptions) -> Result<Checked, TestError> {
    let head = test.head()?.clone();
    let steps = test.steps()?.to_vec();
    let derived = derive(&head, &steps)?;
    let records: Vec<Arc<StepRecord>> =
        steps.iter().map(|step| Arc::clone(&step.record)).filter(|record| record.line.is_some()).collect();
    let context = Context {
        head: &head,
        records: &records,
        thresholds: &options.thresholds,
        others: options.others.as_deref(),
        scale: Arc::default(),
    };
    let mut engine = Engine::with(&context, &options.selection);
    let told = test.findings()?;
    for mut finding in told.iter().cloned() {
        places::take_back(&mut finding, &head);
        engine.known(finding);
    }
    let file = path_of(&head, FileRole::Detail).or_else(|| path_of(&head, FileRole::Single));
    let traced: Vec<&StepData> = steps.iter().filter(|step| step.trace.is_some()).collect();
    let step_view = |at: usize, is_over: bool| StepView {
        head: &head,
        record: &traced[at].record,
        previous: at.checked_sub(1).map(|before| traced[before]),
        trace: traced[at].trace.as_ref().filter(|_| is_over),
        file,
    };
    let mut current: Option<usize> = None;
    let mut statuses = Statuses::default();
    test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
        let at = traced.partition_point(|step| step.record.number < block.step);
        if at >= traced.len() {
            return Err(TestError(format!("step {} has rows but no record", block.step).into()));
        }
        if current != Some(at) {
            if let Some(over) = current {
                engine.step_end(&step_view(over, true));
            }
            engine.step_start(&step_view(at, false));
            current = Some(at);
        }
        if block.end_reasons.is_empty() && head.has_end_reasons {
            statuses.with(traced[at], block, |block| engine.block(&step_view(at, false), block));
        } else {
            engine.block(&step_view(at, false), block);
        }
        Ok(())
    })?;
    if let Some(over) = current {
        engine.step_end(&step_view(over, true));
    }
    let mut outcome = engine.finish(&view(&head, &steps, Some(&derived)));
    places::tell_stored(&mut outcome.findings, &head);
    places::tell_sheets_as(&told, &mut outcome.findings);
    Ok(Checked { outcome, derived: Some(derived) })
}

/// What is to be said of files that cannot be opened as a test; `None` when the cause is not in the files.
#[must_use]
pub fn outcome_of(error: &OpenError, name: &str, files: &[String], selection: &Selection) -> Option<Outcome> {
    match error {
        OpenError::Faults(faults) => {
            let mut outcome = unread(name, files, faults, selection);
            places::tell_sheets(&mut outcome.findings);
            Some(outcome)
        }
        OpenError::Source(source) => source.fault().map(|fault| unread(name, files, &[fault], selection)),
        OpenError::Usage(_) => None,
    }
}

fn derive(head: &Head, steps: &[StepData]) -> Result<Derived, TestError> {
    transform::derive(head, steps).map_err(TestError::from)
}

impl From<DeriveError> for TestError {
    fn from(error: DeriveError) -> Self {
        Self(Box::new(error))
    }
}

fn view<'a>(head: &'a Head, steps: &'a [StepData], derived: Option<&'a Derived>) -> TestView<'a> {
    let detail_file = path_of(head, FileRole::Detail).or_else(|| path_of(head, FileRole::Single));
    TestView { head, steps, derived, step_file: path_of(head, FileRole::Step), detail_file }
}

/// Hands everything to the rules, and on.
struct Ruling<'a> {
    engine: Engine,
    head: &'a Head,
    file: Option<&'a str>,
    also: &'a mut dyn Sink,
}

impl<'a> Ruling<'a> {
    fn view<'b>(&self, record: &'b StepRecord, previous: Option<&'b StepData>) -> StepView<'b>
    where
        'a: 'b,
    {
        StepView { head: self.head, record, previous, trace: None, file: self.file }
    }
}

impl Sink for Ruling<'_> {
    fn fault(&mut self, fault: &Fault) {
        self.engine.fault(fault);
        self.also.fault(fault);
    }

    fn step_start(&mut self, record: &StepRecord, previous: Option<&StepData>) {
        let view = self.view(record, previous);
        self.engine.step_start(&view);
        self.also.step_start(record, previous);
    }

    fn block(&mut self, record: &StepRecord, previous: Option<&StepData>, block: &Block<'_>) -> Result<(), TestError> {
        let view = self.view(record, previous);
        self.engine.block(&view, block);
        self.also.block(record, previous, block)
    }

    fn step_end(&mut self, step: &StepData, previous: Option<&StepData>) -> Result<(), TestError> {
        let view = StepView { trace: step.trace.as_ref(), ..self.view(&step.record, previous) };
        self.engine.step_end(&view);
        self.also.step_end(step, previous)
    }
}
