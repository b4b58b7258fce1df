//! Values that are stored as JSON text: extra columns, tags, notes, conventions.

use super::StoreError;
use crate::model::{Conventions, CyclesBy, Extras, SocAnchor, SohBaseline};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Value { field: "json".to_owned(), problem: error.to_string() })
}

pub(super) fn read<T: DeserializeOwned>(field: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value {
        field: field.to_owned(),
        problem: format!("what the database holds cannot be read ({error}); another program wrote it"),
    })
}

/// Further columns of a Step file: header and text.
pub(crate) fn write_extras(extras: &Extras) -> Result<String, StoreError> {
    write(&extras.iter().collect::<Vec<_>>())
}

pub(crate) fn read_extras(text: &str) -> Result<Extras, StoreError> {
    let plain: Vec<(String, String)> = read("steps.extras", text)?;
    Ok(plain.into_iter().collect())
}

/// The conventions as they are stored: every field by name, so that SQL users can read them too. Numbers are texts, whose
/// reading is exact; that of JSON numbers is not in the last digit.
#[derive(Serialize, Deserialize)]
struct Stored {
    reference_step: Option<i32>,
    nominal_capacity_ah: Option<String>,
    cell_nominal_capacity_ah: Option<String>,
    cycles_by: String,
    cycle_swing_pct: String,
    soc_anchor: String,
    soh_baseline: String,
    min_rest_s: String,
    pulse_max_s: String,
    temperature_channel: Option<String>,
    voltage_min_v: Option<String>,
    voltage_max_v: Option<String>,
}

fn digits(value: Option<f64>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn exact(text: &str) -> Result<f64, StoreError> {
    text.parse().map_err(|_| super::row::unknown_name("derivations.conventions", text))
}

fn maybe_exact(text: Option<&str>) -> Result<Option<f64>, StoreError> {
    text.map(exact).transpose()
}

pub(crate) fn write_conventions(conventions: &Conventions) -> Result<String, StoreError> {
    let stored = Stored {
        reference_step: conventions.reference_step,
        nominal_capacity_ah: digits(conventions.nominal_capacity_ah),
        cell_nominal_capacity_ah: digits(conventions.cell_nominal_capacity_ah),
        cycles_by: match conventions.cycles_by {
            CyclesBy::Detected => "detected",
            CyclesBy::Tester => "tester",
        }
        .to_owned(),
        cycle_swing_pct: conventions.cycle_swing_pct.to_string(),
        soc_anchor: match conventions.soc_anchor {
            SocAnchor::Reference => "reference",
            SocAnchor::FullCharge => "full-charge",
        }
        .to_owned(),
        soh_baseline: match conventions.soh_baseline {
            SohBaseline::First => "first".to_owned(),
            SohBaseline::Nominal => "nominal".to_owned(),
            SohBaseline::Max => "max".to_owned(),
            SohBaseline::Cycle(cycle) => cycle.to_string(),
        },
        min_rest_s: conventions.min_rest_s.to_string(),
        pulse_max_s: conventions.pulse_max_s.to_string(),
        temperature_channel: conventions.temperature_channel.clone(),
        voltage_min_v: digits(conventions.voltage_min_v),
        voltage_max_v: digits(conventions.voltage_max_v),
    };
    write(&stored)
}

pub(crate) fn read_conventions(text: &str) -> Result<Conventions, StoreError> {
    let stored: Stored = read("derivations.conventions", text)?;
    let unknown = |field: &str, found: &str| super::row::unknown_name(field, found);
    Ok(Conventions {
        reference_step: stored.reference_step,
        nominal_capacity_ah: maybe_exact(stored.nominal_capacity_ah.as_deref())?,
        cell_nominal_capacity_ah: maybe_exact(stored.cell_nominal_capacity_ah.as_deref())?,
        cycles_by: match stored.cycles_by.as_str() {
            "detected" => CyclesBy::Detected,
            "tester" => CyclesBy::Tester,
            found => return Err(unknown("cycles_by", found)),
        },
        cycle_swing_pct: exact(&stored.cycle_swing_pct)?,
        soc_anchor: match stored.soc_anchor.as_str() {
            "reference" => SocAnchor::Reference,
            "full-charge" => SocAnchor::FullCharge,
            found => return Err(unknown("soc_anchor", found)),
        },
        soh_baseline: match stored.soh_baseline.as_str() {
            "first" => SohBaseline::First,
            "nominal" => SohBaseline::Nominal,
            "max" => SohBaseline::Max,
            found => SohBaseline::Cycle(found.parse().map_err(|_| unknown("soh_baseline", found))?),
        },
        min_rest_s: exact(&stored.min_rest_s)?,
        pulse_max_s: exact(&stored.pulse_max_s)?,
        temperature_channel: stored.temperature_channel,
        voltage_min_v: maybe_exact(stored.voltage_min_v.as_deref())?,
        voltage_max_v: maybe_exact(stored.voltage_max_v.as_deref())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conventions_come_back_as_they_were() {
        for soh_baseline in [SohBaseline::First, SohBaseline::Nominal, SohBaseline::Max, SohBaseline::Cycle(7)] {
            let conventions = Conventions {
                reference_step: Some(9),
                nominal_capacity_ah: Some(0.1 + 0.2),
                soh_baseline,
                cycles_by: CyclesBy::Tester,
                soc_anchor: SocAnchor::FullCharge,
                temperature_channel: Some("Aux T2".to_owned()),
                ..Conventions::default()
            };
            let text = write_conventions(&conventions).unwrap();
            assert_eq!(read_conventions(&text).unwrap(), conventions);
        }
    }
}
