//! Cells that no closed form covers: any open-circuit voltage, two RC pairs, heat, losses, and resistances that grow in the
//! cold and when empty. They are integrated in small steps.

/// Everything that is fixed about a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plant {
    /// Charge between 0 and 100 %, in Ah.
    pub(crate) capacity_ah: f64,
    /// Open-circuit voltage by state of charge; it goes on beyond 0 and 1.
    pub(crate) ocv: fn(f64) -> f64,
    /// Ohmic resistance at 25 °C and half charge.
    pub(crate) r0_ohm: f64,
    /// Resistance and time constant of each RC pair.
    pub(crate) pairs: [(f64, f64); 2],
    /// In J/K.
    pub(crate) heat_capacity: f64,
    /// To the chamber's air, in W/K.
    pub(crate) cooling: f64,
    /// Share of the charge that goes in and is not stored.
    pub(crate) loss: f64,
}

/// What drives it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drive<'a> {
    Rest,
    /// Amperes.
    Current(f64),
    /// At most so many amperes (negative: discharge), until this voltage is reached, which is then held.
    Hold(f64, f64),
    /// Watts.
    Power(f64),
    /// Amperes of each second.
    Wave(&'a [f64]),
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) soc: f64,
    pub(crate) over_v: [f64; 2],
    pub(crate) temperature_degc: f64,
    pub(crate) chamber_degc: f64,
    /// Where the chamber is sent.
    pub(crate) target_degc: f64,
}

impl Standing {
    /// At rest at 25 °C.
    pub(crate) fn at_rest(soc: f64) -> Self {
        Self { soc, over_v: [0.0; 2], temperature_degc: 25.0, chamber_degc: 25.0, target_degc: 25.0 }
    }
}

/// An instant: what the cell carries and shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant {
    pub(crate) current_a: f64,
    pub(crate) voltage_v: f64,
}

/// A chamber's air follows its set point with this time constant.
const CHAMBER_TAU_S: f64 = 420.0;

impl Plant {
    fn growth(at: &Standing) -> f64 {
        let cold = (3500.0 * (1.0 / (at.temperature_degc + 273.15) - 1.0 / 298.15)).exp();
        cold * (1.0 + 1.2 * (-at.soc.max(0.0) / 0.06).exp())
    }

    /// Current and voltage `t` seconds into a step.
    pub(crate) fn instant(&self, at: &Standing, drive: &Drive<'_>, t: f64) -> Instant {
        let inner_v = (self.ocv)(at.soc) + at.over_v[0] + at.over_v[1];
        let r0 = self.r0_ohm * Self::growth(at);
        let current_a = match *drive {
            Drive::Rest => 0.0,
            Drive::Current(current_a) => current_a,
            Drive::Hold(current_a, hold_v) => {
                let holding = (hold_v - inner_v) / r0;
                if current_a > 0.0 { holding.clamp(0.0, current_a) } else { holding.clamp(current_a, 0.0) }
            }
            // V = E + R P / V, solved for V.
            Drive::Power(power_w) => power_w / f64::midpoint(inner_v, (inner_v * inner_v + 4.0 * r0 * power_w).sqrt()),
            Drive::Wave(amperes) => amperes.get(t.floor() as usize).or(amperes.last()).copied().unwrap_or(0.0),
        };
        Instant { current_a, voltage_v: inner_v + current_a * r0 }
    }

    /// Where the cell stands `h` seconds later under a current.
    pub(crate) fn after(&self, at: &Standing, current_a: f64, h: f64) -> Standing {
        let growth = Self::growth(at);
        let stored = if current_a > 0.0 { 1.0 - self.loss } else { 1.0 };
        let mut next = *at;
        next.soc += stored * current_a * h / 3600.0 / self.capacity_ah;
        let mut heat_w = current_a * current_a * self.r0_ohm * growth;
        for (over_v, (ohm, tau_s)) in next.over_v.iter_mut().zip(self.pairs) {
            let (settled_v, decay) = (current_a * ohm * growth, (-h / tau_s).exp());
            heat_w += *over_v * *over_v / (ohm * growth);
            *over_v = settled_v + (*over_v - settled_v) * decay;
        }
        next.chamber_degc = at.target_degc + (at.chamber_degc - at.target_degc) * (-h / CHAMBER_TAU_S).exp();
        let target = at.chamber_degc + heat_w / self.cooling;
        let decay = (-h * self.cooling / self.heat_capacity).exp();
        next.temperature_degc = target + (at.temperature_degc - target) * decay;
        next
    }
}
