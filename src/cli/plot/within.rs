//! A figure within another document.

use super::Args;
use crate::cli::status::Failure;
use crate::model::Finding;
use crate::plot::{self, Figure, Options, Plot, PlotError, PlotTest};
use crate::report::{StepFilter, Subject};

/// A kind of figure with its options.
pub(in crate::cli) struct Embedded {
    kind: &'static dyn Plot,
    options: Options,
}

impl Embedded {
    /// What the command line of `plot` says of it.
    pub(in crate::cli) fn of(kind: &'static dyn Plot, args: &Args) -> Result<Self, Failure> {
        Ok(Self { kind, options: args.figure.options()? })
    }

    /// The kind's name.
    pub(in crate::cli) fn kind(&self) -> &'static str {
        self.kind.name()
    }

    /// Whether the rules have to be run before it is drawn.
    pub(in crate::cli) fn needs_findings(&self) -> bool {
        self.options.mark_findings || self.kind.needs_findings()
    }

    /// Draws it of the steps that a filter leaves.
    pub(in crate::cli) fn draw(
        &self,
        subjects: &mut [(Subject<'_>, Vec<Finding>)],
        filter: &StepFilter,
    ) -> Result<Figure, PlotError> {
        let mut tests: Vec<PlotTest<'_>> = Vec::new();
        for (subject, findings) in subjects {
            let Subject { test, head, derived, .. } = subject;
            let min_rest_s = head.conventions.min_rest_s;
            let kept = derived.steps.iter().filter(|step| filter.step(step, min_rest_s)).map(|step| step.step);
            let only = (!filter.is_open()).then(|| kept.collect());
            tests.push(PlotTest { test: &mut **test, head, derived, findings, only, overview: None });
        }
        plot::draw(self.kind, &mut tests, &self.options)
    }
}
