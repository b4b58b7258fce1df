//! How the derived tables of an experiment were made, and what concerns the whole of it.

use super::row::{number, unknown_name};
use super::schema::derivations;
use super::{Database, Doing, StoreError, json};
use crate::model::{Conventions, Derived, NominalSource, Reference, ReferenceQuality, StepData};
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = derivations, treat_none_as_default_value = false, treat_none_as_null = true)]
struct DerivationRow {
    experiment_id: i32,
    reference_step: Option<i32>,
    reference_quality: Option<String>,
    reference_capacity_ah: Option<f64>,
    nominal_capacity_ah: Option<f64>,
    nominal_capacity_source: Option<String>,
    coulombic_efficiency_pct: Option<f64>,
    energy_efficiency_pct: Option<f64>,
    conventions: String,
    notes: String,
}

impl Database {
    /// Stores all that was derived, in place of what is there.
    pub(super) fn put_derived(
        &mut self,
        id: i32,
        conventions: &Conventions,
        derived: &Derived,
    ) -> Result<(), StoreError> {
        let doing = "storing what was derived";
        let row = DerivationRow {
            experiment_id: id,
            reference_step: derived.reference.map(|reference| reference.step),
            reference_quality: derived.reference.map(|reference| reference.quality.as_str().to_owned()),
            reference_capacity_ah: derived.reference.map(|reference| reference.capacity_ah),
            nominal_capacity_ah: derived.nominal.map(|(capacity_ah, _)| capacity_ah),
            nominal_capacity_source: derived.nominal.map(|(_, source)| source.as_str().to_owned()),
            coulombic_efficiency_pct: number(derived.coulombic_efficiency_pct),
            energy_efficiency_pct: number(derived.energy_efficiency_pct),
            conventions: json::write_conventions(conventions)?,
            notes: json::write(&derived.notes)?,
        };
        let now = super::clock::now();
        let updated = diesel::update(derivations::table.find(id))
            .set((&row, derivations::updated_at.eq(now)))
            .execute(&mut self.connection)
            .doing(doing)?;
        if updated == 0 {
            diesel::insert_into(derivations::table)
                .values((&row, derivations::created_at.eq(now), derivations::updated_at.eq(now)))
                .execute(&mut self.connection)
                .doing(doing)?;
        }
        self.put_metrics(id, &derived.steps)?;
        self.put_cycles(id, &derived.cycles)?;
        self.put_pulses(id, &derived.pulses)
    }

    /// The conventions that an experiment was derived under.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn conventions(&mut self, id: i32) -> Result<Conventions, StoreError> {
        let text: String = derivations::table
            .find(id)
            .select(derivations::conventions)
            .first(&mut self.connection)
            .doing("reading the conventions")?;
        json::read_conventions(&text)
    }

    /// The conventions that each experiment was derived under, by its number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_conventions(&mut self) -> Result<HashMap<i32, Conventions>, StoreError> {
        let all: Vec<(i32, String)> = derivations::table
            .select((derivations::experiment_id, derivations::conventions))
            .load(&mut self.connection)
            .doing("reading the conventions")?;
        all.into_iter().map(|(id, text)| Ok((id, json::read_conventions(&text)?))).collect()
    }

    /// Stores other conventions; what rests on them is to be derived anew.
    pub(super) fn put_conventions(&mut self, id: i32, conventions: &Conventions) -> Result<(), StoreError> {
        diesel::update(derivations::table.find(id))
            .set(derivations::conventions.eq(json::write_conventions(conventions)?))
            .execute(&mut self.connection)
            .doing("storing the conventions")?;
        Ok(())
    }

    /// What is stored of what was derived when the experiment was loaded, and the conventions of that; `data` are its steps.
    /// Full discharges and elapsed times are not: `transform::derive` gives them anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn derived(&mut self, id: i32, data: &[StepData]) -> Result<(Conventions, Derived), StoreError> {
        let row: DerivationRow = derivations::table
            .find(id)
            .select(DerivationRow::as_select())
            .first(&mut self.connection)
            .doing("reading what was derived")?;
        let reference = match (row.reference_step, row.reference_quality, row.reference_capacity_ah) {
            (Some(step), Some(quality), Some(capacity_ah)) => {
                let quality =
                    ReferenceQuality::from_name(&quality).ok_or_else(|| unknown_name("reference_quality", &quality))?;
                Some(Reference { step, quality, capacity_ah })
            }
            _ => None,
        };
        let nominal = match (row.nominal_capacity_ah, row.nominal_capacity_source) {
            (Some(capacity_ah), Some(source)) => Some((
                capacity_ah,
                NominalSource::from_name(&source).ok_or_else(|| unknown_name("nominal_capacity_source", &source))?,
            )),
            _ => None,
        };
        let conventions = json::read_conventions(&row.conventions)?;
        let derived = Derived {
            reference,
            nominal,
            cycles_by: conventions.cycles_by,
            steps: self.metrics(id, data)?,
            elapsed_end_s: Vec::new(),
            full_discharges: Vec::new(),
            cycles: self.cycles(id)?,
            unbalanced: Vec::new(),
            pulses: self.pulses(id)?,
            coulombic_efficiency_pct: row.coulombic_efficiency_pct,
            energy_efficiency_pct: row.energy_efficiency_pct,
            notes: json::read("derivations.notes", &row.notes)?,
        };
        Ok((conventions, derived))
    }
}
