//! VLT03 voltage-frozen (warning): the voltage repeats the same reading while the cell must have changed.
//!
//! Why it matters: a stalled acquisition writes its last value again and again. The true course is lost, and dQ/dV,
//! energy and end voltages made from it are wrong.
//!
//! How: at least 10 identical readings in a row that end in a jump of more than 5 resolution steps and more than 5 times
//! the step's median change between rows (the cell had moved on meanwhile), or that last to the step's end while more
//! than 5 % of its capacity passes. The resolution is the smallest change of the voltage in the whole test; where it is
//! 0.5 mV or more a flat plateau may stand still, and to the step's end counts only what is 3 times as long, by the
//! capacity that passes, as any other plateau of the test. A held
//! voltage (CV) is exempt, a jump that the next row takes back is VLT02's, and a true plateau ends by one resolution step
//! and stays silent, as does a jump that follows a jump of the current, or one on the last row of a step whose end in the
//! Step file is the reading that stood. Rests and relaxation rows are checked too. Clean real tests have at most 3
//! identical readings.
//!
//! What to do: treat the rows of the range as missing; look for a tester or a network that stalled at that time.

use super::classes::Magnitudes;
use super::electrochemistry::cells_in_series;
use super::plateaus::Plateaus;
use super::rows::{Active, Place, Run, number, on_rows, refuse_rounded, refuse_thinned};
use crate::model::{Block, Control, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

/// The rule.
pub(crate) struct VoltageFrozen;

impl Rule for VoltageFrozen {
    fn code(&self) -> &'static str {
        "VLT03"
    }

    fn name(&self) -> &'static str {
        "voltage-frozen"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("vlt03_voltage_frozen.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        refuse_rounded(context)?;
        Ok(Box::new(State {
            limits: context.thresholds.clone(),
            changes: Magnitudes::new(),
            resolution_v: f64::INFINITY,
            last: None,
            same: None,
            in_step: Vec::new(),
            ended: None,
            active: Active::default(),
            unsettled: Vec::new(),
            plateaus: Plateaus::default(),
            may_hold: false,
        }))
    }
}

/// A row as far as the next needs it.
#[derive(Clone, Copy)]
struct Row {
    place: Place,
    voltage_v: f64,
    current_a: f64,
    capacity_ah: f64,
    interval_s: f64,
}

/// Identical readings.
#[derive(Clone, Copy)]
struct Same {
    first: Row,
    rows: u64,
}

/// Identical readings that are over.
#[derive(Clone)]
struct Frozen {
    run: Run,
    /// The jump in V with which they ended; `None` at the end of the active rows.
    jump_v: Option<f64>,
    currents_a: (f64, f64),
    capacity_ah: f64,
}

struct State {
    limits: Thresholds,
    changes: Magnitudes,
    resolution_v: f64,
    last: Option<Row>,
    same: Option<Same>,
    in_step: Vec<Frozen>,
    /// The last one, until the row after its jump is known.
    ended: Option<Frozen>,
    active: Active,
    /// Judged by all but the resolution, which shrinks until the test is over.
    unsettled: Vec<(Frozen, Finding)>,
    plateaus: Plateaus,
    /// Whether the step may hold its voltage.
    may_hold: bool,
}

/// How many candidates are kept for a step, and for a test.
const FROZEN_MAX: usize = 256;
/// A jump of the current beyond this share of it explains a jump of the voltage.
const CURRENT_RELATIVE: f64 = 0.02;
/// A jump after an interval this many times the one before may be the course of a plateau that nobody sampled.
const INTERVAL_FACTOR: f64 = 3.0;
/// How near to the step's end voltage a held voltage lies, for each cell in series.
const HOLD_V: f64 = 5e-3;

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.changes.clear();
        self.active = Active::new(step);
        self.may_hold = may_hold(step.record.control);
        (self.last, self.same, self.ended) = (None, None, None);
        self.in_step.clear();
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        self.active.see(block);
        let active = self.active;
        let mut last_v = self.last.map_or(f64::NAN, |last| last.voltage_v);
        let mut smallest_v = f64::INFINITY;
        for (row, &voltage_v) in block.voltage_v.iter().enumerate() {
            if let Some(ended) = self.ended.take() {
                self.confirm(ended, voltage_v);
            }
            let change_v = (voltage_v - last_v).abs();
            self.changes.push(change_v);
            if change_v > 0.0 {
                smallest_v = smallest_v.min(change_v);
                if self.same.is_some() {
                    self.ends(block, row, active);
                }
            } else if change_v == 0.0 {
                self.repeats(block, row, active);
            }
            last_v = voltage_v;
        }
        if smallest_v > NOISE_V {
            self.resolution_v = self.resolution_v.min(smallest_v);
        }
        if let Some(end) = block.len().checked_sub(1) {
            self.last = Some(self.row(block, end));
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        if let (Some(same), Some(last)) = (self.same.take(), self.last) {
            self.keep(same, last, None);
        }
        // A jump on the very last row is STP07's when the Step file ends with the reading that stood.
        let said_v = step.record.voltage_end_v.get().filter(|_| step.record.line.is_some());
        let stands = |frozen: &Frozen| said_v.is_some_and(|said_v| (said_v - frozen.run.value).abs() <= END_V);
        self.in_step.extend(self.ended.take().filter(|ended| !stands(ended)));
        let median_v = self.changes.median();
        let capacity_ah =
            step.trace.and_then(|trace| trace.capacity_end_ah.get()).or(step.record.capacity_ah.get()).unwrap_or(0.0);
        let end_v = step.trace.and_then(|trace| trace.voltage_end_v.get());
        for frozen in std::mem::take(&mut self.in_step) {
            if is_held(&frozen, step.record.control, end_v) {
                continue;
            }
            let suspicious = match frozen.jump_v {
                Some(jump_v) => jump_v > self.limits.vlt03_median_changes * median_v,
                None => frozen.capacity_ah > self.limits.vlt03_capacity_relative * capacity_ah.abs(),
            };
            if suspicious {
                self.suspect(frozen, step);
            }
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        let least_v = self.limits.vlt03_resolution_steps * self.resolution_v;
        let is_coarse = self.resolution_v.is_finite() && self.resolution_v >= self.limits.vlt03_resolution_v - NOISE_V;
        let (plateaus, times) = (self.plateaus, self.limits.vlt03_plateaus);
        // Without any change at all there is no resolution, and only what lasted to a step's end is left.
        let settled = self.unsettled.drain(..).filter(|(frozen, _)| match frozen.jump_v {
            Some(jump_v) => jump_v > least_v,
            None => !is_coarse || plateaus.is_alone(frozen.capacity_ah, times),
        });
        out.extend(settled.map(|(_, finding)| finding));
    }
}

/// How well the Step file must agree with the readings that stood.
const END_V: f64 = 1e-3;

/// Changes below this are the noise of computed values, no step of a converter.
const NOISE_V: f64 = 1e-9;

impl State {
    /// Keeps what stands still against the rules; what goes on from the active rows into the relaxation is one.
    fn suspect(&mut self, frozen: Frozen, step: &StepView<'_>) {
        if let Some((before, finding)) = self.unsettled.last_mut()
            && before.run.last.step == frozen.run.first.step
            && before.run.last.row + 1 == frozen.run.first.row
            && before.run.value == frozen.run.value
        {
            before.run = Run { last: frozen.run.last, rows: before.run.rows + frozen.run.rows, ..before.run };
            *finding = describe(before, step);
        } else if self.unsettled.len() < FROZEN_MAX {
            let finding = describe(&frozen, step);
            self.unsettled.push((frozen, finding));
        }
    }

    fn row(&self, block: &Block<'_>, row: usize) -> Row {
        let before_s = match row.checked_sub(1) {
            Some(before) => block.step_time_s[before],
            None => self.last.map_or(0.0, |last| last.place.time_s),
        };
        Row {
            place: Place::of(block, row),
            voltage_v: block.voltage_v[row],
            current_a: block.current_a[row],
            capacity_ah: block.capacity_ah[row],
            interval_s: block.step_time_s[row] - before_s,
        }
    }

    fn before(&self, block: &Block<'_>, row: usize) -> Option<Row> {
        match row.checked_sub(1) {
            Some(before) => Some(self.row(block, before)),
            None => self.last,
        }
    }

    /// Row `row` repeats the reading before it. Active and relaxation rows do not join: the current ends between them.
    fn repeats(&mut self, block: &Block<'_>, row: usize, active: Active) {
        let Some(before) = self.before(block, row) else { return };
        if active.contains(before.place.time_s) && !active.contains(block.step_time_s[row]) {
            self.ends(block, row, active);
            return;
        }
        match &mut self.same {
            Some(same) => same.rows += 1,
            same => *same = Some(Same { first: before, rows: 2 }),
        }
    }

    /// Identical readings end with the row before `row`.
    fn ends(&mut self, block: &Block<'_>, row: usize, active: Active) {
        let (Some(same), Some(before)) = (self.same.take(), self.before(block, row)) else { return };
        let next = self.row(block, row);
        let relaxes = active.contains(before.place.time_s) && !active.contains(next.place.time_s);
        self.keep(same, before, (!relaxes).then_some(next));
    }

    fn keep(&mut self, same: Same, last: Row, next: Option<Row>) {
        let capacity_ah = (last.capacity_ah - same.first.capacity_ah).abs();
        if !(self.may_hold && last.current_a.abs() < same.first.current_a.abs()) {
            self.plateaus.take(capacity_ah);
        }
        if (same.rows as f64) < self.limits.vlt03_rows || self.in_step.len() >= FROZEN_MAX {
            return;
        }
        if let Some(next) = next {
            let current_a = next.current_a.abs().max(last.current_a.abs());
            let change_a = next.current_a - last.current_a;
            let follows = change_a * (next.voltage_v - last.voltage_v) > 0.0;
            let switched = follows && change_a.abs() > CURRENT_RELATIVE * current_a;
            if switched || next.interval_s > INTERVAL_FACTOR * last.interval_s {
                return;
            }
        }
        let run =
            Run { first: same.first.place, last: last.place, rows: same.rows, value: last.voltage_v, badness: 0.0 };
        let frozen = Frozen {
            run,
            jump_v: next.map(|next| (next.voltage_v - last.voltage_v).abs()),
            currents_a: (same.first.current_a, last.current_a),
            capacity_ah,
        };
        match frozen.jump_v {
            Some(_) => self.ended = Some(frozen),
            None => self.in_step.push(frozen),
        }
    }

    /// A jump that the next row takes back is one row that is off, and says nothing of the readings before it.
    fn confirm(&mut self, ended: Frozen, next_v: f64) {
        let returns = ended.jump_v.is_some_and(|jump_v| (next_v - ended.run.value).abs() < 0.5 * jump_v);
        if !returns {
            self.in_step.push(ended);
        }
    }
}

const fn may_hold(control: Control) -> bool {
    matches!(control, Control::ConstantCurrentVoltage | Control::ConstantVoltage | Control::Unknown)
}

/// Whether the readings are the hold of a CV part: at the step's end voltage, while the current falls.
fn is_held(frozen: &Frozen, control: Control, end_v: Option<f64>) -> bool {
    let at_end = end_v.is_none_or(|end_v| (frozen.run.value - end_v).abs() <= HOLD_V * cells_in_series(end_v));
    let (first_a, last_a) = frozen.currents_a;
    may_hold(control) && at_end && (control == Control::ConstantVoltage || last_a.abs() < first_a.abs())
}

fn describe(frozen: &Frozen, step: &StepView<'_>) -> Finding {
    let then = match frozen.jump_v {
        Some(jump_v) => format!("then jumps by {} mV", number((jump_v * 1e4).round() / 10.0)),
        None => format!("to the step's end, while {} Ah pass", number(frozen.capacity_ah)),
    };
    let message = format!(
        "the voltage stands at {} V for {}, {then}; the true course is lost: treat these rows as missing",
        number(frozen.run.value),
        frozen.run.when(),
    );
    Finding { column: Some("voltage_v".to_owned()), ..on_rows(&VoltageFrozen, step.file, &frozen.run, message) }
}

#[cfg(test)]
mod tests;
