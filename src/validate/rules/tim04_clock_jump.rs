//! The wall clock and the elapsed time part.
//!
//! Why it matters: elapsed time is what everything is computed from, the wall clock is what joins a test with the world.
//! When one of them jumps, the computer's clock was set, the tester stopped, or rows of another day were pasted in.
//!
//! How: inside a step, wall clock minus elapsed time may change by 2 s (clocks of whole seconds) or 0.1 s (clocks with
//! fractions), and by 0.1 ms for each second. A row or some rows that leave and come back are one finding, a jump that
//! stays is one at its first row. If the clock runs a thousand times slower, or 60 or 3,600 times faster, than the elapsed
//! time, the time column is in ms, minutes or hours under a header that says seconds: an error. Between two steps more than
//! 5 s are an info: an operator's skip takes its time. A clock that stands still for some rows is one finding, until it
//! moves on. Where a spreadsheet wrote part of the clock anew (FMT06), times without seconds are exact to a minute.
//!
//! What to do: for a jump of an hour think of daylight saving; elapsed time then still holds. For a wrong unit correct the
//! header or the dialect.

use super::support::{channel, finding, in_step, logs_changes, number, range_end, values};
use crate::model::{Block, ChannelKind, EndReason, Fault, FaultKind, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::collections::HashSet;

/// TIM04.
pub(crate) struct ClockJump;

impl Rule for ClockJump {
    fn code(&self) -> &'static str {
        "TIM04"
    }

    fn name(&self) -> &'static str {
        "clock-jump"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tim04_clock_jump.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let Some((index, clock)) = channel(context.head, ChannelKind::WallClock) else {
            return Err("there is no wall clock column".into());
        };
        Ok(Box::new(Clocks {
            thresholds: context.thresholds.clone(),
            logs_changes: logs_changes(context.head),
            channel: index,
            column: clock.name.clone(),
            fine: false,
            has_seconds: false,
            step: Step::default(),
            tail: None,
            steps: 0,
            scaled: Vec::new(),
            held: Vec::new(),
            of_minutes: HashSet::new(),
            is_rewritten: false,
        }))
    }
}

/// Elapsed time and wall clock of a row.
#[derive(Clone, Copy, Debug)]
struct Row {
    elapsed_s: f64,
    wall_s: f64,
    line: Option<u64>,
}

impl Row {
    fn offset_s(self) -> f64 {
        self.wall_s - self.elapsed_s
    }
}

/// Units that stand under a header of seconds: seconds of the wall clock for one unit of elapsed time.
const SCALES: [(f64, &str); 3] = [(1e-3, "milliseconds"), (60.0, "minutes"), (3600.0, "hours")];
/// A scale is told from a jump when it has held for so many seconds of the wall clock.
const SCALE_PROOF_S: f64 = 20.0;

/// So many jumps wait.
const HELD_MAX: usize = 4096;

/// What a clock of whole minutes leaves open.
const MINUTE_S: f64 = 60.0;

/// Whether a clock shows no seconds.
fn is_minute(wall_s: f64) -> bool {
    wall_s % MINUTE_S == 0.0
}

/// The first scale that fits what has passed on both clocks, as far as a clock of whole seconds can tell.
fn scale(elapsed_s: f64, wall_s: f64) -> Option<usize> {
    SCALES.iter().position(|scale| fits(scale.0, elapsed_s, wall_s))
}

fn fits(scale: f64, elapsed_s: f64, wall_s: f64) -> bool {
    elapsed_s > 0.0 && (wall_s - scale * elapsed_s).abs() <= 1.0 + 0.02 * scale * elapsed_s
}

impl Jump {
    const fn at(first: Row, scale: Option<usize>) -> Self {
        Self { first, line_end: None, offset_s: first.wall_s - first.elapsed_s, wall_s: first.wall_s, scale }
    }
}

/// Rows that have left the offset of the step so far.
#[derive(Clone, Copy, Debug)]
struct Jump {
    first: Row,
    line_end: Option<u64>,
    /// The offset of its rows, and the clock of the last one: one that stands still leaves further and further.
    offset_s: f64,
    wall_s: f64,
    /// The scale that would explain it, until it is disproved.
    scale: Option<usize>,
}

/// One step's clocks.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    first: Option<Row>,
    /// The offset that holds.
    base_s: f64,
    /// Whether it is that of a clock that shows whole minutes.
    base_is_minute: bool,
    jump: Option<Jump>,
    scale: Option<usize>,
    last: Option<Row>,
}

/// A run of steps whose elapsed time is in another unit.
#[derive(Debug)]
struct Scaled {
    scale: usize,
    steps: u64,
    step: i32,
    line: Option<u64>,
}

struct Clocks {
    thresholds: Thresholds,
    channel: usize,
    column: String,
    /// Whether the wall clock has been seen to have fractions of a second.
    fine: bool,
    /// Whether it has been seen to have seconds: a spreadsheet may have cut them off.
    has_seconds: bool,
    step: Step,
    /// The step before: the offset at its end, and the one that held before a jump that was still open there.
    tail: Option<(f64, f64)>,
    steps: u64,
    scaled: Vec<Scaled>,
    /// Jumps, until it is known that the unit is right.
    held: Vec<Finding>,
    /// How many of the jumps so far may be the seconds that a whole minute lacks, and their lines.
    of_minutes: HashSet<Option<u64>>,
    /// Whether part of the clock was written anew.
    is_rewritten: bool,
    /// Rows are logged when something changes.
    logs_changes: bool,
}

impl Clocks {
    fn tolerance_s(&self) -> f64 {
        match (self.fine, self.has_seconds) {
            (true, _) if self.logs_changes => self.thresholds.tim04_fine_jump_of_changes_s,
            (true, _) => self.thresholds.tim04_fine_jump_s,
            (false, true) => self.thresholds.tim04_jump_s,
            (false, false) => self.thresholds.tim04_jump_s + MINUTE_S,
        }
    }

    /// Whether every row of a block holds the step's offset; in one pass without branches. A missing clock says nothing.
    fn is_steady(&self, elapsed_s: &[f64], wall_s: &[f64]) -> bool {
        let (base_s, within_s) = (self.step.base_s, self.tolerance_s());
        !elapsed_s
            .iter()
            .zip(wall_s)
            .fold(false, |any, (elapsed_s, wall_s)| any | ((wall_s - elapsed_s - base_s).abs() > within_s))
    }

    fn row(&mut self, view: &StepView<'_>, row: Row) {
        let (Some(first), None) = (self.step.first, self.step.scale) else { return };
        let passed_s = row.elapsed_s - first.elapsed_s;
        let within_s = self.tolerance_s() + self.thresholds.tim04_drift * passed_s.abs();
        let offset_s = row.offset_s();
        let Some(mut jump) = self.step.jump.take() else {
            if (offset_s - self.step.base_s).abs() > within_s {
                let scale = scale(passed_s, row.wall_s - first.wall_s);
                self.step.jump = Some(Jump::at(row, scale));
            }
            return;
        };
        if let Some(index) = jump.scale {
            if fits(SCALES[index].0, passed_s, row.wall_s - first.wall_s) {
                if passed_s * SCALES[index].0 >= SCALE_PROOF_S {
                    self.step.scale = Some(index);
                } else {
                    jump.line_end = row.line;
                    self.step.jump = Some(jump);
                }
                return;
            }
            jump.scale = None;
        }
        if (offset_s - self.step.base_s).abs() <= within_s {
            self.hold(view, jump, true);
        } else if (offset_s - jump.offset_s).abs() <= within_s || row.wall_s == jump.wall_s {
            if row.wall_s == jump.wall_s {
                jump.offset_s = offset_s;
            }
            (jump.line_end, jump.wall_s) = (row.line, row.wall_s);
            self.step.jump = Some(jump);
        } else {
            self.hold(view, jump, false);
            (self.step.base_s, self.step.base_is_minute) = (jump.offset_s, is_minute(jump.wall_s));
            self.step.jump = Some(Jump::at(row, None));
        }
    }

    /// Of very many jumps the first go on without waiting for the unit, unless a step has shown another one.
    fn let_go(&mut self, out: &mut Vec<Finding>) {
        if self.held.len() >= HELD_MAX && self.scaled.is_empty() {
            out.append(&mut self.held);
        }
    }

    /// Whether the step's first row left the clock of the step before, to which this one, the second, is back.
    fn began_off(&self, row: Row) -> bool {
        let near = |offset_s: f64| (row.offset_s() - offset_s).abs() <= self.tolerance_s();
        !near(self.step.base_s) && self.tail.is_some_and(|(last_s, _)| near(last_s))
    }

    /// The first row alone is off; what was said of the boundary is the same.
    fn hold_first(&mut self, view: &StepView<'_>, second: Row) {
        let Some(first) = self.step.first.replace(second) else { return };
        self.held.pop_if(|held| held.severity == Severity::Info && held.line == first.line);
        (self.step.base_s, self.step.base_is_minute) = (second.offset_s(), is_minute(second.wall_s));
        self.hold(view, Jump::at(first, None), true);
    }

    fn hold(&mut self, view: &StepView<'_>, jump: Jump, returned: bool) {
        let by_s = jump.offset_s - self.step.base_s;
        let how = if returned { "and comes back" } else { "from here on" };
        if by_s.abs() <= MINUTE_S + self.thresholds.tim04_jump_s && (self.step.base_is_minute || is_minute(jump.wall_s))
        {
            self.of_minutes.insert(jump.first.line);
        }
        let hint = if (by_s.abs() - 3600.0).abs() <= 5.0 { " (daylight saving?)" } else { "" };
        let message = format!(
            "the wall clock is {} s {} the elapsed time {how}{hint}; both must run alike: was a clock set, or are rows \
             of another time here?",
            number((by_s.abs() * 1e3).round() / 1e3),
            if by_s > 0.0 { "ahead of" } else { "behind" }
        );
        self.held.push(Finding {
            line: jump.first.line,
            line_end: if returned { range_end(jump.first.line, jump.line_end) } else { None },
            column: Some(self.column.clone()),
            value: Some(number(jump.first.wall_s)),
            ..in_step(&ClockJump, view, message)
        });
    }

    /// The first row of a step against the last of the step before.
    fn boundary(&mut self, view: &StepView<'_>, row: Row) {
        let Some((last_s, held_s)) = self.tail else { return };
        let offset_s = row.offset_s();
        let by_s = offset_s - last_s;
        let within_s = self.thresholds.tim04_between_steps_s + if self.has_seconds { 0.0 } else { MINUTE_S };
        if by_s.abs() <= within_s || (offset_s - held_s).abs() <= within_s {
            return;
        }
        let skipped = view.previous.is_some_and(|before| before.record.end_reason == Some(EndReason::Skipped));
        let cause = if skipped { ": the operator skipped the rest of the step before" } else { "" };
        let message = format!(
            "{} s of wall clock between the step before and this one that the elapsed time does not count{cause}",
            number((by_s * 1e3).round() / 1e3)
        );
        self.held.push(Finding {
            severity: Severity::Info,
            line: row.line,
            column: Some(self.column.clone()),
            value: Some(number(row.wall_s)),
            ..in_step(&ClockJump, view, message)
        });
    }

    fn begin(&mut self, view: &StepView<'_>, row: Row) {
        self.step.first = Some(row);
        (self.step.base_s, self.step.base_is_minute) = (row.offset_s(), is_minute(row.wall_s));
        self.boundary(view, row);
    }
}

impl Check for Clocks {
    fn fault(&mut self, fault: &Fault, _out: &mut Vec<Finding>) {
        self.is_rewritten |= fault.kind == FaultKind::BadTimestamp && fault.severity == Some(Severity::Info);
    }

    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.step = Step::default();
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (elapsed_s, Some(wall_s)) = (block.test_time_s, values(block, self.channel)) else { return };
        let row = |at: usize| Row { elapsed_s: elapsed_s[at], wall_s: wall_s[at], line: block.line(at) };
        let usable = |row: &Row| row.offset_s().is_finite();
        self.fine |= wall_s.iter().take(16).any(|wall_s| wall_s.is_finite() && wall_s.fract() != 0.0);
        self.has_seconds =
            self.has_seconds || wall_s.iter().any(|wall_s| wall_s.is_finite() && wall_s % MINUTE_S != 0.0);
        if self.step.first.is_none()
            && let Some(first) = (0..block.len()).map(row).find(usable)
        {
            self.begin(step, first);
        }
        self.step.last = (0..block.len()).rev().map(row).find(usable).or(self.step.last);
        if self.step.scale.is_some() || (self.step.jump.is_none() && self.is_steady(elapsed_s, wall_s)) {
            return;
        }
        for (at, row) in (0..block.len()).map(row).enumerate().filter(|(_, row)| usable(row)) {
            if block.first_sequence + at as u64 == 1 && self.began_off(row) {
                self.hold_first(step, row);
                continue;
            }
            self.row(step, row);
            self.let_go(out);
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let held_s = self.step.base_s;
        if let Some(jump) = self.step.jump.take() {
            self.hold(step, jump, false);
        }
        self.let_go(out);
        let Some((first, last)) = self.step.first.zip(self.step.last) else { return };
        self.steps += 1;
        self.tail = self.step.scale.is_none().then_some((last.offset_s(), held_s));
        if let Some(scale) = self.step.scale {
            match self.scaled.last_mut().filter(|run| run.scale == scale) {
                Some(run) => run.steps += 1,
                None => {
                    self.scaled.push(Scaled { scale, steps: 1, step: step.record.number, line: first.line });
                }
            }
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        if self.is_rewritten {
            self.held.retain(|held| !self.of_minutes.contains(&held.line));
        }
        let scaled: u64 = self.scaled.iter().map(|run| run.steps).sum();
        for run in self.scaled.drain(..) {
            let unit = SCALES[run.scale].1;
            let message = format!(
                "the elapsed time is in {unit}, not in seconds as its header says: that is how it runs against the wall \
                 clock in {} of {} steps; correct the header's unit, or describe the file in a dialect",
                run.steps, self.steps
            );
            out.push(Finding {
                severity: Severity::Error,
                file: test.detail_file.map(str::to_owned),
                line: run.line,
                step: Some(run.step),
                column: Some(super::support::TEST_TIME.to_owned()),
                value: Some(unit.to_owned()),
                ..finding(&ClockJump, message)
            });
        }
        // Steps too short to prove a scale look like jumps; where most steps are scaled they are scaled, too.
        if scaled == 0 || scaled * 4 < self.steps {
            out.append(&mut self.held);
        }
    }
}

#[cfg(test)]
mod tests;
