//! CAP03 power-product (warning): the power column is not voltage times current.
//!
//! Why it matters: the tester computes power from the same readings. Where they part, one of the three columns was
//! altered, has another unit or sign, or belongs to another row.
//!
//! How: on each row power may differ from voltage times current by 1e-3 W (of a 20 Ah cell: for others its
//! share, and at least two printed digits) + 1e-4 of itself. Clean real tests stay below 4e-4 W, which is rounding. Neighbouring rows are one finding. A file without a power column is not checked.
//!
//! What to do: compare the three columns on the named rows. A factor of 1000 is a unit (mW, mV, mA); a factor of -1 a
//! sign convention; a few rows are an edited value.

use super::rows::{Place, Run, Runs, number, on_rows};
use super::support::{channel, values};
use crate::model::{Block, ChannelKind, Finding, Severity};
use crate::validate::scale::{Column, Held};
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};

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
            tolerance_w: context.thresholds.cap03_power_w,
            held: Held::of(context),
            runs: Runs::default(),
        }))
    }
}

struct State {
    at: usize,
    column: String,
    limits: Thresholds,
    /// The absolute tolerance, as far as the size of the test is known.
    tolerance_w: f64,
    held: Held,
    runs: Runs,
}

impl State {
    /// How far power is beyond its tolerance; not positive when it is not, NaN when one of the three is missing.
    #[inline]
    fn excess_w(&self, power_w: f64, voltage_v: f64, current_a: f64) -> f64 {
        (power_w - voltage_v * current_a).abs() - (self.tolerance_w + self.limits.cap03_relative * power_w.abs())
    }

    fn end_differs(&self, step: &StepView<'_>) -> bool {
        let (Some(trace), record) = (step.trace, step.record) else { return false };
        let apart = |rows: Option<f64>, said: Option<f64>, tolerance: f64, relative: f64| {
            rows.zip(said).is_some_and(|(rows, said)| (rows - said).abs() > tolerance + relative * said.abs())
        };
        let limits = &self.limits;
        let current_a = self.held.scale().absolute(Column::Current, limits.stp07_current_a);
        apart(trace.voltage_end_v, record.voltage_end_v, limits.stp07_voltage_v, 0.0)
            || apart(trace.current_end_a, record.current_end_a, current_a, limits.stp07_current_relative)
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

    fn report(&mut self, run: &Run, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let found = self.describe(run, step);
        let beyond_w = run.badness - self.limits.cap03_relative * run.value.abs();
        self.held.take(beyond_w, self.limits.cap03_power_w, found, out);
    }
}

impl Check for State {
    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, out: &mut Vec<Finding>) {
        let Some(power_w) = values(block, self.at) else { return };
        self.tolerance_w = self.held.scale().absolute(Column::Power, self.limits.cap03_power_w);
        let rows = power_w.iter().zip(block.voltage_v).zip(block.current_a);
        let suspicious = rows.fold(false, |any, ((power_w, voltage_v), current_a)| {
            any | (self.excess_w(*power_w, *voltage_v, *current_a) > 0.0)
        });
        if !suspicious {
            return;
        }
        for (row, &power_w) in power_w.iter().enumerate() {
            let (voltage_v, current_a) = (block.voltage_v[row], block.current_a[row]);
            if self.excess_w(power_w, voltage_v, current_a) > 0.0 {
                let off_w = (power_w - voltage_v * current_a).abs();
                if let Some(run) = self.runs.hit(Place::of(block, row), power_w, off_w) {
                    self.report(&run, step, out);
                }
            }
        }
    }

    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(run) = self.runs.close() else { return };
        // A last active row whose voltage or current is not the Step file's is STP07's.
        let is_last = run.rows == 1 && step.trace.is_some_and(|trace| run.first.row + 1 == trace.active_rows);
        if !(is_last && self.end_differs(step)) {
            self.report(&run, step, out);
        }
    }

    fn test_end(&mut self, _test: &TestView<'_>, out: &mut Vec<Finding>) {
        self.held.finish(out);
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
        bench.records[3].voltage_end_v = bench.details[3].voltage_v.last().copied();
        assert_eq!(bench.findings(&PowerProduct).len(), 1);
    }

    #[test]
    fn without_a_power_column_it_cannot_run() {
        let mut bench = Bench::cycle();
        bench.head.channels[POWER].kind = ChannelKind::Other;
        assert!(bench.run(&PowerProduct).is_err());
    }
}
