//! TMP01 temperature-range (error; warning for the cell's own limits): a temperature that no cell test can have.
//!
//! Why it matters: a broken thermocouple reads far below or above any chamber, and a wrong unit (K, °F) shifts every
//! reading. Temperature decides which discharges may be compared.
//!
//! How: each reading of each sensor must lie within -60 and 150 °C. When the cell's own limits are known, the cell's
//! sensor is also compared with them; beyond is a warning. Missing readings are TMP02's. Neighbouring rows, also across
//! steps, are one finding; all that is beyond the cell's own limits is one, told at its first rows.
//!
//! What to do: check the sensor and the unit in the header; choose the cell's sensor with `--temperature-channel`. If the
//! cell truly left its limits, look at the test's safety.

use super::rows::{Place, Run, Runs, number, on_rows};
use super::sensors::{Sensor, require};
use crate::model::{Block, Finding, Severity};
use crate::validate::many::list;
use crate::validate::{Check, Context, Rule, StepView, TestView};
use std::collections::BTreeSet;

/// The rule.
pub(crate) struct TemperatureRange;

impl Rule for TemperatureRange {
    fn code(&self) -> &'static str {
        "TMP01"
    }

    fn name(&self) -> &'static str {
        "temperature-range"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("tmp01_temperature_range.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let sensors = require(context.head)?;
        let possible = (context.thresholds.tmp01_temperature_degc_min, context.thresholds.tmp01_temperature_degc_max);
        let limits = context.head.cell.as_ref().map(|cell| cell.limits).unwrap_or_default();
        let allowed = (
            limits.temperature_degc_min.unwrap_or(f64::NEG_INFINITY).max(possible.0),
            limits.temperature_degc_max.unwrap_or(f64::INFINITY).min(possible.1),
        );
        let watches =
            sensors.iter().map(|sensor| Watch { sensor: sensor.clone(), range: possible, runs: Runs::default() });
        let watches = watches.collect();
        let cell = sensors.iter().find(|sensor| sensor.is_cell && allowed != possible);
        let beyond = cell.map(|sensor| Beyond {
            sensor: sensor.clone(),
            allowed,
            possible,
            first: None,
            worst: (f64::NAN, 0.0),
            steps: BTreeSet::new(),
        });
        Ok(Box::new(State { watches, beyond }))
    }
}

struct State {
    watches: Vec<Watch>,
    beyond: Option<Beyond>,
}

/// One sensor against what any cell test can have.
struct Watch {
    sensor: Sensor,
    range: (f64, f64),
    runs: Runs,
}

fn is_outside(reading: f64, (low, high): (f64, f64)) -> bool {
    (reading < low) | (reading > high)
}

fn excess(reading: f64, (low, high): (f64, f64)) -> f64 {
    (low - reading).max(reading - high)
}

impl Watch {
    fn take(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (readings, range) = (self.sensor.readings(block), self.range);
        if !readings.iter().fold(false, |any, reading| any | is_outside(*reading, range)) {
            self.close(step.file, out);
            return;
        }
        for (row, &reading) in readings.iter().enumerate() {
            if is_outside(reading, range) {
                if !self.runs.follows(block, row) {
                    self.close(step.file, out);
                }
                self.runs.join(Place::of(block, row), reading, excess(reading, range));
            }
        }
        let last = readings.len().checked_sub(1);
        if last.is_some_and(|last| !is_outside(readings[last], range)) {
            self.close(step.file, out);
        }
    }

    fn close(&mut self, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(run) = self.runs.close() else { return };
        let (low, high) = self.range;
        let message = format!(
            "the temperature is {} °C ({}), beyond {low} to {high} °C: no cell test is outside; check the sensor and the \
             header's unit",
            number(run.value),
            run.when()
        );
        let column = Some(self.sensor.column.clone());
        out.push(Finding { column, ..on_rows(&TemperatureRange, file, &run, message) });
    }
}

/// The cell's sensor against the cell's own limits. Readings waver about a limit, and a test may pass it in each cycle:
/// one finding for all.
struct Beyond {
    sensor: Sensor,
    allowed: (f64, f64),
    /// Readings outside of this are no cell's.
    possible: (f64, f64),
    /// The first rows beyond, and the worst reading of all with its excess.
    first: Option<Run>,
    worst: (f64, f64),
    steps: BTreeSet<i32>,
}

impl Beyond {
    fn take(&mut self, block: &Block<'_>) {
        let readings = self.sensor.readings(block);
        let is_beyond = |reading: f64| is_outside(reading, self.allowed) & !is_outside(reading, self.possible);
        if !readings.iter().fold(false, |any, reading| any | is_beyond(*reading)) {
            return;
        }
        self.steps.insert(block.step);
        for (row, &reading) in readings.iter().enumerate().filter(|(_, reading)| is_beyond(**reading)) {
            let (place, excess_k) = (Place::of(block, row), excess(reading, self.allowed));
            match &mut self.first {
                None => self.first = Some(Run::one(place, reading, excess_k)),
                Some(run) if run.last.step == place.step && run.last.row + 1 == place.row => {
                    run.extend(place, reading, excess_k);
                }
                Some(_) => {}
            }
            if excess_k > self.worst.1 {
                self.worst = (reading, excess_k);
            }
        }
    }

    fn tell(&self, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(run) = &self.first else { return };
        let message = format!(
            "the temperature goes to {} °C, beyond the cell's own limits of {} to {} °C, in {}; check the sensor and the \
             test's safety",
            number(self.worst.0),
            number(self.allowed.0),
            number(self.allowed.1),
            list(&self.steps),
        );
        out.push(Finding {
            severity: Severity::Warning,
            column: Some(self.sensor.column.clone()),
            ..on_rows(&TemperatureRange, file, run, message)
        });
    }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.take(step, block, out);
        }
        if let Some(beyond) = &mut self.beyond {
            beyond.take(block);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.close(test.detail_file, out);
        }
        if let Some(beyond) = &self.beyond {
            beyond.tell(test.detail_file, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, CellLimits};
    use crate::validate::harness::{Bench, CHAMBER};

    #[test]
    fn silent_on_cold_and_hot_cells() {
        let mut bench = Bench::cycle();
        bench.details[1].temperature_degc.fill(-59.0);
        bench.details[3].temperature_degc.fill(149.0);
        bench.details[3].temperature_degc[4] = f64::NAN;
        assert!(bench.findings(&TemperatureRange).is_empty());
    }

    #[test]
    fn a_broken_sensor_is_one_range_with_its_column() {
        let mut bench = Bench::cycle();
        bench.details[1].temperature_degc[50..].fill(-200.0);
        bench.details[2].temperature_degc.fill(-200.0);
        bench.details[3].channels[CHAMBER][5] = 851.0;
        let found = bench.findings(&TemperatureRange);
        assert_eq!(found.len(), 2, "{found:?}");
        let cell = found.iter().find(|f| f.column.as_deref() == Some("Aux T1")).unwrap();
        assert_eq!(
            (cell.line, cell.line_end),
            (Some(bench.details[1].lines[50]), bench.details[2].lines.last().copied())
        );
        assert!(found.iter().any(|f| f.line == Some(bench.details[3].lines[5])));
    }

    #[test]
    fn the_cells_own_limits_warn() {
        let mut bench = Bench::cycle();
        let limits = CellLimits { temperature_degc_max: Some(60.0), ..CellLimits::default() };
        bench.head.cell = Some(Cell { limits, ..Cell::default() });
        bench.details[3].temperature_degc[10..12].fill(61.0);
        let found = bench.findings(&TemperatureRange);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].severity, found[0].line), (Severity::Warning, Some(bench.details[3].lines[10])));
        bench.details[3].temperature_degc[20] = 60.1;
        let wavering = bench.findings(&TemperatureRange);
        assert_eq!((wavering.len(), wavering[0].line_end), (1, Some(bench.details[3].lines[11])));
        bench.details[3].temperature_degc[20] = 30.0;
        bench.details[3].temperature_degc[10..12].fill(500.0);
        assert_eq!(bench.findings(&TemperatureRange)[0].severity, Severity::Error);
        assert_eq!(bench.findings(&TemperatureRange).len(), 1);
    }
}
