//! What `[validate.cell.NAME]` says of a cell, so that validation needs no database to know its limits.

use super::error::ValidateError;
use super::settings::{bad, text};
use crate::model::{Cell, CellLimits};
use toml::{Table, Value};

/// The chemistries that rules know.
pub const CHEMISTRIES: &[&str] = &["NMC", "NCA", "LCO", "LMO", "LNMO", "LFP", "LTO", "SIB", "Other"];
/// What a cell can be built as.
pub const CONFIGURATIONS: &[&str] = &["full", "half", "symmetric", "module"];

/// The keys that say what a cell is; all others of its table are thresholds.
pub(super) const CELL_KEYS: &[&str] = &[
    "chemistry",
    "configuration",
    "nominal_capacity_ah",
    "voltage_v_min",
    "voltage_v_max",
    "current_charge_a_max",
    "current_discharge_a_max",
    "temperature_degc_min",
    "temperature_degc_max",
];

/// Reads what a table says of a cell.
pub(super) fn read(place: &str, name: &str, table: &Table) -> Result<Cell, ValidateError> {
    let number = |key: &str| -> Result<Option<f64>, ValidateError> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let number = match value {
            Value::Float(number) => Some(*number),
            Value::Integer(number) => Some(*number as f64),
            _ => None,
        };
        number.filter(|number| number.is_finite()).map(Some).ok_or_else(|| bad(place, key, value, "a number"))
    };
    let one_of = |key: &str, known: &[&str]| -> Result<Option<String>, ValidateError> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let said = text(place, key, value)?;
        let found = known.iter().find(|known| known.eq_ignore_ascii_case(&said));
        found.map(|known| Some((*known).to_owned())).ok_or_else(|| bad(place, key, value, &known.join(", ")))
    };
    Ok(Cell {
        name: name.to_owned(),
        chemistry: one_of("chemistry", CHEMISTRIES)?,
        configuration: one_of("configuration", CONFIGURATIONS)?,
        nominal_capacity_ah: number("nominal_capacity_ah")?,
        active_mass_g: None,
        limits: CellLimits {
            voltage_v_min: number("voltage_v_min")?,
            voltage_v_max: number("voltage_v_max")?,
            current_charge_a_max: number("current_charge_a_max")?,
            current_discharge_a_max: number("current_discharge_a_max")?,
            temperature_degc_min: number("temperature_degc_min")?,
            temperature_degc_max: number("temperature_degc_max")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::Settings;

    #[test]
    fn a_cell_has_limits_and_thresholds() {
        let text = "[cell.\"A 1\"]\nchemistry = \"lfp\"\nvoltage_v_max = 3.65\ntim03_gap_s_min = 9.0\n";
        let settings = Settings::parse(&toml::from_str(text).unwrap()).unwrap();
        let cell = settings.cell("a 1").unwrap();
        assert_eq!((cell.chemistry.as_deref(), cell.limits.voltage_v_max), (Some("LFP"), Some(3.65)));
        assert_eq!(settings.thresholds(Some(cell)).unwrap().tim03_gap_s_min, 9.0);
        let wrong = Settings::parse(&toml::from_str("[cell.x]\nchemistry = \"NiMH\"").unwrap()).unwrap_err();
        assert!(wrong.to_string().starts_with("[validate.cell.x]: `chemistry` is \"NiMH\""), "{wrong}");
        let unknown = Settings::parse(&toml::from_str("[cell.x]\nvoltage_max = 4.2").unwrap()).unwrap_err();
        assert!(unknown.to_string().contains("no setting `voltage_max`"), "{unknown}");
    }
}
