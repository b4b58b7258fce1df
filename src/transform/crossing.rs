//! Where the voltage of a charge comes to its set value: the border between constant current and constant voltage.

use super::fold::Row;

/// A row with less than this share of the held current is no longer at constant current.
const CONSTANT_CURRENT_SHARE: f64 = 0.99;
/// Rows at constant current that the line goes through lie at least this far apart, in V.
const APART_V: f64 = 1e-3;
/// A voltage this near to its set value is at it, in V.
const AT_SET_V: f64 = 2e-4;

/// The fold over the rows of a charge so far.
///
/// The crossing is where the line through the last two constant-current rows below the set voltage (the mean of the later
/// rows) meets it, clipped between the last such row and the next, at constant current. Where that line does not rise, or
/// there is one such row, it is that row. A bare threshold is off by 1 to 3 points of the share at 60 to 300 s sampling.
#[derive(Clone, Debug, Default)]
pub(super) struct Crossing {
    held_a: f64,
    last_a: Option<f64>,
    /// The last three rows at constant current, each higher than the one before.
    constant: [Option<Row>; 3],
    /// The row after them.
    next: Option<Row>,
    later_sum_v: f64,
    later: f64,
}

impl Crossing {
    pub(super) fn push(&mut self, row: Row) {
        let current_a = row.current.abs();
        if self.next.is_none() {
            self.held_a = self.last_a.map_or(0.0, |last_a| self.held_a.max(last_a.min(current_a)));
        }
        self.last_a = Some(current_a);
        if current_a < CONSTANT_CURRENT_SHARE * self.held_a {
            self.next.get_or_insert(row);
            self.later_sum_v += row.voltage;
            self.later += 1.0;
            return;
        }
        // The current is back: what looked like the border was none.
        (self.next, self.later_sum_v, self.later) = (None, 0.0, 0.0);
        if self.constant[2].as_ref().is_none_or(|last| row.voltage >= last.voltage + APART_V) {
            self.constant = [self.constant[1], self.constant[2], Some(row)];
        }
    }

    /// The capacity in Ah at the crossing; `None` when the current of the rows up to `last` never fell.
    pub(super) fn capacity_ah(&self, last: Row) -> Option<f64> {
        if last.current.abs() >= CONSTANT_CURRENT_SHARE * self.held_a {
            return None;
        }
        let set_v = self.later_sum_v / self.later;
        let (mut rows, mut next) = (&self.constant[1..], self.next?);
        if let Some(highest) = self.constant[2].filter(|row| row.voltage >= set_v - AT_SET_V) {
            (rows, next) = (&self.constant[..2], highest);
        }
        let Some(row) = rows[1] else { return Some(0.0) };
        let Some(before) = rows[0].filter(|before| row.voltage > before.voltage && row.time > before.time) else {
            return Some(row.capacity);
        };
        let slope = (row.voltage - before.voltage) / (row.time - before.time);
        let seconds = ((set_v - row.voltage) / slope).clamp(0.0, (next.time - row.time).max(0.0));
        Some(row.capacity + row.current * seconds / 3600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A charge at 1 A whose voltage rises by 0.1 mV/s from 4.1 V and is held at 4.2 V from 1000 s on, sampled every
    /// `every` seconds.
    fn capacity(every: f64) -> Option<f64> {
        let mut crossing = Crossing::default();
        let mut last = None;
        let mut time = 0.01;
        while time < 4000.0 {
            let held = time > 1000.0;
            let current = if held { (-(time - 1000.0) / 1000.0f64).exp() } else { 1.0 };
            let charge = if held { 1000.0 + 1000.0 * (1.0 - current) } else { time };
            let row = Row {
                time,
                voltage: if held { 4.2 } else { 4.1 + 1e-4 * time },
                current,
                capacity: charge / 3600.0,
                energy: f64::NAN,
            };
            crossing.push(row);
            last = Some(row);
            time = every * ((time / every).floor() + 1.0);
        }
        crossing.capacity_ah(last.unwrap())
    }

    #[test]
    fn the_crossing_lies_between_rows() {
        for every in [1.0, 7.0, 60.0, 300.0] {
            let found = capacity(every).unwrap();
            assert!((found - 1000.0 / 3600.0).abs() < 2.1 / 3600.0, "{every} s: {found}");
        }
    }

    #[test]
    fn without_a_falling_current_there_is_none() {
        let row = |time: f64| Row { time, voltage: 4.0 + time, current: 1.0, capacity: time, energy: 0.0 };
        let mut crossing = Crossing::default();
        (0..5).for_each(|at| crossing.push(row(f64::from(at))));
        assert_eq!(crossing.capacity_ah(row(4.0)), None);
    }
}
