//! Clean tests of many kinds of cells and habits: of none of them is there anything to say.

use super::bench::{Bench, Until};
use super::chroma::Export;
use super::pair::Pair;
use super::plant::{Drive, Plant};
use super::rng::Rng;
use super::script::Kind;

/// A clean test, and what a laboratory knows of its cell.
#[derive(Debug)]
pub(crate) struct KindOfTest {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) chemistry: Option<&'static str>,
    pub(crate) configuration: Option<&'static str>,
    bench: fn() -> Bench,
}

impl KindOfTest {
    pub(crate) fn pair(&self) -> Pair {
        Export::PLAIN.pair_of(self.name, &(self.bench)().runs)
    }
}

macro_rules! kinds {
    ($($bench:ident $chemistry:expr, $configuration:expr, $about:literal;)+) => {
        /// All of them.
        pub(crate) const KINDS: &[KindOfTest] = &[$(KindOfTest {
            name: stringify!($bench),
            about: $about,
            chemistry: $chemistry,
            configuration: $configuration,
            bench: $bench,
        }),+];
    };
}

kinds! {
    formation Some("NMC"), None, "a pouch cell formed at C/50, which loses an eighth of its first charge";
    coin None, None, "a coin cell of 2 mAh, constant current both ways";
    plateau Some("LFP"), None, "a large cell with a flat plateau at a resolution of 1 mV";
    hot Some("NMC"), None, "discharges at 10 C that heat the cell by 40 K, sampled each minute";
    drive Some("NCA"), None, "a load that changes each second, sampled each 5 s";
    drive_by_seconds Some("NCA"), None, "a load that changes each second, sampled as often";
    shallow_drift Some("NMC"), None, "cycles over a fifth of the capacity that lose a little each time";
    half None, Some("half"), "graphite against lithium, down to 5 mV";
    titanate Some("LTO"), None, "a titanate cell up to 8 C";
    sodium Some("SIB"), None, "a sodium-ion cell down to 1.5 V";
    module Some("NMC"), Some("module"), "fourteen cells in series";
    power_cycles Some("NMC"), None, "discharges at constant power, and with a hold at their end";
    hybrid_pulses Some("NMC"), None, "pulses both ways at nine states of charge";
    climate Some("NMC"), None, "a chamber that goes from -20 to 45 °C";
    ageing Some("NMC"), None, "cycles at 1 C with check-ups at C/5, while the cell fades";
}

fn layered(soc: f64) -> f64 {
    3.45 + 0.70 * soc - 0.45 * (-soc / 0.035).exp() + 0.05 * ((soc - 1.0) / 0.02).exp()
}

fn iron(soc: f64) -> f64 {
    let wave = 0.012 * ((soc - 0.66) / 0.03).tanh() + 0.018 * ((soc - 0.28) / 0.05).tanh();
    3.29 + 0.012 * soc + wave - 0.5 * (-soc / 0.016).exp() + 0.12 * ((soc - 1.0) / 0.004).exp()
}

fn graphite(soc: f64) -> f64 {
    let stages = 0.045 * ((soc - 0.5) / 0.03).tanh() + 0.03 * ((soc - 0.82) / 0.04).tanh();
    0.145 + 0.03 * soc + stages - 0.07 * (-soc / 0.02).exp() + 0.7 * ((soc - 1.0) / 0.03).exp()
}

fn spinel(soc: f64) -> f64 {
    2.36 + 0.08 * (soc - 0.5) - 0.5 * (-soc / 0.03).exp() + 0.25 * ((soc - 1.0) / 0.012).exp()
}

fn oxide(soc: f64) -> f64 {
    let step = 0.12 * ((soc - 0.55) / 0.08).tanh();
    2.55 + 1.15 * soc + step - 0.8 * (-soc / 0.05).exp() + 0.05 * ((soc - 1.0) / 0.02).exp()
}

fn fourteen(soc: f64) -> f64 {
    14.0 * layered(soc)
}

impl Plant {
    /// Layered oxide against graphite.
    pub(crate) fn nmc(capacity_ah: f64, r0_ohm: f64) -> Self {
        plant(capacity_ah, layered, r0_ohm)
    }
}

/// A cell with the usual ratios between its parts.
fn plant(capacity_ah: f64, ocv: fn(f64) -> f64, r0_ohm: f64) -> Plant {
    let pairs = [(0.5 * r0_ohm, 12.0), (0.4 * r0_ohm, 600.0)];
    let heat_capacity = 18.0 * capacity_ah;
    Plant { capacity_ah, ocv, r0_ohm, pairs, heat_capacity, cooling: heat_capacity / 900.0, loss: 4e-4 }
}

fn formation() -> Bench {
    let mut bench = Bench::new(plant(4.0, layered, 0.012), -0.03, 1);
    bench.rest(7200.0, 300.0);
    bench.plant.loss = 0.12;
    bench.charge_to(0.08, 3.7, 300.0);
    bench.charge(0.4, 4.2, 0.08, 300.0);
    bench.rest(3600.0, 300.0);
    for loss in [0.004, 0.002, 0.001] {
        bench.discharge(0.8, 2.8, 120.0);
        bench.rest(1800.0, 300.0);
        bench.plant.loss = loss;
        bench.charge(1.3, 4.2, 0.08, 120.0);
        bench.rest(1800.0, 300.0);
    }
    bench.discharge(0.8, 2.8, 120.0);
    bench.rest(1800.0, 300.0);
    bench
}

fn coin() -> Bench {
    let mut bench = Bench::new(plant(0.002, layered, 18.0), 0.3, 2);
    bench.noise_v = 1e-5;
    for cycle in 0..5 {
        let current_a = [0.0002, 0.0004, 0.001, 0.001, 0.001][cycle];
        bench.charge_to(current_a, 4.25, 120.0);
        bench.rest(300.0, 30.0);
        bench.discharge(current_a, 2.75, 120.0);
        bench.rest(300.0, 30.0);
        bench.repeat(4);
    }
    bench
}

fn plateau() -> Bench {
    let mut bench = Bench::new(plant(280.0, iron, 3e-4), 0.1, 3);
    bench.resolution_v = 1e-3;
    bench.noise_v = 1e-4;
    for _ in 0..3 {
        bench.charge(140.0, 3.65, 14.0, 60.0);
        bench.rest(1800.0, 60.0);
        bench.discharge(140.0, 2.5, 60.0);
        bench.rest(1800.0, 60.0);
        bench.repeat(4);
    }
    bench
}

fn hot() -> Bench {
    let mut bench = Bench::new(plant(2.5, layered, 0.008), 0.4, 4);
    bench.plant.pairs = [(0.002, 12.0), (0.001, 600.0)];
    for current_a in [2.5, 12.5, 25.0, 25.0] {
        bench.charge(2.5, 4.2, 0.125, 60.0);
        bench.rest(3600.0, 60.0);
        bench.discharge(current_a, 2.5, 60.0);
        bench.rest(3600.0, 60.0);
    }
    bench
}

/// A drive over so many seconds, whose mean discharges; each value holds for a second.
fn load(seconds: usize, seed: u64) -> Vec<f64> {
    let mut rng = Rng::new(seed);
    let mut level_a = 0.0;
    let mut next = |_| {
        if rng.below(20) == 0 {
            level_a = rng.between(-11.0, 6.0);
        }
        ((level_a + rng.between(-1.5, 1.5)) * 100.0_f64).round() / 100.0
    };
    (0..seconds).map(&mut next).collect()
}

fn driven(interval_s: f64, seed: u64) -> Bench {
    let mut bench = Bench::new(plant(5.0, layered, 0.014), 0.5, seed);
    bench.charge(2.5, 4.2, 0.25, 60.0);
    bench.rest(1800.0, 60.0);
    bench.discharge(5.0, 2.75, 60.0);
    bench.rest(1800.0, 60.0);
    bench.charge(2.5, 4.2, 0.25, 60.0);
    bench.rest(1800.0, 60.0);
    let seconds = if interval_s > 1.0 { 3000 } else { 900 };
    let amperes = load(seconds, seed);
    bench.run(Kind::Waveform, Drive::Wave(&amperes), &[Until::Seconds(seconds as f64)], interval_s);
    bench.rest(1800.0, 60.0);
    bench
}

fn drive() -> Bench {
    driven(5.0, 5)
}

/// Its rows are those of its load.
pub(crate) fn drive_by_seconds() -> Bench {
    driven(1.0, 6)
}

fn shallow_drift() -> Bench {
    let mut bench = Bench::new(plant(5.0, layered, 0.015), 0.5, 7);
    bench.plant.loss = 2.5e-3;
    bench.charge(2.5, 4.2, 0.25, 60.0);
    bench.rest(1800.0, 120.0);
    bench.discharge(2.5, 2.75, 60.0);
    bench.rest(1800.0, 120.0);
    let by = |bench: &mut Bench, current_a: f64, ah: f64| {
        let kind = if current_a > 0.0 { Kind::Charge } else { Kind::Discharge };
        bench.run(kind, Drive::Current(current_a), &[Until::AmpereHours(ah)], 60.0);
        bench.rest(600.0, 60.0);
    };
    by(&mut bench, 2.5, 2.6);
    for _ in 0..12 {
        by(&mut bench, 5.0, 1.0);
        by(&mut bench, -5.0, 1.0);
        bench.repeat(4);
    }
    bench
}

fn half() -> Bench {
    let mut bench = Bench::new(plant(0.004, graphite, 14.0), 1.02, 8);
    for current_a in [0.0002, 0.0004, 0.0008] {
        bench.discharge(current_a, 0.005, 120.0);
        bench.rest(600.0, 60.0);
        bench.charge_to(current_a, 1.5, 120.0);
        bench.rest(600.0, 60.0);
        bench.repeat(4);
    }
    bench
}

fn titanate() -> Bench {
    let mut bench = Bench::new(plant(10.0, spinel, 0.0011), 0.2, 9);
    for current_a in [10.0, 10.0, 40.0, 80.0] {
        bench.charge(current_a, 2.8, 0.5, 10.0);
        bench.rest(1800.0, 60.0);
        bench.discharge(current_a, 1.5, 10.0);
        bench.rest(1800.0, 60.0);
    }
    bench
}

fn sodium() -> Bench {
    let mut bench = Bench::new(plant(1.3, oxide, 0.035), 0.1, 10);
    for current_a in [0.26, 0.65, 1.3, 1.3] {
        bench.charge(0.65, 3.95, 0.065, 60.0);
        bench.rest(1200.0, 60.0);
        bench.discharge(current_a, 1.5, 60.0);
        bench.rest(1200.0, 60.0);
    }
    bench
}

fn module() -> Bench {
    let mut bench = Bench::new(plant(50.0, fourteen, 0.018), 0.4, 11);
    bench.noise_v = 6e-4;
    bench.resolution_v = 1e-4;
    for current_a in [25.0, 50.0] {
        bench.charge(25.0, 58.8, 2.5, 60.0);
        bench.rest(3600.0, 120.0);
        bench.discharge(current_a, 42.0, 60.0);
        bench.rest(3600.0, 120.0);
    }
    bench
}

fn power_cycles() -> Bench {
    let mut bench = Bench::new(plant(3.0, layered, 0.02), 0.3, 12);
    for pass in 0..4 {
        bench.charge(1.5, 4.2, 0.15, 60.0);
        bench.rest(1200.0, 60.0);
        if pass < 2 {
            bench.run(Kind::PowerDischarge, Drive::Power(-9.0), &[Until::Below(2.8)], 30.0);
        } else {
            bench.run(Kind::DischargeHold, Drive::Hold(-3.0, 3.0), &[Until::Amperes(0.15)], 30.0);
        }
        bench.rest(1200.0, 60.0);
    }
    bench
}

fn hybrid_pulses() -> Bench {
    let mut bench = Bench::new(plant(5.0, layered, 0.015), 0.4, 13);
    bench.charge(2.5, 4.2, 0.25, 60.0);
    bench.rest(1800.0, 60.0);
    bench.discharge(5.0, 2.75, 30.0);
    bench.rest(1800.0, 60.0);
    bench.charge(2.5, 4.2, 0.25, 60.0);
    bench.rest(3600.0, 120.0);
    for _ in 0..9 {
        bench.run(Kind::Discharge, Drive::Current(-10.0), &[Until::Seconds(10.0)], 0.1);
        bench.rest(40.0, 1.0);
        bench.run(Kind::Charge, Drive::Current(7.5), &[Until::Seconds(10.0)], 0.1);
        bench.rest(40.0, 1.0);
        bench.run(Kind::Discharge, Drive::Current(-5.0), &[Until::AmpereHours(0.5)], 30.0);
        bench.rest(3600.0, 120.0);
        bench.repeat(6);
    }
    bench
}

fn climate() -> Bench {
    let mut bench = Bench::new(plant(3.0, layered, 0.025), 0.3, 14);
    for degc in [25.0, 45.0, 0.0, -20.0] {
        bench.chamber(25.0, 7200.0);
        bench.charge(1.5, 4.2, 0.15, 60.0);
        bench.chamber(degc, 10_800.0);
        bench.rest(1800.0, 60.0);
        bench.discharge(3.0, 2.7, 20.0);
        bench.rest(600.0, 60.0);
    }
    bench
}

fn ageing() -> Bench {
    let mut bench = Bench::new(plant(2.5, layered, 0.02), 0.2, 15);
    for cycle in 0..13 {
        let checks = cycle % 6 == 0;
        bench.charge(if checks { 0.8 } else { 1.25 }, 4.2, 0.125, 120.0);
        bench.rest(1200.0, 120.0);
        bench.discharge(if checks { 0.5 } else { 2.5 }, 2.8, if checks { 300.0 } else { 60.0 });
        bench.rest(1200.0, 120.0);
        bench.repeat(4);
        bench.plant.capacity_ah *= 0.994;
        bench.plant.r0_ohm *= 1.01;
    }
    bench
}
