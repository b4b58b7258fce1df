//! Running sums and extremes over consecutive rows of one step.

use super::crossing::Crossing;
use crate::model::{Block, PULSE_LONGEST_S, PULSE_TOLERANCE_S, PulseSamples, StepTrace, TimedSample};
use std::ops::Range;

/// The times at which the resistance of a pulse is read, in s (IEC 62660-1, ISO 12405-4, USABC HPPC manual).
const SAMPLE_TIMES_S: [f64; 3] = [0.1, 1.0, 10.0];
/// Times of neighbouring rows are compared to the microsecond: the difference of two decimals is none.
const EXACT_S: f64 = 1e-6;
/// The row that resistance at once is taken from carries at least this share of the held current.
const CARRIES_SHARE: f64 = 0.9;
/// A step of fewer active rows has no two neighbours to tell its held current: the largest stands for it.
const HELD_ROWS: u64 = 4;
/// A column that falls (rises) by nothing while this share of the charge flows that way holds magnitudes.
const UNSIGNED_SHARE: f64 = 0.01;

/// The fold over rows so far.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    pub(super) count: u64,
    first: Row,
    last: Row,
    first_temperature: f64,
    last_temperature: f64,
    last_power: f64,
    last_line: Option<u64>,
    voltage: [f64; 2],
    temperature: [f64; 2],
    current_abs_max: f64,
    /// The largest magnitude that two neighbouring rows both reach.
    held: f64,
    /// Rows that exceed all before them, as far as one of them may be the first that carries the held current.
    carriers: Vec<Row>,
    /// Positive and negative parts of current (A·s) and power (W·s).
    charge: [f64; 2],
    energy: [f64; 2],
    samples: [TimedSample; 3],
    /// Of a charge.
    crossing: Option<Crossing>,
    /// Rises and falls of the capacity and energy columns, of a waveform.
    swings: Option<[Swing; 2]>,
}

/// What a column rises and falls by from row to row, from 0 to the first.
#[derive(Clone, Copy, Debug, Default)]
struct Swing {
    last: f64,
    rises: f64,
    falls: f64,
}

impl Swing {
    fn push(&mut self, values: &[f64]) {
        for value in values.iter().filter(|value| !value.is_nan()) {
            let change = value - self.last;
            self.rises += change.max(0.0);
            self.falls -= change.min(0.0);
            self.last = *value;
        }
    }

    /// The rises and falls, if the column is there and signed; `integral` is the trapezoid's.
    fn parts(self, integral: [f64; 2]) -> Option<[f64; 2]> {
        let least = UNSIGNED_SHARE * (integral[0] + integral[1]);
        let is_there = self.rises > 0.0 || self.falls > 0.0;
        let is_unsigned = (self.falls == 0.0 && integral[1] > least) || (self.rises == 0.0 && integral[0] > least);
        (is_there && !is_unsigned).then_some([self.rises, self.falls])
    }
}

/// What is folded of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) time: f64,
    pub(super) voltage: f64,
    pub(super) current: f64,
    pub(super) capacity: f64,
    pub(super) energy: f64,
}

/// What a step is, as far as its rows are folded otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A charge that may hold the voltage.
    Charge,
    /// A current or power profile.
    Waveform,
    /// Anything else.
    Other,
}

impl Row {
    const NONE: Self =
        Self { time: f64::NAN, voltage: f64::NAN, current: f64::NAN, capacity: f64::NAN, energy: f64::NAN };

    fn of(block: &Block<'_>, row: usize) -> Self {
        Self {
            time: block.step_time_s[row],
            voltage: block.voltage_v[row],
            current: block.current_a[row],
            capacity: block.capacity_ah[row],
            energy: block.energy_wh[row],
        }
    }

    fn sample(self) -> TimedSample {
        TimedSample { step_time_s: self.time.into(), voltage_v: self.voltage.into(), current_a: self.current.into() }
    }
}

impl Default for Fold {
    fn default() -> Self {
        Self {
            count: 0,
            first: Row::NONE,
            last: Row::NONE,
            first_temperature: f64::NAN,
            last_temperature: f64::NAN,
            last_power: f64::NAN,
            last_line: None,
            voltage: [f64::INFINITY, f64::NEG_INFINITY],
            temperature: [f64::INFINITY, f64::NEG_INFINITY],
            current_abs_max: 0.0,
            held: 0.0,
            carriers: Vec::new(),
            charge: [0.0; 2],
            energy: [0.0; 2],
            samples: [TimedSample::default(); 3],
            crossing: None,
            swings: None,
        }
    }
}

/// Lowest and highest, NaN left out.
fn extremes(values: &[f64], so_far: [f64; 2]) -> [f64; 2] {
    values.iter().fold(so_far, |[low, high], value| [low.min(*value), high.max(*value)])
}

/// The parts above and below zero of the straight line from `a` to `b` over `seconds`.
fn parts(a: f64, b: f64, seconds: f64) -> [f64; 2] {
    if a >= 0.0 && b >= 0.0 {
        [0.5 * (a + b) * seconds, 0.0]
    } else if a <= 0.0 && b <= 0.0 {
        [0.0, -0.5 * (a + b) * seconds]
    } else {
        let zero = a / (a - b);
        let (before, after) = (0.5 * a * zero * seconds, 0.5 * b * (1.0 - zero) * seconds);
        [before.max(0.0) + after.max(0.0), -(before.min(0.0) + after.min(0.0))]
    }
}

/// The energy of what flows in and of what flows out between two rows of current `i` and power `p`. Below 0 V a current takes
/// energy out of the cell that it charges, and the other way round.
fn energies(i: [f64; 2], p: [f64; 2], seconds: f64) -> [f64; 2] {
    let both = 0.5 * (p[0] + p[1]) * seconds;
    if i[0] >= 0.0 && i[1] >= 0.0 {
        [both, 0.0]
    } else if i[0] <= 0.0 && i[1] <= 0.0 {
        [0.0, -both]
    } else {
        let zero = i[0] / (i[0] - i[1]);
        let (before, after) = (0.5 * p[0] * zero * seconds, 0.5 * p[1] * (1.0 - zero) * seconds);
        if i[0] > 0.0 { [before, -after] } else { [after, -before] }
    }
}

impl Fold {
    /// A fold of a step that is `kind`.
    pub(super) fn new(kind: Kind) -> Self {
        let mut fold = Self::default();
        match kind {
            Kind::Charge => fold.crossing = Some(Crossing::default()),
            Kind::Waveform => fold.swings = Some([Swing::default(); 2]),
            Kind::Other => {}
        }
        fold
    }

    /// Takes the rows `range` of a block. `power` is the channel of the tester's power.
    pub(super) fn rows(&mut self, block: &Block<'_>, range: Range<usize>, power: Option<usize>) {
        let last = range.end - 1;
        let currents = &block.current_a[range.clone()];
        self.voltage = extremes(&block.voltage_v[range.clone()], self.voltage);
        self.temperature = extremes(&block.temperature_degc[range.clone()], self.temperature);
        self.current_abs_max = currents.iter().fold(self.current_abs_max, |most, current| most.max(current.abs()));
        if self.count > 0 {
            self.held = self.held.max(self.last.current.abs().min(currents[0].abs()));
        }
        self.held = currents.windows(2).fold(self.held, |held, pair| held.max(pair[0].abs().min(pair[1].abs())));
        if self.count == 0 {
            self.first = Row::of(block, range.start);
            self.first_temperature = block.temperature_degc[range.start];
            // The lead-in: from the step's start to its first row the current is that of the first row.
            self.last = Row { time: 0.0, ..self.first };
        }
        self.carry(block, range.clone());
        self.integrate(block, range.clone());
        if let Some(crossing) = &mut self.crossing {
            range.clone().for_each(|row| crossing.push(Row::of(block, row)));
        }
        if let Some([capacity, energy]) = &mut self.swings {
            capacity.push(&block.capacity_ah[range.clone()]);
            energy.push(&block.energy_wh[range.clone()]);
        }
        self.count += range.len() as u64;
        self.last = Row::of(block, last);
        self.last_temperature = block.temperature_degc[last];
        self.last_power = power.map_or(f64::NAN, |at| block.channels[at][last]);
        self.last_line = block.line(last);
    }

    /// Keeps those rows that may turn out to be the first that carries the held current.
    fn carry(&mut self, block: &Block<'_>, range: Range<usize>) {
        if block.step_time_s[range.start] > PULSE_LONGEST_S + PULSE_TOLERANCE_S {
            self.carriers = Vec::new();
            return;
        }
        let mut most = self.carriers.last().map_or(0.0, |row| row.current.abs());
        for row in range {
            if block.current_a[row].abs() > most {
                most = block.current_a[row].abs();
                self.carriers.push(Row::of(block, row));
            }
        }
        let least = CARRIES_SHARE * self.held;
        let carries = self.carriers.partition_point(|row| row.current.abs() < least);
        self.carriers.drain(..carries);
    }

    fn integrate(&mut self, block: &Block<'_>, range: Range<usize>) {
        let mut before = self.last;
        let mut is_lead_in = self.count == 0;
        for row in range {
            let (time, voltage, current) = (block.step_time_s[row], block.voltage_v[row], block.current_a[row]);
            let seconds = time - before.time;
            if seconds > 0.0 && (current != 0.0 || before.current != 0.0) {
                let charge = parts(before.current, current, seconds);
                let power = [before.current * before.voltage, current * voltage];
                let energy = if before.voltage < 0.0 || voltage < 0.0 {
                    energies([before.current, current], power, seconds)
                } else {
                    parts(power[0], power[1], seconds)
                };
                for part in 0..2 {
                    self.charge[part] += charge[part];
                    self.energy[part] += energy[part];
                }
            }
            let here = Row { time, voltage, current, ..Row::NONE };
            if before.time < SAMPLE_TIMES_S[2] {
                self.sample((!is_lead_in).then_some(before), here);
            }
            is_lead_in = false;
            before = here;
        }
    }

    /// Takes the samples at or, interpolated, between two rows, which may be no further apart than the time itself.
    fn sample(&mut self, before: Option<Row>, row: Row) {
        for (sample, at) in self.samples.iter_mut().zip(SAMPLE_TIMES_S) {
            if sample.is_there() || row.time < at {
                continue;
            }
            if row.time == at {
                *sample = row.sample();
                continue;
            }
            let Some(before) = before.filter(|before| before.time < at && row.time - before.time <= at + EXACT_S)
            else {
                continue;
            };
            let share = (at - before.time) / (row.time - before.time);
            *sample = TimedSample {
                step_time_s: at.into(),
                voltage_v: (before.voltage + share * (row.voltage - before.voltage)).into(),
                current_a: (before.current + share * (row.current - before.current)).into(),
            };
        }
    }

    /// Whether rows after the active part are relaxation: next to no current, and a capacity that stands still at
    /// `capacity`, that of the first of them.
    pub(super) fn is_relaxation(&self, block: &Block<'_>, range: Range<usize>, capacity: f64) -> bool {
        let still = (1e-3 * self.current_abs_max).max(1e-3);
        block.current_a[range.clone()].iter().all(|current| current.abs() <= still)
            && block.capacity_ah[range].iter().all(|value| value.is_nan() || *value == capacity)
    }

    /// Writes what the rows say.
    pub(super) fn write(self, trace: &mut StepTrace) {
        let some = |value: f64| value.is_finite().then_some(value);
        trace.active_rows = self.count;
        trace.last_active_line = self.last_line;
        trace.step_time_end_s = some(self.last.time).into();
        trace.voltage_start_v = some(self.first.voltage).into();
        trace.voltage_end_v = some(self.last.voltage).into();
        [trace.voltage_min_v, trace.voltage_max_v] = self.voltage.map(|value| some(value).into());
        trace.current_end_a = some(self.last.current).into();
        trace.current_abs_max_a = (self.count > 0).then_some(self.current_abs_max).into();
        trace.current_held_a = (self.count > 0).then_some(self.held()).into();
        trace.power_end_w = some(self.last_power).into();
        trace.capacity_end_ah = some(self.last.capacity).into();
        trace.energy_end_wh = some(self.last.energy).into();
        trace.temperature_start_degc = some(self.first_temperature).into();
        trace.temperature_end_degc = some(self.last_temperature).into();
        [trace.temperature_min_degc, trace.temperature_max_degc] = self.temperature.map(|value| some(value).into());
        [trace.integral_charge_ah, trace.integral_discharge_ah] = self.charge.map(|part| part / 3600.0);
        [trace.integral_charge_wh, trace.integral_discharge_wh] = self.energy.map(|part| part / 3600.0);
        if let Some([capacity, energy]) = self.swings {
            let by_rows = capacity.parts([trace.integral_charge_ah, trace.integral_discharge_ah]);
            if let Some(parts) = by_rows {
                [trace.integral_charge_ah, trace.integral_discharge_ah] = parts;
            }
            // Below 0 V the energy rises in discharge.
            let is_above = self.voltage[0] >= 0.0;
            let by_rows = energy.parts([trace.integral_charge_wh, trace.integral_discharge_wh]);
            if let Some(parts) = by_rows.filter(|_| is_above) {
                [trace.integral_charge_wh, trace.integral_discharge_wh] = parts;
            }
        }
        let crossing = self.crossing.as_ref().and_then(|crossing| crossing.capacity_ah(self.last));
        trace.constant_voltage_start_ah = crossing.filter(|capacity| capacity.is_finite()).into();
        if self.count > 0 && self.last.time <= PULSE_LONGEST_S + PULSE_TOLERANCE_S {
            self.write_samples(trace);
        }
    }

    /// Held current in A (formulas: held current).
    fn held(&self) -> f64 {
        if self.count < HELD_ROWS { self.current_abs_max } else { self.held }
    }

    fn write_samples(&self, trace: &mut StepTrace) {
        let mut samples = self.samples;
        for (sample, at) in samples.iter_mut().zip(SAMPLE_TIMES_S) {
            // A pulse that ends within 2 % before the time: its last row serves.
            if !sample.is_there() && self.last.time < at && self.last.time >= 0.98 * at {
                *sample = self.last.sample();
            }
        }
        let [at_100ms, at_1s, at_10s] = samples;
        let least = CARRIES_SHARE * self.held();
        let first = self.carriers.iter().find(|row| row.current.abs() >= least).map(|row| row.sample());
        trace.is_short = true;
        trace.samples = PulseSamples { first: first.unwrap_or_default(), at_100ms, at_1s, at_10s }.kept();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_flows_below_zero_volts_takes_energy_the_other_way() {
        // Above 0 V power and current have one sign.
        assert_eq!(energies([2.0, 2.0], [8.0, 6.0], 10.0), parts(8.0, 6.0, 10.0));
        assert_eq!(energies([-2.0, -2.0], [-8.0, -6.0], 10.0), parts(-8.0, -6.0, 10.0));
        // At -0.1 V a charge gives energy back, and a discharge takes it up.
        assert_eq!(energies([2.0, 2.0], [-0.2, -0.2], 10.0), [-2.0, 0.0]);
        assert_eq!(energies([-2.0, -2.0], [0.2, 0.2], 10.0), [0.0, -2.0]);
        assert_eq!(energies([1.0, -3.0], [0.1, 0.3], 10.0), [0.5 * 0.1 * 2.5, -0.5 * 0.3 * 7.5]);
    }
}
