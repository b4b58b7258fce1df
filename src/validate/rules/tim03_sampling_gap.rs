//! A hole in the samples of a step.
//!
//! Why it matters: rows that are missing take their part of every integral and extreme with them, and a curve drawn over
//! the hole invents what the cell did.
//!
//! How: testers sample from every 5 ms to every 10 min in one test, so each step is its own measure. An interval is a gap
//! when it is longer than 1 s and longer than three times the largest of the step's rhythm (the median of its intervals),
//! the interval before it and the one after it. Where the rhythm is even, with at least five intervals on each side alike
//! within 1 %, one that is a whole multiple of them (2, 3, ... within 5 %) is a gap at any speed: rows are lost. The first
//! and the last interval of a step follow other rules of the tester, and steps of fewer than four rows have no rhythm: no
//! verdict. A cycler that logs what changes may log a step's first row as late as its longest interval, and the last of the
//! step before as early: a longer time between two steps is a hole, and so is what the test's clock says that passed before
//! the first step of a file. Where a file numbers its rows and a number is left out, rows are lost wherever it is, at a step's first row, too.
//!
//! What to do: export Detail again; if the gap stays, the tester did not record, and the step's integrals are estimates.

use super::between::{Between, Hole};
use super::support::{FaultCheck, Rhythm, TEST_TIME, file_of_rows, in_step, logs_changes, number, range_end};
use crate::model::{Block, Fault, FaultKind, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::collections::HashMap;

/// TIM03.
pub(crate) struct SamplingGap;

impl Rule for SamplingGap {
    fn code(&self) -> &'static str {
        "TIM03"
    }

    fn name(&self) -> &'static str {
        "sampling-gap"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tim03_sampling_gap.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Gaps {
            thresholds: context.thresholds.clone(),
            rhythm: Rhythm::new(),
            last: None,
            before_s: None,
            behind: 0,
            open: None,
            candidates: Vec::new(),
            even: Even::default(),
            lost: Vec::new(),
            timers: logs_changes(context.head).then(HashMap::new),
            between: logs_changes(context.head).then(|| Between::of(context.head)),
            numbers: FaultCheck::new(&SamplingGap, FaultKind::SamplingGap),
            missing: Vec::new(),
            told: Vec::new(),
        }))
    }
}

/// An interval that may be a gap.
#[derive(Clone, Copy, Debug)]
struct Gap {
    from_s: f64,
    interval_s: f64,
    line: Option<u64>,
    line_end: Option<u64>,
}

struct Gaps {
    thresholds: Thresholds,
    rhythm: Rhythm,
    /// The latest row in the order of time: its time and line.
    last: Option<(f64, Option<u64>)>,
    /// The interval before, between rows in the order of time.
    before_s: Option<f64>,
    /// How many rows in a row were behind the latest time.
    behind: u32,
    /// Longer than the interval before; the one after is not yet known.
    open: Option<Gap>,
    /// Longer than both neighbours; the rhythm is known at the step's end.
    candidates: Vec<Gap>,
    even: Even,
    /// Multiples of an even rhythm.
    lost: Vec<(Gap, f64)>,
    /// How often intervals of each length were seen in the step, where rows are logged by changes and by the clock at last.
    timers: Option<HashMap<i32, u32>>,
    /// Likewise, what lies between the step before and this one.
    between: Option<Between>,
    /// Rows whose numbers are left out.
    numbers: FaultCheck,
    missing: Vec<Finding>,
    /// The lines behind the gaps that were told.
    told: Vec<Option<u64>>,
}

/// Intervals within this share are of one length.
const ALIKE: f64 = 0.02;
/// An interval that comes so often is the tester's clock.
const TIMER: u32 = 2;

fn length(interval_s: f64) -> i32 {
    (interval_s.ln() / ALIKE).round() as i32
}

/// So many intervals on each side make an even rhythm.
const SIDE: usize = 5;

/// Finds intervals that are a multiple of an even rhythm around them.
#[derive(Debug, Default)]
struct Even {
    /// The latest intervals, the last one first.
    before_s: [f64; SIDE],
    count: usize,
    /// A multiple of the even rhythm before it, that rhythm, and how many intervals after it were alike so far.
    open: Option<(Gap, f64, usize)>,
}

impl Even {
    /// Takes the next interval in; gives a gap once the rhythm after it is even, too.
    fn take(&mut self, gap: Gap, limits: &Thresholds) -> Option<(Gap, f64)> {
        let alike = |interval_s: f64, rhythm_s: f64| (interval_s / rhythm_s - 1.0).abs() <= limits.tim03_even_relative;
        let found = match &mut self.open {
            Some((open, rhythm_s, after)) if alike(gap.interval_s, *rhythm_s) => {
                *after += 1;
                (*after >= SIDE).then_some((*open, *rhythm_s))
            }
            open => {
                *open = None;
                None
            }
        };
        if found.is_some() {
            self.open = None;
        }
        let rhythm_s = self.before_s[0];
        let times = (gap.interval_s / rhythm_s).round();
        let is_multiple =
            times >= 2.0 && (gap.interval_s / (times * rhythm_s) - 1.0).abs() <= limits.tim03_multiple_relative;
        if is_multiple && self.count >= SIDE && self.before_s.iter().all(|before_s| alike(*before_s, rhythm_s)) {
            self.open = Some((gap, rhythm_s, 0));
        }
        self.before_s.rotate_right(1);
        self.before_s[0] = gap.interval_s;
        self.count += 1;
        found
    }

    /// Takes in the intervals of rows of which none can be a gap.
    fn pass(&mut self, times_s: &[f64], last_s: f64, limits: &Thresholds) -> Option<(Gap, f64)> {
        let from = if self.open.is_some() { 0 } else { times_s.len().saturating_sub(SIDE) };
        let mut before_s = from.checked_sub(1).map_or(last_s, |row| times_s[row]);
        let mut found = None;
        self.count += from;
        for time_s in &times_s[from..] {
            let gap = Gap { from_s: before_s, interval_s: time_s - before_s, line: None, line_end: None };
            found = found.or(self.take(gap, limits));
            before_s = *time_s;
        }
        found
    }

    fn clear(&mut self) {
        (self.count, self.open) = (0, None);
    }
}

/// Beyond as many candidates in one step, they are held against the rhythm so far instead of the whole step's.
const CANDIDATES_MAX: usize = 256;

impl Gaps {
    fn row(&mut self, time_s: f64, line: Option<u64>) {
        let Some((last_s, last_line)) = self.last else {
            self.last = Some((time_s, line));
            return;
        };
        let interval_s = time_s - last_s;
        if interval_s > 0.0 {
            let factor = self.thresholds.tim03_rhythm_factor;
            if let Some(open) = self.open.take()
                && open.interval_s > factor * interval_s
            {
                self.candidates.push(open);
            }
            let gap = Gap { from_s: last_s, interval_s, line: last_line, line_end: line };
            let lost = self.even.take(gap, &self.thresholds);
            self.lost.extend(lost.filter(|_| self.lost.len() < CANDIDATES_MAX));
            if interval_s > self.thresholds.tim03_gap_s_min
                && self.before_s.is_some_and(|before_s| interval_s > factor * before_s)
            {
                self.open = Some(gap);
            }
            self.rhythm.push(interval_s);
            if let Some(timers) = &mut self.timers {
                *timers.entry(length(interval_s)).or_default() += 1;
            }
            (self.last, self.before_s, self.behind) = (Some((time_s, line)), Some(interval_s), 0);
        } else if interval_s < 0.0 {
            // A row out of order is TIM01's; here time goes on in its order. When the rows stay behind, the row that
            // was ahead was the wrong one, and what looked like a gap before it was none.
            self.open = None;
            self.even.clear();
            self.behind += 1;
            if self.behind == 2 {
                (self.last, self.before_s, self.behind) = (Some((time_s, line)), None, 0);
            }
        }
    }

    /// Whether no interval of the block, nor the one before it, can be a gap, in one pass without branches.
    fn is_even(&self, times_s: &[f64]) -> bool {
        let (Some((last_s, _)), Some(before_s), None, 0) = (self.last, self.before_s, self.open, self.behind) else {
            return false;
        };
        let [first_s, second_s, ..] = *times_s else { return false };
        let longer = self.thresholds.tim03_rhythm_factor.min(2.0 - 2.0 * self.thresholds.tim03_multiple_relative);
        let suspicious = |before_s: f64, interval_s: f64| (interval_s <= 0.0) | (interval_s > longer * before_s);
        let inside = times_s.iter().zip(&times_s[1..]).zip(&times_s[2..]);
        !(suspicious(before_s, first_s - last_s)
            | suspicious(first_s - last_s, second_s - first_s)
            | inside.fold(false, |any, ((a, b), c)| any | suspicious(b - a, c - b)))
    }

    /// Says which candidates are beyond the rhythm, too.
    fn judge(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(rhythm_s) = self.rhythm.median_s() else { return };
        let factor = self.thresholds.tim03_rhythm_factor;
        // Where a row is logged when something changes, and at last when the clock says so, the clock's is no gap.
        if let Some(timers) = &self.timers {
            let clock = timers.iter().filter(|(_, count)| **count >= TIMER).map(|(length, _)| *length).max();
            let is_gap = |gap: &Gap| clock.is_none_or(|clock| length(gap.interval_s) > clock + 1);
            self.candidates.retain(is_gap);
            self.lost.retain(|(gap, _)| is_gap(gap));
        }
        let long =
            self.candidates.drain(..).filter(|gap| gap.interval_s > factor * rhythm_s).map(|gap| (gap, rhythm_s));
        let mut gaps: Vec<(Gap, f64)> = long.collect();
        for (gap, rhythm_s) in self.lost.drain(..) {
            if !gaps.iter().any(|(other, _)| (other.from_s - gap.from_s).abs() < 0.5 * rhythm_s) {
                gaps.push((gap, rhythm_s));
            }
        }
        gaps.sort_by(|a, b| a.0.from_s.total_cmp(&b.0.from_s));
        self.told.extend(gaps.iter().map(|(gap, _)| gap.line_end));
        out.extend(gaps.iter().map(|(gap, rhythm_s)| describe(gap, *rhythm_s, step)));
    }
}

fn describe(gap: &Gap, rhythm_s: f64, step: &StepView<'_>) -> Finding {
    let missing = (gap.interval_s / rhythm_s).round() - 1.0;
    let rows = if missing > 1.5 { format!("{missing} rows are") } else { "1 row is".to_owned() };
    let message = format!(
        "{} s without a sample, from {TEST_TIME} {} on, where the step samples every {} s: about {rows} missing; export \
         {} again",
        number(gap.interval_s),
        number(gap.from_s),
        number(rhythm_s),
        file_of_rows(step.head),
    );
    Finding {
        line: gap.line,
        line_end: range_end(gap.line, gap.line_end),
        column: Some(TEST_TIME.to_owned()),
        value: Some(number(gap.from_s + gap.interval_s)),
        ..in_step(&SamplingGap, step, message)
    }
}

/// What is missing before the first row of a file that begins in the first hour of a test.
fn before_first(step: &StepView<'_>, block: &Block<'_>) -> Option<Finding> {
    // Of steps that were chosen, the first is another.
    let is_first = step.previous.is_none() && block.step == 1 && block.first_sequence == 0;
    let (test_time_s, step_time_s) = (*block.test_time_s.first()?, *block.step_time_s.first()?);
    let missing_s = Between::before_first(test_time_s, step_time_s).filter(|_| is_first)?;
    let message = format!(
        "the first row is at {TEST_TIME} {} and {} s into its step: the {} s before that step are missing, with all its \
         steps; export {} again",
        number(test_time_s),
        number(step_time_s),
        number(missing_s),
        file_of_rows(step.head),
    );
    let column = Some(TEST_TIME.to_owned());
    let found = in_step(&SamplingGap, step, message);
    Some(Finding { line: block.line(0), column, value: Some(number(test_time_s)), ..found })
}

fn describe_hole(hole: &Hole, step: &StepView<'_>) -> Finding {
    let message = format!(
        "{} s without a row between step {} and this one, from {TEST_TIME} {} on, where rows are at most {} s apart in the one \
         and {} s in the other: the first rows of this step are missing, the last ones of the step before, or a whole step; \
         export {} again",
        number(hole.seconds),
        hole.before,
        number(hole.from_s),
        number(hole.longest_s[0]),
        number(hole.longest_s[1]),
        file_of_rows(step.head),
    );
    Finding {
        line: hole.line,
        line_end: range_end(hole.line, hole.line_end),
        column: Some(TEST_TIME.to_owned()),
        value: Some(number(hole.from_s + hole.seconds)),
        ..in_step(&SamplingGap, step, message)
    }
}

impl Check for Gaps {
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.rhythm.clear();
        self.candidates.clear();
        self.even.clear();
        self.lost.clear();
        if let Some(timers) = &mut self.timers {
            timers.clear();
        }
        (self.last, self.before_s, self.behind, self.open) = (None, None, 0, None);
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let times_s = block.test_time_s;
        if self.between.is_some() {
            out.extend(before_first(step, block));
        }
        if self.timers.is_none() && self.is_even(times_s) {
            let mut last_s = self.last.map_or(f64::NAN, |(last_s, _)| last_s);
            let lost = self.even.pass(times_s, last_s, &self.thresholds);
            self.lost.extend(lost.filter(|_| self.lost.len() < CANDIDATES_MAX));
            for time_s in times_s {
                self.rhythm.push(time_s - last_s);
                last_s = *time_s;
            }
            self.last = Some((last_s, block.line(times_s.len() - 1)));
            self.before_s = Some(last_s - times_s[times_s.len() - 2]);
            return;
        }
        for (row, time_s) in times_s.iter().enumerate() {
            self.row(*time_s, block.line(row));
            self.between.iter_mut().for_each(|between| between.row(block.step, *time_s, block.line(row)));
            if self.candidates.len() > CANDIDATES_MAX {
                self.judge(step, out);
            }
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        // An interval that is still open is the step's last.
        if self.rhythm.total() >= 3 {
            self.judge(step, out);
        }
        if let Some(hole) = self.between.as_ref().and_then(Between::end) {
            self.told.push(hole.line_end);
            out.push(describe_hole(&hole, step));
        }
    }

    fn fault(&mut self, fault: &Fault, _out: &mut Vec<Finding>) {
        self.numbers.fault(fault, &mut self.missing);
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.numbers.test_end(test, &mut self.missing);
        // One hole is told once: by the clock where that tells it.
        out.extend(self.missing.drain(..).filter(|found| !self.told.contains(&found.line)));
    }
}

#[cfg(test)]
mod tests;
