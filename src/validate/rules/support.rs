//! What rules share: the shape of a finding, faults turned into findings, and the rhythm of a step.

use crate::model::{Block, Channel, ChannelKind, EndReason, Fault, FaultKind, FileRole, Finding, Head};
use crate::validate::{Check, Rule, StepView, TestView, Thresholds};

/// What findings call the time since the test's start.
pub(crate) const TEST_TIME: &str = "test_time_s";
/// What findings call the time since the step's start.
pub(crate) const STEP_TIME: &str = "step_time_s";

/// A finding of `rule` that says no more than its message.
pub(crate) fn finding(rule: &dyn Rule, message: String) -> Finding {
    Finding {
        rule: rule.code(),
        name: rule.name(),
        severity: rule.severity(),
        file: None,
        line: None,
        line_end: None,
        step: None,
        column: None,
        value: None,
        message,
        alike: None,
    }
}

/// A finding of `rule` in the rows of a step.
pub(crate) fn in_step(rule: &dyn Rule, step: &StepView<'_>, message: String) -> Finding {
    Finding { file: step.file.map(str::to_owned), step: Some(step.record.number), ..finding(rule, message) }
}

/// A finding of `rule` about a step, at its line of the Step file where it has one, else at its first row in Detail.
pub(crate) fn at_record(rule: &dyn Rule, test: &TestView<'_>, index: usize, message: String) -> Finding {
    let mut found = finding(rule, message);
    if let Some(data) = test.steps.get(index) {
        found.step = Some(data.record.number);
        if data.record.line.is_some() {
            found.line = data.record.line;
            found.file = test.step_file.map(str::to_owned);
        } else {
            found.line = data.trace.as_ref().and_then(|trace| trace.first_line);
            found.file = test.detail_file.map(str::to_owned);
        }
    }
    found
}

/// What to export again when rows are lost: of a pair it has a name of its own.
pub(crate) fn file_of_rows(head: &Head) -> &'static str {
    let is_single = head.files.iter().any(|file| file.role == FileRole::Single);
    if is_single { "the file" } else { "Detail" }
}

/// The last line of a range, or nothing for a single line.
pub(crate) fn range_end(line: Option<u64>, last: Option<u64>) -> Option<u64> {
    last.filter(|last| line.is_some_and(|line| *last > line))
}

/// The position among the further channels of the first of a kind.
pub(crate) fn channel(head: &Head, kind: ChannelKind) -> Option<(usize, &Channel)> {
    head.channels.iter().enumerate().find(|(_, channel)| channel.kind == kind)
}

/// The values of a further channel in a block.
pub(crate) fn values<'a>(block: &Block<'a>, channel: usize) -> Option<&'a [f64]> {
    block.channels.get(channel).copied()
}

/// The path of the test's file of a role.
pub(crate) fn path(head: &Head, role: FileRole) -> Option<&str> {
    head.files.iter().find(|file| file.role == role).map(|file| file.path.as_str())
}

/// Whether a tester's end reason says that a step came to no ordinary end.
pub(crate) const fn is_abnormal(reason: EndReason) -> bool {
    matches!(reason, EndReason::Alarm | EndReason::Unknown)
}

/// Whether the test is of a cycler that logs a row when something changes, not only by the clock, and whose steps are made
/// from their rows: the first row of a step may come late, and the charge until then is counted.
pub(crate) fn logs_changes(head: &crate::model::Head) -> bool {
    crate::dialect::by_name(&head.dialect).is_some_and(crate::dialect::Dialect::logs_changes)
}

/// Counts a thing in words: `1 row`, `3 rows`.
pub(crate) fn count(number: u64, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// A number as messages give it: six decimals or nine digits, and no zeros at the end.
pub(crate) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e15).contains(&magnitude) {
        return format!("{value:e}");
    }
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether the step time starts again at `at_s`: from `before_s` it falls to the start of a step, and the next row goes on
/// from there. A single row with a wrong time is no new start.
pub(crate) fn restarts(thresholds: &Thresholds, before_s: f64, at_s: f64, next_s: f64) -> bool {
    let first_s_max = thresholds.tim05_first_s.max(thresholds.tim05_rhythm_factor * (next_s - at_s));
    at_s < before_s && next_s > at_s && next_s < before_s && at_s <= first_s_max
}

/// Turns the faults of one kind into findings of one rule; neighbouring rows with one cause become one range.
pub(crate) struct FaultCheck {
    rule: &'static dyn Rule,
    kind: FaultKind,
    /// Ranges that the next fault may still prolong; several columns of one row may be bad at once.
    open: Vec<Finding>,
}

/// More columns than this that are bad at the same time no longer grow their ranges.
const OPEN_RANGES_MAX: usize = 32;

impl FaultCheck {
    /// For the faults of `kind`.
    pub(crate) const fn new(rule: &'static dyn Rule, kind: FaultKind) -> Self {
        Self { rule, kind, open: Vec::new() }
    }

    fn finding(&self, fault: &Fault) -> Finding {
        Finding {
            file: Some(fault.file.clone()),
            line: fault.line,
            line_end: range_end(fault.line, fault.line_end),
            step: fault.step,
            column: fault.column.clone(),
            value: fault.value.clone(),
            severity: fault.severity.unwrap_or_else(|| self.rule.severity()),
            ..finding(self.rule, fault.message.clone())
        }
    }

    fn close(mut found: Finding, out: &mut Vec<Finding>) {
        if let (Some(line), Some(end)) = (found.line, found.line_end) {
            found.message = format!("{} ({})", found.message, count(end - line + 1, "line"));
        }
        out.push(found);
    }
}

impl Check for FaultCheck {
    fn fault(&mut self, fault: &Fault, out: &mut Vec<Finding>) {
        if fault.kind != self.kind {
            return;
        }
        let Some(line) = fault.line else {
            out.push(self.finding(fault));
            return;
        };
        let last = fault.line_end.unwrap_or(line).max(line);
        for open in &mut self.open {
            let severity = fault.severity.unwrap_or_else(|| self.rule.severity());
            let alike = open.file.as_deref() == Some(&fault.file)
                && open.column == fault.column
                && open.step == fault.step
                && open.severity == severity;
            let end = open.line_end.or(open.line).unwrap_or(0);
            if alike && open.line <= Some(line) && line <= end + 1 {
                open.line_end = range_end(open.line, Some(last.max(end)));
                return;
            }
        }
        let file = fault.file.as_str();
        for over in self.open.extract_if(.., |open| {
            open.file.as_deref() != Some(file) || open.line_end.or(open.line).unwrap_or(0) + 1 < line
        }) {
            Self::close(over, out);
        }
        if self.open.len() >= OPEN_RANGES_MAX {
            Self::close(self.open.remove(0), out);
        }
        self.open.push(self.finding(fault));
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        for open in self.open.drain(..) {
            Self::close(open, out);
        }
    }
}

/// The sampling intervals of one step, counted in classes 0.8 % wide, so that their median costs the same memory for
/// three rows as for millions. A class answers with the first interval it met, so that a regular rhythm comes out exact.
pub(crate) struct Rhythm {
    counts: Vec<u32>,
    firsts: Vec<f32>,
    /// The classes in use, so that a new step clears only those.
    low: usize,
    high: usize,
    total: u64,
}

/// Intervals below 2^-14 s share the lowest class.
const LOWEST_BITS: u32 = (127 - 14) << 7;
/// Intervals from 2^24 s on share the highest class.
const CLASSES: usize = (14 + 24) << 7;

impl Rhythm {
    /// Nothing counted.
    pub(crate) fn new() -> Self {
        Self { counts: vec![0; CLASSES], firsts: vec![0.0; CLASSES], low: CLASSES, high: 0, total: 0 }
    }

    /// Begins another step.
    pub(crate) fn clear(&mut self) {
        if self.total > 0 {
            self.counts[self.low..=self.high].fill(0);
        }
        (self.low, self.high, self.total) = (CLASSES, 0, 0);
    }

    /// Counts an interval; one that is not positive is none.
    #[inline]
    pub(crate) fn push(&mut self, interval_s: f64) {
        if interval_s > 0.0 {
            let short = interval_s as f32;
            // The upper bits of a float are its exponent and the start of its mantissa: a class on a logarithmic scale.
            let class = ((short.to_bits() >> 16).saturating_sub(LOWEST_BITS) as usize).min(CLASSES - 1);
            if self.counts[class] == 0 {
                self.firsts[class] = short;
                self.low = self.low.min(class);
                self.high = self.high.max(class);
            }
            self.counts[class] = self.counts[class].saturating_add(1);
            self.total += 1;
        }
    }

    /// How many intervals were counted.
    pub(crate) const fn total(&self) -> u64 {
        self.total
    }

    /// The median interval in s.
    pub(crate) fn median_s(&self) -> Option<f64> {
        let mut below = 0;
        let classes = self.low..=self.high;
        classes.into_iter().find_map(|class| {
            below += u64::from(self.counts[class]);
            (below * 2 >= self.total && below > 0).then(|| f64::from(self.firsts[class]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rhythm_is_the_median_interval() {
        let mut rhythm = Rhythm::new();
        assert_eq!(rhythm.median_s(), None);
        for _ in 0..10 {
            rhythm.push(60.0);
        }
        for interval_s in [0.01, 0.0, -5.0, f64::NAN, 600.0, 1e12] {
            rhythm.push(interval_s);
        }
        assert_eq!(rhythm.total(), 13);
        assert_eq!(rhythm.median_s(), Some(60.0));
        rhythm.clear();
        rhythm.push(0.005);
        assert!((rhythm.median_s().unwrap() - 0.005).abs() < 1e-9);
    }

    #[test]
    fn the_rhythm_of_jitter_is_within_a_class() {
        let mut rhythm = Rhythm::new();
        for n in 0..1001 {
            rhythm.push(1.0 + f64::from(n) / 1000.0);
        }
        assert!((rhythm.median_s().unwrap() - 1.5).abs() < 0.008 * 1.5);
    }
}
