//! TMP03 temperature-spike (warning): a temperature that jumps faster than a cell can.
//!
//! Why it matters: a cell's heat capacity lets its temperature change only so fast. A jump is a loose thermocouple or a
//! disturbance, and it spoils the extremes by which discharges are compared.
//!
//! How: one reading more than 10 K beyond both its neighbours at any spacing (clean real tests stay below 5.14 K), or an
//! isolated jump: a change of more than 5 K between readings no more than 60 s apart that is more than 3 times the
//! changes before and after it, which count for as long an interval as the jump's. A cell that heats at 10 K a minute goes
//! on doing so. A jump and its return are one finding, from the jump to the row before the return; a new level that
//! begins with a step is none. Nor is a chamber's new level, which may be set at once: of a chamber counts what comes back, in
//! one row, or as suddenly as it came and not with the steps. Readings outside -60 and 150 °C are TMP01's, missing ones TMP02's.
//!
//! What to do: look at the rows in a plot, and at the fixing of the sensor.

use super::rows::{Place, Run, number, on_rows, refuse_thinned};
use super::sensors::{Sensor, require};
use crate::model::{Block, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

/// The rule.
pub(crate) struct TemperatureSpike;

impl Rule for TemperatureSpike {
    fn code(&self) -> &'static str {
        "TMP03"
    }

    fn name(&self) -> &'static str {
        "temperature-spike"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tmp03_temperature_spike.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        let sensors = require(context.head)?.into_iter();
        let watches = sensors.map(|sensor| Watch { sensor, last: None, rate: None, jump: None }).collect();
        Ok(Box::new(State { limits: context.thresholds.clone(), watches }))
    }
}

struct State {
    limits: Thresholds,
    watches: Vec<Watch>,
}

/// A reading.
#[derive(Clone, Copy)]
struct Reading {
    place: Place,
    test_time_s: f64,
    degc: f64,
}

/// A jump that may yet return.
#[derive(Clone, Copy)]
struct Jump {
    from_degc: f64,
    change_k: f64,
    run: Run,
    /// How long it took, in s.
    interval_s: f64,
    /// Whether it counts even if it does not return: it was fast and isolated enough to be no course.
    counts: bool,
}

/// One sensor.
struct Watch {
    sensor: Sensor,
    last: Option<Reading>,
    /// The last change in K, and how long it took.
    rate: Option<(f64, f64)>,
    jump: Option<Jump>,
}

/// A return that comes this near to where the jump began, relative to it, undoes the jump.
const RETURN_RELATIVE: f64 = 0.5;

impl Watch {
    fn take(&mut self, limits: &Thresholds, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let readings = self.sensor.readings(block);
        let Some(end) = readings.len().checked_sub(1) else { return };
        let least_k = limits.tmp03_change_k.min(limits.tmp03_spike_k);
        let begins = self.last.is_some_and(|last| (readings[0] - last.degc).abs() <= least_k);
        let calm = readings.windows(2).fold(begins, |calm, pair| calm & ((pair[1] - pair[0]).abs() <= least_k));
        let is_settled = |jump: Jump| jump.counts && self.last.is_some_and(|last| last.place != jump.run.first);
        if calm && self.jump.is_none_or(is_settled) {
            if let Some(jump) = &mut self.jump {
                jump.run.rows += readings.len() as u64;
            }
            let before = end.checked_sub(1).map(|row| reading(block, row, readings[row])).or(self.last);
            let last = reading(block, end, readings[end]);
            self.rate = before.map(|before| (last.degc - before.degc, last.test_time_s - before.test_time_s));
            self.last = Some(last);
            return;
        }
        for (row, &degc) in readings.iter().enumerate() {
            if degc >= limits.tmp01_temperature_degc_min && degc <= limits.tmp01_temperature_degc_max {
                let next = reading(block, row, degc);
                self.next(limits, next, step.file, out);
                self.rate = self.last.map(|last| (next.degc - last.degc, next.test_time_s - last.test_time_s));
                self.last = Some(next);
            }
        }
    }

    fn next(&mut self, limits: &Thresholds, next: Reading, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(last) = self.last else { return };
        // Between steps that stand out of their order (STP03) or have lost their rows (STP02) a temperature may be anything.
        let is_apart = next.test_time_s < last.test_time_s || next.place.step != last.place.step + 1;
        if is_apart && next.place.step != last.place.step {
            self.jump = None;
            return;
        }
        let change_k = next.degc - last.degc;
        let interval_s = next.test_time_s - last.test_time_s;
        let is_fast = change_k.abs() > limits.tmp03_change_k && interval_s <= limits.tmp03_change_s;
        let is_large = change_k.abs() > limits.tmp03_spike_k;
        if let Some(mut jump) = self.jump.take() {
            // What goes on in the direction of the jump, or comes back slower than at once, is a course.
            let is_next = last.place == jump.run.first;
            let returns = (next.degc - jump.from_degc).abs() <= RETURN_RELATIVE * jump.change_k.abs();
            let turns = change_k * jump.change_k < 0.0;
            let is_alone = is_next && is_large && jump.change_k.abs() > limits.tmp03_spike_k;
            // A chamber that is set for a step comes back with the next.
            let is_set = self.sensor.is_chamber && jump.run.first.row == 0 && next.place.row == 0;
            let comes_back = if self.sensor.is_chamber {
                is_large && is_fast && jump.counts
            } else {
                is_large || (is_fast && jump.counts)
            };
            if turns && !is_set && (is_alone || (returns && comes_back)) {
                jump.run.last = last.place;
                self.report(&jump, file, out);
                return;
            }
            if is_next && !is_isolated(limits, jump.change_k, jump.interval_s, Some((change_k, interval_s))) {
                jump.counts = false;
            }
            if !is_fast && !is_large && jump.counts {
                jump.run.rows += 1;
                self.jump = Some(jump);
                return;
            }
            self.settle(&jump, file, out);
        }
        if is_fast || is_large {
            let run = Run::one(next.place, next.degc, change_k.abs());
            let counts = is_fast && is_isolated(limits, change_k, interval_s, self.rate);
            self.jump = Some(Jump { from_degc: last.degc, change_k, run, interval_s, counts });
        }
    }

    /// A jump that did not return: its first row alone is named, the rest is the new level. With a step's first row a test
    /// may go on in another chamber.
    fn settle(&self, jump: &Jump, file: Option<&str>, out: &mut Vec<Finding>) {
        if jump.counts && jump.run.first.row > 0 && !self.sensor.is_chamber {
            let run = Run::one(jump.run.first, jump.run.value, jump.run.badness);
            self.report(&Jump { run, ..*jump }, file, out);
        }
    }

    fn report(&self, jump: &Jump, file: Option<&str>, out: &mut Vec<Finding>) {
        let message = format!(
            "the temperature jumps by {} K to {} °C ({}), faster than a cell can change; check the fixing of the sensor",
            number(jump.change_k),
            number(jump.run.value),
            jump.run.when(),
        );
        let column = Some(self.sensor.column.clone());
        out.push(Finding { column, ..on_rows(&TemperatureSpike, file, &jump.run, message) });
    }
}

/// Whether a jump stands out from the change beside it, as if that had lasted as long.
fn is_isolated(limits: &Thresholds, change_k: f64, interval_s: f64, beside: Option<(f64, f64)>) -> bool {
    let Some((beside_k, beside_s)) = beside else { return true };
    // In less than a second a sensor shows its noise, which does not grow with time.
    let longer = if beside_s > 1.0 { (interval_s / beside_s).max(1.0) } else { 1.0 };
    change_k.abs() > limits.tmp03_changes * longer * beside_k.abs()
}

fn reading(block: &Block<'_>, row: usize, degc: f64) -> Reading {
    Reading { place: Place::of(block, row), test_time_s: block.test_time_s[row], degc }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.take(&self.limits, step, block, out);
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        // A return counts within the step; a jump on its very last row may still return on the next step's first.
        let rows = step.trace.map_or(0, |trace| trace.rows);
        for watch in &mut self.watches {
            if watch.jump.is_some_and(|jump| jump.run.first.row + 1 < rows || jump.run.first.step != step.record.number)
                && let Some(jump) = watch.jump.take()
            {
                watch.settle(&jump, step.file, out);
            }
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            if let Some(jump) = watch.jump.take() {
                watch.settle(&jump, test.detail_file, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::{Bench, CHAMBER};

    fn lines(found: &[Finding]) -> Vec<(Option<u64>, Option<u64>)> {
        found.iter().map(|finding| (finding.line, finding.line_end)).collect()
    }

    #[test]
    fn silent_on_self_heating_and_missing_readings() {
        let mut bench = Bench::cycle();
        for (row, degc) in bench.details[3].temperature_degc.iter_mut().enumerate() {
            *degc = 25.0 + row as f64 * 0.25;
        }
        bench.details[3].temperature_degc[9] = f64::NAN;
        let warm = *bench.details[3].temperature_degc.last().unwrap();
        bench.details[4].temperature_degc.fill(warm);
        assert!(bench.findings(&TemperatureSpike).is_empty());
    }

    #[test]
    fn a_spike_or_a_shifted_stretch_is_one_finding() {
        for (rows, off_k) in [(20..21, 6.0), (20..21, -30.0), (20..26, 8.0), (0..1, 7.0), (60..61, 9.0)] {
            let mut bench = Bench::cycle();
            bench.details[1].temperature_degc[rows.clone()].iter_mut().for_each(|degc| *degc += off_k);
            let all = &bench.details[1].lines;
            let end = Some(all[rows.end - 1]).filter(|_| rows.len() > 1);
            assert_eq!(lines(&bench.findings(&TemperatureSpike)), [(Some(all[rows.start]), end)], "{rows:?} {off_k}");
        }
    }

    #[test]
    fn a_cell_that_heats_or_cools_fast_is_no_fault() {
        let mut bench = Bench::cycle();
        for (row, degc) in bench.details[3].temperature_degc.iter_mut().enumerate() {
            *degc = 25.0 + (row as f64 * 10.0).min(90.0);
        }
        for (row, degc) in bench.details[4].temperature_degc.iter_mut().enumerate() {
            *degc = 25.0 + 90.0 * (-(row as f64) / 8.0).exp();
        }
        assert!(bench.findings(&TemperatureSpike).is_empty());
        bench.details[3].temperature_degc[30] += 7.0;
        assert_eq!(lines(&bench.findings(&TemperatureSpike)), [(Some(bench.details[3].lines[30]), None)]);
    }

    #[test]
    fn a_lasting_jump_names_its_first_row() {
        let mut bench = Bench::cycle();
        bench.details[3].temperature_degc[30..].iter_mut().for_each(|degc| *degc += 20.0);
        bench.details[4].temperature_degc.iter_mut().for_each(|degc| *degc += 20.0);
        assert_eq!(lines(&bench.findings(&TemperatureSpike)), [(Some(bench.details[3].lines[30]), None)]);
    }

    #[test]
    fn a_chamber_may_be_set_but_not_come_back_at_once() {
        let with = |rows: std::ops::Range<usize>, degc: f64| {
            let mut bench = Bench::cycle();
            bench.details[1].channels[CHAMBER][rows].fill(degc);
            (lines(&bench.findings(&TemperatureSpike)), bench.details[1].lines.clone())
        };
        for (degc, row) in [(-25.0, 20), (60.0, 0), (0.0, 60)] {
            let (found, all) = with(row..row + 1, degc);
            assert_eq!(found, [(Some(all[row]), None)], "{degc} {row}");
        }
        let (found, all) = with(20..40, 60.0);
        assert_eq!(found, [(Some(all[20]), Some(all[39]))]);
        // A new level that stays, one for a whole step, and a chamber that heats for some rows.
        let mut bench = Bench::cycle();
        bench.details[1].channels[CHAMBER].fill(45.0);
        bench.details[3].channels[CHAMBER][30..].fill(0.0);
        bench.details[4].channels[CHAMBER].fill(0.0);
        assert_eq!(bench.findings(&TemperatureSpike), []);
        bench.details[1].channels[CHAMBER].fill(25.0);
        bench.details[2].channels[CHAMBER][4..8].copy_from_slice(&[40.0, 55.0, 55.0, 40.0]);
        assert_eq!(bench.findings(&TemperatureSpike), []);
    }

    #[test]
    fn sparse_rows_may_change_but_not_return_at_once() {
        let mut bench = Bench::new().rest(600.0).step(
            crate::model::StepType::Rest,
            crate::model::Control::Chamber,
            6000.0,
            600.0,
            0.0,
        );
        for (row, degc) in bench.details[1].temperature_degc.iter_mut().enumerate() {
            *degc = 25.0 - row as f64 * 4.0;
        }
        assert!(bench.findings(&TemperatureSpike).is_empty());
        bench.details[1].temperature_degc[5] += 18.0;
        assert_eq!(lines(&bench.findings(&TemperatureSpike)), [(Some(bench.details[1].lines[5]), None)]);
    }
}
