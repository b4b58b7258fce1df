//! Battery Data Format: measurements under the names that it has for them, and beside them what our own reading of such a
//! file needs to give the same figures again: the step's duration, its type and its end.

use super::super::{ExportError, Options, Table, Take};
use super::columns::Origin;
use super::walk;
use crate::format::{Heading, Kind};
use crate::model::{self, ChannelKind, Head};
use crate::report::Subject;
use std::borrow::Cow;

/// Measurements in the Battery Data Format.
pub(crate) struct Bdf;

impl Table for Bdf {
    fn name(&self) -> &'static str {
        "measurements"
    }

    fn about(&self) -> &'static str {
        "every row under the names of the Battery Data Format"
    }

    fn columns(&self, head: Option<&Head>) -> Vec<Heading> {
        of(head).into_iter().map(|(column, _)| column).collect()
    }

    fn is_in_workbook(&self) -> bool {
        false
    }

    fn rows(
        &self,
        subject: &mut Subject<'_>,
        options: &Options,
        wanted: &[Heading],
        take: &mut Take<'_>,
    ) -> Result<Vec<String>, ExportError> {
        let own = of(Some(&subject.head));
        walk::rows(subject, options, (&own, wanted), take)
    }
}

const fn number(key: &'static str, unit: &'static str, about: &'static str) -> Heading {
    Heading::number(key, key, unit, 6, about)
}

const fn other(key: &'static str, kind: Kind, about: &'static str) -> Heading {
    Heading::new(key, key, kind, about)
}

/// Those that every test has, in order. The last seven are no part of the format, which lets them be.
static FIXED: [(Heading, Origin); 16] = [
    (number("Test Time / s", "s", "Time since the test's start"), Origin::Measured(model::Column::TestTime)),
    (number("Voltage / V", "V", "Voltage"), Origin::Measured(model::Column::Voltage)),
    (number("Current / A", "A", "Current, charge positive"), Origin::Measured(model::Column::Current)),
    (number("Unix Time / s", "s", "The cycler's local clock, in seconds since 1970"), Origin::ClockSeconds),
    (other("Cycle Count / 1", Kind::Integer, "The tester's own cycle counter"), Origin::TesterCycle),
    (other("Step Count / 1", Kind::Integer, "The executed step"), Origin::Step),
    (other("Step Index / 1", Kind::Integer, "The line of the recipe"), Origin::RecipeLine),
    (
        number("Step Capacity / Ah", "Ah", "Capacity of the step so far, discharge negative"),
        Origin::Measured(model::Column::Capacity),
    ),
    (
        number("Step Energy / Wh", "Wh", "Energy of the step so far, discharge negative"),
        Origin::Measured(model::Column::Energy),
    ),
    (number("Step Time / s", "s", "Time since the step's start"), Origin::Measured(model::Column::StepTime)),
    (number("Step Duration / s", "s", "How long the step takes; rows after it are relaxation"), Origin::Duration),
    (
        number(
            "Step Constant Current Capacity / Ah",
            "Ah",
            "Of it the part at constant current, where the tester has it",
        ),
        Origin::ConstantCurrentCapacity,
    ),
    (other("Step Type", Kind::Text, "What the step does, and the file's own word for it"), Origin::TypeWords),
    (other("Step Status", Kind::Text, "Why the step ends, and the file's own word for it"), Origin::Status),
    (other("Loop Count / 1", Kind::Integer, "The pass of the loop"), Origin::Loop),
    (other("Recipe Section / 1", Kind::Integer, "The section of the recipe"), Origin::Section),
];

/// The columns of a test, or those that every test has.
fn of(head: Option<&Head>) -> Vec<(Heading, Origin)> {
    let mut columns = FIXED.to_vec();
    let Some(head) = head else { return columns };
    let mut sensors = 0;
    let add = |columns: &mut Vec<(Heading, Origin)>, key: String, unit: &'static str, origin: Origin| {
        let is_free = |key: &str| columns.iter().all(|(column, _)| column.key != key);
        let free = if is_free(&key) {
            key
        } else {
            // Of so many names one is free.
            let numbered = (2..columns.len() + 3).map(|count| format!("{key} ({count})"));
            numbered.into_iter().find(|key| is_free(key)).unwrap_or(key)
        };
        let mut column = number("", unit, "");
        (column.title, column.key) = (Cow::Owned(free.clone()), Cow::Owned(free));
        columns.push((column, origin));
    };
    let mut sensor = || {
        sensors += 1;
        format!("Surface Temperature T{sensors} / degC")
    };
    if head.temperature_channel.is_some() {
        add(&mut columns, sensor(), "°C", Origin::Measured(model::Column::Temperature));
    }
    for (at, channel) in head.channels.iter().enumerate() {
        let (key, unit) = match channel.kind {
            ChannelKind::WallClock => continue,
            ChannelKind::Power => ("Power / W".to_owned(), "W"),
            ChannelKind::TotalCapacity => ("Net Capacity / Ah".to_owned(), "Ah"),
            ChannelKind::ChamberTemperature => ("Ambient Temperature / degC".to_owned(), "°C"),
            ChannelKind::Temperature => (sensor(), "°C"),
            ChannelKind::Other => (channel.name.clone(), ""),
        };
        add(&mut columns, key, unit, Origin::Channel(at));
    }
    columns
}
