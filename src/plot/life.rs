//! Where something stands in a cell's life: at a cycle, an equivalent full cycle, a day, a throughput.

use super::{Axis, Options, cycles};
use crate::model::{Cycle, Derived};
use crate::transform::ageing::{Over, throughput};

/// The life of the cell under test.
pub(super) struct Life<'a> {
    derived: &'a Derived,
    /// What it is counted in.
    pub(super) over: Over,
    /// The charge moved to the end of each cycle in Ah.
    moved: Vec<f64>,
}

impl<'a> Life<'a> {
    pub(super) fn of(derived: &'a Derived, over: Over) -> Self {
        let moved = if over == Over::Throughput { throughput(&derived.cycles) } else { Vec::new() };
        Self { derived, over, moved }
    }

    /// Where the end of a cycle stands.
    pub(super) fn of_cycle(&self, cycle: &Cycle) -> Option<f64> {
        self.place(cycle.cycle, cycle.last_step)
    }

    /// Where a step stands: days are those of its own end, all else is counted by the end of its cycle.
    pub(super) fn place(&self, cycle: i32, step: i32) -> Option<f64> {
        let at = || self.derived.cycles.iter().position(|one| one.cycle == cycle);
        match self.over {
            Over::Cycle => Some(f64::from(cycle)),
            Over::Efc => self.derived.cycles[at()?].equivalent_full_cycles.get(),
            Over::Throughput => self.moved.get(at()?).copied(),
            Over::Days => {
                let at = self.derived.steps.partition_point(|one| one.step < step);
                self.derived.elapsed_end_s.get(at).map(|seconds| seconds / 86_400.0)
            }
        }
    }
}

/// The axis of what life is counted in.
pub(super) fn axis(options: &Options) -> Axis {
    let axis = match options.over {
        Over::Cycle => cycles::axis(options),
        Over::Efc => Axis::new("Equivalent full cycles", "equivalent_full_cycles").or("EFC"),
        Over::Days => Axis::new("Time / d", "days"),
        Over::Throughput => Axis::new("Throughput / Ah", "throughput_ah"),
    };
    axis.limited(options.x_limits)
}
