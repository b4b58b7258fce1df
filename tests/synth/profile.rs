//! One step as functions of time since its start: voltage, current, capacity, energy, temperature.

use super::cell::{Cell, State};

/// What drives the cell.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Nothing.
    Rest,
    /// A constant current in A.
    Constant(f64),
    /// A constant current until `until_s`; then its voltage is held while the current decays with `tau_s`.
    Hold { current_a: f64, until_s: f64, tau_s: f64 },
    /// A constant current that rises from 0 over its first seconds.
    Pulse { current_a: f64, ramp_s: f64 },
    /// A constant power in W at a voltage that moves linearly.
    Power { power_w: f64, first_v: f64, slope_v_s: f64 },
}

/// A step of a cell from a state.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    cell: Cell,
    from: State,
    shape: Shape,
    /// Its length, a multiple of 1 ms.
    pub(crate) duration_s: f64,
}

const SECONDS: f64 = 3600.0;

/// Rounds to the tester's clock.
pub(crate) fn to_ms(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// The argument between `low` and `high` where a monotone function passes 0.
fn solve(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let rising = f(high) > f(low);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if (f(middle) > 0.0) == rising { high = middle } else { low = middle }
    }
    f64::midpoint(low, high)
}

impl Profile {
    /// Open circuit.
    pub(crate) fn rest(cell: &Cell, from: State, duration_s: f64) -> Self {
        Self { cell: cell.clone(), from, shape: Shape::Rest, duration_s }
    }

    /// A constant current that moves `charge_ah` (a magnitude).
    pub(crate) fn constant(cell: &Cell, from: State, current_a: f64, charge_ah: f64) -> Self {
        let duration_s = to_ms(charge_ah * SECONDS / current_a.abs());
        Self { cell: cell.clone(), from, shape: Shape::Constant(current_a), duration_s }
    }

    /// A constant current for a time, reached over `ramp_s`.
    pub(crate) fn pulse(cell: &Cell, from: State, current_a: f64, ramp_s: f64, duration_s: f64) -> Self {
        Self { shape: Shape::Pulse { current_a, ramp_s }, ..Self::rest(cell, from, duration_s) }
    }

    /// A constant current (negative) down to the discharge voltage.
    pub(crate) fn empty(cell: &Cell, from: State, current_a: f64) -> Self {
        let mut profile = Self::constant(cell, from, current_a, 0.0);
        let longest = 1.2 * cell.capacity_ah * SECONDS / current_a.abs();
        // Behind its first minutes the voltage only falls.
        profile.duration_s = to_ms(solve(5.0 * cell.tau_s, longest, |t| profile.voltage(t) - cell.discharge_voltage_v));
        profile
    }

    /// A constant current up to the charge voltage, which is held until the cell is full and the cut-off current reached.
    pub(crate) fn full(cell: &Cell, from: State, current_a: f64) -> Self {
        let mut profile = Self::constant(cell, from, current_a, 0.0);
        let missing_ah = cell.capacity_ah - from.charge_ah;
        let longest = missing_ah * SECONDS / current_a;
        let until_s = solve(0.0, longest, |t| profile.voltage(t) - cell.charge_voltage_v);
        let held_ah = missing_ah - current_a * until_s / SECONDS;
        let tau_s = held_ah * SECONDS / (current_a - cell.cut_current_a);
        profile.shape = Shape::Hold { current_a, until_s, tau_s };
        profile.duration_s = to_ms(until_s + tau_s * (current_a / cell.cut_current_a).ln());
        profile
    }

    /// A constant power (negative: discharge), whose voltage moves linearly from the first to the last instant's.
    pub(crate) fn power(cell: &Cell, from: State, power_w: f64, duration_s: f64) -> Self {
        let rest = Self::rest(cell, from, duration_s);
        let (r0, r1) = (rest.r0(), rest.r1());
        // V = E + R P / V, solved for V.
        let loaded = |e: f64, r: f64| f64::midpoint(e, (e * e + 4.0 * r * power_w).sqrt());
        let first_v = loaded(cell.ocv(rest.soc_at(0.0)) + from.over_v, r0);
        let decay = (-duration_s / cell.tau_s).exp();
        let mut last_v = first_v;
        for _ in 0..50 {
            let charge_ah = power_w * duration_s / f64::midpoint(first_v, last_v) / SECONDS;
            last_v = loaded(cell.ocv(rest.soc_at(charge_ah)) + from.over_v * decay, r0 + r1 * (1.0 - decay));
        }
        let slope_v_s = (last_v - first_v) / duration_s;
        Self { shape: Shape::Power { power_w, first_v, slope_v_s }, ..rest }
    }

    fn r0(&self) -> f64 {
        self.cell.r0_ohm * Cell::cold(self.from.chamber_degc)
    }

    fn r1(&self) -> f64 {
        self.cell.r1_ohm * Cell::cold(self.from.chamber_degc)
    }

    fn soc_at(&self, charged_ah: f64) -> f64 {
        (self.from.charge_ah + charged_ah) / self.cell.capacity_ah
    }

    /// The voltage over the RC pair under a constant current.
    fn over(&self, current_a: f64, t: f64) -> f64 {
        let decay = (-t / self.cell.tau_s).exp();
        self.from.over_v * decay + current_a * self.r1() * (1.0 - decay)
    }

    /// The voltage over the RC pair under a current that rises over `ramp_s`.
    fn over_ramp(&self, current_a: f64, ramp_s: f64, t: f64) -> f64 {
        let (tau_s, rising_s) = (self.cell.tau_s, t.min(ramp_s));
        let decay = (-rising_s / tau_s).exp();
        let slope = if ramp_s > 0.0 { current_a * self.r1() / ramp_s } else { 0.0 };
        let risen = self.from.over_v * decay + slope * (rising_s - tau_s * (1.0 - decay));
        let left = (-(t - rising_s) / tau_s).exp();
        risen * left + current_a * self.r1() * (1.0 - left)
    }

    /// Its time integral.
    fn over_integral(&self, current_a: f64, t: f64) -> f64 {
        let filled = self.cell.tau_s * (1.0 - (-t / self.cell.tau_s).exp());
        self.from.over_v * filled + current_a * self.r1() * (t - filled)
    }

    /// Current in A.
    pub(crate) fn current(&self, t: f64) -> f64 {
        match self.shape {
            Shape::Rest => 0.0,
            Shape::Constant(current_a) => current_a,
            Shape::Hold { current_a, until_s, tau_s } => current_a * (-(t - until_s).max(0.0) / tau_s).exp(),
            Shape::Pulse { current_a, ramp_s } => {
                if t < ramp_s {
                    current_a * t / ramp_s
                } else {
                    current_a
                }
            }
            Shape::Power { power_w, .. } => power_w / self.voltage(t),
        }
    }

    /// Voltage in V.
    pub(crate) fn voltage(&self, t: f64) -> f64 {
        let driven = |current: f64, t: f64| {
            self.cell.ocv(self.soc_at(current * t / SECONDS)) + self.over(current, t) + current * self.r0()
        };
        match self.shape {
            Shape::Rest => driven(0.0, t),
            Shape::Constant(current_a) => driven(current_a, t),
            Shape::Hold { current_a, until_s, .. } => driven(current_a, t.min(until_s)),
            Shape::Pulse { current_a, ramp_s } => {
                let over_v = self.over_ramp(current_a, ramp_s, t);
                self.cell.ocv(self.soc_at(self.capacity(t))) + over_v + self.current(t) * self.r0()
            }
            Shape::Power { first_v, slope_v_s, .. } => first_v + slope_v_s * t,
        }
    }

    /// Capacity since the step's start in Ah.
    pub(crate) fn capacity(&self, t: f64) -> f64 {
        match self.shape {
            Shape::Rest => 0.0,
            Shape::Constant(current_a) => current_a * t / SECONDS,
            Shape::Hold { current_a, until_s, tau_s } => {
                let held = tau_s * (1.0 - (-(t - until_s).max(0.0) / tau_s).exp());
                current_a * (t.min(until_s) + held) / SECONDS
            }
            Shape::Pulse { current_a, ramp_s } => {
                let rising_s = t.min(ramp_s);
                let risen = if ramp_s > 0.0 { rising_s * rising_s / (2.0 * ramp_s) } else { 0.0 };
                current_a * (risen + t - rising_s) / SECONDS
            }
            Shape::Power { power_w, first_v, slope_v_s } => {
                power_w * (slope_v_s * t / first_v).ln_1p() / slope_v_s / SECONDS
            }
        }
    }

    /// Energy since the step's start in Wh.
    pub(crate) fn energy(&self, t: f64) -> f64 {
        match self.shape {
            Shape::Rest => 0.0,
            Shape::Constant(current_a) => self.constant_energy(current_a, t),
            Shape::Hold { current_a, until_s, .. } => {
                let held_ah = self.capacity(t) - self.capacity(t.min(until_s));
                self.constant_energy(current_a, t.min(until_s)) + self.voltage(until_s) * held_ah
            }
            Shape::Pulse { ramp_s, .. } => {
                let middle = t.min(ramp_s);
                self.simpson(0.0, middle) + self.simpson(middle, t)
            }
            Shape::Power { power_w, .. } => power_w * t / SECONDS,
        }
    }

    /// The energy between two instants of a smooth course.
    fn simpson(&self, from: f64, to: f64) -> f64 {
        const HALVES: i32 = 50;
        let h = (to - from) / f64::from(2 * HALVES);
        let weight = |at: i32| if at == 0 || at == 2 * HALVES { 1.0 } else { f64::from(2 + 2 * (at % 2)) };
        let power_w = |t: f64| self.voltage(t) * self.current(t);
        (0..=2 * HALVES).map(|at| weight(at) * power_w(from + h * f64::from(at))).sum::<f64>() * h / 3.0 / SECONDS
    }

    fn constant_energy(&self, current_a: f64, t: f64) -> f64 {
        let (first, last) = (self.soc_at(0.0), self.soc_at(current_a * t / SECONDS));
        let stored = self.cell.capacity_ah * (self.cell.ocv_integral(last) - self.cell.ocv_integral(first));
        stored + current_a * (self.over_integral(current_a, t) + current_a * self.r0() * t) / SECONDS
    }

    /// Capacity of the constant-current part in Ah.
    pub(crate) fn constant_current_capacity(&self) -> f64 {
        match self.shape {
            Shape::Hold { until_s, .. } => self.capacity(until_s.min(self.duration_s)),
            _ => self.capacity(self.duration_s),
        }
    }

    /// The cell's temperature in °C: towards the chamber's, and what the first current adds.
    pub(crate) fn temperature(&self, t: f64) -> f64 {
        let first = if let Shape::Pulse { current_a, .. } = self.shape { current_a } else { self.current(0.0) };
        let target = self.from.chamber_degc + self.cell.heating_k * first * first;
        target + (self.from.temperature_degc - target) * (-t / self.cell.thermal_tau_s).exp()
    }

    /// The chamber's temperature in °C.
    pub(crate) fn chamber(&self) -> f64 {
        self.from.chamber_degc
    }

    /// Open circuit right after the step, as a step of its own: what a relaxation tail shows.
    pub(crate) fn then_rest(&self, duration_s: f64) -> Self {
        Self::rest(&self.cell, self.end(), duration_s)
    }

    /// Where the cell stands after it.
    pub(crate) fn end(&self) -> State {
        let t = self.duration_s;
        let charge_ah = self.from.charge_ah + self.capacity(t);
        let over_v = self.voltage(t) - self.cell.ocv(self.soc_at(self.capacity(t))) - self.current(t) * self.r0();
        State { charge_ah, over_v, temperature_degc: self.temperature(t), ..self.from }
    }
}
