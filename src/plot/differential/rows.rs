//! The rows of chosen steps on their way to smoothed curves.

use super::{Differential, Said};
use crate::model::{Columns, StepMetrics, StepType};
use crate::plot::options::CurveOptions;
use crate::plot::{Options, PlotError, PlotTest, rows};
use crate::transform::curve::{CONSTANT_CURRENT_SHARE, CurveError, Grid, Resampler, Smoothing, differentiate};
use std::collections::BTreeMap;

/// A voltage that goes back by more has turned.
const TURN_V: f64 = 0.005;

/// One step's way from rows to its grid.
struct Open {
    resampler: Resampler,
    grid: Grid,
    least_a: f64,
    /// What turns the grid into what the footer says: mV, or % of the capacity.
    said_per_grid: f64,
    constant_voltage_from_ah: f64,
    rows: usize,
}

/// The curve of each step.
pub(super) type Curves = BTreeMap<i32, Vec<(f64, f64)>>;

impl Open {
    /// The step is over: its curve, if it has one.
    fn close(self, step: i32, options: &Options, said: &mut Said, found: &mut Curves) -> Result<(), PlotError> {
        let CurveOptions { window, order, .. } = options.curve;
        let curve = self.resampler.finish(self.grid).and_then(|curve| {
            let points = differentiate(&curve.points, Smoothing { grid: curve.grid, window, order })?;
            Ok((points, curve.grid, curve.turned))
        });
        match curve {
            Ok((points, grid, turned)) => {
                said.coarse |= self.rows < window;
                said.coarser |= matches!(self.grid, Grid::Usual(usual) if grid > usual);
                said.grids.push(grid * self.said_per_grid);
                if turned {
                    said.turned.insert(step);
                }
                found.insert(step, points);
                Ok(())
            }
            // A window or a grid that cannot be is the person's; a curve too short is the step's.
            Err(why @ (CurveError::Window { .. } | CurveError::TooFine { .. } | CurveError::Grid(_))) => {
                Err(PlotError::Curve { step, why })
            }
            Err(why) => {
                said.failed = said.failed.take().or(Some((step, why)));
                Ok(())
            }
        }
    }
}

/// What each step needs on its way.
fn ways(
    test: &mut PlotTest<'_>,
    steps: &[&StepMetrics],
    which: Differential,
    options: &Options,
) -> Result<BTreeMap<i32, Open>, PlotError> {
    let iron = test.head.cell.as_ref().and_then(|cell| cell.chemistry.as_deref()) == Some("LFP");
    let types: BTreeMap<i32, StepType> = steps.iter().map(|step| (step.step, step.step_type)).collect();
    let mut open = BTreeMap::new();
    for data in test.test.steps()? {
        let (Some(step_type), Some(trace)) = (types.get(&data.record.number), &data.trace) else { continue };
        let capacity = trace.capacity_end_ah.get().or(data.record.capacity_ah.get()).unwrap_or(0.0).abs();
        if capacity == 0.0 {
            continue;
        }
        let (usual, rising, turn) = match which {
            Differential::CapacityByVoltage => {
                (if iron { 0.001 } else { 0.002 }, *step_type == StepType::Charge, TURN_V)
            }
            Differential::VoltageByCapacity => (0.002 * capacity, true, f64::INFINITY),
        };
        let grid = match (which, options.curve.grid) {
            (_, None) => Grid::Usual(usual),
            (Differential::CapacityByVoltage, Some(asked)) => Grid::Asked(asked),
            (Differential::VoltageByCapacity, Some(asked)) => Grid::Asked(asked / 100.0 * capacity),
        };
        let least_a = CONSTANT_CURRENT_SHARE * trace.current_abs_max_a.get().unwrap_or(0.0);
        let constant_voltage_from_ah = trace.constant_voltage_start_ah.get().map_or(f64::INFINITY, f64::abs);
        let said_per_grid = if which == Differential::CapacityByVoltage { 1e3 } else { 100.0 / capacity };
        let resampler = Resampler::new(rising, turn);
        let state = Open { resampler, grid, least_a, said_per_grid, constant_voltage_from_ah, rows: 0 };
        open.insert(data.record.number, state);
    }
    Ok(open)
}

/// The curves of the steps of a test.
pub(super) fn read(
    test: &mut PlotTest<'_>,
    steps: &[&StepMetrics],
    which: Differential,
    options: &Options,
    said: &mut Said,
) -> Result<Curves, PlotError> {
    let mut open = ways(test, steps, which, options)?;
    let wanted = open.keys().copied().collect();
    let mut found = BTreeMap::new();
    let mut at = None;
    rows::walk(test, &wanted, Columns { integrals: true, ..Columns::BASIC }, |block, active| {
        // Steps come one after another: of one that is over, the grid alone is held.
        if let Some(over) = at.replace(block.step).filter(|over| *over != block.step)
            && let Some(state) = open.remove(&over)
        {
            state.close(over, options, said, &mut found)?;
        }
        let Some(state) = open.get_mut(&block.step) else { return Ok(()) };
        for row in 0..active {
            let capacity = block.capacity_ah[row].abs();
            if block.current_a[row].abs() < state.least_a || capacity > state.constant_voltage_from_ah {
                continue;
            }
            state.rows += 1;
            // Of magnitudes: charge is up and discharge is down by itself, for its voltage falls.
            match which {
                Differential::CapacityByVoltage => state.resampler.push(block.voltage_v[row], capacity),
                Differential::VoltageByCapacity => state.resampler.push(capacity, block.voltage_v[row]),
            }
        }
        Ok(())
    })?;
    for (step, state) in open {
        state.close(step, options, said, &mut found)?;
    }
    Ok(found)
}
