//! CAP03 power-product (warning): the power column is not voltage times current.
//!
//! Why it matters: the tester computes power from the same readings. Where they part, one of the three columns was
//! altered, has another unit or sign, or belongs to another row.
//!
//! How: on each row power may differ from voltage times current by 1e-3 W (of a 20 Ah cell: for others its share, and at
//! least two printed digits) + 1e-4 of itself, and by what one printed digit of the voltage and one of the current make of
//! it. Clean real tests stay below 4e-4 W, which is rounding. Neighbouring rows are one finding. A file without a power
//! column is not checked.
//!
//! What to do: compare the three columns on the named rows. A factor of 1000 is a unit (mW, mV, mA); a factor of -1 a
//! sign convention; a few rows are an edited value.

use super::rows::{Place, Run, Runs, number, on_rows};
use super::support::{channel, values};
use crate::model::{Block, ChannelKind, Finding, Severity};
use crate::validate::scale::{Column, Scale};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::sync::Arc;

/// The rule.
pub(crate) struct PowerProduct;

impl Rule for PowerProduct {
    fn code(&self) -> &'static str {
        "CAP03"
    }

    fn name(&self) -> &'static str {
        "power-product"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap03_power_product.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let Some((at, power)) = channel(context.head, ChannelKind::Power).filter(|_| context.head.has_rows) else {
            return Err("there is no power column in the rows".to_owned());
        };
        Ok(Box::new(State {
            at,
            column: power.name.clone(),
            limits: context.thresholds.clone(),
            scale: Arc::clone(&context.scale),
            printed: Printed::default(),
            runs: Runs::default(),
            worst: Row::default(),
            held: Vec::new(),
        }))
    }
}

struct State {
    at: usize,
    column: String,
    limits: Thresholds,
    scale: Arc<Scale>,
    /// What the printed digits leave open, as far as they and the size of the test are known.
    printed: Printed,
    runs: Runs,
    /// The worst row of the open run.
    worst: Row,
    /// What was found, until all is known of the digits and the size, with its worst row.
    held: Vec<(Row, Finding)>,
}

/// So many findings wait; beyond them they go on.
const HELD_MAX: usize = 1_000;

/// The three columns of a row.
#[derive(Clone, Copy, Default)]
struct Row {
    power_w: f64,
    voltage_v: f64,
    current_a: f64,
}

/// The absolute tolerance, and one printed digit of each factor.
#[derive(Clone, Copy, Default)]
struct Printed {
    power_w: f64,
    voltage_v: f64,
    current_a: f64,
}

impl Row {
    #[inline]
    fn off_w(self) -> f64 {
        (self.power_w - self.voltage_v * self.current_a).abs()
    }
}

impl State {
    fn look(&mut self) {
        self.printed = Printed {
            power_w: self.scale.absolute(Column::Power, self.limits.cap03_power_w),
            voltage_v: self.scale.digit(Column::Voltage),
            current_a: self.scale.digit(Column::Current),
        };
    }

    /// How far power is beyond its tolerance; not positive when it is not, NaN when one of the three is missing.
    #[inline]
    fn excess_w(&self, row: Row) -> f64 {
        let of_factors_w = self.printed.voltage_v * row.current_a.abs() + self.printed.current_a * row.voltage_v.abs();
        row.off_w() - (self.printed.power_w + of_factors_w + self.limits.cap03_relative * row.power_w.abs())
    }

    fn end_differs(&self, step: &StepView<'_>) -> bool {
        let (Some(trace), record) = (step.trace, step.record) else { return false };
        let apart = |rows: Option<f64>, said: Option<f64>, tolerance: f64, relative: f64| {
            rows.zip(said).is_some_and(|(rows, said)| (rows - said).abs() > tolerance + relative * said.abs())
        };
        let limits = &self.limits;
        let current_a = self.scale.absolute(Column::Current, limits.stp07_current_a);
        apart(trace.voltage_end_v.get(), record.voltage_end_v.get(), limits.stp07_voltage_v, 0.0)
            || apart(trace.current_end_a.get(), record.current_end_a.get(), current_a, limits.stp07_current_relative)
    }

    fn describe(&self, run: &Run, step: &StepView<'_>) -> Finding {
        let message = format!(
            "power is {} W ({}), off voltage times current by {} W; compare the three columns on these rows",
            number(run.value),
            run.when(),
            number(run.badness),
        );
        Finding { column: Some(self.column.clone()), ..on_rows(&PowerProduct, step.file, run, message) }
    }

    fn report(&mut self, run: &Run, worst: Row, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let found = self.describe(run, step);
        if self.held.len() < HELD_MAX {
            self.held.push((worst, found));
        } else {
            out.push(found);
        }
    }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let Some(power_w) = values(block, self.at) else { return };
        self.look();
        let rows = power_w.iter().zip(block.voltage_v).zip(block.current_a);
        let rows = rows.map(|((&power_w, &voltage_v), &current_a)| Row { power_w, voltage_v, current_a });
        if !rows.clone().fold(false, |any, row| any | (self.excess_w(row) > 0.0)) {
            return;
        }
        for (at, row) in rows.enumerate().filter(|(_, row)| self.excess_w(*row) > 0.0).collect::<Vec<_>>() {
            let before = self.worst;
            if let Some(run) = self.runs.hit(Place::of(block, at), row.power_w, row.off_w()) {
                self.report(&run, before, step, out);
                self.worst = row;
            } else if self.runs.open().is_none_or(|run| run.rows == 1 || run.badness <= row.off_w()) {
                self.worst = row;
            }
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(run) = self.runs.close() else { return };
        // A last active row whose voltage or current is not the Step file's is STP07's.
        let is_last = run.rows == 1 && step.trace.is_some_and(|trace| run.first.row + 1 == trace.active_rows);
        if !(is_last && self.end_differs(step)) {
            self.report(&run, self.worst, step, out);
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.look();
        let held = std::mem::take(&mut self.held);
        out.extend(held.into_iter().filter(|(worst, _)| self.excess_w(*worst) > 0.0).map(|(_, found)| found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::{Bench, POWER};

    #[test]
    fn silent_where_power_is_the_product_or_missing() {
        let mut bench = Bench::cycle();
        bench.details[1].channels[POWER][3] = f64::NAN;
        bench.details[1].channels[POWER][4] += 7e-4;
        assert!(bench.findings(&PowerProduct).is_empty());
    }

    #[test]
    fn a_stretch_that_is_off_is_one_range() {
        let mut bench = Bench::cycle();
        bench.details[3].channels[POWER][10..14].iter_mut().for_each(|power_w| *power_w *= 1.01);
        let found = bench.findings(&PowerProduct);
        assert_eq!(found.len(), 1);
        let lines = &bench.details[3].lines;
        assert_eq!((found[0].line, found[0].line_end), (Some(lines[10]), Some(lines[13])));
        assert_eq!(found[0].column.as_deref(), Some("power"));
    }

    #[test]
    fn a_last_row_that_is_not_the_step_files_is_left_to_that_comparison() {
        let mut bench = Bench::cycle();
        *bench.details[3].voltage_v.last_mut().unwrap() += 0.01;
        assert!(bench.findings(&PowerProduct).is_empty());
        bench.records[3].voltage_end_v = bench.details[3].voltage_v.last().copied().into();
        assert_eq!(bench.findings(&PowerProduct).len(), 1);
    }

    #[test]
    fn digits_that_are_not_printed_are_no_fault() {
        // As another export prints them: what is off at most by a digit of each column is rounding.
        for (column, decimals) in [("voltage", 3), ("current", 3), ("power", 1)] {
            let mut bench = Bench::new().rest(600.0).charge(3600.0, 20.0).discharge(3600.0, 20.0);
            let round = |value: &mut f64| *value = (*value * 10_f64.powi(decimals)).round() / 10_f64.powi(decimals);
            for rows in &mut bench.details[1..] {
                for (row, current_a) in rows.current_a.iter_mut().enumerate() {
                    *current_a *= 1.0 - 0.000_123_7 * row as f64;
                }
                for row in 0..rows.len() {
                    rows.channels[POWER][row] = rows.voltage_v[row] * rows.current_a[row];
                }
                match column {
                    "voltage" => rows.voltage_v.iter_mut().for_each(round),
                    "current" => rows.current_a.iter_mut().for_each(round),
                    _ => rows.channels[POWER].iter_mut().for_each(round),
                }
            }
            assert_eq!(bench.findings(&PowerProduct), [], "{column}");
            bench.details[2].channels[POWER][30] += 0.5;
            assert_eq!(bench.findings(&PowerProduct).len(), 1, "{column}");
        }
    }

    #[test]
    fn without_a_power_column_it_cannot_run() {
        let mut bench = Bench::cycle();
        bench.head.channels[POWER].kind = ChannelKind::Other;
        assert!(bench.run(&PowerProduct).is_err());
    }
}
