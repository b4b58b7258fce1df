//! CAT02 overlapping-test (warning): the same cell is in two tests at one time.
//!
//! Why it matters: a cell can be on one cycler only. Where two tests of a cell overlap, one of them was filed under the
//! wrong cell, and the history of both cells is wrong.
//!
//! How: the time from the test's first to its last row is compared with those of the other tests of the same cell in
//! the database, by the cyclers' local clocks. Validating files alone cannot know them: this rule needs the database.
//! Tests that one command loads are compared with each other once all of them are loaded: each of two says it, whichever
//! came first, and neither is refused for it.
//!
//! What to do: find out which cell each test ran on, and correct it with `catalog edit experiment`.

use super::support::finding;
use crate::model::{Block, ChannelKind, Finding, Head, Severity, StepData};
use crate::validate::{Check, Context, OtherTest, Rule, StepView, TestView};
use chrono::{DateTime, NaiveDateTime, TimeDelta};

/// Its code.
pub(crate) const CODE: &str = "CAT02";

/// The rule.
pub(crate) struct OverlappingTest;

impl Rule for OverlappingTest {
    fn code(&self) -> &'static str {
        CODE
    }

    fn name(&self) -> &'static str {
        "overlapping-test"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cat02_overlapping_test.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let others = context.others.ok_or("it needs the database, which knows the other tests of the cell")?;
        if context.head.cell.is_none() {
            return Err("the test's cell is not known; name it with --cell".to_owned());
        }
        Ok(Box::new(State { others: others.to_vec(), clock: LastClock::of(context.head) }))
    }
}

struct State {
    others: Vec<OtherTest>,
    clock: LastClock,
}

/// From when to when a test ran: by its steps, and by the latest wall clock of its rows where there is one.
pub(crate) fn span<'a>(
    steps: impl Iterator<Item = &'a StepData> + Clone,
    last_s: f64,
) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let begin = steps.clone().filter_map(|step| step.record.start_time).min()?;
    let by_rows = DateTime::from_timestamp(last_s as i64, 0).map(|end| end.naive_utc());
    let by_rows = by_rows.filter(|_| last_s.is_finite());
    Some((begin, steps.filter_map(end_of).max().max(by_rows)?))
}

/// What there is to say of a test of a cell beside these others of it.
pub(crate) fn overlaps<'a>(
    cell: &'a str,
    (begin, end): (NaiveDateTime, NaiveDateTime),
    others: impl Iterator<Item = &'a OtherTest>,
) -> impl Iterator<Item = Finding> {
    let at_once = others.filter(move |other| begin < other.end_time && other.start_time < end);
    at_once.map(move |other| {
        let message = format!(
            "cell {cell} is in this test from {begin} to {end}, and in {} from {} to {}: a cell can be in one only; \
             correct the cell of one of them",
            other.name, other.start_time, other.end_time,
        );
        Finding { value: Some(other.name.clone()), ..finding(&OverlappingTest, message) }
    })
}

/// Where a finding stands among others: by its place, and of this rule by the other test's name.
pub(crate) fn place(finding: &Finding) -> impl Ord + '_ {
    let other = finding.value.as_deref().filter(|_| finding.rule == CODE);
    (crate::validate::engine::place(finding), other)
}

/// The latest wall clock of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastClock {
    channel: Option<usize>,
    pub(crate) last_s: f64,
}

impl LastClock {
    pub(crate) fn of(head: &Head) -> Self {
        let channel = super::support::channel(head, ChannelKind::WallClock).map(|(at, _)| at);
        Self { channel, last_s: f64::NAN }
    }

    pub(crate) fn push(&mut self, block: &Block<'_>) {
        if let Some(last_s) = self.channel.and_then(|at| block.channels.get(at)).and_then(|clock| clock.last()) {
            self.last_s = self.last_s.max(*last_s);
        }
    }
}

/// When a step was over by its record.
fn end_of(step: &StepData) -> Option<NaiveDateTime> {
    let lasted_ms = step.record.duration_s.get().filter(|duration_s| duration_s.is_finite()).unwrap_or(0.0) * 1e3;
    step.record.start_time?.checked_add_signed(TimeDelta::try_milliseconds(lasted_ms as i64)?)
}

impl Check for State {
    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.clock.push(block);
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(span) = span(test.steps.iter(), self.clock.last_s) else { return };
        let cell = test.head.cell.as_ref().map_or("", |cell| cell.name.as_str());
        out.extend(overlaps(cell, span, self.others.iter()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;
    use crate::validate::harness::Bench;

    /// A test of 100 minutes from 08:00 on, and another of the same cell.
    fn beside(start: &str, end: &str) -> Bench {
        let time = |text: &str| format!("2024-03-04T{text}").parse().unwrap();
        let mut bench = Bench::cycle();
        bench.head.cell = Some(Cell { name: "C1".into(), ..Cell::default() });
        bench.others = Some(vec![OtherTest { name: "other".into(), start_time: time(start), end_time: time(end) }]);
        bench
    }

    #[test]
    fn silent_where_tests_follow_each_other() {
        assert!(beside("04:00:00", "07:59:59").findings(&OverlappingTest).is_empty());
        assert!(beside("12:00:00", "14:00:00").findings(&OverlappingTest).is_empty());
    }

    #[test]
    fn two_tests_at_one_time_are_found() {
        let found = beside("09:00:00", "14:00:00").findings(&OverlappingTest);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value.as_deref(), Some("other"));
    }

    #[test]
    fn without_a_database_it_cannot_run() {
        let mut bench = beside("09:00:00", "14:00:00");
        bench.others = None;
        assert!(bench.run(&OverlappingTest).is_err_and(|reason| reason.contains("database")));
    }
}
