//! Incremental capacity (dQ/dV) over voltage.

use super::differential::{Differential, draw};
use super::{Axis, Figure, Options, Plot, PlotError, PlotTest};

/// Incremental capacity (dQ/dV) over voltage.
pub(super) struct DqDv;

impl Plot for DqDv {
    fn name(&self) -> &'static str {
        "dqdv"
    }

    fn about(&self) -> &'static str {
        "incremental capacity dQ/dV over voltage, charge up and discharge down, peaks marked"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let x = Axis::new("Voltage / V", "voltage_v").limited(options.x_limits);
        let y = Axis::new("dQ/dV / Ah·V⁻¹", "dq_dv_ah_per_v").or("dQ/dV").limited(options.y_limits);
        draw(self, Differential::CapacityByVoltage, "Incremental capacity", (x, y), tests, options)
    }
}
