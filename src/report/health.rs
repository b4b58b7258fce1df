//! How the cell fared: capacity, state of health and fade, efficiency, resistance; one record a test.

use crate::fields::{brief, integer, number, resistance};
use crate::format::{Field, rounded};
use crate::model::{Derived, Direction, FullDischarge, Pulse, Purpose};
use crate::transform::group::same_temperature;

/// Resistance is told of the pulse nearest to this SOC in %.
const SOC_PCT: f64 = 50.0;
/// A pulse further away than this, in % SOC, says nothing of it.
const FAR_PCT: f64 = 10.0;
/// Of several temperatures the one nearest to this is told, in °C.
const ROOM_DEGC: f64 = 25.0;

/// How the cell fared in a test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health {
    /// The last of the full discharges that are told of.
    pub(super) last: Option<FullDischarge>,
    /// How many alike ones there are.
    pub(super) alike: usize,
    /// The largest discharge there is, where none is full.
    pub(super) partial_ah: Option<f64>,
    pub(super) soh_pct: Option<f64>,
    pub(super) soh_cycle: Option<i32>,
    pub(super) soh_baseline_step: Option<i32>,
    pub(super) fade_pct: Option<f64>,
    pub(super) coulombic_efficiency_pct: Option<f64>,
    pub(super) energy_efficiency_pct: Option<f64>,
    pub(super) balanced_cycles: usize,
    pub(super) discharge: Option<Pulse>,
    pub(super) charge: Option<Pulse>,
}

impl Health {
    /// The pulse whose resistance is told first: of discharge, else of charge.
    #[must_use]
    pub(crate) fn dcir(&self) -> Option<&Pulse> {
        self.discharge.as_ref().or(self.charge.as_ref())
    }

    /// Looks through what is derived from a test.
    #[must_use]
    pub(crate) fn of(derived: &Derived) -> Self {
        let all = &derived.full_discharges;
        let group = told(derived);
        let alike = || all.iter().filter(|one| Some(one.group) == group);
        let of_group = |step: i32| alike().any(|one| one.step == step);
        let health = derived.cycles.iter().filter(|cycle| cycle.full_discharge_step.is_some_and(of_group));
        let health: Vec<_> = health.filter_map(|cycle| Some((cycle, cycle.soh_pct.get()?))).collect();
        let last = health.last();
        let fade = |first: &(_, f64)| Some(first.1 - last?.1);
        Self {
            last: alike().next_back().copied(),
            alike: alike().count(),
            partial_ah: derived.reference.filter(|_| group.is_none()).map(|reference| reference.capacity_ah),
            soh_pct: last.map(|(_, soh)| *soh),
            soh_cycle: last.map(|(cycle, _)| cycle.cycle),
            soh_baseline_step: last.and_then(|(cycle, _)| cycle.soh_baseline_step),
            fade_pct: health.first().filter(|_| health.len() > 1).and_then(fade),
            coulombic_efficiency_pct: derived.coulombic_efficiency_pct,
            energy_efficiency_pct: derived.energy_efficiency_pct,
            balanced_cycles: derived.cycles.iter().filter(|cycle| cycle.balanced).count(),
            discharge: pulse(&derived.pulses, Direction::Discharge),
            charge: pulse(&derived.pulses, Direction::Charge),
        }
    }
}

/// The group of full discharges that are told of: the one with most of them, of equal ones the reference's, else the first.
fn told(derived: &Derived) -> Option<usize> {
    let all = &derived.full_discharges;
    let reference = derived.reference.map(|reference| reference.step);
    let own = all.iter().find(|one| Some(one.step) == reference).map(|one| one.group);
    let size = |group: usize| all.iter().filter(|one| one.group == group).count();
    let groups = all.iter().map(|one| one.group);
    groups.max_by_key(|&group| (size(group), Some(group) == own, std::cmp::Reverse(group)))
}

/// The pulse nearest to half full, of those nearest to room temperature.
fn pulse(all: &[Pulse], direction: Direction) -> Option<Pulse> {
    let off = |pulse: &Pulse| pulse.soc_pct.get().map_or(f64::INFINITY, |soc| (soc - SOC_PCT).abs());
    let cold = |pulse: &Pulse| pulse.temperature_degc.get().map_or(f64::INFINITY, |degc| (degc - ROOM_DEGC).abs());
    let fit: Vec<&Pulse> = all
        .iter()
        .filter(|pulse| pulse.direction == direction && pulse.purpose == Purpose::Pulse)
        .filter(|pulse| pulse.r_10s_ohm.get().is_some() && off(pulse) <= FAR_PCT)
        .collect();
    let room = fit.iter().min_by(|a, b| cold(a).total_cmp(&cold(b)))?.temperature_degc.get();
    let is_alike = |pulse: &&&Pulse| match (room, pulse.temperature_degc.get()) {
        (Some(a), Some(b)) => same_temperature(a, b),
        (room, other) => room == other,
    };
    fit.iter().filter(is_alike).min_by(|a, b| off(a).total_cmp(&off(b))).map(|pulse| (**pulse).clone())
}

/// What is said of it, in order.
pub(crate) static FIELDS: &[Field<Health>] = &[
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Capacity of the last of the alike full discharges", |r| {
        r.last.map(|last| last.capacity_ah).into()
    })),
    integer("capacity_step", "Capacity step", "Step of the last of the alike full discharges", |r| {
        r.last.map(|last| last.step).into()
    }),
    number("capacity_c_rate", "Capacity C-rate", "", 3, "C-rate of that discharge", |r| {
        r.last.and_then(|last| last.c_rate).into()
    }),
    number("capacity_temperature_degc", "Capacity from", "°C", 1, "Temperature at the start of that discharge", |r| {
        r.last.and_then(|last| last.temperature_start_degc).into()
    }),
    integer("full_discharges", "Full discharges", "How many full discharges are alike", |r| r.alike.into()),
    brief(number("soh_pct", "SOH", "%", 2, "State of health at the last of them", |r| r.soh_pct.into())),
    integer("soh_cycle", "SOH cycle", "Cycle of the last of the alike full discharges", |r| r.soh_cycle.into()),
    integer("soh_baseline_step", "SOH baseline", "The full discharge that is 100 % SOH", |r| {
        r.soh_baseline_step.into()
    }),
    number("fade_pct", "Fade", "%", 2, "SOH at the first of them less SOH at the last", |r| r.fade_pct.into()),
    brief(number(
        "coulombic_efficiency_pct",
        "CE",
        "%",
        3,
        "Coulombic efficiency over balanced complete cycles",
        |r| r.coulombic_efficiency_pct.into(),
    )),
    number("energy_efficiency_pct", "EE", "%", 3, "Energy efficiency over balanced complete cycles", |r| {
        r.energy_efficiency_pct.into()
    }),
    integer("balanced_cycles", "Balanced cycles", "How many cycles are balanced", |r| r.balanced_cycles.into()),
    resistance(
        "dcir_10s_discharge_ohm",
        "DCIR discharge",
        "Resistance at 10 s of the discharge pulse nearest to 50 % SOC (at most 10 % away), of those nearest to 25 °C",
        |r| r.discharge.as_ref().and_then(|pulse| pulse.r_10s_ohm.get()).into(),
    ),
    integer(
        "dcir_10s_discharge_step",
        "DCIR discharge step",
        "Step of the discharge pulse whose resistance is told",
        |r| r.discharge.as_ref().map(|pulse| pulse.step).into(),
    ),
    resistance(
        "dcir_10s_charge_ohm",
        "DCIR charge",
        "Resistance at 10 s of the charge pulse nearest to 50 % SOC (at most 10 % away), of those nearest to 25 °C",
        |r| r.charge.as_ref().and_then(|pulse| pulse.r_10s_ohm.get()).into(),
    ),
    integer("dcir_10s_charge_step", "DCIR charge step", "Step of the charge pulse whose resistance is told", |r| {
        r.charge.as_ref().map(|pulse| pulse.step).into()
    }),
];

/// The title of the line of the coulombic efficiency.
pub(super) const EFFICIENCY: &str = "Coulombic efficiency";

/// The same in words: a title and a line for each, none where there is nothing to say.
pub(super) fn in_words(health: &Health) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    match (&health.last, health.partial_ah) {
        (Some(last), _) => {
            let rate = last.c_rate.map_or_else(String::new, |rate| format!(", {rate:.3} C"));
            let from =
                last.temperature_start_degc.map_or_else(String::new, |degc| format!(", from {} °C", rounded(degc, 1)));
            let which = match health.alike {
                1 => "the full discharge".to_owned(),
                many => format!("the last of {many} alike full discharges"),
            };
            lines.push(("Capacity", format!("{:.4} Ah, {which} (step {}{rate}{from})", last.capacity_ah, last.step)));
        }
        (None, Some(ah)) => lines.push(("Capacity", format!("no full discharge; the largest there is has {ah:.4} Ah"))),
        (None, None) => lines.push(("Capacity", "no discharge".to_owned())),
    }
    if let Some(soh) = health.soh_pct {
        let of = health.soh_cycle.map_or_else(String::new, |cycle| format!(" in cycle {cycle}"));
        let base = health.soh_baseline_step.map_or_else(String::new, |step| format!(", against step {step}"));
        let fade = health.fade_pct.map_or_else(String::new, |fade| format!("; fade {} %", rounded(fade, 2)));
        lines.push(("State of health", format!("{soh:.2} %{of}{base}{fade}")));
    }
    lines.push((
        EFFICIENCY,
        match (health.coulombic_efficiency_pct, health.balanced_cycles) {
            (Some(percent), 1) => format!("{percent:.3} % of one balanced cycle"),
            (Some(percent), cycles) => format!("{percent:.3} % over {cycles} balanced cycles"),
            (None, _) => "– (no balanced cycle)".to_owned(),
        },
    ));
    let pulse = |pulse: &Pulse, word: &str| {
        let at = pulse.soc_pct.get().map_or_else(String::new, |soc| format!("{} % SOC, ", rounded(soc, 1)));
        let degc = pulse.temperature_degc.get().map_or_else(String::new, |degc| format!("{} °C, ", rounded(degc, 1)));
        pulse.r_10s_ohm.get().map(|ohm| format!("{:.3} mΩ {word} ({at}{degc}step {})", 1e3 * ohm, pulse.step))
    };
    let both = [(&health.discharge, "discharging"), (&health.charge, "charging")];
    let said: Vec<String> = both.iter().filter_map(|&(one, word)| pulse(one.as_ref()?, word)).collect();
    if !said.is_empty() {
        lines.push(("DCIR at 10 s", said.join(", ")));
    }
    lines
}
