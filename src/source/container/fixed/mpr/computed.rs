//! What EC-Lab computes on export, from one record to the next: step, cycle, current, charge and discharge.

use super::columns::{Form, id};
use super::layout::{Layout, Place};
use crate::source::container::fixed::cell;

/// Set on the last record of a pass of the technique.
const END_OF_PASS: u8 = 0b0100_0000;
/// The charge of 1 mA.h in mA.s.
const S_PER_H: f64 = 3600.0;
/// The charge of 1 mA.h in C.
const C_PER_MAH: f64 = 3.6;
/// (Q-Qo)/C: it stands in where there is no charge in mA.h.
const Q_MINUS_Q0_C: u16 = 434;

/// Where the charge since the record before comes from.
#[derive(Debug, Clone, Copy)]
enum Charge {
    /// A column of its own.
    Increment(Place),
    /// Differences of a running charge, which is in so many units for 1 mA.h.
    Running(Place, f64),
}

/// Where the cycle comes from.
#[derive(Debug, Clone, Copy)]
enum Cycle {
    Halves(Place),
    Number(Place),
    Unknown,
}

/// The computed columns.
#[derive(Debug)]
pub(super) struct Computed {
    time: Option<Place>,
    current: Option<Place>,
    charge: Option<Charge>,
    cycle: Cycle,
    /// The sequence number, or else the flag that says that it changes.
    sequence: Option<Place>,
    flags_at: Option<usize>,
    step: u64,
    before: Option<Before>,
    charge_mah: f64,
    discharge_mah: f64,
}

/// What counts of the record before.
#[derive(Debug, Clone, Copy)]
struct Before {
    time_s: f64,
    running_mah: f64,
    sequence: f64,
    end_of_pass: bool,
}

impl Computed {
    pub(super) fn new(layout: &Layout) -> Self {
        let increment = layout.place(id::DQ).map(Charge::Increment);
        let running = || layout.place(id::Q_MINUS_Q0).map(|place| Charge::Running(place, 1.0));
        let running_c = || layout.place(Q_MINUS_Q0_C).map(|place| Charge::Running(place, C_PER_MAH));
        let cycle = match (layout.place(id::HALF_CYCLE), layout.place(id::CYCLE_NUMBER)) {
            (Some(place), _) => Cycle::Halves(place),
            (None, Some(place)) => Cycle::Number(place),
            (None, None) => Cycle::Unknown,
        };
        Self {
            time: layout.place(id::TIME),
            current: id::CURRENTS.iter().find_map(|&id| layout.place(id)),
            charge: increment.or_else(running).or_else(running_c),
            cycle,
            sequence: layout.place(id::NS).or_else(|| layout.place(id::NS_CHANGES)),
            flags_at: layout.flags_at,
            step: 0,
            before: None,
            charge_mah: 0.0,
            discharge_mah: 0.0,
        }
    }

    /// Names of the columns, in the order of their cells.
    pub(super) fn names(&self) -> &'static [&'static str] {
        let all = &["step", "cycle", "I computed/mA", "Q charge computed/mA.h", "Q discharge computed/mA.h"];
        if self.charge.is_some() { all } else { &all[..3] }
    }

    /// Writes the cells of the next record.
    pub(super) fn write(&mut self, record: &[u8], into: &mut Vec<u8>) {
        let number = |place: Option<Place>| place.map_or(0.0, |place| place.number(record));
        let flags = self.flags_at.and_then(|at| record.get(at)).copied().unwrap_or_default();
        let running_mah = match self.charge {
            Some(Charge::Running(place, per_mah)) => place.number(record) / per_mah,
            _ => 0.0,
        };
        let now = Before {
            time_s: number(self.time),
            running_mah,
            sequence: number(self.sequence),
            end_of_pass: flags & END_OF_PASS != 0,
        };
        let dq_mah = self.increment(record, &now);
        let current_ma = self.current(record, dq_mah, &now);
        self.step += u64::from(self.begins_a_step(&now));
        self.before = Some(now);
        cell::integer(into, self.step as i64);
        into.push(b'\t');
        self.write_cycle(record, into);
        into.push(b'\t');
        match self.current {
            Some(place @ Place { form: Form::F32, .. }) => place.write(record, into),
            _ => cell::double(into, current_ma),
        }
        if self.charge.is_some() {
            // NaN counts as nothing.
            self.charge_mah += dq_mah.max(0.0);
            self.discharge_mah += (-dq_mah).max(0.0);
            into.push(b'\t');
            cell::double(into, self.charge_mah);
            into.push(b'\t');
            cell::double(into, self.discharge_mah);
        }
    }

    fn begins_a_step(&self, now: &Before) -> bool {
        let Some(before) = &self.before else { return true };
        let changes = match self.sequence.map(|place| place.form) {
            Some(Form::Flag { .. }) => now.sequence == 1.0,
            _ => now.sequence != before.sequence,
        };
        changes || before.end_of_pass
    }

    /// The charge since the record before.
    fn increment(&self, record: &[u8], now: &Before) -> f64 {
        match (self.charge, &self.before) {
            (Some(Charge::Increment(place)), _) => place.number(record),
            (Some(Charge::Running(..)), Some(before)) => now.running_mah - before.running_mah,
            (Some(Charge::Running(..)), None) | (None, _) => 0.0,
        }
    }

    /// The current, in mA: measured, or the charge since the record before over the time since then. It is missing
    /// where charge flowed in no time.
    fn current(&self, record: &[u8], dq_mah: f64, now: &Before) -> f64 {
        if let Some(place) = self.current {
            return place.number(record);
        }
        match &self.before {
            None => 0.0,
            Some(_) if dq_mah == 0.0 => 0.0,
            Some(before) if now.time_s > before.time_s => dq_mah * S_PER_H / (now.time_s - before.time_s),
            Some(_) => f64::NAN,
        }
    }

    fn write_cycle(&self, record: &[u8], into: &mut Vec<u8>) {
        match self.cycle {
            Cycle::Halves(place) => cell::integer(into, place.number(record) as i64 / 2),
            Cycle::Number(place) => cell::double(into, place.number(record)),
            Cycle::Unknown => into.push(b'0'),
        }
    }
}
