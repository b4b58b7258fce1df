//! The table `amended_steps`: how amended steps are read, for those who read by SQL.

use super::super::merge::{Offset, Parts};
use super::super::row::shown;
use super::super::schema::amended_steps;
use super::super::{Database, Doing, StoreError, put_all};
use super::Amendments;
use crate::model::StepData;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Insertable)]
#[diesel(table_name = amended_steps, treat_none_as_default_value = false)]
struct AmendedRow {
    experiment_id: i32,
    step: i32,
    whole: i32,
    rows_before: i32,
    duration_before_s: f64,
    capacity_before_ah: f64,
    energy_before_wh: f64,
    tester_cycle: Option<i32>,
    step_type: String,
    control: String,
    original_step_type: String,
    status: Option<String>,
    end_reason: Option<String>,
    start_time: Option<NaiveDateTime>,
}

impl AmendedRow {
    fn of(experiment_id: i32, step: i32, offset: &Offset, whole: &StepData) -> Self {
        let record = &whole.record;
        Self {
            experiment_id,
            step,
            whole: offset.step,
            rows_before: i32::try_from(offset.rows).unwrap_or(i32::MAX),
            duration_before_s: offset.duration_s,
            capacity_before_ah: offset.capacity_ah,
            energy_before_wh: offset.energy_wh,
            tester_cycle: record.tester_cycle,
            step_type: record.step_type.as_str().to_owned(),
            control: record.control.as_str().to_owned(),
            original_step_type: shown(&record.original_step_type),
            status: record.status.as_deref().map(shown),
            end_reason: record.end_reason.map(|reason| reason.as_str().to_owned()),
            start_time: record.start_time,
        }
    }
}

impl Database {
    /// Stores how the steps that are amended are read, in place of what is there; `steps` are they as they are read.
    pub(in crate::store) fn put_amended_steps(
        &mut self,
        id: i32,
        amendments: &Amendments,
        steps: &[StepData],
        parts: &Parts,
    ) -> Result<(), StoreError> {
        let doing = "storing how amended steps are read";
        diesel::delete(amended_steps::table.filter(amended_steps::experiment_id.eq(id)))
            .execute(&mut self.connection)
            .doing(doing)?;
        let corrected = amendments.corrections.iter().map(|one| (one.step, Offset::none(one.step)));
        let all: BTreeMap<i32, Offset> = corrected.chain(parts.all()).collect();
        let row = |(step, offset): (i32, Offset)| {
            let at = steps.binary_search_by_key(&offset.step, |step| step.record.number).ok()?;
            Some(AmendedRow::of(id, step, &offset, &steps[at]))
        };
        let rows: Vec<AmendedRow> = all.into_iter().filter_map(row).collect();
        put_all!(self, amended_steps::table, rows).doing(doing)
    }
}
