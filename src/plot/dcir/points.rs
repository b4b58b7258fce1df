//! The pulses whose resistance is drawn, also those of Step files alone, and the groups of their temperatures.

use crate::model::{Direction, Maybe, Pulse, StepMetrics, StepType};
use crate::plot::ink::temperature_label;
use crate::plot::{Options, PlotTest, select};
use crate::transform::group::same_temperature;
use std::collections::BTreeSet;

/// What is drawn of a pulse.
pub(super) struct Pulsed {
    pub(super) cycle: i32,
    pub(super) direction: Direction,
    pub(super) soc_pct: f64,
    pub(super) temperature_degc: Option<f64>,
    pub(super) duration_s: Option<f64>,
    /// The resistance in ohm at the first row, 0.1 s, 1 s, 10 s and the end.
    pub(super) ohm: [Option<f64>; 5],
    /// Whether it is told by the Step file alone.
    pub(super) by_step: bool,
}

/// The pulses chosen; see [`select::pulses`].
pub(super) fn of(test: &PlotTest<'_>, options: &Options) -> Vec<Pulsed> {
    if !test.head.has_rows {
        return of_steps(test, &select::chosen(test, options).iter().map(|step| step.step).collect());
    }
    select::pulses(test, options).into_iter().filter_map(of_rows).collect()
}

fn of_rows(pulse: &Pulse) -> Option<Pulsed> {
    Some(Pulsed {
        cycle: pulse.cycle,
        direction: pulse.direction,
        soc_pct: pulse.soc_pct.get()?,
        temperature_degc: pulse.temperature_degc.get(),
        duration_s: pulse.duration_s.get(),
        ohm: [pulse.r0_ohm, pulse.r_100ms_ohm, pulse.r_1s_ohm, pulse.r_10s_ohm, pulse.r_end_ohm].map(Maybe::get),
        by_step: false,
    })
}

/// Without rows: what the Step file says of the end.
fn of_steps(test: &PlotTest<'_>, chosen: &BTreeSet<i32>) -> Vec<Pulsed> {
    let longest = test.head.conventions.pulse_max_s + SWITCH_S;
    let pairs = test.derived.steps.windows(2).map(|pair| (&pair[0], &pair[1]));
    let short = |step: &StepMetrics| step.duration_s.get().is_some_and(|duration| duration <= longest);
    let pulse = |(before, step): (&StepMetrics, &StepMetrics)| {
        let direction = match step.step_type {
            StepType::Charge => Direction::Charge,
            StepType::Discharge => Direction::Discharge,
            _ => return None,
        };
        let ocv_v = before.voltage_end_v.get().filter(|_| before.step_type == StepType::Rest)?;
        let current_a = step.current_end_a.get().filter(|current| *current != 0.0)?;
        let ohm = (step.voltage_end_v.get()? - ocv_v) / current_a;
        Some(Pulsed {
            cycle: step.cycle,
            direction,
            soc_pct: step.soc_start_pct.get()?,
            temperature_degc: step.temperature_start_degc.get(),
            duration_s: step.duration_s.get(),
            ohm: [None, None, None, None, Some(ohm)],
            by_step: true,
        })
    };
    pairs.filter(|(_, step)| chosen.contains(&step.step) && short(step)).filter_map(pulse).collect()
}

/// What testers take to switch, in s: so much longer may a pulse be.
const SWITCH_S: f64 = 0.5;

/// The groups of temperatures: each begins with a pulse, in order of time, and holds what lies within 3 K of that one.
pub(super) struct Temperatures {
    /// Of the first of each, rising.
    firsts: Vec<Option<f64>>,
}

impl Temperatures {
    pub(super) fn of<'a>(pulses: impl Iterator<Item = &'a Pulsed>) -> Self {
        let mut firsts: Vec<Option<f64>> = Vec::new();
        for pulse in pulses {
            if !firsts.iter().any(|first| same(pulse.temperature_degc, *first)) {
                firsts.push(pulse.temperature_degc);
            }
        }
        firsts.sort_by(|a, b| a.unwrap_or(f64::NEG_INFINITY).total_cmp(&b.unwrap_or(f64::NEG_INFINITY)));
        Self { firsts }
    }

    pub(super) fn count(&self) -> usize {
        self.firsts.len()
    }

    pub(super) fn degc(&self, group: usize) -> Option<f64> {
        self.firsts.get(group).copied().flatten()
    }

    pub(super) fn word(&self, group: usize) -> String {
        temperature_label(self.degc(group))
    }

    /// The group of a pulse.
    pub(super) fn place(&self, pulse: &Pulsed) -> usize {
        self.firsts.iter().position(|first| same(pulse.temperature_degc, *first)).unwrap_or(0)
    }
}

fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_temperature(a, b),
        (None, None) => true,
        _ => false,
    }
}
