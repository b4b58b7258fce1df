//! What the table of steps keeps of a step beside what reports say of it: what the tester said, and what its rows say, so
//! that it is the same when it is read back.

use super::kept::{Held, Kept, kept};
use crate::format::{Heading, Kind, Value};
use crate::model::{Maybe, StepData, StepRecord, StepTrace};
use crate::store;
use std::sync::Arc;

/// What the tester said, under the names of the report's own columns.
pub(super) fn shared() -> Vec<Kept<StepRecord>> {
    let mut all = kept![StepRecord "" ""; tester_cycle "", recipe_line "", step_type "", original_step_type "", status "",
        start_time ""];
    let mut pass = kept![StepRecord "" ""; loop_pass ""];
    pass.iter_mut().for_each(|kept| kept.column.key = "loop".into());
    all.extend(pass);
    all
}

/// The rest of what the tester said.
pub(super) fn record() -> Vec<Kept<StepRecord>> {
    let mut all = kept![StepRecord "record_" "As the tester said it"; section "", control "", end_reason "", duration_s "s",
        voltage_start_v "V", voltage_end_v "V", current_end_a "A", power_end_w "W", capacity_ah "Ah", energy_wh "Wh",
        temperature_end_degc "°C", chamber_temperature_end_degc "°C", constant_current_capacity_ah "Ah",
        total_capacity_ah "Ah", tester_soc_pct "%", line ""];
    all.push(Kept {
        column: Heading::new(
            "record_extras",
            "",
            Kind::Text,
            "Further columns of the Step file: pairs of header and text",
        ),
        get: |record| match record.extras.iter().next() {
            Some(_) => store::write_extras(&record.extras).ok().into(),
            None => Value::Missing,
        },
        set: |record, value| {
            if let Value::Text(text) = value {
                record.extras = store::read_extras(text).ok()?;
            }
            Some(())
        },
    });
    all
}

/// What its rows say.
pub(super) fn trace() -> Vec<Kept<StepTrace>> {
    let mut all = kept![StepTrace "trace_" "As its rows say it"; rows "", relaxation_rows "", duration_contradicted "",
        first_line "", last_active_line "", test_time_start_s "s", test_time_end_s "s", step_time_end_s "s",
        voltage_start_v "V", voltage_end_v "V", voltage_min_v "V", voltage_max_v "V", current_end_a "A",
        current_abs_max_a "A", current_held_a "A", power_end_w "W", capacity_end_ah "Ah", energy_end_wh "Wh",
        temperature_start_degc "°C", temperature_end_degc "°C", temperature_min_degc "°C", temperature_max_degc "°C",
        chamber_temperature_start_degc "°C", integral_charge_ah "Ah", integral_discharge_ah "Ah", integral_charge_wh "Wh",
        integral_discharge_wh "Wh", constant_voltage_start_ah "Ah", active_rows ""];
    all.push(Kept {
        column: Heading::new(
            "trace_words",
            "",
            Kind::Text,
            "What its rows say in words, where its record does not: JSON",
        ),
        get: |trace| trace.words.as_deref().and_then(|words| store::write_words(words).ok()).into(),
        set: |trace, value| {
            if let Value::Text(text) = value {
                trace.words = Some(Box::new(store::read_words(text).ok()?));
            }
            Some(())
        },
    });
    all.push(Kept {
        column: Heading::new("trace_is_short", "", Kind::Flag, "Whether it is short enough to be a pulse"),
        get: |trace| trace.is_short.into(),
        set: |trace, value| {
            trace.is_short = bool::held(value)?;
            Some(())
        },
    });
    all.extend(samples());
    all
}

/// The rows at which resistance is taken.
fn samples() -> Vec<Kept<StepTrace>> {
    macro_rules! sample {
        ($($at:ident $key:literal),+) => {
            vec![$(
                sample!(@one $at concat!("trace_", $key, "_step_time_s"), "s", step_time_s),
                sample!(@one $at concat!("trace_", $key, "_voltage_v"), "V", voltage_v),
                sample!(@one $at concat!("trace_", $key, "_current_a"), "A", current_a),
            )+]
        };
        // The last active row is in the trace.
        (@one end $key:expr, $unit:literal, $field:ident) => {
            sample!(@kept $key, $unit, |trace: &StepTrace| trace.pulse_end().$field.into(), |_, _| ())
        };
        (@one $at:ident $key:expr, $unit:literal, $field:ident) => {
            sample!(
                @kept $key,
                $unit,
                |trace: &StepTrace| trace.samples.as_ref().map(|samples| samples.$at.$field).unwrap_or_default().into(),
                |trace: &mut StepTrace, number| trace.samples.get_or_insert_default().$at.$field = number
            )
        };
        (@kept $key:expr, $unit:literal, $get:expr, $set:expr) => {
            Kept {
                column: Heading::number($key, $key, $unit, 6, "Of the row at, or interpolated to, this time"),
                get: $get,
                set: |trace: &mut StepTrace, value: &Value| {
                    let number = Maybe::held(value)?;
                    if number.get().is_some() {
                        let set: fn(&mut StepTrace, Maybe) = $set;
                        set(trace, number);
                    }
                    Some(())
                },
            }
        };
    }
    sample!(first "first", at_100ms "100ms", at_1s "1s", at_10s "10s", end "end")
}

/// The columns of all that is kept of a step beside the report's.
pub(super) fn columns() -> Vec<Heading> {
    record().into_iter().map(|kept| kept.column).chain(trace().into_iter().map(|kept| kept.column)).collect()
}

/// All that is kept of a step beside the report's, in the order of [`columns`].
pub(super) struct Row {
    record: Vec<Kept<StepRecord>>,
    trace: Vec<Kept<StepTrace>>,
    shared: Vec<Kept<StepRecord>>,
}

impl Row {
    pub(super) fn new() -> Self {
        Self { record: record(), trace: trace(), shared: shared() }
    }

    /// The cells of a step.
    pub(super) fn of(&self, step: &StepData) -> Vec<Value> {
        let record = self.record.iter().map(|kept| (kept.get)(&step.record));
        let trace = self.trace.iter().map(|kept| step.trace.as_ref().map_or(Value::Missing, kept.get));
        record.chain(trace).collect()
    }

    /// The step of a number, of the cells that `cell` gives by name; where it cannot be, the column that is at fault.
    pub(super) fn step<'c>(&self, number: i32, cell: impl Fn(&str) -> &'c Value) -> Result<StepData, String> {
        let mut record = StepRecord::unknown(number);
        for kept in self.shared.iter().chain(&self.record) {
            (kept.set)(&mut record, cell(&kept.column.key)).ok_or_else(|| kept.column.key.to_string())?;
        }
        let mut step = StepData { record: Arc::new(record), trace: None };
        if !cell("trace_rows").is_missing() {
            let mut trace = StepTrace { step: number, ..StepTrace::default() };
            for kept in &self.trace {
                (kept.set)(&mut trace, cell(&kept.column.key)).ok_or_else(|| kept.column.key.to_string())?;
            }
            step.trace = Some(trace);
        }
        Ok(step)
    }
}
