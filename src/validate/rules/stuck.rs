//! One temperature channel that may stand still, and what else moves meanwhile.

use super::rows::Place;
use super::sensors::Sensor;
use crate::model::Block;
use std::ops::Range;

/// A channel whose reading changes at least so often is alive: a placeholder or a set value is not.
const ALIVE_CHANGES: u64 = 8;
/// What stands in a room may stand at one tenth of a degree for hours: only a finer reading that stands still is none.
const ROOM_K: f64 = 0.05;
/// A resolution up to this says that a reading that stands still for long is none.
const FINE_K: f64 = 0.1;
/// Changes below this are the noise of computed values.
const NOISE_K: f64 = 1e-9;

/// A current of at least this share of the largest is about as large.
const FAST_SHARE: f64 = 0.9;

/// Identical readings of one channel.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    pub(crate) first: Place,
    pub(crate) last: Place,
    pub(crate) degc: f64,
    pub(crate) duration_s: f64,
    from_s: f64,
    /// The largest current meanwhile, and the charge that passed in either direction.
    pub(crate) current_a_max: f64,
    pub(crate) passed_ah: f64,
    /// The part of it that passed at about the largest current.
    pub(crate) passed_fast_ah: f64,
    /// How far each channel went meanwhile, and how often it changed.
    others: Vec<Other>,
}

/// Another channel while one stands still: the least and the most that two neighbouring readings both reach, so that a
/// single wrong one is no movement.
#[derive(Clone, Copy, Debug)]
struct Other {
    low: f64,
    high: f64,
    last: f64,
    changes: u64,
}

impl Other {
    const fn new(degc: f64) -> Self {
        Self { low: f64::INFINITY, high: f64::NEG_INFINITY, last: degc, changes: 0 }
    }

    fn take(&mut self, degc: f64) {
        if degc.is_nan() {
            return;
        }
        self.low = self.low.min(degc.max(self.last));
        self.high = self.high.max(degc.min(self.last));
        self.changes += u64::from(self.last != degc);
        self.last = degc;
    }
}

impl Stand {
    /// Begins at a row; `readings` are those of every channel.
    fn new(block: &Block<'_>, row: usize, degc: f64, readings: &[&[f64]]) -> Self {
        let place = Place::of(block, row);
        let others = readings.iter().map(|readings| Other::new(at(readings, row))).collect();
        let from_s = block.test_time_s[row];
        Self {
            first: place,
            last: place,
            degc,
            duration_s: 0.0,
            from_s,
            current_a_max: 0.0,
            passed_ah: 0.0,
            passed_fast_ah: 0.0,
            others,
        }
    }

    /// Takes in the next rows that stand.
    fn extend(&mut self, block: &Block<'_>, rows: Range<usize>, readings: &[&[f64]]) {
        for row in rows {
            let current_a = block.current_a[row].abs();
            let interval_s = block.test_time_s[row] - self.from_s - self.duration_s;
            let place = Place::of(block, row);
            // Between two steps there may be rows that are not here.
            let goes_on = self.last.step == place.step;
            self.last = place;
            if FAST_SHARE * current_a > self.current_a_max {
                self.passed_fast_ah = 0.0;
            }
            self.current_a_max = self.current_a_max.max(current_a);
            if interval_s > 0.0 {
                self.duration_s += interval_s;
                let passed_ah = if goes_on { current_a * interval_s / 3600.0 } else { 0.0 };
                self.passed_ah += passed_ah;
                self.passed_fast_ah += if current_a >= FAST_SHARE * self.current_a_max { passed_ah } else { 0.0 };
            }
            for (other, readings) in self.others.iter_mut().zip(readings) {
                other.take(at(readings, row));
            }
        }
    }
}

fn at(readings: &[f64], row: usize) -> f64 {
    readings.get(row).copied().unwrap_or(f64::NAN)
}

/// What another channel did while one stood still.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    pub(crate) column: String,
    pub(crate) moved_k: f64,
    changes: u64,
    is_chamber: bool,
}

/// One channel.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) sensor: Sensor,
    stand: Option<Stand>,
    /// The latest reading.
    last_degc: f64,
    /// The stands that were long enough.
    pub(crate) long: Vec<Stand>,
    changes: u64,
    /// The smallest change in K.
    resolution_k: f64,
}

/// So many long stands of one channel are kept.
const STANDS_MAX: usize = 64;

impl Watched {
    pub(crate) const fn new(sensor: Sensor) -> Self {
        Self { sensor, stand: None, last_degc: f64::NAN, long: Vec::new(), changes: 0, resolution_k: f64::INFINITY }
    }

    /// Takes a block in. Only what stands for long, or at the block's end, is looked at more closely.
    pub(crate) fn take(&mut self, block: &Block<'_>, own: usize, readings: &[&[f64]], least_s: f64) {
        let values = readings[own];
        let same = |from: usize, degc: f64| values[from..].iter().take_while(|value| **value == degc).count();
        let mut begin = 0;
        if let Some(mut stand) = self.stand.take() {
            begin = same(0, stand.degc);
            stand.extend(block, 0..begin, readings);
            if begin == values.len() {
                self.stand = Some(stand);
                return;
            }
            self.keep(stand, least_s);
        }
        while let Some(&degc) = values.get(begin) {
            self.changes_to(degc);
            let end = begin + same(begin, degc).max(1);
            let is_last = end == values.len();
            if is_last || block.test_time_s[end - 1] - block.test_time_s[begin] >= least_s {
                let mut stand = Stand::new(block, begin, degc, readings);
                stand.extend(block, begin..end, readings);
                if is_last {
                    self.stand = Some(stand);
                } else {
                    self.keep(stand, least_s);
                }
            }
            begin = end;
        }
    }

    fn changes_to(&mut self, degc: f64) {
        let change_k = (degc - self.last_degc).abs();
        if change_k > NOISE_K {
            self.changes += 1;
            self.resolution_k = self.resolution_k.min(change_k);
        }
        if !degc.is_nan() {
            self.last_degc = degc;
        }
    }

    fn keep(&mut self, stand: Stand, least_s: f64) {
        if stand.duration_s >= least_s && self.long.len() < STANDS_MAX {
            self.long.push(stand);
        }
    }

    /// The test is over.
    pub(crate) fn finish(&mut self, least_s: f64) {
        if let Some(stand) = self.stand.take() {
            self.keep(stand, least_s);
        }
    }

    /// Whether its reading moves as that of a sensor.
    pub(crate) const fn is_alive(&self) -> bool {
        self.changes >= ALIVE_CHANGES
    }

    /// Whether readings of this resolution would show how a room wavers; `None` where it never changed.
    pub(crate) fn shows_a_room(&self) -> Option<bool> {
        (self.changes > 0).then_some(self.resolution_k <= ROOM_K + NOISE_K)
    }

    /// Whether it is fine enough to show a cell that warms.
    pub(crate) fn is_fine(&self) -> bool {
        self.is_alive() && self.resolution_k <= FINE_K + NOISE_K
    }
}

/// What the other channels did while channel `own` stood still.
pub(crate) fn witnesses(stand: &Stand, own: usize, channels: &[Watched]) -> Vec<Witness> {
    let others = stand.others.iter().zip(channels).enumerate().filter(|(at, _)| *at != own);
    others
        .filter(|(_, (other, _))| other.high >= other.low)
        .map(|(_, (other, channel))| Witness {
            column: channel.sensor.column.clone(),
            moved_k: other.high - other.low,
            changes: other.changes,
            is_chamber: channel.sensor.is_chamber,
        })
        .collect()
}

impl Witness {
    /// Whether it shows that the temperature changed by more than `least_k`: a chamber by its set value, a sensor by
    /// readings that move.
    pub(crate) fn moves(&self, least_k: f64) -> bool {
        self.moved_k > least_k && (self.is_chamber || self.changes >= ALIVE_CHANGES)
    }

    /// Whether it shows that readings of this test move at all.
    pub(crate) const fn is_alive(&self) -> bool {
        !self.is_chamber && self.changes >= ALIVE_CHANGES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;

    #[test]
    fn a_stand_is_the_same_in_blocks_of_any_size() {
        let mut bench = Bench::new().charge(7200.0, 2.0);
        bench.details[0].temperature_degc[20..110].fill(25.5);
        for block_rows in [1, 7, 50, 1_000] {
            let sensors = Sensor::all(&bench.head);
            let mut channels: Vec<Watched> = sensors.into_iter().map(Watched::new).collect();
            bench.details[0].blocks(block_rows, |block| {
                let sensors: Vec<Sensor> = channels.iter().map(|channel| channel.sensor.clone()).collect();
                let readings: Vec<&[f64]> = sensors.iter().map(|sensor| sensor.readings(block)).collect();
                channels[0].take(block, 0, &readings, 3600.0);
            });
            channels[0].finish(3600.0);
            let [stand] = channels[0].long.as_slice() else { panic!("in blocks of {block_rows}") };
            assert_eq!((stand.first.row, stand.last.row, stand.duration_s), (20, 109, 5340.0));
            assert!((stand.passed_ah - 2.0 * 5340.0 / 3600.0).abs() < 1e-9);
            assert!(channels[0].is_fine());
        }
    }
}
