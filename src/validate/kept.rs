//! The findings of a run, so that millions of faults cost the memory of a few thousand.
//!
//! What is beyond the limits is counted, and the last finding kept says how many more there were.

use crate::model::Finding;
use std::collections::HashMap;

/// Findings kept of one rule in one step (or, for those about no step, in one file).
const PER_PLACE: u32 = 50;
/// Findings kept of one rule in one test.
const PER_RULE: u32 = 1_000;

/// Where findings of one rule crowd.
type Place = (&'static str, Option<String>, Option<i32>);

#[derive(Debug, Default)]
struct Crowd {
    kept: u32,
    last: usize,
    more: u64,
    /// The last line that any finding of the crowd touches, kept or not.
    line_end: Option<u64>,
}

/// The findings kept so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    findings: Vec<Finding>,
    crowds: HashMap<Place, Crowd>,
    rules: HashMap<&'static str, (u32, usize, u64)>,
}

impl Kept {
    /// Takes what one rule has just found.
    pub(super) fn take(&mut self, fresh: &mut Vec<Finding>) {
        for finding in fresh.drain(..) {
            self.add(finding);
        }
    }

    fn add(&mut self, finding: Finding) {
        let (kept, last, more) = self.rules.entry(finding.rule).or_default();
        // A step of a file is one place; the file's name need not be copied for it.
        let file = if finding.step.is_none() { finding.file.clone() } else { None };
        let place = (finding.rule, file, finding.step);
        if *kept >= PER_RULE && !self.crowds.contains_key(&place) {
            *more += 1;
            return;
        }
        let crowd = self.crowds.entry(place).or_default();
        crowd.line_end = crowd.line_end.max(finding.line_end.or(finding.line));
        if crowd.kept >= PER_PLACE || *kept >= PER_RULE {
            crowd.more += 1;
            return;
        }
        crowd.kept += 1;
        crowd.last = self.findings.len();
        *kept += 1;
        *last = self.findings.len();
        self.findings.push(finding);
    }

    /// All that was kept. A last finding that stands for more says how many, and its range reaches over them.
    /// Also how many further ones there are of each rule that has any.
    pub(super) fn finish(mut self) -> (Vec<Finding>, HashMap<&'static str, u64>) {
        let mut further: HashMap<&'static str, u64> = HashMap::new();
        for ((_, _, step), crowd) in self.crowds {
            if crowd.more > 0
                && let Some(last) = self.findings.get_mut(crowd.last)
            {
                let place = if step.is_some() { "step" } else { "file" };
                last.message = format!("{} (and {} more in this {place}, not listed)", last.message, crowd.more);
                last.line_end = crowd.line_end.filter(|end| last.line.is_some_and(|line| *end > line));
            }
        }
        for (rule, (_, last, more)) in self.rules {
            if more > 0
                && let Some(last) = self.findings.get_mut(last)
            {
                further.insert(rule, more);
                last.message = format!("{} (and {more} more in further steps, not listed)", last.message);
            }
        }
        (self.findings, further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    fn finding(rule: &'static str, step: i32, line: u64) -> Finding {
        Finding {
            rule,
            name: "n",
            severity: Severity::Warning,
            file: Some("a.csv".into()),
            line: Some(line),
            line_end: None,
            step: Some(step),
            column: None,
            value: None,
            message: "m".into(),
            alike: None,
        }
    }

    #[test]
    fn a_crowd_is_counted() {
        let mut kept = Kept::default();
        let mut fresh: Vec<_> = (0..1_000_000).map(|line| finding("VLT02", 3, line + 2)).collect();
        fresh.push(finding("VLT02", 4, 2_000_000));
        kept.take(&mut fresh);
        let (findings, _) = kept.finish();
        assert_eq!(findings.len(), 51);
        assert!(
            findings[49].message.ends_with("(and 999950 more in this step, not listed)"),
            "{}",
            findings[49].message
        );
        assert_eq!(findings[49].line_end, Some(1_000_001));
        assert_eq!(findings[50].message, "m");
    }

    #[test]
    fn a_rule_in_very_many_steps_is_counted() {
        let mut kept = Kept::default();
        kept.take(&mut (0..5_000).map(|step| finding("TIM03", step, 2)).collect());
        kept.take(&mut vec![finding("TIM04", 1, 2)]);
        let (findings, more) = kept.finish();
        assert_eq!(more, HashMap::from([("TIM03", 4000)]));
        assert_eq!(findings.len(), 1_001);
        let said = findings.iter().filter(|finding| finding.message.contains("4000 more in further steps"));
        assert_eq!(said.count(), 1);
    }
}
