//! The curves of `dqdv` and `dvdq`: the constant-current part of chosen steps, resampled, smoothed and differentiated.

use super::capacity_voltage::curves;
use super::figure::{Note, Series};
use super::ink::Ink;
use super::options::Options;
use super::{Axis, Figure, Panel, Plot, PlotError, PlotTest, Shape, Style, rows, scale, select};
use crate::model::{Columns, StepMetrics, StepType};
use crate::transform::curve::{CONSTANT_CURRENT_SHARE, CurveError, Resampler, Smoothing, differentiate, find_peaks};
use std::collections::{BTreeMap, BTreeSet};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differential {
    CapacityByVoltage,
    VoltageByCapacity,
}

/// Beyond so many curves peaks are marked without their number.
const MOST_NUMBERED: usize = 2;
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
    let ink = Ink::of(tests, options.theme);
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
        let mut found = read(test, &steps, which, options, &mut said)?;
        for step in steps {
            let Some(points) = found.remove(&step.step) else { continue };
            said.types.insert(step.step_type.as_str());
            said.cycles.insert(step.cycle);
            said.fast |= step.c_rate.is_some_and(|rate| rate > 0.2);
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
        panel.y.limits = without_steep_ends(&panel);
        said.cut = panel.y.limits != super::Limits::default();
    }
    said.narrow = mark_peaks(&mut panel, options);
    ink.explain(&mut figure, &said.cycles, &said.types);
    figure.panels.push(panel);
    select::footer(&mut figure, tests, &said.cycles, &said.notes(which, options));
    Ok(figure)
}

/// What the footer has to say.
#[derive(Default)]
struct Said {
    types: BTreeSet<&'static str>,
    cycles: BTreeSet<i32>,
    some: BTreeSet<String>,
    grids: Vec<f64>,
    fast: bool,
    coarse: bool,
    cut: bool,
    /// Some peak is narrower than the window.
    narrow: bool,
    /// Steps that were not asked for by number and make no good curve.
    left_out: BTreeSet<i32>,
    failed: Option<(i32, CurveError)>,
}

impl Said {
    fn left_out(&self) -> String {
        let steps = select::ranges(&self.left_out);
        format!("steps {steps} are short or faster than {SLOW_C} C and left out (--steps draws them)")
    }

    fn notes(&self, which: Differential, options: &Options) -> Vec<String> {
        let curve = options.curve;
        let grid = match (which, options.curve.grid) {
            (Differential::VoltageByCapacity, grid) => format!("{} % of capacity", grid.unwrap_or(0.2)),
            (Differential::CapacityByVoltage, _) => {
                let said: Vec<String> = self.grids.iter().map(|grid| scale::short(grid * 1e3, 4)).collect();
                format!("{} mV", said.join(" and "))
            }
        };
        let mut notes = vec![format!(
            "constant-current part; grid {grid}; Savitzky-Golay, {} points, order {}; peaks from {} % prominence",
            curve.window, curve.order, curve.prominence_pct
        )];
        notes.extend(self.some.iter().cloned());
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
    let capacity = |step: &StepMetrics| step.capacity_ah.unwrap_or(0.0).abs();
    let largest = test.derived.steps.iter().map(capacity).fold(0.0, f64::max);
    let is_long = |step: &StepMetrics| capacity(step) >= LONG * largest;
    let is_slow = |step: &StepMetrics| step.c_rate.is_some_and(|rate| rate <= SLOW_C);
    let some_slow = all.iter().any(|step| is_long(step) && is_slow(step));
    let (kept, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|step| is_long(step) && (is_slow(step) || !some_slow));
    (kept, others.into_iter().map(|step| step.step).collect())
}

/// One step's way from rows to its grid.
struct Open {
    resampler: Resampler,
    smoothing: Smoothing,
    least_a: f64,
    constant_voltage_from_ah: f64,
    rows: usize,
    failed: Option<CurveError>,
}

impl Open {
    fn curve(self) -> Result<Vec<(f64, f64)>, CurveError> {
        match self.failed {
            Some(why) => Err(why),
            None => differentiate(&self.resampler.finish(), self.smoothing),
        }
    }
}

fn read(
    test: &mut PlotTest<'_>,
    steps: &[&StepMetrics],
    which: Differential,
    options: &Options,
    said: &mut Said,
) -> Result<BTreeMap<i32, Vec<(f64, f64)>>, PlotError> {
    let iron = test.head.cell.as_ref().and_then(|cell| cell.chemistry.as_deref()) == Some("LFP");
    let types: BTreeMap<i32, StepType> = steps.iter().map(|step| (step.step, step.step_type)).collect();
    let mut open = BTreeMap::new();
    for data in test.test.steps()? {
        let (Some(step_type), Some(trace)) = (types.get(&data.record.number), &data.trace) else { continue };
        let rising = which == Differential::VoltageByCapacity || *step_type == StepType::Charge;
        let capacity = trace.capacity_end_ah.or(data.record.capacity_ah).unwrap_or(0.0).abs();
        let grid = match which {
            Differential::CapacityByVoltage => options.curve.grid.unwrap_or(if iron { 0.001 } else { 0.002 }),
            Differential::VoltageByCapacity => options.curve.grid.unwrap_or(0.2) / 100.0 * capacity,
        };
        if capacity == 0.0 {
            continue;
        }
        if !said.grids.contains(&grid) {
            said.grids.push(grid);
        }
        let resampler =
            Resampler::new(grid, rising).map_err(|why| PlotError::Curve { step: data.record.number, why })?;
        let smoothing = Smoothing { grid, window: options.curve.window, order: options.curve.order };
        let least_a = CONSTANT_CURRENT_SHARE * trace.current_abs_max_a.unwrap_or(0.0);
        let constant_voltage_from_ah = trace.constant_voltage_start_ah.map_or(f64::INFINITY, f64::abs);
        let state = Open { resampler, smoothing, least_a, constant_voltage_from_ah, rows: 0, failed: None };
        open.insert(data.record.number, state);
    }
    let wanted = open.keys().copied().collect();
    rows::walk(test, &wanted, Columns { integrals: true, ..Columns::BASIC }, |block, active| {
        let Some(state) = open.get_mut(&block.step).filter(|state| state.failed.is_none()) else { return Ok(()) };
        for row in 0..active {
            let capacity = block.capacity_ah[row].abs();
            if block.current_a[row].abs() < state.least_a || capacity > state.constant_voltage_from_ah {
                continue;
            }
            state.rows += 1;
            // Of magnitudes: charge is up and discharge is down by itself, for its voltage falls.
            let (x, y) = match which {
                Differential::CapacityByVoltage => (block.voltage_v[row], capacity),
                Differential::VoltageByCapacity => (capacity, block.voltage_v[row]),
            };
            if let Err(why) = state.resampler.push(x, y) {
                state.failed = Some(why);
                break;
            }
        }
        Ok(())
    })?;
    let mut found = BTreeMap::new();
    for (step, state) in open {
        let rows = state.rows;
        match state.curve() {
            Ok(points) => {
                said.coarse |= rows < options.curve.window;
                found.insert(step, points);
            }
            // A window or a grid that cannot be is the person's; a curve too short is the step's.
            Err(why @ (CurveError::Window { .. } | CurveError::TooFine { .. })) => {
                return Err(PlotError::Curve { step, why });
            }
            Err(why) => said.failed = said.failed.take().or(Some((step, why))),
        }
    }
    Ok(found)
}

/// The voltage rises and falls so steeply at the ends that nothing else would be seen; where it does not, nothing is cut.
fn without_steep_ends(panel: &Panel) -> super::Limits {
    let mut values: Vec<f64> = panel.series.iter().flat_map(|series| &series.points).map(|point| point.1).collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let (low, high) = (at(0.06).min(0.0), at(0.94).max(0.0));
    let room = 0.3 * (high - low);
    let (lowest, highest) = (at(0.0), at(1.0));
    super::Limits {
        min: Some(low - room).filter(|min| *min > lowest),
        max: Some(high + room).filter(|max| *max < highest),
    }
}

/// Marks the peaks of charge curves above and of discharge curves below; numbers them where there are few curves, the
/// highest first. Prominence is a share of the highest value that the axis shows: steep ends are no measure for what lies
/// between them. Says whether a curve's highest peak is narrower at half its height than the window over which it was
/// smoothed.
fn mark_peaks(panel: &mut Panel, options: &Options) -> bool {
    let mut narrow = false;
    let numbered = panel.series.len() <= MOST_NUMBERED;
    let mut marks = Vec::new();
    for series in &panel.series {
        let down = series.points.iter().map(|point| point.1).sum::<f64>() < 0.0;
        let heights: Vec<f64> = series.points.iter().map(|point| if down { -point.1 } else { point.1 }).collect();
        let shown = |index: &usize| panel.y.limits.contain(series.points[*index].1);
        let highest = (0..heights.len()).filter(shown).map(|index| heights[index]).fold(0.0, f64::max);
        for peak in find_peaks(&heights, options.curve.prominence_pct / 100.0 * highest) {
            if !shown(&peak.index) {
                continue;
            }
            if heights[peak.index] >= highest {
                narrow |= width(&heights, peak.index) < options.curve.window;
            }
            let point = series.points[peak.index];
            if numbered {
                panel.notes.push(Note { at: point, text: scale::short(point.0, 4), above: !down, either: false });
            }
            let shape = if down { Shape::Up } else { Shape::Down };
            marks.push((series.name.clone(), point, Style::points(series.style.colour, shape)));
        }
    }
    panel.notes.sort_by(|a, b| b.at.1.abs().total_cmp(&a.at.1.abs()));
    for (name, point, style) in marks {
        let name = format!("{name} peak");
        panel.series.push(Series { label: String::new(), name, points: vec![point], style, in_legend: false });
    }
    narrow
}

/// The number of points around a peak that reach half its height.
fn width(heights: &[f64], peak: usize) -> usize {
    let high = |height: &&f64| **height >= heights[peak] / 2.0;
    let before = heights[..peak].iter().rev().take_while(high).count();
    before + 1 + heights[peak + 1..].iter().take_while(high).count()
}
