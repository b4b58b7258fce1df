//! The measurements of the original: where those of a step lie, what they lack, and block by block what they are.

use super::super::{Doing, StoreError};
use super::Original;
use super::step::NO_TEMPERATURE_DEGC;
use crate::model::MAX_BLOCK_ROWS;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Nullable};
use std::collections::HashMap;

/// Where the rows of a step lie, and what holds for all of them.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub(super) struct Place {
    #[diesel(sql_type = BigInt)]
    step_id: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) first: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) last: i64,
    /// Rows that can be read.
    #[diesel(sql_type = BigInt)]
    pub(super) rows: i64,
    /// Rows that hold no number where one must stand, and the first of them.
    #[diesel(sql_type = BigInt)]
    pub(super) bad: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) first_bad: Option<i64>,
    #[diesel(sql_type = Nullable<Double>)]
    pub(super) last_time: Option<f64>,
    #[diesel(sql_type = BigInt)]
    warm: i64,
    #[diesel(sql_type = BigInt)]
    temperatures: i64,
    #[diesel(sql_type = Nullable<Double>)]
    energy_max: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    capacity_max: Option<f64>,
}

impl Place {
    /// Rows with a temperature, and those of them with another one than that for none.
    pub(super) fn temperatures(&self) -> (i64, i64) {
        (self.temperatures, self.warm)
    }

    /// Whether the rows have energy, and charge.
    pub(super) fn energy_and_charge(&self) -> (bool, bool) {
        let flows = |largest: Option<f64>| largest.is_some_and(|largest| largest > 0.0);
        (flows(self.energy_max), flows(self.capacity_max))
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Nullable<Double>)]
    execution_time: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    voltage: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    current: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    capacity: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    energy: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    temperature: Option<f64>,
}

/// At most [`MAX_BLOCK_ROWS`] rows of one step, as columns: time, voltage, current, capacity, energy, temperature.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) columns: [Vec<f64>; 6],
    pub(super) lines: Vec<u64>,
}

/// A row that can be read: without these it is none.
const IS_WHOLE: &str = "typeof(t.execution_time) IN ('real', 'integer') AND typeof(t.voltage) IN ('real', 'integer') \
                        AND typeof(t.current) IN ('real', 'integer')";

impl Original {
    /// The places of the rows of an experiment's steps, by the step's number there: one walk through the table.
    pub(super) fn places(&mut self, experiment: i64) -> Result<HashMap<i64, Place>, StoreError> {
        let parts =
            ["execution_time", "temperature", "energy", "capacity"].map(|name| self.tables.number("measurement", name));
        let query = format!(
            "SELECT step_id, min(place) AS first, max(place) AS last, sum(whole) AS rows, sum(1 - whole) AS bad, \
             min(CASE whole WHEN 0 THEN place END) AS first_bad, max(execution_time) AS last_time, \
             count(temperature) AS temperatures, sum(coalesce(temperature <> {NO_TEMPERATURE_DEGC:?}, 0)) AS warm, \
             max(abs(energy)) AS energy_max, max(abs(capacity)) AS capacity_max \
             FROM (SELECT t.rowid AS place, t.step_id, ({IS_WHOLE}) AS whole, {} FROM measurement t \
             WHERE t.step_id IN (SELECT id FROM step WHERE experiment_id = ?)) GROUP BY step_id",
            parts.join(", ")
        );
        let query = diesel::sql_query(query).bind::<BigInt, _>(experiment);
        let found: Vec<Place> = query.load(&mut self.connection).doing("looking for the original's measurements")?;
        Ok(found.into_iter().map(|place| (place.step_id, place)).collect())
    }

    /// The voltage of a row.
    pub(super) fn voltage_at(&mut self, place: i64) -> Result<Option<f64>, StoreError> {
        Ok(self.page(place, "t.rowid = ?1 AND ?2 = ?3", 0, 0)?.pop().and_then(|row| row.voltage))
    }

    /// Rows of a step from a place on, and the place behind the last of them; `None` when there are no more.
    pub(super) fn piece(&mut self, step: i64, from: i64, last: i64) -> Result<Option<(Piece, i64)>, StoreError> {
        let found = self.page(step, "t.step_id = ?1 AND t.rowid BETWEEN ?2 AND ?3", from, last)?;
        let Some(behind) = found.last().map(|row| row.place + 1) else { return Ok(None) };
        let mut piece = Piece::default();
        for row in found {
            let values = [row.execution_time, row.voltage, row.current, row.capacity, row.energy, row.temperature];
            for (column, value) in piece.columns.iter_mut().zip(values) {
                column.push(value.unwrap_or(f64::NAN));
            }
            piece.lines.push(row.place.unsigned_abs());
        }
        Ok(Some((piece, behind)))
    }

    fn page(&mut self, of: i64, condition: &str, from: i64, last: i64) -> Result<Vec<Row>, StoreError> {
        let names = ["execution_time", "voltage", "current", "capacity", "energy", "temperature"];
        let parts = names.map(|name| self.tables.number("measurement", name));
        let query = format!(
            "SELECT t.rowid AS place, {} FROM measurement t WHERE {condition} AND {IS_WHOLE} \
             ORDER BY t.rowid LIMIT {MAX_BLOCK_ROWS}",
            parts.join(", ")
        );
        let query = diesel::sql_query(query).bind::<BigInt, _>(of).bind::<BigInt, _>(from).bind::<BigInt, _>(last);
        query.load(&mut self.connection).doing("reading the original's measurements")
    }
}
