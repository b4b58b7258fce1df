//! dQ/dV and dV/dQ of a page: the curves of the plots, of as many cycles as a page has room for.

use super::super::data::{CurveItem, Curves, Grid};
use super::FillError;
use super::figures::{drawn, options};
use crate::model::{Finding, StepMetrics, StepType};
use crate::plot::{Options, PlotError};
use crate::report::Subject;
use std::collections::BTreeMap;

/// The most cycles whose curves a page carries: first, last and evenly between.
const MOST_CYCLES: usize = 12;

/// The curves of both kinds.
pub(super) fn curves(subject: &mut Subject<'_>, findings: &[Finding]) -> Result<Curves, FillError> {
    if !subject.head.has_rows {
        return Ok(Curves::default());
    }
    let cycles: Vec<i32> = subject.derived.cycles.iter().map(|cycle| cycle.cycle).collect();
    let chosen: Vec<i32> = evenly(&cycles, MOST_CYCLES);
    let asked = Options { cycles: Some(chosen.iter().copied().collect()), ..options() };
    let (dqdv, note) = by_step(subject, findings, "dqdv", &asked)?;
    let (mut dvdq, _) = by_step(subject, findings, "dvdq", &asked)?;
    let mut steps: Vec<i32> = dqdv.keys().chain(dvdq.keys()).copied().collect();
    steps.sort_unstable();
    steps.dedup();
    let mut dqdv = dqdv;
    let metrics: BTreeMap<i32, &StepMetrics> = subject.derived.steps.iter().map(|step| (step.step, step)).collect();
    let item = |number: i32| {
        let step = metrics.get(&number)?;
        Some(CurveItem {
            cycle: Some(i64::from(step.cycle)),
            step: i64::from(number),
            direction: if step.step_type == StepType::Charge { "charge" } else { "discharge" },
            c_rate: step.c_rate.get().into(),
            temperature_degc: step.temperature_start_degc.get().into(),
            dqdv: dqdv.remove(&number),
            dvdq: dvdq.remove(&number),
        })
    };
    let items = steps.into_iter().filter_map(item).collect();
    let more = if chosen.len() < cycles.len() {
        format!("; of {} of {} cycles: first, last and evenly between", chosen.len(), cycles.len())
    } else {
        String::new()
    };
    Ok(Curves { note: format!("{note}{more}"), items })
}

/// The first, the last, and evenly between.
fn evenly(all: &[i32], most: usize) -> Vec<i32> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|at| all[at * (all.len() - 1) / (most - 1)]).collect()
}

/// The curves of a plot by their step, and what the plot says of them.
fn by_step(
    subject: &mut Subject<'_>,
    findings: &[Finding],
    kind: &str,
    asked: &Options,
) -> Result<(BTreeMap<i32, Grid>, String), FillError> {
    let figure = match drawn(subject, findings, kind, (asked, None)) {
        Ok(figure) => figure,
        Err(FillError::Plot(PlotError::Nothing { .. })) => return Ok((BTreeMap::new(), String::new())),
        Err(error) => return Err(error),
    };
    let mut found = BTreeMap::new();
    for series in figure.panels.iter().flat_map(|panel| &panel.series) {
        let step = series.name.split(' ').skip_while(|word| *word != "step").nth(1).and_then(|word| word.parse().ok());
        // A mark on a curve is no curve.
        if let (Some(step), true) = (step, series.points.len() > 2) {
            found.entry(step).or_insert_with(|| grid(&series.points));
        }
    }
    Ok((found, figure.footer.last().cloned().unwrap_or_default()))
}

/// Points on a grid, whose gaps are missing values.
fn grid(points: &[(f64, f64)]) -> Grid {
    let finite = |point: &&(f64, f64)| point.0.is_finite();
    let places: Vec<f64> = points.iter().filter(finite).map(|point| point.0).collect();
    let steps = places.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step != 0.0);
    let Some(by) = steps.min_by(|a, b| a.abs().total_cmp(&b.abs())) else { return Grid::default() };
    let from = places[0];
    let count = ((places[places.len() - 1] - from) / by).round() as usize + 1;
    let mut values = vec![f64::NAN; count.min(MOST_GRID)];
    for (x, y) in points.iter().filter(|point| point.0.is_finite()) {
        if let Some(value) = values.get_mut(((x - from) / by).round() as usize) {
            *value = five_digits(*y);
        }
    }
    Grid { from: from.into(), by: by.into(), y: values.into_iter().map(Into::into).collect() }
}

/// The most places of a grid; beyond it a curve is cut rather than a page filled.
const MOST_GRID: usize = 20_000;

fn five_digits(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_on_their_grid_and_gaps_stay_gaps() {
        let grid = grid(&[(3.0, 1.0), (3.002, 2.0), (3.008, 4.0)]);
        assert_eq!(grid.y.len(), 5);
        assert_eq!(grid.y.iter().map(|y| y.get()).collect::<Vec<_>>(), [Some(1.0), Some(2.0), None, None, Some(4.0)]);
    }

    #[test]
    fn first_last_and_evenly_between() {
        assert_eq!(evenly(&[1, 2, 3], 30), [1, 2, 3]);
        let all: Vec<i32> = (1..=100).collect();
        let some = evenly(&all, 4);
        assert_eq!(some, [1, 34, 67, 100]);
    }
}
