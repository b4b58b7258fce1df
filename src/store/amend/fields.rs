//! What of a step may be corrected: the one list of fields, with how each is read, written and checked.

use super::super::StoreError;
use crate::model::{StepRecord, StepType, nearest};

/// A field of a step that may be corrected.
pub(super) struct Field {
    name: &'static str,
    what: &'static str,
    pub(super) get: fn(&StepRecord) -> Option<String>,
    pub(super) put: fn(&mut StepRecord, Option<&str>) -> Result<(), String>,
}

fn parsed<T: std::str::FromStr>(value: Option<&str>, what: &str) -> Result<Option<T>, String> {
    value.map(|value| value.trim().parse().map_err(|_| format!("`{value}` is no {what}"))).transpose()
}

fn finite(value: Option<&str>) -> Result<Option<f64>, String> {
    let number: Option<f64> = parsed(value, "number")?;
    match number {
        Some(number) if !number.is_finite() => Err(format!("`{number}` is no number")),
        number => Ok(number),
    }
}

macro_rules! number {
    ($field:ident, $what:literal) => {
        Field {
            name: stringify!($field),
            what: $what,
            get: |record| record.$field.map(|value| value.to_string()),
            put: |record, value| {
                record.$field = finite(value)?;
                Ok(())
            },
        }
    };
}

const FIELDS: &[Field] = &[
    Field {
        name: "step_type",
        what: "charge, discharge, rest, waveform or unknown",
        get: |record| Some(record.step_type.as_str().to_owned()),
        put: |record, value| {
            let word = value.unwrap_or("unknown");
            let all = || StepType::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
            record.step_type =
                StepType::from_name(word).ok_or_else(|| format!("`{word}` is no step type; choose {}", all()))?;
            Ok(())
        },
    },
    Field {
        name: "tester_cycle",
        what: "the tester's cycle",
        get: |record| record.tester_cycle.map(|value| value.to_string()),
        put: |record, value| {
            record.tester_cycle = parsed(value, "whole number")?;
            Ok(())
        },
    },
    Field {
        name: "start_time",
        what: "when it began, by the cycler's clock, as 2026-03-05T08:00:00",
        get: |record| record.start_time.map(|time| time.format("%Y-%m-%dT%H:%M:%S%.f").to_string()),
        put: |record, value| {
            record.start_time = parsed(value, "date and time such as 2026-03-05T08:00:00")?;
            Ok(())
        },
    },
    Field {
        name: "duration_s",
        what: "duration in s",
        get: |record| record.duration_s.map(|value| value.to_string()),
        put: |record, value| {
            record.duration_s = match finite(value)? {
                Some(duration_s) if duration_s < 0.0 => return Err(format!("`{duration_s}` is below 0")),
                duration_s => duration_s,
            };
            Ok(())
        },
    },
    number!(voltage_end_v, "voltage at the end in V"),
    number!(current_end_a, "current at the end in A, charge positive"),
    number!(power_end_w, "power at the end in W, charge positive"),
    number!(capacity_ah, "capacity in Ah, charge positive"),
    number!(energy_wh, "energy in Wh, charge positive"),
    number!(temperature_end_degc, "temperature at the end in °C"),
];

/// The fields of a step that may be corrected, and what each is.
#[must_use]
pub fn correctable() -> Vec<(&'static str, &'static str)> {
    FIELDS.iter().map(|field| (field.name, field.what)).collect()
}

/// The field of a name.
pub(super) fn field(name: &str) -> Result<&'static Field, StoreError> {
    FIELDS.iter().find(|field| field.name == name).ok_or_else(|| {
        let near = nearest(name, FIELDS.iter().map(|field| field.name));
        let hint = near.map_or_else(
            || format!("choose {}", FIELDS.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        StoreError::Value { field: name.to_owned(), problem: format!("this cannot be corrected of a step; {hint}") }
    })
}
