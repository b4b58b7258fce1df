//! The rows of a test, column by column, on their way into a page.

use super::super::rows::{RowColumn, Rows};
use crate::model::{Block, ChannelKind, Derived, Head, Purpose};
use std::collections::BTreeSet;

/// The most further temperatures that a page shows.
const MOST_TEMPERATURES: usize = 2;

/// Takes the rows of a test, each step begun in its turn.
pub(super) struct Taking {
    rows: Rows,
    /// The further temperatures, by their channel.
    further: Vec<usize>,
    pulses: BTreeSet<i32>,
    steps: Vec<i32>,
    begun: usize,
}

impl Taking {
    pub(super) fn new(head: &Head, derived: &Derived) -> Self {
        let own = head.temperature_channel.as_deref();
        let is_further = |kind: ChannelKind| matches!(kind, ChannelKind::Temperature | ChannelKind::ChamberTemperature);
        let further: Vec<(usize, String)> = head
            .channels
            .iter()
            .enumerate()
            .filter(|(_, channel)| is_further(channel.kind) && Some(channel.name.as_str()) != own)
            .map(|(at, channel)| (at, channel.name.clone()))
            .take(MOST_TEMPERATURES)
            .collect();
        Self {
            rows: Rows::new(columns(own, &further)),
            further: further.into_iter().map(|(channel, _)| channel).collect(),
            pulses: derived.pulses.iter().filter(|p| p.purpose == Purpose::Pulse).map(|pulse| pulse.step).collect(),
            steps: derived.steps.iter().map(|step| step.step).collect(),
            begun: 0,
        }
    }

    /// Takes the next rows of the test.
    pub(super) fn take(&mut self, block: &Block<'_>) {
        let at = self.steps.partition_point(|step| *step < block.step);
        while self.begun <= at && self.begun < self.steps.len() {
            self.rows.begin_step(self.pulses.contains(&self.steps[self.begun]));
            self.begun += 1;
        }
        let mut columns =
            vec![block.test_time_s, block.voltage_v, block.current_a, block.capacity_ah, block.temperature_degc];
        columns.extend(self.further.iter().map(|channel| block.channels[*channel]));
        self.rows.push(&columns);
    }

    /// All rows have gone by.
    pub(super) fn finish(mut self) -> Rows {
        while self.begun < self.steps.len() {
            self.rows.begin_step(false);
            self.begun += 1;
        }
        self.rows
    }
}

fn columns(own: Option<&str>, further: &[(usize, String)]) -> Vec<RowColumn> {
    let column = |key: &str, title: &str, unit: &str, decimals, enough| RowColumn {
        key: key.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        decimals,
        enough,
    };
    let mut columns = vec![
        column("time_s", "Time", "s", 3, 3),
        column("voltage_v", "Voltage", "V", 5, 4),
        column("current_a", "Current", "A", 4, 3),
        column("capacity_ah", "Capacity of the step", "Ah", 5, 4),
        column("temperature_degc", own.unwrap_or("Temperature"), "°C", 2, 2),
    ];
    columns.extend(
        further
            .iter()
            .enumerate()
            .map(|(number, (_, name))| column(&format!("temperature_{}_degc", number + 2), name, "°C", 2, 2)),
    );
    columns
}
