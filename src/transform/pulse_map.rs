//! The power that a cell can give or take, by SOC and temperature, from its pulses.

use super::group::{bands, same_temperature};
use crate::model::{Direction, Pulse, Purpose};

/// Half the width of a band of SOC in percentage points.
pub const SOC_BAND_PCT: f64 = 2.5;

/// At which time of a pulse its resistance is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PulseTime {
    /// At 1 s.
    OneSecond,
    /// At 10 s.
    #[default]
    TenSeconds,
    /// At the end.
    End,
}

impl PulseTime {
    /// As it is typed: `1`, `10` or `end`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneSecond => "1",
            Self::TenSeconds => "10",
            Self::End => "end",
        }
    }

    /// The resistance of a pulse at this time in ohm.
    #[must_use]
    pub const fn resistance(self, pulse: &Pulse) -> Option<f64> {
        match self {
            Self::OneSecond => pulse.r_1s_ohm.get(),
            Self::TenSeconds => pulse.r_10s_ohm.get(),
            Self::End => pulse.r_end_ohm.get(),
        }
    }
}

/// The power capability in W of a pulse at a time, positive (USABC and PNGV HPPC: the limit times the current that reaches
/// it): charge V_max (V_max - ocv) / R, discharge V_min (ocv - V_min) / R. `None` where no settled OCV is known.
#[must_use]
pub fn power_w(pulse: &Pulse, time: PulseTime, voltage_min_v: Option<f64>, voltage_max_v: Option<f64>) -> Option<f64> {
    let ocv_v = pulse.power_ocv_v.get()?;
    let ohm = time.resistance(pulse).filter(|ohm| *ohm > 0.0)?;
    let power = match pulse.direction {
        Direction::Charge => voltage_max_v.map(|limit| limit * (limit - ocv_v) / ohm),
        Direction::Discharge => voltage_min_v.map(|limit| limit * (ocv_v - limit) / ohm),
    };
    power.filter(|power| *power > 0.0)
}

/// One place of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapCell {
    /// The mean SOC of its column in %.
    pub soc_pct: f64,
    /// The mean temperature of its row in °C; `None` where none was measured.
    pub temperature_degc: Option<f64>,
    /// The mean of its pulses.
    pub value: f64,
    /// How many pulses.
    pub pulses: usize,
}

/// A map of one direction: columns of SOC, rows of temperature, both rising.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PulseMap {
    /// The mean SOC of each column in %.
    pub soc_pct: Vec<f64>,
    /// The mean temperature of each row in °C.
    pub temperature_degc: Vec<Option<f64>>,
    /// Those places that have a pulse, by row, then by column.
    pub cells: Vec<MapCell>,
}

/// Maps what `value` says of the pulses of one direction; pulses without it or without a SOC are left out, and so are
/// those that undo another.
pub fn pulse_map(pulses: &[Pulse], direction: Direction, value: impl Fn(&Pulse) -> Option<f64>) -> PulseMap {
    let chosen: Vec<(f64, Option<f64>, f64)> = pulses
        .iter()
        .filter(|pulse| pulse.direction == direction && pulse.purpose == Purpose::Pulse)
        .filter_map(|pulse| Some((pulse.soc_pct.get()?, pulse.temperature_degc.get(), value(pulse)?)))
        .collect();
    let socs: Vec<f64> = chosen.iter().map(|pulse| pulse.0).collect();
    let temperatures: Vec<f64> = chosen.iter().map(|pulse| pulse.1.unwrap_or(f64::NAN)).collect();
    let columns = bands(&socs, |a, b| (a - b).abs() <= SOC_BAND_PCT + 1e-12);
    let unknown: Vec<usize> = (0..chosen.len()).filter(|&i| chosen[i].1.is_none()).collect();
    let known = bands(&temperatures, same_temperature).into_iter().map(|(mean, members)| (Some(mean), members));
    let rows: Vec<_> = (!unknown.is_empty()).then_some((None, unknown)).into_iter().chain(known).collect();
    let mut cells = Vec::new();
    for (temperature_degc, row) in &rows {
        for (soc_pct, column) in &columns {
            let values: Vec<f64> = column.iter().filter(|i| row.contains(i)).map(|&i| chosen[i].2).collect();
            if !values.is_empty() {
                cells.push(MapCell {
                    soc_pct: *soc_pct,
                    temperature_degc: *temperature_degc,
                    value: values.iter().sum::<f64>() / values.len() as f64,
                    pulses: values.len(),
                });
            }
        }
    }
    PulseMap {
        soc_pct: columns.into_iter().map(|(mean, _)| mean).collect(),
        temperature_degc: rows.into_iter().map(|(mean, _)| mean).collect(),
        cells,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::Maybe;

    pub(crate) fn pulse(soc: f64, temperature: f64, direction: Direction) -> Pulse {
        Pulse {
            step: 1,
            cycle: 1,
            direction,
            purpose: Purpose::Pulse,
            soc_pct: soc.into(),
            temperature_degc: temperature.into(),
            current_mean_a: Maybe::NONE,
            c_rate: Maybe::NONE,
            rest_before_s: 1800.0.into(),
            ocv_v: 3.6,
            ocv_settled: true,
            power_ocv_v: 3.6.into(),
            duration_s: 10.0.into(),
            r0_time_s: Maybe::NONE,
            r0_ohm: Maybe::NONE,
            r_100ms_ohm: Maybe::NONE,
            r_1s_ohm: 0.001.into(),
            r_10s_ohm: 0.002.into(),
            r_end_ohm: Maybe::NONE,
            power_capability_10s_w: Maybe::NONE,
        }
    }

    #[test]
    fn power_is_the_limit_times_the_current_that_reaches_it() {
        let charge = pulse(50.0, 25.0, Direction::Charge);
        let discharge = pulse(50.0, 25.0, Direction::Discharge);
        let near = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-9);
        near(power_w(&charge, PulseTime::TenSeconds, None, Some(4.2)), 4.2 * 0.6 / 0.002);
        near(power_w(&discharge, PulseTime::OneSecond, Some(2.6), None), 2.6 * 1.0 / 0.001);
        assert_eq!(power_w(&discharge, PulseTime::TenSeconds, None, Some(4.2)), None);
        assert_eq!(power_w(&charge, PulseTime::End, None, Some(4.2)), None);
        assert_eq!(power_w(&charge, PulseTime::TenSeconds, None, Some(3.5)), None);
        let restless = Pulse { power_ocv_v: Maybe::NONE, ..charge };
        assert_eq!(power_w(&restless, PulseTime::TenSeconds, None, Some(4.2)), None, "no rest, no OCV");
    }

    #[test]
    fn pulses_meet_in_bands() {
        let mut pulses = vec![
            pulse(50.0, 25.0, Direction::Charge),
            pulse(51.0, 24.0, Direction::Charge),
            pulse(80.0, 25.0, Direction::Charge),
            pulse(50.0, -10.0, Direction::Charge),
            pulse(50.0, 25.0, Direction::Discharge),
        ];
        pulses.push(Pulse { purpose: Purpose::Restore, ..pulse(20.0, 25.0, Direction::Charge) });
        let map = pulse_map(&pulses, Direction::Charge, |p| p.r_10s_ohm.get());
        assert_eq!((map.soc_pct.len(), map.temperature_degc.len(), map.cells.len()), (2, 2, 3));
        assert_eq!(map.cells.iter().map(|cell| cell.pulses).collect::<Vec<_>>(), [1, 2, 1]);
        assert!(pulse_map(&[], Direction::Charge, |p| p.r_10s_ohm.get()).cells.is_empty());
    }
}
