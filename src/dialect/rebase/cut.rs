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
            let mut segment = rows.segments[index].clone();
            let is_keyed = self.is_keyed(&segment);
            for row in range.clone() {
                let (step_time, test_time) = (rows.columns[0][row], rows.columns[1][row]);
                let current = rows.columns[Column::Current as usize][row];
                let direction = if current.abs() <= rest_a { 0.0 } else { sign_of(current) };
                let is_first = row == range.start;
                let begins = match &at_hand {
                    None => true,
                    Some(step) => {
                        ended
                            || is_first && self.has_changed(&step.key, &segment)
                            || self.has_restarted(step, step_time, test_time, rows.columns[0].get(row + 1))
                            || !is_keyed && direction != step.direction && !current.is_nan()
                    }
                };
                ended = self.end_code.is_some_and(|(slot, least)| rows.columns[slot][row] >= least);
                if begins {
                    self.number += 1;
                    last_begin = Some(row);
                }
                if begins || is_first {
                    segment.start = row;
                    segment.step = self.number;
                    segments.push(segment.clone());
                }
                if let Some(step) = at_hand.as_mut().filter(|_| !begins) {
                    step.goes_on(is_first.then_some(&segment), step_time, test_time);
                } else {
                    at_hand = Some(Step::begun(&segment, direction, step_time, test_time));
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
    fn has_restarted(&self, step: &Step, step_time: f64, test_time: f64, next: Option<&f64>) -> bool {
        let stays = next.is_none_or(|next| *next < step.last_step_time || next.is_nan());
        self.dialect.steps.new_when_restarts.iter().any(|field| match field {
            Field::StepTime if !self.has_test_time || test_time.is_nan() => step_time < 0.5 * step.last_step_time,
            Field::StepTime => step_time < step.last_step_time && test_time >= step.last_test_time && stays,
            Field::TestTime => test_time < 0.5 * step.last_test_time,
            _ => false,
        })
    }
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
