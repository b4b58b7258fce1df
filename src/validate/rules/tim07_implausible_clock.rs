//! The clock, the elapsed time and the durations cannot all be right.
//!
//! Why it matters: the clock joins a test with the world, elapsed time and durations are what everything is computed from.
//! A tester whose battery is empty begins in 1970, a spreadsheet moves dates by a century, and durations in milliseconds
//! under a header that says seconds make every capacity and rate a thousand times wrong.
//!
//! How: no date before 2000, and none more than a day after the file itself was last changed. Between two steps the
//! elapsed time may not go on by more than 5 s while the clock does not. In the Step file the duration must be that of its
//! column of days, hours, minutes and seconds, where it has one; without Detail, each step must have ended when the next
//! begins (2 s): where the durations differ from the clock by one factor, they are in another unit, where one start stands
//! alone, its date is wrong. A wait of more than a minute between steps is an info.
//!
//! What to do: for a unit correct the header or the dialect; for a date look at the tester's clock and at what has opened
//! the file since, and export it again.

use super::clocks::{Alone, Between};
use super::rows::number;
use super::support::{at_record, channel, finding, range_end, values};
use crate::model::{Alike, Block, ChannelKind, FileRole, Finding, Head, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView};
use chrono::{DateTime, NaiveDateTime};
use std::collections::BTreeMap;

/// TIM07.
pub(crate) struct ImplausibleClock;

impl Rule for ImplausibleClock {
    fn code(&self) -> &'static str {
        "TIM07"
    }

    fn name(&self) -> &'static str {
        "implausible-clock"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tim07_implausible_clock.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let clock = channel(context.head, ChannelKind::WallClock);
        if clock.is_none() && context.records.iter().all(|record| record.start_time.is_none()) {
            return Err("there is no wall clock column".into());
        }
        let latest_s = |roles: &[FileRole]| latest_s(context.head, roles);
        Ok(Box::new(Clocks {
            channel: clock.map(|(index, _)| index),
            column: clock.map_or_else(String::new, |(_, channel)| channel.name.clone()),
            latest_s: latest_s(&[FileRole::Detail, FileRole::Single]),
            latest_start_s: latest_s(&[FileRole::Step, FileRole::Single]),
            rows: BTreeMap::new(),
            between: Between::default(),
        }))
    }
}

/// 1 January 2000, in Unix seconds.
const EARLIEST_S: f64 = 946_684_800.0;
/// Clocks are local, and a file's time is not.
const GRACE_S: f64 = 86_400.0;

/// The latest time that rows of a file can have.
fn latest_s(head: &Head, roles: &[FileRole]) -> f64 {
    let file = head.files.iter().find(|file| roles.contains(&file.role));
    let modified = file.and_then(|file| file.modified_at);
    modified.map_or(f64::INFINITY, |time| time.and_utc().timestamp() as f64 + GRACE_S)
}

/// Rows of one step with a date that cannot be.
#[derive(Clone, Copy, Debug)]
struct Rows {
    clock_s: f64,
    line: Option<u64>,
    line_end: Option<u64>,
}

struct Clocks {
    channel: Option<usize>,
    column: String,
    latest_s: f64,
    latest_start_s: f64,
    /// By step: one entry at most.
    rows: BTreeMap<i32, Rows>,
    between: Between,
}

fn date(seconds: f64) -> String {
    let time: Option<NaiveDateTime> = DateTime::from_timestamp(seconds as i64, 0).map(|time| time.naive_utc());
    time.map_or_else(|| number(seconds), |time| time.format("%Y-%m-%d %H:%M:%S").to_string())
}

/// What is wrong with a date, if anything.
fn verdict(seconds: f64, latest_s: f64) -> Option<&'static str> {
    if seconds < EARLIEST_S {
        Some("before 2000")
    } else if seconds > latest_s {
        Some("after the file itself was last changed")
    } else {
        None
    }
}

impl Check for Clocks {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        let Some(clock) = self.channel.and_then(|at| values(block, at)) else { return };
        let is_wrong = |seconds: &f64| *seconds < EARLIEST_S || *seconds > self.latest_s;
        if clock.iter().fold(false, |any, seconds| any | is_wrong(seconds)) {
            for (row, seconds) in clock.iter().enumerate().filter(|(_, seconds)| is_wrong(seconds)) {
                let line = block.line(row);
                let first = Rows { clock_s: *seconds, line, line_end: None };
                self.rows.entry(step.record.number).or_insert(first).line_end = line;
            }
        }
        self.between.take(block, clock);
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        if let Some(jump) = self.between.step_end() {
            let message = format!(
                "elapsed time goes on by {} s between the step before and step {}, the clock by {} s; one of them jumps",
                number(jump.elapsed_s),
                step.record.number,
                number(jump.clock_s)
            );
            out.push(Finding {
                line: jump.line,
                column: Some(super::support::TEST_TIME.to_owned()),
                value: Some(number(jump.elapsed_s)),
                alike: Alike::numbers(jump.clock_s, jump.elapsed_s),
                ..super::support::in_step(&ImplausibleClock, step, message)
            });
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for (index, step) in test.steps.iter().enumerate() {
            let record = &step.record;
            let start_s = record.start_time.filter(|_| record.line.is_some());
            let start_s = start_s.map(|start| start.and_utc().timestamp() as f64);
            if let Some((start_s, why)) =
                start_s.and_then(|start_s| Some((start_s, verdict(start_s, self.latest_start_s)?)))
            {
                out.push(Finding {
                    column: Some("start_time".to_owned()),
                    ..impossible(start_s, why, at_record(&ImplausibleClock, test, index, String::new()))
                });
                continue;
            }
            if let Some(rows) = self.rows.get(&record.number) {
                let why = verdict(rows.clock_s, self.latest_s).unwrap_or_default();
                let place = Finding {
                    file: test.detail_file.map(str::to_owned),
                    line: rows.line,
                    line_end: range_end(rows.line, rows.line_end),
                    step: Some(record.number),
                    ..finding(&ImplausibleClock, String::new())
                };
                out.push(Finding { column: Some(self.column.clone()), ..impossible(rows.clock_s, why, place) });
            }
        }
        Alone::of(test).tell(&ImplausibleClock, test, out);
    }
}

fn impossible(seconds: f64, why: &str, place: Finding) -> Finding {
    let message =
        format!("the date is {}, {why}: is the tester's clock set, or did a spreadsheet change it?", date(seconds));
    Finding { value: Some(date(seconds)), alike: Some(Alike::Words(why.to_owned())), message, ..place }
}

#[cfg(test)]
mod tests;
