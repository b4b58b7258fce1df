//! What counters that nobody knows the beginning of gain from row to row, held against what current and voltage allow.
//!
//! Such a counter is no measure of a step, but between two rows it can only have gained what flowed.

use super::bounds::Bounds;
use super::counter::Counter;
use crate::dialect::{Direction, Witness, by_name};
use crate::model::Block;
use crate::units::Quantity;
use crate::validate::Context;
use crate::validate::digits::Digits;
use crate::validate::scale::{CURRENT_DECIMALS, DIGITS};

/// A fall to less than this share of what a counter held is a restart.
const RESTART_SHARE: f64 = 0.5;

/// The counters of charge, or of energy, of a file, over one step.
pub(crate) struct Tally {
    counter: Counter,
    witnesses: Vec<Witness>,
    /// How they are printed, in the file's own unit.
    digits: Vec<Digits>,
    /// How currents are printed: a few that are held tell, too.
    currents: Digits,
    last: Option<Last>,
    bounds: Bounds,
    gained: f64,
    /// The largest voltage, for what a digit of the current is worth.
    voltage_v_max: f64,
    first_s: f64,
    last_s: f64,
    /// What was gained since the step's first row, at each row of the block at hand.
    values: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Last {
    time_s: f64,
    rate: f64,
    values: [f64; 2],
}

impl Tally {
    /// Of a test whose file has such counters.
    pub(crate) fn of(context: &Context<'_>, counter: Counter) -> Option<Self> {
        let quantity = match counter {
            Counter::Capacity => Quantity::Capacity,
            Counter::Energy => Quantity::Energy,
        };
        let witnesses = by_name(&context.head.dialect)?.witnesses(&context.head.channels, quantity);
        let digits = vec![Digits::default(); witnesses.len()];
        (!witnesses.is_empty() && witnesses.len() <= 2).then(|| Self {
            counter,
            witnesses,
            digits,
            currents: Digits::default(),
            last: None,
            bounds: Bounds::new(),
            gained: 0.0,
            voltage_v_max: 0.0,
            first_s: f64::NAN,
            last_s: f64::NAN,
            values: Vec::new(),
        })
    }

    /// Its columns, as messages name them.
    pub(crate) fn columns(&self) -> String {
        let headers: Vec<&str> = self.witnesses.iter().map(|one| one.header.as_str()).collect();
        headers.join(" and ")
    }

    /// Begins a step.
    pub(crate) fn restart(&mut self) {
        (self.last, self.bounds, self.gained, self.voltage_v_max) = (None, Bounds::new(), 0.0, 0.0);
        (self.first_s, self.last_s) = (f64::NAN, f64::NAN);
        self.values.clear();
    }

    /// Takes the next rows in.
    pub(crate) fn take(&mut self, block: &Block<'_>) {
        self.values.clear();
        for (digits, witness) in self.digits.iter_mut().zip(&self.witnesses) {
            digits.take(block.channels.get(witness.channel).copied().unwrap_or_default());
        }
        self.currents.take(block.current_a);
        for row in 0..block.len() {
            let read = |at: usize| {
                let witness = self.witnesses.get(at)?;
                Some(block.channels.get(witness.channel)?.get(row)? * witness.factor)
            };
            let values = [read(0).unwrap_or(0.0), read(1).unwrap_or(0.0)];
            let (time_s, rate) = (block.step_time_s[row], self.part(self.counter.rate(block, row)));
            if values.iter().any(|value| value.is_nan()) || time_s.is_nan() || rate.is_nan() {
                self.values.push(f64::NAN);
                continue;
            }
            self.row(Last { time_s, rate, values });
            self.voltage_v_max = self.voltage_v_max.max(block.voltage_v[row].abs());
            self.values.push(self.gained);
        }
    }

    fn row(&mut self, next: Last) {
        let Some(last) = self.last.replace(next) else {
            self.first_s = next.time_s;
            self.last_s = next.time_s;
            self.bounds = Bounds::starting(next.time_s, next.rate);
            return;
        };
        let flowed = 0.5 * (last.rate + next.rate) * (next.time_s - last.time_s) / 3_600.0;
        let mut gained = 0.0;
        for (at, witness) in self.witnesses.iter().enumerate() {
            let (before, now) = (last.values[at], next.values[at]);
            // What was gained in the interval in which a counter begins anew is not known: what flowed stands for it.
            let restarts = witness.direction != Direction::Net && now.abs() < RESTART_SHARE * before.abs();
            gained += match witness.direction {
                _ if restarts => return self.skip(next, flowed),
                Direction::Charge | Direction::Net => now - before,
                Direction::Discharge => -(now.abs() - before.abs()),
                Direction::Either => (now - before) * if flowed < 0.0 { -1.0 } else { 1.0 },
            };
        }
        self.gained += gained;
        self.sample(next);
    }

    fn skip(&mut self, next: Last, flowed: f64) {
        self.gained += flowed;
        self.sample(next);
    }

    fn sample(&mut self, next: Last) {
        self.last_s = next.time_s;
        self.bounds.push(&[next.time_s], |_| next.rate, |_| true);
    }

    /// What of a rate its counters count: of one direction alone, that one.
    fn part(&self, rate: f64) -> f64 {
        match self.witnesses.as_slice() {
            [Witness { direction: Direction::Charge, .. }] => rate.max(0.0),
            [Witness { direction: Direction::Discharge, .. }] => rate.min(0.0),
            _ => rate,
        }
    }

    /// What was gained from the step's first row to its last, and the least and most that the rows allow.
    pub(crate) fn gained(&self) -> Option<(f64, (f64, f64))> {
        Some((self.gained, self.bounds.per_hour()?))
    }

    /// At each row of the last block what was gained since the step's first.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Two printed digits of its columns.
    pub(crate) fn digits(&self) -> f64 {
        let digit = |(digits, witness): (&Digits, &Witness)| digits.printed().digit() * witness.factor;
        DIGITS * self.digits.iter().zip(&self.witnesses).map(digit).fold(0.0, f64::max)
    }

    /// What one printed digit of the current amounts to in an hour.
    pub(crate) fn digit_rate(&self) -> f64 {
        let digit_a = self.currents.finest_digit(CURRENT_DECIMALS);
        match self.counter {
            Counter::Capacity => digit_a,
            Counter::Energy => digit_a * self.voltage_v_max,
        }
    }

    /// What a printed digit of the current leaves open over the step.
    pub(crate) fn open(&self) -> f64 {
        let seconds = self.last_s - self.first_s;
        if seconds > 0.0 { self.digit_rate() * seconds / 3_600.0 } else { 0.0 }
    }
}
