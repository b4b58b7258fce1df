//! A cycler with a [`Plant`] on it: steps that end when a limit is met, rows with the noise and the digits of a real one.

use super::executed::{Executed, Moved, Place, Summary};
use super::plant::{Drive, Plant, Standing};
use super::rng::Rng;
use super::script::{BY_CURRENT, BY_FUNCTION, BY_TIME, BY_VOLTAGE, Kind, RUNNING, Sample};

/// What ends a step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    Seconds(f64),
    Above(f64),
    Below(f64),
    /// The magnitude of the current falls to it.
    Amperes(f64),
    /// So much has gone in or out.
    AmpereHours(f64),
}

impl Until {
    const fn status(self) -> &'static str {
        match self {
            Self::Seconds(_) => BY_TIME,
            Self::Above(_) | Self::Below(_) => BY_VOLTAGE,
            Self::Amperes(_) => BY_CURRENT,
            Self::AmpereHours(_) => BY_FUNCTION,
        }
    }
}

/// An executed step.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    place: Place,
    rows: Vec<Sample>,
    constant_ah: f64,
    charged: Moved,
    discharged: Moved,
}

impl Executed for Run {
    fn place(&self) -> Place {
        self.place
    }

    fn summary(&self) -> Summary {
        let (constant_ah, charged, discharged) = (self.constant_ah, self.charged, self.discharged);
        Summary { end: self.rows[self.rows.len() - 1], constant_ah, charged, discharged }
    }

    fn rows(&self) -> impl Iterator<Item = Sample> {
        self.rows.iter().copied()
    }
}

/// A cycler, the cell on it, and what it has done.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    pub(crate) plant: Plant,
    pub(crate) standing: Standing,
    pub(crate) runs: Vec<Run>,
    /// The smallest difference of voltages that it prints.
    pub(crate) resolution_v: f64,
    /// One deviation of its voltage.
    pub(crate) noise_v: f64,
    /// Recipe sections and loop passes as the recipe counts them.
    loop_pass: i32,
    recipe_line: i32,
    test_time_ms: u64,
    rng: Rng,
}

/// A step while it runs.
#[derive(Clone, Copy)]
struct Flow {
    standing: Standing,
    moved: [Moved; 2],
    constant_ah: f64,
}

impl Flow {
    fn capacity_ah(&self) -> f64 {
        self.moved[0].ah - self.moved[1].ah
    }

    fn energy_wh(&self) -> f64 {
        self.moved[0].wh - self.moved[1].wh
    }
}

const FIRST_MS: u64 = 10;

impl Bench {
    pub(crate) fn new(plant: Plant, soc: f64, seed: u64) -> Self {
        Self {
            plant,
            standing: Standing::at_rest(soc),
            runs: Vec::new(),
            resolution_v: 1e-6,
            noise_v: 4e-5,
            loop_pass: 1,
            recipe_line: 0,
            test_time_ms: 0,
            rng: Rng::new(seed),
        }
    }

    /// The recipe jumps back by so many lines for another pass.
    pub(crate) fn repeat(&mut self, lines: i32) {
        self.recipe_line -= lines;
        self.loop_pass += 1;
    }

    pub(crate) fn rest(&mut self, seconds: f64, interval_s: f64) {
        self.run(Kind::Rest, Drive::Rest, &[Until::Seconds(seconds)], interval_s);
    }

    /// The chamber is sent to a temperature, and waited for.
    pub(crate) fn chamber(&mut self, degc: f64, seconds: f64) {
        self.standing.target_degc = degc;
        self.run(Kind::Chamber, Drive::Rest, &[Until::Seconds(seconds)], 600.0);
    }

    /// CC-CV.
    pub(crate) fn charge(&mut self, current_a: f64, hold_v: f64, cut_a: f64, interval_s: f64) {
        self.run(Kind::ChargeHold, Drive::Hold(current_a, hold_v), &[Until::Amperes(cut_a)], interval_s);
    }

    /// CC to a voltage.
    pub(crate) fn charge_to(&mut self, current_a: f64, voltage_v: f64, interval_s: f64) {
        self.run(Kind::Charge, Drive::Current(current_a), &[Until::Above(voltage_v)], interval_s);
    }

    /// CC to a voltage; the current is a magnitude.
    pub(crate) fn discharge(&mut self, current_a: f64, voltage_v: f64, interval_s: f64) {
        self.run(Kind::Discharge, Drive::Current(-current_a), &[Until::Below(voltage_v)], interval_s);
    }

    /// Runs a step until the first of the limits is met.
    pub(crate) fn run(&mut self, kind: Kind, drive: Drive<'_>, until: &[Until], interval_s: f64) {
        let interval_ms = (interval_s * 1e3).round() as u64;
        let mut flow = Flow { standing: self.standing, moved: [Moved::default(); 2], constant_ah: 0.0 };
        let (mut now_ms, mut next_ms, mut rows) = (0, FIRST_MS, Vec::new());
        let status = loop {
            let step_ms = (next_ms - now_ms).min(Self::step_ms(now_ms, &drive));
            let ahead = self.advance(&flow, &drive, now_ms, step_ms);
            if let Some(met) = self.met(&ahead, &drive, now_ms + step_ms, until) {
                let (mut low, mut high) = (0, step_ms);
                while high - low > 1 {
                    let middle = u64::midpoint(low, high);
                    let there = self.advance(&flow, &drive, now_ms, middle);
                    if self.met(&there, &drive, now_ms + middle, until).is_some() {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                flow = self.advance(&flow, &drive, now_ms, high);
                now_ms += high;
                break met.status();
            }
            flow = ahead;
            now_ms += step_ms;
            if now_ms == next_ms {
                rows.push(self.sample(&flow, &drive, now_ms, RUNNING));
                next_ms = (now_ms / interval_ms + 1) * interval_ms;
            }
        };
        let status = if kind == Kind::Chamber { RUNNING } else { status };
        rows.push(self.sample(&flow, &drive, now_ms, status));
        self.recipe_line += 1;
        let place = Place {
            number: self.runs.len() as i32 + 1,
            section: 1,
            recipe_line: self.recipe_line,
            loop_pass: self.loop_pass,
            kind,
            status,
            test_time_s: self.test_time_ms as f64 / 1e3,
        };
        let [charged, discharged] = flow.moved;
        self.runs.push(Run { place, rows, constant_ah: flow.constant_ah, charged, discharged });
        self.standing = flow.standing;
        self.test_time_ms += now_ms;
    }

    /// Steps are short where things begin, and end with each value of a waveform.
    fn step_ms(now_ms: u64, drive: &Drive<'_>) -> u64 {
        match drive {
            Drive::Wave(_) => 1000 - now_ms % 1000,
            _ if now_ms < 10_000 => 100,
            Drive::Rest => 20_000,
            // What is held answers to itself: longer steps would swing.
            Drive::Hold(..) => 1_000,
            _ if now_ms < 3_600_000 => 1_000,
            _ => 5_000,
        }
    }

    fn advance(&self, flow: &Flow, drive: &Drive<'_>, now_ms: u64, step_ms: u64) -> Flow {
        let (t, h) = (now_ms as f64 / 1e3, step_ms as f64 / 1e3);
        let first = self.plant.instant(&flow.standing, drive, t);
        // A waveform's value holds until just before the next.
        let last_at = |standing: &Standing| self.plant.instant(standing, drive, t + h - 5e-4);
        let guess = last_at(&self.plant.after(&flow.standing, first.current_a, h));
        let mean_a = f64::midpoint(first.current_a, guess.current_a);
        let mut next = Flow { standing: self.plant.after(&flow.standing, mean_a, h), ..*flow };
        let last = last_at(&next.standing);
        let ah = mean_a * h / 3600.0;
        let wh = f64::midpoint(first.current_a * first.voltage_v, last.current_a * last.voltage_v) * h / 3600.0;
        let way = usize::from(ah < 0.0);
        next.moved[way].ah += ah.abs();
        next.moved[way].wh += wh.abs();
        if let Drive::Hold(most_a, _) = drive
            && last.current_a == *most_a
        {
            next.constant_ah = next.capacity_ah();
        }
        next
    }

    fn met(&self, flow: &Flow, drive: &Drive<'_>, now_ms: u64, until: &[Until]) -> Option<Until> {
        let t = now_ms as f64 / 1e3;
        let at = self.plant.instant(&flow.standing, drive, t - 5e-4);
        let is_met = |until: &Until| match *until {
            Until::Seconds(seconds) => t >= seconds - 1e-6,
            Until::Above(voltage_v) => at.voltage_v >= voltage_v,
            Until::Below(voltage_v) => at.voltage_v <= voltage_v,
            Until::Amperes(current_a) => at.current_a.abs() <= current_a,
            Until::AmpereHours(ah) => flow.capacity_ah().abs() >= ah,
        };
        until.iter().copied().find(is_met)
    }

    /// A row as the cycler reads it.
    fn sample(&mut self, flow: &Flow, drive: &Drive<'_>, now_ms: u64, status: &'static str) -> Sample {
        let at = self.plant.instant(&flow.standing, drive, now_ms as f64 / 1e3 - 5e-4);
        let voltage_v = at.voltage_v + self.noise() * self.noise_v;
        Sample {
            step_time_s: now_ms as f64 / 1e3,
            voltage_v: (voltage_v / self.resolution_v).round() * self.resolution_v,
            current_a: at.current_a * (1.0 + self.noise() * 6e-5),
            capacity_ah: flow.capacity_ah(),
            energy_wh: flow.energy_wh(),
            temperature_degc: flow.standing.temperature_degc + self.noise() * 0.012,
            chamber_degc: flow.standing.chamber_degc + self.noise() * 0.03,
            status,
        }
    }

    /// Near enough to a normal deviate.
    fn noise(&mut self) -> f64 {
        (0..4).map(|_| self.rng.between(-0.866, 0.866)).sum()
    }
}
