//! Tests whose derived quantities are known in closed form beyond those of every fixture: pulses at settled and unsettled rests,
//! and cycles of two rates while the cell fades.

use super::cell::{Cell, State};
use super::script::{Kind, Script, Step};
use super::truth::{StepTruth, Truth};

/// A pulse of a hybrid pulse power test.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hppc {
    pub(crate) name: &'static str,
    /// Of 2 A: discharge, then charge.
    pub(crate) currents_a: [f64; 2],
    pub(crate) durations_s: [f64; 2],
    /// How long the current takes to be there.
    pub(crate) ramp_s: f64,
    /// What the second pulse is for.
    pub(crate) second: &'static str,
}

/// Symmetric, three quarters, a restore at half the current, and currents that take their time.
pub(crate) const HPPC: &[Hppc] = &[
    Hppc { name: "even", currents_a: [-2.0, 2.0], durations_s: [10.0, 10.0], ramp_s: 0.0, second: "pulse" },
    Hppc { name: "uneven", currents_a: [-2.0, 1.5], durations_s: [10.0, 10.0], ramp_s: 0.0, second: "pulse" },
    Hppc { name: "restored", currents_a: [-2.0, 1.0], durations_s: [10.0, 20.0], ramp_s: 0.0, second: "restore" },
    Hppc { name: "ramped", currents_a: [-4.0, 3.0], durations_s: [10.0, 10.0], ramp_s: 0.25, second: "pulse" },
];

impl Hppc {
    /// A full cycle, then pulse, 40 s, pulse, 40 s, a tenth of the charge out, an hour, five times.
    pub(crate) fn script(&self) -> Script {
        let mut script = Script::new(Cell::two_ah(), State::at_rest(0.4));
        script.charge_full(1.0, 60.0);
        script.rest(1800.0, 60.0);
        script.discharge_empty(2.0, 20.0);
        script.rest(3600.0, 300.0);
        script.cycle(2);
        script.charge_full(1.0, 60.0);
        script.rest(3600.0, 300.0);
        for _ in 0..5 {
            for (current_a, duration_s) in self.currents_a.into_iter().zip(self.durations_s) {
                script.pulse(current_a, duration_s, self.ramp_s);
                script.rest(40.0, 1.0);
            }
            script.discharge_by(2.0, 0.2, 30.0);
            script.rest(3600.0, 300.0);
            script.repeat(6);
        }
        script
    }
}

/// What must come out of a pulse.
#[derive(Clone, Debug)]
pub(crate) struct HppcTruth {
    pub(crate) step: i32,
    pub(crate) purpose: &'static str,
    pub(crate) ocv_v: f64,
    pub(crate) ocv_settled: bool,
    pub(crate) soc_pct: f64,
    pub(crate) r0_ohm: f64,
    pub(crate) r0_time_s: f64,
    pub(crate) r_1s_ohm: f64,
    pub(crate) r_10s_ohm: f64,
    pub(crate) power_w: Option<f64>,
}

/// A rest from so many seconds on is settled.
const SETTLED_S: f64 = 1800.0;

/// The pulses of a script, with the power that these voltages allow.
pub(crate) fn hppc_truth(hppc: &Hppc, script: &Script, limits_v: [f64; 2]) -> Vec<HppcTruth> {
    let truth = Truth::of(script, 3);
    let settled = settled(&truth.steps);
    let pulses =
        script.steps.iter().zip(&truth.steps).filter(|(step, _)| {
            !step.kind.is_rest() && step.kind != Kind::ChargeHold && step.profile.duration_s <= 60.0
        });
    pulses.enumerate().map(|(number, (step, of))| pulse(hppc, number, step, of, &settled, limits_v)).collect()
}

fn pulse(
    hppc: &Hppc,
    number: usize,
    step: &Step,
    of: &StepTruth,
    settled: &[(f64, f64)],
    [low_v, high_v]: [f64; 2],
) -> HppcTruth {
    let profile = &step.profile;
    let ocv_v = of.ocv_start_v.unwrap_or(f64::NAN);
    let resistance = |t: f64| (profile.voltage(t) - ocv_v) / profile.current(t);
    // The first row that carries nine tenths of the current.
    let held_a = profile.current(profile.duration_s).abs();
    let carries = step.samples().find(|row| row.current_a.abs() >= 0.9 * held_a);
    let r0_time_s = carries.map_or(f64::NAN, |row| row.step_time_s);
    let ocv_settled = of.rest_before_s.is_some_and(|rest_s| rest_s >= SETTLED_S);
    let open_v = if ocv_settled { Some(ocv_v) } else { between(settled, of.soc_start_pct) };
    let r_10s_ohm = resistance(10.0);
    let power = |open_v: f64| {
        let charges = step.kind == Kind::Charge;
        if charges { high_v * (high_v - open_v) / r_10s_ohm } else { low_v * (open_v - low_v) / r_10s_ohm }
    };
    HppcTruth {
        step: step.number,
        purpose: if number % 2 == 1 { hppc.second } else { "pulse" },
        ocv_v,
        ocv_settled,
        soc_pct: of.soc_start_pct,
        r0_ohm: resistance(r0_time_s),
        r0_time_s,
        r_1s_ohm: resistance(1.0),
        r_10s_ohm,
        power_w: open_v.map(power),
    }
}

/// SOC and voltage at the end of each settled rest.
fn settled(steps: &[StepTruth]) -> Vec<(f64, f64)> {
    let is = |step: &&StepTruth| step.kind.is_rest() && step.duration_s >= SETTLED_S;
    let mut ends: Vec<(f64, f64)> =
        steps.iter().filter(is).map(|step| (step.soc_end_pct, step.voltage_end_v)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    ends
}

fn between(ends: &[(f64, f64)], soc_pct: f64) -> Option<f64> {
    let pair = ends.windows(2).find(|pair| pair[0].0 <= soc_pct && soc_pct <= pair[1].0 && pair[0].0 < pair[1].0)?;
    let share = (soc_pct - pair[0].0) / (pair[1].0 - pair[0].0);
    Some(pair[0].1 + share * (pair[1].1 - pair[0].1))
}

/// Cycles at 1 C with a check-up at C/5 before each sixth, while the cell fades.
pub(crate) fn checked_up() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    for cycle in 1..=19 {
        script.cycle(cycle);
        script.cell.capacity_ah = 2.0 - 0.008 * f64::from(cycle);
        script.charge_full(1.0, 120.0);
        script.rest(1800.0, 300.0);
        script.discharge_empty(if cycle % 6 == 1 { 0.4 } else { 2.0 }, 120.0);
        script.rest(1800.0, 300.0);
        script.repeat(4);
    }
    script
}

/// SOH in % of each cycle: its discharge over the first at its own rate.
pub(crate) fn soh_pct(script: &Script) -> Vec<f64> {
    let discharges: Vec<&Step> = script.steps.iter().filter(|step| step.kind == Kind::Discharge).collect();
    let capacity = |step: &Step| step.profile.capacity(step.profile.duration_s).abs();
    let rate = |step: &Step| step.profile.current(0.0);
    let first =
        |step: &Step| discharges.iter().find(|other| rate(other) == rate(step)).map_or(f64::NAN, |s| capacity(s));
    discharges.iter().map(|step| 100.0 * capacity(step) / first(step)).collect()
}
