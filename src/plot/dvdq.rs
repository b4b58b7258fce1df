//! Differential voltage (dV/dQ) over capacity.

use super::differential::{Differential, draw};
use super::{Axis, Figure, Options, Plot, PlotError, PlotTest};

/// Differential voltage (dV/dQ) over capacity.
pub(super) struct DvDq;

impl Plot for DvDq {
    fn name(&self) -> &'static str {
        "dvdq"
    }

    fn about(&self) -> &'static str {
        "differential voltage dV/dQ over capacity, charge up and discharge down, peaks marked"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let x = Axis::new("Capacity / Ah", "capacity_ah").limited(options.x_limits);
        let y = Axis::new("dV/dQ / V·Ah⁻¹", "dv_dq_v_per_ah").or("dV/dQ").limited(options.y_limits);
        draw(self, Differential::VoltageByCapacity, "Differential voltage", (x, y), tests, options)
    }
}
