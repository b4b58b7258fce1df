//! The figures of the first glance. A dash always has its reason.

use super::super::data::Tile;
use crate::format::{Value, rounded};
use crate::report::{HEALTH_FIELDS, Health, Subject};
use std::collections::BTreeMap;

/// What there is to say of a test at a glance.
pub(super) fn tiles(subject: &Subject<'_>) -> Vec<Tile> {
    let health = Health::of(&subject.derived);
    let known = Known(HEALTH_FIELDS.iter().map(|field| (field.column.key.as_ref(), (field.get)(&health))).collect());
    let said = known.capacities().into_iter().chain([
        known.efficiency("coulombic_efficiency_pct", "CE"),
        known.efficiency("energy_efficiency_pct", "EE"),
        resistance(&health),
        hottest(subject),
        throughput(subject),
    ]);
    said.map(Say::tile).collect()
}

/// What is known of the cell's health, by field.
struct Known(BTreeMap<&'static str, Value>);

impl Known {
    fn number(&self, key: &str) -> Option<f64> {
        match self.0.get(key) {
            Some(Value::Number(number) | Value::Marked(number)) => Some(*number),
            Some(Value::Integer(number)) => Some(*number as f64),
            _ => None,
        }
    }

    fn whole(&self, key: &str) -> Option<i64> {
        self.number(key).map(|number| number as i64)
    }

    fn said(&self, key: &str, unit: &str, decimals: u8) -> Option<String> {
        self.number(key).map(|value| format!("{}{unit}", rounded(value, decimals)))
    }

    /// Capacity, state of health, fade.
    fn capacities(&self) -> [Say; 3] {
        let many = self.whole("full_discharges");
        let capacity = Say {
            key: "capacity_ah",
            title: "Capacity",
            value: self.said("capacity_ah", " Ah", 4),
            step: self.whole("capacity_step"),
            detail: vec![
                self.whole("capacity_step").map(|step| format!("step {step}")),
                self.said("capacity_c_rate", " C", 2),
                self.said("capacity_temperature_degc", " °C", 1).map(|from| format!("from {from}")),
                many.filter(|many| *many > 1).map(|many| format!("the last of {many} alike")),
            ],
            missing: "no full discharge: from a full charge to the voltage limit",
        };
        let soh = Say {
            key: "soh_pct",
            title: "SOH",
            value: self.said("soh_pct", " %", 2),
            step: None,
            detail: vec![
                self.whole("soh_cycle").map(|cycle| format!("cycle {cycle}")),
                self.whole("soh_baseline_step").map(|step| format!("against step {step}")),
            ],
            missing: "no full discharge to measure it by",
        };
        let fade = Say {
            key: "fade_pct",
            title: "Fade",
            value: self.said("fade_pct", " %", 2),
            step: None,
            detail: vec![many.map(|many| format!("over {many} alike full discharges"))],
            missing: "fewer than two alike full discharges",
        };
        [capacity, soh, fade]
    }

    fn efficiency(&self, key: &'static str, title: &'static str) -> Say {
        Say {
            key,
            title,
            value: self.said(key, " %", 3),
            step: None,
            detail: vec![
                self.whole("balanced_cycles").map(|many| format!("over {many} balanced cycle{}", plural(many))),
            ],
            missing: "no balanced cycle: one whose discharge is like the one before",
        }
    }
}

fn resistance(health: &Health) -> Say {
    let pulse = health.dcir();
    Say {
        key: "dcir_10s_discharge_ohm",
        title: "DCIR 10 s",
        value: pulse.and_then(|pulse| pulse.r_10s_ohm.get()).map(|ohm| format!("{:.3} mΩ", 1e3 * ohm)),
        step: pulse.map(|pulse| i64::from(pulse.step)),
        detail: vec![
            pulse.and_then(|pulse| pulse.soc_pct.get()).map(|soc| format!("{} % SOC", rounded(soc, 1))),
            pulse.and_then(|pulse| pulse.temperature_degc.get()).map(|degc| format!("{} °C", rounded(degc, 1))),
            pulse.map(|pulse| format!("step {}, {}", pulse.step, pulse.direction.as_str())),
        ],
        missing: "no pulse of 10 s within 10 points of 50 % SOC",
    }
}

fn hottest(subject: &Subject<'_>) -> Say {
    let steps = subject.derived.steps.iter();
    let hottest = steps
        .filter_map(|step| Some((step.temperature_max_degc.get()?, step.step)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    Say {
        key: "temperature_max_degc",
        title: "T max",
        value: hottest.map(|(degc, _)| format!("{} °C", rounded(degc, 1))),
        step: hottest.map(|(_, step)| i64::from(step)),
        detail: vec![hottest.map(|(_, step)| format!("step {step}"))],
        missing: "no temperature was measured",
    }
}

fn throughput(subject: &Subject<'_>) -> Say {
    let cycles = &subject.derived.cycles;
    Say {
        key: "equivalent_full_cycles",
        title: "EFC",
        value: cycles.last().and_then(|cycle| cycle.equivalent_full_cycles.get()).map(|efc| format!("{efc:.1}")),
        step: None,
        detail: vec![Some(format!("{} cycle{}", cycles.len(), plural(cycles.len() as i64)))],
        missing: "no nominal capacity to count by: give --nominal-capacity",
    }
}

fn plural(count: i64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// What is said of one figure.
struct Say {
    key: &'static str,
    title: &'static str,
    value: Option<String>,
    step: Option<i64>,
    detail: Vec<Option<String>>,
    missing: &'static str,
}

impl Say {
    fn tile(self) -> Tile {
        let missing = self.value.is_none().then(|| self.missing.to_owned());
        Tile {
            key: self.key.to_owned(),
            title: self.title.to_owned(),
            detail: if missing.is_some() {
                String::new()
            } else {
                self.detail.into_iter().flatten().collect::<Vec<_>>().join(", ")
            },
            value: self.value.unwrap_or_else(|| "–".to_owned()),
            missing,
            step: self.step,
        }
    }
}
