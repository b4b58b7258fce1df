//! What can be drawn over time, and where rows have it.

use super::thin::Extremes;
use crate::model::{Block, Columns};

/// What is drawn over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The cell's voltage.
    Voltage,
    /// Its current.
    Current,
    /// Its temperature.
    CellTemperature,
    /// A further channel, by its place in the head.
    Channel(usize),
    /// The state of charge.
    Soc,
}

impl Source {
    /// What the rows have of it, if anything: of the state of charge, the step's capacity until then.
    pub(super) fn column<'b>(&self, block: &Block<'b>) -> Option<&'b [f64]> {
        match self {
            Self::Voltage => Some(block.voltage_v),
            Self::Current => Some(block.current_a),
            Self::CellTemperature => Some(block.temperature_degc),
            Self::Channel(i) => block.channels.get(*i).copied(),
            Self::Soc => Some(block.capacity_ah),
        }
    }

    /// Which of its values stay when rows are thinned.
    pub(super) fn extremes(&self) -> Extremes {
        if *self == Self::Soc { Extremes::YOfEach } else { Extremes::Y }
    }

    /// The columns that these need.
    pub(super) fn columns(sources: &[Self]) -> Columns {
        Columns {
            integrals: sources.contains(&Self::Soc),
            temperature: sources.contains(&Self::CellTemperature),
            channels: sources.iter().any(|source| matches!(source, Self::Channel(_))),
        }
    }
}
