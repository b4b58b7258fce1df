//! CUR02 wrong-direction (error): a charge that discharges, or a discharge that charges.
//!
//! Why it matters: the sign of the current decides what a step does to the cell. A wrong sign turns capacity, SOC, cycles
//! and efficiencies around.
//!
//! How: in a charge no current below minus the larger of 1 mA (of a 20 Ah cell: for others its share,
//! and at least two printed digits) and 1e-4 of the step's largest current so far, in a
//! discharge none above it. Charge is positive. Waveforms and steps of unknown type are left out. Neighbouring rows are
//! one finding. Where the file has no types and the current tells the steps apart, one row is a step of its own: it is
//! wrong when the rows about it carry the same current (within 2 %) the other way, and its voltage lies between theirs or
//! within 1 mV of them, where a current that really turned would have moved it.
//!
//! What to do: if all steps are concerned, the file counts discharge as positive: say so with the sign flag. If one
//! step is, its type is wrong; if a few rows are, they were edited or disturbed.

use super::rows::{Place, Run, Runs, number, on_rows};
use crate::model::{Alike, Block, Finding, Severity, StepType};
use crate::validate::scale::{Column, Held};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct WrongDirection;

impl Rule for WrongDirection {
    fn code(&self) -> &'static str {
        "CUR02"
    }

    fn name(&self) -> &'static str {
        "wrong-direction"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("cur02_wrong_direction.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there are no rows: the test has no Detail file".to_owned());
        }
        let limits = context.thresholds;
        Ok(Box::new(State {
            held: Held::of(context),
            current_a: limits.cur02_current_a,
            current_relative: limits.cur02_current_relative,
            current_a_max: 0.0,
            runs: Runs::default(),
            turned: Turned::default(),
        }))
    }
}

struct State {
    held: Held,
    current_a: f64,
    current_relative: f64,
    /// The largest magnitude of the step so far.
    current_a_max: f64,
    runs: Runs,
    turned: Turned,
}

/// A row as far as its direction is concerned.
#[derive(Clone, Copy)]
struct Row {
    place: Place,
    current_a: f64,
    voltage_v: f64,
}

/// Looks for one row whose sign alone is another, where the steps are made by the direction of the current.
#[derive(Default)]
struct Turned {
    /// The last rows of the two steps before, and of the step at hand.
    last: [Option<Row>; 3],
    /// How many rows the step before has.
    rows_before: u64,
    rows: u64,
}

impl Turned {
    fn step_start(&mut self) {
        self.last.rotate_left(1);
        self.last[2] = None;
        self.rows_before = std::mem::take(&mut self.rows);
    }

    /// Takes rows of the step at hand; gives the one row that was the step before, where it is wrong.
    fn block(&mut self, block: &Block<'_>) -> Option<Row> {
        let row = |at: usize| Row {
            place: Place::of(block, at),
            current_a: block.current_a[at],
            voltage_v: block.voltage_v[at],
        };
        let is_first = self.rows == 0;
        self.rows += block.len() as u64;
        self.last[2] = block.len().checked_sub(1).map(row);
        let [Some(before), Some(turned), Some(_)] = self.last else { return None };
        if !is_first || self.rows_before != 1 {
            return None;
        }
        let after = row(0);
        let is_alike = |other: &Row| (other.current_a + turned.current_a).abs() <= ALIKE * turned.current_a.abs();
        let (low, high) = (before.voltage_v.min(after.voltage_v), before.voltage_v.max(after.voltage_v));
        let stays = (low - STAYS_V..=high + STAYS_V).contains(&turned.voltage_v);
        (turned.current_a != 0.0 && is_alike(&before) && is_alike(&after) && stays).then_some(turned)
    }
}

/// Magnitudes of one current differ by no more than this share.
const ALIKE: f64 = 0.02;
/// A voltage that stays where it was; V.
const STAYS_V: f64 = 1e-3;

/// +1 for a charge, -1 for a discharge.
fn sign(step_type: StepType) -> Option<f64> {
    match step_type {
        StepType::Charge => Some(1.0),
        StepType::Discharge => Some(-1.0),
        StepType::Rest | StepType::Waveform | StepType::Unknown => None,
    }
}

impl State {
    fn report(&mut self, run: &Run, step: &StepView<'_>, out: &mut Vec<Finding>) {
        self.held.take(run.badness, self.current_a, describe(run, step), out);
    }
}

impl Check for State {
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.current_a_max = 0.0;
        self.turned.step_start();
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        // A step whose type was found out by its current has no other to go against.
        let is_said = step.record.line.is_some() || !step.record.original_step_type.is_empty();
        if !is_said && let Some(row) = self.turned.block(block) {
            let run = Run::one(row.place, row.current_a, row.current_a.abs());
            self.held.take(run.badness, self.current_a, describe_turned(&run, step), out);
        }
        let Some(sign) = sign(step.record.step_type).filter(|_| is_said) else { return };
        let least = |least: f64, current_a: &f64| least.min(sign * current_a);
        let absolute_a = self.held.scale().absolute(Column::Current, self.current_a);
        if block.current_a.iter().fold(f64::INFINITY, least) >= -absolute_a {
            self.current_a_max =
                block.current_a.iter().fold(self.current_a_max, |max, current_a| max.max(current_a.abs()));
            return;
        }
        for (row, &current_a) in block.current_a.iter().enumerate() {
            self.current_a_max = self.current_a_max.max(current_a.abs());
            let against_a = -sign * current_a;
            if against_a > absolute_a.max(self.current_relative * self.current_a_max)
                && let Some(run) = self.runs.hit(Place::of(block, row), current_a, against_a)
            {
                self.report(&run, step, out);
            }
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        if let Some(run) = self.runs.close() {
            self.report(&run, step, out);
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.held.finish(out);
    }
}

fn describe(run: &Run, step: &StepView<'_>) -> Finding {
    let charges = step.record.step_type == StepType::Charge;
    let message = format!(
        "a {} carries {} A ({}); {}: correct the sign of the current or the step's type",
        if charges { "charge" } else { "discharge" },
        number(run.value),
        run.when(),
        if charges { "a charge has positive current" } else { "a discharge has negative current" },
    );
    let alike = Alike::numbers(-run.value, run.value);
    Finding { column: Some("current_a".to_owned()), alike, ..on_rows(&WrongDirection, step.file, run, message) }
}

fn describe_turned(run: &Run, step: &StepView<'_>) -> Finding {
    let message = format!(
        "one row carries {} A, and those before and after it the same the other way, while the voltage stays: correct \
         the sign of the current",
        number(run.value),
    );
    let alike = Alike::numbers(-run.value, run.value);
    Finding { column: Some("current_a".to_owned()), alike, ..on_rows(&WrongDirection, step.file, run, message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn silent_where_signs_are_right() {
        assert!(Bench::cycle().findings(&WrongDirection).is_empty());
    }

    #[test]
    fn a_reversed_step_is_one_finding() {
        for step in [1, 3] {
            let mut bench = Bench::cycle();
            bench.details[step].current_a.iter_mut().for_each(|current_a| *current_a = -*current_a);
            let found = bench.findings(&WrongDirection);
            assert_eq!(found.len(), 1);
            let lines = &bench.details[step].lines;
            assert_eq!((found[0].line, found[0].line_end), (lines.first().copied(), lines.last().copied()));
        }
    }

    #[test]
    fn one_reversed_row_that_is_a_step_of_its_own_is_found() {
        let parted = |voltage_v: f64| {
            let mut bench = Bench::new().rest(60.0).discharge(600.0, 1.0).discharge(10.0, 1.0).discharge(600.0, 1.0);
            bench.records.clear();
            bench.details.iter_mut().for_each(|rows| rows.is_untyped = true);
            while bench.details[2].len() > 1 {
                bench.details[2].remove(1);
            }
            let last_v = bench.details[1].voltage_v.last().copied().unwrap();
            bench.details[2].current_a[0] = 1.0;
            bench.details[2].voltage_v[0] = last_v + voltage_v;
            bench.details[3].voltage_v[0] = last_v;
            bench
        };
        let bench = parted(0.0);
        let found = bench.findings(&WrongDirection);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].line), (Some(3), bench.details[2].lines.first().copied()));
        // A pulse moves the voltage.
        assert!(parted(0.02).findings(&WrongDirection).is_empty());
    }

    #[test]
    fn one_reversed_row_is_found_and_noise_about_zero_is_not() {
        let mut bench = Bench::cycle();
        bench.details[3].current_a[7] *= -1.0;
        bench.details[3].current_a[9] = 0.000_15;
        let found = bench.findings(&WrongDirection);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].line_end), (Some(bench.details[3].lines[7]), None));
    }
}
