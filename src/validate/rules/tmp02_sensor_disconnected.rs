//! TMP02 sensor-disconnected (warning; info for a sensor that never reads): readings are missing in between.
//!
//! Why it matters: testers write a sentinel (-600000, 9.9E37, "--") where a sensor gives nothing. Read as a number it
//! would spoil every mean and maximum; here it is always stored as missing, and this rule says where.
//!
//! How: rows without a reading in a temperature column that reads elsewhere. Neighbouring rows are one finding. A column
//! that never reads is one info. Without rows the Step file's end temperatures are checked alike.
//!
//! Of a cycler that logs what changes only stretches of 100 rows count: it does not read its sensors for every row.
//!
//! What to do: look at the plug and the cable of the sensor. Temperatures of the named rows are missing in all results.

use super::rows::{Place, Run, Runs, on_record, on_rows};
use super::sensors::{Sensor, require};
use super::support::{finding, logs_changes};
use crate::model::{Block, Finding, Severity, StepData, StepRecord};
use crate::validate::{Check, Context, Rule, StepView, TestView};

/// The rule.
pub(crate) struct SensorDisconnected;

impl Rule for SensorDisconnected {
    fn code(&self) -> &'static str {
        "TMP02"
    }

    fn name(&self) -> &'static str {
        "sensor-disconnected"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tmp02_sensor_disconnected.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let sensors = if context.head.has_rows { require(context.head)? } else { Vec::new() };
        let watches = sensors.into_iter().map(|sensor| Watch {
            sensor,
            reads: false,
            runs: Runs::default(),
            gaps: Vec::new(),
            more: 0,
            is_seldom: logs_changes(context.head),
        });
        Ok(Box::new(State { watches: watches.collect() }))
    }
}

struct State {
    watches: Vec<Watch>,
}

/// How many gaps of one sensor are kept until the end, when it is known whether the sensor ever reads.
const GAPS_MAX: usize = 1024;

/// One sensor.
struct Watch {
    sensor: Sensor,
    reads: bool,
    runs: Runs,
    gaps: Vec<Run>,
    /// Gaps beyond those kept.
    more: u64,
    /// Sensors are not read for every row, so that a few rows without a reading are no gap.
    is_seldom: bool,
}

/// So many rows in a row without a reading are a gap even where sensors are read seldom.
const SELDOM_ROWS: u64 = 100;

impl Watch {
    fn take(&mut self, block: &Block<'_>) {
        let readings = self.sensor.readings(block);
        let missing = readings.iter().fold(0_usize, |count, reading| count + usize::from(reading.is_nan()));
        self.reads |= missing < readings.len();
        if missing == 0 {
            self.close();
            return;
        }
        for (row, reading) in readings.iter().enumerate() {
            if reading.is_nan() {
                if !self.runs.follows(block, row) {
                    self.close();
                }
                self.runs.join(Place::of(block, row), *reading, 0.0);
            }
        }
    }

    fn close(&mut self) {
        if let Some(run) = self.runs.close().filter(|run| !self.is_seldom || run.rows >= SELDOM_ROWS) {
            if self.gaps.len() < GAPS_MAX {
                self.gaps.push(run);
            } else {
                self.more += 1;
            }
        }
    }

    fn finish(&mut self, file: Option<&str>, out: &mut Vec<Finding>) {
        self.close();
        let column = Some(self.sensor.column.clone());
        if !self.reads {
            if !self.gaps.is_empty() {
                let message = "this temperature column never reads; the sensor is not connected".to_owned();
                let file = file.map(str::to_owned);
                out.push(Finding { severity: Severity::Info, file, column, ..finding(&SensorDisconnected, message) });
            }
            return;
        }
        let last = self.gaps.len().saturating_sub(1);
        for (index, run) in self.gaps.drain(..).enumerate() {
            let more = match self.more {
                more if more > 0 && index == last => format!(" (and {more} more such gaps)"),
                _ => String::new(),
            };
            let message = format!(
                "the sensor gives no reading ({}), though it reads elsewhere; stored as missing{more}: check plug and cable",
                run.when(),
            );
            let column = column.clone();
            out.push(Finding { column, value: None, ..on_rows(&SensorDisconnected, file, &run, message) });
        }
    }
}

impl Check for State {
    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.take(block);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for watch in &mut self.watches {
            watch.finish(test.detail_file, out);
        }
        if !test.head.has_rows {
            records(test, "temperature_end_degc", |record| record.temperature_end_degc.get(), out);
            records(test, "chamber_temperature_end_degc", |record| record.chamber_temperature_end_degc.get(), out);
        }
    }
}

/// The Step file's column of a sensor, where there are no rows: neighbouring steps without a reading are one finding.
fn records(test: &TestView<'_>, column: &str, reading: fn(&StepRecord) -> Option<f64>, out: &mut Vec<Finding>) {
    let reads = |step: &StepData| reading(&step.record).is_some_and(f64::is_finite);
    if !test.steps.iter().any(reads) {
        return;
    }
    for gap in test.steps.chunk_by(|a, b| reads(a) == reads(b)).filter(|steps| !reads(&steps[0])) {
        let (first, last) = (&gap[0].record, &gap[gap.len() - 1].record);
        let message = format!(
            "the sensor gives no reading at the end of {}, though it reads elsewhere; stored as missing: check plug and \
             cable",
            if gap.len() == 1 { "this step".to_owned() } else { format!("steps {} to {}", first.number, last.number) },
        );
        out.push(Finding {
            line_end: last.line.filter(|line| first.line != Some(*line)),
            column: Some(column.to_owned()),
            ..on_record(&SensorDisconnected, test.head, first, message)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::{Bench, CHAMBER};

    #[test]
    fn silent_where_every_sensor_reads() {
        assert!(Bench::cycle().findings(&SensorDisconnected).is_empty());
    }

    #[test]
    fn a_gap_is_one_range_also_across_steps() {
        let mut bench = Bench::cycle();
        let end = bench.details[1].len();
        bench.details[1].temperature_degc[end - 2..].fill(f64::NAN);
        bench.details[2].temperature_degc[..3].fill(f64::NAN);
        bench.details[3].temperature_degc[7] = f64::NAN;
        let found = bench.findings(&SensorDisconnected);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].line, Some(bench.details[1].lines[end - 2]));
        assert_eq!(found[0].line_end, Some(bench.details[2].lines[2]));
        assert_eq!((found[1].line, found[1].line_end), (Some(bench.details[3].lines[7]), None));
    }

    #[test]
    fn a_column_that_never_reads_is_one_info() {
        let mut bench = Bench::cycle();
        for rows in &mut bench.details {
            rows.channels[CHAMBER].fill(f64::NAN);
        }
        let found = bench.findings(&SensorDisconnected);
        assert_eq!(found.iter().map(|f| (f.severity, f.line)).collect::<Vec<_>>(), [(Severity::Info, None)]);
    }

    #[test]
    fn without_rows_the_step_file_is_checked() {
        let mut bench = Bench::cycle();
        bench.head.has_rows = false;
        bench.details.clear();
        bench.records[2].chamber_temperature_end_degc = None.into();
        let found = bench.findings(&SensorDisconnected);
        assert_eq!(found.iter().map(|f| (f.step, f.line)).collect::<Vec<_>>(), [(Some(3), Some(4))]);
    }
}
