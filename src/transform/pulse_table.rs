//! What pulses say by SOC and temperature: the table of a hybrid pulse power characterisation (HPPC, INL/EXT-07-12536).

use super::group::{bands, same_temperature};
use super::pulse_map::SOC_BAND_PCT;
use crate::model::{Direction, Pulse, Purpose};

/// Pulses of one direction, SOC and temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct PulsePlace {
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

/// The places of all pulses that do not undo another: by direction, temperature, then falling SOC, as they are measured.
#[must_use]
pub fn pulse_table(pulses: &[Pulse]) -> Vec<PulsePlace> {
    let mut places = Vec::new();
    for direction in Direction::ALL {
        let own: Vec<&Pulse> = pulses
            .iter()
            .filter(|p| p.direction == *direction && p.purpose == Purpose::Pulse && p.soc_pct.is_some())
            .collect();
        let socs: Vec<f64> = own.iter().map(|pulse| pulse.soc_pct.unwrap_or(f64::NAN)).collect();
        let temperatures: Vec<f64> = own.iter().map(|pulse| pulse.temperature_degc.unwrap_or(f64::NAN)).collect();
        let unknown: Vec<usize> = (0..own.len()).filter(|&at| temperatures[at].is_nan()).collect();
        let known = bands(&temperatures, same_temperature).into_iter().map(|(_, members)| members);
        let columns = bands(&socs, |a, b| (a - b).abs() <= SOC_BAND_PCT + 1e-12);
        for row in known.chain((!unknown.is_empty()).then_some(unknown)) {
            for (_, column) in columns.iter().rev() {
                let here: Vec<&Pulse> = column.iter().filter(|at| row.contains(at)).map(|&at| own[at]).collect();
                places.extend(place(*direction, &here));
            }
        }
    }
    places
}

fn place(direction: Direction, pulses: &[&Pulse]) -> Option<PulsePlace> {
    let mean = |value: &dyn Fn(&Pulse) -> Option<f64>| {
        let values: Vec<f64> = pulses.iter().filter_map(|pulse| value(pulse)).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    Some(PulsePlace {
        direction,
        soc_pct: mean(&|pulse| pulse.soc_pct)?,
        temperature_degc: mean(&|pulse| pulse.temperature_degc),
        pulses: pulses.len(),
        ocv_v: mean(&|pulse| Some(pulse.ocv_v))?,
        r0_ohm: mean(&|pulse| pulse.r0_ohm),
        r_1s_ohm: mean(&|pulse| pulse.r_1s_ohm),
        r_10s_ohm: mean(&|pulse| pulse.r_10s_ohm),
        r_end_ohm: mean(&|pulse| pulse.r_end_ohm),
        power_10s_w: mean(&|pulse| pulse.power_capability_10s_w),
    })
}
