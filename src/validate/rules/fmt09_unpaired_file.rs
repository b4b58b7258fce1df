//! Two files that are not of the same test, or one file of a pair alone.
//!
//! Why it matters: steps and rows are joined by the step's number, and every test has a step 1. Files of two tests join
//! without a word and give a test that never happened.
//!
//! How: a step of both files is the same step if it began at the same time in both (within 2 s), or, where a file has no
//! clock, if its duration or its end voltage is the same. When most steps are not the same, or no step is in both files,
//! the files are not of one test: an error. A Step file alone, or a Detail file alone, is read: one info lists what is
//! then not computed.
//!
//! A file in which at least three rows of ten stand at the instant of the row before with another voltage though neither
//! the step's time nor its capacity went on, or are like the row before that one, holds two tests that were written into
//! one: an error. Rows of one test at one instant, such as of an elapsed time in whole seconds, go on and do not return.
//!
//! What to do: name the right partners with `--step FILE --detail FILE`, or put the missing file beside its partner.

use super::support::{FaultCheck, channel, finding, path, values};
use crate::model::{
    Block, ChannelKind, Fault, FaultKind, FileRole, Finding, Severity, StepData, StepRecord, StepTrace,
};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// FMT09.
pub(crate) struct UnpairedFile;

impl Rule for UnpairedFile {
    fn code(&self) -> &'static str {
        "FMT09"
    }

    fn name(&self) -> &'static str {
        "unpaired-file"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("fmt09_unpaired_file.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(Partners {
            faults: FaultCheck::new(&Self, FaultKind::UnpairedFile),
            known: false,
            wall_clock: channel(context.head, ChannelKind::WallClock).map(|(index, _)| index),
            begin_s: None,
            joined: 0,
            different: 0,
            first: None,
            rows: Interleaved::default(),
        }))
    }
}

/// What both files say of the steps they share.
struct Partners {
    faults: FaultCheck,
    /// The reader has already said that they are not of one test.
    known: bool,
    wall_clock: Option<usize>,
    /// The wall clock of the step's first row.
    begin_s: Option<f64>,
    joined: u64,
    different: u64,
    /// The first step that differs, with its line in Detail.
    first: Option<(i32, Option<u64>)>,
    rows: Interleaved,
}

/// Rows that follow no row of one test.
#[derive(Default)]
struct Interleaved {
    rows: u64,
    /// Those at the instant of the row before, or before it, that do not go on from it.
    strange: u64,
    last: Option<Sample>,
    before: Option<Sample>,
    /// The line of the first.
    line: Option<u64>,
}

/// What tells two tests apart that are at one place of their recipe.
#[derive(Clone, Copy)]
struct Sample {
    time_s: f64,
    step_time_s: f64,
    voltage_v: f64,
    current_a: f64,
    capacity_ah: f64,
}

/// Voltages of one test go to and fro by less.
const NOISE_V: f64 = 1e-3;

impl Sample {
    /// Whether the step's time or its capacity went on since the row before.
    fn goes_on(self, last: Self) -> bool {
        self.step_time_s > last.step_time_s || (self.capacity_ah - last.capacity_ah) * self.current_a > 0.0
    }

    fn is_strange(self, last: Self, before: Self) -> bool {
        let beside = self.time_s == last.time_s && self.voltage_v != last.voltage_v && !self.goes_on(last);
        self.time_s <= last.time_s && (beside || self.returns(last, before))
    }

    /// Whether it is not like the row before it, but like the one before that.
    fn returns(self, last: Self, before: Self) -> bool {
        let goes_back = |value: f64, last: f64, before: f64, least: f64| {
            (value - last).abs() > least && (value - before).abs() < 0.5 * (value - last).abs()
        };
        goes_back(self.capacity_ah, last.capacity_ah, before.capacity_ah, 0.0)
            || goes_back(self.voltage_v, last.voltage_v, before.voltage_v, NOISE_V)
    }
}

impl Interleaved {
    fn take(&mut self, block: &Block<'_>) {
        self.rows += block.len() as u64;
        for (row, &time_s) in block.test_time_s.iter().enumerate() {
            let sample = Sample {
                time_s,
                step_time_s: block.step_time_s[row],
                voltage_v: block.voltage_v[row],
                current_a: block.current_a[row],
                capacity_ah: block.capacity_ah[row],
            };
            let last = self.last.replace(sample);
            let before = std::mem::replace(&mut self.before, last);
            if last.zip(before).is_some_and(|(last, before)| sample.is_strange(last, before)) {
                self.strange += 1;
                self.line = self.line.or_else(|| block.line(row));
            }
        }
    }

    /// Whether there are two tests.
    fn are_there(&self) -> bool {
        self.strange >= 3 && self.strange * 10 >= self.rows * 3
    }
}

/// Clocks of whole seconds may differ by one in rounding, and by one in the moment of writing.
const SAME_BEGIN_S: f64 = 2.0;
/// Far above the rounding of any export, far below what two cells have in common by chance.
const SAME_VOLTAGE_V: f64 = 1e-3;
/// The same for durations, as far as a lost last row goes.
const SAME_DURATION_S: f64 = 2e-3;

fn both(a: Option<f64>, b: Option<f64>, within: f64) -> Option<bool> {
    Some((a? - b?).abs() <= within)
}

/// Whether both files speak of the same step; `None` when they have nothing in common to tell by.
fn same(record: &StepRecord, trace: &StepTrace, begin_s: Option<f64>) -> Option<bool> {
    let clock = record.start_time.map(|time| time.and_utc().timestamp() as f64);
    let begin = both(clock, begin_s, SAME_BEGIN_S);
    let duration = both(record.duration_s.get(), trace.step_time_end_s.get(), SAME_DURATION_S);
    let voltage = both(record.voltage_end_v.get(), trace.voltage_end_v.get(), SAME_VOLTAGE_V);
    match (begin, duration, voltage) {
        (Some(true), _, _) => Some(true),
        // Another clock alone may be a wrong clock: what the cell did decides, and rests of one length are no proof.
        (Some(false), Some(duration), Some(voltage)) => Some(duration && voltage),
        (None, Some(duration), Some(voltage)) => Some(duration || voltage),
        (Some(false), None, None) => Some(false),
        (_, Some(one), None) | (_, None, Some(one)) => Some(one),
        (None, None, None) => None,
    }
}

impl Check for Partners {
    fn fault(&mut self, fault: &Fault, out: &mut Vec<Finding>) {
        self.known |= fault.kind == FaultKind::UnpairedFile;
        self.faults.fault(fault, out);
    }

    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.begin_s = None;
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.rows.take(block);
        if block.first_sequence == 0
            && let Some(clock) = self.wall_clock.and_then(|index| values(block, index))
        {
            self.begin_s = clock.first().copied().filter(|wall_s| wall_s.is_finite());
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        if step.record.line.is_none() {
            return;
        }
        if let Some(trace) = step.trace
            && let Some(same) = same(step.record, trace, self.begin_s)
        {
            self.joined += 1;
            if !same {
                self.different += 1;
                self.first.get_or_insert((step.record.number, trace.first_line));
            }
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.faults.test_end(test, out);
        let step_file = path(test.head, FileRole::Step);
        let detail_file = path(test.head, FileRole::Detail);
        let rows_file = detail_file.or_else(|| path(test.head, FileRole::Single));
        if self.rows.are_there() {
            let message = format!(
                "two tests in one file: {} of {} rows stand at the instant of the row before, or before it, and do not go \
                 on from it, as when two channels were exported together; export each channel into a file of its own",
                self.rows.strange, self.rows.rows
            );
            out.push(Finding {
                file: rows_file.map(str::to_owned),
                line: self.rows.line,
                ..finding(&UnpairedFile, message)
            });
            return;
        }
        match (step_file, detail_file) {
            (Some(step_file), Some(detail_file)) if !self.known => self.compare(test, step_file, detail_file, out),
            (Some(step_file), None) => out.push(alone(
                step_file,
                "Step alone: without its Detail file there are no rows, so voltage and temperature extremes, pulse \
                 resistance, dQ/dV, plots over time and the checks of rows are not computed; put the Detail file beside it",
            )),
            (None, Some(detail_file)) => out.push(alone(
                detail_file,
                "Detail alone: without its Step file the tester's own figures of each step are not known, so ends of \
                 steps come from the last rows and are not compared; put the Step file beside it",
            )),
            _ => {}
        }
    }
}

impl Partners {
    fn compare(&self, test: &TestView<'_>, step_file: &str, detail_file: &str, out: &mut Vec<Finding>) {
        let detailed = test.steps.iter().filter(|data| data.trace.is_some());
        let has_summary = |data: &StepData| data.record.line.is_some();
        let shares = detailed.clone().any(has_summary);
        let apart = !shares && test.steps.iter().any(has_summary) && detailed.count() > 0;
        if !apart && self.different * 2 <= self.joined {
            return;
        }
        let what = if apart {
            "no step is in both files".to_owned()
        } else {
            format!(
                "{} of {} steps differ in start, duration and end voltage, first step {}",
                self.different,
                self.joined,
                self.first.map_or(0, |(step, _)| step)
            )
        };
        out.push(Finding {
            file: Some(detail_file.to_owned()),
            line: self.first.and_then(|(_, line)| line),
            ..finding(
                &UnpairedFile,
                format!(
                    "this file and {step_file} are not of the same test: {what}; name the right partners with --step and --detail"
                ),
            )
        });
    }
}

fn alone(file: &str, message: &str) -> Finding {
    Finding { severity: Severity::Info, file: Some(file.to_owned()), ..finding(&UnpairedFile, message.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn a_pair_is_silent_even_with_one_wrong_step() {
        let mut bench = Bench::cycle();
        assert_eq!(bench.findings(&UnpairedFile), []);
        for time_s in &mut bench.details[1].step_time_s {
            *time_s *= 1.5;
        }
        bench.details[1].channels[0].fill(0.0);
        assert_eq!(bench.findings(&UnpairedFile), []);
    }

    #[test]
    fn another_tests_steps_are_an_error() {
        let mut bench = Bench::cycle();
        bench.records = Bench::new().rest(60.0).charge(1800.0, 1.0).rest(90.0).charge(500.0, 1.0).rest(60.0).records;
        for record in &mut bench.records {
            record.start_time = record.start_time.map(|time| time + chrono::TimeDelta::days(3));
            record.voltage_end_v = record.voltage_end_v.get().map(|voltage_v| voltage_v - 0.1).into();
        }
        let found = bench.findings(&UnpairedFile);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Error);
        assert!(found[0].message.contains("5 of 5 steps"), "{}", found[0].message);
    }

    #[test]
    fn two_tests_in_one_file_are_an_error() {
        let mut bench = Bench::cycle();
        for detail in &mut bench.details {
            for row in (1..detail.test_time_s.len()).step_by(2) {
                detail.test_time_s[row] = detail.test_time_s[row - 1];
                detail.step_time_s[row] = detail.step_time_s[row - 1];
                detail.capacity_ah[row] = detail.capacity_ah[row - 1];
                detail.voltage_v[row] = detail.voltage_v[row - 1] + 0.01;
            }
        }
        let found = bench.findings(&UnpairedFile);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Error));
        assert!(found[0].message.starts_with("two tests in one file"), "{}", found[0].message);
    }

    #[test]
    fn an_elapsed_time_without_its_decimals_is_one_test() {
        let mut bench = Bench::cycle();
        for detail in &mut bench.details {
            detail.test_time_s.iter_mut().for_each(|time_s| *time_s = (*time_s / 600.0).floor() * 600.0);
        }
        assert_eq!(bench.findings(&UnpairedFile), []);
        bench.details.iter_mut().for_each(|detail| detail.test_time_s.reverse());
        assert_eq!(bench.findings(&UnpairedFile), []);
    }

    #[test]
    fn no_common_step_is_an_error() {
        let mut bench = Bench::cycle();
        for record in &mut bench.records {
            record.number += 100;
        }
        assert!(bench.findings(&UnpairedFile)[0].message.contains("no step is in both files"));
    }

    #[test]
    fn one_file_alone_is_an_info() {
        let mut bench = Bench::cycle();
        bench.head.files.truncate(1);
        bench.details.clear();
        let found = bench.findings(&UnpairedFile);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Info));
        assert!(found[0].message.starts_with("Step alone"));
    }
}
