//! Growth of resistance: pulses of one direction, SOC, temperature and rate, compared over life.

use super::group::{both, same_rate, same_temperature};
use super::pulse_map::{PulseTime, SOC_BAND_PCT};
use crate::model::{Direction, Pulse, Purpose};

/// Pulses that may be compared, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Of which direction they are.
    pub direction: Direction,
    /// The SOC of the first in %.
    pub soc_pct: f64,
    /// Its temperature in °C.
    pub temperature_degc: Option<f64>,
    /// Its C-rate.
    pub c_rate: Option<f64>,
    /// Step, cycle and resistance in ohm of each.
    pub pulses: Vec<(i32, i32, f64)>,
}

impl Growth {
    /// How far the last is above the first, in %.
    #[must_use]
    pub fn growth_pct(&self) -> Option<f64> {
        let (first, last) = (self.pulses.first()?.2, self.pulses.last()?.2);
        (first > 0.0).then(|| 100.0 * (last / first - 1.0))
    }
}

/// Ends are compared of pulses whose durations differ by no more than this share.
const SAME_DURATION: f64 = 0.02;

/// The groups of pulses that come back in another cycle, by their resistance at 10 s; see [`growth_at`].
#[must_use]
pub fn growth(pulses: &[Pulse]) -> Vec<Growth> {
    growth_at(pulses, PulseTime::TenSeconds)
}

/// The groups of pulses that come back in another cycle: of one direction, within ±2.5 % SOC, ±3 K and ±10 % of the rate of
/// the group's first; of ends, also as long. Those that undo another are left out, and so are those without a resistance at
/// this time.
#[must_use]
pub fn growth_at(pulses: &[Pulse], time: PulseTime) -> Vec<Growth> {
    let mut groups: Vec<Growth> = Vec::new();
    let mut durations: Vec<Option<f64>> = Vec::new();
    let as_long = |a: f64, b: f64| (a - b).abs() <= SAME_DURATION * b;
    for pulse in pulses.iter().filter(|pulse| pulse.purpose == Purpose::Pulse) {
        let (Some(soc_pct), Some(ohm)) = (pulse.soc_pct.get(), time.resistance(pulse)) else { continue };
        let fits = |(group, duration_s): &(&mut Growth, &Option<f64>)| {
            (time != PulseTime::End || both(pulse.duration_s.get(), **duration_s, as_long))
                && group.direction == pulse.direction
                && (group.soc_pct - soc_pct).abs() <= SOC_BAND_PCT + 1e-12
                && both(pulse.temperature_degc.get(), group.temperature_degc, same_temperature)
                && both(pulse.c_rate.get(), group.c_rate, same_rate)
        };
        let one = (pulse.step, pulse.cycle, ohm);
        if let Some((group, _)) = groups.iter_mut().zip(&durations).find(fits) {
            group.pulses.push(one);
            continue;
        }
        durations.push(pulse.duration_s.get());
        groups.push(Growth {
            direction: pulse.direction,
            soc_pct,
            temperature_degc: pulse.temperature_degc.get(),
            c_rate: pulse.c_rate.get(),
            pulses: vec![one],
        });
    }
    groups.retain(|group| group.pulses.iter().any(|pulse| pulse.1 != group.pulses[0].1));
    groups
}
