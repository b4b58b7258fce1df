//! The temperature columns of a test, under one number each.

use crate::model::{Block, ChannelKind, Head};

/// A column of temperatures.
#[derive(Clone, Debug)]
pub(crate) struct Sensor {
    /// Its header.
    pub(crate) column: String,
    /// Whether it is the chamber's.
    pub(crate) is_chamber: bool,
    /// Whether it is the cell's own, which the cell's limits are about.
    pub(crate) is_cell: bool,
    channel: Option<usize>,
}

impl Sensor {
    /// Every column of temperatures: the cell's, then the others in the order of the file.
    pub(crate) fn all(head: &Head) -> Vec<Self> {
        let cell = head.temperature_channel.as_ref().map(|column| Self {
            column: column.clone(),
            is_chamber: false,
            is_cell: true,
            channel: None,
        });
        let kinds = [ChannelKind::Temperature, ChannelKind::ChamberTemperature];
        let others = head.channels.iter().enumerate().filter(|(_, channel)| kinds.contains(&channel.kind));
        let others = others.map(|(index, channel)| Self {
            column: channel.name.clone(),
            is_chamber: channel.kind == ChannelKind::ChamberTemperature,
            is_cell: false,
            channel: Some(index),
        });
        cell.into_iter().chain(others).collect()
    }

    /// Its readings in a block; NaN is missing.
    pub(crate) fn readings<'a>(&self, block: &Block<'a>) -> &'a [f64] {
        match self.channel {
            None => block.temperature_degc,
            Some(channel) => block.channels.get(channel).copied().unwrap_or(&[]),
        }
    }
}

/// Why the rules about temperatures cannot run.
pub(crate) fn require(head: &Head) -> Result<Vec<Sensor>, String> {
    let sensors = if head.has_rows { Sensor::all(head) } else { Vec::new() };
    if sensors.is_empty() { Err("there is no temperature column in the rows".to_owned()) } else { Ok(sensors) }
}
