//! Cycles: detected by the turning points of the summed capacity, or taken from the tester; and what each amounts to.

use super::soc::sums;
use crate::model::{Conventions, Cycle, CyclesBy, Derived, SohBaseline, StepData, StepMetrics, StepType};

/// Comparisons of capacity use this share of the reference as tolerance.
const TOLERANCE: f64 = 1e-9;
/// A cycle whose net SOC is within this is balanced, in %.
const BALANCED_PCT: f64 = 2.0;
/// Rates within this share of each other are one band.
const RATE_BAND: f64 = 0.10;
/// Start temperatures within this of each other are one band, in K.
const TEMPERATURE_BAND_K: f64 = 3.0;

/// Numbers the cycles and computes each.
pub(super) fn fill(conventions: &Conventions, derived: &mut Derived, steps: &[StepData], metrics: &mut [StepMetrics]) {
    let reference_ah = derived.reference.map(|reference| reference.capacity_ah);
    let swing = reference_ah.map(|capacity| Swing {
        hysteresis: conventions.cycle_swing_pct / 100.0 * capacity,
        tolerance: TOLERANCE * capacity,
    });
    let sums: Vec<f64> = running(metrics);
    match conventions.cycles_by {
        CyclesBy::Tester if metrics.iter().all(|step| step.tester_cycle.is_some()) => {
            count_on(metrics, &mut derived.notes);
        }
        by => {
            if by == CyclesBy::Tester {
                derived.notes.push("the tester gives no cycle for some steps: cycles are detected".to_owned());
            }
            number(swing, &sums, metrics);
        }
    }
    derived.cycles = cycles(derived, swing, &sums, steps, metrics);
    soh(conventions, derived, metrics);
    overall(derived);
}

/// Numbers the cycles by the tester's counter. Where it falls back, such as at a new section of the recipe, the count goes
/// on: two cycles never share a number.
fn count_on(metrics: &mut [StepMetrics], notes: &mut Vec<String>) {
    let mut before: Option<(i32, i32)> = None;
    let mut restarts = Vec::new();
    for step in metrics.iter_mut() {
        let tester = step.tester_cycle.unwrap_or(1);
        step.cycle = match before {
            None => tester,
            Some((last, cycle)) if tester < last => {
                restarts.push(step.step);
                cycle.saturating_add(1)
            }
            Some((last, cycle)) => cycle.saturating_add(tester.saturating_sub(last)),
        };
        before = Some((tester, step.cycle));
    }
    if let Some(first) = restarts.first() {
        let more = if restarts.len() > 1 { " and later" } else { "" };
        notes.push(format!("the tester's cycle counter falls back at step {first}{more}: cycles are counted on"));
    }
}

/// The running sum of capacity; a step without one adds nothing.
fn running(metrics: &[StepMetrics]) -> Vec<f64> {
    let mut last = 0.0;
    sums(metrics)
        .into_iter()
        .zip(metrics)
        .map(|(sum, step)| {
            last = sum.unwrap_or_else(|| last + step.capacity_ah.unwrap_or(0.0));
            last
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Swing {
    hysteresis: f64,
    tolerance: f64,
}

impl Swing {
    fn is_swing(self, difference: f64) -> bool {
        difference >= self.hysteresis - self.tolerance
    }
}

/// Numbers the cycles by the turning points of `sums` with hysteresis.
///
/// Going down, a trough is settled when the sum has risen by H from its minimum; going up, a peak when it has fallen by H
/// from its maximum. A new cycle starts at the first charge after a settled trough. Steps before the first settled swing
/// belong to cycle 1 if that swing is a charge, else they and the discharge are cycle 0.
fn number(swing: Option<Swing>, sums: &[f64], metrics: &mut [StepMetrics]) {
    let Some(swing) = swing else {
        metrics.iter_mut().for_each(|step| step.cycle = 1);
        return;
    };
    // Places of extremes: the index of the step at whose end they are, plus one; 0 is the test's start.
    let (mut low, mut high) = ((0usize, 0.0f64), (0usize, 0.0f64));
    let mut rising: Option<bool> = None;
    let mut first_is_charge = true;
    let mut troughs = Vec::new();
    for (at, sum) in sums.iter().enumerate() {
        if *sum < low.1 - swing.tolerance {
            low = (at + 1, *sum);
        }
        if *sum > high.1 + swing.tolerance {
            high = (at + 1, *sum);
        }
        if rising != Some(true) && swing.is_swing(sum - low.1) {
            if rising.is_some() {
                troughs.push(low.0);
            }
            rising = Some(true);
            high = (at + 1, *sum);
        } else if rising != Some(false) && swing.is_swing(high.1 - sum) {
            first_is_charge = first_is_charge && rising.is_some();
            rising = Some(false);
            low = (at + 1, *sum);
        }
    }
    let mut cycle = i32::from(first_is_charge);
    let mut troughs = troughs.into_iter().peekable();
    for (at, step) in metrics.iter_mut().enumerate() {
        // A profile may swing without a charge step: the next one begins one cycle, however many troughs are behind it.
        if step.step_type == StepType::Charge && troughs.next_if(|trough| *trough <= at).is_some() {
            while troughs.next_if(|trough| *trough <= at).is_some() {}
            cycle += 1;
        }
        step.cycle = cycle;
    }
}

/// What each cycle amounts to.
fn cycles(
    derived: &Derived,
    swing: Option<Swing>,
    sums: &[f64],
    steps: &[StepData],
    metrics: &[StepMetrics],
) -> Vec<Cycle> {
    let mut cycles = Vec::new();
    let mut throughput = 0.0;
    let mut start = 0;
    while start < metrics.len() {
        let number = metrics[start].cycle;
        let end = start + metrics[start..].iter().take_while(|step| step.cycle == number).count();
        let mut cycle = Sums::of(&steps[start..end], &metrics[start..end]);
        throughput += cycle.throughput;
        let before = if start == 0 { 0.0 } else { sums[start - 1] };
        let is_complete = swing.is_some_and(|swing| has_both_swings(swing, before, &sums[start..end]));
        cycle.finish(&metrics[start..end], is_complete);
        cycle.cycle.equivalent_full_cycles = derived.nominal.map(|(nominal, _)| throughput / (2.0 * nominal));
        cycles.push(cycle.cycle);
        start = end;
    }
    cycles
}

/// Whether the sum rises and falls by a swing within these steps.
fn has_both_swings(swing: Swing, before: f64, sums: &[f64]) -> bool {
    let (mut low, mut high, mut rise, mut fall) = (before, before, 0.0f64, 0.0f64);
    for sum in sums {
        (low, high) = (low.min(*sum), high.max(*sum));
        (rise, fall) = (rise.max(sum - low), fall.max(high - sum));
    }
    swing.is_swing(rise) && swing.is_swing(fall)
}

/// The sums of one cycle while they are made.
struct Sums {
    cycle: Cycle,
    throughput: f64,
    constant_voltage_ah: Option<f64>,
}

impl Sums {
    fn of(steps: &[StepData], metrics: &[StepMetrics]) -> Self {
        let (first, last) = (&metrics[0], &metrics[metrics.len() - 1]);
        let cycle = Cycle {
            cycle: first.cycle,
            tester_cycle: first.tester_cycle,
            first_step: first.step,
            last_step: last.step,
            complete: false,
            balanced: false,
            soc_net_pct: last.soc_end_pct.zip(first.soc_start_pct).map(|(end, start)| end - start),
            charge_capacity_ah: 0.0,
            discharge_capacity_ah: 0.0,
            charge_energy_wh: 0.0,
            discharge_energy_wh: 0.0,
            coulombic_efficiency_pct: None,
            energy_efficiency_pct: None,
            equivalent_full_cycles: None,
            soh_pct: None,
            discharge_c_rate: None,
            discharge_temperature_start_degc: None,
            voltage_mean_charge_v: None,
            voltage_mean_discharge_v: None,
            hysteresis_v: None,
            cv_share_pct: None,
            temperature_max_degc: None,
        };
        let mut sums = Self { cycle, throughput: 0.0, constant_voltage_ah: None };
        for (data, step) in steps.iter().zip(metrics) {
            sums.add(data, step);
        }
        sums
    }

    fn add(&mut self, data: &StepData, step: &StepMetrics) {
        let split = |value: f64| if value > 0.0 { [value, 0.0] } else { [0.0, -value] };
        let (charge, energy) = match (&data.trace, step.step_type) {
            (Some(trace), StepType::Waveform) => (
                [trace.integral_charge_ah, trace.integral_discharge_ah],
                [trace.integral_charge_wh, trace.integral_discharge_wh],
            ),
            _ => (split(step.capacity_ah.unwrap_or(0.0)), split(step.energy_wh.unwrap_or(0.0))),
        };
        let cycle = &mut self.cycle;
        cycle.charge_capacity_ah += charge[0];
        cycle.discharge_capacity_ah += charge[1];
        cycle.charge_energy_wh += energy[0];
        cycle.discharge_energy_wh += energy[1];
        self.throughput += charge[0] + charge[1];
        cycle.temperature_max_degc = match (cycle.temperature_max_degc, step.temperature_max_degc) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        if step.step_type == StepType::Charge
            && let Some(share) = constant_voltage(data, step)
        {
            self.constant_voltage_ah = Some(self.constant_voltage_ah.unwrap_or(0.0) + share);
        }
    }

    fn finish(&mut self, metrics: &[StepMetrics], is_complete: bool) {
        let cycle = &mut self.cycle;
        cycle.complete = is_complete;
        cycle.balanced = cycle.soc_net_pct.is_some_and(|net| net.abs() <= BALANCED_PCT);
        let ratio = |above: f64, below: f64| (below > 0.0).then(|| above / below);
        if is_complete {
            cycle.coulombic_efficiency_pct =
                ratio(cycle.discharge_capacity_ah, cycle.charge_capacity_ah).map(|ratio| 100.0 * ratio);
            cycle.energy_efficiency_pct =
                ratio(cycle.discharge_energy_wh, cycle.charge_energy_wh).map(|ratio| 100.0 * ratio);
        }
        cycle.voltage_mean_charge_v = ratio(cycle.charge_energy_wh, cycle.charge_capacity_ah);
        cycle.voltage_mean_discharge_v = ratio(cycle.discharge_energy_wh, cycle.discharge_capacity_ah);
        cycle.hysteresis_v = cycle
            .voltage_mean_charge_v
            .zip(cycle.voltage_mean_discharge_v)
            .map(|(charge, discharge)| charge - discharge);
        cycle.cv_share_pct =
            self.constant_voltage_ah.and_then(|capacity| ratio(100.0 * capacity, cycle.charge_capacity_ah));
        if let Some(main) = main_discharge(metrics) {
            cycle.discharge_c_rate = main.c_rate;
            cycle.discharge_temperature_start_degc = main.temperature_start_degc;
        }
    }
}

/// The capacity of a charge's constant-voltage part: by the tester's own constant-current capacity where it has one.
fn constant_voltage(data: &StepData, step: &StepMetrics) -> Option<f64> {
    let capacity = step.capacity_ah?;
    let constant_current = data
        .record
        .constant_current_capacity_ah
        .or_else(|| data.trace.as_ref().and_then(|trace| trace.constant_voltage_start_ah))?;
    Some((capacity - constant_current).max(0.0))
}

/// The discharge that speaks for a cycle: its full one, else its largest; the first of equals.
pub(super) fn main_discharge(metrics: &[StepMetrics]) -> Option<&StepMetrics> {
    let capacity = |step: &StepMetrics| step.capacity_ah.map_or(0.0, f64::abs);
    metrics
        .iter()
        .filter(|step| step.step_type == StepType::Discharge)
        .rev()
        .max_by(|a, b| a.full_discharge.cmp(&b.full_discharge).then(capacity(a).total_cmp(&capacity(b))))
}

/// Whether two discharges are in one band of rate and start temperature.
pub(super) fn is_comparable(one: &StepMetrics, other: &StepMetrics) -> bool {
    let rates = match (one.c_rate, other.c_rate) {
        (Some(a), Some(b)) => (a - b).abs() <= RATE_BAND * b,
        (a, b) => a.is_none() && b.is_none(),
    };
    let temperatures = match (one.temperature_start_degc, other.temperature_start_degc) {
        (Some(a), Some(b)) => (a - b).abs() <= TEMPERATURE_BAND_K,
        (a, b) => a.is_none() && b.is_none(),
    };
    rates && temperatures
}

/// State of health of the cycles whose full discharge is comparable with the baseline's.
fn soh(conventions: &Conventions, derived: &mut Derived, metrics: &[StepMetrics]) {
    let full = || metrics.iter().filter(|step| step.full_discharge);
    let capacity = |step: &StepMetrics| step.capacity_ah.map_or(0.0, f64::abs);
    let base = match conventions.soh_baseline {
        SohBaseline::First | SohBaseline::Nominal => full().next(),
        SohBaseline::Max => full().max_by(|a, b| capacity(a).total_cmp(&capacity(b))),
        SohBaseline::Cycle(cycle) => full().find(|step| step.cycle == cycle),
    };
    let Some(base) = base else {
        if let SohBaseline::Cycle(cycle) = conventions.soh_baseline {
            derived.notes.push(format!("cycle {cycle} has no full discharge to measure SOH against: SOH is missing"));
        }
        return;
    };
    let baseline = match (conventions.soh_baseline, derived.nominal) {
        (SohBaseline::Nominal, Some((nominal, _))) => nominal,
        _ => capacity(base),
    };
    for cycle in &mut derived.cycles {
        let from = metrics.partition_point(|step| step.step < cycle.first_step);
        let own = metrics[from..].iter().take_while(|step| step.step <= cycle.last_step);
        let of_cycle = own.filter(|step| step.full_discharge).find(|step| is_comparable(step, base));
        cycle.soh_pct = of_cycle.map(|step| 100.0 * capacity(step) / baseline);
    }
}

/// Efficiencies over all complete, balanced cycles together.
fn overall(derived: &mut Derived) {
    let mut sums = [0.0; 4];
    for cycle in derived.cycles.iter().filter(|cycle| cycle.complete && cycle.balanced) {
        sums[0] += cycle.discharge_capacity_ah;
        sums[1] += cycle.charge_capacity_ah;
        sums[2] += cycle.discharge_energy_wh;
        sums[3] += cycle.charge_energy_wh;
    }
    let ratio = |above: f64, below: f64| (below > 0.0).then(|| 100.0 * above / below);
    derived.coulombic_efficiency_pct = ratio(sums[0], sums[1]);
    derived.energy_efficiency_pct = ratio(sums[2], sums[3]);
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;

    fn metrics(step_type: StepType) -> StepMetrics {
        StepMetrics { step_type, ..blank() }
    }

    #[test]
    fn a_counter_that_falls_back_is_counted_on() {
        let mut steps: Vec<StepMetrics> = [1, 1, 3, 1, 2, 2, 1]
            .into_iter()
            .zip(1..)
            .map(|(tester, step)| StepMetrics { step, tester_cycle: Some(tester), ..metrics(StepType::Rest) })
            .collect();
        let mut notes = Vec::new();
        count_on(&mut steps, &mut notes);
        assert_eq!(steps.iter().map(|step| step.cycle).collect::<Vec<_>>(), [1, 1, 3, 4, 5, 5, 6]);
        assert_eq!(notes, ["the tester's cycle counter falls back at step 4 and later: cycles are counted on"]);
    }

    #[test]
    fn troughs_of_a_profile_begin_one_cycle() {
        let swing = Some(Swing { hysteresis: 1.0, tolerance: 1e-9 });
        let mut steps: Vec<StepMetrics> = [
            StepType::Charge,
            StepType::Waveform,
            StepType::Waveform,
            StepType::Waveform,
            StepType::Charge,
            StepType::Charge,
        ]
        .map(metrics)
        .into();
        number(swing, &[2.0, 0.0, 2.0, 0.0, 2.0, 4.0], &mut steps);
        assert_eq!(steps.iter().map(|step| step.cycle).collect::<Vec<_>>(), [1, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn the_first_of_equal_discharges_speaks_for_a_cycle() {
        let discharge = |step| StepMetrics { step, capacity_ah: Some(-2.0), ..metrics(StepType::Discharge) };
        assert_eq!(main_discharge(&[discharge(1), discharge(3)]).map(|step| step.step), Some(1));
    }
}
