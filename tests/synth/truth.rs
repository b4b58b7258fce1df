//! What a synthetic test must come out as: the analytic functions themselves, not their samples.

use super::script::{Kind, Script, Step};

/// The quantities of a step, named as in `report steps`.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub(crate) struct StepTruth {
    pub(crate) step: i32,
    pub(crate) cycle: i32,
    pub(crate) kind: Kind,
    pub(crate) duration_s: f64,
    pub(crate) voltage_start_v: f64,
    pub(crate) voltage_end_v: f64,
    pub(crate) current_mean_a: f64,
    pub(crate) current_end_a: f64,
    pub(crate) capacity_ah: f64,
    pub(crate) energy_wh: f64,
    pub(crate) power_end_w: f64,
    pub(crate) temperature_start_degc: f64,
    pub(crate) temperature_end_degc: f64,
    pub(crate) c_rate: f64,
    pub(crate) soc_start_pct: f64,
    pub(crate) soc_end_pct: f64,
    pub(crate) ocv_start_v: Option<f64>,
    pub(crate) rest_before_s: Option<f64>,
    pub(crate) measurements: u64,
    pub(crate) relaxation_rows: u64,
}

/// The quantities of a cycle.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub(crate) struct CycleTruth {
    pub(crate) cycle: i32,
    pub(crate) first_step: i32,
    pub(crate) last_step: i32,
    pub(crate) charge_capacity_ah: f64,
    pub(crate) discharge_capacity_ah: f64,
    pub(crate) charge_energy_wh: f64,
    pub(crate) discharge_energy_wh: f64,
    pub(crate) soc_net_pct: f64,
}

/// The resistances of a pulse, each (V(t) - OCV) / I(t).
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub(crate) struct PulseTruth {
    pub(crate) step: i32,
    pub(crate) ocv_v: f64,
    pub(crate) soc_pct: f64,
    pub(crate) r0_ohm: f64,
    pub(crate) r_100ms_ohm: Option<f64>,
    pub(crate) r_1s_ohm: Option<f64>,
    pub(crate) r_10s_ohm: Option<f64>,
    pub(crate) r_end_ohm: f64,
}

/// All that is known of a test.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub(crate) struct Truth {
    pub(crate) reference_step: i32,
    pub(crate) reference_capacity_ah: f64,
    pub(crate) steps: Vec<StepTruth>,
    pub(crate) cycles: Vec<CycleTruth>,
    pub(crate) pulses: Vec<PulseTruth>,
}

impl Truth {
    /// The truth of a script whose reference is the discharge `reference_step`, and whose nominal capacity is its capacity.
    pub(crate) fn of(script: &Script, reference_step: i32) -> Self {
        let capacity = |step: &Step| step.profile.capacity(step.profile.duration_s);
        let before = |number: i32| script.steps.iter().filter(|step| step.number <= number).map(capacity).sum::<f64>();
        let reference = script.steps.iter().find(|step| step.number == reference_step);
        let reference_capacity_ah = reference.map_or(f64::NAN, |step| capacity(step).abs());
        let net_at_reference = before(reference_step);
        let soc = |net: f64| 100.0 * (net - net_at_reference) / reference_capacity_ah;
        let mut steps: Vec<StepTruth> = Vec::new();
        let mut net = 0.0;
        for step in &script.steps {
            let (profile, t) = (&step.profile, step.profile.duration_s);
            let start = net;
            net += capacity(step);
            let previous = steps.last().filter(|before| before.kind.is_rest());
            let rest_before = previous.map_or(0.0, |rest| rest.duration_s + rest.rest_before_s.unwrap_or(0.0));
            steps.push(StepTruth {
                step: step.number,
                cycle: step.cycle,
                kind: step.kind,
                duration_s: t,
                voltage_start_v: profile.voltage(0.01_f64.min(t)),
                voltage_end_v: profile.voltage(t),
                current_mean_a: capacity(step) * 3600.0 / t,
                current_end_a: profile.current(t),
                capacity_ah: capacity(step),
                energy_wh: profile.energy(t),
                power_end_w: profile.voltage(t) * profile.current(t),
                temperature_start_degc: profile.temperature(0.01_f64.min(t)),
                temperature_end_degc: profile.temperature(t),
                c_rate: held_a(step) / reference_capacity_ah,
                soc_start_pct: soc(start),
                soc_end_pct: soc(net),
                ocv_start_v: previous.map(|rest| rest.voltage_end_v),
                rest_before_s: (step.number > 1).then_some(rest_before),
                measurements: step.samples().count() as u64,
                relaxation_rows: step.relaxation_rows(),
            });
        }
        let (cycles, pulses) = (cycles(&steps), pulses(script, &steps));
        Self { reference_step, reference_capacity_ah, steps, cycles, pulses }
    }
}

/// The largest current in A that two neighbouring rows both reach; of fewer than four rows the largest.
fn held_a(step: &Step) -> f64 {
    let currents: Vec<f64> = step.times().map(|t| step.profile.current(t).abs()).collect();
    if currents.len() < 4 {
        return currents.into_iter().fold(0.0, f64::max);
    }
    currents.windows(2).map(|pair| pair[0].min(pair[1])).fold(0.0, f64::max)
}

fn cycles(steps: &[StepTruth]) -> Vec<CycleTruth> {
    let mut cycles: Vec<CycleTruth> = Vec::new();
    for step in steps {
        if cycles.last().is_none_or(|cycle| cycle.cycle != step.cycle) {
            let soc_net_pct = -step.soc_start_pct;
            cycles.push(CycleTruth { cycle: step.cycle, first_step: step.step, soc_net_pct, ..CycleTruth::default() });
        }
        let Some(cycle) = cycles.last_mut() else { continue };
        cycle.soc_net_pct += step.soc_end_pct - if cycle.last_step == 0 { 0.0 } else { step.soc_start_pct };
        cycle.last_step = step.step;
        cycle.charge_capacity_ah += step.capacity_ah.max(0.0);
        cycle.discharge_capacity_ah += (-step.capacity_ah).max(0.0);
        cycle.charge_energy_wh += step.energy_wh.max(0.0);
        cycle.discharge_energy_wh += (-step.energy_wh).max(0.0);
    }
    cycles
}

fn pulses(script: &Script, steps: &[StepTruth]) -> Vec<PulseTruth> {
    let mut pulses = Vec::new();
    for (step, truth) in script.steps.iter().zip(steps) {
        let Some(ocv_v) = truth.ocv_start_v.filter(|_| !step.kind.is_rest() && truth.duration_s <= 60.5) else {
            continue;
        };
        let profile = &step.profile;
        let resistance = |t: f64| (profile.voltage(t) - ocv_v) / profile.current(t);
        let at = |t: f64| (t <= truth.duration_s).then(|| resistance(t));
        pulses.push(PulseTruth {
            step: step.number,
            ocv_v,
            soc_pct: truth.soc_start_pct,
            r0_ohm: resistance(0.01),
            r_100ms_ohm: at(0.1),
            r_1s_ohm: at(1.0),
            r_10s_ohm: at(10.0),
            r_end_ohm: resistance(truth.duration_s),
        });
    }
    pulses
}
