//! What is known of a step: what the tester said, and where it said nothing, what the rows say.

use crate::model::{StepData, StepRecord, StepType};

pub(in crate::store) fn duration_s(step: &StepData) -> Option<f64> {
    step.record.duration_s.get().or_else(|| step.trace.as_ref()?.step_time_end_s.get())
}

pub(in crate::store) fn capacity_ah(step: &StepData) -> Option<f64> {
    let trace = step.trace.as_ref();
    let integral = trace.map(|trace| trace.integral_charge_ah - trace.integral_discharge_ah);
    step.record.capacity_ah.get().or_else(|| trace?.capacity_end_ah.get()).or(integral).or(of_rest(step))
}

pub(in crate::store) fn energy_wh(step: &StepData) -> Option<f64> {
    let trace = step.trace.as_ref();
    let integral = trace.map(|trace| trace.integral_charge_wh - trace.integral_discharge_wh);
    step.record.energy_wh.get().or_else(|| trace?.energy_end_wh.get()).or(integral).or(of_rest(step))
}

fn of_rest(step: &StepData) -> Option<f64> {
    (step.record.step_type == StepType::Rest).then_some(0.0)
}

/// All of it as one record, as reports show it.
pub(in crate::store) fn said(step: &StepData) -> StepRecord {
    let (record, trace) = (step.record.as_ref(), step.trace.as_ref());
    StepRecord {
        duration_s: duration_s(step).into(),
        voltage_end_v: record.voltage_end_v.get().or_else(|| trace?.voltage_end_v.get()).into(),
        current_end_a: record.current_end_a.get().or_else(|| trace?.current_end_a.get()).into(),
        power_end_w: record.power_end_w.get().or_else(|| trace?.power_end_w.get()).into(),
        capacity_ah: capacity_ah(step).into(),
        energy_wh: energy_wh(step).into(),
        temperature_end_degc: record.temperature_end_degc.get().or_else(|| trace?.temperature_end_degc.get()).into(),
        ..record.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StepTrace;
    use std::sync::Arc;

    #[test]
    fn what_the_tester_says_goes_before_what_its_rows_say() {
        let record = StepRecord { capacity_ah: 2.0.into(), ..StepRecord::unknown(1) };
        let trace = StepTrace {
            step: 1,
            step_time_end_s: 60.0.into(),
            capacity_end_ah: 1.9.into(),
            integral_discharge_wh: 7.0,
            voltage_end_v: 3.1.into(),
            ..StepTrace::default()
        };
        let told = said(&StepData { record: Arc::new(record), trace: Some(trace) });
        let has = (told.capacity_ah, told.duration_s, told.energy_wh, told.voltage_end_v, told.current_end_a);
        assert_eq!(has, (2.0.into(), 60.0.into(), (-7.0).into(), 3.1.into(), None.into()));
        let rest = StepRecord { step_type: StepType::Rest, ..StepRecord::unknown(1) };
        let told = said(&StepData { record: Arc::new(rest), trace: None });
        assert_eq!((told.capacity_ah, told.energy_wh, told.duration_s), (0.0.into(), 0.0.into(), None.into()));
    }
}
