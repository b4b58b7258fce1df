//! Cells: what is tested. Their limits feed the rules, their nominal capacity the rates.

use super::row::{number, text};
use super::schema::cells;
use super::{Database, Doing, StoreError, on_backend};
use crate::model::{Cell, CellLimits};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A cell with all that is known of it.
#[derive(Clone, Debug, PartialEq, Default, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = cells, treat_none_as_null = true)]
#[allow(missing_docs)] // the names are those of the table, whose columns carry the descriptions
pub struct CellRecord {
    pub name: String,
    pub manufacturer: Option<String>,
    pub chemistry: Option<String>,
    pub configuration: Option<String>,
    pub cells_in_series: Option<i32>,
    pub active_mass_g: Option<f64>,
    pub form_factor: Option<String>,
    pub nominal_capacity_ah: Option<f64>,
    pub nominal_voltage_v: Option<f64>,
    pub voltage_v_min: Option<f64>,
    pub voltage_v_max: Option<f64>,
    pub current_charge_a_max: Option<f64>,
    pub current_discharge_a_max: Option<f64>,
    pub temperature_degc_min: Option<f64>,
    pub temperature_degc_max: Option<f64>,
    pub serial_number: Option<String>,
    pub batch: Option<String>,
    pub date_received: Option<NaiveDate>,
    pub notes: Option<String>,
}

/// The chemistries that a cell may have.
pub const CHEMISTRIES: &[&str] = &["NMC", "NCA", "LCO", "LMO", "LNMO", "LFP", "LTO", "SIB", "Other"];
/// The configurations that a cell may have.
pub const CONFIGURATIONS: &[&str] = &["full", "half", "symmetric", "module"];
/// The form factors that a cell may have.
pub const FORM_FACTORS: &[&str] = &["prismatic", "cylindrical", "pouch", "coin", "other"];

/// The listed value that a text means, in any case.
fn listed(field: &str, value: Option<&String>, all: &[&str]) -> Result<Option<String>, StoreError> {
    let Some(value) = value else { return Ok(None) };
    let found = all.iter().find(|one| one.eq_ignore_ascii_case(value.trim()));
    found.map(|one| Some((*one).to_owned())).ok_or_else(|| StoreError::Value {
        field: field.to_owned(),
        problem: format!("`{value}` is none of {}", all.join(", ")),
    })
}

/// A chemistry as it is listed, whatever its case.
///
/// # Errors
/// When it is none of them.
pub fn chemistry(text: &str) -> Result<String, StoreError> {
    listed("chemistry", Some(&text.to_owned()), CHEMISTRIES).map(Option::unwrap_or_default)
}

impl CellRecord {
    /// The cell that a test is read by, of which this is said: what is known of it, and what is said for the rest.
    #[must_use]
    pub fn with_known(self, known: Option<Self>) -> Cell {
        match known {
            Some(known) => known.or(self).cell(),
            None => self.cell(),
        }
    }

    /// What the rest of the program needs to know of it.
    #[must_use]
    pub fn cell(&self) -> Cell {
        Cell {
            name: self.name.clone(),
            chemistry: self.chemistry.clone(),
            configuration: self.configuration.clone(),
            nominal_capacity_ah: self.nominal_capacity_ah,
            active_mass_g: self.active_mass_g,
            limits: CellLimits {
                voltage_v_min: self.voltage_v_min,
                voltage_v_max: self.voltage_v_max,
                current_charge_a_max: self.current_charge_a_max,
                current_discharge_a_max: self.current_discharge_a_max,
                temperature_degc_min: self.temperature_degc_min,
                temperature_degc_max: self.temperature_degc_max,
            },
        }
    }

    /// The same with listed values as they are listed, and no text that a database refuses.
    ///
    /// # Errors
    /// When a chemistry, configuration or form factor is none of the listed ones.
    pub fn checked(&self) -> Result<Self, StoreError> {
        let words = |field: &str, value: &Option<String>| value.as_deref().map(|words| text(field, words)).transpose();
        if self.nominal_capacity_ah.is_some_and(|capacity| !capacity.is_finite() || capacity <= 0.0) {
            let problem = "it must be a number above 0".to_owned();
            return Err(StoreError::Value { field: "nominal capacity".to_owned(), problem });
        }
        Ok(Self {
            name: text("cell", &self.name)?,
            manufacturer: words("manufacturer", &self.manufacturer)?,
            chemistry: listed("chemistry", self.chemistry.as_ref(), CHEMISTRIES)?,
            configuration: listed("configuration", self.configuration.as_ref(), CONFIGURATIONS)?,
            form_factor: listed("form factor", self.form_factor.as_ref(), FORM_FACTORS)?,
            serial_number: words("serial number", &self.serial_number)?,
            batch: words("batch", &self.batch)?,
            notes: words("notes", &self.notes)?,
            active_mass_g: number(self.active_mass_g),
            nominal_voltage_v: number(self.nominal_voltage_v),
            voltage_v_min: number(self.voltage_v_min),
            voltage_v_max: number(self.voltage_v_max),
            current_charge_a_max: number(self.current_charge_a_max),
            current_discharge_a_max: number(self.current_discharge_a_max),
            temperature_degc_min: number(self.temperature_degc_min),
            temperature_degc_max: number(self.temperature_degc_max),
            ..self.clone()
        })
    }

    /// This cell with what it does not say taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            name: self.name,
            manufacturer: self.manufacturer.or(other.manufacturer),
            chemistry: self.chemistry.or(other.chemistry),
            configuration: self.configuration.or(other.configuration),
            cells_in_series: self.cells_in_series.or(other.cells_in_series),
            active_mass_g: self.active_mass_g.or(other.active_mass_g),
            form_factor: self.form_factor.or(other.form_factor),
            nominal_capacity_ah: self.nominal_capacity_ah.or(other.nominal_capacity_ah),
            nominal_voltage_v: self.nominal_voltage_v.or(other.nominal_voltage_v),
            voltage_v_min: self.voltage_v_min.or(other.voltage_v_min),
            voltage_v_max: self.voltage_v_max.or(other.voltage_v_max),
            current_charge_a_max: self.current_charge_a_max.or(other.current_charge_a_max),
            current_discharge_a_max: self.current_discharge_a_max.or(other.current_discharge_a_max),
            temperature_degc_min: self.temperature_degc_min.or(other.temperature_degc_min),
            temperature_degc_max: self.temperature_degc_max.or(other.temperature_degc_max),
            serial_number: self.serial_number.or(other.serial_number),
            batch: self.batch.or(other.batch),
            date_received: self.date_received.or(other.date_received),
            notes: self.notes.or(other.notes),
        }
    }
}

impl Database {
    /// Adds a cell that is not there, or fills what is missing of one that is; gives its number. What is there stays:
    /// a cell is changed by editing it, not by loading a test of it.
    pub(super) fn ensure_cell(&mut self, cell: &CellRecord) -> Result<i32, StoreError> {
        let doing = "storing the cell";
        let cell = cell.checked()?;
        let now = super::clock::now();
        let values = (cells::name.eq(&cell.name), cells::created_at.eq(now), cells::updated_at.eq(now));
        on_backend!(self, c => diesel::insert_into(cells::table).values(values).on_conflict_do_nothing().execute(c))
            .doing(doing)?;
        let (id, have): (i32, CellRecord) = cells::table
            .filter(cells::name.eq(&cell.name))
            .select((cells::id, CellRecord::as_select()))
            .first(&mut self.connection)
            .doing(doing)?;
        let filled = have.clone().or(cell);
        if filled != have {
            diesel::update(cells::table.find(id))
                .set((&filled, cells::updated_at.eq(now)))
                .execute(&mut self.connection)
                .doing(doing)?;
        }
        Ok(id)
    }

    /// A cell by its name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cell(&mut self, name: &str) -> Result<Option<CellRecord>, StoreError> {
        cells::table
            .filter(cells::name.eq(name))
            .select(CellRecord::as_select())
            .first(&mut self.connection)
            .optional()
            .doing("looking for the cell")
    }

    /// Every cell, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cells(&mut self) -> Result<Vec<CellRecord>, StoreError> {
        cells::table
            .order(cells::name)
            .select(CellRecord::as_select())
            .load(&mut self.connection)
            .doing("listing the cells")
    }
}
