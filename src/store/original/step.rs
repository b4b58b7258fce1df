//! A step of the original as the tester said it: what its own columns have rounded, the copy of the source row tells.

use super::super::{Doing, StoreError};
use super::Original;
use super::tables::said;
use crate::model::{Extras, StepRecord, StepType};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Double, Nullable};
use serde_json::{Map, Value};

/// How the source rows write a moment.
const CLOCKS: [&str; 4] =
    ["%m/%d/%Y %H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y/%m/%d %H:%M:%S%.f"];
/// What a source row has that is a column of ours, or was computed from others.
const KNOWN: &[&str] = &[
    "step_number",
    "step_type",
    "original_step_type",
    "start_time",
    "duration",
    "voltage_start",
    "voltage_end",
    "current",
    "power",
    "capacity",
    "energy",
    "total_capacity",
    "temperature_start",
    "temperature_end",
    "c_rate",
    "soc_start",
    "soc_end",
    "pre_test_rest_time",
];
/// What the original wrote where there was no temperature, in °C.
pub(super) const NO_TEMPERATURE_DEGC: f64 = 25.0;

#[derive(QueryableByName)]
pub(super) struct StepRow {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    step_number: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    step_name: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    step_type: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    original_step_type: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Double>)]
    duration: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    voltage_end: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    current: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    capacity: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    energy: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    temperature_end: Option<f64>,
}

/// What is known of the whole experiment, by which a value that stood for a missing one is told from a measured one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lacks {
    /// No sensor was read: every temperature is the one that the original wrote for a missing one.
    pub(super) temperature: bool,
    /// No energy was read: all are 0 while charge flowed.
    pub(super) energy: bool,
}

/// A step, and whether its source row could be read.
pub(super) struct Told {
    pub(super) record: StepRecord,
    pub(super) has_source: bool,
}

impl Original {
    /// The steps of an experiment in the order in which they were run.
    pub(super) fn step_rows(&mut self, experiment: i64) -> Result<Vec<StepRow>, StoreError> {
        let table = "step";
        let mut parts: Vec<String> = ["id", "step_number"].map(|name| self.tables.whole(table, name)).into();
        parts.extend(["step_name", "step_type", "original_step_type"].map(|name| self.tables.text(table, name)));
        let numbers = ["duration", "voltage_end", "current", "capacity", "energy", "temperature_end"];
        parts.extend(numbers.map(|name| self.tables.number(table, name)));
        let query = format!(
            "SELECT {} FROM step t WHERE t.experiment_id = ? AND typeof(t.id) = 'integer' ORDER BY t.step_number, t.id",
            parts.join(", ")
        );
        let query = diesel::sql_query(query).bind::<BigInt, _>(experiment);
        query.load(&mut self.connection).doing("reading the original's steps")
    }
}

impl StepRow {
    /// What the tester said. `last_row_v` is the voltage of its last row, `None` without rows.
    pub(super) fn told(self, lacks: Lacks, last_row_v: Option<f64>) -> Result<Told, StoreError> {
        let number =
            self.step_number.and_then(|number| i32::try_from(number).ok()).ok_or_else(|| StoreError::Value {
                field: format!("step.step_number of the row with id {}", self.id),
                problem: "it is no whole number, so that nothing says when the step was run".to_owned(),
            })?;
        let text = said(self.step_name);
        let source = text.as_deref().and_then(source_row);
        let has = |key: &str| source.as_ref().is_some_and(|source| source.contains_key(key));
        let truth = |key: &str| source.as_ref()?.get(key)?.as_f64();
        let word = |key: &str| source.as_ref()?.get(key)?.as_str().map(str::to_owned);
        // Where the source row has the value, or says that there is none, it counts.
        let number_of = |key: &str, stored: Option<f64>| if has(key) { truth(key) } else { stored };
        let is_missing = |key: &str, stored: Option<f64>, is: bool| number_of(key, stored).filter(|_| has(key) || !is);
        let no_voltage = self.voltage_end == Some(0.0) && last_row_v.is_some_and(|voltage_v| voltage_v != 0.0);
        let no_temperature = lacks.temperature && self.temperature_end == Some(NO_TEMPERATURE_DEGC);
        let no_energy = lacks.energy && self.energy == Some(0.0);
        let step_type = said(self.step_type).or_else(|| word("step_type"));
        let kind = step_type.as_deref().and_then(|name| StepType::from_name(&name.to_lowercase()));
        let original = said(self.original_step_type).or_else(|| word("original_step_type")).or(step_type);
        let clock = word("start_time");
        let record = StepRecord {
            step_type: kind.unwrap_or(StepType::Unknown),
            original_step_type: original.unwrap_or_default().into(),
            start_time: clock.as_deref().and_then(moment),
            duration_s: number_of("duration", self.duration).into(),
            voltage_end_v: is_missing("voltage_end", self.voltage_end, no_voltage).into(),
            current_end_a: number_of("current", self.current).into(),
            power_end_w: truth("power").into(),
            capacity_ah: number_of("capacity", self.capacity).into(),
            energy_wh: is_missing("energy", self.energy, no_energy).into(),
            temperature_end_degc: is_missing("temperature_end", self.temperature_end, no_temperature).into(),
            total_capacity_ah: truth("total_capacity").into(),
            extras: further(source.as_ref(), text.as_deref()),
            line: Some(self.id.unsigned_abs()),
            ..StepRecord::unknown(number)
        };
        Ok(Told { record, has_source: source.is_some() })
    }

    /// Whether nothing says that a sensor was read: no source row has a temperature, and the column only the one for none.
    pub(super) fn lacks_temperature(&self) -> bool {
        let text = self.step_name.as_ref().map(|bytes| String::from_utf8_lossy(bytes));
        let source = text.as_deref().and_then(source_row);
        match source.as_ref().and_then(|source| source.get("temperature_end")) {
            Some(truth) => truth.is_null(),
            None => self.temperature_end.is_none_or(|stored| stored == NO_TEMPERATURE_DEGC),
        }
    }
}

/// The copy of the source row, an object in JSON. Python also writes numbers that JSON has not.
fn source_row(text: &str) -> Option<Map<String, Value>> {
    let read = |text: &str| serde_json::from_str(text).ok();
    if !text.starts_with('{') {
        return None;
    }
    read(text).or_else(|| {
        let plain = ["-Infinity", "Infinity", "NaN"]
            .iter()
            .fold(text.to_owned(), |text, one| text.replace(&format!(": {one}"), ": null"));
        read(&plain)
    })
}

/// What the source row has beyond what we know; a name that is none is kept as it stands.
fn further(source: Option<&Map<String, Value>>, text: Option<&str>) -> Extras {
    let Some(source) = source else { return text.map(|text| ("step_name", text)).into_iter().collect() };
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let unknown = source.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    unknown.filter_map(|(key, value)| Some((key.as_str(), plain(value)?))).collect()
}

fn moment(text: &str) -> Option<NaiveDateTime> {
    CLOCKS.iter().find_map(|clock| NaiveDateTime::parse_from_str(text.trim(), clock).ok())
}
