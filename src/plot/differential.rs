//! The curves of `dqdv` and `dvdq`: the constant-current part of chosen steps, resampled, smoothed and differentiated.

mod peaks;
mod rows;

use super::capacity_voltage::curves;
use super::figure::Series;
use super::ink::Ink;
use super::options::Options;
use super::{Axis, Figure, Panel, Plot, PlotError, PlotTest, scale, select};
use crate::model::StepMetrics;
use crate::transform::curve::CurveError;
use std::collections::BTreeSet;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differential {
    CapacityByVoltage,
    VoltageByCapacity,
}

/// Without a choice of steps: those up to this rate, for faster ones smear every peak.
const SLOW_C: f64 = 1.1;
/// Without a choice of steps: those that move at least this share of the largest capacity.
const LONG: f64 = 0.5;

/// Draws one of the two.
pub(super) fn draw(
    kind: &dyn Plot,
    which: Differential,
    title: &str,
    (x, y): (Axis, Axis),
    tests: &mut [PlotTest<'_>],
    options: &Options,
) -> Result<Figure, PlotError> {
    select::check(kind, tests, options)?;
    let mut figure = select::begin(kind, title, tests, options);
    let ink = Ink::of(tests, options);
    let mut panel = Panel::new(x, y);
    panel.y.includes.push(0.0);
    let mut said = Said::default();
    let count = tests.len();
    for (i, test) in tests.iter_mut().enumerate() {
        select::need_rows(kind.name(), test.head)?;
        let (steps, left_out) = candidates(test, options);
        said.left_out.extend(left_out);
        let (steps, note) = select::evenly(steps, count, options);
        said.some.extend(note);
        let shown: BTreeSet<i32> = steps.iter().map(|step| step.cycle).collect();
        let mut found = rows::read(test, &steps, which, options, &mut said)?;
        for step in steps {
            let Some(points) = found.remove(&step.step) else { continue };
            said.types.insert(step.step_type.as_str());
            said.cycles.insert(step.cycle);
            said.fast |= step.c_rate.get().is_some_and(|rate| rate > 0.2);
            let what = format!("cycle {} step {} {}", step.cycle, step.step, step.step_type.as_str());
            figure.keys.push(ink.key(i, step.cycle, shown.len()));
            let style = ink.step(i, step.cycle, step.step_type);
            let (label, name) = (String::new(), ink.series_name(i, &what));
            panel.series.push(Series { label, name, points, style, in_legend: false });
        }
    }
    if panel.series.is_empty() {
        let why = match said.failed {
            Some((step, why)) => format!("step {step}: {why}"),
            None if said.left_out.is_empty() => {
                "no charge or discharge with a constant-current part; choose other cycles or steps".to_owned()
            }
            None => format!("of the cycles chosen, {}", said.left_out()),
        };
        return Err(PlotError::Nothing { kind: kind.name(), why });
    }
    if which == Differential::VoltageByCapacity && options.y_limits == super::Limits::default() {
        panel.y.limits = peaks::without_steep_ends(&panel);
        said.cut = panel.y.limits != super::Limits::default();
    }
    if which == Differential::CapacityByVoltage && options.x_limits == super::Limits::default() {
        said.quiet = peaks::leave_out_quiet(&mut panel);
    }
    (said.narrow, said.peaks) = peaks::mark(&mut panel, options);
    figure.panels.push(panel);
    ink.explain(&mut figure, &said.cycles, &said.types);
    select::footer(&mut figure, tests, &said.cycles, &said.notes(which, options));
    Ok(figure)
}

/// What the footer has to say.
#[derive(Default)]
struct Said {
    types: BTreeSet<&'static str>,
    cycles: BTreeSet<i32>,
    some: BTreeSet<String>,
    /// In mV, or in % of the capacity.
    grids: Vec<f64>,
    /// Some grid is coarser than the usual one, for the rows are sparse.
    coarser: bool,
    fast: bool,
    coarse: bool,
    /// Steep ends are cut.
    cut: bool,
    /// The peaks of few curves, by name.
    peaks: Option<String>,
    /// Some peak is narrower than the window.
    narrow: bool,
    /// Steps whose voltage turns.
    turned: BTreeSet<i32>,
    /// Where nothing happens.
    quiet: Option<String>,
    /// Steps that were not asked for by number and make no good curve.
    left_out: BTreeSet<i32>,
    failed: Option<(i32, CurveError)>,
}

impl Said {
    fn left_out(&self) -> String {
        let steps = select::ranges(&self.left_out);
        let (steps, them) = match self.left_out.len() {
            1 => (format!("step {steps} is"), "it"),
            _ => (format!("steps {steps} are"), "them"),
        };
        format!("{steps} short or faster than {SLOW_C} C and left out (--steps draws {them})")
    }

    fn grid(&self, which: Differential) -> String {
        let unit = if which == Differential::CapacityByVoltage { "mV" } else { "% of capacity" };
        let least = self.grids.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.grids.iter().copied().fold(0.0, f64::max);
        let (least, most) = (scale::short(least, 3), scale::short(most, 3));
        let span = if least == most { least } else { format!("{least} to {most}") };
        let why = if self.coarser { " (a quarter of the rows' spacing)" } else { "" };
        format!("{span} {unit}{why}")
    }

    fn notes(&self, which: Differential, options: &Options) -> Vec<String> {
        let curve = options.curve;
        let mut notes: Vec<String> = self.peaks.iter().cloned().collect();
        notes.push(format!(
            "constant-current part; PCHIP on a grid of {}; Savitzky-Golay, {} points, order {}; peaks from {} % prominence",
            self.grid(which),
            curve.window,
            curve.order,
            curve.prominence_pct
        ));
        notes.extend(self.some.iter().cloned());
        if !self.turned.is_empty() {
            let (steps, end) =
                if self.turned.len() == 1 { ("step", "its curve ends") } else { ("steps", "their curves end") };
            notes.push(format!("{steps} {}: the voltage turns, and {end} there", select::ranges(&self.turned)));
        }
        notes.extend(self.quiet.iter().cloned());
        if self.cut {
            notes.push("steep ends lie beyond the axis (--y-limits)".to_owned());
        }
        if !self.left_out.is_empty() {
            notes.push(self.left_out());
        }
        if self.narrow {
            notes.push(
                "peaks narrower than the window are drawn too low: try a finer --grid or a smaller --window".to_owned(),
            );
        }
        if self.coarse {
            notes.push("fewer rows than the window: the line between them is interpolated".to_owned());
        }
        if self.fast {
            notes.push("rates above C/5 shift and blur the peaks".to_owned());
        }
        notes
    }
}

/// The steps that are drawn without a choice of a person's: long and slow ones, or long ones where none is slow; and the
/// numbers of the others.
fn candidates<'a>(test: &PlotTest<'a>, options: &Options) -> (Vec<&'a StepMetrics>, Vec<i32>) {
    let all = curves(test, options).0;
    if options.steps.is_some() {
        return (all, Vec::new());
    }
    let capacity = |step: &StepMetrics| step.capacity_ah.get().unwrap_or(0.0).abs();
    let largest = test.derived.steps.iter().map(capacity).fold(0.0, f64::max);
    let is_long = |step: &StepMetrics| capacity(step) >= LONG * largest;
    let is_slow = |step: &StepMetrics| step.c_rate.get().is_some_and(|rate| rate <= SLOW_C);
    let some_slow = all.iter().any(|step| is_long(step) && is_slow(step));
    let (kept, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|step| is_long(step) && (is_slow(step) || !some_slow));
    (kept, others.into_iter().map(|step| step.step).collect())
}
