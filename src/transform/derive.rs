//! The one way from steps to everything derived.

use super::error::DeriveError;
use super::{c_rate, cycle, pulse, reference, run, soc, soh};
use crate::model::{Derived, Head, Maybe, NominalSource, StepData, StepMetrics, StepTrace, StepType};

/// Derives C-rate, SOC, cycles and pulses from every executed step, under `head.conventions`.
///
/// Sums run in step order in double precision, so that every path gives the same bits.
///
/// # Errors
/// When the reference step set by hand is no discharge.
pub fn derive(head: &Head, steps: &[StepData]) -> Result<Derived, DeriveError> {
    let mut metrics = base(steps);
    let mut derived = Derived::default();
    let runs = run::find(steps, &mut metrics);
    derived.reference = reference::choose(&head.conventions, steps, &metrics, &runs, &mut derived.notes)?;
    derived.nominal = nominal(head, &derived);
    match derived.nominal {
        Some((capacity, _)) => c_rate::fill(&mut metrics, steps, capacity),
        None => derived.notes.push(
            "no nominal capacity: the test has no discharge to take it from, so C-rates are missing; give \
             --nominal-capacity"
                .to_owned(),
        ),
    }
    match derived.reference {
        Some(reference) => soc::fill(&head.conventions, reference, &runs, steps, &mut metrics, &mut derived.notes),
        None => derived.notes.push("no discharge in this test: SOC is missing".to_owned()),
    }
    cycle::fill(&head.conventions, &mut derived, &runs, steps, &mut metrics);
    derived.elapsed_end_s = elapsed(steps, &metrics);
    let nominal_capacity_ah = derived.nominal.map(|(capacity, _)| capacity);
    derived.full_discharges = run::full(&runs, steps, &metrics, nominal_capacity_ah, &derived.elapsed_end_s);
    soh::fill(&head.conventions, &mut derived);
    derived.pulses = pulse::find(head, steps, &metrics, &mut derived.notes);
    coarse(steps, &metrics, &mut derived.notes);
    derived.steps = metrics;
    Ok(derived)
}

fn nominal(head: &Head, derived: &Derived) -> Option<(f64, NominalSource)> {
    let conventions = &head.conventions;
    let cell =
        conventions.cell_nominal_capacity_ah.or_else(|| head.cell.as_ref().and_then(|cell| cell.nominal_capacity_ah));
    conventions
        .nominal_capacity_ah
        .map(|capacity| (capacity, NominalSource::Flag))
        .or_else(|| cell.map(|capacity| (capacity, NominalSource::Cell)))
        .or_else(|| derived.reference.map(|reference| (reference.capacity_ah, NominalSource::Reference)))
}

/// Seconds from the test's start to the end of each step, by elapsed time, never by the wall clock: of its rows; without
/// Detail the durations summed.
fn elapsed(steps: &[StepData], metrics: &[StepMetrics]) -> Vec<f64> {
    let mut last_s = 0.0;
    let ends = steps.iter().zip(metrics).map(|(data, step)| {
        let of_rows = data.trace.as_ref().and_then(|trace| trace.test_time_end_s.get()).filter(|end| end.is_finite());
        last_s = of_rows.unwrap_or(last_s + step.duration_s.get().unwrap_or(0.0));
        last_s
    });
    ends.collect()
}

/// A charge less discharge of a waveform that is not its capacity within this share is sampled too coarsely.
const THROUGHPUT_WITHIN: f64 = 1e-3;

/// Names the waveforms whose rows are too far apart to tell charge from discharge.
fn coarse(steps: &[StepData], metrics: &[StepMetrics], notes: &mut Vec<String>) {
    let is_coarse = |data: &StepData, step: &StepMetrics| {
        let Some((trace, capacity)) = data.trace.as_ref().zip(step.capacity_ah.get()) else { return false };
        let (charge, discharge) = (trace.integral_charge_ah, trace.integral_discharge_ah);
        step.step_type == StepType::Waveform
            && (charge - discharge - capacity).abs() > THROUGHPUT_WITHIN * (charge + discharge)
    };
    let found: Vec<String> = steps
        .iter()
        .zip(metrics)
        .filter(|(data, step)| is_coarse(data, step))
        .map(|(_, step)| step.step.to_string())
        .collect();
    if !found.is_empty() {
        let shown = found.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
        let more = if found.len() > 10 { format!(" and {} more", found.len() - 10) } else { String::new() };
        notes.push(format!(
            "the sampling of step {shown}{more} is too coarse to tell charge from discharge: charge less discharge is not \
             the capacity within 0.1 %"
        ));
    }
}

/// The quantities of each step that need neither reference nor nominal capacity.
fn base(steps: &[StepData]) -> Vec<StepMetrics> {
    let mut metrics: Vec<StepMetrics> = Vec::with_capacity(steps.len());
    for data in steps {
        let (record, trace) = (&data.record, data.trace.as_ref());
        let previous = metrics.last();
        let of_rows = |get: fn(&StepTrace) -> Maybe| trace.map(get).unwrap_or_default();
        let of_previous = |get: fn(&StepMetrics) -> Maybe| previous.map(get).unwrap_or_default();
        let duration_s = record.duration_s.or(of_rows(|trace| trace.step_time_end_s));
        let capacity_ah = capacity(data);
        let current_mean_a = match (capacity_ah, duration_s.get()) {
            (Some(capacity), Some(duration)) if duration > 0.0 => (capacity * 3600.0 / duration).into(),
            _ => Maybe::NONE,
        };
        let start = |from_trace: Maybe, before: Maybe| if trace.is_some() { from_trace } else { before };
        metrics.push(StepMetrics {
            duration_s,
            previous_step_s: of_previous(|before| before.duration_s),
            rest_before_s: of_previous(rest_before),
            voltage_start_v: start(
                of_rows(|trace| trace.voltage_start_v),
                record.voltage_start_v.or(of_previous(|before| before.voltage_end_v)),
            ),
            voltage_end_v: record.voltage_end_v.or(of_rows(|trace| trace.voltage_end_v)),
            voltage_min_v: of_rows(|trace| trace.voltage_min_v),
            voltage_max_v: of_rows(|trace| trace.voltage_max_v),
            current_mean_a,
            current_end_a: record.current_end_a.or(of_rows(|trace| trace.current_end_a)),
            capacity_ah: capacity_ah.into(),
            energy_wh: energy(data).into(),
            power_end_w: record.power_end_w.or(of_rows(|trace| trace.power_end_w)),
            temperature_start_degc: start(
                of_rows(|trace| trace.temperature_start_degc),
                of_previous(|before| before.temperature_end_degc),
            ),
            temperature_end_degc: record.temperature_end_degc.or(of_rows(|trace| trace.temperature_end_degc)),
            temperature_min_degc: of_rows(|trace| trace.temperature_min_degc),
            temperature_max_degc: of_rows(|trace| trace.temperature_max_degc),
            ocv_start_v: match previous {
                Some(before) if before.step_type == StepType::Rest => before.voltage_end_v,
                _ => Maybe::NONE,
            },
            measurements: trace.map(|trace| trace.rows),
            relaxation_rows: trace.map(|trace| trace.relaxation_rows),
            ..StepMetrics::of(record)
        });
    }
    metrics
}

/// The rest before a step, told by the step before it: its own rest before and its duration when it is a rest, else 0.
fn rest_before(before: &StepMetrics) -> Maybe {
    if before.step_type == StepType::Rest {
        before.duration_s.get().map(|duration| before.rest_before_s.get().unwrap_or(0.0) + duration).into()
    } else {
        0.0.into()
    }
}

/// Q of a step: the Step file's; without a Step row the last active row's; without such a column the integral; 0 for a
/// rest of which nothing is said.
fn capacity(data: &StepData) -> Option<f64> {
    let trace = data.trace.as_ref();
    data.record
        .capacity_ah
        .get()
        .or_else(|| trace.and_then(|trace| trace.capacity_end_ah.get()))
        .or_else(|| trace.map(|trace| trace.integral_charge_ah - trace.integral_discharge_ah))
        .or((data.record.step_type == StepType::Rest).then_some(0.0))
}

/// E of a step, likewise.
fn energy(data: &StepData) -> Option<f64> {
    let trace = data.trace.as_ref();
    data.record
        .energy_wh
        .get()
        .or_else(|| trace.and_then(|trace| trace.energy_end_wh.get()))
        .or_else(|| trace.map(|trace| trace.integral_charge_wh - trace.integral_discharge_wh))
        .or((data.record.step_type == StepType::Rest).then_some(0.0))
}
