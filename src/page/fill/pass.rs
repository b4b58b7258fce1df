//! The one pass over all rows of a test: whatever its page has of all of them is gathered in it.

use super::super::rows::Rows;
use super::located::Located;
use super::rows::Taking;
use super::{FillError, figures};
use crate::model::{Columns, Finding, StepSet};
use crate::plot::{Overview, Watch};
use crate::report::{Gather, Subject};

/// What the pass gave.
#[derive(Default)]
pub(super) struct Seen {
    /// The rows; none for a test of step files alone.
    pub(super) rows: Option<Rows>,
    /// The curves over time.
    pub(super) overview: Option<Overview>,
    /// Of each finding from when to when its rows are, where that is known.
    pub(super) windows_s: Vec<Option<(f64, f64)>>,
}

/// Reads all rows, if there are any; what the reports need of them is laid beside the test.
pub(super) fn pass(subject: &mut Subject<'_>, findings: &[Finding]) -> Result<Seen, FillError> {
    if !subject.head.has_rows {
        return Ok(Seen { windows_s: vec![None; findings.len()], ..Seen::default() });
    }
    let Subject { test, head, steps, derived, .. } = subject;
    let mut gather = Gather::new((head, steps, derived), findings);
    let mut watch = Watch::new(head, Some(steps.as_slice()), &figures::kinds(), &figures::options());
    let (mut taking, mut located) = (Taking::new(head, derived), Located::new(findings, head, steps));
    test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
        gather.take(block);
        watch.iter_mut().for_each(|watch| watch.take(block));
        taking.take(block);
        located.take(block);
        Ok(())
    })?;
    let windows_s = findings.iter().map(|finding| located.window(finding)).collect();
    let gathered = gather.finish();
    subject.gathered = Some(gathered);
    Ok(Seen { rows: Some(taking.finish()), overview: watch.map(Watch::finish), windows_s })
}
