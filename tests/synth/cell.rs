//! The cell: a cubic open-circuit voltage, an ohmic resistance and one RC pair, and a body that warms up.

/// Everything that is fixed about a cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Charge between 0 and 100 %, in Ah.
    pub(crate) capacity_ah: f64,
    /// Ohmic resistance at 25 °C.
    pub(crate) r0_ohm: f64,
    /// Resistance of the RC pair at 25 °C.
    pub(crate) r1_ohm: f64,
    /// Its time constant.
    pub(crate) tau_s: f64,
    /// The open-circuit voltage as a polynomial of the state of charge (0 to 1).
    pub(crate) ocv_v: [f64; 4],
    /// Where a charge goes over to constant voltage.
    pub(crate) charge_voltage_v: f64,
    /// Where the constant-voltage part ends.
    pub(crate) cut_current_a: f64,
    /// Where a discharge ends.
    pub(crate) discharge_voltage_v: f64,
    /// Self-heating in K per A².
    pub(crate) heating_k: f64,
    /// Time constant of the cell's temperature.
    pub(crate) thermal_tau_s: f64,
}

impl Cell {
    /// 2 Ah. At 1 C (2 A) from full a discharge ends after exactly 3600 s, at exactly 2 Ah.
    pub(crate) fn two_ah() -> Self {
        let (r0_ohm, r1_ohm) = (0.030, 0.020);
        // Steep at both ends, flat at 45 %: dQ/dV peaks there.
        let ocv_v = [3.0, 1.95, -2.7, 2.0];
        Self {
            capacity_ah: 2.0,
            r0_ohm,
            r1_ohm,
            tau_s: 30.0,
            ocv_v,
            charge_voltage_v: ocv_v.iter().sum::<f64>() + 0.1 * (r0_ohm + r1_ohm),
            cut_current_a: 0.1,
            discharge_voltage_v: ocv_v[0] - 2.0 * (r0_ohm + r1_ohm),
            heating_k: 0.4,
            thermal_tau_s: 900.0,
        }
    }

    /// Open-circuit voltage at a state of charge of 0 to 1.
    pub(crate) fn ocv(&self, soc: f64) -> f64 {
        self.ocv_v.iter().rev().fold(0.0, |sum, factor| sum * soc + factor)
    }

    /// The antiderivative of [`Cell::ocv`].
    pub(crate) fn ocv_integral(&self, soc: f64) -> f64 {
        let terms = self.ocv_v.iter().enumerate();
        terms.map(|(power, factor)| factor * soc.powi(power as i32 + 1) / (power as f64 + 1.0)).sum()
    }

    /// How much the resistances grow in the cold.
    pub(crate) fn cold(degc: f64) -> f64 {
        (0.03 * (25.0 - degc)).exp()
    }
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct State {
    /// Charge in it, in Ah.
    pub(crate) charge_ah: f64,
    /// Voltage over the RC pair.
    pub(crate) over_v: f64,
    /// The cell's temperature.
    pub(crate) temperature_degc: f64,
    /// The chamber's.
    pub(crate) chamber_degc: f64,
}

impl State {
    /// At rest at 25 °C.
    pub(crate) fn at_rest(charge_ah: f64) -> Self {
        Self { charge_ah, over_v: 0.0, temperature_degc: 25.0, chamber_degc: 25.0 }
    }
}
