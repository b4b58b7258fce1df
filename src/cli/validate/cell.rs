//! What the command line says of the cell under test.

use super::super::derive::{finite, positive};
use super::super::status::Failure;
use crate::model::{Cell, Conventions, nearest};
use crate::validate::{CHEMISTRIES, CONFIGURATIONS, Settings};

/// What the cell is, as far as rules care. Its voltage limits are --voltage-min and --voltage-max.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "The cell")]
pub(super) struct CellArgs {
    /// The cell's name: its limits and thresholds stand in [validate.cell.NAME] of battery-etl.toml
    #[arg(long, value_name = "NAME")]
    cell: Option<String>,
    /// The cell's chemistry: NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB, Other
    #[arg(long, value_name = "NAME", value_parser = |text: &str| one_of(text, CHEMISTRIES))]
    chemistry: Option<String>,
    /// How the cell is built: full, half, symmetric, module
    #[arg(long, value_name = "WAY", value_parser = |text: &str| one_of(text, CONFIGURATIONS))]
    configuration: Option<String>,
    /// The largest charge current in A that the cell is rated for
    #[arg(long, value_name = "A", value_parser = positive)]
    current_charge_max: Option<f64>,
    /// The largest discharge current in A that the cell is rated for
    #[arg(long, value_name = "A", value_parser = positive)]
    current_discharge_max: Option<f64>,
    /// The lowest temperature in °C that the cell is rated for
    #[arg(long, value_name = "DEGC", value_parser = finite, allow_negative_numbers = true)]
    temperature_min: Option<f64>,
    /// The highest temperature in °C that the cell is rated for
    #[arg(long, value_name = "DEGC", value_parser = finite, allow_negative_numbers = true)]
    temperature_max: Option<f64>,
}

impl CellArgs {
    /// The cell: what the settings say of its name, and over that what the command line says; `None` when nothing is said.
    pub(super) fn cell(&self, settings: &Settings, conventions: &Conventions) -> Result<Option<Cell>, Failure> {
        let mut cell = match &self.cell {
            Some(name) => settings.cell(name).cloned().ok_or_else(|| unknown(name, settings))?,
            None => Cell::default(),
        };
        let set = |into: &mut Option<f64>, value: Option<f64>| *into = value.or(*into);
        let limits = &mut cell.limits;
        set(&mut limits.voltage_v_min, conventions.voltage_min_v);
        set(&mut limits.voltage_v_max, conventions.voltage_max_v);
        set(&mut limits.current_charge_a_max, self.current_charge_max);
        set(&mut limits.current_discharge_a_max, self.current_discharge_max);
        set(&mut limits.temperature_degc_min, self.temperature_min);
        set(&mut limits.temperature_degc_max, self.temperature_max);
        cell.chemistry = self.chemistry.clone().or(cell.chemistry);
        cell.configuration = self.configuration.clone().or(cell.configuration);
        Ok((cell != Cell::default()).then_some(cell))
    }
}

fn unknown(name: &str, settings: &Settings) -> Failure {
    let failure = Failure::usage(format!("there is no [validate.cell.{name}] in battery-etl.toml"));
    match nearest(name, settings.cell_names()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("add it, or say --chemistry and limits here; a loaded experiment knows its own cell"),
    }
}

fn one_of(text: &str, known: &[&str]) -> Result<String, String> {
    let found = known.iter().find(|known| known.eq_ignore_ascii_case(text));
    found.map(|known| (*known).to_owned()).ok_or_else(|| format!("must be one of {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_beats_the_settings() {
        let text = "[cell.a]\nchemistry = \"NMC\"\ntemperature_degc_max = 60\nvoltage_v_max = 4.2\n";
        let settings = Settings::parse(&toml::from_str(text).unwrap()).unwrap();
        let args = CellArgs { cell: Some("a".into()), chemistry: Some("LFP".into()), ..CellArgs::default() };
        let conventions = Conventions { voltage_max_v: Some(3.65), ..Conventions::default() };
        let cell = args.cell(&settings, &conventions).unwrap().unwrap();
        assert_eq!(cell.chemistry.as_deref(), Some("LFP"));
        assert_eq!((cell.limits.voltage_v_max, cell.limits.temperature_degc_max), (Some(3.65), Some(60.0)));
        assert_eq!(CellArgs::default().cell(&settings, &Conventions::default()).unwrap(), None);
        let other = CellArgs { cell: Some("b".into()), ..CellArgs::default() };
        assert!(other.cell(&settings, &conventions).is_err());
    }
}
