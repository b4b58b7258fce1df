//! Why each discharge is full, or is not: the judgement of `run` in words.

use super::run::{self, Run, Window};
use crate::model::{EndReason, StepData, StepMetrics, StepType};

/// A discharge run with its judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its first step.
    pub first_step: i32,
    /// Its last step, by which it is named.
    pub step: i32,
    /// The magnitude of its capacity in Ah.
    pub capacity_ah: f64,
    /// Whether it is a full discharge.
    pub is_full: bool,
    /// Why, or why not.
    pub why: String,
}

/// The discharge runs of a test, in order.
#[must_use]
pub fn judged(steps: &[StepData], metrics: &[StepMetrics]) -> Vec<Judged> {
    let mut metrics = metrics.to_vec();
    let runs = run::find(steps, &mut metrics);
    let window = Window::of(steps, &metrics, &runs);
    let largest = runs.iter().map(|run| run.capacity_ah).fold(0.0, f64::max);
    let one = |run: &Run| Judged {
        first_step: metrics[run.first].step,
        step: metrics[run.last].step,
        capacity_ah: run.capacity_ah,
        is_full: run.is_full,
        why: match &window {
            Some(window) => why(*window, steps, &metrics, run, largest),
            None => {
                "no charge that is no pulse, or no discharge that ended by its limit: nothing says what is full".into()
            }
        },
    };
    runs.iter().map(one).collect()
}

fn why(window: Window, steps: &[StepData], metrics: &[StepMetrics], run: &Run, largest_ah: f64) -> String {
    if run.is_pulse {
        return format!("a pulse: at most {} s, and less than a tenth of the largest run", run::PULSE_S);
    }
    let Some(charge) = run.charge else {
        return format!("it did not begin charged: {}", not_charged(window, steps, metrics, run, largest_ah));
    };
    if !run.at_limit {
        return format!("it ended {}, not by its limit", reason(&steps[run.last]));
    }
    let end = metrics[run.last].voltage_end_v.get().map_or_else(|| "an unknown voltage".to_owned(), volts);
    let bottom = volts(window.bottom_below());
    if !run.is_full {
        return format!("it ended at {end}, above {bottom}: not in the lowest three tenths of the window");
    }
    format!(
        "charged by step {} (to {}), ended {} at {end}, in the lowest three tenths of the window (up to {bottom})",
        metrics[charge].step,
        metrics[charge].voltage_end_v.get().map_or_else(|| "an unknown voltage".to_owned(), volts),
        reason(&steps[run.last])
    )
}

/// Why a run did not begin charged.
fn not_charged(window: Window, steps: &[StepData], metrics: &[StepMetrics], run: &Run, largest_ah: f64) -> String {
    let is_charge = |at: &usize| metrics[*at].step_type == StepType::Charge && !run::is_pulse_charge(metrics, *at);
    let Some(charge) = (0..run.first).rev().find(is_charge) else {
        return "no charge before it".to_owned();
    };
    let step = metrics[charge].step;
    if !window.ends_charged(steps, metrics, charge) {
        let end = metrics[charge].voltage_end_v.get().map_or_else(|| "an unknown voltage".to_owned(), volts);
        let (top, how) = (volts(window.top()), reason(&steps[charge]));
        return format!("the charge before it, step {step}, ended {how} at {end}; charged is from {top} on");
    }
    let gone: f64 = metrics[charge + 1..run.first].iter().map(|step| step.capacity_ah.get().unwrap_or(f64::NAN)).sum();
    format!(
        "{gone:+.4} Ah went in or out since the charge, step {step}; at most {:.4} Ah may",
        run::GONE_SHARE * largest_ah
    )
}

fn volts(value: f64) -> String {
    format!("{value:.4} V")
}

fn reason(step: &StepData) -> String {
    match step.record.end_reason {
        None => "for no reason that the tester gives".to_owned(),
        Some(EndReason::Skipped) => "by an operator's skip".to_owned(),
        Some(reason) => format!("by {}", reason.as_str()),
    }
}
