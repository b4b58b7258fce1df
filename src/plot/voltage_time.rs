//! Voltage over time, with the borders of the steps.

use super::source::Source;
use super::timeline::single;
use super::{Axis, Figure, Options, Plot, PlotError, PlotTest};
use crate::model::Head;

/// Voltage over time.
pub(super) struct VoltageTime;

impl Plot for VoltageTime {
    fn name(&self) -> &'static str {
        "voltage-time"
    }

    fn about(&self) -> &'static str {
        "voltage over time, with the borders of the steps"
    }

    fn over_time(&self, _head: &Head) -> Vec<Source> {
        vec![Source::Voltage]
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let y = Axis::new("Voltage / V", "voltage_v").or("U / V").limited(options.y_limits);
        single(self, "Voltage", &y, &Source::Voltage, tests, options)
    }
}
