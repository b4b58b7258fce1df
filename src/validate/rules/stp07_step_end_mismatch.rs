//! The end of a step in the Step file is not the end of its rows in Detail.
//!
//! Why it matters: both files are written by one tester at one moment. End voltage, current and energy feed resistance,
//! efficiency and cut-off checks; when the files differ, one of them was changed or rows are missing.
//!
//! How: end voltage (within 1 mV), end current (1 mA and 0.1 per mille) and energy (0.1 mWh and 0.1 per mille) must be
//! those of the step's last row that is no relaxation; current and energy of a 20 Ah cell: for others their share, and at least
//! two printed digits. All that differs in a step is one finding.
//!
//! What to do: look at the last rows of the step; export both files again, at the same time.

use super::rows::refuse_rounded;
use super::support::{in_step, number};
use crate::model::{Alike, Finding, Severity};
use crate::validate::scale::{Column, Scale};
use crate::validate::{Check, Context, Rule, StepView, Thresholds};
use std::sync::Arc;

/// STP07.
pub(crate) struct StepEndMismatch;

impl Rule for StepEndMismatch {
    fn code(&self) -> &'static str {
        "STP07"
    }

    fn name(&self) -> &'static str {
        "step-end-mismatch"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("stp07_step_end_mismatch.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_rounded(context)?;
        if context.records.is_empty() {
            return Err("there is no Step file".into());
        }
        if !context.head.has_rows {
            return Err("there is no Detail file".into());
        }
        Ok(Box::new(Ends { thresholds: context.thresholds.clone(), scale: Arc::clone(&context.scale) }))
    }
}

struct Ends {
    thresholds: Thresholds,
    scale: Arc<Scale>,
}

/// One quantity at a step's end: as the Step file and as the last active row have it, and how far they may differ.
struct End {
    column: &'static str,
    unit: &'static str,
    summary: Option<f64>,
    row: Option<f64>,
    absolute: f64,
    relative: f64,
}

impl End {
    /// Both values, if they differ by more than they may.
    fn differing(&self) -> Option<(f64, f64)> {
        let (summary, row) = (self.summary?, self.row?);
        ((summary - row).abs() > self.absolute + self.relative * summary.abs()).then_some((summary, row))
    }
}

impl Check for Ends {
    fn step_end(&mut self, step: &StepView<'_>, out: &mut Vec<Finding>) {
        let Some(trace) = step.trace.filter(|_| step.record.line.is_some()) else { return };
        let (record, limits) = (step.record, &self.thresholds);
        let ends = [
            End {
                column: "voltage_v",
                unit: "V",
                summary: record.voltage_end_v.get(),
                row: trace.voltage_end_v.get(),
                absolute: limits.stp07_voltage_v,
                relative: 0.0,
            },
            End {
                column: "current_a",
                unit: "A",
                summary: record.current_end_a.get(),
                row: trace.current_end_a.get(),
                absolute: self.scale.absolute(Column::Current, limits.stp07_current_a),
                relative: limits.stp07_current_relative,
            },
            End {
                column: "energy_wh",
                unit: "Wh",
                summary: record.energy_wh.get(),
                row: trace.energy_end_wh.get(),
                absolute: self.scale.absolute(Column::Energy, limits.stp07_energy_wh),
                relative: limits.stp07_energy_relative,
            },
        ];
        let differing: Vec<_> = ends.iter().filter_map(|end| Some((end, end.differing()?))).collect();
        let Some((first, (expected, value))) = differing.first() else { return };
        let say = |(end, (summary, row)): &(&End, (f64, f64))| {
            format!("{} is {} {} in Detail, {} in Step", end.column, number(*row), end.unit, number(*summary))
        };
        let what = differing.iter().map(say).collect::<Vec<_>>().join("; ");
        out.push(Finding {
            line: trace.last_active_line,
            column: Some(first.column.to_owned()),
            value: Some(number(*value)),
            alike: Alike::numbers(*expected, *value),
            ..in_step(&StepEndMismatch, step, format!("at the step's end {what}; export both files again"))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn rounding_is_silent() {
        let mut bench = Bench::cycle();
        bench.records[1].voltage_end_v = bench.records[1].voltage_end_v.get().map(|value| value + 9e-4).into();
        bench.records[1].current_end_a = bench.records[1].current_end_a.get().map(|value| value + 1e-4).into();
        bench.records[1].energy_wh = bench.records[1].energy_wh.get().map(|value| value * 1.0001).into();
        assert_eq!(bench.findings(&StepEndMismatch), []);
    }

    #[test]
    fn all_that_differs_is_one_finding_at_the_last_row() {
        let mut bench = Bench::cycle();
        bench.records[1].voltage_end_v = bench.records[1].voltage_end_v.get().map(|value| value + 2e-3).into();
        bench.records[1].energy_wh = bench.records[1].energy_wh.get().map(|value| value * 1.01).into();
        let found = bench.findings(&StepEndMismatch);
        let last = bench.details[1].lines.last().copied();
        assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), last));
        assert!(found[0].message.contains("voltage_v") && found[0].message.contains("energy_wh"));
        assert!(!found[0].message.contains("current_a"));
    }
}
