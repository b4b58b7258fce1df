//! What a person says of a test: by flags, or by a row of a manifest.

use super::super::inputs::a_name;
use super::super::settings::Settings;
use super::super::status::Failure;
use crate::store::{self, CellRecord, Metadata, Project};
use chrono::NaiveDate;

/// Metadata flags.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Metadata (what does not exist is added)")]
pub(super) struct MetadataArgs {
    /// Project
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    project: Option<String>,
    /// Cell
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    cell: Option<String>,
    /// Cycler
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    machine: Option<String>,
    /// Who ran the test
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    operator: Option<String>,
    /// Chemistry of the cell: NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB, Other
    #[arg(long, value_name = "NAME")]
    chemistry: Option<String>,
    /// Form of the cell: prismatic, cylindrical, pouch, coin, other
    #[arg(long, value_name = "NAME")]
    form_factor: Option<String>,
    /// Nominal voltage of the cell in V
    #[arg(long, value_name = "V", value_parser = super::super::derive::nominal_voltage, allow_negative_numbers = true)]
    nominal_voltage: Option<f64>,
    /// Serial number of the cell
    #[arg(long, value_name = "TEXT")]
    serial: Option<String>,
    /// The test in words
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// When the project began, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    start_date: Option<NaiveDate>,
}

/// All that is said of one test.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::cli) struct Said {
    pub(super) name: Option<String>,
    pub(super) project: Option<String>,
    pub(super) cell: Option<String>,
    pub(super) machine: Option<String>,
    pub(super) operator: Option<String>,
    pub(super) chemistry: Option<String>,
    pub(super) form_factor: Option<String>,
    pub(super) nominal_capacity_ah: Option<f64>,
    pub(super) nominal_voltage_v: Option<f64>,
    pub(super) serial: Option<String>,
    pub(super) description: Option<String>,
    pub(super) start_date: Option<NaiveDate>,
    pub(super) reference_step: Option<i32>,
}

impl MetadataArgs {
    pub(super) fn said(&self, nominal_capacity_ah: Option<f64>) -> Said {
        let Self { project, cell, machine, operator, chemistry, form_factor, nominal_voltage, serial, .. } =
            self.clone();
        Said {
            name: None,
            project,
            cell,
            machine,
            operator,
            chemistry,
            form_factor,
            nominal_capacity_ah,
            nominal_voltage_v: nominal_voltage,
            serial,
            description: self.description.clone(),
            start_date: self.start_date,
            reference_step: None,
        }
    }
}

impl Said {
    /// Nothing but the nominal capacity.
    pub(in crate::cli) fn of_capacity(nominal_capacity_ah: Option<f64>) -> Self {
        Self { nominal_capacity_ah, ..Self::default() }
    }

    /// What the settings say of everything that is loaded.
    pub(super) fn of_settings(settings: &Settings) -> Result<Self, Failure> {
        Ok(Self {
            project: settings.read("ingest.project")?,
            machine: settings.read("ingest.machine")?,
            operator: settings.read("ingest.operator")?,
            ..Self::default()
        })
    }

    /// All of it by the manifest's columns, as text.
    fn texts(&self) -> [(&'static str, Option<String>); 13] {
        let number = |value: Option<f64>| value.map(|value| value.to_string());
        [
            ("name", self.name.clone()),
            ("project", self.project.clone()),
            ("cell", self.cell.clone()),
            ("machine", self.machine.clone()),
            ("operator", self.operator.clone()),
            ("chemistry", self.chemistry.clone()),
            ("form_factor", self.form_factor.clone()),
            ("nominal_capacity_ah", number(self.nominal_capacity_ah)),
            ("nominal_voltage_v", number(self.nominal_voltage_v)),
            ("serial", self.serial.clone()),
            ("description", self.description.clone()),
            ("start_date", self.start_date.map(|date| date.to_string())),
            ("reference_step", self.reference_step.map(|step| step.to_string())),
        ]
    }

    /// What another says that is not heard, since another thing is said here, in words.
    pub(super) fn overruled(&self, other: &Self) -> Vec<String> {
        let both = self.texts().into_iter().zip(other.texts());
        let unlike = both.filter_map(|((what, own), (_, other))| {
            let (own, other) = own.zip(other).filter(|(own, other)| own != other)?;
            Some(format!("{what} is `{own}`, not `{other}`"))
        });
        unlike.collect()
    }

    /// What is said here, and for the rest what the other says.
    pub(super) fn over(self, other: &Self) -> Self {
        let other = other.clone();
        Self {
            name: self.name.or(other.name),
            project: self.project.or(other.project),
            cell: self.cell.or(other.cell),
            machine: self.machine.or(other.machine),
            operator: self.operator.or(other.operator),
            chemistry: self.chemistry.or(other.chemistry),
            form_factor: self.form_factor.or(other.form_factor),
            nominal_capacity_ah: self.nominal_capacity_ah.or(other.nominal_capacity_ah),
            nominal_voltage_v: self.nominal_voltage_v.or(other.nominal_voltage_v),
            serial: self.serial.or(other.serial),
            description: self.description.or(other.description),
            start_date: self.start_date.or(other.start_date),
            reference_step: self.reference_step.or(other.reference_step),
        }
    }

    /// As the database takes it.
    pub(super) fn metadata(&self) -> anyhow::Result<Metadata> {
        if self.project.is_none() && self.start_date.is_some() {
            return Err(Failure::usage("--start-date is when the project began: name it with --project").into());
        }
        let of_cell = [
            ("--form-factor", self.form_factor.is_some()),
            ("--nominal-voltage", self.nominal_voltage_v.is_some()),
            ("--serial", self.serial.is_some()),
        ];
        if let (None, Some((flag, _))) = (&self.cell, of_cell.into_iter().find(|(_, is_said)| *is_said)) {
            return Err(Failure::usage(format!("{flag} is of the cell: name it with --cell")).into());
        }
        let chemistry = self.chemistry.as_deref().map(store::chemistry).transpose()?;
        let cell = self.cell.as_ref().map(|name| CellRecord {
            name: name.clone(),
            chemistry: chemistry.clone(),
            form_factor: self.form_factor.clone(),
            nominal_capacity_ah: self.nominal_capacity_ah,
            nominal_voltage_v: self.nominal_voltage_v,
            serial_number: self.serial.clone(),
            ..CellRecord::default()
        });
        Ok(Metadata {
            project: self.project.as_ref().map(|name| Project {
                name: name.clone(),
                description: None,
                start_date: self.start_date,
            }),
            cell: cell.map(|cell| cell.checked()).transpose()?,
            machine: self.machine.clone(),
            operator: self.operator.clone(),
            battery_type: chemistry.filter(|_| self.cell.is_none()),
            description: self.description.clone(),
            tags: Vec::new(),
        })
    }
}

/// A date as ISO 8601 writes it.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| "must be a date such as 2024-09-04".to_owned())
}
