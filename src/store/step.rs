//! Steps: what the tester said, what the rows say, and what was derived, each in a table of its own.

use super::database::BATCH;
use super::renew::renew;
use super::row::{row, shown, unknown_name};
use super::schema::{pulse_samples, step_metrics, step_traces, steps};
use super::{Database, Doing, StoreError, put_all};
use crate::model::{
    Control, EndReason, PulseSamples, StepData, StepMetrics, StepRecord, StepTrace, StepType, TimedSample,
};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

row! {
    /// What the tester said.
    StepRow in steps for StepRecord (_nothing: ()) {
        same {
            number: i32, tester_cycle: Option<i32>, section: Option<i32>, recipe_line: Option<i32>, loop_pass: Option<i32>,
            start_time: Option<NaiveDateTime>,
        }
        count {}
        counts { line }
        number {
            duration_s, voltage_start_v, voltage_end_v, current_end_a, power_end_w, capacity_ah, energy_wh,
            temperature_end_degc, chamber_temperature_end_degc, constant_current_capacity_ah, total_capacity_ah,
            tester_soc_pct,
        }
        plain {}
        name { step_type: StepType, control: Control }
        special {
            original_step_type: String = |m| shown(&m.original_step_type), |r| r.original_step_type.as_str().into();
            status: Option<String> = |m| m.status.as_deref().map(shown), |r| r.status.as_deref().map(Into::into);
            end_reason: Option<String> = |m| m.end_reason.map(|reason| reason.as_str().to_owned()), |r| match &r.end_reason {
                Some(name) => Some(EndReason::from_name(name).ok_or_else(|| unknown_name("end_reason", name))?),
                None => None,
            };
            extras: String = |m| super::json::write_extras(&m.extras)?, |r| super::json::read_extras(&r.extras)?;
        }
        stamp { created_at, updated_at }
        rest {}
    }
}

row! {
    /// What its rows say.
    TraceRow in step_traces for StepTrace (samples: Option<&[SampleRow]>) {
        same { step: i32, duration_contradicted: bool }
        count { rows, active_rows, relaxation_rows }
        counts { first_line, last_active_line }
        number {
            test_time_start_s, test_time_end_s, step_time_end_s, voltage_start_v, voltage_end_v, voltage_min_v,
            voltage_max_v, current_end_a, current_abs_max_a, current_held_a, power_end_w, capacity_end_ah, energy_end_wh,
            temperature_start_degc, temperature_end_degc, temperature_min_degc, temperature_max_degc,
            chamber_temperature_start_degc, constant_voltage_start_ah,
        }
        plain { integral_charge_ah, integral_discharge_ah, integral_charge_wh, integral_discharge_wh }
        name {}
        special {
            words: Option<String> = |m| m.words.as_deref().map(super::words::write).transpose()?,
                |r| r.words.as_deref().map(super::words::read).transpose()?.map(Box::new);
        }
        rest {
            is_short: samples.is_some(), samples: samples.and_then(pulse_samples_of),
        }
    }
}

row! {
    /// What was derived for it.
    MetricsRow in step_metrics for StepMetrics (record: &Arc<StepRecord>) {
        same { step: i32, cycle: i32, full_discharge: bool }
        count {}
        counts { measurements, relaxation_rows }
        number {
            duration_s, previous_step_s, rest_before_s, voltage_start_v, voltage_end_v, voltage_min_v, voltage_max_v,
            current_mean_a, current_end_a, capacity_ah, energy_wh, power_end_w, temperature_start_degc,
            temperature_end_degc, temperature_min_degc, temperature_max_degc, c_rate, c_rate_mean, c_rate_end,
            soc_start_pct, soc_end_pct, ocv_start_v,
        }
        plain {}
        name {}
        special {}
        rest {
            step_type: record.step_type, record: Arc::clone(record),
        }
    }
}

/// A row of the trace at a time of interest.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = pulse_samples, treat_none_as_default_value = false)]
pub(super) struct SampleRow {
    experiment_id: i32,
    step: i32,
    what: String,
    step_time_s: Option<f64>,
    voltage_v: Option<f64>,
    current_a: Option<f64>,
}

/// Of a step that has any row; the one at the end is in its trace.
fn pulse_samples_of(rows: &[SampleRow]) -> Option<Box<PulseSamples>> {
    let sample = |what: &str| {
        rows.iter().find(|row| row.what == what).map_or_else(TimedSample::default, |row| TimedSample {
            step_time_s: row.step_time_s.into(),
            voltage_v: row.voltage_v.into(),
            current_a: row.current_a.into(),
        })
    };
    let [first, at_100ms, at_1s, at_10s] = ["first", "100ms", "1s", "10s"].map(sample);
    PulseSamples { first, at_100ms, at_1s, at_10s }.kept()
}

fn sample_rows(experiment_id: i32, trace: &StepTrace) -> impl Iterator<Item = SampleRow> + use<> {
    let step = trace.step;
    let samples = trace.samples.as_deref().copied().unwrap_or_default();
    let all = [
        ("first", samples.first),
        ("100ms", samples.at_100ms),
        ("1s", samples.at_1s),
        ("10s", samples.at_10s),
        ("end", trace.pulse_end()),
    ];
    all.into_iter().filter(|(_, sample)| sample.is_there()).map(move |(what, sample)| SampleRow {
        experiment_id,
        step,
        what: what.to_owned(),
        step_time_s: super::row::number(sample.step_time_s),
        voltage_v: super::row::number(sample.voltage_v),
        current_a: super::row::number(sample.current_a),
    })
}

impl Database {
    /// Stores what the tester said. Steps that are there already are changed only where they differ (the last row of a
    /// file that has grown is printed with other digits), so that notes stay.
    pub(super) fn put_records(&mut self, id: i32, data: &[StepData]) -> Result<(), StoreError> {
        let doing = "storing the steps";
        // In batches, here and below: of many steps there are never all rows at once.
        for batch in data.chunks(BATCH) {
            let (first, last) = (batch[0].record.number, batch[batch.len() - 1].record.number);
            let stored: Vec<StepRow> = steps::table
                .filter(steps::experiment_id.eq(id).and(steps::number.between(first, last)))
                .select(StepRow::as_select())
                .load(&mut self.connection)
                .doing(doing)?;
            let stored: HashMap<i32, StepRow> = stored.into_iter().map(|row| (row.number, row)).collect();
            let mut fresh = Vec::with_capacity(batch.len());
            for step in batch {
                let mut row = StepRow::of(id, &step.record)?;
                let Some(have) = stored.get(&row.number) else {
                    fresh.push(row);
                    continue;
                };
                let now = std::mem::replace(&mut row.updated_at, have.updated_at);
                row.created_at = have.created_at;
                if row != *have {
                    row.updated_at = now;
                    let place = steps::table.find((id, row.number));
                    diesel::update(place).set(&row).execute(&mut self.connection).doing(doing)?;
                }
            }
            put_all!(self, steps::table, fresh).doing(doing)?;
        }
        Ok(())
    }

    /// The last step that has rows.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_step_with_rows(&mut self, id: i32) -> Result<Option<i32>, StoreError> {
        step_traces::table
            .filter(step_traces::experiment_id.eq(id).and(step_traces::rows.gt(0_i64)))
            .select(diesel::dsl::max(step_traces::step))
            .first(&mut self.connection)
            .doing("looking for the last step with rows")
    }

    /// Of a test that has grown: what its rows said before stays as far as it cannot have changed; the rest is deleted. Gives
    /// the step from which on it is to be stored. To be asked before the records are stored.
    pub(super) fn outgrow_traces(&mut self, id: i32, from_step: i32, data: &[StepData]) -> Result<i32, StoreError> {
        use diesel::dsl::{max, min};
        let doing = "looking for what the rows said before";
        // A step that the Step file did not tell of may be told of now, and its last row is printed anew.
        let own = || steps::table.filter(steps::experiment_id.eq(id));
        let connection = &mut self.connection;
        let untold: Option<i32> =
            own().filter(steps::line.is_null()).select(min(steps::number)).first(connection).doing(doing)?;
        let last_told: Option<i32> =
            own().filter(steps::line.is_not_null()).select(max(steps::number)).first(connection).doing(doing)?;
        let mut from = from_step.min(untold.unwrap_or(i32::MAX)).min(last_told.unwrap_or(i32::MIN));
        // The last one that would stay bears witness: other lines, another sensor, another program show in it.
        let mut traces = data.iter().rev().filter(|step| step.record.number < from);
        if let Some(trace) = traces.find_map(|step| step.trace.as_ref()) {
            let place = step_traces::table.find((id, trace.step)).select(TraceRow::as_select());
            let stored: Option<TraceRow> = place.first(connection).optional().doing(doing)?;
            if stored != Some(TraceRow::of(id, trace)?) {
                from = i32::MIN;
            }
        }
        let doing = "making room for what the rows say";
        let traces = step_traces::table.filter(step_traces::experiment_id.eq(id).and(step_traces::step.ge(from)));
        diesel::delete(traces).execute(connection).doing(doing)?;
        let samples =
            pulse_samples::table.filter(pulse_samples::experiment_id.eq(id).and(pulse_samples::step.ge(from)));
        diesel::delete(samples).execute(connection).doing(doing)?;
        Ok(from)
    }

    /// Stores what the rows of each step said, from a step on; none may be there.
    pub(super) fn put_traces(&mut self, id: i32, from: i32, data: &[StepData]) -> Result<(), StoreError> {
        let doing = "storing what the rows say";
        let data = &data[data.partition_point(|step| step.record.number < from)..];
        for batch in data.chunks(BATCH) {
            let traces = || batch.iter().filter_map(|step| step.trace.as_ref());
            let rows = traces().map(|trace| TraceRow::of(id, trace)).collect::<Result<Vec<_>, _>>()?;
            put_all!(self, step_traces::table, rows).doing(doing)?;
            let samples: Vec<_> = traces().flat_map(|trace| sample_rows(id, trace)).collect();
            put_all!(self, pulse_samples::table, samples).doing(doing)?;
        }
        Ok(())
    }

    /// Stores what was derived for each step, in place of what is there.
    pub(super) fn put_metrics(&mut self, id: i32, metrics: &[StepMetrics]) -> Result<(), StoreError> {
        renew!(self, id, metrics, MetricsRow: step_metrics by step, "storing what was derived for each step")
    }

    /// The next steps behind a number, in order; none behind the last.
    fn step_rows(&mut self, id: i32, behind: i32) -> Result<Vec<StepRow>, StoreError> {
        steps::table
            .filter(steps::experiment_id.eq(id).and(steps::number.gt(behind)))
            .order(steps::number)
            .limit(BATCH as i64)
            .select(StepRow::as_select())
            .load(&mut self.connection)
            .doing("reading the steps")
    }

    /// Hands over what the tester said of each step, in order, without holding all of it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_record(&mut self, id: i32, each: &mut dyn FnMut(StepRecord)) -> Result<(), StoreError> {
        let mut behind = i32::MIN;
        loop {
            let rows = self.step_rows(id, behind)?;
            let Some(row) = rows.last() else { return Ok(()) };
            behind = row.number;
            for row in &rows {
                each(row.model(())?);
            }
        }
    }

    /// The steps of an experiment, in order, with all that is amended of them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn steps(&mut self, id: i32) -> Result<Vec<StepData>, StoreError> {
        let amendments = self.in_force(id)?;
        Ok(amendments.apply(self.steps_as_loaded(id)?)?.0)
    }

    /// The steps of an experiment, in order, as they were given to the loader.
    pub(super) fn steps_as_loaded(&mut self, id: i32) -> Result<Vec<StepData>, StoreError> {
        let mut data = Vec::new();
        let mut behind = i32::MIN;
        loop {
            // A part at a time, so that the rows of the tables are never there beside all that is made of them.
            let records = self.step_rows(id, behind)?;
            let Some(last) = records.last() else { return Ok(data) };
            let part = (behind, last.number);
            behind = last.number;
            let (traces, samples) = self.rows_say(id, part)?;
            let samples: HashMap<i32, &[SampleRow]> =
                samples.chunk_by(|a, b| a.step == b.step).map(|rows| (rows[0].step, rows)).collect();
            for row in &records {
                let trace = traces.get(&row.number);
                let trace = trace.map(|trace| trace.model(samples.get(&row.number).copied())).transpose()?;
                data.push(StepData { record: Arc::new(row.model(())?), trace });
            }
        }
    }

    /// One step as it was given to the loader.
    pub(super) fn step_as_loaded(&mut self, id: i32, number: i32) -> Result<Option<StepData>, StoreError> {
        let row: Option<StepRow> = steps::table
            .find((id, number))
            .select(StepRow::as_select())
            .first(&mut self.connection)
            .optional()
            .doing("looking for the step")?;
        let Some(row) = row else { return Ok(None) };
        let (traces, samples) = self.rows_say(id, (number - 1, number))?;
        let trace = traces
            .get(&number)
            .map(|trace| trace.model(Some(&samples[..]).filter(|samples| !samples.is_empty())))
            .transpose()?;
        Ok(Some(StepData { record: Arc::new(row.model(())?), trace }))
    }

    /// What the rows of the steps behind one and up to another say.
    fn rows_say(
        &mut self,
        id: i32,
        (behind, last): (i32, i32),
    ) -> Result<(HashMap<i32, TraceRow>, Vec<SampleRow>), StoreError> {
        let doing = "reading what the rows say";
        let of_part = step_traces::step.gt(behind).and(step_traces::step.le(last));
        let traces: Vec<TraceRow> = step_traces::table
            .filter(step_traces::experiment_id.eq(id).and(of_part))
            .select(TraceRow::as_select())
            .load(&mut self.connection)
            .doing(doing)?;
        let of_part = pulse_samples::step.gt(behind).and(pulse_samples::step.le(last));
        let samples = pulse_samples::table
            .filter(pulse_samples::experiment_id.eq(id).and(of_part))
            .order(pulse_samples::step)
            .select(SampleRow::as_select())
            .load(&mut self.connection)
            .doing(doing)?;
        Ok((traces.into_iter().map(|row| (row.step, row)).collect(), samples))
    }

    /// What was derived for each step, in order; `data` are the steps as [`Self::steps`] gives them.
    pub(super) fn metrics(&mut self, id: i32, data: &[StepData]) -> Result<Vec<StepMetrics>, StoreError> {
        let rows: Vec<MetricsRow> = step_metrics::table
            .filter(step_metrics::experiment_id.eq(id))
            .order(step_metrics::step)
            .select(MetricsRow::as_select())
            .load(&mut self.connection)
            .doing("reading what was derived for each step")?;
        let records: HashMap<i32, &Arc<StepRecord>> =
            data.iter().map(|step| (step.record.number, &step.record)).collect();
        rows.iter().filter_map(|row| Some(row.model(records.get(&row.step)?))).collect()
    }
}
