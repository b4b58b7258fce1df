//! The table of findings: what the rules found.

use super::listed::give;
use super::{ExportError, Options, Table, Take};
use crate::fields::FINDINGS;
use crate::format::{Field, Heading, Table as List};
use crate::model::{Finding, Head, StepMetrics};
use crate::report::Subject;

/// What the rules found.
pub(super) struct Findings;

impl Table for Findings {
    fn name(&self) -> &'static str {
        "findings"
    }

    fn about(&self) -> &'static str {
        "what the rules of `validate` found: rule, severity, file, line, step, value, message"
    }

    fn columns(&self, _: Option<&Head>) -> Vec<Heading> {
        Field::columns(FINDINGS)
    }

    fn needs_findings(&self) -> bool {
        true
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let passes = |step: &StepMetrics| options.filter.step(step, min_rest_s);
        // With filters of steps the findings of those are left.
        let kept = |finding: &&Finding| {
            let own = |step: &&StepMetrics| Some(step.step) == finding.step;
            options.filter.is_open() || subject.derived.steps.iter().find(own).is_some_and(passes)
        };
        let known = options.findings.as_deref().unwrap_or_default();
        let rows: Vec<_> = known.iter().filter(kept).map(|finding| Field::row(FINDINGS, finding)).collect();
        give(List::held("findings", Field::columns(FINDINGS), rows), wanted, take)?;
        Ok(Vec::new())
    }
}
