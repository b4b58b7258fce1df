//! The one pass: hands faults, steps and blocks to every rule, and keeps one finding for one cause.

use super::doubt::doubt;
use super::kept::Kept;
use super::many::say_once;
use super::order::Order;
use super::outcome::{NotRun, Outcome};
use super::rules::support::TEST_TIME;
use super::scale::{Gauge, Scale};
use super::selection::Selection;
use super::silence::{silence_effects, silence_everywhere};
use super::{ALL, Check, Rule, Thresholds, later};
use crate::model::{
    Block, Conventions, Derived, Fault, FileRole, Finding, Head, Origin, StepData, StepRecord, StepTrace,
};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Another test of the same cell, as the database knows it; times by its cycler's local clock.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherTest {
    /// Its name.
    pub name: String,
    /// When it began.
    pub start_time: NaiveDateTime,
    /// When it ended.
    pub end_time: NaiveDateTime,
}

/// What a rule may know before the first row.
#[derive(Debug)]
pub struct Context<'a> {
    /// The test.
    pub head: &'a Head,
    /// The steps of the Step file, in file order; empty without one.
    pub records: &'a [Arc<StepRecord>],
    /// The limits in force.
    pub thresholds: &'a Thresholds,
    /// The other tests of the test's cell; `None` without a database to know them.
    pub others: Option<&'a [OtherTest]>,
    /// The size of the test, which the engine learns while it flows by.
    pub scale: Arc<Scale>,
}

/// A step as the rules see it while its rows flow by.
#[derive(Clone, Copy, Debug)]
pub struct StepView<'a> {
    /// The test.
    pub head: &'a Head,
    /// What the tester said: the Step file's row, or, without one, what the first row of Detail says so far.
    pub record: &'a StepRecord,
    /// The step before in Detail, complete.
    pub previous: Option<&'a StepData>,
    /// What its rows say; `None` until `step_end`.
    pub trace: Option<&'a StepTrace>,
    /// The path of the Detail file, for findings.
    pub file: Option<&'a str>,
}

/// A test as the rules see it at its end.
#[derive(Clone, Copy, Debug)]
pub struct TestView<'a> {
    /// The test.
    pub head: &'a Head,
    /// Every executed step, in order.
    pub steps: &'a [StepData],
    /// All that was derived; `None` when nothing could be.
    pub derived: Option<&'a Derived>,
    /// The path of the Step file, for findings.
    pub step_file: Option<&'a str>,
    /// The path of the Detail file, for findings.
    pub detail_file: Option<&'a str>,
}

/// Rules that judge the order of rows, and so must see them as the file has them.
const IN_FILE_ORDER: &[&str] = &["FMT09", "TIM01", "TIM02", "TIM05"];

struct Running {
    rule: &'static dyn Rule,
    check: Box<dyn Check>,
    in_file_order: bool,
}

/// All rules over one test.
pub struct Engine {
    checks: Vec<Running>,
    not_run: Vec<NotRun>,
    selection: Selection,
    gauge: Gauge,
    order: Order,
    fresh: Vec<Finding>,
    kept: Kept,
    known: Vec<Finding>,
    seen: BTreeSet<i32>,
    measurements: u64,
}

impl Engine {
    /// Starts every rule; all of them count.
    #[must_use]
    pub fn new(context: &Context<'_>) -> Self {
        Self::with(context, &Selection::default())
    }

    /// Starts every rule; those of the selection count.
    #[must_use]
    pub fn with(context: &Context<'_>, selection: &Selection) -> Self {
        Self::of(ALL.iter().copied(), context, selection)
    }

    fn of(rules: impl Iterator<Item = &'static dyn Rule>, context: &Context<'_>, selection: &Selection) -> Self {
        let mut engine = Self {
            checks: Vec::new(),
            not_run: Vec::new(),
            selection: selection.clone(),
            gauge: Gauge::over(context),
            order: Order::default(),
            fresh: Vec::new(),
            kept: Kept::default(),
            known: Vec::new(),
            seen: BTreeSet::new(),
            measurements: 0,
        };
        for rule in rules {
            match rule.start(context) {
                Ok(check) => {
                    let in_file_order = IN_FILE_ORDER.contains(&rule.code());
                    engine.checks.push(Running { rule, check, in_file_order });
                }
                Err(reason) => engine.not_run.push(NotRun { rule: rule.code(), name: rule.name(), reason }),
            }
        }
        engine
    }

    /// A fault of reading.
    pub fn fault(&mut self, fault: &Fault) {
        for running in &mut self.checks {
            running.check.fault(fault, &mut self.fresh);
        }
        self.kept.take(&mut self.fresh);
    }

    /// A finding of a test that was loaded before. It counts where no rule can find it again: of the files' bytes, of a
    /// rule that cannot run here, of a step whose rows are not here.
    pub fn known(&mut self, finding: Finding) {
        self.known.push(finding);
    }

    /// A step of Detail begins.
    pub fn step_start(&mut self, step: &StepView<'_>) {
        self.order.clear();
        for running in &mut self.checks {
            running.check.step_start(step, &mut self.fresh);
        }
        self.kept.take(&mut self.fresh);
    }

    /// Consecutive rows of it.
    pub fn block(&mut self, step: &StepView<'_>, block: &Block<'_>) {
        self.measurements += block.len() as u64;
        self.gauge.see(block);
        let Self { checks, order, fresh, kept, .. } = self;
        if order.takes(block) {
            for running in checks.iter_mut() {
                running.check.block(step, block, fresh);
                if !fresh.is_empty() {
                    kept.take(fresh);
                }
            }
            return;
        }
        order.sort(block);
        for running in checks.iter_mut().filter(|running| running.in_file_order) {
            running.check.block(step, block, fresh);
            kept.take(fresh);
        }
        order.with_block(block, &mut |block| {
            for running in checks.iter_mut().filter(|running| !running.in_file_order) {
                running.check.block(step, block, fresh);
                kept.take(fresh);
            }
        });
    }

    /// Its rows are over.
    pub fn step_end(&mut self, step: &StepView<'_>) {
        self.seen.insert(step.record.number);
        for running in &mut self.checks {
            running.check.step_end(step, &mut self.fresh);
        }
        self.kept.take(&mut self.fresh);
    }

    /// Everything is over: what counts, in order of file, line, step and code, one finding for one cause.
    #[must_use]
    pub fn finish(mut self, test: &TestView<'_>) -> Outcome {
        for running in &mut self.checks {
            running.check.test_end(test, &mut self.fresh);
            self.kept.take(&mut self.fresh);
        }
        self.retire();
        let (mut findings, more) = std::mem::take(&mut self.kept).finish();
        self.take_over(&mut findings, test);
        let mut silenced = silence_effects(&mut findings, test) + doubt(&mut findings, test);
        let shared = say_once(&mut findings, test, &more);
        silenced += silence_everywhere(&mut findings, &shared, &more);
        findings.iter_mut().for_each(|finding| finding.alike = None);
        let selection = &self.selection;
        findings.retain(|finding| selection.has(finding.rule));
        findings.iter_mut().for_each(|finding| selection.grade(finding));
        findings.sort_by(|a, b| place(a).cmp(&place(b)));
        self.not_run.retain(|not_run| selection.has(not_run.rule));
        Outcome {
            experiment: test.head.name.clone(),
            dialect: test.head.dialect.clone(),
            files: test.head.files.iter().map(|file| file.path.clone()).collect(),
            steps: test.steps.len() as u64,
            measurements: self.measurements,
            findings,
            pardoned: Vec::new(),
            silenced,
            run: self.checks.iter().map(|running| running.rule.code()).filter(|code| selection.has(code)).collect(),
            not_run: self.not_run,
        }
    }
}

impl Engine {
    /// Takes out the rules that found nothing to check.
    fn retire(&mut self) {
        let Self { checks, not_run, .. } = self;
        checks.retain(|running| {
            let reason = running.check.idle();
            let (code, name) = (running.rule.code(), running.rule.name());
            not_run.extend(reason.clone().map(|reason| NotRun { rule: code, name, reason }));
            reason.is_none()
        });
        let place = |code: &str| ALL.iter().position(|rule| rule.code() == code);
        not_run.sort_by_key(|one| place(one.rule));
    }

    /// Adds what is known and was not, and could not be, found again.
    fn take_over(&mut self, findings: &mut Vec<Finding>, test: &TestView<'_>) {
        let rows = |step: &StepData| step.trace.as_ref().is_some_and(|trace| trace.rows > 0);
        let is_unseen = |number: i32| {
            !self.seen.contains(&number) && test.steps.iter().any(|step| step.record.number == number && rows(step))
        };
        let cannot_run = |rule: &str| self.not_run.iter().any(|not_run| not_run.rule == rule);
        let known = self.known.drain(..).filter(|known| {
            // The order of a file's steps, and the numbers of its rows, are known from the file alone.
            let of_numbers = known.rule == "TIM03" && known.column.as_deref().is_some_and(|column| column != TEST_TIME);
            let of_files = known.rule.starts_with("FMT") || known.rule == "STP03" || of_numbers;
            of_files || cannot_run(known.rule) || known.step.is_some_and(is_unseen)
        });
        let known: Vec<Finding> =
            known.filter(|known| !findings.iter().any(|found| later::is_same(known, found))).collect();
        findings.extend(known);
    }
}

pub(super) fn place(finding: &Finding) -> (Option<&str>, Option<u64>, Option<i32>, &str, Option<&str>) {
    (finding.file.as_deref(), finding.line, finding.step, finding.rule, finding.column.as_deref())
}

/// What is to be said of files that could not be read as a test: their faults alone.
#[must_use]
pub fn unread(experiment: &str, files: &[String], faults: &[Fault], selection: &Selection) -> Outcome {
    let head = Head {
        name: experiment.to_owned(),
        origin: Origin::Files,
        dialect: String::new(),
        has_end_reasons: false,
        has_rows: false,
        channels: Vec::new(),
        temperature_channel: None,
        thinned_s: None,
        cell: None,
        project: None,
        machine: None,
        operator: None,
        amended: Vec::new(),
        conventions: Conventions::default(),
        files: Vec::new(),
    };
    let context =
        Context { head: &head, records: &[], thresholds: &Thresholds::default(), others: None, scale: Arc::default() };
    // Rules of steps and rows would only say that there are none.
    let of_reading = ALL.iter().copied().filter(|rule| rule.code().starts_with("FMT"));
    let mut engine = Engine::of(of_reading, &context, selection);
    for fault in faults {
        engine.fault(fault);
    }
    let view = TestView { head: &head, steps: &[], derived: None, step_file: None, detail_file: None };
    Outcome { files: files.to_vec(), ..engine.finish(&view) }
}

/// The path of the file of a role, for the views.
#[must_use]
pub fn path_of(head: &Head, role: FileRole) -> Option<&str> {
    head.files.iter().find(|file| file.role == role).map(|file| file.path.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, steps, view};
    use super::*;
    use crate::model::{FaultKind, Severity};

    fn fault(kind: FaultKind, line: u64) -> Fault {
        Fault {
            kind,
            file: "a_Detail.csv".into(),
            line: Some(line),
            line_end: None,
            step: Some(1),
            column: None,
            value: None,
            severity: None,
            message: "m".into(),
        }
    }

    #[test]
    fn findings_come_out_in_order_selected_and_graded() {
        let (head, steps) = (head(), steps(2));
        let records: Vec<_> = steps.iter().map(|data| data.record.clone()).collect();
        let thresholds = Thresholds::default();
        let context =
            Context { head: &head, records: &records, thresholds: &thresholds, others: None, scale: Arc::default() };
        let mut selection = Selection::new(&["FMT"], &["FMT05"]).unwrap();
        selection.set_severity("FMT06", Severity::Warning).unwrap();
        let mut engine = Engine::with(&context, &selection);
        for (kind, line) in [(FaultKind::BadTimestamp, 150), (FaultKind::BadNumber, 130), (FaultKind::RaggedRow, 120)] {
            engine.fault(&fault(kind, line));
        }
        let outcome = engine.finish(&view(&head, &steps));
        let said: Vec<_> = outcome.findings.iter().map(|f| (f.rule, f.line, f.severity)).collect();
        assert_eq!(said, [("FMT04", Some(120), Severity::Error), ("FMT06", Some(150), Severity::Warning)]);
        assert!(outcome.run.contains(&"FMT01") && !outcome.run.contains(&"FMT05"));
        assert!(outcome.was_checked());
    }

    #[test]
    fn what_is_known_counts_where_it_cannot_be_found_again() {
        let (head, steps) = (head(), steps(2));
        let thresholds = Thresholds::default();
        let context =
            Context { head: &head, records: &[], thresholds: &thresholds, others: None, scale: Arc::default() };
        let mut engine = Engine::with(&context, &Selection::default());
        let seen = StepView { head: &head, record: &steps[0].record, previous: None, trace: None, file: None };
        engine.step_end(&seen);
        let known = |rule, step| Finding {
            rule,
            name: "n",
            severity: Severity::Warning,
            file: None,
            line: None,
            line_end: None,
            step: Some(step),
            column: None,
            value: None,
            message: "known".into(),
            alike: None,
        };
        // Bytes; a rule that ran; a step whose rows are not here; a rule that needs what only the loader knew.
        for (rule, step) in [("FMT05", 1), ("VLT02", 1), ("VLT02", 2), ("CAT02", 1)] {
            engine.known(known(rule, step));
        }
        let findings = engine.finish(&view(&head, &steps)).findings;
        let taken: Vec<_> = findings.iter().filter(|f| f.message == "known").map(|f| (f.rule, f.step)).collect();
        assert_eq!(taken, [("CAT02", Some(1)), ("FMT05", Some(1)), ("VLT02", Some(2))]);
    }

    #[test]
    fn files_that_are_no_test_say_why() {
        let faults = [fault(FaultKind::UnknownDialect, 1)];
        let outcome = unread("a", &["a.csv".into()], &faults, &Selection::default());
        assert_eq!(outcome.findings.len(), 1);
        assert_eq!((outcome.findings[0].rule, outcome.steps), ("FMT02", 0));
        assert!(outcome.was_checked());
        assert!(!unread("a", &[], &[], &Selection::default()).was_checked());
    }
}
