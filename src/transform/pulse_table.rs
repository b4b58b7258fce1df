//! What pulses say by SOC and temperature: the table of a hybrid pulse power characterisation (HPPC, INL/EXT-07-12536).

use super::group::{bands, both, same_temperature};
use super::pulse_map::SOC_BAND_PCT;
use crate::model::{Direction, Maybe, Pulse, Purpose};

/// Pulses of one check-up, direction, SOC and temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct PulsePlace {
    /// The how manieth time that a cycle has pulses there: 1 for the first.
    pub checkup: usize,
    /// The cycle of the first of them.
    pub cycle: i32,
    /// Their direction.
    pub direction: Direction,
    /// Their mean SOC in %.
    pub soc_pct: f64,
    /// Their mean temperature in °C.
    pub temperature_degc: Option<f64>,
    /// How many there are.
    pub pulses: usize,
    /// Mean OCV before them in V.
    pub ocv_v: f64,
    /// Mean resistances in ohm at the first row, at 1 s, at 10 s and at the end, of those that have them.
    pub r0_ohm: Option<f64>,
    /// See [`Self::r0_ohm`].
    pub r_1s_ohm: Option<f64>,
    /// See [`Self::r0_ohm`].
    pub r_10s_ohm: Option<f64>,
    /// See [`Self::r0_ohm`].
    pub r_end_ohm: Option<f64>,
    /// Mean power capability at 10 s in W.
    pub power_10s_w: Option<f64>,
}

/// The places of all pulses that do not undo another: by check-up, direction, temperature, then falling SOC, as they are
/// measured. A cell that ages between check-ups has no mean over them.
#[must_use]
pub fn pulse_table(pulses: &[Pulse]) -> Vec<PulsePlace> {
    let mut places = Vec::new();
    for (at, pulses) in checkups(pulses).iter().enumerate() {
        for direction in Direction::ALL {
            of_checkup((at + 1, *direction), pulses, &mut places);
        }
    }
    places
}

/// The pulses by check-up. The first has those of each place in the first cycle that has any there, the second those of
/// the next cycle that has, and so on: places are not always visited in one cycle.
fn checkups(pulses: &[Pulse]) -> Vec<Vec<&Pulse>> {
    let mut checkups: Vec<Vec<&Pulse>> = Vec::new();
    for pulse in pulses.iter().filter(|pulse| pulse.purpose == Purpose::Pulse && pulse.soc_pct.get().is_some()) {
        let comes_back = |one: &&Pulse| {
            one.cycle != pulse.cycle
                && one.direction == pulse.direction
                && both(one.soc_pct.get(), pulse.soc_pct.get(), same_soc)
                && both(one.temperature_degc.get(), pulse.temperature_degc.get(), same_temperature)
        };
        match checkups.iter_mut().find(|checkup| !checkup.iter().any(comes_back)) {
            Some(checkup) => checkup.push(pulse),
            None => checkups.push(vec![pulse]),
        }
    }
    checkups
}

fn same_soc(a: f64, b: f64) -> bool {
    (a - b).abs() <= SOC_BAND_PCT + 1e-12
}

/// The places of one direction of a check-up.
fn of_checkup(of: (usize, Direction), pulses: &[&Pulse], places: &mut Vec<PulsePlace>) {
    let own: Vec<&Pulse> = pulses.iter().copied().filter(|pulse| pulse.direction == of.1).collect();
    let socs: Vec<f64> = own.iter().map(|pulse| pulse.soc_pct.get().unwrap_or(f64::NAN)).collect();
    let temperatures: Vec<f64> = own.iter().map(|pulse| pulse.temperature_degc.get().unwrap_or(f64::NAN)).collect();
    let unknown: Vec<usize> = (0..own.len()).filter(|&at| temperatures[at].is_nan()).collect();
    let known = bands(&temperatures, same_temperature).into_iter().map(|(_, members)| members);
    let columns = bands(&socs, same_soc);
    for row in known.chain((!unknown.is_empty()).then_some(unknown)) {
        for (_, column) in columns.iter().rev() {
            let here: Vec<&Pulse> = column.iter().filter(|at| row.contains(at)).map(|&at| own[at]).collect();
            places.extend(place(of, &here));
        }
    }
}

fn place((checkup, direction): (usize, Direction), pulses: &[&Pulse]) -> Option<PulsePlace> {
    let mean = |value: &dyn Fn(&Pulse) -> Maybe| {
        let values: Vec<f64> = pulses.iter().filter_map(|pulse| value(pulse).get()).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    Some(PulsePlace {
        checkup,
        cycle: pulses.iter().map(|pulse| pulse.cycle).min()?,
        direction,
        soc_pct: mean(&|pulse| pulse.soc_pct)?,
        temperature_degc: mean(&|pulse| pulse.temperature_degc),
        pulses: pulses.len(),
        ocv_v: mean(&|pulse| pulse.ocv_v.into())?,
        r0_ohm: mean(&|pulse| pulse.r0_ohm),
        r_1s_ohm: mean(&|pulse| pulse.r_1s_ohm),
        r_10s_ohm: mean(&|pulse| pulse.r_10s_ohm),
        r_end_ohm: mean(&|pulse| pulse.r_end_ohm),
        power_10s_w: mean(&|pulse| pulse.power_capability_10s_w),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::pulse_map::tests::pulse;

    fn at(cycle: i32, soc_pct: f64, temperature_degc: f64, r_10s_ohm: f64) -> Pulse {
        Pulse { cycle, r_10s_ohm: r_10s_ohm.into(), ..pulse(soc_pct, temperature_degc, Direction::Discharge) }
    }

    #[test]
    fn a_place_that_a_later_cycle_visits_again_is_of_the_next_check_up() {
        // 50 % at 25 °C in cycles 1 (twice), 200 and 400, 50 % at 10 °C and 20 % first in cycle 2.
        let all = [
            at(1, 50.0, 25.0, 0.010),
            at(1, 51.0, 25.5, 0.012),
            at(2, 50.0, 10.0, 0.030),
            at(2, 20.0, 25.0, 0.020),
            at(200, 50.0, 25.0, 0.015),
            at(400, 49.0, 25.0, 0.018),
            at(400, 20.0, 25.0, 0.028),
        ];
        let seen: Vec<(usize, i32, f64, usize)> =
            pulse_table(&all).iter().map(|place| (place.checkup, place.cycle, place.soc_pct, place.pulses)).collect();
        let expected = [
            (1, 2, 50.0, 1),
            (1, 1, 50.5, 2),
            (1, 2, 20.0, 1),
            (2, 200, 50.0, 1),
            (2, 400, 20.0, 1),
            (3, 400, 49.0, 1),
        ];
        assert_eq!(seen, expected);
        let first = pulse_table(&all)[1].r_10s_ohm.unwrap();
        assert!((first - 0.011).abs() < 1e-12, "{first}: of the first check-up alone");
    }
}
