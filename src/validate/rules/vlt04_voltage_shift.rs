//! VLT04 voltage-shift (warning): the voltage jumps to another level and stays there.
//!
//! Why it matters: at rest, or at a constant current, a cell's voltage has no reason to jump. A jump that stays is a contact
//! that changed or a channel that was calibrated anew, and open-circuit voltages, resistances and energies before and
//! after it cannot be compared.
//!
//! How: inside a rest, its first minute exempt, a change from one row to the next of more than 5 mV; at a constant current
//! (within 2 % over the rows beside) of more than 20 mV; in both beyond 10 times the largest of the five changes before and
//! the five after it, which count for as long an interval as the jump's, and beyond 5 steps of the column's resolution.
//! It is told there, not at the steps after it; a level that returns within the step is one finding up to its return. A
//! reading that stood still before and moves afterwards is VLT03's.
//!
//! What to do: look at the contacts and at the tester's log at that time; compare voltages before and after it with care.

use super::electrochemistry::VoltageRange;
use super::rows::{Place, Run, number, on_rows, refuse_thinned};
use crate::model::{Alike, Block, Finding, Severity, StepType};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

/// The rule.
pub(crate) struct VoltageShift;

impl Rule for VoltageShift {
    fn code(&self) -> &'static str {
        "VLT04"
    }

    fn name(&self) -> &'static str {
        "voltage-shift"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("vlt04_voltage_shift.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        Ok(Box::new(State {
            limits: context.thresholds.clone(),
            range: VoltageRange::of(context.head),
            rows: Vec::with_capacity(ROWS_MAX),
            still: 0,
            resolution_v: f64::MAX,
            in_step: Vec::new(),
            unsettled: Vec::new(),
            rests: false,
        }))
    }
}

/// So many changes on each side of a jump say how the voltage moves without it.
const SIDE: usize = 5;
/// The rows that hold them, and the jump's own two.
const AROUND_MAX: usize = 2 * SIDE + 2;
/// So many rows are kept before those that are no longer needed go.
const ROWS_MAX: usize = 64;
/// From so many identical readings on they may have been frozen.
const STILL_ROWS: u64 = 10;
/// A jump counts beyond so many steps of the resolution.
const RESOLUTION_STEPS: f64 = 5.0;
/// The current is constant when it moves by less than this share.
const CURRENT_RELATIVE: f64 = 0.02;
/// A jump back by nearly as much ends the other level.
const RETURN_RELATIVE: f64 = 0.2;
/// How many jumps are kept for a step, and for a test.
const JUMPS_MAX: usize = 64;
/// Changes below this are the noise of computed values, no step of a converter.
const NOISE_V: f64 = 1e-9;

/// A row as far as its neighbours need it.
#[derive(Clone, Copy, Debug)]
struct Row {
    place: Place,
    voltage_v: f64,
    current_a: f64,
    /// How many rows before it had its very reading.
    still: u64,
}

/// A jump, and where its level ends, where it does.
#[derive(Clone, Copy, Debug)]
struct Jump {
    run: Run,
    from_v: f64,
    change_v: f64,
    /// Where the readings before it stood still: how far those after it move.
    frozen_v: f64,
}

struct State {
    limits: Thresholds,
    range: Option<VoltageRange>,
    /// The latest rows of the step, while something is to be judged among them.
    rows: Vec<Row>,
    still: u64,
    resolution_v: f64,
    in_step: Vec<Jump>,
    /// Judged by all but the resolution, which shrinks until the test is over.
    unsettled: Vec<(Jump, Finding)>,
    rests: bool,
}

impl State {
    fn least_v(&self) -> f64 {
        if self.rests { self.limits.vlt04_rest_v } else { self.limits.vlt04_current_v }
    }

    /// Judges the jump to row `at` of the rows at hand.
    fn judge(&mut self, at: usize) {
        let (before, next) = (self.rows[at - 1], self.rows[at]);
        let change_v = next.voltage_v - before.voltage_v;
        let interval_s = next.place.time_s - before.place.time_s;
        let settled_s = if self.rests { self.limits.vlt04_settling_s } else { 0.0 };
        if change_v.abs() <= self.least_v() || interval_s <= 0.0 || before.place.time_s < settled_s {
            return;
        }
        let left = &self.rows[at.saturating_sub(SIDE + 1)..at];
        let right = &self.rows[at..self.rows.len().min(at + SIDE + 1)];
        let is_cells = |row: &Row| self.range.as_ref().is_none_or(|range| range.contains(row.voltage_v));
        let (Some(left_v), Some(right_v)) =
            (side(left.windows(2).rev(), change_v, interval_s, 2), side(right.windows(2), change_v, interval_s, 1))
        else {
            return;
        };
        let frozen_v = if before.still + 1 >= STILL_ROWS { right_v } else { 0.0 };
        if change_v.abs() > self.limits.vlt04_changes * left_v.max(right_v)
            && is_constant(left, right)
            && left.iter().chain(right).all(is_cells)
        {
            self.found(before, next, change_v, frozen_v);
        }
    }

    fn found(&mut self, before: Row, next: Row, change_v: f64, frozen_v: f64) {
        if let Some(open) = self.in_step.last_mut()
            && open.run.rows == 1
            && (open.change_v + change_v).abs() < RETURN_RELATIVE * change_v.abs()
        {
            open.run.last = before.place;
            open.run.rows = before.place.row - open.run.first.row + 1;
            return;
        }
        if self.in_step.len() < JUMPS_MAX {
            let run = Run::one(next.place, next.voltage_v, change_v.abs());
            self.in_step.push(Jump { run, from_v: before.voltage_v, change_v, frozen_v });
        }
    }

    /// Whether no change of the block can be a jump.
    fn is_calm(&self, voltage_v: &[f64]) -> bool {
        let least_v = self.least_v();
        let begins = self.rows.last().is_some_and(|last| (voltage_v[0] - last.voltage_v).abs() <= least_v);
        voltage_v.windows(2).fold(begins, |calm, pair| calm & ((pair[1] - pair[0]).abs() <= least_v))
    }

    /// Whether one of the latest rows still waits for the rows after it.
    fn waits(&self) -> bool {
        let from = self.rows.len().saturating_sub(SIDE + 2);
        self.rows[from..].windows(2).any(|pair| (pair[1].voltage_v - pair[0].voltage_v).abs() > self.least_v())
    }

    fn row(&mut self, block: &Block<'_>, row: usize) {
        let voltage_v = block.voltage_v[row];
        if voltage_v.is_nan() {
            return;
        }
        self.still = self.rows.last().filter(|last| last.voltage_v == voltage_v).map_or(0, |_| self.still + 1);
        if self.rows.len() == ROWS_MAX {
            self.rows.drain(..ROWS_MAX - AROUND_MAX);
        }
        let place = Place::of(block, row);
        self.rows.push(Row { place, voltage_v, current_a: block.current_a[row], still: self.still });
        if self.rows.len() > SIDE + 1 {
            self.judge(self.rows.len() - 1 - SIDE);
        }
    }
}

/// The largest change on one side of a jump, from the nearest on, as if each had lasted as long as the jump did. One that
/// undoes the jump ends the side: beyond it is the level before. `None` when there are too few to tell.
fn side<'a>(pairs: impl Iterator<Item = &'a [Row]>, change_v: f64, interval_s: f64, least: usize) -> Option<f64> {
    let (mut largest_v, mut count, mut is_cut) = (0.0_f64, 0, false);
    for pair in pairs {
        let own_v = pair[1].voltage_v - pair[0].voltage_v;
        if (own_v + change_v).abs() < RETURN_RELATIVE * change_v.abs() {
            is_cut = true;
            break;
        }
        let own_s = pair[1].place.time_s - pair[0].place.time_s;
        let longer = if own_s > 0.0 { (interval_s / own_s).max(1.0) } else { 1.0 };
        largest_v = largest_v.max(own_v.abs() * longer);
        count += 1;
    }
    (count >= if is_cut { 1 } else { least }).then_some(largest_v)
}

/// Whether the current stays what it is over a jump and the rows beside it.
fn is_constant(left: &[Row], right: &[Row]) -> bool {
    let rows = || left.iter().chain(right).map(|row| row.current_a);
    let (low_a, high_a) = rows().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), a| (low.min(a), high.max(a)));
    high_a - low_a <= CURRENT_RELATIVE * high_a.abs().max(low_a.abs())
}

fn describe(jump: &Jump, rests: bool, step: &StepView<'_>) -> Finding {
    let message = format!(
        "the voltage jumps by {} mV, from {} V to {} V, and stays ({}) {}; look for a contact that changed, or a channel \
         that was calibrated anew",
        number((jump.change_v * 1e4).round() / 10.0),
        number(jump.from_v),
        number(jump.run.value),
        jump.run.when(),
        if rests { "while the cell rests" } else { "while the current is constant" },
    );
    let alike = Alike::numbers(jump.from_v, jump.from_v + jump.change_v);
    Finding { column: Some("voltage_v".to_owned()), alike, ..on_rows(&VoltageShift, step.file, &jump.run, message) }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.rows.clear();
        self.in_step.clear();
        self.still = 0;
        self.rests = step.record.step_type == StepType::Rest;
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        if step.record.step_type == StepType::Waveform {
            return;
        }
        let least = |smallest: f64, change_v: f64| if change_v > NOISE_V { smallest.min(change_v) } else { smallest };
        let begins_v = self.rows.last().map_or(0.0, |last| (block.voltage_v[0] - last.voltage_v).abs());
        let smallest_v = least(self.resolution_v, begins_v);
        self.resolution_v =
            block.voltage_v.windows(2).fold(smallest_v, |smallest, pair| least(smallest, (pair[1] - pair[0]).abs()));
        // Only the rows at the block's end can still be needed.
        let skips = if self.is_calm(block.voltage_v) && !self.waits() {
            block.len().saturating_sub(AROUND_MAX + STILL_ROWS as usize)
        } else {
            0
        };
        if skips > 0 {
            self.rows.clear();
        }
        for row in skips..block.len() {
            self.row(block, row);
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        // The last rows have fewer than five after them.
        for at in self.rows.len().saturating_sub(SIDE).max(1)..self.rows.len() {
            self.judge(at);
        }
        for jump in std::mem::take(&mut self.in_step) {
            if self.unsettled.len() < JUMPS_MAX * JUMPS_MAX {
                self.unsettled.push((jump, describe(&jump, self.rests, step)));
            }
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        let resolution_v = if self.resolution_v < f64::MAX { self.resolution_v } else { 0.0 };
        // A coarse converter stands still between two of its steps; a fine one that did was frozen, which is VLT03's.
        let settled = self.unsettled.drain(..).filter(|(jump, _)| {
            jump.run.badness > RESOLUTION_STEPS * resolution_v && jump.frozen_v <= NOISE_V.max(1.5 * resolution_v)
        });
        out.extend(settled.map(|(_, finding)| finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Control;
    use crate::validate::harness::Bench;

    /// A long rest whose voltage relaxes.
    fn relaxing() -> Bench {
        let mut bench = Bench::new().charge(3600.0, 2.0).rest(3600.0).discharge(3600.0, 2.0);
        let rows = &mut bench.details[1];
        for row in 0..rows.len() {
            rows.voltage_v[row] += 0.05 * (-rows.step_time_s[row] / 300.0).exp();
        }
        bench
    }

    fn shift(bench: &mut Bench, step: usize, rows: std::ops::Range<usize>, by_v: f64) {
        bench.details[step].voltage_v[rows].iter_mut().for_each(|voltage_v| *voltage_v += by_v);
    }

    #[test]
    fn silent_on_clean_steps_and_relaxation() {
        assert!(Bench::cycle().findings(&VoltageShift).is_empty());
        assert!(relaxing().findings(&VoltageShift).is_empty());
    }

    #[test]
    fn a_jump_that_stays_is_found_at_its_row() {
        for (step, from, by_v) in [(1, 40, 0.03), (1, 40, -0.006), (1, 59, 0.03), (2, 30, 0.08), (0, 10, -0.08)] {
            let mut bench = relaxing();
            let end = bench.details[step].len();
            shift(&mut bench, step, from..end, by_v);
            let found = bench.findings(&VoltageShift);
            assert_eq!(found.len(), 1, "step {step} row {from} {by_v}");
            assert_eq!((found[0].line, found[0].line_end), (Some(bench.details[step].lines[from]), None));
        }
    }

    #[test]
    fn a_level_that_returns_is_one_range() {
        for rows in [20..45, 30..33] {
            let mut bench = relaxing();
            shift(&mut bench, 1, rows.clone(), 0.04);
            let found = bench.findings(&VoltageShift);
            let lines = &bench.details[1].lines;
            assert_eq!(found.len(), 1, "{rows:?}: {found:?}");
            assert_eq!((found[0].line, found[0].line_end), (Some(lines[rows.start]), Some(lines[rows.end - 1])));
        }
    }

    #[test]
    fn what_is_small_alone_early_or_follows_the_current_is_none() {
        let mut bench = relaxing();
        shift(&mut bench, 1, 40..61, 0.004);
        shift(&mut bench, 0, 30..61, 0.015);
        assert!(bench.findings(&VoltageShift).is_empty());
        let mut bench = relaxing();
        shift(&mut bench, 1, 40..41, 0.1);
        assert!(bench.findings(&VoltageShift).is_empty(), "a spike is another rule's");
        let mut bench = relaxing();
        shift(&mut bench, 2, 30..61, -0.1);
        bench.details[2].current_a[30..].iter_mut().for_each(|current_a| *current_a *= 1.1);
        assert!(bench.findings(&VoltageShift).is_empty());
    }

    #[test]
    fn a_longer_interval_or_a_coarse_converter_is_no_jump() {
        let mut bench = Bench::new().charge(3600.0, 2.0).step(StepType::Rest, Control::Rest, 1000.0, 1.0, 0.0);
        for row in 0..1000 {
            let rows = &mut bench.details[1];
            rows.voltage_v[row] -= 1e-4 * row as f64 + if row > 500 { 0.006 } else { 0.0 };
            rows.step_time_s[row] += if row > 500 { 60.0 } else { 0.0 };
        }
        assert!(bench.findings(&VoltageShift).is_empty());
        let mut bench = relaxing();
        bench.details.iter_mut().flat_map(|rows| &mut rows.voltage_v).for_each(|v| *v = (*v * 100.0).round() / 100.0);
        assert!(bench.findings(&VoltageShift).is_empty());
    }
}
