//! Cuts rows into executed steps: by what changes, by clocks that begin anew, by codes, else by the current.

use super::{Rebase, Step, TELLING_ROWS};
use crate::dialect::counters::sign_of;
use crate::dialect::{Field, Rows, Segment};
use crate::model::{Column, Control, StepType};

impl Rebase {
    /// Cuts the rows into executed steps and numbers them; the rows of a step that has just begun wait.
    pub(super) fn cut(&mut self, rows: &mut Rows, is_last: bool) {
        let rest_a = self.rest_a();
        let mut segments: Vec<Segment> = Vec::with_capacity(rows.segments.len());
        let mut last_begin = None;
        let mut ended = self.has_ended;
        let mut at_hand = self.step.clone();
        for index in 0..rows.segments.len() {
            let range = rows.range(index);
            let mut segment = std::mem::take(&mut rows.segments[index]);
            let is_keyed = self.is_keyed(&segment);
            let (step_times, test_times) = (&rows.columns[0][..range.end], &rows.columns[1][..range.end]);
            let next_of = |row: usize| rows.columns[0].get(row + 1).copied();
            let currents = &rows.columns[Column::Current as usize][..range.end];
            let codes = self.end_code.map(|(slot, least)| (&rows.columns[slot][..range.end], least));
            let mut row = range.start;
            while row < range.end {
                let (step_time, test_time) = (step_times[row], test_times[row]);
                let direction = direction_of(currents[row], rest_a);
                let is_first = row == range.start;
                let begins = match &at_hand {
                    None => true,
                    Some(step) => {
                        ended
                            || is_first && self.has_changed(&step.key, &segment)
                            || self.has_restarted(step, step_time, test_time, next_of(row))
                            || !is_keyed && direction != step.direction && !currents[row].is_nan()
                    }
                };
                ended = codes.is_some_and(|(codes, least)| codes[row] >= least);
                if begins {
                    self.number += 1;
                    last_begin = Some(row);
                }
                if begins || is_first {
                    segment.start = row;
                    segment.step = self.number;
                    segments.push(segment.clone());
                }
                match at_hand.as_mut().filter(|_| !begins) {
                    Some(step) => step.goes_on(is_first.then_some(&segment), step_time, test_time),
                    None => at_hand = Some(Step::begun(&segment, direction, step_time, test_time)),
                }
                row += 1;
                // Nearly all rows go on with the step.
                if let Some(step) = at_hand.as_mut().filter(|_| codes.is_none()) {
                    let (own, times) = (step.direction, [&step_times[row..], &test_times[row..]]);
                    let flows_on = |at: usize| {
                        let current = currents[row + at];
                        direction_of(current, rest_a) == own || current.is_nan()
                    };
                    row += if is_keyed { step.run(times, |_| true) } else { step.run(times, flows_on) };
                }
            }
        }
        rows.segments = segments;
        self.has_ended = ended;
        let Some(begin) = last_begin.filter(|_| !is_last) else {
            self.remember(at_hand);
            return;
        };
        if rows.len() - begin < TELLING_ROWS {
            // They are cut again with those that follow.
            self.number -= 1;
            self.has_ended = self.end_code.is_some();
            self.held = Some(rows.split_off(begin));
        } else {
            self.remember(at_hand);
        }
    }

    /// Keeps what the cut knows of the step at hand, beside what rebasing knows of it.
    fn remember(&mut self, at_hand: Option<Step>) {
        if let (Some(own), Some(found)) = (&mut self.step, at_hand)
            && own.key.step == found.key.step
        {
            (own.last_step_time, own.last_test_time) = (found.last_step_time, found.last_test_time);
            own.key = found.key;
        }
    }

    /// Whether something in the rows tells steps apart beside the current.
    fn is_keyed(&self, segment: &Segment) -> bool {
        self.dialect.steps.new_when_changes.iter().any(|field| match field {
            Field::RecipeLine => segment.recipe_line.is_some(),
            Field::Section => segment.section.is_some(),
            Field::LoopPass => segment.loop_pass.is_some(),
            Field::StepType => !segment.step_type.is_empty(),
            _ => false,
        })
    }

    fn has_changed(&self, before: &Segment, now: &Segment) -> bool {
        before.tester_cycle != now.tester_cycle
            || self.dialect.steps.new_when_changes.iter().any(|field| match field {
                Field::RecipeLine => before.recipe_line != now.recipe_line,
                Field::Section => before.section != now.section,
                Field::LoopPass => before.loop_pass != now.loop_pass,
                Field::StepType => before.step_type != now.step_type,
                _ => false,
            })
    }

    /// Whether a clock of the step began anew while that of the test went on.
    /// A row whose step time alone fell back is a wrong row: `next` is that of the row after it.
    fn has_restarted(&self, step: &Step, step_time: f64, test_time: f64, next: Option<f64>) -> bool {
        let stays = next.is_none_or(|next| next < step.last_step_time || next.is_nan());
        self.dialect.steps.new_when_restarts.iter().any(|field| match field {
            Field::StepTime if !self.has_test_time || test_time.is_nan() => step_time < 0.5 * step.last_step_time,
            Field::StepTime => step_time < step.last_step_time && test_time >= step.last_test_time && stays,
            Field::TestTime => test_time < 0.5 * step.last_test_time,
            _ => false,
        })
    }
}

/// Which way a current flows.
fn direction_of(current: f64, rest_a: f64) -> f64 {
    if current.abs() <= rest_a { 0.0 } else { sign_of(current) }
}

impl Step {
    /// Of which nothing is known but its first row.
    fn begun(key: &Segment, direction: f64, step_time: f64, test_time: f64) -> Self {
        Self {
            key: key.clone(),
            kind: (StepType::Unknown, Control::Unknown),
            direction,
            last_step_time: step_time,
            last_test_time: test_time,
            tester_cycle: None,
        }
    }

    /// How many of the next rows go on with it for certain: their clocks, of the step and of the test, do not go back, and
    /// what else tells (`goes_on`) does not say otherwise.
    fn run(&mut self, times: [&[f64]; 2], goes_on: impl Fn(usize) -> bool) -> usize {
        let [mut last_step, mut last_test] = [self.last_step_time, self.last_test_time];
        let mut rows = 0;
        // Of times before the start the other way knows more.
        while !(last_step < 0.0 || last_test < 0.0) {
            let (Some(&step_time), Some(&test_time)) = (times[0].get(rows), times[1].get(rows)) else { break };
            let goes_back = step_time < last_step || test_time < last_test || step_time < 0.0 || test_time < 0.0;
            if goes_back || !goes_on(rows) {
                break;
            }
            // A clock that is missing stays where it was.
            last_step = if step_time.is_nan() { last_step } else { step_time };
            last_test = if test_time.is_nan() { last_test } else { test_time };
            rows += 1;
        }
        [self.last_step_time, self.last_test_time] = [last_step, last_test];
        rows
    }

    /// Another row of it; with what it is called by, where that is new.
    fn goes_on(&mut self, key: Option<&Segment>, step_time: f64, test_time: f64) {
        if let Some(key) = key {
            self.key.clone_from(key);
        }
        if !step_time.is_nan() {
            self.last_step_time = step_time;
        }
        if !test_time.is_nan() {
            self.last_test_time = test_time;
        }
    }
}
