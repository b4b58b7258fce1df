//! The rows of a test, column by column, on their way into a page.

use super::super::rows::{RowColumn, Rows};
use super::FillError;
use crate::model::{ChannelKind, Columns, Purpose, StepSet};
use crate::report::Subject;
use std::collections::BTreeSet;

/// The most further temperatures that a page shows.
const MOST_TEMPERATURES: usize = 2;

/// All rows, each step begun in its turn. `None` for a test without rows.
pub(super) fn rows(subject: &mut Subject<'_>) -> Result<Option<Rows>, FillError> {
    if !subject.head.has_rows {
        return Ok(None);
    }
    let own = subject.head.temperature_channel.as_deref();
    let is_further = |kind: ChannelKind| matches!(kind, ChannelKind::Temperature | ChannelKind::ChamberTemperature);
    let further: Vec<(usize, String)> = subject
        .head
        .channels
        .iter()
        .enumerate()
        .filter(|(_, channel)| is_further(channel.kind) && Some(channel.name.as_str()) != own)
        .map(|(at, channel)| (at, channel.name.clone()))
        .take(MOST_TEMPERATURES)
        .collect();
    let mut rows = Rows::new(columns(own, &further));
    let pulses: BTreeSet<i32> =
        subject.derived.pulses.iter().filter(|p| p.purpose == Purpose::Pulse).map(|pulse| pulse.step).collect();
    let steps: Vec<i32> = subject.derived.steps.iter().map(|step| step.step).collect();
    let mut begun = 0;
    let wanted = Columns { integrals: true, temperature: true, channels: !further.is_empty() };
    subject.test.blocks(wanted, &StepSet::All, &mut |block| {
        let at = steps.partition_point(|step| *step < block.step);
        while begun <= at && begun < steps.len() {
            rows.begin_step(pulses.contains(&steps[begun]));
            begun += 1;
        }
        let mut columns =
            vec![block.test_time_s, block.voltage_v, block.current_a, block.capacity_ah, block.temperature_degc];
        columns.extend(further.iter().map(|(channel, _)| block.channels[*channel]));
        rows.push(&columns);
        Ok(())
    })?;
    while begun < steps.len() {
        rows.begin_step(false);
        begun += 1;
    }
    Ok(Some(rows))
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
