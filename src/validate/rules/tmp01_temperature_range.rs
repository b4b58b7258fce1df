//! TMP01 temperature-range (error; warning for the cell's own limits): a temperature that no cell test can have.
//!
//! Why it matters: a broken thermocouple reads far below or above any chamber, and a wrong unit (K, °F) shifts every
//! reading. Temperature decides which discharges may be compared.
//!
//! How: each reading of each sensor must lie within -60 and 150 °C. When the cell's own limits are known, the cell's
//! sensor is also compared with them; beyond is a warning. Missing readings are TMP02's. Neighbouring rows, also across
//! steps, are one finding.
//!
//! What to do: check the sensor and the unit in the header; choose the cell's sensor with `--temperature-channel`. If the
//! cell truly left its limits, look at the test's safety.

use super::rows::{Place, Runs, number, on_rows};
use super::sensors::{Sensor, require};
use crate::model::{Block, Finding, Severity};
use crate::validate::{Check, Context, Rule, StepView, TestView};

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
        let watch = |sensor: &Sensor, range, inside, severity| Watch {
            sensor: sensor.clone(),
            range,
            inside,
            severity,
            runs: Runs::default(),
        };
        let all = (f64::NEG_INFINITY, f64::INFINITY);
        let mut watches: Vec<Watch> =
            sensors.iter().map(|sensor| watch(sensor, possible, all, Severity::Error)).collect();
        let cell = sensors.iter().filter(|sensor| sensor.is_cell && allowed != possible);
        watches.extend(cell.map(|sensor| watch(sensor, allowed, possible, Severity::Warning)));
        Ok(Box::new(State { watches }))
    }
}

struct State {
    watches: Vec<Watch>,
}

/// One sensor against one range.
struct Watch {
    sensor: Sensor,
    range: (f64, f64),
    /// Readings outside of this are another watch's.
    inside: (f64, f64),
    severity: Severity,
    runs: Runs,
}

impl Watch {
    #[inline]
    fn is_outside(&self, reading: f64) -> bool {
        let out_of = |(low, high): (f64, f64)| (reading < low) | (reading > high);
        out_of(self.range) & !out_of(self.inside)
    }

    fn take(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let readings = self.sensor.readings(block);
        if !readings.iter().fold(false, |any, reading| any | self.is_outside(*reading)) {
            self.close(step.file, out);
            return;
        }
        for (row, &reading) in readings.iter().enumerate() {
            if self.is_outside(reading) {
                if !self.runs.follows(block, row) {
                    self.close(step.file, out);
                }
                let beyond = (self.range.0 - reading).max(reading - self.range.1);
                self.runs.join(Place::of(block, row), reading, beyond);
            }
        }
        let last = readings.len().checked_sub(1);
        if last.is_some_and(|last| !self.is_outside(readings[last])) {
            self.close(step.file, out);
        }
    }

    fn close(&mut self, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(run) = self.runs.close() else { return };
        let (low, high) = self.range;
        let advice = match self.severity {
            Severity::Error => "no cell test is outside; check the sensor and the header's unit",
            Severity::Warning | Severity::Info => "the cell's own limits; check the sensor and the test's safety",
        };
        let message = format!(
            "the temperature is {} °C ({}), beyond {low} to {high} °C: {advice}",
            number(run.value),
            run.when()
        );
        out.push(Finding {
            severity: self.severity,
            column: Some(self.sensor.column.clone()),
            ..on_rows(&TemperatureRange, file, &run, message)
        });
    }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.take(step, block, out);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.close(test.detail_file, out);
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
        bench.details[3].temperature_degc[10..12].fill(500.0);
        assert_eq!(bench.findings(&TemperatureRange)[0].severity, Severity::Error);
        assert_eq!(bench.findings(&TemperatureRange).len(), 1);
    }
}
