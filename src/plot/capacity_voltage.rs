//! Voltage over capacity: a curve for each charge and discharge.

use super::ink::Ink;
use super::thin::{Extremes, Thinner};
use super::timeline::thinned;
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, rows, select};
use crate::model::{Columns, StepMetrics};
use std::collections::{BTreeMap, BTreeSet};

/// Below this share of the largest capacity a step is a top-off, not a curve.
const SHORT: f64 = 0.02;

/// Voltage over capacity.
pub(super) struct CapacityVoltage;

impl Plot for CapacityVoltage {
    fn name(&self) -> &'static str {
        "capacity-voltage"
    }

    fn about(&self) -> &'static str {
        "voltage over capacity, a curve for each charge (solid) and discharge (dashed)"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Charge and discharge", tests, options);
        let ink = Ink::of(tests, options);
        let mut panel = Panel::new(
            Axis { includes: vec![0.0], ..Axis::new("Capacity / Ah", "capacity_ah") }.limited(options.x_limits),
            Axis::new("Voltage / V", "voltage_v").or("U / V").limited(options.y_limits),
        );
        let (mut cycles, mut types, mut rows, mut left_out) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
        let (count, mut some) = (tests.len(), BTreeSet::new());
        for (i, test) in tests.iter_mut().enumerate() {
            select::need_rows(self.name(), test.head)?;
            let (curves, others) = curves(test, options);
            left_out += others;
            let (curves, note) = select::evenly(curves, count, options);
            some.extend(note);
            let shown: BTreeSet<i32> = curves.iter().map(|step| step.cycle).collect();
            let mut points = read(test, &curves, options, &mut rows)?;
            for step in curves {
                let Some(points) = points.remove(&step.step).filter(|points| points.len() > 1) else { continue };
                types.insert(step.step_type.as_str());
                cycles.insert(step.cycle);
                let what = format!("cycle {} step {} {}", step.cycle, step.step, step.step_type.as_str());
                let style = ink.step(i, step.cycle, step.step_type);
                figure.keys.push(ink.key(i, step.cycle, shown.len()));
                let (label, name) = (String::new(), ink.series_name(i, &what));
                panel.series.push(Series { label, name, points, style, in_legend: false });
            }
        }
        if panel.series.is_empty() {
            let why = "the steps chosen hold no charge and no discharge with rows".to_owned();
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        panel.mark_few();
        let mut notes: Vec<String> = some.into_iter().collect();
        if left_out > 0 {
            notes.push(format!("pulses and short steps left out: {left_out} (choose them by --steps)"));
        }
        notes.extend(thinned(rows, panel.series.iter().map(|series| series.points.len()).sum()));
        figure.panels.push(panel);
        ink.explain(&mut figure, &cycles, &types);
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

/// The charges and discharges that are curves, and how many are not; a person's own choice of steps is taken as it is.
pub(super) fn curves<'a>(test: &PlotTest<'a>, options: &Options) -> (Vec<&'a StepMetrics>, usize) {
    let chosen: Vec<&StepMetrics> =
        select::chosen(test, options).into_iter().filter(|step| select::moves_charge(step)).collect();
    if options.steps.is_some() {
        return (chosen, 0);
    }
    let pulses = select::pulse_steps(test.derived);
    let capacity = |step: &StepMetrics| step.capacity_ah.get().unwrap_or(0.0).abs();
    let largest = test.derived.steps.iter().map(capacity).fold(0.0, f64::max);
    let all = chosen.len();
    let kept: Vec<&StepMetrics> =
        chosen.into_iter().filter(|step| !pulses.contains(&step.step) && capacity(step) >= SHORT * largest).collect();
    let left_out = all - kept.len();
    (kept, left_out)
}

/// Capacity (a magnitude) and voltage of each step.
fn read(
    test: &mut PlotTest<'_>,
    curves: &[&StepMetrics],
    options: &Options,
    total: &mut u64,
) -> Result<BTreeMap<i32, Vec<(f64, f64)>>, PlotError> {
    let steps: BTreeSet<i32> = curves.iter().map(|step| step.step).collect();
    let width = options.format.width_px as usize;
    let columns = Columns { integrals: true, ..Columns::BASIC };
    let mut found: BTreeMap<i32, Vec<(f64, f64)>> = BTreeMap::new();
    let mut open: Option<(i32, Thinner)> = None;
    rows::walk(test, &steps, columns, |block, active| {
        *total += active as u64;
        if open.as_ref().is_none_or(|(step, _)| *step != block.step)
            && let Some((step, thinner)) = open.replace((block.step, Thinner::new(width, Extremes::Y)))
        {
            found.insert(step, thinner.finish());
        }
        if let Some((_, thinner)) = &mut open {
            for row in 0..active {
                let capacity = block.capacity_ah[row].abs();
                thinner.push(capacity, capacity, block.voltage_v[row]);
            }
        }
        Ok(())
    })?;
    if let Some((step, thinner)) = open {
        found.insert(step, thinner.finish());
    }
    Ok(found)
}
