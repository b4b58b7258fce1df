//! A recipe as it is run: steps in their order, each with its sampling, status and place in the recipe.

use super::cell::{Cell, State};
use super::profile::Profile;

/// What the tester calls a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Kind {
    Rest,
    Chamber,
    Charge,
    ChargeHold,
    Discharge,
    PowerCharge,
    PowerDischarge,
    PulseCharge,
    PulseDischarge,
    Hold,
    DischargeHold,
    Waveform,
}

impl Kind {
    /// Chroma's text.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Rest => "靜置",
            Self::Chamber => "溫箱控制",
            Self::Charge => "CC充電",
            Self::ChargeHold => "CC-CV充電",
            Self::Discharge => "CC放電",
            Self::PowerCharge => "CP充電",
            Self::PowerDischarge => "CP放電",
            Self::PulseCharge => "超級CP充電",
            Self::PulseDischarge => "超級CP放電",
            Self::Hold => "CV充電",
            Self::DischargeHold => "CC-CV放電",
            Self::Waveform => "電流波形",
        }
    }

    /// Whether no current flows.
    pub(crate) const fn is_rest(self) -> bool {
        matches!(self, Self::Rest | Self::Chamber)
    }
}

/// The tester's word for an end by time.
pub(crate) const BY_TIME: &str = "StepFinishByCut_T";
/// By voltage.
pub(crate) const BY_VOLTAGE: &str = "StepFinishByCut_V";
/// By current.
pub(crate) const BY_CURRENT: &str = "StepFinishByCut_I";
/// By a capacity limit.
pub(crate) const BY_FUNCTION: &str = "StepFinishByFunction";
/// Not ended, or a chamber step.
pub(crate) const RUNNING: &str = "StepRunning";

/// An executed step.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) number: i32,
    pub(crate) section: i32,
    pub(crate) recipe_line: i32,
    pub(crate) loop_pass: i32,
    /// The cycle that the cycle rule must find.
    pub(crate) cycle: i32,
    pub(crate) kind: Kind,
    pub(crate) status: &'static str,
    pub(crate) profile: Profile,
    /// Seconds since the test's start at its start.
    pub(crate) test_time_s: f64,
    interval_s: f64,
    /// Seconds of relaxation that are logged after its end.
    pub(crate) tail_s: f64,
}

/// A row of Detail, before it is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) step_time_s: f64,
    pub(crate) voltage_v: f64,
    pub(crate) current_a: f64,
    pub(crate) capacity_ah: f64,
    pub(crate) energy_wh: f64,
    pub(crate) temperature_degc: f64,
    pub(crate) chamber_degc: f64,
    pub(crate) status: &'static str,
}

impl Step {
    /// When it is sampled: at 0.01 s, at each interval, at its end.
    pub(crate) fn times(&self) -> impl Iterator<Item = f64> {
        let (interval, end) = (self.interval_s, self.profile.duration_s);
        let inner = (1_u64..).map(move |n| n as f64 * interval).take_while(move |t| *t < end - 5e-4);
        std::iter::once(0.01).chain(inner.filter(|t| *t > 0.015)).filter(move |t| *t < end - 5e-4).chain([end])
    }

    /// The row of an instant before its end.
    pub(crate) fn sample(&self, t: f64) -> Sample {
        let profile = &self.profile;
        Sample {
            step_time_s: t,
            voltage_v: profile.voltage(t),
            current_a: profile.current(t),
            capacity_ah: profile.capacity(t),
            energy_wh: profile.energy(t),
            temperature_degc: profile.temperature(t),
            chamber_degc: profile.chamber(),
            status: if t == profile.duration_s { self.status } else { RUNNING },
        }
    }

    /// Its rows in order, one at a time.
    pub(crate) fn samples(&self) -> impl Iterator<Item = Sample> {
        let (profile, end) = (&self.profile, self.profile.duration_s);
        let active = self.times().map(move |t| self.sample(t));
        let rest = profile.then_rest(self.tail_s);
        let rows = self.relaxation_rows();
        let tail = (1..=rows).map(move |n| {
            let t = n as f64 * self.interval_s;
            Sample {
                step_time_s: end + t,
                voltage_v: rest.voltage(t),
                current_a: 0.0,
                capacity_ah: profile.capacity(end),
                energy_wh: profile.energy(end),
                temperature_degc: rest.temperature(t),
                chamber_degc: profile.chamber(),
                status: if n == rows { self.status } else { RUNNING },
            }
        });
        active.chain(tail)
    }

    /// The step as it is while it runs: it ends, for now, with its row number `rows`.
    pub(crate) fn cut_after(&mut self, rows: usize) {
        let last = self.samples().nth(rows.saturating_sub(1)).map(|row| row.step_time_s);
        if let Some(time_s) = last {
            self.profile.duration_s = time_s;
            self.status = RUNNING;
            self.tail_s = 0.0;
        }
    }

    /// How many rows it has, without making them.
    pub(crate) fn row_count(&self) -> u64 {
        let (interval, end) = (self.interval_s, self.profile.duration_s);
        let inner = ((end - 5e-4) / interval).ceil() as u64 - 1;
        let first = u64::from(end > 0.0105) + inner - u64::from(interval < 0.015 && inner > 0);
        first + 1 + self.relaxation_rows()
    }

    /// How many rows relaxation has.
    pub(crate) fn relaxation_rows(&self) -> u64 {
        (self.tail_s / self.interval_s).round() as u64
    }

    /// Step time of its very last row.
    pub(crate) fn logged_s(&self) -> f64 {
        self.profile.duration_s + self.relaxation_rows() as f64 * self.interval_s
    }
}

/// A cell on a tester.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) cell: Cell,
    pub(crate) state: State,
    pub(crate) steps: Vec<Step>,
    section: i32,
    recipe_line: i32,
    loop_pass: i32,
    cycle: i32,
    test_time_s: f64,
}

impl Script {
    /// Begins with cycle 1.
    pub(crate) fn new(cell: Cell, state: State) -> Self {
        let (section, recipe_line, loop_pass, cycle, test_time_s) = (1, 0, 1, 1, 0.0);
        Self { cell, state, steps: Vec::new(), section, recipe_line, loop_pass, cycle, test_time_s }
    }

    /// What follows belongs to this cycle.
    pub(crate) fn cycle(&mut self, cycle: i32) {
        self.cycle = cycle;
    }

    /// A new section of the recipe begins: running totals and line numbers restart.
    pub(crate) fn next_section(&mut self) {
        self.section += 1;
        self.recipe_line = 0;
        self.loop_pass = 1;
    }

    /// The recipe jumps back by so many lines for another pass.
    pub(crate) fn repeat(&mut self, lines: i32) {
        self.recipe_line -= lines;
        self.loop_pass += 1;
    }

    fn push(&mut self, kind: Kind, status: &'static str, profile: Profile, interval_s: f64, tail_s: f64) {
        self.recipe_line += 1;
        self.state = if tail_s > 0.0 { profile.then_rest(tail_s).end() } else { profile.end() };
        let step = Step {
            number: self.steps.len() as i32 + 1,
            section: self.section,
            recipe_line: self.recipe_line,
            loop_pass: self.loop_pass,
            cycle: self.cycle,
            kind,
            status,
            profile,
            test_time_s: self.test_time_s,
            interval_s,
            tail_s,
        };
        self.test_time_s += step.logged_s();
        self.steps.push(step);
    }

    /// Open circuit.
    pub(crate) fn rest(&mut self, duration_s: f64, interval_s: f64) {
        let profile = Profile::rest(&self.cell, self.state, duration_s);
        self.push(Kind::Rest, BY_TIME, profile, interval_s, 0.0);
    }

    /// The chamber goes to a temperature.
    pub(crate) fn chamber(&mut self, duration_s: f64, chamber_degc: f64) {
        self.state.chamber_degc = chamber_degc;
        let profile = Profile::rest(&self.cell, self.state, duration_s);
        self.push(Kind::Chamber, RUNNING, profile, 600.0, 0.0);
    }

    /// A CC-CV charge until full.
    pub(crate) fn charge_full(&mut self, current_a: f64, interval_s: f64) {
        let profile = Profile::full(&self.cell, self.state, current_a);
        self.push(Kind::ChargeHold, BY_CURRENT, profile, interval_s, 0.0);
        // The tester's clock cuts at whole milliseconds: what is lost by that is below every printed digit.
        self.state.charge_ah = self.cell.capacity_ah;
    }

    /// A CC charge by an amount.
    pub(crate) fn charge_by(&mut self, current_a: f64, charge_ah: f64, interval_s: f64) {
        let profile = Profile::constant(&self.cell, self.state, current_a, charge_ah);
        self.push(Kind::Charge, BY_FUNCTION, profile, interval_s, 0.0);
    }

    /// A CC discharge (the current is a magnitude) down to the discharge voltage.
    pub(crate) fn discharge_empty(&mut self, current_a: f64, interval_s: f64) {
        let profile = Profile::empty(&self.cell, self.state, -current_a);
        self.push(Kind::Discharge, BY_VOLTAGE, profile, interval_s, 0.0);
    }

    /// A CC discharge by an amount; both are magnitudes.
    pub(crate) fn discharge_by(&mut self, current_a: f64, charge_ah: f64, interval_s: f64) {
        let profile = Profile::constant(&self.cell, self.state, -current_a, charge_ah);
        self.push(Kind::Discharge, BY_FUNCTION, profile, interval_s, 0.0);
    }

    /// A CC pulse (negative: discharge) for a time; its current is there after `ramp_s`.
    pub(crate) fn pulse(&mut self, current_a: f64, duration_s: f64, ramp_s: f64) {
        let kind = if current_a > 0.0 { Kind::Charge } else { Kind::Discharge };
        let profile = Profile::pulse(&self.cell, self.state, current_a, ramp_s, duration_s);
        self.push(kind, BY_TIME, profile, 0.1, 0.0);
    }

    /// A constant power; a pulse logs a tail of relaxation.
    pub(crate) fn power(&mut self, power_w: f64, duration_s: f64, interval_s: f64, tail_s: f64) {
        let kind = match (power_w > 0.0, tail_s > 0.0) {
            (true, false) => Kind::PowerCharge,
            (false, false) => Kind::PowerDischarge,
            (true, true) => Kind::PulseCharge,
            (false, true) => Kind::PulseDischarge,
        };
        let profile = Profile::power(&self.cell, self.state, power_w, duration_s);
        self.push(kind, BY_TIME, profile, interval_s, tail_s);
    }
}
