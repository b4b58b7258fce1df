//! What of a step may be corrected: the one list of fields, with how each is read, written and checked.

use super::super::StoreError;
use crate::model::{Allowed, StepRecord, StepType, nearest};
use chrono::{Datelike, NaiveDateTime};

/// A field of a step that may be corrected.
pub(super) struct Field {
    name: &'static str,
    what: &'static str,
    pub(super) get: fn(&StepRecord) -> Option<String>,
    /// Lays a value over a step. It takes what is stored already, whatever `check` refuses today.
    pub(super) put: fn(&mut StepRecord, Option<&str>) -> Result<(), String>,
    /// Why a person's value cannot be.
    check: fn(&str) -> Result<(), String>,
}

impl Field {
    /// Whether a person's value can be; nothing always can.
    pub(super) fn check(&self, value: Option<&str>) -> Result<(), String> {
        value.map_or(Ok(()), self.check)
    }
}

/// Why the capacity or energy of a step contradicts its kind, once a field of it is corrected: the field itself, and of
/// another kind both.
pub(super) fn contradiction(record: &StepRecord, corrected: &str) -> Option<String> {
    let (is_wrong, sign): (fn(f64) -> bool, &str) = match record.step_type {
        StepType::Charge => (|value| value < 0.0, "positive"),
        StepType::Discharge => (|value| value > 0.0, "negative"),
        StepType::Rest => (|value| value != 0.0, "0"),
        StepType::Waveform | StepType::Unknown => return None,
    };
    let both = [("capacity_ah", record.capacity_ah), ("energy_wh", record.energy_wh)];
    let mut both = both.into_iter().filter(|(name, _)| corrected == "step_type" || corrected == *name);
    let (name, value) = both.find_map(|(name, value)| Some((name, value.get().filter(|value| is_wrong(*value))?)))?;
    let (step, kind) = (record.number, record.step_type.as_str());
    Some(format!("step {step} is a {kind}, and its {name} is {value}: in a {kind} it is {sign}"))
}

fn parsed<T: std::str::FromStr>(value: Option<&str>, what: &str) -> Result<Option<T>, String> {
    value.map(|value| value.trim().parse().map_err(|_| format!("`{value}` is no {what}"))).transpose()
}

fn finite(value: Option<&str>) -> Result<Option<f64>, String> {
    let number: Option<f64> = parsed(value, "number")?;
    match number {
        Some(number) if !number.is_finite() => Err(format!("`{number}` is no number")),
        number => Ok(number.map(|number| number + 0.0)),
    }
}

macro_rules! number {
    ($field:ident, $allowed:expr, $what:literal) => {
        Field {
            name: stringify!($field),
            what: $what,
            get: |record| record.$field.get().map(|value| value.to_string()),
            put: |record, value| {
                record.$field = finite(value)?.into();
                Ok(())
            },
            check: |value| $allowed.read(value).map(drop),
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
        check: |_| Ok(()),
    },
    Field {
        name: "tester_cycle",
        what: "the tester's cycle",
        get: |record| record.tester_cycle.map(|value| value.to_string()),
        put: |record, value| {
            record.tester_cycle = parsed(value, "whole number")?;
            Ok(())
        },
        check: |value| match value.trim().parse::<i32>() {
            Ok(cycle) if cycle >= 0 => Ok(()),
            _ => Err(format!("`{value}` is no cycle; allowed is a whole number from 0 on")),
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
        check: |value| match value.trim().parse::<NaiveDateTime>() {
            Ok(time) if Allowed::YEARS.contains(&time.year()) => Ok(()),
            _ => Err(format!("`{value}` is no date and time from 1900 to 2199; write it as 2026-03-05T08:00:00")),
        },
    },
    number!(duration_s, Allowed::DURATION, "duration in s"),
    number!(voltage_end_v, Allowed::VOLTAGE, "voltage at the end in V"),
    number!(current_end_a, Allowed::CURRENT, "current at the end in A, charge positive"),
    number!(power_end_w, Allowed::POWER, "power at the end in W, charge positive"),
    number!(capacity_ah, Allowed::CAPACITY, "capacity in Ah, charge positive"),
    number!(energy_wh, Allowed::ENERGY, "energy in Wh, charge positive"),
    number!(temperature_end_degc, Allowed::TEMPERATURE, "temperature at the end in °C"),
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
