//! The two counters of a step, capacity and energy, and what they count.

use crate::model::{Block, StepTrace};
use crate::validate::scale::Column;

/// A counter that a tester keeps while a step runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counter {
    /// Counts the current.
    Capacity,
    /// Counts voltage times current.
    Energy,
}

impl Counter {
    /// Both.
    pub(crate) const BOTH: [Self; 2] = [Self::Capacity, Self::Energy];

    /// As messages call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Energy => "energy",
        }
    }

    /// Its unit.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            Self::Capacity => "Ah",
            Self::Energy => "Wh",
        }
    }

    /// As findings call its column.
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Capacity => "capacity_ah",
            Self::Energy => "energy_wh",
        }
    }

    /// Its column, for tolerances.
    pub(crate) const fn scale(self) -> Column {
        match self {
            Self::Capacity => Column::Capacity,
            Self::Energy => Column::Energy,
        }
    }

    /// Its values.
    pub(crate) const fn values<'a>(self, block: &Block<'a>) -> &'a [f64] {
        match self {
            Self::Capacity => block.capacity_ah,
            Self::Energy => block.energy_wh,
        }
    }

    /// How much it counts in an hour at a row.
    #[inline]
    pub(crate) fn rate(self, block: &Block<'_>, row: usize) -> f64 {
        match self {
            Self::Capacity => block.current_a[row],
            Self::Energy => block.current_a[row] * block.voltage_v[row],
        }
    }

    /// What it has to be at the end of a step by the samples.
    pub(crate) const fn integral(self, trace: &StepTrace) -> f64 {
        match self {
            Self::Capacity => trace.integral_charge_ah - trace.integral_discharge_ah,
            Self::Energy => trace.integral_charge_wh - trace.integral_discharge_wh,
        }
    }
}
