//! Projects, cells and machines of the original, in our words.

use super::super::cell::{CHEMISTRIES, FORM_FACTORS};
use super::super::{CellRecord, Doing, Machine, Project, StoreError};
use super::Original;
use super::tables::said;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Double, Nullable};
use std::collections::BTreeMap;

/// Everything of one kind by its number there.
pub(super) type ById<T> = BTreeMap<i64, T>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    name: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    description: Option<Vec<u8>>,
    /// The start of a project, the model of a machine.
    #[diesel(sql_type = Nullable<Binary>)]
    more: Option<Vec<u8>>,
}

#[derive(QueryableByName)]
struct CellRow {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    name: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    manufacturer: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    chemistry: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Double>)]
    nominal_capacity: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    capacity: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    nominal_voltage: Option<f64>,
    #[diesel(sql_type = Nullable<Binary>)]
    form_factor: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    form: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    serial_number: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    date_received: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    notes: Option<Vec<u8>>,
}

impl Original {
    pub(super) fn projects(&mut self) -> Result<ById<Project>, StoreError> {
        let rows = self.named("project", "description", "start_date")?;
        Ok(by_id(rows, |name, description, start| Project { name, description, start_date: date(start) }))
    }

    pub(super) fn machines(&mut self) -> Result<ById<Machine>, StoreError> {
        let rows = self.named("machine", "description", "model_number")?;
        Ok(by_id(rows, |name, description, model_number| Machine { name, model_number, description }))
    }

    fn named(&mut self, table: &str, description: &str, more: &str) -> Result<Vec<Row>, StoreError> {
        if !self.tables.has(table) {
            return Ok(Vec::new());
        }
        let parts = [
            self.tables.whole(table, "id"),
            self.tables.text(table, "name"),
            self.tables.text(table, description),
            self.tables.text_as(table, more, "more"),
        ];
        let query = format!("SELECT {} FROM {table} t ORDER BY id", parts.join(", "));
        diesel::sql_query(query).load(&mut self.connection).doing("reading the original's entities")
    }

    /// The cells, and what could not be taken over of them. One without a name is called by its serial number, else by its
    /// own number.
    pub(super) fn cells(&mut self) -> Result<(ById<CellRecord>, Vec<String>), StoreError> {
        let (mut cells, mut notes) = (ById::new(), Vec::new());
        if !self.tables.has("cell") {
            return Ok((cells, notes));
        }
        let mut parts = vec![self.tables.whole("cell", "id")];
        parts.extend(["nominal_capacity", "capacity", "nominal_voltage"].map(|name| self.tables.number("cell", name)));
        let texts =
            ["name", "manufacturer", "chemistry", "form_factor", "form", "serial_number", "date_received", "notes"];
        parts.extend(texts.map(|name| self.tables.text("cell", name)));
        let query = format!("SELECT {} FROM cell t ORDER BY id", parts.join(", "));
        let rows: Vec<CellRow> =
            diesel::sql_query(query).load(&mut self.connection).doing("reading the original's cells")?;
        for row in rows {
            let Some(id) = row.id else { continue };
            let cell = row.cell(id, &mut notes);
            cells.insert(id, cell);
        }
        Ok((cells, notes))
    }
}

fn by_id<T>(rows: Vec<Row>, make: impl Fn(String, Option<String>, Option<String>) -> T) -> ById<T> {
    let one = |row: Row| Some((row.id?, make(said(row.name)?, said(row.description), said(row.more))));
    rows.into_iter().filter_map(one).collect()
}

impl CellRow {
    fn cell(self, id: i64, notes: &mut Vec<String>) -> CellRecord {
        let serial_number = said(self.serial_number);
        let name = said(self.name).or_else(|| serial_number.clone()).unwrap_or_else(|| format!("cell {id}"));
        let mut listed = |what: &str, text: Option<String>, all: &[&str]| {
            let text = text?;
            let word = own_word(&text);
            let found = all.iter().find(|known| known.eq_ignore_ascii_case(word)).map(|known| (*known).to_owned());
            if found.is_none() {
                notes.push(format!("cell `{name}`: its {what} `{text}` is none of {} and is left out", all.join(", ")));
            }
            found
        };
        let chemistry = listed("chemistry", said(self.chemistry), CHEMISTRIES);
        let form_factor = listed("form", said(self.form_factor).or(said(self.form)), FORM_FACTORS);
        let above_zero = |value: &f64| value.is_finite() && *value > 0.0;
        CellRecord {
            name,
            manufacturer: said(self.manufacturer),
            chemistry,
            form_factor,
            nominal_capacity_ah: self.nominal_capacity.or(self.capacity).filter(above_zero),
            nominal_voltage_v: self.nominal_voltage.filter(above_zero),
            serial_number,
            date_received: date(said(self.date_received)),
            notes: said(self.notes),
            ..CellRecord::default()
        }
    }
}

/// The original's word in ours.
pub(super) fn own_word(text: &str) -> &str {
    if text.eq_ignore_ascii_case("others") { "other" } else { text }
}

/// The date with which a moment begins.
fn date(text: Option<String>) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text?.get(..10)?, "%Y-%m-%d").ok()
}
