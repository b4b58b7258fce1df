//! The part of a dialect that says what the columns of its files mean.

use super::keys::{Keys, texts, word};
use crate::dialect::clock::Reading;
use crate::dialect::spec::{ColumnSpec, CounterSign, Resets};
use crate::dialect::spelled::Order;
use crate::dialect::{ClockFormat, Field};
use crate::model::{Control, StepType};
use toml::Value;

const RESETS: [(&str, Resets); 9] = [
    ("step", Resets::Step),
    ("cycle", Resets::Cycle),
    ("test", Resets::Test),
    ("never", Resets::Test),
    ("state", Resets::State),
    ("direction", Resets::Direction),
    ("row", Resets::Row),
    ("auto", Resets::Auto),
    ("unknown", Resets::Unknown),
];
const SIGNS: [(&str, CounterSign); 2] = [("signed", CounterSign::Signed), ("step_type", CounterSign::StepType)];
const CLOCKS: [(&str, ClockFormat); 4] = [
    ("auto", ClockFormat::Either),
    ("unix", ClockFormat::UnixSeconds),
    ("excel", ClockFormat::ExcelDays),
    ("matlab", ClockFormat::MatlabDays),
];
/// Further channels that mean something: temperatures, the chamber's among them, and the power.
pub(super) fn channels(keys: &Keys<'_>) -> Result<Vec<ColumnSpec>, String> {
    let mut found = Vec::new();
    for (key, value) in keys.table {
        let place = keys.at(key);
        let has = |word: &str| key.contains(word);
        let field = match () {
            () if has("temperature") && (has("chamber") || has("ambient")) => Field::ChamberTemperature,
            () if has("temperature") => Field::Temperature,
            () if has("power") => Field::Power,
            () => {
                let others = "only temperatures and power need a name; other columns are kept by themselves";
                return Err(format!("{place}: {others}"));
            }
        };
        let mut spec = column(&place, field, value, &mut None)?;
        if spec.unit.is_none() && field != Field::Power {
            spec.unit = Some("°C".to_owned());
        }
        found.push(spec);
    }
    Ok(found)
}

/// The column whose texts sign the currents, and what they say.
pub(super) fn unsigned(
    mut keys: Keys<'_>,
    types: &mut Vec<(String, (StepType, Control))>,
) -> Result<Option<ColumnSpec>, String> {
    let column = keys.text("column")?.filter(|column| !column.is_empty()).map(ToOwned::to_owned);
    for (key, kind, control) in [
        ("charge", StepType::Charge, Control::Unknown),
        ("discharge", StepType::Discharge, Control::Unknown),
        ("rest", StepType::Rest, Control::Rest),
    ] {
        types.extend(keys.texts(key)?.into_iter().map(|text| (text, (kind, control))));
    }
    keys.end()?;
    Ok(column.map(|column| ColumnSpec { names: vec![column], ..ColumnSpec::of(Field::StepType) }))
}

pub(super) fn field(place: &str, name: &str) -> Result<Field, String> {
    let words: Vec<(&str, Field)> = Field::ALL.iter().map(|field| (field.name(), *field)).collect();
    word(place, name, &words)
}

/// The columns of one file, in the order in which they are written; `clock` becomes how its clock is spelled.
pub(super) fn columns(keys: &Keys<'_>, clock: &mut Option<ClockFormat>) -> Result<Vec<ColumnSpec>, String> {
    let mut specs = Vec::new();
    for (key, value) in keys.table {
        let place = keys.at(key);
        let field = field(&place, key)?;
        match value {
            Value::Array(values) if values.iter().any(Value::is_table) => {
                for value in values {
                    specs.push(column(&place, field, value, clock)?);
                }
            }
            value => specs.push(column(&place, field, value, clock)?),
        }
    }
    Ok(specs)
}

pub(super) fn column(
    place: &str,
    field: Field,
    value: &Value,
    clock: &mut Option<ClockFormat>,
) -> Result<ColumnSpec, String> {
    let mut spec = ColumnSpec::of(field);
    if let Some(names) = texts(value) {
        spec.names = names;
        spec.required = is_always_needed(field);
    } else {
        let Value::Table(table) = value else {
            return Err(format!("{place}: expected a header, or {{ header = \"…\", unit = \"…\" }}"));
        };
        let mut keys = Keys::new(table, place);
        spec.names = keys.texts("header")?;
        spec.unit = keys.text("unit")?.map(ToOwned::to_owned);
        let is_said = table.contains_key("required");
        spec.required = keys.flag("required")? || !is_said && is_always_needed(field);
        spec.unit_always = keys.text("unit_always")?.map(ToOwned::to_owned);
        spec.resets = keys.word("resets", &RESETS)?.unwrap_or_default();
        spec.sign = keys.word("sign", &SIGNS)?.unwrap_or_default();
        spec.absent = keys.numbers("absent")?;
        if matches!(field, Field::Clock | Field::ClockEnd) {
            let format = keys.text("format")?.map(|text| clock_format(place, text)).transpose()?;
            if keys.text("zone")?.is_some_and(|zone| zone != "none" && !zone.is_empty()) {
                return Err(format!("{place}.zone: clocks are read as they stand, in the cycler's own time: none"));
            }
            *clock = format.or(*clock);
            // A clock in numbers may be counted in another unit.
            spec.quantity = spec.unit.as_ref().map(|_| crate::units::Quantity::Time);
        }
        keys.end()?;
    }
    if spec.is_witness() && !Field::COUNTERS.contains(&field) {
        return Err(format!("{place}.resets: only counters of charge and energy have one"));
    }
    if spec.names.iter().all(String::is_empty) {
        return Err(format!("{place}: names no header"));
    }
    if let (Some(quantity), Some(unit)) = (spec.quantity, spec.unit_always.as_ref().or(spec.unit.as_ref()))
        && crate::units::conversion(quantity, unit).is_none()
    {
        return Err(format!("{place}.unit: `{unit}` is no unit of it; expected one such as `{}`", quantity.unit()));
    }
    Ok(spec)
}

pub(super) fn clock_format(place: &str, text: &str) -> Result<ClockFormat, String> {
    if let Some((_, format)) = CLOCKS.iter().find(|(name, _)| *name == text) {
        return Ok(*format);
    }
    match Reading::of_format(text) {
        Some(Reading::Order(Order::MonthDayYear)) if text == "%m/%d/%Y %H:%M:%S" => Ok(ClockFormat::MonthDayYear),
        Some(Reading::Order(Order::YearMonthDay)) if text == "%Y-%m-%d %H:%M:%S" => Ok(ClockFormat::YearMonthDay),
        Some(Reading::Order(order)) => Ok(ClockFormat::Loose(order)),
        Some(Reading::Unix) => Ok(ClockFormat::UnixSeconds),
        _ => Err(format!(
            "{place}.format: `{text}` names no day, month and year in one order, as `%Y-%m-%d %H:%M:%S` does; \
             or one of auto, unix, excel, matlab"
        )),
    }
}

/// Headers by which a file is known: they are required, whether they are columns of use or not.
pub(super) fn require(columns: &mut Vec<ColumnSpec>, headers: Vec<String>) {
    for header in headers {
        let known = crate::dialect::target::find(columns, &header);
        let at = known.and_then(|spec| columns.iter().position(|one| std::ptr::eq(one, spec)));
        if let Some(at) = at {
            columns[at].required = true;
        } else {
            columns.push(ColumnSpec { names: vec![header], required: true, ..ColumnSpec::of(Field::Counter) });
        }
    }
}

/// What no test can be read without.
fn is_always_needed(field: Field) -> bool {
    matches!(field, Field::Voltage | Field::Current)
}
