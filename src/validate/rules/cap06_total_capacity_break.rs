//! CAP06 total-capacity-break (warning; info for the tester's own reset): the running total is not the sum of the steps.
//!
//! Why it matters: the tester's running total and its capacity per step count the same charge. Where they part, rows or
//! steps were lost, joined from two tests, or edited.
//!
//! How: the running total minus the step's capacity must be constant inside a step and equal to the total at the end of
//! the step before, within 1e-4 Ah (of a 20 Ah cell: for others its share, and at least two printed digits) + 1e-6 of the
//! total. Where a step is missing in between there is no verdict. A total
//! that starts again from 0 in a new section of the recipe is the tester's own doing: one info, and SOC never uses it.
//! Clean real tests stay below 1e-5 Ah.
//!
//! What to do: look for lost rows or for files of two tests joined at the named row.

use super::rows::{Place, Run, number, on_rows};
use super::support::{channel, values};
use crate::model::{Block, ChannelKind, Finding, Severity};
use crate::validate::scale::{Column, Held};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct TotalCapacityBreak;

impl Rule for TotalCapacityBreak {
    fn code(&self) -> &'static str {
        "CAP06"
    }

    fn name(&self) -> &'static str {
        "total-capacity-break"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap06_total_capacity_break.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let Some((at, total)) = channel(context.head, ChannelKind::TotalCapacity).filter(|_| context.head.has_rows)
        else {
            return Err("there is no column of the running capacity in the rows".to_owned());
        };
        Ok(Box::new(State {
            at,
            column: total.name.clone(),
            capacity_ah: context.thresholds.cap06_capacity_ah,
            relative: context.thresholds.cap06_relative,
            held: Held::of(context),
            base_ah: None,
            other_base_ah: None,
            sound_base_ah: None,
            last_base_ah: None,
            is_first: false,
            resets: false,
            off: None,
            is_broken: false,
            before: None,
        }))
    }
}

struct State {
    at: usize,
    column: String,
    capacity_ah: f64,
    relative: f64,
    held: Held,
    /// What total minus step capacity has to be; `None` when nothing tells.
    base_ah: Option<f64>,
    /// What it may be as well: the step before ended with rows off, and they may have begun a break that lasts.
    other_base_ah: Option<f64>,
    /// What held in the step before its total broke for good: the next step may return to it.
    sound_base_ah: Option<f64>,
    /// Total minus step capacity of the last row that has both.
    last_base_ah: Option<f64>,
    /// Whether no row of the step was compared yet.
    is_first: bool,
    /// Whether the step begins a new section, in which the total may restart.
    resets: bool,
    /// Neighbouring rows off the base.
    off: Option<Off>,
    /// Whether a lasting break of this step was reported: a total that goes on drifting is the same cause.
    is_broken: bool,
    before: Option<Before>,
}

/// The step before.
#[derive(Clone, Copy)]
struct Before {
    number: i32,
    section: Option<i32>,
    /// The total with which the next step has to begin.
    total_ah: f64,
    /// The last total that was written, when it was off, or the one that it would be without the step's break.
    written_ah: Option<f64>,
}

/// Neighbouring rows whose total is off.
#[derive(Clone, Copy)]
struct Off {
    run: Run,
    /// The base of the last of them, and how many before it agree on it.
    base_ah: f64,
    agree: u64,
    /// The first of those that agree.
    since: Place,
}

/// So many rows that agree on another base are a break that lasts, not a row that is off.
const LASTING_ROWS: u64 = 3;

impl State {
    fn differs(&self, base_ah: f64, expected_ah: f64, total_ah: f64) -> bool {
        let largest_ah = total_ah.abs().max((total_ah - base_ah).abs()).max(expected_ah.abs());
        (base_ah - expected_ah).abs() > self.tolerance_ah(largest_ah)
    }

    fn tolerance_ah(&self, total_ah: f64) -> f64 {
        self.held.scale().absolute_at(Column::Total, self.capacity_ah, total_ah) + self.relative * total_ah.abs()
    }

    fn row(&mut self, step: &StepView<'_>, place: Place, total_ah: f64, step_ah: f64, out: &mut Vec<Finding>) {
        let base_ah = total_ah - step_ah;
        if base_ah.is_nan() {
            return;
        }
        let is_first = std::mem::take(&mut self.is_first);
        let other_ah = self.other_base_ah.take();
        let Some(expected_ah) = self.base_ah else {
            self.base_ah = Some(base_ah);
            return;
        };
        if !self.differs(base_ah, expected_ah, total_ah) {
            self.report(step, out);
            return;
        }
        if other_ah.is_some_and(|other_ah| !self.differs(base_ah, other_ah, total_ah)) {
            self.base_ah = Some(base_ah);
            return;
        }
        if is_first && self.resets && !self.differs(base_ah, 0.0, total_ah) {
            self.base_ah = Some(base_ah);
            out.push(self.reset(step, place, expected_ah));
            return;
        }
        let tolerance_ah = self.tolerance_ah(total_ah);
        let Some(off) = &mut self.off else {
            let run = Run::one(place, total_ah, (base_ah - expected_ah).abs());
            self.off = Some(Off { run, base_ah, agree: 1, since: place });
            return;
        };
        off.run.extend(place, total_ah, (base_ah - expected_ah).abs());
        if (base_ah - off.base_ah).abs() <= tolerance_ah {
            off.agree += 1;
        } else {
            (off.base_ah, off.agree, off.since) = (base_ah, 1, place);
        }
        if off.agree >= LASTING_ROWS {
            // It stays: named where it began, and from here on the new base counts.
            if off.since == off.run.first {
                off.run = Run::one(off.run.first, total_ah, off.run.badness);
            }
            self.report(step, out);
            self.sound_base_ah.get_or_insert(expected_ah);
            (self.base_ah, self.is_broken) = (Some(base_ah), true);
        }
    }

    fn report(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(Off { run, .. }) = self.off.take().filter(|_| !self.is_broken) else { return };
        let message = format!(
            "the running total is {} Ah ({}), off the sum of the steps by {} Ah; look for lost rows or for two tests \
             joined here",
            number(run.value),
            run.when(),
            number(run.badness),
        );
        let column = Some(self.column.clone());
        let found = Finding { column, ..on_rows(&TotalCapacityBreak, step.file, &run, message) };
        let beyond_ah = run.badness - self.relative * run.value.abs();
        self.held.take(beyond_ah, self.capacity_ah, found, out);
    }

    fn reset(&self, step: &StepView<'_>, place: Place, expected_ah: f64) -> Finding {
        let message = format!(
            "the tester's running total restarts from 0 in a new section of the recipe (it stood at {} Ah); SOC does not \
             use it",
            number(expected_ah),
        );
        Finding {
            severity: Severity::Info,
            column: Some(self.column.clone()),
            ..on_rows(&TotalCapacityBreak, step.file, &Run::one(place, expected_ah, 0.0), message)
        }
    }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let section = step.record.section;
        let before = self.before.filter(|before| before.number + 1 == step.record.number);
        self.base_ah = before.map(|before| before.total_ah);
        self.other_base_ah = before.and_then(|before| before.written_ah);
        self.resets = before.is_some_and(|before| before.section != section);
        (self.is_first, self.is_broken) = (true, false);
        (self.off, self.last_base_ah, self.sound_base_ah) = (None, None, None);
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let Some(totals_ah) = values(block, self.at) else { return };
        let tolerance_ah = self.tolerance_ah(0.0);
        let calm = self.base_ah.is_some_and(|base_ah| {
            let rows = totals_ah.iter().zip(block.capacity_ah);
            rows.fold(true, |calm, (total, step)| calm & ((total - step - base_ah).abs() <= tolerance_ah))
        });
        if calm && self.off.is_none() {
            self.is_first = false;
        } else {
            for (row, (&total_ah, &step_ah)) in totals_ah.iter().zip(block.capacity_ah).enumerate() {
                self.row(step, Place::of(block, row), total_ah, step_ah, out);
            }
        }
        let bases_ah = totals_ah.iter().zip(block.capacity_ah).map(|(total_ah, step_ah)| total_ah - step_ah);
        self.last_base_ah = bases_ah.rev().find(|base_ah| !base_ah.is_nan()).or(self.last_base_ah);
        let end_ah = block.capacity_ah.iter().rev().copied().find(|capacity_ah| !capacity_ah.is_nan());
        // The last rows may lack a total: it goes on with the step's capacity.
        if let (Some(base_ah), Some(end_ah)) = (self.last_base_ah, end_ah) {
            let (number, section) = (block.step, step.record.section);
            let total_ah = base_ah + end_ah;
            self.before = Some(Before { number, section, total_ah, written_ah: None });
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let rows_off = self.off.map_or(0, |off| off.run.rows);
        self.report(step, out);
        let end_ah = step.trace.and_then(|trace| trace.capacity_end_ah.get());
        let sound_ah = self.sound_base_ah.or(self.base_ah.filter(|_| rows_off > 0));
        if let (Some(before), Some(sound_ah), Some(end_ah)) = (&mut self.before, sound_ah, end_ah) {
            before.written_ah = Some(sound_ah + end_ah);
        }
        // A last row or two that are off are no base for the next step; a whole step that is off is another rule's.
        let rows = step.trace.map_or(0, |trace| trace.rows);
        let is_end_off = rows_off > 0 && rows_off < rows && rows_off < LASTING_ROWS;
        let sound_ah = self.sound_base_ah.or(self.base_ah.filter(|_| rows_off > 0));
        let (Some(before), Some(sound_ah)) = (&mut self.before, sound_ah) else { return };
        match end_ah {
            Some(end_ah) if is_end_off => {
                let total_ah = self.base_ah.unwrap_or(sound_ah) + end_ah;
                *before = Before { total_ah, written_ah: Some(before.total_ah), ..*before };
            }
            Some(end_ah) => before.written_ah = Some(sound_ah + end_ah),
            None if is_end_off => self.before = None,
            None => {}
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.held.finish(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::{Bench, TOTAL};

    #[test]
    fn silent_where_the_total_is_the_sum() {
        assert!(Bench::cycle().findings(&TotalCapacityBreak).is_empty());
    }

    #[test]
    fn one_row_off_is_one_finding_wherever_it_stands() {
        for row in [0, 20, 60] {
            let mut bench = Bench::cycle();
            bench.details[1].channels[TOTAL][row] += 0.01;
            let found = bench.findings(&TotalCapacityBreak);
            assert_eq!(found.len(), 1, "row {row}: {found:?}");
            assert_eq!((found[0].line, found[0].severity), (Some(bench.details[1].lines[row]), Severity::Warning));
        }
    }

    #[test]
    fn a_last_row_without_a_total_is_no_break() {
        let mut bench = Bench::cycle();
        let rows = bench.details[1].channels[TOTAL].len();
        bench.details[1].channels[TOTAL][rows - 2..].fill(f64::NAN);
        assert_eq!(bench.findings(&TotalCapacityBreak), []);
    }

    #[test]
    fn a_lasting_break_is_one_finding_where_it_begins() {
        for row in [0, 20, 59, 60] {
            let mut bench = Bench::cycle();
            bench.details[1].channels[TOTAL][row..].iter_mut().for_each(|total_ah| *total_ah += 0.5);
            for step in 2..5 {
                bench.details[step].channels[TOTAL].iter_mut().for_each(|total_ah| *total_ah += 0.5);
            }
            let found = bench.findings(&TotalCapacityBreak);
            assert_eq!(found.len(), 1, "row {row}: {found:?}");
            assert_eq!(found[0].line, Some(bench.details[1].lines[row]));
        }
    }

    #[test]
    fn a_break_that_the_next_step_does_not_have_is_one_finding() {
        for (at, off) in [(1, 1.023_456_7), (1, 1.512_345_6), (3, 1.023_456_7)] {
            let mut bench = Bench::cycle();
            bench.details[at].channels[TOTAL].iter_mut().for_each(|total_ah| *total_ah *= off);
            let found = bench.findings(&TotalCapacityBreak);
            let steps: Vec<_> = found.iter().map(|finding| finding.step).collect();
            assert_eq!(steps, [Some(bench.details[at].step)], "{at} {off}");
        }
    }

    #[test]
    fn a_wrong_capacity_of_a_step_is_one_range_and_leaves_the_next_step_alone() {
        let mut bench = Bench::cycle();
        bench.details[1].capacity_ah.iter_mut().for_each(|capacity_ah| *capacity_ah *= 1.5);
        let found = bench.findings(&TotalCapacityBreak);
        assert_eq!(found.iter().map(|finding| finding.step).collect::<Vec<_>>(), [Some(2)]);
    }

    #[test]
    fn the_testers_own_reset_is_one_info_and_a_missing_step_no_verdict() {
        let mut bench = Bench::cycle();
        for step in 2..5 {
            let end_ah = 2.0;
            bench.details[step].channels[TOTAL].iter_mut().for_each(|total_ah| *total_ah -= end_ah);
            bench.records[step].section = Some(2);
        }
        let found = bench.findings(&TotalCapacityBreak);
        assert_eq!(found.iter().map(|f| (f.severity, f.step)).collect::<Vec<_>>(), [(Severity::Info, Some(3))]);
        for record in &mut bench.records {
            record.section = Some(1);
        }
        assert_eq!(bench.findings(&TotalCapacityBreak)[0].severity, Severity::Warning);
        bench.details.remove(1);
        assert!(bench.findings(&TotalCapacityBreak).is_empty());
    }
}
