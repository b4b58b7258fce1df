//! Cycles: detected by the turning points of the summed capacity, or taken from the tester; and what each amounts to.

use super::energy;
use super::group::{self, same_rate, same_temperature};
use super::run::{Run, larger};
use super::soc::sums;
use super::turn::{Swing, Turns, turns};
use crate::model::{Control, Conventions, Cycle, CyclesBy, Derived, Maybe, StepData, StepMetrics, StepType};

/// Discharges of two alike cycles differ by at most this share of the reference capacity.
const ALIKE_SHARE: f64 = 0.1;

/// Numbers the cycles and computes each.
pub(super) fn fill(
    conventions: &Conventions,
    derived: &mut Derived,
    runs: &[Run],
    steps: &[StepData],
    metrics: &mut [StepMetrics],
) {
    let reference_ah = derived.reference.map(|reference| reference.capacity_ah);
    let swing = reference_ah.map(|capacity| Swing::new(conventions.cycle_swing_pct, capacity));
    let sums: Vec<f64> = running(metrics);
    let turns = swing.map(|swing| turns(swing, &sums)).unwrap_or_default();
    // A tester that counts no cycles at all has run one.
    let counts_cycles = metrics.iter().any(|step| step.record.tester_cycle.is_some());
    match conventions.cycles_by {
        CyclesBy::Tester if metrics.iter().all(|step| step.record.tester_cycle.is_some() == counts_cycles) => {
            derived.cycles_by = CyclesBy::Tester;
            if !counts_cycles {
                derived.notes.push("the tester gives no cycles: all steps are of cycle 1".to_owned());
            }
            count_on(metrics, &mut derived.notes);
        }
        by => {
            if by == CyclesBy::Tester {
                derived.notes.push("the tester gives no cycle for some steps: cycles are detected".to_owned());
            }
            match swing {
                Some(_) => turns.number(metrics),
                None => metrics.iter_mut().for_each(|step| step.cycle = 1),
            }
        }
    }
    let troughs = Troughs { turns, runs, reference_ah: reference_ah.unwrap_or(0.0) };
    derived.cycles = cycles(derived, swing, &sums, &troughs, steps, metrics);
    overall(derived);
}

/// The discharges that end at the turning points, for telling whether a cycle is balanced.
struct Troughs<'a> {
    turns: Turns,
    runs: &'a [Run],
    reference_ah: f64,
}

impl Troughs<'_> {
    /// In what the discharge runs that end at the trough before a cycle and at its own last trough differ; `None` when they
    /// are alike. Counted charge cannot tell: it would call every cycle with a loss unbalanced.
    fn difference(&self, first: usize, end: usize, metrics: &[StepMetrics]) -> Option<&'static str> {
        let run = |trough: usize| {
            let at = self.runs.partition_point(|run| run.last < trough);
            self.runs.get(at).filter(|run| run.last == trough)
        };
        let around = self.turns.around(first, end);
        let Some((one, other)) = around.and_then(|(before, own)| run(own).zip(run(before))) else {
            return Some("no discharge to compare its own with");
        };
        let (a, b) = (&metrics[one.last], &metrics[other.last]);
        let starts = metrics[one.first].temperature_start_degc;
        let ends = a.voltage_end_v.get().zip(b.voltage_end_v.get());
        let same_end = ends.is_some_and(|(a, b)| (a - b).abs() <= group::DISCHARGE_END_V + 1e-9);
        let checks = [
            (one.at_limit && other.at_limit, "a discharge that did not reach its limit"),
            (same_end, "another end voltage"),
            (group::both(one.current_held_a, other.current_held_a, same_rate), "another rate"),
            (
                group::both(starts.get(), metrics[other.first].temperature_start_degc.get(), same_temperature),
                "another temperature",
            ),
            ((one.capacity_ah - other.capacity_ah).abs() <= ALIKE_SHARE * self.reference_ah, "another capacity"),
        ];
        checks.iter().find(|(is_same, _)| !is_same).map(|(_, difference)| *difference)
    }
}

/// Numbers the cycles by the tester's counter. Where it falls back, such as at a new section of the recipe, the count goes
/// on: two cycles never share a number.
fn count_on(metrics: &mut [StepMetrics], notes: &mut Vec<String>) {
    let mut before: Option<(i32, i32)> = None;
    let mut restarts = Vec::new();
    for step in metrics.iter_mut() {
        let tester = step.record.tester_cycle.unwrap_or(1);
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
            last = sum.unwrap_or_else(|| last + step.capacity_ah.get().unwrap_or(0.0));
            last
        })
        .collect()
}

/// What each cycle amounts to.
fn cycles(
    derived: &mut Derived,
    swing: Option<Swing>,
    sums: &[f64],
    troughs: &Troughs<'_>,
    steps: &[StepData],
    metrics: &[StepMetrics],
) -> Vec<Cycle> {
    let of_cycles = || metrics.chunk_by(|one, next| one.cycle == next.cycle);
    let mut cycles = Vec::with_capacity(of_cycles().count());
    let mut without = Vec::new();
    let mut throughput = 0.0;
    let mut start = 0;
    for own in of_cycles() {
        let (number, end) = (own[0].cycle, start + own.len());
        let mut cycle = Sums::of(&steps[start..end], own);
        throughput += cycle.throughput;
        let before = if start == 0 { 0.0 } else { sums[start - 1] };
        let is_complete = swing.is_some_and(|swing| swing.has_both(before, &sums[start..end]));
        let difference = troughs.difference(start, end, metrics).filter(|_| is_complete);
        let is_balanced = is_complete && difference.is_none();
        derived.unbalanced.extend(difference.map(|difference| (number, difference)));
        cycle.finish(own, is_complete, is_balanced);
        if let Some(reason) = energy::no_efficiency(own).filter(|_| is_complete) {
            cycle.cycle.energy_efficiency_pct = Maybe::NONE;
            without.push((number, reason));
        }
        cycle.cycle.equivalent_full_cycles = derived.nominal.map(|(nominal, _)| throughput / (2.0 * nominal)).into();
        cycles.push(cycle.cycle);
        start = end;
    }
    derived.notes.extend(energy::notes(&without));
    cycles
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
            tester_cycle: first.record.tester_cycle,
            first_step: first.step,
            last_step: last.step,
            complete: false,
            balanced: false,
            soc_net_pct: last.soc_end_pct.get().zip(first.soc_start_pct.get()).map(|(end, start)| end - start).into(),
            charge_capacity_ah: 0.0,
            discharge_capacity_ah: 0.0,
            charge_energy_wh: 0.0,
            discharge_energy_wh: 0.0,
            coulombic_efficiency_pct: Maybe::NONE,
            energy_efficiency_pct: Maybe::NONE,
            equivalent_full_cycles: Maybe::NONE,
            full_discharge_step: None,
            full_discharge_capacity_ah: Maybe::NONE,
            soh_pct: Maybe::NONE,
            soh_baseline_step: None,
            discharge_c_rate: Maybe::NONE,
            discharge_temperature_start_degc: Maybe::NONE,
            voltage_mean_charge_v: Maybe::NONE,
            voltage_mean_discharge_v: Maybe::NONE,
            hysteresis_v: Maybe::NONE,
            cv_share_pct: Maybe::NONE,
            temperature_max_degc: Maybe::NONE,
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
            _ => {
                let (capacity, energy) = (step.capacity_ah.get().unwrap_or(0.0), step.energy_wh.get().unwrap_or(0.0));
                // The energy goes with the charge: below 0 V its sign is the other one.
                let energy = match step.step_type {
                    StepType::Charge => [energy, 0.0],
                    StepType::Discharge => [0.0, -energy],
                    _ => split(energy),
                };
                (split(capacity), energy)
            }
        };
        let cycle = &mut self.cycle;
        cycle.charge_capacity_ah += charge[0];
        cycle.discharge_capacity_ah += charge[1];
        cycle.charge_energy_wh += energy[0];
        cycle.discharge_energy_wh += energy[1];
        self.throughput += charge[0] + charge[1];
        cycle.temperature_max_degc = larger(cycle.temperature_max_degc.get(), step.temperature_max_degc.get()).into();
        if step.step_type == StepType::Charge
            && let Some(share) = constant_voltage(data, step)
        {
            self.constant_voltage_ah = Some(self.constant_voltage_ah.unwrap_or(0.0) + share);
        }
    }

    fn finish(&mut self, metrics: &[StepMetrics], is_complete: bool, is_balanced: bool) {
        let cycle = &mut self.cycle;
        cycle.complete = is_complete;
        cycle.balanced = is_balanced;
        let ratio = |above: f64, below: f64| (below > 0.0).then(|| above / below);
        if is_complete {
            let pct = |above: f64, below: f64| ratio(above, below).map(|ratio| 100.0 * ratio).into();
            cycle.coulombic_efficiency_pct = pct(cycle.discharge_capacity_ah, cycle.charge_capacity_ah);
            cycle.energy_efficiency_pct = pct(cycle.discharge_energy_wh, cycle.charge_energy_wh);
        }
        cycle.voltage_mean_charge_v = ratio(cycle.charge_energy_wh, cycle.charge_capacity_ah).into();
        cycle.voltage_mean_discharge_v = ratio(cycle.discharge_energy_wh, cycle.discharge_capacity_ah).into();
        let means = cycle.voltage_mean_charge_v.get().zip(cycle.voltage_mean_discharge_v.get());
        cycle.hysteresis_v = means.filter(|_| is_balanced).map(|(charge, discharge)| charge - discharge).into();
        let share = self.constant_voltage_ah.and_then(|capacity| ratio(100.0 * capacity, cycle.charge_capacity_ah));
        cycle.cv_share_pct = share.into();
        if let Some(main) = main_discharge(metrics) {
            cycle.discharge_c_rate = main.c_rate;
            cycle.discharge_temperature_start_degc = main.temperature_start_degc;
        }
    }
}

/// The capacity of a charge's constant-voltage part: all of a step that only holds the voltage; else by the tester's own constant-current capacity where it has one.
fn constant_voltage(data: &StepData, step: &StepMetrics) -> Option<f64> {
    let capacity = step.capacity_ah.get()?;
    if data.record.control == Control::ConstantVoltage {
        return Some(capacity);
    }
    let constant_current = data
        .record
        .constant_current_capacity_ah
        .get()
        .or_else(|| data.trace.as_ref().and_then(|trace| trace.constant_voltage_start_ah.get()))?;
    Some((capacity - constant_current).max(0.0))
}

/// The discharge that speaks for a cycle: its full one, else its largest; the first of equals.
pub(super) fn main_discharge(metrics: &[StepMetrics]) -> Option<&StepMetrics> {
    let capacity = |step: &StepMetrics| step.capacity_ah.get().map_or(0.0, f64::abs);
    metrics
        .iter()
        .filter(|step| step.step_type == StepType::Discharge)
        .rev()
        .max_by(|a, b| a.full_discharge.cmp(&b.full_discharge).then(capacity(a).total_cmp(&capacity(b))))
}

/// Efficiencies over all complete, balanced cycles together.
fn overall(derived: &mut Derived) {
    let mut sums = [0.0; 4];
    for cycle in derived.cycles.iter().filter(|cycle| cycle.complete && cycle.balanced) {
        sums[0] += cycle.discharge_capacity_ah;
        sums[1] += cycle.charge_capacity_ah;
        if cycle.energy_efficiency_pct.get().is_some() {
            sums[2] += cycle.discharge_energy_wh;
            sums[3] += cycle.charge_energy_wh;
        }
    }
    let ratio = |above: f64, below: f64| (below > 0.0).then(|| 100.0 * above / below);
    derived.coulombic_efficiency_pct = ratio(sums[0], sums[1]);
    derived.energy_efficiency_pct = ratio(sums[2], sums[3]);
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::group::tests::blank as blank_step;
    use super::*;
    use crate::model::StepRecord;
    use std::sync::Arc;

    /// A cycle of which nothing is known.
    pub(crate) fn blank() -> Cycle {
        Sums::of(&[], &[blank_step()]).cycle
    }

    fn metrics(step_type: StepType) -> StepMetrics {
        StepMetrics { step_type, ..blank_step() }
    }

    #[test]
    fn a_counter_that_falls_back_is_counted_on() {
        let mut steps: Vec<StepMetrics> = [1, 1, 3, 1, 2, 2, 1]
            .into_iter()
            .zip(1..)
            .map(|(tester, step)| {
                let record = StepRecord { tester_cycle: Some(tester), ..StepRecord::unknown(step) };
                StepMetrics::of(&Arc::new(record))
            })
            .collect();
        let mut notes = Vec::new();
        count_on(&mut steps, &mut notes);
        assert_eq!(steps.iter().map(|step| step.cycle).collect::<Vec<_>>(), [1, 1, 3, 4, 5, 5, 6]);
        assert_eq!(notes, ["the tester's cycle counter falls back at step 4 and later: cycles are counted on"]);
    }

    #[test]
    fn the_first_of_equal_discharges_speaks_for_a_cycle() {
        let discharge = |step| StepMetrics { step, capacity_ah: (-2.0).into(), ..metrics(StepType::Discharge) };
        assert_eq!(main_discharge(&[discharge(1), discharge(3)]).map(|step| step.step), Some(1));
    }
}
