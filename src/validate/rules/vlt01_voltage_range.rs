//! VLT01 voltage-range (error; warning for a cell's own limits): a voltage that the cell cannot have.
//!
//! Why it matters: such a reading is no property of the cell but of a broken sense lead, a wrong unit or a wrong file.
//! Every energy, mean voltage and resistance made from it is wrong.
//!
//! How: each reading is compared with what the chemistry can be: NMC, NCA, LCO and LMO 1.5 to 4.6 V, LNMO 1.5 to
//! 5.2 V, LFP 1.5 to 4.2 V, LTO 1.0 to 3.2 V, SIB 1.0 to 4.5 V; a half cell, or a cell of unknown chemistry, -0.5 to
//! 5.5 V. Rows at 100 to 10,000 times their neighbours, or as much less, are a slip of the unit. A module is only
//! checked for slips. When the cell's own limits are known, more than 20 mV beyond them for more than 60 s is a warning;
//! a pulse is too short for that. Neighbouring rows, also across steps, are one finding.
//!
//! What to do: name the chemistry (`--chemistry`, `--cell`) if the cell is no lithium-ion full cell, and say of several in
//! series that they are a module (`--configuration module`). Check the unit in
//! the header (V or mV), the sense leads, and whether the file belongs to this cell.

use super::electrochemistry::{VoltageRange, is_unit_slip};
use super::rows::{Place, Run, Runs, number, on_rows};
use crate::model::{Block, CellLimits, Finding, Severity, StepType};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

/// The rule.
pub(crate) struct VoltageRangeRule;

impl Rule for VoltageRangeRule {
    fn code(&self) -> &'static str {
        "VLT01"
    }

    fn name(&self) -> &'static str {
        "voltage-range"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("vlt01_voltage_range.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        if !context.head.has_rows {
            return Err("there are no rows: the test has no Detail file".to_owned());
        }
        let range = VoltageRange::of(context.head);
        let limits = context.head.cell.as_ref().map(|cell| cell.limits).unwrap_or_default();
        Ok(Box::new(State {
            range: range.unwrap_or(VoltageRange { voltage_v_min: f64::NEG_INFINITY, voltage_v_max: f64::INFINITY }),
            outside: Runs::default(),
            slipped: None,
            sound_v: f64::NAN,
            beyond: Beyond::new(&limits, context.thresholds),
        }))
    }
}

struct State {
    range: VoltageRange,
    /// Rows outside the chemistry's range, and slips.
    outside: Runs,
    /// The rows that are slips within the open run: (the neighbour's voltage).
    slipped: Option<f64>,
    /// The last reading that was neither.
    sound_v: f64,
    beyond: Option<Beyond>,
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let (low_v, high_v) = extent(block.voltage_v);
        // A slip down leaves the block's readings a factor of 100 apart, a slip up leaves the range of any cell.
        let calm = self.range.contains(low_v)
            && self.range.contains(high_v)
            && !is_unit_slip(low_v, high_v)
            && !is_unit_slip(high_v, low_v)
            && !is_unit_slip(low_v, self.sound_v)
            && !is_unit_slip(high_v, self.sound_v);
        if calm {
            self.close(step.file, out);
            self.sound_v = block.voltage_v.iter().rev().copied().find(|v| !v.is_nan()).unwrap_or(self.sound_v);
        } else {
            self.search(step, block, out);
        }
        if let Some(beyond) = &mut self.beyond
            && beyond.concerns(low_v, high_v)
        {
            beyond.search(step, block, out);
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.close(test.detail_file, out);
        if let Some(beyond) = &mut self.beyond {
            beyond.close(test.detail_file, out);
        }
    }
}

impl State {
    fn search(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        for (row, &voltage_v) in block.voltage_v.iter().enumerate() {
            let slip = is_unit_slip(voltage_v, self.sound_v);
            if slip || !self.range.contains(voltage_v) {
                if !self.outside.follows(block, row) {
                    self.close(step.file, out);
                }
                if slip {
                    self.slipped = Some(self.sound_v);
                }
                let badness = (self.range.voltage_v_min - voltage_v).max(voltage_v - self.range.voltage_v_max);
                self.outside.join(Place::of(block, row), voltage_v, badness);
            } else if !voltage_v.is_nan() {
                self.close(step.file, out);
                self.sound_v = voltage_v;
            }
        }
    }

    fn close(&mut self, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(run) = self.outside.close() else { return };
        let (voltage_v, when) = (number(run.value), run.when());
        let VoltageRange { voltage_v_min, voltage_v_max } = self.range;
        let message = match self.slipped.take() {
            Some(neighbour_v) => format!(
                "the voltage is {voltage_v} V ({when}), but {} V before: a slip of the unit; write all rows in volts",
                number(neighbour_v),
            ),
            None => format!(
                "the voltage is {voltage_v} V ({when}), outside {voltage_v_min} to {voltage_v_max} V, which is all this \
                 cell can have; check the header's unit, the sense leads, and say what the cell is (--chemistry, \
                 --configuration module)",
            ),
        };
        let column = Some("voltage_v".to_owned());
        out.push(Finding { column, ..on_rows(&VoltageRangeRule, file, &run, message) });
    }
}

/// The least and the greatest reading; NaN where there is none.
fn extent(voltage_v: &[f64]) -> (f64, f64) {
    voltage_v.iter().fold((f64::NAN, f64::NAN), |(low, high), &v| (low.min(v), high.max(v)))
}

/// The longest pulse, as the pulses' definition has it.
const PULSE_S_MAX: f64 = 60.5;

/// The cell's own limits.
struct Beyond {
    voltage_v_min: f64,
    voltage_v_max: f64,
    margin_v: f64,
    time_s: f64,
    open: Option<Run>,
    /// The test times of the open run's first and last row.
    span_s: (f64, f64),
}

impl Beyond {
    fn new(limits: &CellLimits, thresholds: &Thresholds) -> Option<Self> {
        (limits.voltage_v_min.is_some() || limits.voltage_v_max.is_some()).then(|| Self {
            voltage_v_min: limits.voltage_v_min.unwrap_or(f64::NEG_INFINITY),
            voltage_v_max: limits.voltage_v_max.unwrap_or(f64::INFINITY),
            margin_v: thresholds.vlt01_limit_margin_v,
            time_s: thresholds.vlt01_limit_s,
            open: None,
            span_s: (0.0, 0.0),
        })
    }

    fn concerns(&self, low_v: f64, high_v: f64) -> bool {
        self.open.is_some() || self.excess_v(low_v) > 0.0 || self.excess_v(high_v) > 0.0
    }

    fn excess_v(&self, voltage_v: f64) -> f64 {
        (self.voltage_v_min - voltage_v).max(voltage_v - self.voltage_v_max) - self.margin_v
    }

    fn search(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let flows = matches!(step.record.step_type, StepType::Charge | StepType::Discharge);
        let is_pulse = flows && step.record.duration_s.get().is_some_and(|duration_s| duration_s <= PULSE_S_MAX);
        for (row, &voltage_v) in block.voltage_v.iter().enumerate() {
            let excess_v = self.excess_v(voltage_v);
            if excess_v > 0.0 && !is_pulse {
                let (place, test_time_s) = (Place::of(block, row), block.test_time_s[row]);
                match &mut self.open {
                    Some(run) => run.extend(place, voltage_v, excess_v),
                    open => {
                        *open = Some(Run::one(place, voltage_v, excess_v));
                        self.span_s.0 = test_time_s;
                    }
                }
                self.span_s.1 = test_time_s;
            } else if self.open.is_some() {
                self.close(step.file, out);
            }
        }
    }

    fn close(&mut self, file: Option<&str>, out: &mut Vec<Finding>) {
        let Some(run) = self.open.take() else { return };
        let lasted_s = self.span_s.1 - self.span_s.0;
        if lasted_s <= self.time_s {
            return;
        }
        let (limit_v, side) = if run.value > self.voltage_v_max {
            (self.voltage_v_max, "above the cell's highest")
        } else {
            (self.voltage_v_min, "below the cell's lowest")
        };
        let message = format!(
            "the voltage is up to {} V for {} s, {side} voltage {limit_v} V; check the recipe's limits and the cell's",
            number(run.value),
            number(lasted_s),
        );
        out.push(Finding {
            severity: Severity::Warning,
            column: Some("voltage_v".to_owned()),
            ..on_rows(&VoltageRangeRule, file, &run, message)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;
    use crate::validate::harness::Bench;

    fn with_cell(chemistry: &str, limits: CellLimits) -> Bench {
        let mut bench = Bench::cycle();
        bench.head.cell = Some(Cell { chemistry: Some(chemistry.into()), limits, ..Cell::default() });
        bench
    }

    #[test]
    fn silent_inside_the_range() {
        assert!(with_cell("LFP", CellLimits::default()).findings(&VoltageRangeRule).is_empty());
    }

    #[test]
    fn neighbouring_rows_are_one_finding_also_across_steps() {
        let mut bench = with_cell("LFP", CellLimits::default());
        let end = bench.details[1].len();
        bench.details[1].voltage_v[end - 3..].fill(4.9);
        bench.details[2].voltage_v[..2].fill(5.0);
        let found = bench.findings(&VoltageRangeRule);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].step, found[0].line), (Some(2), Some(bench.details[1].lines[end - 3])));
        assert_eq!(found[0].line_end, Some(bench.details[2].lines[1]));
        assert_eq!(found[0].value.as_deref(), Some("5"));
    }

    #[test]
    fn millivolts_among_volts_are_found_both_ways() {
        for factor in [1000.0, 1e-3] {
            let mut bench = Bench::cycle();
            bench.details[3].voltage_v[20..30].iter_mut().for_each(|voltage_v| *voltage_v *= factor);
            let found = bench.findings(&VoltageRangeRule);
            assert_eq!(found.len(), 1, "{factor}");
            assert_eq!(found[0].line, Some(bench.details[3].lines[20]));
            assert_eq!(found[0].line_end, Some(bench.details[3].lines[29]));
            assert!(found[0].message.contains("slip"));
        }
    }

    #[test]
    fn the_cells_own_limits_count_after_a_minute() {
        let limits = CellLimits { voltage_v_max: Some(3.6), ..CellLimits::default() };
        let bench = with_cell("LFP", limits);
        let found = bench.findings(&VoltageRangeRule);
        assert_eq!(found.len(), 1, "charge, rest and discharge are one time beyond: {found:?}");
        assert_eq!((found[0].severity, found[0].step), (Severity::Warning, Some(2)));
        let limits = CellLimits { voltage_v_max: Some(3.68), ..CellLimits::default() };
        assert!(with_cell("LFP", limits).findings(&VoltageRangeRule).is_empty());
    }
}
