//! The one pass: hands faults, steps and blocks to every rule, and keeps one finding for one cause.

use super::{ALL, Check, Thresholds};
use crate::model::{Block, Derived, Fault, Finding, Head, StepData, StepRecord, StepTrace};

/// What a rule may know before the first row.
#[derive(Debug)]
pub struct Context<'a> {
    /// The test.
    pub head: &'a Head,
    /// The steps of the Step file, in file order; empty without one.
    pub records: &'a [StepRecord],
    /// The limits in force.
    pub thresholds: &'a Thresholds,
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

/// All rules over one test.
pub struct Engine {
    checks: Vec<(usize, Box<dyn Check>)>,
    not_run: Vec<(&'static str, String)>,
    findings: Vec<Finding>,
}

impl Engine {
    /// Starts every rule.
    #[must_use]
    pub fn new(context: &Context<'_>) -> Self {
        let mut engine = Self { checks: Vec::new(), not_run: Vec::new(), findings: Vec::new() };
        for (index, rule) in ALL.iter().enumerate() {
            match rule.start(context) {
                Ok(check) => engine.checks.push((index, check)),
                Err(reason) => engine.not_run.push((rule.code(), reason)),
            }
        }
        engine
    }

    /// A fault of reading.
    pub fn fault(&mut self, fault: &Fault) {
        for (_, check) in &mut self.checks {
            check.fault(fault, &mut self.findings);
        }
    }

    /// A step of Detail begins.
    pub fn step_start(&mut self, step: &StepView<'_>) {
        for (_, check) in &mut self.checks {
            check.step_start(step, &mut self.findings);
        }
    }

    /// Consecutive rows of it.
    pub fn block(&mut self, step: &StepView<'_>, block: &Block<'_>) {
        for (_, check) in &mut self.checks {
            check.block(step, block, &mut self.findings);
        }
    }

    /// Its rows are over.
    pub fn step_end(&mut self, step: &StepView<'_>) {
        for (_, check) in &mut self.checks {
            check.step_end(step, &mut self.findings);
        }
    }

    /// Everything is over: the findings, and the rules that could not run with the reason.
    #[must_use]
    pub fn finish(mut self, test: &TestView<'_>) -> (Vec<Finding>, Vec<(&'static str, String)>) {
        for (_, check) in &mut self.checks {
            check.test_end(test, &mut self.findings);
        }
        (self.findings, self.not_run)
    }
}
